"""The report: what a run found, in one HTML file that an editor reads from top to bottom."""

from explorer.report.page import Report, write_report

__all__ = ["Report", "write_report"]
