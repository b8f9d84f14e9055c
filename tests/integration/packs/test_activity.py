"""The pack activity on a world whose answers are worked out here.

Posts, 2021, UTC (1 January is a Friday, so that its week begins on 28 December):

    d1 (CN Daily)            p1 01-01 10:00:00  1 reply, 2 reposts, 1 quote, 10 likes
                             p2 01-04 00:00:00  5 likes, promoted
    d2 (CN Daily and Weekly) p3 01-03 23:59:59  7 likes
                             p4 time unknown    promoted
    e1 (Envoy)               q1 01-02 12:00:00
    f1 (Envoy, on facebook)  g1 01-02 00:00:00  3 likes
    r1 (Times, RU)           only stub posts; i1 (an influencer, no state): nothing

Retweets: u1 of p1 5 s after it, u2 of p1 on 01-04 at 00:00:00, u2 of q1 an hour before it, u1 of r1 on 01-05.
"""

from datetime import date
from typing import Any

import pytest

from explorer.graph.connection.connect import Connection
from explorer.packs.catalog import find_packs, find_query
from explorer.packs.run import run_query
from tests.helpers.shared_graph import SharedGraph
from tests.helpers.world import World, ask, pick


def build(graph: Connection, *, backwards: bool = False) -> Connection:
    world, second = World(), World()
    world.outlet("cn-daily", "d1", "d2", name="CN Daily", owner="Press Group", parent="Department")
    # another registry gives d2 a second outlet
    second.outlet("cn-weekly", "d2", name="Weekly", owner="Press Group", parent="Department")
    world.outlet("cn-envoy", "e1", name="Envoy", kind="diplomat", owner="Ministry", parent="Ministry")
    world.add("outlet_accounts", platform="facebook", account_id="f1", outlet_id="cn-envoy", source="test")
    world.outlet("ru-times", "r1", name="Times", state="RU", owner="Holding")
    world.outlet("influencer", "i1", name="Someone", kind="influencer", state=None)
    world.post("p1", "d1", "2021-01-01T10:00:00", replies=1, reposts=2, quotes=1, likes=10)
    world.post("p2", "d1", "2021-01-04", likes=5, promoted=True, text="Buy this")
    world.post("p3", "d2", "2021-01-03T23:59:59", likes=7)
    world.post("p4", "d2", promoted=True)
    world.post("q1", "e1", "2021-01-02T12:00:00")
    world.post("g1", "f1", "2021-01-02", platform="facebook", likes=3)
    world.account("d1")
    world.retweet("u1", "p1", "2021-01-01T10:00:05", "d1")
    world.retweet("u2", "p1", "2021-01-04", "d1")
    world.retweet("u2", "q1", "2021-01-02T11:00:00", "e1")
    world.retweet("u1", None, "2021-01-05", "r1")
    for part in (second, world) if backwards else (world, second):
        part.build(graph, backwards=backwards)
    return graph


@pytest.fixture
def world(shared_graph: SharedGraph) -> Connection:
    return shared_graph.load(build)


