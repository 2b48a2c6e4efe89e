"""Pixels as the file that looks best within a weight: which kind, at which quality, and what else was tried."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

import numpy as np
import numpy.typing as npt

from renderer.outcome import Attempt, Encoded
from renderer.painters import codecs, likeness
from renderer.scene import Image, Scene

QUALITIES = (90, 87, 84, 81, 78, 75, 72, 69, 66, 63, 60, 56, 52, 48, 44)
"""Of lossy files, best first; below 44 blocks show in flat brand colours."""
SMALL = 40_000  # px² up to which a photograph may weigh less in a PNG, losing nothing

Pixels = npt.NDArray[np.uint8]
Kind = Literal["jpeg", "png", "webp", "avif"]
TYPES: dict[Kind, str] = {"jpeg": "jpg", "png": "png", "webp": "webp", "avif": "avif"}
"""How the catalogue names what a place takes."""


class Encoding(NamedTuple):
    """What kind of file is wanted, and what the place takes."""

    wanted: Literal["auto", "jpeg", "png", "webp", "avif"] = "auto"
    types: tuple[str, ...] = ("jpg", "png")
    limit_kb: float | None = None
    """What a still may weigh, kB = 1000 bytes."""


class _Way(NamedTuple):
    """One way to make a file; a name as people say it."""

    kind: Kind
    name: str
    make: Callable[[Pixels, int], bytes]
    lossy: bool = True


JPEG = _Way("jpeg", "JPEG", lambda pixels, quality: codecs.jpeg(pixels, quality))
HALVED = _Way("jpeg", "JPEG, chroma halved", lambda pixels, quality: codecs.jpeg(pixels, quality, True))
WEBP = _Way("webp", "WebP", lambda pixels, quality: codecs.webp(pixels, quality))
AVIF = _Way("avif", "AVIF", lambda pixels, quality: codecs.avif(pixels, quality))
PNG = _Way("png", "PNG", lambda pixels, _: codecs.png(pixels), lossy=False)
PALETTE = _Way("png", "PNG, 256 colours", lambda pixels, _: codecs.paletted(pixels), lossy=False)
WAYS: dict[Kind, tuple[_Way, ...]] = {"jpeg": (JPEG, HALVED), "png": (PNG, PALETTE), "webp": (WEBP,), "avif": (AVIF,)}
"""What is tried of a kind where the limit is narrow."""


class _Tried:
    """The attempts at one file."""

    def __init__(self, pixels: Pixels, limit: int | None) -> None:
        self.pixels = pixels
        self.limit = limit
        self.made: dict[tuple[str, int | None], tuple[_Way, bytes, Attempt]] = {}

    def at(self, way: _Way, quality: int | None = None, seen: bool = False) -> Attempt:
        """The attempt of a way at a quality, made once; `seen` says how far it looks from what was painted."""
        key = (way.name, quality)
        if key not in self.made:
            content = way.make(self.pixels, quality or 0)
            self.made[key] = (way, content, Attempt(way.name, quality, len(content)))
        way, content, attempt = self.made[key]
        if seen and attempt.distance is None:
            apart = 0.0 if way is PNG else likeness.distance(self.pixels, content)
            attempt = Attempt(attempt.kind, attempt.quality, attempt.bytes, apart)
            self.made[key] = (way, content, attempt)
        return attempt

    def fits(self, one: Attempt) -> bool:
        """Whether an attempt keeps the limit."""
        return self.limit is None or one.bytes <= self.limit

    def within(self, way: _Way) -> Attempt | None:
        """The best quality of a way that keeps the limit, found by halves; None where none does."""
        if not way.lossy:
            one = self.at(way)
            return one if self.fits(one) else None
        low, high = 0, len(QUALITIES)  # the first that fits lies in low..high
        while low < high:
            middle = (low + high) // 2
            if self.fits(self.at(way, QUALITIES[middle])):
                high = middle
            else:
                low = middle + 1
        return self.at(way, QUALITIES[low]) if low < len(QUALITIES) else None

    def chosen(self, one: Attempt) -> Encoded:
        """The file of an attempt, with the others: those that keep the limit and look best first."""

        def rank(other: Attempt) -> tuple[bool, bool, float, int]:
            return not self.fits(other), other.distance is None, other.distance or 0.0, other.bytes

        way, content, attempt = self.made[one.kind, one.quality]
        rest = sorted((other for _, _, other in self.made.values() if other is not attempt), key=rank)
        return Encoded(content, f"image/{way.kind}", attempt.quality, (attempt, *rest))


def encode(pixels: Pixels, scene: Scene, encoding: Encoding) -> Encoded:
    """The file that looks best within the limit, of the kind asked for as far as the place takes it.

    `auto`: a photograph is a JPEG, or a PNG where that weighs no more; a graphic is a PNG, with a palette where nobody
    sees it. Where the limit is narrower than that, every kind that the place takes is tried at the best quality that
    keeps it, and the one that looks nearest to what was painted is taken. What cannot meet the limit is returned as
    light as it can be; the weight check tells."""
    kinds = _kinds(encoding)
    limit = None if encoding.limit_kb is None else int(encoding.limit_kb * 1000)
    tried = _Tried(pixels, limit)
    plain = _plain(tried, kinds, _shows_product(scene))
    if tried.fits(plain):
        return tried.chosen(plain)
    able = [one for kind in kinds for way in WAYS[kind] if (one := tried.within(way)) is not None]
    if not able:
        return tried.chosen(min((one for _, _, one in tried.made.values()), key=lambda one: one.bytes))
    seen = [tried.at(tried.made[one.kind, one.quality][0], one.quality, seen=True) for one in able]
    return tried.chosen(min(seen, key=lambda one: (one.distance, one.bytes)))


def curve(pixels: Pixels, encoding: Encoding) -> list[Attempt]:
    """Weight and distance of every kind that a place takes, at qualities from the best down (`render explain`)."""
    tried = _Tried(pixels, None)
    found = []
    for kind in _kinds(encoding):
        for way in WAYS[kind]:
            found += [tried.at(way, one, seen=True) for one in (QUALITIES[::2] if way.lossy else (None,))]
    return found


def _kinds(encoding: Encoding) -> list[Kind]:
    """The kinds to choose from: the one wanted, else those that the place takes; JPEG where it says nothing of any."""
    taken = [kind for kind, name in TYPES.items() if name in encoding.types]
    if encoding.wanted in taken:
        return [encoding.wanted]
    return taken or ["jpeg"]


def _plain(tried: _Tried, kinds: list[Kind], photograph: bool) -> Attempt:
    """What is made where weight does not matter."""
    lossy = next((WAYS[kind][0] for kind in kinds if kind != "png"), None)
    if lossy is None or (not photograph and "png" in kinds):
        palette = tried.at(PALETTE, seen=True) if not photograph else None
        return palette if palette and (palette.distance or 0.0) <= likeness.ALIKE else tried.at(PNG)
    best = tried.at(lossy, QUALITIES[0])
    small = "png" in kinds and tried.pixels.shape[0] * tried.pixels.shape[1] <= SMALL
    return min(tried.at(PNG), best, key=lambda one: one.bytes) if small else best


def _shows_product(scene: Scene) -> bool:
    return any(isinstance(node, Image) and node.role == "product" for node in scene.walk())
