"""The queries of the pack boosts, on the campaign of `tests.helpers.campaign`."""

from datetime import UTC, date, datetime
from math import exp
from typing import Any

import pytest

from explorer.common.errors import UsageError
from explorer.graph.connection.connect import Connection
from explorer.graph.lookup import find_account
from explorer.graph.rollups import refresh_rollups
from explorer.packs.catalog import find_packs, find_query
from explorer.packs.query import Query
from explorer.packs.run import run_query
from tests.helpers.amplification import build_amplification, make_boosts
from tests.helpers.campaign import build_campaign
from tests.helpers.shared_graph import SharedGraph
from tests.helpers.world import World, ask, pick


@pytest.fixture
def campaign(shared_graph: SharedGraph) -> Connection:
    return shared_graph.load(build_campaign)


@pytest.fixture
def amplification(shared_graph: SharedGraph) -> Connection:
    return shared_graph.load(build_amplification)


def make_a3_peripheral(campaign: Connection) -> None:
    """Let a3 be outside the core of its cluster, all of whose members have the same core number."""
    campaign.execute("MATCH (:Account {accountId: 'x:a3'})-[m:MEMBER_OF]->() SET m.role = 'periphery'")


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2021-01-{text}").replace(tzinfo=UTC)


@pytest.mark.parametrize("query", find_packs()["boosts"].queries, ids=lambda query: query.full_name)
def test_every_query_finds_something_by_default(campaign: Connection, query: Query) -> None:
    make_boosts(campaign)
    # the campaign's edges have no tiers, see tests/integration/test_tiers.py
    assert bool(run_query(campaign, query, query.bind({})).rows) == (query.name != "trigger-accounts")


def test_cluster_boosts(amplification: Connection) -> None:
    # the squared standard error is 3/4 of (3 x 0.0775^2 + 0.2326^2), see the world; t(3) reaches 3.1824
    low = 0.8 * 212 / 54 * exp(-3.182446 * 0.232616)
    (boost,) = ask(amplification, "cluster-boosts")
    assert boost == {
        "cluster": 1,
        "members": 4,
        "outlet": "CGTN",
        "state": "CN",
        "retweets": 32,
        "retweeters": 4,
        "excessRetweets": pytest.approx(32 * (1 - 1 / low), rel=1e-5),
        "shareOfCluster": pytest.approx(0.8),
        "shareOfOutlet": pytest.approx(32 / 54),
        "lift": pytest.approx(0.8 * 212 / 54),
        "liftLow": pytest.approx(low, rel=1e-5),
        "liftHigh": pytest.approx(212 / 54),  # CGTN has 54 of 212 retweets: nobody can give it more than all
        "rapidRetweets": None,  # no post has a time
        "suspendedRetweets": None,
        "firstDay": date(2021, 1, 1),
        "lastDay": date(2021, 1, 1),
        "verdict": None,
        "judgedCluster": None,
    }


def test_what_is_no_boost(amplification: Connection) -> None:
    columns = ("cluster", "outlet", "isBoost", "retweets", "retweeters", "activeMembers", "noIntervalReason")
    rows = ask(amplification, "cluster-outlets")
    assert pick(rows, *columns) == [
        (1, "CGTN", True, 32, 4, 4, None),
        (2, "CGTN", False, 2, 2, 3, None),  # a lift of 0.26
        (3, "RT", False, 12, 2, 2, "fewer than 3 active members"),
        (4, "RT", False, 8, 1, 3, "only one member retweeted the outlet"),
    ]
    assert [row["lift"] for row in rows] == pytest.approx(
        [0.8 * 212 / 54, 2 / 30 * 212 / 54, 212 / 20, 8 / 30 * 212 / 20]
    )
    assert [row["shareOfTopMember"] for row in rows] == pytest.approx([10 / 32, 1 / 2, 1 / 2, 1])
    # without b0 or b1, 1 of 20; without b2, 2 of 20: a squared standard error of 2/3 x (2 x 0.231^2 + 0.462^2) = 0.214
    # is less than 1/2, that of a Poisson count; t(2) reaches 4.3027
    assert (rows[1]["liftLow"], rows[1]["liftHigh"]) == (
        pytest.approx(2 / 30 * 212 / 54 * exp(-4.302653 / 2**0.5), rel=1e-5),
        pytest.approx(212 / 54),
    )
    assert [(row["liftLow"], row["liftHigh"]) for row in rows[2:]] == [(None, None), (None, None)]


@pytest.mark.parametrize(
    ("given", "clusters"),
    [
        ({}, [1, 2, 3, 4]),
        ({"run": "none"}, []),
        ({"cluster": "2"}, [2]),
        ({"clusters": "1"}, [1]),
        ({"minRetweets": "9"}, [1, 3]),
        ({"perCluster": "0"}, []),
        ({"top": "1"}, [1]),
    ],
)
def test_cluster_outlets_parameters(amplification: Connection, given: dict[str, Any], clusters: list[int]) -> None:
    assert [row["cluster"] for row in ask(amplification, "cluster-outlets", **given)] == clusters


def test_boosts_with_the_most_certain_excess_come_first(amplification: Connection) -> None:
    make_boosts(amplification)
    for cluster, retweets, low in ((2, 1000, 1.01), (3, 20, 500.0), (4, 60, 2.0)):
        amplification.execute(
            "MATCH (:Cluster {rank: $rank})-[b:BOOSTS]->() SET b.retweets = $retweets, b.liftLow = $low",
            {"rank": cluster, "retweets": retweets, "low": low},
        )
    rows = ask(amplification, "cluster-boosts")
    # 60 x (1 - 1/2), 20 x (1 - 1/500), 32 x (1 - 1/1.4982), 1000 x (1 - 1/1.01)
    assert [row["excessRetweets"] for row in rows] == pytest.approx([30, 19.96, 10.64, 9.90], abs=0.01)
    assert [row["cluster"] for row in rows] == [4, 3, 1, 2]


