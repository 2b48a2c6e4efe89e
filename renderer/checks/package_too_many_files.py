"""package/too-many-files: a package holds or asks for more files than its network takes."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.checks.base import Check, Evidence
from renderer.checks.packages import Zipped, amphtmls, html5s
from renderer.checks.words import cited
from renderer.model.packaging import Limit
from renderer.outcome import Finding


def run(evidence: Evidence) -> Iterator[Finding]:
    """Files in the zip, and files that are asked for before the page stands with the network's own scripts among them,
    against the network's limits."""
    for made, does, count, limit in _counted(evidence):
        if limit is not None and count > limit.most:
            message = f"{made.subject} {does} {count} files; {made.profile.name} takes {limit.most:g}"
            yield made.finding(CHECK, message, limit=limit.most, actual=float(count),
                               source=cited(limit.source, limit.verified))  # fmt: skip


def _counted(evidence: Evidence) -> Iterator[tuple[Zipped, str, int, Limit | None]]:
    for made, rules in html5s(evidence):
        yield made, "holds", len(made.package.files), rules.files
        yield made, "asks for", made.package.requests, rules.requests
    for made, amp in amphtmls(evidence):
        yield made, "holds", len(made.package.files), amp.files


CHECK = Check(
    id="package/too-many-files",
    level="fail",
    title="An HTML5 or AMPHTML package has more files than its network takes.",
    why="Ad servers refuse it at upload, and every file more delays the moment in which the creative is seen.",
    source="the network's profile",
    example="A zip of 41 files for Google Ads, which takes 40.",
    run=run,
)
