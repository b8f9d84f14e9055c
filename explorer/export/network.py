"""A run's network for Gephi and its like: GEXF 1.3 with times, GraphML.

Written row by row in our own words: of what writes these forms in Python, networkx holds every element in memory, and
igraph has no GEXF, makes fractions of whole numbers and fails over control characters.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from explorer.common.errors import UsageError
from explorer.common.files import refuse_existing, write_whole
from explorer.common.progress import Progress, silent
from explorer.common.version import __version__
from explorer.export.graph_frames import network_edges, network_nodes
from explorer.export.run import RunTables
from explorer.output.graphml import graphml_lines
from explorer.output.xml_rows import around, attribute_types, concat_known, element_rows, escape_xml, write_lines

SUFFIXES: Final = (".gexf", ".graphml")


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
    if path.suffix == ".gexf":
        lines = _gexf(tables, progress)
    else:
        nodes, edges = network_nodes(tables), network_edges(tables)
        lines = graphml_lines(nodes, edges, description=describe(tables), progress=progress)
    write_whole(path, lambda part: write_lines(part, lines))


def check_network_file(path: Path, *, force: bool) -> None:
    """Refuse a name that says no form, and a file that is there unless ``force``.

    Raises:
        UsageError: with what to do instead.
    """
    if path.suffix not in SUFFIXES:
        raise UsageError(f"{path.name} names no form of a network.", hint=f"Name the file *{', *'.join(SUFFIXES)}.")
    refuse_existing(path, force=force)


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
        for name, type_ in attribute_types(frame.drop(spans, strict=False)).items():
            yield f'<attribute id="{name}" title="{name}" type="{type_}"/>'
        yield "</attributes>"
    attributes = {
        kind: concat_known(
            "<attvalues>",
            *(around(f'<attvalue for="{name}" value="', name, '"/>') for name in frame.columns if name not in spans),
            "</attvalues>",
        )
        for kind, frame in told.items()
    }
    span = concat_known(around(' start="', "firstAt", '"'), around(' end="', "lastAt", '"')) if dated else ""
    yield f'<nodes count="{of_nodes.height}">'
    yield from element_rows(
        of_nodes,
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
    yield f'</nodes><edges count="{of_edges.height}">'
    yield from element_rows(
        of_edges.with_row_index("id"),
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