@pytest.mark.parametrize(
    ("given", "clusters"),
    [
        ({"run": "none"}, []),
        ({"minRetweets": "6"}, [1]),
        ({"top": "1"}, [1]),
        ({"state": "cn"}, [1, 2]),
        ({"state": "RU"}, []),
        ({"outlet": "xiao"}, [2]),
        ({"outlet": "cn-cgtn"}, [1]),
        ({"outlet": "CGTN", "state": "RU"}, []),
        ({"outlet": "global times"}, []),
    ],
)
def test_cluster_boosts_parameters(campaign: Connection, given: dict[str, Any], clusters: list[int]) -> None:
    make_boosts(campaign)
    assert [row["cluster"] for row in ask(campaign, "cluster-boosts", **given)] == clusters


def test_cluster_boosts_are_those_of_the_run_asked_for(campaign: Connection) -> None:
    make_boosts(campaign, "ca/1", "cr/1", "cr/2")
    assert pick(ask(campaign, "cluster-boosts"), "cluster") == [(1,)]
    assert pick(ask(campaign, "cluster-boosts", run="cr"), "cluster") == [(1,), (2,)]


def test_no_state_in_browser_may_be_null(campaign: Connection) -> None:
    make_boosts(campaign)
    query = find_query("cluster-boosts")
    assert len(run_query(campaign, query, query.bind({}) | {"state": None}).rows) == 2


@pytest.mark.parametrize(
    ("outlet", "expected"),
    [
        ("", [("CGTN", 54, 1, True, 32), ("CGTN", 54, 2, False, 2), ("RT", 20, 3, False, 12), ("RT", 20, 4, False, 8)]),
        ("cn-cgtn", [("CGTN", 54, 1, True, 32), ("CGTN", 54, 2, False, 2)]),
        ("cg", [("CGTN", 54, 1, True, 32), ("CGTN", 54, 2, False, 2)]),
        ("Global Times", []),
    ],
)
def test_outlet_clusters(amplification: Connection, outlet: str, expected: list[tuple[Any, ...]]) -> None:
    rows = ask(amplification, "outlet-clusters", outlet=outlet)
    assert pick(rows, "outlet", "outletRetweets", "cluster", "isBoost", "retweets") == expected


def test_clusters_and_the_outlet_they_boost_most(amplification: Connection) -> None:
    columns = ("cluster", "topOutlet", "boostedOutlet")
    assert pick(ask(amplification, "cluster-list"), *columns) == [
        (1, "CGTN", "CGTN"),
        (2, "CGTN", None),
        (3, "RT", None),
        (4, "RT", None),
    ]


def test_cluster_targets(campaign: Connection) -> None:
    # cluster 1 made 9 retweets: 6 of cgtn (7 of all 16), 3 of stranger (6 of 16)
    # cluster 2 made 4: 2 of liu (3 of 16), 2 of stranger
    rows = ask(campaign, "cluster-targets")
    assert pick(rows, "cluster", "target", "outlet", "retweets", "retweeters", "isMember") == [
        (1, "x:cgtn", "CGTN", 6, 3, False),
        (1, "x:stranger", None, 3, 3, False),
        (2, "x:liu", "Liu Xiaoming", 2, 2, False),
        (2, "x:stranger", None, 2, 2, False),
    ]
    assert [row["shareOfCluster"] for row in rows] == pytest.approx([6 / 9, 3 / 9, 2 / 4, 2 / 4])
    assert [row["shareOfTarget"] for row in rows] == pytest.approx([6 / 7, 3 / 6, 2 / 3, 2 / 6])
    assert [row["lift"] for row in rows] == pytest.approx(
        [6 / 9 * 16 / 7, 3 / 9 * 16 / 6, 2 / 4 * 16 / 3, 2 / 4 * 16 / 6]
    )
    assert pick(rows[1:2], "firstDay", "lastDay") == [(date(2021, 1, 1), date(2021, 1, 2))]


@pytest.mark.parametrize(
    ("given", "targets"),
    [
        ({"cluster": "2"}, ["x:liu", "x:stranger"]),
        ({"perCluster": "1"}, ["x:cgtn", "x:liu"]),
        ({"minRetweets": "3"}, ["x:cgtn", "x:stranger"]),
        ({"top": "3"}, ["x:cgtn", "x:stranger", "x:liu"]),
        ({"cluster": "3"}, []),
    ],
)
def test_cluster_targets_parameters(campaign: Connection, given: dict[str, Any], targets: list[str]) -> None:
    assert [row["target"] for row in ask(campaign, "cluster-targets", **given)] == targets


def test_a_lift_needs_the_data_of_its_run(campaign: Connection) -> None:
    refresh_rollups(campaign)
    assert all(row["lift"] for row in ask(campaign, "cluster-targets"))
    # as an import leaves it
    campaign.execute("MATCH (a:Account {accountId: 'x:bystander'}) SET a:RollupDue")
    refresh_rollups(campaign)
    rows = pick(ask(campaign, "cluster-targets"), "target", "shareOfCluster", "lift")
    assert rows[0] == ("x:cgtn", pytest.approx(6 / 9), None)


