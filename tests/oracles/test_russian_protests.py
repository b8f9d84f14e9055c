"""CooRTweet's sample data through this package gives the networks that its peers made of them; see tests/data."""

import polars as pl
import pytest

from explorer.common.durations import ALL_TIME
from explorer.detect.network.parameters import Filters, NetworkParameters, Tf
from explorer.detect.signals.registry import CO_RETWEET
from explorer.detect.significance.parameters import SignificanceParameters
from explorer.detect.significance.significance import find_edges
from explorer.importing.jobs import find_jobs
from explorer.runs.files import FileRecords, read_files
from explorer.runs.network import find_events
from tests.helpers.networks import find_network
from tests.helpers.paths import DATA

Edges = dict[tuple[str, str], int]


@pytest.fixture(scope="module")
def retweets() -> FileRecords:
    return read_files(find_jobs([DATA / "russian_coord_tweets.csv.gz"]), CO_RETWEET.kind)


def edges(retweets: FileRecords, parameters: NetworkParameters) -> Edges:
    network, left_out = find_network(retweets, CO_RETWEET, parameters)
    assert left_out == {}
    return {(source, target): weight for source, target, weight in network.edges().rows()}


def test_every_row_is_accounted_for(retweets: FileRecords) -> None:
    assert (retweets.rows, retweets.duplicates, retweets.other, retweets.rejected) == (35_125, 40, 0, 0)
    assert retweets.used == {"retweets": 35_085}


def test_coordination_network_toolkit(retweets: FileRecords) -> None:
    theirs = pl.read_csv(DATA / "toolkit-w60-mew2-edges.csv.gz").rows()
    assert len(theirs) == 95
    found = edges(retweets, NetworkParameters("messages", window=60_000, min_weight=2))
    assert found == {(source, target): weight for source, target, weight in theirs}


def test_coortweet(retweets: FileRecords) -> None:
    theirs = pl.read_csv(DATA / "cooRTweet-w60-mp2-edges.csv.gz", columns=["from", "to", "weight"]).rows()
    found = edges(retweets, NetworkParameters("pairs", window=60_000, min_weight=1, min_participation=2))
    assert found == {(min(ends), max(ends)): weight for *ends, weight in theirs}
    assert len(found) == 3_721
    assert len({account for pair in found for account in pair}) == 2_110
    assert max(found.values()) == 4


def test_coortweet_with_a_participation_of_five(retweets: FileRecords) -> None:
    """What CooRTweet gives for time_window = 60, min_participation = 5."""
    found = edges(retweets, NetworkParameters("pairs", window=60_000, min_weight=1, min_participation=5))
    assert len(found) == 1_193
    assert len({account for pair in found for account in pair}) == 772


@pytest.mark.parametrize("place", [0.5, 0.9, 0.99])
def test_coortweet_edge_weight(retweets: FileRecords, place: float) -> None:
    """CooRTweet marks the edges above the quantile of its network's weights, and keeps these with subgraph = 1."""
    theirs = pl.read_csv(DATA / "cooRTweet-w60-mp2-edges.csv.gz", columns=["from", "to", "weight", "weight_threshold"])
    quantile = theirs["weight"].quantile(place, interpolation="linear")
    above = theirs.filter(pl.col("weight") > quantile).select("from", "to").rows()
    parameters = NetworkParameters("pairs", 60_000, 1, 2, filters=Filters(percentile=place))
    assert set(edges(retweets, parameters)) == {(min(ends), max(ends)) for ends in above}
    if place == 0.5:
        marked = theirs.filter(pl.col("weight_threshold") == 1).select("from", "to").rows()
        assert sorted(above) == sorted(marked)


@pytest.mark.parametrize(
    ("tf", "total", "above_half"),
    [("binary", 483_593.43704828876, 291_416), ("sublinear", 483_782.1200402572, 291_577)],
)
def test_scikit_learn(retweets: FileRecords, tf: Tf, total: float, above_half: int) -> None:
    """What scikit-learn 1.9.1 gives: TfidfTransformer(sublinear_tf=...), cosine_similarity, pairs above 0."""
    network, _ = find_network(retweets, CO_RETWEET, NetworkParameters("cosine", ALL_TIME, 0.0, tf=tf))
    assert len(network) == 1_781_465
    assert network.weight.sum() == pytest.approx(total, rel=1e-9)
    assert (network.weight > 0.500001).sum() == above_half


def test_nothing_is_beyond_chance(retweets: FileRecords) -> None:
    """No figure of anyone else's: of 9.7 million pairs, chance may bring those of weight 4, and none is heavier."""
    events, _ = find_events(retweets, CO_RETWEET, NetworkParameters())
    network, rests_on = find_edges(events, NetworkParameters(), SignificanceParameters(draws=0))
    assert len(network) == 0
    assert rests_on is not None
    assert rests_on.hypotheses == 9_708_621
