"""From records to events: one function for each signal, with the signal's name.

Records that do not carry the signal are left out and counted by reason.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from explorer.common.progress import Progress, silent
from explorer.detect.signals.post_times import decode_times
from explorer.detect.signals.records import Records
from explorer.detect.signals.signal import Signal
from explorer.detect.signals.similar import similar_groups
from explorer.detect.signals.texts import extract_hashtags, normalise_tag, normalise_text
from explorer.detect.signals.urls import normalise_url, registered_domain


@dataclass(frozen=True, slots=True)
class ExtractedEvents:
    """The events of a signal, for `explorer.detect.network.events.Events.from_frame`.

    Attributes:
        events: Columns account, object (strings), time (Int64, UTC milliseconds).
        objects: Facts about the objects: object, origin (Int64, UTC milliseconds), author, decoded (as origin); None
            for signals whose objects have neither origin nor author.
        left_out: Reasons why records do not carry the signal (``retweets that do not name their post``), with numbers.
    """

    events: pl.DataFrame
    objects: pl.DataFrame | None
    left_out: Mapping[str, int]


def extract_events(signal: Signal, records: Records, *, progress: Progress = silent) -> ExtractedEvents:
    """Return the events of a signal.

    Args:
        signal: The signal.
        records: Records of the signal's kind.
        progress: Called while texts and links are normalised and compared.
    """
    extractor: Callable[..., ExtractedEvents] = globals()[signal.name.replace("-", "_")]
    return extractor(records, progress=progress, **signal.settings)


def co_retweet(records: Records, *, progress: Progress = silent) -> ExtractedEvents:
    """Events on the retweeted post; stubs, which represent all posts of an author, give none."""
    return _on_posts(records, "that do not name their post")


def co_reply(records: Records, *, progress: Progress = silent) -> ExtractedEvents:
    """Events on the post replied to."""
    return _on_posts(records, "that do not name the post they reply to")


def co_amplify(records: Records, *, progress: Progress = silent) -> ExtractedEvents:
    """Events on the retweeted account."""
    return _extract(records, records.things["author"], "whose retweeted account is unknown")


def fast_retweet(records: Records, *, fast_seconds: float, progress: Progress = silent) -> ExtractedEvents:
    """Events on the retweeted account, of retweets within ``fast_seconds`` of the post (Luceri et al. 2024)."""
    posted = records.things["posted"]
    dated = records.acts.filter(posted.is_not_null().gather(records.acts["thing"]))
    delay = dated["time"] - posted.gather(dated["thing"])
    # one of the two times of a retweet before its post is wrong
    fast = Records(records.kind, records.things, dated.filter((delay >= 0) & (delay <= fast_seconds * 1000)))
    extracted = co_amplify(fast)
    reasons = {
        "retweets of posts whose time is unknown": records.acts.height - dated.height,
        "retweets before their posts": int((delay < 0).sum()),
    }
    return ExtractedEvents(extracted.events, None, _positive(reasons) | dict(extracted.left_out))


def co_link(records: Records, *, progress: Progress = silent) -> ExtractedEvents:
    """Events on the normalised URL."""
    return _extract(records, _each(records.things["url"], normalise_url, progress), "that are not web addresses")


def co_domain(records: Records, *, progress: Progress = silent) -> ExtractedEvents:
    """Events on the registered domain."""
    return _extract(records, _each(records.things["url"], registered_domain, progress), "that are not web addresses")


def co_hashtag(records: Records, *, progress: Progress = silent) -> ExtractedEvents:
    """Events on the normalised hashtag."""
    return _extract(records, _each(records.things["tag"], normalise_tag, progress), "without a letter or digit")


def hashtag_sequence(records: Records, *, min_tags: float, progress: Progress = silent) -> ExtractedEvents:
    """Events on all hashtags of a post in their order, if there are ``min_tags`` or more (Pacheco et al. 2021)."""

    def sequence(text: str) -> str:
        tags = extract_hashtags(text)
        return " ".join(f"#{tag}" for tag in tags) if len(tags) >= min_tags else ""

    return _of_texts(records, _each(records.things["text"], sequence, progress), "with fewer hashtags in their text")


def co_text(records: Records, *, progress: Progress = silent) -> ExtractedEvents:
    """Events on the normalised text."""
    return _of_texts(records, _each(records.things["text"], normalise_text, progress), _NO_WORDS)


def similar_text(records: Records, *, similarity: float, progress: Progress = silent) -> ExtractedEvents:
    """Events on connected groups of similar texts, each named by its first text in string order."""
    plain = _each(records.things["text"], normalise_text, progress)
    distinct = plain.drop_nulls().unique().sort()
    group = similar_groups(distinct.to_list(), similarity, progress=progress)
    names = distinct.gather(group)
    return _of_texts(records, plain.replace_strict(distinct, names, default=None, return_dtype=pl.String), _NO_WORDS)


def co_post(records: Records, *, progress: Progress = silent) -> ExtractedEvents:
    """Events on a single object, so that only the times decide."""
    return _extract(records, pl.Series(["any post"]).new_from_index(0, records.things.height), "")


def handle_sharing(records: Records, *, progress: Progress = silent) -> ExtractedEvents:
    """Events at time 0 on handles that several account ids have carried; other handles connect nobody."""
    # an account that is known by its handle alone is not a second holder of it
    by_id = records.acts.filter(~pl.col("account").str.contains("(?:^|:)@"))
    by_id = by_id.unique(("account", "thing")).filter(pl.len().over("thing") > 1)
    timed = Records(records.kind, records.things, by_id.with_columns(time=pl.lit(0, pl.Int64)))
    return _extract(timed, records.things["handle"], "")


_NO_WORDS: Final = "without any words of their own"
_PROGRESS_EVERY: Final = 50_000


def _on_posts(records: Records, reason: str) -> ExtractedEvents:
    things = records.things
    posts = things.filter("identified")
    objects = posts.select(
        object="post",
        origin="posted",
        author="author",
        decoded=decode_times(posts["platform"], posts["post"]),
    )
    names = things.select(pl.when("identified").then("post")).to_series()
    extracted = _extract(records, names, reason)
    return ExtractedEvents(extracted.events, objects, extracted.left_out)


def _of_texts(records: Records, names: pl.Series, reason: str) -> ExtractedEvents:
    known = records.things["text"].is_not_null().gather(records.acts["thing"])
    extracted = _extract(Records(records.kind, records.things, records.acts.filter(known)), names, reason)
    reasons = {"posts whose text is unknown": records.acts.height - int(known.sum())}
    return ExtractedEvents(extracted.events, None, _positive(reasons) | dict(extracted.left_out))


def _extract(records: Records, names: pl.Series, unnamed: str) -> ExtractedEvents:
    """Return the events on named things.

    Args:
        records: The records.
        names: Name of the object for each thing; null where a thing is not an object of the signal.
        unnamed: Reason for excluding actions on things without a name.
    """
    acts = records.acts
    left_out: dict[str, int] = {}
    left = pl.Series([True]).new_from_index(0, acts.height)
    for reason, carries in (
        (unnamed, names.is_not_null().gather(acts["thing"])),
        ("whose author is unknown", acts["account"].is_not_null()),
        ("whose time is unknown", acts["time"].is_not_null()),
    ):
        if failing := int((left & ~carries).sum()):
            left_out[f"{records.kind.acts} {reason}"] = failing
            left &= carries
    acts = acts.filter(left) if left_out else acts
    return ExtractedEvents(acts.select("account", object=names.gather(acts["thing"]), time="time"), None, left_out)


def _each(things: pl.Series, rule: Callable[[str], str | None], progress: Progress) -> pl.Series:
    """Return the result of the rule for each thing; null where it gives none."""
    outcome: list[str | None] = []
    for place, thing in enumerate(things):
        if place % _PROGRESS_EVERY == 0:
            progress("reading texts and links", place, len(things))
        outcome.append((rule(thing) if thing else None) or None)
    return pl.Series(outcome, dtype=pl.String)


def _positive(reasons: Mapping[str, int]) -> dict[str, int]:
    return {reason: count for reason, count in reasons.items() if count}
