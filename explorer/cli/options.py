"""Options that several commands share: one wording, one meaning."""

from pathlib import Path
from typing import Annotated

import typer

from explorer.detect.network import Weighting
from explorer.sources import SOURCES

PathsArgument = Annotated[list[Path], typer.Argument(help="Files, or folders of files.", metavar="PATH...")]

SourceFormatOption = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="NAME",
        help=f"How to read them: auto looks at the content; others are {', '.join(SOURCES)}. explorer formats tells "
        "what each is.",
    ),
]

PlatformOption = Annotated[
    str | None,
    typer.Option(
        help="Id space of the ids where the rows name none (default: the format's own, x for most). Give anonymised "
        "data a name of its own, so that its ids never meet real ones."
    ),
]

SignalOption = Annotated[
    str,
    typer.Option(
        help="What counts as doing the same: co-retweet (the same post; the stronger sign) or co-amplify (the same "
        "retweeted account; for data without post ids)."
    ),
]

WindowOption = Annotated[
    str,
    typer.Option(
        help="How far apart two retweets may be: 10s is hard to do by hand, 60s is usual, hours catch topics rather "
        "than coordination."
    ),
]

WeightingOption = Annotated[
    Weighting,
    typer.Option(
        help="objects: distinct posts (or accounts) shared; pairs: pairs of retweets (CooRTweet); messages: retweets "
        "of one with a retweet of the other in the window (coordination-network-toolkit)."
    ),
]

MinWeightOption = Annotated[
    int,
    typer.Option(min=1, help="Least weight of an edge: 1 keeps every coincidence, 2 asks for a repetition."),
]

MinParticipationOption = Annotated[
    int,
    typer.Option(
        min=1,
        help="Leave out accounts with fewer retweets than this, and edges where neither account has this many that "
        "coincide; raise it on noisy data.",
    ),
]
