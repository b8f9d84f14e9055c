"""The likely common triggers of a network's edges, as an analyst reads them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from explorer.common.text import count
from explorer.detect.network.model import Network

MOST_TRIGGERS: Final = 5
"""Number of triggers that are listed for a signal."""


@dataclass(frozen=True, slots=True)
class LikelyTrigger:
    """A common trigger that was not excluded.

    Attributes:
        account: Name of the account that is the trigger; None if no single account is.
        edges: Number of edges that it may explain.
        accounts: Number of accounts that these edges connect.
        phrase: What indicates the trigger for one of these edges: the one with the largest count.
    """

    account: str | None
    edges: int
    accounts: int
    phrase: str

    def describe(self, handles: Mapping[str, str | None]) -> str:
        """Return the trigger as text: ``@x: 1,202 edges among 57 accounts, for example …``.

        Args:
            handles: Handles of accounts by name; accounts without one keep their name.
        """
        handle = None if self.account is None else handles.get(self.account)
        name = f"@{handle}" if handle else self.account or "no single account"
        return f"{name}: {count(self.edges, 'edge')} among {count(self.accounts, 'account')}, for example {self.phrase}"


def likely_triggers(network: Network, *, most: int = MOST_TRIGGERS) -> list[LikelyTrigger]:
    """Return the likely triggers with the most edges.

    Edges are grouped by the account that is their trigger. Other edges are grouped by the kind of trigger and, for
    clocks, by the period.

    Args:
        network: A network; only its edges of the tier ``trigger`` count.
        most: Maximum number of triggers.
    """
    edges = network.tier("trigger")
    if edges.statistics is None:
        return []
    triggers = edges.statistics.triggers
    rows = pl.DataFrame(
        {
            "account": triggers.names(network.accounts),
            "kind": triggers.kind,
            "time": triggers.time,
            "count": triggers.count,
            "phrase": pl.Series(triggers.phrases(), dtype=pl.String),
            "source": edges.source,
            "target": edges.target,
        }
    ).drop_nulls("phrase")
    alone = pl.col("account").is_null()
    groups = (
        rows.group_by("account", pl.when(alone).then("kind"), time=pl.when(alone).then("time"))
        .agg(
            edges=pl.len(),
            accounts=pl.col("source").append(pl.col("target")).n_unique(),
            phrase=pl.col("phrase").sort_by("count", "phrase", descending=[True, False]).first(),
        )
        .sort("edges", "account", "kind", "time", descending=[True, False, False, False], nulls_last=True)
    )
    return [LikelyTrigger(*row) for row in groups.select("account", "edges", "accounts", "phrase").head(most).rows()]


def trigger_accounts(triggers: Sequence[LikelyTrigger]) -> list[str]:
    """Return the names of the accounts that are triggers, sorted, without repetition."""
    return sorted({trigger.account for trigger in triggers if trigger.account is not None})
