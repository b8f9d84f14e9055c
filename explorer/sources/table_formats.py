"""Formats of tables, which research tools and archives write: the most specific first, the explorer's own last."""

from typing import Final

from explorer.sources.input_format import MESSAGES, InputFormat

_LINK_SHARES: Final = ("posts", "post ids", "times in seconds", "links", "profiles", "no retweets")

TABLE_FORMATS: Final = (
    InputFormat(
        name="io-archive",
        title="Twitter's information operations archive: tweets and accounts of suspended networks",
        carries=(*MESSAGES, "times in minutes", "status (all suspended)"),
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
