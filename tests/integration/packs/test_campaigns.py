"""The pack campaigns on a world with two topics, xinjiang and trade, and two clusters."""

from datetime import date

import pytest

from explorer.graph.connection.connect import Connection
from explorer.graph.rollups import rebuild_rollups
from explorer.packs.catalog import find_packs
from tests.helpers.shared_graph import SharedGraph
from tests.helpers.world import World, ask, pick


def world(*, run: bool = True) -> World:
    """Outlets o1, o2 (CN) and o3 (RU) run n1, n2, n3; nobody runs s and z. On xinjiang are x1, x2, on trade u2, u3.

    x1 of n1 4: a1 a2 b1 c1      x2 of s 3: a1 a2 b1           x3 of n1 (cotton, too): nobody
    u2 of n2 4: a1 a2 c1 d1      u3 of n3 3: a1 d1 e1          u4 of s 3: a1 c1 d1
    u5 of z 1: a2                u1 of n1: nobody
    """
    w = World()
    w.outlet("o1", "n1")
    w.outlet("o2", "n2")
    w.outlet("o3", "n3", state="RU")
    for account in ("n1", "n2", "n3", "s", "a1", "a2", "b1", "c1", "d1", "e1"):
        w.account(account, **({"status": "suspended"} if account == "a2" else {}))
    for post, author, text in [
        ("x1", "n1", "The truth"), ("x2", "s", "Look: COTTON fields"), ("x3", "n1", "cotton is fine"),
        ("u1", "n1", None), ("u2", "n2", None), ("u3", "n3", None), ("u4", "s", None), ("u5", "z", None),
    ]:  # fmt: skip
        w.post(post, author, "2021-01-01", text=text)
    for post, tag in [("x1", "xinjiang"), ("x2", "xinjiang"), ("u2", "trade"), ("u3", "trade")]:
        w.add("hashtags", post_id=post, tag=tag)
    w.add("links", post_id="x1", url="https://www.Videos.example/A")
    for account, days in {
        "a1": {"x1": 2, "x2": 2, "u2": 3, "u3": 4, "u4": 4}, "a2": {"x1": 2, "x2": 3, "u2": 3, "u5": 3},
        "b1": {"x1": 5, "x2": 5}, "c1": {"x1": 6, "u4": 6, "u2": 6}, "d1": {"u2": 7, "u3": 7, "u4": 7}, "e1": {"u3": 7},
    }.items():  # fmt: skip
        for post, day in days.items():
            w.retweet(account, post, f"2021-01-0{day}T12:00:00")
    for account, post in [("a1", "u1"), ("a1", "x1"), ("a1", "u4"), ("c1", "u2")]:
        w.add("likes", account_id=account, post_id=post)
    if run:
        w.run("r", ("a1", "a2"), ("d1", "e1"))
    return w


@pytest.fixture
def topics(shared_graph: SharedGraph) -> Connection:
    return shared_graph.load_world(world())


def test_topics(topics: Connection) -> None:
    """By the first cluster trade 3 and xinjiang 4 times, by the second trade 3 times; the link is on x1 alone."""
    rows = ask(topics, "topics")
    assert rows[0] == {
        "topicType": "hashtag", "topic": "trade", "posts": 2, "outletPosts": 2, "retweets": 7, "outletPostRetweets": 7,
        "clusterRetweets": 6, "clusterShare": pytest.approx(6 / 7), "clusterCount": 2, "retweetingMembers": 4,
        "firstPostDay": date(2021, 1, 1), "lastPostDay": date(2021, 1, 1),
    }  # fmt: skip
    columns = (
        "topic",
        "posts",
        "outletPosts",
        "retweets",
        "outletPostRetweets",
        "clusterRetweets",
        "clusterCount",
        "retweetingMembers",
    )
    assert pick(rows[1:], *columns) == [
        ("xinjiang", 2, 1, 7, 4, 4, 1, 2),
        ("videos.example", 1, 1, 4, 4, 2, 1, 2),
    ]
    # of equals the one that is retweeted more beside outlets' posts
    second = ask(topics, "topics", cluster="2")
    assert pick(second, "topic", "clusterRetweets", "clusterShare") == [
        ("trade", 3, pytest.approx(3 / 7)), ("xinjiang", 0, 0.0), ("videos.example", 0, 0.0),
    ]  # fmt: skip


