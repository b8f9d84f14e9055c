"""The likely common triggers of a network."""

from explorer.detect.network.edge_statistics import CLOCK, PRECURSOR
from explorer.runs.triggers import LikelyTrigger, likely_triggers, trigger_accounts
from tests.helpers.tiers import Edge, clique, following, tiered


def test_edges_count_for_their_account_or_for_the_period_of_their_clock() -> None:
    stronger = Edge("f1", "f4", tier="trigger", trigger=(PRECURSOR, "boss", 99, 99, 60_000))
    hourly = Edge("c3", "c4", tier="trigger", trigger=(CLOCK, None, 5, 5, 3_600_000))
    found = likely_triggers(
        tiered(
            *clique("a", "b", "c"), *following("boss", "f1", "f2", "f3"), stronger, *following(None, "c1", "c2"), hourly
        )
    )
    assert found == [
        LikelyTrigger("boss", 4, 4, "99 of 99 co-actions follow the same account within 60s"),
        LikelyTrigger(None, 1, 2, "8 of 9 co-actions fall into the same part of every 10m"),
        LikelyTrigger(None, 1, 2, "5 of 5 co-actions fall into the same part of every 1h"),
    ]
    assert trigger_accounts(found) == ["boss"]


def test_the_triggers_with_the_most_edges_are_listed() -> None:
    edges = [edge for n in range(9) for edge in following(f"boss{n}", *(f"f{n}{i}" for i in range(2 + n)))]
    found = likely_triggers(tiered(*edges), most=3)
    assert [(trigger.account, trigger.edges) for trigger in found] == [("boss8", 45), ("boss7", 36), ("boss6", 28)]


def test_there_are_no_triggers_without_such_edges() -> None:
    assert likely_triggers(tiered(*clique("a", "b", "c"))) == []
    assert likely_triggers(tiered()) == []


def test_a_trigger_is_described_with_the_handle_of_its_account() -> None:
    trigger = LikelyTrigger("x:1", 1202, 57, "57 of 60 co-actions follow the same account within 5m")
    rest = "1,202 edges among 57 accounts, for example 57 of 60 co-actions follow the same account within 5m"
    assert trigger.describe({"x:1": "boss"}) == f"@boss: {rest}"
    assert trigger.describe({"x:1": None}) == f"x:1: {rest}"
    assert (
        LikelyTrigger(None, 1, 2, "all").describe({}) == "no single account: 1 edge among 2 accounts, for example all"
    )
