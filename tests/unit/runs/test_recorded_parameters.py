"""The text of a run's parameters decides its id, so runs that are in graphs and manifests already depend on it."""

import json
from pathlib import Path
from typing import Final

import pytest

from explorer.common.durations import ALL_TIME
from explorer.communities.parameters import ClusterParameters
from explorer.detect.network.parameters import Filters, NetworkParameters
from explorer.detect.signals.registry import find_signals
from explorer.detect.significance.parameters import SignificanceParameters
from explorer.runs.detect import run_id
from explorer.runs.parameters import DetectionParameters

RECORDED: Final = json.loads(Path(__file__).with_name("recorded_parameters.json").read_text())
"""For each case, the JSON and the run id (for the fingerprint of 32 zeros) that version 0.1.0 wrote."""

TWELVE_SIGNALS: Final = (
    "co-retweet,co-amplify,fast-retweet,co-link,co-domain,co-hashtag,"
    "hashtag-sequence,co-reply,co-text,similar-text,handle-sharing,co-post"
)

CASES: Final = {
    "default": DetectionParameters(),
    "significance": DetectionParameters(significance=SignificanceParameters()),
    "significance with options": DetectionParameters(
        significance=SignificanceParameters(rate=0.01, draws=0, seed=7), clusters=ClusterParameters(seed=7)
    ),
    "whole numbers in the place of fractions": DetectionParameters(
        layer_weights=(1,),
        network=NetworkParameters(filters=Filters(percentile=1, backbone=1, centrality=0)),
        clusters=ClusterParameters(resolution=1),
    ),
    "fractional minimum weight": DetectionParameters(network=NetworkParameters(min_weight=2.0)),
    "pairs": DetectionParameters(
        network=NetworkParameters(
            weighting="pairs", window=ALL_TIME, min_weight=3, min_participation=2, filters=Filters(min_objects=2)
        )
    ),
    "messages": DetectionParameters(network=NetworkParameters(weighting="messages", window=0, min_weight=1)),
    "cosine": DetectionParameters(
        network=NetworkParameters(weighting="cosine", min_weight=0.25, tf="binary", min_df=2)
    ),
    "filters": DetectionParameters(
        network=NetworkParameters(
            window=300_000,
            max_accounts_per_object=500,
            filters=Filters(3, 0.9, "at-least", 0.05, 0.5),
        )
    ),
    "layers": DetectionParameters(
        signals=find_signals(["co-retweet", "co-amplify"]),
        layer_weights=(1.0, 0.5),
        clusters=ClusterParameters(objective="cpm", resolution=None, min_size=5, seeds=10, seed=3),
    ),
    "signals with parameters": DetectionParameters(
        signals=find_signals(
            ["fast-retweet", "hashtag-sequence", "similar-text"], fast_seconds=5, min_tags=3, similarity=0.75
        )
    ),
    "signals with their defaults": DetectionParameters(
        signals=find_signals(["fast-retweet", "hashtag-sequence", "similar-text"])
    ),
    "twelve signals": DetectionParameters(signals=find_signals(TWELVE_SIGNALS.split(","))),
    "platform": DetectionParameters(platform="bluesky", leave_out_coarse=True),
    "platform beyond ASCII": DetectionParameters(platform="微博"),
    "allow list": DetectionParameters(leave_out_allowed=True),
}


@pytest.mark.parametrize("name", CASES)
def test_parameters_have_the_text_and_the_run_id_that_earlier_versions_gave_them(name: str) -> None:
    text = CASES[name].as_json()
    assert text == RECORDED[name]["parameters"]
    assert run_id(text, "0" * 32, None) == RECORDED[name]["runId"]


@pytest.mark.parametrize("name", CASES)
def test_parameters_that_earlier_versions_wrote_are_read_back(name: str) -> None:
    again = DetectionParameters.from_json(json.loads(RECORDED[name]["parameters"]))
    assert again.as_json() == RECORDED[name]["parameters"]
    assert [signal.settings for signal in again.signals] == [signal.settings for signal in CASES[name].signals]
    for field in ("network", "significance", "clusters", "platform", "leave_out_coarse", "leave_out_allowed"):
        assert getattr(again, field) == getattr(CASES[name], field)
