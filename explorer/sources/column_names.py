"""What the name of a column means: the account, the post, the time or another value of an action.

A name is split into words (``retweetedUserId`` and ``retweeted_user_id`` give retweeted, user, id), which decide its
role. The words come from the columns of the supported formats and of published data sets, and from headings of
spreadsheets in German, French, Spanish and Italian.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from explorer.sources.column_translations import TRANSLATIONS, without_accents


class Role(StrEnum):
    """What a column holds, in the words of messages."""

    ACCOUNT = "the account that acts"
    AUTHOR = "the author"
    SOURCE_AUTHOR = "the author of the original post"
    ID = "the id of the row's own post or retweet"
    SOURCE_POST = "the id of the original post"
    TIME = "the time of the action"
    OTHER_TIME = "the time of something else"
    OTHER_ID = "another id"
    REPLY_POST = "the post that is replied to"
    REPLY_AUTHOR = "the account that is replied to"
    QUOTED_POST = "the quoted post"
    QUOTED_AUTHOR = "the author of the quoted post"


@dataclass(frozen=True, slots=True)
class NameMeaning:
    """What a name means.

    Attributes:
        role: What the column holds.
        rank: How directly the name says so: of two columns with a role, the lower one is used first.
    """

    role: Role
    rank: int = 0


LONGEST: Final = 100
"""Number of characters of a name that are examined."""

_ACCOUNT: Final = frozenset(
    {
        *("user", "account", "actor", "uid", "profile", "sharer", "retweeter", "poster", "creator", "sender"),
        *("owner", "member", "reposter", "handle", "screen", "username", "did", "participant", "blogger", "influencer"),
        *("benutzer", "nutzer", "konto", "benutzername", "nutzername", "kontoname"),
        *("utilisateur", "compte", "usuario", "cuenta", "utente"),
    }
)
_AUTHOR: Final = frozenset({"author", "writer", "publisher", "autor", "verfasser", "auteur", "autore"})
_POST: Final = frozenset({"tweet", "post", "status", "message", "msg", "toot", "share", "content", "video", "item"})
_POST_ALONE: Final = frozenset({"tweet", "post", "message", "msg", "toot", "retweet"})
"""Words that name an id or a text; the values decide."""
_ID: Final = frozenset({"id", "ids", "uri", "guid", "uuid", "mid", "pid", "tid", "sid", "str"})
_ACT: Final = frozenset(
    {
        *("retweeted", "rt", "rted", "shared", "reposted", "repost", "reblog", "reblogged", "boosted", "boost"),
        *("forwarded", "forward", "renote"),
    }
)
"""Words for the original post of an act, and in names of times for the act itself."""
_SOURCE: Final = frozenset({"original", "orig", "origin", "of", "source", "src", "object", "subject"})
_TIME: Final = frozenset(
    {
        *("date", "time", "datetime", "timestamp", "created", "published", "posted", "ts", "utc", "unix", "epoch"),
        *("when", "tstamp", "creation", "publication", "sent", "uploaded"),
        *("datum", "zeit", "zeitpunkt", "zeitstempel", "uhrzeit", "fecha", "heure"),
    }
)
_TIME_RANK: Final = ("created", "published", "posted", "timestamp", "datetime", "unix", "epoch", "date", "time")
_REPLY: Final = frozenset({"reply", "replied", "replying", "inreply", "parent"})
_QUOTE: Final = frozenset({"quote", "quoted", "qt"})
# words of numbers, flags, pictures and lists of others: such a column is neither an account nor a post nor a time
_NEITHER: Final = frozenset(
    {
        *("count", "counts", "num", "number", "total", "score", "rate", "ratio", "is", "has", "zone", "offset"),
        *("weight", "mention", "mentions", "mentioned", "followers", "friends", "following", "bio", "description"),
        *("location", "verified", "protected", "lang", "language", "image", "avatar", "picture", "banner", "color"),
        *("url", "urls", "link", "links", "hashtag", "hashtags", "text", "type", "label", "list", "listed", "media"),
        *("favourites", "favorites", "likes", "views", "client", "app", "agent", "device", "category", "country"),
    }
)
_OTHER_OWNERS: Final = frozenset(
    {"registration", "registered", "joined", "birth", "collected", "retrieved", "modified"}
)
_JOINED: Final = frozenset({"at", "on", "by", "to", "in", "from", "name", "retweet", "key", "page", "channel", "group"})
_WORDS: Final = sorted(
    _ACCOUNT | _AUTHOR | _POST | _ID | _ACT | _SOURCE | _TIME | _REPLY | _QUOTE | _NEITHER | _JOINED,
    key=len,
    reverse=True,
)

_ATTRIBUTES: Final[Mapping[str, str]] = {
    name: column
    for column, names in {
        "text": "text body content message fulltext tweettext tweet caption posttext messagetext statustext",
        "language": "language lang languagecode tweetlanguage",
        "likes": "likes likecount likescount favoritecount favouritecount favorites",
        "replies": "replies replycount repliescount comments commentcount commentscount",
        "reposts": "reposts retweetcount retweets retweetscount sharecount shares sharescount repostcount",
        "quotes": "quotes quotecount",
        "url": "url link urls links expandedurl",
        "tag": "tag hashtag hashtags",
        "handle": "handle screenname username userscreenname userhandle userusername",
        "name": "name displayname fullname userdisplayname username userfullname accountname",
        "bio": "bio description userdescription profiledescription userbio",
        "location": "location userlocation",
        "followers": "followers followerscount followercount userfollowerscount userfollowers",
        "following": "following followingcount friends friendscount userfriendscount",
        "status": "status accountstatus",
        "platform": "platform network",
    }.items()
    for name in names.split()
}


def attributes_of(name: str) -> str | None:
    """Return the column that an everyday name of an attribute, such as ``full_text``, means."""
    return _ATTRIBUTES.get(re.sub(r"[^0-9a-z]", "", name[:LONGEST].lower()))


def is_other(name: str) -> bool:
    """Return whether a name says that the column is neither an account nor a post nor a time, whatever its values."""
    return attributes_of(name) is not None or bool(_NEITHER & frozenset(words_of(name)))


def words_of(name: str) -> list[str]:
    """Split a name into lower-case English words, also where nothing separates them; see `TRANSLATIONS`."""
    words: list[str] = []
    for part in re.findall(r"[^\W\d_]+|[0-9]+", without_accents(name[:LONGEST])[:LONGEST]):
        translated = TRANSLATIONS.get(part)
        words += translated.split() if translated is not None else _segment(part)
    return words


def _segment(part: str) -> list[str]:
    found, rest = [], part
    while rest:
        word = next((word for word in _WORDS if rest.startswith(word) and len(rest) - len(word) != 1), None)
        if word is None:
            return [part]
        found.append(word)
        rest = rest[len(word) :]
    return found


def meaning(name: str) -> NameMeaning | None:
    """Return what the name of a column means; None if it is neither an account nor a post nor a time."""
    words = words_of(name)
    known = frozenset(words)
    if known & _NEITHER:
        # an id remains an id: client_id
        return NameMeaning(Role.OTHER_ID) if words[-1] in {"id", "uri"} else None
    is_account, is_author = bool(known & _ACCOUNT), bool(known & _AUTHOR)
    if (known & _TIME or {"at"} < known & (_ACT | {"at"})) and not known & _ID and words[-1] != "by":
        owner = is_account or is_author or bool(known & (_SOURCE | _OTHER_OWNERS | _QUOTE | _REPLY))
        rank = min((_TIME_RANK.index(word) for word in words if word in _TIME_RANK), default=len(_TIME_RANK))
        return NameMeaning(Role.OTHER_TIME if owner else Role.TIME, rank)
    return _of_reference(words, known) or _of_actor(words, known) or _of_id(words, known)


def _of_reference(words: list[str], known: frozenset[str]) -> NameMeaning | None:
    """Return the meaning of a name that refers to another post."""
    by_whom = bool(known & (_ACCOUNT | _AUTHOR)) or "name" in known
    rank = 0 if known & _ID else 1
    if known & _REPLY:
        return NameMeaning(Role.REPLY_AUTHOR if by_whom else Role.REPLY_POST, rank)
    if known & _QUOTE:
        return NameMeaning(Role.QUOTED_AUTHOR if by_whom else Role.QUOTED_POST, rank)
    refers = known & _ACT or (known & _SOURCE and len(words) > 1) or ("retweet" in known and by_whom)
    if not refers:
        return None
    if by_whom:
        return NameMeaning(Role.SOURCE_AUTHOR, rank)
    rest = known - _ACT - _SOURCE - _POST - _ID - {"retweet"}
    # share_time and rt_created are times; shared and retweeted alone may be flags
    is_post = not rest and (known & _ID or known & _POST or "of" in known)
    return NameMeaning(Role.SOURCE_POST, rank) if is_post else None


def _of_actor(words: list[str], known: frozenset[str]) -> NameMeaning | None:
    """Return the meaning of a name that names an account."""
    rank = 0 if known & _ID else 1
    if "screen" in known or "handle" in known or "name" in known:
        rank = 2
    if known & _AUTHOR:
        return NameMeaning(Role.AUTHOR, rank)
    if known & _ACCOUNT or known >= {"posted", "by"}:
        return NameMeaning(Role.ACCOUNT, rank)
    if known & {"page", "channel", "group"} and (known & _ID or "name" in known):
        return NameMeaning(Role.ACCOUNT, rank + 1)
    return None


def _of_id(words: list[str], known: frozenset[str]) -> NameMeaning | None:
    """Return the meaning of a name that is neither a reference nor an account."""
    if known & _ID:
        if known & _POST or "retweet" in known:
            return NameMeaning(Role.ID)
        if known <= _ID:
            return NameMeaning(Role.ID, 1)
        return NameMeaning(Role.OTHER_ID)
    if len(words) > 1 and words[-1] == "at":
        return NameMeaning(Role.OTHER_TIME)
    return NameMeaning(Role.ID, 2) if known and known <= _POST_ALONE else None
