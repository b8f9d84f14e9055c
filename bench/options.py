"""Options that all benchmarks share."""

from typing import Annotated

import typer

TinyOption = Annotated[
    bool,
    typer.Option(
        "--tiny", help="Run everything once at the smallest size, without goals, to check that the benchmark works."
    ),
]
