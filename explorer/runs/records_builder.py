"""Build records from the rows of files: the same records as `explorer.graph.records` reads after an import.

The rules of the loaders are applied to columns here. Of contradicting rows of one file the first counts, of several
files the last. Learnt values (seen in a retweet, for example) fill in what is unknown. The first known author of a post
counts.
"""

from collections.abc import Mapping
from typing import Final

import polars as pl

from explorer.detect.signals import kinds
from explorer.detect.signals.kinds import RecordKind
from explorer.detect.signals.records import Records
from explorer.graph.offline.rules import final_handles
from explorer.model.batches import Batch
from explorer.model.keys import account_key, is_handle, item_key, stub_post_key
from explorer.model.tables import ACCOUNTS, HASHTAGS, LINKS, POSTS, RETWEETS, TIME, Polars, Table, drop_duplicates

_ABOUT: Final = ("platform", "post_id", "author_id", "created_at")
_COLUMNS: Final[Mapping[RecordKind, Mapping[Table, tuple[str, ...]]]] = {
    kinds.RETWEET_RECORDS: {RETWEETS: tuple(RETWEETS.schema), POSTS: _ABOUT},
    kinds.AMPLIFICATION_RECORDS: {RETWEETS: tuple(RETWEETS.schema), POSTS: _ABOUT},
    kinds.REPLY_RECORDS: {POSTS: (*_ABOUT, "reply_to_id", "reply_to_author_id")},
    kinds.HASHTAG_RECORDS: {HASHTAGS: tuple(HASHTAGS.schema), POSTS: _ABOUT},
    kinds.LINK_RECORDS: {LINKS: tuple(LINKS.schema), POSTS: _ABOUT},
    kinds.POST_RECORDS: {POSTS: (*_ABOUT, "text")},
    kinds.HANDLE_RECORDS: {ACCOUNTS: ("platform", "account_id", "handle")},
}
"""Columns of the tables from which the records of each kind are built."""

_EVIDENCE: Final = (
    (kinds.RETWEET_RECORDS, RETWEETS, ("post_id",)),
    (kinds.AMPLIFICATION_RECORDS, RETWEETS, ("author_id",)),
    (kinds.REPLY_RECORDS, POSTS, ("reply_to_id", "reply_to_author_id")),
    (kinds.HASHTAG_RECORDS, HASHTAGS, ("tag",)),
    (kinds.LINK_RECORDS, LINKS, ("url",)),
    (kinds.POST_RECORDS, POSTS, ("text",)),
    (kinds.HANDLE_RECORDS, ACCOUNTS, ("handle",)),
)
_AUTHOR_COLUMNS: Final = {
    RETWEETS: (("post_id", "author_id"),),
    POSTS: (("post_id", "author_id"), ("reply_to_id", "reply_to_author_id"), ("quoted_id", "quoted_author_id")),
}
"""Columns that name the author of a post, in the order in which the loaders use them."""

_POST: Final = ("platform", "post_id")
_MOST_LEARNT: Final = 1_000_000
"""Maximum number of learnt rows before duplicates are merged: every retweet of a post repeats its values."""


def kinds_in(batch: Batch) -> set[RecordKind]:
    """Return the kinds of records in a batch."""
    frames = ((batch.table, batch.rows), *batch.embedded)
    return {
        kind
        for kind, wanted, columns in _EVIDENCE
        for table, rows in frames
        if table is wanted and any(rows[name].null_count() < rows.height for name in columns)
    }


