"""The relationships of the graph model: types, ends, properties and their meaning; see `explorer.model.nodes`."""

from typing import Final

from explorer.model.properties import PROVENANCE, Property, Relationship

OPERATED_BY: Final = Relationship(
    "OPERATED_BY", "Account", "Outlet", "The outlet runs the account.",
    (Property("source", "STRING", "who says so, with the source's date"), *PROVENANCE),
)  # fmt: skip
POSTED: Final = Relationship("POSTED", "Account", "Post", "The account wrote the post.", PROVENANCE)
RETWEETED: Final = Relationship(
    "RETWEETED",
    "Account",
    "Post",
    "The account retweeted the post.",
    (
        Property("actionId", "STRING", "`platform:id` of the retweet"),
        Property("at", "DATETIME", "when the retweet was made"),
        *PROVENANCE,
    ),
    key="actionId",
)
LIKED: Final = Relationship(
    "LIKED",
    "Account",
    "Post",
    "The account likes the post.",
    (Property("at", "DATETIME", "when the account liked the post"), *PROVENANCE),
)
REPLY_TO: Final = Relationship("REPLY_TO", "Post", "Post", "The post replies to the other.", PROVENANCE)
QUOTES: Final = Relationship("QUOTES", "Post", "Post", "The post quotes the other.", PROVENANCE)
TAGGED: Final = Relationship("TAGGED", "Post", "Hashtag", "The post carries the hashtag.", PROVENANCE)
LINKS_TO: Final = Relationship("LINKS_TO", "Post", "Link", "The post carries the link.", PROVENANCE)
AMPLIFIED: Final = Relationship(
    "AMPLIFIED",
    "Account",
    "Account",
    "Roll-up: all retweets of one account by another; kept true by every import.",
    (
        Property("retweets", "INTEGER", "how many"),
        Property("firstAt", "DATETIME", "the first"),
        Property("lastAt", "DATETIME", "the last"),
        Property(
            "medianDelay",
            "FLOAT",
            "seconds from post to retweet, median; absent where post times are unknown or later than all retweets",
        ),
        Property("timed", "INTEGER", "how many delays are known; absent: none"),
        Property(
            "rapid",
            "INTEGER",
            "of these, within 10 s of the post (fast retweets of Luceri et al. 2024); absent: no delay is known",
        ),
    ),
)
ON_DAY: Final = Relationship(
    "ON_DAY",
    "Account",
    "Day",
    "Roll-up of an outlet's account: what it published and received on a day; kept true by every import.",
    (
        Property("posts", "INTEGER", "posts published on the day"),
        Property("likes", "INTEGER", "likes of these posts, as counted by the platform"),
        Property("replies", "INTEGER", "replies to them, as counted by the platform"),
        Property("reposts", "INTEGER", "retweets of them, as counted by the platform"),
        Property("quotes", "INTEGER", "quotes of them, as counted by the platform"),
        Property("promoted", "INTEGER", "how many of them were paid advertising"),
        Property("retweets", "INTEGER", "retweets made on the day, of its posts of any day"),
        Property("timed", "INTEGER", "of these, those whose delay after the post is known"),
        Property("rapid", "INTEGER", "of these, within 10 s of the post"),
        Property(
            "suspendedOn", "LIST<DATE>", "the days on which accounts that made some were suspended; 0001: unknown"
        ),
        Property("bySuspended", "LIST<INTEGER>", "of the retweets, those by accounts suspended on that day"),
    ),
)
COORDINATED: Final = Relationship(
    "COORDINATED",
    "Account",
    "Account",
    "Undirected edge of a run's network, stored once for each signal; its direction means nothing.",
    (
        Property("runId", "STRING", "the run that found it", indexed=True),
        Property("signal", "STRING", "the signal whose network it is of"),
        Property("weight", "INTEGER or FLOAT", "edge weight by the run's weighting; by cosine a fraction"),
        Property("objects", "INTEGER", "distinct objects shared within the window"),
        Property(
            "moments",
            "INTEGER",
            "coincidences a quarter of an hour or more apart; this and all below: absent where fixed weights decide",
        ),
        Property(
            "shared",
            "INTEGER",
            "objects that both have, at whatever times",
        ),
        Property("expectedChance", "FLOAT", "weight expected of accounts that are awake in the same hours"),
        Property("expectedSync", "FLOAT", "weight expected of the accounts' reaction times, given what they share"),
        Property("pChance", "FLOAT", "probability of the weight or more under the first expectation"),
        Property("pSync", "FLOAT", "the same under the second"),
        Property(
            "q", "FLOAT", "least false-discovery rate, over edges and over accounts, at which the edge is of tier A"
        ),
        Property(
            "tier",
            "STRING",
            "A: beyond shared audience and reaction time; B: shared audience, fast reaction or short campaign, to be "
            "reviewed, and in no cluster",
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
        Property("role", "STRING", "core: in the cluster's innermost k-core; else periphery"),
        Property(
            "stability",
            "FLOAT",
            "how often other seeds keep it with another member, mean over them, 0 to 1; absent: one seed",
        ),
    ),
)
BOOSTS: Final = Relationship(
    "BOOSTS",
    "Cluster",
    "Outlet",
    "Members of the cluster retweeted accounts of the outlet.",
    (
        Property("retweets", "INTEGER", "retweets of the outlet's accounts by members"),
        Property("accounts", "INTEGER", "members that retweeted the outlet"),
        Property("shareOfCluster", "FLOAT", "share of the cluster's retweets that went to the outlet, 0 to 1"),
        Property("shareOfOutlet", "FLOAT", "share of the outlet's retweets that came from the cluster, 0 to 1"),
        Property("lift", "FLOAT", "shareOfCluster over the outlet's share of all retweets on the run's platforms"),
        Property(
            "rapid", "INTEGER", "of the retweets, those within 10 s of the post; absent where post times are unknown"
        ),
        Property(
            "suspended",
            "INTEGER",
            "of the retweets, those by accounts known to be suspended; absent where no member's status is known",
        ),
        Property("firstAt", "DATETIME", "the first of these retweets"),
        Property("lastAt", "DATETIME", "the last of these retweets"),
    ),
)
ABOUT: Final = Relationship("ABOUT", "Judgement", "Account", "The judgement is of the account.")
HOLDS_FOR: Final = Relationship(
    "HOLDS_FOR",
    "Judgement",
    "Cluster",
    "The judgement is of the cluster, or of another run's with nearly the same members.",
    (
        Property("overlap", "FLOAT", "accounts in both over accounts in either (Jaccard), above 0.5 to 1"),
        Property("carried", "BOOLEAN", "false: this very cluster was judged; true: the cluster of another run"),
    ),
)

RELATIONSHIPS: Final = (
    OPERATED_BY, POSTED, RETWEETED, LIKED, REPLY_TO, QUOTES, TAGGED, LINKS_TO, AMPLIFIED, ON_DAY,
    COORDINATED, FOUND_IN, MEMBER_OF, BOOSTS, ABOUT, HOLDS_FOR,
)  # fmt: skip

RAPID_SECONDS: Final = 10
"""A retweet within this many seconds of the post is rapid (Luceri et al. 2024)."""
