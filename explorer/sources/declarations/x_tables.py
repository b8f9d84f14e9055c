"""Formats of tables of X (Twitter)."""

from typing import Final

from explorer.sources.declarations.input_format import MESSAGES, InputFormat

_MESSAGES_OF_API_V1: Final = (*MESSAGES, "times in seconds")

X_TABLE_FORMATS: Final = (
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
        name="twarc1-csv",
        title="twarc 1's json2csv: table of Twitter API v1.1 tweets",
        carries=_MESSAGES_OF_API_V1,
        parser="json2csv:TWARC1_CSV",
    ),
    InputFormat(
        name="hydrator",
        title="Hydrator's CSV, and twarc 1's json2csv until 2017",
        carries=_MESSAGES_OF_API_V1,
        parser="json2csv:HYDRATOR",
    ),
    InputFormat(
        name="twitter-web-exporter",
        title="twitter-web-exporter's CSV",
        carries=(
            *("posts", "retweets", "post ids", "retweeted accounts by handle", "replies", "quotes"),
            *("hashtags", "handles", "times in seconds", "no links"),
        ),
        parser="twitter_web_exporter:TWITTER_WEB_EXPORTER",
    ),
    InputFormat(
        name="twint",
        title="twint's CSV and JSON lines",
        carries=("posts", "retweets", "post ids", "quotes", "links", "hashtags", "handles", "times in seconds"),
        parser="twint:TWINT",
    ),
    InputFormat(
        name="rtweet",
        title="rtweet (until version 0.7): table with status_id, user_id, retweet_status_id, …",
        carries=_MESSAGES_OF_API_V1,
        parser="r_packages:RTWEET",
    ),
    InputFormat(
        name="academictwitter",
        title="academictwitteR: table of bind_tweets (tidy or tidy2)",
        carries=(
            *("posts", "retweets", "post ids", "quotes", "accounts replied to", "links", "hashtags", "profiles"),
            "times in seconds",
        ),
        parser="r_packages:ACADEMICTWITTER",
    ),
    InputFormat(
        name="dmi-tcat",
        title="DMI-TCAT: full export of tweets",
        carries=(
            *("posts", "retweets without post ids", "retweeted accounts by handle", "replies", "quotes"),
            *("links", "hashtags", "profiles", "times in seconds"),
        ),
        parser="dmi_tcat:DMI_TCAT",
    ),
    InputFormat(
        name="nodexl",
        title="NodeXL: worksheet of edges, one for each account that a tweet mentions",
        carries=(
            "posts",
            "retweets",
            "retweeted accounts",
            "replies",
            "links",
            "hashtags",
            "handles",
            "times in seconds",
        ),
        parser="nodexl:NODEXL",
    ),
    InputFormat(
        name="snscrape-csv",
        title="snscrape: table of tweets as pandas writes it",
        carries=(
            "posts",
            "almost no retweets",
            "post ids",
            "quotes",
            "links",
            "hashtags",
            "handles",
            "times in seconds",
        ),
        parser="snscrape_csv:SNSCRAPE_CSV",
    ),
    InputFormat(
        name="ira",
        title="Tweets of the Internet Research Agency, published by FiveThirtyEight, Clemson or NBC News",
        carries=("posts", "retweets as posts, without the retweeted post", "times in minutes", "links", "handles"),
        parser="ira:IRA",
    ),
)
