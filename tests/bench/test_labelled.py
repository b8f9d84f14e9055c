"""Campaigns with labelled accounts: their layout, scores worked out by hand, and conversion of downloads."""

import json
import subprocess
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import typer
from typer.testing import CliRunner

from bench.labelled import __main__ as labelled
from bench.labelled import prepare
from bench.labelled.campaigns import find_campaigns, read_campaign
from bench.labelled.scores import COLUMNS, LabelledScore, pool, score_campaign
from explorer.common.errors import InputError
from explorer.detect.signals.registry import CO_HASHTAG, CO_LINK, CO_RETWEET
from explorer.simulate.campaign.files import write_campaign
from explorer.simulate.simulation import simulate
from tests.helpers.paths import REPOSITORY

HEADING = "retweet_id,account_id,post_id,author_id,retweeted_at\n"


def retweets(*acts: tuple[str, str, int]) -> str:
    """Return a native table; each act is an account, a post and seconds after a minute of the post's own."""
    lines = [
        f"{account}-{post},{account},{post},author-{post},2021-03-01T10:{int(post[1:]):02}:{second:02}Z\n"
        for account, post, second in acts
    ]
    return HEADING + "".join(lines)


def write(folder: Path, **files: str) -> Path:
    """Write one file for each name, in the folder of its campaign."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def small(folder: Path) -> Path:
    """Write a campaign of a, b and c; the toolkit's network (two retweets within a minute) is worked out in a test."""
    return write(
        folder,
        # a and b share the posts 1 and 2, c acts alone
        campaign=retweets(("a", "p1", 0), ("b", "p1", 5), ("a", "p2", 0), ("b", "p2", 9), ("c", "p9", 0)),
        # u joins both, x and y share two posts of their own, z acts alone
        control=retweets(
            *(("u", "p1", 7), ("u", "p2", 8), ("x", "p3", 1), ("y", "p3", 2), ("x", "p4", 1), ("y", "p4", 2)),
            ("z", "p9", 50),
        ),
    )


def score(folder: Path, *methods: str) -> list[dict[str, Any]]:
    scores: list[LabelledScore] = []
    for files in find_campaigns(folder):
        scores += score_campaign(read_campaign(files, CO_RETWEET), methods or ("toolkit",))
    return [dict(zip(COLUMNS, one.row(), strict=True)) for one in [*scores, *pool(scores)]]


def test_scores_worked_out_by_hand(tmp_path: Path) -> None:
    # the pairs ab, au, bu and xy have weight 2: one of four edges is between accounts of the campaign, and of the five
    # accounts with an edge a and b belong to it. AUC: a and b tie with u, x and y (1/2) and beat z (1); c, without an
    # edge, loses to three and ties with z: (2 * (3/2 + 1) + 1/2) / (3 * 4)
    (row, _) = score(small(tmp_path / "small"))
    assert row | {"seconds": None} == {
        "campaign": "small", "method": "toolkit", "campaign_accounts": 3, "control_accounts": 4, "edges": 4,
        "false_edges": 3, "false_discovery": 0.75, "accounts": 5, "found": 2, "precision": pytest.approx(0.4),
        "recall": pytest.approx(2 / 3), "f1": pytest.approx(0.5), "auc": pytest.approx(5.5 / 12), "joined": 0,
        "edges_b": 0, "edges_trigger": 0, "seconds": None,
        "note": "",
    }  # fmt: skip


def test_several_campaigns_are_pooled(tmp_path: Path) -> None:
    small(tmp_path / "one")
    write(
        tmp_path / "two",
        campaign=retweets(("a", "p1", 0), ("b", "p1", 5), ("a", "p2", 0), ("b", "p2", 9)),
        control=retweets(("z", "p9", 50)),
    )
    one, two, both = score(tmp_path)
    # 2 is found whole, and z has no edge
    assert (two["precision"], two["recall"], two["auc"], two["false_discovery"]) == (1, 1, 1, 0)
    # 5 edges of which 3 are false; 7 accounts, of which 4 are among the 5 of the campaigns
    assert [both[name] for name in ("campaign", "edges", "false_edges", "accounts", "found")] == ["all", 5, 3, 7, 4]
    assert both["false_discovery"] == pytest.approx(3 / 5)
    assert (both["precision"], both["recall"], both["f1"]) == (4 / 7, 4 / 5, 8 / 12)
    assert both["auc"] == pytest.approx((one["auc"] + 1) / 2)


