"""The price slot: the lockup at the size that its room allows, on its plate or without."""

from __future__ import annotations

from typing import NamedTuple

from renderer import colours
from renderer.content import Content
from renderer.model.layout import Element
from renderer.placing import price as prices
from renderer.placing.labels import plate
from renderer.placing.price_prefix import Prefix, prefixes
from renderer.placing.slots import ROUNDING, Basis, Measured, Slot, Spot, aligned, step_down
from renderer.scene import AnyNode, Box, Text
from renderer.text.fonts import face
from renderer.text.shape import Style

BARE = 0.5  # of a loud price's height by which it stands apart from what is above it, where it has no plate
LOW = 2.2  # of a price's smallest size: on a lower canvas it takes a lower form
AGAIN = 0.25  # px by which a price set again in its own box may come out wider: its form must not change for that
RANK = 0.6  # of its ideal size: what a price keeps among its neighbours (look book, section 4: the largest element)


class _PriceSet(NamedTuple):
    """A price in the form and the size (px) that a room allows."""

    lockup: prices.Lockup
    size: float
    width: float
    height: float
    crammed: bool
    """Whether not even its smallest size fits the room."""
    prefix: Prefix | None


class PriceSlot(Slot):
    """The price lockup with or without its plate."""

    role = "price"

    def __init__(self, basis: Basis, element: Element, in_row: bool) -> None:
        assert basis.content.price is not None
        self.basis = basis
        brand = basis.content.brand
        quiet = brand.price.style == "quiet"
        self.role_size = "quiet_price" if quiet else "price"
        style = basis.style(self.role_size)
        self.cap = face(style.chain[0]).cap_height
        self.forms = _forms(basis.content, style, self.cap)
        self.prefixes = tuple(prefixes(basis, quiet))
        self.plate = self.plated = element.plate and brand.price.plate != "none" and not quiet
        full = 0.74 if self.forms[0].full else 1.0  # decimals as large as the integer ask for less
        self.ideal = basis.frame.size(self.role_size, element.size * basis.step("price") * full, "")
        self.ideal = min(self.ideal, basis.limits.get("price", self.ideal))
        self.aim = basis.frame.size(self.role_size, element.size * basis.factor * full, "") / basis.factor
        self.in_row = in_row
        self._floors = {
            (id(form), id(prefix)): self._smallest(form, prefix) for form in self.forms for prefix in self.prefixes
        }

    def _floor(self, lockup: prices.Lockup, prefix: Prefix | None) -> float:
        """The smallest size of a form of its own with a prefix, px."""
        return self._floors[id(lockup), id(prefix)]

    def _smallest(self, lockup: prices.Lockup, prefix: Prefix | None) -> float:
        """The smallest size, px: decimals, currency and prefix must be legible too."""
        smallest = min(part.size for part in lockup.parts)
        frame = self.basis.frame
        role = "quiet_price" if lockup is self.forms[-1] else self.role_size
        least = frame.floor("price_prefix") / prefix.size if prefix else 0.0
        return max(frame.floor(role), frame.floor("legible") / smallest, least)

    def _extent(self, lockup: prices.Lockup, prefix: Prefix | None) -> tuple[float, float]:
        """Width and height in em, prefix and the plate's padding included."""
        width, height = lockup.width, self.cap
        if prefix is not None:
            width, height = prefix.beside(width, height)
        if not self.plate:
            return width, height
        return width + prices.PLATE_LEFT + prices.PLATE_RIGHT, height + 2 * prices.PLATE_TOP

    def _set(self, width: float, height: float) -> _PriceSet:
        """The lockup at the largest size up to its ideal that the room and its rank allow, never below its floor.

        A narrower form comes before a price that is crammed; a prefix stands where it leaves the price larger."""
        for form in self.forms:
            ways = [self._sized(form, prefix, width, height) for prefix in self.prefixes]
            able = [way for way in ways if way.width <= width + AGAIN and not self._towers(way, height)]
            if able or form is self.forms[-1]:
                return max(able or ways, key=_worth)
        raise AssertionError("a price has a form")

    def _towers(self, way: _PriceSet, height: float) -> bool:
        """Whether a price is too high for a canvas that holds hardly two lines of its smallest size."""
        return self.basis.frame.height < LOW * self._floor(way.lockup, way.prefix) and way.height > height + ROUNDING

    def _sized(self, lockup: prices.Lockup, prefix: Prefix | None, width: float, height: float) -> _PriceSet:
        (across, down), floor = self._extent(lockup, prefix), self._floor(lockup, prefix)
        along, beside = width / across, height / down
        if not self.in_row:
            along, beside = beside, along
        # to its neighbours it yields only so far; then they must
        rank = 1.0 if self.role_size == "quiet_price" else RANK  # a quiet one is no larger than a line of text
        size = max(floor, min(self.ideal, beside, max(along, rank * self.ideal)))
        return _PriceSet(lockup, size, across * size, down * size, beside < floor - 0.01, prefix)

    def measure(self, width: float, height: float) -> Measured:
        """The lockup's size; quality is its size against its ideal."""
        one = self._set(width, height)
        share = 0.0 if one.crammed else min(1.0, one.size / self.aim)
        rung = "failed" if one.crammed else step_down("full", share)
        drop = 0.0 if self.plate else one.lockup.drop * one.size  # a plate has room for it
        first = one.prefix.shaped.ascent * one.prefix.size if one.prefix and one.prefix.above else self.cap
        quiet = self.role_size == "quiet_price"  # a loud one is no line; without a plate it keeps a distance
        rise = first * one.size * (1.0 if quiet else 0.0 if self.plate else BARE)
        return Measured(one.width, one.height, rise, drop=drop, size=one.size, share=share, rung=rung)

    def nodes(self, spot: Spot) -> list[AnyNode]:
        """The plate, and the price as one line of text."""
        box, content = spot.box, self.basis.content
        one = self._set(box.w + ROUNDING, box.h + ROUNDING)
        inner = outer = aligned(one.width, one.height, box, spot.align)
        plated = bool(content.brand.palette.price) and self.plate
        colour = colours.text_on(content.brand.palette, "price") if plated else spot.ground.ink
        drawn: list[AnyNode] = []
        if self.plate:
            fill = (colours.role(content.brand.palette, "price") if plated else None) or spot.ground.colour
            drawn.append(plate(outer, content.brand.price.plate, fill, self.basis.frame, "plate"))
            top = prices.PLATE_TOP * one.size
            inner = outer.inset(prices.PLATE_LEFT * one.size, top, prices.PLATE_RIGHT * one.size, top)
        ink = self._ink(inner, one)
        text = Text(
            id="",
            role="price",
            box=ink,
            lines=(one.lockup.line(ink.x, ink.y + self.cap * one.size, one.size, colour),),
            rung=spot.settled.rung,
            lang=content.locale,
            missing=one.lockup.missing,
        )
        before = [one.prefix.node(ink, one.size, colour, content.locale, content.rtl)] if one.prefix else []
        return [*drawn, *before, text]

    def _ink(self, inner: Box, one: _PriceSet) -> Box:
        """The price's own ink, where it shares the room with a prefix: at its foot, at the side where reading ends, or,
        below a prefix, where it starts."""
        width, height = one.lockup.width * one.size, self.cap * one.size
        if one.prefix is None:
            return Box(inner.x, inner.y, width, height)
        at_left = one.prefix.above != self.basis.content.rtl
        return Box(inner.x if at_left else inner.right - width, inner.bottom - height, width, height)


def _worth(one: _PriceSet) -> tuple[bool, float]:
    """What makes one way to set a price better than another: it fits, then its size, the prefix where it is best."""
    return not one.crammed, one.size * (one.prefix.worth if one.prefix else 1.0)


def _forms(content: Content, style: Style, cap: float) -> tuple[prices.Lockup, ...]:
    """A price in the brand's form, then in narrower ones for want of room; the last is plain text."""
    shown, form, rtl = content.price, content.brand.price.style, content.rtl
    assert shown is not None
    plain = prices.lockup(shown, style, "inline", cap, rtl)
    if not rtl:
        return prices.lockup(shown, style, form, cap), plain
    return (
        prices.lockup(shown, style, form, cap, rtl),
        prices.lockup(shown, style, form, cap, rtl, prices.NARROW_RTL),
        plain,
    )
