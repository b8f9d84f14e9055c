"""Score edges and clusters against the planted groups.

An edge is correct if both of its accounts belong to the same planted group. An account is found if it has an edge of
tier A; in a network without tiers, every edge counts as tier A. The other tiers are scored separately: joined accounts
were not found by themselves, for tier B no error rate is claimed, and edges of the tier trigger are no result at all.
"""

from collections.abc import Iterator, Mapping
from dataclasses import astuple, dataclass, fields
from pathlib import Path
from typing import Any, Final

import polars as pl

from explorer.common.errors import InputError
from explorer.model.keys import account_key
from explorer.simulate.campaign.files import TRUTH_FOLDER
from explorer.simulate.campaign.model import TRUTH

_PROBABILITIES: Final = ("q", "pValue", "p", "p_sync", "p_chance")
"""Columns in which a lower value means a more certain edge. The first one present is used."""

TIERS: Final = ("A", "joined", "B", "trigger")
"""Tiers of edges, most certain first."""

Tiers = Mapping[str, pl.DataFrame]
"""The pairs of each tier."""


@dataclass(frozen=True, slots=True)
class Score:
    """One row of an evaluation. A share is None if its denominator is 0.

    Attributes:
        part: ``all``, ``group`` (a planted group) or ``cluster`` (a detected cluster).
        name: Name of the group, or rank of the cluster.
        edges: Number of edges of tier A. For a group, only edges with at least one member.
        false_edges: Number of these edges whose accounts do not belong to the same planted group.
        edge_false_discovery: ``false_edges / edges``.
        accounts: Number of accounts with an edge of tier A, or in the cluster.
        planted: Number of accounts in planted groups, in this group, or in the group that most members of the cluster
            belong to.
        found: Number of accounts that are in both sets.
        precision: ``found / accounts``.
        recall: ``found / planted``.
        f1: Harmonic mean of precision and recall, ``2 found / (accounts + planted)``; None if nothing is planted.
        auc: Probability that a planted account has a higher best score than another account of the campaign. Ties count
            half. The score of an edge is 1 - q (or 1 - p), or its weight if it has neither. The score of an account
            without an edge, or with edges of the tier ``trigger`` only, is 0.
        edges_b: Like ``edges``, for tier B.
        recall_b: Share of the planted accounts that have an edge of tier B.
        recall_any: Share of the planted accounts that have an edge of any tier.
        joined: Number of accounts that joined a group: with an edge of the tier ``joined`` and none of tier A.
        precision_joined: Like ``precision``, with joined accounts.
        recall_joined: Like ``recall``, with joined accounts.
        edges_trigger: Like ``edges``, for the tier ``trigger``.
        false_edges_trigger: Like ``false_edges``, for the tier ``trigger``. The other edges of this tier connect
            members of a planted group.
        group: For a cluster, the planted group that most of its members belong to.
    """

    part: str
    name: str | None
    edges: int | None
    false_edges: int | None
    edge_false_discovery: float | None
    accounts: int
    planted: int
    found: int
    precision: float | None
    recall: float | None
    f1: float | None
    auc: float | None = None
    edges_b: int | None = None
    recall_b: float | None = None
    recall_any: float | None = None
    joined: int | None = None
    precision_joined: float | None = None
    recall_joined: float | None = None
    edges_trigger: int | None = None
    false_edges_trigger: int | None = None
    group: str | None = None

    def row(self) -> tuple[Any, ...]:
        """Return the values in the order of `COLUMNS`."""
        return astuple(self)


COLUMNS: Final = tuple(field.name for field in fields(Score))
"""Names of the attributes of a score, in order."""


def read_truth(folder: Path) -> pl.DataFrame:
    """Return the ground truth about a campaign's accounts, with the columns `TRUTH`.

    Raises:
        InputError: If the folder has no truth, or the table lacks columns.
    """
    paths = sorted((folder / TRUTH_FOLDER).glob("accounts.*"))
    hint = "explorer simulate NAME -o DIR writes campaigns with their ground truth."
    if not paths:
        raise InputError(f"{folder} has no ground truth: {Path(TRUTH_FOLDER) / 'accounts'}.parquet or .csv is missing.",
                         hint=hint)  # fmt: skip
    frame = _read(paths[0])
    missing = [name for name in TRUTH if name not in frame.columns]
    if missing:
        raise InputError(f"{paths[0]} lacks the columns {', '.join(missing)}.", hint=hint)
    return frame.select(pl.col(name).cast(kind) for name, kind in TRUTH.items())