def test_a_link_twice_on_a_post_is_one_of_its_domain(graph: Connection) -> None:
    w = World()
    w.post("p", "s", "2021-01-01")
    w.retweet("a", "p", "2021-01-02")
    for url in ("https://a.example/1", "https://a.example/2"):
        w.add("links", post_id="p", url=url)
    (row,) = ask(w.build(graph), "topics")
    assert (row["topic"], row["posts"], row["retweets"], row["clusterRetweets"]) == ("a.example", 1, 1, 0)


AMPLIFIERS = (
    "account",
    "retweets",
    "retweetedPosts",
    "retweetedAccounts",
    "allRetweets",
    "topicShare",
    "topicLikes",
    "firstDay",
    "lastDay",
    "cluster",
    "status",
)


def test_amplifiers_of_a_topic(topics: Connection) -> None:
    rows = ask(topics, "topic-amplifiers", tag="#Xinjiang")
    assert {row["topic"] for row in rows} == {"#xinjiang"}
    second, third, fifth, sixth = (date(2021, 1, day) for day in (2, 3, 5, 6))
    assert pick(rows, *AMPLIFIERS) == [
        ("x:a1", 2, 2, 2, 5, pytest.approx(2 / 5), 1, second, second, 1, None),
        ("x:a2", 2, 2, 2, 4, pytest.approx(2 / 4), 0, second, third, 1, "suspended"),
        ("x:b1", 2, 2, 2, 2, 1.0, 0, fifth, fifth, None, None),
        ("x:c1", 1, 1, 1, 3, pytest.approx(1 / 3), 0, sixth, sixth, None, None),
    ]


@pytest.mark.parametrize(
    ("given", "topic", "expected"),
    [
        # of two hashtags with seven retweets each the first by alphabet
        ({}, "#trade", [("x:a1", 2), ("x:d1", 2), ("x:a2", 1), ("x:c1", 1), ("x:e1", 1)]),
        ({"link": "videos.EXAMPLE"}, "videos.EXAMPLE", [("x:a1", 1), ("x:a2", 1), ("x:b1", 1), ("x:c1", 1)]),
        ({"text": "cotton"}, "cotton", [("x:a1", 1), ("x:a2", 1), ("x:b1", 1)]),
        # x2 has both and counts once
        (
            {"tag": "xinjiang", "text": "cotton", "minRetweets": "2"},
            "#xinjiang or cotton",
            [("x:a1", 2), ("x:a2", 2), ("x:b1", 2)],
        ),
        (
            {"link": "videos", "text": "cotton", "minRetweets": "2"},
            "videos or cotton",
            [("x:a1", 2), ("x:a2", 2), ("x:b1", 2)],
        ),
        ({"tag": "xinjiang", "cluster": "1"}, "#xinjiang", [("x:a1", 2), ("x:a2", 2)]),
        ({"tag": "xinjiang", "cluster": "2"}, "", []),
        ({"tag": "xinjiang", "since": "2021-01-03"}, "#xinjiang", [("x:b1", 2), ("x:a2", 1), ("x:c1", 1)]),
        ({"tag": "xinjiang", "until": "2021-01-02"}, "#xinjiang", [("x:a1", 2), ("x:a2", 1)]),
        ({"tag": "nothing"}, "", []),
        ({"text": "%' OR 1=1 //"}, "", []),
    ],
)
def test_topics_match_by_hashtag_link_or_text(
    topics: Connection, given: dict[str, str], topic: str, expected: list[tuple[str, int]]
) -> None:
    rows = ask(topics, "topic-amplifiers", **given)
    assert pick(rows, "account", "retweets") == expected
    assert {row["topic"] for row in rows} == ({topic} if topic else set())


