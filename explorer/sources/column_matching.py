"""Propose which canonical column each column of an unknown table is, with reasons, from its name and its first values.

A table is recognised by its essentials: who acted, on what, and when. The proposal is shown to the analyst, who decides
with ``--map``; no file is read by a proposal alone.
"""

import csv
import io
import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from explorer.model.tables import TABLES
from explorer.sources.column_names import NameMeaning, Role, attributes_of, is_other, meaning
from explorer.sources.column_values import IDENTIFYING, Look, look_of
from explorer.sources.essentials import ACCOUNT_FACTS, ESSENTIALS, missing_columns, named_tables
from explorer.sources.io.input_file import InputFile
from explorer.sources.parsing import tabular

_ROLES: Final[Mapping[str, tuple[Role, ...]]] = {
    "retweets.post_id": (Role.SOURCE_POST,),
    "retweets.author_id": (Role.SOURCE_AUTHOR, Role.AUTHOR),
    "retweets.account_id": (Role.ACCOUNT, Role.AUTHOR),
    "retweets.retweet_id": (Role.ID,),
    "retweets.retweeted_at": (Role.TIME,),
    "likes.post_id": (Role.SOURCE_POST, Role.ID),
    "likes.account_id": (Role.ACCOUNT,),
    "likes.liked_at": (Role.TIME,),
    "posts.post_id": (Role.ID,),
    "posts.author_id": (Role.AUTHOR, Role.ACCOUNT),
    "posts.created_at": (Role.TIME,),
    "posts.reply_to_id": (Role.REPLY_POST,),
    "posts.reply_to_author_id": (Role.REPLY_AUTHOR,),
    "posts.quoted_id": (Role.QUOTED_POST,),
    "posts.quoted_author_id": (Role.QUOTED_AUTHOR,),
    "statuses.account_id": (Role.ACCOUNT,),
    "statuses.observed_at": (Role.TIME, Role.OTHER_TIME),
    "labels.account_id": (Role.ACCOUNT,),
    "accounts.account_id": (Role.ACCOUNT, Role.AUTHOR),
    "accounts.created_at": (Role.TIME, Role.OTHER_TIME),
    "links.post_id": (Role.ID,),
    "hashtags.post_id": (Role.ID,),
}
"""Roles that fill a column, the best first."""

_UNNAMED: Final = 20
"""Rank of a role that only the values show."""
_NO_TIME: Final = frozenset({Look.CLOCKS, Look.LINKS, Look.HANDLES, Look.HASHTAGS, Look.ADDRESSES})
_NO_ID: Final = frozenset({Look.TEXT, Look.TIMES, Look.CLOCKS, Look.HASHTAGS})
_ID_LOOKS: Final = frozenset({Look.LONG_IDS, Look.NUMBERS, Look.UNIX_TIMES, Look.ADDRESSES})


@dataclass(frozen=True, slots=True)
class ColumnMatch:
    """A column of a file and what it most likely is.

    Attributes:
        column: Name in the file, in lower case.
        target: Canonical column.
        reason: Why, in plain English.
    """

    column: str
    target: str
    reason: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """How a file could be read as a native table.

    Attributes:
        table: Name of the table; None if no table fits at all.
        matches: Matched columns, in the order of the file.
        missing: Essential columns of the table that no column fills; alternatives are joined with "or".
        unused: Unmatched columns that look like an account, a post, a time or an id, in the order of the file.
    """

    table: str | None
    matches: tuple[ColumnMatch, ...]
    missing: tuple[str, ...]
    unused: tuple[str, ...]

    @property
    def complete(self) -> bool:
        """Whether the essentials of the table are filled."""
        return self.table is not None and not self.missing

    @property
    def columns(self) -> tuple[tuple[str, str], ...]:
        """The mapping for `explorer.sources.io.layout.Layout`: changed names, and unused columns as ignored."""
        changed = tuple((match.column, match.target) for match in self.matches if match.column != match.target)
        return (*changed, *((name, "") for name in self.unused))