def test_cluster_targets_says_who_is_a_member_itself(campaign: Connection) -> None:
    campaign.execute(
        "MATCH (a:Account {accountId: 'x:b1'}), (b:Account {accountId: 'x:b2'}) "
        "CREATE (a)-[:AMPLIFIED {retweets: 9}]->(b)"
    )
    first = ask(campaign, "cluster-targets", cluster="2")[0]
    # 9 of the cluster's 13 retweets, and all that b2 ever received of the 16 that there were when the run was made
    assert (first["target"], first["isMember"], first["lift"]) == (
        "x:b2",
        True,
        pytest.approx(9 / 13 * 16 / 9),
    )


def test_cluster_members(campaign: Connection) -> None:
    make_a3_peripheral(campaign)
    campaign.execute("MATCH (:Account {accountId: 'x:a2'})-[m:MEMBER_OF]->() SET m.stability = 0.75")
    # in "cr": a1 has a2 (3) and a3 (1); a2 has a1 (3) and a3 (1); a3 has both (1 each)
    columns = ("account", "handle", "role", "stability", "degree", "strength", "retweets", "status")
    assert pick(ask(campaign, "cluster-members", run="cr"), *columns) == [
        ("x:a1", "A1", "core", 1.0, 2, 4, 3, None),
        ("x:a2", "A2", "core", 0.75, 2, 4, 3, "suspended"),
        ("x:a3", "A3", "periphery", 1.0, 2, 2, 3, None),
    ]
    everyone = ask(campaign, "cluster-members", cluster="0")
    assert pick(everyone, "cluster", "account") == [
        (1, "x:a1"),
        (1, "x:a2"),
        (1, "x:a3"),
        (2, "x:b1"),
        (2, "x:b2"),
    ]
    assert [row["account"] for row in ask(campaign, "cluster-members", top="2")] == ["x:a1", "x:a2"]


def test_tied_members(campaign: Connection) -> None:
    make_a3_peripheral(campaign)
    # strengths as in test_cluster_members; b1 and b2 share one edge of weight 1
    columns = (
        "cluster",
        "memberRank",
        "account",
        "role",
        "degree",
        "strength",
        "status",
        "tiedAccounts",
        "edgeWeights",
    )
    assert pick(ask(campaign, "tied-members", run="cr"), *columns) == [
        (1, 1, "x:a1", "core", 2, 4, None, ["x:a2", "x:a3"], [3, 1]),
        (1, 2, "x:a2", "core", 2, 4, "suspended", ["x:a3"], [1]),
        (1, 3, "x:a3", "periphery", 2, 2, None, [], []),
        (2, 1, "x:b1", "core", 1, 1, None, ["x:b2"], [1]),
        (2, 2, "x:b2", "core", 1, 1, None, [], []),
    ]


def test_of_tied_members_every_cluster_has_its_first(campaign: Connection) -> None:
    make_a3_peripheral(campaign)
    columns = ("account", "tiedAccounts", "edgeWeights")
    # the rows contain the edges among the remaining members
    assert pick(ask(campaign, "tied-members", run="cr", top="3"), *columns) == [
        ("x:a1", ["x:a2"], [3]),
        ("x:a2", [], []),
        ("x:b1", [], []),
    ]
    assert pick(ask(campaign, "tied-members", run="cr", clusters="1", maxTies="1"), *columns) == [
        ("x:a1", ["x:a2"], [3]),
        ("x:a2", ["x:a3"], [1]),
        ("x:a3", [], []),
    ]
    # the core goes before the periphery, then by key
    assert pick(ask(campaign, "tied-members", run="cr", membersRead="1"), "account") == [("x:a1",), ("x:b1",)]


def test_cluster_list(campaign: Connection) -> None:
    make_a3_peripheral(campaign)
    campaign.execute("MATCH (c:Cluster {clusterId: 'cr/1'}) SET c.stability = 0.75")
    columns = (
        "cluster",
        "clusterId",
        "members",
        "coreMembers",
        "edges",
        "totalWeight",
        "density",
        "score",
        "stability",
        "retweets",
    )
    rows = ask(campaign, "cluster-list", run="cr")
    assert pick(rows, *columns) == [
        (1, "cr/1", 3, 2, 3, 5, 1.0, pytest.approx(5 / 3), 0.75, 9),
        (2, "cr/2", 2, 2, 1, 1, 1.0, 0.5, 1.0, 4),
    ]
    assert pick(rows, "topOutlet", "shareOfCluster") == [("CGTN", pytest.approx(6 / 9)), ("Liu Xiaoming", 0.5)]
    assert pick(ask(campaign, "cluster-list", cluster="2"), "clusterId", "score") == [("ca/2", 1.0)]
    assert pick(ask(campaign, "cluster-list", top="1"), "cluster") == [(1,)]


def test_cluster_evidence_of_shared_posts(campaign: Connection) -> None:
    rows = ask(campaign, "cluster-evidence", run="cr")
    # p1 brings three within 40 s; u1 and p2 two each, 20 s and 30 s apart; a3's p2 is late, its u2 nobody else's
    assert pick(rows, "object", "author", "actingMembers", "spanSeconds", "firstAt", "lastAt", "handles", "text") == [
        ("x:p1", "CGTN", 3, 40.0, at("01T10:00:00"), at("01T10:00:40"), ["A1", "A2", "A3"], "text of p1"),
        ("x:u1", "STRANGER", 2, 20.0, at("01T12:00:00"), at("01T12:00:20"), ["A1", "A2"], "text of u1"),
        ("x:p2", "CGTN", 2, 30.0, at("01T11:00:00"), at("01T11:00:30"), ["A1", "A2"], "text of p2"),
    ]
    assert {(row["cluster"], row["members"], row["signal"]) for row in rows} == {(1, 3, "co-retweet")}
    assert pick(ask(campaign, "cluster-evidence", run="cr", cluster="2"), "object", "spanSeconds") == [("x:q1", 5.0)]
    assert pick(ask(campaign, "cluster-evidence", run="cr", minMembers="3"), "object") == [("x:p1",)]
    assert pick(ask(campaign, "cluster-evidence", run="cr", top="1", maxHandles="1"), "handles") == [(["A1"],)]
    assert ask(campaign, "cluster-evidence", run="cr", cluster="3") == []


