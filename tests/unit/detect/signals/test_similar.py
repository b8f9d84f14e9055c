"""Similar texts against a comparison of every pair."""

import random
import string
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.detect.signals.similar import SHINGLE, band_rows, shingles, similar_groups


def jaccard(one: str, other: str) -> float:
    sets = [{text[i : i + SHINGLE] for i in range(max(len(text) - SHINGLE, 0) + 1)} for text in (one, other)]
    return len(sets[0] & sets[1]) / len(sets[0] | sets[1])


def every_pair(texts: list[str], threshold: float) -> list[int]:
    group = list(range(len(texts)))
    for i, j in combinations(range(len(texts)), 2):
        if jaccard(texts[i], texts[j]) >= threshold and group[i] != group[j]:
            low, high = sorted((group[i], group[j]))
            group = [low if one == high else one for one in group]
    return group


def corpus(seed: int, families: int, members: int) -> list[str]:
    """Return texts of 12 to 25 words; those of a family differ in one to four of them."""
    chance = random.Random(seed)
    words = ["".join(chance.choices(string.ascii_lowercase, k=chance.randint(2, 9))) for _ in range(500)]
    texts = set()
    for _ in range(families):
        stem = chance.choices(words, k=chance.randint(12, 25))
        for _ in range(members):
            varied = list(stem)
            for _ in range(chance.randint(1, 4)):
                varied[chance.randrange(len(varied))] = chance.choice(words)
            texts.add(" ".join(varied))
    return sorted(texts)


def as_sets(texts: list[str], group: list[int]) -> set[frozenset[str]]:
    return {frozenset(t for t, g in zip(texts, group, strict=True) if g == one) for one in set(group)}


@pytest.mark.parametrize("threshold", [0.5, 0.8, 0.9])
def test_groups_are_those_of_every_pair(threshold: float) -> None:
    texts = corpus(7, 40, 8)
    wanted = every_pair(texts, threshold)
    assert 20 < len(set(wanted)) < len(texts)
    assert similar_groups(texts, threshold).tolist() == wanted
    shuffled = random.Random(1).sample(texts, len(texts))
    assert as_sets(shuffled, similar_groups(shuffled, threshold).tolist()) == as_sets(texts, wanted)


@given(st.lists(st.text("ab c", max_size=12), unique=True, max_size=25), st.sampled_from([0.1, 0.5, 0.8, 1.0]))
def test_nothing_is_joined_on_an_estimate(texts: list[str], threshold: float) -> None:
    wanted = every_pair(texts, threshold)
    found = similar_groups(texts, threshold).tolist()
    assert all(wanted[i] == wanted[j] for i, j in enumerate(found))
    assert all(found[j] == j <= i for i, j in enumerate(found))


def test_a_threshold_is_met_as_it_is_written() -> None:
    # 8 shingles of 10 in common: 0.8
    texts = ["abcdefghijkl", "abcdefghijklm", "abcdefghijklmn"]
    assert jaccard(texts[0], texts[2]) == pytest.approx(9 / 11)
    assert jaccard("abcdefghijk", "abcdefghijkmn") == 0.8
    assert similar_groups(["abcdefghijk", "abcdefghijkmn"], 0.8).tolist() == [0, 0]
    assert similar_groups(["abcdefghijk", "abcdefghijkmn"], 0.81).tolist() == [0, 1]


def test_groups_hang_together_over_others() -> None:
    texts = ["abcdefghijklmnopqrst", "abcdefghijklmnopqrstuv", "abcdefghijklmnopqrstuvwxyz"]
    assert jaccard(texts[0], texts[2]) < 0.8
    assert similar_groups(texts, 0.8).tolist() == [0, 0, 0]


def test_one_large_bucket() -> None:
    # equal texts, and as many that share half of a text with all others: neither may be stored as pairs
    alike = [f"this is what everyone says about the harbour number {i:05}" for i in range(3_000)]
    assert set(similar_groups(alike, 0.7).tolist()) == {0}


def test_no_texts_and_texts_of_nothing() -> None:
    assert similar_groups([], 0.8).tolist() == []
    assert similar_groups(["", "a", "b"], 0.8).tolist() == [0, 1, 2]
    assert len(shingles("")) == len(shingles("abc")) == 1


@pytest.mark.parametrize("threshold", [0.1, 0.5, 0.8, 0.95, 1.0])
def test_few_pairs_at_the_threshold_are_missed(threshold: float) -> None:
    rows = band_rows(threshold)
    assert (1 - threshold**rows) ** (128 // rows) <= 0.01 or rows == 1
