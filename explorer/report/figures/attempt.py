"""Draw a picture that may fail without taking the report with it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from markupsafe import Markup

from explorer.common.error_log import without_secrets, write_error_log
from explorer.common.text import shorten, squeeze
from explorer.report.text.prose import render_text

_ENDS: Final = (KeyboardInterrupt, SystemExit, GeneratorExit)
_LONGEST: Final = 200
"""Width in letters of what is said of an error."""


@dataclass(frozen=True, slots=True)
class Attempt:
    """The result of drawing a picture.

    Attributes:
        picture: The picture. None if it cannot be drawn.
        missing: Why there is no picture. Empty if there is one.
        log: The log of the error. None if there is no error, or no log can be written.
    """

    picture: Markup | None
    missing: str = ""
    log: Path | None = None


def attempt(draw: Callable[[], Markup]) -> Attempt:
    """Draw a picture, or return why it cannot be drawn."""
    try:
        return Attempt(draw())
    except _ENDS:
        raise
    except BaseException as error:  # noqa: BLE001 - errors of Rust, in which charts are drawn, are no Exceptions
        said = squeeze(without_secrets(f"{type(error).__name__}: {error}"))
        reason = render_text("missing", "not_drawn", error=shorten(said, _LONGEST))
        return Attempt(None, reason, write_error_log(error))
