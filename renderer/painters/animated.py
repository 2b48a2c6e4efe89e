"""Animated files within a weight: which kind, how many frames a second and colours, and how much of the motion.

What is given up, in this order, until the file fits: the dither, colours, frames, then moves (`simpler`). What was
tried is told.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cached_property
from typing import Literal, NamedTuple

import numpy as np
from PIL import Image as Bitmap

from renderer.outcome import Attempt, Encoded
from renderer.painters import apng, codecs, gif, likeness
from renderer.painters.blending import Words
from renderer.painters.frames import Film, film, longest, moments, step_of
from renderer.painters.palettes import Inventory, flat_colours, inventory, palette
from renderer.painters.raster import Assets, Pixels
from renderer.painters.simpler import RUNGS, simpler
from renderer.scene import Scene

FPS = 12.5
"""Frames a second where nothing asks for fewer."""
SLOWEST = 25 / 3
"""Frames a second below which no weight brings them: 120 ms each."""
Kind = Literal["gif", "apng", "webp"]
POOR = 10.0
"""Levels of 255 from what was painted (painters/likeness) from which a file with less motion is looked for too."""
HELD = 500  # ms that a frame is shown at least to be looked at for how near it comes to what was painted

_TYPES: dict[Kind, str] = {"gif": "image/gif", "apng": "image/png", "webp": "image/webp"}
_FAR = 4  # times its limit that a GIF at its best may weigh for its lightest to have a chance
_NAMES: dict[Kind, str] = {"gif": "GIF", "apng": "APNG", "webp": "WebP"}


class Limits(NamedTuple):
    """What a place takes."""

    kinds: tuple[Kind, ...] = ("gif",)
    limit_kb: float | None = None
    """kB = 1000 bytes."""
    fps: float = FPS
    """Frames a second at most."""


class Look(NamedTuple):
    """How frames are stored: frames a second, and colours (0: all), dithered or not, or the quality of lossy ones."""

    fps: float
    colours: int = 0
    dithered: bool = False
    quality: int | None = None

    def named(self, kind: Kind, motion: str) -> str:
        """As people say it: `GIF, 12.5 fps, 128 colours, dithered, camera cut`."""
        lossless = () if self.quality else ("nothing lost",)
        colours = (f"{self.colours} colours",) if self.colours else lossless
        dither = ("dithered",) if self.dithered else ()
        return ", ".join(
            [_NAMES[kind], f"{1000 / step_of(self.fps):.3g} fps", *colours, *dither, *((motion,) if motion else ())]
        )


_PALETTES = (Look(12.5, 128, True), Look(12.5, 128), Look(12.5, 64), Look(12.5, 48), Look(10, 48), Look(SLOWEST, 48))
LOOKS: dict[Kind, tuple[Look, ...]] = {
    "gif": _PALETTES,
    "apng": (Look(12.5), *_PALETTES),
    "webp": (
        Look(12.5),
        *(Look(12.5, quality=one) for one in (87, 75, 63)),
        Look(10, quality=63),
        Look(SLOWEST, quality=63),
    ),
}
"""Of each kind, the best first: each is lighter than the one before."""
PROBE = Look(2.5, 48)
"""How few frames are made of a camera over a photograph, to see whether there is any hope for it."""
_HOPELESS = 2.5  # times its limit that a GIF comes to, as these tell


class _Made(NamedTuple):
    """A file, how it was made and from what."""

    kind: Kind
    rung: int
    look: Look
    content: bytes
    attempt: Attempt


def animate(scene: Scene, assets: Assets, limits: Limits | None = None, scale: float = 1.0) -> Encoded:
    """The file of a scene over time that looks best within the limits, with everything that was tried.

    Where it looks well, motion is worth most, then frames a second, then nearness to what was painted. What cannot
    meet the limit is returned as light as it can be; the weight check tells. `quality` is that of lossy files alone."""
    limits = limits or Limits()
    tried = _Tried(scene, assets, limits, scale)
    able = [one for kind in limits.kinds for one in tried.best(kind)]
    if not able:
        files = [one for one in tried.made.values() if one.look != PROBE]
        able = [tried.looked_at(min(files, key=lambda one: (len(one.content), one.rung)))]
    return tried.chosen(min(able, key=_order))


def _order(one: _Made) -> tuple[bool, int, float, float, int]:
    """What comes first is better."""
    apart = one.attempt.distance or 0.0
    return apart > POOR, one.rung, -one.look.fps, apart, len(one.content)


class _Motion:
    """A scene's frames at one rung and rate, made where they are asked for."""

    def __init__(self, scene: Scene, assets: Assets, fps: float, scale: float) -> None:
        self.film: Film = film(scene, assets, step_of(fps), scale)
        self._flat = flat_colours(scene)

    @cached_property
    def inventory(self) -> Inventory:
        return inventory(self.film)

    def content(self, kind: Kind, look: Look) -> bytes:
        """The file."""
        if kind == "webp":
            pictures = [pixels_of(canvas.copy()) for canvas in self.film.canvases()]
            holds = [frame.hold for frame in self.film.frames]
            return codecs.animated_webp(pictures, holds, max(1, self.film.loops), look.quality)
        if not look.colours:
            return apng.write(self.film)
        # one number stands for what is there already
        colours = palette(self.inventory, self._flat, look.colours - 1, look.dithered)
        return (gif.write if kind == "gif" else apng.paletted)(self.film, self.inventory, colours)


