"""Graphs that an earlier version of explorer wrote."""

from explorer.graph.connection.connect import Connection
from explorer.graph.connection.lock import write_lock
from explorer.graph.runs.runs import find_run


def test_write_commands_add_signal_parameters_to_earlier_runs(graph: Connection) -> None:
    graph.execute(
        """
        UNWIND [
          ['earlier', '{"fast_seconds": 20, "seed": 0, "signal": "fast-retweet"}', null],
          ['two', '{"min_tags": 4, "similarity": 0.5, "signal": "similar-text,hashtag-sequence"}', null],
          ['none', '{"signal": "co-retweet"}', null],
          ['today', '{"fast_seconds": 20}', 30.0],
          ['broken', '{"fast_seconds": ', null],
          ['odd', '{"fast_seconds": "soon"}', null]
        ] AS row
        CREATE (run:Run {runId: row[0], parameters: row[1], fastSeconds: row[2]})
        """
    )
    for _ in range(2):
        with write_lock(graph):
            runs = {name: find_run(graph, name) for name in ("earlier", "two", "none", "today", "broken", "odd")}
        values = {
            name: {key: value for key, value in run.items() if key not in ("runId", "parameters")}
            for name, run in runs.items()
        }
        assert values == {
            "earlier": {"fastSeconds": 20.0},
            "two": {"minTags": 4.0, "similarity": 0.5},
            "none": {},
            "today": {"fastSeconds": 30.0},
            "broken": {},
            "odd": {},
        }
