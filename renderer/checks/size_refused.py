"""size/refused: a network does not take this size."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.checks.base import Check, Evidence
from renderer.checks.words import cited
from renderer.outcome import Finding


def run(evidence: Evidence) -> Iterator[Finding]:
    """The format's size against the list of each network that has one. Flexible formats are left out, and what a
    creative opens to."""
    size = evidence.format.size if not evidence.state else None
    for profile in evidence.profiles:
        if size is None or not profile.sizes or size in profile.sizes:
            continue
        shown = f"{size[0]}x{size[1]}"
        message = f"{shown} px is not among the {len(profile.sizes)} sizes that {profile.name} takes"
        yield CHECK.finding(message, subject=profile.id, actual=shown, source=cited(profile.source, profile.verified),
                            network=profile.id)  # fmt: skip


CHECK = Check(
    id="size/refused",
    level="warn",
    title="A network does not take this size.",
    why="The creative is sound, but its upload to this network will be refused.",
    source="the network's profile",
    example="A 1080x1080 square for Google Ads uploaded display.",
    run=run,
)
