"""The nodes of the graph model: labels, properties, their types, units and meaning.

``cypher/schema`` contains the constraints and indexes that follow from this module and `explorer.model.relationships`,
docs/reference/schema.md is generated from them, and tests check that all of them agree.
"""

from typing import Final

from explorer.model.properties import PROVENANCE, Node, Property

_PLATFORM: Final = Property("platform", "STRING", "platform that the ids belong to: x, facebook, higgs, …")

ACCOUNT: Final = Node(
    "Account",
    "accountId",
    "A user account on a platform. A suspended account also has the label `Suspended`.",
    (
        Property("accountId", "STRING", "`platform:id`; `platform:@handle` while only the handle is known"),
        _PLATFORM,
        Property("handle", "STRING", "screen name without @, as the account's user wrote it"),
        Property("handleKey", "STRING", "`platform:handle` in lower case; finds accounts by handle", indexed=True),
        Property("handleAt", "DATETIME", "when the handle was last seen; absent: the source gives no time"),
        Property("aliases", "LIST<STRING>", "earlier and other handles in lower case; absent: none", indexed=True),
        Property("name", "STRING", "display name"),
        Property("bio", "STRING", "bio: the profile's free text"),
        Property("location", "STRING", "location that the account's user entered in the profile"),
        Property("createdAt", "DATETIME", "when the account was created"),
        Property("followers", "INTEGER", "number of followers when the profile was observed"),
        Property("following", "INTEGER", "number of followed accounts when the profile was observed"),
        Property("status", "STRING", "active, suspended or deleted; absent: unknown", indexed=True),
        Property("statusAt", "DATETIME", "when the status was observed"),
        Property("labelledAt", "DATETIME", "when the platform labelled the account as state media or government"),
        Property(
            "boostedStates",
            "LIST<STRING>",
            "roll-up: states whose outlets the account retweeted, '' for outlets without a state; absent: none",
        ),
        Property(
            "boostedRetweets",
            "LIST<INTEGER>",
            "roll-up: number of these retweets by state; retweets of an account of two states count for both",
        ),
        *PROVENANCE,
    ),
)
OUTLET: Final = Node(
    "Outlet",
    "outletId",
    "A state outlet, office or office-holder from a registry. It can operate many accounts.",
    (
        Property("outletId", "STRING", "stable id of the outlet: state and name as a slug, such as `cn-cgtn`"),
        Property("name", "STRING", "English name of the outlet or office-holder"),
        Property("kind", "STRING", "media, diplomat, agency, influencer, …"),
        Property(
            "state",
            "STRING",
            "ISO 3166-1 alpha-2 code of the outlet's state; absent for influencers",
            indexed=True,
        ),
        Property("owner", "STRING", "entity that owns or employs the outlet"),
        Property("parent", "STRING", "entity above the owner"),
        Property("source", "STRING", "source of the entry, with its date"),
        Property("retweets", "INTEGER", "roll-up: retweets of the outlet's accounts; absent: none"),
        Property(
            "perAmplifier",
            "LIST<INTEGER>",
            "roll-up: distinct numbers of retweets that single accounts made of the outlet, ascending; absent: none",
        ),
        Property("amplifiers", "LIST<INTEGER>", "roll-up: number of accounts for each value of `perAmplifier`"),
        *PROVENANCE,
    ),
)
POST: Final = Node(
    "Post",
    "postId",
    "An original post, not a retweet.",
    (
        Property("postId", "STRING", "`platform:id`"),
        _PLATFORM,
        Property("createdAt", "DATETIME", "when the post was published"),
        Property("text", "STRING", "text of the post"),
        Property("language", "STRING", "language code from the platform"),
        Property("likes", "INTEGER", "number of likes according to the platform"),
        Property("replies", "INTEGER", "number of replies according to the platform"),
        Property("reposts", "INTEGER", "number of retweets according to the platform"),
        Property("quotes", "INTEGER", "number of quotes according to the platform"),
        Property("promoted", "BOOLEAN", "whether the post was paid advertising"),
        Property(
            "identified",
            "BOOLEAN",
            "false: a stub post, which represents all posts of an author where the source does not identify posts",
        ),
        *PROVENANCE,
    ),
)
HASHTAG: Final = Node(
    "Hashtag", "tag", "A hashtag.", (Property("tag", "STRING", "the hashtag without #, in lower case"),)
)
LINK: Final = Node(
    "Link",
    "url",
    "A web address.",
    (
        Property("url", "STRING", "the address as written in the post"),
        Property("domain", "STRING", "host of the address, in lower case, without www."),
    ),
)
DAY: Final = Node("Day", "date", "A day in UTC.", (Property("date", "DATE", "the day"),))
IMPORT: Final = Node(
    "Import",
    "importId",
    "The record of an imported file. Its counts add up: rows = loaded + duplicates + rejected.",
    (
        Property("importId", "STRING", "hash of the file's content, format, table and platform"),
        Property("file", "STRING", "name of the file"),
        Property("sha256", "STRING", "SHA-256 of the file as stored"),
        Property("registry", "STRING", "registry that the file is a version of; absent for other files"),
        Property("format", "STRING", "format that the file was read as"),
        Property("platform", "STRING", "platform of rows that do not name one"),
        Property("platforms", "LIST<STRING>", "platforms of the rows"),
        Property("options", "STRING", "options for reading the file, such as a mapping of columns; absent: none"),
        Property("resolution", "INTEGER", "time precision of the retweets, in seconds"),
        Property("postResolution", "INTEGER", "time precision of the posts, in seconds"),
        Property("resolutionReason", "STRING", "why the times have this precision; absent: written in seconds"),
        Property("dataFrom", "DATETIME", "time of the first retweet"),
        Property("dataUntil", "DATETIME", "time of the last retweet"),
        Property("rows", "INTEGER", "data rows read"),
        Property("loaded", "INTEGER", "rows that added something to the graph"),
        Property("duplicates", "INTEGER", "rows that added nothing to the graph"),
        Property("rejected", "INTEGER", "rows that cannot be imported"),
        Property("reasons", "LIST<STRING>", "reasons for rejected rows with their counts, most frequent first"),
        Property("version", "STRING", "version of explorer"),
        Property("startedAt", "DATETIME", "when the import started"),
        Property("finishedAt", "DATETIME", "when the import was completed; absent: it was interrupted, run it again"),
        Property("undoing", "BOOLEAN", "true: undoing the import was interrupted; run the undo again"),
    ),
)
LOCK: Final = Node(
    "Lock",
    "name",
    "Lock of the command that writes, so that only one command writes at a time.",
    (
        Property("name", "STRING", "what the lock protects: data or judgements"),
        Property("holder", "INTEGER", "no meaning; setting it acquires the lock"),
    ),
)
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
        Property("runId", "STRING", "hash of the parameters and the data fingerprint"),
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
        Property("clusterId", "STRING", "`runId/rank`"),
        Property("runId", "STRING", "the run that found it", indexed=True),
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
        Property("judgementId", "STRING", "random id"),
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

NODES: Final = (ACCOUNT, OUTLET, POST, HASHTAG, LINK, DAY, IMPORT, RUN, CLUSTER, JUDGEMENT, LOCK)
