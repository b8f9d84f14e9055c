"""Read the rows of a registry's CSV file, with all rules that they break."""

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from explorer.common.errors import InputError
from explorer.registry.accounts import HANDLES, RegistryAccount, parse_account
from explorer.registry.schema import COLUMNS, KINDS, REQUIRED, STATES

_DATE = re.compile(r"[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")
_NO_SPACE = re.compile(r"[^\s;]{1,120}")


@dataclass(frozen=True, slots=True)
class RegistryRow:
    """A row of a registry.

    Attributes:
        line: 1-based line where the row begins.
        cells: Values by column.
        accounts: The outlet's accounts.
        problems: Column and message for each broken rule; a row with problems is rejected.
        raw: The row as text, shortened.
    """

    line: int
    cells: dict[str, str]
    accounts: list[RegistryAccount]
    problems: list[tuple[str, str]]
    raw: str


def read_rows(path: Path) -> Iterator[RegistryRow]:
    """Read the rows with their problems. An account belongs to the first valid row that contains it.

    Raises:
        InputError: If the file is missing, empty, not CSV in UTF-8, or does not have the columns of a registry.
    """
    outlets: dict[str, int] = {}
    owners: dict[str, str] = {}
    for line, values, header in _records(path):
        cells = {name: value.strip() for name, value in zip(header, values, strict=False)}
        problems = list(_cell_problems(cells))
        if len(values) != len(header):
            problems.insert(0, ("", f"the row has {len(values)} cells, but the table has {len(header)} columns"))
        accounts, account_problems = _accounts(cells, owners)
        problems += account_problems
        outlet = cells.get("outlet", "")
        if outlet in outlets:
            problems.append(("outlet", f"is already in line {outlets[outlet]}"))
        if not problems:
            outlets[outlet] = line
            owners.update((key, outlet) for account in accounts for key in account.keys)
        yield RegistryRow(line, cells, accounts, problems, ",".join(values)[:2000])


def _records(path: Path) -> Iterator[tuple[int, list[str], list[str]]]:
    """Yield the number of each record's first line, its cells and the header."""
    hint = f"A registry is a comma-separated CSV file in UTF-8 with the columns {','.join(COLUMNS)}"
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.reader(file, strict=True)
            header = [name.strip().lower() for name in next(reader, [])]
            if not header:
                raise InputError(f"{path} is empty.", hint=hint)
            _check_header(path, header, hint)
            line = reader.line_num + 1
            for values in reader:
                if any(value.strip() for value in values):
                    yield line, values, header
                line = reader.line_num + 1
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}.", hint="Check the path.") from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(f"{path} is not CSV in UTF-8: {error}.", hint=hint) from error


def _check_header(path: Path, header: list[str], hint: str) -> None:
    missing = [name for name in REQUIRED if name not in header]
    # without this check, the accounts of a misspelt column would be lost silently
    unknown = [name for name in header if name not in COLUMNS]
    twice = sorted({name for name in header if header.count(name) > 1})
    for names, complaint in (
        (missing, "lacks the columns"),
        (unknown, "has unknown columns"),
        (twice, "has duplicate columns"),
    ):
        if names:
            # the first line of a file that is not a registry can have any length
            shown = ", ".join(repr(name[:40]) for name in names[:10])
            raise InputError(f"{path} {complaint}: {shown}.", hint=hint)


def _cell_problems(cells: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    kind, state, outlet = (cells.get(name, "") for name in ("kind", "state", "outlet"))
    for name in REQUIRED:
        if not cells.get(name) and not (name == "state" and kind == "influencer"):
            yield name, "is missing"
    for name, value in cells.items():
        if any(unicodedata.category(character) == "Cc" for character in value):
            yield name, "contains control characters"
    if outlet and not _NO_SPACE.fullmatch(outlet):
        yield "outlet", f"{outlet[:120]!r} is not a single word of at most 120 characters"
    if kind and kind not in KINDS:
        yield "kind", f"{kind!r} is unknown; use one of {', '.join(KINDS)}"
    if state and state not in STATES:
        yield "state", f"{state!r} is not an ISO 3166-1 alpha-2 code (two capital letters)"
    sources, dates = (split_cell(cells.get(name, "")) for name in ("source", "source_date"))
    for date in dates:
        if not _DATE.fullmatch(date):
            yield "source_date", f"{date!r} is not a date like 2023-11-03, 2023-11 or 2023"
    if sources and dates and len(sources) != len(dates):
        yield "source_date", f"{len(dates)} dates for {len(sources)} sources"


def _accounts(
    cells: Mapping[str, str], owners: Mapping[str, str]
) -> tuple[list[RegistryAccount], list[tuple[str, str]]]:
    accounts: list[RegistryAccount] = []
    problems: list[tuple[str, str]] = []
    seen: set[str] = set()
    for platform in HANDLES:
        for text in split_cell(cells.get(platform, "")):
            try:
                account = parse_account(platform, text)
            except ValueError as error:
                problems.append((platform, str(error)))
                continue
            owner = next((owners[key] for key in sorted(account.keys) if key in owners), None)
            if owner is not None:
                problems.append((platform, f"{text!r} already belongs to {owner}"))
            elif not seen.isdisjoint(account.keys):
                problems.append((platform, f"{text!r} occurs twice"))
            seen |= account.keys
            accounts.append(account)
    return accounts, problems


def split_cell(cell: str) -> list[str]:
    """Split a cell into its items, which are separated by ``;``."""
    return [part.strip() for part in cell.split(";") if part.strip()]
