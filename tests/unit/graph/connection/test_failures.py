"""The causes of failed connections, as the driver and the system raise them."""

import errno
import os
import socket
import ssl

import pytest
from neo4j import exceptions

from explorer.common.settings import Endpoint
from explorer.graph.connection.failures import explain_failure, explain_refusal


def server(uri: str = "bolt://db.example.org:7688", database: str = "neo4j") -> Endpoint:
    return Endpoint(uri, "ada", "hush", database)


def certificate_error(code: int, message: str = "certificate is wrong") -> ssl.SSLCertVerificationError:
    error = ssl.SSLCertVerificationError(1, "failed")
    error.verify_code, error.verify_message = code, message
    return error


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), "the host name cannot be resolved (Name or"),
        (ConnectionRefusedError(errno.ECONNREFUSED, "refused"), "no program listens on this port"),
        (TimeoutError(errno.ETIMEDOUT, "timed out"), "no reply in time"),
        (OSError(errno.EHOSTUNREACH, os.strerror(errno.EHOSTUNREACH)), "the host cannot be reached (No route to host)"),
        (OSError(errno.ENETUNREACH, os.strerror(errno.ENETUNREACH)), "the host cannot be reached (Network is"),
        (exceptions.ServiceUnavailable("handshake failed"), "does not answer in Neo4j's protocol without TLS"),
        (exceptions.ServiceUnavailable("connection timed out"), "no reply in time"),
        (exceptions.ServiceUnavailable("it looks like HTTP"), "this is its HTTP port"),
        (exceptions.ServiceUnavailable("strange"), "strange"),
        (exceptions.ServiceUnavailable(), "ServiceUnavailable"),
        (ssl.SSLError(1, "[SSL] WRONG_VERSION_NUMBER"), "TLS fails"),
        (certificate_error(18), "its TLS certificate cannot be verified (certificate is wrong)"),
    ],
)
def test_the_cause_is_named_however_deep_it_is_hidden(error: Exception, cause: str) -> None:
    explained, _ = explain_failure(error, server())
    assert cause in explained
    outer = exceptions.ServiceUnavailable("Unable to retrieve routing information")
    outer.__cause__ = ExceptionGroup("all addresses failed", [error])
    error.__context__ = outer  # a circle ends
    assert cause in explain_failure(outer, server())[0]


@pytest.mark.parametrize(
    ("code", "fix"),
    [
        (18, "If the certificate is self-signed"),
        (20, "If the certificate is self-signed"),
        (62, "Use a host name that is in the certificate"),
        (10, "Renew the certificate, and check the clock"),
        (23, "Correct the certificate"),
    ],
)
@pytest.mark.parametrize("scheme", ["bolt", "neo4j", "NEO4J"])
def test_certificates_that_cannot_be_verified(scheme: str, code: int, fix: str) -> None:
    _, step = explain_failure(certificate_error(code), server(f"{scheme}+s://db.example.org:7688"))
    assert step.startswith(fix)
    assert f"NEO4J_URI={scheme.lower()}+ssc://db.example.org:7688" in step


@pytest.mark.parametrize(
    ("uri", "fixed"),
    [
        ("bolt://db.example.org:7474", "bolt://db.example.org:7687"),
        ("neo4j://db.example.org", "neo4j://db.example.org:7687"),
        ("bolt://[::1]:7474", "bolt://[::1]:7687"),
        ("bolt://[::1]", "bolt://[::1]:7687"),
        ("bolt+s://db.example.org:7473/", "bolt+s://db.example.org:7687"),
        ("neo4j://db.example.org:7474?region=eu", "neo4j://db.example.org:7687"),
    ],
)
def test_the_bolt_port_takes_the_place_of_the_http_port(uri: str, fixed: str) -> None:
    _, step = explain_failure(exceptions.ServiceUnavailable("looks like HTTP"), server(uri))
    assert step.endswith(f": {fixed}")


@pytest.mark.parametrize(
    ("uri", "fix"),
    [
        ("bolt://h:9", "NEO4J_URI=bolt+s://h:9 (or bolt+ssc://"),
        ("neo4j://h:9", "NEO4J_URI=neo4j+s://h:9 (or neo4j+ssc://"),
        ("bolt+s://h:9", "Check the port; Bolt is usually 7687."),
    ],
)
def test_a_server_that_requires_tls(uri: str, fix: str) -> None:
    assert fix in explain_failure(exceptions.ServiceUnavailable("handshake"), server(uri))[1]


@pytest.mark.parametrize("error", [TimeoutError(), socket.gaierror(-2, "unknown"), exceptions.ServiceUnavailable("?")])
def test_routing_is_named_as_a_cause_only_if_the_address_asks_for_it(error: Exception) -> None:
    assert "NEO4J_URI=bolt+s://h:9" in explain_failure(error, server("neo4j+s://h:9"))[1]
    assert "neo4j://" not in explain_failure(error, server("bolt+s://h:9"))[1]


def refused(code: str) -> exceptions.Neo4jError:
    """Return the error that the driver raises for a code of Neo4j."""
    return exceptions.Neo4jError._hydrate_neo4j(code=code, message="refused")


@pytest.mark.parametrize(
    ("code", "message", "step"),
    [
        ("Neo.ClientError.Security.Unauthorized", "rejects user 'ada'", "NEO4J_PASSWORD"),
        ("Neo.ClientError.Security.AuthenticationRateLimit", "blocks user 'ada'", "wait ten seconds"),
        ("Neo.ClientError.Security.CredentialsExpired", "requires a new password", "NEO4J_PASSWORD"),
        ("Neo.ClientError.Database.DatabaseNotFound", "has no database 'other'", "SHOW DATABASES"),
        ("Neo.TransientError.General.DatabaseUnavailable", "cannot store data in the database 'other'", "NEO4J_DATA"),
        ("Neo.DatabaseError.Transaction.TransactionLogError", "could not write to its disk", "Free disk space"),
        ("Neo.DatabaseError.Transaction.TransactionStartFailed", "could not write to its disk", "restart Neo4j"),
    ],
)
def test_refusals_name_the_user_or_the_database_but_no_password(code: str, message: str, step: str) -> None:
    refusal = explain_refusal(refused(code), server(database="other"))
    assert refusal
    assert message in refusal[0]
    assert step in refusal[1]
    assert "hush" not in " ".join(refusal)


def test_a_query_that_cannot_run_in_a_transaction_does_not_mean_a_full_disk() -> None:
    error = exceptions.Neo4jError._hydrate_neo4j(
        code="Neo.DatabaseError.Transaction.TransactionStartFailed",
        message="A query with 'CALL { ... } IN TRANSACTIONS' can only be executed in an implicit transaction, but "
        "tried to execute in an explicit transaction.",
    )
    assert explain_refusal(error, server()) is None


def test_the_system_database_stores_no_data() -> None:
    refusal = explain_refusal(refused("Neo.ClientError.Statement.UnsupportedOperation"), server(database="System"))
    assert refusal
    assert "cannot store data in the database 'System'" in refusal[0]


@pytest.mark.parametrize("code", ["Neo.ClientError.Statement.SyntaxError", "Neo.TransientError.Transaction.Outdated"])
def test_other_errors_are_not_refusals(code: str) -> None:
    assert explain_refusal(refused(code), server()) is None
