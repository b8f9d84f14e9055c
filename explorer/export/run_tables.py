"""A run as frames, with pseudonyms or without."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from explorer.common.progress import Progress, silent
from explorer.export.dates import date_edges
from explorer.graph.connection.connect import Connection
from explorer.graph.imports.imports import has_import_named_like
from explorer.graph.runs.judgements import read_account_judgements, read_judgements
from explorer.graph.runs.run_tables import Schema, read_accounts, read_boosts, read_clusters, read_edges, read_members
from explorer.graph.runs.runs import check_run_unchanged, find_run
from explorer.output.pseudonyms import Pseudonyms
from explorer.simulate.campaign.marks import FILE_MARK

_PERSONAL: Final = ("note", "author")
"""Columns of judgements that are left out beside pseudonyms."""
_ROUGH: Final = ("followers", "following")
_PUBLIC: Final = ("outletIds", "outlets")

JUDGEMENTS: Final[Schema] = {
    "of": pl.String, "rank": pl.Int64, "account": pl.String, "verdict": pl.String, "note": pl.String,
    "author": pl.String, "at": pl.Datetime("us", "UTC"), "carriedFrom": pl.String, "overlap": pl.Float64,
}  # fmt: skip
"""``of`` is cluster or account; carriedFrom and overlap as in `explorer.graph.runs.judgements.read_judgements`."""


@dataclass(frozen=True, slots=True)
class RunTables:
    """All that a run found; columns are called as the graph's properties, accounts by their keys.

    Attributes:
        run: properties of the run.
        accounts: those with an edge, columns `graph.runs.run_tables.ACCOUNTS`; ``retweets`` are all they made.
        edges: columns `graph.runs.run_tables.EDGES`, of both tiers, one row for each signal; where that was asked
            for, firstAt and lastAt, Datetime in UTC: from when to when their accounts coincide.
        clusters: columns `graph.runs.run_tables.CLUSTERS`.
        members: columns `graph.runs.run_tables.MEMBERS` but for the handle.
        boosts: columns `graph.runs.run_tables.BOOSTED`.
        judgements: what counts for its clusters and accounts, columns `JUDGEMENTS`.
        simulated: whether there are simulated data in the graph.
        undated: why no edge has firstAt and lastAt; empty where edges have.
    """

    run: Mapping[str, Any]
    accounts: pl.DataFrame
    edges: pl.DataFrame
    clusters: pl.DataFrame
    members: pl.DataFrame
    boosts: pl.DataFrame
    judgements: pl.DataFrame
    simulated: bool = False
    undated: str = ""

    def frames(self) -> dict[str, pl.DataFrame]:
        """Return the tables by name, the run as one of a single row."""
        names = ("accounts", "edges", "clusters", "members", "boosts", "judgements")
        return {"run": pl.DataFrame([dict(self.run)])} | {name: getattr(self, name) for name in names}


def read_run(
    graph: Connection,
    name: str = "latest",
    *,
    dated: bool = True,
    pseudonyms: Pseudonyms | None = None,
    progress: Progress = silent,
) -> RunTables:
    """Read a run.

    Args:
        graph: the graph.
        name: its id, the beginning of it, or ``latest``.
        dated: whether edges are to have firstAt and lastAt, for which the events are read again.
        pseudonyms: put in the place of all that tells who an account is. Times are then cut to the day, followers and
            following to their first digit: they find an account again as surely as its name does.
        progress: told of what is read.

    Raises:
        UsageError: if there is no such run.
        GraphError: if Neo4j cannot be reached, or the run is replaced while it is read.
    """
    run = find_run(graph, name)
    run_id = run["runId"]
    edges = read_edges(graph, run, progress=progress)
    edges, undated = date_edges(graph, run, edges, progress=progress) if dated else (edges, "")
    ends = pl.concat([edges["source"], edges["target"]]).unique()
    accounts = read_accounts(graph, ends, progress=progress)
    tables = RunTables(
        run,
        accounts,
        edges,
        read_clusters(graph, run_id),
        # their handles may change, and are told with the accounts
        read_members(graph, run_id).drop("handle"),
        read_boosts(graph, run_id),
        _read_judgements(graph, run_id, accounts),
        has_import_named_like(graph, FILE_MARK),
        undated,
    )
    check_run_unchanged(graph, run)
    return tables if pseudonyms is None else _hidden(tables, pseudonyms)


def _read_judgements(graph: Connection, run_id: str, accounts: pl.DataFrame) -> pl.DataFrame:
    of_clusters = read_judgements(graph, run_id).with_columns(of=pl.lit("cluster"))
    of_accounts = (
        read_account_judgements(graph).with_columns(of=pl.lit("account")).join(accounts, on="account", how="semi")
    )
    empty = pl.DataFrame(schema=JUDGEMENTS)
    told = pl.concat([empty, of_clusters, of_accounts], how="diagonal").select(*JUDGEMENTS)
    return told.filter(pl.col("verdict") != "withdrawn")


def _hidden(tables: RunTables, pseudonyms: Pseudonyms) -> RunTables:
    def hidden(frame: pl.DataFrame, *order: str) -> pl.DataFrame:
        shown = pseudonyms.frame(frame.drop(_PERSONAL, strict=False), also_public=_PUBLIC)
        rough = [pl.col(name).round_sig_figs(1).cast(pl.Int64) for name in _ROUGH if name in shown.columns]
        return shown.with_columns(*rough).sort(order)

    # the order of edges, and of an edge's ends, was that of the names
    edges = pseudonyms.frame(tables.edges).with_columns(
        source=pl.min_horizontal("source", "target"), target=pl.max_horizontal("source", "target")
    )
    return RunTables(
        pseudonyms.run(tables.run),
        hidden(tables.accounts, "account"),
        edges.sort("source", "target", "signal"),
        hidden(tables.clusters, "rank"),
        hidden(tables.members, "rank", "account"),
        hidden(tables.boosts, "rank", "outletId"),
        hidden(tables.judgements, "of", "rank", "account"),
        tables.simulated,
        # the reason may name a file
        tables.undated and "When the accounts of an edge coincided is not told.",
    )
