"""The pack impersonation on a world of two clusters: three who claim to be in London, and two who retweet RT."""

from datetime import date

import pytest

from explorer.graph.connection.connect import Connection
from explorer.graph.rollups import rebuild_rollups
from explorer.packs.catalog import find_packs
from tests.helpers.amplification import make_boosts
from tests.helpers.shared_graph import SharedGraph
from tests.helpers.world import World, ask, ask_raw, pick, time

LOW = {"minRetweets": "1", "minActions": "1", "minAccounts": "2", "minSimilarity": "0.5"}


def world(*, run: bool = True) -> World:
    """Retweets by target; envoy (amb) and mission (emb) are diplomats, paper (gt) and RT (rt, of RU) media, s is none.

    a1: amb 02:00:00, amb 03:00, emb 04:00      b1: rt 12:00, s 13:00
    a2: amb 02:00:10, amb 03:00:10              b2: rt 12:00:05
    a3: amb 02:00:20, gt 05:00                  c: amb 15:00, s 16:00, rt 02:00 of the next day
                                                d: gt 18:00
    a1, a2 and c say the same, the first two in reply to amb, and so does s, who retweets nobody.
    """
    w = World()
    w.outlet("envoy", "amb", kind="diplomat", owner="MFA")
    w.outlet("mission", "emb", kind="diplomat", owner="MFA")
    w.outlet("paper", "gt")
    w.outlet("RT", "rt", state="RU")
    for account, handle in [("amb", "AmbLiuXiaoMing"), ("emb", "embassy_uk"), ("gt", "daily"), ("rt", "today")]:
        w.account(account, handle=handle, bio="Official account.", location="London")
    w.account("a1", location="London, UK", bio="Proud  Brit", created_at="2020-01-03T08:00:00", status="active")
    w.account("a2", location="London, UK", bio="PROUD BRIT", created_at="2020-01-03T23:59:59")
    w.account("a3", location="london", bio="proud brit", created_at="2020-01-04", status="suspended")
    w.account("b1", location="Moscow", handle="AmbLiuXia0Ming")
    w.account("b2")
    w.account("c", location="Greater London", bio="Proud Brit", created_at="2020-02-01")
    w.account("d", bio="Proud Scot")
    for post, author in [("pa1", "amb"), ("pa2", "amb"), ("pe", "emb"), ("pg", "gt"), ("pr", "rt"), ("ps", "s")]:
        w.post(post, author, "2021-01-01")
    for account, post, at in [
        ("a1", "pa1", "01T02:00:00"), ("a1", "pa2", "01T03:00:00"), ("a1", "pe", "01T04:00:00"),
        ("a2", "pa1", "01T02:00:10"), ("a2", "pa2", "01T03:00:10"),
        ("a3", "pa1", "01T02:00:20"), ("a3", "pg", "01T05:00:00"),
        ("b1", "pr", "01T12:00:00"), ("b1", "ps", "01T13:00:00"), ("b2", "pr", "01T12:00:05"),
        ("c", "pa1", "01T15:00:00"), ("c", "ps", "01T16:00:00"), ("c", "pr", "02T02:00:00"),
        ("d", "pg", "01T18:00:00"),
    ]:  # fmt: skip
        w.retweet(account, post, f"2021-01-{at}")
    for post, author, at, text, to in [
        ("q1", "a1", "01T02:30:00", "@amb Thank you for telling the real story!", "pa1"),
        ("q2", "a2", "01T02:31:00", "Thank you, for telling\nthe real story", "pa1"),
        ("q3", "c", "01T15:30:00", "thank you for telling the REAL story https://x.example/1", None),
        ("q4", "b1", "01T14:00:00", "Something else altogether, of seven words", None),
        ("q5", "s", "02T14:00:00", "Thank you for telling the real story", None),
    ]:
        w.post(post, author, f"2021-01-{at}", text=text, reply_to_id=to)
    if run:
        w.run("r", ("a1", "a2", "a3"), ("b1", "b2"))
    return w


