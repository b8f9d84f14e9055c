"""Judgements of clusters and accounts, the allow list, and comparisons of runs."""

from collections.abc import Sequence

import polars as pl

from explorer.api.base import GraphBase
from explorer.graph.lookup import find_account, find_cluster, list_platforms
from explorer.graph.runs.judgements import (
    judge_accounts,
    judge_cluster,
    list_judgements,
    read_account_judgements,
    read_judgements,
)
from explorer.graph.runs.runs import find_run, list_runs
from explorer.judgements.allow_list import AccountRef, AllowListResult, allow, disallow
from explorer.judgements.allow_list_impact import AllowedEffect, effect_of_allowed
from explorer.model.verdicts import Verdict
from explorer.runs.diff import RunsDiff, diff_runs


class Judgements(GraphBase):
    """The part of `explorer.Graph` that stores judgements and compares runs."""

    def judge_cluster(
        self, cluster: int | str, *, verdict: Verdict, author: str, note: str = "", run: str = "latest"
    ) -> int:
        """Store a judgement of a cluster. It also applies to the matching clusters of other runs.

        Args:
            cluster: Rank of the cluster in the run, or its ID, ``run/rank``.
            verdict: coordinated, organic, unclear, or withdrawn, which cancels the earlier judgement.
            author: Name of the analyst.
            note: Reason.
            run: Run that a rank refers to.

        Returns:
            Number of clusters of other runs to which it applies.

        Raises:
            UsageError: If there is no such verdict, run or cluster.
        """
        properties, rank = find_cluster(self.connection, str(cluster), run)
        return judge_cluster(self.connection, properties, rank, verdict=verdict, author=author, note=note)

    def judge_account(self, account: str, *, verdict: Verdict, author: str, note: str = "") -> str:
        """Store a judgement of an account, and return the account's key.

        Args:
            account: Handle, ID or account key.
            verdict: As for `judge_cluster`.
            author: Name of the analyst.
            note: Reason.

        Raises:
            UsageError: If there is no such verdict, or if no account or several accounts match.
        """
        newest = next((row[0] for row in list_runs(self.connection).rows), "")
        where = {"platforms": list_platforms(self.connection), "runId": newest}
        key = find_account(self.connection, account, where)
        judge_accounts(self.connection, {key: note}, verdict=verdict, author=author)
        return key

    def judgements(self) -> pl.DataFrame:
        """Return all judgements, newest first; columns `explorer.graph.runs.judgements.JUDGEMENT_COLUMNS`."""
        return list_judgements(self.connection)

    def judged_clusters(self, *, run: str = "latest") -> pl.DataFrame:
        """Return the current judgement of each judged cluster of a run.

        See `explorer.graph.runs.judgements.read_judgements`.
        """
        return read_judgements(self.connection, find_run(self.connection, run)["runId"])

    def judged_accounts(self, *, verdict: Verdict | None = None) -> pl.DataFrame:
        """Return the newest judgement of each judged account; accounts judged organic form the allow list.

        Args:
            verdict: Only this verdict; None: all except withdrawn ones.
        """
        return read_account_judgements(self.connection, verdict=verdict)

    def allow(self, accounts: Sequence[AccountRef | str], *, author: str, note: str = "") -> AllowListResult:
        """Add accounts to the allow list, which means judging them organic.

        Args:
            accounts: Handles, IDs or account keys, or accounts from `explorer.judgements.allow_list.read_names`.
            author: Name of the analyst.
            note: Reason.

        Returns:
            Counts; rows == loaded + duplicates + rejected.
        """
        return allow(self.connection, _account_refs(accounts), author=author, note=note)

    def disallow(self, accounts: Sequence[AccountRef | str], *, author: str, note: str = "") -> AllowListResult:
        """Remove accounts from the allow list; see `allow`."""
        return disallow(self.connection, _account_refs(accounts), author=author, note=note)

    def effect_of_allowed(self, *, run: str = "latest") -> AllowedEffect:
        """Return what a run loses without the accounts on the allow list.

        Raises:
            UsageError: If there is no such run.
        """
        return effect_of_allowed(self.connection, find_run(self.connection, run), progress=self._progress)

    def diff_runs(self, before: str, after: str = "latest") -> RunsDiff:
        """Return the differences between two runs.

        Raises:
            UsageError: If there is no such run.
        """
        runs = [find_run(self.connection, name) for name in (before, after)]
        return diff_runs(self.connection, *runs, progress=self._progress)


def _account_refs(accounts: Sequence[AccountRef | str]) -> list[AccountRef]:
    return [one if isinstance(one, AccountRef) else AccountRef(one, None, one) for one in accounts]
