"""Share option declarations between commands."""

import inspect
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any


def expand_options(
    command: Callable[..., None], placeholder: str, options: Sequence[inspect.Parameter], build: Callable[..., Any]
) -> Callable[..., None]:
    """Replace a parameter of a command by options.

    Args:
        command: The command.
        placeholder: Name of the parameter to replace; it receives the result of ``build``.
        options: Options that take its place.
        build: Called with the values of the options by name.
    """
    own = inspect.signature(command)
    combined: list[inspect.Parameter] = []
    for parameter in own.parameters.values():
        combined.extend(options if parameter.name == placeholder else [parameter])

    @wraps(command)
    def with_options(**values: Any) -> None:
        chosen = {option.name: values.pop(option.name) for option in options}
        command(**values, **{placeholder: build(**chosen)})

    # typer reads names, defaults and types from the signature
    keywords = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in combined]
    with_options.__signature__ = own.replace(parameters=keywords)  # type: ignore[attr-defined]
    with_options.__annotations__ = {parameter.name: parameter.annotation for parameter in keywords}
    return with_options
