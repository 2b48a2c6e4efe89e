"""What stands before a price within its lockup: "From", small above the digits, or before them in a low row."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from renderer.placing.price import runs_of
from renderer.placing.slots import Basis
from renderer.scene import Box, Colour, Line, Text
from renderer.text.shape import Shaped, shaped

ABOVE = (0.24, 0.30, 0.36, 0.45)  # of the price's size: the smallest of them that can be read is taken
BESIDE = (0.36, 0.45, 0.55)
QUIET = 1.0  # of a quiet price's, with which it makes one line
OVER, BEFORE, WORD = 0.08, 0.14, 0.34  # em of the price: gaps below it, behind it, and behind it where prices are quiet
TAIL = 0.2  # em of its own that it keeps below its baseline, with letters that hang or without
SECOND = 0.8  # what a price's size is worth with its prefix in the second best place


class Prefix(NamedTuple):
    """A prefix in one place and size; lengths in em of the price's integer."""

    text: str
    shaped: Shaped
    size: float
    above: bool
    gap: float
    worth: float

    @property
    def foot(self) -> float:
        """Below its baseline."""
        return max(TAIL, self.shaped.descent) * self.size

    @property
    def width(self) -> float:
        """Of its ink."""
        return (self.shaped.right - self.shaped.left) * self.size

    def beside(self, width: float, height: float) -> tuple[float, float]:
        """Width and height of a price, of so much, with it."""
        if self.above:
            return max(width, self.width), height + self.gap + self.foot + self.shaped.ascent * self.size
        return width + self.gap + self.width, height

    def node(self, price: Box, size: float, colour: Colour, lang: str, rtl: bool) -> Text:
        """The prefix at a price's ink: flush with the side where it starts to be read, or before that side. px."""
        one, own = self.shaped, self.size * size
        wide, gap = self.width * size, self.gap * size
        if self.above:
            left = price.right - wide if rtl else price.x
            baseline = price.y - gap - self.foot * size
        else:
            left = price.right + gap if rtl else price.x - gap - wide
            baseline = price.bottom
        runs = tuple(runs_of(one, own, colour))
        line = Line(self.text, left - one.left * own, baseline, one.width * own, runs, rtl)
        box = Box(left, baseline - one.ascent * own, wide, (one.ascent + one.descent) * own)
        return Text(id="", role="price_prefix", box=box, lines=(line,), lang=lang, missing=one.missing)


def prefixes(basis: Basis, quiet: bool) -> Iterator[Prefix | None]:
    """The ways to set a price's prefix; None alone where it has none."""
    content = basis.content
    if not content.price_prefix:
        yield None
        return
    text = content.price_prefix
    one = shaped(text, basis.style("price_prefix"), content.rtl)
    if quiet:
        yield Prefix(text, one, QUIET, False, WORD, 1.0)
        yield Prefix(text, one, QUIET, True, WORD, SECOND)
        return
    yield from (Prefix(text, one, size, True, OVER, 1.0) for size in ABOVE)
    yield from (Prefix(text, one, size, False, BEFORE, SECOND) for size in BESIDE)