def test_cluster_evidence_of_shared_accounts(campaign: Connection) -> None:
    # cgtn at ten has all three, at eleven two; of liu and stranger see the campaign
    rows = ask(campaign, "cluster-evidence")
    assert pick(rows, "object", "author", "actingMembers", "spanSeconds") == [
        ("x:cgtn", "CGTN", 3, 40.0),
        ("x:stranger", "STRANGER", 2, 20.0),
    ]
    second = ask(campaign, "cluster-evidence", cluster="2")
    assert pick(second, "object", "spanSeconds", "text") == [
        ("x:liu", 5.0, "text of q1"),
        ("x:stranger", 50.0, "text of u1"),
    ]


@pytest.mark.parametrize("shift", range(0, 61, 10))
def test_cluster_evidence_does_not_hang_on_where_the_minute_begins(campaign: Connection, shift: int) -> None:
    campaign.execute("MATCH ()-[r:RETWEETED]->() SET r.at = r.at + duration({seconds: $shift})", {"shift": shift})
    rows = ask(campaign, "cluster-evidence", run="cr")
    assert pick(rows, "object", "actingMembers", "spanSeconds") == [
        ("x:p1", 3, 40.0),
        ("x:u1", 2, 20.0),
        ("x:p2", 2, 30.0),
    ]


def test_cluster_evidence_takes_the_moment_at_which_most_met(campaign: Connection) -> None:
    """a3 comes back to p1 4 s after a2: not earlier than a1 did, but its second act is no second member."""
    campaign.execute(
        "MATCH (a:Account {accountId: 'x:a3'}), (p:Post {postId: 'x:p1'}) "
        "CREATE (a)-[:RETWEETED {actionId: 'x:more', at: datetime('2021-01-01T10:00:14Z')}]->(p)"
    )
    (first, *_) = ask(campaign, "cluster-evidence", run="cr")
    assert (first["actingMembers"], first["spanSeconds"], first["handles"]) == (3, 14.0, ["A1", "A2", "A3"])
    # with a window of 35 s, a1 and the later act of a3 no longer meet
    campaign.execute("MATCH ()-[r:RETWEETED {actionId: 'x:more'}]->() DELETE r")
    campaign.execute("MATCH (r:Run {runId: 'cr'}) SET r.window = 35000")
    rows = ask(campaign, "cluster-evidence", run="cr")
    # a1 and a2 in 10 s before a2 and a3 in 30 s
    assert pick(rows, "object", "actingMembers", "spanSeconds") == [
        ("x:p1", 2, 10.0),
        ("x:u1", 2, 20.0),
        ("x:p2", 2, 30.0),
    ]


def test_a_window_of_zero_asks_for_equal_times(campaign: Connection) -> None:
    campaign.execute("MATCH (r:Run) SET r.window = 0")
    assert ask(campaign, "cluster-evidence", run="cr") == []
    campaign.execute("MATCH ()-[r:RETWEETED]->(:Post {postId: 'x:p2'}) SET r.at = datetime('2021-01-01T11:00:00Z')")
    assert pick(ask(campaign, "cluster-evidence", run="cr"), "object", "actingMembers", "spanSeconds") == [
        ("x:p2", 3, 0.0)
    ]


def test_edge(campaign: Connection) -> None:
    columns = ("accountA", "handleA", "accountB", "handleB", "signal", "weight", "sharedObjects", "windowSeconds")
    told = pick(ask(campaign, "edge", run="cr", accountA="x:a2", accountB="x:a1"), *columns, "clusterA", "clusterB")
    assert told == [("x:a2", "A2", "x:a1", "A1", "co-retweet", 3, 3, 60.0, 1, 1)]
    campaign.execute(
        "MATCH (:Account {accountId: 'x:a1'})-[e:COORDINATED {runId: 'cr'}]->(:Account {accountId: 'x:a2'}) "
        "SET e += {shared: 3, expectedChance: 0.1, expectedSync: 1.5, q: 0.01, tier: 'A'}"
    )
    sure = ask(campaign, "edge", run="cr", accountA="x:a2", accountB="x:a1")
    assert pick(sure, "sharedAtAnyTime", "expectedByActivity", "expectedByReaction", "qValue", "tier") == [
        (3, 0.1, 1.5, 0.01, "A")
    ]
    # no edge is an answer
    apart = pick(ask(campaign, "edge", accountA="x:a1", accountB="x:b1"), "signal", "weight", "clusterA", "clusterB")
    assert apart == [(None, None, 1, 2)]
    assert pick(ask(campaign, "edge"), "accountA", "accountB", "weight") == [("x:a1", "x:a2", 2)]
    assert ask(campaign, "edge", accountA="x:a1", accountB="x:nobody") == []
    by_handle = ask(campaign, "edge", run="cr", accountA="@A2", accountB="x:a1")
    assert pick(by_handle, "accountA", "accountB", "weight") == [("x:a2", "x:a1", 3)]
    paths = ask(campaign, "edge-paths", run="cr", accountA="@a2", accountB="X:A1")
    assert paths == ask(campaign, "edge-paths", run="cr", accountA="x:a2", accountB="x:a1") != []


