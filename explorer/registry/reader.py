"""Read registries, the shipped one and users' own, from CSV files into the canonical tables.

Each row is an outlet with the accounts and domains that its sources name; an outlet can have several rows. A row that
breaks a rule is rejected as a whole, with all reasons; `check_registry` returns the same problems one by one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polars as pl

from explorer.common.errors import UsageError
from explorer.model.batches import Batch, rejects_frame
from explorer.model.outcome import FileOutcome
from explorer.model.tables import OUTLET_ACCOUNTS, OUTLETS, Polars
from explorer.registry.rows import read_rows, split_cell
from explorer.registry.schema import KINDS, SHIPPED, STATES

DOMAINS: Final[Mapping[str, Polars]] = {
    "domain": pl.String,
    **{name: OUTLET_ACCOUNTS.schema[name] for name in ("outlet_id", "source", "tenure", "valid_from", "valid_until")},
}
"""Columns of the domains of outlets: the host, and what the table of outlets' accounts has too."""


@dataclass(frozen=True, slots=True)
class RegistryProblem:
    """A broken rule: the 1-based line, the outlet, the column and a description of the problem."""

    line: int
    outlet: str
    column: str
    problem: str


@dataclass(frozen=True, slots=True)
class Registry:
    """A registry as read.

    Attributes:
        path: File that it was read from.
        outlets: Canonical table `explorer.model.tables.OUTLETS`, in file order.
        accounts: Canonical table `explorer.model.tables.OUTLET_ACCOUNTS`, in file order.
        domains: Domains with the columns `DOMAINS`, in file order.
        rejects: Rows that break a rule, with the columns `explorer.model.batches.REJECTS`.
        rows_read: Number of data rows read.
        part: Name of the selected part of the registry; empty for the whole registry.
    """

    path: Path
    outlets: pl.DataFrame
    accounts: pl.DataFrame
    domains: pl.DataFrame
    rejects: pl.DataFrame
    rows_read: int
    part: str = ""

    def select(self, *, state: str = "", kind: str = "", source: str = "", search: str = "") -> "Registry":
        """Return the part of the registry that meets all conditions. Empty conditions are ignored; rejects are kept.

        All conditions are case-insensitive.

        Args:
            state: State code.
            kind: One of `KINDS`.
            source: Text that occurs in the sources of the outlet, or of one of its accounts or domains. Accounts and
                domains whose own sources do not contain it are left out.
            search: Text that occurs in the outlet's id, name, owner, parent, or in a handle, id or domain.

        Raises:
            UsageError: If there is no such state or kind.
        """
        if state and state.upper() not in STATES:
            raise UsageError(
                f"{state!r} is not a state code.", hint="Use an ISO 3166-1 alpha-2 code, for example --state CN"
            )
        if kind and kind.lower() not in KINDS:
            raise UsageError(f"{kind!r} is not a kind of outlet.", hint=f"Use one of {', '.join(KINDS)}.")
        accounts, domains = (table.filter(_contains("source", source)) for table in (self.accounts, self.domains))
        named = pl.concat(
            [
                accounts.filter(_contains("handle", search) | _contains("account_id", search))["outlet_id"],
                domains.filter(_contains("domain", search))["outlet_id"],
            ]
        )
        from_source = pl.concat([accounts["outlet_id"], domains["outlet_id"]])
        wanted = pl.any_horizontal(_contains(column, search) for column in ("outlet_id", "name", "owner", "parent"))
        wanted |= pl.col("outlet_id").is_in(named.implode())
        wanted &= _contains("source", source) | pl.col("outlet_id").is_in(from_source.implode())
        if state:
            wanted &= pl.col("state") == state.upper()
        if kind:
            wanted &= pl.col("kind") == kind.lower()
        outlets = self.outlets.filter(wanted)
        accounts, domains = (
            table.join(outlets, on="outlet_id", how="semi", maintain_order="left") for table in (accounts, domains)
        )
        part = " ".join(text for text in (state.upper(), kind.lower(), source.lower(), search.lower()) if text)
        rows = outlets.height + self.rejects.height
        return Registry(self.path, outlets, accounts, domains, self.rejects, rows, part)

    def outcome(self) -> FileOutcome:
        """Return whether the whole file could be used."""
        reasons = self.rejects["reason"].value_counts(sort=True).iter_rows()
        return FileOutcome(self.path.name, self.rows_read, self.rejects.height, tuple(reasons))

    def batches(self) -> tuple[Batch, Batch]:
        """Return a batch of outlets, which includes the rejects, and a batch of accounts for the loader."""
        return (
            Batch(OUTLETS, self.outlets, self.rejects, self.outlets.height + self.rejects.height),
            Batch(OUTLET_ACCOUNTS, self.accounts, rejects_frame(), self.accounts.height),
        )


def read_registry(path: Path | None = None) -> Registry:
    """Read a registry; without ``path``, read the shipped one.

    Raises:
        InputError: If the file is missing, empty, not CSV in UTF-8, or does not have the columns of a registry.
    """
    path = path or SHIPPED
    outlets: list[dict[str, object]] = []
    accounts: list[dict[str, object]] = []
    domains: list[dict[str, object]] = []
    rejects: list[dict[str, object]] = []
    rows_read = 0
    for row in read_rows(path):
        rows_read += 1
        if row.problems:
            reason = "; ".join(f"{column}: {problem}" for column, problem in row.problems)
            rejects.append({"source": path.name, "line": row.line, "reason": reason, "raw": row.raw})
            continue
        cells = row.cells
        source = _dated_sources(cells["source"], cells["source_date"])
        if row.is_first:
            details = {name: cells.get(name) or None for name in ("name", "kind", "state", "owner", "parent")}
            outlets.append({"outlet_id": cells["outlet"], **details, "source": source})
        belongs = {
            "outlet_id": cells["outlet"],
            "source": source,
            "tenure": cells.get("status") or None,
            "valid_from": row.validity.since,
            "valid_until": row.validity.until,
        }
        accounts += (
            {
                "platform": account.platform,
                "account_id": account.account_id,
                "handle": account.handle or None,
                **belongs,
            }
            for account in row.accounts
        )
        domains += ({"domain": domain, **belongs} for domain in row.domains)
    return Registry(
        path=path,
        outlets=pl.DataFrame(outlets, schema=OUTLETS.schema),
        accounts=pl.DataFrame(accounts, schema=OUTLET_ACCOUNTS.schema),
        domains=pl.DataFrame(domains, schema=DOMAINS),
        rejects=rejects_frame(rejects),
        rows_read=rows_read,
    )


def check_registry(path: Path) -> list[RegistryProblem]:
    """Return all broken rules in a registry, in line order.

    Raises:
        InputError: Under the same conditions as `read_registry`.
    """
    return [
        RegistryProblem(row.line, row.cells.get("outlet", ""), column, problem)
        for row in read_rows(path)
        for column, problem in row.problems
    ]


def _dated_sources(sources: str, dates: str) -> str:
    return "; ".join(f"{source} ({date})" for source, date in zip(split_cell(sources), split_cell(dates), strict=True))


def _contains(column: str, text: str) -> pl.Expr:
    return pl.col(column).fill_null("").str.to_lowercase().str.contains(text.lower(), literal=True)
