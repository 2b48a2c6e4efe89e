"""weight/too-heavy: a file is over the limit of its format or of a network."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from renderer.checks.base import Check, Evidence
from renderer.checks.words import cited, kb, number
from renderer.model.format import Format
from renderer.outcome import File, Finding


class _Limit(NamedTuple):
    whose: str
    kb: float
    source: str
    network: str = ""


def run(evidence: Evidence) -> Iterator[Finding]:
    """Bytes of every file against the format's limit and each network's; 1 kB is 1000 bytes. A file made for one
    network answers to that network alone besides the format. A zip may hold initial and subload together."""
    for file in evidence.files:
        for limit in _limits(evidence, file):
            if file.bytes > limit.kb * 1000:
                message = f"{file.path} weighs {kb(file.bytes)}; {limit.whose} allows {number(limit.kb, 4)} kB"
                yield CHECK.finding(message, subject=file.path, limit=limit.kb, actual=file.bytes / 1000,
                                    source=limit.source, network=limit.network or file.network,
                                    file=file.path)  # fmt: skip


def _limits(evidence: Evidence, file: File) -> Iterator[_Limit]:
    format_ = evidence.format
    own = _format_kb(format_, file.deliverable)
    if own is not None:
        yield _Limit(format_.id, own, cited(format_.source, format_.verified))
    for profile in evidence.profiles:
        allowed = profile.limits.kb(file.deliverable)
        if allowed is not None and file.network in ("", profile.id):
            yield _Limit(profile.name, allowed, cited(profile.source, profile.verified), profile.id)


def _format_kb(format_: Format, deliverable: str) -> float | None:
    limits = format_.limits
    match deliverable:
        case "still" | "backup":
            return limits.still_kb()
        case "gif":
            return limits.total_kb or limits.initial_kb or limits.static_kb
        case "html5" | "amphtml":
            both = (limits.initial_kb or 0) + limits.subload_kb if limits.subload_kb else None
            return limits.total_kb or both  # an initial load alone is measured on what is in the zip, as it is sent
        case "video":
            return limits.total_kb
    return None


CHECK = Check(
    id="weight/too-heavy",
    level="fail",
    title="A file weighs more than its format or network allows.",
    why="Heavy creatives are refused at upload, or unloaded by the browser before anyone has seen them.",
    source="the format's own source, or the network's profile",
    example="A 162 kB JPEG for a medium rectangle, which may weigh 150 kB.",
    run=run,
)
