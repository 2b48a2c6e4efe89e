"""The logo's variants: which grounds it is readable on, and a one-colour version for the others.

A brand panel is a ground too: a red logo on the brand's red panel is gone. So a logo counts as made for dark grounds
only when it stands out from near-black and, where that is dark, from the primary colour; and where neither it nor its
version reaches 3 : 1 on the primary panel (an orange logo on orange), a second one is made.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from renderer.errors import AssetError, InputError, Problem
from renderer.model.brand import Palette
from renderer.starting.colour import WHITE, Rgb, contrast, from_hex, hex_text, luminance
from renderer.starting.inks import Drawing, channel_gap, drawing
from renderer.starting.pixels import Pixels, is_drawing, logo_pixels, svg_pixels
from renderer.stores import sniff

Ground = Literal["light", "dark", "any"]
Shade = Literal["white", "ink"]

VARIANT_SIDE = 1600  # px; a raster variant still serves a print-like 2x billboard
MAX_COPY_BYTES = 10_000_000
_NIGHT: Rgb = (24, 24, 28)
_DARK = 0.3  # luminance under which a panel counts as a dark ground: white is the better text there
_SEEN = 1.9  # contrast from which a mark is seen at all; logos are exempt from WCAG's 3 : 1, and many lie below it
_ENOUGH = 0.85  # of the inked area
_KIND: dict[Shade, Ground] = {"white": "dark", "ink": "light"}  # what each shade is seen on
_PLAIN_TO_SEE = 3.3  # `render` asks for 3 : 1 (WCAG 2.2, 1.4.11) of inks that it rounds to steps of 16
_LEAST_INK = 0.1  # of the inked area: what covers less is not asked
_DETAIL_LOST = 0.6  # inner edges through outer edges: above it a silhouette swallows the drawing


@dataclass(frozen=True)
class Mark:
    """One drawing of the logo: its file name in the brand folder, its bytes and the ground it is for."""

    name: str
    content: bytes
    ground: Ground
    ratio: float = 3.0
    """Width through height of its ink."""


def readable_ground(logo: Drawing, palette: Palette) -> Ground:
    """The ground on which a logo is readable as it is."""
    if _brings_its_ground(logo):
        return "any"
    if logo.paper is not None:
        return "light" if luminance(logo.paper) > 0.4 else "dark"
    light = _seen(logo, from_hex(palette.ground))
    panel = from_hex(palette.primary)
    dark = min(_seen(logo, _NIGHT), _seen(logo, panel) if luminance(panel) < _DARK else 1.0)
    if light >= _ENOUGH and dark >= _ENOUGH:
        return "any"
    return "light" if light >= dark else "dark"


def _brings_its_ground(logo: Drawing) -> bool:
    return not logo.inks or (not logo.transparent and (logo.paper is None or not _plain(logo.paper)))


def _plain(paper: Rgb) -> bool:
    """White or near-black: the sort of ground a file was exported on, not a brand tile."""
    return luminance(paper) > 0.8 or luminance(paper) < 0.02


def _seen(logo: Drawing, ground: Rgb) -> float:
    return sum(ink.share for ink in logo.inks if contrast(ink.colour, ground) >= _SEEN) / _total(logo)


def _total(logo: Drawing) -> float:
    return sum(ink.share for ink in logo.inks) or 1.0


def marks(file: Path, logo: Drawing, palette: Palette, notes: list[str]) -> list[Mark]:
    """The logo's file for the brand folder, and one-colour variants for the grounds it is lost on.

    Raises InputError when the file cannot be read. Adds to the notes what a person should look at."""
    ground = readable_ground(logo, palette)
    original = Mark(*_original(file), ground)
    if original.name.endswith(".svg") and b"<text" in original.content:
        notes.append(f"{file.name} contains text: turn it into outlines, or it looks different on every machine")
    variants: list[Mark] = []
    for shade, label in _versions(logo, palette, ground):
        made, kind = _variant(file, logo, palette, shade, label, ground != "dark"), _KIND[shade]
        if made is None:
            why = f"no one-colour version of {file.name} could be made that keeps its drawing"
            notes.append(f"{why}: add one for {kind} grounds by hand")
        else:
            notes.append(f"{made.name} was made from {file.name} for {kind} grounds: replace it by a better one")
            variants.append(made)
    return [original, *variants] if variants else [Mark(original.name, original.content, "any")]


def _versions(logo: Drawing, palette: Palette, ground: Ground) -> list[tuple[Shade, Ground]]:
    """The one-colour versions wanted: for the ground the logo is not made for, then for the primary panel.

    The panel's is for `any` ground where the logo itself and the first have theirs: there it is only a last resort."""
    opposite: dict[Ground, list[tuple[Shade, Ground]]] = {
        "light": [("white", "dark")],
        "dark": [("ink", "light")],
        "any": [],
    }
    wanted = opposite[ground]
    if _brings_its_ground(logo):
        return wanted
    panel = from_hex(palette.primary)
    seen: dict[Shade, float] = {shade: contrast(_colour(shade, palette), panel) for shade in _KIND}
    if max(_least(logo, panel), *(seen[shade] for shade, _ in wanted), 0.0) < _PLAIN_TO_SEE:
        best = max(seen, key=lambda shade: seen[shade])
        wanted.append((best, "any" if wanted else _KIND[best]))
    return wanted


