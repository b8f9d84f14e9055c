"""The labels of columns in the report's tables."""

from typing import Final

COLUMN_LABELS: Final = {
    "accounts_kept": "% of accounts shared with neighbouring cells",
    "after": "a day after",
    "amplifiers": "that retweeted outlets",
    "before": "a day before",
    "boosted": "strongest boost",
    "byClusters": "by cluster members",
    "byOthers": "by everyone else",
    "bySuspended": "by others suspended since",
    "comparison": "change of others",
    "createdDay": "created on",
    "degree": "tied to",
    "edges_kept": "% of edges shared with neighbouring cells",
    "handles": "handles, the first one first",
    "high": "95% CI high",
    "retweetsWithDelay": "of known delay",
    "labelled": "labelled on",
    "minRetweets": "retweets each, at least",
    "low": "95% CI low",
    "medianDelay": "half within (s)",
    "minWeight": "minimum weight",
    "n": "compared with",
    "object": "post or object",
    "shareOfAccounts": "share of the accounts",
    "shareOfCluster": "of the cluster's retweets",
    "shareOfTopMember": "of these by one member",
    "shareOfOutlet": "of the outlet's retweets",
    "rapidShare": "within 10 s",
    "shareOfRetweets": "share of the retweets",
    "ofSuspended": "% suspended",
    "shareOfTarget": "of its retweets",
    "lowerQuartileDelay": "a quarter within (s)",
    "rows": "rows read",
    "size": "members",
    "startAt": "from",
    "suspendedMembers": "of these, suspended since",
    "taken": "members taken",
    "target": "retweeted account",
    "retweetedAccounts": "accounts retweeted",
    "upperQuartileDelay": "three quarters within (s)",
    "verdict": "verdict",
    "wave": "found suspended on",
    "week": "week (starting Monday)",
    "who": "accounts",
    "shareWithinHour": "within 1 h",
    "shareWithinMinute": "within 1 min",
    "shareWithinTenMinutes": "within 10 min",
}
"""The labels of columns whose label differs from their name."""

SHARE_COLUMNS: Final = frozenset(
    (
        "accounts_kept", "density", "edges_kept", "ofSuspended", "rapidShare", "share", "shareOfAccounts",
        "shareOfCluster", "shareOfOutlet", "shareOfRetweets", "shareOfTarget", "shareOfTopMember", "shareWithinHour",
        "shareWithinMinute", "shareWithinTenMinutes",
    )
)  # fmt: skip
"""Columns that hold shares, 0 to 1, which are written as percent."""
