"""A run in numbers: what `--json` prints and the console's summary says in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from renderer.outcome import Creative, refusing

STATUSES = ("ok", "warn", "fail", "error")


def totals(manifest: Mapping[str, Any], folder: Path | str | None) -> dict[str, Any]:
    """Counts, findings and (apart) notes by check, errors by cause, and where things lie (`report` and `trafficking`
    are None where no gallery, no sheet was written). `refused_by`: of the creatives that fail, how many do so by a rule
    of one network while other files of them may run, by network.

    `manifest` is the manifest's value or of its shape; its creatives, findings and the rest may be structs. `folder`
    is None where nothing is kept.
    """
    creatives = manifest.get("creatives", ())
    counts = dict.fromkeys(STATUSES, 0)
    refused: Counter[str] = Counter()
    files = size = cached = 0
    for one in creatives:
        counts[_of(one, "status")] += 1
        cached += bool(_of(one, "cached"))
        if _of(one, "status") == "fail":
            refused.update(refusing(one if isinstance(one, Creative) else msgspec.convert(one, Creative)))
        for file in _of(one, "files") or ():
            files += 1
            size += _of(file, "bytes")
    found = _findings(creatives)
    seconds = float(manifest.get("seconds") or 0)
    return {
        "campaign": manifest.get("campaign", ""),
        "creatives": len(creatives),
        "files": files,
        "bytes": size,
        "cached": cached,
        "removed": int(manifest.get("removed") or 0),
        "renamed": int(manifest.get("renamed") or 0),
        "counts": counts,
        "refused_by": dict(sorted(refused.items())),
        "findings": [entry for entry in found if entry["status"] != "note"],
        "notes": [entry for entry in found if entry["status"] == "note"],
        "errors": _errors(creatives),
        "rejected_rows": len(manifest.get("rejected_rows", ())),
        "skipped": msgspec.to_builtins(list(manifest.get("skipped", ()))),
        "seconds": round(seconds, 3),
        "per_second": round(len(creatives) / seconds, 1) if seconds > 0 else None,
        "manifest": f"{_posix(folder)}/manifest.json" if folder is not None else None,
        "report": _written(folder, "report.html"),
        "trafficking": _written(folder, "trafficking.xlsx"),
    }


def by_reason(skipped: Sequence[Mapping[str, str]]) -> dict[str, list[str]]:
    """The formats that are skipped by why, the commonest reason first."""
    found: dict[str, list[str]] = {}
    for one in skipped:
        found.setdefault(one["reason"], []).append(one["format"])
    return dict(sorted(found.items(), key=lambda entry: -len(entry[1])))


def _of(value: Any, name: str) -> Any:
    """A field of a struct or of its JSON form: turning ten thousand structs into dicts first would cost more."""
    return value.get(name) if isinstance(value, Mapping) else getattr(value, name)


def _written(folder: Path | str | None, name: str) -> str | None:
    """A report's path, where there is one."""
    return f"{_posix(folder)}/{name}" if folder is not None and (Path(folder) / name).exists() else None


def _posix(folder: Path | str) -> str:
    return folder.as_posix() if isinstance(folder, Path) else folder.rstrip("/")


def _findings(creatives: Sequence[Any]) -> list[dict[str, Any]]:
    """One entry a check, with the number of creatives it is about: failures first, then the commonest."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for one in creatives:
        seen = set()
        for finding in _of(one, "findings") or ():
            key = _of(finding, "check"), _of(finding, "status")
            if key in seen:
                continue
            seen.add(key)
            entry = {"check": key[0], "status": key[1], "count": 0, "example": _of(one, "key"),
                     "message": _of(finding, "message")}  # fmt: skip
            found.setdefault(key, entry)["count"] += 1
    return sorted(found.values(), key=lambda entry: (entry["status"] != "fail", -entry["count"], entry["check"]))


def _errors(creatives: Sequence[Any]) -> list[dict[str, Any]]:
    """One entry a cause (an error's first line), the commonest first."""
    causes: dict[str, dict[str, Any]] = {}
    for one in creatives:
        if _of(one, "status") == "error":
            cause = ((_of(one, "error") or "").strip().splitlines() or ["unknown"])[0]
            entry = causes.setdefault(cause, {"error": cause, "count": 0, "example": _of(one, "key")})
            entry["count"] += 1
    return sorted(causes.values(), key=lambda entry: (-entry["count"], entry["error"]))
