"""The nodes of the graph model: labels, properties, their types, units and meaning.

``cypher/schema`` holds the constraints and indexes that follow from this module and `explorer.model.relationships`,
docs/reference/schema.md is generated from them, and tests check that all of them agree.
"""

from typing import Final

from explorer.model.properties import PROVENANCE, Node, Property

_PLATFORM: Final = Property("platform", "STRING", "platform that the ids belong to: x, facebook, higgs, …")

ACCOUNT: Final = Node(
    "Account",
    "accountId",
    "A user account on a platform; while its status is suspended it has the label `Suspended`, too.",
    (
        Property("accountId", "STRING", "`platform:id`; `platform:@handle` while only the handle is known"),
        _PLATFORM,
        Property("handle", "STRING", "screen name without @, in the owner's spelling"),
        Property("handleKey", "STRING", "`platform:handle` in lower case, to find accounts by handle", indexed=True),
        Property("name", "STRING", "display name"),
        Property("bio", "STRING", "profile description"),
        Property("location", "STRING", "location as claimed in the profile"),
        Property("createdAt", "DATETIME", "when the account was created"),
        Property("followers", "INTEGER", "followers at the time of observation"),
        Property("following", "INTEGER", "accounts followed at the time of observation"),
        Property("status", "STRING", "active, suspended or deleted", indexed=True),
        Property("statusAt", "DATETIME", "when the status was observed"),
        Property("labelledAt", "DATETIME", "when the platform put a state-media or government label on the account"),
        Property(
            "boostedStates",
            "LIST<STRING>",
            "roll-up: the states whose outlets it retweeted, '' for outlets without one; absent: none",
        ),
        Property(
            "boostedRetweets",
            "LIST<INTEGER>",
            "roll-up: its retweets of these outlets, by state; of an account run from two states, in both",
        ),
        *PROVENANCE,
    ),
)
OUTLET: Final = Node(
    "Outlet",
    "outletId",
    "A state outlet, office or office-holder from a registry; may run many accounts.",
    (
        Property("outletId", "STRING", "stable name of the outlet: state and name as a slug"),
        Property("name", "STRING", "the outlet's or office-holder's name in English"),
        Property("kind", "STRING", "media, diplomat, agency, influencer, …"),
        Property(
            "state",
            "STRING",
            "ISO 3166-1 alpha-2 code of the state behind it; none for influencers",
            indexed=True,
        ),
        Property("owner", "STRING", "the entity that owns or employs it"),
        Property("parent", "STRING", "the entity above the owner"),
        Property("source", "STRING", "who says so, with the source's date"),
        Property("retweets", "INTEGER", "roll-up: all retweets of its accounts; absent: none"),
        Property(
            "perAmplifier",
            "LIST<INTEGER>",
            "roll-up: how many retweets one account made of it, each number that occurs, ascending; absent: none",
        ),
        Property("amplifiers", "LIST<INTEGER>", "roll-up: how many accounts made so many"),
        *PROVENANCE,
    ),
)
POST: Final = Node(
    "Post",
    "postId",
    "An original post.",
    (
        Property("postId", "STRING", "`platform:id`"),
        _PLATFORM,
        Property("createdAt", "DATETIME", "when the post was published"),
        Property("text", "STRING", "the post's text"),
        Property("language", "STRING", "language code as the platform gives it"),
        Property("likes", "INTEGER", "likes, as counted by the platform"),
        Property("replies", "INTEGER", "replies, as counted by the platform"),
        Property("reposts", "INTEGER", "retweets, as counted by the platform"),
        Property("quotes", "INTEGER", "quotes, as counted by the platform"),
        Property("promoted", "BOOLEAN", "whether the post was paid advertising"),
        Property(
            "identified",
            "BOOLEAN",
            "false: stands for all posts of an author that a source does not tell apart",
        ),
        *PROVENANCE,
    ),
)
HASHTAG: Final = Node("Hashtag", "tag", "A hashtag.", (Property("tag", "STRING", "the hashtag without #, lower case"),))
LINK: Final = Node(
    "Link",
    "url",
    "An address on the web.",
    (
        Property("url", "STRING", "the address as written"),
        Property("domain", "STRING", "its host, lower case, without www."),
    ),
)
DAY: Final = Node("Day", "date", "A day, UTC.", (Property("date", "DATE", "the day"),))
IMPORT: Final = Node(
    "Import",
    "importId",
    "One file as imported, with its account of rows: rows = loaded + duplicates + rejected.",
    (
        Property("importId", "STRING", "hash of the file's content, format, table and platform"),
        Property("file", "STRING", "the file's name"),
        Property("sha256", "STRING", "SHA-256 of the file as stored"),
        Property("registry", "STRING", "of a registry: which one this is a version of; absent on other imports"),
        Property("format", "STRING", "the format it was read as"),
        Property("platform", "STRING", "the platform assumed where a row names none"),
        Property("platforms", "LIST<STRING>", "the platforms of its rows"),
        Property("resolution", "INTEGER", "seconds: how finely its retweets' times are told"),
        Property("postResolution", "INTEGER", "seconds: how finely its posts' times are told"),
        Property("dataFrom", "DATETIME", "its first retweet"),
        Property("dataUntil", "DATETIME", "its last retweet"),
        Property("rows", "INTEGER", "data rows read"),
        Property("loaded", "INTEGER", "rows that brought something new when first imported"),
        Property("duplicates", "INTEGER", "rows that were known already"),
        Property("rejected", "INTEGER", "rows that cannot be used"),
        Property("reasons", "LIST<STRING>", "why rows were rejected, each with its count, the most frequent first"),
        Property("version", "STRING", "version of this tool"),
        Property("startedAt", "DATETIME", "when the import began"),
        Property("finishedAt", "DATETIME", "when it was complete; absent: it broke off, run it again"),
        Property("undoing", "BOOLEAN", "true: its undo began and is not complete; run that again"),
    ),
)
LOCK: Final = Node(
    "Lock",
    "name",
    "Held by a command while it writes, so that two do not write at once.",
    (
        Property("name", "STRING", "what is held: data, or judgements"),
        Property("holder", "INTEGER", "means nothing; it is set to take the lock"),
    ),
)
SIGNAL_PARAMETERS: Final = {
    "fast_seconds": Property(
        "fastSeconds",
        "FLOAT",
        "fast-retweet: seconds from the post to a fast retweet; absent: the signal is not among the run's",
    ),
    "min_tags": Property(
        "minTags", "FLOAT", "hashtag-sequence: fewest hashtags in a sequence; absent: the signal is not among the run's"
    ),
    "similarity": Property(
        "similarity",
        "FLOAT",
        "similar-text: how much of the shorter text two texts must have in common, 0.1 to 1; absent: the signal is not "
        "among the run's",
    ),
}
"""The run's properties that hold parameters of its signals, by the parameters' names."""
RUN: Final = Node(
    "Run",
    "runId",
    "One detection: its parameters, its data and its outcome.",
    (
        Property("runId", "STRING", "hash of the parameters and the data's fingerprint"),
        Property(
            "signal", "STRING", "what counts as doing the same: co-retweet, …; of several, with commas between them"
        ),
        Property("weighting", "STRING", "how an edge's weight is counted: objects, pairs, messages, cosine"),
        Property("window", "INTEGER", "milliseconds that may lie between two events of a pair, inclusive"),
        Property("minWeight", "INTEGER or FLOAT", "least weight of an edge; by cosine a fraction"),
        *SIGNAL_PARAMETERS.values(),
        Property("parameters", "STRING", "all parameters as JSON"),
        Property("seed", "INTEGER", "decides the seeds of the community detection"),
        Property("fingerprint", "STRING", "hash of the events that were analysed"),
        Property("version", "STRING", "version of this tool"),
        Property("createdAt", "DATETIME", "when the run was made"),
        Property("events", "INTEGER", "events analysed"),
        Property("leftOut", "INTEGER", "records left out because they do not tell what the signal needs"),
        Property("accounts", "INTEGER", "accounts with an edge"),
        Property("edges", "INTEGER", "edges found"),
        Property("removed", "LIST<STRING>", "what caps and filters left out, one sentence each"),
        Property("allowed", "INTEGER", "accounts on the allow list, which were left out; absent: nobody was for that"),
        Property("allowList", "STRING", "hash of that list; absent: likewise"),
        Property("platforms", "LIST<STRING>", "platforms of the accounts analysed"),
        Property(
            "retweets", "INTEGER", "retweets on them whose retweeted account is known; absent: they changed since"
        ),
        Property("tierB", "INTEGER", "edges of tier B, which are in no cluster; absent where fixed weights decide"),
        Property("significance", "FLOAT", "accepted false-discovery rate of the edges; absent: fixed weights decide"),
        Property("hypotheses", "LIST<INTEGER>", "pairs of accounts that were tested, by signal"),
        Property("cut", "LIST<FLOAT>", "largest p-value of an edge of tier A, by signal; 0: there is none"),
        Property(
            "auditAwake",
            "LIST<FLOAT>",
            "edges where accounts are dealt anew within hours, over edges found, by signal; absent: no audit",
        ),
        Property(
            "auditReaction",
            "LIST<FLOAT>",
            "edges where delays are dealt anew within accounts, over edges found, by signal; absent: no audit",
        ),
        Property("originsTold", "LIST<FLOAT>", "share of the objects whose publication has a known time, by signal"),
        Property("clusters", "INTEGER", "clusters found"),
        Property("modularity", "FLOAT", "modularity of the partition into communities, small ones included"),
        Property("clusterResolution", "FLOAT", "resolution of the community detection, given or chosen by its scan"),
        Property("resolution", "INTEGER", "seconds: how finely the data tells time"),
        Property("dataFrom", "DATETIME", "first event"),
        Property("dataUntil", "DATETIME", "last event"),
    ),
)
CLUSTER: Final = Node(
    "Cluster",
    "clusterId",
    "A community of coordinated accounts found by a run.",
    (
        Property("clusterId", "STRING", "`runId/rank`"),
        Property("runId", "STRING", "the run that found it", indexed=True),
        Property("rank", "INTEGER", "1 is the cluster with the highest score"),
        Property("size", "INTEGER", "member accounts"),
        Property("edges", "INTEGER", "edges between members"),
        Property("weight", "INTEGER or FLOAT", "summed weight of the edges between members"),
        Property("density", "FLOAT", "pairs of members with an edge over possible pairs, 0 to 1"),
        Property("score", "FLOAT", "edge weight inside beyond what is expected, per member"),
        Property(
            "stability",
            "FLOAT",
            "how often other seeds keep two members together, mean over pairs, 0 to 1; absent: one seed",
        ),
        Property("retweets", "INTEGER", "retweets by its members whose retweeted account is known"),
    ),
)
JUDGEMENT: Final = Node(
    "Judgement",
    "judgementId",
    "What a person judged a cluster or an account to be. Never changed: who thinks otherwise judges again.",
    (
        Property("judgementId", "STRING", "a random name"),
        Property("kind", "STRING", "what is judged: cluster or account"),
        Property("verdict", "STRING", "coordinated, organic or unclear; withdrawn: takes back what was said before"),
        Property("note", "STRING", "why; may be empty"),
        Property("author", "STRING", "who judged"),
        Property("at", "DATETIME", "when"),
        Property("runId", "STRING", "of a cluster: the run that had found it"),
        Property("rank", "INTEGER", "of a cluster: its rank in that run"),
        Property("members", "LIST<STRING>", "the account's key; of a cluster: its members' keys when it was judged"),
    ),
)

NODES: Final = (ACCOUNT, OUTLET, POST, HASHTAG, LINK, DAY, IMPORT, RUN, CLUSTER, JUDGEMENT, LOCK)
