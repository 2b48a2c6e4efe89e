"""product/unseen: a product that stands free melts into its ground."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.checks.base import Check, Evidence
from renderer.checks.words import number
from renderer.outcome import Finding

LEAST = 1.2  # contrast: our own choice; cut-outs from 1.24 on still read (3,312 creatives of two feeds and four brands)
APART = 40  # of 255 by which a channel differs from the ground's: a red product on a green ground is seen


def run(evidence: Evidence) -> Iterator[Finding]:
    """A product that was cut out, or came with transparency, against the pixels it was drawn over: half of its outline
    and half of its surface differ neither in lightness nor in any channel. A black product with a lit screen is seen.
    Photographs and relit pictures bring what is around them."""
    sights = {sight.node: sight for sight in evidence.sights}
    for part in evidence.images("product"):
        sight = sights.get(part.node.id)
        if sight is not None and sight.contrast < LEAST and sight.apart < APART:
            message = (
                f"Half of the product has a contrast of {number(sight.contrast, 2)}:1 or less with its ground: choose "
                "another colour for that ground, or show pictures with their own backdrop (image: treatment: framed)"
            )
            yield CHECK.finding(message, part.node, limit=LEAST, actual=sight.contrast)


CHECK = Check(
    id="product/unseen",
    level="note",
    title="The product melts into its ground.",
    why="What is for sale is known by its shape: white on white and black on black have none.",
    source="our own choice, from cut-outs judged by eye",
    example="A black kettle cut out on a nearly black panel: 1.1:1.",
    run=run,
)
