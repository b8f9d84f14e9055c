"""The py2neo models: names as in the graph model, and reading and writing with a real Neo4j."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

pytest.importorskip("py2neo")
import py2neo
from py2neo.ogm import Model, Property, Related

import explorer
from explorer.common.errors import GraphError
from explorer.common.settings import Endpoint, Settings
from explorer.graph.connection.connect import Connection
from explorer.integrations import py2neo as py2neo_models
from explorer.model.nodes import ACCOUNT, NODES, OUTLET, POST
from explorer.model.relationships import RELATIONSHIPS
from explorer.model.run_nodes import CLUSTER, JUDGEMENT, RUN

MODELS = {node.label: getattr(py2neo_models, node.label) for node in (ACCOUNT, OUTLET, POST, RUN, CLUSTER, JUDGEMENT)}


def settings(endpoint: Endpoint, password: str | None = None) -> Settings:
    return Settings(
        neo4j_uri=endpoint.uri,
        neo4j_username=endpoint.username,
        neo4j_password=SecretStr(password or endpoint.password),
        neo4j_database=endpoint.database,
    )


@pytest.mark.parametrize("label", MODELS)
def test_labels_keys_and_properties_match_the_graph_model(label: str) -> None:
    model = MODELS[label]
    node = next(node for node in NODES if node.label == label)
    properties = {value.key for value in vars(model).values() if isinstance(value, Property)}
    assert issubclass(model, Model)
    assert model.__primarylabel__ == label
    assert model.__primarykey__ == node.key
    assert properties == {one.name for one in node.properties}


def test_relationships_match_the_graph_model() -> None:
    declared = {(one.start, one.type, one.end) for one in RELATIONSHIPS}
    mapped = set()
    for label, model in MODELS.items():
        for value in vars(model).values():
            if isinstance(value, Related):
                ends = (label, value.related_class) if value.direction >= 0 else (value.related_class, label)
                mapped.add((ends[0], value.relationship_type, ends[1]))
    assert mapped == {one for one in declared if one[0] in MODELS and one[2] in MODELS}


def test_objects_are_read_with_their_relationships(graph: Connection, endpoint: Endpoint) -> None:
    graph.execute(
        """
        CREATE (a:Account {accountId: 'x:1', handle: 'one', createdAt: datetime('2020-05-01T00:00:00Z')}),
               (b:Account {accountId: 'x:2'}), (t:Account {accountId: 'x:3'}),
               (p:Post {postId: 'x:9', text: 'hello'}),
               (o:Outlet {outletId: 'cn-cgtn', name: 'CGTN'}), (r:Run {runId: 'r1', minWeight: 2}),
               (c:Cluster {clusterId: 'r1/1', runId: 'r1', rank: 1}),
               (a)-[:MEMBER_OF]->(c), (b)-[:MEMBER_OF]->(c), (c)-[:FOUND_IN]->(r),
               (c)-[:BOOSTS {retweets: 7, lift: 2.5}]->(o), (t)-[:OPERATED_BY]->(o), (t)-[:POSTED]->(p),
               (a)-[:RETWEETED {actionId: 'x:r1'}]->(p), (a)-[:AMPLIFIED {retweets: 1}]->(t),
               (a)-[:COORDINATED {runId: 'r1', weight: 3}]->(b)
        """
    )
    notebook = py2neo_models.py2neo_graph(settings(endpoint))

    (run,) = py2neo_models.Run.match(notebook)
    assert (run.run_id, run.min_weight) == ("r1", 2)
    (cluster,) = run.found
    assert cluster.rank == 1
    assert {account.account_id for account in cluster.members} == {"x:1", "x:2"}
    ((_, (kind, boost), outlet),) = cluster.boosts.triples()
    assert (kind, dict(boost), outlet.name) == ("BOOSTS", {"retweets": 7, "lift": 2.5}, "CGTN")

    account = py2neo_models.Account.match(notebook, "x:1").first()
    assert account.handle == "one"
    assert account.created_at.year == 2020
    assert [other.account_id for other in account.coordinated] == ["x:2"]
    (target,) = account.amplified
    assert [one.outlet_id for one in target.operated_by] == ["cn-cgtn"]
    (post,) = target.posted
    assert (post.text, [one.account_id for one in post.retweeted_by]) == ("hello", ["x:1"])


def test_objects_are_written(graph: Connection, endpoint: Endpoint) -> None:
    notebook = py2neo_models.py2neo_graph(settings(endpoint))
    outlet = py2neo_models.Outlet()
    outlet.outlet_id, outlet.name = "cn-test", "Test"
    notebook.push(outlet)
    rows = graph.read("MATCH (o:Outlet) RETURN o.outletId, o.name").rows
    assert rows == [("cn-test", "Test")]


def test_the_error_for_a_wrong_password_does_not_show_the_password(endpoint: Endpoint) -> None:
    with pytest.raises(GraphError) as caught:
        py2neo_models.py2neo_graph(settings(endpoint, "wrong-password"))
    assert endpoint.uri in caught.value.message
    assert "wrong-password" not in caught.value.message + caught.value.hint


def test_an_unreachable_server_raises_an_error(endpoint: Endpoint) -> None:
    with pytest.raises(GraphError, match="cannot connect"):
        py2neo_models.py2neo_graph(Settings(neo4j_uri="bolt://127.0.0.1:1", neo4j_password=SecretStr("any-password")))


def test_no_other_module_imports_py2neo_and_the_error_explains_its_absence() -> None:
    package = Path(explorer.__file__).parent
    users = [path.name for path in package.rglob("*.py") if "py2neo import" in path.read_text(encoding="utf-8")]
    assert users == ["py2neo.py"]
    code = (
        "import sys; sys.modules['py2neo'] = None\n"
        "from explorer.common.errors import ExplorerError\n"
        "try: import explorer.integrations.py2neo\n"
        "except ExplorerError as error: print(error.hint)"
    )
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert shown.strip() == "Install it: pip install 'coordination-explorer[py2neo]'"


def test_documented_examples_work(graph: Connection, endpoint: Endpoint) -> None:
    """docs/howto/py2neo.md lists these."""
    notebook = py2neo_models.py2neo_graph(settings(endpoint))
    notebook.run(
        "CREATE (:Outlet {outletId: 'a', name: 'A', state: 'CN'}), (:Outlet {outletId: 'b', name: 'B', state: 'RU'}), "
        "(:Account {accountId: 'x:1', handle: 'one'})"
    )
    assert notebook.run("MATCH (o:Outlet) RETURN count(o)").evaluate() == 2
    assert notebook.evaluate("MATCH (o:Outlet) WHERE o.state = $state RETURN o.name", state="RU") == "B"
    assert notebook.run("MATCH (o:Outlet) RETURN o.name AS name ORDER BY name").data() == [{"name": "A"}, {"name": "B"}]
    # nodes and relationships
    assert [dict(node)["name"] for node in notebook.nodes.match("Outlet", state="CN")] == ["A"]
    account = notebook.nodes.match("Account").first()
    outlet = notebook.nodes.match("Outlet", outletId="a").first()
    notebook.create(py2neo.Relationship(account, "OPERATED_BY", outlet))
    assert notebook.relationships.match(r_type="OPERATED_BY").count() == 1
    notebook.merge(py2neo.Node("Outlet", outletId="c", name="C"), "Outlet", "outletId")
    # objects
    models = py2neo_models.Outlet
    assert [one.name for one in models.match(notebook).where(state="CN")] == ["A"]
    assert [one.name for one in models.match(notebook).order_by("_.name").skip(1).limit(1)] == ["B"]
    assert models.match(notebook, "c").first().name == "C"
    (owned,) = py2neo_models.Account.match(notebook, "x:1").first().operated_by
    owned.name = "changed"
    notebook.push(owned)
    assert graph.read("MATCH (o:Outlet {outletId: 'a'}) RETURN o.name").rows == [("changed",)]
    notebook.pull(owned)
    notebook.delete(models.match(notebook, "b").first())
    assert graph.read("MATCH (o:Outlet) RETURN count(o)").rows == [(2,)]
    # a transaction is whole or not there
    begun = notebook.begin()
    begun.run("MATCH (o:Outlet) DETACH DELETE o")
    notebook.rollback(begun)
    assert graph.read("MATCH (o:Outlet) RETURN count(o)").rows == [(2,)]


@pytest.mark.parametrize(
    "call",
    [
        lambda schema: schema.create_index("Account", "bio"),
        lambda schema: schema.create_uniqueness_constraint("Account", "bio"),
        lambda schema: schema.drop_index("Account", "handleKey"),
        lambda schema: schema.drop_uniqueness_constraint("Account", "accountId"),
        lambda schema: schema.get_indexes("Account"),
        lambda schema: schema.get_uniqueness_constraints("Account"),
    ],
    ids=["create_index", "create_constraint", "drop_index", "drop_constraint", "get_indexes", "get_constraints"],
)
def test_schema_helpers_do_not_work(graph: Connection, endpoint: Endpoint, call: Callable[[Any], object]) -> None:
    """docs/howto/py2neo.md says so; when one of these works, it is to say something else."""
    notebook = py2neo_models.py2neo_graph(settings(endpoint))
    with pytest.raises(py2neo.errors.Neo4jError):
        call(notebook.schema)


def test_labels_and_types_are_still_listed(graph: Connection, endpoint: Endpoint) -> None:
    graph.execute("CREATE (:Account {accountId: 'x:1'})-[:POSTED]->(:Post {postId: 'x:2'})")
    schema = py2neo_models.py2neo_graph(settings(endpoint)).schema
    assert "Account" in schema.node_labels
    assert "POSTED" in schema.relationship_types
