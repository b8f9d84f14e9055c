"""Files that cannot be used: the others load, the failure is listed, and the exit code is 1."""

import gzip
import json
import zipfile
from pathlib import Path

import pytest
from pydantic import SecretStr

from explorer.api import Graph
from explorer.common.errors import InputError
from explorer.common.settings import Endpoint, Settings
from explorer.graph.connection.connect import Connection
from tests.helpers.example_files import GOOD, HEADING
from tests.helpers.paths import CASES
from tests.helpers.program import Program

CP1252 = CASES / "cp1252posts.csv"
RECORD = (
    '{{"did":"did:plc:a","time_us":1725911162329308,"kind":"commit","commit":{{"operation":"create",'
    '"collection":"app.bsky.feed.{}","rkey":"3l","record":{{"createdAt":"2024-09-09T19:46:02Z","text":"a"}}}}}}\n'
)
LIKE, POST = RECORD.format("like"), RECORD.format("post")
LOADED = "MATCH (i:Import) RETURN i.file, i.loaded, i.finishedAt IS NOT NULL ORDER BY i.file"


@pytest.fixture
def explorer(graph: Connection, endpoint: Endpoint, tmp_path: Path) -> Program:
    return Program(endpoint, tmp_path)


@pytest.fixture
def folder(explorer: Program) -> Path:
    """A folder with one good file, one unknown file, one truncated file and one damaged archive."""
    folder = explorer.folder / "data"
    folder.mkdir()
    (folder / "retweets-1.csv").write_text(GOOD)
    (folder / "prose.txt").write_text("Once upon a time there was an account.\nIt retweeted.\n")
    rows = "".join(f"t{n},{n},q{n},8,{1614600000 + n}\n" for n in range(20_000))
    (folder / "retweets-2.csv.gz").write_bytes(gzip.compress((HEADING + rows).encode())[:-2000])
    (folder / "broken.zip").write_bytes(b"PK\x03\x04 this is not an archive")
    return folder


def test_a_file_in_another_encoding_fails_with_the_reason(explorer: Program, graph: Connection) -> None:
    explorer.write("posts.csv", CP1252.read_bytes())
    for options in ((), ("--dry-run",)):
        done = explorer("import", "posts.csv", *options)
        assert done.returncode == 1
        assert "None of the 9 rows of posts.csv can be used" in done.stderr
        assert "not UTF-8" in done.stderr
        assert "--encoding" in done.stderr
        assert "Next:" not in done.stderr
    assert graph.read("MATCH (p:Post) RETURN p").rows == []


def test_a_file_that_was_imported_before_is_no_failure(explorer: Program) -> None:
    explorer.write("retweets.csv", GOOD)
    assert explorer("import", "retweets.csv").returncode == 0
    again = explorer("import", "retweets.csv")
    assert again.returncode == 0, again.stderr
    assert "Next: explorer detect" in again.stderr


def test_half_of_the_rows_may_be_rejected_and_one_more_not(explorer: Program) -> None:
    bad = "".join(f"b{n},1,p1,9,later\n" for n in range(9))
    explorer.write("retweets.csv", GOOD + bad)
    assert explorer("import", "retweets.csv").returncode == 0
    explorer.write("retweets-2.csv", GOOD + bad + "b10,1,p1,9,later\n")
    done = explorer("import", "retweets-2.csv")
    assert done.returncode == 1
    assert "10 of the 19 rows of retweets-2.csv cannot be used" in done.stderr
    assert "Next:" not in done.stderr


def test_records_that_a_stream_also_contains_are_no_failure(explorer: Program) -> None:
    explorer.write("stream.jsonl", LIKE * 9 + POST)
    done = explorer("import", "stream.jsonl")
    assert done.returncode == 0, done.stderr
    explorer.write("likes.jsonl", LIKE * 9)
    done = explorer("import", "likes.jsonl")
    assert done.returncode == 1
    assert "None of the 9 rows of likes.jsonl is of a kind that is imported" in done.stderr


