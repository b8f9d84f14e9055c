from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.model.resolution import Resolution

counts = st.integers(0, 50)
resolutions = st.builds(Resolution, counts, counts, counts, counts, st.tuples(counts, counts, counts, counts))


@given(st.lists(resolutions, min_size=1))
def test_combining_precisions_is_associative(parts: list[Resolution]) -> None:
    def join(some: list[Resolution]) -> Resolution:
        return reduce(lambda a, b: a | b, some, Resolution())

    for cut in range(len(parts)):
        assert join(parts[:cut]) | join(parts[cut:]) == join(parts) == join(parts[::-1])


def test_precision_steps_divide_each_other() -> None:
    assert all(b % a == 0 for a, b in zip(Resolution.STEPS, Resolution.STEPS[1:], strict=False))


@pytest.mark.parametrize(
    ("values", "short", "seconds"),
    [
        # more short times than this have a probability below 5 % if each is one with probability 1/60:
        # 1 of 3: 1 - (59/60)^3 = 4.9 %, 1 of 4: 6.5 %
        (1, 1, 60),
        (2, 1, 60),
        (3, 1, 60),
        (4, 1, 1),
        (201, 1, 1),
        # with 201 times, at most 7 are expected: P(7 or more) = 5.3 %, P(8 or more) = 2.1 %
        (201, 7, 1),
        (201, 8, 60),
        (200, 100, 60),
        (200, 200, 60),
        # 1,000,000 / 60 + 1.645 * sqrt(1,000,000 * 1/60 * 59/60) = 16,877.3
        (1_000_000, 16_877, 1),
        (1_000_000, 16_878, 60),
        (200, 0, 1),
        (0, 0, 1),
    ],
)
def test_more_times_without_seconds_than_chance_explains_are_minutes(values: int, short: int, seconds: int) -> None:
    # one of 60 times that are written with seconds ends in :00, so the writer does not leave it out
    others = max(1, (values - short) // 60)
    assert Resolution(values, 0, short, others, (short + others, 0, 0, 0)).seconds == seconds
    assert Resolution(values, short, 0, others, (short + others, 0, 0, 0)).declared == (86_400 if seconds > 1 else 1)


def test_a_program_that_leaves_out_zeros_writes_scheduled_posts_without_seconds() -> None:
    # (59/60)^288 = 0.8 %: if :00 were written, one of the other times would probably end in it
    scheduled = Resolution(300, 0, 12, 0, (12, 0, 0, 0))
    assert scheduled.seconds == 1
    assert scheduled.reason == "12 of 300 times are written without seconds, which is no more than :00 left out"
    assert Resolution(300, 0, 12, 5, (17, 0, 0, 0)).seconds == 60
    # too few to tell: (59/60)^88 = 23 %
    assert Resolution(100, 0, 12, 0, (12, 0, 0, 0)).seconds == 60
    # half of the times are not an exception
    assert Resolution(1_000, 0, 500, 0, (500, 0, 0, 0)).seconds == 60
    # no program leaves out the time of day as often
    assert Resolution(300, 12, 0, 0, (12, 12, 12, 12)).seconds == 86_400


@pytest.mark.parametrize(
    ("values", "multiples", "seconds"),
    [
        (19, (19, 19, 19, 19), 1),
        (20, (20, 20, 20, 20), 86_400),
        (20, (20, 20, 19, 17), 3_600),
        (20, (18, 17, 4, 0), 60),
        (20, (17, 4, 0, 0), 1),
        (500, (500, 0, 0, 0), 60),
        (501, (500, 0, 0, 0), 60),
    ],
)
def test_times_that_nearly_all_fall_on_a_step_have_its_precision(
    values: int, multiples: tuple[int, ...], seconds: int
) -> None:
    assert Resolution(values, 0, 0, multiples[0], multiples).seconds == seconds


def test_the_reason_is_given() -> None:
    assert Resolution(200, 0, 100, 0, (100, 0, 0, 0)).reason == "100 of 200 times are written without seconds"
    assert Resolution(201, 0, 1, 3, (4, 0, 0, 0)).reason == (
        "1 of 201 times is written without seconds, which is no more than :00 left out"
    )
    assert Resolution(2, 2, 0, 0, (2, 2, 2, 2)).reason == "all 2 times are dates without a time of day"
    assert Resolution(40, 0, 0, 38, (38, 2, 1, 0)).reason == "38 of 40 times are whole minutes"
    assert Resolution(40, 0, 0, 40, (40, 40, 40, 0)).reason == "all 40 times are whole hours"
    assert Resolution(40).reason is None