def test_authors_of_retweeted_posts_have_no_label(tmp_path: Path) -> None:
    folder = write(tmp_path / "c", campaign=retweets(("a", "p1", 0)), control=retweets(("u", "p1", 7)))
    (folder / "control").mkdir()
    post = "post_id,author_id,created_at\np1,a,2021-03-01T09:00:00Z\n"
    (folder / "control" / "posts.csv").write_text(post, encoding="utf-8")
    read = read_campaign(find_campaigns(folder)[0], CO_RETWEET)
    assert read.truth.select("account_id", "group").rows() == [("a", "c"), ("u", None)]
    assert read.both == 0
    assert read.events.origin_known.all()


def test_an_account_on_both_sides_belongs_to_the_campaign(tmp_path: Path) -> None:
    folder = write(tmp_path / "c", campaign=retweets(("a", "p1", 0)), control=retweets(("a", "p2", 0), ("u", "p1", 7)))
    read = read_campaign(find_campaigns(folder)[0], CO_RETWEET)
    assert read.truth.select("account_id", "group").rows() == [("a", "c"), ("u", None)]
    assert read.both == 1


def test_a_peer_with_a_window_shorter_than_the_times_has_a_note(tmp_path: Path) -> None:
    acts = [(account, f"p{post}", 0) for post in range(10) for account in ("a", "b")]
    minutes = write(tmp_path / "c", campaign=retweets(*acts), control=retweets(*(("u", p, 0) for _, p, _ in acts[::2])))
    explorer, toolkit, peer, *_ = score(minutes, "explorer", "toolkit", "CooRTweet")
    assert (explorer["note"], toolkit["note"]) == ("", "")
    assert peer["note"] == "window shorter than the times' precision of 60 s"
    assert peer["edges"] is not None


def test_explorer_is_not_scored_on_times_that_are_too_coarse(tmp_path: Path) -> None:
    days = write(
        tmp_path / "c",
        campaign=HEADING + "1,a,p,w,2021-03-01\n2,b,p,w,2021-03-01\n",
        control=HEADING + "3,u,p,w,2021-03-01T10:00:05Z\n",
    )
    explorer, toolkit, *_ = score(days, "explorer", "toolkit")
    assert explorer["edges"] is None
    assert str(explorer["note"]).startswith("not scored: The times in the data are whole days")
    assert toolkit["note"] == "window shorter than the times' precision of 86400 s"


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ((), "contains no files whose names begin with campaign or control"),
        (("one/campaign.csv",), "one has campaign files but no control files"),
        (("one/Control-1.csv", "two/campaign.csv"), "one has control files but no campaign files"),
        (("one/other.csv",), "contains no files whose names begin with campaign or control"),
    ],
)
def test_folders_without_campaigns_or_with_one_side(tmp_path: Path, files: tuple[str, ...], says: str) -> None:
    for name in files:
        write((tmp_path / name).parent, **{(tmp_path / name).stem: HEADING})
    done = CliRunner().invoke(app(), [str(tmp_path)])
    assert done.exit_code == 1
    assert says in done.stderr
    assert "DATA/Spain/campaign.csv" in done.stderr


def test_other_mistakes(tmp_path: Path) -> None:
    data = str(small(tmp_path / "c"))
    for words, says in (
        ([str(tmp_path / "none")], "is not a folder"),
        ([data, "--method", "magic"], "There is no method magic"),
        ([data, "--out", "scores.xlsx"], "must end in .csv or .json"),
        ([data, "--signal", "co-link"], "The campaign files of c contain no links, but co-link needs them"),
    ):
        done = CliRunner().invoke(app(), words)
        assert done.exit_code in {1, 2}
        assert says in done.stderr


def app() -> typer.Typer:
    command = typer.Typer()
    command.command()(labelled.main)
    return command


@pytest.mark.parametrize("suffix", ["csv", "json"])
def test_a_simulated_campaign_is_split_and_scored(tmp_path: Path, suffix: str) -> None:
    write_campaign(simulate("base", seed=1_000, scale=0.05), tmp_path / "base", command="test")
    prepare.simulated(tmp_path / "base", tmp_path / "data")
    out = tmp_path / f"scores.{suffix}"
    done = CliRunner().invoke(app(), [str(tmp_path / "data"), "--out", str(out)])
    assert done.exit_code == 0, done.output
    assert "toolkit" in done.stdout
    rows = json.loads(out.read_text()) if suffix == "json" else pl.read_csv(out).to_dicts()
    (explorer,) = [row for row in rows if row["method"] == "explorer"]
    assert explorer["precision"] >= 0.9
    assert explorer["recall"] >= 0.5
    # explorer, its scan of windows, and four peers
    assert len(rows) == 6


