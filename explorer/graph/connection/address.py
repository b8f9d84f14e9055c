"""Check the address in NEO4J_URI, and say how to write it, before the driver sees it.

The driver accepts some of these addresses silently and ignores a part of them, or raises errors that do not name the
setting. The schemes are listed at https://neo4j.com/docs/python-manual/current/connect-advanced/.
"""

import re
from ipaddress import IPv6Address
from typing import Final
from urllib.parse import SplitResult, urlsplit

from explorer.common.errors import GraphError
from explorer.common.text import LOGIN, without_login

SCHEMES: Final = ("bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc")
"""Schemes of Bolt addresses: +s encrypts and verifies the certificate, +ssc accepts any certificate."""
PORT: Final = 7687
"""Neo4j's default Bolt port."""

_HTTP_PORTS: Final = {7473, 7474}
_EXAMPLE: Final = f"bolt://localhost:{PORT}"
# of ASCII, names contain letters, digits, - . and _
_HOST: Final = re.compile(r"(?:\[[0-9A-Fa-f:.]+\]|[^\s\x00-,/:-@\[-^`{-\x7f]+)(?::[0-9]+)?")
_BARE_IPV6: Final = re.compile(r"[0-9A-Fa-f.]*:[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*")
_INVALID: Final = ("whose host or port is not valid", f"Write it as {_EXAMPLE}; ports are numbers from 1 to 65535.")
_SCHEME: Final = re.compile(r"(?:bolt|neo4j)(?:\+ssc|\+s)?(?=[:/\\])", re.IGNORECASE)


def check_address(uri: str) -> str:
    """Return the address without surrounding spaces.

    Raises:
        GraphError: If it is not the address of a Bolt server. The hint contains the corrected address.
    """
    uri = uri.strip()
    problem, fix = _problem(uri)
    if problem:
        raise GraphError(f"NEO4J_URI is set to {without_login(uri)}, {problem}.", hint=fix)
    return uri


def with_scheme(uri: str, scheme: str) -> str:
    """Return an address with another scheme."""
    return f"{scheme}://{uri.partition('://')[2]}"


def _problem(uri: str) -> tuple[str, str]:
    """Return what is wrong with an address and how to correct it; two empty texts if nothing is."""
    unquoted = uri.strip("\"' ")
    if unquoted != uri:
        return "which includes quotation marks", _set(unquoted)
    if not uri:
        return "which is empty", f"Set it to an address such as {_EXAMPLE}, or unset it to use the local server."
    if LOGIN.search(uri):
        fix = _set(LOGIN.sub("", uri))
        return "which contains a user name", f"Set NEO4J_USERNAME and NEO4J_PASSWORD instead. {fix}"
    scheme, separator, rest = uri.partition("://")
    if not separator:
        return _without_scheme(uri)
    if scheme.lower() in {"http", "https"}:
        return _http(uri, encrypted=scheme.lower() == "https")
    if scheme.lower() not in SCHEMES:
        likely = "bolt+s" if re.search(r"(?:bolt|neo4j).*(?:s$|ssl|tls)", scheme.lower()) else "bolt"
        return (
            f"but there is no scheme {scheme}://",
            f"The schemes are {', '.join(SCHEMES)}. {_set(f'{likely}://{rest}')}",
        )
    return _host_problem(uri, scheme, rest)


def _without_scheme(uri: str) -> tuple[str, str]:
    match = _SCHEME.match(uri)
    rest = uri[match.end() :].lstrip(":/\\") if match else uri
    # neo4j:7687 is the host neo4j, as in Docker's networks
    if match and not re.fullmatch(r"\d+/?", rest):
        return "in which :// is missing after the scheme", _set(f"{match[0].lower()}://{rest}")
    host = f"localhost:{uri}" if re.fullmatch("[0-9]{4,5}", uri) else _with_bolt_port(uri)
    return "which has no scheme", _set(f"bolt://{host}")


def _http(uri: str, *, encrypted: bool) -> tuple[str, str]:
    host = re.split("[/?#]", uri.partition("://")[2], maxsplit=1)[0]
    if host.endswith(".neo4j.io"):
        fix = f"neo4j+s://{host}"
    else:
        fix = f"{'bolt+s' if encrypted else 'bolt'}://{re.sub(r':[0-9]*$', '', host) or 'localhost'}:{PORT}"
    return (
        "which is an address for web browsers",
        f"{_set(fix)} explorer connects over Bolt, which has a port of its own.",
    )


def _host_problem(uri: str, scheme: str, rest: str) -> tuple[str, str]:
    host = re.split("[/?#]", rest, maxsplit=1)[0]
    if _BARE_IPV6.fullmatch(host):
        return "but an IPv6 address needs square brackets", _set(f"{scheme}://{_bracketed(host)}")
    if host and not _HOST.fullmatch(host) and not host.startswith(":"):
        return _INVALID
    try:
        parts = urlsplit(uri)
        port, name = parts.port, parts.hostname
        (name or "").encode("idna")
    except ValueError:
        return _INVALID
    if not name:
        return "which names no host", f"Set it to an address such as {_EXAMPLE}."
    if port == 0:
        return "whose port is 0", _set(f"{scheme}://{host.rpartition(':')[0]}:{PORT}")
    return _unused_part(parts, scheme, host)


def _unused_part(parts: SplitResult, scheme: str, host: str) -> tuple[str, str]:
    if path := parts.path.strip("/"):
        return "which names more than a server", f"{_set(f'{scheme}://{host}')} For a database: NEO4J_DATABASE={path}"
    if parts.fragment or (parts.query and scheme.lower().startswith("bolt")):
        return "which has options that Bolt addresses do not have", _set(f"{scheme}://{host}")
    return "", ""


def _with_bolt_port(host: str) -> str:
    host = host.strip("/")
    name, _, port = host.rpartition(":")
    if _BARE_IPV6.fullmatch(host):
        return _bracketed(host)
    return f"{name}:{PORT}" if name and port.isdigit() and int(port) in _HTTP_PORTS else host


def _bracketed(host: str) -> str:
    """Return an IPv6 address in brackets; the last group is a port if the rest is an address and it has four digits."""
    name, _, port = host.rpartition(":")
    try:
        IPv6Address(name)
    except ValueError:
        return f"[{host}]:{PORT}"
    return f"[{name}]:{port}" if port.isdigit() and len(port) > 3 else f"[{host}]:{PORT}"


def _set(uri: str) -> str:
    """Return the instruction to use an address, or its own correction if it has another problem."""
    problem, fix = _problem(uri)
    if problem:
        return fix
    return f"Set NEO4J_URI={uri}."
