"""text/too-small: a text is set below the legible minimum."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.checks.base import Check, Evidence
from renderer.checks.words import cited, number, px, sentence, the
from renderer.outcome import Finding
from renderer.scene import Text

LEGAL = frozenset(("mention",))
SLACK = 0.01  # px: rounding


def run(evidence: Evidence) -> Iterator[Finding]:
    """The smallest run of each text, decimals and currency of a price included, in px at 1x, against the larger of
    the brand's floor (`legibility.min_legal_px` for mentions, `min_text_px` for all else) and the format's."""
    for part in evidence.texts:
        text = part.node
        sizes = [(run.size, line.text[slice(*run.source)]) for line in text.lines for run in line.runs if run.glyphs]
        smallest, words = min(sizes)
        size = smallest / evidence.scale
        floor, source = _floor(evidence, text)
        if size < floor - SLACK:
            whole = smallest == max(sizes)[0] or not words
            what = the(text.role) if whole else f"'{words}' in {the(text.role)}"
            message = f"{sentence(what)} is set at {px(size)}, below the {number(floor)} px that can be read"
            if evidence.scale != 1:
                message += f" (at 1x; {px(smallest)} on the canvas)"
            yield CHECK.finding(message, text, limit=floor, actual=size, source=source)


def _floor(evidence: Evidence, text: Text) -> tuple[float, str]:
    """Px at 1x, and who asks for it."""
    brand, format_ = evidence.brand, evidence.format
    legibility = brand.legibility
    own = legibility.min_legal_px if text.role in LEGAL else legibility.min_text_px
    place = format_.limits.min_text_px or 0.0
    if place > own:
        return place, cited(format_.source, format_.verified)
    return own, f"brand {brand.name}: legibility"


CHECK = Check(
    id="text/too-small",
    level="fail",
    title="A text is smaller than can be read.",
    why="What nobody can read says nothing; a mention that nobody can read protects nobody.",
    source="the brand's legibility floors, or the format's",
    example="Decimals of a price at 7 px where the brand's floor is 10 px.",
    run=run,
)
