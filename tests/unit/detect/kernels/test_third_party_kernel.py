"""Events of neighbours and the mean over shared objects, by hand."""

import numpy as np
import pytest

from explorer.detect.kernels.third_party_kernel import count_neighbour_events, expected_by_third_parties

# account 0: objects 0 and 1; account 1: 0 and 2; account 2: 0, 1 and 2
START = np.array([0, 2, 4, 7])
OBJECTS = np.array([0, 1, 0, 2, 0, 1, 2], np.uint32)


# the events by object, in the order of time
BY_OBJECT = np.array([0, 3, 5, 7])
ACCOUNT_ON_OBJECT = np.array([0, 1, 2, 2, 0, 1, 2], np.uint32)
TIME_ON_OBJECT = np.array([0, 10, 11, 90, 100, 0, 50])


@pytest.mark.parametrize("popularity", [0, 100])
def test_events_of_neighbours_on_the_same_object_are_counted_and_the_scratch_array_is_left_clean(
    popularity: int,
) -> None:
    # if objects have many events of accounts that nobody asks for, neighbours' events are read instead of objects'
    others = np.full((3, popularity), 3, np.uint32)
    by_object = BY_OBJECT + popularity * np.arange(4)
    accounts = [np.append(own, other) for own, other in zip(np.split(ACCOUNT_ON_OBJECT, BY_OBJECT[1:3]), others)]
    times = [np.append(own, np.zeros(popularity, int)) for own in np.split(TIME_ON_OBJECT, BY_OBJECT[1:3])]
    time = np.array([0, 100, 10, 0, 11, 90, 50], np.int64)
    place, near = np.full(3, -1), np.zeros(4, np.uint32)
    at_any_time, close = np.zeros(7, np.uint32), np.zeros(7, np.uint32)
    visited, neighbours = np.array([0, 2], np.uint32), np.array([1, 2, 0], np.uint32)
    arguments = (visited, np.array([0, 2]), np.array([2, 3]), neighbours, START, OBJECTS, time, OBJECTS)
    everything = by_object, np.concatenate(accounts), np.concatenate(times)
    count_neighbour_events((0, 2), *arguments, *everything, 10, place, near, at_any_time, close)
    # account 0 has the neighbours 1 and 2, account 2 only account 0; account 1 is not visited
    assert at_any_time.tolist() == [2, 1, 0, 0, 1, 1, 0]
    assert close.tolist() == [1, 1, 0, 0, 0, 1, 0]
    assert place.tolist() == [-1, -1, -1]


def test_the_mean_is_over_the_shared_objects_and_both_accounts() -> None:
    others = np.array([8, 3, 8, 1, 8, 3, 1], np.uint32)
    close = np.array([1, 3, 2, 0, 0, 0, 1], np.uint32)
    expected = np.empty(2)
    source, target = np.array([0, 0], np.uint32), np.array([1, 2], np.uint32)
    chance = np.array([0.5, 0.25])
    expected_by_third_parties((0, 2), source, target, START, OBJECTS, others, close, chance, 2.0, expected)
    # edge 0-1 shares object 0: (1 + 2 * .5) / (8 + 2) and (2 + 2 * .5) / (8 + 2)
    # edge 0-2 shares object 0, (1 + .5) / 10 and (0 + .5) / 10, and object 1, (3 + .5) / 5 and (0 + .5) / 5
    assert expected.tolist() == pytest.approx([(0.2 + 0.3) / 2, (0.15 + 0.05 + 0.7 + 0.1) / 4])


def test_accounts_without_a_shared_object_keep_their_chance() -> None:
    nothing = np.zeros(7, np.uint32)
    expected = np.empty(1)
    ends = np.array([0], np.uint32), np.array([1], np.uint32)
    arguments = (np.array([0, 1, 2, 2]), np.array([0, 1], np.uint32), nothing, nothing, np.array([0.3]))
    expected_by_third_parties((0, 1), *ends, *arguments, 2.0, expected)
    assert expected.tolist() == [0.3]
