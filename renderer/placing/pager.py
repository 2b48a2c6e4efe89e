"""The pager of a film: a band below its window that says which segment is seen, and leads to the one before or after.

Source: look book, motion, section 11: handles are visible at rest, answer to 44 px or more, and lie 8 apart.
"""

from __future__ import annotations

from collections.abc import Mapping

from renderer import colours
from renderer.content import Content
from renderer.placing import outlines
from renderer.placing.scale import Frame
from renderer.scene import AnyNode, Box, Group, Shape

PAGER = "pager"
"""The role of the band."""
HIGH = 44
"""CSS px of the band, and of what answers to a click at either end of it."""
SIGN, LINE, THIN = 14, 2.6, 1.6
"""CSS px of the angles at its ends, their lines, and the same where a brand's signs are thin."""
DOT, APART = 7, 16
"""CSS px of a dot, and from dot to dot."""
PALE = 0.55
"""How much of the ink the angle at an end of the film, and the dots of segments that are not seen, are drawn in."""

WORDS: Mapping[str, tuple[str, str]] = {
    "ar": ("السابق", "التالي"), "cs": ("Předchozí", "Další"), "da": ("Forrige", "Næste"), "de": ("Zurück", "Weiter"),
    "en": ("Previous", "Next"), "es": ("Anterior", "Siguiente"), "fi": ("Edellinen", "Seuraava"),
    "fr": ("Précédent", "Suivant"), "he": ("הקודם", "הבא"), "it": ("Precedente", "Successivo"), "ja": ("前へ", "次へ"),
    "nb": ("Forrige", "Neste"), "nl": ("Vorige", "Volgende"), "no": ("Forrige", "Neste"),
    "pl": ("Poprzedni", "Następny"), "pt": ("Anterior", "Seguinte"), "sv": ("Föregående", "Nästa"),
    "tr": ("Önceki", "Sonraki"),
}  # fmt: skip
"""What its ends are called for those who do not see it, by language."""


def words(locale: str) -> tuple[str, str]:
    """What leads to the segment before, and to the one after."""
    return WORDS.get(locale.split("-")[0], WORDS["en"])


def areas(canvas: Frame) -> tuple[Box, Box]:
    """What leads to the segment before and to the one after, px: the ends of the band."""
    side, width = HIGH * canvas.scale, float(canvas.width)
    top = canvas.height - side
    return Box(0.0, top, side, side), Box(width - side, top, side, side)


def pager(canvas: Frame, content: Content, index: int, count: int) -> Group:
    """The band with a segment (from 0) seen."""
    palette, quiet, scale = content.brand.palette, content.brand.quiet, canvas.scale
    ground = colours.parse(palette.ground if quiet else palette.primary)
    ink = colours.readable(palette, ground)
    pale = colours.mixed(ink, ground, PALE)
    before, after = areas(canvas)
    band = Box(0.0, before.y, float(canvas.width), before.h)
    thin = quiet or content.brand.cta.arrow
    sign, line = SIGN * scale, (THIN if thin else LINE) * scale
    up, down = (Box(area.x + (area.w - sign) / 2, area.y + (area.h - sign / 2) / 2, sign, sign / 2)
                for area in (before, after))  # fmt: skip
    nodes: list[AnyNode] = [
        Shape(id="", role="plate", box=band, fill=ground),
        Shape(id="", role="sign", box=up, fill=ink if index else pale, path=outlines.upwards(up, line)),
        Shape(id="", role="sign", box=down, fill=ink if index < count - 1 else pale,
              path=outlines.downwards(down, line)),
    ]  # fmt: skip
    apart, middle = APART * scale, band.y + band.h / 2
    left = (band.w - apart * (count - 1)) / 2
    for one in range(count):
        side = (DOT + 2 if one == index else DOT) * scale
        box = Box(left + one * apart - side / 2, middle - side / 2, side, side)
        nodes.append(Shape(id="", role="dot", box=box, fill=ink if one == index else pale, radius=side / 2))
    return Group(id="", role=PAGER, box=band, children=tuple(nodes))
