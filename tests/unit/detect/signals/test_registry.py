"""Every signal on records whose events were worked out by hand."""

from typing import Any

import polars as pl
import pytest

from explorer.common.errors import UsageError
from explorer.detect.network.events import Events
from explorer.detect.signals import kinds
from explorer.detect.signals import registry as signals
from explorer.detect.signals.extractors import extract_events
from explorer.detect.signals.kinds import RecordKind
from explorer.detect.signals.records import Records, thing_schema
from explorer.detect.signals.registry import (
    SIGNALS,
    explain_no_events,
    find_layer,
    find_signal,
    find_signals,
    signal_names,
)
from explorer.detect.signals.signal import CombinedSignals, Signal
from explorer.model.run_nodes import SIGNAL_PARAMETERS

SNOWFLAKE = "1050118621198921728"
SNOWFLAKE_TIME = 1_539_202_764_000


def make(kind: RecordKind, things: list[tuple[Any, ...]], acts: list[tuple[str | None, int, int | None]]) -> Records:
    schema = {"account": pl.String, "thing": pl.UInt32, "time": pl.Int64}
    return Records(
        kind,
        pl.DataFrame(things, schema=thing_schema(kind), orient="row"),
        pl.DataFrame(acts, schema=schema, orient="row"),
    )


def events(name: str, acts: Records, **values: float) -> list[tuple[str, str, int]]:
    return extract_events(find_signal(name, **values), acts).events.sort(pl.all()).rows()


def left_out(name: str, acts: Records, **values: float) -> dict[str, int]:
    return dict(extract_events(find_signal(name, **values), acts).left_out)


# post, platform, identified, author, posted; accounts a, b, c retweet them 5, 10 and 11 seconds after 100
RETWEETS = make(
    kinds.RETWEET_RECORDS,
    [
        ("p", "x", True, "n", 100_000),
        ("q", "x", True, None, None),
        ("n/unidentified", "x", False, "n", None),
        (SNOWFLAKE, "x", True, "m", None),
    ],
    [
        ("a", 0, 105_000),
        ("b", 0, 110_000),
        ("c", 0, 111_000),
        ("d", 0, 99_000),
        ("a", 1, 200_000),
        ("a", 2, 300_000),
        ("b", 3, SNOWFLAKE_TIME + 7_000),
    ],
)


def test_every_parameter_of_a_signal_has_a_property_of_the_run() -> None:
    assert {parameter.name for parameter in signals.PARAMETERS} == SIGNAL_PARAMETERS.keys()
    assert {name for signal in SIGNALS.values() for name in signal.settings} == SIGNAL_PARAMETERS.keys()


def test_co_retweet() -> None:
    found = extract_events(find_signal("co-retweet"), RETWEETS)
    made = Events.from_frame(found.events, found.objects)
    assert made.objects.to_list() == [SNOWFLAKE, "p", "q"]
    # from the id, from the post, and from the first event
    assert made.origin.tolist() == [SNOWFLAKE_TIME, 100_000, 200_000]
    assert (made.origin_known.tolist(), made.decoded) == ([True, True, False], 1)
    authors = made.author.tolist()
    assert (authors[2], len(set(authors))) == (0, 3)
    assert found.left_out == {"retweets that do not name their post": 1}


def test_co_amplify() -> None:
    acts = make(
        kinds.AMPLIFICATION_RECORDS, [("n",), (None,)], [("a", 0, 105), ("a", 0, 300), ("b", 0, 110), ("a", 1, 200)]
    )
    assert events("co-amplify", acts) == [("a", "n", 105), ("a", "n", 300), ("b", "n", 110)]
    assert left_out("co-amplify", acts) == {"retweets whose retweeted account is unknown": 1}


def test_fast_retweet() -> None:
    assert events("fast-retweet", RETWEETS) == [("a", "n", 105_000), ("b", "n", 110_000)]
    assert events("fast-retweet", RETWEETS, fast_seconds=9) == [("a", "n", 105_000)]
    assert events("fast-retweet", RETWEETS, fast_seconds=11)[-1] == ("c", "n", 111_000)
    assert left_out("fast-retweet", RETWEETS) == {
        "retweets of posts whose time is unknown": 3,
        "retweets before their posts": 1,
    }


