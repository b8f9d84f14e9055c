"""Which run of the graph a command is about, as options."""

from typing import Annotated

import typer

RunOption = Annotated[
    str, typer.Option("--run", help="A run's id, the id's beginning, or 'latest', the default.", metavar="RUN")
]

RunArgument = Annotated[str, typer.Argument(help="A run's id, its beginning, or 'latest'.", metavar="RUN")]
