"""Formats of tables, which research tools and archives write: the most specific first, the explorer's own last."""

from typing import Final

from explorer.sources.declarations.fourcat_tables import FOURCAT_FORMATS
from explorer.sources.declarations.input_format import InputFormat
from explorer.sources.declarations.x_tables import X_TABLE_FORMATS

_LINK_SHARES: Final = ("posts", "post ids", "times in seconds", "links", "profiles", "no retweets")

TABLE_FORMATS: Final = (
    *X_TABLE_FORMATS,
    *FOURCAT_FORMATS,
    InputFormat(
        name="coornet",
        title="CooRnet: link shares from CrowdTangle's API",
        carries=_LINK_SHARES,
        parser="crowdtangle:COORNET",
        platform="facebook",
    ),
    InputFormat(
        name="crowdtangle",
        title="CrowdTangle: downloaded posts of pages, groups or Instagram accounts, of any year",
        carries=_LINK_SHARES,
        parser="crowdtangle:CROWDTANGLE",
        platform="facebook",
    ),
    InputFormat(
        name="meta-content-library",
        title="Meta Content Library: posts and comments on Facebook and Instagram (CSV, JSON)",
        carries=(
            "posts",
            "shares",
            "post ids",
            "times in seconds",
            "links",
            "hashtags",
            "replies (comments)",
            "profiles",
        ),
        parser="meta_content_library:META_CONTENT_LIBRARY",
        platform="facebook",
    ),
    InputFormat(
        name="youtube-data-tools",
        title="YouTube Data Tools: videos of a list, comments on a video",
        carries=("posts", "no reposts", "replies (comments)", "links", "hashtags", "times in seconds"),
        parser="youtube_data_tools:YOUTUBE_DATA_TOOLS",
        platform="youtube",
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
        name="edge-table",
        title="Edge table with a heading: Source, Target, Time (Gephi, networkx, igraph, data sets on Zenodo)",
        carries=("retweets", "retweeted accounts", "times as written", "no post ids"),
        parser="edge_table:EDGE_TABLE",
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
