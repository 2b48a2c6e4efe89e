"""Round badges: a disc, or a flash with rays around it. The text's ink lies within the circle, in up to three lines.

A saving is set like a price, its number large and the sign raised; other words break into lines of even length. What
would make the circle too large for its text, or its room too small, is set in a price tag instead.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import NamedTuple

from renderer.content import PriceParts
from renderer.model.layout import Element
from renderer.placing import outlines
from renderer.placing import price as prices
from renderer.placing.badges import BadgeSlot, badge_colours
from renderer.placing.running_text import text_node
from renderer.placing.slots import ROUNDING, Basis, Measured, Slot, Spot, aligned, step_down
from renderer.scene import AnyNode, Box, Colour, Shape, Text
from renderer.text import fit
from renderer.text.breaks import narrowest, paragraph
from renderer.text.fonts import face

PADDING = 0.3  # em between the circle and the ink nearest to it
ACROSS = 3.4  # em of the badge's ideal size that a circle has across at most; more text is set smaller (our own choice)
MOST_LINES = 3
WORDS = 0.5  # of the badge's ideal size that words in a circle have at least
YIELD = 0.72  # of its own ideal size that a circle gives way to a room by, before a tag takes its place
NUMBER = 1.3  # of the badge's ideal size: the number of a saving, the largest thing in its circle
SIGN = 0.6  # of its number: the sign beside it
ILL = 0.25  # of a circle's radius that the worst line breaks count for
SHARE = 0.2  # of the canvas's short side that a circle has at most: price and product come first (our own choice)
RAYS = 16
RAY = 1.13  # a flash's outer radius against the circle's
_SAVING = re.compile(r"\u200e?([\u2212-]?\d{1,3})[\u00a0\u202f ]?(%)\u200e?")


class _Set(NamedTuple):
    """A text as it fills a circle; lengths in em of its size."""

    radius: float
    """Of the circle around it, its padding included."""
    least: float
    """The smallest size it is set in, px."""
    most: float
    """The largest, px."""
    lockup: prices.Lockup | None = None
    copy: str = ""
    lines: int = 0
    width: float = 0.0
    """That breaks the copy into these lines."""
    cost: float = 0.0
    """How ill they break (text/fit)."""


class RoundBadgeSlot(Slot):
    """A badge in a circle."""

    role = "badge"
    plated = True

    def __init__(self, basis: Basis, element: Element, form: str) -> None:
        self.basis = basis
        self.setting = basis.setting(self.role, element)
        self.aim = basis.aim(self.role, element)
        self.outside = RAY if form == "flash" else 1.0
        self.tag = BadgeSlot(basis, element, "tag")
        # "30%OFF" is one word in Japanese, and breaks at the one place where it may
        self.copies = tuple(copy.replace("%OFF", "%\u200bOFF") for copy in basis.content.texts[self.role])
        self.sets = tuple(self._sets())

    def _sets(self) -> Iterator[_Set]:
        """The ways to set the copies, the full one first; of each the smaller circles first, ill breaks counted in."""
        for copy in self.copies:
            saving = _SAVING.fullmatch(copy)
            if saving is not None:
                yield self._saving(copy, *saving.groups())
                continue
            ways = [self._words(copy, lines) for lines in range(1, MOST_LINES + 1)]
            able = [way for way in ways if way is not None]
            yield from sorted(able, key=lambda way: way.radius * (1 + ILL * way.cost))

    def _saving(self, text: str, number: str, sign: str) -> _Set:
        """A percentage, its sign raised beside the number."""
        style = self.setting.style
        cap = face(style.chain[0]).cap_height
        parts = PriceParts(text, number, "", sign, False)
        lockup = prices.with_raised_sign(parts, style, cap, SIGN)
        setting = self.setting
        least = max(setting.floor, setting.least / SIGN)  # the sign must be legible too
        return _Set(math.hypot(lockup.width, cap) / 2 + PADDING, least, NUMBER * max(setting.ideal, least), lockup)

    def _words(self, copy: str, lines: int) -> _Set | None:
        """A copy in so many lines, None where it has not so many words."""
        broken = narrowest(paragraph(copy, self.setting.style, self.setting.rtl), lines)
        if broken is None:
            return None
        setting = self.setting
        least = max(setting.least, WORDS * setting.ideal)
        way = _Set(0.0, least, setting.ideal, None, copy, lines, broken.width)
        fitted = self._fitted(way, setting.ideal)
        if not all(any(map(str.isalnum, line.text)) for line in fitted.lines):  # a sign parted from its number
            return None
        return way._replace(radius=_reach(fitted) / fitted.size + PADDING, cost=fitted.cost)

    def _fitted(self, way: _Set, size: float) -> fit.Fitted:
        setting = self.setting._replace(ideal=size, floor=size, lines=way.lines, max_lines=way.lines)
        return fit.fit((way.copy,), setting, way.width * size + ROUNDING, 1e6)

    def _chosen(self, width: float, height: float) -> tuple[_Set, float] | None:
        """The first way that a circle holds in a room, and its size in px; None where a tag must."""
        frame = self.basis.frame
        room = min(width, height, SHARE * min(frame.width, frame.height))
        for way in self.sets:
            ideal = min(way.most, ACROSS * self.setting.ideal / (2 * way.radius))
            size = min(ideal, room / (2 * way.radius * self.outside))
            size = math.floor(size / fit.STEP + 1e-6) * fit.STEP
            if size >= max(way.least, YIELD * ideal):
                return way, size
        return None

    def measure(self, width: float, height: float) -> Measured:
        """The circle, or the tag that stands for it; quality is the circle's size against its ideal."""
        chosen = self._chosen(width, height)
        if chosen is None:
            return self.tag.measure(width, height)
        way, size = chosen
        across = 2 * way.radius * self.outside * size
        share = min(1.0, size / (self.aim * min(1.0, ACROSS / (2 * way.radius))))
        rung = step_down("full" if way.copy in ("", self.copies[0]) else "short", share)
        return Measured(across, across, size=size, share=share, rung=rung)

    def nodes(self, spot: Spot) -> list[AnyNode]:
        """Circle or flash, and the text with its ink in the middle."""
        chosen = self._chosen(spot.box.w + ROUNDING, spot.box.h + ROUNDING)
        if chosen is None:
            return self.tag.nodes(spot)
        way, size = chosen
        across = 2 * way.radius * self.outside * size
        outer = aligned(across, across, spot.box, spot.align)
        fill, label = badge_colours(self.basis.content, spot.ground)
        path = outlines.star(outer, RAYS, 1 / self.outside) if self.outside > 1 else ()
        shape = Shape(id="", role="plate", box=outer, fill=fill, radius=0.0 if path else across / 2, path=path)
        return [shape, self._text(way, size, outer, label, spot)]

    def _text(self, way: _Set, size: float, outer: Box, colour: Colour, spot: Spot) -> Text:
        content = self.basis.content
        if way.lockup is None:
            fitted = self._fitted(way, size)
            box = aligned(fitted.width, fitted.height, outer, "center")
            return text_node("badge", fitted, box, colour, "center", content)
        lockup = way.lockup
        box = aligned(lockup.width * size, lockup.cap * size, outer, "center")
        return Text(
            id="",
            role="badge",
            box=box,
            lines=(lockup.line(box.x, box.bottom, size, colour),),
            rung=spot.settled.rung,
            lang=content.locale,
            missing=lockup.missing,
        )


def _reach(fitted: fit.Fitted) -> float:
    """How far a centred text's ink reaches from its middle, px: the corner of a line, accents and tails included."""
    middle, baseline, reach = fitted.height / 2, fitted.cap, 0.0
    for line in fitted.lines:
        above = middle - baseline + line.shaped.ascent * fitted.size
        below = baseline - middle + line.shaped.descent * fitted.size
        reach = max(reach, math.hypot((line.right - line.left) / 2, max(above, below)))
        baseline += fitted.pitch
    return reach
