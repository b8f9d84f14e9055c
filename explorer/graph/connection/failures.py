"""Explain why a connection to Neo4j fails: the cause in plain words, and the setting that fixes it.

The driver hides causes in chains and groups of exceptions. The codes of certificate errors are those of OpenSSL
(https://docs.openssl.org/3.0/man3/X509_STORE_CTX_get_error/).
"""

import errno
import re
import socket
import ssl
from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from neo4j import exceptions

from explorer.common.settings import Endpoint
from explorer.graph.connection.address import PORT, with_scheme
from explorer.server.end_reason import explain_end
from explorer.server.readiness import is_broken_database

_UNKNOWN_ISSUER: Final = {18, 19, 20, 21}
_WRONG_NAME: Final = {62, 64}
_WRONG_DATE: Final = {9, 10}
_UNREACHABLE: Final = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.EADDRNOTAVAIL, errno.EACCES, errno.EPERM}


def explain_failure(error: BaseException, endpoint: Endpoint) -> tuple[str, str]:
    """Return the cause of a failed connection as the rest of a sentence, and the next step, which may be empty.

    For the local server, its process and logs tell more than the error.
    """
    if endpoint.password_file and (end := explain_end(endpoint.password_file.parent)):
        return end
    chain = list(causes(error))
    text = " ".join(map(str, chain))
    for cause in chain:
        if isinstance(cause, ssl.SSLError):
            return _tls(cause, endpoint)
        if isinstance(cause, socket.gaierror):
            return (
                f"the host name cannot be resolved ({cause.strerror})",
                f"Check the host in NEO4J_URI, and the network or VPN.{_routing_hint(endpoint)}",
            )
        if isinstance(cause, ConnectionRefusedError):
            return "no program listens on this port", ""
        if isinstance(cause, TimeoutError):
            return _no_reply(endpoint)
        if isinstance(cause, OSError) and cause.errno in _UNREACHABLE:
            unreachable = f"the host cannot be reached ({cause.strerror})"
            return unreachable, "Check the host in NEO4J_URI, and the network or VPN."
    if "looks like HTTP" in text:
        return (
            "this is its HTTP port, which is for web browsers",
            f"Set NEO4J_URI to its Bolt port, usually {PORT}: {_with_port(endpoint.uri, PORT)}",
        )
    if re.search("handshake|does not support communication", text, re.IGNORECASE):
        return _handshake(endpoint)
    if "timed out" in text:
        return _no_reply(endpoint)
    return str(chain[-1]) or type(chain[-1]).__name__, _routing_hint(endpoint).strip()


def explain_refusal(error: exceptions.Neo4jError, endpoint: Endpoint) -> tuple[str, str] | None:
    """Return a message and the next step if Neo4j refuses the user or the database; None for other errors."""
    database, name = endpoint.database, (error.code or "").rpartition(".")[2]
    at = f"Neo4j at {endpoint.uri}"
    if name == "AuthenticationRateLimit":
        return (
            f"{at} blocks user {endpoint.username!r} for some seconds, because the password was wrong several times.",
            "Correct NEO4J_PASSWORD, wait ten seconds, then run the command again.",
        )
    if is_broken_database(error):
        is_local = endpoint.password_file is not None
        return (
            f"{at} could not write to its disk, and has stopped the database. The disk is probably full.",
            "Free disk space, then run the same command again. It restarts the local server."
            if is_local
            else "Free disk space on its machine and restart Neo4j, then run the same command again.",
        )
    if name == "CredentialsExpired":
        return (
            f"{at} requires a new password for user {endpoint.username!r}.",
            "Set one in Neo4j Browser or with cypher-shell, then set NEO4J_PASSWORD to it.",
        )
    if isinstance(error, exceptions.AuthError):
        return (
            f"{at} rejects user {endpoint.username!r} and the password.",
            "Check NEO4J_USERNAME and NEO4J_PASSWORD. For the local server: explorer server password",
        )
    is_system = database.lower() == "system" and isinstance(error, exceptions.ClientError)
    if is_system or name in {"DatabaseNotFound", "DatabaseUnavailable"}:
        state = "has no database" if name == "DatabaseNotFound" else "cannot store data in the database"
        return (
            f"{at} {state} {database!r}.",
            "Set NEO4J_DATABASE to one that SHOW DATABASES lists. Neo4j Community has one, usually neo4j.",
        )
    return None


def _no_reply(endpoint: Endpoint) -> tuple[str, str]:
    return "no reply in time", f"Check the host in NEO4J_URI, and firewalls on the way.{_routing_hint(endpoint)}"


def _tls(error: ssl.SSLError, endpoint: Endpoint) -> tuple[str, str]:
    base = endpoint.uri.partition("://")[0].lower().partition("+")[0]
    any_certificate = f"NEO4J_URI={with_scheme(endpoint.uri, f'{base}+ssc')}"
    if not isinstance(error, ssl.SSLCertVerificationError):
        # errors that Python raises itself have no reason of OpenSSL
        reason = (getattr(error, "reason", None) or str(error)).replace("_", " ").lower()
        return (
            f"TLS fails ({reason}). The server probably does not encrypt connections on this port",
            f"Without TLS: NEO4J_URI={with_scheme(endpoint.uri, base)}. Use this on networks that you trust only.",
        )
    if error.verify_code in _UNKNOWN_ISSUER:
        fix = (
            "If the certificate is self-signed and you trust the network, accept any certificate: "
            f"{any_certificate}. To verify it, set SSL_CERT_FILE to the certificate of its issuer (PEM)."
        )
    elif error.verify_code in _WRONG_NAME:
        fix = f"Use a host name that is in the certificate, or accept any certificate: {any_certificate}"
    elif error.verify_code in _WRONG_DATE:
        fix = f"Renew the certificate, and check the clock. Until then, accept any certificate: {any_certificate}"
    else:
        fix = f"Correct the certificate, or accept any certificate: {any_certificate}"
    return f"its TLS certificate cannot be verified ({error.verify_message.rstrip('.')})", fix


def _handshake(endpoint: Endpoint) -> tuple[str, str]:
    scheme = endpoint.uri.partition("://")[0].lower()
    if "+" in scheme:
        return (
            "the program on this port does not answer in Neo4j's protocol",
            f"Check the port; Bolt is usually {PORT}.",
        )
    return (
        "the program on this port does not answer in Neo4j's protocol without TLS",
        f"If the server requires TLS: NEO4J_URI={with_scheme(endpoint.uri, f'{scheme}+s')} (or {scheme}+ssc:// for a "
        f"self-signed certificate). Otherwise check the port; Bolt is usually {PORT}.",
    )


def _routing_hint(endpoint: Endpoint) -> str:
    scheme = endpoint.uri.partition("://")[0].lower()
    if not scheme.startswith("neo4j"):
        return ""
    direct = with_scheme(endpoint.uri, scheme.replace("neo4j", "bolt"))
    return (
        " With neo4j://, the server tells clients which address to use, which may be one that only it knows. For a "
        f"single server: NEO4J_URI={direct}"
    )


def _with_port(uri: str, port: int) -> str:
    parts = urlsplit(uri)
    name = re.sub(r":[0-9]*$", "", parts.netloc)
    return f"{parts.scheme}://{name}:{port}"


def causes(error: BaseException) -> Iterator[BaseException]:
    """Yield an error, its causes, and the members of groups among them, the error itself first."""
    pending, seen = [error], set[int]()
    while pending:
        cause = pending.pop(0)
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        pending += [inner for inner in (cause.__cause__, cause.__context__) if inner is not None]
        if isinstance(cause, BaseExceptionGroup):
            pending += cause.exceptions
