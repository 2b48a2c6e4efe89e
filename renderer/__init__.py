"""Omnirender: one campaign file in, every creative out."""

__version__ = "0.1.0"
