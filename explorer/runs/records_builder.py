"""What files tell, collected, and made into records: the same as `explorer.graph.records` gives after an import.

What the loaders make of rows in the graph is made here in columns: of rows of one file that contradict each other the
first counts, of files the last; what was only learnt fills in what is not known; of authors the first that was told.
"""

from collections.abc import Mapping
from typing import Final

import polars as pl

from explorer.detect.signals import kinds
from explorer.detect.signals.kinds import RecordKind
from explorer.detect.signals.records import Records
from explorer.model.batches import Batch
from explorer.model.keys import account_key, is_handle, item_key, stub_post_key
from explorer.model.tables import ACCOUNTS, HASHTAGS, LINKS, POSTS, RETWEETS, Polars, Table, drop_duplicates

_ABOUT: Final = ("platform", "post_id", "author_id", "created_at")
_COLUMNS: Final[Mapping[RecordKind, Mapping[Table, tuple[str, ...]]]] = {
    kinds.RETWEETS: {RETWEETS: tuple(RETWEETS.schema), POSTS: _ABOUT},
    kinds.AMPLIFICATIONS: {RETWEETS: tuple(RETWEETS.schema), POSTS: _ABOUT},
    kinds.REPLIES: {POSTS: (*_ABOUT, "reply_to_id", "reply_to_author_id")},
    kinds.HASHTAGS: {HASHTAGS: tuple(HASHTAGS.schema), POSTS: _ABOUT},
    kinds.LINKS: {LINKS: tuple(LINKS.schema), POSTS: _ABOUT},
    kinds.POSTS: {POSTS: (*_ABOUT, "text")},
    kinds.HANDLES: {ACCOUNTS: ("platform", "account_id", "handle")},
}
"""Which columns of which tables a kind is made of."""

_EVIDENCE: Final = (
    (kinds.RETWEETS, RETWEETS, ("post_id",)),
    (kinds.AMPLIFICATIONS, RETWEETS, ("author_id",)),
    (kinds.REPLIES, POSTS, ("reply_to_id", "reply_to_author_id")),
    (kinds.HASHTAGS, HASHTAGS, ("tag",)),
    (kinds.LINKS, LINKS, ("url",)),
    (kinds.POSTS, POSTS, ("text",)),
    (kinds.HANDLES, ACCOUNTS, ("handle",)),
)
_TOLD_AUTHORS: Final = {
    RETWEETS: (("post_id", "author_id"),),
    POSTS: (("post_id", "author_id"), ("reply_to_id", "reply_to_author_id"), ("quoted_id", "quoted_author_id")),
}
"""Which columns say who wrote a post, in the order in which the loaders take them."""

_POST: Final = ("platform", "post_id")
_SPARE: Final = 1_000_000
"""Learnt rows that may wait before those that say the same are joined: every retweet of a post teaches it again."""


def kinds_in(batch: Batch) -> set[RecordKind]:
    """Return the kinds of which a batch tells."""
    frames = ((batch.table, batch.rows), *batch.learnt)
    return {
        kind
        for kind, wanted, columns in _EVIDENCE
        for table, rows in frames
        if table is wanted and any(rows[name].null_count() < rows.height for name in columns)
    }


