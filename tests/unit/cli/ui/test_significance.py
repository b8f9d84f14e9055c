"""What is said of how sure edges are."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from explorer.cli.ui.significance import note_significance
from explorer.detect.network.edge_statistics import EdgeStatistics, Triggers
from explorer.detect.network.model import Network
from explorer.detect.significance.audit import Audit
from explorer.detect.significance.significance import Significance

ONE = np.ones(1)
STATISTICS = EdgeStatistics(
    np.array([3], np.uint32), ONE, ONE, ONE, ONE / 1e9, ONE / 1e8, ONE / 1e8, ONE / 100, np.array([3]),
    np.zeros(1, np.uint8), Triggers.none(1),
)  # fmt: skip
NETWORK = Network(
    pl.Series(["a", "b"]), np.array([0], np.uint32), np.array([1], np.uint32), np.array([3]), np.array([3], np.uint32),
    directed=False, statistics=STATISTICS,
)  # fmt: skip
AUDIT = Audit(draws=20, cut=1e-8, activity=0.0, reaction=0.01, lowered=False, left_over=0.0)
FOUND = Significance(0.05, 1000, 1e-8, AUDIT, 1.0, 0)


def said(found: Significance, capsys: pytest.CaptureFixture[str]) -> str:
    note_significance(NETWORK, found)
    return " ".join(capsys.readouterr().err.split())


def test_what_was_left_out_and_where_times_come_from_is_said_where_it_is_so(capsys: pytest.CaptureFixture[str]) -> None:
    plain = said(FOUND, capsys)
    assert "left out" not in plain
    assert "IDs" not in plain
    assert "first action" not in plain
    told = said(replace(FOUND, audit=replace(AUDIT, left_over=1.35), origins_known=0.6, origins_decoded=1234), capsys)
    assert "1.4 actions per shuffle were left out" in told
    assert "of 1,234 posts were read from the post IDs" in told
    assert "The publication time is known for 60% of the objects" in told
