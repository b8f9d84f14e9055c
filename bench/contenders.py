"""The contenders: each computes the network of a table of retweets in its own process.

    python -m bench.contenders NAME RETWEETS.parquet WEIGHTING

prints one line of JSON, a `Measured`. For all contenders the time is measured from the loaded retweets (arrays, or a
table of its database) to the edges. The time to load the retweets is measured separately.
"""

import contextlib
import csv
import json
import os
import resource
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path
from typing import get_args

import duckdb
import numpy as np
import polars as pl
from coordination_network_toolkit import compute_networks, preprocess

from explorer.detect.network.build import build_network
from explorer.detect.network.events import Events
from explorer.detect.network.parameters import NetworkParameters, Weighting

WINDOW = 60  # seconds
MIN_WEIGHT = 2
THREADS = 2


@dataclass(frozen=True, slots=True)
class Measured:
    """One measurement.

    Attributes:
        seconds: Time from loaded retweets to edges.
        loading: Time to load the retweets, in seconds.
        peak: Peak memory of the process and its children in bytes.
        edges: Number of edges.
        digest: Hash of all edges with their weights.
    """

    seconds: float
    loading: float
    peak: int
    edges: int
    digest: str


def explorer(path: Path, weighting: Weighting) -> Measured:
    """Run the kernel of this package on arrays. The time includes sorting, but not compilation."""
    parameters = NetworkParameters(weighting, WINDOW * 1000, MIN_WEIGHT)
    build_network(_events(pl.read_parquet(path, n_rows=1_000)), parameters, threads=THREADS)
    started = time.perf_counter()
    frame = pl.read_parquet(path)
    loaded = time.perf_counter()
    network = build_network(_events(frame), parameters, threads=THREADS)
    finished = time.perf_counter()
    edges = pl.DataFrame({"source": network.source, "target": network.target, "weight": network.weight})
    return _measured(edges, started, loaded, finished)


def _events(frame: pl.DataFrame) -> Events:
    ordered = frame.sort("post", "time", "account")
    account, post = (ordered[column].to_numpy() for column in ("account", "post"))
    names = [pl.int_range(int(codes.max()) + 1, eager=True).cast(pl.String) for codes in (account, post)]
    # Weights do not depend on the posts' times and authors.
    origin, author = np.zeros(len(names[1]), np.int64), np.zeros(len(names[1]), np.uint32)
    return Events(names[0], names[1], account, post, ordered["time"].to_numpy(), origin, author, origin != 0)


def duck(path: Path, weighting: Weighting) -> Measured:
    """Run the same join in DuckDB, in memory, for distinct objects or messages."""
    count, pairs = {
        "objects": ("left_.post", "left_.account < right_.account"),
        "messages": ("left_.retweet", "left_.account <> right_.account"),
    }[weighting]
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as database:
        database.execute(f"SET threads = {THREADS}; SET temp_directory = '{folder}'; SET enable_progress_bar = false")
        started = time.perf_counter()
        database.execute(
            "CREATE TABLE event AS SELECT *, time // ? AS slot FROM read_parquet(?)", [WINDOW * 1000, str(path)]
        )
        loaded = time.perf_counter()
        # Join by time slots as well: joined by the post alone, DuckDB compares all pairs of retweets of a post and
        # takes five times as long. Counting distinct values per pair instead of distinct rows makes no difference.
        database.execute(f"""
            CREATE TABLE edge AS
            SELECT source, target, count(*) AS weight
            FROM (
              SELECT DISTINCT left_.account AS source, right_.account AS target, {count} AS counted
              FROM (SELECT *, unnest([slot - 1, slot, slot + 1]) AS near FROM event) AS left_
              JOIN event AS right_
                ON left_.post = right_.post AND left_.near = right_.slot AND {pairs}
                AND abs(left_.time - right_.time) <= {WINDOW * 1000}
            )
            GROUP BY source, target HAVING count(*) >= {MIN_WEIGHT}
        """)
        finished = time.perf_counter()
        return _measured(pl.DataFrame(database.execute("FROM edge").fetchnumpy()), started, loaded, finished)


def toolkit(path: Path, weighting: Weighting) -> Measured:
    """Run coordination-network-toolkit: load its CSV format into SQLite and compute its co_retweet network."""
    if weighting != "messages":
        raise ValueError("the toolkit counts messages")
    with tempfile.TemporaryDirectory() as folder:
        table, database = Path(folder) / "retweets.csv", str(Path(folder) / "toolkit.db")
        with table.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            columns = ("message_id", "user_id", "username", "repost_id", "reply_id", "message", "timestamp", "urls")
            writer.writerow(columns)
            for part in pl.read_parquet(path).iter_slices(100_000):
                for retweet, account, post, at in part.select("retweet", "account", "post", "time").iter_rows():
                    writer.writerow((retweet, account, account, f"p{post}", "", "", at // 1000, ""))
        with contextlib.redirect_stdout(sys.stderr):
            started = time.perf_counter()
            preprocess.preprocess_csv_files(database, [str(table)])
            loaded = time.perf_counter()
            compute_networks.compute_co_retweet_parallel(
                database, WINDOW, n_threads=THREADS, min_edge_weight=MIN_WEIGHT
            )
            finished = time.perf_counter()
        with contextlib.closing(sqlite3.connect(database)) as connection:
            rows = connection.execute(
                "SELECT CAST(user_1 AS INTEGER), CAST(user_2 AS INTEGER), weight FROM co_retweet_network "
                "WHERE user_1 <> user_2"
            ).fetchall()
    return _measured(pl.DataFrame(rows, schema=["source", "target", "weight"], orient="row"), started, loaded, finished)


CONTENDERS: dict[str, Callable[[Path, Weighting], Measured]] = {
    "explorer": explorer,
    "duckdb": duck,
    "toolkit": toolkit,
}


def _measured(edges: pl.DataFrame, started: float, loaded: float, finished: float) -> Measured:
    # Read the peak before hashing the edges, which needs memory, too. The kernel reports KiB.
    own, children = (resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    ordered = edges.select(pl.all().cast(pl.Int64)).sort("source", "target")
    digest = blake2b(digest_size=16)
    for column in ordered:
        digest.update(column.to_numpy().tobytes())
    return Measured(finished - loaded, loaded - started, max(own, children) * 1024, edges.height, digest.hexdigest())


if __name__ == "__main__":
    os.environ.setdefault("POLARS_MAX_THREADS", str(THREADS))
    _, name, file, kind = sys.argv
    weighting = next(known for known in get_args(Weighting) if known == kind)
    print(json.dumps(asdict(CONTENDERS[name](Path(file), weighting))))
