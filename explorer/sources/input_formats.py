"""The input formats by name.

This module only declares the formats and imports no parser, so that ``explorer --help`` and shell completion stay
fast. `InputFormat.load_parser` imports a format's parser when a file is read.

To add a format, write a parser module in ``explorer/sources/formats``, add an entry here and a section to
``docs/reference/formats.md``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from explorer.sources.parsing.parser import Parser


@dataclass(frozen=True, slots=True)
class InputFormat:
    """An input format as users see it.

    Attributes:
        name: Value of ``--format``.
        title: One-line description for the list of formats.
        carries: Contents of its files, which determine the signals that detection can use.
        parser: Location of its `Parser`: ``module:object`` in ``explorer.sources.formats``.
        platform: ID space of rows that name no platform, unless the analyst sets one.
    """

    name: str
    title: str
    carries: tuple[str, ...]
    parser: str
    platform: str = "x"

    def load_parser(self) -> "Parser":
        """Import the format's parser."""
        return cast("Parser", resolve_name(f"explorer.sources.formats.{self.parser}"))


_MESSAGES: Final = ("posts", "retweets", "post ids", "replies", "quotes", "links", "hashtags", "profiles")
_LINK_SHARES: Final = ("posts", "post ids", "times in seconds", "links", "profiles", "no retweets")

_FORMATS: Final = (
    InputFormat(
        name="twitter-v1",
        title="Twitter API v1.1: one tweet per line (streams, search, twarc 1)",
        carries=(*_MESSAGES, "times in seconds"),
        parser="twitter_v1:TWITTER_V1",
    ),
    InputFormat(
        name="twitter-web",
        title="X web pages: tweets captured with Zeeschuimer or exported from 4CAT, one per line",
        carries=(*_MESSAGES, "times in seconds"),
        parser="twitter_web:TWITTER_WEB",
    ),
    InputFormat(
        name="bluesky",
        title="Bluesky: Jetstream or Tap events, or posts from the API or 4CAT, one per line",
        carries=(
            *("posts", "reposts", "post ids", "replies", "quotes", "links", "hashtags", "handles"),
            *("status (suspended, deleted)", "times in seconds"),
        ),
        parser="bluesky:BLUESKY",
        platform="bluesky",
    ),
    InputFormat(
        name="truth",
        title="Truth Social: statuses from 4CAT, Zeeschuimer or the API, one status or page per line",
        carries=(*_MESSAGES, "times in seconds"),
        parser="mastodon:TRUTH",
        platform="truth",
    ),
    InputFormat(
        name="mastodon",
        title="Mastodon: statuses from the API or a stream, one status or page per line",
        carries=(
            *("posts", "boosts", "post ids", "quotes", "links", "hashtags", "profiles", "times in seconds"),
            "replies only within a page",
        ),
        parser="mastodon:MASTODON",
        platform="mastodon",
    ),
    InputFormat(
        name="twitter-v2",
        title="Twitter API v2: one page or tweet per line (twarc2, flattened or not; 4CAT)",
        carries=(*_MESSAGES, "times in seconds"),
        parser="twitter_v2:TWITTER_V2",
    ),
    InputFormat(
        name="io-archive",
        title="Twitter's information operations archive: tweets and accounts of suspended networks",
        carries=(*_MESSAGES, "times in minutes", "status (all suspended)"),
        parser="io_archive:IO_ARCHIVE",
    ),
    InputFormat(
        name="twarc-csv",
        title="twarc-csv: table of Twitter API v2 tweets",
        carries=(
            *("posts", "retweets", "post ids", "times in seconds"),
            *("replies", "quotes", "links", "hashtags", "profiles"),
        ),
        parser="twarc_csv:TWARC_CSV",
    ),
    InputFormat(
        name="4cat-twitter",
        title="4CAT's CSV for X (from Twitter API v2, X web pages or DMI-TCAT)",
        carries=(
            *("posts", "retweets without post ids", "retweeted accounts", "times in seconds"),
            *("links", "hashtags", "profiles"),
        ),
        parser="fourcat:FOURCAT_TWITTER",
    ),
    InputFormat(
        name="4cat-telegram",
        title="4CAT's CSV for Telegram; forwards are read as retweets of the source channel",
        carries=(
            *("posts", "forwards without post ids", "forwarded channels", "times in seconds"),
            *("replies", "links"),
        ),
        parser="fourcat:FOURCAT_TELEGRAM",
        platform="telegram",
    ),
    InputFormat(
        name="4cat-bluesky",
        title="4CAT's CSV for Bluesky",
        carries=("posts", "no reposts", "times in seconds", "replied-to and quoted accounts", "links", "hashtags"),
        parser="fourcat:FOURCAT_BLUESKY",
        platform="bluesky",
    ),
    InputFormat(
        name="4cat-truth",
        title="4CAT's CSV for Truth Social",
        carries=("posts", "no reblogs", "times in seconds", "profiles"),
        parser="fourcat:FOURCAT_TRUTH",
        platform="truth",
    ),
    InputFormat(
        name="ira",
        title="Tweets of the Internet Research Agency, published by FiveThirtyEight and Clemson",
        carries=("posts", "retweets as posts, without the retweeted post", "times in minutes", "links", "handles"),
        parser="ira:IRA",
    ),
    InputFormat(
        name="coornet",
        title="CooRnet: link shares from CrowdTangle's API",
        carries=_LINK_SHARES,
        parser="crowdtangle:COORNET",
        platform="facebook",
    ),
    InputFormat(
        name="crowdtangle",
        title="CrowdTangle: downloaded posts",
        carries=_LINK_SHARES,
        parser="crowdtangle:CROWDTANGLE",
        platform="facebook",
    ),
    InputFormat(
        name="toolkit",
        title="coordination-network-toolkit: table with message_id, user_id, username, repost_id, …",
        carries=("posts", "retweets", "post ids", "times in seconds", "replies", "links", "handles"),
        parser="toolkit:TOOLKIT",
    ),
    InputFormat(
        name="coortweet",
        title="CooRTweet: table with object_id, account_id, content_id, timestamp_share",
        carries=("retweets", "post ids", "times in seconds", "original posts (rows that share themselves)"),
        parser="coortweet:COORTWEET",
    ),
    InputFormat(
        name="edgelist",
        title="Activity edge list without a heading: userA userB unixtime [RT|MT|RE] (SNAP's Higgs data)",
        carries=("retweets", "retweeted accounts", "times in seconds", "no post ids"),
        parser="edgelist:EDGELIST",
    ),
    InputFormat(
        name="native",
        title="explorer's own tables (CSV, TSV, Parquet): retweets, posts, accounts, statuses, labels, likes, links, …",
        carries=("everything in the tables",),
        parser="native:NATIVE",
    ),
)

INPUT_FORMATS: Final[Mapping[str, InputFormat]] = {input_format.name: input_format for input_format in _FORMATS}
"""The formats by name, the most specific first: detection tries them in this order."""