class RecordsBuilder:
    """The rows of some files that a kind of records is made of."""

    def __init__(self, kind: RecordKind) -> None:
        self.kind = kind
        self._columns = _COLUMNS[kind]
        self._own: dict[Table, list[pl.DataFrame]] = {table: [] for table in self._columns}
        self._learnt: dict[Table, list[pl.DataFrame]] = {table: [] for table in self._columns}
        self._authors: list[pl.DataFrame] = []
        self._waiting = 0

    def add(self, batch: Batch, file: int) -> bool:
        """Add a batch of the file so numbered; return whether its rows are of a table that is needed."""
        for table, rows in ((batch.table, batch.rows), *batch.learnt):
            self._add_authors(table, rows)
            if table in self._columns and rows is not batch.rows:
                self._learnt[table].append(rows.select(self._columns[table]))
                self._waiting += rows.height
        if self._waiting > _SPARE:
            for table, frames in self._learnt.items():
                self._learnt[table] = [_first_known(pl.concat(frames), table)] if frames else []
            self._waiting = 0
        if batch.table not in self._columns:
            return False
        own = batch.rows.select(self._columns[batch.table])
        self._own[batch.table].append(own.with_columns(file=pl.lit(file, pl.UInt32)))
        return True

    def count(self) -> tuple[dict[str, int], int]:
        """Return how many rows of each needed table are not duplicates, by its name, and how many are."""
        used, rows = {}, 0
        for table, frames in self._own.items():
            if frames:
                used[table.name] = pl.concat([frame.select(table.key) for frame in frames]).unique().height
                rows += sum(frame.height for frame in frames)
        return used, rows - sum(used.values())

    def records(self) -> Records:
        """Return the records."""
        match self.kind:
            case kinds.RETWEETS:
                return self._retweets()
            case kinds.AMPLIFICATIONS:
                retweets = self._retweets()
                author = retweets.things["author"].gather(retweets.acts["thing"])
                return Records.of(self.kind, retweets.acts.with_columns(author.alias("author")))
            case kinds.REPLIES:
                return self._replies()
            case kinds.HANDLES:
                return self._handles()
            case kinds.POSTS:
                told = self._posts().filter(pl.any_horizontal(pl.col("text", "created_at").is_not_null()))
                return Records.of(self.kind, _by_authors(told, "text"))
            case kinds.HASHTAGS:
                return self._in_posts(HASHTAGS, "tag")
            case _:
                return self._in_posts(LINKS, "url")

    def _retweets(self) -> Records:
        rows = drop_duplicates(RETWEETS, self._told(RETWEETS))
        return self._on_posts(kinds.RETWEETS, rows, "account_id", "retweeted_at", "post_id", "author_id")

    def _replies(self) -> Records:
        replies = self._posts().filter(pl.any_horizontal(pl.col("reply_to_id", "reply_to_author_id").is_not_null()))
        return self._on_posts(kinds.REPLIES, replies, "author_id", "created_at", "reply_to_id", "reply_to_author_id")

    def _on_posts(
        self, kind: RecordKind, acts: pl.DataFrame, account: str, time: str, post: str, author: str
    ) -> Records:
        """Return acts on posts; one of which only the author is named is the author's stub."""
        mixed = acts["platform"].n_unique() > 1
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
        held = pl.concat([self._told(table).drop("file"), self._taught(table)]).unique(table.key)
        return Records.of(self.kind, _by_authors(held.join(self._posts(), on=_POST, how="left"), name))

    def _handles(self) -> Records:
        carried = pl.concat([self._told(ACCOUNTS).drop("file"), self._taught(ACCOUNTS)]).drop_nulls("handle")
        mixed = carried["platform"].n_unique() > 1
        acts = carried.select(
            account=_account("account_id", mixed=mixed),
            handle=_item(pl.col("handle").str.to_lowercase(), mixed=mixed),
            time=pl.lit(None, pl.Int64),
        )
        return Records.of(self.kind, acts.unique())

    def _posts(self) -> pl.DataFrame:
        """Return what is known of each post that the files tell of or name the author of."""
        own = self._told(POSTS).unique((*_POST, "file"), keep="first", maintain_order=True)
        learnt = _first_known(self._taught(POSTS), POSTS)
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
            for post, author in _TOLD_AUTHORS.get(table, ()):
                told = rows.select("platform", post_id=post, author_id=author).drop_nulls()
                if told.height:
                    self._authors.append(told.unique(_POST, keep="first", maintain_order=True))

    def _told(self, table: Table) -> pl.DataFrame:
        """Return the rows of a table in their order, with the number of the file."""
        return pl.concat([pl.DataFrame(schema=self._schema(table) | {"file": pl.UInt32}), *self._own[table]])

    def _taught(self, table: Table) -> pl.DataFrame:
        """Return what was learnt of a table in its order."""
        return pl.concat([pl.DataFrame(schema=self._schema(table)), *self._learnt[table]])

    def _schema(self, table: Table) -> dict[str, Polars]:
        return {name: table.schema[name] for name in self._columns[table]}


_AUTHOR: Final = {"platform": pl.String, "post_id": pl.String, "author_id": pl.String}


def _first_known(rows: pl.DataFrame, table: Table) -> pl.DataFrame:
    """Return one row for each key, with the first value that is known of each column."""
    return rows.group_by(table.key, maintain_order=True).agg(pl.all().drop_nulls().first()).select(rows.columns)


def _by_authors(posts: pl.DataFrame, name: str) -> pl.DataFrame:
    """Return acts of posts' authors: account, the named column, time."""
    return posts.select(
        name,
        account=_account("author_id", mixed=posts["platform"].n_unique() > 1),
        time=pl.col("created_at").dt.epoch("ms"),
    )


def _account(column: str | pl.Expr, *, mixed: bool) -> pl.Expr:
    identifier = pl.col(column) if isinstance(column, str) else column
    if mixed:
        return account_key(pl.col("platform"), identifier)
    # handles match case-insensitively, as in keys
    return pl.when(is_handle(identifier)).then(identifier.str.to_lowercase()).otherwise(identifier)


def _item(column: str | pl.Expr, *, mixed: bool) -> pl.Expr:
    identifier = pl.col(column) if isinstance(column, str) else column
    return item_key(pl.col("platform"), identifier) if mixed else identifier
