"""product/dropped: the item has a picture, and the creative does not show it."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.checks.base import Check, Evidence
from renderer.outcome import Finding


def run(evidence: Evidence) -> Iterator[Finding]:
    """Whether no layout had room for the product's picture beside the words."""
    if "product" in evidence.scene.dropped:
        message = "No layout had room for the product's picture: shorten the words, or leave this format out"
        yield CHECK.finding(message, subject="product")


CHECK = Check(
    id="product/dropped",
    level="warn",
    title="The item has a picture, and the creative does not show it.",
    why="The product is what people look for; a creative without it sells nothing by sight.",
    source="look book, section 9: logo, product and price are kept in all",
    example="A 120x20 text link, or a narrow tower with a word that fills it.",
    run=run,
)