@pytest.fixture
def profiles(shared_graph: SharedGraph) -> Connection:
    return shared_graph.load_world(world())


def test_what_a_cluster_s_profiles_have_in_common(profiles: Connection) -> None:
    """Of the first's 7 retweets 6 are of diplomats, 5 of these of amb; a3 retweets gt, too. The second: RT 2, s 1."""
    first, second = ask(profiles, "cluster-profiles")
    assert first == {
        "cluster": 1, "members": 3, "membersWithLocation": 3, "commonLocation": "London, UK", "membersAtLocation": 2,
        "membersWithCreation": 3, "creationDays": 2,
        "busiestDay": date(2020, 1, 3), "createdOnBusiestDay": 2, "membersWithBio": 3, "commonBio": "PROUD BRIT",
        "membersSharingBio": 3, "topKind": "CN diplomat",
        "shareOfKind": pytest.approx(6 / 7), "exclusiveMembers": 2, "outlets": 2, "topOutlet": "envoy",
        "topOutletShare": pytest.approx(5 / 7), "membersWithStatus": 2, "suspendedKnownShare": 0.5,
    }  # fmt: skip
    assert second == {
        "cluster": 2, "members": 2, "membersWithLocation": 1, "commonLocation": "Moscow", "membersAtLocation": 1,
        "membersWithCreation": 0, "creationDays": 0,
        "busiestDay": None, "createdOnBusiestDay": 0, "membersWithBio": 0, "commonBio": None, "membersSharingBio": 0,
        "topKind": "RU media",
        "shareOfKind": pytest.approx(2 / 3), "exclusiveMembers": 1, "outlets": 1, "topOutlet": "RT",
        "topOutletShare": pytest.approx(2 / 3), "membersWithStatus": 0, "suspendedKnownShare": None,
    }  # fmt: skip
    assert ask(profiles, "cluster-profiles", cluster="2") == [second]


def test_a_cluster_without_retweets_of_outlets_has_a_profile(graph: Connection) -> None:
    w = World()
    w.post("p", "s", "2021-01-01")
    for account in ("a", "b"):
        w.account(account)
        w.retweet(account, "p", "2021-01-02")
    w.run("r", ("a", "b"))
    (row,) = ask(w.build(graph), "cluster-profiles")
    columns = ("topKind", "shareOfKind", "exclusiveMembers", "outlets", "topOutlet", "topOutletShare")
    assert [row[name] for name in columns] == [
        None, None, 0, 0, None, None,
    ]  # fmt: skip


def run_by_all(graph: Connection, account: str) -> None:
    """Let all outlets run an account: one registry names only one."""
    graph.execute(
        "MATCH (t:Account {accountId: $key}), (o:Outlet) MERGE (t)-[:OPERATED_BY]->(o)", {"key": f"x:{account}"}
    )
    rebuild_rollups(graph)


@pytest.fixture
def shared_author(graph: Connection) -> Connection:
    """a retweets t, operated by o1 and o2, ten times, and nasa, operated by no outlet, ten times; b retweets t once."""
    w = World()
    for outlet in ("o1", "o2"):
        w.outlet(outlet, "t", kind="diplomat", owner="MFA")
    for account, author in 10 * [("a", "t"), ("a", "nasa")] + [("b", "t")]:
        w.retweet(account, None, "2021-01-02", author=author)
    w.build(graph)
    run_by_all(graph, "t")
    return graph


@pytest.mark.parametrize(
    ("given", "group"),
    [
        ({"by": "kind"}, "CN diplomat"),
        ({"by": "state"}, "CN"),
        ({"by": "owner"}, "MFA"),
        ({"outlets": "o1,o2"}, "those given"),
    ],
)
def test_an_account_of_two_outlets_counts_once_in_a_group(
    shared_author: Connection, given: dict[str, str], group: str
) -> None:
    asked = {"minShare": "0.5", "minRetweets": "10"} | given
    assert pick(ask(shared_author, "exclusive-accounts", **asked), *EXCLUSIVE) == [
        ("x:a", group, None, 10, 20, 0.5, 2, None),
    ]
    assert ask(shared_author, "exclusive-accounts", **(asked | {"minShare": "0.6"})) == []
    assert ask(shared_author, "exclusive-accounts", **(asked | {"minRetweets": "11"})) == []


