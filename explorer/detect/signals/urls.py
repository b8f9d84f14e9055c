"""Web addresses as objects: normalised URLs and registered domains.

Normalisation removes only parts that do not change the destination. Short links stay as they are, since resolving them
would need the network.
"""

import re
from typing import Final
from urllib.parse import SplitResult, unquote_to_bytes, urlsplit

import idna
from tldextract import TLDExtract

_TRACKING: Final = re.compile(
    r"utm_.+|[a-z_]*clid|gclsrc|gbraid|wbraid|gad_(?:source|campaignid)|_g[al]|_ga_.+|igshid?|mc_[ce]id|mkt_tok"
    r"|_hs(?:enc|mi)|__hs(?:fp|sc|tc)|hsctatracking|vero_(?:id|conv)|oly_(?:anon|enc)_id|ml_subscriber(?:_hash)?"
    r"|fb_(?:action_ids|action_types|ref|source)|action_(?:object|type|ref)_map|__tn__|__cft__\[.*\]|mibextid"
    r"|at_(?:medium|campaign|custom[0-9])|ns_(?:mchannel|source|campaign|linkname|fee)|__twitter_impression"
    r"|ref_(?:src|url)|s_kwcid|s_cid|ito|cmpid|xtor|rb_clickid|wt_mc|pk_(?:campaign|source|medium|kwd)"
    r"|mtm_.+|piwik_.+|matomo_.+"
)
"""Names of tracking parameters, from the lists of ClearURLs, Brave and Mozilla."""
_TRACKING_AT: Final = {
    "youtube.com": re.compile(r"si|feature|pp|ab_channel"),
    "youtu.be": re.compile(r"si|feature"),
    "twitter.com": re.compile(r"s|t|lang"),
    "x.com": re.compile(r"s|t|lang"),
    "open.spotify.com": re.compile(r"si|context"),
    "instagram.com": re.compile(r"ig_.+|hl"),
    "t.me": re.compile(r"single"),
}
"""Names that are tracking parameters on one host only."""

_USUAL_PORTS: Final = {None, 80, 443}
_MOBILE: Final = re.compile(r"(?:(?:www[0-9]?|m|mobile)\.)+(?=[^.]+\.[^.]+)")
_ESCAPE: Final = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED: Final = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SAFE: Final = frozenset(range(0x21, 0x7F)) - frozenset(b'"<>\\^`{|}')
# the list of suffixes in the package; blogspot.com, github.io and the like count as suffixes, because the names under
# them belong to different people
_SUFFIXES: Final = TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True)


def normalise_url(url: str) -> str | None:
    """Return a URL without the parts that do not change its destination; None if it is not a web address.

    http becomes https. Removed are user and password, ``www.``, ``m.`` and ``mobile.`` before the host, default ports,
    the fragment (unless it contains a path, ``#!/…`` or ``#/…``), tracking parameters, and slashes at the end of the
    path. The host is in lower case and in its ASCII form (xn--…), escapes are written the same way, and parameters are
    sorted. The case of the path stays. An address without a scheme counts if its host has a dot. Normalising the result
    again does not change it.
    """
    split = _split(url)
    if split is None:
        return None
    parts, host, port = split
    shown = f"[{host}]" if ":" in host else host
    tracking_here = _TRACKING_AT.get(host)
    parameters = sorted(
        parameter
        for parameter in map(_escaped, parts.query.split("&"))
        if (name := parameter.partition("=")[0].lower())
        and not _TRACKING.fullmatch(name)
        and not (tracking_here and tracking_here.fullmatch(name))
    )
    path = _escaped(parts.path).rstrip("/")
    fragment = _escaped(parts.fragment) if parts.fragment.startswith(("!/", "/")) else ""
    return (
        "https://"
        + shown
        + (f":{port}" if port else "")
        + path
        + ("?" + "&".join(parameters) if parameters else "")
        + ("#" + fragment if fragment else "")
    )


def registered_domain(url: str) -> str | None:
    """Return the registered domain of a URL, such as ``bbc.co.uk``; None if it is not a web address.

    Uses the Public Suffix List in tldextract, including its private part. A host without a registered domain (an IP
    address, ``localhost``) is returned itself.
    """
    split = _split(url)
    if split is None:
        return None
    host = split[1]
    name = _SUFFIXES(host)
    if name.top_domain_under_public_suffix or name.suffix or name.ipv4 or name.ipv6:
        return name.top_domain_under_public_suffix or host
    # the list's default rule for top-level domains that it does not contain: one label
    return ".".join(host.split(".")[-2:])


def _split(url: str) -> tuple[SplitResult, str, int | None] | None:
    """Return the parts of a URL, its host, and its port unless it is a default port."""
    # as browsers do, ignore line breaks within the address and control characters around it
    text = re.sub(r"[\t\r\n]", "", url).strip("".join(map(chr, range(0x21))))
    has_scheme = re.match(r"[A-Za-z][A-Za-z0-9+.-]*://", text)
    try:
        parts = urlsplit(text if has_scheme else "//" + text.lstrip("/"))
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme not in {"", "http", "https"} or not host:
        return None
    named = _host(host)
    # without a scheme, a text without a dot is a word, and one with an @ is an e-mail address
    if named is None or not (has_scheme or ("." in named and parts.username is None)):
        return None
    return parts, named, None if port in _USUAL_PORTS else port


def _host(host: str) -> str | None:
    if ":" in host:
        return host if re.fullmatch(r"[0-9a-f:.]+", host) else None
    try:
        named = host.rstrip(".").lower() if host.isascii() else idna.encode(host.rstrip("."), uts46=True).decode()
    except UnicodeError:
        return None
    if not re.fullmatch(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*", named):
        return None
    prefix = _MOBILE.match(named)
    return named[prefix.end() :] if prefix else named


def _escaped(text: str) -> str:
    """Normalise escapes: unreserved characters are unescaped, others that need it become %XX in upper case."""
    kept = []
    for piece in re.split(r"(%[0-9A-Fa-f]{2})", text):
        if _ESCAPE.fullmatch(piece):
            byte = unquote_to_bytes(piece)[0]
            kept.append(chr(byte) if byte in _UNRESERVED else piece.upper())
        else:
            kept += [chr(b) if b in _SAFE else f"%{b:02X}" for b in piece.encode("utf-8", "surrogatepass")]
    return "".join(kept)