def test_account_posts(campaign: Connection) -> None:
    """a1 is as strongly tied as a2, and comes first."""
    columns = ("account", "actionAt", "action", "post", "author", "outlet", "delay")
    assert pick(ask(campaign, "account-posts"), *columns) == [
        ("x:a1", at("01T12:00:00"), "retweet", "x:u1", "STRANGER", None, None),
        ("x:a1", at("01T11:00:00"), "retweet", "x:p2", "CGTN", "CGTN", None),
        ("x:a1", at("01T10:00:00"), "retweet", "x:p1", "CGTN", "CGTN", None),
    ]
    assert pick(ask(campaign, "account-posts", account="@CGTN"), "actionAt", "action", "post", "text") == [
        (None, "post", "x:p1", "text of p1"),
        (None, "post", "x:p2", "text of p2"),
    ]
    assert ask(campaign, "account-posts", account="@cgtn", since="2021-01-01") == []
    campaign.execute(
        """
        MATCH (a:Account {accountId: 'x:a3'}), (p:Post {postId: 'x:p1'}), (u:Post {postId: 'x:u2'})
        SET p.createdAt = datetime('2021-01-01T10:00:30Z'), u.identified = false
        CREATE (a)-[:POSTED]->(:Post {postId: 'x:r', createdAt: datetime('2021-01-01T12:00:00Z')})-[:REPLY_TO]->(p)
        CREATE (a)-[:POSTED]->(:Post {postId: 'x:s', createdAt: datetime('2021-01-01T13:00:00Z')})-[:QUOTES]->(p)
        """
    )
    assert pick(
        ask(campaign, "account-posts", account="x:a3"), "actionAt", "action", "post", "delay", "answeredAuthor"
    ) == [
        (at("02T09:00:00"), "retweet", None, None, None),
        (at("01T13:00:00"), "quote", "x:s", None, "CGTN"),
        (at("01T12:00:00"), "reply", "x:r", None, "CGTN"),
        (at("01T11:02:00"), "retweet", "x:p2", None, None),
        (at("01T10:00:40"), "retweet", "x:p1", 10.0, None),
    ]
    day = ask(campaign, "account-posts", account="x:a3", since="2021-01-01", until="2021-01-01", top="2")
    assert pick(day, "post") == [("x:s",), ("x:r",)]
    assert ask(campaign, "account-posts", account="x:nobody") == []
    assert ask(campaign, "account-posts", run="none") == []


def test_several_signals_each_show_their_evidence(campaign: Connection) -> None:
    campaign.execute("MATCH (r:Run {runId: 'ca'}) SET r.signal = 'co-retweet,co-amplify'")
    rows = ask(campaign, "evidence", accountA="x:b1", accountB="x:b2")
    assert pick(rows, "signal", "object", "postA", "secondsApart") == [
        ("co-amplify", "x:liu", "x:q1", 5.0),
        ("co-retweet", "x:q1", None, 5.0),
        ("co-amplify", "x:stranger", "x:u1", 50.0),
    ]
    together = ask(campaign, "cluster-evidence", cluster="2")
    assert pick(together, "signal", "object", "actingMembers", "spanSeconds") == [
        ("co-amplify", "x:liu", 2, 5.0),
        ("co-retweet", "x:q1", 2, 5.0),
        ("co-amplify", "x:stranger", 2, 50.0),
    ]


@pytest.mark.parametrize(
    ("signal", "expected"),
    [
        # b1 writes /a at 0 s and at 70 s, b2 writes /A at 30 s: as they are written these are two links
        ("co-link", [("https://news.example/b", 10.0)]),
        ("co-domain", [("news.example", 10.0), ("news.example", 30.0), ("news.example", -40.0)]),
        ("co-hashtag", [("now", 10.0)]),
        ("co-reply", [("x:p1", 30.0), ("x:p1", -40.0)]),
        ("co-text", [("so it is", 10.0)]),
        ("co-post", [("any post", 10.0), ("any post", 30.0), ("any post", -40.0)]),
        ("similar-text", []),
    ],
)
def test_evidence_in_what_accounts_wrote(campaign: Connection, signal: str, expected: list[tuple[str, float]]) -> None:
    campaign.execute(
        """
        UNWIND [
          ['b1', 'n1', '10:00:00', 'One', 'https://news.example/a', 'p1', 'then'],
          ['b2', 'n2', '10:00:30', 'Two', 'https://news.example/A', 'p1', 'now'],
          ['b1', 'n3', '10:01:10', 'Three', 'https://news.example/a', null, 'later'],
          ['b1', 'n4', '11:00:00', 'So it is', 'https://news.example/b', null, 'now'],
          ['b2', 'n5', '11:00:10', ' so it IS', 'https://news.example/b', null, 'now']
        ] AS row
        MATCH (a:Account {accountId: 'x:' + row[0]})
        CREATE (a)-[:POSTED]->(p:Post {postId: 'x:' + row[1], text: row[3], identified: true,
                                       createdAt: datetime('2021-01-01T' + row[2] + 'Z')})
        MERGE (l:Link {url: row[4], domain: 'news.example'})
        MERGE (h:Hashtag {tag: row[6]})
        CREATE (p)-[:LINKS_TO]->(l), (p)-[:TAGGED]->(h)
        WITH row, p
        MATCH (o:Post {postId: 'x:' + row[5]})
        CREATE (p)-[:REPLY_TO]->(o)
        """
    )
    campaign.execute("MATCH (p:Post {postId: 'x:n3'}), (o:Post {postId: 'x:p1'}) CREATE (p)-[:REPLY_TO]->(o)")
    campaign.execute("MATCH (r:Run {runId: 'ca'}) SET r.signal = $signal", {"signal": signal})
    rows = ask(campaign, "evidence", accountA="x:b1", accountB="x:b2")
    assert pick(rows, "object", "secondsApart") == expected
    together = ask(campaign, "cluster-evidence", cluster="2")
    assert {row["object"] for row in together} == {name for name, _ in expected}
    assert all((row["signal"], row["actingMembers"], row["handles"]) == (signal, 2, ["B1", "B2"]) for row in together)