def test_an_id_means_that_outlet_alone(graph: Connection) -> None:
    w = World()
    w.outlet("gt", "n1", name="Global Times")
    w.outlet("gt-2", "n2", name="GT Arabic")
    w.retweet("a", None, "2021-01-02", author="n1")
    w.retweet("b", None, "2021-01-02", author="n2")
    w.build(graph)
    for outlets, expected in [
        ("GT", ["x:a"]),
        ("gt arab", ["x:b"]),
        ("GT-2,global", ["x:a", "x:b"]),
        ("g", ["x:a", "x:b"]),
    ]:
        assert [
            row["account"] for row in ask(graph, "exclusive-accounts", outlets=outlets, minRetweets="1")
        ] == expected


def test_a_profile_where_two_outlets_run_an_account(graph: Connection) -> None:
    """t is a paper's and a mission's: both kinds have all four retweets, and the one that also runs m has more."""
    w = World()
    w.outlet("paper", "t")
    w.outlet("mission", kind="diplomat")
    w.outlet("second mission", "m", kind="diplomat")
    for account in ("a", "b"):
        for author in ("t", "t"):
            w.retweet(account, None, "2021-01-02", author=author)
    w.retweet("b", None, "2021-01-02", author="m")
    w.run("r", ("a", "b"))
    w.build(graph)
    run_by_all(graph, "t")
    (row,) = ask(graph, "cluster-profiles")
    # of five retweets t's four and m's one are of diplomats, once each, though two of them run t
    columns = ("topKind", "shareOfKind", "exclusiveMembers", "outlets", "topOutlet", "topOutletShare")
    assert [row[name] for name in columns] == [
        "CN diplomat", 1.0, 2, 2, "second mission", 1.0,
    ]  # fmt: skip


def test_the_hours_of_a_cluster(profiles: Connection) -> None:
    """Acts of the first: five in the hour of 02 (three retweets, two replies), two at 03, one at 04 and at 05.

    Eight hours without any begin between 06 (06 to 13) and 18 (18 to 01). To begin at 23:00
    local time, 06 needs 17 hours more, which is 7 less; 11 needs 12; 18 needs 5.
    """
    first, second = ask(profiles, "posting-hours", minActions="1")
    assert first == {
        "cluster": 1, "members": 3, "account": None, "handle": None, "location": "London, UK", "actions": 9,
        "actionsByHour": [0, 0, 5, 2, 1, 1] + 18 * [0], "quietShare": 0.0, "quietHoursFrom": list(range(6, 19)),
        "utcOffsets": [-7, -8, -9, -10, -11, 12, 11, 10, 9, 8, 7, 6, 5],
    }  # fmt: skip
    assert (second["actions"], second["actionsByHour"][12:15]) == (4, [2, 1, 1])
    assert ask(profiles, "posting-hours") == []
    members = ask(profiles, "posting-hours", cluster="1", minActions="1")
    assert pick(members, "account", "location", "actions") == [
        ("x:a1", "London, UK", 4), ("x:a2", "London, UK", 3), ("x:a3", "london", 2),
    ]  # fmt: skip
    assert ask(profiles, "posting-hours", minActions="1", until="2020-12-31") == []
    day = {"since": "2021-01-01", "until": "2021-01-01"}
    assert ask(profiles, "posting-hours", minActions="1", **day) == [first, second]


