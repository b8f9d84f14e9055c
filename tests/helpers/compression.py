"""Zstandard as the Python at hand has it."""

import sys

if sys.version_info >= (3, 14):
    from compression.zstd import compress as zstd_compress
else:
    from backports.zstd import compress as zstd_compress

__all__ = ["zstd_compress"]
