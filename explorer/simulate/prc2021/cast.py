"""The state accounts of the campaign ``prc-2021``: accounts of the shipped registry, and one invented account.

Only names, handles and ids come from the registry. All other data about these accounts are invented, and every name,
profile and post is marked as simulated.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from explorer.common.errors import InputError
from explorer.model.tables import ACCOUNTS, LABELS, OUTLET_ACCOUNTS, OUTLETS
from explorer.registry.reader import read_registry
from explorer.simulate.campaign.marks import MARK
from explorer.simulate.prc2021.draw import Ints, time_column
from explorer.simulate.prc2021.plan import DAY, EDITOR_LABELLED, END, FIRST_LABELS, WAVE, seconds

DIPLOMATS: Final = 189
LABELLED: Final = 26
"""Diplomats labelled by 1 March 2021: 14 percent of 189 (8)."""
RECENT: Final = 147
"""Diplomats who joined in the two years before: 77.8 percent (5)."""
AMBASSADOR: Final = "cn-liu-xiaoming"
MISSION: Final = (
    "cn-chinese-embassy-in-united-kingdom-uk",
    "cn-chinese-consulate-general-in-belfast",
    "cn-chinese-consulate-general-in-edinburgh",
    "cn-ma-hui",
)
"""Together with the ambassador, the diplomats posted to the country whose citizens a cluster impersonates (12)."""
_LISTS: Final = "CANIS|Aarhus|State Media Matrix"
"""Lists whose accounts are used, so that other lists in the registry do not change the campaign."""
EDITOR: Final = "cn-hu-xijin"
"""Represents the editor of (9). In the registry, he is the only editor-in-chief with personal accounts."""
CONTROLS: Final = (
    "cn-china-focus",
    "cn-dragon-tv",
    "cn-guancha-syndicate",
    "cn-haiwai-net-peoples-daily-overseas",
    "cn-phoenix-tv",
    "cn-qiushi",
    "cn-shanghai-daily-shine",
    "cn-sixth-tone",
    "cn-yicai-global",
)
"""Unlabelled media with which the editor is compared (9)."""
AGENCY: Final = "Xinhua"
_BRANDS: Final = {
    "CGTN": (r"^CGTN", 53),
    "CRI": (r"^CRI", 48),
    "People's Daily": (r"^People.s Daily", 20),
    AGENCY: (r"^(Xinhua|Chine Nouvelle)", 20),
    "China Daily": (r"^(China Daily|CD )", 14),
    "Global Times": (r"^(Global Times|GT )", 7),
    "CCTV": (r"^CCTV", 5),
    "China News Service": (r"^China News Service", 4),
    "China.org.cn": (r"^China\.org", 3),
    "Beijing Review": (r"^Beijing Review", 2),
}
"""The ten outlets (2): the pattern of their account names in the registry, and the number of accounts to use."""

STUDIO: Final = "sim-video-studio"
_SOURCE: Final = "simulated campaign prc-2021; no such outlet exists"


@dataclass(frozen=True, slots=True)
class Cast:
    """The state accounts.

    Attributes:
        people: One row per account: platform, account_id, handle, outlet_id, name, role (ambassador, mission,
            diplomat, editor, control, studio, outlet) and brand (only for the role outlet). The first `sources` rows
            are the accounts on X that are retweeted: diplomats, then editor, controls and studio.
        accounts: Canonical table `explorer.model.tables.ACCOUNTS`.
        labels: Canonical table `explorer.model.tables.LABELS`.
        outlets: Canonical table `explorer.model.tables.OUTLETS` with the invented studio.
        outlet_accounts: Canonical table `explorer.model.tables.OUTLET_ACCOUNTS` with the studio's account.
    """

    people: pl.DataFrame
    accounts: pl.DataFrame
    labels: pl.DataFrame
    outlets: pl.DataFrame
    outlet_accounts: pl.DataFrame

    @property
    def sources(self) -> int:
        """Number of accounts that are retweeted."""
        return self.people.filter(pl.col("role") != "outlet").height

    def numbers(self, *roles: str) -> Ints:
        """Return the row numbers in `people` of the accounts with these roles."""
        return np.flatnonzero(self.people["role"].is_in(roles).to_numpy()).astype(np.int64)


def make_cast(rng: np.random.Generator) -> Cast:
    """Choose the accounts and invent their profiles.

    Raises:
        InputError: If the shipped registry has too few accounts of a kind.
    """
    people = _people(rng)
    accounts = _profiles(rng, people)
    labels = _labels(rng, people)
    studio = people.filter(pl.col("role") == "studio")
    outlets = pl.DataFrame(
        {
            "outlet_id": [STUDIO],
            "name": [f"{MARK} maker of the Xinjiang videos"],
            "kind": ["organisation"],
            "state": ["CN"],
            "owner": [f"{MARK} publishing house"],
            "parent": [f"{MARK} party department"],
            "source": [_SOURCE],
        }
    )
    return Cast(
        people,
        ACCOUNTS.conform(accounts),
        LABELS.conform(labels),
        OUTLETS.conform(outlets),
        OUTLET_ACCOUNTS.conform(studio.select("platform", "account_id", "handle", "outlet_id", source=pl.lit(_SOURCE))),
    )


def _people(rng: np.random.Generator) -> pl.DataFrame:
    registry = read_registry().select(state="CN")
    known = (
        registry.accounts.filter(pl.col("handle").is_not_null() & pl.col("source").str.contains(_LISTS))
        .select("platform", "account_id", "handle", "outlet_id")
        .join(registry.outlets.select("outlet_id", "name", "kind"), on="outlet_id", maintain_order="left")
    )
    on_x = known.filter(pl.col("platform") == "x")
    named = on_x.filter(pl.col("outlet_id").is_in([AMBASSADOR, *MISSION]))
    rest = on_x.filter((pl.col("kind") == "diplomat") & ~pl.col("outlet_id").is_in(named["outlet_id"].implode()))
    chosen = np.sort(rng.permutation(rest.height)[: DIPLOMATS - named.height])
    parts = [
        named.with_columns(role=_role({AMBASSADOR: "ambassador"}, "mission")),
        rest[chosen].with_columns(role=pl.lit("diplomat")),
        on_x.filter(pl.col("outlet_id").is_in([EDITOR, *CONTROLS])).with_columns(
            role=_role({EDITOR: "editor"}, "control")
        ),
    ]
    studio = {"platform": "x", "handle": "sim_video_studio_2021", "outlet_id": STUDIO, "name": "maker of videos"}
    parts.append(pl.DataFrame([{**studio, "kind": "organisation", "role": "studio"}], schema=parts[0].schema))
    media = known.filter(pl.col("kind").is_in(["media", "agency"]) & pl.col("platform").is_in(["x", "facebook"]))
    for brand, (pattern, count) in _BRANDS.items():
        editions = media.filter(pl.col("name").str.contains(pattern)).head(count)
        parts.append(editions.with_columns(role=pl.lit("outlet"), brand=pl.lit(brand)))
    people = pl.concat(parts, how="diagonal").with_row_index("number")
    counted = people.group_by("role").len().rows()
    wanted = {"ambassador": 1, "mission": 4, "diplomat": 184, "editor": 1, "control": 9, "studio": 1, "outlet": 176}
    if dict(counted) != wanted:
        raise InputError(
            f"The registry lacks accounts of the campaign: found {sorted(counted)}, need {sorted(wanted.items())}.",
            hint="Use the registry that comes with this version of explorer.",
        )
    # an account that the registry identifies by its id has this id, so that its outlet is known
    identified = ~pl.col("account_id").str.starts_with("@")
    return people.select(
        "platform",
        pl.when(identified).then("account_id").otherwise(pl.format("sim-{}-{}", "platform", "number")),
        "handle", "outlet_id", "name", "role", "brand",
    )  # fmt: skip


def _role(special: dict[str, str], other: str) -> pl.Expr:
    return pl.col("outlet_id").replace_strict(special, default=other, return_dtype=pl.String)


def _profiles(rng: np.random.Generator, people: pl.DataFrame) -> pl.DataFrame:
    count = people.height
    created = rng.integers(seconds(2010, 1, 1), seconds(2018, 6, 1), count)
    # These dates lie in the two years before the start of the period and in the two years before its end, so that the
    # accounts are recent whichever way the report is read.
    diplomats = np.flatnonzero(people["role"].is_in(["mission", "diplomat"]).to_numpy())
    recent = rng.choice(diplomats, RECENT - 1, replace=False)
    created[recent] = rng.integers(seconds(2019, 3, 1), seconds(2020, 6, 1), RECENT - 1)
    ambassador = people["role"].to_numpy() == "ambassador"
    created[ambassador] = seconds(2019, 10, 14)
    followers = np.round(rng.lognormal(np.log(9_000), 1.6, count)).astype(np.int64)
    followers[ambassador] = 119_000
    return people.select(
        "platform", "account_id", "handle",
        name=pl.format(MARK + " {}", "name"),
        bio=pl.lit(f"{MARK} Everything here but the handle is invented."),
        created_at=time_column(created),
        followers=pl.Series(followers),
        following=pl.Series(rng.integers(50, 1_500, count)),
        status=pl.lit("active"),
        status_at=time_column(np.full(count, END)),
    )  # fmt: skip


def _labels(rng: np.random.Generator, people: pl.DataFrame) -> pl.DataFrame:
    roles = people["role"].to_numpy()
    diplomats = np.flatnonzero(np.isin(roles, ["ambassador", "mission", "diplomat"]))
    labelled = rng.choice(diplomats, LABELLED, replace=False)
    outlets = np.flatnonzero((roles == "outlet") & (people["platform"] == "x").to_numpy())[::2]
    editor = np.flatnonzero(roles == "editor")
    days = (WAVE - FIRST_LABELS) // DAY
    when = np.concatenate(
        [
            # A third of the labels date from the first day.
            np.where(np.arange(LABELLED) < LABELLED // 3, 0, rng.integers(0, days + 1, LABELLED)) * DAY + FIRST_LABELS,
            np.full(len(outlets), FIRST_LABELS),
            np.full(len(editor), EDITOR_LABELLED),
        ]
    )
    return people[np.concatenate([labelled, outlets, editor])].select(
        "platform", "account_id", labelled_at=time_column(when)
    )
