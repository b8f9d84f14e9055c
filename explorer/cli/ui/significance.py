"""Print how significant the edges of a network are."""

from typing import TYPE_CHECKING

from explorer.cli.ui.output import note, warn
from explorer.detect.significance.parameters import TIERS

if TYPE_CHECKING:
    from explorer.detect.network.model import Network
    from explorer.detect.significance.significance import Significance


def note_significance(network: "Network", result: "Significance | None") -> None:
    """Print how significant the edges are, and how that was determined."""
    if result is None or network.statistics is None:
        warn("A minimum weight alone has no known error: how many of these edges are chance is not known.")
        return
    if not len(network.tier("A")) and result.cut:
        warn("Edges of tier A there were, but the filters left none: loosen one of them, or leave it out.")
    elif not len(network.tier("A")):
        warn(
            "No two accounts are together so often that neither chance nor reaction time explains it. Few data cannot "
            "be told from chance: load more, with accounts to compare with, or take a fixed weight, which has no known "
            "error: --significance off"
        )
    for name, meaning in TIERS.items():
        tier = network.tier(name)
        note(f"tier {name}: {len(tier):,} edges among {int(tier.with_edge().sum()):,} accounts: {meaning}")
    note(
        f"  false-discovery rate {result.rate:g} over {result.hypotheses:,} pairs of accounts with two events or more"
        + (f": p <= {result.cut:.2g}" if result.cut else "")
    )
    if audit := result.audit:
        note(
            f"  audit, {audit.draws} shuffles each: {audit.activity:.2%} of as many edges where accounts "
            f"are dealt anew within hours, {audit.reaction:.2%} where delays are dealt anew within accounts"
        )
        if audit.left_over:
            note(
                f"  {audit.left_over:.1f} events a shuffle, on average, were left out: their account had the "
                "object already"
            )
        if audit.lowered:
            warn("The shuffles found more than the rate allows, so that tier A was cut at a smaller p-value.")
    if result.origins_decoded:
        note(f"  when they were published is read out of the ids of {result.origins_decoded:,} posts")
    if result.origins_known < 1:
        warn(
            f"When an object was published is known of {result.origins_known:.0%}; for the others reaction times count "
            "from the first event. Where objects are posts, load these, too: their times tell it."
        )
