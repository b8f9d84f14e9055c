import json
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.common.errors import InputError
from explorer.export.manifest import (
    AnalysedData,
    Manifest,
    Outcome,
    describe_differences,
    describe_version_differences,
    hash_frame,
    manifest_as_json,
    read_manifest,
)

ONE = Manifest(
    manifest=1, version="1", versions={"numpy": "1"}, simulated=False, pseudonyms=False, run={"runId": "r"},
    parameters={}, seeds=[1],
    data=AnalysedData(
        fingerprint="f", counts={"posts": 1}, imports=[{"file": "a", "sha256": "s", "rows": 1}], registries=[],
    ),
    outcome=Outcome(figures={"edges": 3, "modularity": 0.1, "tierB": None}, hashes={"edges": "h"}),
)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


def test_a_manifest_is_read_as_it_was_written(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    path.write_bytes(manifest_as_json(ONE))
    assert read_manifest(path) == ONE
    assert manifest_as_json(read_manifest(path)) == manifest_as_json(ONE)
    assert describe_differences(ONE, read_manifest(path)) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"data": {"fingerprint": "g"}}, "The data differ"),
        ({"outcome": {"figures": {"edges": 4}}}, "edges 3 before, 4 now"),
        ({"outcome": {"figures": {"tierB": 4}}}, "tierB unknown before, 4 now"),
        ({"outcome": {"hashes": {"edges": "i"}}}, "edges are not identical"),
    ],
)
def test_differences_are_described(change: dict[str, Any], sentence: str) -> None:
    def changed(before: Any, by: dict[str, Any]) -> Any:
        return before | {k: changed(before[k], v) if isinstance(v, dict) else v for k, v in by.items()}

    other = changed(json.loads(manifest_as_json(ONE)), change)
    path_free = Manifest(**{**other, "data": AnalysedData(**other["data"]), "outcome": Outcome(**other["outcome"])})
    assert any(sentence in difference for difference in describe_differences(ONE, path_free))


def test_versions_alone_make_no_difference() -> None:
    other = deepcopy(ONE)
    other.versions["numpy"] = "2"
    assert describe_differences(ONE, other) == []
    assert describe_version_differences(ONE, other) == ["numpy 1 before, 2 now"]


@given(st.sampled_from(sorted(json.loads(manifest_as_json(ONE)))), JSON)
def test_no_value_breaks_the_reading(tmp_path_factory: pytest.TempPathFactory, name: str, value: Any) -> None:
    path = tmp_path_factory.mktemp("m") / "run.json"
    path.write_text(
        json.dumps(json.loads(manifest_as_json(ONE)) | {name: value}), encoding="utf-8", errors="surrogatepass"
    )
    with suppress(InputError):
        describe_differences(ONE, read_manifest(path))


def test_a_hash_distinguishes_values_that_look_alike() -> None:
    frames = [
        pl.DataFrame({"a": column}, schema={"a": dtype})
        for column, dtype in (
            (["ab", "c"], pl.String), (["a", "bc"], pl.String), (["", None], pl.String), ([None, ""], pl.String),
            ([0, None], pl.Int64), ([None, 0], pl.Int64), ([0.5, None], pl.Float64), ([], pl.Int64),
        )
    ]  # fmt: skip
    assert len({hash_frame(frame) for frame in frames}) == len(frames)
    assert hash_frame(frames[0]) == hash_frame(frames[0].clone())