def test_retweets_of_posts_whose_author_is_unknown_are_in_both_counts(graph: Connection) -> None:
    w = World()
    for post in ("p1", "p2", "p3"):
        w.add("hashtags", post_id=post, tag="t")
        w.retweet("a", post, "2021-01-02")
    w.post("q", "s", "2021-01-01")
    w.retweet("a", "q", "2021-01-02")
    w.retweet("b", "p1", "2021-01-02")
    rows = ask(w.build(graph), "topic-amplifiers")
    assert pick(rows, "account", "retweets", "allRetweets", "topicShare") == [("x:a", 3, 4, 0.75), ("x:b", 1, 1, 1.0)]


def test_what_else_they_amplify(topics: Connection) -> None:
    """a1, a2 and b1 amplify xinjiang twice. Off it a1 retweets u2, u3, u4 and a2 u2, u5: five. c1 retweets it once and
    is not among the others: d1 (u2, u3, u4) and e1 (u3). Of their four retweets n2 and s have one each, n3 two, z none,
    trade three.
    """
    rows = ask(topics, "what-else", tag="xinjiang")
    third = pytest.approx(1 / 3)
    columns = (
        "itemType",
        "item",
        "itemId",
        "retweets",
        "accounts",
        "shareOfAmplifiers",
        "shareOfOffTopic",
        "othersShare",
        "lift",
    )
    assert pick(rows, *columns) == [
        ("outlet", "o2", "o2", 2, 2, pytest.approx(2 / 3), 0.4, 0.25, pytest.approx(1.6)),
        ("outlet", "o3", "o3", 1, 1, third, 0.2, 0.5, pytest.approx(0.4)),
        ("account", "S", "x:s", 1, 1, third, 0.2, 0.25, pytest.approx(0.8)),
        ("account", "x:z", "x:z", 1, 1, third, 0.2, 0.0, None),
        ("hashtag", "trade", "trade", 3, 2, pytest.approx(2 / 3), 0.6, 0.75, pytest.approx(0.8)),
    ]
    assert {(row["topic"], row["amplifiers"], row["examinedAmplifiers"]) for row in rows} == {("#xinjiang", 3, 3)}
    assert pick(ask(topics, "what-else", tag="xinjiang", maxPerType="1"), "itemId") == [("o2",), ("x:s",), ("trade",)]
    # a1 alone: u2, u3 and u4, one of each
    one = ask(topics, "what-else", tag="xinjiang", maxAmplifiers="1")
    assert pick(one, "amplifiers", "examinedAmplifiers", "itemId", "retweets", "shareOfOffTopic") == [
        (3, 1, "o2", 1, third),
        (3, 1, "o3", 1, third),
        (3, 1, "x:s", 1, third),
        (3, 1, "trade", 2, pytest.approx(2 / 3)),
    ]
    assert ask(topics, "what-else", tag="xinjiang", cluster="2") == []


@pytest.fixture
def shared_target(shared_graph: SharedGraph) -> Connection:
    """Four retweet k1 and k2 of s on topic t, and ten posts of o beside it; e does, but k1 alone. Four others retweet
    nine posts of p and one of o."""
    w = World()
    w.outlet("O", "o")
    for account in ("o", "p", "s", *(f"a{n}" for n in range(4)), *(f"b{n}" for n in range(4)), "e"):
        w.account(account)
    for post in ("k1", "k2"):
        w.post(post, "s", "2021-01-01")
        w.add("hashtags", post_id=post, tag="t")
    for number in range(10):
        w.post(f"o{number}", "o", "2021-01-01")
        w.post(f"p{number}", "p", "2021-01-01")
    own = [f"o{n}" for n in range(10)]
    posts = {f"a{n}": ["k1", "k2", *own] for n in range(4)} | {"e": ["k1", *own]}
    posts |= {f"b{n}": ["o0", *(f"p{m}" for m in range(9))] for n in range(4)}
    for account, retweeted in posts.items():
        for post in retweeted:
            w.retweet(account, post, "2021-01-02")
    w.run("r", ("a0", "a1"), ("a2", "a3"))
    return shared_graph.load_world(w)


