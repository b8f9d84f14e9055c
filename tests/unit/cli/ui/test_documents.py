"""Documents that are written row by row equal those that are written at once."""

import json
import math
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from explorer.cli.options.output import Format
from explorer.cli.ui.documents import as_array, as_document, to_json

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(st.lists(st.tuples(VALUES, VALUES), max_size=4))
def test_json_is_that_of_the_standard_library(rows: list[tuple[Any, Any]]) -> None:
    records = [dict(zip("ab", row, strict=True)) for row in rows]
    assert "".join(as_document("ab", rows, Format.JSON)) == json.dumps(records, ensure_ascii=False, indent=2) + "\n"
    packed = '{\n  "q": ' + "".join(as_array(records, "  ")) + "\n}"
    assert packed == json.dumps({"q": records}, ensure_ascii=False, indent=2)
    lines = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    assert "".join(as_document("ab", rows, Format.JSONL)) == lines


def test_rows_are_written_before_the_next_one_is_read() -> None:
    read: list[int] = []

    def rows() -> Any:
        for number in range(3):
            read.append(number)
            yield (number,)

    for form in (Format.CSV, Format.JSON, Format.JSONL):
        read.clear()
        document = as_document(["a"], rows(), form)
        while "0" not in next(document):
            pass
        assert read == [0]


def test_numbers_that_json_lacks_are_texts() -> None:
    value = {"a": [math.nan, math.inf, -math.inf, 1.5]}
    assert json.loads(to_json(value)) == {"a": ["NaN", "Infinity", "-Infinity", 1.5]}
