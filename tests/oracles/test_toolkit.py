"""A made-up corpus gives the networks that coordination-network-toolkit 1.5.2 finds in it; see tests/data.

The corpus keeps to what both tools understand alike: texts that differ in case, spaces and mentions only (the toolkit
knows no other normalisation) and one address, spelt one way, in each post that is no retweet (posts without any, the
toolkit takes for posts with the same one).
"""

import polars as pl
import pytest

from explorer.detect.network.parameters import NetworkParameters
from explorer.detect.signals.registry import find_signal
from explorer.importing.jobs import find_jobs
from explorer.runs.files import read_files
from tests.helpers.networks import find_network
from tests.helpers.paths import DATA


@pytest.mark.parametrize(
    ("signal", "network", "edges"),
    [("co-text", "co_tweet", 314), ("co-link", "co_link", 386), ("co-reply", "co_reply", 202)],
)
def test_messages_within_a_minute(signal: str, network: str, edges: int) -> None:
    theirs = pl.read_csv(DATA / "toolkit-made-up-posts-w60-edges.csv.gz").filter(pl.col("network") == network)
    assert theirs.height == edges
    wanted = find_signal(signal)
    reading = read_files(find_jobs([DATA / "toolkit-made-up-posts.csv.gz"]), wanted.kind)
    assert reading.rows == 600
    found, left_out = find_network(reading, wanted, NetworkParameters("messages", window=60_000, min_weight=1))
    assert left_out == {}
    assert found.edges().rows() == theirs.select("user_1", "user_2", "weight").rows()
