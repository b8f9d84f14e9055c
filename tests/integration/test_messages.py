"""Messages of an API into the graph: what they tell beside themselves is learnt, and replaces nothing."""

import json
from pathlib import Path
from typing import Any

from explorer.graph.connection.connect import Connection
from explorer.importing.jobs import find_jobs, import_files
from tests.helpers.state import graph_state

NEWS: dict[str, Any] = {"id_str": "7", "screen_name": "News", "name": "The News", "followers_count": 5}
POST: dict[str, Any] = {
    "id_str": "100",
    "created_at": "Mon Mar 01 10:00:00 +0000 2021",
    "user": NEWS,
    "text": "hello",
    "favorite_count": 3,
    "entities": {"urls": [{"expanded_url": "https://www.a.example/b"}], "hashtags": [{"text": "News"}]},
}


def act(number: int, second: int, account: str, **told: object) -> dict[str, Any]:
    at = f"Mon Mar 01 10:00:{second:02} +0000 2021"
    return {"id_str": str(number), "created_at": at, "user": {"id_str": account, "screen_name": f"a{account}"}} | told


def put(graph: Connection, path: Path, *tweets: object) -> tuple[int, int, int, int]:
    path.write_text("".join(json.dumps(tweet) + "\n" for tweet in tweets), encoding="utf-8")
    (report,) = import_files(graph, find_jobs([path]))
    return report.rows, report.loaded, report.duplicates, report.rejected


def test_what_a_retweet_teaches(graph: Connection, tmp_path: Path) -> None:
    path = tmp_path / "tweets.jsonl"
    later = POST | {"favorite_count": 99, "user": NEWS | {"followers_count": 6}}
    tweets = (
        act(201, 4, "1", retweeted_status=POST),
        act(202, 30, "2", retweeted_status=later),
        act(203, 40, "2", text="so", in_reply_to_status_id_str="100", in_reply_to_user_id_str="7"),
        act(204, 50, "1", text="see", quoted_status_id_str="100", quoted_status=later),
        act(205, 55, "1", text="hey", in_reply_to_user_id_str="7"),
    )
    assert put(graph, path, *tweets, "no tweet") == (6, 5, 0, 1)
    retweets = graph.read("MATCH (a)-[r:RETWEETED]->(p) RETURN a.handle, p.postId, r.actionId ORDER BY r.actionId")
    assert retweets.rows == [("a1", "x:100", "x:201"), ("a2", "x:100", "x:202")]
    # the first value stays
    post = graph.read("MATCH (a)-[:POSTED]->(p {postId: 'x:100'}) RETURN a.name, a.followers, p.text, p.likes")
    assert post.rows == [("The News", 5, "hello", 3)]
    assert graph.read("MATCH (:Post {postId: 'x:100'})-[:LINKS_TO]->(l) RETURN l.domain").rows == [("a.example",)]
    assert graph.read("MATCH (:Post {postId: 'x:100'})-[:TAGGED]->(h) RETURN h.tag").rows == [("news",)]
    ties = graph.read("MATCH (p)-[t:REPLY_TO|QUOTES]->(q) RETURN p.postId, type(t), q.postId ORDER BY p.postId")
    assert ties.rows == [
        ("x:203", "REPLY_TO", "x:100"),
        ("x:204", "QUOTES", "x:100"),
        ("x:205", "REPLY_TO", "x:7/unidentified"),
    ]
    # 4 s and 30 s after the post, whose time was learnt from within the retweets
    amplified = graph.read(
        "MATCH (a)-[m:AMPLIFIED]->(b) RETURN a.handle, b.handle, m.medianDelay, m.rapid ORDER BY a.handle"
    )
    assert amplified.rows == [("a1", "News", 4.0, 1), ("a2", "News", 30.0, 0)]

    before = graph_state(graph)
    assert put(graph, path, *tweets, "no tweet") == (6, 0, 5, 1)
    assert graph_state(graph) == before


def test_a_post_of_its_own_replaces_what_was_learnt_and_the_first_of_a_file_stays(
    graph: Connection, tmp_path: Path
) -> None:
    assert put(graph, tmp_path / "a.jsonl", act(201, 4, "1", retweeted_status=POST)) == (1, 1, 0, 0)
    newer, newest = POST | {"favorite_count": 8}, POST | {"favorite_count": 9}
    likes = "MATCH (p:Post {postId: 'x:100'}) RETURN p.likes"
    assert put(graph, tmp_path / "b.jsonl", newer, newest) == (2, 1, 1, 0)
    assert graph.read(likes).rows == [(8,)]
    assert put(graph, tmp_path / "b.jsonl", newer, newest) == (2, 0, 2, 0)
    # another file may know better
    assert put(graph, tmp_path / "c.jsonl", newest) == (1, 1, 0, 0)
    assert graph.read(likes).rows == [(9,)]