def test_quietest_hours_where_none_is_empty(graph: Connection) -> None:
    """One act in each hour, and another in each but those from 20 to 03: eight of 40 acts are in these."""
    w = World()
    for hour in range(24):
        for number in range(1 if hour >= 20 or hour < 4 else 2):
            w.post(f"p{hour}-{number}", "s", "2021-01-01")
            w.retweet("a", f"p{hour}-{number}", f"2021-01-02T{hour:02}:30:00")
    w.account("a")
    w.account("b")
    w.run("r", ("a", "b"))
    (row,) = ask(w.build(graph), "posting-hours")
    assert (row["actions"], row["quietShare"], row["quietHoursFrom"], row["utcOffsets"]) == (
        40,
        pytest.approx(0.2),
        [20],
        [3],
    )


HOURS = (
    "accountGroup",
    "cluster",
    "accounts",
    "actions",
    "nightActions",
    "nightShare",
    "othersNightShare",
    "nightRatio",
)


def test_the_night_of_a_claimed_place(profiles: Connection) -> None:
    """From 00 to 06: all 9 acts of the first cluster; one of c's 4. Of everyone else b1 has 3 acts, b2 and d have one
    each, s posts at midnight and at 14:00: one of these 7 is by night. Outlets are left out."""
    rows = ask(profiles, "place-hours")
    others = pytest.approx(1 / 7)
    assert pick(rows, *HOURS) == [
        ("in a cluster", 1, 3, 9, 9, 1.0, others, pytest.approx(7)),
        ("in no cluster", None, 1, 4, 1, 0.25, others, pytest.approx(7 / 4)),
        ("everyone else", None, 4, 7, 1, others, others, pytest.approx(1)),
    ]
    # at UTC-3 the hour of 02 is 23:00 of the day before: four of nine are left
    assert ask(profiles, "place-hours", utcOffset="-3")[0]["nightActions"] == 4
    # at UTC+3:30 what is done at 02:30 or later is done by day
    assert ask(profiles, "place-hours", utcOffset="3.5")[0]["nightActions"] == 3
    assert [row["accountGroup"] for row in ask(profiles, "place-hours", place="Mosc")] == [
        "in a cluster",
        "everyone else",
    ]
    assert [row["accounts"] for row in ask(profiles, "place-hours", place="atlantis")] == [8]
    assert [row["accountsWithBioPlace"] for row in rows] == [0, 0, 0]
    day = ask(profiles, "place-hours", until="2021-01-01")
    assert pick(day, "actions", "nightActions") == [(9, 9), (3, 0), (6, 1)]


def test_a_place_claimed_in_a_bio(profiles: Connection) -> None:
    """Bios with "brit" have a1, a2, a3 and c. In Moscow is b1, without a bio."""
    columns = ("accountGroup", "accounts", "accountsWithBioPlace")
    assert pick(ask(profiles, "place-hours", place="BRIT", claimedIn="bio"), *columns) == [
        ("in a cluster", 3, 3), ("in no cluster", 1, 1), ("everyone else", 4, 0),
    ]  # fmt: skip
    assert pick(ask(profiles, "place-hours", place="brit"), *columns) == [("everyone else", 8, 4)]
    both = {"claimedIn": "either", "place": "o"}
    # o is in "London", "Moscow" and "Proud Scot": in all but b2 and s
    assert pick(ask(profiles, "place-hours", **both), *columns) == [
        ("in a cluster", 3, 3), ("in a cluster", 1, 0), ("in no cluster", 2, 2), ("everyone else", 2, 0),
    ]  # fmt: skip
    # the end of a location and the beginning of a bio are no word
    assert pick(ask(profiles, "place-hours", claimedIn="either", place="ukproud"), *columns) == [
        ("everyone else", 8, 0)
    ]


def test_the_night_of_a_place_of_a_sample(profiles: Connection) -> None:
    # by their keys read backwards: of everyone else 1b:x (b1), 2b:x (b2); outlets' accounts come after
    rows = ask(profiles, "place-hours", maxAccounts="2")
    assert pick(rows[-1:], "accounts", "actions", "nightActions", "nightRatio") == [(2, 4, 0, None)]
    assert pick(rows[:1], "accounts", "actions") == [(3, 9)]


