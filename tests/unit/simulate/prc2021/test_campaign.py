"""The campaign prc-2021 holds the reported figures, marks itself as simulated, and what is planted can be found."""

from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from explorer.common.errors import UsageError
from explorer.detect.network.events import Events
from explorer.detect.network.parameters import NetworkParameters
from explorer.detect.significance.parameters import SignificanceParameters
from explorer.detect.significance.significance import find_edges
from explorer.model.tables import TABLES
from explorer.registry.accounts import HANDLES
from explorer.registry.reader import read_registry
from explorer.simulate.campaign.marks import MARK
from explorer.simulate.campaign.model import FIGURES, TRUTH, Campaign
from explorer.simulate.evaluation import score_edges
from explorer.simulate.prc2021.figures import HEADLINES
from explorer.simulate.simulation import simulate

SMALL = 0.05
FIRST, LAST = datetime(2020, 6, 9, tzinfo=UTC), datetime(2021, 2, 23, tzinfo=UTC)


@pytest.fixture(scope="module")
def small() -> Campaign:
    return simulate("prc-2021", seed=1, scale=SMALL)


def test_figures_at_full_scale_match_the_reports() -> None:
    campaign = simulate("prc-2021", seed=3)
    figures = campaign.figures
    _assert_counted(figures)
    counted = dict(figures.select("what", "counted").iter_rows())
    assert counted["diplomats"] == 189
    assert counted["posts of diplomats"] == 201_382
    assert round(counted["posts a day"]) == 778
    assert counted["comments on them"] == 1_000_000
    assert counted["retweets of them"] == 1_300_000
    assert counted["likes of them"] == 7_000_000
    assert (counted["outlets"], counted["their accounts on Facebook and X"]) == (10, 176)
    assert counted["posts of the 10 outlets"] == 700_000
    assert counted["comments and reshares"] > 27_000_000
    assert counted["their likes"] == 355_000_000
    assert 0.47 < counted["share of the top 1 percent"] < 0.5
    assert counted["share of diplomats who joined since March 2019"] > 0.75
    assert counted["followers"] == 119_000
    assert 43_000 < counted["retweets of the ambassador"] < 44_000
    assert 10_000 < counted["of these, by accounts suspended later"] < 11_000
    assert counted["weeks with 30 to 50 percent by such accounts"] > 38 / 2
    assert round(counted["share of diplomats labelled on 1 March 2021"], 2) == 0.14
    assert counted["accounts suspended later"] == 26_879
    assert 195_000 < counted["retweets by them"] < 200_000
    assert round(counted["share of June to January by the wave of 1 March 2021"], 1) == 0.1
    assert counted["accounts posing as one country's citizens"] == 62
    assert counted["retweets and replies of core and ring"] > 16_000
    assert counted["share of the ambassador's retweets in the core's weeks"] > 0.4
    assert counted["their retweets of others than that country's diplomats"] == 0
    assert sorted(figures["figure"].unique()) == list(range(1, 15))


@pytest.mark.parametrize("seed", range(5))
def test_planted_figures_are_counted_at_any_seed(seed: int) -> None:
    _assert_counted(simulate("prc-2021", seed=seed, scale=SMALL).figures)


def _assert_counted(figures: pl.DataFrame) -> None:
    assert set(FIGURES) <= set(figures.columns)
    wrong = figures.filter(~((pl.col("planted") - pl.col("counted")).abs() <= pl.col("tolerance") + 1e-9))
    assert wrong.is_empty(), wrong.rows()


def test_the_short_table_names_existing_figures(small: Campaign) -> None:
    assert set(HEADLINES) <= set(small.figures["what"])
    assert small.figures["what"].is_unique().all()


def test_equal_seeds_give_equal_data_and_others_do_not(small: Campaign) -> None:
    again = simulate("prc-2021", seed=1, scale=SMALL)
    for name, table in small.tables.items():
        assert table.equals(again.tables[name]), name
    for name, table in small.truth.items():
        assert table.equals(again.truth[name]), name
    other = simulate("prc-2021", seed=2, scale=SMALL)
    assert not small.tables["retweets"].equals(other.tables["retweets"])


def test_invalid_scales_are_refused() -> None:
    for scale in (0.01, 1.5):
        with pytest.raises(UsageError):
            simulate("prc-2021", scale=scale)


@pytest.mark.parametrize("name", TABLES)
def test_tables_are_canonical_and_their_keys_unique(small: Campaign, name: str) -> None:
    table, rows = TABLES[name], small.tables[name]
    assert rows.schema == table.schema
    assert rows.height
    assert rows.select(table.key).is_unique().all()
    for column in table.columns:
        assert not column.required or not rows[column.name].null_count(), column


