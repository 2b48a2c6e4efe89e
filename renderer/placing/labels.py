"""Labels: short texts in a box of the brand's form, the base of call to action and badge."""

from __future__ import annotations

import math

from renderer.model.layout import Element
from renderer.placing.scale import Frame
from renderer.placing.slots import ROUNDING, Align, Basis, Measured, Slot, aligned, step_down
from renderer.scene import Box, Colour, Shape, Stroke
from renderer.text import fit

HELD = 0.12  # em between a label's descenders and its box's lower side


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
    """A short text in a box: the base of call to action, badge and rating. Paddings in em, measured from cap and
    baseline; `lead` and `tail` keep room (em) for what stands before and behind the text within the box."""

    pad_x = 1.25
    pad_y = 0.86
    lead = 0.0
    tail = 0.0
    enough = (math.inf, 0.0)  # a label is on one line, however high the room

    def __init__(self, basis: Basis, element: Element) -> None:
        self.basis = basis
        self.setting = basis.setting(self.role, element)._replace(lines=1, max_lines=1)
        self.aim = basis.aim(self.role, element)
        self.copies = self._copies()

    def _copies(self) -> tuple[str, ...]:
        """What it says, the full copy first."""
        return self.basis.content.texts[self.role]

    def _beside(self) -> float:
        """All that is not text across the label, em."""
        return 2 * self.pad_x + self.lead + self.tail

    def _set(self, width: float) -> fit.Fitted:
        """The label at the largest size that fits the width with its padding."""
        setting = self.setting
        one = fit.fit(self.copies, setting, 1e6, 1e6)
        needed = (one.advance / one.size + self._beside()) * setting.ideal
        if needed > width:
            size = max(setting.floor, int(setting.ideal * width / needed / fit.STEP) * fit.STEP)
            setting = setting._replace(ideal=size)
        return fit.fit(self.copies, setting, max(1.0, width - self._beside() * setting.ideal + ROUNDING), 1e6)

    def measure(self, width: float, height: float) -> Measured:
        """The label with its padding; quality is its size against its ideal."""
        fitted = self._set(width)
        share = min(1.0, fitted.size / self.aim)
        across, down = self._outside(fitted)
        return Measured(across, down, size=fitted.size, share=share, rung=step_down(fitted.rung, share))

    def _outside(self, fitted: fit.Fitted) -> tuple[float, float]:
        """Width and height with the padding, px."""
        return fitted.advance + self._beside() * fitted.size, fitted.cap + self._top(fitted) + self._bottom(fitted)

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
        sides = [fitted.size * (self.pad_x + more) for more in (self.lead, self.tail)]
        left, right = reversed(sides) if self.basis.content.rtl else sides
        return fitted, outer, outer.inset(left, self._top(fitted), right, self._bottom(fitted))
