"""What sells: the price lockup on its plate, the saving's badge, the call to action."""

from __future__ import annotations

from typing import NamedTuple

from renderer import colours
from renderer.content import Content
from renderer.model.layout import Element
from renderer.placing import price as prices
from renderer.placing.scale import Frame
from renderer.placing.slots import ROUNDING, Align, Basis, Ground, Measured, Slot, Spot, aligned, step_down, text_node
from renderer.scene import AnyNode, Box, Colour, Shape, Stroke, Text
from renderer.text import fit
from renderer.text.fonts import face
from renderer.text.shape import Style

HELD = 0.12  # em between a label's descenders and its box's lower side
APART = 2.2  # contrast from which a button shows on its ground
SEEN = 1.3  # contrast from which a badge does: its own colour is worth more than its outline
RANK = 0.6  # of its ideal size: what a price keeps among its neighbours (look book, section 4: the largest element)


class _PriceSet(NamedTuple):
    """A price in the form and the size (px) that a room allows."""

    lockup: prices.Lockup
    size: float
    width: float
    height: float
    crammed: bool
    """Whether not even its smallest size fits the room."""


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
        self.plate = element.plate and brand.price.plate != "none" and not quiet
        full = 0.74 if self.forms[0].full else 1.0  # decimals as large as the integer ask for less
        self.ideal = basis.frame.size(self.role_size, element.size * basis.factor * full, "")
        self.aim = self.ideal / basis.factor
        self.in_row = in_row

    def _floor(self, lockup: prices.Lockup) -> float:
        """The smallest size, px: decimals and currency must be legible too."""
        smallest = min(part.size for part in lockup.parts)
        frame = self.basis.frame
        role = "quiet_price" if lockup is self.forms[-1] else self.role_size
        return max(frame.floor(role), frame.floor("legible") / smallest)

    def _extent(self, lockup: prices.Lockup) -> tuple[float, float]:
        """Width and height in em, the plate's padding included."""
        if not self.plate:
            return lockup.width, self.cap
        return lockup.width + prices.PLATE_LEFT + prices.PLATE_RIGHT, self.cap + 2 * prices.PLATE_TOP

    def _set(self, width: float, height: float) -> _PriceSet:
        """The lockup at the largest size up to its ideal that the room and its rank allow, never below its floor."""
        narrow = (form for form in self.forms if self._extent(form)[0] * self._floor(form) <= width)
        lockup = next(narrow, self.forms[-1])  # a narrower form before a price that is crammed
        (across, down), floor = self._extent(lockup), self._floor(lockup)
        along, beside = width / across, height / down
        if not self.in_row:
            along, beside = beside, along
        # to its neighbours it yields only so far; then they must
        size = max(floor, min(self.ideal, beside, max(along, RANK * self.ideal)))
        return _PriceSet(lockup, size, across * size, down * size, beside < floor - 0.01)

    def measure(self, width: float, height: float) -> Measured:
        """The lockup's size; quality is its size against its ideal."""
        one = self._set(width, height)
        share = 0.0 if one.crammed else min(1.0, one.size / self.aim)
        rung = "failed" if one.crammed else step_down("full", share)
        drop = 0.0 if self.plate else one.lockup.drop * one.size  # a plate has room for it
        return Measured(one.width, one.height, drop=drop, size=one.size, share=share, rung=rung)

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
        line = one.lockup.line(inner.x, inner.y + self.cap * one.size, one.size, colour)
        text = Text(
            id="",
            role="price",
            box=Box(inner.x, inner.y, one.lockup.width * one.size, self.cap * one.size),
            lines=(line,),
            rung=spot.settled.rung,
            lang=content.locale,
            missing=one.lockup.missing,
        )
        return [*drawn, text]


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


def plate(box: Box, shape: str, fill: Colour, frame: Frame, role: str, stroke: Stroke | None = None) -> Shape:
    """A box in one of the brand's forms: box, rounded, pill, skewed, outline."""
    if shape == "skewed" and frame.lean():
        lean = frame.lean() * box.h / 2
        path = (
            (box.x + lean, box.y),
            (box.right + lean, box.y),
            (box.right - lean, box.bottom),
            (box.x - lean, box.bottom),
        )
        return Shape(id="", role=role, box=box, fill=fill, path=path, radius=0.045 * box.h, stroke=stroke)
    radius = {"box": 0.0, "skewed": 0.06 * box.h, "rounded": max(frame.brand.shapes.radius, 0.16) * box.h}
    return Shape(id="", role=role, box=box, fill=fill, radius=radius.get(shape, box.h / 2), stroke=stroke)