def test_everything_is_marked_as_simulated(small: Campaign) -> None:
    accounts, posts = small.tables["accounts"], small.tables["posts"]
    for texts in (accounts["name"], accounts["bio"], posts["text"]):
        assert texts.str.starts_with(MARK).all()
    registered = read_registry().accounts["account_id"]
    for ids in (accounts["account_id"], posts["post_id"], small.tables["retweets"]["retweet_id"]):
        assert (ids.str.starts_with("sim-") | ids.is_in(registered.implode())).all()
    known = read_registry().accounts.select("platform", handle=pl.col("handle").str.to_lowercase())
    invented = accounts.with_columns(pl.col("handle").str.to_lowercase()).join(
        known, on=["platform", "handle"], how="anti"
    )
    # the crowd and the maker of the videos: no such handle is possible on X
    assert invented.height == accounts.height - (189 + 176 + 10)
    assert not any(HANDLES["x"].fullmatch(handle) for handle in invented["handle"])
    assert small.tables["links"]["url"].str.starts_with("https://videos.simulated.example/").all()


def test_retweets_agree_with_the_posts(small: Campaign) -> None:
    posts = small.tables["posts"].select("post_id", "created_at", "reposts", author="author_id")
    retweets = small.tables["retweets"].join(posts, on="post_id", how="left")
    assert (retweets["author"] == retweets["author_id"]).all()
    assert (retweets["retweeted_at"] >= retweets["created_at"] + timedelta(seconds=2)).all()
    assert retweets["retweeted_at"].is_between(FIRST, LAST, closed="left").all()
    assert retweets.select("account_id", "post_id").is_unique().all()
    counts = retweets.group_by("post_id").agg(made=pl.len(), told=pl.col("reposts").first())
    assert (counts["made"] == counts["told"]).all()
    created = small.tables["accounts"].select("account_id", joined="created_at")
    assert (retweets.join(created, on="account_id").select(pl.col("joined") < pl.col("retweeted_at"))).to_series().all()


def test_members_meet_at_their_moments(small: Campaign) -> None:
    truth = small.truth
    assert set(TRUTH) <= set(truth["accounts"].columns)
    assert set(truth["accounts"]["account_id"]) == set(small.tables["accounts"]["account_id"])
    sizes = dict(truth["accounts"]["group"].drop_nulls().value_counts().iter_rows())
    assert sizes == dict(truth["groups"].select("group", "size").iter_rows())
    met = (
        small.tables["retweets"]
        .join(truth["accounts"].select("account_id", "group"), on="account_id")
        .join(truth["moments"].select("group", "post_id", "at"), on=["group", "post_id"])
        .join(truth["groups"].select("group", "size", "spread_seconds", "participation", "moments"), on="group")
        .with_columns(late=(pl.col("retweeted_at") - pl.col("at")).dt.total_seconds())
    )
    at_moment = met.filter(pl.col("late").is_between(0, pl.col("spread_seconds")))
    # camouflage may fall on a moment's post at another time
    assert at_moment.height > 0.98 * met.height
    shares = at_moment.group_by("group").agg(
        share=pl.len() / (pl.col("size").first() * pl.col("moments").first()), planted=pl.col("participation").first()
    )
    assert shares.height == truth["groups"].height
    assert ((shares["share"] - shares["planted"]).abs() < 0.15).all()


def test_only_planted_accounts_are_found(small: Campaign) -> None:
    posts = small.tables["posts"].select("post_id", origin=pl.col("created_at").dt.epoch("ms"))
    events = Events.from_frame(
        small.tables["retweets"]
        .join(posts, on="post_id", how="left")
        .select(
            "origin",
            account="account_id",
            object="post_id",
            author="author_id",
            time=pl.col("retweeted_at").dt.epoch("ms"),
        )
    )
    parameters = NetworkParameters(window=60_000, min_weight=2)
    truth = small.truth["accounts"]
    sure = score_edges(find_edges(events, parameters, SignificanceParameters(draws=0))[0].edges(), truth)[0]
    fixed = score_edges(find_edges(events, parameters, None)[0].edges(), truth)[0]
    assert sure.edge_false_discovery is not None
    assert sure.edge_false_discovery <= 0.05
    assert sure.f1 is not None
    assert sure.f1 >= 0.95
    # rapid accounts and fans are no easy prey for a fixed weight
    assert fixed.precision is not None
    assert fixed.precision < 0.9