def test_without_a_run_nobody_is_in_a_cluster(graph: Connection) -> None:
    world(run=False).build(graph)
    assert pick(ask(graph, "place-hours"), "accountGroup", "accounts") == [("in no cluster", 4), ("everyone else", 4)]
    assert pick(ask(graph, "shared-bios"), "bio", "accounts", "clusterMembers", "clusters") == [
        ("PROUD BRIT", 4, 0, []),
        ("Official account.", 4, 0, []),
    ]
    assert pick(ask(graph, "shared-phrases"), "accounts", "clusterMembers") == [(3, 0)]
    assert pick(ask(graph, "outlet-replies"), *REPLIES) == [("envoy", "all", None, 2, 2, 1.0, 1, 6, 1.0)]
    assert pick(ask(graph, "exclusive-accounts", minRetweets="2"), "account", "cluster") == [("x:a2", None)]
    assert pick(ask(graph, "bio-accounts", bio="scot"), "account", "cluster") == [("x:d", None)]
    assert {row["part"] for row in ask(graph, "phrase-paths", phrase="real story")} == {
        "authorship", "answer", "answered", "operation",
    }  # fmt: skip
    for name in ("cluster-profiles", "posting-hours", "lookalike-handles", "exclusive-paths", "phrase-paths"):
        assert ask(graph, name) == []


EXCLUSIVE = ("account", "group", "outletId", "retweets", "allRetweets", "groupShare", "outlets", "cluster")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        # a1 retweets amb twice in three
        ({}, [("x:a2", "envoy", "envoy", 2, 2, 1.0, 1, 1)]),
        (
            {"minShare": "0.6"},
            [("x:a1", "envoy", "envoy", 2, 3, pytest.approx(2 / 3), 1, 1), ("x:a2", "envoy", "envoy", 2, 2, 1.0, 1, 1)],
        ),
        (
            {"by": "kind"},
            [("x:a1", "CN diplomat", None, 3, 3, 1.0, 2, 1), ("x:a2", "CN diplomat", None, 2, 2, 1.0, 1, 1)],
        ),
        ({"by": "owner"}, [("x:a1", "MFA", None, 3, 3, 1.0, 2, 1), ("x:a2", "MFA", None, 2, 2, 1.0, 1, 1)]),
        (
            {"by": "state"},
            [
                ("x:a1", "CN", None, 3, 3, 1.0, 2, 1),
                ("x:a2", "CN", None, 2, 2, 1.0, 1, 1),
                ("x:a3", "CN", None, 2, 2, 1.0, 2, 1),
            ],
        ),
        (
            {"outlets": "ENV,paper"},
            [("x:a2", "those given", None, 2, 2, 1.0, 1, 1), ("x:a3", "those given", None, 2, 2, 1.0, 2, 1)],
        ),
        ({"state": "ru", "minRetweets": "1"}, [("x:b2", "RT", "RT", 1, 1, 1.0, 1, 2)]),
        ({"minRetweets": "3"}, []),
        # an id means that outlet alone, in any case
        ({"outlets": "rt", "minRetweets": "1"}, [("x:b2", "those given", None, 1, 1, 1.0, 1, 2)]),
    ],
)
def test_accounts_exclusive_to_a_group(
    profiles: Connection, given: dict[str, str], expected: list[tuple[object, ...]]
) -> None:
    assert pick(ask(profiles, "exclusive-accounts", **({"minRetweets": "2"} | given)), *EXCLUSIVE) == expected


