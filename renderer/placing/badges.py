"""Badges: the saving, in its colour and in the brand's form."""

from __future__ import annotations

from renderer import colours
from renderer.placing.labels import LabelSlot, plate
from renderer.placing.slots import Spot, text_node
from renderer.scene import AnyNode

SEEN = 1.3  # contrast from which a badge shows on its ground: its own colour is worth more than its outline


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
