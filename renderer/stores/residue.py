"""What a first outline of a subject gets wrong where it meets its shadow: slabs of it kept, dark feet lost, holes shut.

Thresholds are of 256 (ratios to the backdrop) or shares, set by eye on the cut-outs of 225 photographs of two feeds.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from renderer.stores.bitmaps import Bitmaps, Mask

Levels = npt.NDArray[np.int16]

GREY = 30  # of 256 that a shadow's channels differ by
SMOOTH = 24  # levels across 2 px inside a shadow: more is detail, or an edge
PALE = 80  # a shadow that shows on a dark ground is lighter than that; darker ones may be feet
BARE = 0.15  # of a slab's rim that lies open: a face of the subject has its own outline around it
SLAB = 0.15  # of the subject that a slab takes at most
ALIKE, RARE = 20, 0.2  # levels between what looks the same; share of the subject, to the open rim, that is so
WARM, HUES = 44, 12  # the same hue of a part that sticks out; what counts as one hue there
TONGUES = ((0.04, 0.55), (0.1, 0.7))  # how rare its lightness is in the subject, and how open its rim then must be
LOW, FLAT = 0.85, 12  # of the body's height from which a part beneath it is its shadow; levels of slope in that
GAP = 12  # its share of a subject's height is what may lie between a body and the edge of its foot
DARK, SHADED = 72, 160  # no shadow on a floor is darker than the first; feet in their own shadow reach the second
EVEN, HUE, HOLE = 1.6, 5, 100  # levels of slope, 256ths of hue, px of a hole that is known by them alone
SEEN, MOSTLY = 0.97, 0.85  # of a hole that is as light as the backdrop: in a light subject, and in others
SHADY, SOFT = 0.55, 4  # the same where it has the backdrop's hue and no edges: a floor in the shadow of arms
LIT = 274  # lighter than any backdrop
LIGHT, PLENTY = 190, 0.15  # from which lightness, and which share of it, a subject is a light one


class Seen(NamedTuple):
    """A picture at 256 px as its parts are judged by, all (height, width)."""

    board: Bitmaps
    ratio: Levels
    """(height, width, 3): picture / backdrop, 256 = the same."""
    level: Levels
    """The highest ratio of the three channels."""
    lowest: Levels
    """The lowest."""
    slope: Levels
    """Levels across 2 px."""

    def hue(self) -> Levels:
        """How far a px is from the backdrop's own hue, 0 to 256."""
        # whole numbers of which no quotient, at most 256, is nearer than 2^-10 to the next whole one without being it:
        # rounded to 24 bits, as floats are, it stays below that
        part = (self.level - self.lowest).astype(np.float32) * np.float32(256)
        return np.asarray((part / np.maximum(self.level, 1)).astype(np.int16))

    def grey(self, most: int) -> Mask:
        """Whether a px has the backdrop's own hue, up to so many 256ths."""
        return np.asarray(self.hue() < most)


def without_slabs(seen: Seen, bits: int) -> int:
    """The mask without sharply bounded shadows: smooth, grey and pale plates that lie open to the backdrop, nearer to
    it in lightness than to the subject's parts beside them; the less open, the less the rest may look like them."""
    board = seen.board
    plate = board.pack(seen.grey(GREY) & (seen.lowest > PALE) & (seen.level < 280))
    smooth = plate & board.pack(seen.slope < SMOOTH) & bits
    smooth = board.grow(board.shrink(smooth, 1), 1) & smooth
    low = _lower_half(seen, bits)
    found = [part for part in board.parts(smooth & low, 60) if part.bit_count() >= 12]
    slabs = [part for part in found if _is_slab(seen, bits, part)]
    for part in slabs:
        bits &= ~_with_rim(seen, part, plate)
    return _without_tongues(seen, bits)


