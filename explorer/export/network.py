"""A run's network for Gephi and its like: GEXF 1.3 with times, GraphML.

Written row by row in our own words: of what writes these forms in Python, networkx holds every element in memory, and
igraph has no GEXF, makes fractions of whole numbers and fails over control characters.
"""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import polars as pl
import polars.selectors as cs

from explorer.common.columns import map_texts
from explorer.common.errors import UsageError
from explorer.common.files import refuse_existing, write_whole
from explorer.common.progress import Progress, silent
from explorer.common.version import __version__
from explorer.export.graph_frames import network_edges, network_nodes
from explorer.export.run import RunTables

SUFFIXES: Final = (".gexf", ".graphml")
_ROWS_AT_ONCE: Final = 50_000
_MOMENT: Final = "%Y-%m-%dT%H:%M:%S%.3fZ"

# all that XML 1.0 has no place for, not even escaped
_ILLEGAL: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# white space in attributes would be made blanks
_ESCAPES: Final = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\t": "&#9;", "\n": "&#10;", "\r": "&#13;"}
)
_GRAPHML_TYPES: Final = {"long": "long", "double": "double", "string": "string"}


def write_network(tables: RunTables, path: Path, *, force: bool = False, progress: Progress = silent) -> None:
    """Write the network of a run, whole or not at all; the suffix says how.

    Args:
        tables: the run.
        path: the file, *.gexf or *.graphml.
        force: whether a file that is there may be replaced.
        progress: told of rows written.

    Raises:
        UsageError: if the suffix is another one, or the file is there.
        InputError: if it cannot be written.
    """
    check_network_file(path, force=force)
    lines = (_gexf if path.suffix == ".gexf" else _graphml)(tables, progress)
    write_whole(path, lambda part: _write(part, lines))


def check_network_file(path: Path, *, force: bool) -> None:
    """Refuse a name that says no form, and a file that is there unless ``force``.

    Raises:
        UsageError: with what to do instead.
    """
    if path.suffix not in SUFFIXES:
        raise UsageError(f"{path.name} names no form of a network.", hint=f"Name the file *{', *'.join(SUFFIXES)}.")
    refuse_existing(path, force=force)


def _write(path: Path, lines: Iterator[str]) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n')
        file.writelines(f"{line}\n" for line in lines)


def _gexf(tables: RunTables, progress: Progress) -> Iterator[str]:
    of_nodes, of_edges = network_nodes(tables), network_edges(tables)
    dated = "firstAt" in of_edges.columns
    # Gephi reads a time of day all the same, and networkx knows no timeformat dateTime; without a time zone Gephi shows
    # times in the computer's own
    dynamic = ' mode="dynamic" timeformat="date" timerepresentation="interval" timezone="UTC"'
    times = dynamic if dated else ' mode="static"'
    yield '<gexf xmlns="http://gexf.net/1.3" version="1.3">'
    yield f'<meta lastmodifieddate="{tables.run["createdAt"]:%Y-%m-%d}">'
    yield f"<creator>coordination explorer {__version__}</creator>"
    yield f"<description>{escape_xml(describe(tables))}</description></meta>"
    yield f'<graph defaultedgetype="undirected"{times}>'
    spans = ("firstAt", "lastAt") if dated else ()
    told = {"node": of_nodes.drop("account", "label"), "edge": of_edges.drop("source", "target", "weight")}
    for kind, frame in told.items():
        yield f'<attributes class="{kind}" mode="static">'
        for name, type_ in _types(frame.drop(spans, strict=False)).items():
            yield f'<attribute id="{name}" title="{name}" type="{type_}"/>'
        yield "</attributes>"
    attributes = {
        kind: _glued(
            "<attvalues>",
            *(_around(f'<attvalue for="{name}" value="', name, '"/>') for name in frame.columns if name not in spans),
            "</attvalues>",
        )
        for kind, frame in told.items()
    }
    span = _glued(_around(' start="', "firstAt", '"'), _around(' end="', "lastAt", '"')) if dated else ""
    yield f'<nodes count="{of_nodes.height}">'
    yield from _rows(
        of_nodes,
        _glued(
            _around('<node id="', "account", '"'),
            _around(' label="', "label", '"'),
            span,
            ">",
            attributes["node"],
            "</node>",
        ),
        "writing accounts",
        progress,
    )
    yield f'</nodes><edges count="{of_edges.height}">'
    yield from _rows(
        of_edges.with_row_index("id"),
        _glued(
            _around('<edge id="', "id", '"'),
            *(_around(f' {name}="', name, '"') for name in ("source", "target", "weight")),
            _around(' kind="', "signal", '"'),
            span,
            ">",
            attributes["edge"],
            "</edge>",
        ),
        "writing edges",
        progress,
    )
    yield "</edges></graph></gexf>"