def test_co_reply() -> None:
    replies = make(
        kinds.REPLY_RECORDS,
        [("p", "x", True, "n", 50), ("n/unidentified", "x", False, "n", None)],
        [("a", 0, 60), ("b", 0, None), (None, 0, 70), ("c", 1, 80)],
    )
    found = extract_events(find_signal("co-reply"), replies)
    made = Events.from_frame(found.events, found.objects)
    assert (made.accounts.to_list(), made.objects.to_list(), made.origin.tolist()) == (["a"], ["p"], [50])
    assert found.left_out == {
        "replies that do not name the post they reply to": 1,
        "replies whose author is unknown": 1,
        "replies whose time is unknown": 1,
    }


LINKS = make(
    kinds.LINK_RECORDS,
    [("https://www.a.example/x?utm_source=q",), ("http://a.example/x",), ("http://b.a.example",), ("no address",)],
    [("a", 0, 1), ("b", 1, 2), ("c", 2, 3), ("d", 3, 4)],
)


def test_co_link() -> None:
    assert events("co-link", LINKS) == [
        ("a", "https://a.example/x", 1),
        ("b", "https://a.example/x", 2),
        ("c", "https://b.a.example", 3),
    ]
    assert left_out("co-link", LINKS) == {"links that are not web addresses": 1}


def test_co_domain() -> None:
    assert events("co-domain", LINKS) == [("a", "a.example", 1), ("b", "a.example", 2), ("c", "a.example", 3)]
    assert left_out("co-domain", LINKS) == {"links that are not web addresses": 1}


def test_co_hashtag() -> None:
    tags = make(kinds.HASHTAG_RECORDS, [("Peace",), ("ｐeace",), ("!",)], [("a", 0, 1), ("b", 1, 2), ("c", 2, 3)])
    assert events("co-hashtag", tags) == [("a", "peace", 1), ("b", "peace", 2)]
    assert left_out("co-hashtag", tags) == {"hashtags without a letter or digit": 1}


POSTS = make(
    kinds.POST_RECORDS,
    [
        ("Good morning, world! https://a.example #a #b #c #d #e",),
        ("good morning world #A #B #C #D #E @you",),
        ("#b #a #c #d #e",),
        ("🙂",),
        (None,),
        ("good morning worlds #a #b #c #d #e",),
    ],
    [("a", 0, 1), ("b", 1, 2), ("c", 2, 3), ("d", 3, 4), ("e", 4, 5), ("f", 5, 6), (None, 0, 7), ("a", 1, None)],
)
UNUSABLE = {"posts whose author is unknown": 1, "posts whose time is unknown": 1}


def test_co_text() -> None:
    assert events("co-text", POSTS) == [
        ("a", "good morning world a b c d e", 1),
        ("b", "good morning world a b c d e", 2),
        ("c", "b a c d e", 3),
        ("f", "good morning worlds a b c d e", 6),
    ]
    assert left_out("co-text", POSTS) == {
        "posts whose text is unknown": 1,
        "posts without any words of their own": 1,
        **UNUSABLE,
    }


def test_similar_text() -> None:
    # of 25 and 26 sequences 22 are in both: 22 / 29 = 0.76
    alike = "good morning world a b c d e"
    assert events("similar-text", POSTS, similarity=0.75)[:3] == [
        ("a", alike, 1),
        ("b", alike, 2),
        ("c", "b a c d e", 3),
    ]
    assert ("f", alike, 6) in events("similar-text", POSTS, similarity=0.75)
    assert events("similar-text", POSTS) == events("co-text", POSTS)
    assert left_out("similar-text", POSTS) == left_out("co-text", POSTS)


def test_hashtag_sequence() -> None:
    assert events("hashtag-sequence", POSTS) == [
        ("a", "#a #b #c #d #e", 1),
        ("b", "#a #b #c #d #e", 2),
        ("c", "#b #a #c #d #e", 3),
        ("f", "#a #b #c #d #e", 6),
    ]
    assert events("hashtag-sequence", POSTS, min_tags=6) == []
    assert left_out("hashtag-sequence", POSTS) == {
        "posts whose text is unknown": 1,
        "posts with fewer hashtags in their text": 1,
        **UNUSABLE,
    }


