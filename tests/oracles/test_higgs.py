"""The Higgs retweets: as many edges as in coordination-network-toolkit 1.5.2, and what significance says of them."""

import numpy as np
import pytest

from explorer.detect.network.parameters import NetworkParameters
from explorer.detect.signals.registry import CO_AMPLIFY
from explorer.detect.significance.parameters import SignificanceParameters
from explorer.detect.significance.significance import find_edges
from explorer.importing.jobs import find_jobs
from explorer.runs.files import FileRecords, read_files
from explorer.runs.network import find_events
from tests.helpers.networks import find_network
from tests.helpers.paths import DEMO

HOUR = 3_600_000


@pytest.fixture(scope="module")
def retweets() -> FileRecords:
    return read_files(find_jobs([DEMO / "higgs-activity_time.txt.gz"], platform="higgs"), CO_AMPLIFY.kind)


def test_messages_within_ten_seconds(retweets: FileRecords) -> None:
    assert retweets.rows == 563_069
    assert retweets.used["retweets"] == 354_930
    network, left_out = find_network(retweets, CO_AMPLIFY, NetworkParameters("messages", window=10_000, min_weight=2))
    assert left_out == {}
    assert len(network) == 10_617


def test_the_number_of_edges_by_tier_stays(retweets: FileRecords) -> None:
    """No figure of anyone else's: it shows when a change to the method changes the answer on real data."""
    events, _ = find_events(retweets, CO_AMPLIFY, NetworkParameters())
    network, rests_on = find_edges(events, NetworkParameters(), SignificanceParameters(draws=0))
    assert (len(network.tier("A")), len(network.tier("B"))) == (1, 39)
    assert len(network.tier("trigger")) == 447
    assert rests_on is not None
    assert rests_on.hypotheses == 1_251_175_276
    assert rests_on.origins_known == 0


@pytest.mark.parametrize("seed", range(3))
def test_nothing_is_found_when_accounts_are_shuffled_within_hours(retweets: FileRecords, seed: int) -> None:
    events, _ = find_events(retweets, CO_AMPLIFY, NetworkParameters())
    first = events.first()
    order = np.lexsort((np.random.default_rng(seed).random(len(first)), first.time // HOUR))
    account = np.empty_like(first.account)
    account[np.argsort(first.time // HOUR, kind="stable")] = first.account[order]
    dealt = first.with_accounts(account)
    network, _ = find_edges(dealt, NetworkParameters(), SignificanceParameters(draws=0))
    assert len(network.tier("A")) == 0
