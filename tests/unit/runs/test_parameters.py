import json
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.common.durations import ALL_TIME
from explorer.common.errors import ExplorerError, InputError
from explorer.common.limits import MOST_DRAWS
from explorer.communities.parameters import OBJECTIVES, ClusterParameters
from explorer.detect.network.parameters import RULES, TFS, Filters, NetworkParameters
from explorer.detect.signals.registry import SIGNALS, find_signals, signal_names
from explorer.detect.significance.parameters import SignificanceParameters
from explorer.runs.parameters import DetectionParameters

SHARE = st.one_of(st.none(), st.just(1), st.floats(0, 1))
COUNT = st.integers(1, 2**40)


@st.composite
def networks(draw: Any) -> NetworkParameters:
    cosine = draw(st.booleans())
    return NetworkParameters(
        weighting="cosine" if cosine else draw(st.sampled_from(("objects", "pairs", "messages"))),
        window=draw(st.integers(0, ALL_TIME)),
        min_weight=draw(st.floats(0, 1) if cosine else COUNT | COUNT.map(float)),
        min_participation=draw(COUNT),
        tf=draw(st.sampled_from(sorted(TFS))) if cosine else None,
        min_df=draw(COUNT) if cosine else 1,
        max_accounts_per_object=draw(st.none() | st.integers(2, 2**40)),
        filters=Filters(
            min_objects=draw(COUNT),
            percentile=draw(SHARE),
            percentile_rule=draw(st.sampled_from(sorted(RULES))),
            backbone=draw(st.none() | st.floats(0, 1, exclude_min=True)),
            centrality=draw(SHARE),
        ),
    )


@st.composite
def parameters(draw: Any) -> DetectionParameters:
    timed = [name for name, signal in SIGNALS.items() if not signal.timeless]
    combined = st.lists(st.sampled_from(timed), min_size=2, max_size=3, unique=True).map(sorted).map("+".join)
    names = draw(st.lists(st.sampled_from(sorted(SIGNALS)) | combined, min_size=1, unique=True))
    had = {p.name: p for name in signal_names(",".join(names)) for p in SIGNALS[name].parameters}
    values = {name: draw(st.none() | st.floats(p.least, p.most)) for name, p in had.items()}
    seed = draw(st.integers(0, 2**63 - 1))
    network = draw(networks())
    windows = tuple(sorted(draw(st.sets(st.integers(0, ALL_TIME - 1), max_size=4))))
    return DetectionParameters(
        signals=find_signals(names, **values),
        layer_weights=tuple(
            draw(st.just([]) | st.lists(st.floats(0.01, 10), min_size=len(names), max_size=len(names)))
        ),
        network=replace(network, window=windows[-1]) if windows else network,
        significance=draw(
            st.none()
            | st.builds(
                SignificanceParameters,
                rate=st.floats(0, 1, exclude_min=True, exclude_max=True),
                draws=st.integers(0, MOST_DRAWS),
                seed=st.just(seed),
                windows=st.just(windows),
            )
        ),
        clusters=ClusterParameters(
            objective=draw(st.sampled_from(sorted(OBJECTIVES))),
            resolution=draw(st.none() | st.floats(0, 1e6) | st.integers(0, 9)),
            min_size=draw(st.integers(2, 2**40)),
            seeds=draw(st.integers(2, MOST_DRAWS)),
            seed=seed,
        ),
        platform=draw(st.none() | st.text()),
        leave_out_coarse=draw(st.booleans()),
    )


@given(parameters())
def test_parameters_survive_a_round_trip_through_json(asked: DetectionParameters) -> None:
    again = DetectionParameters.from_json(json.loads(asked.as_json()))
    assert again.as_json() == asked.as_json()
    # a signal with explicit defaults equals the signal with its defaults
    assert [s.settings for s in again.signals] == [s.settings for s in asked.signals]
    for name in ("layer_weights", "network", "significance", "clusters", "platform", "leave_out_coarse"):
        assert getattr(again, name) == getattr(asked, name)


TOLD = json.loads(DetectionParameters(significance=SignificanceParameters()).as_json())


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"window": "60s"}, "window"),
        ({"window": True}, "window"),
        ({"window": 2**70}, "window is too large"),
        ({"window": ALL_TIME + 1}, "window is too large"),
        ({"window": -1}, "negative"),
        ({"weighting": "loudness"}, "weighting"),
        ({"layer_weights": ["1"]}, "layer_weights"),
        ({"layer_weights": {}}, "layer_weights"),
        ({"signal": "co-sleep"}, "no signal"),
        ({"signal": ""}, "no signal"),
        ({"signal": None}, "signal"),
        ({"similarity": 0.5}, "--similarity does not apply"),
        ({"seeds": 2**63}, "seeds is too large"),
        ({"seeds": MOST_DRAWS + 1}, "number of seeds must be .* not 10001"),
        ({"seed": -1}, "seed"),
        ({"resolution": "fine"}, "resolution"),
        ({"resolution": float("nan")}, "resolution"),
        ({"significance": {"rate": 0.05}}, "draws"),
        ({"significance": {"rate": 0.05, "draws": 1.5}}, "draws"),
        ({"significance": {"rate": 2, "draws": 1}}, "false-discovery"),
        ({"significance": {"rate": 0.05, "draws": MOST_DRAWS + 1}}, "not 10001"),
        ({"significance": {"rate": 0.5, "draws": 1, "seed": 1}}, "seed"),
        ({"significance": []}, "significance"),
        ({"significance": {"rate": 0.05, "draws": 1, "windows": [10, 60_000, 10]}}, "ascending and distinct"),
        ({"significance": {"rate": 0.05, "draws": 1, "windows": [10, ALL_TIME]}}, "ascending and distinct"),
        ({"significance": {"rate": 0.05, "draws": 1, "windows": ["10s"]}}, "windows"),
        ({"significance": {"rate": 0.05, "draws": 1, "windows": [10, 20]}}, "60s, is not the longest of .* 10ms,20ms"),
        ({"unheard": 1}, "unheard"),
        ({"filters": {}}, "filters"),
    ],
)
def test_invalid_parameters_are_refused_with_a_reason(change: dict[str, Any], says: str) -> None:
    with pytest.raises(ExplorerError, match=says):
        DetectionParameters.from_json(TOLD | change)


def test_windows_are_in_the_json_only_if_they_are_scanned() -> None:
    assert TOLD["significance"] == {"rate": 0.05, "draws": 20}
    network = NetworkParameters(window=600_000)
    scan = DetectionParameters(network=network, significance=SignificanceParameters(windows=(10_000, 600_000)))
    assert json.loads(scan.as_json())["significance"] == {"rate": 0.05, "draws": 20, "windows": [10_000, 600_000]}
    assert scan.shortest_window == 10_000
    assert DetectionParameters().shortest_window == 60_000


@pytest.mark.parametrize("name", sorted(TOLD.keys() - {"platform", "leave_out_coarse"}))
def test_a_parameter_that_is_missing_is_named(name: str) -> None:
    with pytest.raises(InputError, match=name):
        DetectionParameters.from_json({key: value for key, value in TOLD.items() if key != name})


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.sampled_from(sorted(TOLD)), JSON)
def test_any_value_is_accepted_or_refused(name: str, value: Any) -> None:
    with suppress(ExplorerError):
        DetectionParameters.from_json(TOLD | {name: value})
