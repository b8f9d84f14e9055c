"""Propose which canonical column each column of an unknown table is, with reasons, from its name and its first values.

A table is recognised by its essentials: who acted, on what, and when. The proposal is shown to the analyst, who decides
with ``--map``; no file is read by a proposal alone.
"""

import csv
import io
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from explorer.model.tables import TABLES
from explorer.sources.column_names import Role
from explorer.sources.column_values import Look
from explorer.sources.essentials import ACCOUNT_FACTS, ESSENTIALS, missing_columns, named_tables
from explorer.sources.examined_columns import POST_ID, ExaminedColumn, examine
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
    columns = examine(file, tabular.heading(file))
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
    return {column.name: column.meaning.role for column in examine(file, names) if column.meaning}


def _propose(table: str, columns: Sequence[ExaminedColumn]) -> Proposal:
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


def _matches(table: str, columns: Sequence[ExaminedColumn]) -> Iterator[tuple[ExaminedColumn, str, str]]:
    """Yield possible matches, the best first: a column or target that is taken is not available to later ones."""
    schema = TABLES[table].schema
    for column in columns:
        if column.given is not None and column.given in schema:
            yield column, column.given, "given with --map"
    free = [column for column in columns if column.given is None]
    if table == "retweets":
        yield from _exchanged(free)
    # Account ID and account-id are account_id, unless there is a column with exactly this name
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


def _exchanged(free: Sequence[ExaminedColumn]) -> Iterator[tuple[ExaminedColumn, str, str]]:
    """Yield matches in which post_id is the retweet itself, or author_id the account, not the original."""
    names = {column.own for column in free}
    acts = sorted((c for c in free if c.is_retweet_id), key=lambda c: c.name != "retweet_id")
    if acts:
        # beside an id of the retweet, the id of a tweet is that of the original
        yield from _by_role(acts, "retweet_id", Role.ID)
        yield from _by_role(free, "post_id", Role.SOURCE_POST)
        yield from _by_role([c for c in free if c.meaning == POST_ID and not c.is_retweet_id], "post_id", Role.ID)
        # retweet_user beside tweet_user is the account that retweets
        retweeters, authors = ([c for c in free if c.is_of_retweet], [c for c in free if c.is_of_post])
        if retweeters and authors:
            yield from _by_role(retweeters, "account_id", Role.SOURCE_AUTHOR)
            yield from _by_role(authors, "author_id", Role.AUTHOR)
            yield from _by_role(authors, "author_id", Role.ACCOUNT)
    elif "retweet_id" not in names:
        yield from _by_role(free, "post_id", Role.SOURCE_POST)
    if "account_id" not in names:
        yield from _by_role(free, "author_id", Role.SOURCE_AUTHOR)
    if not any(column.meaning and column.meaning.role is Role.ACCOUNT for column in free):
        yield from _by_role(free, "account_id", Role.AUTHOR)


def _by_role(columns: Sequence[ExaminedColumn], target: str, role: Role) -> Iterator[tuple[ExaminedColumn, str, str]]:
    def rank(column: ExaminedColumn) -> int:
        return column.meaning.rank if column.meaning else 0

    for column in sorted((one for one in columns if one.meaning and one.meaning.role is role), key=rank):
        yield column, target, _reason(column, role)


def _reason(column: ExaminedColumn, role: Role) -> str:
    looks = "" if column.look is None else f"its values look like {_look(column)}"
    if not column.by_name:
        return looks
    return f"a usual name for {role}" + (f"; {looks}" if looks else "")


def _look(column: ExaminedColumn) -> str:
    is_time = column.meaning is not None and column.meaning.role in {Role.TIME, Role.OTHER_TIME}
    return "numbers" if column.look is Look.UNIX_TIMES and not is_time else str(column.look)


def _is_about_retweets(columns: Sequence[ExaminedColumn]) -> bool:
    """Return whether a column shows that the rows are retweets, or both an account and an author have their columns."""
    names = {column.own for column in columns} | {column.given for column in columns}
    return names >= {"account_id", "author_id"} or any(
        column.is_retweet_id
        or {column.own, column.given} & {"retweet_id", "retweeted_at"}
        or (column.meaning is not None and column.meaning.role in {Role.SOURCE_POST, Role.SOURCE_AUTHOR})
        for column in columns
    )


def _order(proposal: Proposal, names: Sequence[str], columns: Sequence[ExaminedColumn]) -> tuple[object, ...]:
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


def _has(*names: str) -> Callable[[Sequence[ExaminedColumn]], bool]:
    wanted = set(names)
    return lambda columns: any(wanted & {column.own, column.given, column.attribute} for column in columns)


_SUPPORT: Final[Mapping[str, Callable[[Sequence[ExaminedColumn]], bool]]] = {
    "retweets": _is_about_retweets,
    "likes": _has("liked_at"),
    "statuses": _has("status"),
    "labels": _has("labelled_at"),
    "outlets": _has("outlet_id"),
    "outlet_accounts": _has("outlet_id"),
    "accounts": _has(*ACCOUNT_FACTS),
}
"""Tables that need more evidence than their essentials, because other tables have the same columns."""