@pytest.mark.parametrize(
    ("given", "amplifiers", "looked", "retweets"),
    [
        ({}, 4, 4, 40),
        ({"maxAmplifiers": "2"}, 4, 2, 20),
        ({"cluster": "1"}, 2, 2, 20),
        ({"minRetweets": "1"}, 5, 5, 50),
    ],
)
def test_a_lift_does_not_hang_on_how_many_are_looked_at(
    shared_target: Connection, given: dict[str, str], amplifiers: int, looked: int, retweets: int
) -> None:
    """All that amplifiers retweet beside t is o's; of the 40 retweets of those who never retweet t four are."""
    rows = ask(shared_target, "what-else", tag="t", **given)
    columns = (
        "amplifiers",
        "examinedAmplifiers",
        "itemId",
        "retweets",
        "accounts",
        "shareOfAmplifiers",
        "shareOfOffTopic",
        "othersShare",
        "lift",
    )
    assert pick(rows, *columns) == [
        (amplifiers, looked, "O", retweets, looked, 1.0, 1.0, pytest.approx(0.1), pytest.approx(10)),
    ]


def test_a_picture_of_what_they_have_in_common(shared_target: Connection) -> None:
    # four have as many retweets of o: the first two by key; of the two posts that they share the first
    expected = [
        ("topic", "(Post x:k1)-[TAGGED]->(Hashtag t)"),
        ("retweet", "(Account A0)-[RETWEETED]->(Post x:k1)"),
        ("retweet", "(Account A1)-[RETWEETED]->(Post x:k1)"),
        ("membership", "(Account A0)-[MEMBER_OF]->(Cluster r/1)"),
        ("membership", "(Account A1)-[MEMBER_OF]->(Cluster r/1)"),
        ("amplification", "(Account A0)-[AMPLIFIED 10]->(Account O)"),
        ("amplification", "(Account A1)-[AMPLIFIED 10]->(Account O)"),
        ("operation", "(Account O)-[OPERATED_BY]->(Outlet O)"),
    ]
    assert pick(ask(shared_target, "what-else-paths", tag="t", accounts="2"), "part", "path") == expected
    # ten times as much as the others, not more
    assert ask(shared_target, "what-else-paths", tag="t", minLift="10.1") == []
    assert ask(shared_target, "what-else-paths", tag="t", minLift="10", accounts="2")
    assert ask(shared_target, "what-else-paths", tag="t", minAmplifiers="5") == []
    assert ask(shared_target, "what-else-paths", tag="t", minRetweets="3") == []
    second = pick(ask(shared_target, "what-else-paths", tag="t", cluster="2"), "part", "path")
    assert [path for part, path in second if part == "membership"] == [
        "(Account A2)-[MEMBER_OF]->(Cluster r/2)", "(Account A3)-[MEMBER_OF]->(Cluster r/2)",
    ]  # fmt: skip


def test_a_target_that_nobody_else_retweets_is_drawn_and_one_on_the_topic_is_not(topics: Connection) -> None:
    """Beside xinjiang a1 and a2 retweet n2 twice, others once in four; s and n1 have posts on it. Usual is 5 / 4."""
    drawn = pick(ask(topics, "what-else-paths", tag="xinjiang", minLift="1.6"), "part", "path")
    assert [path for part, path in drawn if part == "amplification"] == [
        "(Account A1)-[AMPLIFIED 1]->(Account N2)", "(Account A2)-[AMPLIFIED 1]->(Account N2)",
    ]  # fmt: skip
    # only z, which a2 alone retweets; n3 is retweeted less than usual
    drawn = pick(ask(topics, "what-else-paths", tag="xinjiang", minLift="1.6", minAmplifiers="1"), "part", "path")
    assert [path for part, path in drawn if part == "amplification"] == [
        "(Account A1)-[AMPLIFIED 1]->(Account N2)", "(Account A2)-[AMPLIFIED 1]->(Account N2)",
        "(Account A2)-[AMPLIFIED 1]->(Account x:z)",
    ]  # fmt: skip


