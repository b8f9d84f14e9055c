"""Write the figures into docs/validity.md as Markdown."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from bench.validity.goals import GOALS, HIGGS_CLEAN
from bench.validity.methods import METHODS
from bench.validity.studies import HELD_OUT, Outcome, mean

PAGE: Final = Path(__file__).parents[2] / "docs" / "validity.md"
_BEGIN: Final = "<!-- begin figures, written by make bench-validity -->\n"
_END: Final = "<!-- end figures -->\n"


def write_page(parts: Sequence[list[str]]) -> None:
    """Replace the figures of the page with these parts."""
    page = PAGE.read_text(encoding="utf-8")
    before, rest = page.split(_BEGIN)
    text = "\n\n".join("\n".join(part) for part in parts)
    PAGE.write_text(f"{before}{_BEGIN}\n{text}\n\n{_END}{rest.split(_END)[1]}", encoding="utf-8")


def goals_part(outcomes: Sequence[Outcome]) -> list[str]:
    """Return the goals, each with the value reached."""
    rows = [
        (goal.preset, goal.text, f"{'at least' if goal.at_least else 'at most'} {goal.bound:g}",
         f"{goal.measured(outcomes):.3f}", "yes" if goal.holds(outcomes) else "**no**")
        for goal in GOALS
        if goal.applies(outcomes)
    ]  # fmt: skip
    return ["### Goals", "", *_table(("preset", "measure", "goal", "result", "met"), rows)]


def presets_part(outcomes: Sequence[Outcome], seeds: Sequence[int]) -> list[str]:
    """Return the scores of the methods on every preset: means over the seeds, and the minimum of F1."""
    kind = "not used in development" if tuple(seeds) == HELD_OUT else "used in development"
    lines = ["### Comparison of methods", "", f"Means over the seeds {', '.join(map(str, seeds))} ({kind})."]
    for preset in dict.fromkeys(o.preset for o in outcomes):
        lines += ["", f"**{preset}**", ""]
        rows = [_preset_row(method, [o for o in outcomes if (o.preset, o.method) == (preset, method)])
                for method in dict.fromkeys(o.method for o in outcomes)]  # fmt: skip
        lines += _table(
            ("method", "edges", "false edges", "precision", "recall", "F1", "min. F1", "AUC", "B edges", "B recall"),
            rows,
        )
    lines += ["", *(f"- {name}: {METHODS[name].title}" for name in dict.fromkeys(o.method for o in outcomes))]
    return lines


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


def hard_part(rows: Sequence[tuple[str, float, float | None, float | None, float | None]]) -> list[str]:
    """Return the scores on hard negatives."""
    table = [(name, f"{edges:.1f}", *map(_figure, rest)) for name, edges, *rest in rows]
    heading = ("background", "edges if nothing is planted", "false edges with the groups of base", "precision", "F1")
    return ["### Hard cases", "", *_table(heading, table)]


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


def _preset_row(method: str, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    scores = [o.score for o in outcomes]
    f1 = [s.f1 for s in scores if s.f1 is not None]
    return (
        method,
        f"{np.mean([s.edges or 0 for s in scores]):,.1f}",
        *(_figure(mean(values)) for values in (
            [s.edge_false_discovery for s in scores], [s.precision for s in scores], [s.recall for s in scores], f1
        )),
        _figure(min(f1, default=None)),
        _figure(mean(s.auc for s in scores)),
        f"{np.mean([s.edges_b or 0 for s in scores]):,.1f}",
        _figure(mean(s.recall_b for s in scores)),
    )  # fmt: skip


def _figure(value: float | None) -> str:
    return "" if value is None else f"{value:.3f}"


def _table(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    return [f"| {' | '.join(row)} |" for row in (heading, ["---"] * len(heading), *rows)]