def read_edge_file(path: Path) -> pl.DataFrame:
    """Read the edges that `explorer network --out` writes (.csv or .parquet).

    Raises:
        InputError: If the file cannot be read, or has no columns source and target.
    """
    frame = _read(path)
    missing = [name for name in ("source", "target") if name not in frame.columns]
    if missing:
        raise InputError(
            f"{path} lacks the columns {' and '.join(missing)}.",
            hint=f"explorer network DIR --out {path.name} writes edges that can be scored.",
        )
    return frame


def score_edges(edges: pl.DataFrame, truth: pl.DataFrame) -> list[Score]:
    """Return the score of the whole network, followed by the score of each planted group.

    Args:
        edges: Columns ``source`` and ``target``, which contain IDs or keys (``platform:id``) of accounts. The columns
            ``tier`` (`TIERS`), ``q``, ``p``, ``p_sync`` or ``p_chance``, and ``weight`` are optional. If a pair has
            several edges, in either direction, the most certain one is used. Self-loops are ignored.
        truth: One row per account, with the columns `TRUTH`.

    Raises:
        InputError: If there are edges, but none of them contains an account of the campaign.
    """
    pairs = _pairs(edges, _codes(truth), truth)
    tiers = {name: pairs.filter(pl.col("tier") == name) for name in TIERS}
    ends = {name: _ends(frame)["account"] for name, frame in tiers.items()}
    accounts = truth.select("group", "role").with_row_index("account").with_columns(pl.col("account").cast(pl.Int64))
    accounts = accounts.join(_ends(pairs.filter(pl.col("tier") != "trigger")), on="account", how="left").with_columns(
        pl.col("score").fill_null(0.0), **{name: pl.col("account").is_in(ends[name].implode()) for name in TIERS}
    )
    joined = len(set(ends["joined"]) - set(ends["A"]))
    planted = accounts.filter(pl.col("group").is_not_null())
    overall = _score("all", None, tiers, planted, len(ends["A"]), joined, _auc(accounts))
    return [overall, *_groups(tiers, planted)]


def score_clusters(members: pl.DataFrame, truth: pl.DataFrame) -> list[Score]:
    """Return the score of each cluster, compared with the planted group that most of its members belong to.

    Args:
        members: Columns ``account`` (ID or key) and ``rank``.
        truth: One row per account, with the columns `TRUTH`.
    """
    codes = _codes(truth)
    groups = truth.with_row_index("code").select(pl.col("code").cast(pl.Int64), "group")
    named = members.join(codes, left_on="account", right_on="name", how="left").join(groups, on="code", how="left")
    sizes = dict(truth["group"].drop_nulls().value_counts().iter_rows())
    scores = []
    for (rank,), cluster in named.sort("rank").group_by("rank", maintain_order=True):
        group_sizes = (
            cluster["group"].drop_nulls().value_counts().sort(["count", "group"], descending=[True, False]).rows()
        )
        group, overlap = group_sizes[0] if group_sizes else (None, 0)
        planted = sizes.get(group, 0)
        scores.append(
            Score(
                "cluster",
                str(rank),
                None,
                None,
                None,
                cluster.height,
                planted,
                overlap,
                _share(overlap, cluster.height),
                _share(overlap, planted),
                _share(2 * overlap, cluster.height + planted),
                group=group,
            )
        )
    return scores


def _read(path: Path) -> pl.DataFrame:
    if path.suffix not in {".csv", ".parquet"}:
        raise InputError(
            f"{path.name} is neither a .csv nor a .parquet file.",
            hint="Write the edges with explorer network … --out edges.parquet.",
        )
    try:
        # Numeric IDs are kept as text.
        return pl.read_parquet(path) if path.suffix == ".parquet" else _read_csv(path)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise InputError(
            f"{path} cannot be read: {error}.", hint="Check the path and the content of the file."
        ) from error


def _read_csv(path: Path) -> pl.DataFrame:
    names = ("source", "target", "platform", "account_id", "group", "role", "tier")
    heading = pl.read_csv(path, n_rows=0).columns
    return pl.read_csv(path, schema_overrides={name: pl.String for name in names if name in heading},
                       infer_schema_length=None)  # fmt: skip


def _codes(truth: pl.DataFrame) -> pl.DataFrame:
    """Return one row per name of an account: its key and, if it is unique, its ID."""
    keyed = truth.select(name=account_key(pl.col("platform"), pl.col("account_id"))).with_row_index("code")
    plain = truth.select(name="account_id").with_row_index("code").filter(pl.col("name").is_unique())
    return pl.concat([keyed, plain]).unique("name", keep="first", maintain_order=True).select(
        "name", pl.col("code").cast(pl.Int64)
    )  # fmt: skip


