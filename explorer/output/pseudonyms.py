"""Pseudonyms: keyed hashes that replace accounts and texts, so that results can be shared.

A pseudonym is keyed BLAKE2b (RFC 7693) of the value, with its kind as the personalisation. Without the key, nobody can
check whether a name belongs to a pseudonym. The same key always gives the same pseudonyms.
"""

import os
import re
import secrets
import stat
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final, Self

import polars as pl
import polars.selectors as cs

from explorer.common.columns import map_texts
from explorer.common.errors import InputError, UsageError
from explorer.common.files import force_to_disk, put_new
from explorer.common.temporary import temporary
from explorer.detect.network.model import ALLOW_LISTED
from explorer.sources.declarations.all_formats import INPUT_FORMATS

PUBLIC: Final = frozenset(
    (
        "outlet", "outletId", "outlet_id", "topOutlet", "boostedOutlet",
        "state", "kind", "kinds", "states", "owner", "parent",
        "operator", "group", "cluster", "signal", "otherSignal", "weighting", "role", "tier", "status", "verdict",
        "platform", "by", "action", "part", "what", "who", "of", "recordType", "field", "fact", "level",
        "measure", "property", "trigger", "noIntervalReason",
        "accountGroup", "groupId", "itemType", "topicType", "topKind",
    )
)  # fmt: skip
"""Columns whose texts do not come from accounts, but from the registry or this tool. Texts elsewhere are replaced."""

_ACCOUNTS: Final = frozenset(
    (
        "account", "accountId", "account_id", "accountA", "accountB", "author", "author_id", "authorA",
        "authorB", "source", "target", "member", "to", "from", "handle", "handleKey", "handleA", "handleB",
        "handles", "aliases", "example", "examples", "answeredAuthor", "countedAccount", "firstLabelledAccount",
        "similarAccount", "tiedAccounts", "triggerAccount", "triggerHandle",
    )
)  # fmt: skip
_RUNS: Final = frozenset(("run", "runId", "otherRun", "clusterId", "carriedFrom", "judgedCluster"))
"""Columns with IDs of runs, and of clusters (``run/rank``). The IDs are hashes of a run's input, including its allow
list."""
_OF_RUNS: Final = frozenset(("parameters", "fingerprint", "version", "removed", "platforms"))
"""Properties of a run, besides `PUBLIC`, whose texts are written by this tool."""
_POSTS: Final = frozenset(("post", "postId", "post_id", "postA", "postB"))
_NUMBERS_THAT_NAME: Final = frozenset(("firstId", "lastId"))
"""Columns of numbers that are IDs of accounts."""

# The platforms that parsers write, and that of the demo's real data. Anything else before a colon may be a name.
_PLATFORMS: Final = frozenset(
    {input_format.platform for input_format in INPUT_FORMATS.values()} | {"instagram", "higgs"}
)
_KEY_BYTES: Final = 32
_DIGEST_BYTES: Final = 10
"""80 bits. Among ten million values, the probability of a collision is 1 in 20 billion."""


