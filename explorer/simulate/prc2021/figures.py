"""The planted figures of the campaign ``prc-2021``, and their values counted in the simulated tables."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, Final

import polars as pl

from explorer.model.relationships import RAPID_SECONDS
from explorer.simulate.prc2021.cast import DIPLOMATS, LABELLED, RECENT
from explorer.simulate.prc2021.groups import CORE, RING, SPREAD, TOPIC
from explorer.simulate.prc2021.plan import CORE_WEEKS, DAYS, EDITOR_LABELLED, END, START, WAVE, WEEKS, CampaignPlan
from explorer.simulate.prc2021.retweets import BURST

Frames = Mapping[str, pl.DataFrame]
Figure = tuple[int, str, str, float, float, Any]

COLUMNS: Final = {
    "figure": pl.Int64,
    "what": pl.String,
    "reported": pl.String,
    "planted": pl.Float64,
    "tolerance": pl.Float64,
    "counted": pl.Float64,
}
"""Columns of the table of figures.

``figure`` is the number in docs/explanation/prc-2021.md, ``reported`` the wording of the reports of May 2021,
``planted`` the target value at the campaign's scale, ``counted`` the value in the tables, and ``tolerance`` the
permitted difference between the two (0: exact).
"""

HEADLINES: Final = {
    "diplomats": "Diplomats",
    "posts of diplomats": "Posts of diplomats",
    "retweets of them": "Retweets of diplomats",
    "posts of the 10 outlets": "Posts of the 10 outlets",
    "share of the top 1 percent": "Share of retweets by the most active 1% of accounts",
    "retweets of the ambassador": "Retweets of the ambassador to the United Kingdom",
    "of these, by accounts suspended later": "Retweets of the ambassador by accounts later suspended",
    "share of diplomats labelled on 1 March 2021": "Share of diplomats with a label by 1 March 2021",
    "accounts suspended later": "Accounts later suspended",
    "retweets by them": "Retweets by accounts later suspended",
    "share of June to January by the wave of 1 March 2021": "Share of retweets of diplomats from June to January by "
    "accounts suspended on 1 March 2021",
    "accounts posing as one country's citizens": "Accounts that claim to be British citizens",
}
"""The most informative figures for a short table, with their labels."""

_JANUARY: Final = datetime(2021, 2, 1, tzinfo=UTC)


def count_figures(plan: CampaignPlan, tables: Frames, truth: Frames) -> pl.DataFrame:
    """Count every planted figure in the tables.

    Args:
        plan: The planted values.
        tables: Canonical tables by name.
        truth: Truth with the accounts' roles and groups.

    Returns:
        One row per figure, with the columns `COLUMNS`.
    """
    rows = [(*planted, float(counted)) for *planted, counted in _Counts(plan, tables, truth).all()]
    return pl.DataFrame(rows, schema=COLUMNS, orient="row")


class _Counts:
    def __init__(self, plan: CampaignPlan, tables: Frames, truth: Frames) -> None:
        self.plan, self.tables = plan, tables
        self.roles = truth["accounts"].select("account_id", "group", "part", "brand")
        self.suspended = _suspended(tables)
        posts = tables["posts"].select("post_id", "created_at")
        wave = pl.col("suspended_at") == _time(WAVE)
        self.retweets = (
            tables["retweets"]
            .select("account_id", "post_id", "author_id", "retweeted_at")
            .join(self.roles.select(author_id="account_id", of="part"), on="author_id", how="left")
            .join(self.roles.select("account_id", "group"), on="account_id", how="left")
            .join(self.suspended, on="account_id", how="left")
            .join(posts, on="post_id", how="left")
            .with_columns(wave=wave.fill_null(value=False), gone=pl.col("suspended_at").is_not_null())
        )
        self.of_diplomats = self.retweets.filter(pl.col("of").is_in(["ambassador", "mission", "diplomat"]))
        self.of_ambassador = self.retweets.filter(pl.col("of") == "ambassador")

    def all(self) -> Iterator[Figure]:
        """Yield the figures in their order."""
        yield from self._engagement()
        yield from self._concentration()
        yield from self._profiles()
        yield from self._labels()
        yield from self._suspensions()
        yield from self._citizens()
        yield from self._campaigns()

    def _engagement(self) -> Iterator[Figure]:
        plan, posts = self.plan, self.tables["posts"].join(self.roles, left_on="author_id", right_on="account_id")
        own = posts.filter(pl.col("part").is_in(["ambassador", "mission", "diplomat"]))
        yield 1, "diplomats", "189", DIPLOMATS, 0, own["author_id"].n_unique()
        yield 1, "posts of diplomats", "201,382", plan.posts, 0, own.height
        yield 1, "posts a day", "778", plan.posts / DAYS, 0, own.height / _days(own["created_at"])
        yield 1, "comments on them", "1 million", plan.replies, 0, own["replies"].sum()
        yield 1, "retweets of them", "1.3 million", plan.retweets, 0, self.of_diplomats.height
        yield 1, "likes of them", "7 million", plan.likes, 0, own["likes"].sum()
        outlets = posts.filter(pl.col("part") == "outlet")
        yield 2, "outlets", "10", 10, 0, outlets["brand"].n_unique()
        yield 2, "their accounts on Facebook and X", "176", 176, 0, outlets["author_id"].n_unique()
        yield 2, "posts of the 10 outlets", "700,000", plan.outlet_posts, 0, outlets.height
        shared = plan.outlet_replies + plan.outlet_reposts
        counted = outlets.select(pl.col("replies").sum() + pl.col("reposts").sum()).item()
        yield 2, "comments and reshares", "more than 27 million", shared, 0, counted
        yield 2, "their likes", "355 million", plan.outlet_likes, 0, outlets["likes"].sum()
        promoted = posts.filter("promoted")
        yield (
            14,
            "promoted posts of one agency",
            "some",
            plan.promoted,
            0,
            promoted.filter(pl.col("brand") == promoted["brand"].first()).height,
        )

    def _concentration(self) -> Iterator[Figure]:
        plan = self.plan
        each = self.retweets.group_by("account_id").len().sort("len", descending=True)
        top = round(0.01 * each.height)
        yield 3, "accounts that retweet", "", plan.retweeters, 0, each.height
        share = each["len"].head(top).sum() / self.retweets.height
        yield 3, "share of the top 1 percent", "nearly half", plan.top_share, 0.001, share
        delay = (pl.col("retweeted_at") - pl.col("created_at")).dt.total_seconds()
        gap = pl.col("retweeted_at").diff().dt.total_seconds()
        habits = (
            self.retweets.sort("account_id", "retweeted_at")
            .group_by("account_id")
            .agg(pl.len(), rapid=(delay <= RAPID_SECONDS).mean(), burst=(gap <= BURST[1]).mean())
            .filter(pl.col("len") >= 20)
        )
        rapid, bursts = ((habits[column] > 0.5).sum() for column in ("rapid", "burst"))
        yield 4, f"accounts within {RAPID_SECONDS} s of the post most of the time", "some", plan.rapid, 0, rapid
        yield 4, f"accounts within {BURST[1]} s of their last retweet most of the time", "some", plan.bursts, 0, bursts

    def _profiles(self) -> Iterator[Figure]:
        plan = self.plan
        known = self.tables["accounts"].join(self.roles, on="account_id")
        diplomats = known.filter(pl.col("part").is_in(["ambassador", "mission", "diplomat"]))
        recent = diplomats.filter(pl.col("created_at") >= datetime(2019, 3, 1, tzinfo=UTC)).height
        yield (
            5,
            "share of diplomats who joined since March 2019",
            "more than 3/4",
            RECENT / DIPLOMATS,
            0,
            recent / DIPLOMATS,
        )
        (ambassador,) = diplomats.filter(pl.col("part") == "ambassador").to_dicts()
        joined = ambassador["created_at"]
        yield 6, "ambassador joined (year and month)", "October 2019", 201_910, 0, joined.year * 100 + joined.month
        yield 6, "followers", "119,000", 119_000, 0, ambassador["followers"]
        yield (
            6,
            "retweets of the ambassador",
            "more than 43,000",
            plan.ambassador_retweets,
            0,
            self.of_ambassador.height,
        )
        by_suspended = int(self.of_ambassador["gone"].sum())
        yield 6, "of these, by accounts suspended later", "more than 10,000", plan.ambassador_suspended, 0, by_suspended
        weekly = self.of_ambassador.group_by(pl.col("retweeted_at").dt.truncate("1w")).agg(pl.col("gone").mean())
        yield (
            7,
            "weeks with 30 to 50 percent by such accounts",
            f"most of {WEEKS}",
            len(CORE_WEEKS),
            1,
            weekly.filter(pl.col("gone").is_between(0.3, 0.5)).height,
        )

    def _labels(self) -> Iterator[Figure]:
        plan = self.plan
        labels = self.tables["labels"].join(self.roles, on="account_id")
        labelled_diplomats = labels.filter(
            pl.col("part").is_in(["ambassador", "mission", "diplomat"]), pl.col("labelled_at") <= _time(WAVE)
        ).height
        yield (
            8,
            "share of diplomats labelled on 1 March 2021",
            "14 percent",
            LABELLED / DIPLOMATS,
            0,
            labelled_diplomats / DIPLOMATS,
        )
        first = labels["labelled_at"].dt.strftime("%Y%m").cast(pl.Int64).min()
        yield 8, "first label (year and month)", "August 2020", 202_008, 0, _number(first)
        labelled = _time(EDITOR_LABELLED)
        before, after = (EDITOR_LABELLED - START) / 86_400, (END - EDITOR_LABELLED) / 86_400
        of_editor = self.retweets.filter(pl.col("of") == "editor")
        early = of_editor.filter(pl.col("retweeted_at") < labelled).height
        yield 9, "an editor's retweets a day before 14 August", "", plan.editor_before / before, 0, early / before
        late = of_editor.height - early
        yield 9, "from then on", "growth collapses", plan.editor_after / after, 0, late / after
        others = self.retweets.filter(pl.col("of") == "control")
        early = others.filter(pl.col("retweeted_at") < labelled).height
        change = ((others.height - early) / after) / (early / before)
        yield 9, "change of unlabelled outlets, after over before", "", 1, 0.15, change

    def _suspensions(self) -> Iterator[Figure]:
        plan = self.plan
        by_suspended = self.retweets.filter("gone")
        yield 10, "accounts suspended later", "26,879", plan.suspended, 0, by_suspended["account_id"].n_unique()
        yield 10, "retweets by them", "almost 200,000", plan.suspended_retweets, 0, by_suspended.height
        late = by_suspended.filter(pl.col("retweeted_at") > pl.col("suspended_at")).height
        yield 10, "of these, made after the suspension", "", 0, 0, late
        before_february = self.of_diplomats.filter(pl.col("retweeted_at") < _JANUARY)
        share = _number(before_february["wave"].mean())
        yield 11, "share of June to January by the wave of 1 March 2021", "1 in 10", plan.wave_share, 0.015, share

    def _citizens(self) -> Iterator[Figure]:
        plan = self.plan
        by_citizens = self.retweets.filter(pl.col("group").is_in([CORE, RING]))
        members = self.roles.filter(pl.col("group").is_in([CORE, RING]))
        posts = self.tables["posts"].filter(pl.col("author_id").is_in(members["account_id"].implode()))
        core = by_citizens.filter(pl.col("group") == CORE)
        yield 12, "accounts posing as one country's citizens", "62", plan.core, 0, core["account_id"].n_unique()
        act_count = by_citizens.height + posts.height
        yield 12, "retweets and replies of core and ring", "more than 16,000", plan.citizens, 0, act_count
        week = pl.col("retweeted_at").dt.truncate("1w")
        core_weeks = core.filter(pl.col("of") == "ambassador").select(week.unique()).to_series()
        ambassador_weeks = self.of_ambassador.filter(week.is_in(core_weeks.implode()))
        share = _number((ambassador_weeks["group"] == CORE).fill_null(value=False).mean())
        yield 12, "share of the ambassador's retweets in the core's weeks", "more than 4 in 10", 0.435, 0.03, share
        elsewhere = by_citizens.filter(~pl.col("of").is_in(["ambassador", "mission"])).height
        yield 12, "their retweets of others than that country's diplomats", "none", 0, 0, elsewhere
        spread = (pl.col("retweeted_at").max() - pl.col("retweeted_at").min()).dt.total_seconds()
        within_spread = _number(core.group_by("post_id").agg(spread <= SPREAD)["retweeted_at"].mean())
        yield 12, f"share of the core's posts that it retweets within {SPREAD} s", "60 s apart", 1, 0, within_spread
        hours = pl.concat([by_citizens["retweeted_at"], posts["created_at"]]).dt.hour()
        yield (
            12,
            "share of their acts from 01:00 to 10:00 UTC",
            "similar hours",
            1,
            0.01,
            _number(hours.is_between(1, 9).mean()),
        )
        days = self.tables["accounts"].join(members, on="account_id").group_by("group").agg(
            pl.col("created_at").dt.date().n_unique()
        )["created_at"].max()  # fmt: skip
        yield 12, "days on which they were created, by group, at most", "batches", 3, 2, _number(days)

    def _campaigns(self) -> Iterator[Figure]:
        tagged = self.tables["hashtags"].filter(pl.col("tag") == TOPIC)["post_id"]
        pushed = self.retweets.filter(pl.col("group") == TOPIC).with_columns(
            off=~pl.col("post_id").is_in(tagged.implode())
        )
        each = pushed.group_by("account_id").agg(both=pl.col("off").any() & ~pl.col("off").all())
        share = _number(each["both"].mean())
        yield 13, "share of the Xinjiang group that retweets unrelated posts, too", "the same accounts", 1, 0.05, share
        yield (
            13,
            "likes by that group",
            "",
            self.plan.group_likes,
            self.plan.group_likes * 0.1,
            self.tables["likes"].height,
        )


def _suspended(tables: Frames) -> pl.DataFrame:
    """Return account_id and suspended_at of all suspended accounts, from the tables accounts and statuses."""
    is_suspended = pl.col("status") == "suspended"
    return pl.concat(
        [
            tables["accounts"].filter(is_suspended).select("account_id", suspended_at="status_at"),
            tables["statuses"].filter(is_suspended).select("account_id", suspended_at="observed_at"),
        ]
    )


def _time(value: int) -> datetime:
    return datetime.fromtimestamp(value, UTC)


def _days(column: pl.Series) -> int:
    return column.dt.date().n_unique()


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else float("nan")
