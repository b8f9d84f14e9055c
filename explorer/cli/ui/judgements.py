"""Describe earlier judgements of a run's clusters and accounts."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from explorer.api import Graph

_SHOWN = 5


def describe_judgements(graph: "Graph", run_id: str) -> list[str]:
    """Return sentences about clusters of a run that have judgements or contain accounts on the allow list."""
    sentences = []
    carried = graph.judged_clusters(run=run_id).drop_nulls("carriedFrom")
    if not carried.is_empty():
        judged = ", ".join(
            f"cluster {row['rank']} {row['verdict']} (judged as {row['carriedFrom']}, overlap {row['overlap']:.2f})"
            for row in carried.head(_SHOWN).iter_rows(named=True)
        )
        sentences.append(f"Judged in earlier runs: {judged}{_more(carried.height)}")
    allowed = graph.judged_accounts(verdict="organic")
    if not allowed.is_empty():
        members = graph.memberships(run=run_id).join(allowed, on="account", how="semi")
        counts = members.group_by("rank").len().sort("rank")
        where = ", ".join(f"{count:,} in cluster {rank}" for rank, count in counts.head(_SHOWN).iter_rows())
        where = f"{where}{_more(counts.height)}; see explorer accounts effect" if where else "none are in a cluster"
        sentences.append(f"Accounts on the allow list ({allowed.height:,}): {where}.")
    return sentences


def _more(count: int) -> str:
    return f" and {count - _SHOWN:,} more" if count > _SHOWN else ""
