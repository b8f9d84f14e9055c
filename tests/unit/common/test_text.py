"""Counts agree with their nouns."""

from explorer.common.text import count


def test_counts_agree_with_their_nouns() -> None:
    assert [count(number, "account") for number in (0, 1, 1234)] == ["0 accounts", "1 account", "1,234 accounts"]
