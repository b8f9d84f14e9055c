"""Signals: what counts as doing the same. Each declares everything that is known of it, in one place.

Importing this module imports nothing heavy, so that help texts and shell completion can use it;
`explorer.detect.signals.extractors` makes the events.
"""

from collections.abc import Iterable, Mapping
from typing import Final

from explorer.common.errors import UsageError
from explorer.detect.signals import kinds
from explorer.detect.signals.kinds import RecordKind
from explorer.detect.signals.signal import Parameter, Signal
from explorer.model.relationships import RAPID_SECONDS

SIMILARITY: Final = Parameter(
    "similarity", 0.8, 0.1, 1.0, "how much of the shorter sequences of letters two texts must have in common, 0.1 to 1"
)
FAST_SECONDS: Final = Parameter("fast_seconds", RAPID_SECONDS, 0, 3_600, "seconds from the post to a fast retweet")
MIN_TAGS: Final = Parameter("min_tags", 5, 2, 100, "fewest hashtags in a sequence", whole=True)
PARAMETERS: Final = (SIMILARITY, FAST_SECONDS, MIN_TAGS)
"""Parameters of all signals, in the order of the help."""

CO_RETWEET: Final = Signal(
    name="co-retweet",
    object="the retweeted post",
    noun="post",
    description="two accounts retweet the same post",
    use="the first to try, and the strongest where posts are told apart",
    needs="the id of the retweeted post",
    kind=kinds.RETWEET_RECORDS,
    misleads="a post that everyone sees: fans with notifications, news, a promoted post",
    literature="Graham et al. 2020; Pacheco et al. 2021; Luceri et al. 2024",
    evidence="as analysed",
)
CO_AMPLIFY: Final = Signal(
    name="co-amplify",
    object="the retweeted account",
    noun="account",
    description="two accounts retweet the same account",
    use="for data without post ids; weaker",
    needs="the retweeted account",
    kind=kinds.AMPLIFICATION_RECORDS,
    misleads="an account with many followers is retweeted by someone at any minute",
    literature="Pacheco et al. 2021",
    evidence="as analysed",
)
FAST_RETWEET: Final = Signal(
    name="fast-retweet",
    object="the retweeted account, of retweets within seconds of the post",
    noun="account",
    description="two accounts retweet the same account, both within seconds of the post",
    use="for automatic retweeting; take a wide --window, such as all",
    needs="the retweeted account, and when its posts were published",
    kind=kinds.RETWEET_RECORDS,
    misleads="followers with notifications switched on, and few posts at which to be fast",
    parameters=(FAST_SECONDS,),
    literature="Luceri et al. 2024",
    evidence="as analysed",
)
CO_LINK: Final = Signal(
    name="co-link",
    object="the address of a link",
    noun="link",
    description="two accounts post the same link",
    use="for campaigns that spread articles",
    needs="links in posts, and who wrote these when",
    kind=kinds.LINK_RECORDS,
    misleads="news that breaks, and share buttons; short links hide that two addresses are one",
    literature="Giglietto et al. 2020",
    evidence="as written",
)
CO_DOMAIN: Final = Signal(
    name="co-domain",
    object="the registered domain of a link",
    noun="site",
    description="two accounts post links to the same domain",
    use="for networks of little-known sites; useless for youtube.com",
    needs="links in posts, and who wrote these when",
    kind=kinds.LINK_RECORDS,
    misleads="large sites and link shorteners, to which everyone links",
    evidence="as written",
)
CO_HASHTAG: Final = Signal(
    name="co-hashtag",
    object="the hashtag",
    noun="hashtag",
    description="two accounts use the same hashtag",
    use="for hashtags that nobody else uses; on trends it finds the trend",
    needs="hashtags of posts, and who wrote these when",
    kind=kinds.HASHTAG_RECORDS,
    misleads="trending topics and events on television",
    literature="Weber and Neumann 2021",
    evidence="as written",
)
HASHTAG_SEQUENCE: Final = Signal(
    name="hashtag-sequence",
    object="the hashtags of a post in their order",
    noun="post",
    description="two accounts use the same hashtags in the same order",
    use="for copied strings of hashtags around varied texts; hours or all as --window",
    needs="texts of posts, and who wrote these when",
    kind=kinds.POST_RECORDS,
    misleads="tools and challenges that suggest a string of hashtags, openly automated accounts that add the same ones",
    parameters=(MIN_TAGS,),
    literature="Pacheco et al. 2021",
    evidence=None,
)
CO_REPLY: Final = Signal(
    name="co-reply",
    object="the post replied to",
    noun="post",
    description="two accounts reply to the same post",
    use="for brigading and for praise on order",
    needs="the id of the post that a post replies to, and who wrote that when",
    kind=kinds.REPLY_RECORDS,
    misleads="a post that angers or delights many at once",
    evidence="as analysed",
)
CO_TEXT: Final = Signal(
    name="co-text",
    object="the text, normalised",
    noun="text",
    description="two accounts post the same text",
    use="for copy and paste",
    needs="texts of posts, and who wrote these when",
    kind=kinds.POST_RECORDS,
    misleads="short phrases (good morning), share buttons that fill in the headline, quotations",
    evidence="as written",
)
SIMILAR_TEXT: Final = Signal(
    name="similar-text",
    object="a group of similar texts",
    noun="post",
    description="two accounts post nearly the same text",
    use="for templates with words exchanged; slower",
    needs="texts of posts, and who wrote these when",
    kind=kinds.POST_RECORDS,
    misleads="as co-text; and a chain of texts, each like the next, may end far from where it began",
    parameters=(SIMILARITY,),
    literature="Pacheco et al. 2020; Luceri et al. 2024",
    evidence=None,
)
HANDLE_SHARING: Final = Signal(
    name="handle-sharing",
    object="the handle",
    noun="handle",
    description="two accounts, by their ids, have carried the same handle",
    use="for accounts that take over names; has no times and no --window",
    needs="ids and handles of accounts",
    kind=kinds.HANDLE_RECORDS,
    misleads="a handle given up is free to be taken by a stranger",
    timeless=True,
    literature="Pacheco et al. 2021",
    evidence=None,
)
CO_POST: Final = Signal(
    name="co-post",
    object="the moment",
    noun="post",
    description="two accounts post anything at the same time",
    use="only as a question about timing, with --window 1s or 0s: chance alone makes most of its pairs",
    needs="who wrote posts when",
    kind=kinds.POST_RECORDS,
    misleads="everyone who is awake in the same hours; schedulers that post on the full hour",
    evidence="as analysed",
    caution="co-post asks for nothing but the same time: accounts that are busy in the same hours meet by chance, and "
    "schedulers post on the full minute. Take it as a question, never as a finding.",
)

