"""Pool the events of several signals, so that a pair of accounts has one test for all that it shares.

Each object belongs to its signal: a post and a link never count as one object. Coincidences on objects of different
signals count as one moment if they are close to each other, as those of one signal do (see
`explorer.detect.significance.histories`), so that a post with a link and two hashtags adds one moment, not three. The
tests therefore need no assumption about how the signals depend on each other.
"""

from collections.abc import Mapping

import numpy as np
import polars as pl

from explorer.detect.network.events import Events


def pool_events(parts: Mapping[str, Events]) -> Events:
    """Return the events of several signals as those of one; an account is the same in all of them.

    Objects get the name of their signal and a space in front of their name. Authors are kept apart by signal, since
    accounts may react to an author's posts in one way when they retweet and in another when they reply. Whether
    reactions to an object can be measured is decided for each signal alone.

    Args:
        parts: The events of each signal, by the signal's name, which contains no space.
    """
    ordered = [(f"{name} ", events) for name, events in parts.items()]
    # no prefix begins with another one, so the objects of all signals are sorted if the prefixes are
    ordered.sort(key=lambda part: part[0])
    accounts = pl.concat(events.accounts for _, events in ordered).unique().sort().alias("account")
    objects, columns = [], []
    known_objects = known_authors = 0
    for prefix, events in ordered:
        objects.append(pl.select(pl.lit(prefix) + events.objects).to_series())
        code = events.accounts.cast(pl.Enum(accounts)).to_physical().cast(pl.UInt32).to_numpy()
        columns.append(
            (
                code[events.account] if len(events) else events.account,
                events.object + np.uint32(known_objects),
                events.time,
                events.origin,
                # 0 means an unknown author in every signal
                np.where(events.author > 0, events.author + np.uint32(known_authors), np.uint32(0)),
                events.origin_known,
                events.without_origin(),
            )
        )
        known_objects += len(events.objects)
        known_authors += int(events.author.max(initial=0))
    account, object_, time, origin, author, origin_known, originless = (
        np.concatenate(arrays) for arrays in zip(*columns, strict=True)
    )
    return Events(
        accounts,
        pl.concat(objects).alias("object"),
        account,
        object_,
        time,
        origin,
        author,
        origin_known,
        sum(events.decoded for _, events in ordered),
        originless,
    )
