"""``explorer sensitivity``: show how much the network depends on the window and the minimum weight."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from explorer.cli.options.files import PlatformOption, complete_formats, save_stdin
from explorer.cli.options.lists import parse_numbers, split_list
from explorer.cli.options.network import MinParticipationOption, WeightingOption
from explorer.cli.options.output import Format, FormatOption
from explorer.cli.options.profiles import ProfileOption
from explorer.cli.options.reading import with_read_options
from explorer.cli.options.signals import SignalOption
from explorer.cli.ui.files import raise_failures
from explorer.cli.ui.graph import graph_settings, open_graph
from explorer.cli.ui.output import messages, note, print_rows, progress_bars
from explorer.cli.ui.profiles import given_options
from explorer.cli.ui.signals import warn_of_signal
from explorer.cli.ui.simulated_data import warn_of_simulated_files, warn_of_simulated_graph
from explorer.common.durations import format_duration, parse_duration
from explorer.common.errors import UsageError
from explorer.common.progress import Progress
from explorer.detect.network.parameters import NetworkParameters, Tf
from explorer.detect.signals.registry import find_layer
from explorer.detect.signals.signal import AnySignal

if TYPE_CHECKING:
    import polars as pl
    from rich.console import RenderableType

    from explorer.detect.network.events import Events
    from explorer.model.outcome import FileOutcome
    from explorer.sources.parsing.parser import ReadOptions


_LABELS = {
    "window": "Window",
    "minWeight": "Minimum weight",
    "edges": "Edges",
    "accounts": "Accounts",
    "clusters": "Clusters",
    "edgesKept": "% of edges kept",
    "accountsKept": "% of accounts kept",
}


@with_read_options
def sensitivity(
    context: typer.Context,
    paths: Annotated[
        list[Path] | None,
        typer.Argument(
            help="Files, as for `explorer network`. Without files, the command uses the graph.", metavar="PATH"
        ),
    ] = None,
    source: Annotated[
        str,
        typer.Option(
            metavar="NAME",
            help="Input format of the files. auto detects it from the content. `explorer formats` lists the formats.",
            autocompletion=complete_formats,
        ),
    ] = "auto",
    signal: SignalOption = "co-retweet",
    windows: Annotated[str, typer.Option(metavar="TIME,…", help="Windows to try.")] = "10s,30s,60s,2m,5m",
    weights: Annotated[str, typer.Option(metavar="NUMBER,…", help="Minimum weights to try.")] = "2,3,5,10",
    weighting: WeightingOption = "objects",
    min_participation: MinParticipationOption = 1,
    min_cluster_size: Annotated[
        int, typer.Option(min=2, help="Minimum number of members. Smaller communities do not count as clusters.")
    ] = 3,
    platform: PlatformOption = None,
    *,
    options: "ReadOptions",
    profile: ProfileOption = None,
    plot: Annotated[
        Path | None, typer.Option(help="Also write the coloured grids to this HTML page.", metavar="FILE.html")
    ] = None,
    format_: FormatOption = Format.TABLE,
) -> None:
    """Try several time windows and minimum edge weights, and show how much the network changes.

    edgesKept and accountsKept are the shares of edges and accounts that also appear with the next smaller or larger
    window or weight; 1 means all. Publish results only where both are high. If they are low, a slightly different
    choice gives a different network. The command uses minimum weights only, without a significance test.

    Example: explorer sensitivity retweets.csv --windows 10s,30s,60s,5m --weights 2,3,5
    """
    from explorer.cli.ui.heatmap import save_page
    from explorer.importing.jobs import find_readable_jobs
    from explorer.runs.network import read_events
    from explorer.runs.sensitivity import sweep

    chosen = find_layer(signal)
    spans = [parse_duration(text) for text in split_list(windows)]
    least = parse_numbers(weights, "--weights")
    if not spans or not least:
        raise UsageError(
            "--windows or --weights is empty.", hint="Give both, for example --windows 30s,60s --weights 2,3"
        )
    tf = get_args(Tf)[0] if weighting == "cosine" else None
    parameters = NetworkParameters(weighting, min(spans), min(least), min_participation, tf)
    if plot and plot.suffix != ".html":
        raise UsageError(
            f"--plot writes an HTML page, but {plot.name} does not end in .html.", hint=f"Use {plot.stem}.html."
        )
    outcomes: list[FileOutcome] = []
    if not (paths or options.given or profile):
        # a question and progress bars would overwrite each other
        graph_settings(context)
    with progress_bars() as progress:
        if paths:
            given = given_options(context, source, platform, options, profile)
            jobs, unread = find_readable_jobs(
                save_stdin(context, paths),
                format_name=given.format or "auto",
                platform=given.platform,
                options=given.options,
            )
            found = read_events(jobs, chosen, parameters, progress=progress)
            warn_of_simulated_files(found.readings[0].name)
            events, left_out = found.events, found.left_out
            outcomes = [*unread, *found.readings[0].outcomes]
        elif options.given or profile:
            named = ", ".join([*options.given, *filter(None, [profile and "profile"])])
            raise UsageError(
                f"Options for reading files were given ({named}), but no files.",
                hint="Name the files: explorer sensitivity FILE …, or leave out the options to use the graph.",
            )
        else:
            events, left_out = _from_graph(context, chosen, min(spans), platform, progress)
        grid = sweep(events, spans, least, parameters, min_size=min_cluster_size, progress=progress)
    rows = [(format_duration(window), _plain(weight), *rest) for window, weight, *rest in grid.iter_rows()]
    columns = ("window", "minWeight", "edges", "accounts", "clusters", "edgesKept", "accountsKept")
    print_rows(columns, rows, format_, labels=_LABELS)
    maps = [
        _map(grid, "edges_kept", "Share of edges kept in neighbouring cells (rows: window, columns: minimum weight)"),
        _map(grid, "accounts_kept", "Share of accounts with an edge kept in neighbouring cells"),
    ]
    if format_ is Format.TABLE:
        for heat_map in maps:
            messages.print()
            messages.print(heat_map)
    if plot:
        save_page(plot, *maps)
        note(f"Wrote the grids to {plot}")
    warn_of_signal(chosen, left_out)
    raise_failures(outcomes)


def _from_graph(
    context: typer.Context, signal: AnySignal, window: int, platform: str | None, progress: Progress
) -> "tuple[Events, Mapping[str, int]]":
    with open_graph(context, progress) as graph:
        warn_of_simulated_graph(graph)
        extracted = graph.read_events(signal, window, platform=platform)
    return extracted.events, extracted.left_out


def _map(grid: "pl.DataFrame", column: str, title: str) -> "RenderableType":
    from explorer.cli.ui.heatmap import heat_map

    windows, weights = (grid[name].unique().sort().to_list() for name in ("window", "min_weight"))
    values = grid[column].to_list()
    across = len(weights)
    return heat_map(
        title,
        [format_duration(window) for window in windows],
        [f"{weight:g}" for weight in weights],
        [values[across * i : across * (i + 1)] for i in range(len(windows))],
    )


def _plain(weight: float) -> float:
    return int(weight) if weight.is_integer() else weight