SIGNALS: Final = {
    signal.name: signal
    for signal in (
        *(CO_RETWEET, CO_AMPLIFY, FAST_RETWEET, CO_LINK, CO_DOMAIN, CO_HASHTAG, HASHTAG_SEQUENCE, CO_REPLY, CO_TEXT),
        *(SIMILAR_TEXT, HANDLE_SHARING, CO_POST),
    )
}


def find_signal(name: str, **values: float | None) -> Signal:
    """Return the signal called ``name`` with these values of its parameters; None keeps a default.

    Raises:
        UsageError: If there is no such signal, it has no such parameter, or a value is out of range.
    """
    try:
        signal = SIGNALS[name]
    except KeyError:
        raise UsageError(f"There is no signal {name!r}.", hint=f"Signals are: {', '.join(SIGNALS)}") from None
    for parameter, value in values.items():
        if value is not None and parameter not in signal.settings:
            having = ", ".join(other.name for other in SIGNALS.values() if parameter in other.settings)
            option = "--" + parameter.replace("_", "-")
            raise UsageError(f"{name} knows no {option}.", hint=f"It belongs to: {having}. Leave it out.")
    return signal.with_parameters(values)


def find_signals(names: Iterable[str], **values: float | None) -> tuple[Signal, ...]:
    """Return several signals, each with the values of the parameters that it has.

    Raises:
        UsageError: If there is no signal of a name, or none of them has a parameter that was given.
    """
    signals = [find_signal(name) for name in names]
    used = {name for signal in signals for name in signal.settings}
    return tuple(
        find_signal(
            signal.name,
            **{name: value for name, value in values.items() if name in signal.settings or name not in used},
        )
        for signal in signals
    )


def explain_no_events(
    signal: Signal, where: str, left_out: Mapping[str, int], available: Iterable[RecordKind]
) -> tuple[str, str]:
    """Return an error message and a hint for data in which a signal finds no event.

    Args:
        signal: The signal.
        where: Name of the data, such as ``the graph``.
        left_out: Reasons why records do not carry the signal, with their numbers.
        available: Kinds of records that the data has.
    """
    there = list(available)
    if left_out:
        reasons = "; ".join(f"{count:,} {reason}" for reason, count in left_out.items())
        message = f"Nothing in {where} carries {signal.name}, which needs {signal.needs}: {reasons}."
    elif signal.kind in there:
        message = f"Nothing in {where} shows {signal.name}: that {signal.description}."
    else:
        message = f"There are no {signal.kind.acts} in {where}, and {signal.name} needs {signal.needs}."
    others = [s.name for s in SIGNALS.values() if s.kind in there and s.name != signal.name and not s.caution]
    return message, f"Signals that this data may carry: {', '.join(others)}." if others else ""
