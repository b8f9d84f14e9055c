"""The shipped registry, which must contain the retweeted accounts of the demo."""

import csv

import polars as pl
import pytest

from explorer.registry.reader import Registry, check_registry, read_registry
from explorer.registry.schema import COLUMNS, KINDS, SHIPPED, TYPOLOGY
from tests.helpers.paths import DEMO

CANIS = "CANIS PRC state media on social media platforms (2023-11-03)"
AARHUS = "Center for Humanities Computing Aarhus china-twiplomacy-2020-2022 (2022-04-30)"
MATRIX = "GMF Alliance for Securing Democracy and MJRC State Media Matrix (2023)"
HAMILTON = "GMF Alliance for Securing Democracy Hamilton account list (social_profile_utils) (2024-12-02)"
EMBASSIES = "GMF Alliance for Securing Democracy embassies list (social_profile_utils) (2024-12-02)"
NEWSMAP = "Hakimov and Cheema ru-ua-news-discourse-twitter newsmap (Wikidata and X) (2023)"
V2FLY = "v2fly domain-list-community (2026-08-19)"
VIGINUM = "VIGINUM Portal Kombat, a structured and coordinated pro-Russian propaganda network (2024-02-12)"
LAUNDROMAT = "GMF Alliance for Securing Democracy disinfo-laundromat sites_of_concern (2025-01-21)"


@pytest.fixture(scope="module")
def registry() -> Registry:
    return read_registry()


@pytest.fixture(scope="module")
def handles(registry: Registry) -> dict[str, tuple[str, str, str | None]]:
    """Outlet, kind and state by X handle in lower case."""
    x = registry.accounts.filter(pl.col("platform") == "x").join(registry.outlets, on="outlet_id")
    return {handle.lower(): tuple(rest) for handle, *rest in x.select("handle", "outlet_id", "kind", "state").rows()}


def test_the_shipped_registry_is_valid(registry: Registry) -> None:
    assert check_registry(SHIPPED) == []
    assert registry.rejects.height == 0
    assert registry.outlets.height == 2929


def test_columns_and_order_are_fixed() -> None:
    with SHIPPED.open(encoding="utf-8", newline="") as file:
        header, *rows = csv.reader(file)
    assert header == list(COLUMNS)
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    typology = header.index("typology")
    assert {row[typology].removesuffix("?") for row in rows} <= {*TYPOLOGY, ""}


def test_every_entry_names_a_known_source_with_its_date(registry: Registry) -> None:
    known = {CANIS, AARHUS, MATRIX, HAMILTON, EMBASSIES, NEWSMAP, V2FLY, VIGINUM, LAUNDROMAT}
    for table in (registry.outlets, registry.accounts, registry.domains):
        assert set(table["source"].str.split("; ").explode()) <= known


def test_the_sources_are_complete(registry: Registry) -> None:
    def count(table: pl.DataFrame, source: str) -> int:
        return table.filter(pl.col("source").str.contains(source, literal=True)).height

    # 758 entities, and the three owners of accounts that the source names twice
    assert count(registry.outlets, CANIS) == 758 + 3
    # 89 rows, including a heading
    assert count(registry.outlets, AARHUS) == 88
    x = registry.accounts.filter(pl.col("platform") == "x")
    assert count(x, CANIS) == 573
    assert count(x, AARHUS) == 88
    # without three Ukrainian outlets that the source lists under Russia
    assert registry.outlets["state"].drop_nulls().n_unique() == 157


@pytest.mark.parametrize(
    ("state", "accounts", "domains"),
    [
        (
            "CN",
            {"x": 648, "facebook": 400, "instagram": 148, "threads": 35, "tiktok": 122, "vk": 2, "youtube": 177},
            297,
        ),
        (
            "RU",
            {"x": 500, "facebook": 321, "instagram": 175, "telegram": 301, "tiktok": 21, "vk": 130, "youtube": 93},
            355,
        ),
        ("IR", {"x": 291, "facebook": 61, "instagram": 196, "telegram": 138, "vk": 2, "youtube": 15}, 167),
    ],
)
def test_the_counts_per_state_and_platform(
    registry: Registry, state: str, accounts: dict[str, int], domains: int
) -> None:
    outlets = registry.outlets.filter(pl.col("state") == state)
    of_state = registry.accounts.join(outlets, on="outlet_id", how="semi")["platform"].value_counts()
    assert dict(of_state.rows()) == accounts
    assert registry.domains.join(outlets, on="outlet_id", how="semi").height == domains