def test_bios_that_accounts_share(profiles: Connection) -> None:
    """Four have one bio but for case and spaces: a1 to a3 of cluster 1, and c. The outlets' accounts share another."""
    rows = ask(profiles, "shared-bios")
    assert rows == [
        {
            "bio": "PROUD BRIT", "accounts": 4, "outletAccounts": 0, "clusterMembers": 3, "clusters": [1],
            "accountsWithStatus": 2,
            "suspendedAccounts": 1, "firstCreatedDay": date(2020, 1, 3), "lastCreatedDay": date(2020, 2, 1),
            "examples": ["x:a1", "x:a2", "x:a3"],
        },
        {
            "bio": "Official account.", "accounts": 4, "outletAccounts": 4, "clusterMembers": 0, "clusters": [],
            "accountsWithStatus": 0,
            "suspendedAccounts": 0, "firstCreatedDay": None, "lastCreatedDay": None, "examples": ["x:amb"],
        },
    ]  # fmt: skip
    assert ask(profiles, "shared-bios", cluster="1", minAccounts="4", maxExamples="1")[0]["examples"] == ["x:a1"]
    assert ask(profiles, "shared-bios", cluster="2") == []
    assert ask(profiles, "shared-bios", minAccounts="5") == []
    assert [row["bio"] for row in ask(profiles, "shared-bios", minAccounts="1")][-1] == "Proud Scot"


def test_accounts_behind_a_bio(profiles: Connection) -> None:
    rows = ask(profiles, "bio-accounts", bio="BRIT")
    assert pick(rows, "account", "bio", "createdDay", "status", "cluster", "operator", "retweets") == [
        # a1's has two spaces: "Proud  Brit" holds BRIT as it does
        ("x:a1", "Proud  Brit", date(2020, 1, 3), "active", 1, None, 3),
        ("x:a2", "PROUD BRIT", date(2020, 1, 3), None, 1, None, 2),
        ("x:a3", "proud brit", date(2020, 1, 4), "suspended", 1, None, 2),
        ("x:c", "Proud Brit", date(2020, 2, 1), None, None, None, 3),
    ]
    assert pick(ask(profiles, "bio-accounts", bio="brit", location="greater"), "account") == [("x:c",)]
    assert pick(ask(profiles, "bio-accounts", bio="official", top="1"), "account", "operator") == [("x:amb", "envoy")]
    # every bio is none, too
    assert pick(ask(profiles, "bio-accounts", location="mosc"), "account", "bio") == [("x:b1", None)]


def test_phrases_that_accounts_share(profiles: Connection) -> None:
    """Seven words are three phrases of five. s says the same but retweets no outlet; the link and @amb are no words."""
    (row,) = ask(profiles, "shared-phrases")
    assert row == {
        "phrase": "for telling the real story", "phraseCount": 3, "accounts": 3, "posts": 3, "replyPosts": 2,
        "clusterMembers": 2,
        "clusters": [1], "suspendedAccounts": 0, "answeredOutlets": ["envoy"],
        "firstPostAt": time("2021-01-01T02:30:00"),
        "lastPostAt": time("2021-01-01T15:30:00"), "examples": ["x:a1", "x:a2", "x:c"], "post": "x:q1",
    }  # fmt: skip
    (seven,) = ask(profiles, "shared-phrases", words="7")
    assert (seven["phrase"], seven["phraseCount"]) == ("thank you for telling the real story", 1)
    assert ask(profiles, "shared-phrases", words="8") == []


@pytest.mark.parametrize(
    ("given", "accounts"),
    [
        ({"cluster": "1"}, [2]),
        ({"cluster": "2"}, []),
        ({"outlet": "envoy"}, [3]),
        ({"outlet": "mission"}, []),  # a1 alone retweets it
        ({"state": "RU"}, []),  # c alone of these, b1 says something else
        ({"until": "2021-01-01"}, [3]),
        ({"since": "2021-01-02"}, []),
        ({"maxPosts": "3"}, [2]),  # q3, q4 and q2 are the latest
        ({"minAccounts": "4"}, []),
    ],
)
def test_phrases_narrowed(profiles: Connection, given: dict[str, str], accounts: list[int]) -> None:
    assert [row["accounts"] for row in ask(profiles, "shared-phrases", **({"minAccounts": "2"} | given))] == accounts


