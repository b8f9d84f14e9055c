"""The version of this package, which runs, manifests and reports record."""

__version__ = "0.1.0"
