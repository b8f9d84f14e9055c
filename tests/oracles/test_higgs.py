"""The Higgs retweets give as many edges here as in coordination-network-toolkit 1.5.2."""

from pathlib import Path

import explorer
from explorer.detect.parameters import NetworkParameters
from explorer.detect.signals import CO_AMPLIFY
from explorer.ingest import find_jobs
from explorer.reading import read_files
from tests.networks import find_network

DATA = Path(explorer.__file__).parent / "demo"


def test_messages_within_ten_seconds() -> None:
    retweets = read_files(find_jobs([DATA / "higgs-activity_time.txt.gz"], platform="higgs"), CO_AMPLIFY.kind)
    assert retweets.rows == 563_069
    assert retweets.used["retweets"] == 354_930
    network, left_out = find_network(retweets, CO_AMPLIFY, NetworkParameters("messages", window=10_000, min_weight=2))
    assert left_out == {}
    assert len(network) == 10_617