def test_posts_per_day(world: Connection) -> None:
    rows = ask(world, "posts-per-day")
    # CN Daily from 1 to 4 January: 3 posts in 4 days; Envoy: q1 and g1 on one day
    columns = (
        "group",
        "outletId",
        "outlets",
        "accounts",
        "activeAccounts",
        "posts",
        "daysSpanned",
        "postsPerDay",
        "likes",
        "retweets",
    )
    assert pick(rows, *columns) == [
        ("CN Daily", "cn-daily", 1, 2, 2, 3, 4, 0.75, 22, 2),
        ("Envoy", "cn-envoy", 1, 2, 2, 2, 1, 2.0, 3, 1),
        ("Weekly", "cn-weekly", 1, 1, 1, 1, 1, 1.0, 7, 0),
        ("Times", "ru-times", 1, 1, 0, 0, None, None, 0, 1),
        ("Someone", "influencer", 1, 1, 0, 0, None, None, 0, 0),
    ]
    assert pick(rows[:1], "replies", "reposts", "quotes", "promotedPosts", "firstPostDay", "lastPostDay") == [
        (1, 2, 1, 1, date(2021, 1, 1), date(2021, 1, 4))
    ]


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        # d2, which two outlets run, and its p3 count once in every group
        ("all", [("all", 5, 6, 5)]),
        ("kind", [("media", 3, 3, 3), ("diplomat", 1, 2, 2), ("influencer", 1, 1, 0)]),
        ("state", [("CN", 3, 4, 5), ("RU", 1, 1, 0), (None, 1, 1, 0)]),
        ("owner", [("Press Group", 2, 2, 3), ("Ministry", 1, 2, 2), ("Holding", 1, 1, 0), (None, 1, 1, 0)]),
        ("parent", [("Department", 2, 2, 3), ("Ministry", 1, 2, 2), (None, 2, 2, 0)]),
        ("platform", [("x", 5, 5, 4), ("facebook", 1, 1, 1)]),
        ("names", []),
    ],
)
def test_posts_per_day_of_groups(world: Connection, by: str, expected: list[tuple[Any, ...]]) -> None:
    rows = ask(world, "posts-per-day", by=by)
    assert pick(rows, "group", "outlets", "accounts", "posts") == expected
    assert {row["outletId"] for row in rows} <= {None}


def test_posts_per_day_of_named_groups(world: Connection) -> None:
    # CN Daily is taken by the first that fits; Envoy and Someone fit none; an empty part is no beginning
    rows = ask(world, "posts-per-day", by="names", names="cn | weekly |,TIMES,CN Daily")
    assert pick(rows, "group", "outlets", "accounts", "posts") == [("cn | weekly |", 2, 2, 3), ("TIMES", 1, 1, 0)]


def test_names_begin_with_whole_words(graph: Connection) -> None:
    world = World()
    names = ("GT", "GT Life", "GT's Life", "GT-2", "GT2", "GTV", "GTÉ", "The GT", "Пресса", "Пресс клуб", "İGT", None)
    for number, name in enumerate(names):
        world.outlet(f"o{number:02}", f"a{number:02}", name=name)
    world.build(graph)
    # an end that is no letter is one: neither GTV nor GTÉ begins with the word
    rows = ask(graph, "posts-per-day", by="names", names="gt,пресс,İ")
    assert pick(rows, "group", "outlets") == [("gt", 5), ("пресс", 1)]
    # Neo4j Browser keeps what the terminal strips
    query = find_query("posts-per-day")
    typed = run_query(graph, query, query.bind({"by": "names"}) | {"names": ["Global| GT "]})
    assert typed.rows[0][:3] == ("Global| GT ", None, 5)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"outlet": "cn-envoy"}, [("Envoy", 2, 1)]),
        ({"outlet": "DAILY"}, [("CN Daily", 3, 2)]),
        ({"outlet": "weekly", "state": "ru"}, []),
        ({"state": "ru"}, [("Times", 0, 1)]),
        ({"kind": "Diplomat"}, [("Envoy", 2, 1)]),
        ({"top": "1"}, [("CN Daily", 3, 2)]),
        # from the first moment of the 2nd to the last of the 3rd: q1, g1, p3 and the retweet of q1
        (
            {"since": "2021-01-02", "until": "2021-01-03", "state": "CN"},
            [("Envoy", 2, 1), ("CN Daily", 1, 0), ("Weekly", 1, 0)],
        ),
        ({"since": "2021-01-04", "outlet": "cn-daily"}, [("CN Daily", 1, 1)]),
    ],
)
def test_posts_per_day_parameters(world: Connection, given: dict[str, Any], expected: list[tuple[Any, ...]]) -> None:
    assert pick(ask(world, "posts-per-day", **given), "group", "posts", "retweets") == expected


