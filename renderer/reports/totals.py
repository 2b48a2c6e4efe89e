"""A run in numbers: what `--json` prints and the console's summary says in words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

STATUSES = ("ok", "warn", "fail", "error")


def totals(manifest: Mapping[str, Any], folder: Path | str) -> dict[str, Any]:
    """Counts, findings by check, errors by cause, and where things lie.

    `manifest` is the manifest's value or of its shape; its creatives, findings and the rest may be structs.
    """
    made = msgspec.to_builtins(manifest)
    creatives = made.get("creatives", ())
    counts = dict.fromkeys(STATUSES, 0)
    for one in creatives:
        counts[one["status"]] += 1
    seconds = float(made.get("seconds") or 0)
    return {
        "campaign": made.get("campaign", ""),
        "creatives": len(creatives),
        "files": sum(len(one.get("files", ())) for one in creatives),
        "bytes": sum(file["bytes"] for one in creatives for file in one.get("files", ())),
        "cached": sum(bool(one.get("cached")) for one in creatives),
        "counts": counts,
        "findings": _findings(creatives),
        "errors": _errors(creatives),
        "rejected_rows": len(made.get("rejected_rows", ())),
        "skipped": list(made.get("skipped", ())),
        "seconds": round(seconds, 3),
        "per_second": round(len(creatives) / seconds, 1) if seconds > 0 else None,
        "manifest": f"{_posix(folder)}/manifest.json",
        "report": f"{_posix(folder)}/report.html",
    }


def _posix(folder: Path | str) -> str:
    return folder.as_posix() if isinstance(folder, Path) else folder.rstrip("/")


def _findings(creatives: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One entry a check, with the number of creatives it is about: failures first, then the commonest."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for one in creatives:
        firsts = {(finding["check"], finding["status"]): finding for finding in reversed(one.get("findings", ()))}
        for (check, status), finding in firsts.items():
            entry = {"check": check, "status": status, "count": 0, "example": one["key"], "message": finding["message"]}
            found.setdefault((check, status), entry)["count"] += 1
    return sorted(found.values(), key=lambda entry: (entry["status"] != "fail", -entry["count"], entry["check"]))


def _errors(creatives: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One entry a cause (an error's first line), the commonest first."""
    causes: dict[str, dict[str, Any]] = {}
    for one in creatives:
        if one["status"] == "error":
            cause = ((one.get("error") or "").strip().splitlines() or ["unknown"])[0]
            entry = causes.setdefault(cause, {"error": cause, "count": 0, "example": one["key"]})
            entry["count"] += 1
    return sorted(causes.values(), key=lambda entry: (-entry["count"], entry["error"]))
