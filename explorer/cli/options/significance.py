"""Options that set the significance of edges."""

from dataclasses import replace
from typing import Annotated, Final, Literal

import typer

from explorer.common.durations import parse_windows
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

WindowsOption = Annotated[
    str | None,
    typer.Option(
        metavar="TIME,…",
        rich_help_panel="Network",
        help="Windows to scan instead of the one --window, for example 10s,60s,10m,1h. Each pair of accounts counts "
        "with the window in which it is found best. Use it when a campaign may act within seconds or within minutes. "
        "Each window is another test of each pair, which takes time and costs some power. Needs significance.",
        show_default=False,
    ),
]

AUTO: Final[Literal["auto"]] = "auto"


def scanned_windows(
    context: typer.Context, text: str | None, parameters: NetworkParameters
) -> tuple[NetworkParameters, tuple[int, ...]]:
    """Return the network's parameters, whose window is the longest one of ``--windows``, and the windows to scan.

    Raises:
        UsageError: If the text is not a list of windows, or ``--window`` is given too.
    """
    if text is None:
        return parameters, ()
    source = context.get_parameter_source("window")
    if source is not None and source.name == "COMMANDLINE":
        raise UsageError(
            "--windows cannot be combined with --window.",
            hint="Leave out --window, and include it in the list of --windows.",
        )
    windows = parse_windows(text)
    return replace(parameters, window=windows[-1]), windows


def significance_parameters(
    text: str,
    parameters: NetworkParameters,
    *,
    draws: int,
    seed: int,
    timeless: bool = False,
    windows: tuple[int, ...] = (),
) -> SignificanceParameters | None:
    """Return the significance parameters that ``--significance`` and ``--windows`` set; None if they are off.

    Raises:
        UsageError: If the text is not a rate, auto or off, or windows are to be scanned without significance.
    """
    text = text.strip().lower()
    try:
        rate = {"off": None, AUTO: AUTO}[text] if text in {"off", AUTO} else float(text)
    except ValueError:
        raise UsageError(
            f"{text!r} is not a rate.",
            hint="Give --significance a number such as 0.05, or off to use only the minimum weight.",
        ) from None
    return choose_significance(rate, parameters, draws=draws, seed=seed, timeless=timeless, windows=windows)
