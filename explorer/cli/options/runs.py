"""Options that choose a run."""

from typing import Annotated

import typer

RunOption = Annotated[
    str,
    typer.Option(
        "--run",
        help="ID of the run, the first characters of the ID, or latest. `explorer runs list` shows the IDs.",
        metavar="RUN",
    ),
]

RunArgument = Annotated[
    str, typer.Argument(help="ID of the run, the first characters of the ID, or latest.", metavar="RUN")
]
