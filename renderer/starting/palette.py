"""A palette from a logo: every role filled, every pair of fill and text readable.

The rule for text is WCAG 2.2, success criterion 1.4.3 (4.5 : 1); a brand colour is moved in lightness only, and only
as far as that needs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from renderer.model.brand import Palette
from renderer.starting.colour import (
    WHITE,
    Oklch,
    Rgb,
    contrast,
    distance,
    from_hex,
    hex_text,
    hue_gap,
    luminance,
    oklch,
    rgb,
)
from renderer.starting.inks import Drawing, Ink, drawing
from renderer.starting.pixels import Pixels

CONTRAST = 4.5
_TARGET = 4.52  # what we derive keeps clear of the limit, whatever rounding a check uses
_PANEL_TARGET = 5.6  # texts of every weight stand on panels: more than the limit
_MENTION = 0.82  # share of the text's colour that a mention has over its panel: that mixture must be readable too
_NEARLY_WHITE = 3.5  # white text reads better on mid-tones than WCAG 2 says: from here the fill is darkened for it
_DISTINCT = 0.15  # OKLab; two roles nearer than this would be taken for one colour
_TOLD_APART = 0.12  # OKLab; enough for the saving, which has a shape of its own
_TILE_SHARE = 0.6
_PALE = (0.88, 0.07)  # lightness above and chroma below which an ink is a mere tint
_TINTED = 0.02  # chroma from which a pale tint still has a hue worth keeping
_BRIGHT = (0.58, 0.10)  # least lightness and chroma of a colour that carries a price plate
_RED_HUE, _RED_FAMILY = 25.0, 16.0  # degrees
_RED: Rgb = (214, 16, 42)
NEUTRAL_INK: Rgb = (26, 26, 26)


@dataclass(frozen=True)
class Pair:
    """A fill and the text that is readable on it."""

    fill: Rgb
    text: Rgb


@dataclass(frozen=True)
class Basis:
    """The colours a palette is built on; whatever is None is derived."""

    primary: Rgb
    accent: Rgb | None = None
    ground: Rgb | None = None
    on_ground: Rgb | None = None


def palette_from_logo(pixels: Pixels) -> Palette:
    """The palette of a logo's pixels (height x width x RGBA). A blank or grey logo gives a neutral one."""
    return composed(basis(drawing(pixels)))


def basis(logo: Drawing) -> Basis:
    """The brand colours among a logo's inks."""
    ground = _light_paper(logo)
    inks = _with_coloured_paper(logo)
    chromatic = [ink for ink in inks if ink.chromatic]
    if not chromatic or all(_pale(ink) for ink in chromatic):
        return _neutral_or_deepened(inks, ground)
    main = max((ink for ink in chromatic if not _pale(ink)), key=_prominence)
    return Basis(main.colour, _accent(chromatic, main), ground)


def _neutral_or_deepened(inks: list[Ink], ground: Rgb | None) -> Basis:
    """A logo of pale tints alone keeps its hue, deepened until it can carry text; a grey one stays neutral."""
    heaviest = inks[0].colour if inks else NEUTRAL_INK
    lightness, chroma, hue = oklch(heaviest)
    if lightness > _PALE[0] and chroma > _TINTED:
        return Basis(rgb(Oklch(0.42, 0.10, hue)), heaviest, ground)
    return Basis(heaviest if 0.25 < lightness < 0.55 else NEUTRAL_INK, ground=ground)


def _light_paper(logo: Drawing) -> Rgb | None:
    """The paper as the palette's ground, so that the logo's own box does not show on it."""
    if logo.paper is None or luminance(logo.paper) < 0.82:
        return None
    return WHITE if distance(logo.paper, WHITE) < 0.012 else logo.paper


def _with_coloured_paper(logo: Drawing) -> list[Ink]:
    """A tile of brand colour is no mere ground: it counts as the greater part of the drawing."""
    if logo.paper is None or _light_paper(logo) or not (tile := Ink(logo.paper, _TILE_SHARE)).chromatic:
        return list(logo.inks)
    return [tile, *(Ink(ink.colour, ink.share * (1 - _TILE_SHARE)) for ink in logo.inks)]


def _prominence(ink: Ink) -> float:
    """Area counts, and colour counts: a dark or pale ink needs more area than a vivid one."""
    return ink.share * (0.35 + min(oklch(ink.colour).chroma, 0.2) / 0.2)


def _pale(ink: Ink) -> bool:
    lightness, chroma, _ = oklch(ink.colour)
    return lightness > _PALE[0] and chroma < _PALE[1]


def _accent(chromatic: list[Ink], main: Ink) -> Rgb | None:
    def apart(ink: Ink) -> bool:
        one, other = oklch(ink.colour), oklch(main.colour)
        shifted = hue_gap(one.hue, other.hue) > 28 and min(one.chroma, other.chroma) > 0.06
        return distance(ink.colour, main.colour) >= _DISTINCT and (shifted or one.chroma > other.chroma + 0.05)

    others = [ink for ink in chromatic if ink.share >= 0.015 and oklch(ink.colour).chroma > 0.07 and apart(ink)]
    return max(others, key=_prominence).colour if others else None


