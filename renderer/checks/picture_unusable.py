"""picture/unusable: the item's picture cannot be used, and the creative shows none.

Found while the content is composed, where the picture is read; nothing is left to look for in the finished creative.
"""

from __future__ import annotations

from collections.abc import Iterator

from renderer.checks.base import Check, Evidence
from renderer.outcome import Finding


def run(_: Evidence) -> Iterator[Finding]:
    """Nothing: a scene does not know of the picture that it lacks."""
    return iter(())


CHECK = Check(
    id="picture/unusable",
    level="warn",
    title="The item's picture cannot be used, and the creative shows none.",
    why="A broken, empty or oversized picture would be seen as a fault; a layout without one is used.",
    source="design: an item without a usable picture",
    example="A truncated JPEG, a picture of 1x1 px, an SVG that names files or addresses.",
    run=run,
)