def _pairs(edges: pl.DataFrame, codes: pl.DataFrame, truth: pl.DataFrame) -> pl.DataFrame:
    """Return one row per pair: low, high (account codes, with new codes for unknown names), tier, score, true."""
    score = next((1 - pl.col(name) for name in _PROBABILITIES if name in edges.columns), None)
    if score is None:
        score = pl.col("weight") if "weight" in edges.columns else pl.lit(1.0)
    named = edges.select(
        pl.col("source").cast(pl.String),
        pl.col("target").cast(pl.String),
        tier=(pl.col("tier") if "tier" in edges.columns else pl.lit("A")).cast(pl.Enum(TIERS), strict=False),
        score=score.cast(pl.Float64),
    )
    names = pl.concat([named["source"], named["target"].alias("source")]).unique().sort().alias("name")
    known = names.to_frame().join(codes, on="name", how="left", maintain_order="left")
    if len(names) and known["code"].null_count() == len(names):
        raise InputError(
            f"The edges contain no account of the campaign. They contain, for example, {names[0]!r}.",
            hint="Score a network from the same folder: explorer network DIR --out edges.parquet",
        )
    known = known.with_columns(pl.col("code").fill_null(truth.height + pl.int_range(pl.len())))
    groups = truth.with_row_index("code").select(pl.col("code").cast(pl.Int64), "group")
    ends = known.join(groups, on="code", how="left")
    coded = named.join(ends, left_on="source", right_on="name").join(
        ends, left_on="target", right_on="name", suffix="_2"
    )
    return (
        coded.filter(pl.col("code") != pl.col("code_2"))
        .select(
            "tier",
            "score",
            low=pl.min_horizontal("code", "code_2"),
            high=pl.max_horizontal("code", "code_2"),
            true=(pl.col("group") == pl.col("group_2")).fill_null(value=False),
        )
        .group_by("low", "high", maintain_order=True)
        .agg(pl.col("tier").min(), pl.col("score").max(), pl.col("true").first())
    )


def _ends(pairs: pl.DataFrame) -> pl.DataFrame:
    """Return each account with the highest score of its edges."""
    both = pl.concat([pairs.select(pl.col(end).alias("account"), "score") for end in ("low", "high")])
    return both.group_by("account").agg(pl.col("score").max())


def _groups(tiers: Tiers, planted: pl.DataFrame) -> Iterator[Score]:
    for (name,), members in planted.sort("group", maintain_order=True).group_by("group", maintain_order=True):
        codes = members["account"].implode()
        inside = {
            tier: pairs.filter(pl.col("low").is_in(codes) | pl.col("high").is_in(codes))
            for tier, pairs in tiers.items()
        }
        joined = members.filter(pl.col("joined") & ~pl.col("A")).height
        yield _score("group", str(name), inside, members, int(members["A"].sum()), joined, None)


def _score(
    part: str, name: str | None, tiers: Tiers, planted: pl.DataFrame, named: int, joined: int, auc: float | None
) -> Score:
    found_count, found_joined = int(planted["A"].sum()), int((planted["A"] | planted["joined"]).sum())
    false = {tier: int((~pairs["true"]).sum()) for tier, pairs in tiers.items()}
    whole = part == "all"
    return Score(
        part=part,
        name=name,
        edges=tiers["A"].height,
        false_edges=false["A"],
        edge_false_discovery=_share(false["A"], tiers["A"].height),
        accounts=named,
        planted=planted.height,
        found=found_count,
        # A group has no precision, because other accounts in the network are not errors of this group.
        precision=_share(found_count, named) if whole else None,
        recall=_share(found_count, planted.height),
        f1=_share(2 * found_count, named + planted.height) if whole and planted.height else None,
        auc=auc,
        edges_b=tiers["B"].height,
        recall_b=_share(int(planted["B"].sum()), planted.height),
        recall_any=_share(int(planted.select(pl.any_horizontal(TIERS)).to_series().sum()), planted.height),
        joined=joined,
        precision_joined=_share(found_joined, named + joined) if whole else None,
        recall_joined=_share(found_joined, planted.height),
        edges_trigger=tiers["trigger"].height,
        false_edges_trigger=false["trigger"],
    )


def _auc(accounts: pl.DataFrame) -> float | None:
    """Return the Mann-Whitney U divided by the number of pairs (Hanley & McNeil 1982), without authors.

    Authors who are not planted are not candidates for coordination.
    """
    candidates = accounts.filter((pl.col("role") != "author") | pl.col("group").is_not_null())
    positive = candidates["group"].is_not_null()
    planted_count, other_count = int(positive.sum()), int((~positive).sum())
    if not planted_count or not other_count:
        return None
    ranks = float(candidates["score"].rank("average").filter(positive).to_numpy().sum())
    return (ranks - planted_count * (planted_count + 1) / 2) / (planted_count * other_count)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None
