import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from explorer.cli.app import app
from explorer.cli.options.reading import parse_map, read_options
from explorer.common.errors import ExplorerError, UsageError
from explorer.sources.column_matching import map_option
from explorer.sources.io.layout import Layout
from tests.unit.sources.reading import write

FIVE = [
    "tweet_id,user,rt_of_id,rt_of_user,created",
    "1,@ada,900,@CGTNOfficial,2021-03-01T10:00:00Z",
    "2,@bea,900,@CGTNOfficial,2021-03-01T10:00:20Z",
    "3,@ada,901,@CGTNOfficial,2021-03-02T10:00:00Z",
    "4,@bea,901,@CGTNOfficial,2021-03-02T10:00:20Z",
]
MAP = "tweet_id=retweet_id,user=account_id,rt_of_id=post_id,rt_of_user=author_id,created=retweeted_at"


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, list(map(str, words)))


def refused(*words: str | Path) -> ExplorerError:
    """Return the error that ends a command; `explorer.cli.program` prints it."""
    error = run(*words).exception
    assert isinstance(error, ExplorerError)
    return error


@pytest.mark.parametrize(
    ("values", "pairs"),
    [
        ([], ()),
        (["User = account_id , created=retweeted_at"], (("user", "account_id"), ("created", "retweeted_at"))),
        (["a=post_id", "b=author_id"], (("a", "post_id"), ("b", "author_id"))),
        (["notes=,more="], (("notes", ""), ("more", ""))),
        # a column may contain an equals sign, a target cannot
        (["a=b=post_id"], (("a=b", "post_id"),)),
        (['"last, first=account_id",b=post_id'], (("last, first", "account_id"), ("b", "post_id"))),
        ([""], ()),
    ],
)
def test_mappings_are_split(values: list[str], pairs: tuple[tuple[str, str], ...]) -> None:
    assert parse_map(values) == pairs
    assert not pairs or parse_map([map_option(pairs)]) == pairs


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ("user", "--map user: this is not COLUMN=NAME."),
        ("=post_id", "--map =post_id: this is not COLUMN=NAME."),
        ("a=post_id,a=author_id", "--map a=author_id: the column a is mapped twice."),
        ("a=post_id,b=post_id", "--map b=post_id: another column is already mapped to post_id."),
        ('"a=post_id', "a quotation mark is not closed"),
    ],
)
def test_wrong_mappings_are_refused(value: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse_map([value])
    assert message in caught.value.message
    assert "--map user=account_id" in caught.value.hint


def test_all_options_are_passed_on() -> None:
    options = read_options(
        map_=["a=post_id"], table="posts", time_format="%d.%m.%Y", day_first=True, timezone="Europe/Berlin",
        ids_are="handles", encoding="cp1252", skip_lines=2, sheet="May",
    )  # fmt: skip
    assert options.layout == Layout("cp1252", 2, "May", (("a", "post_id"),))
    assert options.given == {
        "table": "posts", "time_format": "%d.%m.%Y", "day_first": True, "timezone": "Europe/Berlin",
        "ids_are": "handles", "encoding": "cp1252", "skip_lines": 2, "sheet": "May", "columns": {"a": "post_id"},
    }  # fmt: skip
    assert read_options().given == {}


@pytest.mark.parametrize("name", ["klingon", "base64", "rot13", "unicode_escape", "idna", "a\0b", ""])
def test_unknown_encodings_are_refused(name: str) -> None:
    with pytest.raises(UsageError, match="There is no encoding"):
        read_options(encoding=name)


def test_every_command_that_reads_files_takes_a_mapping(tmp_path: Path) -> None:
    path = write(tmp_path / "export.csv", FIVE)
    checked = run("import", path, "--dry-run", "--map", MAP, "--output", "json")
    assert checked.exit_code == 0, checked.output
    (row,) = json.loads(checked.stdout)
    assert (row["format"], row["rows"], row["usable"]) == ("native", 4, 4)
    edges = run("network", path, "--map", MAP, "--significance", "off").stdout.splitlines()
    assert edges[1:] == ['"\'@ada","\'@bea",2']
    assert run("slices", path, "--map", MAP, "--slice", "1d", "--min-weight", "1").exit_code == 0
    grid = json.loads(run("sensitivity", path, "--map", MAP, "--weights", "2", "--format", "json").stdout)
    assert {row["edges"] for row in grid if row["window"] != "10s"} == {1}


def test_the_command_that_a_refusal_suggests_is_complete(tmp_path: Path) -> None:
    path = write(tmp_path / "my export.csv", FIVE)
    error = refused("import", path, "--dry-run")
    assert error.hint.endswith(f"Run: explorer import '{path}' --map {MAP}")
    assert error.exit_code == 1


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--map", "user=acount_id"), "there is no column acount_id"),
        (("--map", "usr=account_id"), "has no column usr; its columns are tweet_id, user"),
        (("--timezone", "Mars/Base"), "no time zone 'Mars/Base'"),
        (("--time-format", "%d.%m"), "has no year"),
        (("--table", "tweets"), "no table 'tweets'"),
        (("--encoding", "klingon"), "no encoding 'klingon'"),
    ],
)
def test_wrong_values_are_refused_with_a_next_step(tmp_path: Path, words: tuple[str, ...], message: str) -> None:
    error = refused("import", write(tmp_path / "export.csv", FIVE), "--dry-run", *words)
    assert message in error.message
    assert error.hint


def test_options_for_files_need_files() -> None:
    assert "but no files" in refused("sensitivity", "--map", "a=post_id").message
