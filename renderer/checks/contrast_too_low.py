"""contrast/too-low: a text does not stand out from the pixels behind it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from renderer import colours
from renderer.checks.base import Check, Evidence
from renderer.checks.words import number, px, sentence, the
from renderer.outcome import Finding, Probe
from renderer.scene import Colour, Run, Text

LARGE_PX, LARGE_BOLD_PX = 24.0, 56 / 3  # 18 pt and 14 pt bold at 96 px to the inch


class _Measured(NamedTuple):
    ratio: float
    limit: float
    size: float
    fill: Colour
    behind: Colour


def run(evidence: Evidence) -> Iterator[Finding]:
    """Every run's colour against the darkest and the lightest pixel found behind its text just before it was drawn;
    the worse of both counts. 4.5:1, or the brand's own if higher; 3:1 from 24 px at 1x, from 18.7 px in bold."""
    probes = {probe.node: probe for probe in evidence.probes}
    for part in evidence.texts:
        text = part.node
        probe = probes.get(text.id)
        if probe is None:
            continue
        found = [_measured(evidence, text, run, probe) for line in text.lines for run in line.runs if run.glyphs]
        worst = min(found, key=lambda one: one.ratio / one.limit)
        if worst.ratio < worst.limit:
            message = (
                f"{sentence(the(text.role))} has a contrast of {number(worst.ratio, 2)}:1 with what lies behind it; "
                f"{number(worst.limit)}:1 is needed at {px(worst.size)}{_palette(evidence, worst)}"
            )
            yield CHECK.finding(message, text, limit=worst.limit, actual=worst.ratio)


def _measured(evidence: Evidence, text: Text, run: Run, probe: Probe) -> _Measured:
    size = run.size / evidence.scale
    large = size >= (LARGE_BOLD_PX if run.font in evidence.bold else LARGE_PX)
    limit = colours.LARGE if large else max(colours.READABLE, evidence.brand.legibility.contrast)
    share = run.fill[3] / 255 * text.opacity
    ratio, behind = min(
        (colours.contrast(colours.mixed(run.fill, behind, share), behind), behind)
        for behind in (probe.darkest, probe.lightest)
    )
    return _Measured(ratio, limit, size, run.fill, behind)


def _palette(evidence: Evidence, worst: _Measured) -> str:
    """Which colours of the brand these are, where the palette pairs them."""
    for pair in colours.pairs(evidence.brand.palette):
        said, ground = (colours.parse(one.split()[1]) for one in (pair.text, pair.ground))
        if said[:3] == worst.fill[:3] and ground[:3] == worst.behind[:3]:
            return f" (palette: {pair.text} on {pair.ground})"
    return ""


CHECK = Check(
    id="contrast/too-low",
    level="fail",
    title="A text does not stand out from its ground.",
    why="One man in twelve sees colours weakly, and everybody reads phones in the sun.",
    source="WCAG 2.2, SC 1.4.3 Contrast (Minimum); look book, section 10",
    example="White text on a photograph with a bright sky: 1.8:1.",
    run=run,
)
