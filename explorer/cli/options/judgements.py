"""What the commands share that judge clusters and accounts, or tell of judgements."""

import getpass
from typing import Annotated

import typer

from explorer.api import Graph, Verdict
from explorer.common.settings import Settings

VerdictOption = Annotated[
    Verdict,
    typer.Option(
        "--verdict",
        help="coordinated; organic: newsrooms, fans and others with a reason of their own to be in step; unclear; "
        "withdrawn: takes back what was said before.",
    ),
]
NoteOption = Annotated[str, typer.Option("--note", help="Why: what you looked at and what it shows.", metavar="TEXT")]
AuthorOption = Annotated[
    str | None, typer.Option(help="Who judges (default: $EXPLORER_AUTHOR, else the name you logged in with).")
]

_SHOWN = 5


def author_of(settings: Settings, given: str | None) -> str:
    """Return who judges: as given, as the settings say, or the name that the user logged in with."""
    return given or settings.explorer_author or getpass.getuser()


def told_of_judgements(graph: Graph, run_id: str) -> list[str]:
    """Return, in sentences, which clusters of a run carry judgements, and which hold accounts on the allow list."""
    said = []
    carried = graph.judged_clusters(run=run_id).drop_nulls("carriedFrom")
    if not carried.is_empty():
        judged = ", ".join(
            f"cluster {row['rank']} {row['verdict']} (as {row['carriedFrom']}, overlap {row['overlap']:.2f})"
            for row in carried.head(_SHOWN).iter_rows(named=True)
        )
        said.append(f"Judged in earlier runs: {judged}{_more(carried.height)}")
    allowed = graph.judged_accounts(verdict="organic")
    if not allowed.is_empty():
        found = graph.memberships(run=run_id).join(allowed, on="account", how="semi")
        counts = found.group_by("rank").len().sort("rank")
        where = ", ".join(f"{count:,} in cluster {rank}" for rank, count in counts.head(_SHOWN).iter_rows())
        where = f"{where}{_more(counts.height)}; explorer accounts effect tells more" if where else "none in a cluster"
        said.append(f"Of {allowed.height:,} accounts on the allow list: {where}.")
    return said


def _more(count: int) -> str:
    return f" and {count - _SHOWN:,} more" if count > _SHOWN else ""
