"""From an export with columns of its own to the first clusters: each command is read from the output of the one before.

The export has five columns, of which none is a column of the explorer's tables, and handles without @. Two groups of
eight accounts retweet 30 posts each within 20 seconds; 150 others retweet eight times per post, hours apart.
"""

import json
import random
import re
import shlex
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from explorer.common.settings import Endpoint
from explorer.graph.connection.connect import Connection
from tests.helpers.program import Done, Program

HEADING = "tweet_id,user,rt_of_id,rt_of_user,created"


def export() -> str:
    """Return the export as CSV."""
    rng = random.Random(7)
    rows: list[tuple[datetime, str, int, str]] = []
    for number in range(300):
        post, author = 9000 + number, f"author_{number % 40}"
        posted = datetime(2021, 3, 1) + timedelta(seconds=rng.randrange(28 * 86_400))
        for reader in rng.sample(range(150), 8):
            at = posted + timedelta(seconds=60 + int(rng.expovariate(1 / 20_000)))
            rows.append((at, f"reader_{reader}", post, author))
        if number % 10 in {0, 1}:
            at = posted + timedelta(seconds=rng.randrange(600, 86_400))
            for member in range(8):
                seconds = timedelta(seconds=rng.randrange(20))
                rows.append((at + seconds, f"amplifier_{number % 10}{member}", post, author))
    lines = [
        f"{number},{user},{post},{author},{at:%Y-%m-%dT%H:%M:%SZ}"
        for number, (at, user, post, author) in enumerate(sorted(rows), start=100)
    ]
    return "\n".join([HEADING, *lines, ""])


def suggested(done: Done, command: str) -> list[str]:
    """Return the words after ``explorer`` of the one suggested command of this name."""
    found = re.findall(rf"(?:^|: )explorer ({command} .+)$", done.stderr, flags=re.MULTILINE)
    assert len(found) == 1, done.stderr
    return shlex.split(found[0])


@pytest.fixture
def explorer(graph: Connection, endpoint: Endpoint, tmp_path: Path) -> Program:
    return Program(endpoint, tmp_path)


def test_three_commands_lead_to_the_first_clusters(explorer: Program) -> None:
    explorer.write("export.csv", export())
    refused = explorer("import", "export.csv")
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    imported = explorer(*suggested(refused, "import"))
    assert imported.returncode == 0, imported.stderr
    assert "2,880 rows read = 2,880 imported + 0 duplicates + 0 rejected" in imported.stderr
    detected = explorer(*suggested(imported, "detect"))
    assert detected.returncode == 0, detected.stderr
    clusters = json.loads(explorer("clusters", "list", "--format", "json").stdout)
    assert [cluster["members"] for cluster in clusters] == [8, 8]
    members = [
        {member["account"] for member in json.loads(explorer("clusters", "show", rank, "--format", "json").stdout)}
        for rank in ("1", "2")
    ]
    assert sorted(map(sorted, members)) == [[f"x:@amplifier_{group}{n}" for n in range(8)] for group in (0, 1)]
