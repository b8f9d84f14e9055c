"""Signals: what counts as doing the same. Each is a declaration: records of one kind in, events out.

How the events are made stands in `explorer.detect.signals.extractors`; the one kernel does the rest.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from explorer.common.errors import UsageError
from explorer.common.progress import Progress, silent
from explorer.detect.signals import extractors as found
from explorer.detect.signals import records
from explorer.detect.signals.extractors import Found
from explorer.detect.signals.records import Kind, Records
from explorer.model.graph import RAPID_SECONDS


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a signal can be told.

    Attributes:
        name: in runs and messages.
        default: its value where nothing is said.
        least: smallest value.
        most: largest value.
        description: for analysts, no full stop.
    """

    name: str
    default: float
    least: float
    most: float
    description: str


SIMILARITY: Final = Parameter(
    "similarity", 0.8, 0.1, 1.0, "how much of the shorter sequences of letters two texts must have in common, 0.1 to 1"
)
FAST_SECONDS: Final = Parameter("fast_seconds", RAPID_SECONDS, 0, 3_600, "seconds from the post to a fast retweet")
MIN_TAGS: Final = Parameter("min_tags", 5, 2, 100, "fewest hashtags in a sequence")
PARAMETERS: Final = (SIMILARITY, FAST_SECONDS, MIN_TAGS)


@dataclass(frozen=True, slots=True)
class Signal:
    """A way in which two accounts can do the same.

    Attributes:
        name: as typed on the command line.
        object: what the two have in common, in a word or two.
        description: one sentence for analysts, without its full stop.
        use: a phrase on when to use it.
        needs: what data must tell for it.
        kind: the records that it reads.
        make: makes events of them; its keyword arguments are the parameters.
        parameters: what it can be told.
        timeless: the window means nothing, since the records have no times.
        misleads: what else looks like it.
        values: values given for its parameters; the others have their defaults.
    """

    name: str
    object: str
    description: str
    use: str
    needs: str
    kind: Kind
    make: Callable[..., Found]
    misleads: str
    parameters: tuple[Parameter, ...] = ()
    timeless: bool = False
    values: tuple[tuple[str, float], ...] = ()

    @property
    def settings(self) -> dict[str, float]:
        """All parameters with their values."""
        return {parameter.name: parameter.default for parameter in self.parameters} | dict(self.values)

    def find(self, acts: Records, *, progress: Progress = silent) -> Found:
        """Return the events in records of its kind.

        Args:
            acts: the records.
            progress: told of what takes long.
        """
        return self.make(acts, progress=progress, **self.settings)

    def told(self, **values: float | None) -> "Signal":
        """Return the signal with these values of its parameters; None leaves a default.

        Raises:
            UsageError: if it has no such parameter, or a value is out of range.
        """
        given = {name: value for name, value in values.items() if value is not None}
        known = {parameter.name: parameter for parameter in self.parameters}
        for name, value in given.items():
            option = "--" + name.replace("_", "-")
            if name not in known:
                having = ", ".join(s.name for s in SIGNALS.values() if any(p.name == name for p in s.parameters))
                raise UsageError(f"{self.name} knows no {option}.", hint=f"It belongs to: {having}. Leave it out.")
            parameter = known[name]
            if not parameter.least <= value <= parameter.most:
                raise UsageError(
                    f"{option} {value:g} is out of range.",
                    hint=f"From {parameter.least:g} to {parameter.most:g}; the default is {parameter.default:g}.",
                )
        return replace(self, values=tuple(sorted(given.items())))


