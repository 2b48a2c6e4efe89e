"""picture/faint: a photograph shows a product that can hardly be told from its backdrop.

Found while the content is composed, where the picture is read.
"""

from __future__ import annotations

from renderer.checks.base import Check

CHECK = Check(
    id="picture/faint",
    level="warn",
    title="The picture shows a product that can hardly be told from its backdrop.",
    why="White on white and black on black have no shape; no layout can give it one.",
    source="design: an item without a usable picture; the limit is our own choice (none of 225 judged photographs)",
    example="A white kettle at 247 of 255 on a white ground.",
)