class RecordsBuilder:
    """Collects the rows of some files that a kind of records is built from.

    Attributes:
        kind: Kind of records.
        platform: Platform of all records, known once they are built; None if there are several.
    """

    def __init__(self, kind: RecordKind) -> None:
        self.kind = kind
        self.platform: str | None = None
        self._handle_frames = [pl.DataFrame(schema=_HANDLE)]
        self._handle_rows = 0
        self._columns = _COLUMNS[kind]
        self._own: dict[Table, list[pl.DataFrame]] = {table: [] for table in self._columns}
        self._learnt: dict[Table, list[pl.DataFrame]] = {table: [] for table in self._columns}
        self._authors: list[pl.DataFrame] = []
        self._waiting = 0

    def add(self, batch: Batch, file: int) -> bool:
        """Add a batch of the file with this number; return whether its table is used."""
        for table, rows in ((batch.table, batch.rows), *batch.embedded):
            self._add_authors(table, rows)
            if table is ACCOUNTS:
                self._add_handles(rows, file, learnt=rows is not batch.rows)
            if table in self._columns and rows is not batch.rows:
                self._learnt[table].append(rows.select(self._columns[table]))
                self._waiting += rows.height
        if self._waiting > _MOST_LEARNT:
            for table, frames in self._learnt.items():
                if frames:
                    every = pl.concat(frames)
                    # every handle of an account counts, but one description of a post
                    distinct = every.unique(maintain_order=True) if table is ACCOUNTS else _first_known(every, table)
                    self._learnt[table] = [distinct]
            self._waiting = 0
        if batch.table not in self._columns:
            return False
        own = batch.rows.select(self._columns[batch.table])
        self._own[batch.table].append(own.with_columns(file=pl.lit(file, pl.UInt32)))
        return True

    def count(self) -> tuple[dict[str, int], int]:
        """Return the number of rows that are not duplicates, by table, and the number of duplicates."""
        used, rows = {}, 0
        for table, frames in self._own.items():
            if frames:
                used[table.name] = pl.concat([frame.select(table.key) for frame in frames]).unique().height
                rows += sum(frame.height for frame in frames)
        return used, rows - sum(used.values())

    def records(self) -> Records:
        """Return the records."""
        match self.kind:
            case kinds.RETWEET_RECORDS:
                return self._retweets()
            case kinds.AMPLIFICATION_RECORDS:
                retweets = self._retweets()
                author = retweets.things["author"].gather(retweets.acts["thing"])
                return Records.of(self.kind, retweets.acts.with_columns(author.alias("author")))
            case kinds.REPLY_RECORDS:
                return self._replies()
            case kinds.HANDLE_RECORDS:
                return self._handles()
            case kinds.POST_RECORDS:
                posts = self._posts().filter(pl.any_horizontal(pl.col("text", "created_at").is_not_null()))
                return Records.of(self.kind, self._by_authors(posts, "text"))
            case kinds.HASHTAG_RECORDS:
                return self._in_posts(HASHTAGS, "tag")
            case _:
                return self._in_posts(LINKS, "url")

    def handles(self) -> pl.DataFrame:
        """Return the current handles of accounts, as far as they are known: account (key), handle."""
        seen = pl.concat(self._handle_frames).with_row_index("order")
        return final_handles(seen).select("handle", account="key")

    def _add_handles(self, rows: pl.DataFrame, file: int, *, learnt: bool) -> None:
        self._handle_frames.append(
            rows.with_columns(
                pl.lit(file, pl.UInt32).alias("import"),
                key=account_key(pl.col("platform"), pl.col("account_id")),
                own=not learnt,
            )
            .filter(pl.col("own") | pl.col("handle").is_not_null())
            .select(*_HANDLE)
        )
        self._handle_rows += self._handle_frames[-1].height
        if self._handle_rows > _MOST_LEARNT:
            every = pl.concat(self._handle_frames)
            key = [name for name in _HANDLE if name != "handle_at"]
            last = every.with_columns(pl.col("handle_at").max().over(key))
            self._handle_frames = [last.unique(key, keep="first", maintain_order=True)]
            self._handle_rows = 0

    def _is_mixed(self, rows: pl.DataFrame) -> bool:
        platforms = rows["platform"].unique()
        self.platform = platforms.item() if len(platforms) == 1 else None
        return len(platforms) > 1

    def _retweets(self) -> Records:
        rows = drop_duplicates(RETWEETS, self._own_rows(RETWEETS))
        return self._on_posts(kinds.RETWEET_RECORDS, rows, "account_id", "retweeted_at", "post_id", "author_id")

    def _replies(self) -> Records:
        replies = self._posts().filter(pl.any_horizontal(pl.col("reply_to_id", "reply_to_author_id").is_not_null()))
        return self._on_posts(
            kinds.REPLY_RECORDS, replies, "author_id", "created_at", "reply_to_id", "reply_to_author_id"
        )

    def _on_posts(
        self, kind: RecordKind, acts: pl.DataFrame, account: str, time: str, post: str, author: str
    ) -> Records:
        """Return actions on posts; if a record names only the author, its post is the author's stub post."""
        mixed = self._is_mixed(acts)
        stub = stub_post_key(_account(author, mixed=mixed))
        acts = acts.select(
            "platform",
            account=_account(account, mixed=mixed),
            post=pl.coalesce(_item(post, mixed=mixed), stub),
            time=pl.col(time).dt.epoch("ms"),
            post_id=post,
            author_id=pl.when(pl.col(post).is_null()).then(author),
        )
        things = (
            acts.select("platform", "post", "post_id", "author_id")
            .unique("post")
            .join(self._posts().select(_ABOUT), on=_POST, how="left")
            .select(
                "post",
                "platform",
                identified=pl.col("post_id").is_not_null(),
                author=_account(pl.coalesce("author_id", "author_id_right"), mixed=mixed),
                posted=pl.col("created_at").dt.epoch("ms"),
            )
        )
        return Records.of(kind, acts.select("account", "post", "time"), things)

    def _in_posts(self, table: Table, name: str) -> Records:
        rows = pl.concat([self._own_rows(table).drop("file"), self._learnt_rows(table)]).unique(table.key)
        return Records.of(self.kind, self._by_authors(rows.join(self._posts(), on=_POST, how="left"), name))

    def _handles(self) -> Records:
        own = self._own_rows(ACCOUNTS).unique((*ACCOUNTS.key, "file"), keep="first", maintain_order=True)
        handles = pl.concat([own.drop("file"), self._learnt_rows(ACCOUNTS)]).drop_nulls("handle")
        mixed = self._is_mixed(handles)
        acts = handles.select(
            account=_account("account_id", mixed=mixed),
            handle=_item(pl.col("handle").str.to_lowercase(), mixed=mixed),
            time=pl.lit(None, pl.Int64),
        )
        return Records.of(self.kind, acts.unique())

    def _by_authors(self, posts: pl.DataFrame, name: str) -> pl.DataFrame:
        """Return actions of the posts' authors: account, the named column, time."""
        return posts.select(
            name,
            account=_account("author_id", mixed=self._is_mixed(posts)),
            time=pl.col("created_at").dt.epoch("ms"),
        )

    def _posts(self) -> pl.DataFrame:
        """Return what is known about each post in the files, including posts with a known author only."""
        own = self._own_rows(POSTS).unique((*_POST, "file"), keep="first", maintain_order=True)
        learnt = _first_known(self._learnt_rows(POSTS), POSTS)
        values = [name for name in self._columns[POSTS] if name not in {*_POST, "author_id"}]
        known = own.group_by(_POST, maintain_order=True).agg(pl.col(name).drop_nulls().last() for name in values)
        authors = pl.concat([pl.DataFrame(schema=_AUTHOR), *self._authors]).unique(
            _POST, keep="first", maintain_order=True
        )
        return (
            known.join(learnt.drop("author_id"), on=_POST, how="full", coalesce=True, suffix="_learnt")
            .with_columns(pl.coalesce(name, f"{name}_learnt") for name in values)
            .join(authors, on=_POST, how="full", coalesce=True)
            .select(self._columns[POSTS])
        )

    def _add_authors(self, table: Table, rows: pl.DataFrame) -> None:
        if POSTS in self._columns:
            for post, author in _AUTHOR_COLUMNS.get(table, ()):
                authors = rows.select("platform", post_id=post, author_id=author).drop_nulls()
                if authors.height:
                    self._authors.append(authors.unique(_POST, keep="first", maintain_order=True))

    def _own_rows(self, table: Table) -> pl.DataFrame:
        """Return the files' own rows of a table in their order, with the number of the file."""
        return pl.concat([pl.DataFrame(schema=self._schema(table) | {"file": pl.UInt32}), *self._own[table]])

    def _learnt_rows(self, table: Table) -> pl.DataFrame:
        """Return the learnt rows of a table in their order."""
        return pl.concat([pl.DataFrame(schema=self._schema(table)), *self._learnt[table]])

    def _schema(self, table: Table) -> dict[str, Polars]:
        return {name: table.schema[name] for name in self._columns[table]}


_AUTHOR: Final = {"platform": pl.String, "post_id": pl.String, "author_id": pl.String}
_HANDLE: Final[dict[str, Polars]] = {
    "key": pl.String,
    "handle": pl.String,
    "handle_at": TIME,
    "import": pl.UInt32,
    "own": pl.Boolean,
}


def _first_known(rows: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Return one row for each key, with the first known value of each column."""
    return rows.group_by(table.key, maintain_order=True).agg(pl.all().drop_nulls().first()).select(rows.columns)


def _account(column: str | pl.Expr, *, mixed: bool) -> pl.Expr:
    identifier = pl.col(column) if isinstance(column, str) else column
    if mixed:
        return account_key(pl.col("platform"), identifier)
    # handles match case-insensitively, as in keys
    return pl.when(is_handle(identifier)).then(identifier.str.to_lowercase()).otherwise(identifier)


def _item(column: str | pl.Expr, *, mixed: bool) -> pl.Expr:
    identifier = pl.col(column) if isinstance(column, str) else column
    return item_key(pl.col("platform"), identifier) if mixed else identifier
