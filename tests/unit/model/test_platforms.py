import re

import pytest

from explorer.model.platforms import PLATFORMS


@pytest.mark.parametrize(
    ("platform", "account_id", "handle"),
    [
        ("x", "44196397", "CGTNOfficial"),
        ("bluesky", "did:plc:z72i7hdynmk6r22z27h6tvur", "bsky.app"),
        ("telegram", "-1001234567890", "rt_russian"),
        ("telegram", "channel1234", "durov"),
        ("mastodon", "https://mastodon.social/users/Gargron", "Gargron@mastodon.social"),
        ("truth", "107780257626128497", "realDonaldTrump"),
        ("facebook", "565225540184937", "chinaglobaltvnetwork"),
        ("instagram", "25025320", "instagram"),
        ("tiktok", "6784819479778378757", "cgtnofficial"),
        ("youtube", "UCgrNz-aDmcr2uuto8_DL2jg", "CGTN"),
        ("vk", "-40316705", "rt_russian"),
    ],
)
def test_ids_and_handles_are_told_apart(platform: str, account_id: str, handle: str) -> None:
    rules = PLATFORMS[platform]
    assert re.fullmatch(rules.ids, account_id)
    assert not re.fullmatch(rules.ids, handle)
    assert re.fullmatch(rules.handles, handle)
