"""Where Browser is found, and what is printed of the login."""

import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from explorer.api import Graph
from explorer.cli.commands import browser
from explorer.cli.commands.browser import browser_address
from explorer.common.settings import Endpoint


@pytest.mark.parametrize(
    ("uri", "address"),
    [
        ("bolt://db.example:7687", "http://db.example:7474/browser/?dbms=bolt://joe@db.example:7687"),
        ("neo4j://db.example", "http://db.example:7474/browser/?dbms=neo4j://joe@db.example:7687"),
        ("neo4j+s://db.example", "https://db.example:7473/browser/?dbms=neo4j%2Bs://joe@db.example:7687"),
        ("bolt+ssc://db.example:9", "https://db.example:7473/browser/?dbms=bolt%2Bssc://joe@db.example:9"),
        ("bolt://[::1]:7687", "http://[::1]:7474/browser/?dbms=bolt://joe@[::1]:7687"),
        ("bolt://eve:s3cret@db.example:1", "http://db.example:7474/browser/?dbms=bolt://joe@db.example:1"),
    ],
)
def test_the_address_of_a_server_that_does_not_report_it(uri: str, address: str) -> None:
    assert browser_address(Endpoint(uri, "joe", "s3cret")) == address


def test_the_local_server_reports_its_address() -> None:
    endpoint = Endpoint("bolt://127.0.0.1:7690", "neo4j", "s3cret", browser_url="http://127.0.0.1:7477/browser/")
    assert browser_address(endpoint) == "http://127.0.0.1:7477/browser/?dbms=bolt://neo4j@127.0.0.1:7690"


def test_a_user_name_cannot_change_the_address() -> None:
    endpoint = Endpoint("bolt://db.example", "a&cmd=play#@evil/", "s3cret")
    assert browser_address(endpoint).endswith("?dbms=bolt://a%2526cmd%253Dplay%2523%2540evil%252F@db.example:7687")


@pytest.mark.parametrize(
    ("password_file", "says"), [(Path("/home/joe/password"), "/home/joe/password"), (None, "NEO4J_PASSWORD")]
)
@pytest.mark.parametrize("opens", [True, False])
def test_it_opens_a_window_and_never_prints_the_password(
    monkeypatch: pytest.MonkeyPatch, password_file: Path | None, says: str, opens: bool
) -> None:
    endpoint = Endpoint("bolt://127.0.0.1:7687", "neo4j", "s3cret", password_file=password_file)
    opened: list[str] = []
    monkeypatch.setattr(Graph, "find_endpoint", lambda _: endpoint)

    def open_window(address: str) -> bool:
        opened.append(address)
        return opens

    monkeypatch.setattr("webbrowser.open", open_window)
    app = typer.Typer()
    app.command()(browser.browser)

    shown = CliRunner().invoke(app, ["--no-guide"])
    assert shown.exit_code == 0
    assert opened == [browser_address(endpoint)]
    assert opened[0] in shown.stdout
    assert "neo4j" in shown.stdout
    assert says in shown.stdout
    assert "s3cret" not in shown.output
    assert ("Open the address yourself" in shown.output) != opens

    assert CliRunner().invoke(app, ["--no-guide", "--no-open"]).exit_code == 0
    assert len(opened) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_the_guide_is_served_until_it_is_interrupted(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "posts.cypher").write_text(
        '// My posts\n// question: How many?\n// finding: 3\n// columns:\n//   n "Count": How many.\n// view: table\n'
        "MATCH (p:Post) RETURN count(*) AS n ORDER BY n;\n"
    )
    # of this server nothing is asked
    settings = {"NEO4J_URI": "bolt://127.0.0.1:9", "NEO4J_PASSWORD": "s3cret-enough"}
    # a run of the tests in the background has Ctrl-C ignored, and so would this program
    heeding = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)"
    running = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"{heeding}; from explorer.cli import main; main()",
            "browser",
            "--no-open",
            "--folder",
            tmp_path,
        ],
        env=os.environ | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert running.stdout is not None
        # it comes although the program has not ended
        line = running.stdout.readline()
        address, guide = re.fullmatch(r"Browser: +(\S+)&cmd=guide&arg=(\S+)\n", line).groups()  # type: ignore[union-attr]
        assert address == "http://127.0.0.1:7474/browser/?dbms=bolt://neo4j@127.0.0.1:9"
        with urllib.request.urlopen(guide, timeout=10) as page:
            assert "My posts" in page.read().decode()
        with urllib.request.urlopen(guide.replace("guide.html", "style.grass"), timeout=10) as page:
            assert page.read().startswith(b"node {")
    finally:
        running.send_signal(signal.SIGINT)
        out, errors = running.communicate(timeout=30)
    assert running.returncode == 0
    assert "Ctrl-C" in errors
    assert "Traceback" not in errors
    assert "s3cret" not in line + out + errors
