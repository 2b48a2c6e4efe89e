"""Where the subject of a picture on a plain backdrop stands: a mask that leaves its soft floor shadow out.

The backdrop is flooded from the picture's border through everything that is smooth, of the backdrop's hue and not
darker than a shadow; what the flood cannot reach is the subject. A soft shadow is smooth, a product's edge is not.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image

from renderer.stores import backdrop, faint, hovering, residue
from renderer.stores.bitmaps import Bitmaps, Mask

SIDE = 256
DARK = 160  # of 256: no text stands on what is darker
FINEST = 8  # tenths of a level: a white product's edge on a white wall is hardly more
BORDER = 3  # px of 256 from a picture's side within which a subject leaves it
STRIP, STRIP_LOW = 12, 30  # % of a subject's height: a strip is as high at most, and lies so near to its foot
TORN = 0.12  # of stray edges from which a mask has lost parts of its subject
EDGE, REACH = 40, 6  # tenths of a level of an edge that a subject goes to; px of 256 of half a gap in such edges
VAGUE = 8  # px of 256 on both sides of an outline within which it may as well lie, where no edge confirms it
SOUND, MELTED = 0.008, 0.02
"""Of the outline that cannot be told from what is behind it in one stretch, because it was guessed there: what spoils
no cut-out, and what spoils any (33 of 225 judged photographs, nearly all dark things in their own shadow)."""
_MARGIN = 4  # px around a picture: the farthest that `find` looks for an edge
Levels = npt.NDArray[np.int16]


class Silhouette(NamedTuple):
    """A subject on its backdrop, at 256 px for the longer side."""

    mask: Mask
    """(height, width): the subject with its holes (handles) left out."""
    whole: Mask
    """The same with what it has lost of a subject in its backdrop's colour: all that hides what lies behind."""
    vague: Mask
    """Where the outline of that was guessed, with no edge in the picture."""
    ratio: npt.NDArray[np.int16]
    """(height, width, 3): picture / backdrop, 256 = the same."""
    backdrop: backdrop.Backdrop
    crisp: float
    """Share of the outline that stands out from the backdrop, 0 to 1: low where it was guessed."""
    melted: float
    """Its longest stretch that does not, as a share of the whole outline: a foot that melts into its shadow."""
    stray: float
    """Sharp edges outside the mask against its outline's length: high where parts of the subject were left out."""
    touching: float
    """Share of the border's pixels that belong to the subject."""
    light: bool
    """Whether the subject is about as light as its backdrop (white on white): then its mask is filled."""
    top: int
    """The subject's first row; where the mask has lost parts as light as the backdrop, theirs."""
    foot: int
    """The row below the subject and whatever is dark right under it: feet in their own shadow, hard shadows."""
    hovers: bool = False
    """Whether it was photographed in mid-air: its shadow lies apart on the floor, and is none to stand on."""
    picture: Image.Image | None = None
    """What it was found in, made by `small`."""


def small(picture: Image.Image) -> Image.Image:
    """The picture as RGB with 256 px on its longer side (never enlarged, at least 8 px a side)."""
    width, height = picture.size
    longest = max(width, height)
    size = (max(8, round(width * SIDE / longest)), max(8, round(height * SIDE / longest)))
    plain = picture if picture.mode == "RGB" else picture.convert("RGB")  # which copies what is RGB already
    return plain.resize(size, Image.Resampling.BOX)


def find(reduced: Image.Image) -> Silhouette:
    """The subject of a picture made by `small`."""
    pixels = _planes(reduced)
    slope, steep, slant = (_slope(pixels, reach) for reach in (1, 2, _MARGIN))
    sharp = slope * 10 - slant * 4  # of a change, what happens within 2 px, in tenths of a level
    behind = _behind(reduced, slope)
    ratio = _ratio(pixels, behind)
    board = Bitmaps(*slope.shape)
    seen = residue.Seen(board, np.moveaxis(ratio, 0, 2), ratio.max(axis=0), ratio.min(axis=0), slope)
    mask, outlined, shadows, fallen, light = _subject(seen, sharp)
    if traced := faint.missed(board, mask, sharp, _noise(sharp)):
        mask = outlined = _filled(board, mask | traced)
        shadows, fallen, light = 0, 0, True
    apart = fallen | hovering.shadow_apart(seen, mask)
    edge = board.border()
    touching = (mask & edge).bit_count() / edge.bit_count()
    crisp, melted = _crisp(board, outlined, board.pack(steep >= 14))
    lost = _lost(board, mask, shadows, sharp)
    stray = lost.bit_count() / max(1, (board.grow(mask, 1) & ~mask).bit_count()) if mask else 1.0
    whole, vague = mask, 0
    if light or stray > TORN:
        whole = _closed(board, mask, shadows, sharp)
        if stray > TORN:
            whole |= _within(board, whole, board.without(board.pack((seen.lowest > 236) & (seen.level < 274))))
        vague = _vague(board, whole, sharp)
    top = _top(board, mask, lost if stray > TORN else 0)
    foot = _foot(board, mask, 0 if apart else board.pack(seen.level < DARK))
    masks = board.unpack(mask), board.unpack(whole), board.unpack(vague)
    sure = crisp, melted, stray, touching
    return Silhouette(*masks, seen.ratio, behind, *sure, light, top, foot, bool(apart), reduced)


