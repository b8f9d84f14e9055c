"""Sources: files in the formats of others -> batches of canonical tables, in bounded memory.

A format is a module that exports a `Source`; `SOURCES` lists them. Every row read is either accepted or
rejected with a reason; a file that is no table at all is an `InputError`.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from explorer.common.errors import InputError, UsageError
from explorer.model.tables import Batch
from explorer.sources.formats.bluesky import BLUESKY
from explorer.sources.formats.coortweet import COORTWEET
from explorer.sources.formats.crowdtangle import COORNET, CROWDTANGLE
from explorer.sources.formats.edgelist import EDGELIST
from explorer.sources.formats.fourcat import FOURCAT_BLUESKY, FOURCAT_TELEGRAM, FOURCAT_TRUTH, FOURCAT_TWITTER
from explorer.sources.formats.io_archive import IO_ARCHIVE
from explorer.sources.formats.ira import IRA
from explorer.sources.formats.mastodon import MASTODON, TRUTH
from explorer.sources.formats.native import NATIVE
from explorer.sources.formats.toolkit import TOOLKIT
from explorer.sources.formats.twarc_csv import TWARC_CSV
from explorer.sources.formats.twitter_v1 import TWITTER_V1
from explorer.sources.formats.twitter_v2 import TWITTER_V2
from explorer.sources.formats.twitter_web import TWITTER_WEB
from explorer.sources.io.input_file import File
from explorer.sources.io.locations import Place, find_places
from explorer.sources.parsing.source import Options, Source
from explorer.sources.parsing.tabular import columns

__all__ = ["SOURCES", "Options", "Place", "Source", "choose", "detect", "find_places", "read"]

SOURCES: Final[Mapping[str, Source]] = {
    source.name: source
    for source in (
        *(TWITTER_V1, TWITTER_WEB, BLUESKY, TRUTH, MASTODON, TWITTER_V2),
        *(IO_ARCHIVE, TWARC_CSV, FOURCAT_TWITTER, FOURCAT_TELEGRAM, FOURCAT_BLUESKY, FOURCAT_TRUTH),
        *(IRA, COORNET, CROWDTANGLE, TOOLKIT, COORTWEET, EDGELIST, NATIVE),
    )
}
"""The formats by name, the most particular first: in this order they are tried."""

AUTO: Final = "auto"


def detect(path: Place | Path) -> Source:
    """Return the format of a file.

    Raises:
        InputError: if the file cannot be read, or looks like none of the formats.
    """
    file = File.open(path)
    if _is_registry(file):
        raise InputError(
            f"{file.name} is a registry of outlets, which has a command of its own.",
            hint=f"explorer registry load {file.name}",
        )
    for source in SOURCES.values():
        if source.matches(file):
            return source
    raise InputError(
        f"{file.name} is in none of the known formats: {_seen(file)}.",
        hint=f"Known are {', '.join(SOURCES)}. What each looks like, and the names of its columns: "
        "docs/reference/formats.md, or --format NAME, which says what is missing.",
    )


def choose(path: Place | Path, name: str = AUTO) -> Source:
    """Return the format to read a file by, having looked at its heading.

    Args:
        path: a single file.
        name: of one of `SOURCES`, or ``auto``.

    Raises:
        InputError: if the file as a whole cannot be read as that format.
        UsageError: if there is no such format.
    """
    if name != AUTO and name not in SOURCES:
        raise UsageError(f"There is no format {name!r}.", hint=f"Formats: {', '.join((AUTO, *SOURCES))}.")
    source = detect(path) if name == AUTO else SOURCES[name]
    file = File.open(path)
    if not source.matches(file):
        raise InputError(
            f"{file.name} does not look like {name}: expected are {source.expects}; {_seen(file)}.",
            hint=_advice(file),
        )
    source.reader(file, Options())  # a heading that lacks something is told here, before anything is loaded
    return source


def read(
    path: Place | Path,
    *,
    format: str = AUTO,  # noqa: A002 - the field's word for it
    platform: str | None = None,
    batch_rows: int = 50_000,
) -> tuple[Source, Iterator[Batch]]:
    """Read a file: `choose`, then `Source.read`."""
    source = choose(path, format)
    return source, source.read(path, platform, batch_rows=batch_rows)


def _advice(file: File) -> str:
    for source in SOURCES.values():
        if source.matches(file):
            return f"It looks like {source.name}: --format {source.name}, or leave --format out."
    return "It looks like none of the other formats either; see docs/reference/formats.md."


def _is_registry(file: File) -> bool:
    heading = [] if file.parquet else file.text.partition("\n")[0].lower().split(",")
    return {"outlet", "kind", "state", "source_date"} <= {name.strip() for name in heading}


def _seen(file: File) -> str:
    if file.parquet:
        return f"the columns are {', '.join(columns(file))[:200]}"
    first = next((line for line in file.text.split("\n") if line.strip()), file.text)
    return f"the first line is {first.rstrip()[:100]!r}"
