"""The allow list: accounts known as organic, by names that people give or keep in files.

It is no list of its own. An account is on it while its newest judgement is organic (`explorer.graph.runs.judgements`),
so that who put it there, when and why is kept, and there is one place to look.
"""

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from explorer.common.errors import InputError, UsageError
from explorer.graph.connection.connect import Connection
from explorer.graph.lookup import find_keys, list_platforms
from explorer.graph.runs.judgements import ALLOW_LIST_VERDICT, Verdict, judge_accounts

_NAMES: Final = ("account_id", "handle")


@dataclass(frozen=True, slots=True)
class AccountRef:
    """An account as it was named.

    Attributes:
        name: key, id or handle; '' where a row names none.
        note: why it is on the list; None where nothing is said.
        where: the file and line, or the name itself.
    """

    name: str
    note: str | None
    where: str


@dataclass(frozen=True, slots=True)
class AllowListResult:
    """What became of the names: rows = loaded + duplicates + rejected.

    Attributes:
        rows: names read.
        loaded: accounts that came on the list, or off it.
        duplicates: those named twice, and those that were on the list (or off it) before.
        rejected: where a name stands that cannot be used, the name, and why.
    """

    rows: int
    loaded: int
    duplicates: int
    rejected: tuple[tuple[str, str, str], ...]


def read_names(path: Path) -> list[AccountRef]:
    """Return the accounts that a CSV file names: columns account_id or handle, and if it likes platform and note.

    Raises:
        InputError: if it cannot be read, is not UTF-8 text, or has neither column.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(_rows(path.name, csv.DictReader(file)))
    except OSError as error:
        raise InputError(
            f"{path} cannot be read: {error.strerror}.", hint="Accounts begin with @, or are keys."
        ) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path} is not a CSV file in UTF-8: {error}.", hint="Save it as CSV, UTF-8.") from error


def _rows(file: str, reader: "csv.DictReader[str]") -> Iterator[AccountRef]:
    columns = {column.strip().lower(): column for column in reader.fieldnames or ()}
    if not columns.keys() & set(_NAMES):
        raise InputError(
            f"{file} has no column account_id or handle in its first line.",
            hint="Name the columns in the first line: account_id,note or handle,note",
        )
    for row in reader:
        told = {name: (row[column] or "").strip() for name, column in columns.items()}
        handle = told.get("handle", "").removeprefix("@")
        name = told.get("account_id") or (f"@{handle}" if handle else "")
        if name and told.get("platform") and ":" not in name:
            name = f"{told['platform']}:{name}"
        yield AccountRef(name, told.get("note") or None, f"{file}, line {reader.line_num}")


def allow(graph: Connection, names: Sequence[AccountRef], *, author: str, note: str = "") -> AllowListResult:
    """Put accounts on the allow list, in one transaction.

    Args:
        graph: the graph.
        names: the accounts; one that is not in the graph is rejected.
        author: who says so.
        note: why, where a name says nothing itself.

    Raises:
        GraphError: if Neo4j cannot be reached; nothing is written then.
    """
    return _list(graph, names, author, note, on=True)


def disallow(graph: Connection, names: Sequence[AccountRef], *, author: str, note: str = "") -> AllowListResult:
    """Take accounts off the allow list, in one transaction; see `allow`. What was said before stays in the history."""
    return _list(graph, names, author, note, on=False)


def _list(graph: Connection, names: Sequence[AccountRef], author: str, note: str, *, on: bool) -> AllowListResult:
    if not names:
        raise UsageError("No account is named.", hint="Name accounts as @handle or platform:id, or a CSV file.")
    called = find_keys(graph, {named.name for named in names if named.name}, list_platforms(graph))
    notes: dict[str, str] = {}
    rejected = []
    for named in names:
        keys = called.get(named.name, [])
        if len(keys) == 1:
            notes.setdefault(keys[0], note if named.note is None else named.note)
        elif keys:
            rejected.append((named.where, named.name, f"several accounts are called so: {', '.join(keys)}"))
        else:
            reason = "no account in the graph is called so" if named.name else "the row names no account"
            rejected.append((named.where, named.name, reason))
    verdict: Verdict = ALLOW_LIST_VERDICT if on else "withdrawn"
    loaded = judge_accounts(graph, notes, verdict=verdict, author=author, allowed=not on)
    return AllowListResult(len(names), loaded, len(names) - loaded - len(rejected), tuple(rejected))
