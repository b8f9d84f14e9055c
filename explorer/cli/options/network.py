"""Options of all commands that build a network."""

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

_NETWORK = "Network"
_FILTERS = "Edge filters, in order of application"
_COSINE = "Options for --weighting cosine"

WindowOption = Annotated[
    str,
    typer.Option(
        metavar="TIME",
        rich_help_panel=_NETWORK,
        help="Maximum time between the actions of two accounts, with the unit ms, s, m, h or d. Start with 60s. "
        "Shorter windows, such as 10s, connect fewer accounts by chance. Windows of hours also connect accounts "
        "that only share interests. 'all' means that times are ignored.",
    ),
]

WeightingOption = Annotated[
    Weighting,
    typer.Option(
        rich_help_panel=_NETWORK,
        help="How edge weights are calculated. objects: number of distinct posts or other objects that both "
        "accounts share within the window. Significance can be computed only for this weighting, so keep "
        "it unless you replicate a published study. pairs: number of pairs of actions (CooRTweet). "
        "messages: number of one account's actions that are within the window of an action of the other; such "
        "edges are directed (coordination-network-toolkit). cosine: cosine similarity of two accounts' "
        "objects, from 0 to 1, for accounts that share at least one object within the window (Pacheco et al. 2021, "
        "Luceri et al. 2024).",
    ),
]

MinWeightOption = Annotated[
    float | None,
    typer.Option(
        min=0,
        help="Minimum weight of an edge. A value of 1 keeps every pair of accounts that shared an object "
        "at least once. Raise the value if the network is too dense. Default: 2, or 0 for --weighting cosine, "
        "whose weights are fractions.",
        show_default=False,
        rich_help_panel=_NETWORK,
    ),
]

MinParticipationOption = Annotated[
    int,
    typer.Option(
        min=1,
        help="Minimum number of actions that an account must have in the data. Also removes an edge unless "
        "at least one of its accounts has this many actions that are within the window of another account's "
        "action on the same object. Raise the value if accounts with few actions form clusters.",
        rich_help_panel=_NETWORK,
    ),
]


def _choices(choices: dict[Any, str]) -> str:
    return ". ".join(f"{name}: {meaning}" for name, meaning in choices.items())


def network_parameters(
    *,
    window: WindowOption = "60s",
    weighting: WeightingOption = "objects",
    min_weight: MinWeightOption = None,
    min_participation: MinParticipationOption = 1,
    tf: Annotated[
        Tf | None,
        typer.Option(
            help=f"Term frequency: how much an object counts for an account. {_choices(TFS)}. Default: sublinear.",
            rich_help_panel=_COSINE,
        ),
    ] = None,
    min_df: Annotated[
        int,
        typer.Option(
            min=1,
            help="Leave out objects shared by fewer accounts than this. Pacheco's code uses 3, Luceri's 2.",
            rich_help_panel=_COSINE,
        ),
    ] = 1,
    max_accounts_per_object: Annotated[
        int | None,
        typer.Option(
            min=2,
            help="Leave out objects shared by more accounts than this, for example 1000, because viral posts "
            "connect unrelated accounts. The command prints how many objects and actions were left out. "
            "Default: no limit.",
            rich_help_panel=_FILTERS,
        ),
    ] = None,
    min_objects: Annotated[int, typer.Option(min=1, help=MIN_OBJECTS.description, rich_help_panel=_FILTERS)] = 1,
    percentile: Annotated[
        float | None, typer.Option(min=0, max=1, help=PERCENTILE.description, rich_help_panel=_FILTERS)
    ] = None,
    percentile_rule: Annotated[
        PercentileRule,
        typer.Option(help=f"Which edges --percentile keeps. {_choices(RULES)}.", rich_help_panel=_FILTERS),
    ] = "above",
    backbone: Annotated[
        float | None, typer.Option(min=0, max=1, help=BACKBONE.description, rich_help_panel=_FILTERS)
    ] = None,
    centrality: Annotated[
        float | None, typer.Option(min=0, max=1, help=CENTRALITY.description, rich_help_panel=_FILTERS)
    ] = None,
) -> NetworkParameters:
    """Return the network parameters set by the options.

    Raises:
        UsageError: If a value is out of range, or does not apply to the weighting.
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
