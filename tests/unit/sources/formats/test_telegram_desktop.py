import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from explorer.common.errors import InputError
from explorer.sources.parsing.parser import ReadOptions
from tests.unit.sources.reading import SAMPLE_ROWS, Whole, detect_and_read, read_all, write

CASE = Path(__file__).parents[3] / "data" / "cases" / "result.json"

POST: dict[str, Any] = {
    "id": 17,
    "type": "message",
    "date": "2024-05-01T12:00:01",
    "date_unixtime": "1714557601",
    "edited": "2024-05-01T12:05:00",
    "edited_unixtime": "1714557900",
    "from": "Channel A",
    "from_id": "channel1000000001",
    "reply_to_message_id": 16,
    "text": [
        "Read ",
        {"type": "text_link", "text": "this", "href": "https://example.org/x"},
        " ",
        {"type": "hashtag", "text": "#News"},
    ],
    "text_entities": [
        {"type": "plain", "text": "Read "},
        {"type": "text_link", "text": "this", "href": "https://example.org/x"},
        {"type": "plain", "text": " "},
        {"type": "hashtag", "text": "#News"},
    ],
    "reactions": [{"type": "emoji", "count": 3, "emoji": "👍"}],
}
FORWARD: dict[str, Any] = POST | {
    "id": 18,
    "date_unixtime": "1714557661",
    "forwarded_from": "Source",
    "forwarded_from_id": "channel42",
}
SERVICE = {"id": 1, "type": "service", "date_unixtime": "1714557600", "actor": "A", "action": "create_channel"}
CHAT: dict[str, Any] = {"name": "Channel A", "type": "public_channel", "id": 1000000001}

