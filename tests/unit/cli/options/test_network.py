"""The network's options, typed as an analyst would."""

import json
from pathlib import Path

import polars as pl
import pytest
from typer.testing import CliRunner, Result

from explorer.cli.app import app
from explorer.cli.options.network import network_parameters
from explorer.common.durations import ALL_TIME
from explorer.common.errors import UsageError
from explorer.detect.network.parameters import Filters, NetworkParameters
from explorer.runs.parameters import DetectionParameters


@pytest.fixture
def retweets(tmp_path: Path) -> Path:
    """On 1 March a, b and c retweet p1, a and b p2 as well; on 3 March a and b retweet p3."""
    rows = [("a", "p1", "01T12:00:00"), ("b", "p1", "01T12:00:01"), ("c", "p1", "01T12:00:02"),
            ("a", "p2", "01T13:00:00"), ("b", "p2", "01T13:00:01"),
            ("a", "p3", "03T13:00:00"), ("b", "p3", "03T13:00:01")]  # fmt: skip
    path = tmp_path / "retweets.csv"
    lines = [f"{n},{account},{post},n,2021-03-{at}Z" for n, (account, post, at) in enumerate(rows)]
    path.write_text("\n".join(["retweet_id,account_id,post_id,author_id,retweeted_at", *lines, ""]), "utf-8")
    return path


def run(*words: str | Path) -> Result:
    return CliRunner().invoke(app, [str(word) for word in words])


def test_defaults_fit_the_weighting() -> None:
    assert network_parameters() == NetworkParameters()
    assert isinstance(network_parameters(min_weight=3.0).min_weight, int)
    cosine = network_parameters(weighting="cosine", window="all")
    assert cosine == NetworkParameters("cosine", ALL_TIME, 0.0, tf="sublinear")
    for wrong in ({"min_weight": 1.5}, {"min_weight": 0.0}, {"tf": "binary"}):
        with pytest.raises(UsageError, match=r".+"):
            network_parameters(**wrong)


def test_every_parameter_is_in_the_json_that_identifies_a_run() -> None:
    network = NetworkParameters(max_accounts_per_object=9, filters=Filters(2, 0.9, "at-least", 0.05, 0.5))
    told = json.loads(DetectionParameters(network=network).as_json())
    assert (told["max_accounts_per_object"], told["min_objects"], told["percentile"]) == (9, 2, 0.9)
    assert (told["percentile_rule"], told["backbone"], told["centrality"]) == ("at-least", 0.05, 0.5)
    assert not any(isinstance(value, dict) for value in told.values())


def test_network_says_what_was_left_out(retweets: Path) -> None:
    done = run("network", retweets, "--min-weight", "1", "--percentile", "0.5", "--significance", "off")
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines() == ['"source","target","weight"', '"a","b",3']
    assert "weight not above the quantile 0.5: 2 edges left out" in done.stderr
    done = run("network", retweets, "--min-weight", "1", "--max-accounts-per-object", "2", "--significance", "off")
    assert done.stdout.splitlines() == ['"source","target","weight"', '"a","b",2']
    assert "objects that more than 2 accounts touch: 1 objects and 3 events left out" in done.stderr


def test_cosine_by_the_command(retweets: Path) -> None:
    out = retweets.parent / "edges.parquet"
    done = run("network", retweets, "--weighting", "cosine", "--tf", "binary", "--window", "all", "--out", out)
    assert done.exit_code == 0, done.output
    edges = pl.read_parquet(out)
    assert edges.schema["weight"] == pl.Float64
    assert edges.select("source", "target").rows() == [("a", "b"), ("a", "c"), ("b", "c")]
    assert edges["weight"][0] == 1.0


def test_slices_by_the_command(retweets: Path) -> None:
    out = retweets.parent / "lasting.csv"
    done = run("slices", retweets, "--slice", "1d", "--min-weight", "1", "--output", "json", "--out", out)
    assert done.exit_code == 0, done.output
    table = json.loads(done.stdout)
    assert [(row["start"][:10], row["edges"], row["new"], row["kept"]) for row in table] == [
        ("2021-03-01", 3, 3, 0),
        ("2021-03-02", 0, 0, 0),
        ("2021-03-03", 1, 1, 0),
    ]
    assert out.read_text("utf-8").splitlines() == [
        "source,target,weight,slices", "a,b,1.5,2", "a,c,0.25,1", "b,c,0.25,1"
    ]  # fmt: skip


def test_a_graphml_file_has_the_slices_too(retweets: Path) -> None:
    out = retweets.parent / "lasting.graphml"
    assert run("slices", retweets, "--slice", "1d", "--min-weight", "1", "--out", out).exit_code == 0
    assert 'attr.name="slices"' in out.read_text("utf-8")


def test_excluded_records_are_reported_with_significance_too(retweets: Path) -> None:
    done = run("network", retweets, "--min-participation", "2", "--max-accounts-per-object", "2", "--percentile", "0.5")
    assert done.exit_code == 0, done.output
    told = [line.strip() for line in done.stderr.splitlines() if line.endswith("left out")]
    assert told == [
        "objects that more than 2 accounts touch: 1 objects and 3 events left out",
        "accounts with fewer than 2 events: 0 accounts and 0 events left out",
        "weight not above the quantile 0.5: 0 edges left out",
    ]


def test_communities_through_slices_by_the_command(retweets: Path) -> None:
    out = retweets.parent / "lasting.csv"
    words = ("slices", retweets, "--slice", "1d", "--min-weight", "1", "--communities", out)
    done = run(*words)
    assert done.exit_code == 0, done.output
    # a and b are back on the third day, and still the same community
    assert [line.split(",")[0::2] + line.split(",")[3:] for line in out.read_text("utf-8").splitlines()[1:]] == [
        ["0", "a", "1"], ["0", "b", "1"], ["0", "c", "1"], ["2", "a", "1"], ["2", "b", "1"],
    ]  # fmt: skip
    assert "1 community" in done.stderr
    assert "In more than one slice: 1. The longest is in 2 slices" in done.stderr
    assert "2 communities" in run(*words, "--coupling", "0").stderr
    refused = run(*words[:-1], retweets.parent / "lasting.graphml")
    assert isinstance(refused.exception, UsageError)