def composed(chosen: Basis, given: Mapping[str, Rgb] | None = None) -> Palette:
    """A whole palette around its brand colours.

    `given` are roles someone decided on (design tokens): a fill moves only when no text is readable on it, a text
    colour only when it is not readable on its fill."""
    given = given or {}
    ground, ink = _ground(chosen), _ink(chosen)
    if contrast(ground, ink) < CONTRAST:  # both may be given, and wrong
        ink = max(WHITE, NEUTRAL_INK, key=lambda text: contrast(ground, text))
    dark = max(ink, NEUTRAL_INK, key=lambda text: contrast(WHITE, text))

    def pair(role: str, derived: Rgb) -> Pair:
        fixed = role in given
        panel = role == "primary" and not fixed
        return readable(given.get(role, derived), dark, given.get(f"on_{role}"), fixed=fixed, panel=panel)

    primary = pair("primary", chosen.primary)
    price = pair("price", _price(chosen, primary))
    saving = pair("saving", _saving(chosen, primary, price, dark))
    roles = {"ground": ground, "on_ground": ink, **_paired("primary", primary)}
    if "secondary" in given:
        roles |= _paired("secondary", pair("secondary", given["secondary"]))
    if chosen.accent:
        roles["accent"] = chosen.accent
    roles |= _paired("price", price) | _paired("saving", saving)
    return Palette.model_validate({role: hex_text(colour) for role, colour in roles.items()})


def _paired(role: str, pair: Pair) -> dict[str, Rgb]:
    return {role: pair.fill, f"on_{role}": pair.text}


def _ground(chosen: Basis) -> Rgb:
    """A very light tint of the brand's hue."""
    if chosen.ground is not None:
        return chosen.ground
    _, chroma, hue = oklch(chosen.primary)
    return rgb(Oklch(0.975, min(0.012, chroma * 0.09), hue))


def _ink(chosen: Basis) -> Rgb:
    """Nearly black, with a breath of the brand's hue."""
    if chosen.on_ground is not None:
        return chosen.on_ground
    _, chroma, hue = oklch(chosen.primary)
    return rgb(Oklch(0.205, min(0.035, chroma * 0.22), hue))


def readable(fill: Rgb, dark: Rgb, wanted: Rgb | None = None, *, fixed: bool = False, panel: bool = False) -> Pair:
    """The fill with a text colour that contrasts with it: the one wanted, white, or the dark ink.

    Where none does, the fill is darkened by the least that lets white stand on it; also, unless the fill is `fixed`,
    where white nearly does. On a `panel` mentions stand too, in a softer colour."""
    if wanted is not None and contrast(fill, wanted) >= CONTRAST:
        return Pair(fill, wanted)
    reads = _reads_on_panel if panel else _reads
    if reads(fill, WHITE):
        return Pair(fill, WHITE)
    bright = contrast(fill, WHITE) < _NEARLY_WHITE
    if reads(fill, dark) and (fixed or bright):
        return Pair(fill, dark)
    return Pair(_moved(fill, dark, reads, 1), dark) if panel and bright else Pair(_moved(fill, WHITE, reads, -1), WHITE)


def _reads(fill: Rgb, text: Rgb) -> bool:
    return contrast(fill, text) >= _TARGET


def _reads_on_panel(fill: Rgb, text: Rgb) -> bool:
    """Whether a text is readable, and a mention that is mixed from it (as `placing/slots` does)."""
    red, green, blue = (round(one * _MENTION + other * (1 - _MENTION)) for one, other in zip(text, fill, strict=True))
    return contrast(fill, text) >= _PANEL_TARGET and contrast(fill, (red, green, blue)) >= _TARGET


def _moved(fill: Rgb, text: Rgb, reads: Callable[[Rgb, Rgb], bool], way: int) -> Rgb:
    """The fill made lighter (1) or darker (-1) by the least that lets the text be read on it, its hue kept."""
    lightness, chroma, hue = oklch(fill)
    for step in range(1, 400):
        moved = rgb(Oklch(lightness + way * step / 400, chroma, hue))
        if reads(moved, text):
            return moved
    return NEUTRAL_INK if way < 0 else WHITE


def _price(chosen: Basis, primary: Pair) -> Rgb:
    """The accent where it is bright and distinct; a red one is left to the saving."""
    accent = chosen.accent
    if accent is None or distance(accent, primary.fill) < _DISTINCT or _red(accent):
        return primary.fill
    lightness, chroma, _ = oklch(accent)
    return accent if lightness >= _BRIGHT[0] and chroma >= _BRIGHT[1] else primary.fill


def _saving(chosen: Basis, primary: Pair, price: Pair, dark: Rgb) -> Rgb:
    """Red, as shoppers know it, unless the brand itself is: then the accent, or ink."""
    red = chosen.accent if chosen.accent and _red(chosen.accent) else _RED
    taken = (primary.fill, price.fill)
    candidates = (red, chosen.accent, dark)
    for colour in candidates:
        if colour and all(distance(colour, other) >= _TOLD_APART for other in taken) and _strong(colour):
            return colour
    return red if distance(red, price.fill) > distance(dark, price.fill) else dark


def _strong(colour: Rgb) -> bool:
    lightness, chroma, _ = oklch(colour)
    return lightness < 0.45 or chroma >= _BRIGHT[1]


def _red(colour: Rgb) -> bool:
    lightness, chroma, hue = oklch(colour)
    return chroma > 0.12 and 0.35 < lightness < 0.72 and hue_gap(hue, _RED_HUE) < _RED_FAMILY


def pairs(palette: Palette) -> list[tuple[str, float]]:
    """Every pair of fill and text that a palette has, with its contrast ratio."""
    found = []
    for role in ("ground", "primary", "secondary", "price", "saving"):
        fill, text = getattr(palette, role), getattr(palette, f"on_{role}")
        if fill and text:
            found.append((role, contrast(from_hex(fill), from_hex(text))))
    return found
