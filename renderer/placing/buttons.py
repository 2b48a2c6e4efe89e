"""The call to action: a button in the brand's form, a text with an arrow, or an arrow alone."""

from __future__ import annotations

from renderer import colours
from renderer.content import Content
from renderer.model.layout import Element
from renderer.placing.labels import LabelSlot, plate
from renderer.placing.slots import Basis, Ground, Measured, Spot, text_node
from renderer.scene import AnyNode, Box, Colour, Shape, Stroke

APART = 2.2  # contrast from which a button shows on its ground


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
