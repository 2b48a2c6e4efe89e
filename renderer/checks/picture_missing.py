"""picture/missing: the item has a picture that is not there, or none, and the creative shows none.

Found while the content is composed, where the picture is read: a finished creative no longer shows what it lacks.
"""

from __future__ import annotations

from renderer.checks.base import Check

CHECK = Check(
    id="picture/missing",
    level="warn",
    title="The item has a picture that is not there, or none, and the creative shows none.",
    why="The product is what people look for. A layout without one is used.",
    source="design: an item without a usable picture",
    example="A row whose image_link names a file that is in no folder.",
)
