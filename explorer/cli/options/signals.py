"""Which signals are looked for, as options."""

import inspect
from collections.abc import Callable
from typing import Annotated

import typer

from explorer.cli.options.expand import expand_options
from explorer.detect.signals.registry import PARAMETERS, SIGNALS
from explorer.detect.signals.signal import Parameter

_SIGNALS = (
    " ".join(f"{signal.name}: {signal.use}." for signal in SIGNALS.values())
    + " explorer signals tells what each is, needs and mistakes for it."
)


def complete_signals(incomplete: str) -> list[str]:
    """Return the completions of a signal's name, or of the last name in a list ``a,b``, for shell completion."""
    before, comma, name = incomplete.rpartition(",")
    return [before + comma + signal for signal in SIGNALS if signal.startswith(name)]


SignalOption = Annotated[
    str,
    typer.Option(metavar="NAME", help=f"What counts as doing the same. {_SIGNALS}", autocompletion=complete_signals),
]

SignalsOption = Annotated[
    str,
    typer.Option(
        "--signal",
        "--signals",
        metavar="NAME[,NAME…]",
        help=f"What counts as doing the same; several make a layer each, clustered together. {_SIGNALS}",
        autocompletion=complete_signals,
    ),
]


def _option(parameter: Parameter) -> inspect.Parameter:
    signals = ", ".join(signal.name for signal in SIGNALS.values() if parameter in signal.parameters)
    option = typer.Option(help=f"Of {signals}: {parameter.description}.", show_default=f"{parameter.default:g}")
    type_ = int if parameter.whole else float
    return inspect.Parameter(
        parameter.name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=Annotated[type_ | None, option]
    )


def with_signal_parameters(command: Callable[..., None]) -> Callable[..., None]:
    """Replace a command's parameter ``signal_values`` by an option for each parameter of a signal.

    ``signal_values`` is a map from the names of all parameters to their values, None where not given.
    """
    return expand_options(command, "signal_values", [_option(parameter) for parameter in PARAMETERS], dict)
