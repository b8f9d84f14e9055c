"""``explorer detect --manifest``: repeat a run and compare it with its manifest."""

from pathlib import Path

import typer

from explorer.cli.options.output import Format
from explorer.cli.ui.graph import open_graph
from explorer.cli.ui.output import note
from explorer.cli.ui.runs import print_run
from explorer.cli.ui.simulated_data import warn_of_simulated_graph
from explorer.common.errors import ExplorerError, UsageError
from explorer.export.manifest import (
    allow_list_differs,
    describe_differences,
    describe_version_differences,
    read_manifest,
)
from explorer.runs.parameters import DetectionParameters


def refuse_options_beside_manifest(context: typer.Context) -> None:
    """Raise an error if options were given that the manifest sets.

    Raises:
        UsageError: If such an option was given.
    """
    for parameter in context.command.params:
        source = context.get_parameter_source(parameter.name or "")
        given = source is not None and source.name == "COMMANDLINE"
        if given and parameter.name not in {"manifest", "format_"}:
            raise UsageError(
                f"{parameter.opts[0]} cannot be combined with --manifest, which sets all parameters.",
                hint=f"Leave out {parameter.opts[0]} or --manifest.",
            )


def repeat_run(context: typer.Context, path: Path, form: Format) -> None:
    """Repeat the run of a manifest, print its clusters, and compare the result with the manifest.

    Raises:
        ExplorerError: If data or results differ. The differences are printed first.
    """
    before = read_manifest(path)
    parameters = DetectionParameters.from_json(before.parameters)
    with open_graph(context) as graph:
        warn_of_simulated_graph(graph)
        run = graph.detect(parameters)
        now = graph.manifest(run=run.properties["runId"])
    print_run(run, form)
    versions = describe_version_differences(before, now)
    if versions:
        note(f"Versions differ: {'; '.join(versions)}.")
    changes = describe_differences(before, now)
    if changes:
        for sentence in changes:
            note(sentence)
        raise ExplorerError(
            f"The result is not identical to the run of {path.name}.",
            hint="The data, the allow list or the versions differ, which can explain the different result."
            if before.data.fingerprint != now.data.fingerprint or allow_list_differs(before, now) or versions
            else "The data and the versions are the same. Please report this as a bug.",
        )
    result = "result" if before.outcome.hashes else "figures"
    what = f"data and {result} are the same" if before.data.fingerprint else f"{result} are the same"
    note(f"Identical to the run of {path.name}: {what}.")
    if not before.outcome.hashes:
        note(
            "Edges and members were not compared, because the manifest was written with pseudonyms and does not "
            "contain them."
        )