def test_office_holders_without_dates_are_historical(registry: Registry) -> None:
    tenure = dict(registry.accounts.filter(pl.col("platform") == "x").select("handle", "tenure").rows())
    # a spokesman that two sources name, an ambassador, an embassy and an agency
    assert [tenure[handle] for handle in ("zlj517", "amb_ulyanov", "ChinaEmbGermany", "XHNews")] == [
        "historical",
        "historical",
        None,
        None,
    ]


def test_a_covert_network_is_no_state_outlet(registry: Registry) -> None:
    (network,) = registry.outlets.filter(pl.col("kind") == "covert").rows(named=True)
    assert (network["state"], network["source"]) == (None, f"{VIGINUM}; {LAUNDROMAT}")
    assert registry.domains.filter(pl.col("outlet_id") == network["outlet_id"]).height == 189


def test_no_account_belongs_to_two_outlets(registry: Registry) -> None:
    keys = registry.accounts.select("platform", pl.col("account_id").str.to_lowercase())
    assert keys.is_unique().all()
    named = registry.accounts.filter(pl.col("handle").is_not_null()).select(
        "platform", pl.col("handle").str.to_lowercase()
    )
    assert named.is_unique().all()


def test_kinds_are_valid_and_influencers_have_no_state(registry: Registry) -> None:
    assert set(registry.outlets["kind"]) == set(KINDS)
    stateless = registry.outlets.filter(pl.col("state").is_null())
    assert dict(stateless["kind"].value_counts().rows()) == {"influencer": 8, "covert": 1}
    assert not registry.outlets.filter((pl.col("kind") == "influencer") & pl.col("state").is_not_null()).height


@pytest.mark.parametrize(
    ("handle", "expected"),
    [
        ("zlj517", ("cn-zhao-lijian", "diplomat", "CN")),
        ("spokespersonchn", ("cn-hua-chunying", "diplomat", "CN")),
        ("cgtnofficial", ("cn-cgtn", "media", "CN")),
        ("xhnews", ("cn-xinhua-news-agency", "agency", "CN")),
        ("chinacg_hh", ("cn-chinese-consulate-general-in-hamburg", "diplomat", "CN")),
        ("jingjing_li", ("cn-li-jingjing", "media", "CN")),
        ("danieldumbrill", ("influencer-daniel-dumbrill", "influencer", None)),
        ("npr", ("us-npr", "media", "US")),
        ("chineseembsa", ("cn-chinese-embassy-in-south-africa", "diplomat", "CN")),
        ("channelone_rus", ("ru-pervyy-kanal", "media", "RU")),
        ("kpru", ("ru-komsomolskaya-pravda", "media", "RU")),
    ],
)
def test_well_known_accounts(
    handles: dict[str, tuple[str, str, str | None]], handle: str, expected: tuple[str, str, str | None]
) -> None:
    assert handles[handle] == expected


@pytest.mark.parametrize("handle", ["alhilal", "rt", "stranaua", "cgtn"])
def test_ambiguous_accounts_are_not_shipped(handles: dict[str, tuple[str, str, str | None]], handle: str) -> None:
    assert handle not in handles


def test_all_retweets_of_the_demo_are_of_registered_accounts(
    handles: dict[str, tuple[str, str, str | None]],
) -> None:
    path = DEMO / "retweets-prc-influencers.csv"
    retweets = pl.read_csv(path, infer_schema=False)
    assert retweets.height == retweets["retweet_id"].n_unique() == 562
    assert retweets["account_id"].n_unique() == 8
    authors = retweets["author_id"].str.strip_prefix("@").str.to_lowercase()
    kinds = authors.replace_strict({handle: kind for handle, (_, kind, _) in handles.items()}).value_counts()
    assert dict(kinds.rows()) == {"diplomat": 277, "media": 233, "agency": 51, "government": 1}
    assert {handles[handle][2] for handle in authors} == {"CN"}
    assert retweets["retweeted_at"].str.contains(r"^\d{4}-\d\d-\d\d$").all()
