"""The allow list: accounts known to be organic, given by name or in files.

The list is not stored separately. An account is on it while its newest judgement is organic
(`explorer.graph.runs.judgements`), so that author, time and reason are kept in one place.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from explorer.common.errors import InputError, UsageError
from explorer.common.spreadsheets import original
from explorer.graph.connection.connect import Connection
from explorer.graph.lookup import find_keys, list_platforms
from explorer.graph.runs.judgements import judge_accounts
from explorer.model.verdicts import ALLOW_LIST_VERDICT, Verdict

_NAMES: Final = ("account_id", "handle")


@dataclass(frozen=True, slots=True)
class AccountRef:
    """A reference to an account by name.

    Attributes:
        name: Key, id or handle; '' for a row without one.
        note: Why the account is on the list; None if not given.
        where: File and line, or the name itself.
    """

    name: str
    note: str | None
    where: str


@dataclass(frozen=True, slots=True)
class AllowListResult:
    """Result of a change of the allow list: rows = loaded + duplicates + rejected.

    Attributes:
        rows: Number of names.
        loaded: Number of accounts that were added or removed.
        duplicates: Number of names given twice, and of accounts that were already on the list (or off it).
        rejected: For each name that cannot be used, where it was given, the name, and the reason.
    """

    rows: int
    loaded: int
    duplicates: int
    rejected: tuple[tuple[str, str, str], ...]


def read_names(path: Path) -> list[AccountRef]:
    """Read accounts from a CSV file with the columns account_id or handle, and optionally platform and note.

    Raises:
        InputError: If it cannot be read, is not UTF-8 text, or has neither column.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(_rows(path.name, csv.DictReader(file)))
    except OSError as error:
        raise InputError(
            f"{path} cannot be read: {error.strerror}.",
            hint="Write an account as @handle or platform:id, or give the path of a CSV file.",
        ) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(
            f"{path} is not a CSV file in UTF-8: {error}.", hint="Save the file as CSV with UTF-8 encoding."
        ) from error


def _rows(file: str, reader: "csv.DictReader[str]") -> Iterator[AccountRef]:
    columns = {column.strip().lower(): column for column in reader.fieldnames or ()}
    if not columns.keys() & set(_NAMES):
        raise InputError(
            f"The first line of {file} has no column account_id or handle.",
            hint="Start the file with a line of column names: account_id,note or handle,note",
        )
    for row in reader:
        # a list that explorer printed as CSV is safe for spreadsheets
        values = {name: original(row[column] or "").strip() for name, column in columns.items()}
        handle = values.get("handle", "").removeprefix("@")
        name = values.get("account_id") or (f"@{handle}" if handle else "")
        if name and values.get("platform") and ":" not in name:
            name = f"{values['platform']}:{name}"
        yield AccountRef(name, values.get("note") or None, f"{file}, line {reader.line_num}")


def allow(graph: Connection, names: Sequence[AccountRef], *, author: str, note: str = "") -> AllowListResult:
    """Put accounts on the allow list, in one transaction.

    Args:
        graph: The graph.
        names: The accounts; accounts that are not in the graph are rejected.
        author: Author of the judgements.
        note: Reason for names without a note of their own.

    Raises:
        GraphError: If Neo4j cannot be reached; nothing is written then.
    """
    return _list(graph, names, author, note, on=True)


def disallow(graph: Connection, names: Sequence[AccountRef], *, author: str, note: str = "") -> AllowListResult:
    """Take accounts off the allow list, in one transaction; see `allow`. Earlier judgements stay in the history."""
    return _list(graph, names, author, note, on=False)


def _list(graph: Connection, names: Sequence[AccountRef], author: str, note: str, *, on: bool) -> AllowListResult:
    if not names:
        raise UsageError("No account is given.", hint="Name accounts as @handle or platform:id, or give a CSV file.")
    called = find_keys(graph, {named.name for named in names if named.name}, list_platforms(graph))
    notes: dict[str, str] = {}
    rejected = []
    for named in names:
        keys = called.get(named.name, [])
        if len(keys) == 1:
            notes.setdefault(keys[0], note if named.note is None else named.note)
        elif keys:
            rejected.append((named.where, named.name, f"several accounts have this name: {', '.join(keys)}"))
        else:
            reason = "no account in the graph has this name" if named.name else "the row names no account"
            rejected.append((named.where, named.name, reason))
    verdict: Verdict = ALLOW_LIST_VERDICT if on else "withdrawn"
    loaded = judge_accounts(graph, notes, verdict=verdict, author=author, allowed=not on)
    return AllowListResult(len(names), loaded, len(names) - loaded - len(rejected), tuple(rejected))
