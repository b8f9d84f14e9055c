"""Write the figures into docs/validity.md as Markdown."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np

from bench.validity import lift_intervals
from bench.validity.before import Before
from bench.validity.goals import GOALS, HIGGS_CLEAN
from bench.validity.label_effect_coverage import HEADING, LabelEffectRow
from bench.validity.lift_intervals import LiftRow
from bench.validity.methods import EXPLORER, METHODS
from bench.validity.outcomes import Outcome
from bench.validity.scenarios import ALONE, HELD_OUT, SCENARIOS
from explorer.simulate.family.presets import TRIGGER_PRESETS

PAGE: Final = Path(__file__).parents[2] / "docs" / "validity.md"
_BEGIN: Final = "<!-- begin figures, written by make bench-validity -->\n"
_END: Final = "<!-- end figures -->\n"


def write_page(parts: Sequence[list[str]], page: Path = PAGE) -> None:
    """Replace these parts of the page's figures; parts with other headings stay."""
    before, rest = page.read_text(encoding="utf-8").split(_BEGIN)
    figures, after = rest.split(_END)
    old = [f"### {part.strip()}" for part in figures.split("### ")[1:]]
    by_heading = {part.split("\n")[0]: part for part in [*old, *("\n".join(part) for part in parts)]}
    text = "\n\n".join(by_heading.values())
    page.write_text(f"{before}{_BEGIN}\n{text}\n\n{_END}{after}", encoding="utf-8")


def goals_part(outcomes: Sequence[Outcome]) -> list[str]:
    """Return the goals, each with the value of the scenario that is furthest from it."""
    rows = []
    for goal in GOALS:
        if measured := goal.measured(outcomes):
            worst, value = next(iter(measured.items()))
            missed = ", ".join(f"{name} ({missing:.3f})" for name, missing in goal.missed(outcomes).items())
            rows.append(
                (
                    _list_names(list(measured)),
                    goal.text + ("" if goal.method == EXPLORER else f" ({goal.method})"),
                    f"{'at least' if goal.at_least else 'at most'} {goal.bound:g}",
                    f"{value:.3f}" + (f" ({worst.removesuffix(ALONE)})" if len(measured) > 1 else ""),
                    f"**no**: {missed}" if missed else "yes",
                )
            )
    return ["### Goals", "", *_table(("scenarios", "measure", "goal", "worst result", "met"), rows)]


def scenarios_part(outcomes: Sequence[Outcome], before: Before) -> list[str]:
    """Return the scores of the methods on every scenario, one table per measure."""
    seeds = sorted({outcome.seed for outcome in outcomes})
    kind = "not used in development" if set(seeds) <= set(HELD_OUT) else "used in development"
    studied = [name for name in SCENARIOS if any(outcome.scenario == name for outcome in outcomes)]
    groups = [name for name in studied if not name.endswith(ALONE)]
    triggers = [name for name in groups if name in TRIGGER_PRESETS]
    planted = [name for name in groups if name not in TRIGGER_PRESETS and not name.startswith("none")]
    alone = [name for name in studied if name.endswith(ALONE) or name.startswith("none")]
    lines = [
        "### Comparison of methods",
        "",
        f"Means over the seeds {', '.join(map(str, seeds))} ({kind}). *Before*: {before.text}.",
    ]
    for title, names, measures in (
        ("Planted groups", planted, ("f1", "recall", "precision", "edge_false_discovery", "auc")),
        (
            "Planted groups beside common triggers",
            triggers,
            ("edge_false_discovery", "precision", "recall", "f1"),
        ),
        ("Nothing planted", alone, ("edges",)),
    ):
        for measure in measures:
            lines += _matrix(f"{title}: {_MEASURES[measure]}", names, measure, outcomes, before)
    lines += _tiers(studied, outcomes)
    methods = dict.fromkeys(outcome.method for outcome in outcomes)
    return [*lines, "", *(f"- {name}: {METHODS[name].title}" for name in METHODS if name in methods)]


def refusals_part(outcomes: Sequence[Outcome]) -> list[str]:
    """Return the campaigns that a method refused, with the reasons."""
    reasons = dict.fromkeys((o.scenario, o.method, o.refused) for o in outcomes if o.refused)
    rows = [(scenario, method, str(reason)) for scenario, method, reason in reasons]
    return ["### Refused data", "", *_table(("scenario", "method", "reason"), rows)] if rows else []


_MEASURES: Final[Mapping[str, str]] = {
    "f1": "F1 of accounts",
    "recall": "recall of accounts",
    "precision": "precision of accounts",
    "edge_false_discovery": "share of false edges",
    "auc": "AUC",
    "edges": "edges, all of which are false",
}


