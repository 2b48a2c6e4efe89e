"""Painters: each turns a settled tree into files and decides nothing."""
