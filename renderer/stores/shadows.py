"""What lies around a subject on its backdrop: its shadow, eased, lifted and faded out; limbs that leave the picture.

All of it is looked at once a picture, on a grid of 256 px for the longer side, or told by rows and columns.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from renderer.stores.bitmaps import Bitmaps, Mask
from renderer.stores.mattes import flags
from renderer.stores.pictures import Levels, Part
from renderer.stores.silhouette import BORDER

Lane = npt.NDArray[np.int64]
ONE = 65_536  # a picture's side, in the whole numbers of a lane
FADE_SIDE, FADE_FOOT = 0.15, 0.06  # shares of the picture over which a shadow fades out at least
_EASE_FROM, _EASE_TO = 0.03, 0.10  # differences from the backdrop that vanish, and that stay
NOISE = 5  # of 255, gaps of the picture made small that are no shadow: safely below what vanishes
_CONTACT = 5  # px of 256 around a subject where its shadow is as dark as it is
_EASY = 8  # px of 256 that this is blurred by, twice: a step in a shadow would break it off at the foot
_DEEPEST = 73  # of 255 that a shadow takes of its ground there: ink keeps 4.5:1 on a ground of middle lightness
_LIMB, _LIMB_END = 12, 12
"""% of a subject's height that a limb is thick at most, and % of the picture's side over which it fades out there."""


def near(mask: Mask) -> Image.Image:
    """L, of 255: how near each px is to a subject, where its shadow may be as dark as it is."""
    board = Bitmaps(*mask.shape)
    grown = flags(board.unpack(board.grow(board.pack(mask), _CONTACT)))
    return grown.filter(ImageFilter.BoxBlur(_EASY)).filter(ImageFilter.BoxBlur(_EASY))


def gaps(ratio: npt.NDArray[np.int16]) -> npt.NDArray[np.uint8]:
    """Of 255 (height, width), what a ground would lose at most in any channel; `ratio` as in `lift`."""
    lost = _lost(ratio)
    return np.maximum(np.maximum(lost[:, :, 0], lost[:, :, 1]), lost[:, :, 2])


def _lost(ratio: npt.NDArray[np.int16]) -> npt.NDArray[np.uint8]:
    return (255 - np.minimum(ratio, 256).astype(np.int32) * 255 // 256).astype(np.uint8)


def lift(ratio: npt.NDArray[np.int16], close: Image.Image) -> Levels:
    """Of 255, what each gap (255 - ratio) keeps of a shadow: its deepest away from the subject comes to `_DEEPEST`, and
    lighter ones keep ever more of theirs. A plain limit would end the shadow's own gradient in a flat blot.

    `ratio` is the picture's to its backdrop (256 = the same), `close` what is `near`."""
    levels = Image.fromarray(_lost(ratio)).convert("L")
    deepest = int(np.asarray(levels)[np.asarray(close) == 0].max(initial=0))
    if deepest <= _DEEPEST:
        return np.full(256, 255, np.uint16)
    room = _DEEPEST * deepest // (deepest - _DEEPEST)
    return np.array([255 * room // (room + gap) for gap in range(256)], np.uint16)


def _eased() -> Levels:
    """Of 255, what a gap (255 - ratio) keeps: none of noise, seams and floor lines, all beyond a soft ramp."""
    gap_from, gap_to = int(255 * _EASE_FROM), int(255 * _EASE_TO)
    kept = [min(gap, gap_to * max(0, gap - gap_from) // (gap_to - gap_from)) for gap in range(256)]
    return np.array([255 * part // max(1, gap) for gap, part in enumerate(kept)], np.uint16)


EASED = _eased()


def lanes(part: Part) -> tuple[tuple[Lane, Lane], tuple[Lane, Lane]]:
    """How far the part's columns lie from the picture's left and right, its rows from the top and the bottom, in
    `ONE`ths of the side; 0 on the picture's outermost ring."""
    crop, (width, height) = part.crop, part.picture.size
    return _lane(crop.x, crop.w, width), _lane(crop.y, crop.h, height)


def _lane(start: float, length: float, count: int) -> tuple[Lane, Lane]:
    step = round(length * ONE) / count
    first = np.array([round(start * ONE + step * place) for place in range(count)], np.int64)
    return first, np.maximum(0, ONE - round(step) - first)


def margins(mask: Mask) -> tuple[float, float]:
    """The shares of the width, left and right of a subject, over which its shadow fades out.

    A long shadow that its picture cuts off would look cut in a fade near the border only."""
    columns = np.flatnonzero(mask.any(axis=0))
    left, right = (int(columns[0]), mask.shape[1] - 1 - int(columns[-1])) if len(columns) else (0, 0)
    return max(FADE_SIDE, left / mask.shape[1]), max(FADE_SIDE, right / mask.shape[1])


def fade(part: Part, sides: tuple[float, float]) -> tuple[Levels, Levels]:
    """Of 255, what shadows keep by columns and by rows: 0 on the picture's outermost ring, ever more up to the
    subject."""
    columns, rows = lanes(part)
    return _ramp(columns, sides), _ramp(rows, (FADE_FOOT, FADE_FOOT))


def _ramp(away: tuple[Lane, Lane], shares: tuple[float, float]) -> Levels:
    """0 at both ends, 255 from shares of the side on, without a kink (3t² - 2t³)."""
    risen = np.full(len(away[0]), 255, np.int64)
    for share, place in zip(shares, away, strict=True):
        rise = max(1, int(ONE * share))
        low = np.minimum(place, rise)
        risen = risen * (low * low * (3 * rise - 2 * low)) // rise**3
    return risen.astype(np.uint16)


def runs_off(mask: Mask) -> tuple[bool, bool]:
    """Whether a subject runs off the picture's left, and its right."""
    return bool(mask[:, :BORDER].any()), bool(mask[:, -BORDER:].any())


def sides(part: Part, off: tuple[bool, bool]) -> Levels | None:
    """Of 255, what the part's columns keep where a subject runs off a side: a floor or a shadow that was taken for a
    part of it would end there as a box. None where it runs off neither."""
    if not any(off):
        return None
    rise = int(ONE * FADE_FOOT)
    kept = np.full(part.picture.width, 255, np.int64)
    for gone, away in zip(off, lanes(part)[0], strict=True):
        if gone:
            kept = np.minimum(kept, away * 255 // rise)
    return kept.astype(np.uint16)


def limb_ends(mask: Mask) -> Image.Image | None:
    """Of 255, what is kept of limbs that run out of the picture, cords and straps: they fade out there instead of
    ending in mid-air with a straight edge. None where there are none."""
    rows = np.flatnonzero(mask.any(axis=1))
    kept = np.full(mask.shape, 255, np.int64)
    for turns in range(4) if len(rows) else ():
        side = np.rot90(mask, turns)
        ends = _ends_at_right(side, max(2, (int(rows[-1]) - int(rows[0]) + 1) * _LIMB // 100))
        if ends is not None:
            kept = np.minimum(kept, np.rot90(ends, -turns))
    return None if int(kept.min()) == 255 else Image.fromarray(kept.astype(np.uint8))


def _ends_at_right(mask: Mask, thick: int) -> Lane | None:
    """The same for limbs (px thick at most) that run out at the right."""
    reach = max(2, mask.shape[1] * _LIMB_END // 100)
    if not mask[:, -BORDER:].any():
        return None
    board, zone = Bitmaps(*mask.shape), np.zeros_like(mask)
    zone[:, -reach:] = mask[:, -reach:]
    seeds = np.zeros_like(mask)
    seeds[:, -BORDER:] = mask[:, -BORDER:]
    limbs = np.zeros_like(mask)
    for part in board.parts(board.flood(board.pack(seeds), board.pack(zone))):
        limb = board.unpack(part)
        if limb.sum(axis=0).max() <= 2 * thick and limb.sum() <= thick * reach:
            limbs |= board.unpack(board.grow(part, 2))
    if not limbs.any():
        return None
    ramp = np.full(mask.shape[1], 255, np.int64)
    ramp[-reach:] = 255 * np.arange(reach - 1, -1, -1) // reach
    return np.where(limbs, ramp[None, :], 255)
