import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.unit.sources.formats import test_mastodon
from tests.unit.sources.reading import jsonl_sample, read_all, write

ADA = "https://a.example/users/ada"
NOTE: dict[str, Any] = {
    "id": f"{ADA}/statuses/1",
    "type": "Note",
    "published": "2021-03-01T10:00:00Z",
    "attributedTo": ADA,
    "inReplyTo": "https://b.example/users/bob/statuses/9",
    "content": '<p>hi <a href="https://c.d/e">c.d</a></p>',
    "tag": [{"type": "Hashtag", "name": "#News"}, {"type": "Mention", "name": "@bob@b.example"}],
}
CREATE = {
    "id": f"{ADA}/statuses/1/activity",
    "type": "Create",
    "actor": ADA,
    "published": NOTE["published"],
    "object": NOTE,
}
ANNOUNCE = {
    "id": f"{ADA}/statuses/2/activity",
    "type": "Announce",
    "actor": ADA,
    "published": "2021-03-01T10:00:21Z",
    "object": "https://b.example/users/bob/statuses/7",
}
OUTBOX = {
    "@context": "https://www.w3.org/ns/activitystreams",
    "id": "outbox.json",
    "type": "OrderedCollection",
    "totalItems": 2,
    "orderedItems": [CREATE, ANNOUNCE],
}
SAMPLES = {"mastodon": test_mastodon.SAMPLES["mastodon"] + jsonl_sample(OUTBOX)}


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("outbox", [OUTBOX, [OUTBOX], {"type": "OrderedCollection", "first": OUTBOX}])
def test_an_outbox_contains_posts_and_boosts(tmp_path: Path, outbox: object, indent: int | None) -> None:
    whole = read_all(write(tmp_path / "outbox.json", json.dumps(outbox, indent=indent)))
    assert (whole.format, whole.rows_read, whole.rejects.height) == ("mastodon", 2, 0)
    at = datetime(2021, 3, 1, 10, 0, 21, tzinfo=UTC)
    assert whole.tables["retweets"].rows() == [("mastodon", ANNOUNCE["id"], ADA, ANNOUNCE["object"], None, at)]
    assert whole.tables["posts"].select("post_id", "author_id", "text", "reply_to_id").rows() == [
        (NOTE["id"], ADA, "hi c.d", NOTE["inReplyTo"])
    ]


def test_other_activities_are_rejected_and_persons_are_accounts(tmp_path: Path) -> None:
    person = {
        "id": ADA,
        "type": "Person",
        "preferredUsername": "ada",
        "name": "Ada",
        "published": "2020-01-01T00:00:00Z",
    }
    like = {"id": "x", "type": "Like", "actor": ADA, "object": NOTE["id"]}
    lost = ANNOUNCE | {"object": {"type": "Note"}}
    text = "\n".join(map(json.dumps, (CREATE, like, lost, like | {"type": "Move"}, person)))
    whole = read_all(write(tmp_path / "a.jsonl", text))
    assert whole.reasons == [
        (2, "a like, not a post or a boost"),
        (3, "a boost of a status without a URI"),
        (4, "Move, not a post or a boost"),
    ]
    assert whole.tables["accounts"].select("account_id", "handle", "name").rows() == [(ADA, "ada", "Ada")]
