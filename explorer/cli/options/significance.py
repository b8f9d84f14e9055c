"""Options that set the significance of edges."""

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
        rich_help_panel="Significance",
        help="Accepted rate of tier A: the expected share of its edges that independent reaction explains, if the null "
        "models hold. It does not cover common triggers that the data do not show. Use 0.05, or 0.01 to be stricter. "
        "'off' keeps every edge that has at least the minimum weight; the error "
        "rate is then unknown. 'auto' means 0.05, or off if significance cannot be computed (for "
        "weightings other than objects, signals without times, and --window all).",
    ),
]

AuditDrawsOption = Annotated[
    int,
    typer.Option(
        min=0,
        max=MOST_DRAWS,
        rich_help_panel="Significance",
        help="Number of shuffles per null model in the permutation audit, which counts the edges found in shuffled "
        "data. The audit does not test common triggers, because the shuffles destroy them too. 20 is a good default; 0 "
        "skips the audit.",
    ),
]

AUTO: Final[Literal["auto"]] = "auto"


def significance_parameters(
    text: str, parameters: NetworkParameters, *, draws: int, seed: int, timeless: bool = False
) -> SignificanceParameters | None:
    """Return the significance parameters that ``--significance`` sets; None if they are off.

    Raises:
        UsageError: If the text is not a rate, auto or off.
    """
    text = text.strip().lower()
    try:
        rate = {"off": None, AUTO: AUTO}[text] if text in {"off", AUTO} else float(text)
    except ValueError:
        raise UsageError(
            f"{text!r} is not a rate.",
            hint="Give --significance a number such as 0.05, or off to use only the minimum weight.",
        ) from None
    return choose_significance(rate, parameters, draws=draws, seed=seed, timeless=timeless)
