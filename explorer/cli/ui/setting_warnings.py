"""Print warnings about settings that have no effect."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from explorer.cli.ui.output import warn
from explorer.common.errors import IgnoredSettingWarning


@contextmanager
def printed_setting_warnings() -> Iterator[None]:
    """Print each `IgnoredSettingWarning` once, as commands print their own warnings."""
    printed: set[str] = set()
    with warnings.catch_warnings():
        others = warnings.showwarning

        def show(
            message: Warning | str,
            category: type[Warning],
            filename: str,
            lineno: int,
            file: TextIO | None = None,
            line: str | None = None,
        ) -> None:
            if not issubclass(category, IgnoredSettingWarning):
                others(message, category, filename, lineno, file, line)
            elif str(message) not in printed:
                printed.add(str(message))
                warn(str(message))

        warnings.simplefilter("always", IgnoredSettingWarning)
        warnings.showwarning = show
        yield
