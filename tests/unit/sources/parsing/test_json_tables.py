from pathlib import Path

import pytest

from tests.unit.sources.reading import read_all, write

TWEET = '"conversation_id": "1", "date": "2021-03-01", "timezone": "+0000", "username": "anna", "tweet": "hi"'


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("7", "not a JSON object"),
        ('{"id": }', "unreadable JSON: JSON is malformed: invalid character (byte 7)"),
        ("[" * 5000, "unreadable JSON: nested too deeply"),
        ('["x"]', "not a JSON object"),
    ],
)
def test_what_is_not_an_object_is_rejected_with_its_line(tmp_path: Path, line: str, reason: str) -> None:
    lines = [f'{{"id": {n}, "time": "10:00:0{n}", {TWEET}}}' for n in range(3)]
    whole = read_all(write(tmp_path / "t.json", [lines[0], line, *lines[1:], ""]), batch_rows=2)
    assert whole.rows["post_id"].to_list() == ["0", "1", "2"]
    assert whole.reasons == [(2, reason)]


def test_deep_objects_stay_text(tmp_path: Path) -> None:
    deep = '{"a": ' * 50 + "1" + "}" * 50
    whole = read_all(write(tmp_path / "t.json", [f'{{"id": 1, "time": "10:00:00", "geo": {deep}, {TWEET}}}']))
    assert (whole.format, whole.rows["post_id"].to_list()) == ("twint", ["1"])
