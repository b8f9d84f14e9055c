"""Options that several commands share: one wording, one meaning."""

import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from explorer.common.errors import InputError, UsageError
from explorer.detect.network.parameters import Weighting
from explorer.detect.signals.registry import FAST_SECONDS, MIN_TAGS, SIGNALS, SIMILARITY
from explorer.sources.input_formats import INPUT_FORMATS

PathsArgument = Annotated[
    list[Path],
    typer.Argument(
        help="Files (also .gz, .zst, .bz2, .xz), folders, zip archives, patterns in quotes, - for standard input.",
        metavar="PATH",
    ),
]

SourceFormatOption = Annotated[
    str,
    typer.Option(
        "--format",
        metavar="NAME",
        help=f"How to read them: auto looks at the content; others are {', '.join(INPUT_FORMATS)}. explorer formats "
        "tells what each is.",
    ),
]

PlatformOption = Annotated[
    str | None,
    typer.Option(
        help="Id space of the ids where the rows name none (default: the format's own, x for most). Give anonymised "
        "data a name of its own, so that its ids never meet real ones."
    ),
]

_SIGNALS = (
    " ".join(f"{signal.name}: {signal.use}." for signal in SIGNALS.values())
    + " explorer signals tells what each is, needs and mistakes for it."
)

SignalOption = Annotated[str, typer.Option(metavar="NAME", help=f"What counts as doing the same. {_SIGNALS}")]

SignalsOption = Annotated[
    str,
    typer.Option(
        "--signal",
        "--signals",
        metavar="NAME[,NAME…]",
        help=f"What counts as doing the same; several make a layer each, clustered together. {_SIGNALS}",
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


ForceOption = Annotated[bool, typer.Option("--force", help="Replace what is there.")]
PseudonymizeOption = Annotated[
    Path | None,
    typer.Option(
        "--pseudonymize",
        help="Put keyed hashes in the place of account ids, handles, names and texts, by this key file (explorer "
        "export key makes one); the same key gives the same pseudonyms everywhere.",
        metavar="KEYFILE",
    ),
]


def split_list(text: str) -> list[str]:
    """Return the items of a list written ``a,b,c``, without blanks around them."""
    return [item.strip() for item in text.split(",") if item.strip()]


def parse_numbers(text: str, option: str) -> list[float]:
    """Return the numbers of a list written ``1,0.5``.

    Raises:
        UsageError: if one is not a number.
    """
    try:
        return [float(item) for item in split_list(text)]
    except ValueError:
        raise UsageError(f"{option} {text} is not a list of numbers.", hint=f"Write it as {option} 1,0.5") from None


def given_paths(context: typer.Context, paths: Sequence[Path]) -> list[Path]:
    """Return the paths, with a file in the place of ``-`` that holds what comes over standard input.

    Files are looked at more than once; the copy is for its owner only, and goes when the command ends.

    Raises:
        UsageError: if standard input is a terminal.
    """
    if Path("-") not in paths:
        return list(paths)
    if sys.stdin.isatty():
        raise UsageError("Standard input is a terminal.", hint="Pipe data into it: zcat data.csv.gz | explorer … -")
    folder = Path(context.with_resource(TemporaryDirectory(prefix="explorer-")))
    copy = folder / "stdin"
    with copy.open("wb") as file:
        shutil.copyfileobj(sys.stdin.buffer, file)
    if not copy.stat().st_size:
        raise InputError(
            "Nothing came over standard input.",
            hint="Has the command before it failed? Pipe data into it: zcat data.csv.gz | explorer … -",
        )
    return [copy if path == Path("-") else path for path in paths]
