"""package/unused-file: a package holds a file that its page does not use."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from renderer.checks.base import Check, Evidence
from renderer.checks.packages import html5s
from renderer.checks.words import cited
from renderer.outcome import Finding
from renderer.parts import Package

_TEXTS = frozenset((".html", ".htm", ".css", ".js", ".json", ".svg"))


def run(evidence: Evidence) -> Iterator[Finding]:
    """The files of a package whose names stand in none of its texts, where the network takes none such; the page, its
    manifest and the backup image are meant."""
    for made, rules in html5s(evidence):
        unused = rules.unused
        if unused is None or unused.allowed:
            continue
        for path in _unused(made.package):
            message = f"{made.subject}: the page does not use {path}, and {made.profile.name} takes no such file"
            yield made.finding(CHECK, message, source=cited(unused.source, unused.verified))


def _unused(package: Package) -> Iterator[str]:
    texts = [content.decode(errors="replace") for path, content in package.files
             if PurePosixPath(path).suffix.lower() in _TEXTS]  # fmt: skip
    for path, _ in package.files:
        meant = path in (package.entry, package.backup, "manifest.json")
        if not meant and not any(PurePosixPath(path).name in text for text in texts):
            yield path


CHECK = Check(
    id="package/unused-file",
    level="fail",
    title="An HTML5 package holds a file that its page does not use.",
    why="Some ad servers refuse the whole zip for it, and it weighs for nothing.",
    source="the network's profile",
    example="A picture left over in a zip for Campaign Manager 360.",
    run=run,
)
