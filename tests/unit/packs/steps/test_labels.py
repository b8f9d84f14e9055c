"""The steps against values worked out by hand or published, and properties that hold for all counts."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.packs.steps.labels import label_effect, wilson

COUNTS = st.integers(0, 10_000)


PARAMETERS = {"minDays": 14, "minRetweets": 4, "minAccounts": 2}


def row(
    member: str,
    before: int,
    after: int,
    earlier: int | None = None,
    *,
    account: str = "l",
    note: str = "",
    days: int = 28,
    days_earlier: int = 28,
) -> dict[str, Any]:
    return {
        "outlet": "o", "outletId": "o", "kind": "media", "state": "CN", "account": account, "handle": None,
        "labelledDay": None, "countedAccount": member, "daysBefore": days, "daysAfter": days, "retweetsBefore": before,
        "retweetsAfter": after, "daysEarlier": days_earlier, "retweetsEarlier": earlier, "noEffectReason": note,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("labelled", "accounts", "low", "high"),
    [
        # Newcombe, R. G. (1998), Statistics in Medicine 17, 857-872, table I, method 3
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_gives_published_intervals(labelled: int, accounts: int, low: float, high: float) -> None:
    (answer,) = wilson([{"group": "g", "labelledAccounts": labelled, "accounts": accounts}], {})
    assert answer["group"] == "g"
    assert (answer["shareLow"], answer["shareHigh"]) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_wilson_interval_contains_the_share_and_stays_within_0_and_1(counts: tuple[int, int]) -> None:
    labelled, accounts = counts
    (answer,) = wilson([{"labelledAccounts": labelled, "accounts": accounts}], {})
    assert 0 <= answer["shareLow"] <= labelled / accounts + 1e-12
    assert labelled / accounts - 1e-12 <= answer["shareHigh"] <= 1


def test_an_effect_calculated_by_hand() -> None:
    # log changes of the others: 0, log 3 and -log 3 (9.5/9.5, 28.5/9.5, 9.5/28.5): mean 0, variance log(3)^2 = 1.20695
    # the labelled account's: log(4.5/99.5) = -3.09611, Poisson variance 1/99.5 + 1/4.5 = 0.23227; the others' are
    # 2/9.5, 1/9.5 + 1/28.5 and again 1/9.5 + 1/28.5, whose mean 0.16374 is 0.06853 less, which is added to the variance
    # error sqrt(1.20695 * 4/3 + 0.06853) = 1.29530, t of 2 degrees of freedom at 0.975: 4.30265, reach 5.57321
    rows = [row("l", 99, 4), row("a", 9, 9), row("b", 9, 28), row("c", 28, 9)]
    (answer,) = label_effect(rows, PARAMETERS)
    assert answer["comparedAccounts"] == 3
    assert answer["comparisonChange"] == pytest.approx(1)
    assert answer["change"] == pytest.approx(4 / 99)
    assert answer["effect"] == pytest.approx(4.5 / 99.5)
    assert math.log(answer["effectLow"]) == pytest.approx(-3.09611 - 5.57321, abs=1e-4)
    assert math.log(answer["effectHigh"]) == pytest.approx(-3.09611 + 5.57321, abs=1e-4)


def test_the_variance_is_at_least_that_of_a_poisson_count() -> None:
    # the others do not differ: their variance is 0, the labelled account's 1/2.5 + 1/1.5 = 1.06667, t as above
    (answer,) = label_effect([row("l", 2, 1), row("a", 9, 9), row("b", 9, 9), row("c", 9, 9)], PARAMETERS)
    assert math.log(answer["effectHigh"] / answer["effect"]) == pytest.approx(4.30265 * math.sqrt(1.06667), abs=1e-4)


def test_the_smallest_detectable_fall() -> None:
    # as above, and t of 2 degrees of freedom at 0.8: 1.06066, so exp(-1.29530 * (4.30265 + 1.06066)) = 0.00096
    rows = [row("l", 99, 4), row("a", 9, 9), row("b", 9, 28), row("c", 28, 9)]
    (answer,) = label_effect(rows, PARAMETERS)
    assert answer["smallestDetectableFall"] == pytest.approx(math.exp(-1.29530 * 5.36331), rel=1e-3)
    assert "low power" in answer["warnings"]
    # many equal accounts and counts: error sqrt(2/1000.5) = 0.04471, t of 3: 3.18245 and 0.97847, exp(-0.18604) = 0.83
    (answer,) = label_effect([row("l", 1000, 1000)] + [row(name, 1000, 1000) for name in "abcd"], PARAMETERS)
    assert answer["smallestDetectableFall"] == pytest.approx(math.exp(-0.04471 * 4.16092), rel=1e-3)
    assert "low power" not in answer["warnings"]


OTHERS = [row("a", 9, 9, 9), row("b", 9, 28, 9), row("c", 28, 9, 9)]
"""Their changes up to the label are 0, 0 and log 3: mean 0.36620, variance 0.40232."""


@pytest.mark.parametrize(
    ("before", "earlier", "warned"),
    [
        # error sqrt(0.40232 * 4/3) = 0.73242 (no more Poisson variance than the others), t of 2 at 0.95: 2.91999, so a
        # change above exp(0.36620 + 2.13866) = 12.24 is a peak: 9.5 to 116.3
        (116, 9, True),
        (115, 9, False),
        (9, 116, False),
    ],
)
def test_an_account_labelled_at_a_peak(before: int, earlier: int, warned: bool) -> None:
    (answer,) = label_effect([row("l", before, 9, earlier), *OTHERS], PARAMETERS)
    assert ("labelled at a peak" in answer["warnings"]) is warned
    assert answer["peak"] == pytest.approx((before + 0.5) / (earlier + 0.5) / 3 ** (1 / 3))
    assert "earlier level unknown" not in answer["warnings"]


@pytest.mark.parametrize(
    ("rows", "parameters"),
    [
        ([row("l", 99, 9, None), *OTHERS], {}),
        ([row("l", 2, 9, 1), *OTHERS], {}),
        ([row("l", 99, 9, 9), row("a", 9, 9, 9), row("b", 9, 9, None), row("c", 9, 9, None)], {}),
        ([row("l", 99, 9, 9), *OTHERS], {"minAccounts": 4}),
        ([row("l", 99, 9, 9, days_earlier=13), *OTHERS], {}),
        ([row("l", 99, 9, 0, days_earlier=0), *OTHERS], {"minDays": 0}),
    ],
    ids=["created within", "few retweets", "few accounts", "fewer than asked for", "few days", "no day"],
)
def test_the_earlier_level_can_be_unknown(rows: list[dict[str, Any]], parameters: dict[str, int]) -> None:
    (answer,) = label_effect(rows, PARAMETERS | parameters)
    assert answer["peak"] is None
    assert answer["warnings"] == "low power; earlier level unknown"


def test_each_labelled_account_has_one_row_in_order() -> None:
    rows = [row("l", 9, 9), row("a", 9, 9), row("b", 9, 9), row("k", 4, 0, account="k", note="too few days", days=0)]
    first, second = label_effect(rows, PARAMETERS)
    assert (first["account"], first["effect"], first["noEffectReason"]) == ("l", pytest.approx(1), "")
    assert (second["account"], second["effect"], second["noEffectReason"]) == ("k", None, "too few days")
    assert (
        second["retweetsPerDayBefore"]
        is second["retweetsPerDayAfter"]
        is second["change"]
        is second["effectLow"]
        is second["smallestDetectableFall"]
        is second["peak"]
        is None
    )
    assert (first["warnings"], second["warnings"]) == ("low power; earlier level unknown", "")
    assert label_effect([], PARAMETERS) == []


@given(COUNTS, COUNTS, st.lists(st.tuples(COUNTS, COUNTS), min_size=2, max_size=20))
def test_the_effect_is_inverted_if_time_is_reversed(before: int, after: int, others: list[tuple[int, int]]) -> None:
    forth = [row("l", before, after)] + [row(str(i), x, y) for i, (x, y) in enumerate(others)]
    back = [row("l", after, before)] + [row(str(i), y, x) for i, (x, y) in enumerate(others)]
    (one,), (other,) = label_effect(forth, PARAMETERS), label_effect(back, PARAMETERS)
    assert math.log(one["effect"]) == pytest.approx(-math.log(other["effect"]), abs=1e-9)
    assert math.log(one["effectLow"]) == pytest.approx(-math.log(other["effectHigh"]), abs=1e-9)
    assert one["effectLow"] < one["effect"] < one["effectHigh"]
