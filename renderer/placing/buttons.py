"""The call to action: a button in the brand's form, a text with an arrow, or an arrow alone."""

from __future__ import annotations

from renderer import colours
from renderer.content import Content
from renderer.model.layout import Element
from renderer.placing import outlines
from renderer.placing.labels import LabelSlot, plate
from renderer.placing.running_text import text_node
from renderer.placing.scale import Frame
from renderer.placing.slots import Basis, Ground, Measured, Spot
from renderer.scene import AnyNode, Box, Colour, Point, Shape, Stroke, Text

APART = 2.2  # contrast from which a button shows on its ground
LINE = 0.09  # of its label's size: the line of an outlined button and of an arrow
# The thin arrow, look book, section 5: em it is high and from the label; its length measured on the creatives.
ARROW_HIGH, ARROW_LONG, ARROW_GAP = 0.62, 1.36, 0.7
ARROW_THIN, ARROW_SMALL = 1.15, 1.6  # px at 1x its line has at least; on canvases below `SMALL` (section 3)
SMALL = 320.0  # px at 1x: square root of a canvas's area
# of the cap height: an arrow's height above the baseline, between the middles of capitals and small letters
RAISED = 0.46
ALONE_LONG, ALONE_HIGH = 0.36, 0.28  # of the canvas's height: a thin arrow alone; a chevron (section 5)
ALONE_MOST = 0.11  # of `a`: what a chevron comes to in micro strips; no more where a canvas is higher
PILL_PADDING = 1.7, 1.02  # em of an outlined pill with an arrow, across and down (section 5)
DOWN_WIDE, DOWN_GAP, DOWN_THICK = 0.92, 0.62, 0.2
"""Em of the chevron that says that a creative opens: its width, its distance from the label, its line (the look book's
pushdown)."""
SLIDE_WIDE, SLIDE_HIGH = 1.0, 0.92
"""Em of the two angles that say that a page slides (our own: the same angles, turned)."""
PILL_STRIP, PILL_SIDE = 3.0, 350.0
"""Such a pill is for canvases so wide for their height, or with a short side of so many px at 1x (section 9 says 600 of
the px in which social formats are stated: three of those are one at 1x)."""


