"""Registries, the shipped one and a user's own: CSV files in one schema, read into the canonical tables.

A row is one outlet, with all its accounts. Rows that break a rule are rejected whole, with every reason;
`check` gives the same findings one by one.
"""

import csv
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Final

import polars as pl

from explorer.common.errors import InputError, UsageError
from explorer.model.tables import OUTLET_ACCOUNTS, OUTLETS, Batch, rejects_frame
from explorer.registry.accounts import HANDLES, Account, parse_account

SHIPPED: Final = Path(str(resources.files("explorer.registry"))) / "registry.csv"
"""The registry that comes with this package; see docs/reference/registry.md for its sources."""

COLUMNS: Final[Mapping[str, str]] = {
    "outlet": "stable name of the outlet, without spaces: state and name as a slug (cn-cgtn)",
    "name": "the outlet's or office-holder's name in English",
    "kind": "what it is; see the kinds",
    "state": "ISO 3166-1 alpha-2 code of the state behind it; empty for influencers: none is claimed",
    "owner": "the entity that owns or employs it",
    "parent": "the entity above the owner",
    "typology": "the State Media Monitor's code, where it has one; a ? is the source's own",
    **{platform: f"accounts on {platform}, separated by ;" for platform in HANDLES},
    "source": "who says so; several are separated by ;",
    "source_date": "of what day, month or year each source is, in that order: 2023-11-03, 2023-11 or 2023",
}
"""A registry's columns and what they hold."""

REQUIRED: Final = ("outlet", "name", "kind", "state", "source", "source_date")
"""Columns that a registry cannot do without; only ``state`` may be empty, and only for influencers."""

KINDS: Final[Mapping[str, str]] = {
    "media": "a news outlet, programme or channel, or someone who works for one",
    "agency": "a news agency, an outlet of its, or someone who works for it",
    "diplomat": "a foreign ministry, a mission abroad, or someone who serves there",
    "government": "another office of a state, its ruling party or a local government",
    "organisation": "a company, association or event of the state's that is none of the above",
    "influencer": "a person studied for amplifying a state; that a state is behind them is not said",
}
"""The kinds of outlets and what each means."""

TYPOLOGY: Final[Mapping[str, str]] = {
    "SC": "state-controlled: the state funds it, governs it and decides on content",
    "CaPu": "captured public or state-managed: the state governs it and decides on content",
    "CaPr": "captured private: privately governed, the state decides on content",
    "ISFM": "independent, state-funded and state-managed: the state funds and governs it, not its content",
    "ISF": "independent, state-funded: the state funds it, and neither governs it nor decides on content",
    "ISM": "independent, state-managed: the state governs it, and neither funds it nor decides on content",
    "IP": "independent public: the state neither funds it directly, nor governs it, nor decides on content",
}
"""The State Media Monitor's codes (Dragomir and Söderström 2021), restated."""

_STATES: Final = frozenset(
    """
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV
    BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES
    ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE
    IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY
    MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU
    NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM
    SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE
    VG VI VN VU WF WS YE YT ZA ZM ZW
    """.split()  # noqa: SIM905 - 249 quoted words would fill a page
)
# EU is exceptionally reserved in ISO 3166-1 for the European Union; XK is user-assigned, in use for Kosovo
STATES: Final = _STATES | {"EU", "XK"}
"""The state codes that are accepted."""

_DATE = re.compile(r"[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?")
_NO_SPACE = re.compile(r"[^\s;]{1,120}")


@dataclass(frozen=True, slots=True)
class Problem:
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
        rejects: rows that break a rule, columns `explorer.model.tables.REJECTS`.
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
        held = self.accounts.filter(_contains("handle", search) | _contains("account_id", search))["outlet_id"]
        named = pl.any_horizontal(_contains(column, search) for column in ("outlet_id", "name", "owner", "parent"))
        wanted = (named | pl.col("outlet_id").is_in(held.implode())) & _contains("source", source)
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


def is_registry(format: str | None) -> bool:  # noqa: A002
    """Tell whether an import of this format is a registry's, of outlets: not of what accounts did."""
    return (format or "").split(" ", maxsplit=1)[0] == "registry"


def read_registry(path: Path | None = None) -> Registry:
    """Read a registry; without ``path`` the shipped one.

    Raises:
        InputError: if the file is missing, empty, not CSV in UTF-8, or its columns are not a registry's.
    """
    path = path or SHIPPED
    outlets: list[dict[str, object]] = []
    accounts: list[dict[str, object]] = []
    rejects: list[dict[str, object]] = []
    for row in _rows(path):
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


