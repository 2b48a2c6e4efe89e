"""What a product stands on: which treatment its picture allows on a colour, and which colour it asks for.

A picture with a plain backdrop is relit for light grounds or cut out for others. Where neither looks right the panel
takes the picture's own backdrop, so that no box shows (look book, section 8).
"""

from __future__ import annotations

from renderer import colours
from renderer.content import Picture
from renderer.scene import Colour

LIGHT = 0.6  # relative luminance from which a ground takes a relit picture (look book, section 8: keep targets light)
PALE = 0.8  # from here a white product's lit side is lost on it
SHADED = 0.92  # of its own brightness that a ground keeps under a white product (the same: 8 % darker)
NEAR, MOVED = 0.07, 0.86  # a subject nearer than that to its ground's lightness; what the ground keeps of its own
APART = 0.16  # of the range from black to white by which a cut-out differs from its ground, not to vanish in it


def treatment(picture: Picture, wanted: str, ground: Colour) -> str:
    """How a subject that stands free is taken from its backdrop; nothing where the picture is shown as it is.

    The brand's own way (`wanted`) comes first; where a picture does not allow it, the next that it allows."""
    if picture.has_alpha or not picture.separable or wanted == "framed":
        return "plain" if picture.separable and picture.has_alpha else ""
    able = {
        "relight": picture.bright and (colours.luminance(ground) > LIGHT or ground == _own(picture)),
        "cutout": picture.cuttable and abs(picture.tone - colours.tone(ground)) >= APART,
    }
    order = ("cutout", "relight") if wanted == "cut-out" else ("relight", "cutout")
    found = next((how for how in order if able[how]), "")
    return found or ("plain" if ground == _own(picture) else "")


def ground_for(picture: Picture, wanted: str, ground: Colour) -> Colour:
    """The colour of the panel that a product stands on: the layout's, unless the picture cannot stand on that one."""
    if picture.separable and picture.has_alpha:
        return _off(picture.tone, ground)
    if not picture.separable or wanted == "framed":
        return ground
    if not treatment(picture, wanted, ground):
        return _own(picture)
    if picture.light and colours.luminance(ground) > PALE:
        red, green, blue, alpha = ground
        return round(red * SHADED), round(green * SHADED), round(blue * SHADED), alpha
    return ground


def _off(tone: float, ground: Colour) -> Colour:
    """A ground on which a subject of its own lightness would vanish, moved away from it."""
    if abs(tone - colours.tone(ground)) >= NEAR:
        return ground
    return colours.mixed(ground, (0, 0, 0, 255) if tone > 0.5 else (255, 255, 255, 255), MOVED)


def _own(picture: Picture) -> Colour:
    red, green, blue = picture.backdrop
    return red, green, blue, 255
