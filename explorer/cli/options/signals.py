"""Options that choose signals."""

import inspect
from collections.abc import Callable
from typing import Annotated

import typer

from explorer.cli.options.expand import expand_options
from explorer.detect.signals.registry import PARAMETERS, SIGNALS
from explorer.detect.signals.signal import Parameter


def complete_signals(incomplete: str) -> list[str]:
    """Return the completions of a signal name, or of the last name in a list ``a,b``, for shell completion."""
    before, comma, name = incomplete.rpartition(",")
    return [before + comma + signal for signal in SIGNALS if signal.startswith(name)]


SignalOption = Annotated[
    str,
    typer.Option(
        metavar="NAME",
        help="Kind of coordination to look for. `explorer signals` lists the signals. Start with co-retweet.",
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
        "If you give several signals, each becomes a layer of the network, and all layers are clustered "
        "together.",
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
