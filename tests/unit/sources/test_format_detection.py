"""Files that lack a part are read as what they are, or refused; never as something else."""

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from explorer.common.errors import InputError
from explorer.sources.format_detection import detect_format
from tests.unit.sources.reading import read_all, write
from tests.unit.sources.test_fuzz import SAMPLES

Variant = tuple[str, bytes]


def without_each_column(content: bytes) -> Iterator[Variant]:
    """Yield a table without each of its columns."""
    rows = list(csv.DictReader(io.StringIO(content.decode())))
    for name in rows[0]:
        text = io.StringIO()
        writer = csv.DictWriter(text, [other for other in rows[0] if other != name], extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
        yield name, text.getvalue().encode()


def without_each_key(content: bytes) -> Iterator[Variant]:
    """Yield JSON without each key of its objects, and of the objects in these, as JSON lines."""
    try:
        lines = [json.loads(line) for line in content.splitlines()]
    except json.JSONDecodeError:
        lines = json.loads(content)
    for path in sorted({path for line in lines for path in _paths(line)}):
        yield ".".join(path), "".join(json.dumps(_without(line, path)) + "\n" for line in lines).encode()


def _paths(value: Any, above: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if isinstance(value, dict) and len(above) < 3:
        for key, inner in value.items():
            yield (*above, key)
            yield from _paths(inner, (*above, key))


def _without(value: Any, path: tuple[str, ...]) -> Any:
    if not isinstance(value, dict):
        return value
    first, *rest = path
    if not rest:
        return {key: inner for key, inner in value.items() if key != first}
    return {key: _without(inner, tuple(rest)) if key == first else inner for key, inner in value.items()}


@pytest.mark.parametrize("name", SAMPLES)
def test_every_sample_is_detected(tmp_path: Path, name: str) -> None:
    assert detect_format(write(tmp_path / "sample", SAMPLES[name])).name == name


@pytest.mark.parametrize("name", [name for name in SAMPLES if name != "edgelist"])
def test_a_file_that_lacks_a_part_is_read_as_what_it_is_or_refused(tmp_path: Path, name: str) -> None:
    is_json = SAMPLES[name].lstrip()[:1] in {b"{", b"["}
    wrong, unusable = [], []
    for part, content in (without_each_key if is_json else without_each_column)(SAMPLES[name]):
        path = write(tmp_path / "sample", content)
        try:
            whole = read_all(path)
        except InputError:
            continue
        if whole.format != name:
            wrong.append((part, whole.format))
        elif whole.rejects.height == whole.rows_read:
            unusable.append(part)
    assert wrong == []
    # a heading tells before the first row that all rows would be rejected
    assert is_json or unusable == []
