"""text/dropped: a creative with room enough leaves out its headline, its product's name or its button."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.checks.base import Check, Evidence
from renderer.checks.words import sentence, the
from renderer.outcome import Finding

ROOMY = 40_000  # px² at 1x
ROLES = ("headline", "name", "cta")


def run(evidence: Evidence) -> Iterator[Finding]:
    """Whether headline, name or call to action were dropped from a canvas of 40 000 px² (at 1x) or more, or the prices
    of several products from any."""
    scene = evidence.scene
    area = scene.width * scene.height / evidence.scale**2
    for role in ROLES:
        if role in scene.dropped and area >= ROOMY:
            message = f"{sentence(the(role))} did not fit and was left out; give it a short alternative"
            yield CHECK.finding(message, subject=role, limit=ROOMY, actual=area)
    if "price" in scene.dropped:
        message = "The price was left out (of several products all are, where one has no room): show fewer together"
        yield CHECK.finding(message, subject="price")


CHECK = Check(
    id="text/dropped",
    level="warn",
    title="A creative with room enough leaves out its headline, its product's name or its button.",
    why="What is too long for every layout is left out; a person should shorten it rather than lose it.",
    source="look book, section 9: headline and button stay from 40 000 px²; the same for the name is our own choice",
    example="A 300x250 without the product's name, which has 130 letters.",
    run=run,
)
