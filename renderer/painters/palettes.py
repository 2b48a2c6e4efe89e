"""One palette for all frames of a film: the brand's flat colours exactly, the rest where most px need them.

All in whole numbers: the same on every machine.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt

from renderer.painters.blending import Words
from renderer.painters.frames import Film
from renderer.scene import Colour, Scene, Shape, Text

Levels: TypeAlias = npt.NDArray[np.int64]
"""Colours: (count, 3), 0 to 255 each."""
Numbers: TypeAlias = npt.NDArray[np.uint8]

WEIGHTS = np.array((3, 4, 2), np.int64)  # of differences in red, green and blue: roughly as the eye has it
_RGB = np.uint32(0xFFFFFF)
_SETTLING = 4  # rounds in which colours move to the middle of the px they stand for
_COARSE = 12_000  # colours above which those that share their six upper bits are looked at as one
_ROWS, _FEWER = 4096, 512  # colours compared with a palette, mixed from it at a time
_REST = 4  # how much the last frame counts: it stays
_GRAIN = 16  # steps of the dither's pattern
_FAR = 40 * 40 * 9  # weighted: colours farther apart than 40 levels are not mixed, the grain would show
_CLOSE = 9  # weighted: a colour nearer than one level to the palette's needs no mixing
_CAUTION = 8  # a mix is charged an eighth of the difference that its grain makes
_AREA = 256  # one px in so many shows a colour that covers an area
_STEPS = 8 * 8 * 9  # weighted: what is nearer to another colour that covers an area is a step of a gradient
_PATTERN = np.array(((0, 8, 2, 10), (12, 4, 14, 6), (3, 11, 1, 9), (15, 7, 13, 5)), np.uint8)


class Inventory(NamedTuple):
    """Every colour of a film once, how many px show it, and each frame's px as numbers of colours."""

    colours: Levels
    counts: Levels
    frames: tuple[npt.NDArray[np.uint32], ...]