SAMPLES = {"telegram-desktop": json.dumps(CHAT | {"messages": [POST, FORWARD] * (SAMPLE_ROWS // 2)}, indent=1).encode()}


def whole(folder: Path, *messages: object, options: ReadOptions = ReadOptions(), **chat: object) -> Whole:
    content = json.dumps(CHAT | chat | {"messages": messages}, indent=1)
    return read_all(write(folder / "result.json", content), options=options)


def test_the_case_of_forwards_with_names_only() -> None:
    read = read_all(CASE)
    assert (read.format, read.rows_read, read.rejects.height) == ("telegram-desktop", 3, 0)
    assert read.rows.select("platform", "post_id", "author_id", "created_at", "text").rows() == [
        (
            "telegram",
            f"channel1000000001-{number}",
            "channel1000000001",
            datetime(2024, 5, 1, 10, 0, number, tzinfo=UTC),
            "Hallo https://example.org/x",
        )
        for number in (1, 2, 3)
    ]
    assert read.notes == (
        "forwarded messages that give only the name of their source: 3; a name does not identify an account, so they "
        "are read as posts; use --signal co-link or --signal similar-text",
    )
    (batch,) = detect_and_read(CASE)
    embedded = {table.name: rows for table, rows in batch.embedded}
    assert embedded["links"].select("post_id", "url").rows() == [
        (f"channel1000000001-{number}", "https://example.org/x") for number in (1, 2, 3)
    ]
    assert embedded["accounts"].select("account_id", "name").rows() == [("channel1000000001", "Kanal A")]


def test_posts_and_forwards(tmp_path: Path) -> None:
    read = whole(tmp_path, SERVICE, POST, FORWARD)
    assert read.tables["posts"].select("post_id", "text", "reply_to_id").rows() == [
        ("channel1000000001-17", "Read this #News", "channel1000000001-16")
    ]
    assert read.tables["retweets"].rows() == [
        (
            "telegram",
            "channel1000000001-18",
            "channel1000000001",
            None,
            "channel42",
            datetime(2024, 5, 1, 10, 1, 1, tzinfo=UTC),
        )
    ]
    assert read.reasons == [(6, "a service message (create_channel), not a post")]
    assert (read.rows_read, read.notes) == (3, ())
    posts = next(batch for batch in detect_and_read(tmp_path / "result.json") if batch.table.name == "posts")
    embedded = {table.name: rows for table, rows in posts.embedded}
    assert embedded["links"]["url"].to_list() == ["https://example.org/x"]
    assert embedded["hashtags"]["tag"].to_list() == ["news"]


def test_all_chats_of_an_account(tmp_path: Path) -> None:
    personal = {"name": "Bea", "type": "personal_chat", "id": 5, "messages": [POST | {"from_id": "user5"}]}
    account = {
        "about": 'Here is the "data" you requested.',
        "personal_information": {"user_id": 1, "first_name": "Ada"},
        "contacts": {"about": "…", "list": [{"user_id": 5, "date": "2024-05-01T12:00:01"}] * 2_000},
        "chats": {"about": "…", "list": [CHAT | {"messages": [POST, FORWARD]}, personal]},
        "left_chats": {"about": "…", "list": [CHAT | {"type": "private_supergroup", "id": 9, "messages": [POST]}]},
    }
    read = read_all(write(tmp_path / "result.json", json.dumps(account, indent=1)))
    assert (read.format, read.rows_read, read.rejects.height, read.failure) == ("telegram-desktop", 4, 0, None)
    assert read.tables["posts"]["post_id"].to_list() == ["channel1000000001-17", "user5-17", "channel9-17"]
    assert read.tables["retweets"]["retweet_id"].to_list() == ["channel1000000001-18"]


def test_exports_of_earlier_versions(tmp_path: Path) -> None:
    old = {key: value for key, value in POST.items() if key not in ("date_unixtime", "text_entities")}
    read = whole(
        tmp_path,
        old | {"id": 1, "from_id": 8589934592 + 77},
        old | {"id": 2, "from_id": 4294967296 + 78},
        old | {"id": 3, "from_id": 79, "text": "plain"},
        old | {"id": 4, "from_id": None, "from": None},
    )
    assert read.rows["author_id"].to_list() == ["channel77", "chat78", "user79", "channel1000000001"]
    assert read.rows["created_at"][0] == datetime(2024, 5, 1, 12, 0, 1, tzinfo=UTC)
    assert read.notes == (
        "messages with only the local time of the computer that exported them: 4; it is read as UTC; name its time "
        "zone with --timezone, for example --timezone Europe/Berlin",
    )
    (batch,) = detect_and_read(tmp_path / "result.json")
    embedded = {table.name: rows for table, rows in batch.embedded}
    assert embedded["links"]["url"].to_list() == ["https://example.org/x"] * 3
    options = ReadOptions(timezone="Europe/Berlin")
    assert whole(tmp_path, old, options=options).notes == ()


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (SERVICE | {"action": None}, "a service message (without action), not a post"),
        ({"id": 2, "type": "unsupported"}, "a message of the type unsupported, not a post"),
        (POST | {"id": None}, "post_id is missing"),
        (POST | {"date_unixtime": "soon"}, "unreadable time 'soon'"),
        (POST | {"id": "17"}, "not a message of this format: Expected `int | null`, got `str` - at `$.id`"),
    ],
)
def test_unusable_messages_are_rejected_alone(tmp_path: Path, message: object, reason: str) -> None:
    read = whole(tmp_path, POST, message, FORWARD)
    assert [text for _, text in read.reasons] == [reason]
    assert read.rows_read == 3


def test_hidden_sources_and_replies_in_another_chat(tmp_path: Path) -> None:
    hidden = POST | {"forwarded_from": None, "reply_to_peer_id": "channel9"}
    read = whole(tmp_path, hidden)
    assert read.rows["reply_to_id"].to_list() == ["channel9-16"]
    assert read.notes[0].startswith("forwarded messages that give only the name of their source: 1;")


def test_a_group_is_not_the_author_of_its_messages(tmp_path: Path) -> None:
    read = whole(tmp_path, POST | {"from_id": None}, POST, type="public_supergroup")
    assert read.rows["author_id"].to_list() == [None, "channel1000000001"]


def test_a_chat_whose_id_comes_last(tmp_path: Path) -> None:
    content = json.dumps({"type": "public_channel", "messages": [POST], "id": 1})
    read = read_all(write(tmp_path / "a.json", content), name="telegram-desktop")
    assert read.reasons == [(1, "the id of the chat does not precede its messages; export the chat again")]


@pytest.mark.parametrize(
    "content",
    [
        {"messages": [POST]},
        {"id": 1, "messages": [{"id": 1, "type": "text"}]},
        {"id": 1, "messages": [{"id": 1, "type": "message", "content": "x"}]},
        {"id": 1, "type": "thread", "messages": []},
        {"about": "a", "posts": []},
        [POST],
    ],
)
def test_other_files_with_messages_are_not_taken(tmp_path: Path, content: object) -> None:
    with pytest.raises(InputError):
        read_all(write(tmp_path / "a.json", json.dumps(content)))


def test_a_chat_without_messages(tmp_path: Path) -> None:
    assert whole(tmp_path).rows_read == 0
