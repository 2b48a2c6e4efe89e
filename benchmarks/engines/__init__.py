"""Peers: each a program that draws the description of creatives (benchmarks/export.py) in its engine's best way."""
