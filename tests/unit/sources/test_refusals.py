from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest

from explorer.common.errors import InputError, UsageError
from explorer.sources.column_matching import propose
from explorer.sources.io.input_file import InputFile
from explorer.sources.io.layout import Layout
from explorer.sources.parsing.parser import ReadOptions
from tests.helpers.paths import DATA
from tests.unit.sources.reading import read_all, write

CASES = DATA / "cases"
FIVE = "tweet_id,user,rt_of_id,rt_of_user,created"
FIVE_MAPPED = "tweet_id=retweet_id,user=account_id,rt_of_id=post_id,rt_of_user=author_id,created=retweeted_at"


def mapped(*pairs: str, table: str | None = None) -> ReadOptions:
    """Return options with a mapping of columns written as a=b."""
    columns = tuple((name, target) for name, _, target in (pair.rpartition("=") for pair in pairs))
    return ReadOptions(table=table, layout=Layout(columns=columns))


def refusal(path: Path, options: ReadOptions = ReadOptions()) -> InputError:
    """Return the error with which a file is refused."""
    with pytest.raises(InputError) as caught:
        read_all(path, options=options)
    return caught.value


def follow(path: Path, hint: str) -> dict[str, int]:
    """Read a file with the options of the command in a hint; return the rows of each table."""
    _, _, command = hint.partition("explorer import ")
    words = command.split()
    pairs = words[words.index("--map") + 1].split(",") if "--map" in words else []
    table = words[words.index("--table") + 1] if "--table" in words else None
    whole = read_all(path, options=mapped(*pairs, table=table))
    assert whole.reasons == []
    return {name: rows.height for name, rows in whole.tables.items()}


def test_shares_are_not_loaded_as_likes() -> None:
    error = refusal(CASES / "shares.csv")
    assert "It is most like the table retweets. Understood: account_id and post_id." in error.message
    assert "Missing: retweeted_at." in error.message
    assert "`timestamp`: did you mean `retweeted_at`?" in error.hint
    assert error.hint.endswith("--map post_id=retweet_id,timestamp=retweeted_at,shared_post_id=post_id")
    assert follow(CASES / "shares.csv", error.hint) == {"retweets": 2}


def test_posts_by_account_are_not_loaded_without_their_authors() -> None:
    error = refusal(CASES / "mydata.csv")
    assert error.message == (
        "mydata.csv has columns of the table posts, but account_id looks like an account, and would not be used. "
        "Understood: post_id, created_at and text."
    )
    assert error.hint.startswith("`account_id`: did you mean `author_id`? Run: explorer import ")
    assert follow(CASES / "mydata.csv", error.hint) == {"posts": 2}


@pytest.mark.parametrize(
    ("name", "heading", "row", "message", "hint", "tables"),
    [
        ("retweets.csv", "id,account_id,post_id,author_id,timestamp", "1,2,3,4,2021-03-01T10:00:00Z",
         "retweets.csv lacks retweeted_at, which the table retweets needs",
         "`timestamp`: did you mean `retweeted_at`?", {"retweets": 1}),
        ("export.csv", FIVE, "1,ada,3,bea,2021-03-01", "It is most like the table retweets", FIVE_MAPPED,
         {"retweets": 1}),
        # what no column can hold is left out by name
        ("posts.csv", "post_id,text,conversation_id", "1,a,2",
         "conversation_id looks like an id", "--map conversation_id=", {"posts": 1}),
        ("links.csv", "post_id,url,user,when", "1,http://a,ada,2021-03-01",
         "user looks like an account and when looks like a time", "--map user=,when=", {"links": 1}),
        # only the values show what a column is
        ("posts.csv", "post_id,text,von", "1,a,@ada", "von looks like an account", "--map von=author_id", {"posts": 1}),
        ("posts.csv", "post_id,text,wann", "1,a,2021-03-01 10:00:00", "wann looks like a time",
         "--map wann=created_at", {"posts": 1}),
        # accounts and posts may be likes, but also shares
        ("a.csv", "account_id,post_id", "1,2", "The format of a.csv is unknown", "", {}),
        ("a.csv", "account_id,created_at", "1,2021-03-01", "The format of a.csv is unknown", "", {}),
        # the columns are exactly those of another table than the name says
        ("posts.csv", "retweet_id,account_id,post_id,retweeted_at", "1,2,3,2021-03-01", "look", "--table retweets",
         {"retweets": 1}),
        # a name in the heading that only quotation marks can hold
        ("retweets.csv", "retweet_id,account_id,post_id,author_id,retweeted_at,user", "1,2,3,4,2021-03-01,x",
         "user looks like an account", "--map user=", {"retweets": 1}),
    ],
)  # fmt: skip
def test_other_columns_are_refused_with_a_command_that_works(
    tmp_path: Path, name: str, heading: str, row: str, message: str, hint: str, tables: dict[str, int]
) -> None:
    path = write(tmp_path / name, [heading, row])
    error = refusal(path)
    assert message in error.message
    assert hint in error.hint
    assert not tables or follow(path, error.hint) == tables


