"""package/type-refused: a package holds a file of a type that its network does not take."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from renderer.checks.base import Check, Evidence
from renderer.checks.packages import Zipped, html5s
from renderer.checks.references import inlined, references
from renderer.checks.words import cited
from renderer.outcome import Finding


def run(evidence: Evidence) -> Iterator[Finding]:
    """The ending of each file's name against the network's list, where it has one, and of the backup image against the
    types that it takes for it; files written into the page (`data:`) where it takes none."""
    for made, rules in html5s(evidence):
        types = rules.file_types
        if types is not None:
            for path, _ in made.package.files:
                if _ending(path) not in types.only:
                    yield _finding(made, path, types.only, cited(types.source, types.verified))
        backup = rules.backup
        image = made.package.backup
        if backup is not None and image and backup.types and _ending(image) not in backup.types:
            yield _finding(made, image, backup.types, cited(backup.source, backup.verified))
        allowed = rules.data_uris
        if allowed is not None and not allowed.allowed and any(inlined(one) for _, one in references(made.package)):
            message = f"{made.subject}: {made.profile.name} takes no files written into the page (data:)"
            yield made.finding(CHECK, message, source=cited(allowed.source, allowed.verified))


def _finding(made: Zipped, path: str, taken: tuple[str, ...], source: str) -> Finding:
    message = f"{made.subject}: {made.profile.name} takes no {path}, only {', '.join(taken)}"
    return made.finding(CHECK, message, subject=path, limit=", ".join(taken), actual=_ending(path), source=source)


def _ending(path: str) -> str:
    return PurePosixPath(path).suffix[1:].lower()


CHECK = Check(
    id="package/type-refused",
    level="fail",
    title="An HTML5 package holds a type of file that its network does not take.",
    why="Ad servers look at the endings of names and refuse the whole zip.",
    source="the network's profile",
    example="A woff2 font in a zip for The Trade Desk.",
    run=run,
)
