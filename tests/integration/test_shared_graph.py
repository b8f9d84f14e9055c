"""The tests' own graph: what a test leaves behind never reaches another one."""

import pytest

from explorer.graph.connection.connect import Connection
from tests.helpers.shared_graph import SharedGraph
from tests.helpers.world import World

COUNT = "MATCH (n) RETURN count(n)"


def small_world(account: str = "a") -> World:
    world = World()
    world.account(account)
    return world


@pytest.fixture
def builds(session_graph: SharedGraph, monkeypatch: pytest.MonkeyPatch) -> list[World]:
    """The worlds that were built during the test, which begins with an empty graph."""
    session_graph.begin_test()
    session_graph.empty()
    built: list[World] = []
    build = World.build

    def count(world: World, graph: Connection) -> Connection:
        built.append(world)
        return build(world, graph)

    monkeypatch.setattr(World, "build", count)
    return built


def test_a_world_that_nobody_changed_is_reused(session_graph: SharedGraph, builds: list[World]) -> None:
    for _ in range(3):
        session_graph.begin_test()
        graph = session_graph.load_world(small_world())
        assert graph.read(COUNT).rows == [(1,)]
    assert builds == [small_world()]
    session_graph.begin_test()
    session_graph.load_world(small_world("b"))
    assert builds == [small_world(), small_world("b")]


@pytest.mark.parametrize("connection", ["the shared one", "another one"])
def test_a_world_that_was_changed_is_built_again(
    session_graph: SharedGraph, builds: list[World], connection: str
) -> None:
    session_graph.begin_test()
    shared = session_graph.load_world(small_world())
    with Connection(shared.endpoint) as other:
        (other if connection == "another one" else shared).execute("MATCH (a:Account) SET a.handle = 'changed'")
    session_graph.begin_test()
    graph = session_graph.load_world(small_world())
    assert graph.read("MATCH (n) RETURN n.handle").rows == [("A",)]
    assert len(builds) == 2


def test_an_empty_graph_is_empty_and_keeps_its_schema(session_graph: SharedGraph) -> None:
    session_graph.begin_test()
    graph = session_graph.load_world(small_world())
    schema = "SHOW CONSTRAINTS YIELD name RETURN name ORDER BY name"
    constraints = graph.read(schema).rows
    session_graph.begin_test()
    assert session_graph.empty().read(COUNT).rows == [(0,)]
    assert graph.read(schema).rows == constraints != []


def test_a_test_cannot_replace_the_content_that_it_uses(shared_graph: SharedGraph) -> None:
    graph = shared_graph.load_world(small_world())
    graph.execute("CREATE (:Mine)")
    # the same content once more is the same graph, with what the test wrote
    assert shared_graph.load_world(small_world()).read(COUNT).rows == [(2,)]
    with pytest.raises(AssertionError):
        shared_graph.empty()


def test_a_build_that_fails_leaves_nothing_to_the_next_test(session_graph: SharedGraph) -> None:
    def fail(graph: Connection) -> None:
        graph.execute("CREATE (:Half)")
        raise LookupError

    session_graph.begin_test()
    with pytest.raises(LookupError):
        session_graph.load(fail)
    session_graph.begin_test()
    assert session_graph.empty().read(COUNT).rows == [(0,)]