def test_a_file_named_after_a_table_is_never_another_one(tmp_path: Path) -> None:
    # all columns of likes are there
    error = refusal(write(tmp_path / "retweets.csv", ["account_id,post_id,liked_at", "1,2,2021-03-01"]))
    assert error.message.startswith("retweets.csv lacks retweeted_at, which the table retweets needs")
    assert error.hint.startswith("The columns are those of the table likes. Run: explorer import ")
    assert error.hint.endswith("retweets.csv --table likes")


def test_what_is_missing_altogether_is_named(tmp_path: Path) -> None:
    error = refusal(write(tmp_path / "retweets.csv", ["tweet_id,user,text,created", "1,2,a b,2021-03-01"]))
    assert "No column looks like post_id or author_id." in error.hint
    assert "Columns of the table retweets: platform, retweet_id, account_id" in error.hint
    assert "Name them with --map COLUMN=NAME" in error.hint
    assert error.hint.endswith(f"explorer import {tmp_path / 'retweets.csv'} --guide")


def test_the_suggested_command_keeps_the_layout(tmp_path: Path) -> None:
    path = write(tmp_path / "export.csv", ["Export of May", FIVE, "1,ada,3,bea,2021-03-01"])
    error = refusal(path, ReadOptions(layout=Layout(encoding="cp1252", skip_lines=1)))
    assert f"explorer import {path} --encoding cp1252 --skip-lines 1 --map {FIVE_MAPPED}" in error.hint


