"""A Scene over time as frames: pictures only where something changes, and of each only the part that is new."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from renderer.painters import blending, raster
from renderer.painters.blending import Words
from renderer.painters.parts import apart, bounds, repaint
from renderer.painters.raster import Assets
from renderer.scene import Scene

UNIT = 20  # ms: delays are multiples of it; GIF counts in 10, and players are evener with these
SHORTEST = 40  # ms: players slow shorter delays down, some to 100
_PICTURES = 12  # sizes of pictures kept while one scene is painted


class Frame(NamedTuple):
    """What changes at a time: px (as numbers) with their top left corner on the canvas, shown for `hold` ms."""

    at: int
    hold: int
    left: int
    top: int
    words: Words


class Film(NamedTuple):
    """Frames in order, the first the whole canvas; the last one stays."""

    width: int
    height: int
    frames: tuple[Frame, ...]
    loops: int = 1

    def canvases(self) -> Iterator[Words]:
        """The whole canvas at each frame: one array, drawn on; copy what is to be kept."""
        canvas = np.zeros((self.height, self.width), np.uint32)
        for frame in self.frames:
            height, width = frame.words.shape
            canvas[frame.top : frame.top + height, frame.left : frame.left + width] = frame.words
            yield canvas

    @property
    def duration(self) -> int:
        """All of it, ms."""
        return sum(frame.hold for frame in self.frames)


def step_of(fps: float) -> int:
    """The delay at which no more than so many frames come in a second: ms, in units."""
    return max(SHORTEST, -(-int(-(-1000 // fps)) // UNIT) * UNIT)


def spans(scene: Scene, step: int) -> list[tuple[int, int]]:
    """The spans of time in which something moves, from 0 on (ms, in units); those less than a step apart are one. A cut
    is a span of no length; what moves takes a step at least."""
    moving = sorted(
        (_unit(max(0, start)), _unit(min(end, scene.duration)))
        for node in scene.walk()
        for track in node.tracks
        for start, end in track.moving()
        if end >= 0 and start <= scene.duration
    )
    found = [(0, 0)]
    for start, end in moving:
        if start < found[-1][1] + step:
            before = found.pop()
            start, end = before[0], max(end, before[1])
        found.append((start, end if end == start else max(end, start + step)))
    return found


def moments(scene: Scene, step: int) -> list[int]:
    """When a frame is due, ms, no two less than a step apart: at the start of every span, then evenly to its end, where
    all has arrived."""
    found = []
    for start, end in spans(scene, step):
        count = max(1, (end - start) // step)
        found += [start, *(_unit(start + (end - start) * number // count) for number in range(1, count + 1))]
    return sorted(set(found))


def _unit(ms: int) -> int:
    """Up to the next whole unit: by then all that was to come by that time has come."""
    return -(-ms // UNIT) * UNIT


def film(scene: Scene, assets: Assets, step: int, scale: float = 1.0) -> Film:
    """The frames of a scene, at least a step (ms) apart."""
    width, height = round(scene.width * scale), round(scene.height * scale)
    kept, due = _Kept(assets), moments(scene, step)
    still = _at(scene, due[0])
    words = blending.words(raster.paint(still, kept, scale).pixels)
    changes = [(due[0], 0, 0, words.copy())]
    for time in due[1:]:
        following = _at(scene, time)
        left, top, right, bottom = area = apart(still, following, scale)
        before = words[top:bottom, left:right].copy()
        repaint(following, kept, words, area, scale)
        after, still = words[top:bottom, left:right], following
        x0, y0, x1, y1 = bounds(before != after)
        if x1 > x0:
            changes.append((time, left + x0, top + y0, after[y0:y1, x0:x1].copy()))
    return Film(width, height, _held(changes, max(scene.duration, due[-1] + step)), scene.loops)


def _at(scene: Scene, time: int) -> Scene:
    """The still at a time; what ends between the scene's end and the next unit has ended."""
    return scene.at(min(time, scene.duration) if scene.duration else time)


def _held(changes: Sequence[tuple[int, int, int, Words]], end: int) -> tuple[Frame, ...]:
    until = [*(change[0] for change in changes[1:]), _unit(end)]
    pairs = zip(changes, until, strict=True)
    return tuple(Frame(at, following - at, left, top, words) for (at, left, top, words), following in pairs)


class _Kept:
    """Assets that remember the pictures of one scene: treated once a size, not once a frame."""

    def __init__(self, assets: Assets) -> None:
        self.font = assets.font
        self.pixels = lru_cache(_PICTURES)(assets.pixels)


def still_of(film_: Film) -> Words:
    """The last frame's canvas."""
    *_, last = film_.canvases()
    return last


def longest(film_: Film, least: int) -> list[int]:
    """The numbers of the frames that are held for at least so many ms, the last one included."""
    found = [number for number, frame in enumerate(film_.frames) if frame.hold >= least]
    return found if found and found[-1] == len(film_.frames) - 1 else [*found, len(film_.frames) - 1]
