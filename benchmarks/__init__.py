"""Benchmarks: how fast, against what. `python -m benchmarks` writes results.md."""
