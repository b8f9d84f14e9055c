"""Print how significant the edges of a network are."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from explorer.cli.ui.output import note, warn
from explorer.common.durations import format_duration
from explorer.common.text import count
from explorer.detect.significance.parameters import MANY_OUTSIDERS, TIERS

if TYPE_CHECKING:
    from explorer.detect.network.model import Network
    from explorer.detect.significance.result import Significance


def note_significance(network: "Network", result: "Significance | None", triggers: Sequence[str] = ()) -> None:
    """Print how significant the edges are, and how that was determined.

    Args:
        network: The edges.
        result: How their tiers were decided; None with fixed weights.
        triggers: The likely common triggers with the most edges.
    """
    if result is None or network.statistics is None:
        warn("The error rate is unknown, because edges are kept by minimum weight alone, without a significance test.")
        return
    if not len(network.tier("A")):
        _warn_of_no_result(network, result)
    _note_tiers(network, result.windows, triggers)
    note(
        f"  Rate {result.rate:g}: expected share of edges of tier A that independent reaction explains, if the null "
        "models hold; it does not cover common triggers that the data do not show"
    )
    note(
        f"  Tested {result.hypotheses // max(len(result.windows), 1):,} pairs of accounts that each have at least two "
        "actions"
        + (f", in each of {len(result.windows)} windows" if result.windows else "")
        + (f"; edges of tier A have p <= {result.cut:.2g}" if result.cut else "")
    )
    if audit := result.audit:
        note(
            f"  Permutation audit with {count(audit.draws, 'shuffle')} per null model. Edges found in shuffled "
            f"data, as a share of the edges in the data: {_percent(audit.activity)} when accounts are shuffled "
            f"among actions of the same hour, {_percent(audit.reaction)} when delays are shuffled "
            "among each account's actions. The shuffles also destroy common triggers, so the audit does not test them"
        )
        if audit.left_over:
            note(
                f"  On average, {audit.left_over:.1f} actions per shuffle were left out, because the account "
                "already had the object"
            )
        if audit.lowered:
            warn("The shuffled data had more edges than the rate allows, so a smaller p-value was used for tier A.")
    if result.outsiders is not None:
        _note_outsiders(result.outsiders)
    if result.origins_decoded:
        note(f"  The publication times of {count(result.origins_decoded, 'post')} were read from the post IDs")
    if result.origins_known < 1:
        warn(
            f"The publication time is known for {result.origins_known:.0%} of the objects. For the others, reaction "
            "times are measured from the first action. If the objects are posts, import the posts too, with their "
            "times."
        )


def _note_outsiders(ratio: float) -> None:
    note(
        f"  Accounts outside tier A act in the window of its co-actions {ratio:.1f} times as often as in "
        "the time around it (1 is usual). This does not test triggers that nobody else reacts to"
    )
    if ratio >= MANY_OUTSIDERS:
        warn(
            "Other accounts also act at the moments of tier A's co-actions, so a common trigger is likely, or "
            "members were not found. Check with explorer evidence before you call the accounts coordinated."
        )


def _warn_of_no_result(network: "Network", result: "Significance") -> None:
    """Say why no edge is in tier A."""
    if len(network.tier("trigger")):
        warn("No edge is in tier A. Where independent reaction is no explanation, a common trigger is not excluded.")
    elif result.cut:
        warn("The filters removed all edges of tier A. Relax a filter, or leave it out.")
    else:
        warn(
            "No edge is significant: chance or reaction times explain how often accounts act at the same time. Small "
            "data sets rarely give significant edges. Import more data, with other accounts for comparison, or use "
            "--significance off, whose error rate is unknown."
        )


def _note_tiers(network: "Network", windows: Sequence[int], triggers: Sequence[str]) -> None:
    for name, meaning in TIERS.items():
        tier = network.tier(name)
        if len(tier) or name == "A":
            accounts = count(int(tier.with_edge().sum()), "account")
            note(f"Tier {name} ({count(len(tier), 'edge')}, {accounts}): {meaning}")
        if name == "A" and windows:
            found = tier.edges()["window"]
            edges = (f"{format_duration(window)} {(found == window).sum():,}" for window in windows)
            note(f"  Edges by the window in which the pair is found best: {', '.join(edges)}")
        if name == "trigger":
            for trigger in triggers:
                note(f"  {trigger}")


def _percent(share: float) -> str:
    """Return a share as a per cent with two decimals, or two significant digits if it is smaller."""
    return f"{share:.2%}" if share >= 0.001 or not share else f"{share * 100:.2g}%"
