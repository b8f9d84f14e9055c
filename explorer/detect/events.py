"""Events: who did something to which object, when. The kernel's one input, whatever the signal."""

from dataclasses import dataclass
from hashlib import blake2b
from typing import Self

import numpy as np
import numpy.typing as npt
import polars as pl


@dataclass(frozen=True, slots=True)
class Events:
    """Events of one signal, sorted by (object, time, account).

    Attributes:
        accounts: names of the accounts, sorted as strings, so that the order of codes is the order of names.
        objects: names of the objects, sorted as strings.
        account: uint32 codes into ``accounts``, one per event.
        object: uint32 codes into ``objects``, one per event.
        time: int64, UTC milliseconds since 1970, one per event.
    """

    accounts: pl.Series
    objects: pl.Series
    account: npt.NDArray[np.uint32]
    object: npt.NDArray[np.uint32]
    time: npt.NDArray[np.int64]

    @classmethod
    def from_frame(cls, frame: pl.DataFrame) -> Self:
        """Make events of a frame with the columns ``account``, ``object`` (strings) and ``time`` (UTC milliseconds).

        Every row is one event; rows are not deduplicated.
        """
        accounts = frame["account"].unique().sort().alias("account")
        objects = frame["object"].unique().sort().alias("object")
        coded = frame.select(
            account=pl.col("account").cast(pl.Enum(accounts)).to_physical().cast(pl.UInt32),
            object=pl.col("object").cast(pl.Enum(objects)).to_physical().cast(pl.UInt32),
            time=pl.col("time").cast(pl.Int64),
        ).sort("object", "time", "account")
        return cls(
            accounts,
            objects,
            coded["account"].to_numpy(),
            coded["object"].to_numpy(),
            coded["time"].to_numpy(),
        )

    def __len__(self) -> int:
        """Return the number of events."""
        return len(self.time)

    def fingerprint(self) -> str:
        """Return a hash of the events, the same for the same events in any order of reading."""
        digest = blake2b(digest_size=16)
        for names in (self.accounts, self.objects):
            digest.update(np.uint64(len(names)).tobytes())
            digest.update("\x00".join(names).encode())
        for codes in (self.account, self.object, self.time):
            digest.update(np.ascontiguousarray(codes).tobytes())
        return digest.hexdigest()
