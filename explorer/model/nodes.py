"""The nodes of the graph model: labels, properties, their types, units and meaning.

``cypher/schema`` contains the constraints and indexes that follow from this module and `explorer.model.relationships`,
docs/reference/schema.md is generated from them, and tests check that all of them agree.
"""

from typing import Final

from explorer.model.properties import (
    LONGEST_HANDLE,
    LONGEST_HASH,
    LONGEST_ID,
    LONGEST_KEY,
    LONGEST_PLATFORM,
    MOST_HANDLES,
    PROVENANCE,
    Node,
    Property,
)
from explorer.model.run_nodes import CLUSTER, JUDGEMENT, RUN

_PLATFORM: Final = Property(
    "platform", "STRING", "platform that the ids belong to: x, facebook, higgs, …", longest=LONGEST_PLATFORM
)
STUB: Final = "/unidentified"
"""Ending of the keys of stub posts."""

ACCOUNT: Final = Node(
    "Account",
    "accountId",
    "A user account on a platform. A suspended account also has the label `Suspended`.",
    (
        Property(
            "accountId",
            "STRING",
            "`platform:id`; `platform:@handle` while only the handle is known",
            longest=LONGEST_KEY,
        ),
        _PLATFORM,
        Property("handle", "STRING", "screen name without @, as the account's user wrote it", longest=LONGEST_HANDLE),
        Property(
            "handleKey",
            "STRING",
            "`platform:handle` in lower case; finds accounts by handle",
            indexed=True,
            longest=LONGEST_PLATFORM + 1 + LONGEST_HANDLE,
        ),
        Property("handleAt", "DATETIME", "when the handle was last seen; absent: the source gives no time"),
        Property(
            "aliases",
            "LIST<STRING>",
            "earlier and other handles in lower case; absent: none",
            indexed=True,
            longest=LONGEST_HANDLE,
            most=MOST_HANDLES,
        ),
        Property("name", "STRING", "display name"),
        Property("bio", "STRING", "bio: the profile's free text"),
        Property("location", "STRING", "location that the account's user entered in the profile"),
        Property("createdAt", "DATETIME", "when the account was created"),
        Property("followers", "INTEGER", "number of followers when the profile was observed"),
        Property("following", "INTEGER", "number of followed accounts when the profile was observed"),
        Property(
            "status", "STRING", "active, suspended or deleted; absent: unknown", indexed=True, longest=len("suspended")
        ),
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
        Property(
            "outletId",
            "STRING",
            "stable id of the outlet: state and name as a slug, such as `cn-cgtn`",
            longest=LONGEST_ID,
        ),
        Property("name", "STRING", "English name of the outlet or office-holder"),
        Property("kind", "STRING", "media, diplomat, agency, influencer, …"),
        Property(
            "state",
            "STRING",
            "ISO 3166-1 alpha-2 code of the outlet's state; absent for influencers",
            indexed=True,
            longest=LONGEST_ID,
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
        Property("postId", "STRING", "`platform:id`", longest=LONGEST_KEY + len(STUB)),
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
    "Hashtag",
    "tag",
    "A hashtag.",
    (Property("tag", "STRING", "the hashtag without #, in lower case", longest=LONGEST_ID),),
)
LINK: Final = Node(
    "Link",
    "url",
    "A web address.",
    (
        Property("url", "STRING", "the address as written in the post", longest=7_000),
        Property("domain", "STRING", "host of the address, in lower case, without www."),
    ),
)
DAY: Final = Node("Day", "date", "A day in UTC.", (Property("date", "DATE", "the day"),))
IMPORT: Final = Node(
    "Import",
    "importId",
    "The record of an imported file. Its counts add up: rows = loaded + duplicates + rejected.",
    (
        Property("importId", "STRING", "hash of the file's content, format, table and platform", longest=LONGEST_HASH),
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
        Property("name", "STRING", "what the lock protects: data or judgements", longest=len("judgements")),
        Property("holder", "INTEGER", "no meaning; setting it acquires the lock"),
    ),
)
REMOVED: Final = Node(
    "Removed",
    "removedId",
    "Trace of an import that was undone or a run that was deleted, so that a repeated command says so.",
    (
        Property("removedId", "STRING", "`import` or `run`, a space, the id", longest=len("import ") + LONGEST_HASH),
        Property("file", "STRING", "name of the file of the import; absent for a run"),
        Property("at", "DATETIME", "when it was removed"),
    ),
)
NODES: Final = (ACCOUNT, OUTLET, POST, HASHTAG, LINK, DAY, IMPORT, RUN, CLUSTER, JUDGEMENT, LOCK, REMOVED)