def test_an_account_that_several_outlets_run_counts_once_with_each(graph: Connection) -> None:
    """t is run by o1 and o2 of CN and by o3 of RU; k1 and k2 of its posts are on the topic, m1 to m3 are not."""
    w = World()
    for outlet, state in [("o1", "CN"), ("o2", "CN"), ("o3", "RU")]:
        w.outlet(outlet, "t", state=state)
    for post in ("k1", "k2", "m1", "m2", "m3"):
        w.post(post, "t", "2021-01-01")
        w.retweet("a", post, "2021-01-02")
    for post in ("k1", "k2"):
        w.add("hashtags", post_id=post, tag="topic")
        w.retweet("b", post, "2021-01-02")
    w.retweet("c", "m1", "2021-01-02")
    w.build(graph)
    # one registry names one outlet for an account
    graph.execute("MATCH (t:Account {accountId: 'x:t'}), (o:Outlet) MERGE (t)-[:OPERATED_BY]->(o)")
    rebuild_rollups(graph)
    # c alone is of the others, and all it retweets is of t
    columns = ("itemId", "retweets", "accounts", "shareOfOffTopic", "othersShare", "lift")
    assert pick(ask(graph, "what-else"), *columns) == [
        ("o1", 3, 1, 1.0, 1.0, 1.0), ("o2", 3, 1, 1.0, 1.0, 1.0), ("o3", 3, 1, 1.0, 1.0, 1.0),
    ]  # fmt: skip
    for state in ("", "CN", "RU"):
        everybody = ask(graph, "also-amplified-share", state=state)[0]
        # b has nothing off the topic
        counts = ("amplifiers", "offTopicAmplifiers", "topicRetweets", "offTopicRetweets")
        assert [everybody[name] for name in counts] == [2, 1, 4, 3]
    assert ask(graph, "also-amplified-share", state="IR")[0]["offTopicRetweets"] == 0


def test_who_does_nothing_else(graph: Connection) -> None:
    w = World()
    w.post("p", "s", "2021-01-01")
    w.add("hashtags", post_id="p", tag="t")
    w.retweet("a", "p", "2021-01-02")
    w.build(graph)
    assert ask(graph, "what-else", minRetweets="1") == []
    (everybody, alone) = ask(graph, "also-amplified-share", minRetweets="1")
    assert (everybody["amplifiers"], everybody["offTopicAmplifiers"], everybody["offTopicShare"]) == (1, 0, 0.0)
    assert {**everybody, "accountGroup": alone["accountGroup"]} == alone


ALSO = (
    "accountGroup", "cluster", "amplifiers", "examinedAmplifiers", "offTopicAmplifiers", "offTopicAmplifierShare",
    "topicRetweets", "offTopicRetweets", "offTopicShare",
    "likers", "likesGiven", "offTopicLikes",
)  # fmt: skip