class LabelSlot(Slot):
    """A short text in a box: the base of call to action and badge. Paddings in em, measured from cap and baseline."""

    pad_x = 1.25
    pad_y = 0.86

    def __init__(self, basis: Basis, element: Element) -> None:
        self.basis = basis
        self.setting = basis.setting(self.role, element)._replace(lines=1, max_lines=1)
        self.aim = basis.aim(self.role, element)
        self.copies = basis.content.texts[self.role]

    def _set(self, width: float) -> fit.Fitted:
        """The label at the largest size that fits the width with its padding."""
        setting = self.setting
        one = fit.fit(self.copies, setting, 1e6, 1e6)
        needed = (one.advance / one.size + 2 * self.pad_x) * setting.ideal
        if needed > width:
            size = max(setting.floor, int(setting.ideal * width / needed / fit.STEP) * fit.STEP)
            setting = setting._replace(ideal=size)
        return fit.fit(self.copies, setting, max(1.0, width - 2 * self.pad_x * setting.ideal + ROUNDING), 1e6)

    def measure(self, width: float, height: float) -> Measured:
        """The label with its padding; quality is its size against its ideal."""
        fitted = self._set(width)
        share = min(1.0, fitted.size / self.aim)
        across, down = self._outside(fitted)
        return Measured(across, down, size=fitted.size, share=share, rung=step_down(fitted.rung, share))

    def _outside(self, fitted: fit.Fitted) -> tuple[float, float]:
        """Width and height with the padding, px."""
        return fitted.advance + 2 * self.pad_x * fitted.size, fitted.cap + self._top(fitted) + self._bottom(fitted)

    def _top(self, fitted: fit.Fitted) -> float:
        """Padding above the cap top, px."""
        return self.pad_y * fitted.size

    def _bottom(self, fitted: fit.Fitted) -> float:
        """Padding below the baseline, px: the box holds what hangs below it."""
        return max(self.pad_y * fitted.size, fitted.drop + HELD * fitted.size) if self.pad_y else 0.0

    def placed(self, box: Box, align: Align) -> tuple[fit.Fitted, Box, Box]:
        """The text, its outer box and the box of its ink."""
        fitted = self._set(box.w + ROUNDING)
        outer = aligned(*self._outside(fitted), box, align)
        side = fitted.size * self.pad_x
        return fitted, outer, outer.inset(side, self._top(fitted), side, self._bottom(fitted))


class CtaSlot(LabelSlot):
    """The call to action: a button in the brand's form, or an arrow where it must be compact."""

    role = "cta"

    def __init__(self, basis: Basis, element: Element) -> None:
        super().__init__(basis, element)
        self.compact = element.compact
        self.form = basis.content.brand.cta.shape
        if self.form == "text":
            self.pad_x = self.pad_y = 0.0

    def measure(self, width: float, height: float) -> Measured:
        """The button, or the arrow's own square."""
        if self.compact:
            side = 0.28 * self.basis.frame.height
            return Measured(side * 0.6, side)
        return super().measure(width, height)

    def nodes(self, spot: Spot) -> list[AnyNode]:
        """Box and label."""
        box, ground, align = spot.box, spot.ground, spot.align
        content, on_ground = self.basis.content, ground.ink
        if self.compact:
            return [_arrow(box, on_ground, content)]
        fitted, outer, inner = self.placed(box, align)
        fill, label = self._colours(ground)
        label_node = text_node("cta", fitted, inner, label, "center", content)
        if self.form == "text":
            return [text_node("cta", fitted, inner, on_ground, align, content)]
        if self.form == "outline":
            stroke = Stroke(on_ground, max(1.0, fitted.size * 0.09))
            shape = Shape(id="", role="button", box=outer, stroke=stroke, radius=outer.h / 2)
            return [shape, text_node("cta", fitted, inner, on_ground, "center", content)]
        return [plate(outer, self.form, fill, self.basis.frame, "button"), label_node]

    def _colours(self, ground: Ground) -> tuple[Colour, Colour]:
        """The brand's own pair, turned round where it would vanish into the ground."""
        palette = self.basis.content.brand.palette
        role = self.basis.content.brand.cta.fill
        fill = colours.role(palette, role) or colours.parse(palette.primary)
        label = colours.text_on(palette, role)
        if colours.contrast(fill, ground.colour) >= APART:
            return fill, label
        return ground.ink, ground.colour


def _arrow(box: Box, colour: Colour, content: Content) -> Shape:
    """A chevron pointing onwards in reading direction."""
    thick = box.w * 0.34
    points = [(0.0, 0.0), (thick, 0.0), (box.w, box.h / 2), (thick, box.h), (0.0, box.h), (box.w - thick, box.h / 2)]
    flip = content.rtl
    path = tuple((box.right - x if flip else box.x + x, box.y + y) for x, y in points)
    return Shape(id="", role="cta", box=box, fill=colour, path=path)


class BadgeSlot(LabelSlot):
    """The saving, in its colour."""

    role = "badge"
    pad_x = 0.52
    pad_y = 0.36

    def nodes(self, spot: Spot) -> list[AnyNode]:
        """Box and label."""
        box, ground, align = spot.box, spot.ground, spot.align
        content = self.basis.content
        palette = content.brand.palette
        fitted, outer, inner = self.placed(box, align)
        fill = colours.role(palette, "saving") or ground.ink
        label = colours.text_on(palette, "saving") if palette.saving else ground.colour
        if colours.contrast(fill, ground.colour) < SEEN:  # it would vanish into a picture's own backdrop
            fill, label = ground.ink, ground.colour
        form = content.brand.price.plate
        shape = plate(outer, form if form != "none" else "rounded", fill, self.basis.frame, "plate")
        return [shape, text_node("badge", fitted, inner, label, "center", content)]
