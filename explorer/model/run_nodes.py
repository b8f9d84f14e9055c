"""The nodes of the graph model that hold results: runs, clusters and judgements; see `explorer.model.nodes`."""

from typing import Final

from explorer.model.properties import LONGEST_HASH, Node, Property

SIGNAL_PARAMETERS: Final = {
    "fast_seconds": Property(
        "fastSeconds",
        "FLOAT",
        "fast-retweet: maximum delay of a fast retweet, in seconds; absent: the run does not use the signal",
    ),
    "min_tags": Property(
        "minTags", "FLOAT", "hashtag-sequence: minimum sequence length; absent: the run does not use the signal"
    ),
    "similarity": Property(
        "similarity",
        "FLOAT",
        "similar-text: share of the shorter text that two texts must have in common, 0.1 to 1; absent: the run "
        "does not use the signal",
    ),
}
"""Properties of a run that hold parameters of its signals, by parameter name."""
RUN: Final = Node(
    "Run",
    "runId",
    "The stored result of a detection, with its parameters.",
    (
        Property("runId", "STRING", "hash of the parameters and the data fingerprint", longest=LONGEST_HASH),
        Property(
            "signal",
            "STRING",
            "kind of co-action, such as co-retweet; several signals are separated by commas, those of "
            "combined signals by plus signs",
        ),
        Property("weighting", "STRING", "rule for edge weights: objects, pairs, messages or cosine"),
        Property(
            "window",
            "INTEGER",
            "maximum time between the two actions of a co-action, in milliseconds, inclusive; if windows were scanned, "
            "the longest one",
        ),
        Property(
            "windows",
            "LIST<INTEGER>",
            "windows that were scanned, in milliseconds, ascending; absent: only `window`",
        ),
        Property("minWeight", "INTEGER or FLOAT", "minimum edge weight; a fraction with cosine"),
        *SIGNAL_PARAMETERS.values(),
        Property("parameters", "STRING", "all parameters as JSON"),
        Property("seed", "INTEGER", "random seed of the community detection"),
        Property("fingerprint", "STRING", "data fingerprint: hash of the analysed events"),
        Property("version", "STRING", "version of explorer"),
        Property("createdAt", "DATETIME", "when the run was created"),
        Property("events", "INTEGER", "events analysed"),
        Property("leftOut", "INTEGER", "records excluded because they lack what the signal needs"),
        Property("edges", "INTEGER", "edges of tier A; without a significance test, all edges"),
        Property("accounts", "INTEGER", "accounts with such an edge"),
        Property("removed", "LIST<STRING>", "what limits and filters excluded, one sentence each"),
        Property(
            "allowed",
            "INTEGER",
            "accounts excluded because they were on the allow list; absent: the allow list was not used",
        ),
        Property("allowList", "STRING", "hash of the allow list; absent: the allow list was not used"),
        Property("platforms", "LIST<STRING>", "platforms of the analysed accounts"),
        Property(
            "retweets", "INTEGER", "retweets of known accounts on these platforms; absent: the retweets changed since"
        ),
        Property("tierB", "INTEGER", "edges of tier B, which clusters do not use; absent: no significance test"),
        Property("tierTrigger", "INTEGER", "edges for which a common trigger is not excluded; in no cluster"),
        Property("tierJoined", "INTEGER", "edges between joined accounts and members of the groups that they joined"),
        Property(
            "triggers",
            "LIST<STRING>",
            "likely common triggers with the most edges: the account or the kind of trigger, edges, accounts, and an "
            "example; absent: none",
        ),
        Property(
            "significance",
            "FLOAT",
            "accepted share of edges of tier A that independent reaction explains; absent: no significance test",
        ),
        Property(
            "hypotheses",
            "LIST<INTEGER>",
            "number of tested pairs of accounts, times the number of windows scanned, by signal",
        ),
        Property("cut", "LIST<FLOAT>", "largest p-value of an edge in tier A, by signal; 0: no edge in tier A"),
        Property(
            "auditAwake",
            "LIST<FLOAT>",
            "permutation audit: edges after shuffling accounts within hours, divided by edges found, by signal; "
            "absent: no audit",
        ),
        Property(
            "auditReaction",
            "LIST<FLOAT>",
            "permutation audit: edges after shuffling delays within accounts, divided by edges found, by signal; "
            "absent: no audit",
        ),
        Property(
            "outsiders",
            "LIST<FLOAT>",
            "how many times as often accounts outside tier A, and not joined, act in the window of its co-actions as "
            "in the time around it, by signal; far above 1: a common trigger is likely; absent: nobody acts there",
        ),
        Property("originsTold", "LIST<FLOAT>", "share of objects with a known publication time, by signal"),
        Property("clusters", "INTEGER", "clusters found"),
        Property("modularity", "FLOAT", "modularity of the partition into communities, including small ones"),
        Property("clusterResolution", "FLOAT", "Leiden's resolution, as given or chosen by the scan"),
        Property("resolution", "INTEGER", "time precision of the data, in seconds"),
        Property("dataFrom", "DATETIME", "time of the first event"),
        Property("dataUntil", "DATETIME", "time of the last event"),
    ),
)
CLUSTER: Final = Node(
    "Cluster",
    "clusterId",
    "A community of coordinated accounts found by a run.",
    (
        Property("clusterId", "STRING", "`runId/rank`", longest=LONGEST_HASH + 20),
        Property("runId", "STRING", "the run that found it", indexed=True, longest=LONGEST_HASH),
        Property("rank", "INTEGER", "rank by score; 1 has the highest score"),
        Property("size", "INTEGER", "member accounts, including joined accounts"),
        Property("joined", "INTEGER", "joined accounts; the five properties below do not count them"),
        Property("edges", "INTEGER", "edges of tier A between members"),
        Property("weight", "INTEGER or FLOAT", "total weight of these edges"),
        Property("density", "FLOAT", "pairs of members with such an edge, divided by all pairs of members, 0 to 1"),
        Property("score", "FLOAT", "weight of these edges beyond the expected weight, per member"),
        Property(
            "stability",
            "FLOAT",
            "how reproducible the cluster is, not evidence of coordination: share of Leiden runs with different seeds "
            "in which two members are in the same cluster, mean over pairs, 0 to 1; absent: only one seed",
        ),
        Property("retweets", "INTEGER", "members' retweets of known accounts"),
    ),
)
JUDGEMENT: Final = Node(
    "Judgement",
    "judgementId",
    "An analyst's assessment of a cluster or an account. A judgement never changes; a newer one supersedes it.",
    (
        Property("judgementId", "STRING", "random id", longest=LONGEST_HASH),
        Property("kind", "STRING", "subject of the judgement: cluster or account"),
        Property("verdict", "STRING", "coordinated, organic or unclear; withdrawn: cancels the earlier verdict"),
        Property("note", "STRING", "reason; may be empty"),
        Property("author", "STRING", "name of the analyst"),
        Property("at", "DATETIME", "when the judgement was made"),
        Property("runId", "STRING", "run of the judged cluster; absent for accounts"),
        Property("rank", "INTEGER", "rank of the judged cluster in its run; absent for accounts"),
        Property("members", "LIST<STRING>", "key of the account, or keys of the cluster's members when it was judged"),
    ),
)
