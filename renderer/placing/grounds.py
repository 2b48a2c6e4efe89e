"""Grounds: what elements stand on, and which ground and treatment a product's picture asks for.

A picture with a plain backdrop is relit for light grounds or cut out for others. Where neither looks right the panel
takes the picture's own backdrop, so that no box shows (look book, section 8).
"""

from __future__ import annotations

from typing import NamedTuple

from renderer import colours
from renderer.content import Content, Picture
from renderer.placing.slots import Ground
from renderer.scene import Box, Colour, Point

LIGHT = 0.6  # relative luminance from which a ground takes a relit picture (look book, section 8: keep targets light)
PALE = 0.8  # from here a white product's lit side is lost on it
SHADED = 0.92  # of its own brightness that a ground keeps under a white product (the same: 8 % darker)
NEAR, MOVED = 0.07, 0.86  # a subject nearer than that to its ground's lightness; what the ground keeps of its own
ALIKE = 6  # of 255 that two backdrops differ by and still are the same to the eye
OUTLINED, LOST = 0.1, 4
"""Of the same range, how near to its ground an outline cannot be seen; and from how many of its nine deciles that is
too much (of 59 cut-outs of judged photographs on a dark green, 21: dark bags, boots and helmets)."""
LIT = 0.55  # of it, how much lighter a backdrop was than a ground: what it lit on edges and feet gives a cut-out away
APART = 0.16  # of the range from black to white by which a cut-out differs from its ground, not to vanish in it


class Standing(NamedTuple):
    """How a product stands on a colour: the ground it asks for, and how it is taken from its backdrop."""

    ground: Colour
    treatment: str
    """Empty where the picture is shown as it is."""


def standing_on(picture: Picture, wanted: str, ground: Colour) -> Standing:
    """How a picture's subject stands on a ground: in the brand's own way (`wanted`), or the next that it allows.

    The ground is the layout's own unless the subject would vanish on it, or shows a box around itself."""
    if not picture.separable or wanted == "framed":
        return Standing(ground, "")
    if picture.has_alpha:
        return Standing(_off(picture.tone, ground), "plain")
    own = (*picture.backdrop, 255)
    able = {
        "relight": picture.bright and (colours.luminance(ground) > LIGHT or ground == own),
        "cutout": picture.cuttable
        and _stands_out(picture, colours.tone(ground))
        and (wanted == "cut-out" or colours.tone(own) - colours.tone(ground) < LIT),
    }
    order = ("cutout", "relight") if wanted == "cut-out" else ("relight", "cutout")
    found = next((way for way in order if able[way]), "")
    if not found:
        return Standing(own, "plain" if ground == own else "")
    if picture.light and colours.luminance(ground) > PALE:
        red, green, blue, alpha = ground
        return Standing((round(red * SHADED), round(green * SHADED), round(blue * SHADED), alpha), found)
    return Standing(ground, found)


def _stands_out(picture: Picture, tone: float) -> bool:
    """Whether a cut-out is seen on a ground of a lightness: all of it on average, and most of its outline."""
    lost = sum(abs(one - tone) < OUTLINED for one in picture.edge)
    return abs(picture.tone - tone) >= APART and lost < LOST


def photograph(picture: Picture, content: Content, path: tuple[Point, ...], box: Box) -> Ground:
    """A panel that a scene covers."""
    colour = (*picture.backdrop, 255)
    return Ground("backdrop", colour, colours.readable(content.brand.palette, colour), path, box)


def _off(tone: float, ground: Colour) -> Colour:
    """A ground on which a subject of its own lightness would vanish, moved away from it."""
    if abs(tone - colours.tone(ground)) >= NEAR:
        return ground
    return colours.mixed(ground, (0, 0, 0, 255) if tone > 0.5 else (255, 255, 255, 255), MOVED)


def standing_in_range(picture: Picture, wanted: str, ground: Colour) -> str:
    """How one of several pictures leaves its backdrop; empty where it asks for another ground than they share."""
    how = standing_on(picture, wanted, ground)
    return how.treatment if how.ground == ground or picture.has_alpha else ""


def _asked(content: Content, colour: Colour) -> Colour:
    """The ground that a product asks for. Several share one: the darkest that any of those asks for that are relit or
    cut out; a backdrop of their own only where all have nearly the same."""
    wanted = content.brand.image.treatment
    if content.product is not None:
        return standing_on(content.product, wanted, colour).ground
    pictures = [one.picture for one in content.products]
    asked = [standing_on(one, wanted, colour).ground for one in pictures]
    boxed = [ground == (*one.backdrop, 255) and ground != colour for one, ground in zip(pictures, asked, strict=True)]
    if all(boxed):
        near = all(abs(a - b) <= ALIKE for one in asked for a, b in zip(one, asked[0], strict=True))
        return asked[0] if near else colour
    return min((one for one, box in zip(asked, boxed, strict=True) if not box), key=colours.luminance)


def canvas_ground(fill: str, content: Content, shows_product: bool, canvas: Box) -> Ground:
    """What stands on no panel stands on: the canvas in a palette role."""
    palette = content.brand.palette
    plain = Ground("ground", colours.parse(palette.ground), colours.text_on(palette, "ground"), (), canvas)
    return panel_ground(fill, plain, content, shows_product, (), canvas)


def panel_ground(
    fill: str, below: Ground, content: Content, shows_product: bool, path: tuple[Point, ...], box: Box
) -> Ground:
    """A panel in a palette role; one that shows the product, in the colour that its picture asks for.

    A role that the palette lacks leaves the colour of what lies below."""
    palette = content.brand.palette
    role = fill if colours.role(palette, fill) else "ground"
    colour = colours.role(palette, role) or below.colour
    if shows_product and (content.product is not None or content.products):
        asked = _asked(content, colour)
        if asked != colour:
            return Ground("backdrop", asked, colours.readable(palette, asked), path, box)
    return Ground(role, colour, colours.text_on(palette, role), path, box)
