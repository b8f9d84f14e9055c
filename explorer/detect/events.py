"""Events: who did something to which object, when. The kernel's one input, whatever the signal."""

from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import polars as pl

from explorer.detect.arrays import lent
from explorer.detect.significance_kernel import first_events, order_by_time


@dataclass(frozen=True, slots=True)
class Events:
    """Events of one signal, sorted by (object, time, account).

    Attributes:
        accounts: names of the accounts, sorted as strings, so that the order of codes is the order of names.
        objects: names of the objects, sorted as strings.
        account: uint32 codes into ``accounts``, one per event.
        object: uint32 codes into ``objects``, one per event.
        time: int64, UTC milliseconds since 1970, one per event.
        origin: int64, UTC milliseconds, one per object: when it came into the world, as a post that is retweeted was
            published; where that is not known, the object's first event.
        author: uint32, one per object: objects of equal codes are by one author. Objects whose author is not known
            share one code.
        origin_told: bool, one per object: whether ``origin`` is known, and not its first event.
    """

    accounts: pl.Series
    objects: pl.Series
    account: npt.NDArray[np.uint32]
    object: npt.NDArray[np.uint32]
    time: npt.NDArray[np.int64]
    origin: npt.NDArray[np.int64]
    author: npt.NDArray[np.uint32]
    origin_told: npt.NDArray[np.bool_]

    @classmethod
    def from_frame(cls, frame: pl.DataFrame) -> Self:
        """Make events of a frame with the columns ``account``, ``object`` (strings) and ``time`` (UTC milliseconds).

        Every row is one event; rows are not deduplicated. The columns ``origin`` (UTC milliseconds) and ``author``
        (string) tell of the row's object, null or left out where not known; of several, the least counts.
        """
        accounts = frame["account"].unique().sort().alias("account")
        objects = frame["object"].unique().sort().alias("object")
        coded = frame.select(
            account=pl.col("account").cast(pl.Enum(accounts)).to_physical().cast(pl.UInt32),
            object=pl.col("object").cast(pl.Enum(objects)).to_physical().cast(pl.UInt32),
            time=pl.col("time").cast(pl.Int64),
        ).sort("object", "time", "account")
        told = (
            frame.lazy()
            .group_by("object")
            .agg(
                pl.col("time").min().cast(pl.Int64),
                (pl.col("origin") if "origin" in frame.columns else pl.lit(None)).min().cast(pl.Int64).alias("origin"),
                (pl.col("author") if "author" in frame.columns else pl.lit(None)).min().cast(pl.String).alias("author"),
            )
            .sort("object")
            .collect()
        )
        return cls(
            accounts,
            objects,
            coded["account"].to_numpy(),
            coded["object"].to_numpy(),
            coded["time"].to_numpy(),
            told["origin"].fill_null(told["time"]).to_numpy(),
            told["author"].rank("dense").fill_null(0).cast(pl.UInt32).to_numpy(),
            told["origin"].is_not_null().to_numpy(),
        )

    def __len__(self) -> int:
        """Return the number of events."""
        return len(self.time)

    def first(self) -> Self:
        """Return the events without those of an account on an object on which it had one before."""
        chosen = first_events(*lent(self.account, self.object), len(self.accounts))
        if chosen.all():
            return self
        return replace(self, account=self.account[chosen], object=self.object[chosen], time=self.time[chosen])

    def with_accounts(self, account: npt.NDArray[np.uint32]) -> Self:
        """Return the events with other accounts, by their codes."""
        return replace(self, account=account)

    def with_times(self, time: npt.NDArray[np.int64]) -> Self:
        """Return the events with other times, ordered by object and time again."""
        order = order_by_time(*lent(self.object, time))
        return replace(self, account=self.account[order], object=self.object[order], time=time[order])

    def fingerprint(self) -> str:
        """Return a hash of all that is told of the events, the same for the same events in any order of reading."""
        digest = blake2b(digest_size=16)
        for names in (self.accounts, self.objects):
            digest.update(np.uint64(len(names)).tobytes())
            digest.update("\x00".join(names).encode())
        columns: tuple[npt.NDArray[Any], ...] = (self.account, self.object, self.time, self.origin, self.author)
        for codes in columns:
            digest.update(np.ascontiguousarray(codes).tobytes())
        return digest.hexdigest()