def _lower_half(seen: Seen, bits: int) -> int:
    """Where a subject's shadow may lie: from its middle down."""
    top, _, end, _ = seen.board.bounds(bits)
    return seen.board.rows((top + end - 1) // 2) if bits else 0


def _with_rim(seen: Seen, part: int, plate: int) -> int:
    """A shadow with its own blurred or sharp rim, which is lighter than itself."""
    rim = seen.board.pack(seen.level > _level(seen, part) - 24) & plate
    return seen.board.flood(part, rim & seen.board.grow(part, 4))


def _without_tongues(seen: Seen, bits: int) -> int:
    """The mask without what is pale and grey as little else of the subject, and sticks out of it."""
    board = seen.board
    plate = board.pack(seen.grey(WARM) & (seen.lowest > PALE) & (seen.level < 280))
    for share, out in TONGUES:
        rare = _rare(seen, bits, plate, share) & plate & bits & _lower_half(seen, bits)
        for part in board.parts(board.grow(board.shrink(rare, 1), 1) & rare, 80):
            rim = board.grow(part, 2) & ~part
            if part.bit_count() >= 12 and (rim & ~bits).bit_count() > out * rim.bit_count():
                bits &= ~_with_rim(seen, part, plate)
    return bits


def _rare(seen: Seen, bits: int, plate: int, share: float) -> int:
    """Px whose lightness and hue less than a share of the mask's inner px have, among those of a shadow's hue."""
    board, hues = seen.board, WARM // HUES + 1
    inner = board.shrink(bits, 3)
    places = np.clip(seen.level, 0, 279) * np.int16(hues) + np.minimum(seen.hue() // np.int16(HUES), hues - 1)
    among = places[board.unpack(inner & plate)]
    near = np.pad(np.bincount(among, minlength=280 * hues).reshape(280, hues), ((1, 0), (1, 1)))
    sums = np.cumsum(near[:, :-2] + near[:, 1:-1] + near[:, 2:], axis=0)
    levels = np.arange(280)
    alike = sums[np.minimum(levels + ALIKE, 280)] - sums[np.maximum(levels - ALIKE, 0)]
    return board.pack((alike < share * max(1, inner.bit_count())).ravel().take(places))


def _is_slab(seen: Seen, bits: int, part: int) -> bool:
    board = seen.board
    if part.bit_count() > SLAB * bits.bit_count():
        return False
    rim = board.grow(part, 2) & ~part
    bare = (rim & ~bits).bit_count() / rim.bit_count()
    if bare < BARE or _share_alike(seen, bits & ~part, part) >= RARE * bare:
        return False
    level = _level(seen, part)
    beside = board.grow(part, 5) & bits & ~board.grow(part, 2)
    return not beside or level - _level(seen, beside) > 256 - level


def _level(seen: Seen, part: int) -> int:
    values = np.sort(seen.level[seen.board.unpack(part)])
    return int(values[len(values) // 2]) if len(values) else 256


def _share_alike(seen: Seen, others: int, part: int) -> float:
    """Share of other px that have a part's middle colour."""
    planes = [seen.ratio[:, :, channel] for channel in range(3)]
    mask, rest = seen.board.unpack(part), seen.board.unpack(others)
    if not rest.any():
        return 1.0
    alike = rest
    for plane in planes:
        middle = np.sort(plane[mask])
        alike = alike & (np.abs(plane - middle[len(middle) // 2]) < ALIKE)
    return int(alike.sum()) / int(rest.sum())


def without_floor(seen: Seen, bits: int) -> int:
    """The mask without a shadow on the floor that a hanging subject does not touch: a smooth, flat part beneath."""
    board = seen.board
    parts = board.parts(bits, 60)
    if len(parts) < 2:
        return bits
    body = max(parts, key=int.bit_count)
    top, _, end, _ = board.bounds(body)
    line = top + (end - 1 - top) * LOW
    for part in parts:
        first, left, last, right = board.bounds(part)
        if part != body and first > line and right - left > 2 * (last - first):
            slope = seen.slope[board.unpack(board.shrink(part, 2))]
            if not len(slope) or int(slope.sum()) < FLAT * len(slope):
                bits &= ~part
    return bits


def with_feet(seen: Seen, bits: int) -> int:
    """The mask and what is dark right under it: feet that melt into their own shadow, and what lies between a body and
    the edge below it."""
    board = seen.board
    top, _, end, _ = board.bounds(bits)
    height = max(0, end - 1 - top)
    held = board.bridged(bits, height // GAP) | board.pack(_over_the_feet(board.unpack(bits), height))
    dark = board.pack(seen.level < DARK) | held & board.pack(seen.level < SHADED)
    dark &= board.below(bits) & ~bits
    feet = board.flood(board.grow(bits, 1) & dark, dark)
    return bits | (board.grow(board.shrink(feet | bits, 1), 1) & feet)


def _over_the_feet(mask: Mask, height: int) -> Mask:
    """Px under the mask and over the tight line below it, in its lowest sixth, where that is as near."""
    places = np.arange(mask.shape[0], dtype=np.int16)[:, None]
    lowest = np.where(mask, places, np.int16(-1)).max(axis=0)
    least = int(lowest.max()) - height // 6
    feet = [(x, y) for x, y in enumerate(lowest.tolist()) if y > least]
    line = np.full(mask.shape[1], -1, np.int16)
    for (x, y), (right, end) in pairwise(_tight(feet)):
        line[x : right + 1] = [y + (end - y) * step // (right - x) for step in range(right - x + 1)]
    near = (line - lowest <= height // GAP) & (lowest >= 0)
    return np.asarray((places > lowest) & (places <= line) & near)


def _tight(points: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The convex chain below points given from left to right (y grows downwards)."""
    chain: list[tuple[int, int]] = []
    for x, y in points:
        while len(chain) > 1 and _bends_up(chain[-2], chain[-1], (x, y)):
            chain.pop()
        chain.append((x, y))
    return chain


def _bends_up(first: tuple[int, int], middle: tuple[int, int], last: tuple[int, int]) -> bool:
    across, down = last[0] - first[0], last[1] - first[1]
    return (middle[1] - first[1]) * across <= down * (middle[0] - first[0])


def holes(seen: Seen, subject: int, open_: int, near: int) -> int:
    """Parts inside the subject that show the backdrop (through a handle): sharply bounded and all of its colour, or so
    even that only a backdrop can be. A part of a subject that is light elsewhere may be a lit side of it."""
    board = seen.board
    inside = near & subject & open_
    rest = subject & ~inside
    if inside.bit_count() * 4 > subject.bit_count() and (rest & board.pack(seen.level < 140)).bit_count() * 2 < (
        rest.bit_count()
    ):
        return 0  # a light product: its own surface looks like the backdrop
    light = (rest & board.pack(seen.lowest > LIGHT)).bit_count() > PLENTY * rest.bit_count()
    found = 0
    for part in board.parts(board.shrink(inside, 1), 100):
        if part.bit_count() < 16:
            continue
        region = board.flood(part, open_ & subject)
        bare = (region & near).bit_count() / region.bit_count()
        plain = _spread(seen, part) < HUE
        lit = _lit(seen, region)
        even = plain and not lit and part.bit_count() >= HOLE and _mean(seen.slope, seen, part) < EVEN
        shady = plain and not light and _mean(seen.slope, seen, part) < SOFT and not lit
        if bare > (SEEN if light and not even else SHADY if shady else MOSTLY):
            found |= board.grow(region, 1)
        elif even:
            found |= board.grow(part, 2) & inside
    return found & subject


def _lit(seen: Seen, region: int) -> bool:
    """Whether some of a region is lighter than the backdrop: a shadow is nowhere."""
    return (region & seen.board.pack(seen.level > LIT)).bit_count() * 20 > region.bit_count()


def _spread(seen: Seen, part: int) -> float:
    """How far a part's channels lie apart in the mean, 0 for the backdrop's own hue."""
    return _mean(seen.level - seen.lowest, seen, part)


def _mean(values: Levels, seen: Seen, part: int) -> float:
    chosen = values[seen.board.unpack(part)]
    return int(chosen.sum(dtype=np.int64)) / max(1, len(chosen))
