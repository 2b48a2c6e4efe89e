"""package/no-backup: a network wants a backup image and has none, or one that is too heavy."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.checks.base import Check, Evidence
from renderer.checks.packages import html5s
from renderer.checks.words import cited, kb, number
from renderer.outcome import Finding


def run(evidence: Evidence) -> Iterator[Finding]:
    """Whether there is a backup image where the network refuses packages without one, and whether it is within the
    network's weight for it."""
    for made, rules in html5s(evidence):
        backup = rules.backup
        if backup is None:
            continue
        source, weight = cited(backup.source, backup.verified), len(made.package.backup_content)
        if backup.required and not weight:
            message = f"{made.subject} has no backup image, and {made.profile.name} wants one"
            yield made.finding(CHECK, message, source=source)
        elif backup.kb is not None and weight > backup.kb * 1000:
            message = (f"{made.package.backup} weighs {kb(weight)}; {made.profile.name} allows {number(backup.kb, 4)} "
                       "kB for a backup image")  # fmt: skip
            yield made.finding(CHECK, message, subject=made.package.backup, limit=backup.kb, actual=weight / 1000,
                                source=source)  # fmt: skip


CHECK = Check(
    id="package/no-backup",
    level="fail",
    title="An HTML5 package lacks the backup image that its network wants.",
    why="Where scripts are off or the page cannot be shown, the place stays empty; some networks refuse the upload.",
    source="the network's profile",
    example="A zip for The Trade Desk without a still beside it.",
    run=run,
)