def check(path: Path) -> list[Problem]:
    """Return every broken rule in a registry, in the order of its lines.

    Raises:
        InputError: as `read_registry`.
    """
    return [
        Problem(row.line, row.cells.get("outlet", ""), column, problem)
        for row in _rows(path)
        for column, problem in row.problems
    ]


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    cells: dict[str, str]
    accounts: list[Account]
    problems: list[tuple[str, str]]
    raw: str


def _rows(path: Path) -> Iterator[_Row]:
    """Read the rows with their problems; an account belongs to the first usable row that names it."""
    outlets: dict[str, int] = {}
    owners: dict[str, str] = {}
    for line, values, header in _records(path):
        cells = {name: value.strip() for name, value in zip(header, values, strict=False)}
        problems = list(_cell_problems(cells))
        if len(values) != len(header):
            problems.insert(0, ("", f"{len(values)} cells in a table of {len(header)} columns"))
        accounts, account_problems = _accounts(cells, owners)
        problems += account_problems
        outlet = cells.get("outlet", "")
        if outlet in outlets:
            problems.append(("outlet", f"stands already in line {outlets[outlet]}"))
        if not problems:
            outlets[outlet] = line
            owners.update((key, outlet) for account in accounts for key in account.keys)
        yield _Row(line, cells, accounts, problems, ",".join(values)[:2000])


def _records(path: Path) -> Iterator[tuple[int, list[str], list[str]]]:
    """Yield the number of each record's first line, its cells and the header."""
    hint = f"A registry is CSV, UTF-8, separated by commas, with the columns {','.join(COLUMNS)}"
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
    # a misspelt column would lose its accounts in silence
    unknown = [name for name in header if name not in COLUMNS]
    twice = sorted({name for name in header if header.count(name) > 1})
    for names, complaint in (
        (missing, "lacks the columns"),
        (unknown, "has unknown columns"),
        (twice, "has twice"),
    ):
        if names:
            # what is not a registry can have a line of any length for a heading
            shown = ", ".join(repr(name[:40]) for name in names[:10])
            raise InputError(f"{path} {complaint}: {shown}.", hint=hint)


def _cell_problems(cells: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    kind, state, outlet = (cells.get(name, "") for name in ("kind", "state", "outlet"))
    for name in REQUIRED:
        if not cells.get(name) and not (name == "state" and kind == "influencer"):
            yield name, "is missing"
    for name, value in cells.items():
        if any(unicodedata.category(character) == "Cc" for character in value):
            yield name, "has control characters"
    if outlet and not _NO_SPACE.fullmatch(outlet):
        yield "outlet", f"{outlet[:120]!r} is not one word of at most 120 characters"
    if kind and kind not in KINDS:
        yield "kind", f"{kind!r} is unknown; the kinds are {', '.join(KINDS)}"
    if state and state not in STATES:
        yield "state", f"{state!r} is not an ISO 3166-1 alpha-2 code (two capital letters)"
    sources, dates = (_list(cells.get(name, "")) for name in ("source", "source_date"))
    for date in dates:
        if not _DATE.fullmatch(date):
            yield "source_date", f"{date!r} is not a date like 2023-11-03, 2023-11 or 2023"
    if sources and dates and len(sources) != len(dates):
        yield "source_date", f"{len(dates)} dates for {len(sources)} sources"


def _accounts(cells: Mapping[str, str], owners: Mapping[str, str]) -> tuple[list[Account], list[tuple[str, str]]]:
    accounts: list[Account] = []
    problems: list[tuple[str, str]] = []
    seen: set[str] = set()
    for platform in HANDLES:
        for text in _list(cells.get(platform, "")):
            try:
                account = parse_account(platform, text)
            except ValueError as error:
                problems.append((platform, str(error)))
                continue
            taken = next((owners[key] for key in sorted(account.keys) if key in owners), None)
            if taken is not None:
                problems.append((platform, f"{text!r} belongs already to {taken}"))
            elif not seen.isdisjoint(account.keys):
                problems.append((platform, f"{text!r} stands here twice"))
            seen |= account.keys
            accounts.append(account)
    return accounts, problems


def _list(cell: str) -> list[str]:
    return [part.strip() for part in cell.split(";") if part.strip()]


def _dated_sources(sources: str, dates: str) -> str:
    return "; ".join(f"{source} ({date})" for source, date in zip(_list(sources), _list(dates), strict=True))


def _contains(column: str, text: str) -> pl.Expr:
    return pl.col(column).fill_null("").str.to_lowercase().str.contains(text.lower(), literal=True)