def test_phrases_of_a_cluster_that_retweets_no_outlet(graph: Connection) -> None:
    """Four answer an ambassador with the same six words, which are two phrases of five, and retweet nobody."""
    w = World()
    w.outlet("envoy", "amb", kind="diplomat")
    w.post("p", "amb", "2021-01-01")
    for number in range(4):
        w.post(f"q{number}", f"a{number}", "2021-01-02", text="We all stand with you, ambassador", reply_to_id="p")
    w.run("r", ("a0", "a1", "a2", "a3"))
    w.build(graph)
    (row,) = ask(graph, "shared-phrases", cluster="1")
    assert (row["phraseCount"], row["accounts"], row["replyPosts"], row["answeredOutlets"]) == (2, 4, 4, ["envoy"])
    for given in ({}, {"cluster": "1", "outlet": "envoy"}, {"cluster": "1", "state": "CN"}, {"cluster": "2"}):
        assert ask(graph, "shared-phrases", **given) == []


REPLIES = (
    "outletId",
    "accountGroup",
    "cluster",
    "accounts",
    "replyPosts",
    "replyShare",
    "answeredPosts",
    "retweets",
    "shareOfOutlet",
)


def test_who_replies_to_an_outlet(graph: Connection) -> None:
    """o runs n1 and n2. To p1 of n1 s, who is suspended, replies twice and b once, to p2 of n2 b once; n2 does to p1.
    m, in a cluster with s, retweets both posts, s and z, who is suspended and never replies, p1. o2 gets one reply."""
    w = World()
    w.outlet("o", "n1", "n2")
    w.outlet("o2", "k", state="RU", name="Other")
    w.outlet("o3", "l")
    for account in ("s", "z"):
        w.account(account, status="suspended")
    for post, author in [("p1", "n1"), ("p2", "n2"), ("p3", "k")]:
        w.post(post, author, "2021-01-01")
    for post, author, to, at in [
        ("q1", "s", "p1", "2021-01-02"), ("q2", "s", "p1", "2021-01-03"), ("q3", "b", "p1", "2021-01-04"),
        ("q4", "b", "p2", None), ("q5", "n2", "p1", "2021-01-01"), ("q6", "b", "p3", "2021-01-05"),
    ]:  # fmt: skip
        w.post(post, author, at, reply_to_id=to)
    for account, post in [("m", "p1"), ("m", "p2"), ("s", "p1"), ("z", "p1")]:
        w.retweet(account, post, "2021-01-02")
    w.run("r", ("m", "s"))
    w.build(graph)
    rows = ask(graph, "outlet-replies")
    assert pick(rows, *REPLIES) == [
        ("o", "all", None, 2, 4, 1.0, 2, 4, 1.0),
        ("o", "suspended", None, 1, 2, 0.5, 1, 2, 0.5),
        ("o", "in a cluster", 1, 1, 2, 0.5, 1, 3, 0.75),
        # nobody retweets it
        ("o2", "all", None, 1, 1, 1.0, 1, 0, None),
    ]
    assert pick(rows[1:], "outlet", "members", "firstReplyAt", "lastReplyAt") == [
        ("o", None, time("2021-01-02"), time("2021-01-03")),
        ("o", 2, time("2021-01-02"), time("2021-01-03")),
        ("Other", None, time("2021-01-05"), time("2021-01-05")),
    ]
    assert pick(ask(graph, "outlet-replies", outlet="o", cluster="2"), "outletId", "accountGroup") == [
        ("o", "all"),
        ("o", "suspended"),
    ]
    assert pick(ask(graph, "outlet-replies", state="ru"), "outletId") == [("o2",)]
    assert pick(ask(graph, "outlet-replies", top="1"), "accountGroup") == [("all",)]


