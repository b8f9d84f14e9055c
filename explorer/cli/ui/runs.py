"""Print the clusters of a run and how they were found."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from explorer.cli.options.output import Format
from explorer.cli.ui.labels import CLUSTER_LABELS
from explorer.cli.ui.output import note, print_rows, warn
from explorer.cli.ui.signals import warn_of_signal
from explorer.cli.ui.significance import note_significance
from explorer.common.durations import format_duration, format_windows
from explorer.common.text import count
from explorer.communities.parameters import STEADY, WEAK_MODULARITY
from explorer.detect.signals.registry import find_layer

if TYPE_CHECKING:
    from explorer.runs.detect import DetectionResult


def print_run(run: "DetectionResult", form: Format, *, top: int | None = None) -> None:
    """Print the ranked clusters, at most ``top`` of them, and how they were found."""
    clusters = run.clusters.clusters if top is None else run.clusters.clusters.head(top)
    if form is Format.TABLE and not clusters["joined"].sum():
        clusters = clusters.drop("joined")
    print_rows(clusters.columns, clusters.rows(), form, labels=CLUSTER_LABELS)
    p = run.properties
    _note_scan(run)
    if clusters.height < p["clusters"]:
        note(f"Showing {clusters.height:,} of {count(p['clusters'], 'cluster')}.")
    note(
        f"Run {p['runId']}: {count(p['events'], 'action')}, {count(p['accounts'], 'account')} with "
        f"{count(p['edges'], 'edge')} "
        f"({p['signal']}, {p['weighting']}, {_windows(p)}, minimum weight {p['minWeight']:g}), "
        f"{count(p['clusters'], 'cluster')}, modularity {p['modularity']:.3f}, seed {p['seed']}, data "
        f"{p['fingerprint'][:12]}"
    )
    layers = zip(p["signal"].split(","), run.networks, run.significance, run.triggers, strict=True)
    for signal, network, significance, triggers in layers:
        if len(run.networks) > 1:
            note(f"{signal}:")
        note_significance(network, significance, triggers)
    for text in p["removed"]:
        note(f"  {text}")
    if p["clusters"] > 1 and p["modularity"] < WEAK_MODULARITY:
        warn(
            f"Modularity is below {WEAK_MODULARITY}. The clusters are hardly separate, so do not rely on where one "
            "ends and the next begins."
        )
    for name, left_out in zip(p["signal"].split(","), run.left_out, strict=True):
        warn_of_signal(find_layer(name), left_out)
    for file in run.left_out_files:
        warn(f"{file} was left out, because its time precision is coarser than the window.")


def _windows(properties: Mapping[str, Any]) -> str:
    scanned = properties.get("windows")
    return f"windows {format_windows(scanned)}" if scanned else f"window {format_duration(properties['window'])}"


def _note_scan(run: "DetectionResult") -> None:
    scan = run.clusters.scan
    if scan.is_empty():
        return
    note("Resolution  Communities  Clusters  Agreement of seeds  With next resolution")
    for resolution, communities, clusters, agreement, following, chosen in scan.iter_rows():
        after = "" if following is None else f"{following:.2f}"
        note(
            f"{resolution:10.4g}  {communities:11,}  {clusters:8,}  {agreement:18.2f}  {after:>22}"
            f"{'  chosen' if chosen else ''}"
        )
    if scan.filter("chosen")["agreement"][0] < STEADY:
        warn(
            "The seeds do not agree on the clusters at any resolution, so the borders between clusters are uncertain. "
            "Check the stability of the members, or raise --min-weight."
        )
