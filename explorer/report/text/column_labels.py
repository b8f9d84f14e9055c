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
    "created": "created on",
    "degree": "tied to",
    "edges_kept": "% of edges shared with neighbouring cells",
    "handles": "handles, the first one first",
    "high": "95% CI high",
    "known": "of known delay",
    "labelled": "labelled on",
    "least": "retweets each, at least",
    "low": "95% CI low",
    "median": "half within (s)",
    "minWeight": "minimum weight",
    "n": "compared with",
    "object": "post or object",
    "ofAccounts": "share of the accounts",
    "ofCluster": "of the cluster's retweets",
    "ofMost": "of these by one member",
    "ofOutlet": "of the outlet's retweets",
    "ofRapid": "within 10 s",
    "ofRetweets": "share of the retweets",
    "ofSuspended": "% suspended",
    "ofTarget": "of its retweets",
    "quarter": "a quarter within (s)",
    "rows": "rows read",
    "size": "members",
    "start": "from",
    "suspendedMembers": "of these, suspended since",
    "taken": "members taken",
    "target": "retweeted account",
    "targets": "accounts retweeted",
    "threeQuarters": "three quarters within (s)",
    "verdict": "verdict",
    "wave": "found suspended on",
    "week": "week (starting Monday)",
    "who": "accounts",
    "withinHour": "within 1 h",
    "withinMinute": "within 1 min",
    "withinTenMinutes": "within 10 min",
}
"""The labels of columns whose label differs from their name."""

SHARE_COLUMNS: Final = frozenset(
    (
        "accounts_kept", "density", "edges_kept", "ofAccounts", "ofCluster", "ofMost", "ofOutlet", "ofRapid",
        "ofRetweets", "ofSuspended", "ofTarget", "share", "withinHour", "withinMinute", "withinTenMinutes",
    )
)  # fmt: skip
"""Columns that hold shares, 0 to 1, which are written as percent."""
