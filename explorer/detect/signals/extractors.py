"""From records to events, one function a signal; what a record does not tell is left out with a reason and counted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from explorer.common.progress import Progress, silent
from explorer.detect.signals.post_times import decode_times
from explorer.detect.signals.records import Records
from explorer.detect.signals.similar import similar_groups
from explorer.detect.signals.texts import hashtag_sequence, normalise_tag, normalise_text
from explorer.detect.signals.urls import normalise_url, registered_domain


@dataclass(frozen=True, slots=True)
class Found:
    """The events that a signal finds, for `explorer.detect.network.events.Events.from_frame`.

    Attributes:
        events: columns account, object (strings), time (Int64, UTC milliseconds).
        told: what is known of the objects: object, origin (Int64, UTC milliseconds), author, decoded (as origin); None
            where a signal's objects have neither.
        left_out: records that do not carry the signal: ``retweets that do not name their post`` and how many.
    """

    events: pl.DataFrame
    told: pl.DataFrame | None
    left_out: Mapping[str, int]


def retweeted_posts(records: Records, *, progress: Progress = silent) -> Found:
    """Events on the retweeted post; stubs, which stand for all posts of an author, are none."""
    return _on_posts(records, "that do not name their post")


def answered_posts(records: Records, *, progress: Progress = silent) -> Found:
    """Events on the post replied to."""
    return _on_posts(records, "that do not name the post they reply to")


def retweeted_accounts(records: Records, *, progress: Progress = silent) -> Found:
    """Events on the retweeted account."""
    return _found(records, records.things["author"], "whose retweeted account is not known")


def fast_retweets(records: Records, *, fast_seconds: float, progress: Progress = silent) -> Found:
    """Events on the retweeted account, of retweets within so many seconds of the post (Luceri et al. 2024)."""
    posted = records.things["posted"]
    told = records.acts.filter(posted.is_not_null().gather(records.acts["thing"]))
    delay = told["time"] - posted.gather(told["thing"])
    # before its post: one of the two times is wrong
    fast = Records(records.kind, records.things, told.filter((delay >= 0) & (delay <= fast_seconds * 1000)))
    found = retweeted_accounts(fast)
    reasons = {
        "retweets of posts whose time is not known": records.acts.height - told.height,
        "retweets before their posts": int((delay < 0).sum()),
    }
    return Found(found.events, None, _positive(reasons) | dict(found.left_out))


def links(records: Records, *, progress: Progress = silent) -> Found:
    """Events on the normalised address."""
    return _found(records, _each(records.things["url"], normalise_url, progress), "that are no web addresses")


def domains(records: Records, *, progress: Progress = silent) -> Found:
    """Events on the registered domain."""
    return _found(records, _each(records.things["url"], registered_domain, progress), "that are no web addresses")


def hashtags(records: Records, *, progress: Progress = silent) -> Found:
    """Events on the normalised hashtag."""
    return _found(records, _each(records.things["tag"], normalise_tag, progress), "without a letter or digit")


def hashtag_sequences(records: Records, *, min_tags: float, progress: Progress = silent) -> Found:
    """Events on all hashtags of a post in their order, where these are enough (Pacheco et al. 2021)."""

    def sequence(text: str) -> str:
        tags = hashtag_sequence(text)
        return " ".join(f"#{tag}" for tag in tags) if len(tags) >= min_tags else ""

    return _of_texts(records, _each(records.things["text"], sequence, progress), "with fewer hashtags in their text")


def texts(records: Records, *, progress: Progress = silent) -> Found:
    """Events on the normalised text."""
    return _of_texts(records, _each(records.things["text"], normalise_text, progress), _NO_WORDS)


def similar_texts(records: Records, *, similarity: float, progress: Progress = silent) -> Found:
    """Events on groups of texts that hang together by similarity, named by the first text as strings are sorted."""
    plain = _each(records.things["text"], normalise_text, progress)
    distinct = plain.drop_nulls().unique().sort()
    group = similar_groups(distinct.to_list(), similarity, progress=progress)
    names = distinct.gather(group)
    return _of_texts(records, plain.replace_strict(distinct, names, default=None, return_dtype=pl.String), _NO_WORDS)


def posts(records: Records, *, progress: Progress = silent) -> Found:
    """Events on one object for all, so that nothing but the time decides."""
    return _found(records, pl.Series(["any post"]).new_from_index(0, records.things.height), "")


def handles(records: Records, *, progress: Progress = silent) -> Found:
    """Events without a time on handles that several ids have carried; others need no event."""
    # an account that is only named by its handle is no second holder of it
    by_id = records.acts.filter(~pl.col("account").str.contains("(?:^|:)@"))
    by_id = by_id.unique(("account", "thing")).filter(pl.len().over("thing") > 1)
    timed = Records(records.kind, records.things, by_id.with_columns(time=pl.lit(0, pl.Int64)))
    return _found(timed, records.things["handle"], "")


_NO_WORDS: Final = "without words of their own in their text"
_TOLD_EVERY: Final = 50_000


def _on_posts(records: Records, otherwise: str) -> Found:
    things = records.things
    posts = things.filter("identified")
    told = posts.select(
        object="post",
        origin="posted",
        author="author",
        decoded=decode_times(posts["platform"], posts["post"]),
    )
    names = things.select(pl.when("identified").then("post")).to_series()
    found = _found(records, names, otherwise)
    return Found(found.events, told, found.left_out)


def _of_texts(records: Records, names: pl.Series, otherwise: str) -> Found:
    known = records.things["text"].is_not_null().gather(records.acts["thing"])
    found = _found(Records(records.kind, records.things, records.acts.filter(known)), names, otherwise)
    reasons = {"posts whose text is not known": records.acts.height - int(known.sum())}
    return Found(found.events, None, _positive(reasons) | dict(found.left_out))


def _found(records: Records, names: pl.Series, otherwise: str) -> Found:
    """Return the events on named things.

    Args:
        records: the records.
        names: the object's name for each thing; null where a thing is none.
        otherwise: what is then said of the acts.
    """
    acts = records.acts
    left_out: dict[str, int] = {}
    left = pl.Series([True]).new_from_index(0, acts.height)
    for reason, carries in (
        (otherwise, names.is_not_null().gather(acts["thing"])),
        ("whose author is not known", acts["account"].is_not_null()),
        ("whose time is not known", acts["time"].is_not_null()),
    ):
        if failing := int((left & ~carries).sum()):
            left_out[f"{records.kind.acts} {reason}"] = failing
            left &= carries
    acts = acts.filter(left) if left_out else acts
    return Found(acts.select("account", object=names.gather(acts["thing"]), time="time"), None, left_out)


def _each(things: pl.Series, rule: Callable[[str], str | None], progress: Progress) -> pl.Series:
    """Return the rule's outcome for each thing; null for what it makes nothing of."""
    outcome: list[str | None] = []
    for place, thing in enumerate(things):
        if place % _TOLD_EVERY == 0:
            progress("looking at texts and links", place, len(things))
        outcome.append((rule(thing) if thing else None) or None)
    return pl.Series(outcome, dtype=pl.String)


def _positive(reasons: Mapping[str, int]) -> dict[str, int]:
    return {reason: count for reason, count in reasons.items() if count}