def _planes(picture: Image.Image) -> Levels:
    """A picture's channels as (3, height, width), with a margin like the px at its sides."""
    pixels = np.moveaxis(np.asarray(picture), 2, 0).astype(np.int16, order="C")
    return np.pad(pixels, ((0, 0), (_MARGIN, _MARGIN), (_MARGIN, _MARGIN)), mode="edge")


def _slope(pixels: Levels, reach: int) -> Levels:
    """The steepest difference of any channel across 2 * reach px, in x or y; `pixels` with their margin."""
    height, width = pixels.shape[1] - 2 * _MARGIN, pixels.shape[2] - 2 * _MARGIN
    low, high, here = _MARGIN - reach, _MARGIN + reach, slice(_MARGIN, -_MARGIN)
    across = np.abs(pixels[:, here, high : high + width] - pixels[:, here, low : low + width])
    down = np.abs(pixels[:, high : high + height, here] - pixels[:, low : low + height, here])
    steepest: Levels = np.maximum(across, down).max(axis=0)
    return steepest


def _behind(reduced: Image.Image, slope: Levels) -> backdrop.Backdrop:
    grid = (backdrop.GRID, backdrop.GRID)
    cells = np.asarray(reduced.resize(grid, Image.Resampling.BOX))
    slopes = Image.fromarray(np.minimum(slope, 255).astype(np.uint8))
    return backdrop.fit(cells, np.asarray(slopes.resize(grid, Image.Resampling.BOX)) > 12)


def _ratio(pixels: Levels, behind: backdrop.Backdrop) -> Levels:
    """Picture / backdrop, 256 = the same, at most 1023; `pixels` with their margin."""
    here = pixels[:, _MARGIN:-_MARGIN, _MARGIN:-_MARGIN].astype(np.float32)
    size = here.shape[:0:-1]
    surface = np.asarray(Image.fromarray(behind.surface).resize(size, Image.Resampling.BICUBIC))
    # up to 1024 a quotient of whole numbers below 2^16 and 2^8 is at least 2^-8 from the next whole one: rounded to
    # 24 bits, as floats are, it does not reach it
    quotient = here * np.float32(256) / np.maximum(np.moveaxis(surface, 2, 0), 1)
    ratio: Levels = np.minimum(quotient, np.float32(1023)).astype(np.int16)
    return ratio


def _top(board: Bitmaps, bits: int, lost: int) -> int:
    """The subject's first row, or that of the sharp edges above it that go on from it."""
    near = board.grow(lost & board.above(bits), 2)
    return board.bounds(bits | board.flood(board.grow(bits, 6) & near, near) & lost)[0]


def _foot(board: Bitmaps, bits: int, dark: int) -> int:
    """The row below what is dark and connected to the subject from below; the subject's own end where nothing is."""
    under = dark & board.below(bits) & ~bits
    return board.bounds(bits | board.flood(board.grow(bits, 1) & under, under))[2] or board.height


