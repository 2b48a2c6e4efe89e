"""price/ends-early: the creative runs on after the price that it shows has ended."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.checks.base import Check, Evidence
from renderer.outcome import Finding

ROLES = ("price", "prior_price", "badge")


def run(evidence: Evidence) -> Iterator[Finding]:
    """The end of the sale whose price, prior price or badge is shown, against noon of the flight's last day. What
    holds on `--date`, else on the first day, is what all later days see until the creative is made anew."""
    shown = next((part for part in evidence.texts if part.node.role in ROLES), None)
    if evidence.sale_ends and shown is not None:
        ends, flight = evidence.sale_ends
        message = f"The price shown ends on {ends}, the flight on {flight}; end the creative then, or render it anew"
        yield CHECK.finding(message, shown.node, limit=flight, actual=ends)


CHECK = Check(
    id="price/ends-early",
    level="warn",
    title="The price shown ends before the flight does.",
    why="A price that is advertised after it has ended misleads.",
    source="directive 2005/29/EC, art. 6 (1) (d)",
    example="A sale until 12 September in a flight until 30 September.",
    run=run,
)
