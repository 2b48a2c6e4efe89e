"""What sells: the price lockup on its plate, the saving's badge, the call to action."""

from __future__ import annotations

from renderer import colours
from renderer.content import Content
from renderer.model.layout import Element
from renderer.placing import price as prices
from renderer.placing.scale import Frame
from renderer.placing.slots import Align, Basis, Ground, Spot, step_down, text_node
from renderer.scene import AnyNode, Box, Colour, Shape, Stroke, Text
from renderer.text import fit
from renderer.text.fonts import face
from renderer.text.shape import Style

HELD = 0.12  # em between a label's descenders and its box's lower side
APART = 2.2  # contrast from which a button shows on its ground
SEEN = 1.3  # contrast from which a badge does: its own colour is worth more than its outline
RANK = 0.6  # of its ideal size: what a price keeps among its neighbours (look book, section 4: the largest element)


class PriceSlot:
    """The price lockup with or without its plate."""

    role = "price"
    flexible = False

    def __init__(self, basis: Basis, element: Element, in_row: bool) -> None:
        assert basis.content.price is not None
        self.basis = basis
        brand = basis.content.brand
        self.quiet = quiet = brand.price.style == "quiet"
        self.role_size = "quiet_price" if quiet else "price"
        style = basis.style(self.role_size)
        self.cap = face(style.chain[0]).cap_height
        self._forms = _forms(basis.content, style, self.cap)
        self.lockup = self._forms[0]
        self.plate = element.plate and brand.price.plate != "none" and not quiet
        full = 0.74 if self.lockup.full else 1.0  # decimals as large as the integer ask for less
        self.ideal = basis.frame.size(self.role_size, element.size * basis.factor * full, "")
        self.aim = self.ideal / basis.factor
        self.in_row = in_row
        self.size = self.ideal
        self.crammed = False
        """Whether not even its smallest size fitted the room."""

    @property
    def floor(self) -> float:
        """The smallest size, px: decimals and currency must be legible too."""
        smallest = min(part.size for part in self.lockup.parts)
        frame = self.basis.frame
        role = "quiet_price" if self.lockup is self._forms[-1] else self.role_size
        return max(frame.floor(role), frame.floor("legible") / smallest)

    @property
    def drop(self) -> float:
        """What hangs below its box, px; a plate has room for it."""
        return 0.0 if self.plate else self.lockup.drop * self.size

    @property
    def _extent(self) -> tuple[float, float]:
        """Width and height in em, the plate's padding included."""
        if not self.plate:
            return self.lockup.width, self.cap
        return (
            self.lockup.width + prices.PLATE_LEFT + prices.PLATE_RIGHT,
            self.cap + 2 * prices.PLATE_TOP,
        )

    def measure(self, width: float, height: float) -> tuple[float, float]:
        """The lockup at the largest size up to its ideal that the room and its rank allow, never below its floor."""
        for form in self._forms:  # a narrower form before a price that is crammed
            self.lockup = form
            across, down = self._extent
            if across * self.floor <= width:
                break
        along, beside = width / across, height / down
        if not self.in_row:
            along, beside = beside, along
        # to its neighbours it yields only so far; then they must
        self.size = max(self.floor, min(self.ideal, beside, max(along, RANK * self.ideal)))
        self.crammed = beside < self.floor - 0.01
        return across * self.size, down * self.size

    def nodes(self, spot: Spot) -> list[AnyNode]:
        """The plate, and the price as one line of text."""
        box, ground, align = spot.box, spot.ground, spot.align
        palette = self.basis.content.brand.palette
        width, height = self.measure(box.w + 0.01, box.h + 0.01)
        x = box.x if align == "start" else box.right - width if align == "end" else box.x + (box.w - width) / 2
        outer = Box(x, box.y + (box.h - height) / 2, width, height)
        plated = bool(palette.price) and self.plate
        colour = colours.text_on(palette, "price") if plated else ground.ink
        size, inner = self.size, outer
        drawn: list[AnyNode] = []
        if self.plate:
            shape = self.basis.content.brand.price.plate
            fill = (colours.role(palette, "price") if plated else None) or ground.colour
            drawn.append(plate(outer, shape, fill, self.basis.frame, "plate"))
            inner = outer.inset(
                prices.PLATE_LEFT * size, prices.PLATE_TOP * size, prices.PLATE_RIGHT * size, prices.PLATE_TOP * size
            )
        baseline = inner.y + self.cap * size
        line = self.lockup.line(inner.x, baseline, size, colour)
        ink = Box(inner.x, inner.y, self.lockup.width * size, self.cap * size)
        text = Text(
            id="",
            role="price",
            box=ink,
            lines=(line,),
            rung=self.quality()[1],
            lang=self.basis.content.locale,
            missing=self.lockup.missing,
        )
        return [*drawn, text]

    def quality(self) -> tuple[float, str]:
        """Size against ideal."""
        if self.crammed:
            return 0.0, "failed"
        return min(1.0, self.size / self.aim), step_down("full", self.size / self.aim)


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


