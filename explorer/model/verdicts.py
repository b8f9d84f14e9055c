"""Verdicts that analysts can give on clusters and accounts."""

from typing import Final, Literal, get_args

Verdict = Literal["coordinated", "organic", "unclear", "withdrawn"]
"""``withdrawn`` cancels an earlier verdict, which stays in the history."""

VERDICTS: Final[tuple[Verdict, ...]] = get_args(Verdict)
ALLOW_LIST_VERDICT: Final[Verdict] = "organic"
"""An account is on the allow list if its newest judgement has this verdict."""
