"""Keep texts in tables and messages from controlling the terminal; see `explorer.cli.streams` for the rest."""

from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from explorer.common.text import printable


class SafeConsole(Console):
    """A console whose colours and cursor movements are its own: those in texts are escaped."""

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        """Render an object, and escape its texts."""
        for segment in super().render(renderable, options):
            text = segment.text
            if segment.control or text == "\n" or (text.isascii() and text.isprintable()):
                yield segment
            else:
                yield segment._replace(text=printable(text))
