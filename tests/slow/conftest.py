"""A summary of what was tried to break commands, for `make soak`."""

import os
from collections import Counter

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print how many commands were disturbed, and in how many cases the same command completed them afterwards."""
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, [])]
    disturbed = [value for report in reports for name, value in report.user_properties if name == "disturbed"]
    if "EXPLORER_SOAK" not in os.environ or not disturbed:
        return
    outcomes = ("survived", "lost", "too late")
    for heading, column in (("disturbance", 0), ("command", 1)):
        counts = Counter((value[column], value[2]) for value in disturbed)
        names = dict.fromkeys(value[column] for value in disturbed)
        terminalreporter.write_line(
            f"\n| {heading} | tried | survived | lost | too late |\n| --- | --- | --- | --- | --- |"
        )
        for name in names:
            numbers = [counts[name, outcome] for outcome in outcomes]
            terminalreporter.write_line(f"| {name} | {sum(numbers)} | {' | '.join(map(str, numbers))} |")
