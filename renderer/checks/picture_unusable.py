"""picture/unusable: the item's picture cannot be used, and the creative shows none.

Found while the content is composed, where the picture is read: a finished creative no longer shows what it lacks.
"""

from __future__ import annotations

from renderer.checks.base import Check

CHECK = Check(
    id="picture/unusable",
    level="warn",
    title="The item's picture cannot be used, and the creative shows none.",
    why="A broken, empty or oversized picture would be seen as a fault; a layout without one is used.",
    source="design: an item without a usable picture",
    example="A truncated JPEG, a picture of 1x1 px, an SVG that names files or addresses.",
)