class Pseudonyms:
    """Replaces everything that identifies an account with keyed hashes.

    Args:
        key: 32 secret bytes.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    @classmethod
    def read(cls, path: Path) -> Self:
        """Return the pseudonyms of a key file that `write_key` made.

        Raises:
            InputError: If the file cannot be read, is no key file, or is readable by others.
        """
        try:
            # Open the file once, so that the permissions are those of the file that is read.
            with path.open("rb") as file:
                permissions_of_others = stat.S_IMODE(os.fstat(file.fileno()).st_mode) & 0o077
                text = file.read(2 * _KEY_BYTES + 3)
        except OSError as error:
            raise InputError(
                f"The key file {path} cannot be read: {error.strerror}.",
                hint=f"Create a key file: explorer export key {path}",
            ) from error
        if permissions_of_others and os.name == "posix":
            raise InputError(f"Other users can read the key file {path}.", hint=f"Restrict access: chmod 600 {path}")
        if not re.fullmatch(rb"[0-9a-f]{%d}\s*" % (2 * _KEY_BYTES), text):
            raise InputError(
                f"{path} is not a key file: a key file contains {2 * _KEY_BYTES} hexadecimal digits.",
                hint="Create a key file with another name: explorer export key FILE",
            )
        return cls(bytes.fromhex(text.decode()))

    def account(self, value: str) -> str:
        """Return the pseudonym of an account's key (``x:account-…``) or of a handle (``handle-…``)."""
        if ":" in value:
            return self._hash("account", value)
        # Handles are not case-sensitive.
        return self._hash("handle", value.removeprefix("@").lower())

    def value(self, column: str, value: Any, *, also_public: Collection[str] = ()) -> Any:
        """Return a value of a column in a form that may be shared.

        Numbers, dates, None and the texts of `PUBLIC` columns do not change. Times are truncated to the day, because
        exact times identify an account as reliably as its name. All other texts are replaced, including texts in lists
        and maps, and so are values of other types.

        Args:
            column: The name of the column.
            value: The value.
            also_public: Columns that contain nothing from accounts, besides `PUBLIC`.
        """
        if isinstance(value, datetime):
            return value.date()
        if value is None or isinstance(value, bool | float | date | timedelta):
            return value
        if isinstance(value, int) and column not in _NUMBERS_THAT_NAME:
            return value
        if isinstance(value, Mapping):
            return {
                name if name in PUBLIC | _ACCOUNTS | _POSTS else self._hash("text", str(name)): self.value(
                    name, one, also_public=also_public
                )
                for name, one in value.items()
            }
        if isinstance(value, list | tuple | set | frozenset):
            return [self.value(column, one, also_public=also_public) for one in value]
        if isinstance(value, str) and (column in PUBLIC or column in also_public):
            return value
        text = str(value)
        if not text:
            return text
        if column in _ACCOUNTS:
            return self.account(text)
        if column in _RUNS:
            run, slash, rank = text.partition("/")
            return f"{self._hash('run', run)}{slash}{rank}"
        return self._hash("post" if column in _POSTS else "text", text)

    def rows(
        self, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, also_public: Collection[str] = ()
    ) -> list[tuple[Any, ...]]:
        """Return rows with `value` applied to each cell.

        Args:
            columns: The names of the columns.
            rows: The rows, with one value for each column.
            also_public: See `value`.
        """
        return [
            tuple(self.value(name, cell, also_public=also_public) for name, cell in zip(columns, row, strict=True))
            for row in rows
        ]

    def run(self, properties: Mapping[str, Any]) -> dict[str, Any]:
        """Return the properties of a run that may be shared.

        The likely common triggers are left out, because their texts name accounts. If the run has an allow list, the
        hashes that include it and the number of events that it removed are left out, because people with the same data
        could guess a short allow list.
        """
        shown = {
            name: self.value(name, value, also_public=_OF_RUNS)
            for name, value in properties.items()
            if name != "triggers"
        }
        if "allowList" in shown:
            for name in ("allowList", "allowed", "fingerprint", "events", "leftOut"):
                shown.pop(name, None)
            shown["removed"] = [
                f"{ALLOW_LISTED}: left out" if removed.startswith(ALLOW_LISTED) else removed
                for removed in shown.get("removed", ())
            ]
        return shown

    def frame(self, rows: pl.DataFrame, *, also_public: Collection[str] = ()) -> pl.DataFrame:
        """Return a frame with `value` applied to each cell.

        Columns keep their order and their types, except for numbers that are IDs. Times become midnight of their day.
        """
        return rows.with_columns(
            cs.datetime().dt.truncate("1d"),
            *self._texts(rows, also_public),
        )

    def _texts(self, rows: pl.DataFrame, also_public: Collection[str]) -> Iterator[pl.Series]:
        return (
            self._column(rows[name], also_public)
            for name, dtype in rows.schema.items()
            if not (dtype.is_temporal() or dtype in (pl.Boolean, pl.Null) or dtype.is_numeric())
            or name in _NUMBERS_THAT_NAME
        )

    def _column(self, column: pl.Series, also_public: Collection[str]) -> pl.Series:
        if column.dtype != pl.String:
            changed = [self.value(column.name, value, also_public=also_public) for value in column.to_list()]
            return pl.Series(column.name, changed, pl.List(pl.String) if column.dtype == pl.List(pl.String) else None)
        return map_texts(column, lambda text: self.value(column.name, text, also_public=also_public))

    def _hash(self, kind: str, value: str) -> str:
        digest = blake2b(
            value.encode("utf-8", "surrogatepass"), key=self._key, digest_size=_DIGEST_BYTES, person=kind.encode()
        ).hexdigest()
        platform = value.partition(":")[0] if kind in {"account", "post"} else ""
        return f"{platform}:{kind}-{digest}" if platform in _PLATFORMS else f"{kind}-{digest}"


def write_key(path: Path) -> None:
    """Write a key file that only its owner can read: 32 random bytes as hexadecimal digits.

    Raises:
        UsageError: If the file exists. It is not replaced, because its pseudonyms could not be reproduced.
        InputError: If the file cannot be written.
    """
    try:
        with temporary(path.parent) as part:
            part.write_text(secrets.token_hex(_KEY_BYTES) + "\n", encoding="ascii")
            force_to_disk(part)
            put_new(part, path)
    except FileExistsError:
        raise UsageError(
            f"{path} already exists.",
            hint="explorer never replaces a key. Choose another file name, or delete the file.",
        ) from None
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.", hint="Choose another folder.") from error