class CtaSlot(LabelSlot):
    """The call to action: a button in the brand's form, or an arrow where it must be compact."""

    role = "cta"

    def __init__(self, basis: Basis, element: Element) -> None:
        super().__init__(basis, element)
        brand = basis.content.brand
        self.compact = element.compact
        self.thin = brand.price.style == "quiet" or brand.cta.arrow
        self.form = brand.cta.shape
        self.arrow = brand.cta.arrow and self.form in ("text", "outline")
        if self.arrow:
            self.tail = ARROW_GAP + ARROW_LONG
            self.form = "outline" if self.form == "outline" and _has_room_for_a_pill(basis.frame) else "text"
            self.pad_x, self.pad_y = PILL_PADDING
        if basis.content.opens == "back":
            self.lead, self.tail = SLIDE_WIDE + DOWN_GAP, 0.0
        elif basis.content.opens:
            self.tail = DOWN_GAP + (DOWN_WIDE if basis.content.opens == "down" else SLIDE_WIDE)
        if self.form == "text":
            self.pad_x = self.pad_y = 0.0
        self.plated = not element.compact and self.form not in ("text", "outline")

    def measure(self, width: float, height: float) -> Measured:
        """The button, or the arrow's own box."""
        if not self.compact:
            return super().measure(width, height)
        frame = self.basis.frame
        if self.thin:
            long = min(ALONE_LONG * frame.height, ALONE_LONG / ALONE_HIGH * ALONE_MOST * frame.a)
            return Measured(long, long * ARROW_HIGH / ARROW_LONG)
        side = min(ALONE_HIGH * frame.height, ALONE_MOST * frame.a)
        if self.basis.content.opens:
            return Measured(side, side / 2 if self.basis.content.opens == "down" else side * SLIDE_HIGH / SLIDE_WIDE)
        return Measured(side * 0.6, side)

    def nodes(self, spot: Spot) -> list[AnyNode]:
        """Box, label and arrow."""
        box, ground, align = spot.box, spot.ground, spot.align
        content, on_ground = self.basis.content, ground.ink
        if self.compact:
            return [self._alone(box, on_ground)]
        fitted, outer, inner = self.placed(box, align)
        fill, label = self._colours(ground)
        if self.form == "text":
            text = text_node("cta", fitted, inner, on_ground, align, content)
            return [text, *self._pointing(text, fitted.size, fitted.cap, on_ground)]
        if self.form == "outline":
            stroke = Stroke(on_ground, max(1.0, fitted.size * LINE))
            shape = Shape(id="", role="button", box=outer, stroke=stroke, radius=outer.h / 2)
            text = text_node("cta", fitted, inner, on_ground, "center", content)
            return [shape, text, *self._pointing(text, fitted.size, fitted.cap, on_ground)]
        label_node = text_node("cta", fitted, inner, label, "center", content)
        opening = self._opening(label_node, fitted.size, fitted.cap, label) if content.opens else []
        return [plate(outer, self.form, fill, self.basis.frame, "button"), label_node, *opening]

    def _colours(self, ground: Ground) -> tuple[Colour, Colour]:
        """The brand's own pair, turned round where it would vanish into the ground, or be taken for the price's plate
        (look book, section 10: one meaning per colour)."""
        palette = self.basis.content.brand.palette
        role = self.basis.content.brand.cta.fill
        fill = colours.role(palette, role) or colours.parse(palette.primary)
        label = colours.text_on(palette, role)
        if colours.contrast(fill, ground.colour) >= APART and not self._plated(fill):
            return fill, label
        return ground.ink, ground.colour

    def _plated(self, fill: Colour) -> bool:
        """Whether a colour is that of the price's plate."""
        content = self.basis.content
        plated = content.price is not None and content.brand.price.plate != "none" and not content.brand.quiet
        return plated and colours.role(content.brand.palette, "price") == fill

    def _alone(self, box: Box, colour: Colour) -> Shape:
        """An arrow for the whole button, pointing onwards in reading direction, or down where it opens."""
        rtl = self.basis.content.rtl
        if self.basis.content.opens:
            return sign_of_opening(box, colour, self.basis.frame, self.basis.content)
        path = outlines.arrow(box, self._thickness(0.0), rtl) if self.thin else outlines.chevron(box, rtl)
        return Shape(id="", role="cta", box=box, fill=colour, path=path)

    def _pointing(self, text: Text, size: float, cap: float, colour: Colour) -> list[Shape]:
        """The arrow behind a label, if the brand has one; its shaft lies on whole pixels."""
        if self.basis.content.opens:
            return self._opening(text, size, cap, colour)
        if not (self.arrow and text.lines):
            return []
        rtl, ink = self.basis.content.rtl, text.box
        long, high, gap = ARROW_LONG * size, ARROW_HIGH * size, ARROW_GAP * size
        middle = int(text.lines[0].baseline - RAISED * cap) + 0.5
        box = Box(ink.x - gap - long if rtl else ink.right + gap, middle - high / 2, long, high)
        path = outlines.arrow(box, self._thickness(size), rtl)
        return [Shape(id="", role="arrow", box=box, fill=colour, path=path)]

    def _opening(self, text: Text, size: float, cap: float, colour: Colour) -> list[Shape]:
        """The sign beside the label of a creative that opens where it stands: before what leads back, else behind."""
        if not text.lines:
            return []
        content, gap, ink = self.basis.content, DOWN_GAP * size, text.box
        wide, high = (DOWN_WIDE, DOWN_WIDE / 2) if content.opens == "down" else (SLIDE_WIDE, SLIDE_HIGH)
        middle = text.lines[0].baseline - RAISED * cap
        before = content.rtl != (content.opens == "back")
        left = ink.x - gap - wide * size if before else ink.right + gap
        box = Box(left, middle - high * size / 2, wide * size, high * size)
        thick = self._thickness(size) if self.thin else DOWN_THICK * size
        return [Shape(id="", role="arrow", box=box, fill=colour, path=_sign(box, thick, content))]

    def _thickness(self, size: float) -> float:
        """An arrow's line beside a label of a size, px."""
        frame = self.basis.frame
        least = ARROW_SMALL if frame.a < SMALL * frame.scale else ARROW_THIN
        return max(least * frame.scale, LINE * size)


def sign_of_opening(box: Box, colour: Colour, canvas: Frame, content: Content) -> Shape:
    """An angle that points down, or two to the side, in the middle of a box: the whole of a handle where there is no
    room for words."""
    ratio = 2.0 if content.opens == "down" else SLIDE_WIDE / SLIDE_HIGH
    wide = min(box.w, ratio * box.h)
    inner = Box(box.x + (box.w - wide) / 2, box.y + (box.h - wide / ratio) / 2, wide, wide / ratio)
    thin = canvas.brand.price.style == "quiet" or canvas.brand.cta.arrow
    thick = max(ARROW_SMALL * canvas.scale, (LINE if thin else DOWN_THICK) * wide)
    return Shape(id="", role="cta", box=inner, fill=colour, path=_sign(inner, thick, content))


def _sign(box: Box, thick: float, content: Content) -> tuple[Point, ...]:
    """What a handle shows: an angle that points down, or two that say where a page slides to."""
    if content.opens == "down":
        return outlines.downwards(box, thick)
    return outlines.double(box, thick, leftwards=content.rtl != (content.opens == "back"))


def _has_room_for_a_pill(frame: Frame) -> bool:
    return frame.width >= PILL_STRIP * frame.height or min(frame.width, frame.height) > PILL_SIDE * frame.scale
