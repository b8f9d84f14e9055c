"""The command that repeats the run of a report."""

import json
import shlex
from typing import Final

from explorer.common.durations import format_duration, format_windows
from explorer.report.data.report_data import ReportData
from explorer.runs.parameters import DetectionParameters

_OPTIONS: Final = {"min_size": "min-cluster-size"}
"""Options of ``explorer detect`` that are not named after their parameter."""


def reproduction_command(data: ReportData) -> str:
    """Return the command that repeats the run on the same data, or '' if the run's parameters are unknown."""
    if not data.parameters:
        return ""
    parameters = dict(data.parameters)
    defaults = json.loads(DetectionParameters().as_json())
    rate = parameters.pop("significance", None)
    scanned = rate and rate.get("windows")
    window = f"--windows {format_windows(scanned)}" if scanned else f"--window {format_duration(data.run['window'])}"
    parts = ["explorer detect", f"--signal {data.run['signal']}", window]
    parts.append(f"--significance {rate['rate']:g} --audit-draws {rate['draws']}" if rate else "--significance off")
    if "seed" in data.run:
        parts.append(f"--seed {data.run['seed']}")
    for name in sorted(parameters.keys() - {"signal", "window", "seed"}):
        value = parameters[name]
        if value in (defaults.get(name), None, [], ()):
            continue
        option = f"--{_OPTIONS.get(name, name.replace('_', '-'))}"
        text = ",".join(map(str, value)) if isinstance(value, list) else str(value)
        parts.append(option if value is True else f"{option} {shlex.quote(text)}")
    return " ".join(parts)