def test_handles_that_look_alike(profiles: Connection) -> None:
    """AmbLiuXia0Ming and AmbLiuXiaoMing have 9 and 4 of 14 letters in matching blocks: 2 x 13 of 28."""
    (row,) = ask(profiles, "lookalike-handles")
    assert row == {
        "field": "handle", "account": "x:b1", "memberText": "AmbLiuXia0Ming", "cluster": 2, "similarAccount": "x:amb",
        "similarText": "AmbLiuXiaoMing", "similarCluster": None, "operator": "envoy",
        "similarity": pytest.approx(26 / 28),
    }  # fmt: skip
    assert ask(profiles, "lookalike-handles", minSimilarity="0.95") == []
    assert ask(profiles, "lookalike-handles", cluster="1") == []
    # what the step is given: the members and the registry's accounts
    assert len(ask_raw(profiles, "lookalike-handles")) == 5 + 4


def test_a_graph_of_the_accounts_that_a_cluster_retweets(profiles: Connection) -> None:
    make_boosts(profiles)
    # a2 retweets one account, a1 and a3 two
    assert pick(ask(profiles, "exclusive-paths", members="1"), "part", "path") == [
        ("membership", "(Cluster r/1)<-[MEMBER_OF]-(Account A2)"),
        ("amplification", "(Account A2)-[AMPLIFIED 2]->(Account AmbLiuXiaoMing)"),
        ("operation", "(Account AmbLiuXiaoMing)-[OPERATED_BY]->(Outlet envoy)"),
        ("boost", "(Cluster r/1)-[BOOSTS 5]->(Outlet envoy)"),
    ]
    # each member's most retweeted account, of equals the first by key
    targets = [row["path"] for row in ask(profiles, "exclusive-paths", targets="1") if row["part"] == "amplification"]
    assert targets == [
        "(Account A1)-[AMPLIFIED 2]->(Account AmbLiuXiaoMing)",
        "(Account A2)-[AMPLIFIED 2]->(Account AmbLiuXiaoMing)",
        "(Account A3)-[AMPLIFIED 1]->(Account AmbLiuXiaoMing)",
    ]
    assert ask(profiles, "exclusive-paths", cluster="3") == []
    # of all clusters a2 and b2 have one, and so come first
    every = pick(ask(profiles, "exclusive-paths", cluster="0", members="2"), "part", "path")
    assert [path for part, path in every if part in ("membership", "boost")] == [
        "(Cluster r/1)<-[MEMBER_OF]-(Account A2)",
        "(Cluster r/2)<-[MEMBER_OF]-(Account B2)",
        "(Cluster r/1)-[BOOSTS 5]->(Outlet envoy)",
        "(Cluster r/2)-[BOOSTS 2]->(Outlet RT)",
    ]


def test_a_picture_of_who_says_the_same(profiles: Connection) -> None:
    assert pick(ask(profiles, "phrase-paths", phrase="REAL story", posts="1"), "part", "path") == [
        ("authorship", "(Account A1)-[POSTED]->(Post x:q1)"),
        ("answer", "(Post x:q1)-[REPLY_TO]->(Post x:pa1)"),
        ("answered", "(Account AmbLiuXiaoMing)-[POSTED]->(Post x:pa1)"),
        ("operation", "(Account AmbLiuXiaoMing)-[OPERATED_BY]->(Outlet envoy)"),
        ("membership", "(Account A1)-[MEMBER_OF]->(Cluster r/1)"),
    ]
    # every text is one member's, so that the first by alphabet is taken: q1's, for its @
    assert ask(profiles, "phrase-paths") == ask(profiles, "phrase-paths", phrase="@amb thank you")


def test_answers_do_not_hang_on_the_order_of_loading(graph: Connection) -> None:
    answers = []
    for backwards in (False, True):
        graph.execute("MATCH (n) DETACH DELETE n")
        world().build(graph, backwards=backwards)
        answers.append(
            [
                ask(graph, query.name, **{name: value for name, value in LOW.items() if name in query.parameters})
                for query in find_packs()["impersonation"].queries
            ]
        )
    assert answers[0] == answers[1]
    assert all(answers[0])
