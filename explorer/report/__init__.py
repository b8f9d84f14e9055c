"""The report: one HTML file that is opened from disk, read top to bottom, and asks the network for nothing."""
