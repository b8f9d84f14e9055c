"""Literals of query files."""

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.packs.values import Value, parse_literal, show_value

SCALARS = st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False, allow_infinity=False)


@given(st.recursive(SCALARS, lambda inner: st.lists(inner, max_size=4), max_leaves=8))
def test_a_value_survives_being_written_and_read(value: Value) -> None:
    if _fits(value):
        read = parse_literal(show_value(value))
        assert read == value
        assert repr(read) == repr(value)  # 1 is not 1.0 and not true
    else:
        with pytest.raises(ValueError, match="not a number"):
            parse_literal(show_value(value))


def _fits(value: Value) -> bool:
    if isinstance(value, list):
        return all(map(_fits, value))
    return not isinstance(value, int) or -(2**63) <= value < 2**63


@given(st.text("[]',\"\\ab1. \n-e", max_size=12))
def test_parsing_a_literal_only_ever_raises_value_error(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert _fits(parse_literal(text))


@pytest.mark.parametrize("text", ["", "[1 2]", "[1,", "1]", "['a]", "[1,,2]", "latest", "nan", "inf", "1_000", "'\\q'"])
def test_invalid_literals(text: str) -> None:
    with pytest.raises(ValueError, match="is not a number"):
        parse_literal(text)
