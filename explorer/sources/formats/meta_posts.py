"""What posts of Instagram and Threads have in common on their web pages."""

from typing import Final
from urllib.parse import parse_qs, urlsplit

import msgspec

_REDIRECTS: Final = frozenset(
    {"l.threads.net", "l.threads.com", "l.instagram.com", "l.facebook.com", "lm.facebook.com"}
)


class User(msgspec.Struct, gc=False):
    """An account."""

    pk: str | int | None = None
    id: str | int | None = None
    username: str | None = None
    full_name: str | None = None

    @property
    def account_id(self) -> str | None:
        """The id, or the handle if there is none."""
        identifier = self.pk if self.id is None else self.id
        if identifier is not None:
            return str(identifier)
        return f"@{self.username}" if self.username else None


class Caption(msgspec.Struct, gc=False):
    """The text of a post."""

    text: str | None = None


def without_redirect(address: str) -> str:
    """Return the target of one of Meta's redirects, or any other address unchanged."""
    try:
        parts = urlsplit(address)
        if parts.hostname in _REDIRECTS:
            return parse_qs(parts.query, max_num_fields=20).get("u", [address])[0]
    except ValueError:
        pass
    return address
