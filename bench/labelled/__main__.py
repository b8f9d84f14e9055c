"""``make bench-labelled DATA=FOLDER``: score this package and its peers on campaigns with labelled accounts."""

from pathlib import Path
from typing import Annotated, Any, Final

import typer

from bench.labelled.campaigns import find_campaigns, read_campaign
from bench.labelled.scores import ALL, COLUMNS, LabelledScore, pool, score_campaign
from bench.validity.methods import METHODS
from explorer.cli.options.files import PlatformOption, SourceFormatOption
from explorer.cli.options.output import Format
from explorer.cli.options.signals import SignalOption
from explorer.cli.ui.output import note, print_rows, warn, write_rows
from explorer.common.errors import ExplorerError, UsageError
from explorer.common.files import write_atomically
from explorer.common.text import count
from explorer.detect.signals.registry import find_signal

LABELS: Final = {
    "campaign": "Campaign",
    "method": "Method",
    "campaign_accounts": "Campaign accounts",
    "control_accounts": "Control accounts",
    "edges": "Edges",
    "false_edges": "False edges",
    "false_discovery": "% false edges",
    "accounts": "Accounts",
    "found": "Found",
    "precision": "Precision",
    "recall": "Recall",
    "f1": "F1",
    "auc": "AUC",
    "joined": "Joined accounts",
    "edges_b": "B edges",
    "edges_trigger": "Edges with a likely trigger",
    "seconds": "Seconds",
    "note": "Note",
}
"""Headings of the table."""
_SPARE: Final = (
    "edges_trigger", "edges_b", "joined", "false_edges", "found", "seconds", "control_accounts", "campaign_accounts",
    "accounts", "edges",
)  # fmt: skip
_FORMATS: Final = {".csv": Format.CSV, ".json": Format.JSON}


def main(
    data: Annotated[Path, typer.Argument(help="Folder with one folder for each campaign.", metavar="DATA")],
    signal: SignalOption = "co-retweet",
    method: Annotated[
        list[str] | None, typer.Option(help="Method. Repeat the option for several methods. Default: all.")
    ] = None,
    format_: SourceFormatOption = "auto",
    platform: PlatformOption = None,
    out: Annotated[Path | None, typer.Option(help="File to write the scores to, .csv or .json.")] = None,
) -> None:
    """Score this package and its peers on campaigns with labelled accounts.

    Each campaign is a folder with files of its accounts (names begin with campaign) and of control accounts (names
    begin with control). docs/howto/labelled.md explains the layout and the scores.

    Example: python -m bench.labelled DATA --signal co-link --out scores.csv
    """
    try:
        _score(data, signal, method or [name for name in METHODS if not METHODS[name].combined], format_, platform, out)
    except ExplorerError as error:
        note(f"Error: {error.message}")
        note(error.hint)
        raise typer.Exit(error.exit_code) from None


def _score(data: Path, signal: str, methods: list[str], format_: str, platform: str | None, out: Path | None) -> None:
    chosen = find_signal(signal)
    if unknown := [name for name in methods if name not in METHODS]:
        raise UsageError(f"There is no method {unknown[0]}.", hint=f"The methods are: {', '.join(METHODS)}")
    if out and out.suffix not in _FORMATS:
        raise UsageError(f"{out} must end in .csv or .json.", hint="Give --out another name, for example scores.csv.")
    campaigns = find_campaigns(data)
    scores: list[LabelledScore] = []
    for files in campaigns:
        read = read_campaign(files, chosen, format_name=format_, platform=platform)
        note(f"{read.name}: {count(len(read.events), 'action')} by {count(read.truth.height, 'account')}")
        if read.both:
            warn(f"{read.name}: {count(read.both, 'account')} in campaign and control files. They count as campaign.")
        scores += score_campaign(read, methods, timeless=chosen.timeless)
    if len(campaigns) > 1:
        scores += pool(scores)
    print_rows(COLUMNS, [_rounded(score) for score in scores], Format.TABLE, labels=LABELS, spare=_SPARE)
    note(f"Signal {chosen.name}. Rows of {ALL!r}: sums over the campaigns and their shares; AUC is the mean.")
    for name in methods:
        note(f"{name}: {METHODS[name].title}")
    if out:
        rows = [score.row() for score in scores]

        def write(path: Path) -> None:
            with path.open("w", encoding="utf-8", newline="") as file:
                write_rows(file, COLUMNS, rows, _FORMATS[out.suffix])

        write_atomically(out, write)
        note(f"Wrote {out}")


def _rounded(score: LabelledScore) -> list[Any]:
    return [round(value, 3) if isinstance(value, float) else value for value in score.row()]


if __name__ == "__main__":
    typer.run(main)
