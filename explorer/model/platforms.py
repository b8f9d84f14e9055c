"""What account ids and handles look like on each platform, as far as the platform defines it."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class PlatformRules:
    """How a platform writes ids and handles; patterns of whole values.

    Attributes:
        ids: Account ids.
        handles: Handles, without @.
    """

    ids: str
    handles: str


_NUMBER: Final = r"-?[0-9]{1,20}"
_URL: Final = r"https?://.+"

PLATFORMS: Final = {
    # https://help.x.com/en/managing-your-account/x-username-rules
    "x": PlatformRules(_NUMBER, r"[A-Za-z0-9_]{1,15}"),
    # https://atproto.com/specs/did, https://atproto.com/specs/handle
    "bluesky": PlatformRules(r"did:[a-z]+:.+", r"(?:[A-Za-z0-9][A-Za-z0-9-]{0,62}\.)+[A-Za-z][A-Za-z0-9-]{0,62}"),
    # https://core.telegram.org/method/account.checkUsername; exports write user1, channel2 and -1002
    "telegram": PlatformRules(rf"(?:user|channel|chat)?{_NUMBER}", r"[A-Za-z][A-Za-z0-9_]{3,31}"),
    # accounts of different instances share names, so that a handle includes the domain
    "mastodon": PlatformRules(_URL, r"[A-Za-z0-9_.-]{1,255}@[A-Za-z0-9.-]+\.[A-Za-z]{2,63}"),
    "truth": PlatformRules(_NUMBER, r"[A-Za-z0-9_]{1,30}"),
    "gab": PlatformRules(_NUMBER, r"[A-Za-z0-9_]{1,30}"),
    # https://www.facebook.com/help/105399436216001
    "facebook": PlatformRules(_NUMBER, r"[A-Za-z0-9.]{5,50}"),
    "instagram": PlatformRules(_NUMBER, r"[A-Za-z0-9_.]{1,30}"),
    "threads": PlatformRules(_NUMBER, r"[A-Za-z0-9_.]{1,30}"),
    # https://support.tiktok.com/en/getting-started/setting-up-your-profile/changing-your-username
    "tiktok": PlatformRules(_NUMBER, r"[A-Za-z0-9_.]{2,24}"),
    # https://support.google.com/youtube/answer/11585688
    "youtube": PlatformRules(r"UC[A-Za-z0-9_-]{22}", r"[A-Za-z0-9_.·-]{3,30}"),
    "vk": PlatformRules(rf"(?:id|club|public)?{_NUMBER}", r"[A-Za-z][A-Za-z0-9_.]{4,31}"),
}
"""Rules by platform; the ids of other platforms can have any form."""
