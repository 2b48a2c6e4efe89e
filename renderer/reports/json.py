"""`--report json`: a run as JSON that two runs with the same result write alike, for diffs and for other programs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import msgspec

from renderer.reports.totals import totals

_CHANGING = ("seconds", "per_second", "cached", "removed", "renamed")
"""What differs between runs that made the same."""


def report(manifest: Mapping[str, Any]) -> str:
    """The manifest with its summary, in the order of keys, without what differs from run to run; paths are relative."""
    made = msgspec.to_builtins(manifest)
    summary = {name: value for name, value in totals(made, ".").items() if name not in _CHANGING}
    summary |= {"manifest": "manifest.json", "report": "report.html", "trafficking": "trafficking.xlsx"}
    creatives = sorted((_creative(one) for one in made.get("creatives", ())), key=lambda one: str(one["key"]))
    rest = {name: value for name, value in made.items() if name not in (*_CHANGING, "creatives", "counts")}
    return dump({**rest, "summary": summary, "creatives": creatives})


def dump(value: object) -> str:
    """JSON for people and diffs: sorted names, two spaces, ASCII, a final newline."""
    return json.dumps(value, indent=2, sort_keys=True, ensure_ascii=True) + "\n"


def _creative(creative: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in creative.items() if name not in _CHANGING}
