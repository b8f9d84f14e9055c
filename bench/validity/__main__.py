"""``make bench-validity``: score this package and its peers on campaigns with ground truth."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, TypeVar

import typer
from rich.console import Console

from bench.options import TinyOption
from bench.validity import report, studies
from bench.validity.before import STORED, Before
from bench.validity.goals import GOALS, HIGGS_CLEAN
from bench.validity.label_effect_coverage import study_label_effect
from bench.validity.lift_intervals import study_lift_intervals
from bench.validity.methods import METHODS
from bench.validity.outcomes import ROOT, code_version, study_scenarios
from bench.validity.scenarios import HELD_OUT, SCENARIOS

console = Console(stderr=True)
T = TypeVar("T")
DEVELOPMENT = 1_000
"""A seed for development."""


def main(
    seed: Annotated[
        list[int] | None, typer.Option(help="Seed. Repeat the option for several seeds. Default: the held-out seeds.")
    ] = None,
    scenario: Annotated[
        list[str] | None,
        typer.Option(help="Campaign, or campaign followed by ' alone' (nothing planted). Repeatable. Default: all."),
    ] = None,
    method: Annotated[
        list[str] | None, typer.Option(help="Method. Repeat the option for several methods. Default: all.")
    ] = None,
    more: Annotated[
        bool, typer.Option(help="Also measure power, shuffled Higgs data and the coverage of intervals.")
    ] = True,
    write: Annotated[bool, typer.Option("--write", help="Write the results to docs/validity.md.")] = False,
    before: Annotated[Path, typer.Option(help="Results of an earlier version, for the columns 'before'.")] = STORED,
    save: Annotated[
        Path | None, typer.Option(help="Save the means of this package as results of an earlier version.")
    ] = None,
    processes: Annotated[int, typer.Option(help="Number of campaigns that are studied at the same time.", min=1)] = 2,
    tiny: TinyOption = False,
) -> None:
    """Score this package and its peers on campaigns with ground truth.

    Exits with 1 if a goal is missed. Outcomes are kept in build/bench-validity, so that an interrupted run continues
    where it was, until the code changes. While you develop, use seeds from 1,000 so that the held-out seeds stay
    unused.

    Example: python -m bench.validity --seed 1000 --seed 1001 --scenario base --method explorer --no-more
    """
    seeds = seed or ([DEVELOPMENT] if tiny else list(HELD_OUT))
    size = studies.TINY if tiny else studies.FULL
    scenarios = scenario or list(size.scenarios)
    if unknown := sorted({*scenarios} - {*SCENARIOS}):
        raise typer.BadParameter(f"Unknown scenario {unknown[0]!r}. Use one of: {', '.join(SCENARIOS)}")
    kept = None if tiny else ROOT / "build" / "bench-validity"
    study = study_scenarios(
        scenarios, seeds, method or list(METHODS), scale=size.scale, kept=kept, processes=1 if tiny else processes
    )
    outcomes = _collect("scenarios", study)
    good = not any(goal.missed(outcomes) for goal in GOALS)
    parts = [
        report.goals_part(outcomes),
        report.scenarios_part(outcomes, Before.read(before)),
        report.refusals_part(outcomes),
    ]
    if more:
        parts.append(report.power_part(_collect("power", studies.study_power(seeds, size)), seeds))
        higgs = _collect("shuffled Higgs", studies.study_higgs(seeds[0], size))
        parts.append(report.higgs_part(higgs))
        parts.append(report.label_effect_part(study_label_effect(seeds[0], size.coverage)))
        parts.append(report.lift_intervals_part(study_lift_intervals(seeds[0], size.coverage)))
        good &= sum(edges == 0 for edges, _ in higgs) >= HIGGS_CLEAN
    parts = [part for part in parts if part]
    for part in parts:
        print("\n".join(part), end="\n\n")
    if write:
        report.write_page(parts)
    if save:
        Before.of(outcomes, f"version {code_version()}").write(save)
    raise typer.Exit(0 if good or tiny else 1)


def _collect(name: str, results: Iterable[T]) -> list[T]:
    """Collect the results, and show their number while they are computed."""
    collected: list[T] = []
    with console.status(name) as status:
        for result in results:
            collected.append(result)
            status.update(f"{name}: {len(collected)}")
    return collected


if __name__ == "__main__":
    typer.run(main)
