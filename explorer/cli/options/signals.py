"""Which signals are looked for, as options."""

from typing import Annotated

import typer

from explorer.detect.signals.registry import FAST_SECONDS, MIN_TAGS, SIGNALS, SIMILARITY

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

SimilarityOption = Annotated[
    float | None,
    typer.Option(help=f"Of similar-text: {SIMILARITY.description}.", show_default=f"{SIMILARITY.default:g}"),
]

FastSecondsOption = Annotated[
    float | None,
    typer.Option(help=f"Of fast-retweet: {FAST_SECONDS.description}.", show_default=f"{FAST_SECONDS.default:g}"),
]

MinTagsOption = Annotated[
    int | None,
    typer.Option(help=f"Of hashtag-sequence: {MIN_TAGS.description}.", show_default=f"{MIN_TAGS.default:g}"),
]