def test_signals_with_equal_results_keep_their_order(campaign: Connection) -> None:
    campaign.execute("MATCH (p:Post) SET p.createdAt = datetime('2021-01-01T00:00:00Z')")
    campaign.execute("MATCH (r:Run {runId: 'ca'}) SET r.signal = 'fast-retweet,co-amplify', r.fastSeconds = 99999.0")
    rows = pick(ask(campaign, "cluster-evidence", cluster="2"), "object", "signal")
    assert rows[:2] == [("x:liu", "co-amplify"), ("x:liu", "fast-retweet")]


def test_evidence_of_fast_retweets(campaign: Connection) -> None:
    """Posts are made 10 s before a1 retweets them: a1 and a2 are within 40 s of p1 and p2, a3 of none."""
    campaign.execute(
        "MATCH (p:Post)<-[r:RETWEETED]-(:Account {accountId: 'x:a1'}) SET p.createdAt = r.at - duration({seconds: 10})"
    )
    campaign.execute("MATCH (r:Run {runId: 'ca'}) SET r.signal = 'fast-retweet', r.fastSeconds = 40.0")
    rows = ask(campaign, "evidence", accountA="x:a1", accountB="x:a2")
    assert pick(rows, "object", "postA", "postB", "secondsApart") == [
        ("x:cgtn", "x:p1", "x:p1", 10.0),
        ("x:stranger", "x:u1", "x:u1", 20.0),
        ("x:cgtn", "x:p2", "x:p2", 30.0),
    ]
    assert ask(campaign, "evidence", accountA="x:a1", accountB="x:a3") == []
    campaign.execute("MATCH (r:Run {runId: 'ca'}) REMOVE r.fastSeconds")
    assert ask(campaign, "evidence", accountA="x:a1", accountB="x:a2") == []
    assert ask(campaign, "cluster-evidence") == []


def test_edges_of_tier_b_tie_nobody_to_a_cluster(campaign: Connection) -> None:
    campaign.execute(
        "MATCH (:Account {accountId: 'x:a1'})-[e:COORDINATED {runId: 'cr'}]->(:Account {accountId: 'x:a3'}) "
        "SET e.tier = 'B'"
    )
    rows = ask(campaign, "cluster-members", run="cr")
    assert pick(rows, "account", "degree", "strength") == [("x:a2", 2, 4), ("x:a1", 1, 3), ("x:a3", 1, 1)]
    paths = ask(campaign, "cluster-paths", run="cr")
    ties = [row["path"] for row in paths if row["part"] == "coordination"]
    assert ties == ["(Account A1)-[COORDINATED 3]->(Account A2)", "(Account A2)-[COORDINATED 1]->(Account A3)"]


def test_cluster_timeline(campaign: Connection) -> None:
    columns = ("startAt", "retweets", "activeMembers", "retweetedAccounts")
    assert pick(ask(campaign, "cluster-timeline"), *columns) == [
        (at("01T00:00"), 8, 3, 2),
        (at("02T00:00"), 1, 1, 1),
    ]
    assert pick(ask(campaign, "cluster-timeline", unit="hour"), *columns) == [
        (at("01T10:00"), 3, 3, 1),
        (at("01T11:00"), 3, 3, 1),
        (at("01T12:00"), 2, 2, 1),
        (at("02T09:00"), 1, 1, 1),
    ]
    assert pick(ask(campaign, "cluster-timeline", cluster="0", top="3"), "cluster", "retweets") == [
        (1, 8),
        (1, 1),
        (2, 4),
    ]
    with pytest.raises(UsageError, match="fortnight"):
        ask(campaign, "cluster-timeline", unit="fortnight")


def test_evidence_of_a_shared_post(campaign: Connection) -> None:
    rows = ask(campaign, "evidence", run="cr", accountA="x:a1", accountB="x:a2")
    assert pick(rows, "object", "author", "postA", "postB", "actionAtA", "actionAtB", "secondsApart", "text") == [
        ("x:p1", "CGTN", None, None, at("01T10:00:00"), at("01T10:00:10"), 10.0, "text of p1"),
        ("x:u1", "STRANGER", None, None, at("01T12:00:00"), at("01T12:00:20"), 20.0, "text of u1"),
        ("x:p2", "CGTN", None, None, at("01T11:00:00"), at("01T11:00:30"), 30.0, "text of p2"),
    ]
    # the other way round only the sign changes
    turned = ask(campaign, "evidence", run="cr", accountA="x:a2", accountB="x:a1")
    assert [row["secondsApart"] for row in turned] == [-10.0, -20.0, -30.0]
    # p2 is 120 s apart, outside the run's window
    assert pick(ask(campaign, "evidence", run="cr", accountA="x:a1", accountB="x:a3"), "object") == [("x:p1",)]
    # u1 and u2 are 50 s apart and of one author, but not one post
    assert pick(ask(campaign, "evidence", run="cr", accountA="x:b1", accountB="x:b2"), "object") == [("x:q1",)]


