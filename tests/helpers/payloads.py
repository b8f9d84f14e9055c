"""Hostile texts (tests/data/hostile/payloads), and a graph in which they stand everywhere.

Twenty clusters of nine accounts retweet nine posts each within seconds. These are payloads: handles, names,
descriptions and places of accounts, names of outlets, texts, links and hashtags of posts, names of files, and notes and
authors of judgements.
"""

import csv
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from pydantic import SecretStr

from explorer import DetectionParameters, Graph
from explorer.common.settings import Settings
from explorer.common.text import printable
from explorer.communities.parameters import ClusterParameters
from explorer.detect.network.parameters import NetworkParameters
from explorer.detect.signals.registry import CO_RETWEET
from explorer.graph.connection.connect import Connection
from explorer.registry.reader import read_registry
from tests.helpers.paths import DATA

FOLDER: Final = DATA / "hostile" / "payloads"
GROUP: Final = 9
"""Accounts of each cluster, and posts that they retweet."""


@dataclass(frozen=True, slots=True)
class Payload:
    """A hostile text.

    Attributes:
        name: Its name.
        text: The text.
        shown: What people see: all of it (whole), its beginning (cut), escapes for some of its characters
            (marked), or nothing (blank).
    """

    name: str
    text: str
    shown: str


def read_payloads() -> list[Payload]:
    """Return the corpus."""
    lines = (FOLDER / "index.jsonl").read_text(encoding="ascii").splitlines()
    rows = map(json.loads, lines)
    return [Payload(row["name"], row["text"] * row.get("times", 1), row["shown"]) for row in rows]


def build_payloads(graph: Connection) -> Connection:
    """Fill an empty graph from files, and detect the clusters in a run."""
    with TemporaryDirectory() as home:
        settings = Settings(
            neo4j_uri=graph.endpoint.uri,
            neo4j_username=graph.endpoint.username,
            neo4j_password=SecretStr(graph.endpoint.password),
            explorer_home=Path(home),
        )
        files, registry = Path(home) / "files", Path(home) / "registry.csv"
        files.mkdir()
        texts = [payload.text for payload in read_payloads()]
        write_files(files, texts)
        _write(registry, REGISTRY, _registry(texts))
        with Graph.open(settings=settings) as opened:
            opened.load_registry(read_registry(registry))
            for report in opened.import_files([files]):
                assert report.rows == report.loaded + report.duplicates + report.rejected
            network, clusters = NetworkParameters(window=60_000, min_weight=2), ClusterParameters(min_size=2)
            opened.detect(DetectionParameters((CO_RETWEET,), network=network, clusters=clusters, significance=None))
            for rank, text in enumerate(texts[:40:2], start=1):
                opened.judge_cluster(rank, verdict="coordinated", author=text or "x", note=texts[-rank])
            for number in range(0, len(texts), GROUP):
                opened.judge_account(f"x:a{number}", verdict="unclear", author="x", note=texts[number])
    return graph


REGISTRY: Final = "outlet,name,kind,state,owner,parent,x,source,source_date"


def write_files(folder: Path, texts: Sequence[str]) -> None:
    """Write the tables; the names of files with retweets are payloads, as far as the system takes them."""
    around = [*texts, *texts]
    accounts = [
        (f"a{n}", text, *around[n + 1 : n + 4], "2020-06-01", "suspended" if n % 5 == 0 else "active", "2021-03-01")
        for n, text in enumerate(texts)
    ]
    accounts += [(f"o{n}", f"outlet{n}", text, text, text, "", "", "") for n, text in enumerate(texts)]
    _write(folder / "accounts.csv", "account_id,handle,name,bio,location,created_at,status,status_at", accounts)
    posts = [(f"p{n}", f"o{n}", "2021-01-01T09:59:30Z", text) for n, text in enumerate(texts)]
    _write(folder / "posts.csv", "post_id,author_id,created_at,text", posts)
    _write(folder / "links.csv", "post_id,url", ((f"p{n}", text) for n, text in enumerate(texts)))
    _write(folder / "hashtags.csv", "post_id,tag", ((f"p{n}", text) for n, text in enumerate(texts)))
    names = [text for text in texts if text.strip() and not {"/", "\0"} & {*text} and len(text.encode()) < 200]
    for number, name in enumerate(names[::12]):
        retweets = _retweets(range(number, len(texts), len(names[::12])), len(texts))
        _write(folder / f"{name}.csv", "retweet_id,account_id,post_id,retweeted_at", retweets)


def _retweets(accounts: Iterable[int], count: int) -> Iterable[tuple[str, ...]]:
    for account in accounts:
        first = account - account % GROUP
        for post in range(first, min(first + GROUP, count)):
            at = datetime(2021, 1, 1, 10) + timedelta(hours=post, seconds=account % GROUP)
            yield f"r{account}-{post}", f"a{account}", f"p{post}", f"{at:%Y-%m-%dT%H:%M:%SZ}"


def _registry(texts: Sequence[str]) -> Iterable[tuple[str, ...]]:
    plain = [text for text in texts if text.strip() and printable(text) == text and "\n" not in text]
    for number, text in enumerate(texts):
        # a registry needs a name for each outlet, and refuses control characters
        name, owner, parent = text if text.strip() else "no name", plain[number % 50], plain[number % 50 + 1]
        yield f"xx-{number}", name, "media", "CN", owner, parent, f"outlet{number}", "a test", "2021"


def _write(path: Path, heading: str, rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([heading.split(","), *rows])
