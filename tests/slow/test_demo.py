"""The demo, small, on a real Neo4j."""

import re
from pathlib import Path

import pytest

from explorer.common.settings import Endpoint
from explorer.graph.connection.connect import Connection
from tests.helpers.program import Program


@pytest.fixture
def explorer(graph: Connection, endpoint: Endpoint, tmp_path: Path) -> Program:
    return Program(endpoint, tmp_path)


def test_the_demo_finds_what_it_planted_and_can_be_repeated(explorer: Program, graph: Connection) -> None:
    first = explorer("demo", "--scale", "0.05")
    assert first.returncode == 0, first.stderr
    planted, found, others = _found(first.stderr)
    assert found > 0.9 * planted
    assert others < 0.05 * planted
    assert "Liu Xiaoming" in first.stdout
    assert "Simulated data" in first.stderr
    report = Path(next(line for line in first.stdout.splitlines() if line.endswith(".html")))
    assert "Simulated data are among these" in report.read_text(encoding="utf-8")
    # what its tables show is the graph's own
    held = graph.read(
        "MATCH (:Account)-[:AMPLIFIED]->(:Account)-[:OPERATED_BY]->(o:Outlet {outletId: 'cn-liu-xiaoming'}) "
        "RETURN count(*)"
    ).rows[0][0]
    assert held > 0
    second = explorer("demo", "--scale", "0.05")
    assert second.returncode == 0, second.stderr
    assert "was imported before" in second.stderr
    assert _found(second.stderr) == (planted, found, others)


def _found(text: str) -> tuple[int, int, int]:
    line = re.search(r"By this run: ([\d,]+) of ([\d,]+) planted accounts and ([\d,]+) others", text)
    assert line, text
    found, planted, others = (int(number.replace(",", "")) for number in line.groups())
    return planted, found, others


def test_the_demo_does_not_mix_with_other_data(explorer: Program, graph: Connection) -> None:
    explorer.write("retweets.csv", "retweet_id,account_id,post_id,retweeted_at\n1,2,3,2021-03-01T10:00:00Z\n")
    imported = explorer("import", "retweets.csv")
    assert imported.returncode == 0, imported.stderr
    refused = explorer("demo", "--scale", "0.05")
    assert refused.returncode == 2, refused.stderr
    assert "holds other data" in refused.stderr
    assert graph.read("MATCH (:Account)-[r:RETWEETED]->() RETURN count(r)").rows == [(1,)]
