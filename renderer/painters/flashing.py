"""How a moving creative flashes: relative luminance and saturated red on small frames, as WCAG 2.2 defines flashes.

A change is what lies between a peak and a valley of a px over time; two opposing ones are a flash. The arithmetic is in
whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from math import ceil, hypot
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from renderer.boxes import around
from renderer.colours import LINEAR
from renderer.outcome import Flashes
from renderer.painters.blending import Words
from renderer.painters.raster import Area, Assets, Brush, Pixels
from renderer.scene import AnyNode, Box, Group, Image, Point, Scene, Shape, Text, walked
from renderer.tracks import Affine, Ease, Keyframe, eased, moved_by

Frame: TypeAlias = tuple[int, Pixels]
"""When it is first seen, ms; (height, width, 3 or 4)."""

CELL, SIDE = 12.0, 64
"""CSS px that a px of the small frames stands for, and how many of those the longer side has at most: a third of a
degree of what is seen."""
AROUND, MORE = 2, 2
"""Px of the small frames to each side that a px flashes together with: where it becomes lighter, so do they, so many
times as much as they become darker in all. Letters that go by are no flash: some px are lit while others darken."""
STEP = 40
"""Ms between frames where something moves: 25 a second; cuts and what is about as quick are looked at exactly."""
SMALL = 0.02
"""Of the canvas that the smallest changes go over, all together, which are not looked at."""
FADE = 4
"""Steps in which a change of colour, opacity or clip is looked at: it goes one way."""
MOVES = ("move", "scale", "turn")
FINE = 48
"""Parts of a change's time in which its steps are found."""
SECOND = 1000
SHARE = 0.10
"""Of the canvas (look book for motion, section 7)."""
FIELD, FIELD_SHARE = (341, 256), 0.25
"""A visual field of 10 degrees, CSS px, and how much of it may flash (WCAG 2.2): on large canvases this is less."""
_FULL = 65535
_STEP, _DARK = _FULL // 10, _FULL * 4 // 5
"""A change of luminance, and how dark its darker state is."""
_FLOOR = _FULL // 16
"""How much more of red than of the others there is in what counts as red at all (WCAG 2.0: (R - G - B) x 320 > 20)."""
_APART = 200
"""Of 1000 in the CIE 1976 UCS diagram."""
_WHITE = (198, 468)
_LIGHT = np.array(LINEAR, np.int32)
_ROWS = ((4124, 3576, 1805), (2126, 7152, 722), (193, 1192, 9505))

Values: TypeAlias = npt.NDArray[np.int32]
Marks: TypeAlias = npt.NDArray[np.bool_]


def measured(scene: Scene, assets: Assets, scale: float = 1.0) -> Flashes:
    """How a scene flashes; `scale`: px of the canvas at 1x."""
    size = cell(scene, scale)
    return flashes(frames(scene, assets, size), size / scale)


def worst(measured: Iterable[Flashes]) -> Flashes | None:
    """What flashes most of several scenes; None of none."""
    found = tuple(measured)
    if not found:
        return None
    light, red = max(found, key=lambda one: one.changes), max(found, key=lambda one: (one.red, one.red_wide))
    return Flashes(light.changes, light.at, red.red, red.red_at, max(one.red_wide for one in found), light.frames)


def cell(scene: Scene, scale: float = 1.0) -> float:
    """Px of the canvas that a px of its small frames stands for."""
    return max(CELL * scale, max(scene.width, scene.height) / SIDE)


def flashes(frames: Iterable[Frame], cell: float = CELL) -> Flashes:
    """How often too much of the canvas at once changes back and forth within a second; `cell`: CSS px a px."""
    seen = list(frames)
    if len(seen) < 3:
        return Flashes(0, 0, 0, 0, 0, len(seen))
    times = [at for at, _ in seen]
    light = _LIGHT[np.stack([pixels[..., :3] for _, pixels in seen])]
    levels = _luminance(light)
    changes, at = _most(times, _turns(levels, *_together(levels)), cell)
    return Flashes(changes, at, *_reddest(times, light, cell), len(seen))


def _luminance(light: Values) -> Values:
    total: Values = (light[..., 0] * 213 + light[..., 1] * 715 + light[..., 2] * 72) // 1000
    return total