def test_activity_by_week(world: Connection) -> None:
    columns = (
        "group", "week", "activeAccounts", "posts", "retweets", "retweetsWithDelay", "rapidRetweets", "rapidShare",
        "replies", "reposts", "likes",
    )  # fmt: skip
    first, second = date(2020, 12, 28), date(2021, 1, 4)
    # first week: p1, p3, q1, g1 of four accounts; u1 within 5 s of p1, u2 before q1, which is no delay
    # second week: p2; u2's retweet of p1, days after it, and u1's of r1, whose delay is unknown
    assert pick(ask(world, "activity-by-week"), *columns) == [
        ("all", first, 4, 4, 2, 1, 1, 1.0, 1, 2, 20),
        ("all", second, 1, 1, 2, 1, 0, 0.0, 0, 0, 5),
    ]
    assert pick(ask(world, "activity-by-week", by="outlet", kind="media"), "outletId", "week", "posts", "retweets") == [
        ("cn-daily", first, 2, 1),
        ("cn-daily", second, 1, 1),
        ("ru-times", second, 0, 1),
        ("cn-weekly", first, 1, 0),
    ]
    # a week without a known delay has no share, whether retweeted or not
    assert pick(ask(world, "activity-by-week", outlet="ru-times"), "retweets", "retweetsWithDelay", "rapidShare") == [
        (1, 0, None)
    ]
    assert pick(ask(world, "activity-by-week", outlet="weekly"), "retweets", "rapidShare") == [(0, None)]
    assert pick(ask(world, "activity-by-week", since="2021-01-03", until="2021-01-04"), "week", "posts") == [
        (first, 1),
        (second, 1),
    ]
    assert pick(ask(world, "activity-by-week", by="state", top="1"), "group", "week") == [("CN", first)]


def test_promoted_posts(world: Connection) -> None:
    rows = ask(world, "promoted-posts")
    # p4 has a row for both outlets that operate its author; its day is unknown
    assert pick(rows, "outlet", "account", "post", "postedDay", "likes", "retweets", "text") == [
        ("CN Daily", "x:d1", "x:p2", date(2021, 1, 4), 5, 0, "Buy this"),
        ("CN Daily", "x:d2", "x:p4", None, None, 0, None),
        ("Weekly", "x:d2", "x:p4", None, None, 0, None),
    ]
    assert pick(rows[:1], "outletId", "state", "handle") == [("cn-daily", "CN", "D1")]
    assert pick(ask(world, "promoted-posts", since="2021-01-04", until="2021-01-04"), "post") == [("x:p2",)]
    assert ask(world, "promoted-posts", until="2021-01-03") == []
    assert ask(world, "promoted-posts", state="RU") == []
    assert pick(ask(world, "promoted-posts", outlet="cn-weekly"), "post") == [("x:p4",)]


def test_owners(world: Connection) -> None:
    rows = ask(world, "owners")
    columns = ("parent", "owner", "outlets", "accounts", "posts", "retweets", "promotedPosts", "outletNames")
    assert pick(rows, *columns) == [
        ("Department", "Press Group", 2, 2, 3, 2, 1, ["CN Daily", "Weekly"]),
        ("Ministry", "Ministry", 1, 2, 2, 1, 0, ["Envoy"]),
        (None, "Holding", 1, 1, 0, 1, 0, ["Times"]),
        (None, None, 1, 1, 0, 0, 0, ["Someone"]),
    ]
    assert pick(rows, "kinds", "states") == [
        (["media"], ["CN"]),
        (["diplomat"], ["CN"]),
        (["media"], ["RU"]),
        (["influencer"], []),
    ]
    # an outlet leads to all that its owner has
    assert pick(ask(world, "owners", outlet="Weekly", maxNames="1"), "outlets", "outletNames") == [(2, ["CN Daily"])]
    assert pick(ask(world, "owners", state="RU"), "owner") == [("Holding",)]
    assert pick(ask(world, "owners", top="1"), "owner") == [("Press Group",)]


