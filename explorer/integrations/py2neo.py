"""The graph as py2neo objects, for existing notebooks that use py2neo.

py2neo is no longer maintained: its last release is from 2021, and its schema helpers use syntax that Neo4j 5 rejects.
Reading and writing objects works. Nothing else in this package uses py2neo. For new notebooks, use ``explorer.Graph``
or the official driver.

The classes are generated from the graph model. Their attributes are the properties in snake case
(``account.created_at``), and relationships under the names defined below. ``account.amplified.triples()`` yields
relationships with their properties.
"""

from typing import Any

from explorer.common.errors import ExplorerError, GraphError
from explorer.common.progress import Progress, silent
from explorer.common.settings import Settings
from explorer.graph.connection.endpoint import find_endpoint
from explorer.model.nodes import ACCOUNT, OUTLET, POST
from explorer.model.properties import Node, Relationship
from explorer.model.relationships import (
    ABOUT,
    AMPLIFIED,
    AMPLIFIES,
    BOOSTS,
    COORDINATED,
    FOUND_IN,
    HOLDS_FOR,
    LIKED,
    MEMBER_OF,
    OPERATED_BY,
    POSTED,
    QUOTES,
    REPLY_TO,
    RETWEETED,
)
from explorer.model.run_nodes import CLUSTER, JUDGEMENT, RUN

try:
    from py2neo import ConnectionUnavailable, Graph
    from py2neo.errors import ServiceUnavailable
    from py2neo.ogm import Model, Property, Related, RelatedFrom, RelatedTo
except ImportError as error:
    raise ExplorerError(
        "The notebook models need py2neo, which is not installed.",
        hint="Install it: pip install 'coordination-explorer[py2neo]'",
    ) from error


def py2neo_graph(settings: Settings | None = None, *, progress: Progress = silent) -> Graph:
    """Return a py2neo graph of the Neo4j server in use. Without NEO4J_URI, the local server is started.

    Args:
        settings: Connection settings; None: the same as on the command line.
        progress: Called while the local server is installed and started.

    Raises:
        GraphError: If Neo4j does not respond or rejects the password.
        ServerError: If the local server cannot be installed or started.
    """
    endpoint = find_endpoint(settings or Settings(), progress=progress)
    try:
        return Graph(endpoint.uri, auth=(endpoint.username, endpoint.password), name=endpoint.database)
    except (ConnectionUnavailable, ServiceUnavailable) as error:
        raise GraphError(
            f"py2neo cannot connect to Neo4j at {endpoint.uri} as {endpoint.username!r}.",
            hint="Find the cause with explorer doctor, which tests the connection with the official driver.",
        ) from error


def _to(relationship: Relationship) -> RelatedTo:
    return RelatedTo(relationship.end, relationship.type)


def _from(relationship: Relationship) -> RelatedFrom:
    return RelatedFrom(relationship.start, relationship.type)


def _model(node: Node, **relationships: Related) -> Any:
    """Return the class for a kind of node, with an attribute for each property of the graph model.

    Args:
        node: The kind of node.
        relationships: Attributes that lead to other objects.
    """
    properties = {declared.snake_name: Property(declared.name) for declared in node.properties}
    names = {"__doc__": node.description, "__module__": __name__, "__primarykey__": node.key}
    return type(Model)(node.label, (Model,), {**names, **properties, **relationships})


Account = _model(
    ACCOUNT,
    operated_by=_to(OPERATED_BY),
    posted=_to(POSTED),
    retweeted=_to(RETWEETED),
    liked=_to(LIKED),
    amplified=_to(AMPLIFIED),
    amplified_by=_from(AMPLIFIED),
    coordinated=Related(COORDINATED.end, COORDINATED.type),
    clusters=_to(MEMBER_OF),
    judgements=_from(ABOUT),
)
Outlet = _model(OUTLET, accounts=_from(OPERATED_BY), boosted_by=_from(BOOSTS), amplified_by=_from(AMPLIFIES))
Post = _model(
    POST,
    author=_from(POSTED),
    retweeted_by=_from(RETWEETED),
    liked_by=_from(LIKED),
    reply_to=_to(REPLY_TO),
    replies_received=_from(REPLY_TO),
    quoted=_to(QUOTES),
    quoted_by=_from(QUOTES),
)
Run = _model(RUN, found=_from(FOUND_IN))
Cluster = _model(
    CLUSTER,
    run=_to(FOUND_IN),
    members=_from(MEMBER_OF),
    boosts=_to(BOOSTS),
    amplifies=_to(AMPLIFIES),
    judgements=_from(HOLDS_FOR),
)
Judgement = _model(JUDGEMENT, accounts=_to(ABOUT), clusters=_to(HOLDS_FOR))
