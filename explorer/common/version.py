"""The version of this package: runs, manifests and reports carry it."""

__version__ = "0.1.0"
