"""Options that choose signals."""

import inspect
from collections.abc import Callable
from typing import Annotated

import typer

from explorer.cli.options.expand import expand_options
from explorer.detect.signals.registry import PARAMETERS, SIGNALS
from explorer.detect.signals.signal import Parameter


def complete_signals(incomplete: str) -> list[str]:
    """Return the completions of a signal name, or of the last name in ``a,b`` or ``a+b``, for shell completion."""
    name = incomplete.replace("+", ",").rpartition(",")[2]
    return [incomplete.removesuffix(name) + signal for signal in SIGNALS if signal.startswith(name)]


_COMBINE = (
    "Join signals with plus signs, for example co-retweet+co-link, to test what two accounts share in all of "
    "them at once. This finds groups for which each signal alone has too few actions."
)

SignalOption = Annotated[
    str,
    typer.Option(
        metavar="NAME[+NAME…]",
        help="Kind of coordination to look for. `explorer signals` lists the signals. Start with co-retweet. "
        f"{_COMBINE}",
        autocompletion=complete_signals,
    ),
]

SignalsOption = Annotated[
    str,
    typer.Option(
        "--signal",
        "--signals",
        metavar="NAME[,NAME…]",
        help="Kind of coordination to look for. `explorer signals` lists the signals. Start with co-retweet. "
        f"{_COMBINE} "
        "Commas separate layers: each becomes a network of its own, and all layers are clustered together.",
        rich_help_panel="Signal",
        autocompletion=complete_signals,
    ),
]


def _option(parameter: Parameter) -> inspect.Parameter:
    signals = ", ".join(signal.name for signal in SIGNALS.values() if parameter in signal.parameters)
    option = typer.Option(
        help=f"For {signals}: {parameter.description}.",
        show_default=f"{parameter.default:g}",
        rich_help_panel="Signal",
    )
    type_ = int if parameter.whole else float
    return inspect.Parameter(
        parameter.name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[type_ | None, option]
    )


def with_signal_parameters(command: Callable[..., None]) -> Callable[..., None]:
    """Replace a command's parameter ``signal_values`` by one option per parameter of a signal.

    ``signal_values`` maps the names of all parameters to their values; None means that the option was not given.
    """
    return expand_options(command, "signal_values", [_option(parameter) for parameter in PARAMETERS], dict)
