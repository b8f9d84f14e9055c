"""NodeXL's edges; expected values by hand."""

from pathlib import Path

from tests.unit.sources.reading import csv_sample, learnt, table

RETWEET = {
    "Vertex 1": "anna",
    "Vertex 2": "bert",
    "Relationship": "Retweet",
    "Relationship Date (UTC)": "2020-08-01 12:00:00",
    "Tweet": "hi #China",
    "URLs in Tweet": "https://a.b/1 https://a.b/2",
    "Hashtags in Tweet": "china",
    "Tweet Date (UTC)": "2020-08-01 12:00:00",
    "Imported ID": "1290000000000000000",
    "In-Reply-To Tweet ID": "",
    "Retweet ID": "1289999999999999999",
}
MENTION = RETWEET | {"Vertex 2": "carl", "Relationship": "MentionsInRetweet"}
REPLY = RETWEET | {"Relationship": "Replies to", "Imported ID": "7", "In-Reply-To Tweet ID": "5", "Retweet ID": ""}
SAMPLES = {"nodexl": csv_sample(RETWEET, REPLY)}
COLUMNS = ("retweet_id", "account_id", "post_id", "author_id")


def test_only_the_relationship_retweet_names_the_author(tmp_path: Path) -> None:
    whole = table(tmp_path / "t.csv", MENTION, RETWEET, REPLY)
    assert whole.format == "nodexl"
    assert whole.tables["retweets"].select(COLUMNS).rows() == [
        ("1290000000000000000", "@anna", "1289999999999999999", "@bert")
    ]
    assert whole.reasons == [(2, "a mention in a retweet, which has a row of its own")]
    columns = ("post_id", "author_id", "reply_to_id", "reply_to_author_id")
    assert whole.tables["posts"].select(columns).rows() == [("7", "@anna", "5", "@bert")]
    assert len(learnt(tmp_path / "t.csv", "links")) == 4


def test_early_versions_list_retweets_as_mentions(tmp_path: Path) -> None:
    early = {name: value for name, value in RETWEET.items() if name != "Retweet ID"}
    early |= {"Relationship": "Mentions", "Tweet": "RT @bert: hi @carl"}
    whole = table(tmp_path / "t.csv", early, early | {"Vertex 2": "carl"})
    # two rows of one tweet
    assert whole.rows.select(COLUMNS).rows() == [("1290000000000000000", "@anna", None, "@bert")] * 2
