"""Data that contradicts itself: the final state of the graph, worked out by hand."""

from pathlib import Path

from explorer.graph.connection.connect import Connection
from explorer.graph.imports.imports import ImportReport
from explorer.importing.jobs import find_jobs, import_files

HEADING = "retweet_id,account_id,post_id,author_id,retweeted_at\n"


def load(graph: Connection, path: Path, text: str) -> ImportReport:
    path.write_text(text, encoding="utf-8")
    (report,) = import_files(graph, find_jobs([path]))
    return report


def test_a_retweet_before_its_post_is_counted_but_its_delay_is_not(graph: Connection, tmp_path: Path) -> None:
    """Post at 10:00:00; retweets at 09:59:00 (a wrong clock), 10:00:04 and 10:00:20: median of 4 and 20 is 12."""
    load(graph, tmp_path / "posts.csv", "post_id,author_id,created_at\np,9,2021-03-01 10:00:00\n")
    times = ("09:59:00", "10:00:04", "10:00:20")
    load(graph, tmp_path / "retweets.csv", HEADING + "".join(f"r{t},1,p,9,2021-03-01 {t}\n" for t in times))
    found = graph.read("MATCH (:Account)-[m:AMPLIFIED]->() RETURN m.retweets, m.medianDelay, m.rapid").rows
    assert found == [(3, 12.0, 1)]


def test_a_self_retweet_is_a_retweet_of_oneself(graph: Connection, tmp_path: Path) -> None:
    report = load(graph, tmp_path / "retweets.csv", HEADING + "r1,9,p,9,2021-03-01 10:00:00\n")
    assert (report.loaded, report.rejected) == (1, 0)
    found = graph.read("MATCH (a)-[m:AMPLIFIED]->(b) RETURN a.accountId, b.accountId, m.retweets").rows
    assert found == [("x:9", "x:9", 1)]


def test_of_two_rows_of_one_id_the_first_stays(graph: Connection, tmp_path: Path) -> None:
    """The second has another account, another post and another time: it is a duplicate, and leaves nothing behind."""
    rows = "r1,1,p,9,2021-03-01 10:00:00\nr1,2,q,8,2021-03-01 11:00:00\n"
    report = load(graph, tmp_path / "retweets.csv", HEADING + rows)
    assert (report.rows, report.loaded, report.duplicates) == (2, 1, 1)
    assert graph.read("MATCH (a)-[r:RETWEETED]->(p) RETURN a.accountId, p.postId").rows == [("x:1", "x:p")]
    assert graph.read("MATCH (n:Account|Post) RETURN count(n)").rows == [(3,)]


def test_a_handle_that_changed_its_owner_is_nobodys(graph: Connection, tmp_path: Path) -> None:
    """Two ids carried @news: who is meant by the handle alone cannot be known, and is not guessed."""
    load(graph, tmp_path / "accounts.csv", "account_id,handle\n1,news\n2,News\n")
    load(graph, tmp_path / "retweets.csv", HEADING + "r1,5,p,@news,2021-03-01 10:00:00\n")
    found = graph.read("MATCH (a:Account)-[:POSTED]->(:Post) RETURN a.accountId").rows
    assert found == [("x:@news",)]
    assert graph.read("MATCH (a:Account {handleKey: 'x:news'}) RETURN a.accountId ORDER BY a.accountId").rows == [
        ("x:1",), ("x:2",), ("x:@news",),
    ]  # fmt: skip
