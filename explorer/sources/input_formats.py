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
        carries: Contents of its files, which determine the signals that can be used.
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
        title="Twitter API v1.1, one tweet a line (streams, search, twarc 1)",
        carries=(*_MESSAGES, "times in seconds"),
        parser="twitter_v1:TWITTER_V1",
    ),
    InputFormat(
        name="twitter-web",
        title="X as its web pages load it, caught by Zeeschuimer, kept by 4CAT, one tweet a line",
        carries=(*_MESSAGES, "times in seconds"),
        parser="twitter_web:TWITTER_WEB",
    ),
    InputFormat(
        name="bluesky",
        title="Bluesky: events of Jetstream or Tap, or posts of the API (also 4CAT's), one a line",
        carries=(
            *("posts", "reposts", "post ids", "replies", "quotes", "links", "hashtags", "handles"),
            *("status: suspended and deleted", "times in seconds"),
        ),
        parser="bluesky:BLUESKY",
        platform="bluesky",
    ),
    InputFormat(
        name="truth",
        title="Truth Social: statuses as 4CAT, Zeeschuimer or the API give them, one or a page a line",
        carries=(*_MESSAGES, "times in seconds"),
        parser="mastodon:TRUTH",
        platform="truth",
    ),
    InputFormat(
        name="mastodon",
        title="Mastodon: statuses of the API or a stream, one or a page a line",
        carries=(
            *("posts", "boosts", "post ids", "quotes", "links", "hashtags", "profiles", "times in seconds"),
            "replies only within a page",
        ),
        parser="mastodon:MASTODON",
        platform="mastodon",
    ),
    InputFormat(
        name="twitter-v2",
        title="Twitter API v2, a page or a tweet a line (twarc2, flattened or not; 4CAT)",
        carries=(*_MESSAGES, "times in seconds"),
        parser="twitter_v2:TWITTER_V2",
    ),
    InputFormat(
        name="io-archive",
        title="Twitter's information-operations archive: tweets and accounts of suspended networks",
        carries=(*_MESSAGES, "times in minutes", "status: all suspended"),
        parser="io_archive:IO_ARCHIVE",
    ),
    InputFormat(
        name="twarc-csv",
        title="twarc-csv's table of Twitter API v2 tweets",
        carries=(
            *("posts", "retweets", "post ids", "times in seconds"),
            *("replies", "quotes", "links", "hashtags", "profiles"),
        ),
        parser="twarc_csv:TWARC_CSV",
    ),
    InputFormat(
        name="4cat-twitter",
        title="4CAT's CSV of X: Twitter API v2, X as its web pages load it, DMI-TCAT",
        carries=(
            *("posts", "retweets without post ids", "who is retweeted", "times in seconds"),
            *("links", "hashtags", "profiles"),
        ),
        parser="fourcat:FOURCAT_TWITTER",
    ),
    InputFormat(
        name="4cat-telegram",
        title="4CAT's CSV of Telegram; forwards are retweets of the channel they came from",
        carries=(
            *("posts", "forwards without post ids", "which channel is forwarded", "times in seconds"),
            *("replies", "links"),
        ),
        parser="fourcat:FOURCAT_TELEGRAM",
        platform="telegram",
    ),
    InputFormat(
        name="4cat-bluesky",
        title="4CAT's CSV of Bluesky",
        carries=("posts", "no reposts", "times in seconds", "who is replied to and quoted", "links", "hashtags"),
        parser="fourcat:FOURCAT_BLUESKY",
        platform="bluesky",
    ),
    InputFormat(
        name="4cat-truth",
        title="4CAT's CSV of Truth Social",
        carries=("posts", "no reblogs", "times in seconds", "profiles"),
        parser="fourcat:FOURCAT_TRUTH",
        platform="truth",
    ),
    InputFormat(
        name="ira",
        title="FiveThirtyEight's and Clemson's tweets of the Internet Research Agency",
        carries=("posts", "retweets as posts, without their targets", "times in minutes", "links", "handles"),
        parser="ira:IRA",
    ),
    InputFormat(
        name="coornet",
        title="CooRnet's shares of links, from CrowdTangle's API",
        carries=_LINK_SHARES,
        parser="crowdtangle:COORNET",
        platform="facebook",
    ),
    InputFormat(
        name="crowdtangle",
        title="CrowdTangle's download of posts",
        carries=_LINK_SHARES,
        parser="crowdtangle:CROWDTANGLE",
        platform="facebook",
    ),
    InputFormat(
        name="toolkit",
        title="coordination-network-toolkit's table: message_id, user_id, username, repost_id, …",
        carries=("posts", "retweets", "post ids", "times in seconds", "replies", "links", "handles"),
        parser="toolkit:TOOLKIT",
    ),
    InputFormat(
        name="coortweet",
        title="CooRTweet's table: object_id, account_id, content_id, timestamp_share",
        carries=("retweets", "post ids", "times in seconds", "original posts where they share themselves"),
        parser="coortweet:COORTWEET",
    ),
    InputFormat(
        name="edgelist",
        title="activity edge list: userA userB unixtime [RT|MT|RE], no heading (SNAP's Higgs data)",
        carries=("retweets", "who is retweeted", "times in seconds", "no post ids"),
        parser="edgelist:EDGELIST",
    ),
    InputFormat(
        name="native",
        title="this tool's tables as CSV, TSV or Parquet: retweets, posts, accounts, statuses, labels, likes, links, …",
        carries=("all that the tables hold",),
        parser="native:NATIVE",
    ),
)

INPUT_FORMATS: Final[Mapping[str, InputFormat]] = {input_format.name: input_format for input_format in _FORMATS}
"""The formats by name, the most specific first: detection tries them in this order."""
