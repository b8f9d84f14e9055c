"""The Higgs retweets give as many edges here as in coordination-network-toolkit 1.5.2."""

from pathlib import Path

import explorer
from explorer.detect.network import NetworkParameters
from explorer.detect.signals import find_signal
from explorer.ingest import find_jobs
from explorer.offline import find_network, read_retweets

DATA = Path(explorer.__file__).parent / "demo"


def test_messages_within_ten_seconds() -> None:
    retweets = read_retweets(find_jobs([DATA / "higgs-activity_time.txt.gz"], platform="higgs"))
    assert retweets.rows == 563_069
    assert retweets.frame.height == 354_930
    network, left_out = find_network(
        retweets, find_signal("co-amplify"), NetworkParameters("messages", window=10_000, min_weight=2)
    )
    assert left_out == 0
    assert len(network) == 10_617
