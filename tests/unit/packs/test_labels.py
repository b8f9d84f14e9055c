"""Labels of columns, and percentages below them."""

import pytest

from explorer.packs.labels import for_people


@pytest.mark.parametrize(
    ("fraction", "text"),
    [(0, "0.0"), (0.125, "12.5"), (1, "100.0"), (0.0004, "<0.1"), (0.0006, "0.1"), (0.9996, ">99.9"), (1.5, "150.0")],
)
def test_a_fraction_is_shown_as_a_percentage_with_one_decimal(fraction: float, text: str) -> None:
    assert str(for_people("% of retweets", fraction)) == text


@pytest.mark.parametrize(("label", "value"), [("% of retweets", None), ("% of retweets", True), ("Lift", 0.5)])
def test_other_values_stay_as_they_are(label: str, value: object) -> None:
    assert for_people(label, value) is value
