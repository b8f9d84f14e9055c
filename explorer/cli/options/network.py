"""The options of every command that builds a network."""

import inspect
from collections.abc import Callable
from typing import Annotated, Any, get_args

import typer

from explorer.cli.options.expand import expand_options
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
    Weighting,
)

WindowOption = Annotated[
    str,
    typer.Option(
        help="How far apart two acts may be: 10s is hard to do by hand, 60s is usual, hours catch topics rather "
        "than coordination; all: times do not matter."
    ),
]

WeightingOption = Annotated[
    Weighting,
    typer.Option(
        help="objects: distinct posts (or accounts) shared; pairs: pairs of retweets (CooRTweet); messages: retweets "
        "of one with a retweet of the other in the window (coordination-network-toolkit); cosine: how alike all "
        "retweets of two accounts that coincide once are, 0 to 1 (Pacheco, Luceri)."
    ),
]

MinWeightOption = Annotated[
    float | None,
    typer.Option(
        min=0,
        help="Least weight of an edge: 1 keeps every coincidence, 2 asks for a repetition (the default); for cosine "
        "a fraction (default: 0).",
        show_default=False,
    ),
]

MinParticipationOption = Annotated[
    int,
    typer.Option(
        min=1,
        help="Leave out accounts with fewer retweets than this, and edges where neither account has this many that "
        "coincide; raise it on noisy data.",
    ),
]

_FILTERS = "Filters, in this order"
_COSINE = "Weighting cosine"


def _choices(choices: dict[Any, str]) -> str:
    return "; ".join(f"{name}: {meaning}" for name, meaning in choices.items())


def network_parameters(
    *,
    window: WindowOption = "60s",
    weighting: WeightingOption = "objects",
    min_weight: MinWeightOption = None,
    min_participation: MinParticipationOption = 1,
    tf: Annotated[
        Tf | None,
        typer.Option(help=f"How much an object weighs; {_choices(TFS)} (default: sublinear).", rich_help_panel=_COSINE),
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
        typer.Option(help=f"What is beyond the quantile; {_choices(RULES)}.", rich_help_panel=_FILTERS),
    ] = "above",
    backbone: Annotated[
        float | None, typer.Option(min=0, max=1, help=BACKBONE.description, rich_help_panel=_FILTERS)
    ] = None,
    centrality: Annotated[
        float | None, typer.Option(min=0, max=1, help=CENTRALITY.description, rich_help_panel=_FILTERS)
    ] = None,
) -> NetworkParameters:
    """Return the network parameters that the options set.

    Raises:
        UsageError: if a value is out of range, or does not apply to the weighting.
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
    """Replace a command's parameter ``parameters`` by the options of `network_parameters`."""
    options = list(inspect.signature(network_parameters).parameters.values())
    return expand_options(command, "parameters", options, network_parameters)
