"""Texts and links of messages in HTML, and links and hashtags in plain text."""

import re
from collections.abc import Iterable
from html import unescape
from typing import Final

# The standard library's HTML parser takes minutes for 100 kB of "<a <a <a", and statuses are untrusted input. A pattern
# that stops at the next angle bracket and never tries a part again (++ and *+) examines each character once.
_TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9]*+)([^<>]*+)>")
_HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_CLASS = re.compile(r"""\bclass\s*=\s*(?:"([^"]*)"|'([^']*)')""")
# longer numbers are no characters, and the standard library refuses to convert them
_LONG_REFERENCE = re.compile(r"&#[0-9]{8,}+;?")

# a link in plain text ends at whitespace, brackets or quotation marks; punctuation at its end belongs to the sentence
_ADDRESS: Final = re.compile(r"https?://[^\s<>\"\u201c\u201d\u00ab\u00bb\u3000-\u303f\uff00-\uffef]+", re.IGNORECASE)
_SENTENCE_END: Final = ".,;:!?\u2026'\u2019*_~|"
_PAIRS: Final = {")": "(", "]": "[", "}": "{"}

# as the platforms do: letters, digits and underscores of any script, with at least one that is not a digit
_HASHTAG: Final = re.compile(r"(?<![\w&/#])[#\uff03](\w{1,200})")


def text_of(content: str) -> str:
    """Return the text of a message without its markup."""
    if "<" in content:
        content = content.replace("</p>", "\n\n").replace("</P>", "\n\n")
        content = _TAG.sub(lambda tag: "\n" if tag[2].lower() == "br" else "", content)
    return _unescape(content).strip()


def links_in(content: str) -> Iterable[str]:
    """Yield the URLs that a message links to, except those of mentions and hashtags."""
    if "href" not in content:
        return
    for tag in _TAG.finditer(content):
        href = _HREF.search(tag[3]) if tag[2].lower() == "a" and not tag[1] else None
        if href is None:
            continue
        kind = _CLASS.search(tag[3])
        classes = (kind[1] or kind[2] or "").split() if kind else []
        address = _unescape(href[1] or href[2] or "")
        if address.startswith(("https://", "http://")) and not {"mention", "hashtag"} & set(classes):
            yield address


def addresses_in(text: str | None) -> list[str]:
    """Return the links in plain text that begin with http:// or https://."""
    if text is None or "://" not in text:
        return []
    return [_without_sentence_end(match[0]) for match in _ADDRESS.finditer(text)]


def hashtags_in(text: str | None) -> list[str]:
    """Return the hashtags in plain text, without the number sign."""
    if text is None or ("#" not in text and "\uff03" not in text):
        return []
    return [match[1] for match in _HASHTAG.finditer(text) if not match[1].isdecimal()]


def _unescape(text: str) -> str:
    return unescape(_LONG_REFERENCE.sub("\ufffd", text)) if "&" in text else text


def _without_sentence_end(address: str) -> str:
    for _ in range(3):
        address = address.rstrip(_SENTENCE_END)
        # a bracket without its partner belongs to the sentence, as in (see https://example.org)
        opening = _PAIRS.get(address[-1:])
        if opening is None or address.count(opening) >= address.count(address[-1]):
            break
        address = address[:-1]
    return address
