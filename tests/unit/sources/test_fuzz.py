"""Mutated files of every format: never a traceback, always the account of rows.

``EXPLORER_SOAK`` is how many times more examples than usual there are (``make soak``).
"""

import csv
import gzip
import io
import json
import os
import random
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from backports import zstd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from explorer.common.errors import InputError
from explorer.sources.format_detection import detect_format
from explorer.sources.input_formats import INPUT_FORMATS
from explorer.sources.reading import read_batches
from tests.unit.sources.formats import (
    test_bluesky,
    test_io_archive,
    test_mastodon,
    test_twitter_v1,
    test_twitter_v2,
    test_twitter_web,
)
from tests.unit.sources.parsing import test_message_tables

EXAMPLES = 30 * int(os.environ.get("EXPLORER_SOAK", "1"))
ROWS = 12


def lines(*values: object) -> bytes:
    return "".join(json.dumps(value) + "\n" for value in values for _ in range(ROWS // len(values))).encode()


def table(*rows: Mapping[str, str]) -> bytes:
    names = list(dict.fromkeys(name for row in rows for name in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, names)
    writer.writeheader()
    for _ in range(ROWS // len(rows)):
        writer.writerows(rows)
    return text.getvalue().encode()


SAMPLES: dict[str, bytes] = {
    "twitter-v1": lines(test_twitter_v1.RETWEET, test_twitter_v1.ORIGINAL),
    "twitter-v2": lines(test_twitter_v2.PAGE, *test_twitter_v2.flattened(test_twitter_v2.PAGE)),
    "twitter-web": lines(test_twitter_web.caught(test_twitter_web.RETWEET), test_twitter_web.QUOTE),
    "bluesky": lines(
        test_bluesky.first(test_bluesky.commit(test_bluesky.REPOST)),
        test_bluesky.second(test_bluesky.commit(test_bluesky.TEXT, "app.bsky.feed.post")),
    ),
    "mastodon": lines(test_mastodon.BOOST, test_mastodon.ORIGINAL),
    "truth": lines(test_mastodon.BOOST, test_mastodon.ORIGINAL),
    "io-archive": table(test_io_archive.POST, test_io_archive.RETWEET),
    "twarc-csv": table(test_message_tables.V2),
    "4cat-twitter": table(test_message_tables.FOURCAT),
    "4cat-telegram": table(test_message_tables.TELEGRAM),
    "4cat-bluesky": table(test_message_tables.BLUESKY),
    "4cat-truth": table(test_message_tables.TRUTH),
    "ira": table(test_message_tables.IRA),
    "coornet": table(test_message_tables.SHARE),
    "crowdtangle": table(test_message_tables.PAGE),
    "toolkit": table(test_message_tables.TOOLKIT),
    "coortweet": table(
        {"object_id": "p", "account_id": "1", "content_id": "r", "timestamp_share": "1623881091.0"},
        {"object_id": "p", "account_id": "2", "content_id": "p", "timestamp_share": "1623881000"},
    ),
    "edgelist": b"1 2 1341100972 RT\n3\t4\t1341100973\n# comment\n" * ROWS,
    "native": table(
        {"retweet_id": "r", "account_id": "1", "post_id": "p", "author_id": "@a", "retweeted_at": "2021-03-01 10:00"}
    ),
}
ODD = (
    b"\0",
    b"\xff",
    b'"',
    b"\r",
    b"\n",
    b",",
    b"{",
    b"[",
    b"1e999",
    b"null",
    b"\\u0000",
    b"\\ud800",
    b"-1",
    b"9" * 30,
)


def mutate(content: bytes, chance: random.Random) -> bytes:
    """Spoil some places of a file."""
    data = bytearray(content)
    for _ in range(chance.randint(1, 8)):
        at, end = sorted(chance.randrange(len(data) + 1) for _ in range(2))
        part = slice(at, min(end, at + chance.choice((1, 1, 2, 8, 200))))
        match chance.randrange(6):
            case 0:
                del data[part]
            case 1:
                data[part] = chance.choice(ODD)
            case 2:
                data[at:at] = data[part]
            case 3:
                data[at:at] = chance.choice(ODD)
            case 4 if at < len(data):
                data[at] ^= 1 << chance.randrange(8)
            case _:
                data[part] = chance.randbytes(len(data[part]))
    return bytes(data)


def spread(content: bytes) -> bytes:
    """JSON lines as one array over many lines; anything else as it is."""
    try:
        return json.dumps([json.loads(line) for line in content.splitlines()], indent=1).encode()
    except ValueError:
        return content


def test_every_format_has_a_sample_that_is_read(tmp_path: Path) -> None:
    assert SAMPLES.keys() == INPUT_FORMATS.keys()
    for name, content in SAMPLES.items():
        path = tmp_path / "sample"
        path.write_bytes(content)
        assert sum(batch.rows.height for batch in read_batches(path, INPUT_FORMATS[name])) >= ROWS / 2, name


@pytest.mark.parametrize("name", SAMPLES)
@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    seed=st.integers(0, 2**32),
    pack=st.sampled_from([bytes, bytes, spread, gzip.compress, zstd.compress]),
    late=st.booleans(),
)
def test_whatever_a_file_holds_its_rows_are_accounted_for(
    tmp_path: Path, name: str, seed: int, pack: Callable[[bytes], bytes], late: bool
) -> None:
    chance = random.Random(seed)
    # spoilt before it was compressed, or after
    content = mutate(pack(SAMPLES[name]), chance) if late else pack(mutate(SAMPLES[name], chance))
    path = tmp_path / "sample"
    path.write_bytes(content)
    for format_ in (name, "auto"):
        rows = 0
        try:
            input_format = detect_format(path) if format_ == "auto" else INPUT_FORMATS[name]
            for batch in read_batches(path, input_format, batch_rows=5):
                # that rows = accepted + rejected holds inside a batch is its own condition
                rows += batch.rows_read
                assert batch.rows_read == batch.rows.height + batch.rejects.height
                assert batch.rejects["reason"].null_count() == 0
                assert all(frame.height for _, frame in batch.embedded)
        except InputError:
            pass  # a message for the analyst, not a traceback
        # every line of a file is at most a row, or as many as a page holds
        assert rows <= (SAMPLES[name].count(b"\n") + content.count(b"\n") + 300) * 3
