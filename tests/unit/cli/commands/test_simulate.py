"""explorer simulate and explorer evaluate, as typed: a campaign, its network, its score."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from explorer.cli.app import app


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture(scope="module")
def campaign(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("simulated") / "campaign"
    done = run("simulate", "base", "-o", folder, "--seed", "1001", "--scale", "0.1")
    assert done.exit_code == 0, done.output
    assert "Nothing in these data is real" in done.stderr
    assert "238 accounts in 6 groups" in done.stderr
    return folder


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_what_was_planted_is_found_by_a_strict_weight_and_scored(campaign: Path, tmp_path: Path, suffix: str) -> None:
    edges = tmp_path / f"edges.{suffix}"
    made = run("network", campaign, "--significance", "off", "--min-weight", "12", "--out", edges)
    assert made.exit_code == 0, made.output
    assert "posts and retweets are invented" in made.stderr
    done = run("evaluate", campaign, "--edges", edges, "--format", "json")
    assert done.exit_code == 0, done.output
    whole, *groups = json.loads(done.stdout)
    assert whole["part"] == "all"
    assert whole["planted"] == sum(group["planted"] for group in groups) == 238
    assert [group["name"] for group in groups] == ["g1", "g2", "g3", "g4", "g5", "g6"]
    assert whole["recall"] > 0.8
    assert 0 < whole["edge_false_discovery"] < 0.5  # fans: a fixed weight has no error rate
    assert "ground truth of a simulated campaign" in done.stderr


@pytest.mark.parametrize("form", ["table", "csv", "jsonl"])
def test_scores_are_printed_in_every_form(campaign: Path, tmp_path: Path, form: str) -> None:
    (tmp_path / "none.csv").write_text("source,target,weight\n")
    done = run("evaluate", campaign, "--edges", tmp_path / "none.csv", "--format", form)
    assert done.exit_code == 0, done.output
    assert len(done.stdout.strip().splitlines()) >= 7


def test_mistakes_are_said(campaign: Path, tmp_path: Path) -> None:
    for words, said in (
        (("simulate", "nothing", "-o", tmp_path / "x"), "Unknown campaign"),
        (("simulate", "base", "-o", campaign), "not empty"),
        (("simulate", "base", "-o", tmp_path / "x", "--scale", "0"), "scale"),
        (("evaluate", campaign), "no network to compare"),
        (("evaluate", campaign, "--edges", "e.csv", "--run", "latest"), "no network to compare"),
        (("evaluate", tmp_path, "--edges", "e.csv"), "no ground truth"),
    ):
        done = run(*words)
        assert done.exit_code != 0
        assert said in str(getattr(done.exception, "message", done.output)), done.output
    assert not (tmp_path / "x").exists()


def test_help_lists_the_campaigns() -> None:
    shown = " ".join(run("simulate", "--help").stdout.replace("│", " ").split())
    for name in ("base", "short", "weak", "none-fans", "reacting", "prc-2021"):
        assert f"{name}:" in shown


def test_what_filters_took_is_not_laid_to_chance(campaign: Path, tmp_path: Path) -> None:
    edges = tmp_path / "edges.csv"
    plain = run("network", campaign, "--out", edges, "--audit-draws", "0")
    assert "\nTier A (0 edges" not in plain.stderr
    filtered = run("network", campaign, "--out", edges, "--audit-draws", "0", "--backbone", "1e-300")
    assert "\nTier A (0 edges" in filtered.stderr
    assert "filters removed all edges of tier A" in filtered.stderr
    assert "chance or reaction times explain" not in filtered.stderr


def test_scores_fit_a_narrow_terminal(campaign: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("explorer.cli.ui.tables.PIPE", 80)
    (tmp_path / "none.csv").write_text("source,target,weight\n")
    done = run("evaluate", campaign, "--edges", tmp_path / "none.csv")
    lines = done.stdout.splitlines()
    assert all(len(line) <= 80 for line in lines)
    assert [line.split()[1] for line in lines if line.startswith(" group ")] == ["g1", "g2", "g3", "g4", "g5", "g6"]
