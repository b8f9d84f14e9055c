"""Downloads of CrowdTangle from all its years, and CooRnet's link shares, with hand-made expected results."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.helpers.paths import CASES
from tests.unit.sources.reading import learnt, read_all, table

WHEN = datetime(2021, 3, 1, 15, 0, 7, tzinfo=UTC)
SHARE = {
    "User Name": "page",
    "Facebook Id": "33",
    "Likes at Posting": "1,234",
    "Type": "Link",
    "Total Interactions": "3",
    "Likes": "2,000",
    "URL": "https://www.facebook.com/33/posts/1",
    "Message": "m",
    "Link": "https://t.co/x",
    "Final Link": "https://a.b/c",
}
INSTAGRAM = {
    "Account": "A page",
    "User Name": "a.page",
    "Followers at Posting": "10",
    "Type": "Photo",
    "Likes": "5",
    "URL": "https://www.instagram.com/p/abc/",
    "Link": "https://www.instagram.com/p/abc/",
    "Photo": "https://cdn.example/1.jpg",
    "Title": "",
    "Description": "look #News",
    "Total Interactions": "1,005",
}
NEW, OLD = {"Post Created": "2021-03-01 10:00:07 EST"}, {"Created": "2021-03-01 10:00:07 EST"}
BOTH = NEW | {"Post Created Date": "2021-03-01", "Post Created Time": "10:00:07", "Page Created": "2012-05-01 08:00:00"}
API = {
    "platformId": "33_1",
    "date": "2021-03-01 15:00:07",
    "message": "m",
    "link": "https://t.co/x",
    "account.id": "5",
    "account.name": "A page",
    "account.handle": "page",
    "account.subscriberCount": "1234",
    "account.platformId": "33",
}


def urls(path: Path) -> list[object]:
    return [row["url"] for row in learnt(path, "links")]


@pytest.mark.parametrize("when", [NEW, OLD, BOTH], ids=["2021", "before April 2021", "with date and time"])
@pytest.mark.parametrize("name", ["Page Name", "Group Name"])
def test_shares_of_all_years(tmp_path: Path, name: str, when: dict[str, str]) -> None:
    whole = table(tmp_path / "d.csv", {name: "A page"} | SHARE | when)
    assert whole.format == "crowdtangle"
    assert whole.rows.select("platform", "post_id", "author_id", "created_at", "text", "likes").rows() == [
        ("facebook", SHARE["URL"], "33", WHEN, "m", 2000)
    ]
    assert urls(tmp_path / "d.csv") == ["https://a.b/c"]


def test_only_what_the_meaning_needs_is_required(tmp_path: Path) -> None:
    few = {"Facebook Id": "33", "URL": SHARE["URL"], "Final Link": "https://a.b/c", "Post Created Date": "2021-03-01"}
    whole = table(tmp_path / "d.csv", few | {"Post Created Time": "15:00:07"})
    assert whole.rows.select("author_id", "created_at").rows() == [("33", WHEN)]
    named = {"Page Name": "A page", "User Name": "page", "Likes at Posting": "3", "URL": "u", "Link": "https://a.b"}
    assert table(tmp_path / "d.csv", named | OLD).rows["author_id"].to_list() == ["@page"]


def test_the_case_of_a_download_before_april_2021(tmp_path: Path) -> None:
    whole = read_all(CASES / "ct_old.csv")
    assert (whole.format, whole.rows_read, whole.rejects.height) == ("crowdtangle", 3, 0)
    assert whole.rows.select("post_id", "author_id", "created_at").rows() == [
        (f"https://www.facebook.com/100{n}/posts/55{n}", f"100{n}", datetime(2021, 4, 20, 14, 0, 10 + n, tzinfo=UTC))
        for n in range(3)
    ]


@pytest.mark.parametrize("when", [NEW, OLD])
def test_instagram_has_texts_but_no_links(tmp_path: Path, when: dict[str, str]) -> None:
    whole = table(tmp_path / "d.csv", INSTAGRAM | when)
    assert whole.format == "crowdtangle"
    assert whole.rows.select("platform", "post_id", "author_id", "created_at", "text", "likes").rows() == [
        ("instagram", INSTAGRAM["URL"], "@a.page", WHEN, "look #News", 5)
    ]
    assert urls(tmp_path / "d.csv") == []
    assert "neither links nor reposts" in whole.notes[0]


@pytest.mark.parametrize(("zone", "hour"), [("EDT", 14), ("CEST", 8), ("NZDT", 21), ("GMT", 10), ("MSK", 7)])
def test_abbreviations_of_time_zones(tmp_path: Path, zone: str, hour: int) -> None:
    day = 28 if zone == "NZDT" else 1
    expected = datetime(2021, 2 if day == 28 else 3, day, hour, 0, 7, tzinfo=UTC)
    whole = table(tmp_path / "d.csv", SHARE | {"Created": f"2021-03-01 10:00:07 {zone}"})
    assert whole.rows["created_at"].to_list() == [expected]


def test_ambiguous_time_zones_are_rejected(tmp_path: Path) -> None:
    whole = table(tmp_path / "d.csv", SHARE | {"Created": "2021-03-01 10:00:07 IST"})
    assert whole.reasons[0][1].startswith("unreadable time '2021-03-01 10:00:07 IST'")


@pytest.mark.parametrize(
    ("without", "author"), [((), "5"), (("account.id", "account.handle"), "33"), (("account.name", "message"), "5")]
)
def test_link_shares_of_the_api_in_several_versions(tmp_path: Path, without: tuple[str, ...], author: str) -> None:
    whole = table(tmp_path / "d.csv", {name: value for name, value in API.items() if name not in without})
    assert whole.format == "coornet"
    assert whole.rows.select("platform", "post_id", "author_id", "created_at").rows() == [
        ("facebook", "33_1", author, WHEN)
    ]
    assert urls(tmp_path / "d.csv") == ["https://t.co/x"]
