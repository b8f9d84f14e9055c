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
        warn("The error rate is unknown, because edges are kept by minimum weight alone, without a significance test.")
        return
    if not len(network.tier("A")) and result.cut:
        warn("The filters removed all edges of tier A. Relax a filter, or leave it out.")
    elif not len(network.tier("A")):
        warn(
            "No edge is significant: chance or reaction times explain how often accounts coincide. Small data sets "
            "rarely give "
            "significant edges. Import more data, with other accounts for comparison, or use --significance off, "
            "whose error "
            "rate is unknown."
        )
    for name, meaning in TIERS.items():
        tier = network.tier(name)
        note(f"Tier {name}: {len(tier):,} edges among {int(tier.with_edge().sum()):,} accounts: {meaning}")
    note(
        f"  False-discovery rate {result.rate:g} over {result.hypotheses:,} pairs of accounts with at least two "
        f"actions each" + (f": p <= {result.cut:.2g}" if result.cut else "")
    )
    if audit := result.audit:
        note(
            f"  Permutation audit, {audit.draws} shuffles each. Edges found in shuffled data, as a share of those in "
            f"the data: "
            f"{audit.activity:.2%} if accounts are shuffled within hours, {audit.reaction:.2%} if delays are shuffled "
            f"within "
            "accounts"
        )
        if audit.left_over:
            note(
                f"  On average, {audit.left_over:.1f} actions per shuffle were left out, because the account already "
                f"had the "
                "object"
            )
        if audit.lowered:
            warn("The shuffled data had more edges than the rate allows, so a smaller p-value was used for tier A.")
    if result.origins_decoded:
        note(f"  The publication times of {result.origins_decoded:,} posts were read from their IDs")
    if result.origins_known < 1:
        warn(
            f"The publication time is known for {result.origins_known:.0%} of the objects. For the others, reaction "
            f"times are "
            "measured from the first action. If the objects are posts, import the posts, too, with their times."
        )