class Palette(NamedTuple):
    """Colours, and which of them stands for each colour of an inventory: (steps of the dither's pattern, colours)."""

    colours: Levels
    stands: Numbers

    def numbered(self, numbers: npt.NDArray[np.uint32], left: int, top: int) -> Numbers:
        """The palette's numbers for a part of the canvas that begins at `left`, `top`."""
        steps, count = self.stands.shape
        height, width = numbers.shape
        rows = np.minimum(_PATTERN, steps - 1)[np.arange(top, top + 4) & 3][:, np.arange(left, left + width) & 3]
        starts = np.tile(rows.astype(np.intp) * count, (height // 4 + 1, 1))[:height]
        starts += numbers
        return self.stands.ravel().take(starts, mode="clip")


def inventory(film: Film) -> Inventory:
    """Counts the px as often as they are new; those of the last frame, which stays, four times more."""
    *_, last = film.canvases()
    there = np.zeros(1 << 24, np.bool_)
    for frame in film.frames:
        there[_packed(frame.words)] = True
    found = np.flatnonzero(there)
    number = np.empty(1 << 24, np.uint32)
    number[found] = np.arange(len(found), dtype=np.uint32)
    frames = tuple(number.take(_packed(frame.words), mode="clip") for frame in film.frames)
    counts = np.bincount(number[_packed(last)].ravel(), minlength=len(found)) * _REST
    for numbers in frames:
        counts += np.bincount(numbers.ravel(), minlength=len(found))
    return Inventory(_levels(found), counts.astype(np.int64), frames)


def _packed(words: Words) -> npt.NDArray[np.intp]:
    """Colours as places in a table of all colours."""
    return (words & _RGB).astype(np.intp)


def flat_colours(scene: Scene) -> tuple[tuple[int, int, int], ...]:
    """The solid colours that a scene's shapes and texts name, its ground's first."""
    found: dict[tuple[int, int, int], None] = {scene.background[:3]: None}

    def add(colour: Colour | None) -> None:
        if colour is not None and colour[3] == 255:
            found[colour[:3]] = None

    for node in scene.walk():
        if isinstance(node, Shape):
            add(node.fill if node.gradient is None else None)
        if isinstance(node, Shape | Text):
            add(stroke.colour if (stroke := node.stroke if isinstance(node, Shape) else node.strike) else None)
        for run in (run for line in node.lines for run in line.runs) if isinstance(node, Text) else ():
            add(run.fill)
    return tuple(found)


def palette(found: Inventory, flat: tuple[tuple[int, int, int], ...], size: int, dithered: bool = False) -> Palette:
    """At most `size` colours for an inventory: the flat ones that it shows, those most used first, then the best."""
    if len(found.colours) <= size:
        return _stood_for(found.colours, found.colours, dithered=False)
    places = _pinned(found, flat, size)
    pinned, rest = found.colours[places], np.delete(np.arange(len(found.colours)), places)
    colours, counts = _coarser(found.colours[rest], _damped(found.counts[rest]))
    chosen = _settled(pinned, _split(colours, counts, size - len(pinned)), colours, counts)
    return _stood_for(np.unique(np.concatenate([pinned, chosen]), axis=0), found.colours, dithered)


def _pinned(found: Inventory, flat: tuple[tuple[int, int, int], ...], size: int) -> npt.NDArray[np.int64]:
    """The numbers of the colours that have to come out exactly, those that most px show first: the flat ones, and those
    that cover areas and are no step of a gradient (a border that lets its ground through)."""
    packed = found.colours @ np.array((1, 256, 65536))
    named = np.isin(packed, np.array([red | green << 8 | blue << 16 for red, green, blue in flat], np.int64))
    order = np.argsort(-found.counts, kind="stable")
    first = order[named[order]][:size]
    broad = order[~named[order]]
    broad = broad[found.counts[broad] * _AREA >= found.counts.sum()]
    lone = [one for one in broad if _distances(found.colours[one], found.colours[broad])[1] > _STEPS]
    return np.concatenate([first, np.array(lone[: size - len(first)], np.int64)])


def _distances(one: Levels, others: Levels) -> Levels:
    """How far others are from a colour, the nearest first; a far one behind them."""
    apart = others - one
    return np.sort(np.append((apart * apart) @ WEIGHTS, _FAR))


def _levels(packed: npt.NDArray[np.int64]) -> Levels:
    return np.stack([packed & 255, packed >> 8 & 255, packed >> 16], axis=1)


def _damped(counts: Levels) -> Levels:
    """Counts to the power of 3/4: small parts in a colour of their own keep it. Roots are rounded in one way only."""
    return np.sqrt(counts * np.sqrt(counts).astype(np.int64)).astype(np.int64) + 1


def _coarser(colours: Levels, counts: Levels) -> tuple[Levels, Levels]:
    """Few enough colours to work with: their middles where there are very many."""
    if len(colours) <= _COARSE:
        return colours, counts
    keys = colours >> 2
    _, groups = np.unique(keys[:, 0] << 12 | keys[:, 1] << 6 | keys[:, 2], return_inverse=True)
    return _middles(colours, counts, groups.ravel())


def _middles(colours: Levels, counts: Levels, groups: npt.NDArray[np.int64]) -> tuple[Levels, Levels]:
    """The middle and the weight of each group that has any; sums are whole, and held exactly by floats."""
    size = int(groups.max()) + 1 if len(groups) else 0
    weights = np.bincount(groups, counts, size).astype(np.int64)
    sums = np.stack([np.bincount(groups, counts * colours[:, one], size).astype(np.int64) for one in range(3)], axis=1)
    used = weights > 0
    return (sums[used] + weights[used, None] // 2) // weights[used, None], weights[used]


def _split(colours: Levels, counts: Levels, size: int) -> Levels:
    """So many colours, found by halving boxes: each time the one whose px lie farthest from their middle in all, along
    the channel in which they do so most, at the middle (Wu's and Heckbert's way between them)."""
    if not len(colours) or size < 1:
        return np.zeros((0, 3), np.int64)
    boxes = [np.arange(len(colours))]
    spreads = [_spread(colours, counts)]
    while len(boxes) < size:
        worst = max(range(len(boxes)), key=lambda one: spreads[one][0])
        total, channel, middle = spreads[worst]
        if not total:
            break
        box = boxes[worst]
        low = colours[box, channel] <= middle
        for place, part in ((worst, box[low]), (len(boxes), box[~low])):
            boxes[place : place + 1] = [part]
            spreads[place : place + 1] = [_spread(colours[part], counts[part])]
    groups = np.empty(len(colours), np.int64)
    for number, box in enumerate(boxes):
        groups[box] = number
    return _middles(colours, counts, groups)[0]


def _spread(colours: Levels, counts: Levels) -> tuple[int, int, int]:
    """How far px lie from their middle (squares, summed, in the worst channel), that channel, and its middle."""
    weight = int(counts.sum())
    sums = counts @ colours
    squares = (counts @ (colours * colours) - sums * sums // weight) * WEIGHTS
    if len(colours) < 2:
        return 0, 0, 0
    channel = int(squares.argmax())
    return int(squares[channel]), channel, min(int(sums[channel]) // weight, int(colours[:, channel].max()) - 1)


def _settled(pinned: Levels, free: Levels, colours: Levels, counts: Levels) -> Levels:
    """The free colours moved to the middle of what they stand for beside the pinned ones, a few times (Lloyd)."""
    for _ in range(_SETTLING):
        if not len(free):
            break
        nearest = _nearest(colours, np.concatenate([pinned, free])).astype(np.int64)
        own = nearest >= len(pinned)
        free = _middles(colours[own], counts[own], nearest[own] - len(pinned))[0] if own.any() else free[:0]
    return free


def _nearest(colours: Levels, among: Levels) -> Numbers:
    """For each colour the number of the nearest among others; the first of equals."""
    squares = ((among * among) @ WEIGHTS).astype(np.int32)
    twice = (2 * among * WEIGHTS).T.astype(np.int32)
    found = np.empty(len(colours), np.uint8)
    for start in range(0, len(colours), _ROWS):
        part = colours[start : start + _ROWS].astype(np.int32)
        apart = squares - part[:, :1] * twice[0]  # but for the colour's own square
        apart -= part[:, 1:2] * twice[1]
        apart -= part[:, 2:] * twice[2]
        found[start : start + _ROWS] = apart.argmin(axis=1)
    return found


def _stood_for(colours: Levels, all_: Levels, dithered: bool) -> Palette:
    nearest = _nearest(all_, colours)
    if not dithered:
        return Palette(colours, nearest[None])
    second, share = nearest.copy(), np.zeros(len(all_), np.uint8)
    off = all_ - colours[nearest]
    mixed = np.flatnonzero((off * off) @ WEIGHTS > _CLOSE)
    for start in range(0, len(mixed), _FEWER):
        part = mixed[start : start + _FEWER]
        second[part], share[part] = _mixes(all_[part], colours, nearest[part].astype(np.int64))
    steps = np.arange(_GRAIN // 2 + 1, dtype=np.uint8)[:, None]  # a colour takes half of the others' place at most
    return Palette(colours, np.where(steps < share, second, nearest))


def _mixes(wanted: Levels, colours: Levels, nearest: npt.NDArray[np.int64]) -> tuple[Numbers, Numbers]:
    """For each colour the one to mix with its nearest, and in how many of 16 px: the mix that comes nearest to it, a
    coarse grain counted in; none where that is no nearer."""
    own = colours[nearest]
    twice = 2 * colours * WEIGHTS
    off = wanted - own
    squares = ((colours * colours) @ WEIGHTS).astype(np.int32)
    # from the nearest to each other one; twice how far the colour lies towards it
    distances = squares[nearest][:, None] + squares - _products(own, twice)
    along = _products(off, twice) - (2 * (off * own) @ WEIGHTS).astype(np.int32)[:, None]
    steps = np.clip(along * _GRAIN // np.maximum(2 * distances, 1), 0, _GRAIN // 2)
    cost = steps * distances
    cost -= _GRAIN * along
    cost *= steps
    cost += steps * (_GRAIN - steps) * distances // _CAUTION
    cost[(distances > _FAR) | (distances == 0)] = 1
    best = cost.argmin(axis=1)
    rows = np.arange(len(wanted))
    share = np.where(cost[rows, best] < 0, steps[rows, best], 0)
    return best.astype(np.uint8), share.astype(np.uint8)


def _products(some: Levels, others: Levels) -> npt.NDArray[np.int32]:
    """Each of some with each of others, their channels multiplied and summed."""
    channels = zip(some.T.astype(np.int32), others.T.astype(np.int32), strict=True)
    total: npt.NDArray[np.int32] = sum(one[:, None] * other for one, other in channels)
    return total


def shown(colours: Levels, numbers: Numbers) -> Words:
    """Numbers of colours as px."""
    table = (colours @ np.array((1, 256, 65536)) | 0xFF000000).astype(np.uint32)
    return np.asarray(table[numbers])
