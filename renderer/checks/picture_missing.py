"""picture/missing: the item has a picture that is not there, or none, and the creative shows none.

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
    id="picture/missing",
    level="warn",
    title="The item has a picture that is not there, or none, and the creative shows none.",
    why="The product is what people look for. A layout without one is used.",
    source="design: an item without a usable picture",
    example="A row whose image_link names a file that is in no folder.",
    run=run,
)