def _graphml(tables: RunTables, progress: Progress) -> Iterator[str]:
    of_nodes, of_edges = network_nodes(tables), network_edges(tables)
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    yield f"<desc>{escape_xml(describe(tables))}</desc>"
    told = {"node": of_nodes.drop("account"), "edge": of_edges.drop("source", "target")}
    for kind, frame in told.items():
        for name, type_ in _types(frame).items():
            yield f'<key id="{kind}-{name}" for="{kind}" attr.name="{name}" attr.type="{_GRAPHML_TYPES[type_]}"/>'
    data = {
        kind: _glued(*(_around(f'<data key="{kind}-{name}">', name, "</data>") for name in frame.columns))
        for kind, frame in told.items()
    }
    yield '<graph edgedefault="undirected">'
    yield from _rows(
        of_nodes, _glued(_around('<node id="', "account", '">'), data["node"], "</node>"), "writing accounts", progress
    )
    ends = _glued(_around('<edge source="', "source", '"'), _around(' target="', "target", '">'))
    yield from _rows(of_edges, _glued(ends, data["edge"], "</edge>"), "writing edges", progress)
    yield "</graph></graphml>"


def describe(tables: RunTables) -> str:
    """Return what the network is, for whoever opens the file."""
    run = tables.run
    return " ".join(
        [
            f"Network of run {run['runId']}: accounts that did the same within the window, {run['signal']}.",
            f"Parameters: {run.get('parameters', 'not told')}. Data: {run.get('fingerprint', 'not told')}.",
            "Simulated data: nothing in them is real." if tables.simulated else "",
            "A cluster is a pattern in the data; it is no proof of who is behind the accounts.",
            tables.undated,
        ]
    ).strip()


def _rows(frame: pl.DataFrame, line: pl.Expr, stage: str, progress: Progress) -> Iterator[str]:
    done = 0
    for part in frame.iter_slices(_ROWS_AT_ONCE):
        yield from _texts(part).select(line).to_series()
        done += part.height
        progress(stage, done, frame.height)


def _texts(frame: pl.DataFrame) -> pl.DataFrame:
    """Return all values as escaped texts; null is what is not known."""
    return frame.with_columns(
        cs.datetime().dt.to_string(_MOMENT),
        cs.integer().cast(pl.String),
        cs.float().cast(pl.String),
        *(map_texts(frame[name], escape_xml) for name in frame.select(cs.string()).columns),
    )


def escape_xml(text: str) -> str:
    """Return a text for an element or an attribute; what XML 1.0 has no place for is replaced by U+FFFD."""
    return _ILLEGAL.sub("\ufffd", text).translate(_ESCAPES)


def _types(frame: pl.DataFrame) -> Mapping[str, str]:
    def type_of(dtype: Any) -> str:
        return "long" if dtype.is_integer() else "double" if dtype.is_float() else "string"

    return {name: type_of(dtype) for name, dtype in frame.schema.items()}


def _around(before: str, column: str, after: str) -> pl.Expr:
    # null as a whole where the column is, and left out by _glued
    return pl.concat_str(pl.lit(before), pl.col(column), pl.lit(after))


def _glued(*pieces: pl.Expr | str) -> pl.Expr:
    parts = [pl.lit(piece) if isinstance(piece, str) else piece for piece in pieces]
    return pl.concat_str(parts, ignore_nulls=True)
