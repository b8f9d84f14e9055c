"""Write the network of a run for Gephi and similar programs: GEXF 1.3 with times, and GraphML.

Both are written row by row. Of the Python libraries that write these formats, networkx holds every element in memory,
and igraph has no GEXF, turns integers into fractions and fails on control characters.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from explorer.common.errors import UsageError
from explorer.common.files import refuse_existing, write_atomically
from explorer.common.progress import Progress, silent
from explorer.common.version import __version__
from explorer.export.formats import NETWORK_FORMATS
from explorer.export.graph_frames import network_edges, network_nodes
from explorer.export.run import RunTables
from explorer.output.graphml import graphml_lines
from explorer.output.xml_rows import around, attribute_types, concat_known, element_rows, escape_xml, write_lines


def write_network(tables: RunTables, path: Path, *, force: bool = False, progress: Progress = silent) -> None:
    """Write the network of a run, in the format that the suffix names. The file is written completely or not at all.

    Args:
        tables: The tables of the run.
        path: The file. Its suffix is one of `NETWORK_FORMATS`.
        force: Whether an existing file may be replaced.
        progress: Called with the number of rows written.

    Raises:
        UsageError: If there is no such format, or the file exists.
        InputError: If the file cannot be written.
    """
    check_network_file(path, force=force)
    lines = _WRITERS[path.suffix](tables, progress)
    write_atomically(path, lambda part: write_lines(part, lines))


def check_network_file(path: Path, *, force: bool) -> None:
    """Refuse a suffix that names no format, and an existing file unless ``force``.

    Raises:
        UsageError: With a hint that says what to do instead.
    """
    if path.suffix not in NETWORK_FORMATS:
        suffixes = ", *".join(NETWORK_FORMATS)
        raise UsageError(f"The file name {path.name} has no network suffix.", hint=f"Use one of: *{suffixes}")
    refuse_existing(path, force=force)


def _gexf(tables: RunTables, progress: Progress) -> Iterator[str]:
    nodes, edges = network_nodes(tables), network_edges(tables)
    dated = "firstAt" in edges.columns
    # with timeformat date, Gephi still reads the time of day, and networkx does not know dateTime; without a time zone
    # Gephi shows times in the time zone of the computer
    dynamic = ' mode="dynamic" timeformat="date" timerepresentation="interval" timezone="UTC"'
    times = dynamic if dated else ' mode="static"'
    yield '<gexf xmlns="http://gexf.net/1.3" version="1.3">'
    yield f'<meta lastmodifieddate="{tables.run["createdAt"]:%Y-%m-%d}">'
    yield f"<creator>coordination explorer {__version__}</creator>"
    yield f"<description>{escape_xml(describe(tables))}</description></meta>"
    yield f'<graph defaultedgetype="undirected"{times}>'
    spans = ("firstAt", "lastAt") if dated else ()
    described = {"node": nodes.drop("account", "label"), "edge": edges.drop("source", "target", "weight")}
    for kind, frame in described.items():
        yield f'<attributes class="{kind}" mode="static">'
        for name, type_ in attribute_types(frame.drop(spans, strict=False)).items():
            yield f'<attribute id="{name}" title="{name}" type="{type_}"/>'
        yield "</attributes>"
    attributes = {
        kind: concat_known(
            "<attvalues>",
            *(around(f'<attvalue for="{name}" value="', name, '"/>') for name in frame.columns if name not in spans),
            "</attvalues>",
        )
        for kind, frame in described.items()
    }
    span = concat_known(around(' start="', "firstAt", '"'), around(' end="', "lastAt", '"')) if dated else ""
    yield f'<nodes count="{nodes.height}">'
    yield from element_rows(
        nodes,
        concat_known(
            around('<node id="', "account", '"'),
            around(' label="', "label", '"'),
            span,
            ">",
            attributes["node"],
            "</node>",
        ),
        "writing accounts",
        progress,
    )
    yield f'</nodes><edges count="{edges.height}">'
    yield from element_rows(
        edges.with_row_index("id"),
        concat_known(
            around('<edge id="', "id", '"'),
            *(around(f' {name}="', name, '"') for name in ("source", "target", "weight")),
            around(' kind="', "signal", '"'),
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
    nodes, edges = network_nodes(tables), network_edges(tables)
    return graphml_lines(nodes, edges, description=describe(tables), progress=progress)


_WRITERS: Final = {".gexf": _gexf, ".graphml": _graphml}
"""Functions that return the lines of a file, by suffix."""


def describe(tables: RunTables) -> str:
    """Return a description of the network, for readers of the file."""
    run = tables.run
    return " ".join(
        [
            f"Network of run {run['runId']}: accounts that acted on the same objects (signal: {run['signal']}).",
            f"Parameters: {run.get('parameters', 'unknown')}. Data fingerprint: {run.get('fingerprint', 'unknown')}.",
            "This network contains simulated data. Accounts, posts and retweets are invented, even if real outlets are "
            "named."
            if tables.simulated
            else "",
            "A cluster is a statistical pattern. It does not prove who is behind the accounts.",
            tables.undated,
        ]
    ).strip()
