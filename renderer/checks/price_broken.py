"""price/broken: a price runs over lines."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.checks.base import Check, Evidence
from renderer.checks.words import sentence, the
from renderer.outcome import Finding
from renderer.scene import Text

PRICES = ("price", "prior_price", "unit_price")


def run(evidence: Evidence) -> Iterator[Finding]:
    """The number of lines of the price, of the prior price and of the unit price: exactly one."""
    for part in evidence.parts:
        node = part.node
        if isinstance(node, Text) and node.role in PRICES and len(node.lines) != 1:
            count = len(node.lines)
            what = f"is broken over {count} lines" if count else "is empty"
            yield CHECK.finding(f"{sentence(the(node.role))} {what}", node, limit=1, actual=count)


CHECK = Check(
    id="price/broken",
    level="fail",
    title="A price is broken over lines.",
    why="'1 299' above ',00 €' is read as two prices.",
    source="design: never a price broken over lines; look book, section 4",
    example="'249,' and '99 €' on two lines of a 120x600.",
    run=run,
)