def test_the_other_files_of_a_folder_are_loaded(explorer: Program, folder: Path, graph: Connection) -> None:
    done = explorer("import", str(folder), "--output", "json")
    assert done.returncode == 1
    rows = {row["file"]: row for row in json.loads(done.stdout)}
    assert set(rows) == {path.name for path in folder.iterdir()}
    assert rows["retweets-1.csv"]["loaded"] == 9
    assert rows["retweets-1.csv"]["error"] is None
    assert "format of prose.txt is unknown" in rows["prose.txt"]["error"]
    assert "broken.zip" in rows["broken.zip"]["error"]
    torn = rows["retweets-2.csv.gz"]
    assert "truncated" in torn["error"]
    assert 0 < torn["rows"] == torn["loaded"] < 20_000
    assert "3 of 4 files failed" in done.stderr
    assert graph.read(LOADED).rows == [
        ("retweets-1.csv", 9, True),
        ("retweets-2.csv.gz", torn["loaded"], False),
    ]


@pytest.mark.parametrize(
    ("command", "options", "shown"),
    [
        ("import", ("--dry-run",), "retweets-1.csv"),
        ("network", ("--significance", "off"), '"\'1","\'2",3'),
        ("slices", ("--slice", "1d"), "2021-03-01"),
        ("sensitivity", ("--windows", "60s", "--weights", "2,3"), "60s"),
    ],
)
def test_commands_without_a_graph_do_the_same(
    explorer: Program, folder: Path, command: str, options: tuple[str, ...], shown: str
) -> None:
    done = explorer(command, str(folder), *options)
    assert done.returncode == 1
    assert "3 of 4 files failed" in done.stderr
    assert shown in done.stdout


def test_files_in_an_archive_and_of_a_pattern(explorer: Program, graph: Connection) -> None:
    with zipfile.ZipFile(explorer.folder / "all.zip", "w") as archive:
        archive.writestr("a/notes.txt", "These are my notes.\nThere are two lines.\n")
        archive.writestr("a/retweets.csv", GOOD)
    explorer.write("other.csv", "a;b\n1;2\n")
    done = explorer("import", str(explorer.folder / "*.*"))
    assert done.returncode == 1
    assert "notes.txt" in done.stderr
    assert "other.csv" in done.stderr
    assert graph.read(LOADED).rows == [("retweets.csv", 9, True)]


def test_nothing_is_loaded_if_the_only_file_is_unknown_or_rows_are_refused(
    explorer: Program, folder: Path, graph: Connection
) -> None:
    assert explorer("import", str(folder / "prose.txt")).returncode == 1
    assert explorer("import", str(folder), "--strict").returncode == 1
    missing = explorer("import", str(folder), "nowhere.csv")
    assert missing.returncode == 1
    assert "nowhere.csv does not exist" in missing.stderr
    assert graph.read(LOADED).rows == []


def test_from_python_the_others_are_loaded_and_the_failure_is_raised(
    explorer: Program, folder: Path, graph: Connection, endpoint: Endpoint
) -> None:
    settings = Settings(
        neo4j_uri=endpoint.uri,
        neo4j_username=endpoint.username,
        neo4j_password=SecretStr(endpoint.password),
        explorer_home=folder / "home",
    )
    with Graph.open(settings=settings) as opened, pytest.raises(InputError, match="2 other files failed, too"):
        opened.import_files([folder])
    assert [row[0] for row in graph.read(LOADED).rows] == ["retweets-1.csv", "retweets-2.csv.gz"]


def test_a_registry_of_which_most_lines_are_wrong(explorer: Program) -> None:
    heading = "outlet,name,kind,state,x,source,source_date\n"
    explorer.write("own.csv", heading + "a,A,media,CN,A,test,2021\n" + "bad,,media,CN,Bad,a test,2021\n" * 2)
    done = explorer("registry", "load", "own.csv")
    assert done.returncode == 1
    assert "2 of the 3 rows of own.csv cannot be used" in done.stderr
