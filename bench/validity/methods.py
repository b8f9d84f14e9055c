"""The methods that are compared, from a campaign's events to edges, each with its published defaults."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import polars as pl

from explorer.common.durations import ALL_TIME
from explorer.detect.network.events import Events
from explorer.detect.network.parameters import Filters, NetworkParameters
from explorer.detect.significance.parameters import SignificanceParameters
from explorer.detect.significance.significance import find_edges
from explorer.simulate.campaign.model import Campaign


@dataclass(frozen=True, slots=True)
class Method:
    """A method that finds edges.

    Attributes:
        title: Description with its parameters.
        parameters: Parameters of the network. This package's kernel also computes the networks of the peers, because
            its results are identical to theirs (tests/oracles).
        significance: Parameters of the significance, or None for fixed weights.
        scenarios: Names of the scenarios on which the method is measured; empty: on all.
        combined: Whether the signals of a campaign are combined; otherwise each is a network of its own.
    """

    title: str
    parameters: NetworkParameters
    significance: SignificanceParameters | None = None
    scenarios: tuple[str, ...] = ()
    combined: bool = False

    def edges(self, events: Events, *, threads: int | None = None) -> pl.DataFrame:
        """Return the edges that the method finds in these events, with this many threads (None: one per processor)."""
        return find_edges(events, self.parameters, self.significance, threads=threads)[0].edges()


EXPLORER: Final = "explorer"
WINDOWS: Final = "explorer, windows"
COMBINED: Final = "explorer, combined"

METHODS: Final[Mapping[str, Method]] = {
    EXPLORER: Method(
        "default parameters of explorer: window 60 s, false-discovery rate 0.05",
        NetworkParameters(),
        SignificanceParameters(),
    ),
    WINDOWS: Method(
        "explorer with a scan of windows: --windows 10s,60s,10m,1h",
        NetworkParameters(),
        SignificanceParameters(windows=(10_000, 60_000, 600_000, 3_600_000)),
        # Each of the four windows takes as long as the default parameters.
        ("base", "jitter-10m", "jitter-1h", "none-fans", "polling-bots", "schedulers", "loyal-30", "loyal-30 alone"),
    ),
    COMBINED: Method(
        "explorer with combined signals: --signal co-retweet+co-link+co-hashtag",
        NetworkParameters(),
        SignificanceParameters(),
        ("several-signals", "several-signals alone"),
        combined=True,
    ),
    "toolkit": Method(
        "default parameters of coordination-network-toolkit: co_retweet, window 60 s, minimum weight 2",
        NetworkParameters("messages", 60_000, 2),
    ),
    "CooRTweet": Method(
        "default parameters of CooRTweet: window 10 s, minimum participation 2, edges heavier than the median",
        NetworkParameters("pairs", 10_000, 1, 2, filters=Filters(percentile=0.5)),
    ),
    "cosine (Pacheco)": Method(
        "TF-IDF cosine of Pacheco et al. 2021: accounts with more than 10 retweets, posts with 3 or more accounts, the "
        "0.5% most similar pairs",
        NetworkParameters(
            "cosine",
            ALL_TIME,
            0,
            11,
            tf="sublinear",
            min_df=3,
            filters=Filters(percentile=0.995, percentile_rule="at-least"),
        ),
    ),
    "cosine (Luceri)": Method(
        "TF-IDF cosine of Luceri et al. 2024: accounts with 20 or more retweets, the most central 10% of accounts",
        NetworkParameters("cosine", ALL_TIME, 0, 20, tf="binary", min_df=2, filters=Filters(centrality=0.9)),
    ),
}
"""All methods by name."""


def campaign_events(campaign: Campaign) -> dict[str, Events]:
    """Return a campaign's events by signal. Only retweets have origins and authors: the posts' times and authors."""
    posts = campaign.tables["posts"]
    events = {}
    if "retweets" in campaign.tables:
        events["co-retweet"] = Events.from_frame(
            campaign.tables["retweets"]
            .join(posts.select("post_id", "created_at"), on="post_id", how="left")
            .select(
                account="account_id",
                object="post_id",
                time=pl.col("retweeted_at").dt.epoch("ms"),
                origin=pl.col("created_at").dt.epoch("ms"),
                author="author_id",
            )
        )
    for signal, table, column in (("co-link", "links", "url"), ("co-hashtag", "hashtags", "tag")):
        if table in campaign.tables:
            shared = campaign.tables[table].join(posts, on="post_id")
            events[signal] = Events.from_frame(
                shared.select(account="author_id", object=column, time=pl.col("created_at").dt.epoch("ms"))
            )
    return events