def map_option(columns: Sequence[tuple[str, str]]) -> str:
    """Return the value of ``--map`` for a mapping: ``a=b,c=``."""
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(f"{name}={target}" for name, target in columns)
    return text.getvalue()


def propose(file: InputFile, table: str | None = None) -> Proposal:
    """Propose how to read a file with a heading as a native table.

    A file that is named after a table is proposed as that table, except that its columns are exactly those of another.
    Columns that the analyst has mapped (`Layout.columns` of the file) keep their targets.

    Args:
        file: A text file, Parquet file or workbook.
        table: Name of the table, if the analyst has chosen one.

    Raises:
        InputError: If the file is damaged.
    """
    columns = _columns(file, tabular.heading(file))
    names = (table,) if table else named_tables(file.name)
    proposals = [_propose(name, columns) for name in ESSENTIALS]
    return min(proposals, key=lambda proposal: _order(proposal, names, columns))


def identifying_columns(file: InputFile, known: Collection[str]) -> dict[str, Role]:
    """Return the columns that look like an account, a post, a time or an id and are neither known nor mapped.

    Raises:
        InputError: If the file is damaged.
    """
    mapped = {name for name, _ in file.layout.columns}
    names = [name for name in tabular.heading(file) if name not in known and name not in mapped]
    return {column.name: column.meaning.role for column in _columns(file, names) if column.meaning}


def has_heading(file: InputFile) -> bool:
    """Return whether the first line has names, not values such as ids and times."""
    return not any(look_of([name]) in IDENTIFYING for name in tabular.heading(file))


@dataclass(frozen=True, slots=True)
class _Column:
    name: str
    own: str
    given: str | None
    meaning: NameMeaning | None
    attribute: str | None
    look: Look | None
    by_name: bool

    @property
    def identifies(self) -> bool:
        """Whether it looks like an account, a post, a time or an id."""
        return self.given != "" and self.meaning is not None


def _columns(file: InputFile, names: Sequence[str]) -> list[_Column]:
    given = dict(file.layout.columns)
    values = tabular.first_values(file, names)
    return [_column(name, given.get(name), look_of(texts)) for name, texts in values.items()]


def _column(name: str, given: str | None, look: Look | None) -> _Column:
    what = meaning(name)
    by_name = what is not None
    if what is not None and _contradicts(what, look):
        what = None
    if what is None and not is_other(name) and look in IDENTIFYING:
        what, by_name = NameMeaning(_ROLE_OF_LOOK.get(look, Role.ID), _UNNAMED), False
    own = re.sub("[^0-9a-z]+", "_", name).strip("_")
    return _Column(name, own, given, what, attributes_of(name), look, by_name)


_ROLE_OF_LOOK: Final = {Look.TIMES: Role.TIME, Look.UNIX_TIMES: Role.TIME, Look.HANDLES: Role.ACCOUNT}


def _contradicts(what: NameMeaning, look: Look | None) -> bool:
    """Return whether the values of a column cannot be what its name says."""
    if look is None:
        return False
    if what.role in {Role.TIME, Role.OTHER_TIME}:
        return look in _NO_TIME
    if what.role is Role.ID and what.rank > 1:
        # a column named tweet or message is a text unless its values are ids
        return look not in _ID_LOOKS
    return look in _NO_ID


def _propose(table: str, columns: Sequence[_Column]) -> Proposal:
    matched: dict[str, ColumnMatch] = {}
    for column, target, reason in _matches(table, columns):
        if column.name not in matched and all(match.target != target for match in matched.values()):
            matched[column.name] = ColumnMatch(column.name, target, reason)
    filled = {match.target for match in matched.values()}
    missing = missing_columns(ESSENTIALS[table], filled)
    return Proposal(
        table,
        tuple(matched[column.name] for column in columns if column.name in matched),
        missing,
        tuple(column.name for column in columns if column.identifies and column.name not in matched),
    )


