"""The report: what a run found, in one HTML file that an editor reads from top to bottom."""

from typing import TYPE_CHECKING, Any

from explorer.report.result import TOP, Report

if TYPE_CHECKING:
    from explorer.report.page import write_report

__all__ = ["TOP", "Report", "write_report"]


def __getattr__(name: str) -> Any:
    # who only names a report does not wait for what draws it
    if name == "write_report":
        from explorer.report.page import write_report  # noqa: PLC0415

        return write_report
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