def test_outlets_without_owner_and_parent_are_not_one_owner(graph: Connection) -> None:
    world = World()
    world.outlet("p", name=None, parent="Above")
    world.outlet("q", parent="Above")
    for name, retweets in (("s", 1), ("t", 2), ("v", 1)):
        world.outlet(name, f"{name}1", name=name.upper())
        for number in range(retweets):
            world.retweet("u", None, f"2021-01-0{number + 1}", f"{name}1")
    world.build(graph)
    # of one post or none each: by the number of outlets, then by the outlet
    assert pick(ask(graph, "owners"), "parent", "owner", "outlets", "accounts", "retweets", "outletNames") == [
        ("Above", None, 2, 0, 0, ["q", "p"]),
        (None, None, 1, 1, 1, ["S"]),
        (None, None, 1, 1, 2, ["T"]),
        (None, None, 1, 1, 1, ["V"]),
    ]
    assert pick(ask(graph, "owners", outlet="t"), "outletNames") == [(["T"],)]


def build_pictured(graph: Connection, *, backwards: bool = False) -> Connection:
    """One and Two of one owner and parent, Three of another parent, e and f of nobody; `shared` is run by One and Two.

    Promoted are pa of a (retweeted by u, and by v twice), pb of b (by u) and pd of shared (by w). x retweets a's pn,
    which is not promoted, three times, and c once; w retweets e and f.
    """
    world, second = World(), World()
    world.outlet("o1", "a", "shared", name="One", owner="Group", parent="Above")
    world.outlet("o2", "b", name="Two", owner="Group", parent="Above")
    world.outlet("o3", "c", name="Three", owner="Group", parent="Other")
    world.outlet("o4", "e")
    world.outlet("o5", "f")
    for number, author in enumerate(("a", "b", "shared"), 1):
        world.post(f"p{author[-1]}", author, f"2021-01-0{number}", promoted=True)
    world.post("pn", "a", "2021-01-01")
    for account, posts in {"u": ["pa", "pb"], "v": ["pa", "pa"], "w": ["pd"], "x": ["pn", "pn", "pn"]}.items():
        for post in posts:
            world.retweet(account, post, "2021-01-04")
    for account, author in ("xc", "we", "wf"):
        world.retweet(account, None, "2021-01-04", author)
    world.run("r", ("u", "v"))
    # another registry
    second.outlet("o2", "shared", name="Two", owner="Group", parent="Above")
    for part in (second, world) if backwards else (world, second):
        part.build(graph, backwards=backwards)
    return graph


def test_promoted_paths(shared_graph: SharedGraph) -> None:
    graph = shared_graph.load(build_pictured)
    rows = pick(ask(graph, "promoted-paths"), "part", "path")
    assert rows == [
        ("operation", "(Account x:a)-[OPERATED_BY]->(Outlet One)"),
        ("operation", "(Account x:b)-[OPERATED_BY]->(Outlet Two)"),
        ("operation", "(Account x:shared)-[OPERATED_BY]->(Outlet One)"),
        ("operation", "(Account x:shared)-[OPERATED_BY]->(Outlet Two)"),
        ("authorship", "(Account x:a)-[POSTED]->(Post x:pa)"),
        ("authorship", "(Account x:b)-[POSTED]->(Post x:pb)"),
        ("authorship", "(Account x:shared)-[POSTED]->(Post x:pd)"),
        ("retweet", "(Post x:pa)<-[RETWEETED]-(Account x:u)"),
        ("retweet", "(Post x:pa)<-[RETWEETED]-(Account x:v)"),
        ("retweet", "(Post x:pa)<-[RETWEETED]-(Account x:v)"),
        ("retweet", "(Post x:pb)<-[RETWEETED]-(Account x:u)"),
        ("retweet", "(Post x:pd)<-[RETWEETED]-(Account x:w)"),
        ("membership", "(Account x:u)-[MEMBER_OF]->(Cluster r/1)"),
        ("membership", "(Account x:v)-[MEMBER_OF]->(Cluster r/1)"),
    ]
    assert pick(ask(graph, "promoted-paths", run="none"), "part", "path") == rows[:-2]
    # pa has the most retweets, v the most of them; u retweets two of the three
    assert pick(ask(graph, "promoted-paths", posts="1", accounts="1"), "part", "path") == [
        rows[0], rows[4], rows[8], rows[9], rows[13],
    ]  # fmt: skip
    assert pick(ask(graph, "promoted-paths", accounts="1"), "part", "path") == [*rows[:8], rows[10], rows[12]]
    assert pick(ask(graph, "promoted-paths", since="2021-01-02", until="2021-01-02"), "part", "path") == [
        rows[1], rows[5], rows[10], rows[12],
    ]  # fmt: skip
    assert pick(ask(graph, "promoted-paths", outlet="o2", run="none"), "part", "path") == [
        *rows[1:4], rows[5], rows[6], rows[10], rows[11],
    ]  # fmt: skip
    assert ask(graph, "promoted-paths", state="RU") == []