def _colour(shade: Shade, palette: Palette) -> Rgb:
    return WHITE if shade == "white" else from_hex(palette.on_ground)


def _least(logo: Drawing, panel: Rgb) -> float:
    """The contrast of a logo's weakest ink on a panel; none where it would stand there in a box of its own paper."""
    if logo.paper is not None:
        return 1.0
    return min((contrast(ink.colour, panel) for ink in logo.inks if ink.share >= _LEAST_INK), default=1.0)


def _original(file: Path) -> tuple[str, bytes]:
    """SVG and PNG as they are, whatever their name says; other pictures as PNG."""
    content = _read(file)
    if is_drawing(content, file):
        return "logo.svg", content
    if sniff.picture_format(content[: sniff.HEAD]) == "PNG":
        return "logo.png", content
    return "logo.png", _png(logo_pixels(file, 4 * VARIANT_SIDE))


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise InputError(Problem(f"cannot be read ({error.strerror})", file)) from None


def _variant(
    file: Path, logo: Drawing, palette: Palette, shade: Shade, ground: Ground, light_made: bool
) -> Mark | None:
    """The logo in one colour for a ground; None where its drawing would be lost."""
    colour, stem = _colour(shade, palette), f"logo-{shade}"
    pixels = logo_pixels(file, VARIANT_SIDE)
    cover = _coverage(pixels, logo, light_made)
    if _swallows(pixels, cover):
        return None
    content = _read(file)
    if is_drawing(content, file):
        recoloured = _recoloured(content, colour, cover)
        if recoloured is not None:
            return Mark(f"{stem}.svg", recoloured, ground)
    silhouette = np.empty_like(pixels)
    silhouette[..., :3] = colour
    silhouette[..., 3] = cover
    return Mark(f"{stem}.png", _png(silhouette), ground)


def _coverage(pixels: Pixels, logo: Drawing, light_made: bool) -> Pixels:
    """How much ink covers each pixel, 0 to 255. What has the paper's colour is knocked out, inside the drawing too."""
    alpha = pixels[..., 3].astype(np.int32)
    paper = logo.paper or (WHITE if light_made else None)
    if paper is None:
        return pixels[..., 3]
    gaps = [max(abs(one - other) for one, other in zip(ink.colour, paper, strict=True)) for ink in logo.inks]
    weakest = max(min((gap for gap in gaps if gap > 40), default=255), 64)
    toned = np.minimum(channel_gap(pixels, paper).astype(np.int32) * 255 // weakest, 255)
    if logo.paper is not None:
        toned[toned < 24] = 0  # JPEG noise on the paper
    return np.asarray(alpha * toned // 255, dtype=np.uint8)


def _swallows(pixels: Pixels, cover: Pixels) -> bool:
    """Whether edges between inks, which a silhouette loses, make up much of the drawing."""
    colours, covered = pixels[..., :3].astype(np.int16), cover > 200
    if not covered.any():
        return True
    reach = max(max(pixels.shape[:2]) // 200, 1)  # steps over the soft edge
    inner = _edges(colours, covered, reach)
    outer = int((covered[:, reach:] != covered[:, :-reach]).sum() + (covered[reach:] != covered[:-reach]).sum())
    return inner > _DETAIL_LOST * max(outer, 1)


def _edges(colours: NDArray[np.int16], covered: NDArray[np.bool_], reach: int) -> int:
    """How many covered pixels differ much from a covered neighbour."""
    across = np.abs(colours[:, reach:] - colours[:, :-reach]).max(axis=-1) > 70
    down = np.abs(colours[reach:] - colours[:-reach]).max(axis=-1) > 70
    across &= covered[:, reach:] & covered[:, :-reach]
    down &= covered[reach:] & covered[:-reach]
    return int(across.sum() + down.sum())


_PAINT = re.compile(
    r"""(?P<key>(?<![\w-])(?:fill|stroke|color|stop-color)\s*(?:=\s*(?P<quote>["'])|:)\s*)"""
    r"""(?P<value>(?!none|transparent|url|inherit|currentColor)[#\w(),.%\s-]+?)\s*(?=(?P=quote)|[;}"']|$)""",
    re.IGNORECASE,
)


def _recoloured(content: bytes, colour: Rgb, cover: Pixels) -> bytes | None:
    """The SVG with every paint in one colour; None unless it then looks exactly like the silhouette wanted."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return None
    wanted = hex_text(colour)
    text = _PAINT.sub(lambda match: f"{match['key']}{wanted}", text)
    text = re.sub(r"<svg\b(?![^>]*\sfill\s*=)", f'<svg fill="{wanted}" color="{wanted}"', text, count=1)
    try:
        drawn = svg_pixels(text.encode(), max(cover.shape))
    except AssetError:
        return None
    if drawn.shape[:2] != cover.shape:
        return None
    off_colour = (drawn[..., 3] > 64) & (channel_gap(drawn, colour) > 8)
    off_shape = np.abs(drawn[..., 3].astype(np.int16) - cover.astype(np.int16)) > 48
    if off_colour.any() or int(off_shape.sum()) * 500 > int((cover > 127).sum()):
        return None
    return text.encode()


def _png(pixels: Pixels) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, "PNG", optimize=True)
    return out.getvalue()


def logo_drawing(file: Path) -> Drawing:
    """The inks of a logo file. Raises InputError."""
    return drawing(logo_pixels(file))
