"""Events: who did something to which object, and when. The input of the kernels for every signal."""

from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import polars as pl

from explorer.detect.kernels.arrays import read_only_views
from explorer.detect.kernels.network_kernel import first_events, order_by_time
from explorer.detect.signals.post_times import plausible_times


@dataclass(frozen=True, slots=True)
class Events:
    """Events of one signal, sorted by (object, time, account).

    Attributes:
        accounts: Names of the accounts, sorted as strings, so that the order of codes is the order of names.
        objects: Names of the objects, sorted as strings.
        account: uint32 codes into ``accounts``, one per event.
        object: uint32 codes into ``objects``, one per event.
        time: int64, UTC milliseconds since 1970, one per event.
        origin: int64, UTC milliseconds, one per object: when it appeared (when a retweeted post was published); the
            time of its first event if that is not known.
        author: uint32, one per object: objects with the same code have the same author. Objects whose author is not
            known share one code.
        origin_known: bool, one per object: whether ``origin`` is known; otherwise it is the first event.
        decoded: Number of objects whose origin is known from their ids alone.
        originless: bool, one per object: whether reactions to it cannot be measured, because no object of its kind has
            a known origin; None: all objects are of one kind.
    """

    accounts: pl.Series
    objects: pl.Series
    account: npt.NDArray[np.uint32]
    object: npt.NDArray[np.uint32]
    time: npt.NDArray[np.int64]
    origin: npt.NDArray[np.int64]
    author: npt.NDArray[np.uint32]
    origin_known: npt.NDArray[np.bool_]
    decoded: int = 0
    originless: npt.NDArray[np.bool_] | None = None

    @classmethod
    def from_frame(cls, frame: pl.DataFrame, facts: pl.DataFrame | None = None) -> Self:
        """Make events of a frame with the columns ``account``, ``object`` (strings) and ``time`` (UTC milliseconds).

        Every row is one event; rows are not deduplicated.

        Args:
            frame: The events. Optional columns ``origin`` (UTC milliseconds) and ``author`` (string) describe the row's
                object, null where not known; if the rows of an object differ, the smallest value counts.
            facts: The same facts by object instead of by event, each object once: columns object, origin, author, and
                decoded, the origin that the object's id contains, which counts if origin is null. Objects without
                events do no harm.
        """
        accounts = frame["account"].unique().sort().alias("account")
        objects = frame["object"].unique().sort().alias("object")
        coded = frame.select(
            account=pl.col("account").cast(pl.Enum(accounts)).to_physical().cast(pl.UInt32),
            object=pl.col("object").cast(pl.Enum(objects)).to_physical().cast(pl.UInt32),
            time=pl.col("time").cast(pl.Int64),
        ).sort("object", "time", "account")
        by_object, time = coded["object"].to_numpy(), coded["time"].to_numpy()
        first = time[np.flatnonzero(np.diff(by_object, prepend=np.uint32(2**32 - 1)))]
        known = objects.to_frame().join(
            _facts_by_object(frame) if facts is None else facts, on="object", how="left", maintain_order="left"
        )
        origin_given = known["origin"].is_not_null().to_numpy()
        decoded = known["decoded"].fill_null(0).to_numpy()
        by_id = plausible_times(decoded, ~origin_given & known["decoded"].is_not_null().to_numpy(), first)
        return cls(
            accounts,
            objects,
            coded["account"].to_numpy(),
            by_object,
            time,
            np.where(origin_given, known["origin"].fill_null(0).to_numpy(), np.where(by_id, decoded, first)),
            known["author"].rank("dense").fill_null(0).cast(pl.UInt32).to_numpy(),
            origin_given | by_id,
            int(np.count_nonzero(by_id)),
        )

    def __len__(self) -> int:
        """Return the number of events."""
        return len(self.time)

    def first(self) -> Self:
        """Return the first event of each account on each object."""
        return self.keep(first_events(*read_only_views(self.account, self.object), len(self.accounts)))

    def keep(self, chosen: npt.NDArray[np.bool_]) -> Self:
        """Return the events where ``chosen``, bool (events), is true; accounts and objects keep their codes."""
        if chosen.all():
            return self
        return replace(self, account=self.account[chosen], object=self.object[chosen], time=self.time[chosen])

    def first_of_object(self) -> npt.NDArray[np.int64]:
        """Return where the events of each object begin, int64 (objects + 1).

        Object o has the events ``first_of_object[o]:first_of_object[o + 1]``.
        """
        count = np.bincount(self.object, minlength=len(self.objects))
        return np.concatenate([[0], np.cumsum(count)])

    def without_origin(self) -> npt.NDArray[np.bool_]:
        """Return whether reactions to each object cannot be measured, bool (objects).

        Objects of one kind are treated alike: where some origins are known, the first event replaces the others.
        """
        if self.originless is not None:
            return self.originless
        return np.full(len(self.objects), not self.origin_known.any())

    def delays(self) -> npt.NDArray[np.int64]:
        """Return the milliseconds from the origin of its object to each event.

        An event before the origin has the delay 0, since one of the two times must be wrong.
        """
        delay: npt.NDArray[np.int64] = np.maximum(self.time - self.origin[self.object], 0)
        return delay

    def with_accounts(self, account: npt.NDArray[np.uint32]) -> Self:
        """Return the events with other accounts, by their codes."""
        return replace(self, account=account)

    def with_times(self, time: npt.NDArray[np.int64]) -> Self:
        """Return the events with other times, ordered by object and time again."""
        order = order_by_time(*read_only_views(self.object, time))
        return replace(self, account=self.account[order], object=self.object[order], time=time[order])

    def fingerprint(self) -> str:
        """Return a hash of the events and the facts about their objects, whatever the order in which they were read."""
        digest = blake2b(digest_size=16)
        for names in (self.accounts, self.objects):
            digest.update(np.uint64(len(names)).tobytes())
            digest.update("\x00".join(names).encode())
        columns: tuple[npt.NDArray[Any], ...] = (self.account, self.object, self.time, self.origin, self.author)
        for codes in columns:
            digest.update(np.ascontiguousarray(codes).tobytes())
        return digest.hexdigest()


def _facts_by_object(frame: pl.DataFrame) -> pl.DataFrame:
    """Return the facts about objects in the rows of events: object, origin, author, decoded (always null)."""
    types = {"origin": pl.Int64, "author": pl.String, "decoded": pl.Int64}
    names = [name for name in ("origin", "author") if name in frame.columns]
    if not names:
        return pl.DataFrame(schema={"object": pl.String, **types})
    known = frame.group_by("object").agg(pl.col(name).min() for name in names)
    return known.select(
        "object", *((pl.col(name) if name in names else pl.lit(None)).cast(types[name]).alias(name) for name in types)
    )
