"""Signals: the kinds of co-action that detection can look for. All facts about a signal are declared here.

Importing this module imports nothing heavy, so that help texts and shell completion can use it;
`explorer.detect.signals.extractors` makes the events.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from explorer.common.errors import UsageError
from explorer.detect.signals import kinds
from explorer.detect.signals.kinds import RecordKind
from explorer.detect.signals.signal import AnySignal, CombinedSignals, Parameter, Signal
from explorer.model.relationships import RAPID_SECONDS

SIMILARITY: Final = Parameter(
    "similarity",
    0.8,
    0.1,
    1.0,
    "minimum share, from 0.1 to 1, of short character sequences that two texts have in common. Raise "
    "it if unrelated texts are grouped",
)
FAST_SECONDS: Final = Parameter(
    "fast_seconds", RAPID_SECONDS, 0, 3_600, "maximum seconds from the post to a retweet that counts as fast"
)
MIN_TAGS: Final = Parameter(
    "min_tags",
    5,
    2,
    100,
    "minimum number of hashtags in a sequence. Short sequences are more often the same by chance",
    whole=True,
)
PARAMETERS: Final = (SIMILARITY, FAST_SECONDS, MIN_TAGS)
"""Parameters of all signals, in the order of the help."""

CO_RETWEET: Final = Signal(
    name="co-retweet",
    object="the retweeted post",
    noun="post",
    description="two accounts retweet the same post",
    use="use it first: it gives the strongest evidence if the data have post IDs",
    needs="the ID of the retweeted post",
    kind=kinds.RETWEET_RECORDS,
    misleads="posts that many people see at once, for example because of notifications, news or promotion",
    literature="Graham et al. 2020; Pacheco et al. 2021; Luceri et al. 2024",
    evidence="as analysed",
)
CO_AMPLIFY: Final = Signal(
    name="co-amplify",
    object="the retweeted account",
    noun="account",
    description="two accounts retweet the same account",
    use="use it if the data have no post IDs; the evidence is weaker",
    needs="the retweeted account",
    kind=kinds.AMPLIFICATION_RECORDS,
    misleads="accounts with so many followers that somebody retweets them at any minute",
    literature="Pacheco et al. 2021",
    evidence="as analysed",
)
FAST_RETWEET: Final = Signal(
    name="fast-retweet",
    object="the retweeted account, for retweets within seconds of the post",
    noun="account",
    description="two accounts retweet the same account, both within seconds of the post",
    use="use it to find automatic retweeting, with a wide --window such as all",
    needs="the retweeted account, and the times of its posts",
    kind=kinds.RETWEET_RECORDS,
    misleads="followers with notifications, and data with only a few posts",
    parameters=(FAST_SECONDS,),
    literature="Luceri et al. 2024",
    evidence="as analysed",
)
CO_LINK: Final = Signal(
    name="co-link",
    object="the URL of a link",
    noun="link",
    description="two accounts post the same link",
    use="use it for campaigns that spread articles",
    needs="links in posts, with their authors and times",
    kind=kinds.LINK_RECORDS,
    misleads="breaking news and share buttons. Two short links to one page count as different links",
    literature="Giglietto et al. 2020",
    evidence="as written",
)
CO_DOMAIN: Final = Signal(
    name="co-domain",
    object="the registered domain of a link",
    noun="site",
    description="two accounts post links to the same domain",
    use="use it for networks of little-known sites, not for large sites such as youtube.com",
    needs="links in posts, with their authors and times",
    kind=kinds.LINK_RECORDS,
    misleads="large sites and link shorteners that everyone uses",
    evidence="as written",
)
CO_HASHTAG: Final = Signal(
    name="co-hashtag",
    object="the hashtag",
    noun="hashtag",
    description="two accounts use the same hashtag",
    use="use it for rare hashtags; for trending hashtags, it only finds the trend",
    needs="hashtags of posts, with their authors and times",
    kind=kinds.HASHTAG_RECORDS,
    misleads="trending topics and events on television",
    literature="Weber and Neumann 2021",
    evidence="as written",
)
HASHTAG_SEQUENCE: Final = Signal(
    name="hashtag-sequence",
    object="the hashtags of a post, in order",
    noun="post",
    description="two accounts use the same hashtags in the same order",
    use="use it to find copied lists of hashtags with varying texts, with --window set to hours or all",
    needs="texts of posts, with their authors and times",
    kind=kinds.POST_RECORDS,
    misleads="tools and challenges that suggest hashtags, and openly automated accounts that add the same hashtags",
    parameters=(MIN_TAGS,),
    literature="Pacheco et al. 2021",
    evidence=None,
)
CO_REPLY: Final = Signal(
    name="co-reply",
    object="the post replied to",
    noun="post",
    description="two accounts reply to the same post",
    use="use it to find brigading and paid praise",
    needs="the ID of the post that is replied to, with the authors and times of replies",
    kind=kinds.REPLY_RECORDS,
    misleads="posts that anger or delight many people at once",
    evidence="as analysed",
)
CO_TEXT: Final = Signal(
    name="co-text",
    object="the text, normalised",
    noun="text",
    description="two accounts post the same text",
    use="use it to find copied texts",
    needs="texts of posts, with their authors and times",
    kind=kinds.POST_RECORDS,
    misleads="short phrases such as 'good morning', quotations, and share buttons that fill in a headline",
    evidence="as written",
)
SIMILAR_TEXT: Final = Signal(
    name="similar-text",
    object="a group of similar texts",
    noun="post",
    description="two accounts post nearly the same text",
    use="use it to find templates with some words changed; slower than co-text",
    needs="texts of posts, with their authors and times",
    kind=kinds.POST_RECORDS,
    misleads="the same as for co-text. A chain of similar texts can also connect two different texts",
    parameters=(SIMILARITY,),
    literature="Pacheco et al. 2020; Luceri et al. 2024",
    evidence=None,
)
HANDLE_SHARING: Final = Signal(
    name="handle-sharing",
    object="the handle",
    noun="handle",
    description="two accounts with different IDs have used the same handle",
    use="use it to find accounts that take over handles; it has no times, so --window does not apply",
    needs="IDs and handles of accounts",
    kind=kinds.HANDLE_RECORDS,
    misleads="handles given up by an account and taken by an unrelated account",
    timeless=True,
    literature="Pacheco et al. 2021",
    evidence=None,
)
CO_POST: Final = Signal(
    name="co-post",
    object="the time",
    noun="post",
    description="two accounts post anything at the same time",
    use="use it only to examine timing, with --window 1s or 0s, because most of its pairs are due to chance",
    needs="posts, with their authors and times",
    kind=kinds.POST_RECORDS,
    misleads="accounts that are active in the same hours, and schedulers that post on the full hour",
    evidence="as analysed",
    caution="co-post compares only times. Accounts that are active in the same hours post at the same time "
    "by chance, and schedulers post on the full minute. Use its results to ask further questions, "
    "not as findings.",
)

SIGNALS: Final = {
    signal.name: signal
    for signal in (
        *(CO_RETWEET, CO_AMPLIFY, FAST_RETWEET, CO_LINK, CO_DOMAIN, CO_HASHTAG, HASHTAG_SEQUENCE, CO_REPLY, CO_TEXT),
        *(SIMILAR_TEXT, HANDLE_SHARING, CO_POST),
    )
}


def find_signal(name: str, **values: float | None) -> Signal:
    """Return a signal by its name, with the given parameter values; None keeps the default.

    Raises:
        UsageError: If there is no such signal, it has no such parameter, or a value is out of range.
    """
    try:
        signal = SIGNALS[name]
    except KeyError:
        raise UsageError(f"There is no signal {name!r}.", hint=f"The signals are: {', '.join(SIGNALS)}") from None
    for parameter, value in values.items():
        if value is not None and parameter not in signal.settings:
            having = ", ".join(other.name for other in SIGNALS.values() if parameter in other.settings)
            option = "--" + parameter.replace("_", "-")
            raise UsageError(f"{option} does not apply to {name}.", hint=f"Leave it out. It applies to: {having}.")
    return signal.with_parameters(values)


def find_layer(text: str, **values: float | None) -> AnySignal:
    """Return a signal by its name, or several whose names are joined by plus signs, combined.

    The order of the names does not matter. Each signal gets the values of its own parameters.

    Raises:
        UsageError: If there is no signal of that name, none has a given parameter, or the signals cannot be combined.
    """
    return find_signals([text], **values)[0]


def find_signals(texts: Iterable[str], **values: float | None) -> tuple[AnySignal, ...]:
    """Return several signals, each with the values of its own parameters. ``a+b`` combines the signals a and b.

    Raises:
        UsageError: As `find_layer`.
    """
    order = list(SIGNALS)
    layers = [[find_signal(name.strip()) for name in text.split("+")] for text in texts]
    used = {name for parts in layers for signal in parts for name in signal.settings}

    def with_values(signal: Signal) -> Signal:
        # a parameter that no signal has is refused by the first one
        own = {name: value for name, value in values.items() if name in signal.settings or name not in used}
        return find_signal(signal.name, **own)

    return tuple(
        with_values(parts[0])
        if len(parts) == 1
        else CombinedSignals(tuple(map(with_values, sorted(parts, key=lambda part: order.index(part.name)))))
        for parts in layers
    )


def signal_names(signals: str) -> list[str]:
    """Return the names of the signals in the text of a run or an edge, such as ``a,a+b``, each once."""
    return list(dict.fromkeys(signals.replace("+", ",").split(",")))


def explain_no_events(
    signal: Signal, where: str, left_out: Mapping[str, int], available: Iterable[RecordKind]
) -> tuple[str, str]:
    """Return an error message and a hint for data in which a signal finds no actions.

    Args:
        signal: The signal.
        where: Name of the data, such as ``the graph``.
        left_out: Reasons why records were left out, with their numbers.
        available: Kinds of records in the data.
    """
    there = list(available)
    if left_out:
        reasons = "; ".join(f"{count:,} {reason}" for reason, count in left_out.items())
        message = (
            f"No record in {where} can be used for {signal.name}, which needs {signal.needs}. Left out: {reasons}."
        )
    elif signal.kind in there:
        message = f"In {where}, there is no case of {signal.name}, where {signal.description}."
    else:
        message = f"There are no {signal.kind.acts} in {where}, but {signal.name} needs {signal.needs}."
    others = [s.name for s in SIGNALS.values() if s.kind in there and s.name != signal.name and not s.caution]
    return message, f"Try a signal for which there are data: {', '.join(others)}." if others else ""
