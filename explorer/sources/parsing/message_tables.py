"""Parsers for tables with one message per row and format-specific column names."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from typing import Final

import msgspec
import polars as pl

from explorer.common.errors import InputError
from explorer.model.batches import Batch
from explorer.sources.essentials import missing_columns
from explorer.sources.io.input_file import InputFile
from explorer.sources.io.raw_rows import LINE, META, PROBLEM, RawRows
from explorer.sources.parsing import markup, tabular
from explorer.sources.parsing.messages import split_messages
from explorer.sources.parsing.parser import Parser, ReadOptions, batches_from_rows

Prepared = pl.DataFrame | tuple[pl.DataFrame, pl.DataFrame]

_CLOSED: Final = r"'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\""
# an item that is not closed reaches to the end: otherwise it would be searched again from each item before it
_QUOTED: Final = rf"(?s){_CLOSED}|['\"].*"
PLATFORM: Final = "platform"
"""Column that ``prepare`` may add: the platform of a row, null if the row does not name one."""

_HANDLE: Final = r"^@?([0-9A-Za-z_.-]+)$"


@dataclass(frozen=True, slots=True)
class MessageTable:
    """A table with one message per row.

    Attributes:
        fields: Maps its columns to fields of a `Message`, or to names that only ``prepare`` uses. Columns that are
            missing from a file are null.
        signature: Columns by which the table is recognised.
        one_of: Sets of columns of which the table has at least one, because versions of the tool differ in their names.
        never: Columns that show that a table is another tool's, although it has the columns of this one.
        essentials: Groups of columns of which the table needs one each, in addition to its signature, to say who did
            what and when.
        prepare: Transforms a frame of the fields; may also return embedded messages. It may add a column `PLATFORM`
            with the platform of each row.
        notes: Notes for every file.
        repeated: Columns that the tool writes more than once, with the same values; the first one is read.
        day_first: Whether the day precedes the month in its dates, if the format defines it.
    """

    fields: Mapping[str, str]
    signature: frozenset[str]
    prepare: Callable[[pl.DataFrame, ReadOptions], Prepared]
    notes: tuple[str, ...] = ()
    one_of: tuple[frozenset[str], ...] = ()
    never: frozenset[str] = frozenset()
    repeated: frozenset[str] = frozenset()
    day_first: bool | None = None
    essentials: tuple[tuple[str, ...], ...] = ()

    def matches(self, file: InputFile) -> bool:
        """Whether the file has the columns by which the table is recognised."""
        return self.recognises(set(tabular.columns(file)))

    def recognises(self, names: Set[str]) -> bool:
        """Whether these are the columns by which the table is recognised, and possibly others."""
        return (
            self.signature <= names
            and not self.never & names
            and all(alternatives & names for alternatives in self.one_of)
        )

    @property
    def expects(self) -> str:
        """The columns by which the table is recognised, for error messages."""
        choices = (" or ".join(sorted(alternatives)) for alternatives in self.one_of)
        return ", ".join((*sorted(self.signature), *choices))

    def lacks(self, file: InputFile) -> tuple[str, ...]:
        """Return the columns that a file needs and does not have."""
        groups = (*((name,) for name in sorted(self.signature)), *map(sorted, self.one_of), *self.essentials)
        return missing_columns(groups, tabular.columns(file))

    def read(self, file: InputFile, options: ReadOptions) -> Iterator[Batch]:
        """Read messages.

        Raises:
            InputError: Immediately if a column occurs twice or an essential one is missing, later if the file is
                truncated.
        """
        if missing := self.lacks(file):
            raise InputError(
                f"{file.name} lacks {' and '.join(missing)}, without which its rows cannot be used.",
                hint="Export the file again with this column. If the file has it under another name: "
                f"--map COLUMN={missing[0].partition(' or ')[0]}",
            )
        present = {name: self.fields[name] for name in tabular.columns(file) if name in self.fields}
        return self.batches(
            tabular.read_rows(file, present, repeated=self.repeated), set(present.values()), file, options
        )

    def batches(
        self, parts: Iterable[RawRows], present: Set[str], file: InputFile, options: ReadOptions
    ) -> Iterator[Batch]:
        """Turn raw rows with some of the fields into batches.

        Args:
            parts: Raw rows.
            present: The fields that they have.
            file: The file, for its name and size.
            options: Options for reading the file.
        """
        if options.day_first is None:
            options = replace(options, day_first=self.day_first)
        missing_fields = set(self.fields.values()) - present

        def make(frame: pl.DataFrame, options: ReadOptions) -> list[Batch]:
            prepared = self.prepare(
                frame.with_columns(pl.lit(None, pl.String).alias(name) for name in missing_fields), options
            )
            messages, inside = prepared if isinstance(prepared, tuple) else (prepared, None)
            # ids are unique only within a platform
            parts = messages.partition_by(PLATFORM, maintain_order=True) if PLATFORM in messages.columns else [messages]
            return [
                batch
                for part in parts or [messages]
                for batch in split_messages(
                    part,
                    source=file.name,
                    platform=_platform_of(part) or options.platform,
                    times=options.times,
                    inside=inside,
                )
            ]

        return batches_from_rows(parts, file, options, make, notes=self.notes)


def table_parser(*tables: MessageTable) -> Parser:
    """Return the parser of a format whose files are one of several tables, the most specific first."""

    def matches(file: InputFile) -> bool:
        return any(table.matches(file) for table in tables)

    def read(file: InputFile, options: ReadOptions) -> Iterator[Batch]:
        nearest = min(tables, key=lambda table: len(table.lacks(file)))
        table = next((table for table in tables if table.matches(file)), nearest)
        return table.read(file, options)

    expects = ", or ".join(f"the columns {table.expects}" for table in tables)
    return Parser(
        expects,
        matches,
        read,
        columns=frozenset(name for table in tables for name in (*table.fields, *table.signature)).union(
            *(names for table in tables for names in table.one_of)
        ),
        lacks=lambda file: min((table.lacks(file) for table in tables), key=len),
    )


def _platform_of(messages: pl.DataFrame) -> str | None:
    name = messages[PLATFORM][0] if PLATFORM in messages.columns and messages.height else None
    return None if name is None else str(name)


def account_from_handle(handle: str) -> pl.Expr:
    """Convert a column of handles to account ids (``@handle``); null where there is no handle."""
    name = pl.col(handle).str.strip_chars().str.extract(_HANDLE, 1)
    return pl.when(name.is_not_null()).then(pl.lit("@") + name)


def retweeted_account(text: str) -> pl.Expr:
    """Return the account that a column of texts names at its beginning as ``RT @handle:``; null where it does not."""
    return pl.lit("@") + pl.col(text).str.extract(r"^RT @([0-9A-Za-z_]+):")


def hashtags_in(text: str) -> pl.Expr:
    """Return the hashtags in a column of texts, for tools that do not list them."""
    return pl.col(text).map_elements(markup.hashtags_in, return_dtype=pl.List(pl.String))


def addresses_in(text: str) -> pl.Expr:
    """Return the links in a column of texts, for tools that do not list them."""
    return pl.col(text).map_elements(markup.addresses_in, return_dtype=pl.List(pl.String))


def first_nonempty(*names: str) -> pl.Expr:
    """Return the first non-empty value of several columns."""
    return pl.coalesce(pl.when(pl.col(name).str.strip_chars() != "").then(pl.col(name)) for name in names)


def problem_unless(problem: str, condition: pl.Expr) -> pl.Expr:
    """Set `PROBLEM` in rows that do not meet a condition and have no problem yet."""
    return pl.coalesce(PROBLEM, pl.when(~condition).then(pl.lit(problem))).alias(PROBLEM)


def original_posts(frame: pl.DataFrame, **fields: str) -> pl.DataFrame:
    """Return the retweeted posts as far as the retweets describe them; ``fields`` maps message fields to columns."""
    posts = frame.select(LINE, *(pl.col(column).alias(field) for field, column in fields.items()))
    with_meta = posts.with_columns(pl.lit(None, dtype).alias(name) for name, dtype in META.items() if name != LINE)
    return with_meta.drop_nulls(["message_id", "account_id"])


def split_commas(name: str) -> pl.Expr:
    """Split a comma-separated list into its items."""
    return pl.col(name).str.split(",").list.eval(pl.element().str.strip_chars()).alias(name)


def split_spaces(name: str) -> pl.Expr:
    """Split a list separated by spaces into its items."""
    return pl.col(name).str.extract_all(r"\S+").alias(name)


def split_urls(name: str) -> pl.Expr:
    """Split a list of URLs separated by commas or whitespace; a URL may contain commas."""
    marked = pl.col(name).str.replace_all(r"[,\s]+(https?://)", "\x00${1}")
    return marked.str.split("\x00").list.eval(pl.element().str.strip_chars()).alias(name)


def python_list(name: str) -> pl.Expr:
    """Split a Python list literal into its items: ``['a', "it's"]`` or ``[a, b]``; null where there is none.

    The text is split with patterns and never evaluated.
    """
    inside = pl.col(name).str.strip_chars().str.strip_prefix("[").str.strip_suffix("]")
    quoted = inside.str.extract_all(_QUOTED).list.eval(
        pl.element()
        .filter(pl.element().str.contains(rf"(?s)^(?:{_CLOSED})$"))
        .str.slice(1)
        .str.head(-1)
        .str.replace_all(r"\\(.)", "$1")
    )
    plain = inside.str.split(",").list.eval(pl.element().str.strip_chars())
    items = pl.when(inside.str.contains(r"^\s*['\"]")).then(quoted).otherwise(plain)
    return items.list.eval(pl.element().filter(pl.element() != "")).alias(name)


def json_list(name: str, *keys: str) -> pl.Expr:
    """Split a JSON list into its items: strings, or objects that have the string under one of ``keys``.

    A cell that is not such a list becomes null; the row itself is kept.
    """

    def items(cell: str) -> list[str] | None:
        try:
            cell_items = msgspec.json.decode(cell)
        except (msgspec.DecodeError, RecursionError):
            return None
        if not isinstance(cell_items, list):
            return None
        texts = (
            next((item[key] for key in keys if item.get(key)), None) if isinstance(item, dict) else item
            for item in cell_items
        )
        return [text for text in texts if isinstance(text, str) and text]

    return pl.col(name).map_elements(items, return_dtype=pl.List(pl.String)).alias(name)
