"""Subjects photographed in mid-air, over a shadow that lies apart on the floor: how they are known, and the shadow that
sets them down instead.

On a creative such a shadow is cut off by what stands below, and the product hovers (look book, sections 7 and 8: what
stands on a table is grounded). Thresholds were set by eye on 225 photographs of two feeds: seven of them hover.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from renderer.stores.bitmaps import Bitmaps, Mask
from renderer.stores.pictures import Levels
from renderer.stores.residue import GREY, WARM, Seen

FAINT = 205  # of 256: a floor's shadow is darker somewhere
CORE = 225  # of 256: its middle is darker than that and than half its depth
ZONE = 8  # the share of a subject's height above its foot from which its floor's shadow may begin: an eighth
CRUMB = 60  # the share of a subject's area under which a dark spot on the floor is dirt
VALLEY = 200  # of 256 that what lies between a body and its shadow is at least as light as, on the darkest way
STRIP, DEEP = 5, 128  # times its height that a strip of shadow is wide; of 256, how dark it is in the mean
RISE = 16  # % of a subject's height above its foot up to where it comes near the floor
NEAR, AROUND = 100, 46  # of 255 that the shadow takes of its ground where a foot touches it, and under the whole body
CLOSE, WIDE = (3, 1), (8, 3)  # % of a subject's width: blurs of the two along the floor and down it
RIM, BLANK = 4, 205  # px of 256 inside an outline that may show backdrop; of 255, the lightness from which it does


def shadow_apart(seen: Seen, bits: int) -> int:
    """The dark middle of a shadow on the floor that a subject (`bits`) does not touch; 0 where it stands on it.

    Between a body in mid-air and its shadow it is as light as the backdrop: whoever goes from one to the other must
    cross that. A shadow that is thrown far back begins at the foot."""
    board, zone = seen.board, _floor(seen, bits)
    if not zone:
        return 0
    level = np.clip(seen.level, 0, 256)
    free = board.unpack(zone & ~board.grow(bits, 2))
    darkest = np.sort(level[free])[: bits.bit_count() // CRUMB]
    if not len(darkest) or int(darkest[-1]) > FAINT:
        return 0
    core = board.pack(free & (level < min(CORE, (int(darkest[len(darkest) // 2]) + 256) // 2)))
    parts = [part for part in board.parts(core, 40) if part.bit_count() * CRUMB > bits.bit_count()]
    way = board.pack(level < VALLEY) & ~bits
    shadow = near = 0
    for part in parts:
        reached = board.flood(part, way | part) & board.grow(bits, 3)
        shadow |= 0 if reached else part
        near |= part if reached else 0
    return shadow if shadow.bit_count() > 2 * near.bit_count() else 0


def strips(seen: Seen, bits: int) -> int:
    """What a mask has of such a shadow: wide, low, level parts beneath the body, grey, dark, and clear of the rest."""
    board, found = seen.board, 0
    parts = board.parts(bits, 60)
    body = max(parts, key=int.bit_count, default=0)
    zone = _floor(seen, body)
    if not zone:
        return 0
    for part in parts:
        first, left, last, right = board.bounds(part)
        area, high, wide = part.bit_count(), last - first, right - left
        flat = wide > STRIP * high and 2 * area > wide * high and area * CRUMB > body.bit_count()
        clear = (board.grow(part, 3) & bits & ~part).bit_count() * 20 < area
        if flat and clear and part != body and not part & ~zone and _is_shade(seen, board.unpack(part)):
            found |= part
    return found


def _is_shade(seen: Seen, mask: Mask) -> bool:
    """Whether px are grey and dark in the mean."""
    count = int(mask.sum())
    return int(seen.hue()[mask].sum()) < WARM * count and int(seen.level[mask].sum()) < DEEP * count


def _floor(seen: Seen, bits: int) -> int:
    """Where the floor under a subject is seen: from an eighth of its height above its foot down."""
    top, _, end, _ = seen.board.bounds(bits)
    return seen.board.rows(end - 1 - (end - 1 - top) // ZONE) if bits else 0


def ends(seen: Seen, bits: int, strip: int) -> int:
    """What of a mask hangs on a strip of shadow: what is grey from the strip's first row down."""
    return bits & seen.board.rows(seen.board.bounds(strip)[0]) & seen.board.pack(seen.grey(GREY)) if strip else 0