def _together(levels: Values) -> tuple[Marks, Marks]:
    """Where what is around each px becomes lighter from one frame to the next, more than darker; and the reverse."""
    steps = np.diff(levels, axis=0)
    lighter, darker = (_summed(np.maximum(one, 0)) for one in (steps, -steps))
    return lighter >= MORE * darker, darker >= MORE * lighter


def _summed(values: Values) -> Values:
    """Of each px of each frame, the sum over what is around it."""
    for axis in (1, 2):
        size, wide = values.shape[axis], [(0, 0)] * 3
        wide[axis] = (AROUND + 1, AROUND)
        sums = np.cumsum(np.pad(values, wide), axis=axis, dtype=np.int64)
        far, near = np.arange(2 * AROUND + 1, size + 2 * AROUND + 1), np.arange(size)
        values = (np.take(sums, far, axis) - np.take(sums, near, axis)).astype(np.int32)
    return values


def _turns(levels: Values, lighter: Marks, darker: Marks) -> Iterator[Marks]:
    """Of each frame, which px have changed since their last peak or valley against their last change, together with
    what is around them."""
    low, high = levels[0].copy(), levels[0].copy()
    risen, fallen = np.zeros(low.shape, np.bool_), np.zeros(low.shape, np.bool_)
    yield risen
    for level, rises, falls in zip(levels[1:], lighter, darker, strict=True):
        np.minimum(low, level, out=low)
        np.maximum(high, level, out=high)
        up = ~risen & (level - low >= _STEP) & (low < _DARK)
        down = ~fallen & (high - level >= _STEP) & (level < _DARK)
        high[up], low[down] = level[up], level[down]
        risen, fallen = (risen & ~down) | up, (fallen & ~up) | down
        yield (up & rises) | (down & falls)


def _most(times: Sequence[int], turns: Iterable[Marks], cell: float) -> tuple[int, int]:
    """The most changes within a second that too many px go through, and when that second begins."""
    most, since, recent = 0, 0, list[tuple[int, Marks]]()
    total: npt.NDArray[np.int16] | None = None
    for at, turn in zip(times, turns, strict=True):
        if not turn.any():
            continue
        total = np.zeros(turn.shape, np.int16) if total is None else total
        while recent and recent[0][0] <= at - SECOND:
            total -= recent.pop(0)[1]
        recent.append((at, turn))
        total += turn
        while _large(total > most, cell):
            most, since = most + 1, max(0, recent[0][0])
    return most, since


def _large(marks: Marks, cell: float) -> bool:
    """Whether marked px are too many: of the canvas, or of any visual field on it, where a px is so many CSS px."""
    count = np.count_nonzero(marks)
    if count > SHARE * marks.size:
        return True
    high, wide = (max(1, min(size, round(side / cell))) for size, side in zip(marks.shape, FIELD[::-1], strict=True))
    most = FIELD_SHARE * FIELD[0] * FIELD[1] / cell**2
    if count <= most:
        return False
    sums = np.pad(marks.astype(np.int32).cumsum(0).cumsum(1), ((1, 0), (1, 0)))
    fields = sums[high:, wide:] - sums[:-high, wide:] - sums[high:, :-wide] + sums[:-high, :-wide]
    return bool(fields.max() > most)


# Saturated red


def _reddest(times: Sequence[int], light: Values, cell: float) -> tuple[int, int, int]:
    """The same of changes to or from a saturated red; and how often a tenth of the canvas becomes red, or ceases to be,
    in all: a red product that goes by is red elsewhere at each time, and no flash."""
    red, green, blue = light[..., 0], light[..., 1], light[..., 2]
    reds = (5 * red >= 4 * (red + green + blue)) & (red - green - blue > _FLOOR)
    if not _large(np.logical_or.reduce(reds), cell):
        return 0, 0, 0
    turns = list(_red_turns(reds, _chromaticity(light)))
    return *_most(times, turns, cell), _blinks(times, reds.reshape(len(reds), -1).sum(axis=1), reds[0].size)


