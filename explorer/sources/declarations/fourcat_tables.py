"""Formats of CSV files of 4CAT (https://github.com/digitalmethodsinitiative/4cat), one for each platform."""

from typing import Final

from explorer.sources.declarations.input_format import InputFormat

FOURCAT_FORMATS: Final = (
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
        name="4cat-tiktok",
        title="4CAT's CSV for TikTok",
        carries=("posts", "no reposts", "times in seconds", "hashtags", "handles"),
        parser="fourcat_captures:FOURCAT_TIKTOK",
        platform="tiktok",
    ),
    InputFormat(
        name="4cat-instagram",
        title="4CAT's CSV for Instagram",
        carries=("posts", "no reposts", "times in seconds", "hashtags", "handles"),
        parser="fourcat_captures:FOURCAT_INSTAGRAM",
        platform="instagram",
    ),
    InputFormat(
        name="4cat-threads",
        title="4CAT's CSV for Threads",
        carries=("posts", "no reposts", "times in seconds", "links", "hashtags", "handles"),
        parser="fourcat_captures:FOURCAT_THREADS",
        platform="threads",
    ),
    InputFormat(
        name="4cat-gab",
        title="4CAT's CSV for Gab",
        carries=("posts", "no reposts", "times in seconds", "links", "hashtags", "profiles"),
        parser="fourcat_captures:FOURCAT_GAB",
        platform="gab",
    ),
    InputFormat(
        name="4cat-vk",
        title="4CAT's CSV for VK",
        carries=("posts", "no reposts", "replies (comments)", "times in seconds", "links", "hashtags", "handles"),
        parser="fourcat_captures:FOURCAT_VK",
        platform="vk",
    ),
    InputFormat(
        name="4cat-douyin",
        title="4CAT's CSV for Douyin",
        carries=("posts", "no reposts", "times in seconds", "hashtags", "names"),
        parser="fourcat_captures:FOURCAT_DOUYIN",
        platform="douyin",
    ),
    InputFormat(
        name="4cat-linkedin",
        title="4CAT's CSV for LinkedIn",
        carries=("posts", "no reposts", "times in seconds (from post ids)", "links", "hashtags", "names"),
        parser="fourcat_captures:FOURCAT_LINKEDIN",
        platform="linkedin",
    ),
    InputFormat(
        name="4cat-truth",
        title="4CAT's CSV for Truth Social",
        carries=("posts", "no reblogs", "times in seconds", "profiles"),
        parser="fourcat:FOURCAT_TRUTH",
        platform="truth",
    ),
)
