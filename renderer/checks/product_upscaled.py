"""product/upscaled: a picture has too few pixels for its place."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.checks.base import Check, Evidence
from renderer.checks.words import number
from renderer.outcome import Finding

LIMIT = 1.5  # px of the canvas from one of the picture


def run(evidence: Evidence) -> Iterator[Finding]:
    """Px of the canvas made from one px of the picture, along the worse axis, where the picture's size is known:
    1.5 is allowed. Of a creative with files for denser screens, px of the densest."""
    density = max((file.scale for file in evidence.files), default=1.0)
    for part in evidence.images("product"):
        image = part.node
        width, height = evidence.pictures.get(image.asset, (0, 0))
        across, down = width * image.crop.w, height * image.crop.h
        if across <= 0 or down <= 0:
            continue
        factor = max(image.box.w / across, image.box.h / down) * density
        if factor > LIMIT:
            where = f" at {number(density)}x" if density != 1 else ""
            times = f"{number(factor, 2)} times{where}"
            message = f"The picture ({width}x{height} px) is enlarged {times}; use a larger one"
            yield CHECK.finding(message, image, limit=LIMIT, actual=factor)


CHECK = Check(
    id="product/upscaled",
    level="warn",
    title="The product picture is enlarged until it blurs.",
    why="A blurred product looks cheap, beside sharp text twice so.",
    source="look book, section 13: finish at 1x, no blur; the factor is our own choice",
    example="A 200x200 thumbnail from the feed across a 1080x1080 square.",
    run=run,
)
