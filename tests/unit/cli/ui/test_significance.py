"""What is said of how sure edges are."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from explorer.cli.ui.significance import note_significance
from explorer.detect.network.edge_statistics import EdgeStatistics, Triggers
from explorer.detect.network.model import Network
from explorer.detect.significance.audit import Audit
from explorer.detect.significance.parameters import MANY_OUTSIDERS
from explorer.detect.significance.result import Significance
from tests.helpers.tiers import EDGES, clique, following, tiered

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


def test_each_tier_is_listed_with_what_it_means(capsys: pytest.CaptureFixture[str]) -> None:
    note_significance(tiered(*EDGES), FOUND, ["@boss: 3 edges among 3 accounts"])
    told = " ".join(capsys.readouterr().err.split())
    assert "Tier A (9 edges, 7 accounts): beyond independent reaction" in told
    assert "Tier B (1 edge, 2 accounts): reaction times" in told
    assert "Tier trigger (4 edges, 5 accounts): a common trigger is not excluded" in told
    assert "no evidence of coordination @boss: 3 edges among 3 accounts Tier joined (6 edges, 7 accounts)" in told


def test_a_scan_says_how_many_edges_of_tier_a_each_window_found(capsys: pytest.CaptureFixture[str]) -> None:
    scanned = tiered(*EDGES)
    tier_b = scanned.edges()["tier"].to_numpy() == "B"
    window = np.where(tier_b, 60_000, np.where(np.arange(len(scanned)) % 2, 10_000, 600_000))
    scanned = replace(scanned, statistics=replace(scanned.tested, window=window))
    note_significance(scanned, replace(FOUND, hypotheses=3_000, windows=(10_000, 60_000, 600_000)))
    told = " ".join(capsys.readouterr().err.split())
    counts = scanned.edges().filter(tier="A")["window"].to_list()
    short, long = counts.count(10_000), counts.count(600_000)
    assert short + long == 9
    assert f"window in which the pair is found best: 10s {short}, 60s 0, 10m {long} " in told
    assert "Tested 1,000 pairs of accounts that each have at least two actions, in each of 3 windows" in told
    note_significance(tiered(*EDGES), FOUND)
    assert "window" not in capsys.readouterr().err


def test_tiers_without_edges_are_not_listed(capsys: pytest.CaptureFixture[str]) -> None:
    note_significance(tiered(*clique("a", "b", "c")), FOUND)
    told = capsys.readouterr().err
    assert "Tier A (3 edges, 3 accounts)" in told
    assert "Tier B" not in told
    assert "trigger (" not in told


def test_the_rate_and_the_audit_say_what_they_do_not_cover(capsys: pytest.CaptureFixture[str]) -> None:
    told = said(FOUND, capsys)
    assert (
        "Rate 0.05: expected share of edges of tier A that independent reaction explains, if the null models hold; it "
        "does not cover common triggers that the data do not show"
    ) in told
    assert "False-discovery" not in told
    assert "so the audit does not test them" in told


def test_outsiders_at_the_moments_of_tier_a_are_said_and_many_are_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    assert "Accounts outside tier A" not in said(FOUND, capsys)
    few = said(replace(FOUND, outsiders=MANY_OUTSIDERS - 0.5), capsys)
    assert "Accounts outside tier A act in the window of its co-actions 1.5 times as often as" in few
    assert "This does not test triggers that nobody else reacts to" in few
    assert "a common trigger is likely" not in few
    assert "a common trigger is likely" in said(replace(FOUND, outsiders=MANY_OUTSIDERS), capsys)


def test_a_network_without_tier_a_says_why(capsys: pytest.CaptureFixture[str]) -> None:
    note_significance(tiered(*following("boss", "a", "b")), FOUND)
    assert "No edge is in tier A. Where independent reaction is no explanation" in capsys.readouterr().err
    note_significance(tiered(), FOUND)
    assert "The filters removed all edges of tier A" in capsys.readouterr().err
    note_significance(tiered(), replace(FOUND, cut=0.0))
    assert "No edge is significant" in capsys.readouterr().err
