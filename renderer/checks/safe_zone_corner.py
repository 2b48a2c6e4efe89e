"""safe-zone/corner: something important lies where a network lays an icon of its own, such as AdChoices."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.boxes import common
from renderer.checks.base import Check, Evidence
from renderer.checks.composition import essential
from renderer.checks.words import cited, px, sentence, the
from renderer.outcome import Finding
from renderer.placing.corners import heart
from renderer.scene import Box, Shape

SLACK = 1.0  # px at 1x: rounding


def run(evidence: Evidence) -> Iterator[Finding]:
    """The ink of texts, logo and buttons against the corners that the networks' profiles reserve, with 1 px of
    tolerance. Grounds, plates and pictures may reach under the icon, an arrow that stands alone by a quarter."""
    size, least = (evidence.still.width, evidence.still.height), SLACK * evidence.scale
    for profile in evidence.profiles:
        for one in profile.reserved:
            corner = Box(*one.area(size, evidence.scale))
            for node, box in essential(evidence):
                arrow = isinstance(node, Shape) and node.role == "cta"
                reach = common(heart(box) if arrow else box, corner)
                if min(reach.w, reach.h) > least:
                    where = f"under the icon of {profile.name} ({one.corner.replace('-', ' ')})"
                    message = f"{sentence(the(node.role))} lies {px(min(reach.w, reach.h))} {where}"
                    source = cited(one.source, one.verified)
                    yield CHECK.finding(message, node, limit=0.0, actual=min(reach.w, reach.h), source=source,
                                        network=profile.id)  # fmt: skip


CHECK = Check(
    id="safe-zone/corner",
    level="warn",
    title="Text, logo or button lies under a network's icon.",
    why="The network lays its AdChoices icon over a corner of the creative, and what stands there is not read.",
    source="the network's profile",
    example="A logo in the upper right corner of a 300x250, where Google puts AdChoices.",
    run=run,
)
