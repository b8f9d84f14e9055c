"""Write networks as GraphML.

igraph writes whole numbers as fractions and fails on control characters; networkx holds every element in memory.
"""

from collections.abc import Iterator

import polars as pl

from explorer.common.progress import Progress, silent
from explorer.output.xml_rows import around, attribute_types, concat_known, element_rows, escape_xml


def graphml_lines(
    nodes: pl.DataFrame,
    edges: pl.DataFrame,
    *,
    description: str,
    directed: bool = False,
    progress: Progress = silent,
) -> Iterator[str]:
    """Yield the lines of a GraphML document.

    Args:
        nodes: Accounts, with the columns account (key, used as the node's ID) and label (handle, or key if unknown).
            Other columns become attributes. Null values are left out.
        edges: Edges, with the columns source and target (keys). Other columns become attributes.
        description: Description of the network.
        directed: Whether edges lead from source to target.
        progress: Called with the number of rows written.
    """
    yield '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">'
    yield f"<desc>{escape_xml(description)}</desc>"
    attributes = {"node": nodes.drop("account"), "edge": edges.drop("source", "target")}
    for kind, frame in attributes.items():
        for name, type_ in attribute_types(frame).items():
            yield f'<key id="{kind}-{name}" for="{kind}" attr.name="{name}" attr.type="{type_}"/>'
    data = {
        kind: concat_known(*(around(f'<data key="{kind}-{name}">', name, "</data>") for name in frame.columns))
        for kind, frame in attributes.items()
    }
    yield f'<graph edgedefault="{"directed" if directed else "undirected"}">'
    node = concat_known(around('<node id="', "account", '">'), data["node"], "</node>")
    yield from element_rows(nodes, node, "writing accounts", progress)
    edge = concat_known(around('<edge source="', "source", '"'), around(' target="', "target", '">'))
    yield from element_rows(edges, concat_known(edge, data["edge"], "</edge>"), "writing edges", progress)
    yield "</graph></graphml>"
