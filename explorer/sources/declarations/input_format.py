"""What every input format declares."""

from dataclasses import dataclass
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from explorer.sources.parsing.parser import Parser


@dataclass(frozen=True, slots=True)
class InputFormat:
    """An input format as users see it.

    Attributes:
        name: Value of ``--format``.
        title: One-line description for the list of formats.
        carries: Contents of its files, which determine the signals that detection can use.
        parser: Location of its `Parser`: ``module:object`` in ``explorer.sources.formats``.
        platform: ID space of rows that name no platform, unless the analyst sets one.
    """

    name: str
    title: str
    carries: tuple[str, ...]
    parser: str
    platform: str = "x"

    def load_parser(self) -> "Parser":
        """Import the format's parser."""
        return cast("Parser", resolve_name(f"explorer.sources.formats.{self.parser}"))


MESSAGES: Final = ("posts", "retweets", "post ids", "replies", "quotes", "links", "hashtags", "profiles")
"""What most formats of X contain."""