def test_evidence_of_a_shared_author(campaign: Connection) -> None:
    rows = ask(campaign, "evidence", accountA="x:b1", accountB="x:b2")
    assert pick(rows, "object", "postA", "postB", "secondsApart") == [
        ("x:liu", "x:q1", "x:q1", 5.0),
        ("x:stranger", "x:u1", "x:u2", 50.0),
    ]
    # the number of distinct objects is the edge's
    assert {row["object"] for row in ask(campaign, "evidence", accountA="x:a1", accountB="x:a2")} == {
        "x:cgtn",
        "x:stranger",
    }


def test_the_window_is_inclusive_to_the_millisecond(campaign: Connection) -> None:
    campaign.execute("MATCH (r:Run {runId: 'ca'}) SET r.window = 50000")
    assert len(ask(campaign, "evidence", accountA="x:b1", accountB="x:b2")) == 2
    campaign.execute("MATCH (r:Run {runId: 'ca'}) SET r.window = 49999")
    assert len(ask(campaign, "evidence", accountA="x:b1", accountB="x:b2")) == 1


@pytest.mark.parametrize("name", ["x:b1", "x:B1", "x:@b1", "@b1", "B1"])
def test_evidence_takes_handles(campaign: Connection, name: str) -> None:
    assert len(ask(campaign, "evidence", accountA=name, accountB="@B2")) == 2


def test_a_key_is_one_account_s_even_where_it_is_another_s_handle(campaign: Connection) -> None:
    campaign.execute("MATCH (a:Account {accountId: 'x:a1'}) SET a.handle = 'b1', a.handleKey = 'x:b1'")
    campaign.execute("MATCH (b:Account {accountId: 'x:b1'}) SET b.handle = 'other', b.handleKey = 'x:other'")
    rows = ask(campaign, "evidence", accountA="x:b1", accountB="x:b2")
    assert {row["accountA"] for row in rows} == {"x:b1"}
    assert find_account(campaign, "x:b1", {"platforms": ["x"], "runId": "ca"}) == "x:b1"


def test_the_heaviest_edge_is_of_tier_a_if_there_is_one(campaign: Connection) -> None:
    campaign.execute("MATCH (:Account {accountId: 'x:a1'})-[e:COORDINATED {runId: 'cr'}]-() SET e.tier = 'B'")
    assert pick(ask(campaign, "edge", run="cr"), "accountA", "accountB") == [("x:a2", "x:a3")]
    assert {(row["accountA"], row["accountB"]) for row in ask(campaign, "evidence", run="cr")} == {("x:a2", "x:a3")}
    campaign.execute("MATCH ()-[e:COORDINATED {runId: 'cr'}]-() SET e.tier = 'B'")
    assert pick(ask(campaign, "edge", run="cr"), "accountA", "accountB") == [("x:a1", "x:a2")]


def test_evidence_without_accounts_shows_the_heaviest_edge(campaign: Connection) -> None:
    # "ca" has two edges of weight 2, a1-a2 comes first
    assert {(row["accountA"], row["accountB"]) for row in ask(campaign, "evidence")} == {("x:a1", "x:a2")}
    assert ask(campaign, "evidence", accountA="x:a1") == []
    assert ask(campaign, "evidence", accountA="x:a1", accountB="x:a1") == []
    assert ask(campaign, "evidence", accountA="x:a1", accountB="x:nobody") == []


def test_stub_posts_are_evidence_of_a_shared_author_only(campaign: Connection) -> None:
    campaign.execute("MATCH (p:Post) SET p.identified = false")
    assert ask(campaign, "evidence", run="cr", accountA="x:a1", accountB="x:a2") == []
    assert len(ask(campaign, "evidence", run="ca", accountA="x:a1", accountB="x:a2")) == 3


def test_cluster_paths(campaign: Connection) -> None:
    make_boosts(campaign, "cr/1")
    rows = ask(campaign, "cluster-paths", run="cr", members="2", targets="1")
    assert pick(rows, "part", "path") == [
        ("membership", "(Cluster cr/1)<-[MEMBER_OF]-(Account A1)"),
        ("membership", "(Cluster cr/1)<-[MEMBER_OF]-(Account A2)"),
        ("coordination", "(Account A1)-[COORDINATED 3]->(Account A2)"),
        ("amplification", "(Account A1)-[AMPLIFIED 2]->(Account CGTN)"),
        ("amplification", "(Account A2)-[AMPLIFIED 2]->(Account CGTN)"),
        ("operation", "(Account CGTN)-[OPERATED_BY]->(Outlet CGTN)"),
        ("boost", "(Cluster cr/1)-[BOOSTS 6]->(Outlet CGTN)"),
    ]
    # an account in no registry is drawn, too
    second = ask(campaign, "cluster-paths", run="cr", cluster="2")
    assert ("amplification", "(Account B1)-[AMPLIFIED 1]->(Account STRANGER)") in pick(second, "part", "path")
    # what is no boost is not drawn as one
    assert "boost" not in {row["part"] for row in second}