def _subject(seen: residue.Seen, sharp: Levels) -> tuple[int, int, int, int, bool]:
    """The subject, the same before crumbs and holes were taken out of it, what it lost as shadow and as a shadow that
    lies apart on the floor, and whether it is light."""
    board = seen.board
    low, high = seen.lowest, seen.level
    tint = (high - low) * 256 // np.maximum(high, 1)
    stray = 30 + np.maximum(256 - high, 0) * 45 // 256  # shadows are warmer or cooler than the light
    like = (tint < stray) & (low > 60) & (high < 290)
    near = (low > 236) & (high < 274)
    shade = (tint < stray + 8) & (low > 50) & (high < 246)
    outline = board.pack(sharp > max(FINEST, _noise(sharp) * 3 // 2))
    open_ = board.pack(like) & ~outline
    narrow = open_ & ~board.grow(outline, 1)
    seeds = board.border() & board.pack(near)
    reached = board.flood(seeds & open_ | seeds & board.grow(narrow, 1), narrow | seeds & open_)
    reached = board.grow(reached, 2) & (open_ | board.grow(reached, 1))
    left = board.without(reached)
    core = board.grow(board.shrink(left, 1), 2) & left
    kept = _large(board, core, board.pack((sharp > 80) | (tint > 40) | (low < 160)))
    kept = _large(board, _without_shadow(board, kept, board.pack(shade), board.pack(sharp > 60)), board.without(0))
    if board.pack(low >= 196) & kept and (board.pack(low >= 196) & kept).bit_count() * 2 > kept.bit_count():
        filled = _filled(board, kept)
        return filled, filled, 0, 0, True
    kept |= _leaked(board, kept, board.pack(near))
    standing = residue.with_feet(seen, residue.without_floor(seen, kept))
    shadows = kept & ~standing
    bare = residue.without_floor(seen, residue.without_slabs(seen, standing))
    kept = _large(board, bare, board.without(0))
    shadows |= standing & ~kept
    peeled = _peeled(board, kept, board.pack((low > 244) & (high < 267) & (tint < 14)))
    mask = peeled & ~residue.holes(seen, peeled, open_, board.pack(near))
    fallen = hovering.strips(seen, mask)
    if fallen:
        fallen |= hovering.ends(seen, mask, fallen)
        mask = kept = _large(board, mask & ~fallen, board.without(0))
    return mask, kept, shadows | fallen, fallen, False


def _peeled(board: Bitmaps, bits: int, near: int) -> int:
    """The mask without crumbs of backdrop at its rim, which noise along the outline kept the flood from."""
    outside = board.without(bits)
    for step in range(8):
        outside |= board.grow(outside, 1) & near if step % 2 else board.grow(outside, 2) & near
    left = board.without(outside)
    return _large(board, board.grow(board.shrink(left, 1), 1) & left, left)


def _leaked(board: Bitmaps, bits: int, near: int) -> int:
    """What the flood took from within the subject: surrounded by it, unlike the backdrop, not at its foot."""
    top, _, end, _ = board.bounds(bits)
    lost = _filled(board, bits) & ~bits & ~near & ~board.rows(end - 1 - (end - 1 - top) // 6)
    return board.grow(board.shrink(lost, 1), 1) & lost


def _without_shadow(board: Bitmaps, bits: int, shade: int, detail: int) -> int:
    """The mask without hard cast shadows: plain, grey parts that stick out sideways at the subject's foot."""
    top, _, end, _ = board.bounds(bits)
    under = board.rows(end - 1 - max(3, (end - 1 - top) // 4))
    held = board.below(bits & ~shade | bits & ~under)  # something of the subject stands above
    loose = bits & under & ~held
    for part in board.parts(loose, 40):
        inner = board.shrink(part, 1)
        if part.bit_count() >= 6 and (inner & detail).bit_count() * 4 <= max(4, inner.bit_count()):
            bits &= ~part
    return bits


def _filled(board: Bitmaps, bits: int) -> int:
    """The mask with what lies between its pixels both across and up and down: a white surface that leaked away."""
    closed = board.shrink(board.grow(bits, 3), 3) | bits
    return board.across(closed) & board.above(closed) & board.below(closed)


def _crisp(board: Bitmaps, mask: int, steep: int) -> tuple[float, float]:
    """The share of the outline that is steep, and that of its longest stretch which is not."""
    rim = board.grow(mask, 1) & ~board.shrink(mask, 1) & ~board.border()
    soft = board.grow(rim & ~steep, 1) & rim
    longest = max((part.bit_count() for part in board.parts(soft)), default=0)
    length = max(1, rim.bit_count())
    return (rim & steep).bit_count() / length, longest / length


def _closed(board: Bitmaps, bits: int, shadows: int, sharp: Levels) -> int:
    """The mask with all that it and the sharp edges that go on from it enclose, but for gaps in them; no lines."""
    noise = _noise(sharp)
    edges = board.pack(sharp > max(EDGE, noise * 2))
    edges = board.flood(edges, board.pack(sharp > noise * 3 // 2)) & ~board.border() & ~shadows
    edges &= board.flood(bits, board.grow(edges, 1) | bits)
    blocked = board.grow(edges | bits, REACH)
    open_ = board.without(blocked)
    outside = board.grow(board.flood(open_ & board.border(), open_), REACH)
    inside = board.shrink(board.without(outside), 2)  # an edge is seen for 2 px on both sides of where it is
    return board.grow(board.shrink(inside, 3), 3) & inside | bits


def _vague(board: Bitmaps, bits: int, sharp: Levels) -> int:
    """What lies around the parts of a mask's outline that no edge confirms."""
    rim = board.grow(bits, 1) & ~board.shrink(bits, 1)
    bare = rim & ~board.grow(board.pack(sharp > _noise(sharp) * 3 // 2), 2)
    return board.grow(bare, VAGUE)


def _within(board: Bitmaps, bits: int, unlike: int) -> int:
    """What is unlike the backdrop between two px of a mask, across or up and down."""
    found = (board.across(bits) | board.above(bits) & board.below(bits)) & unlike & ~bits
    return board.grow(board.shrink(found, 2), 2) & found


def _lost(board: Bitmaps, bits: int, shadows: int, sharp: Levels) -> int:
    """Sharp edges outside the mask and the shadows that were taken out of it."""
    if not bits:
        return 0
    top, _, end, _ = board.bounds(bits)
    edges = board.pack(sharp > max(60, _noise(sharp) * 2))
    edges &= ~board.rows(end - 1 - (end - 1 - top) // 8)  # shadows are sharp at the feet
    outside = edges & ~board.grow(bits | shadows, 4) & ~board.border()
    return outside & _large(board, board.grow(outside, 1), outside)


def _noise(sharp: Levels) -> int:
    """The sharpness that four fifths of the border's ring stay below."""
    ring = np.concatenate([sharp[:8].ravel(), sharp[-8:].ravel(), sharp[:, :8].ravel(), sharp[:, -8:].ravel()])
    place = len(ring) * 8 // 10
    return int(np.partition(ring, place)[place])


def _large(board: Bitmaps, bits: int, strong: int) -> int:
    """Parts of at least a sixtieth of the largest one that stand out clearly somewhere (noise and seams do not)."""
    parts = [part for part in board.parts(bits) if (part & strong).bit_count() * 50 > part.bit_count()]
    least = max((part.bit_count() for part in parts), default=0) // 60
    kept = 0
    for part in parts:
        if part.bit_count() >= max(6, least):
            kept |= part
    return kept


def leaving(mask: Mask) -> Mask:
    """What leaves the picture at a side as a low strip: a long shadow, or a cord. It fades out as shadows do; kept like
    the subject it would end in a hard edge where the picture ends."""
    rows = np.flatnonzero(mask.any(axis=1))
    gone = np.zeros_like(mask)
    if not len(rows):
        return gone
    top, height = int(rows[0]), int(rows[-1]) - int(rows[0]) + 1
    floor = top + height * (100 - STRIP_LOW) // 100
    strip = (mask.sum(axis=0) <= height * STRIP // 100) & ~mask[:floor].any(axis=0)
    inside = np.flatnonzero(~strip)
    left, right = (int(inside[0]), int(inside[-1]) + 1) if len(inside) else (0, mask.shape[1])
    if mask[:, :BORDER].any():
        gone[:, :left] = mask[:, :left]
    if mask[:, -BORDER:].any():
        gone[:, right:] = mask[:, right:]
    return gone | _under(mask, gone) if gone.any() else gone


def _under(mask: Mask, strip: Mask) -> Mask:
    """Where such a strip goes straight on under the body, with a gap in between: there a shadow would break off."""
    rows = np.flatnonzero(strip.any(axis=1))
    gap = ~mask & np.logical_or.accumulate(mask, axis=0)
    below = mask & np.logical_or.accumulate(gap, axis=0)
    below[: int(rows[0])] = below[int(rows[-1]) + 1 :] = False
    board = Bitmaps(*mask.shape)
    open_ = board.pack(below)
    return board.unpack(board.flood(board.grow(board.pack(strip), 1) & open_, open_))