def test_co_post() -> None:
    assert events("co-post", POSTS) == [(who, "any post", n) for n, who in enumerate("abcdef", start=1)]
    assert left_out("co-post", POSTS) == UNUSABLE


def test_handle_sharing() -> None:
    acts = make(
        kinds.HANDLE_RECORDS,
        [("x:news",), ("x:alone",), ("x:named",)],
        [
            ("x:1", 0, None),
            ("x:2", 0, None),
            ("x:1", 0, None),
            ("x:3", 1, None),
            ("x:4", 2, None),
            ("x:@named", 2, None),
        ],
    )
    assert events("handle-sharing", acts) == [("x:1", "x:news", 0), ("x:2", "x:news", 0)]


@pytest.mark.parametrize("signal", SIGNALS.values(), ids=SIGNALS)
def test_no_records_give_no_events(signal: Signal) -> None:
    found = extract_events(signal, make(signal.kind, [], []))
    assert found.left_out == {}
    assert len(Events.from_frame(found.events, found.objects)) == 0


def test_descriptions_of_signals() -> None:
    assert find_signal("similar-text", similarity=0.5, fast_seconds=None).settings == {"similarity": 0.5}
    assert find_signal("fast-retweet").settings == {"fast_seconds": 10}
    with pytest.raises(UsageError, match="no signal 'co-nothing'"):
        find_signal("co-nothing")
    with pytest.raises(UsageError, match="--fast-seconds does not apply to co-retweet") as error:
        find_signal("co-retweet", fast_seconds=5)
    assert "fast-retweet" in error.value.hint
    for value in (0, 1.1, float("nan")):
        with pytest.raises(UsageError, match="must be between"):
            find_signal("similar-text", similarity=value)


def test_the_message_if_nothing_is_found() -> None:
    message, hint = explain_no_events(
        signals.CO_RETWEET, "the graph", {"retweets that do not name their post": 3}, [kinds.AMPLIFICATION_RECORDS]
    )
    assert "needs the ID of the retweeted post. Left out: 3 retweets that do not name their post" in message
    assert "co-amplify" in hint
    assert "co-text" not in hint
    message, hint = explain_no_events(signals.CO_LINK, "a.csv", {}, [kinds.POST_RECORDS])
    assert message == "There are no links in a.csv, but co-link needs links in posts, with their authors and times."
    assert "co-text" in hint
    assert "co-post" not in hint
    # handles there are, each carried by one account
    message, _ = explain_no_events(find_signal("handle-sharing"), "a.csv", {}, [kinds.HANDLE_RECORDS])
    assert message == (
        "In a.csv, there is no case of handle-sharing, where two accounts with different IDs have used the same handle."
    )


def test_signals_are_combined_by_plus_signs_in_any_order() -> None:
    combined = find_layer("co-link+co-retweet")
    assert isinstance(combined, CombinedSignals)
    assert combined == find_layer("co-retweet + co-link")
    assert combined.name == "co-retweet+co-link"
    assert combined.parts == (SIGNALS["co-retweet"], SIGNALS["co-link"])
    assert combined.needs == ("the ID of the retweeted post; links in posts, with their authors and times")
    assert find_layer("co-link") == SIGNALS["co-link"]


def test_layers_may_be_combined_and_single_signals() -> None:
    layers = find_signals(["co-retweet", "similar-text+co-retweet"], similarity=0.5)
    assert [layer.name for layer in layers] == ["co-retweet", "co-retweet+similar-text"]
    assert [layer.settings for layer in layers] == [{}, {"similarity": 0.5}]
    assert signal_names("co-retweet,co-retweet+similar-text") == ["co-retweet", "similar-text"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("co-link+co-link", "names a signal twice"),
        ("co-link+handle-sharing", "handle-sharing has no times"),
        ("co-link+", "no signal ''"),
        ("co-link+co-sleep", "no signal 'co-sleep'"),
    ],
)
def test_signals_that_cannot_be_combined_are_refused(text: str, says: str) -> None:
    with pytest.raises(UsageError, match=says):
        find_layer(text)


def test_a_parameter_that_none_of_the_combined_signals_has_is_refused() -> None:
    with pytest.raises(UsageError, match="--similarity does not apply"):
        find_layer("co-link+co-retweet", similarity=0.5)
