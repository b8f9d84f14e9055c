"""``explorer detect --manifest``: a run repeated, and held against what its manifest says."""

from collections.abc import Callable
from pathlib import Path

import typer

from explorer.api import Graph
from explorer.cli.ui.output import note, progress_bars
from explorer.cli.ui.simulated_data import warn_of_simulated_graph
from explorer.common.errors import ExplorerError, UsageError
from explorer.common.settings import Settings
from explorer.export.manifest import (
    allow_list_differs,
    describe_differences,
    describe_version_differences,
    read_manifest,
)
from explorer.runs.detect import Run
from explorer.runs.parameters import DetectionParameters


def refuse_options_beside_manifest(context: typer.Context) -> None:
    """Refuse options that the manifest decides.

    Raises:
        UsageError: if one was given.
    """
    for parameter in context.command.params:
        source = context.get_parameter_source(parameter.name or "")
        given = source is not None and source.name == "COMMANDLINE"
        if given and parameter.name not in {"manifest", "format_"}:
            raise UsageError(
                f"{parameter.opts[0]} stands beside --manifest, which tells all parameters.",
                hint="Leave one of them out.",
            )


def repeat_run(settings: Settings, path: Path, print_found: Callable[[Run], None]) -> None:
    """Repeat the run of a manifest, print what it finds, and tell whether that is the same.

    Raises:
        ExplorerError: if it is not, naming the differences.
    """
    before = read_manifest(path)
    parameters = DetectionParameters.from_json(before.parameters)
    with progress_bars() as progress, Graph.open(settings=settings, progress=progress) as graph:
        warn_of_simulated_graph(graph)
        run = graph.detect(parameters)
        now = graph.manifest(run=run.properties["runId"])
    print_found(run)
    changed = describe_version_differences(before, now)
    if changed:
        note(f"Versions differ: {'; '.join(changed)}.")
    told = describe_differences(before, now)
    if told:
        for sentence in told:
            note(sentence)
        raise ExplorerError(
            f"This is not the run of {path.name} again.",
            hint="Data or an allow list that differ explain a result that differs; so may versions."
            if before.data.fingerprint != now.data.fingerprint or allow_list_differs(before, now) or changed
            else "Data and versions are the same: please report this.",
        )
    result = "result" if before.outcome.hashes else "figures"
    what = f"data and {result} are the same" if before.data.fingerprint else f"{result} are the same"
    note(f"Identical to the run of {path.name}: {what}.")
    if not before.outcome.hashes:
        note("The manifest was written with pseudonyms: it does not tell edges and members, so they were not compared.")
