"""``make bench-validity``: score this package and its peers on campaigns with ground truth."""

from collections.abc import Iterable
from typing import Annotated, TypeVar

import typer
from rich.console import Console

from bench.options import TinyOption
from bench.validity import report, studies
from bench.validity.goals import GOALS, HIGGS_CLEAN
from bench.validity.methods import METHODS

console = Console(stderr=True)
T = TypeVar("T")
DEVELOPMENT = 1_000
"""A seed for development."""


def main(
    seed: Annotated[
        list[int] | None, typer.Option(help="Seed. Repeat the option for several seeds. Default: the held-out seeds.")
    ] = None,
    preset: Annotated[
        list[str] | None, typer.Option(help="Preset. Repeat the option for several presets. Default: all.")
    ] = None,
    method: Annotated[
        list[str] | None, typer.Option(help="Method. Repeat the option for several methods. Default: all.")
    ] = None,
    more: Annotated[bool, typer.Option(help="Also measure power, hard negatives and shuffled Higgs data.")] = True,
    write: Annotated[bool, typer.Option("--write", help="Write the results to docs/validity.md.")] = False,
    tiny: TinyOption = False,
) -> None:
    """Score this package and its peers on campaigns with ground truth.

    Exits with 1 if a goal is missed. While you develop, use seeds from 1,000 so that the held-out seeds stay unused.

    Example: python -m bench.validity --seed 1000 --seed 1001 --preset base --method explorer --no-more
    """
    seeds = seed or ([DEVELOPMENT] if tiny else list(studies.HELD_OUT))
    size = studies.TINY if tiny else studies.FULL
    presets = studies.study_presets(preset or studies.PRESETS, seeds, method or list(METHODS), size)
    outcomes = _collect("presets", presets)
    parts = [report.goals_part(outcomes), report.presets_part(outcomes, seeds)]
    good = all(goal.holds(outcomes) for goal in GOALS if goal.applies(outcomes))
    if more:
        parts.append(report.power_part(_collect("power", studies.study_power(seeds, size)), seeds))
        parts.append(report.hard_part(_collect("hard negatives", studies.study_hard(seeds, size))))
        higgs = _collect("shuffled Higgs", studies.study_higgs(seeds[0], size))
        parts.append(report.higgs_part(higgs))
        good &= sum(edges == 0 for edges, _ in higgs) >= HIGGS_CLEAN
    for part in parts:
        print("\n".join(part), end="\n\n")
    if write:
        report.write_page(parts)
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