def _blinks(times: Sequence[int], red: npt.NDArray[np.int64], whole: int) -> int:
    """The most opposing changes of how much is red within a second, a tenth of the whole or more each; where most is
    red all the time, words that come and go on it are none."""
    red = np.minimum(red, whole // 2)
    least, low, high, up, found = SHARE * whole, int(red[0]), int(red[0]), 0, list[int]()
    for at, now in zip(times, map(int, red), strict=True):
        low, high = min(low, now), max(high, now)
        if up <= 0 and now - low >= least:
            found, up, high = [*found, at], 1, now
        elif up >= 0 and high - now >= least:
            found, up, low = [*found, at], -1, now
    return max((sum(at <= one < at + SECOND for one in found) for at in found), default=0)


def _chromaticity(light: Values) -> Values:
    """u' and v' in thousandths; what is nearly black has that of white."""
    wide = light.astype(np.int64)
    x, y, z = (sum(weight * wide[..., channel] for channel, weight in enumerate(row)) for row in _ROWS)
    total = x + 15 * y + 3 * z
    dark = y < 10_000 * _FULL // 500
    safe = np.where(dark, 1, total)
    found = [np.where(dark, white, factor * part // safe)
             for white, factor, part in zip(_WHITE, (4000, 9000), (x, y), strict=True)]  # fmt: skip
    return np.stack(found, axis=-1).astype(np.int32)


def _red_turns(reds: Marks, hues: Values) -> Iterator[Marks]:
    """Of each frame, which px have become a saturated red, or have left it, far enough in colour from what they were
    at their farthest."""
    state, far = reds[0].copy(), hues[0].copy()
    """Whether a px is red now; what it was like when it was the least like what it will be."""
    yield np.zeros(state.shape, np.bool_)
    for red, hue in zip(reds[1:], hues[1:], strict=True):
        apart = _apart(hue, far) > _APART**2
        into, out = ~state & red & apart, state & ~red & apart
        state = (state | into) & ~out
        same = (state & red) | (~state & ~red & (_redness(hue) >= _redness(far))) | into | out
        far[same] = hue[same]
        yield into | out


def _apart(one: Values, other: Values) -> Values:
    square: Values = ((one - other) ** 2).sum(axis=-1)
    return square


def _redness(hue: Values) -> Values:
    """How far a hue is from the reddest."""
    return _apart(hue, np.array((451, 523), np.int32))


# Frames


def frames(scene: Scene, assets: Assets, cell: float = CELL) -> Iterator[Frame]:
    """A scene's frames, painted small, only where enough of the canvas moves to flash; a loop goes on to its first
    second."""
    kept, scale, due = _Kept(assets), 1 / cell, moments(scene, cell)
    for at in due:
        yield at, _sketched(scene.at(at), kept, scale)
    if scene.loops != 1:
        for at in due:
            if at <= SECOND:
                yield scene.duration + at, _sketched(scene.at(at), kept, scale)


def _sketched(still: Scene, assets: Assets, scale: float) -> Pixels:
    brush = _Sketch(still, assets, scale)
    brush.draw(still.root)
    return brush.pixels


class _Sketch(Brush):
    """Draws small, measures nothing, and takes pictures whole, so that they are made once."""

    def _probe(self, node: Text) -> None:
        return

    def _seen(self, node: Image, drawn: Words, behind: Words) -> None:
        return

    def _shown(self, node: Image, sides: Area) -> tuple[Box, Area]:
        return node.crop, sides


def moments(scene: Scene, cell: float = CELL) -> list[int]:
    """When frames are to be looked at, ms: whenever something has gone on so far that it could come and go unseen, in
    seconds in which more moves than may flash. What blinks or fades is seen exactly; of what passes where
    pictures move, one flash may be missed (15 creatives of the demos: at most five changes every 20 ms, four by
    these)."""
    changes = sorted(_changes(scene.root, scene.canvas, cell), key=lambda one: one.area)
    size, found, small = scene.width * scene.height, {0, scene.duration}, 0.0
    for change in changes:
        near = sum(other.area for other in changes
                   if other.start <= change.end + SECOND and other.end >= change.start - SECOND)  # fmt: skip
        small += change.area
        if near > SHARE * size and small > SMALL * size:
            found |= set(change.looks)
    return sorted(at for at in found if 0 <= at <= scene.duration)


class _Change(NamedTuple):
    """Of a node: from when to when, the area it goes over (px²), and when it has to be looked at."""

    start: int
    end: int
    area: float
    looks: tuple[int, ...]


def _changes(node: AnyNode, canvas: Box, cell: float) -> Iterator[_Change]:
    """What changes of a node and of those below it."""
    if node.tracks:
        leaves = [one for one in walked(node) if not isinstance(one, Group)]
        grain = min((_grain(one, cell) for one in leaves), default=cell)
        for track in node.tracks:
            for one, other in pairwise(track.keyframes):
                if one.value != other.value:
                    places = [moved_by(node.tracks, node.pivot, ms) for ms in (one.at, other.at)]
                    swept = [_swept(leaf.box, places, canvas) for leaf in leaves]
                    far = max((_far(leaf.box, places) for leaf in leaves), default=0.0)
                    steps = ceil(far / grain) if track.property in MOVES else FADE
                    yield _Change(one.at, other.at, sum(swept), tuple(_looks(one, other, max(1, steps))))
    if isinstance(node, Group):
        for child in node.children:
            yield from _changes(child, canvas, cell)


def _looks(one: Keyframe, other: Keyframe, steps: int) -> Iterator[int]:
    """When a change has come one step farther: where it takes longer than a frame or two, at even times, so that what
    changes together is looked at together."""
    length, unit = other.at - one.at, STEP if other.at - one.at > 1.5 * STEP else 1
    steps = min(steps, max(1, length // STEP))
    for share in (0.0, *_shares(one.ease, steps)):
        yield -(-(one.at + ceil(length * share)) // unit) * unit


@lru_cache(256)
def _shares(ease: Ease, steps: int) -> tuple[float, ...]:
    """The shares of its time at which a change has come through each of so many even steps."""
    curve = [eased(ease, number / FINE) for number in range(FINE + 1)]
    found = [next((place for place, value in enumerate(curve) if value >= step / steps), FINE)
             for step in range(1, steps + 1)]  # fmt: skip
    return tuple(place / FINE for place in (*found, curve.index(max(curve))))


def _grain(node: AnyNode, cell: float) -> float:
    """How far a leaf may go on between two looks: two px of a picture, its own height of what is of one colour or,
    seen so small, of one mixture of two."""
    return max(cell, min(node.box.w, node.box.h)) if isinstance(node, (Shape, Text)) else 2 * cell


def _swept(box: Box, places: Sequence[Affine], canvas: Box) -> float:
    """The area that a box goes over, px²."""
    over = around([corner for place in places for corner in _corners(box, place)])
    wide = min(over.right, canvas.right) - max(over.x, canvas.x)
    high = min(over.bottom, canvas.bottom) - max(over.y, canvas.y)
    return max(0.0, wide) * max(0.0, high)


def _far(box: Box, places: Sequence[Affine]) -> float:
    """How far its farthest corner goes."""
    pairs = zip(*(_corners(box, place) for place in places), strict=True)
    return max(hypot(x1 - x0, y1 - y0) for (x0, y0), (x1, y1) in pairs)


def _corners(box: Box, place: Affine) -> tuple[Point, ...]:
    return (place.point(box.x, box.y), place.point(box.right, box.y),
            place.point(box.right, box.bottom), place.point(box.x, box.bottom))  # fmt: skip


class _Kept:
    """Assets that remember the pictures of one scene, each made at few sizes: what grows and shrinks is sampled."""

    def __init__(self, assets: Assets) -> None:
        self.font = assets.font
        self._made = lru_cache(16)(assets.pixels)
        self.pixels = lru_cache(64)(self._sampled)
        """A picture's part at a size (raster.Assets)."""

    def _sampled(self, asset: str, crop: Box, width: int, height: int, treatment: str) -> Pixels:
        factor = (1 << (max(width, height) - 1).bit_length()) / max(width, height)
        wide, high = ceil(width * factor), ceil(height * factor)
        made = self._made(asset, crop, wide, high, treatment)
        rows, columns = (
            (np.arange(size) * 2 + 1) * most // (2 * size) for size, most in ((height, high), (width, wide))
        )
        return np.ascontiguousarray(made[rows][:, columns])