def test_a_required_format_says_what_the_file_lacks_and_what_resembles_it(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", ["object_id,account_id,content_id,timestamp_shared", "1,2,3,2021-03-01"])
    with pytest.raises(InputError) as caught:
        read_all(path, name="coortweet")
    assert "It lacks timestamp_share." in caught.value.message
    assert caught.value.hint == (
        "`timestamp_shared`: did you mean `timestamp_share`? Use --map timestamp_shared=timestamp_share"
    )
    five = write(tmp_path / "export.csv", [FIVE, "1,ada,3,bea,2021-03-01"])
    with pytest.raises(InputError) as caught:
        read_all(five, name="native")
    assert FIVE_MAPPED in caught.value.hint


def test_a_file_without_a_heading_is_said_to_have_none(tmp_path: Path) -> None:
    rows = ["1366394512345678901,ada,2021-03-01", "1366394512345678902,bea,2021-03-01"]
    error = refusal(write(tmp_path / "a.csv", rows))
    assert "The first line looks like data, not like a heading." in error.message
    assert error.hint == "Add a line with the names of the columns."


def test_other_columns_are_listed_in_a_note(tmp_path: Path) -> None:
    lines = ["post_id,text,mood,retweet_count,score", "1,a,good,5,0.5"]
    assert read_all(write(tmp_path / "posts.csv", lines)).notes == (
        "read as the table posts; unused columns: 'mood', 'retweet_count', 'score'",
    )


def test_tables_are_chosen_by_option(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", ["account_id,post_id", "1,2"])
    assert list(read_all(path, options=ReadOptions(table="likes")).tables) == ["likes"]
    # an option outweighs the name of the file
    named = write(tmp_path / "retweets.csv", ["post_id,text", "1,a"])
    assert list(read_all(named, options=ReadOptions(table="posts")).tables) == ["posts"]
    assert "lacks retweeted_at" in refusal(path, ReadOptions(table="retweets")).message
    with pytest.raises(UsageError, match="no table 'retweet'") as caught:
        read_all(path, options=ReadOptions(table="retweet"))
    assert caught.value.hint.startswith("Did you mean retweets?")
    with pytest.raises(UsageError, match="not to --format coortweet"):
        read_all(path, name="coortweet", options=ReadOptions(table="likes"))


def test_columns_are_mapped_in_text_and_parquet(tmp_path: Path) -> None:
    values = {"Tweet_ID": ["1"], "user": ["@ada"], "rt_of_id": ["3"], "rt_of_user": ["@bea"], "created": ["2021-03-01"]}
    options = mapped(*FIVE_MAPPED.split(","))
    text = write(tmp_path / "export.csv", [",".join(values), ",".join(column[0] for column in values.values())])
    pl.DataFrame(values).write_parquet(tmp_path / "export.parquet")
    for path in (text, tmp_path / "export.parquet"):
        rows = read_all(path, options=options).rows
        assert rows.select("retweet_id", "account_id", "post_id", "author_id").rows() == [("1", "@ada", "3", "@bea")]


def test_columns_of_other_formats_are_mapped_too(tmp_path: Path) -> None:
    path = write(tmp_path / "a.csv", ["object_id,account_id,content_id,time", "1,2,3,2021-03-01"])
    error = refusal(path)
    assert "most like the table retweets" in error.message
    whole = read_all(path, options=mapped("time=timestamp_share"))
    assert (whole.format, whole.rows.height) == ("coortweet", 1)


@pytest.mark.parametrize(
    ("pairs", "kind", "message", "hint"),
    [
        (["usr=account_id"], InputError, "has no column usr; its columns are tweet_id, user,", "Did you mean `user`?"),
        (["user=acount_id"], UsageError, "--map user=acount_id: there is no column acount_id",
         "Did you mean account_id?"),
        ([*FIVE_MAPPED.split(",")[:-1], "created=liked_at"], UsageError,
         "--map tweet_id=retweet_id: export.csv is read as the table likes, which has no column retweet_id", "--table"),
        (["tweet_id=account_id", "user=account_id", "rt_of_id=handle"], InputError,
         "2 columns that are read as account_id: tweet_id, user", "leave the other out: --map user="),
    ],
)  # fmt: skip
def test_wrong_mappings_are_refused(
    tmp_path: Path, pairs: Sequence[str], kind: type[InputError | UsageError], message: str, hint: str
) -> None:
    path = write(tmp_path / "export.csv", [FIVE, "1,ada,3,bea,2021-03-01"])
    with pytest.raises(kind) as caught:
        read_all(path, options=mapped(*pairs, *(["created=", "rt_of_user="] if len(pairs) == 3 else [])))
    assert message in caught.value.message
    assert hint in caught.value.hint


def test_a_target_of_another_table_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path / "posts.csv", ["post_id,text,when", "1,a,2021-03-01"])
    with pytest.raises(UsageError, match="read as the table posts, which has no column retweeted_at") as caught:
        read_all(path, options=mapped("when=retweeted_at"))
    assert "created_at" in caught.value.hint


def test_json_has_no_columns_to_map(tmp_path: Path) -> None:
    path = write(tmp_path / "a.jsonl", ['{"id_str":"1"}'])
    with pytest.raises(InputError, match=r"a.jsonl is JSON, so it has no columns to map"):
        read_all(path, options=mapped("user=account_id"))


def test_columns_that_were_not_understood_are_named(tmp_path: Path) -> None:
    error = refusal(write(tmp_path / "a.csv", ["tweet_id,kayttaja,rt_of_id,created", "1,ada,2,2021-03-01"]))
    assert "No column looks like account_id. Not understood: `kayttaja`." in error.hint


def test_unknown_files_are_refused_in_two_short_sentences(tmp_path: Path) -> None:
    error = refusal(write(tmp_path / "a.dat", ["\x01\x02\x03" * 10]))
    assert error.message == "The format of a.dat is unknown: it does not contain text."
    assert len(error.hint) < 160


def test_retweets_without_ids_are_identified_by_account_post_and_time(tmp_path: Path) -> None:
    lines = ["account_id,post_id,author_id,retweeted_at", "1,2,3,2021-03-01 10:00:00", "1,,3,2021-03-01 10:00:00.5"]
    whole = read_all(write(tmp_path / "a.csv", [*lines, lines[1], ",2,3,2021-03-01"]))
    assert whole.rows["retweet_id"].to_list() == [
        *("1:2:2021-03-01T10:00:00", "1:3:2021-03-01T10:00:00.500", "1:2:2021-03-01T10:00:00")
    ]
    assert whole.reasons == [(5, "account_id is missing")]
    assert any("there is no column retweet_id" in note for note in whole.notes)


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("Tweet-ID;Nutzer-ID;Original-Tweet-ID;Original-Autor;Zeitpunkt", "retweet_id account_id post_id author_id"),
        ("ид_ретвита;пользователь;ид_твита;автор;дата", "retweet_id account_id post_id author_id"),
        ("id_retuit;id_usuario;id_tuit_original;autor_original;fecha", "retweet_id account_id post_id author_id"),
        ("tweetId;retweetId;userId;authorId;createdAt", "post_id retweet_id account_id author_id"),
        (
            "retweet_id;retweet_user_id;tweet_id;tweet_user_id;retweet_created_at",
            "retweet_id account_id post_id author_id",
        ),
    ],
)
def test_headings_in_other_styles_and_languages_are_understood(tmp_path: Path, heading: str, expected: str) -> None:
    path = write(tmp_path / "a.csv", [heading, "1;2;3;4;2021-03-01 10:00:00", "5;2;3;4;2021-03-01 10:00:01"])
    proposal = propose(InputFile.open(path))
    assert proposal.table == "retweets"
    assert [match.target for match in proposal.matches] == [*expected.split(), "retweeted_at"]