def _matrix(title: str, names: Sequence[str], measure: str, outcomes: Sequence[Outcome], before: Before) -> list[str]:
    """Return a table of one measure with a row for each scenario and a column for each method."""
    methods = [name for name in METHODS if any(o.method == name and o.scenario in names for o in outcomes)]
    if not methods:
        return []
    show = _count if measure == "edges" else _figure
    rows = [
        (
            name.removesuffix(ALONE),
            *([show(before.mean(name, measure))] if EXPLORER in methods else []),
            *(
                show(mean(getattr(o.score, measure) for o in outcomes if (o.scenario, o.method) == (name, method)))
                for method in methods
            ),
        )
        for name in names
    ]
    columns = [column for method in methods for column in (("before", method) if method == EXPLORER else (method,))]
    return ["", f"**{title}**", "", *_table(("scenario", *columns), rows)]


def _tiers(names: Sequence[str], outcomes: Sequence[Outcome]) -> list[str]:
    """Return what is in this package's other tiers."""
    columns: Mapping[str, Callable[[Outcome], float | None]] = {
        "tier A": lambda o: o.score.edges,
        "of these false": lambda o: o.score.false_edges,
        "joined accounts": lambda o: o.score.joined,
        "recall with joined": lambda o: o.score.recall_joined,
        "precision with joined": lambda o: o.score.precision_joined,
        "tier trigger": lambda o: o.score.edges_trigger,
        "of these false ": lambda o: o.score.false_edges_trigger,
        "tier B": lambda o: o.score.edges_b,
        "recall in B": lambda o: o.score.recall_b,
    }
    rows = []
    for name in names:
        own = [o for o in outcomes if (o.scenario, o.method) == (name, EXPLORER)]
        if own:
            cells = (mean(measure(o) for o in own) for measure in columns.values())
            rows.append(
                (name, *((_figure if "recall" in column or "precision" in column else _count)(value)
                         for column, value in zip(columns, cells, strict=True)))
            )  # fmt: skip
    if not rows:
        return []
    heading = ("scenario", *(column.strip() for column in columns))
    return ["", "**Tiers of explorer: mean numbers of edges and accounts**", "", *_table(heading, rows)]


def power_part(rows: Sequence[tuple[int, int, float, float]], seeds: Sequence[int]) -> list[str]:
    """Return the recall of planted groups by size, posts and participation."""
    lines = [
        "### Power",
        "",
        f"Recall of planted accounts with default parameters: four equal groups, {len(seeds)} seeds each.",
    ]
    levels = sorted({participation for _, _, participation, _ in rows})
    for size in sorted({size for size, *_ in rows}):
        table = [
            (str(posts), *(f"{r:.2f}" for s, p, _, r in sorted(rows) if (s, p) == (size, posts)))
            for posts in sorted({posts for s, posts, *_ in rows if s == size})
        ]
        lines += [
            "",
            f"Groups of {size} accounts:",
            "",
            *_table(("posts", *(f"participation {level:g}" for level in levels)), table),
        ]
    return lines


def higgs_part(rows: Sequence[tuple[int, int]]) -> list[str]:
    """Return the results of the draws of shuffled Higgs data."""
    clean = sum(edges == 0 for edges, _ in rows)
    left_out = float(np.mean([dropped for _, dropped in rows]))
    return [
        "### Shuffled real data",
        "",
        f"Higgs data, co-amplify, accounts shuffled within each hour, no audit: {clean} of {len(rows)} draws have no "
        f"edge in tier A (goal: {HIGGS_CLEAN} of 20), {sum(edges for edges, _ in rows)} edges in total. On average, "
        f"{left_out:,.0f} events were excluded because the shuffle gave an account the same object twice.",
    ]


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def label_effect_part(rows: Sequence[LabelEffectRow]) -> list[str]:
    """Return how often the interval of a label's effect contains the true effect."""
    return [
        "### Coverage of the interval of a label's effect",
        "",
        "Nominal coverage is 0.95. False effects are intervals that exclude 1 although the label changes nothing.",
        "",
        *_table(HEADING, [(row[0], str(row[1]), str(row[2]), *map(_figure, row[3:])) for row in rows]),
    ]


def lift_intervals_part(rows: Sequence[LiftRow]) -> list[str]:
    """Return how often the interval of a lift contains the true lift, and how often it calls no preference a boost."""
    return [
        "### Coverage of the interval of a lift, and false boosts",
        "",
        lift_intervals.INTRODUCTION,
        "",
        *_table(lift_intervals.HEADING, [(row[0], str(row[1]), *map(_figure, row[2:])) for row in rows]),
    ]


def _count(value: float | None) -> str:
    return "" if value is None else f"{value:,.1f}"


def _list_names(names: Sequence[str]) -> str:
    """Return the names of scenarios; those of a long list are in the tables."""
    bare = [name.removesuffix(ALONE) for name in names]
    suffix = ", nothing planted" if names[0].endswith(ALONE) else ""
    return (", ".join(bare) if len(bare) < 8 else f"{len(bare)} with common triggers") + suffix


def mean(values: Iterable[float | None]) -> float | None:
    """Return the mean of the values that are not None."""
    known = [value for value in values if value is not None]
    return float(np.mean(known)) if known else None


def _table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in (heading, ["---"] * len(heading), *rows)]