def downloaded() -> pl.DataFrame:
    """Return rows with the columns of Seckin et al. 2025: i and j of a campaign, k of the control."""
    at = datetime(2020, 1, 1, tzinfo=UTC)
    posts: list[dict[str, Any]] = [
        {"postid": f"r-{account}-{post}", "accountid": account, "is_repost": True, "reposted_postid": post,
         "reposted_accountid": "w", "is_control": account == "k"}
        for post in ("p", "q") for account in ("i", "j", "k")
    ]  # fmt: skip
    posts += [{"postid": "o", "accountid": "i", "is_repost": False, "is_control": False, "hashtags": ["One", "two"],
               "urls": ["h1"], "post_text": "text"}]  # fmt: skip
    schema: dict[str, Any] = dict.fromkeys(prepare._COLUMNS, pl.String) | {
        "is_repost": pl.Boolean, "is_control": pl.Boolean, "hashtags": pl.List(pl.String), "urls": pl.List(pl.String),
    }  # fmt: skip
    del schema["post_time"]
    frame = pl.DataFrame(posts, schema=schema)
    return frame.with_columns(post_time=pl.lit(at)).with_columns(pl.col("reposted_accountid").replace({"w": "NONE"}))


TIMES = {
    "time zone": pl.col("post_time"),
    "no time zone": pl.col("post_time").dt.replace_time_zone(None).cast(pl.Datetime("ns")),
    "milliseconds": pl.col("post_time").dt.epoch("ms"),
    "text": pl.col("post_time").dt.strftime("%Y-%m-%d %H:%M"),
}


@pytest.mark.parametrize("times", TIMES)
@pytest.mark.parametrize("form", ["parquet", "csv"])
@pytest.mark.parametrize("name", ["Spain/Spain_000", "Spain_000"])
def test_downloads_are_split_by_their_label_and_converted(tmp_path: Path, form: str, name: str, times: str) -> None:
    path = tmp_path / "raw" / f"{name}.gzip.{form}"
    path.parent.mkdir(parents=True)
    frame = downloaded().with_columns(TIMES[times])
    if form == "parquet":
        frame.write_parquet(path)
    else:
        lists = [pl.format("['{}']", pl.col(name).list.join("', '")).alias(name) for name in ("hashtags", "urls")]
        frame.with_columns(*lists).write_csv(path)
    prepare.seckin(tmp_path / "raw", tmp_path / "data")
    (files,) = find_campaigns(tmp_path / "data")
    assert files.name == "Spain"
    read = read_campaign(files, CO_RETWEET)
    assert read.truth.rows() == [
        ("information-operations", "i", "Spain", "campaign"),
        ("information-operations", "j", "Spain", "campaign"),
        ("information-operations", "k", None, "control"),
    ]
    assert len(read.events) == 6
    assert set(read.events.time) == {1_577_836_800_000}
    own = pl.read_parquet(tmp_path / "data" / "Spain" / "campaign" / "hashtags-000.parquet")
    assert own.rows() == [("information-operations", "o", "One"), ("information-operations", "o", "two")]
    for signal in (CO_HASHTAG, CO_LINK):
        with pytest.raises(InputError, match="The control files of Spain contain no"):
            read_campaign(files, signal)


def test_downloads_with_other_columns_are_refused(tmp_path: Path) -> None:
    downloaded().drop("is_control", "urls").write_parquet(tmp_path / "Spain_000.gzip.parquet")
    with pytest.raises(InputError, match="lacks the columns urls, is_control"):
        prepare.seckin(tmp_path, tmp_path / "data")


def test_make_asks_for_the_folder() -> None:
    done = subprocess.run(["make", "-n", "bench-labelled"], cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "make bench-labelled DATA=FOLDER" in done.stderr
    words = ["make", "-n", "bench-labelled", "DATA=my data", "SIGNAL=co-link"]
    done = subprocess.run(words, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert 'bench.labelled "my data" --signal co-link' in done.stdout