def test_outlet_clusters_of_a_state(campaign: Connection) -> None:
    assert len(ask(campaign, "outlet-clusters", state="cn")) == 2
    campaign.execute("MATCH (o:Outlet {outletId: 'cn-cgtn'}) SET o.state = 'RU'")
    assert pick(ask(campaign, "outlet-clusters", state="RU"), "outlet") == [("CGTN",)]
    # an outlet without a state counts for no state, and for all
    campaign.execute("MATCH (o:Outlet {outletId: 'cn-cgtn'}) REMOVE o.state")
    assert pick(ask(campaign, "outlet-clusters", state="CN"), "outlet") == [("Liu Xiaoming",)]
    assert len(ask(campaign, "outlet-clusters")) == 2


@pytest.mark.parametrize(
    ("given", "retweets"),
    [
        ({}, [8, 1]),
        ({"until": "2021-01-01"}, [8]),
        ({"since": "2021-01-02"}, [1]),
        ({"since": "2021-01-02", "until": "2021-01-02"}, [1]),
        ({"since": "2021-01-03"}, []),
    ],
)
def test_cluster_timeline_between_days(campaign: Connection, given: dict[str, str], retweets: list[int]) -> None:
    """Cluster 1 makes 8 retweets on the first day and one on the second; both bounds are inclusive."""
    assert [row["retweets"] for row in ask(campaign, "cluster-timeline", **given)] == retweets


OVERLAP = (
    "cluster",
    "members",
    "otherCluster",
    "otherMembers",
    "sharedMembers",
    "jaccard",
    "shareOfMembers",
    "shareOfOtherMembers",
    "unclusteredMembers",
)


@pytest.mark.parametrize("backwards", [False, True])
def test_cluster_overlap(graph: Connection, *, backwards: bool) -> None:
    """Run new: abcd and ef; run old: ab, cx and yz.

    abcd shares two with ab (of 4 in either: 1/2) and one with cx (of 5: 1/5), and leaves d alone; ef shares nobody.
    """
    world = World()
    world.run("old", ("a", "b"), ("c", "x"), ("y", "z"), signal="co-link")
    world.run("new", ("a", "b", "c", "d"), ("e", "f"))
    for name in "abcdefxyz":
        world.account(name)
    world.build(graph, backwards=backwards)
    rows = ask(graph, "cluster-overlap")
    assert pick(rows, *OVERLAP) == [
        (1, 4, 1, 2, 2, 2 / 4, 2 / 4, 1.0, 1),
        (1, 4, 2, 2, 1, 1 / 5, 1 / 4, 1 / 2, 1),
        (2, 2, None, None, 0, 0.0, 0.0, None, 2),
    ]
    assert {(row["otherRun"], row["otherSignal"]) for row in rows} == {("old", "co-link")}
    # the other way round; of y and z the new run knows nothing
    turned = ask(graph, "cluster-overlap", run="old", otherRun="new")
    assert pick(turned, *OVERLAP) == [
        (1, 2, 1, 4, 2, 2 / 4, 1.0, 2 / 4, 0),
        (2, 2, 1, 4, 1, 1 / 5, 1 / 2, 1 / 4, 1),
        (3, 2, None, None, 0, 0.0, 0.0, None, 2),
    ]
    assert pick(ask(graph, "cluster-overlap", cluster="2"), "cluster") == [(2,)]
    assert ask(graph, "cluster-overlap", otherRun="new") == []


def test_edge_paths_of_a_shared_post(campaign: Connection) -> None:
    """a1 and a3 share p1 alone within 60 s; a1 and a2 have p1 10 s apart, u1 20 s, p2 30 s."""
    rows = ask(campaign, "edge-paths", run="cr", accountA="x:a1", accountB="x:a3")
    assert pick(rows, "part", "path") == [
        ("edge", "(Account A1)-[COORDINATED 1]->(Account A3)"),
        ("membership", "(Account A1)-[MEMBER_OF]->(Cluster cr/1)"),
        ("membership", "(Account A3)-[MEMBER_OF]->(Cluster cr/1)"),
        ("retweet", "(Account A1)-[RETWEETED]->(Post x:p1)"),
        ("retweet", "(Account A3)-[RETWEETED]->(Post x:p1)"),
        ("authorship", "(Account CGTN)-[POSTED]->(Post x:p1)"),
        ("operation", "(Account CGTN)-[OPERATED_BY]->(Outlet CGTN)"),
    ]
    closest = [row["path"] for row in ask(campaign, "edge-paths", run="cr", posts="2") if row["part"] == "retweet"]
    assert closest == [
        "(Account A1)-[RETWEETED]->(Post x:p1)",
        "(Account A1)-[RETWEETED]->(Post x:u1)",
        "(Account A2)-[RETWEETED]->(Post x:p1)",
        "(Account A2)-[RETWEETED]->(Post x:u1)",
    ]


def test_edge_paths_of_a_shared_author(campaign: Connection) -> None:
    """By co-amplify b1's u1 and b2's u2, 50 s apart and of one author, lie between them; by co-retweet only q1."""
    retweets = [row["path"] for row in ask(campaign, "edge-paths", accountA="x:b1", accountB="x:b2")]
    assert "(Account B1)-[RETWEETED]->(Post x:u1)" in retweets
    assert "(Account B2)-[RETWEETED]->(Post x:u2)" in retweets
    shared = [row["path"] for row in ask(campaign, "edge-paths", run="cr", accountA="x:b1", accountB="x:b2")]
    assert [path for path in shared if "RETWEETED" in path] == [
        "(Account B1)-[RETWEETED]->(Post x:q1)",
        "(Account B2)-[RETWEETED]->(Post x:q1)",
    ]
    assert ask(campaign, "edge-paths", accountA="x:a1", accountB="x:a1") == []
    assert ask(campaign, "edge-paths", accountA="x:a1", accountB="x:nobody") == []
