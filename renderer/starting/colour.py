"""Colour arithmetic for palettes: sRGB, OKLab and contrast, on single colours in plain Python floats.

OKLab: Björn Ottosson, "A perceptual color space for image processing", 2020-12-23
(https://bottosson.github.io/posts/oklab/). Contrast: WCAG 2.2, success criterion 1.4.3 and "relative luminance".
Results are rounded to 8 bits a channel, so a last-digit difference of the C library cannot be seen.
"""

from __future__ import annotations

import math
from typing import NamedTuple

Rgb = tuple[int, int, int]
"""Red, green, blue, 0 to 255, sRGB."""

WHITE: Rgb = (255, 255, 255)
BLACK: Rgb = (0, 0, 0)


class Oklab(NamedTuple):
    """Perceived lightness (0 to 1) and the two opponent axes (about -0.4 to 0.4)."""

    lightness: float
    a: float
    b: float


class Oklch(NamedTuple):
    """OKLab in polar form: lightness (0 to 1), chroma (0 to about 0.37), hue (degrees, 0 to 360)."""

    lightness: float
    chroma: float
    hue: float


def _linear(channel: int) -> float:
    share = channel / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


LINEAR = tuple(_linear(channel) for channel in range(256))
"""Linear light of each 8-bit sRGB channel value."""


def encoded(light: float) -> float:
    """Linear light (0 to 1) as sRGB (0 to 1)."""
    return light * 12.92 if light <= 0.0031308 else float(1.055 * light ** (1 / 2.4) - 0.055)


def oklab(colour: Rgb) -> Oklab:
    """A colour in OKLab."""
    red, green, blue = (LINEAR[channel] for channel in colour)
    long = math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
    medium = math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
    short = math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
    return Oklab(
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def oklch(colour: Rgb) -> Oklch:
    """A colour as lightness, chroma and hue. The hue of a grey is 0."""
    lightness, a, b = oklab(colour)
    chroma = math.hypot(a, b)
    return Oklch(lightness, chroma, math.degrees(math.atan2(b, a)) % 360 if chroma > 1e-4 else 0.0)


def _light(lab: Oklab) -> tuple[float, float, float]:
    """OKLab as linear light; outside 0 to 1 where sRGB has no such colour."""
    long = (lab.lightness + 0.3963377774 * lab.a + 0.2158037573 * lab.b) ** 3
    medium = (lab.lightness - 0.1055613458 * lab.a - 0.0638541728 * lab.b) ** 3
    short = (lab.lightness - 0.0894841775 * lab.a - 1.2914855480 * lab.b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * medium + 1.7076147010 * short,
    )


def rgb(colour: Oklch) -> Rgb:
    """The sRGB colour of a lightness and hue, its chroma lowered until sRGB can show it."""
    lightness, chroma = min(max(colour.lightness, 0.0), 1.0), max(colour.chroma, 0.0)
    angle = math.radians(colour.hue)
    for step in range(65):
        reduced = chroma * (1 - step / 64)
        light = _light(Oklab(lightness, reduced * math.cos(angle), reduced * math.sin(angle)))
        if all(-0.0005 <= share <= 1.0005 for share in light):
            break
    red, green, blue = (min(max(round(encoded(max(share, 0.0)) * 255), 0), 255) for share in light)
    return red, green, blue


def rgb_of_lab(colour: Oklab) -> Rgb:
    """The sRGB colour of an OKLab value, brought into gamut as `rgb` does."""
    hue = math.degrees(math.atan2(colour.b, colour.a)) % 360
    return rgb(Oklch(colour.lightness, math.hypot(colour.a, colour.b), hue))


def distance(one: Rgb, other: Rgb) -> float:
    """How far apart two colours look (Euclidean in OKLab; 0.02 is just noticeable, black to white is 1)."""
    return math.dist(oklab(one), oklab(other))


def hue_gap(one: float, other: float) -> float:
    """The angle between two hues, 0 to 180 degrees."""
    return abs((one - other + 180) % 360 - 180)


def luminance(colour: Rgb) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2)."""
    red, green, blue = (LINEAR[channel] for channel in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Rgb, other: Rgb) -> float:
    """Contrast ratio, 1 to 21 (WCAG 2.2)."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def hex_text(colour: Rgb) -> str:
    """`#RRGGBB`, capitals."""
    return "#{:02X}{:02X}{:02X}".format(*colour)


def from_hex(text: str) -> Rgb:
    """The colour of `#RGB`, `#RRGGBB` or `#RRGGBBAA` (its alpha dropped). Raises ValueError for anything else."""
    digits = text.removeprefix("#")
    if len(digits) in (3, 4):
        digits = "".join(digit * 2 for digit in digits)
    if not text.startswith("#") or len(digits) not in (6, 8):
        raise ValueError(f"'{text}' is not a hex colour")
    red, green, blue = (int(digits[start : start + 2], 16) for start in (0, 2, 4))
    return red, green, blue
