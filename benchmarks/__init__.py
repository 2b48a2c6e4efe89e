"""Benchmarks: the same creatives made here and by other engines, in one run on one machine. `python -m benchmarks`."""
