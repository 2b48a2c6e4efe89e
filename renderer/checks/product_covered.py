"""product/covered: a text stands on the product."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.boxes import common
from renderer.checks.base import Check, Evidence
from renderer.checks.geometry import Part, area_of, line_boxes, text_overlap
from renderer.checks.words import number, sentence, the
from renderer.outcome import Finding
from renderer.scene import Box, Image, Text

LIMIT = 0.25  # of the text's area
SLACK = 1.0  # px


def run(evidence: Evidence) -> Iterator[Finding]:
    """The share of each text's ink that lies in the product's own box, where the product stands free: 25 % is
    allowed, for corners of the box are empty. A text on a plate or panel of its own is left out."""
    standing = [part for part in evidence.images("product") if _stands_free(part.node)]
    for text in evidence.texts:
        for product in standing:
            share = _covering(text, product)
            if share > LIMIT and not _has_ground(evidence, text, product):
                message = f"{number(100 * share, 0)} % of {the(text.node.role)} stands on the product"
                yield CHECK.finding(sentence(message), text.node, limit=LIMIT, actual=share)


def _stands_free(image: Image) -> bool:
    """A scene that fills its frame counts its whole frame as subject."""
    return image.subject is not None and not image.box.within(image.subject, SLACK)


def _covering(text: Part[Text], product: Part[Image]) -> float:
    if text.order < product.order:
        return 0.0
    seen = common(common(product.node.subject or product.node.box, product.node.box), product.area)
    covering = text_overlap(text.node, seen)
    return covering / sum(area_of(box) for box in line_boxes(text.node)) if covering else 0.0


def _has_ground(evidence: Evidence, text: Part[Text], product: Part[Image]) -> bool:
    box: Box = text.node.box
    return any(
        product.order < shape.order < text.order
        and (shape.node.fill is not None or shape.node.gradient is not None)
        and box.within(shape.node.box, SLACK)
        for shape in evidence.shapes()
    )


CHECK = Check(
    id="product/covered",
    level="warn",
    title="A text stands on the product.",
    why="Both lose: the text its quiet ground, the product its shape.",
    source="look book, section 7: text may use the product's empty corners, never its ink; the share is our own choice",
    example="A headline across the body of a vacuum cleaner.",
    run=run,
)
