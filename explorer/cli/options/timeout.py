"""Option that limits the time of queries."""

from typing import Annotated, Final

import typer

from explorer.common.durations import DEFAULT_TIMEOUT, format_duration, parse_timeout

TIMEOUT: Final = format_duration(DEFAULT_TIMEOUT)
"""Default of the option."""


def _checked(text: str) -> str:
    parse_timeout(text)
    return text


TimeoutOption = Annotated[
    str,
    typer.Option(
        "--timeout",
        help="Time limit of each query that the command runs, such as 90s, 10m or 2h. 0 or none: no limit.",
        metavar="DURATION",
        callback=_checked,
    ),
]
