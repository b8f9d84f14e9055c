"""Formats of the platforms' APIs, streams and web pages: JSON, the most specific first."""

from typing import Final

from explorer.sources.declarations.input_format import MESSAGES, InputFormat

API_FORMATS: Final = (
    InputFormat(
        name="twitter-v1",
        title="Twitter API v1.1: tweets and answers (streams, search, look-ups, twarc 1)",
        carries=(*MESSAGES, "times in seconds"),
        parser="twitter_v1:TWITTER_V1",
    ),
    InputFormat(
        name="twitter-web",
        title="X web pages: answers of its servers, or tweets from Zeeschuimer or 4CAT",
        carries=(*MESSAGES, "times in seconds"),
        parser="twitter_web:TWITTER_WEB",
    ),
    InputFormat(
        name="bluesky",
        title="Bluesky: answers of the API, events of Jetstream or Tap, or posts from 4CAT",
        carries=(
            *("posts", "reposts", "post ids", "replies", "quotes", "links", "hashtags", "handles"),
            *("status (suspended, deleted)", "times in seconds"),
        ),
        parser="bluesky:BLUESKY",
        platform="bluesky",
    ),
    InputFormat(
        name="truth",
        title="Truth Social: statuses and answers from 4CAT, Zeeschuimer or the API",
        carries=(*MESSAGES, "times in seconds"),
        parser="mastodon:TRUTH",
        platform="truth",
    ),
    InputFormat(
        name="mastodon",
        title="Mastodon: statuses and answers of the API, events of a stream, or outboxes",
        carries=(
            *("posts", "boosts", "post ids", "quotes", "links", "hashtags", "profiles", "times in seconds"),
            "replies only within a page",
        ),
        parser="mastodon:MASTODON",
        platform="mastodon",
    ),
    InputFormat(
        name="twitter-v2",
        title="Twitter API v2: pages or tweets (twarc2, flattened or not; 4CAT)",
        carries=(*MESSAGES, "times in seconds"),
        parser="twitter_v2:TWITTER_V2",
    ),
    InputFormat(
        name="telegram-desktop",
        title="Telegram Desktop: export of a chat or of all chats (result.json)",
        carries=(
            *("posts", "forwards as retweets if the id of the source is given", "replies", "links", "hashtags"),
            "times in seconds",
        ),
        parser="telegram_desktop:TELEGRAM_DESKTOP",
        platform="telegram",
    ),
    InputFormat(
        name="tiktok-research",
        title="TikTok Research API: videos, comments and accounts, one page or item per line or document",
        carries=("posts", "post ids", "handles", "replies", "hashtags", "times in seconds", "no reposts"),
        parser="tiktok_research:TIKTOK_RESEARCH",
        platform="tiktok",
    ),
    InputFormat(
        name="youtube",
        title="YouTube Data API: videos, comments, search results, playlists and channels",
        carries=("posts", "post ids", "replies", "links", "hashtags", "profiles", "times in seconds", "no reposts"),
        parser="youtube:YOUTUBE",
        platform="youtube",
    ),
    InputFormat(
        name="tiktok-web",
        title="TikTok web pages: videos and comments captured with Zeeschuimer or exported from 4CAT (NDJSON)",
        carries=(
            *("posts", "post ids", "duets as quotes", "replies", "hashtags", "profiles", "times in seconds"),
            "no reposts",
        ),
        parser="tiktok_web:TIKTOK_WEB",
        platform="tiktok",
    ),
    InputFormat(
        name="instagram-web",
        title="Instagram web pages: posts captured with Zeeschuimer or exported from 4CAT (NDJSON)",
        carries=("posts", "post ids", "hashtags", "handles", "times in seconds", "no reposts"),
        parser="instagram_web:INSTAGRAM_WEB",
        platform="instagram",
    ),
    InputFormat(
        name="threads-web",
        title="Threads web pages: posts captured with Zeeschuimer or exported from 4CAT (NDJSON)",
        carries=(
            *("posts", "reposts", "post ids", "quotes", "accounts replied to", "links", "hashtags", "handles"),
            "times in seconds",
        ),
        parser="threads_web:THREADS_WEB",
        platform="threads",
    ),
    InputFormat(
        name="gab-web",
        title="Gab web pages: posts captured with Zeeschuimer or exported from 4CAT (NDJSON)",
        carries=(
            *("posts", "reposts", "post ids", "quotes", "links", "hashtags", "profiles", "times in seconds"),
            "replies in searches",
        ),
        parser="gab_web:GAB_WEB",
        platform="gab",
    ),
    InputFormat(
        name="vk",
        title="VK: posts and comments from 4CAT (NDJSON) or the API",
        carries=("posts", "reposts", "post ids", "replies", "links", "hashtags", "profiles", "times in seconds"),
        parser="vk:VK",
        platform="vk",
    ),
    InputFormat(
        name="twitter-web-exporter-json",
        title="twitter-web-exporter: tweets as JSON",
        carries=(
            *("posts", "retweets", "post ids", "replies", "quotes", "hashtags", "handles", "times in seconds"),
            "links and profiles if exported with all metadata",
        ),
        parser="twitter_web_exporter_json:TWITTER_WEB_EXPORTER_JSON",
    ),
    InputFormat(
        name="snscrape",
        title="snscrape: tweets, one per line (JSONL)",
        carries=(
            *("posts", "post ids", "replies", "quotes", "links", "hashtags", "profiles", "times in seconds"),
            "almost no retweets",
        ),
        parser="snscrape:SNSCRAPE",
    ),
    InputFormat(
        name="x-archive",
        title="X's archive for its users: tweets of one account (tweets.js)",
        carries=(
            *("posts", "retweets without post ids", "retweeted accounts", "replies", "links", "hashtags"),
            "times in seconds",
        ),
        parser="x_archive:X_ARCHIVE",
    ),
    InputFormat(
        name="compliance",
        title="X's batch compliance jobs: results about accounts (JSONL)",
        carries=("status (suspended, deleted)",),
        parser="compliance:COMPLIANCE",
    ),
)
