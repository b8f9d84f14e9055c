"""Scores, worked out by hand and by brute force."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from explorer.common.errors import InputError
from explorer.simulate.evaluation import Score, read_edge_file, read_truth, score_clusters, score_edges

TRUTH = pl.DataFrame(
    [("sim", name, group, role) for name, group, role in (
        ("a", "g1", "member"), ("b", "g1", "member"), ("c", "g1", "member"),
        ("d", "g2", "member"), ("e", "g2", "member"),
        ("x", None, "crowd"), ("y", None, "crowd"), ("z", None, "fan"), ("w", None, "author"),
    )],
    schema=["platform", "account_id", "group", "role"],
    orient="row",
)  # fmt: skip


def edges(*rows: tuple[object, ...], columns: tuple[str, ...] = ("source", "target", "tier", "q")) -> pl.DataFrame:
    kinds = {"source": pl.String, "target": pl.String, "tier": pl.String, "q": pl.Float64, "weight": pl.Int64}
    return pl.DataFrame(rows, schema={name: kinds[name] for name in columns}, orient="row")


def test_a_network_worked_by_hand() -> None:
    found = edges(
        ("a", "b", "A", 0.01),
        ("a", "d", "A", 0.02),  # two groups: false
        ("c", "x", "A", 0.04),  # innocent: false
        ("d", "e", "B", 0.3),
        ("x", "y", "B", 0.4),
        ("z", "nobody", "B", 0.9),  # not of the campaign
    )
    whole, first, second = score_edges(found, TRUTH)
    assert (whole.edges, whole.false_edges, whole.edges_b) == (3, 2, 3)
    assert whole.edge_false_discovery == pytest.approx(2 / 3)
    # named: a b c d x; planted: a b c d e
    assert (whole.accounts, whole.planted, whole.found) == (5, 5, 4)
    assert (whole.precision, whole.recall, whole.f1) == (0.8, 0.8, 0.8)
    assert (whole.recall_b, whole.recall_any) == (0.4, 1.0)
    # best scores: a .99 b .99 c .96 d .98 e .7 against x .96 y .6 z .1; w is an author
    better = 3 + 3 + 2.5 + 3 + 2
    assert whole.auc == pytest.approx(better / 15)
    assert (first.name, first.planted, first.found, first.recall) == ("g1", 3, 3, 1.0)
    assert (first.edges, first.false_edges) == (3, 2)
    assert (second.name, second.found, second.recall, second.recall_b) == ("g2", 1, 0.5, 1.0)
    assert (second.edges, second.false_edges, second.edge_false_discovery) == (1, 1, 1.0)


def test_joined_accounts_and_common_triggers_are_scored_separately() -> None:
    found = edges(
        ("a", "b", "A", 0.01),
        ("a", "c", "joined", 0.02),  # a member who joined its group
        ("b", "x", "joined", 0.03),  # an innocent account that joined: not an edge of tier A
        ("b", "joe", "joined", 0.03),
        ("d", "e", "trigger", 0.001),  # a group taken for a common trigger
        ("y", "z", "trigger", 0.001),  # a common trigger recognised
        ("d", "y", "trigger", 0.001),
    )
    whole, first, second = score_edges(found, TRUTH)
    assert (whole.edges, whole.false_edges, whole.accounts, whole.found) == (1, 0, 2, 2)
    assert (whole.precision, whole.recall, whole.recall_any) == (1.0, 0.4, 1.0)
    # a b and the joined c x joe
    assert (whole.joined, whole.precision_joined, whole.recall_joined) == (3, 3 / 5, 3 / 5)
    assert (whole.edges_trigger, whole.false_edges_trigger) == (3, 2)
    # a .99, b .99, c .98 against x .97, y 0, z 0; d and e have nothing but a trigger
    assert whole.auc == pytest.approx((9 + 2 * (0.5 + 0.5)) / 15)
    assert (first.joined, first.recall, first.recall_joined, first.edges_trigger) == (1, 2 / 3, 1.0, 0)
    assert (second.joined, second.recall_joined, second.edges_trigger) == (0, 0.0, 2)
    # the most certain tier of a pair counts
    again = score_edges(edges(("a", "b", "trigger", 0.0), ("b", "a", "joined", 0.1)), TRUTH)[0]
    assert (again.edges, again.joined, again.edges_trigger) == (0, 2, 0)


def test_no_edges() -> None:
    whole, *groups = score_edges(edges(), TRUTH)
    assert (whole.edges, whole.accounts, whole.found) == (0, 0, 0)
    assert whole.edge_false_discovery is None
    assert whole.precision is None
    assert (whole.recall, whole.f1, whole.recall_b, whole.auc) == (0.0, 0.0, 0.0, 0.5)
    assert [(g.name, g.recall) for g in groups] == [("g1", 0.0), ("g2", 0.0)]


def test_nothing_planted() -> None:
    innocent = TRUTH.with_columns(group=pl.lit(None, pl.String))
    whole, *groups = score_edges(edges(("a", "b", "A", 0.01)), innocent)
    assert (whole.edges, whole.false_edges, whole.edge_false_discovery) == (1, 1, 1.0)
    assert (whole.planted, whole.precision) == (0, 0.0)
    assert (whole.recall, whole.f1, whole.auc, whole.recall_b) == (None, None, None, None)
    assert groups == []
    (nothing,) = score_edges(edges(), innocent)
    assert (nothing.edges, nothing.f1) == (0, None)


def test_one_account() -> None:
    alone = TRUTH.head(1)
    whole, group = score_edges(edges(("a", "a", "A", 0.0)), alone)
    assert (whole.edges, whole.accounts, whole.recall, whole.auc) == (0, 0, 0.0, None)
    assert group.planted == 1


def test_a_pair_counts_once_with_its_best_edge() -> None:
    found = edges(("a", "b", "B", 0.5), ("b", "a", "A", 0.01), ("a", "a", "A", 0.0))
    whole = score_edges(found, TRUTH)[0]
    assert (whole.edges, whole.edges_b, whole.accounts, whole.false_edges) == (1, 0, 2, 0)


def test_keys_and_ids_are_the_same_accounts_and_weights_are_scores_where_there_is_no_q() -> None:
    plain = edges(("a", "b", 9), ("x", "y", 2), columns=("source", "target", "weight"))
    keyed = plain.with_columns(pl.format("sim:{}", name).alias(name) for name in ("source", "target"))
    assert score_edges(plain, TRUTH) == score_edges(keyed, TRUTH)
    whole = score_edges(plain, TRUTH)[0]
    assert (whole.edges, whole.edges_b) == (2, 0)
    # a b beat x y z; c d e lose to x y and tie with z
    assert whole.auc == pytest.approx((2 * 3 + 3 * 0.5) / 15)
    bare = score_edges(plain.drop("weight"), TRUTH)[0]
    assert bare.auc == pytest.approx((2 * (0.5 + 0.5 + 1) + 3 * 0.5) / 15)


def test_ids_of_several_platforms_are_distinguished_by_keys() -> None:
    both = pl.concat([TRUTH, TRUTH.with_columns(platform=pl.lit("other"), group=pl.lit(None, pl.String))])
    whole = score_edges(edges(("sim:a", "sim:b", "A", 0.0), ("other:a", "other:b", "A", 0.0)), both)[0]
    assert (whole.edges, whole.false_edges, whole.found, whole.accounts) == (2, 1, 2, 4)
    with pytest.raises(InputError, match="no account of the campaign"):
        score_edges(edges(("a", "b", "A", 0.0)), both)


def test_edges_of_other_data_are_refused() -> None:
    with pytest.raises(InputError, match="no account of the campaign"):
        score_edges(edges(("1", "2", "A", 0.0)), TRUTH)


NAMES = TRUTH["account_id"].to_list()


@given(st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES), st.sampled_from("AB"), st.floats(0, 1))))
def test_scores_match_brute_force(rows: list[tuple[str, str, str, float]]) -> None:
    whole = score_edges(edges(*rows), TRUTH)[0]
    group = dict(TRUTH.select("account_id", "group").iter_rows())
    best: dict[frozenset[str], tuple[str, float]] = {}
    for source, target, tier, q in rows:
        if source != target:
            pair = frozenset((source, target))
            had = best.get(pair, (tier, 1 - q))
            best[pair] = (min(had[0], tier), max(had[1], 1 - q))
    a = [pair for pair, (tier, _) in best.items() if tier == "A"]
    named = frozenset().union(*a)
    planted = {name for name in NAMES if group[name]}
    assert whole.edges == len(a)
    assert whole.false_edges == sum(
        len({group[name] for name in pair}) > 1 or None in {group[n] for n in pair} for pair in a
    )
    assert (whole.accounts, whole.found) == (len(named), len(named & planted))
    b = frozenset().union(*(pair for pair, (tier, _) in best.items() if tier == "B"))
    assert whole.recall_b == len(b & planted) / len(planted)
    score = {name: max((s for pair, (_, s) in best.items() if name in pair), default=0.0) for name in NAMES}
    others = [name for name in NAMES if name not in planted and name != "w"]
    wins = sum((score[p] > score[o]) + 0.5 * (score[p] == score[o]) for p in planted for o in others)
    assert whole.auc == pytest.approx(wins / (len(planted) * len(others)))


def test_clusters_are_scored_against_the_group_of_most_members() -> None:
    members = pl.DataFrame({"account": ["sim:a", "sim:b", "sim:x", "sim:y", "sim:z"], "rank": [1, 1, 1, 2, 2]})
    first, second = score_clusters(members, TRUTH)
    assert (first.part, first.name, first.group) == ("cluster", "1", "g1")
    assert (first.accounts, first.planted, first.found) == (3, 3, 2)
    assert (first.precision, first.recall, first.f1) == (2 / 3, 2 / 3, 4 / 6)
    assert second == Score("cluster", "2", None, None, None, 2, 0, 0, 0.0, None, 0.0)
    assert score_clusters(members.clear(), TRUTH) == []


def test_missing_columns_of_truth_and_edges_are_reported(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="has no ground truth"):
        read_truth(tmp_path)
    (tmp_path / "truth").mkdir()
    (tmp_path / "truth" / "accounts.csv").write_text("platform,account_id,group,role\nsim,007,,crowd\nsim,7,1,member\n")
    assert read_truth(tmp_path).rows() == [("sim", "007", None, "crowd"), ("sim", "7", "1", "member")]
    (tmp_path / "truth" / "accounts.csv").write_text("platform,account_id\nsim,007\n")
    with pytest.raises(InputError, match="lacks the columns group, role"):
        read_truth(tmp_path)
    (tmp_path / "e.csv").write_text("source,target,weight\n007,7,2\n")
    assert read_edge_file(tmp_path / "e.csv").rows() == [("007", "7", 2)]
    read_edge_file(tmp_path / "e.csv").write_parquet(tmp_path / "e.parquet")
    assert read_edge_file(tmp_path / "e.parquet").rows() == [("007", "7", 2)]
    (tmp_path / "e.csv").write_text("from,to\n1,2\n")
    (tmp_path / "broken.parquet").write_text("no table")
    for name, said in (("e.csv", "source and target"), ("broken.parquet", "cannot be read"),
                       ("none.csv", "cannot be read"), ("e.graphml", "neither")):  # fmt: skip
        with pytest.raises(InputError, match=said):
            read_edge_file(tmp_path / name)
