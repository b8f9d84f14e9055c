"""The relationships of the graph model: types, ends, properties and their meaning; see `explorer.model.nodes`."""

from typing import Final

from explorer.model.properties import LONGEST_HASH, LONGEST_ID, LONGEST_KEY, PROVENANCE, Property, Relationship

OPERATED_BY: Final = Relationship(
    "OPERATED_BY", "Account", "Outlet", "The outlet operates the account.",
    (
        Property("source", "STRING", "source of the entry, with its date"),
        Property("tenure", "STRING", "current, former or historical, as in the registry; absent: current"),
        Property("validFrom", "DATE", "first day on which the account belongs to the outlet; absent: unknown"),
        Property("validUntil", "DATE", "last day on which it does; absent: it still does, or the day is unknown"),
        *PROVENANCE,
    ),
)  # fmt: skip
POSTED: Final = Relationship("POSTED", "Account", "Post", "The account wrote the post.", PROVENANCE)
RETWEETED: Final = Relationship(
    "RETWEETED",
    "Account",
    "Post",
    "The account retweeted the post.",
    (
        # an id may be made of account, post and time
        Property("actionId", "STRING", "`platform:id` of the retweet", longest=LONGEST_KEY + LONGEST_ID + 32),
        Property("at", "DATETIME", "when the retweet was made"),
        *PROVENANCE,
    ),
    key="actionId",
)
LIKED: Final = Relationship(
    "LIKED",
    "Account",
    "Post",
    "The account liked the post.",
    (Property("at", "DATETIME", "when the account liked the post"), *PROVENANCE),
)
REPLY_TO: Final = Relationship("REPLY_TO", "Post", "Post", "The post replies to another post.", PROVENANCE)
QUOTES: Final = Relationship("QUOTES", "Post", "Post", "The post quotes another post.", PROVENANCE)
TAGGED: Final = Relationship("TAGGED", "Post", "Hashtag", "The post contains the hashtag.", PROVENANCE)
LINKS_TO: Final = Relationship("LINKS_TO", "Post", "Link", "The post contains the link.", PROVENANCE)
AMPLIFIED: Final = Relationship(
    "AMPLIFIED",
    "Account",
    "Account",
    "Roll-up: all retweets of one account by another. Every import updates it.",
    (
        Property("retweets", "INTEGER", "number of retweets"),
        Property("firstAt", "DATETIME", "time of the first retweet"),
        Property("lastAt", "DATETIME", "time of the last retweet"),
        Property(
            "medianDelay",
            "FLOAT",
            "median time from post to retweet, in seconds; absent: no post has a known time before its retweet",
        ),
        Property("timed", "INTEGER", "retweets with a known delay; absent: none"),
        Property(
            "rapid",
            "INTEGER",
            "rapid retweets: within 10 seconds of the post (Luceri et al. 2024); absent: no delay is known",
        ),
    ),
)
ON_DAY: Final = Relationship(
    "ON_DAY",
    "Account",
    "Day",
    "Roll-up of an outlet's account: what it published and received on a day. Every import updates it.",
    (
        Property("posts", "INTEGER", "posts published on the day"),
        Property("likes", "INTEGER", "likes of these posts according to the platform"),
        Property("replies", "INTEGER", "replies to these posts according to the platform"),
        Property("reposts", "INTEGER", "retweets of these posts according to the platform"),
        Property("quotes", "INTEGER", "quotes of these posts according to the platform"),
        Property("promoted", "INTEGER", "number of these posts that were paid advertising"),
        Property("retweets", "INTEGER", "retweets on the day, of the account's posts of any day"),
        Property("timed", "INTEGER", "retweets on the day with a known delay"),
        Property("rapid", "INTEGER", "rapid retweets on the day: within 10 seconds of the post"),
        Property(
            "suspendedOn",
            "LIST<DATE>",
            "days on which retweeting accounts were suspended, ascending; 0001-01-01: day unknown",
        ),
        Property("bySuspended", "LIST<INTEGER>", "retweets by accounts suspended on each day of `suspendedOn`"),
    ),
)
COORDINATED: Final = Relationship(
    "COORDINATED",
    "Account",
    "Account",
    "Edge of a run's network, stored once per signal. Edges are undirected; the stored direction has no meaning.",
    (
        Property("runId", "STRING", "the run that found it", indexed=True, longest=LONGEST_HASH),
        Property("signal", "STRING", "signal of the edge; the names of combined signals are joined by plus signs"),
        Property("weight", "INTEGER or FLOAT", "edge weight by the run's weighting; a fraction with cosine"),
        Property("objects", "INTEGER", "number of distinct objects with a co-action"),
        Property(
            "window",
            "INTEGER",
            "window in which the pair is found best, in milliseconds, to which all other properties refer; absent: the "
            "run scanned no windows, and its own window counts",
        ),
        Property(
            "moments",
            "INTEGER",
            "number of co-actions at least 15 minutes apart; this and the properties below: absent without a "
            "significance test",
        ),
        Property(
            "shared",
            "INTEGER",
            "number of objects that both accounts acted on, at any time",
        ),
        Property(
            "expectedChance",
            "FLOAT",
            "expected weight under the activity model (accounts that are active in the same hours)",
        ),
        Property("expectedSync", "FLOAT", "expected weight under the reaction-time model, given the shared objects"),
        Property(
            "expectedThird",
            "FLOAT",
            "expected weight under the third-party model, from the times at which third accounts act on the shared "
            "objects",
        ),
        Property("pChance", "FLOAT", "p-value under the activity model: probability of this weight or more"),
        Property("pSync", "FLOAT", "p-value under the reaction-time model"),
        Property("pThird", "FLOAT", "p-value under the third-party model"),
        Property(
            "q",
            "FLOAT",
            "q-value: smallest false-discovery rate, over edges and over accounts, at which the edge is in tier A",
        ),
        Property(
            "tier",
            "STRING",
            "A: beyond independent reaction, no null model explains the edge; B: shared audience, fast reactions or a "
            "short campaign may explain it, so review it; trigger: a common trigger is not excluded; joined: connects "
            "a joined account with members of a group; clusters are found on tier A",
        ),
        Property("trigger", "STRING", "what indicates a common trigger; absent: the edge is not in the tier trigger"),
        Property(
            "triggerAccount",
            "STRING",
            "key of the account that is the likely common trigger; absent: the trigger is not one account",
            indexed=True,
            longest=LONGEST_KEY,
        ),
    ),
)
FOUND_IN: Final = Relationship("FOUND_IN", "Cluster", "Run", "The run found the cluster.")
MEMBER_OF: Final = Relationship(
    "MEMBER_OF",
    "Account",
    "Cluster",
    "The account belongs to the cluster.",
    (
        Property("role", "STRING", "core (in the cluster's innermost k-core) or periphery"),
        Property(
            "stability",
            "FLOAT",
            "how reproducible the membership is, not evidence of coordination: share of Leiden runs with different "
            "seeds in which the account and another member are in the same cluster, mean over the other members, 0 to "
            "1; absent: only one seed, or a joined account",
        ),
        Property(
            "joined",
            "BOOLEAN",
            "true: a joined account, which was tested against the group as a whole after the cluster was found; "
            "absent: all other members",
        ),
    ),
)
_AMPLIFICATION: Final = (
    Property("retweets", "INTEGER", "retweets of the outlet's accounts by members"),
    Property("accounts", "INTEGER", "members that retweeted the outlet"),
    Property("topMemberRetweets", "INTEGER", "retweets of the outlet by the member that made the most of them"),
    Property("activeMembers", "INTEGER", "members that retweeted any known account"),
    Property("shareOfCluster", "FLOAT", "share of the cluster's retweets that went to the outlet, 0 to 1"),
    Property("shareOfOutlet", "FLOAT", "share of the outlet's retweets that came from the cluster, 0 to 1"),
    Property("lift", "FLOAT", "shareOfCluster divided by the outlet's share of all retweets on the run's platforms"),
    Property("liftLow", "FLOAT", "lower end of the lift's 95% confidence interval; absent: no interval"),
    Property("liftHigh", "FLOAT", "upper end of the interval; absent: no interval"),
    Property("noIntervalReason", "STRING", "why there is no interval; absent: there is one"),
    Property("rapid", "INTEGER", "rapid retweets: within 10 seconds of the post; absent: no delay is known"),
    Property("suspended", "INTEGER", "retweets by accounts with status suspended; absent: no member's status is known"),
    Property("firstAt", "DATETIME", "time of the first of these retweets"),
    Property("lastAt", "DATETIME", "time of the last of these retweets"),
)
BOOSTS: Final = Relationship(
    "BOOSTS",
    "Cluster",
    "Outlet",
    "The cluster retweets the outlet more than all accounts do: the lift's 95% confidence interval is above 1.",
    _AMPLIFICATION,
)
AMPLIFIES: Final = Relationship(
    "AMPLIFIES",
    "Cluster",
    "Outlet",
    "Members of the cluster retweeted the outlet, but not as a boost: the interval is not above 1, or there is none.",
    _AMPLIFICATION,
)
ABOUT: Final = Relationship("ABOUT", "Judgement", "Account", "The judgement is about the account.")
HOLDS_FOR: Final = Relationship(
    "HOLDS_FOR",
    "Judgement",
    "Cluster",
    "The judgement applies to the cluster, or to a cluster of another run with nearly the same members.",
    (
        Property(
            "overlap",
            "FLOAT",
            "Jaccard index of the members: accounts in both clusters, divided by accounts in either, above 0.5 to 1",
        ),
        Property("carried", "BOOLEAN", "false: this cluster was judged; true: a cluster of another run was judged"),
    ),
)

RELATIONSHIPS: Final = (
    OPERATED_BY, POSTED, RETWEETED, LIKED, REPLY_TO, QUOTES, TAGGED, LINKS_TO, AMPLIFIED, ON_DAY,
    COORDINATED, FOUND_IN, MEMBER_OF, BOOSTS, AMPLIFIES, ABOUT, HOLDS_FOR,
)  # fmt: skip

RAPID_SECONDS: Final = 10
"""A retweet within this many seconds of the post is rapid (Luceri et al. 2024)."""
