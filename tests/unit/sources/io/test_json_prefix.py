import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.sources.io.json_prefix import complete

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=9), inner, max_size=4),
)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ('{"data": [{"id": 1}, {"id": 2, "te', '{"data": [{"id": 1}, {"id": 2}]}'),
        ('{"a": "}], \\" {", "b": [1, 2', '{"a": "}], \\" {", "b": [1]}'),
        ('{"a', "{}"),
        ('[{"a": [', '[{"a": []}]'),
        ('{"a": 1} and more', '{"a": 1}'),
    ],
)
def test_a_text_is_cut_after_its_last_complete_element(text: str, kept: str) -> None:
    assert complete(text) == kept


@given(st.lists(values, min_size=1), st.integers(0, 300))
def test_every_prefix_of_an_array_is_readable(value: list[object], size: int) -> None:
    text = json.dumps(value)
    json.loads(complete(text[: max(1, size)]))


@given(st.text())
def test_any_text_is_accepted(text: str) -> None:
    complete(text)
