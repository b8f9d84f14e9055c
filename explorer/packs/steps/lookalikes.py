"""Find handles and names that look alike, which Cypher cannot compare."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import combinations
from typing import Any, Final

_GRAM: Final = 3
"""Letters of an n-gram; texts without a common n-gram are not compared."""
_COMMON: Final = 30
"""Maximum number of texts with an n-gram. More common n-grams are ignored."""
_MAX_PAIRS: Final = 200_000
"""Maximum number of pairs compared, those with the most common n-grams first; a pair takes about 20 microseconds."""


def lookalikes(rows: Sequence[Mapping[str, Any]], parameters: Mapping[str, object]) -> list[dict[str, Any]]:
    """Return pairs of a member and another account whose handles or names look alike, the most similar first.

    Texts are compared without case, punctuation and spaces, and only if they share an n-gram that is rare, so that
    common names are not reported. The similarity is twice the number of letters in matching blocks over all letters.

    Source: Ratcliff, J. W. & Metzener, D. (1988). Pattern matching: the gestalt approach. Dr. Dobb's Journal 13(7), as
    implemented in Python's difflib, without its heuristic for long texts.

    Args:
        rows: Accounts with handle, name, cluster and operator. Pairs of two registered accounts are left out.
        parameters: The query's parameters minSimilarity, registryOnly and top.
    """
    least: Any
    top: Any
    least, registry_only, top = (parameters[name] for name in ("minSimilarity", "registryOnly", "top"))
    pairs = []
    for field in ("handle", "name"):
        texts = [(_plain(row[field] or ""), row) for row in rows]
        for a, b in _candidates([text for text, _ in texts]):
            (text_a, member), (text_b, other) = texts[a], texts[b]
            # The member comes first; of two members the one without an outlet, then the first by key.
            member, other = sorted(
                (member, other), key=lambda row: (row["cluster"] is None, bool(row["operator"]), row["account"])
            )
            if member["cluster"] is None or member["operator"] or (registry_only and not other["operator"]):
                continue
            first, second = sorted((text_a, text_b))
            matcher = SequenceMatcher(None, first, second, autojunk=False)
            if matcher.real_quick_ratio() >= least and matcher.quick_ratio() >= least and matcher.ratio() >= least:
                pairs.append(
                    {
                        "field": field,
                        "account": member["account"],
                        "memberText": member[field],
                        "cluster": member["cluster"],
                        "similarAccount": other["account"],
                        "similarText": other[field],
                        "similarCluster": other["cluster"],
                        "operator": other["operator"],
                        "similarity": matcher.ratio(),
                    }
                )
    pairs.sort(key=lambda x: (not x["operator"], -x["similarity"], x["account"], x["similarAccount"], x["field"]))
    return pairs[:top]


def _plain(text: str) -> str:
    return "".join(letter for letter in text.casefold() if letter.isalnum())


def _candidates(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of positions to compare: texts that share a rare n-gram or are equal."""
    holders: dict[str, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        for gram in {text[i : i + _GRAM] for i in range(len(text) - _GRAM + 1)} | {f" {text}"} - {" "}:
            holders[gram].append(number)
    rare = (members for members in holders.values() if len(members) <= _COMMON)
    shared = Counter(pair for members in rare for pair in combinations(members, 2))
    yield from sorted(shared, key=lambda pair: (-shared[pair], pair))[:_MAX_PAIRS]