def floor(mask: Mask) -> Image.Image:
    """Of 255, where a picture of a subject in mid-air shows the floor with its shadow: L, with a soft upper edge."""
    rows = np.flatnonzero(mask.any(axis=1))
    place = np.arange(mask.shape[0], dtype=np.int64)[:, None]
    foot, rise = (int(rows[-1]), max(1, (int(rows[-1]) - int(rows[0])) // ZONE)) if len(rows) else (mask.shape[0], 1)
    ramp = np.clip((place - foot + 2 * rise) * 255 // rise, 0, 255)
    return Image.fromarray(np.broadcast_to(ramp, mask.shape).astype(np.uint8))


def contact(mask: Mask) -> Image.Image:
    """Of 255, what the ground loses under a subject (256 px for its longer side) that is set down on it: L.

    A narrow shadow where it comes near the floor, and a wide faint one under all of it, both darkest at its foot."""
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if not len(rows):
        return Image.new("L", mask.shape[::-1])
    foot, height, width = int(rows[-1]), int(rows[-1]) - int(rows[0]) + 1, int(columns[-1]) - int(columns[0]) + 1
    lowest = np.where(mask, np.arange(mask.shape[0])[:, None], -height).max(axis=0)
    rise = max(1, height * RISE // 100)
    touching = 255 * np.clip(rise - (foot - lowest), 0, rise) // rise
    under = 255 * mask.sum(axis=0) // max(1, int(mask.sum(axis=0).max()))
    close = _laid(touching, mask.shape[0], foot, _share(width, CLOSE))
    wide = _laid(under, mask.shape[0], foot, _share(width, WIDE))
    return Image.fromarray(np.minimum(255, close * NEAR // 255 + wide * AROUND // 255).astype(np.uint8))


def _share(width: int, shares: tuple[int, int]) -> tuple[int, int]:
    across, down = (max(1, width * share // 100) for share in shares)
    return across, down


def _laid(along: npt.NDArray[np.int64], height: int, foot: int, blur: tuple[int, int]) -> npt.NDArray[np.int64]:
    """A profile (0 to 255) along a floor made a soft shadow whose darkest line, 255, lies at a foot's row."""
    drawn = np.zeros((height, len(along)), np.uint8)
    drawn[max(0, foot - blur[1]) : foot + blur[1] + 1] = np.minimum(along, 255).astype(np.uint8)
    image = Image.fromarray(drawn)
    for _ in range(3):
        image = image.filter(ImageFilter.BoxBlur(blur))
    soft = np.asarray(image, dtype=np.int64)
    return np.asarray(soft * 255 // max(1, int(soft.max())))


def deep(mask: Mask) -> Mask:
    """What lies so far inside a subject's outline that it shows no backdrop: a mask at 256 px is not exact."""
    board = Bitmaps(*mask.shape)
    return board.unpack(board.shrink(board.pack(mask), RIM))


def solid(inside: Levels, deeper: Levels, ratio: Levels) -> Levels:
    """Of 255 (height, width), how much of a picture (ratio to its backdrop, 255 = the same, channel by channel) takes
    no shadow: the subject. What is as light as the backdrop near the outline is backdrop."""
    lightness = np.minimum(np.minimum(ratio[0], ratio[1]), ratio[2]).astype(np.int32)
    blank = np.clip((lightness - BLANK) * 255 // (245 - BLANK), 0, 255) * (255 - deeper.astype(np.int32)) // 255
    return np.asarray(inside * (255 - blank) // 255).astype(np.uint16)
