"""Registries, the shipped one and a user's own: CSV files in one schema, read into the canonical tables.

Each row is one outlet with all its accounts. Rows that break a rule are rejected whole, with every reason;
`check_registry` returns the same problems one by one.
"""

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from explorer.common.errors import UsageError
from explorer.model.batches import Batch, rejects_frame
from explorer.model.tables import OUTLET_ACCOUNTS, OUTLETS
from explorer.registry.rows import read_rows, split_cell
from explorer.registry.schema import KINDS, SHIPPED, STATES


@dataclass(frozen=True, slots=True)
class RegistryProblem:
    """One broken rule: the 1-based line, the outlet and column it concerns, and what is wrong."""

    line: int
    outlet: str
    column: str
    problem: str


@dataclass(frozen=True, slots=True)
class Registry:
    """A registry as read; always ``rows_read == outlets.height + rejects.height``.

    Attributes:
        path: the file it was read from.
        outlets: canonical table `explorer.model.tables.OUTLETS`, in file order.
        accounts: canonical table `explorer.model.tables.OUTLET_ACCOUNTS`, in file order.
        rejects: rows that break a rule, columns `explorer.model.batches.REJECTS`.
        rows_read: data rows read.
        part: names the part of the registry that this is; '' for all of it.
    """

    path: Path
    outlets: pl.DataFrame
    accounts: pl.DataFrame
    rejects: pl.DataFrame
    rows_read: int
    part: str = ""

    def select(self, *, state: str = "", kind: str = "", source: str = "", search: str = "") -> "Registry":
        """Return the part of the registry that meets all conditions; an empty one always holds. Rejects stay.

        Args:
            state: state code, in any case.
            kind: one of `KINDS`, in any case.
            source: text that occurs, in any case, in the sources that name the outlet.
            search: text that occurs, in any case, in the outlet's id, name, owner, parent or a handle.

        Raises:
            UsageError: if there is no such state or kind.
        """
        if state and state.upper() not in STATES:
            raise UsageError(f"{state!r} is not a state's code.", hint="Use ISO 3166-1 alpha-2: --state CN")
        if kind and kind.lower() not in KINDS:
            raise UsageError(f"{kind!r} is not a kind of outlet.", hint=f"The kinds are {', '.join(KINDS)}.")
        with_account = self.accounts.filter(_contains("handle", search) | _contains("account_id", search))["outlet_id"]
        named = pl.any_horizontal(_contains(column, search) for column in ("outlet_id", "name", "owner", "parent"))
        wanted = (named | pl.col("outlet_id").is_in(with_account.implode())) & _contains("source", source)
        if state:
            wanted &= pl.col("state") == state.upper()
        if kind:
            wanted &= pl.col("kind") == kind.lower()
        outlets = self.outlets.filter(wanted)
        accounts = self.accounts.join(outlets, on="outlet_id", how="semi", maintain_order="left")
        part = " ".join(text for text in (state.upper(), kind.lower(), source.lower(), search.lower()) if text)
        return Registry(self.path, outlets, accounts, self.rejects, outlets.height + self.rejects.height, part)

    def batches(self) -> tuple[Batch, Batch]:
        """Return the outlets, then the accounts, as batches for the loader; rejects go with the outlets."""
        return (
            Batch(OUTLETS, self.outlets, self.rejects, self.rows_read),
            Batch(OUTLET_ACCOUNTS, self.accounts, rejects_frame(), self.accounts.height),
        )


def read_registry(path: Path | None = None) -> Registry:
    """Read a registry; without ``path`` the shipped one.

    Raises:
        InputError: if the file is missing, empty, not CSV in UTF-8, or its columns are not a registry's.
    """
    path = path or SHIPPED
    outlets: list[dict[str, object]] = []
    accounts: list[dict[str, object]] = []
    rejects: list[dict[str, object]] = []
    for row in read_rows(path):
        if row.problems:
            reason = "; ".join(f"{column}: {problem}" for column, problem in row.problems)
            rejects.append({"source": path.name, "line": row.line, "reason": reason, "raw": row.raw})
            continue
        cells = row.cells
        source = _dated_sources(cells["source"], cells["source_date"])
        known = {name: cells.get(name) or None for name in ("name", "kind", "state", "owner", "parent")}
        outlets.append({"outlet_id": cells["outlet"], **known, "source": source})
        accounts += (
            {
                "platform": account.platform,
                "account_id": account.account_id,
                "handle": account.handle or None,
                "outlet_id": cells["outlet"],
                "source": source,
            }
            for account in row.accounts
        )
    return Registry(
        path=path,
        outlets=pl.DataFrame(outlets, schema=OUTLETS.schema),
        accounts=pl.DataFrame(accounts, schema=OUTLET_ACCOUNTS.schema),
        rejects=rejects_frame(rejects),
        rows_read=len(outlets) + len(rejects),
    )


def check_registry(path: Path) -> list[RegistryProblem]:
    """Return every broken rule in a registry, in the order of its lines.

    Raises:
        InputError: as `read_registry`.
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
