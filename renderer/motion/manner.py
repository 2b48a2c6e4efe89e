"""A brand's manner of moving: lengths in ms, distances as shares of the canvas, and eases.

Source of the figures: look book for motion (reference filmstrips), section 1: two brands measured, brisk and calm; even
is our own middle between them.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from renderer.model.brand import Brand, Motion
from renderer.tracks import LINEAR, Ease

SNAP: Ease = (0.16, 1.0, 0.3, 1.0)
SMOOTH: Ease = (0.22, 0.61, 0.36, 1.0)
CSS_EASE: Ease = (0.25, 0.1, 0.25, 1.0)
OVERSHOOT: Ease = (0.34, 1.45, 0.64, 1.0)
MICRO = 64
"""Px of height at 1x below which there are two acts: the hook, then all (the same, section 5)."""
DISSOLVE, OUT = 700, 450
"""How long a part takes to come in between two shots at most, and to go (the same, section 9)."""
_EASES = {"linear": LINEAR, "ease": CSS_EASE, "smooth": SMOOTH, "snap": SNAP}


class Manner(NamedTuple):
    """How everything of a brand moves."""

    entrance: Literal["none", "fade", "rise", "slide", "wipe", "pop"]
    pulses: bool
    """Whether price and call to action are stressed once."""
    enters: Ease
    moves: Ease
    enter: int
    """How long a part takes to come in."""
    move: int
    """How long a panel takes to come in, or a part to go elsewhere."""
    camera: int
    """How long the camera takes to draw back."""
    leave: int
    line: int
    """From one line of a text to the next."""
    group: int
    """From one group of parts to the next."""
    start: int
    """When the first line comes in."""
    rest: int
    """How long the whole offer stands still at least."""
    sheets: bool
    """Whether panels come in as sheets that push, else they dissolve."""

    def quicker(self) -> Manner:
        """The same where there is much to tell: no part takes longer than a dissolve between two shots."""
        enter, line = min(self.enter, DISSOLVE), min(self.line, DISSOLVE)
        return self._replace(enter=enter, line=line, leave=min(self.leave, OUT), start=min(self.start, OUT))


_BRISK = Manner("slide", True, SNAP, (0.76, 0.0, 0.24, 1.0), 360, 400, 900, 300, 160, 380, 60, 2000, True)
_EVEN = Manner("rise", False, SMOOTH, (0.65, 0.0, 0.2, 1.0), 600, 600, 1600, 400, 300, 480, 260, 2200, True)
_CALM = Manner("fade", False, SMOOTH, (0.6, 0.0, 0.2, 1.0), 1000, 1000, 2400, 600, 900, 480, 700, 2500, False)
_PACES = {"brisk": _BRISK, "even": _EVEN, "calm": _CALM}


def manner(brand: Brand) -> Manner:
    """A brand's manner: its pace gives lengths and distances, what it says beside that goes before."""
    motion: Motion = brand.motion
    found = _PACES[motion.pace]
    said = motion.model_fields_set
    if "entrance" in said:
        found = found._replace(entrance=motion.entrance)
    if "emphasis" in said:
        found = found._replace(pulses=motion.emphasis != "none")
    if "easing" in said:
        found = found._replace(enters=_EASES[motion.easing])
    if "exit" in said:
        found = found._replace(sheets=motion.exit == "slide", leave=0 if motion.exit == "none" else found.leave)
    return found
