"""Colours by role, and WCAG contrast between them (WCAG 2.2, "relative luminance" and "contrast ratio")."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from renderer.model.brand import Palette
from renderer.scene import Colour

LINEAR = tuple(
    round(65535 * (value / 255 / 12.92 if value <= 10 else ((value / 255 + 0.055) / 1.055) ** 2.4))
    for value in range(256)
)
"""Linear light of each 8-bit sRGB value, as the WCAG formula gives it, in 65535ths (so that no CPU rounds anew)."""


READABLE, LARGE = 4.5, 3.0  # contrast of text, and of large text (WCAG 2.2, 1.4.3)


@lru_cache(maxsize=1_024)
def parse(text: str) -> Colour:
    """`#RRGGBB` or `#RRGGBBAA` as numbers."""
    digits = text.lstrip("#")
    red, green, blue = (int(digits[at : at + 2], 16) for at in (0, 2, 4))
    return red, green, blue, int(digits[6:8], 16) if len(digits) == 8 else 255


def role(palette: Palette, name: str) -> Colour | None:
    """The palette's colour of a role, None where it has none."""
    value = getattr(palette, name, None)
    return parse(value) if isinstance(value, str) else None


def text_on(palette: Palette, ground: str) -> Colour:
    """The colour of text on a ground role: its `on_` partner, else the palette's first that can be read."""
    own, behind = role(palette, f"on_{ground}"), role(palette, ground)
    return own or (parse(palette.on_ground) if behind is None else readable(palette, behind))


def readable(palette: Palette, behind: Colour) -> Colour:
    """The palette's first colour that can be read on any colour, else the one with most contrast."""
    others = [parse(palette.on_ground), parse(palette.ground), parse(palette.on_primary), parse(palette.primary)]
    found = (one for one in others if contrast(one, behind) >= READABLE)
    return next(found, None) or max(others, key=lambda one: contrast(one, behind))


def luminance(colour: Colour) -> float:
    """Relative luminance, 0 to 1."""
    red, green, blue, _ = colour
    return (0.2126 * LINEAR[red] + 0.7152 * LINEAR[green] + 0.0722 * LINEAR[blue]) / 65535


class Pair(NamedTuple):
    """A ground of a palette and the text on it, as `role #RRGGBB` says them, and the contrast between them."""

    text: str
    ground: str
    contrast: float


def pairs(palette: Palette) -> Iterator[Pair]:
    """Every ground of a palette with the text that the palette puts on it."""
    for name in ("ground", "primary", "secondary", "price", "saving"):
        ground, text = getattr(palette, name), getattr(palette, f"on_{name}")
        if ground and text:
            yield Pair(f"on_{name} {text}", f"{name} {ground}", contrast(parse(text), parse(ground)))
    for ground in palette.grounds:
        text = palette.on_ground
        yield Pair(f"on_ground {text}", f"grounds {ground}", contrast(parse(text), parse(ground)))


def contrast(one: Colour, other: Colour) -> float:
    """Contrast ratio, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mixed(top: Colour, bottom: Colour, share: float) -> Colour:
    """`share` of the top colour over the bottom one."""
    red, green, blue = (round(t * share + b * (1 - share)) for t, b in zip(top[:3], bottom[:3], strict=True))
    return red, green, blue, 255


def tone(colour: Colour) -> float:
    """How light a colour looks, 0 to 1: the luma of its sRGB values (ITU-R BT.601)."""
    red, green, blue, _ = colour
    return (299 * red + 587 * green + 114 * blue) / 255_000


def is_dark(colour: Colour) -> bool:
    """Whether white text reads better on it than black."""
    return contrast(colour, (255, 255, 255, 255)) > contrast(colour, (0, 0, 0, 255))
