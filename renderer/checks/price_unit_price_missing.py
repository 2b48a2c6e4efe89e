"""price/unit-price-missing: the feed states a unit price, and the creative shows a price without it."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.checks.base import Check, Evidence
from renderer.outcome import Finding


def run(evidence: Evidence) -> Iterator[Finding]:
    """Whether the unit price that the feed states was left out beside a price, on any canvas: the layout has no slot
    for it, or no room."""
    shown = next((part for part in evidence.texts if part.node.role == "price"), None)
    if shown is not None and "unit_price" in evidence.scene.dropped:
        message = "The price is shown without its unit price; use a layout that has a slot for it, or a larger format"
        yield CHECK.finding(message, shown.node)


CHECK = Check(
    id="price/unit-price-missing",
    level="warn",
    title="A price is shown without the unit price that the feed states.",
    why="An advertisement with the selling price of goods sold by measure tells what a measure of them costs.",
    source="directive 98/6/EC, art. 3 (4)",
    example="Coffee at 4.00 € for 250 g, without '16.00 €/kg'.",
    run=run,
)
