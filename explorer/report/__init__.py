"""The report: the results of a run in one HTML file, written for readers who do not know the tool."""
