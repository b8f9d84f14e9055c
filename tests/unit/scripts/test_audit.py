"""The audit against a server that answers as OSV does, on the loopback interface."""

import json
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from explorer.server.artifacts import ArtifactLock, Artifacts, Jar
from scripts import audit

LOG4SHELL = "GHSA-jfh8-c2jp-5v3q"
OLD = "pkg:maven/org.apache.logging.log4j/log4j-core@2.14.1"


class Osv(BaseHTTPRequestHandler):
    """One package has two known vulnerabilities, on two pages."""

    summary = "Remote code injection in Log4j"

    def do_POST(self) -> None:
        queries = json.loads(self.rfile.read(int(self.headers["Content-Length"])))["queries"]
        self._answer({"results": [self._result(**query) for query in queries]})

    def do_GET(self) -> None:
        self._answer({"id": self.path, "summary": self.summary} if self.path.endswith(LOG4SHELL) else {})

    def _result(self, package: dict[str, str], page_token: str = "") -> dict[str, Any]:
        if package["purl"] != OLD:
            return {}
        return {"vulns": [{"id": "GHSA-2"}]} if page_token else {"vulns": [{"id": LOG4SHELL}], "next_page_token": "2"}

    def _answer(self, content: object) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(content).encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in the standard library
        pass


@pytest.fixture
def osv() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), Osv) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_the_locked_files_are_looked_up_by_package_url() -> None:
    purls = [*audit.maven_purls(), *audit.npm_purls()]
    assert any(purl.startswith("pkg:maven/org.neo4j/neo4j-bolt@5.") for purl in purls)
    assert any(purl.startswith("pkg:npm/d3-zoom@") for purl in purls)


def test_vulnerabilities_of_all_pages_are_named(osv: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert audit.audit_known(osv, ["pkg:npm/a@1", OLD]) == audit.FOUND
    shown = capsys.readouterr().out
    assert f"{LOG4SHELL}: Remote code injection in Log4j (https://osv.dev/{LOG4SHELL})" in shown
    assert "GHSA-2: no summary" in shown
    assert "pkg:npm/a@1" not in shown


def test_nothing_known(osv: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert audit.audit_known(osv, ["pkg:npm/a@1"] * (audit.PER_QUERY + 1)) == audit.NOTHING
    assert "No vulnerability is known." in capsys.readouterr().out


def test_a_summary_cannot_write_to_the_terminal(
    osv: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Osv, "summary", "\x1b]52;c;AAAA\x07\x9b2J")
    audit.audit_known(osv, [OLD])
    assert not {"\x1b", "\x9b", "\x07"} & set(capsys.readouterr().out)


@pytest.mark.parametrize("results", [[], [[]], [{"vulns": 1}], [{"vulns": [{}]}], None])
def test_an_answer_that_cannot_be_used_is_no_all_clear(
    osv: str, results: object, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(Osv, "do_POST", lambda self: self._answer({"results": results}))
    assert audit.audit_known(osv, [OLD]) == audit.INCOMPLETE
    assert "run make audit again" in capsys.readouterr().out


def test_a_server_that_cannot_be_reached_is_no_all_clear(capsys: pytest.CaptureFixture[str]) -> None:
    assert audit.audit_known("http://127.0.0.1:1", [OLD]) == audit.INCOMPLETE
    assert "run make audit again" in capsys.readouterr().out


def test_an_altered_jar_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lock = ArtifactLock("https://repository.example", "5.26", (Jar("a/b.jar", 1, "0" * 64),), "d")
    artifacts = Artifacts(tmp_path, lock=lock)
    assert audit.audit_jars(artifacts) == audit.NOTHING
    assert "not installed" in capsys.readouterr().out
    (artifacts.jars / "a").mkdir(parents=True)
    (artifacts.jars / "a" / "b.jar").write_bytes(b"x")
    (artifacts.folder / "complete").write_text("d")
    assert audit.audit_jars(artifacts) == audit.FOUND
    assert "a/b.jar" in capsys.readouterr().out


def test_an_altered_script_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert audit.audit_javascript() == audit.NOTHING
    (tmp_path / "vendor.lock").write_text('files = [{ name = "d3.js", sha512 = "0" }]')
    assert audit.audit_javascript([tmp_path]) == audit.FOUND
    assert "d3.js" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("code", "printed", "outcome"),
    [
        (0, "", audit.NOTHING),
        (1, "Name Version ID\n---- ------- --\npy2neo 1 PYSEC-1", audit.FOUND),
        (1, "", audit.INCOMPLETE),
    ],
)
def test_pip_audit_that_could_not_look_up_is_no_all_clear(
    code: int, printed: str, outcome: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        subprocess, "run", lambda *command, **options: subprocess.CompletedProcess(command, code, printed, "ERROR: x")
    )
    assert audit.audit_python() == outcome