def test_promoted_posts_that_nobody_retweets_are_drawn(world: Connection) -> None:
    assert pick(ask(world, "promoted-paths"), "part", "path") == [
        ("operation", "(Account D1)-[OPERATED_BY]->(Outlet CN Daily)"),
        ("operation", "(Account x:d2)-[OPERATED_BY]->(Outlet CN Daily)"),
        ("operation", "(Account x:d2)-[OPERATED_BY]->(Outlet Weekly)"),
        ("authorship", "(Account D1)-[POSTED]->(Post x:p2)"),
        ("authorship", "(Account x:d2)-[POSTED]->(Post x:p4)"),
    ]
    # the time of p4 is unknown
    assert [row["part"] for row in ask(world, "promoted-paths", until="2021-01-04")] == ["operation", "authorship"]


def test_owner_paths(shared_graph: SharedGraph) -> None:
    graph = shared_graph.load(build_pictured)
    # One has the most retweets; w amplifies two outlets by one account, u by two, and x has the most retweets
    rows = pick(ask(graph, "owner-paths"), "part", "path")
    assert rows == [
        ("operation", "(Outlet One)<-[OPERATED_BY]-(Account x:a)"),
        ("operation", "(Outlet One)<-[OPERATED_BY]-(Account x:shared)"),
        ("operation", "(Outlet Two)<-[OPERATED_BY]-(Account x:b)"),
        ("operation", "(Outlet Two)<-[OPERATED_BY]-(Account x:shared)"),
        ("amplification", "(Account x:a)<-[AMPLIFIED 1]-(Account x:u)"),
        ("amplification", "(Account x:a)<-[AMPLIFIED 2]-(Account x:v)"),
        ("amplification", "(Account x:a)<-[AMPLIFIED 3]-(Account x:x)"),
        ("amplification", "(Account x:b)<-[AMPLIFIED 1]-(Account x:u)"),
        ("amplification", "(Account x:shared)<-[AMPLIFIED 1]-(Account x:w)"),
        ("membership", "(Account x:u)-[MEMBER_OF]->(Cluster r/1)"),
        ("membership", "(Account x:v)-[MEMBER_OF]->(Cluster r/1)"),
    ]
    assert pick(ask(graph, "owner-paths", outlet="two", run="none"), "part", "path") == rows[:-2]
    # u, then w, then x
    assert pick(ask(graph, "owner-paths", accounts="1"), "part", "path") == [
        rows[0], rows[2], rows[4], rows[7], rows[9],
    ]  # fmt: skip
    assert pick(ask(graph, "owner-paths", accounts="3"), "part", "path") == [*rows[:5], *rows[6:10]]
    assert pick(ask(graph, "owner-paths", outlets="1", accounts="1"), "part", "path") == [rows[0], rows[6]]
    # another parent; and of nobody, e is alone
    for outlet, account, by in (("o3", "c", "x"), ("o4", "e", "w")):
        assert [row["path"] for row in ask(graph, "owner-paths", outlet=outlet)][1:] == [
            f"(Account x:{account})<-[AMPLIFIED 1]-(Account x:{by})"
        ]
    assert ask(graph, "owner-paths", outlet="moon") == []


def test_answers_do_not_hang_on_the_order_of_loading(graph: Connection) -> None:
    answers = []
    for backwards in (False, True):
        found = []
        for built in (build, build_pictured):
            graph.execute("MATCH (n) DETACH DELETE n")
            built(graph, backwards=backwards)
            found += [ask(graph, query.name) for query in find_packs()["activity"].queries]
        answers.append(found)
    assert answers[0] == answers[1]
    assert all(answers[0])
