"""Badges on one line: the saving, or words, in the form of the price's plate, a pill, a price tag, or above a rule."""

from __future__ import annotations

from renderer import colours
from renderer.content import Content
from renderer.model.layout import Element
from renderer.placing import outlines
from renderer.placing.labels import LabelSlot, plate
from renderer.placing.running_text import text_node
from renderer.placing.slots import Basis, Ground, Spot
from renderer.scene import AnyNode, Box, Colour, Shape
from renderer.text import fit

SEEN = 1.3  # contrast from which a badge shows on its ground: its own colour is worth more than its outline
PILL_PADDING = 0.66  # em across: round ends need more than corners
TAG_POINT = 0.74  # em that a tag's point and hole take before its text
TAG_HOLE = 0.09  # a hole's radius against its tag's height
RULE, RULE_GAP = 0.1, 0.16  # em: a bar's rule, and the gap between it and the text


class BadgeSlot(LabelSlot):
    """A badge with a filled form: plate, pill or tag."""

    role = "badge"
    plated = True
    pad_x = 0.52
    pad_y = 0.36

    def __init__(self, basis: Basis, element: Element, form: str) -> None:
        super().__init__(basis, element)
        self.form = form
        if form == "pill":
            self.pad_x = PILL_PADDING
        if form == "tag":
            self.lead = TAG_POINT

    def nodes(self, spot: Spot) -> list[AnyNode]:
        """Box and label."""
        fitted, outer, inner = self.placed(spot.box, spot.align)
        fill, label = badge_colours(self.basis.content, spot.ground)
        text = text_node("badge", fitted, inner, label, "center", self.basis.content)
        return [self._shape(outer, fill), text]

    def _shape(self, outer: Box, fill: Colour) -> Shape:
        content, frame = self.basis.content, self.basis.frame
        if self.form == "tag":
            path = outlines.tag(outer, TAG_HOLE * outer.h, content.rtl)
            return Shape(id="", role="plate", box=outer, fill=fill, path=path)
        own = content.brand.price.plate if self.form == "plate" else self.form
        return plate(outer, own if own != "none" else "rounded", fill, frame, "plate")


class BarSlot(LabelSlot):
    """A badge as text above a thin rule."""

    role = "badge"
    pad_x = pad_y = 0.0

    def nodes(self, spot: Spot) -> list[AnyNode]:
        """The text and its rule, as wide as its ink."""
        content, ground = self.basis.content, spot.ground
        fitted, outer, inner = self.placed(spot.box, spot.align)
        saving = colours.role(content.brand.palette, "saving") or ground.ink
        contrast = colours.contrast(saving, ground.colour)
        colour = saving if contrast >= content.brand.legibility.contrast else ground.ink
        text = text_node("badge", fitted, inner, colour, spot.align, content)
        thick = self._thickness(fitted)
        rule = Box(text.box.x, outer.bottom - thick, text.box.w, thick)
        return [text, Shape(id="", role="rule", box=rule, fill=saving if contrast >= SEEN else ground.ink)]

    def _thickness(self, fitted: fit.Fitted) -> float:
        """Whole px where they are few."""
        return float(max(1, round(RULE * fitted.size)))

    def _bottom(self, fitted: fit.Fitted) -> float:
        """Room for the rule, below what hangs."""
        return max(fitted.drop + RULE * fitted.size, RULE_GAP * fitted.size) + self._thickness(fitted)


def badge_colours(content: Content, ground: Ground) -> tuple[Colour, Colour]:
    """A badge's fill and its text's colour; turned round where it would vanish into a picture's own backdrop."""
    palette = content.brand.palette
    fill = colours.role(palette, "saving") or ground.ink
    if colours.contrast(fill, ground.colour) < SEEN:
        return ground.ink, ground.colour
    return fill, colours.text_on(palette, "saving") if palette.saving else ground.colour
