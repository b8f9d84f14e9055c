"""What a network is built by, as options: stated once for every command that builds one."""

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, get_args

import typer

from explorer.cli.options.shared import MinParticipationOption, MinWeightOption, WeightingOption, WindowOption
from explorer.common.durations import parse_window
from explorer.detect.network.parameters import (
    BACKBONE,
    CENTRALITY,
    MIN_OBJECTS,
    PERCENTILE,
    RULES,
    TFS,
    Filters,
    NetworkParameters,
    PercentileRule,
    Tf,
)

_FILTERS = "Filters, in this order"
_COSINE = "Weighting cosine"


def _listed(choices: dict[Any, str]) -> str:
    return "; ".join(f"{name}: {meaning}" for name, meaning in choices.items())


def network_parameters(
    *,
    window: WindowOption = "60s",
    weighting: WeightingOption = "objects",
    min_weight: MinWeightOption = None,
    min_participation: MinParticipationOption = 1,
    tf: Annotated[
        Tf | None,
        typer.Option(help=f"How much an object weighs; {_listed(TFS)} (default: sublinear).", rich_help_panel=_COSINE),
    ] = None,
    min_df: Annotated[
        int,
        typer.Option(
            min=1,
            help="Leave objects that fewer accounts touch out of the comparison: 3 in Pacheco's code, 2 in Luceri's.",
            rich_help_panel=_COSINE,
        ),
    ] = 1,
    max_accounts_per_object: Annotated[
        int | None,
        typer.Option(
            min=2,
            help="Leave out objects that more accounts touch than this: what goes viral brings strangers together. "
            "How many objects and events that were is told.",
            rich_help_panel=_FILTERS,
        ),
    ] = None,
    min_objects: Annotated[int, typer.Option(min=1, help=MIN_OBJECTS.description, rich_help_panel=_FILTERS)] = 1,
    percentile: Annotated[
        float | None, typer.Option(min=0, max=1, help=PERCENTILE.description, rich_help_panel=_FILTERS)
    ] = None,
    percentile_rule: Annotated[
        PercentileRule,
        typer.Option(help=f"What is beyond the quantile; {_listed(RULES)}.", rich_help_panel=_FILTERS),
    ] = "above",
    backbone: Annotated[
        float | None, typer.Option(min=0, max=1, help=BACKBONE.description, rich_help_panel=_FILTERS)
    ] = None,
    centrality: Annotated[
        float | None, typer.Option(min=0, max=1, help=CENTRALITY.description, rich_help_panel=_FILTERS)
    ] = None,
) -> NetworkParameters:
    """Return the parameters that the options ask for.

    Raises:
        UsageError: if a value is out of range, or says nothing to the weighting.
    """
    cosine = weighting == "cosine"
    if min_weight is None:
        min_weight = 0 if cosine else 2
    return NetworkParameters(
        weighting=weighting,
        window=parse_window(window),
        min_weight=float(min_weight) if cosine or min_weight != int(min_weight) else int(min_weight),
        min_participation=min_participation,
        tf=tf or (get_args(Tf)[0] if cosine else None),
        min_df=min_df,
        max_accounts_per_object=max_accounts_per_object,
        filters=Filters(min_objects, percentile, percentile_rule, backbone, centrality),
    )


def with_network_parameters(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of `network_parameters` in the place of its parameter ``parameters``."""
    own = inspect.signature(command)
    options = inspect.signature(network_parameters).parameters
    together: list[inspect.Parameter] = []
    for parameter in own.parameters.values():
        together.extend(options.values() if parameter.name == "parameters" else [parameter])

    @wraps(command)
    def called(**values: Any) -> None:
        asked = {name: values.pop(name) for name in options}
        command(**values, parameters=network_parameters(**asked))

    # typer asks for names, defaults and types here
    keywords = [parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY) for parameter in together]
    called.__signature__ = own.replace(parameters=keywords)  # type: ignore[attr-defined]
    called.__annotations__ = {parameter.name: parameter.annotation for parameter in keywords}
    return called