def test_how_many_amplify_unrelated_posts_of_outlets_too(topics: Connection) -> None:
    """Off the topic a1 retweets outlets twice (u2, u3), a2 once (u2), b1 never; of a1's three likes u1 is such."""
    assert pick(ask(topics, "also-amplified-share", tag="xinjiang"), *ALSO) == [
        ("all", None, 3, 3, 2, pytest.approx(2 / 3), 6, 3, pytest.approx(3 / 9), 1, 3, 1),
        ("in no cluster", None, 1, 1, 0, 0.0, 2, 0, 0.0, 0, 0, 0),
        ("in a cluster", 1, 2, 2, 2, 1.0, 4, 3, pytest.approx(3 / 7), 1, 3, 1),
    ]
    russian = ask(topics, "also-amplified-share", tag="xinjiang", state="ru")
    assert pick(russian[:1], "amplifiers", "offTopicAmplifiers", "offTopicRetweets", "offTopicLikes") == [(3, 1, 1, 0)]
    # c1 retweets x1 and u2, and likes u2
    once = ask(topics, "also-amplified-share", tag="xinjiang", minRetweets="1")
    assert pick(
        once[:1], "amplifiers", "offTopicAmplifiers", "topicRetweets", "offTopicRetweets", "likers", "offTopicLikes"
    ) == [(4, 3, 7, 4, 2, 2)]
    assert pick(ask(topics, "also-amplified-share", tag="xinjiang", cluster="1"), "accountGroup", "amplifiers") == [
        ("all", 2), ("in a cluster", 2),
    ]  # fmt: skip
    # a1 alone is looked at
    assert pick(ask(topics, "also-amplified-share", tag="xinjiang", maxAmplifiers="1"), *ALSO) == [
        ("all", None, 3, 1, 1, 1.0, 2, 2, 0.5, 1, 3, 1),
        ("in no cluster", None, 1, 0, 0, None, 0, 0, None, 0, 0, 0),
        ("in a cluster", 1, 2, 1, 1, 1.0, 2, 2, 0.5, 1, 3, 1),
    ]
    # on both topics, x1 and what is called cotton, nothing of n1 is off
    assert ask(topics, "also-amplified-share", tag="xinjiang", text="cotton")[0]["offTopicRetweets"] == 3


def test_without_a_run_nobody_is_in_a_cluster(graph: Connection) -> None:
    world(run=False).build(graph)
    assert pick(ask(graph, "topics"), "topic", "clusterRetweets") == [
        ("trade", 0),
        ("xinjiang", 0),
        ("videos.example", 0),
    ]
    assert {row["cluster"] for row in ask(graph, "topic-amplifiers")} == {None}
    assert len(ask(graph, "what-else", tag="xinjiang")) == 5
    assert [row["accountGroup"] for row in ask(graph, "also-amplified-share")] == ["all", "in no cluster"]
    for picture in ("topic-paths", "what-else-paths"):
        assert "membership" not in {row["part"] for row in ask(graph, picture)}
    assert ask(graph, "topic-amplifiers", cluster="1") == []


def test_a_picture_of_a_topic(topics: Connection) -> None:
    # of a1's two posts the first by key; next to n1, it retweets s most
    assert pick(ask(topics, "topic-paths", tag="xinjiang", accounts="1", posts="1", targets="1"), "part", "path") == [
        ("topic", "(Post x:x1)-[TAGGED]->(Hashtag xinjiang)"),
        ("authorship", "(Account N1)-[POSTED]->(Post x:x1)"),
        ("retweet", "(Account A1)-[RETWEETED]->(Post x:x1)"),
        ("membership", "(Account A1)-[MEMBER_OF]->(Cluster r/1)"),
        ("amplification", "(Account A1)-[AMPLIFIED 2]->(Account S)"),
    ]
    linked = pick(ask(topics, "topic-paths", link="videos", targets="2"), "part", "path")
    assert linked[0][0] == "topic"
    assert "LINKS_TO" in linked[0][1]
    assert linked[-1] == ("operation", "(Account N2)-[OPERATED_BY]->(Outlet o2)")


def test_answers_do_not_hang_on_the_order_of_loading(graph: Connection) -> None:
    answers = []
    for backwards in (False, True):
        graph.execute("MATCH (n) DETACH DELETE n")
        world().build(graph, backwards=backwards)
        answers.append(
            [
                ask(
                    graph,
                    query.name,
                    **({"minLift": "0.5", "minAmplifiers": "1"} if "minLift" in query.parameters else {}),
                )
                for query in find_packs()["campaigns"].queries
            ]
        )
    assert answers[0] == answers[1]
    assert all(answers[0])
