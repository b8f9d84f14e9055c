"""Tables of YouTube Data Tools; expected values by hand."""

from pathlib import Path

from tests.unit.sources.reading import csv_sample, learnt, table

VIDEO = {
    "position": "1",
    "channelId": "UCaaaaaaaaaaaaaaaaaaaaaa",
    "channelTitle": "Anna",
    "videoId": "dQw4w9WgXcQ",
    "publishedAt": "2021-03-01T10:00:07Z",
    "publishedAtSQL": "2021-03-01 10:00:07",
    "videoTitle": "News #China",
    "videoDescription": "see https://a.b/1",
    "likeCount": "4",
    "commentCount": "2",
}
COMMENT = {
    "id": "Ugx1",
    "replyCount": "1",
    "likeCount": "4",
    "publishedAt": "2021-03-01 10:05:00",
    "authorName": "Bea",
    "text": "nice #video",
    "authorChannelId": "UCbbbbbbbbbbbbbbbbbbbbbb",
    "isReply": "0",
    "isReplyTo": "",
}
SAMPLES = {"youtube-data-tools": csv_sample(VIDEO)}


def test_videos_are_posts_of_their_channel(tmp_path: Path) -> None:
    whole = table(tmp_path / "t.csv", VIDEO)
    assert (whole.format, whole.reasons) == ("youtube-data-tools", [])
    columns = ("platform", "post_id", "author_id", "text", "likes", "replies")
    assert whole.rows.select(columns).rows() == [
        ("youtube", "dQw4w9WgXcQ", "UCaaaaaaaaaaaaaaaaaaaaaa", "News #China\n\nsee https://a.b/1", 4, 2)
    ]
    assert whole.rows["created_at"][0].isoformat() == "2021-03-01T10:00:07+00:00"
    assert [link["url"] for link in learnt(tmp_path / "t.csv", "links")] == ["https://a.b/1"]
    assert [tag["tag"] for tag in learnt(tmp_path / "t.csv", "hashtags")] == ["china"]


def test_comments_reply_and_have_a_channel_a_pseudonym_or_a_handle(tmp_path: Path) -> None:
    reply = COMMENT | {"id": "Ugx2", "isReply": "1", "isReplyTo": "Ugx1"}
    nameless = [reply | {"id": f"Ugx{n}", "authorChannelId": "", "authorName": name} for n, name in enumerate(NAMES, 3)]
    whole = table(tmp_path / "t.csv", COMMENT, reply, *nameless)
    assert (whole.format, whole.reasons) == ("youtube-data-tools", [])
    assert whole.rows.select("post_id", "author_id", "reply_to_id").rows() == [
        ("Ugx1", "UCbbbbbbbbbbbbbbbbbbbbbb", None),
        ("Ugx2", "UCbbbbbbbbbbbbbbbbbbbbbb", "Ugx1"),
        ("Ugx3", NAMES[0], "Ugx1"),
        ("Ugx4", "@bea", "Ugx1"),
        # several accounts can have the same name
        ("Ugx5", None, "Ugx1"),
    ]


NAMES = ("0a" * 20, "@bea", "Bea")
