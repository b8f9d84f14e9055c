"""The options that set how significant edges must be."""

from typing import Annotated, Final, Literal

import typer

from explorer.common.errors import UsageError
from explorer.common.limits import MOST_DRAWS
from explorer.detect.network.parameters import NetworkParameters
from explorer.detect.significance.parameters import SignificanceParameters, choose_significance

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
    """Return the significance parameters that ``--significance`` sets; None for fixed weights.

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