class LabelSlot:
    """A short text in a box: the base of call to action and badge. Paddings in em, measured from cap and baseline."""

    flexible = False
    drop = 0.0
    role = ""
    pad_x = 1.25
    pad_y = 0.86

    def __init__(self, basis: Basis, element: Element) -> None:
        self.basis = basis
        self.setting = basis.setting(self.role, element)._replace(lines=1, max_lines=1)
        self.aim = basis.aim(self.role, element)
        self.copies = basis.content.texts[self.role]
        self.fitted: fit.Fitted | None = None

    def measure(self, width: float, height: float) -> tuple[float, float]:
        """The label with its padding, at the largest size that fits the width."""
        setting = self.setting
        one = fit.fit(self.copies, setting, 1e6, 1e6)
        needed = (one.advance / one.size + 2 * self.pad_x) * setting.ideal
        if needed > width:
            size = max(setting.floor, int(setting.ideal * width / needed / fit.STEP) * fit.STEP)
            setting = setting._replace(ideal=size)
        fitted = fit.fit(self.copies, setting, max(1.0, width - 2 * self.pad_x * setting.ideal + 0.01), 1e6)
        self.fitted = fitted
        return fitted.advance + 2 * self.pad_x * fitted.size, fitted.cap + self._top(fitted) + self._bottom(fitted)

    def _top(self, fitted: fit.Fitted) -> float:
        """Padding above the cap top, px."""
        return self.pad_y * fitted.size

    def _bottom(self, fitted: fit.Fitted) -> float:
        """Padding below the baseline, px: the box holds what hangs below it."""
        return max(self.pad_y * fitted.size, fitted.drop + HELD * fitted.size) if self.pad_y else 0.0

    def placed(self, box: Box, align: Align) -> tuple[fit.Fitted, Box, Box]:
        """The text, its outer box and the box of its ink."""
        width, height = self.measure(box.w + 0.01, box.h + 0.01)
        assert self.fitted is not None
        x = box.x if align == "start" else box.right - width if align == "end" else box.x + (box.w - width) / 2
        outer = Box(x, box.y + (box.h - height) / 2, width, height)
        side = self.fitted.size * self.pad_x
        return self.fitted, outer, outer.inset(side, self._top(self.fitted), side, self._bottom(self.fitted))

    def quality(self) -> tuple[float, str]:
        """Size against ideal."""
        if self.fitted is None:
            return 1.0, "full"
        share = min(1.0, self.fitted.size / self.aim)
        return share, step_down(self.fitted.rung, share)


class CtaSlot(LabelSlot):
    """The call to action: a button in the brand's form, or an arrow where it must be compact."""

    role = "cta"

    def __init__(self, basis: Basis, element: Element) -> None:
        super().__init__(basis, element)
        self.compact = element.compact
        self.form = basis.content.brand.cta.shape
        if self.form == "text":
            self.pad_x = self.pad_y = 0.0

    def measure(self, width: float, height: float) -> tuple[float, float]:
        """The button, or the arrow's own square."""
        if self.compact:
            side = 0.28 * self.basis.frame.height
            return side * 0.6, side
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
