"""The tables of a run, with or without pseudonyms."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import polars as pl

from explorer.common.progress import Progress, silent
from explorer.export.dates import date_edges
from explorer.graph.connection.connect import Connection
from explorer.graph.imports.imports import has_import_named_like
from explorer.graph.runs.judgements import read_account_judgements, read_judgements
from explorer.graph.runs.run_tables import (
    Schema,
    read_accounts,
    read_amplification,
    read_clusters,
    read_edges,
    read_members,
)
from explorer.graph.runs.runs import check_run_unchanged, find_run
from explorer.output.pseudonyms import Pseudonyms
from explorer.simulate.campaign.marks import FILE_MARK

_PERSONAL: Final = ("note", "author")
"""Columns of judgements that are dropped if pseudonyms are used."""
_ROUGH: Final = ("followers", "following")
_PUBLIC: Final = ("outletIds", "outlets")

JUDGEMENTS: Final[Schema] = {
    "of": pl.String, "rank": pl.Int64, "account": pl.String, "verdict": pl.String, "note": pl.String,
    "author": pl.String, "at": pl.Datetime("us", "UTC"), "carriedFrom": pl.String, "overlap": pl.Float64,
}  # fmt: skip
"""``of`` is cluster or account. carriedFrom and overlap as in `explorer.graph.runs.judgements.read_judgements`."""


@dataclass(frozen=True, slots=True)
class RunTables:
    """The tables of a run. Columns are named as the graph's properties, accounts are named by their keys.

    Attributes:
        run: The properties of the run.
        accounts: The accounts with an edge, columns `explorer.graph.runs.run_tables.ACCOUNT_COLUMNS`. ``retweets``
            counts all retweets that the account made.
        edges: Columns `explorer.graph.runs.run_tables.EDGE_COLUMNS`, edges of both tiers, one row for each signal. If
            requested, with firstAt and lastAt, Datetime in UTC: the first and last co-action of the edge.
        clusters: Columns `explorer.graph.runs.run_tables.CLUSTER_COLUMNS`.
        members: Columns `explorer.graph.runs.run_tables.MEMBER_COLUMNS` without the handle.
        amplification: Outlets that the clusters retweet, and whether they boost them, columns
            `explorer.graph.runs.run_tables.AMPLIFICATION_COLUMNS`.
        judgements: The judgements of its clusters and accounts that are in force, columns `JUDGEMENTS`.
        simulated: Whether the graph contains simulated data.
        undated: Why no edge has firstAt and lastAt. Empty if edges have them.
    """

    run: Mapping[str, Any]
    accounts: pl.DataFrame
    edges: pl.DataFrame
    clusters: pl.DataFrame
    members: pl.DataFrame
    amplification: pl.DataFrame
    judgements: pl.DataFrame
    simulated: bool = False
    undated: str = ""

    def frames(self) -> dict[str, pl.DataFrame]:
        """Return the tables by name, the run as one of a single row."""
        names = ("accounts", "edges", "clusters", "members", "amplification", "judgements")
        return {"run": pl.DataFrame([dict(self.run)])} | {name: getattr(self, name) for name in names}


def read_run_tables(
    graph: Connection,
    name: str = "latest",
    *,
    dated: bool = True,
    pseudonyms: Pseudonyms | None = None,
    progress: Progress = silent,
) -> RunTables:
    """Read the tables of a run.

    Args:
        graph: The graph.
        name: The run's id, the beginning of it, or ``latest``.
        dated: Whether edges get firstAt and lastAt. The events are read again for this.
        pseudonyms: Replace everything that identifies an account. Times are then cut to the day, and followers and
            following to their first digit, because exact values identify an account as surely as its name.
        progress: Called with the number of rows read.

    Raises:
        UsageError: If there is no such run.
        GraphError: If Neo4j cannot be reached, or the run is replaced while it is read.
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
        # handles may change, so only the table of accounts has them
        read_members(graph, run_id).drop("handle"),
        read_amplification(graph, run_id),
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
    judgements = pl.concat([empty, of_clusters, of_accounts], how="diagonal").select(*JUDGEMENTS)
    return judgements.filter(pl.col("verdict") != "withdrawn")


def _hidden(tables: RunTables, pseudonyms: Pseudonyms) -> RunTables:
    def hidden(frame: pl.DataFrame, *order: str) -> pl.DataFrame:
        shown = pseudonyms.frame(frame.drop(_PERSONAL, strict=False), also_public=_PUBLIC)
        rough = [pl.col(name).round_sig_figs(1).cast(pl.Int64) for name in _ROUGH if name in shown.columns]
        return shown.with_columns(*rough).sort(order)

    # the old order of edges, and of the ends of an edge, would reveal the order of the names
    edges = pseudonyms.frame(tables.edges).with_columns(
        source=pl.min_horizontal("source", "target"), target=pl.max_horizontal("source", "target")
    )
    return RunTables(
        pseudonyms.run(tables.run),
        hidden(tables.accounts, "account"),
        edges.sort("source", "target", "signal"),
        hidden(tables.clusters, "rank"),
        hidden(tables.members, "rank", "account"),
        hidden(tables.amplification, "rank", "outletId"),
        hidden(tables.judgements, "of", "rank", "account"),
        tables.simulated,
        # the reason may name a file
        tables.undated and "The edges have no times.",
    )
