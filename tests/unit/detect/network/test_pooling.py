"""Pooled events of several signals: one list of accounts and objects, and moments that count once."""

import numpy as np
import polars as pl

from explorer.detect.network.build import build_network
from explorer.detect.network.events import Events
from explorer.detect.network.parameters import NetworkParameters
from explorer.detect.network.pooling import pool_events
from explorer.detect.significance.histories import Histories

SCHEMA = {"account": pl.String, "object": pl.String, "time": pl.Int64, "origin": pl.Int64, "author": pl.String}
HOUR = 3_600_000


def events(*rows: tuple[str, str, int, int | None, str | None]) -> Events:
    return Events.from_frame(pl.DataFrame(rows, schema=SCHEMA, orient="row"))


POSTS = events(("b", "same", 5, 1, "kim"), ("c", "same", 9, 1, "kim"), ("b", "other", 7, 3, None))
LINKS = events(("a", "same", 6, None, None), ("c", "same", 4, None, "lee"), ("a", "zz", 8, None, None))


def test_objects_belong_to_their_signal_and_accounts_to_all() -> None:
    pooled = pool_events({"co-retweet": POSTS, "co-link": LINKS})
    assert pooled.accounts.to_list() == ["a", "b", "c"]
    assert pooled.objects.to_list() == ["co-link same", "co-link zz", "co-retweet other", "co-retweet same"]
    rows = zip(pooled.objects.gather(pooled.object), pooled.accounts.gather(pooled.account), pooled.time, strict=True)
    assert list(rows) == [
        ("co-link same", "c", 4),
        ("co-link same", "a", 6),
        ("co-link zz", "a", 8),
        ("co-retweet other", "b", 7),
        ("co-retweet same", "b", 5),
        ("co-retweet same", "c", 9),
    ]
    assert pooled.origin.tolist() == [4, 8, 3, 1]
    assert pooled.origin_known.tolist() == [False, False, True, True]
    # no link has an origin, so reactions to links cannot be measured
    assert pooled.without_origin().tolist() == [True, True, False, False]
    # lee of the links and kim of the posts are two authors; the others are not known
    assert pooled.author.tolist() == [1, 0, 0, 2]
    assert pooled.object.dtype == pooled.account.dtype == pooled.author.dtype == np.uint32


def test_the_order_of_the_signals_does_not_matter() -> None:
    one, other = (
        pool_events({"co-retweet": POSTS, "co-link": LINKS}),
        pool_events({"co-link": LINKS, "co-retweet": POSTS}),
    )
    assert one.fingerprint() == other.fingerprint()


def test_pooled_events_are_those_of_one_signal_with_these_objects() -> None:
    rows = [
        *(("b", "r same", 5, 1, "kim"), ("c", "r same", 9, 1, "kim"), ("b", "r other", 7, 3, None)),
        *(("a", "l same", 6, None, None), ("c", "l same", 4, None, "lee"), ("a", "l zz", 8, None, None)),
    ]
    expected, pooled = events(*rows), pool_events({"r": POSTS, "l": LINKS})
    # authors are coded in another order, and mean the same
    assert expected.author.tolist() == [2, 0, 0, 1]
    for name in ("account", "object", "time", "origin", "origin_known"):
        assert getattr(pooled, name).tolist() == getattr(expected, name).tolist()


def test_a_post_with_a_link_and_two_hashtags_is_one_moment() -> None:
    """a and b share a link and two hashtags of one post each, and an hour later a retweet."""
    tags = events(*((who, tag, at, None, None) for who, at in (("a", 0), ("b", 10)) for tag in ("one", "two")))
    links = events(("a", "url", 0, None, None), ("b", "url", 10, None, None))
    posts = events(("a", "post", HOUR, 0, "kim"), ("b", "post", HOUR + 20, 0, "kim"))
    pooled = pool_events({"co-hashtag": tags, "co-link": links, "co-retweet": posts})
    network = build_network(pooled, NetworkParameters(window=60_000))
    assert network.edges().select("source", "target", "weight").rows() == [("a", "b", 4)]
    ends = network.source, network.target
    moments, *_ = Histories.of(pooled, *ends).count_coincidences(*ends, 60_000)
    assert moments.tolist() == [2]


def test_a_signal_without_events_adds_nothing() -> None:
    pooled = pool_events({"co-retweet": POSTS, "co-link": events()})
    assert pooled.objects.to_list() == ["co-retweet other", "co-retweet same"]
    assert pooled.author.tolist() == POSTS.author.tolist()
