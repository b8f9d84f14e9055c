"""CooRTweet's sample data through this package gives the networks that its peers made of them; see tests/data."""

from pathlib import Path

import polars as pl
import pytest

from explorer.detect.network import NetworkParameters
from explorer.detect.signals import CO_RETWEET
from explorer.ingest import find_jobs
from explorer.offline import find_network
from explorer.reading import Reading, read_files

DATA = Path(__file__).parents[1] / "data"
Edges = dict[tuple[str, str], int]


@pytest.fixture(scope="module")
def retweets() -> Reading:
    return read_files(find_jobs([DATA / "russian_coord_tweets.csv.gz"]), CO_RETWEET.kind)


def edges(retweets: Reading, parameters: NetworkParameters) -> Edges:
    network, left_out = find_network(retweets, CO_RETWEET, parameters)
    assert left_out == {}
    return {(source, target): weight for source, target, weight in network.edges().rows()}


def test_every_row_is_accounted_for(retweets: Reading) -> None:
    assert (retweets.rows, retweets.duplicates, retweets.other, retweets.rejected) == (35_125, 40, 0, 0)
    assert retweets.used == {"retweets": 35_085}


def test_coordination_network_toolkit(retweets: Reading) -> None:
    theirs = pl.read_csv(DATA / "toolkit-w60-mew2-edges.csv.gz").rows()
    assert len(theirs) == 95
    found = edges(retweets, NetworkParameters("messages", window=60_000, min_weight=2))
    assert found == {(source, target): weight for source, target, weight in theirs}


def test_coortweet(retweets: Reading) -> None:
    theirs = pl.read_csv(DATA / "cooRTweet-w60-mp2-edges.csv.gz", columns=["from", "to", "weight"]).rows()
    found = edges(retweets, NetworkParameters("pairs", window=60_000, min_weight=1, min_participation=2))
    assert found == {(min(ends), max(ends)): weight for *ends, weight in theirs}
    assert len(found) == 3_721
    assert len({account for pair in found for account in pair}) == 2_110
    assert max(found.values()) == 4
