"""price/no-prior: a saving is announced without the price it is reckoned from."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.checks.base import Check, Evidence
from renderer.outcome import Finding


def run(evidence: Evidence) -> Iterator[Finding]:
    """A badge with a figure in it, while the offer's prior price was dropped from the creative. Badges without
    figures ('New') announce no saving."""
    shown = {part.node.role for part in evidence.texts}
    if "prior_price" not in evidence.scene.dropped or "prior_price" in shown:
        return
    for part in evidence.texts:
        words = " ".join(line.text for line in part.node.lines)
        if part.node.role == "badge" and any(character.isdecimal() for character in words):
            yield CHECK.finding(
                f"The saving '{words}' is shown without the prior price", part.node, limit="prior price"
            )


CHECK = Check(
    id="price/no-prior",
    level="fail",
    title="A saving is shown without the prior price.",
    why="In the EU a price reduction must state the lowest price of the 30 days before it.",
    source="LEGI-L112-1-1 (code de la consommation); directive 98/6/EC, art. 6a",
    example="'−30 %' in a 320x50 that has no room for the struck price.",
    run=run,
)
