"""4CAT's CSV of platforms whose posts it takes from captures; expected values by hand."""

from pathlib import Path

import pytest

from tests.unit.sources.reading import csv_sample, learnt, table

_TIME = {"timestamp": "2025-03-01 11:00:07", "unix_timestamp": "1740823207"}
TIKTOK = {"id": "7300000000000000001", "author": "anna.b", "author_full": "Anna", "body": "x #a", **_TIME}
TIKTOK |= {"music_id": "72", "tiktok_url": "https://www.tiktok.com/@anna.b/video/7300000000000000001"}
TIKTOK |= {"likes": "4", "comments": "-1", "shares": "2", "hashtags": "a,b"}
INSTAGRAM = {"id": "C1a_b-2", "author": "anna.b", "author_id": "17", "body": "x #a", **_TIME}
INSTAGRAM |= {"num_likes": "4", "num_comments": "-1", "hashtags": "a"}
THREADS = {"id": "C1a_b-3", "author": "anna.b", "body": "x #a", **_TIME, "link_url": "https://a.b/1"}
THREADS |= {"likes": "4", "reposts": "2", "replies": "1", "quotes": "0", "hashtags": ""}
GAB = {"id": "11", "created_at": "2025-03-01 10:00:07", "body": "see https://a.b/2", "reaction_count": "3"}
GAB |= {"favourites_count": "4", "reblogs_count": "2", "tags": "a,b", "account_id": "17", "account_username": "anna"}
GAB |= {"account_account": "anna", "account_display_name": "Anna", "link_url": "https://a.b/1"}
VK = {"id": "78", "thread_id": "78", "link": "https://vk.com/wall-55_78", "item_type": "post", "body": "x #a", **_TIME}
VK |= {"author_id": "-55", "author_screen_name": "club", "author_name": "Club", "author_followers": "N/A"}
VK |= {"in_reply_to_user": "", "in_reply_to_comment_id": "", "likes": "4", "links": "https://a.b/1, https://a.b/2"}
COMMENT = VK | {"id": "90", "link": "https://vk.com/wall-55_90", "item_type": "comment", "author_id": "17"}
DOUYIN = {"id": "73", "body": "x", **_TIME, "author_user_id": "17", "author_nickname": "Anna", "digg_count": "4"}
DOUYIN |= {"hashtags": "a,b", "share_count": "2"}
LINKEDIN = {"id": "6960882777168695296", "author": "in/anna", "author_name": "Anna", "body": "x", "hashtags": "a"}
LINKEDIN |= {"timestamp": "2022-08-22 00:00:00", "unix_timestamp": "1661126400", "timestamp_ago": "2w"}
LINKEDIN |= {"timestamp_collected": "2022-09-05 00:00:00", "link_url": "https://a.b/1", "reactions": "4", "shares": "2"}

ROWS = {
    "4cat-tiktok": TIKTOK,
    "4cat-instagram": INSTAGRAM,
    "4cat-threads": THREADS,
    "4cat-gab": GAB,
    "4cat-vk": VK,
    "4cat-douyin": DOUYIN,
    "4cat-linkedin": LINKEDIN,
}
SAMPLES = {name: csv_sample(row) for name, row in ROWS.items()}


@pytest.mark.parametrize(
    ("name", "author", "likes", "links", "tags"),
    [
        ("4cat-tiktok", "@anna.b", 4, [], ["a", "b"]),
        ("4cat-instagram", "17", 4, [], ["a"]),
        ("4cat-threads", "@anna.b", 4, ["https://a.b/1"], ["a"]),
        ("4cat-gab", "17", 4, ["https://a.b/2", "https://a.b/1"], ["a", "b"]),
        ("4cat-douyin", "17", 4, [], ["a", "b"]),
    ],
)
def test_rows_are_posts_with_links_and_hashtags(
    tmp_path: Path, name: str, author: str, likes: int, links: list[str], tags: list[str]
) -> None:
    whole = table(tmp_path / "t.csv", ROWS[name])
    assert (whole.format, whole.reasons) == (name, [])
    columns = ("platform", "post_id", "author_id", "likes")
    assert whole.rows.select(columns).rows() == [(name.removeprefix("4cat-"), ROWS[name]["id"], author, likes)]
    # the local time of 4CAT's server is used only if there is no Unix time
    assert whole.rows["created_at"][0].isoformat() == "2025-03-01T10:00:07+00:00"
    assert [row["url"] for row in learnt(tmp_path / "t.csv", "links")] == links
    assert [row["tag"] for row in learnt(tmp_path / "t.csv", "hashtags")] == tags
    assert "--signal" in whole.notes[0]


def test_unknown_numbers_are_missing(tmp_path: Path) -> None:
    assert table(tmp_path / "t.csv", TIKTOK).rows.select("likes", "replies", "reposts").rows() == [(4, None, 2)]


def test_posts_of_vk_have_the_wall_in_their_id_and_comments_reply(tmp_path: Path) -> None:
    comment = COMMENT | {"in_reply_to_user": "18", "in_reply_to_comment_id": "85"}
    whole = table(tmp_path / "t.csv", VK, COMMENT, comment | {"id": "91", "link": "https://vk.com/wall-55_91"})
    assert (whole.format, whole.reasons) == ("4cat-vk", [])
    columns = ("platform", "post_id", "author_id", "reply_to_id", "reply_to_author_id")
    assert whole.rows.select(columns).rows() == [
        ("vk", "-55_78", "-55", None, None),
        ("vk", "-55_78_90", "17", "-55_78", None),
        ("vk", "-55_78_91", "17", "-55_78_85", "18"),
    ]
    assert [row["url"] for row in learnt(tmp_path / "t.csv", "links")][:2] == ["https://a.b/1", "https://a.b/2"]


def test_the_time_of_a_linkedin_post_comes_from_its_id(tmp_path: Path) -> None:
    whole = table(tmp_path / "t.csv", LINKEDIN, LINKEDIN | {"id": "12"})
    assert whole.format == "4cat-linkedin"
    # 6960882777168695296 // 2**22 = 1659603781025
    assert whole.rows["created_at"][0].isoformat() == "2022-08-04T09:03:01.025000+00:00"
    assert whole.rows.select("platform", "post_id", "author_id").rows() == [
        ("linkedin", "6960882777168695296", "in/anna")
    ]
    assert [line for line, _ in whole.reasons] == [3]


def test_earlier_versions_lack_some_columns(tmp_path: Path) -> None:
    older = {name: value for name, value in TIKTOK.items() if name not in {"unix_timestamp", "author_full"}}
    whole = table(tmp_path / "t.csv", older | {"author_id": "17", "timestamp": "1740823207"})
    assert (whole.format, whole.rows["author_id"][0]) == ("4cat-tiktok", "17")
    assert whole.rows["created_at"][0].isoformat() == "2025-03-01T10:00:07+00:00"
