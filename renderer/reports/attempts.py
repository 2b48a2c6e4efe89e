"""What was tried at a file, in words: for the gallery and `render explain`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def attempt(one: Mapping[str, Any]) -> str:
    """`JPEG at 84, 26.4 kB, 7.3 away`: its weight and, where known, how far it looks from what was painted."""
    quality = f" at {one['quality']}" if one.get("quality") else ""
    apart = "" if one.get("distance") is None else f", {one['distance']:.1f} away"
    return f"{one['kind']}{quality}, {one['bytes'] / 1000:.1f} kB{apart}"


def attempts(tried: Sequence[Mapping[str, Any]]) -> list[str]:
    """The file itself, then the runner-up with how many were tried."""
    told = [attempt(one) for one in tried[:1]]
    if len(tried) > 1:
        told.append(f"runner-up: {attempt(tried[1])}; {len(tried)} tried")
    return told
