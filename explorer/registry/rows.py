"""Read the rows of a registry's CSV file, with all rules that they break."""

import csv
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from explorer.common.errors import InputError
from explorer.registry.accounts import HANDLES, RegistryAccount, id_column, parse_accounts
from explorer.registry.domains import parse_domain
from explorer.registry.schema import COLUMNS, DESCRIPTIVE, KINDS, REQUIRED, STATELESS, STATES, STATUSES
from explorer.registry.validity import Validity, first_day, last_day

_NO_SPACE = re.compile(r"[^\s;]{1,120}")

Problem = tuple[str, str]
"""A column, and the rule that its cell breaks."""


@dataclass(frozen=True, slots=True)
class RegistryRow:
    """A row of a registry.

    Attributes:
        line: 1-based line where the row begins.
        cells: Values by column.
        accounts: The outlet's accounts.
        domains: The outlet's domains.
        validity: When the accounts and domains belong to the outlet.
        is_first: Whether this is the first valid row of its outlet, which describes it.
        problems: Column and message for each broken rule; a row with problems is rejected.
        raw: The row as text, shortened.
    """

    line: int
    cells: dict[str, str]
    accounts: list[RegistryAccount]
    domains: list[str]
    validity: Validity
    is_first: bool
    problems: list[Problem]
    raw: str


@dataclass(frozen=True, slots=True)
class _Accepted:
    """What the valid rows so far contain: the first row by outlet, and outlets with their validities by key."""

    outlets: dict[str, tuple[int, dict[str, str]]] = field(default_factory=dict)
    claims: dict[str, list[tuple[str, Validity]]] = field(default_factory=lambda: defaultdict(list))

    def owner(self, key: str, outlet: str, validity: Validity) -> str | None:
        """Return the outlet to which an account or domain belongs already: this one, or another at the same time."""
        claims = self.claims.get(key, ())
        return next((other for other, known in claims if other == outlet or known.overlaps(validity)), None)


def read_rows(path: Path) -> Iterator[RegistryRow]:
    """Read the rows with their problems. At any time, an account belongs to the first valid row that contains it.

    Raises:
        InputError: If the file is missing, empty, not CSV in UTF-8, or does not have the columns of a registry.
    """
    accepted = _Accepted()
    for line, values, header in _records(path):
        cells = {name: value.strip() for name, value in zip(header, values, strict=False)}
        outlet = cells.get("outlet", "")
        is_first = outlet not in accepted.outlets
        problems = list(_cell_problems(cells, is_first=is_first))
        if len(values) != len(header):
            problems.insert(0, ("", f"the row has {len(values)} cells, but the table has {len(header)} columns"))
        validity, date_problems = _validity(cells)
        accounts, account_problems = _accounts(cells)
        domains, domain_problems = _domains(cells)
        problems += date_problems + account_problems + domain_problems
        problems += _claim_problems(accepted, outlet, accounts, domains, validity)
        if not is_first:
            problems += _contradictions(cells, *accepted.outlets[outlet])
            if not accounts and not domains:
                problems.append(("outlet", f"is already in line {accepted.outlets[outlet][0]}"))
        if not problems:
            accepted.outlets.setdefault(outlet, (line, cells))
            for key in _keys(accounts, domains):
                accepted.claims[key].append((outlet, validity))
        yield RegistryRow(line, cells, accounts, domains, validity, is_first, problems, ",".join(values)[:2000])


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


def _cell_problems(cells: Mapping[str, str], *, is_first: bool) -> Iterator[Problem]:
    kind, state, outlet, status = (cells.get(name, "") for name in ("kind", "state", "outlet", "status"))
    for name in REQUIRED:
        needed = is_first or name not in DESCRIPTIVE
        if needed and not cells.get(name) and not (name == "state" and kind in STATELESS):
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
    if state and kind == "covert":
        yield "state", "must be empty for covert networks, which are not outlets of a state"
    if status and status not in STATUSES:
        yield "status", f"{status!r} is unknown; use one of {', '.join(STATUSES)}"
    sources, dates = (split_cell(cells.get(name, "")) for name in ("source", "source_date"))
    for date in dates:
        try:
            first_day(date)
        except ValueError as error:
            yield "source_date", str(error)
    if sources and dates and len(sources) != len(dates):
        yield "source_date", f"{len(dates)} dates for {len(sources)} sources"


def _validity(cells: Mapping[str, str]) -> tuple[Validity, list[Problem]]:
    problems: list[Problem] = []
    days = {}
    for name, parse in (("valid_from", first_day), ("valid_until", last_day)):
        if text := cells.get(name):
            try:
                days[name] = parse(text)
            except ValueError as error:
                problems.append((name, str(error)))
    since, until = days.get("valid_from"), days.get("valid_until")
    if since and until and until < since:
        problems.append(("valid_until", f"{until} is before {since}"))
    return Validity(since, until), problems


def _accounts(cells: Mapping[str, str]) -> tuple[list[RegistryAccount], list[Problem]]:
    accounts: list[RegistryAccount] = []
    problems: list[Problem] = []
    for platform in HANDLES:
        parsed, invalid = parse_accounts(platform, cells.get(platform, ""), cells.get(id_column(platform), ""))
        accounts += parsed
        problems += invalid
    return accounts, problems


def _domains(cells: Mapping[str, str]) -> tuple[list[str], list[Problem]]:
    domains: list[str] = []
    problems: list[Problem] = []
    for text in split_cell(cells.get("domains", "")):
        try:
            domains.append(parse_domain(text))
        except ValueError as error:
            problems.append(("domains", str(error)))
    return domains, problems


def _claim_problems(
    accepted: _Accepted, outlet: str, accounts: list[RegistryAccount], domains: list[str], validity: Validity
) -> Iterator[Problem]:
    """Find accounts and domains that occur twice, or belong to an outlet at the same time already."""
    items = [(account.platform, str(account), account.keys) for account in accounts]
    items += [("domains", domain, frozenset({domain})) for domain in domains]
    seen: set[str] = set()
    for column, text, keys in items:
        owner = next((one for key in sorted(keys) if (one := accepted.owner(key, outlet, validity))), None)
        if owner is not None:
            yield column, f"{text!r} already belongs to {owner}"
        elif not seen.isdisjoint(keys):
            yield column, f"{text!r} occurs twice"
        seen |= keys


def _contradictions(cells: Mapping[str, str], line: int, first: Mapping[str, str]) -> Iterator[Problem]:
    for name in DESCRIPTIVE:
        value, known = cells.get(name, ""), first.get(name, "")
        if value and value != known:
            yield name, f"is {known[:120]!r} in line {line}"


def _keys(accounts: list[RegistryAccount], domains: list[str]) -> set[str]:
    return {key for account in accounts for key in account.keys} | set(domains)


def split_cell(cell: str) -> list[str]:
    """Split a cell into its items, which are separated by ``;``."""
    return [part.strip() for part in cell.split(";") if part.strip()]
