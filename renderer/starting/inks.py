"""The inks of a logo: which colours it is drawn in, how much of each, and what it stands on.

Pixels are only counted and compared as integers; OKLab is asked about the few hundred colours that remain, so the
answer is the same on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from renderer.starting.colour import Rgb, distance, oklab, oklch
from renderer.starting.pixels import Pixels

_OPAQUE = 230  # alpha from which a pixel shows its ink rather than a blend with what lies behind
_FLAT = 14  # of 255: largest difference to a neighbour within one ink (noise, gradients), not across an edge
_SAME_INK = 0.075  # OKLab; nearer colours are one ink to the eye
_SAME_PAPER = 0.05
_LEAST_SHARE = 0.004  # of the inked area; less is a blend or noise
_BLEND_SHARE = 0.06  # an ink on the line between two others counts as their blend below this share
NEUTRAL_CHROMA = 0.03  # OKLab chroma under which a colour is read as a grey


@dataclass(frozen=True)
class Ink:
    """One colour of the drawing and its share of the inked area, 0 to 1."""

    colour: Rgb
    share: float

    @property
    def chromatic(self) -> bool:
        """Whether the eye calls it a colour rather than a black, grey or white."""
        return oklch(self.colour).chroma >= NEUTRAL_CHROMA


@dataclass(frozen=True)
class Drawing:
    """What a logo is made of."""

    inks: tuple[Ink, ...]
    """The heaviest first; without the paper. Empty for a blank picture."""
    paper: Rgb | None
    """The opaque plain ground it stands on, found along the border; None: transparent, or it fills the picture."""
    transparent: bool
    """Whether the ground shows through around it."""


def drawing(pixels: Pixels) -> Drawing:
    """The inks and the paper of a logo."""
    transparent = _transparent_around(pixels)
    paper = None if transparent else _paper(pixels)
    inked = _inked(pixels, paper)
    chosen = inked & _flat(pixels)
    if chosen.sum() * 12 < inked.sum():  # hairline drawings are nothing but edges
        chosen = inked
    inks = _clusters(_histogram(pixels[chosen]))
    return Drawing(_without_blends(inks, paper), paper, transparent)


def border(pixels: Pixels) -> Pixels:
    """The outermost pixels, as one row."""
    edges = (pixels[0], pixels[-1], pixels[1:-1, 0], pixels[1:-1, -1])
    return np.concatenate(edges, axis=0)


def _transparent_around(pixels: Pixels) -> bool:
    edge = border(pixels)[:, 3]
    return bool((edge < 128).sum() * 10 > edge.size * 3)  # a mark may touch the border: 30 % suffices


def _paper(pixels: Pixels) -> Rgb | None:
    """The colour that most of the border has, if one does."""
    bins = _histogram(border(pixels))
    if not bins:
        return None
    total = sum(count for _, count in bins)
    common = bins[0][0]
    near = sum(count for colour, count in bins if distance(colour, common) < _SAME_PAPER)
    return common if near * 10 >= total * 6 else None


def _inked(pixels: Pixels, paper: Rgb | None) -> NDArray[np.bool_]:
    alpha = pixels[..., 3]
    opaque = alpha >= _OPAQUE
    if opaque.sum() * 20 < (alpha > 16).sum():  # drawn in translucent ink throughout
        opaque = alpha > 16
    if paper is None:
        return opaque
    return np.asarray(opaque & (channel_gap(pixels, paper) > 24))


def channel_gap(pixels: Pixels, colour: Rgb) -> NDArray[np.int16]:
    """The largest difference of a channel to a colour, pixel by pixel, 0 to 255."""
    gap = np.abs(pixels[..., :3].astype(np.int16) - np.array(colour, np.int16))
    return np.asarray(gap.max(axis=-1), dtype=np.int16)


def _flat(pixels: Pixels) -> NDArray[np.bool_]:
    """Pixels like their neighbours: the inside of an ink, not the soft edge between two."""
    values = pixels.astype(np.int16)
    flat = np.ones(pixels.shape[:2], bool)
    across = np.abs(values[:, 1:] - values[:, :-1]).max(axis=-1) <= _FLAT
    down = np.abs(values[1:] - values[:-1]).max(axis=-1) <= _FLAT
    flat[:, 1:] &= across
    flat[:, :-1] &= across
    flat[1:] &= down
    flat[:-1] &= down
    return flat


def _histogram(colours: Pixels) -> list[tuple[Rgb, int]]:
    """Colours gathered in boxes of 8 steps a channel, each named by its commonest colour; the fullest first."""
    if not len(colours):
        return []
    wide = colours[:, :3].astype(np.int64)
    exact = (wide[:, 0] << 16) | (wide[:, 1] << 8) | wide[:, 2]
    values, counts = np.unique(exact, return_counts=True)
    boxes = ((values >> 19) << 10) | (((values >> 11) & 31) << 5) | ((values >> 3) & 31)
    gathered: dict[int, tuple[int, int, int]] = {}
    for value, count, box in zip(values.tolist(), counts.tolist(), boxes.tolist(), strict=True):
        total, most, name = gathered.get(box, (0, 0, 0))
        gathered[box] = (total + count, *((count, value) if count > most else (most, name)))
    named = [((name >> 16, (name >> 8) & 255, name & 255), total) for total, _, name in gathered.values()]
    return sorted(named, key=lambda entry: (-entry[1], entry[0]))


def _clusters(bins: list[tuple[Rgb, int]]) -> list[Ink]:
    """Neighbouring boxes as one ink, named by the fullest of them: a colour that the logo really has."""
    total = sum(count for _, count in bins)
    found: list[tuple[Rgb, int]] = []
    for colour, count in bins:
        near = [index for index, (other, _) in enumerate(found) if distance(colour, other) < _SAME_INK]
        if near:
            index = min(near, key=lambda index: distance(colour, found[index][0]))
            found[index] = (found[index][0], found[index][1] + count)
        elif count * 20_000 >= total:  # single stray pixels neither open an ink nor cost time
            found.append((colour, count))
    inks = [Ink(colour, count / total) for colour, count in found if count / total >= _LEAST_SHARE]
    return sorted(inks, key=lambda ink: (-ink.share, ink.colour))


def _without_blends(inks: list[Ink], paper: Rgb | None) -> tuple[Ink, ...]:
    """Drops light-weight inks that lie between two heavier ones: what remains of anti-aliasing."""
    solid = [ink for ink in inks if ink.share >= _BLEND_SHARE]
    ends = [ink.colour for ink in solid] + ([paper] if paper else [])
    kept = [ink for ink in inks if ink.share >= _BLEND_SHARE or not _between_any(ink.colour, ends)]
    return tuple(kept)


def _between_any(colour: Rgb, ends: list[Rgb]) -> bool:
    pairs = ((one, other) for index, one in enumerate(ends) for other in ends[index + 1 :])
    return any(_between(colour, one, other) for one, other in pairs)


def _between(colour: Rgb, one: Rgb, other: Rgb) -> bool:
    """Whether a colour is a mixture of two, as blending in sRGB makes it."""
    along = [end - start for start, end in zip(one, other, strict=True)]
    length = sum(step * step for step in along)
    if length == 0:
        return False
    place = sum((value - start) * step for value, start, step in zip(colour, one, along, strict=True)) / length
    if not 0.08 < place < 0.92:
        return False
    off = sum((value - start - place * step) ** 2 for value, start, step in zip(colour, one, along, strict=True))
    return off < 24**2


def ink_lightness(ink: Ink) -> float:
    """OKLab lightness, 0 to 1."""
    return oklab(ink.colour).lightness