class _Tried:
    """The attempts at one file."""

    def __init__(self, scene: Scene, assets: Assets, limits: Limits, scale: float) -> None:
        self.scenes = [simpler(scene, rung) for rung in range(len(RUNGS))]
        self.assets = assets
        self.limits = limits
        self.scale = scale
        self.made: dict[tuple[Kind, int, Look], _Made] = {}
        self._motions: dict[tuple[int, float], _Motion] = {}

    def best(self, kind: Kind) -> Iterator[_Made]:
        """The files of a kind that keep the limit, each with the best look its motion allows: that with the most
        motion, and while what is found is poor, those with less."""
        for rung, scene in enumerate(self.scenes):
            if rung and scene == self.scenes[rung - 1]:
                continue  # nothing of the kind moves
            found = self._within(kind, rung, self._looks(kind))
            if found is None:
                continue
            seen = self.looked_at(found)
            yield seen
            if (seen.attempt.distance or 0.0) <= POOR:
                return

    def _within(self, kind: Kind, rung: int, looks: list[Look]) -> _Made | None:
        """The best look that keeps the limit, found by halves. A GIF's best is quick and mostly fits: it comes first,
        and where it is far too heavy, nothing else; of the others the lightest tells whether any fits."""
        low, high = 0, len(looks) - 1
        if kind == "gif" and self._hopeless(rung):
            return None
        if kind == "gif" or self.limits.limit_kb is None:
            first, low = self.at(kind, rung, looks[0]), min(1, high)
            if self._fits(first):
                return first
            if len(first.content) > _FAR * self._limit:
                return None
        if not self._fits(self.at(kind, rung, looks[-1])):
            return None
        while low < high:
            middle = (low + high) // 2
            if self._fits(self.at(kind, rung, looks[middle])):
                high = middle
            else:
                low = middle + 1
        return self.at(kind, rung, looks[low])

    def _hopeless(self, rung: int) -> bool:
        """Whether a GIF with a camera in it is far too heavy: a few of its frames tell how much all would weigh."""
        if self.limits.limit_kb is None or self.scenes[rung] == simpler(self.scenes[rung], 1):
            return False
        few, all_ = (len(moments(self.scenes[rung], step_of(fps))) for fps in (PROBE.fps, self.limits.fps))
        return len(self.at("gif", rung, PROBE).content) * all_ > _HOPELESS * self._limit * few

    def _looks(self, kind: Kind) -> list[Look]:
        """The looks of a kind at the rates that the place allows."""
        most = self.limits.fps
        return list(dict.fromkeys(look._replace(fps=min(look.fps, most)) for look in LOOKS[kind]))

    @property
    def _limit(self) -> float:
        return float("inf") if self.limits.limit_kb is None else int(self.limits.limit_kb * 1000)

    def _fits(self, one: _Made) -> bool:
        return len(one.content) <= self._limit

    def at(self, kind: Kind, rung: int, look: Look) -> _Made:
        """An attempt, made once."""
        key = kind, rung, look
        if key not in self.made:
            content = self._motion(rung, look.fps).content(kind, look)
            attempt = Attempt(look.named(kind, RUNGS[rung]), look.quality, len(content))
            self.made[key] = _Made(kind, rung, look, content, attempt)
        return self.made[key]

    def _motion(self, rung: int, fps: float) -> _Motion:
        key = rung, fps
        if key not in self._motions:
            self._motions = {one: kept for one, kept in self._motions.items() if one[0] == rung}  # only what is needed
            self._motions[key] = _Motion(self.scenes[rung], self.assets, fps, self.scale)
        return self._motions[key]

    def looked_at(self, one: _Made) -> _Made:
        """The attempt with how far it looks from what was painted."""
        if one.attempt.distance is not None:
            return one
        apart = distance(self._motion(one.rung, one.look.fps).film, one.content)
        told = one._replace(attempt=Attempt(one.attempt.kind, one.attempt.quality, one.attempt.bytes, apart))
        self.made[one.kind, one.rung, one.look] = told
        return told

    def chosen(self, one: _Made) -> Encoded:
        """The file of an attempt, with the others: those that keep the limit and the most motion first."""

        def rank(other: _Made) -> tuple[bool, int, float, int]:
            return not self._fits(other), other.rung, -other.look.fps, -len(other.content)

        rest = sorted((other for other in self.made.values() if other is not one), key=rank)
        return Encoded(one.content, _TYPES[one.kind], one.look.quality, (one.attempt, *(o.attempt for o in rest)))


def distance(made: Film, content: bytes) -> float:
    """How far a file of a film looks from it (painters/likeness): the worst of the frames that are held."""
    wanted = {made.frames[number].at: number for number in longest(made, HELD)}
    kept = {number: canvas.copy() for number, canvas in enumerate(made.canvases()) if number in wanted.values()}
    found, time = 0.0, 0.0
    with Bitmap.open(io.BytesIO(content)) as file:
        for number in range(getattr(file, "n_frames", 1)):
            file.seek(number)
            file.load()
            until = time + file.info.get("duration", 0) or made.duration
            for at, place in wanted.items():
                if time <= at < until:
                    found = max(found, likeness.between(pixels_of(kept[place]), file))
            time = until
    return found


def pixels_of(words: Words) -> Pixels:
    """Px as numbers as bytes, (height, width, 4)."""
    return np.ascontiguousarray(words).view(np.uint8).reshape(*words.shape, 4)
