"""How sure edges are: the options that ask for it, and the lines that tell it."""

from typing import Annotated, Final, Literal

import typer

from explorer.cli.ui.output import note, warn
from explorer.common.errors import UsageError
from explorer.common.limits import MOST_DRAWS
from explorer.detect.network.model import Network
from explorer.detect.network.parameters import NetworkParameters
from explorer.detect.significance.parameters import TIERS, SignificanceParameters, choose_significance
from explorer.detect.significance.significance import Significance

SignificanceOption = Annotated[
    str,
    typer.Option(
        metavar="RATE",
        help="Share of false edges that you accept (false-discovery rate), 0.05 or less; off: the minimum weight alone "
        "decides, with no known error. auto is 0.05, and off where significance is not known: other weightings than "
        "objects, signals without times, --window all.",
    ),
]

AuditDrawsOption = Annotated[
    int,
    typer.Option(
        min=0,
        max=MOST_DRAWS,
        help="How often the data are shuffled to see how many edges are found where nothing is coordinated; 0: not.",
    ),
]

AUTO: Final[Literal["auto"]] = "auto"


def significance_parameters(
    text: str, parameters: NetworkParameters, *, draws: int, seed: int, timeless: bool = False
) -> SignificanceParameters | None:
    """Return what ``--significance`` asks for; None for fixed weights.

    Raises:
        UsageError: if it is neither a rate, nor auto, nor off.
    """
    text = text.strip().lower()
    try:
        rate = {"off": None, AUTO: AUTO}[text] if text in {"off", AUTO} else float(text)
    except ValueError:
        raise UsageError(
            f"{text!r} is not a false-discovery rate.", hint="Give a number such as 0.05, or off for fixed weights."
        ) from None
    return choose_significance(rate, parameters, draws=draws, seed=seed, timeless=timeless)


def note_significance(network: Network, found: Significance | None) -> None:
    """Say how sure the edges are, and what that rests on."""
    if found is None or network.statistics is None:
        warn("A minimum weight alone has no known error: how many of these edges are chance is not known.")
        return
    if not len(network.tier("A")) and found.cut:
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
        f"  false-discovery rate {found.rate:g} over {found.hypotheses:,} pairs of accounts with two events or more"
        + (f": p <= {found.cut:.2g}" if found.cut else "")
    )
    if audit := found.audit:
        note(
            f"  audit, {audit.draws} shuffles each: {audit.activity:.2%} of as many edges where accounts are "
            f"dealt anew within hours, {audit.reaction:.2%} where delays are dealt anew within accounts"
        )
        if audit.left_over:
            note(
                f"  {audit.left_over:.1f} events a shuffle, on average, were left out: their account had the "
                "object already"
            )
        if audit.lowered:
            warn("The shuffles found more than the rate allows, so that tier A was cut at a smaller p-value.")
    if found.origins_decoded:
        note(f"  when they were published is read out of the ids of {found.origins_decoded:,} posts")
    if found.origins_known < 1:
        warn(
            f"When an object was published is known of {found.origins_known:.0%}; for the others reaction times count "
            "from the first event. Where objects are posts, load these, too: their times tell it."
        )
