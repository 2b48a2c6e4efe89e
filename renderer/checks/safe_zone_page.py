"""safe-zone/page: something important lies under the publisher's page of a skin."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.boxes import common
from renderer.checks.base import Check, Evidence
from renderer.checks.composition import essential
from renderer.checks.geometry import ink
from renderer.checks.words import cited, px, sentence, the
from renderer.outcome import Finding
from renderer.scene import AnyNode, Box

SLACK = 1.0  # px at 1x: rounding


def run(evidence: Evidence) -> Iterator[Finding]:
    """The ink of texts, logo, buttons and product against the rectangle that the format says the page covers
    (`content`), with 1 px of tolerance. Grounds may pass under it."""
    page, format_ = evidence.page, evidence.format
    if page is None:
        return
    for node, box in (*essential(evidence), *_products(evidence)):
        under = common(box, page)
        depth = min(under.w, under.h)
        if depth > SLACK * evidence.scale:
            message = f"{sentence(the(node.role))} lies {px(depth)} under the publisher's page"
            yield CHECK.finding(message, node, limit=0.0, actual=depth, source=cited(format_.source, format_.verified))


def _products(evidence: Evidence) -> Iterator[tuple[AnyNode, Box]]:
    yield from ((part.node, common(ink(part.node), part.area)) for part in evidence.images("product"))


CHECK = Check(
    id="safe-zone/page",
    level="fail",
    title="Text, logo, button or product lies under the publisher's page.",
    why="In a page skin the publisher's own page covers the middle: what stands there is not seen at all.",
    source="the format's own source",
    example="A headline in the middle of a 1920x1080 skin whose content column is 1000 px wide.",
    run=run,
)