CO_RETWEET: Final = Signal(
    "co-retweet",
    "the retweeted post",
    "two accounts retweet the same post",
    "the first to try, and the strongest where posts are told apart",
    "the id of the retweeted post",
    records.RETWEETS,
    found.retweeted_posts,
    "a post that everyone sees: fans with notifications, news, a promoted post",
)
CO_AMPLIFY: Final = Signal(
    "co-amplify",
    "the retweeted account",
    "two accounts retweet the same account",
    "for data without post ids; weaker",
    "the retweeted account",
    records.AMPLIFICATIONS,
    found.retweeted_accounts,
    "an account with many followers is retweeted by someone at any minute",
)
FAST_RETWEET: Final = Signal(
    "fast-retweet",
    "the retweeted account, of retweets within seconds of the post",
    "two accounts retweet the same account, both within seconds of the post",
    "for automatic retweeting; take a wide --window, such as all",
    "the retweeted account, and when its posts were published",
    records.RETWEETS,
    found.fast_retweets,
    "followers with notifications switched on, and few posts at which to be fast",
    (FAST_SECONDS,),
)
CO_LINK: Final = Signal(
    "co-link",
    "the address of a link",
    "two accounts post the same link",
    "for campaigns that spread articles",
    "links in posts, and who wrote these when",
    records.LINKS,
    found.links,
    "news that breaks, and share buttons; short links hide that two addresses are one",
)
CO_DOMAIN: Final = Signal(
    "co-domain",
    "the registered domain of a link",
    "two accounts post links to the same domain",
    "for networks of little-known sites; useless for youtube.com",
    "links in posts, and who wrote these when",
    records.LINKS,
    found.domains,
    "large sites and link shorteners, to which everyone links",
)
CO_HASHTAG: Final = Signal(
    "co-hashtag",
    "the hashtag",
    "two accounts use the same hashtag",
    "for hashtags that nobody else uses; on trends it finds the trend",
    "hashtags of posts, and who wrote these when",
    records.HASHTAGS,
    found.hashtags,
    "trending topics and events on television",
)
HASHTAG_SEQUENCE: Final = Signal(
    "hashtag-sequence",
    "the hashtags of a post in their order",
    "two accounts use the same hashtags in the same order",
    "for copied strings of hashtags around varied texts; hours or all as --window",
    "texts of posts, and who wrote these when",
    records.POSTS,
    found.hashtag_sequences,
    "tools and challenges that suggest a string of hashtags, openly automated accounts that add the same ones",
    (MIN_TAGS,),
)
CO_REPLY: Final = Signal(
    "co-reply",
    "the post replied to",
    "two accounts reply to the same post",
    "for brigading and for praise on order",
    "the id of the post that a post replies to, and who wrote that when",
    records.REPLIES,
    found.answered_posts,
    "a post that angers or delights many at once",
)
CO_TEXT: Final = Signal(
    "co-text",
    "the text, normalised",
    "two accounts post the same text",
    "for copy and paste",
    "texts of posts, and who wrote these when",
    records.POSTS,
    found.texts,
    "short phrases (good morning), share buttons that fill in the headline, quotations",
)
SIMILAR_TEXT: Final = Signal(
    "similar-text",
    "a group of similar texts",
    "two accounts post nearly the same text",
    "for templates with words exchanged; slower",
    "texts of posts, and who wrote these when",
    records.POSTS,
    found.similar_texts,
    "as co-text; and a chain of texts, each like the next, may end far from where it began",
    (SIMILARITY,),
)
HANDLE_SHARING: Final = Signal(
    "handle-sharing",
    "the handle",
    "two accounts, by their ids, have carried the same handle",
    "for accounts that take over names; has no times and no --window",
    "ids and handles of accounts",
    records.HANDLES,
    found.handles,
    "a handle given up is free to be taken by a stranger",
    timeless=True,
)
CO_POST: Final = Signal(
    "co-post",
    "the moment",
    "two accounts post anything at the same time",
    "only as a question about timing, with --window 1s or 0s: chance alone makes most of its pairs",
    "who wrote posts when",
    records.POSTS,
    found.posts,
    "everyone who is awake in the same hours; schedulers that post on the full hour",
)

SIGNALS: Final = {
    signal.name: signal
    for signal in (
        *(CO_RETWEET, CO_AMPLIFY, FAST_RETWEET, CO_LINK, CO_DOMAIN, CO_HASHTAG, HASHTAG_SEQUENCE, CO_REPLY, CO_TEXT),
        *(SIMILAR_TEXT, HANDLE_SHARING, CO_POST),
    )
}


def find_signal(name: str, **values: float | None) -> Signal:
    """Return the signal called ``name``, told the values of its parameters (None: the default).

    Raises:
        UsageError: if there is none, or as `Signal.told`.
    """
    try:
        signal = SIGNALS[name]
    except KeyError:
        raise UsageError(f"There is no signal {name!r}.", hint=f"Signals are: {', '.join(SIGNALS)}") from None
    return signal.told(**values)


def find_signals(names: Iterable[str], **values: float | None) -> tuple[Signal, ...]:
    """Return several signals; each is told the values of those parameters that it has.

    Raises:
        UsageError: if there is none of a name, or none that has a parameter that was given.
    """
    signals = [find_signal(name) for name in names]
    had = {name for signal in signals for name in signal.settings}
    return tuple(
        signal.told(**{name: value for name, value in values.items() if name in signal.settings or name not in had})
        for signal in signals
    )


def nothing_found(signal: Signal, where: str, left_out: Mapping[str, int], kinds: Iterable[Kind]) -> tuple[str, str]:
    """Return what to say, and what to do next, where there is no event of a signal.

    Args:
        signal: the signal.
        where: the data's name, such as ``the graph``.
        left_out: why its records do not carry it, with how many.
        kinds: kinds of which the data has records.
    """
    there = list(kinds)
    if left_out:
        reasons = "; ".join(f"{count:,} {reason}" for reason, count in left_out.items())
        message = f"Nothing in {where} carries {signal.name}, which needs {signal.needs}: {reasons}."
    elif signal.kind in there:
        message = f"Nothing in {where} shows {signal.name}: that {signal.description}."
    else:
        message = f"There are no {signal.kind.acts} in {where}, and {signal.name} needs {signal.needs}."
    others = [s.name for s in SIGNALS.values() if s.kind in there and s not in (signal, CO_POST)]
    return message, f"Signals that this data may carry: {', '.join(others)}." if others else ""


def as_parameters(signal: Signal) -> dict[str, Any]:
    """Return a signal as a run records it: its name and the values of its parameters."""
    return {"signal": signal.name, **signal.settings}
