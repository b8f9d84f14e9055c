"""Benchmarks of speed and memory, relative to other tools in the same run on the same machine."""
