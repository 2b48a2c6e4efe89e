"""type/too-many-sizes: texts are set in too many sizes, or in sizes nearly alike."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from renderer.checks.base import Check, Evidence
from renderer.checks.composition import LOCKUP, holder, type_size
from renderer.checks.words import px
from renderer.outcome import Finding

MOST = 4
ALIKE = 1.05  # the larger to the smaller: up to here they look the same
APART = 1.2  # from here they look different; the look book's floors of name and mention are 1.235 apart


def run(evidence: Evidence) -> Iterator[Finding]:
    """The sizes of the texts, each by its largest run; price, badge and prior price are one lockup and are left out.
    Four at most, where up to 1.05 : 1 is the same size; two that differ by more and by less than 1.2 : 1 look meant
    to be alike, unless one stands on a button, a ground of its own."""
    texts = [part for part in evidence.texts if part.node.role not in LOCKUP]
    sizes = sorted({type_size(part.node) for part in texts}, reverse=True)
    distinct = [size for index, size in enumerate(sizes) if index == 0 or sizes[index - 1] / size > ALIKE]
    if len(distinct) > MOST:
        told = ", ".join(px(size) for size in distinct)
        yield CHECK.finding(f"Texts have {len(distinct)} sizes: {told}", limit=MOST, actual=len(distinct))
    running = {type_size(part.node) for part in texts if holder(evidence, part.node) is None}
    for larger, smaller in pairwise(sorted(running, reverse=True)):
        if ALIKE < larger / smaller < APART:
            message = f"Two texts are nearly alike: {px(larger)} and {px(smaller)}"
            yield CHECK.finding(message, limit=APART, actual=larger / smaller)


CHECK = Check(
    id="type/too-many-sizes",
    level="note",
    title="Texts are set in too many sizes, or in sizes nearly alike.",
    why="Size is rank: what differs a little looks like a mistake, and many ranks are none.",
    source="look book, section 3: four sizes beside the price, equal or well apart",
    example="A name of 12 px above a subline of 11 px.",
    run=run,
)