def _matches(table: str, columns: Sequence[_Column]) -> Iterator[tuple[_Column, str, str]]:
    """Yield possible matches, the best first: a column or target that is taken is not available to later ones."""
    schema = TABLES[table].schema
    for column in columns:
        if column.given is not None and column.given in schema:
            yield column, column.given, "given with --map"
    free = [column for column in columns if column.given is None]
    if table == "retweets":
        yield from _exchanged(free)
    # Account ID and account-id are account_id, unless there is a column of this very name
    for column in sorted(free, key=lambda column: column.name != column.own):
        if column.own in schema:
            yield column, column.own, "the table's own name for it"
    for target in schema:
        for role in _ROLES.get(f"{table}.{target}", ()):
            # an author beside an account is that of the original only in a table of retweets
            if target == "account_id" or role is not Role.AUTHOR or table != "retweets" or _is_about_retweets(columns):
                yield from _by_role(free, target, role)
    for column in free:
        if column.attribute in schema and (column.meaning is None or column.meaning.role is Role.ACCOUNT):
            yield column, column.attribute, f"a usual name for the column {column.attribute}"


def _exchanged(free: Sequence[_Column]) -> Iterator[tuple[_Column, str, str]]:
    """Yield matches in which post_id is the retweet itself, or author_id the account, not the original."""
    names = {column.own for column in free}
    if "retweet_id" not in names:
        yield from _by_role(free, "post_id", Role.SOURCE_POST)
    if "account_id" not in names:
        yield from _by_role(free, "author_id", Role.SOURCE_AUTHOR)
    if not any(column.meaning and column.meaning.role is Role.ACCOUNT for column in free):
        yield from _by_role(free, "account_id", Role.AUTHOR)


def _by_role(columns: Sequence[_Column], target: str, role: Role) -> Iterator[tuple[_Column, str, str]]:
    def rank(column: _Column) -> int:
        return column.meaning.rank if column.meaning else 0

    for column in sorted((one for one in columns if one.meaning and one.meaning.role is role), key=rank):
        yield column, target, _reason(column, role)


def _reason(column: _Column, role: Role) -> str:
    looks = "" if column.look is None else f"its values look like {_look(column)}"
    if not column.by_name:
        return looks
    return f"a usual name for {role}" + (f"; {looks}" if looks else "")


def _look(column: _Column) -> str:
    is_time = column.meaning is not None and column.meaning.role in {Role.TIME, Role.OTHER_TIME}
    return "numbers" if column.look is Look.UNIX_TIMES and not is_time else str(column.look)


def _is_about_retweets(columns: Sequence[_Column]) -> bool:
    """Return whether a column shows that the rows are retweets."""
    return any(
        {column.own, column.given} & {"retweet_id", "retweeted_at"}
        or (column.meaning is not None and column.meaning.role in {Role.SOURCE_POST, Role.SOURCE_AUTHOR})
        for column in columns
    )


def _order(proposal: Proposal, names: Sequence[str], columns: Sequence[_Column]) -> tuple[object, ...]:
    """Return the order in which proposals are preferred."""
    table = proposal.table or ""
    groups = ESSENTIALS[table]
    supported = table not in _SUPPORT or _SUPPORT[table](columns) or table in names
    complete = proposal.complete and supported
    exact = complete and not proposal.columns
    return (
        # a table whose columns are all there as they are, then what the file is named after
        not exact,
        table not in names if names else False,
        not complete,
        not supported,
        len(proposal.missing) / len(groups),
        list(ESSENTIALS).index(table),
    )


def _has(*names: str) -> Callable[[Sequence[_Column]], bool]:
    wanted = set(names)
    return lambda columns: any(wanted & {column.own, column.given, column.attribute} for column in columns)


_SUPPORT: Final[Mapping[str, Callable[[Sequence[_Column]], bool]]] = {
    "retweets": _is_about_retweets,
    "likes": _has("liked_at"),
    "statuses": _has("status"),
    "labels": _has("labelled_at"),
    "outlets": _has("outlet_id"),
    "outlet_accounts": _has("outlet_id"),
    "accounts": _has(*ACCOUNT_FACTS),
}
"""Tables that need more evidence than their essentials, because other tables have the same columns."""
