"""Pictures on a plain backdrop, made to stand on another ground: relit for light ones, cut out for the rest.

Everything works on 8-bit pixels with Pillow's fixed-point operations and integer divisions.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageChops, ImageFilter

from renderer.stores import hovering
from renderer.stores.bitmaps import Bitmaps, Mask
from renderer.stores.pictures import Pixels
from renderer.stores.silhouette import BORDER, SIDE, Silhouette, leaving

MAX_SIDE = 2048  # px: treated pictures are not kept larger
_FADE_SIDE, _FADE_FOOT = 0.15, 0.06  # shares of the picture over which a shadow fades out at least
_EASE_FROM, _EASE_TO = 0.03, 0.10  # differences from the backdrop that vanish, and that stay
_LIT = 250  # of 256: a sixth of a subject at or above this is lit like its backdrop
_CONTACT = 5  # px of 256 around a subject where its shadow is as dark as it is
_EASY = 8  # px of 256 that this is blurred by, twice: a step in a shadow would break it off at the foot
_DEEPEST = 73  # of 255 that a shadow takes of its ground there: ink keeps 4.5:1 on a ground of middle lightness
_WIDE = 4  # px of 256 that a guessed outline is blurred by, twice
_GAIN = 120  # of 255 by which the faintest shades of a light subject grow (by eye, on 32 pale subjects)
_LIMB, _LIMB_END = 12, 12
"""% of a subject's height that a limb is thick at most, and % of the picture's side over which it fades out there."""
_WHITE = 200  # ratios (255 = backdrop) above this make room for a white product's own light


class Parts(NamedTuple):
    """What both treatments start from, at the picture's size."""

    picture: Image.Image
    """RGB."""
    surface: Image.Image
    """RGB: the backdrop alone."""
    found: Silhouette


def parts(picture: Image.Image, found: Silhouette) -> Parts:
    """A picture (RGB) at its working size with its backdrop's surface."""
    while max(picture.size) > MAX_SIDE:
        picture = picture.reduce(2)
    surface = Image.fromarray(found.backdrop.surface).resize(picture.size, Image.Resampling.BICUBIC)
    return Parts(picture, surface, found)


def relight(given: Parts) -> Image.Image:
    """The picture divided by its backdrop, as RGBX: RGB to multiply a light ground with, X how solid the subject is.

    The backdrop is 255, a shadow below it, the product keeps its contrast. The outermost ring is exactly 255 except
    where the subject itself touches it. X is 255 where nothing that lies behind the subject may show through it."""
    found = given.found
    mask = found.whole & ~leaving(found.whole)
    lit = _ratio(given)
    ratio = Image.fromarray(np.minimum(lit, np.uint16(255)).astype(np.uint8))
    around = _shade(ratio, mask)
    if found.hovers:
        lit, around = _set_down(lit, around, mask)
        ratio = Image.fromarray(np.minimum(lit, np.uint16(255)).astype(np.uint8))
    if found.light or _lit(found):
        solid, _ = _matte(given.picture, mask)
        own = _squeezed(lit, _WHITE, _highlight(found), _GAIN if found.light else 0)
        subject = Image.composite(own, around, solid)
    else:
        reduced = given.picture.resize(mask.shape[::-1], Image.Resampling.BOX)  # fine enough for what is behind
        solid = _matte(reduced, mask)[0].resize(ratio.size, Image.Resampling.BILINEAR)
        subject = Image.composite(ratio, around, _soft(mask, ratio.size))
    ends = _limb_ends(mask)
    if ends is not None:
        kept = ends.resize(ratio.size, Image.Resampling.BILINEAR)
        subject = Image.composite(subject, Image.new("RGB", ratio.size, "white"), kept)
        solid = ImageChops.multiply(solid, kept)
    solid, sides = _softened(solid, mask, found.vague), _sides(mask, solid.size)
    if sides is not None:
        subject = Image.composite(subject, Image.new("RGB", ratio.size, "white"), sides)
        solid = ImageChops.multiply(solid, sides)
    return Image.merge("RGBX", (*subject.split(), solid))


def _softened(solid: Image.Image, mask: Mask, vague: Mask) -> Image.Image:
    """How solid a subject is, with a wide edge where its outline is vague: a hard one would show where none is."""
    if not vague.any():
        return solid
    wide, where = (Image.fromarray(each.astype(np.uint8) * 255) for each in (mask, vague))
    wide = wide.filter(ImageFilter.BoxBlur(_WIDE)).filter(ImageFilter.BoxBlur(_WIDE))
    where = where.filter(ImageFilter.BoxBlur(_WIDE // 2))
    wide, where = (each.resize(solid.size, Image.Resampling.BILINEAR) for each in (wide, where))
    return Image.composite(wide, solid, where)


def _sides(mask: Mask, size: tuple[int, int]) -> Image.Image | None:
    """Of 255, what is kept at sides of the picture that a subject runs off: a floor or a shadow that was taken for a
    part of it would end there as a box. None where it runs off neither."""
    rise = max(1, int(size[0] * _FADE_FOOT))
    kept, ramp = np.full(size[0], 255, np.int64), np.arange(rise, dtype=np.int64) * 255 // rise
    if mask[:, :BORDER].any():
        kept[:rise] = ramp
    if mask[:, -BORDER:].any():
        kept[-rise:] = ramp[::-1]
    if int(kept.min()) == 255:
        return None
    return Image.fromarray(kept.astype(np.uint8)[None, :]).resize(size)


def _shade(ratio: Image.Image, mask: Mask) -> Image.Image:
    """A ratio to the backdrop, of what lies around a subject: noise gone, shadows no darker than texts beside it can
    stand on but where it touches the floor, and faded out towards the picture's border.

    All of it makes what the ground loses less, by one share for all channels: each by its own would tint the rims."""
    gap = ImageChops.invert(ratio)
    level = gap.convert("L")
    board = Bitmaps(*mask.shape)
    near = Image.fromarray(board.unpack(board.grow(board.pack(mask), _CONTACT)).astype(np.uint8) * 255)
    near = near.filter(ImageFilter.BoxBlur(_EASY)).filter(ImageFilter.BoxBlur(_EASY))
    near = near.resize(ratio.size, Image.Resampling.BILINEAR)
    away = level.histogram(near.point(_AWAY))
    deepest = max((value for value in range(256) if away[value]), default=0)
    lifted = ImageChops.lighter(level.point(_lift(deepest)), near)
    share = ImageChops.multiply(ImageChops.multiply(level.point(_EASED), lifted), _fade(ratio.size, mask))
    return ImageChops.invert(ImageChops.multiply(gap, Image.merge("RGB", (share, share, share))))


def _set_down(
    lit: npt.NDArray[np.uint16], around: Image.Image, mask: Mask
) -> tuple[npt.NDArray[np.uint16], Image.Image]:
    """Of a subject in mid-air, the picture / its surface and what lies around it, on the shadow that it would stand on
    instead of its own on the floor."""
    size = around.size
    lost = hovering.contact(mask).resize(size, Image.Resampling.BICUBIC)
    kept = ImageChops.invert(ImageChops.multiply(lost, _fade(size, mask)))
    floor = hovering.floor(mask).resize(size, Image.Resampling.BILINEAR)
    bare = Image.composite(Image.new("RGB", size, "white"), around, floor)
    rim = 255 - (255 - np.asarray(kept, np.int64)) * (255 - hovering.solid(mask, lit)) // 255
    dimmed = (lit * rim[:, :, None] // 255).astype(np.uint16)
    return dimmed, ImageChops.multiply(bare, Image.merge("RGB", (kept, kept, kept)))


def _limb_ends(mask: Mask) -> Image.Image | None:
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


def _ends_at_right(mask: Mask, thick: int) -> npt.NDArray[np.int64] | None:
    """The same for limbs (px thick at most) that run out at the right."""
    reach = max(2, mask.shape[1] * _LIMB_END // 100)
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


def cutout(given: Parts) -> Image.Image:
    """The subject alone as premultiplied RGBa: no shadow, a soft edge, free of the backdrop's colour."""
    matte, behind = _matte(given.picture, given.found.mask)
    ends = _limb_ends(given.found.mask)
    if ends is not None:
        matte = ImageChops.multiply(matte, ends.resize(matte.size, Image.Resampling.BILINEAR))
    whole = given.picture.copy()
    whole.putalpha(matte)
    result = np.array(whole.convert("RGBa"))
    alpha = np.asarray(matte)
    edge = (alpha > 0) & (alpha < 255)
    share = alpha[edge].astype(np.int32)[:, None]
    own = (np.asarray(given.picture)[edge] * np.int32(255) - np.asarray(behind)[edge] * (255 - share)) // 255
    result[edge, :3] = np.clip(own, 0, share)
    return Image.frombuffer("RGBa", given.picture.size, result.tobytes(), "raw", "RGBa", 0, 1)


def _ratio(given: Parts) -> npt.NDArray[np.uint16]:
    """Picture / surface, 255 for the same, up to twice as light.

    In floats, which divide several times faster: all are whole numbers below 2^16, and a quotient of such comes nowhere
    so near to the next whole number that a float would round it there."""
    surface = np.maximum(np.asarray(given.surface), 1)
    share = np.asarray(given.picture, dtype=np.float32) * np.float32(255)
    share += surface >> 1
    share /= surface
    return np.asarray(np.minimum(share, np.float32(511)), dtype=np.uint16)


def _squeezed(ratio: npt.NDArray[np.uint16], shoulder: int, most: int, gain: int = 0) -> Image.Image:
    """A picture / its surface where it is lit more than its backdrop: ratios from `shoulder` to `most` squeezed into
    shoulder to 255; and its shades (255 - ratio) then drawn out, the faintest by `gain` 255ths, black not at all.

    Outlines that are hardly darker than a white wall vanish on a ground of colour, most of all when they are made small
    (look book, section 8). The lightest channel says by how much, and the others follow: a lit side keeps its hue, and
    stands out by it."""
    lightest = np.maximum(np.maximum(ratio[:, :, 0], ratio[:, :, 1]), ratio[:, :, 2])
    values = np.arange(512, dtype=np.int64)
    squeezed = np.minimum(shoulder + (values - shoulder) * (255 - shoulder) // (most - shoulder), 255)
    squeezed = np.where(values > shoulder, squeezed, values)
    squeezed -= gain * (255 - squeezed) * squeezed**2 // 255**3
    share = (squeezed * 65536 // np.maximum(values, 1)).astype(np.uint32)
    return Image.fromarray((ratio * share[lightest][:, :, None] + 32768 >> 16).astype(np.uint8))


def _lit(found: Silhouette) -> bool:
    """Whether a subject's lit side is as light as the backdrop: divided by it, that side would be lost."""
    lights = _lightness(found)
    return len(lights) > 0 and int(lights[len(lights) * 85 // 100]) >= _LIT


def _lightness(found: Silhouette) -> npt.NDArray[np.int16]:
    """The subject's ratios to its backdrop (256 = the same), the highest of each px's channels, in order."""
    return np.sort(found.ratio.max(axis=2)[found.mask])


def _highlight(found: Silhouette) -> int:
    """The ratio (255 = backdrop) of the subject's lightest parts: the 98th percentile, 262 to 340."""
    seen = _lightness(found)
    bright = int(seen[len(seen) * 98 // 100]) * 255 // 256 if len(seen) else 255
    return min(340, max(262, bright))


def _eased() -> list[int]:
    """Of 255, what a gap (255 - ratio) keeps: none of noise, seams and floor lines, all beyond a soft ramp."""
    gap_from, gap_to = int(255 * _EASE_FROM), int(255 * _EASE_TO)
    kept = [min(gap, gap_to * max(0, gap - gap_from) // (gap_to - gap_from)) for gap in range(256)]
    return [255 * part // max(1, gap) for gap, part in enumerate(kept)]


def _lift(deepest: int) -> list[int]:
    """Of 255, what gaps (255 - ratio) keep of a shadow whose deepest gap is given: that one comes to `_DEEPEST`, and
    lighter ones keep ever more of theirs.

    A plain limit would end the shadow's own gradient in a flat blot."""
    if deepest <= _DEEPEST:
        return [255] * 256
    room = _DEEPEST * deepest // (deepest - _DEEPEST)
    return [255 * room // (room + gap) for gap in range(256)]


_EASED = _eased()
_SEEN = [0] * 8 + [255] * 248  # of a blur's own weight: from where on it tells a colour
_AWAY = [255] + [0] * 255  # of what is near a subject, 0 to 255: nothing


def _fade(size: tuple[int, int], mask: Mask) -> Image.Image:
    """Of 255, what shadows keep: 0 on the picture's outermost ring, ever more up to the subject's sides.

    A long shadow that its picture cuts off would look cut in a fade near the border only."""
    columns = np.flatnonzero(mask.any(axis=0))
    left, right = (int(columns[0]), mask.shape[1] - 1 - int(columns[-1])) if len(columns) else (0, 0)
    across = _ramp(size[0], max(_FADE_SIDE, left / mask.shape[1]), max(_FADE_SIDE, right / mask.shape[1]))
    down = _ramp(size[1], _FADE_FOOT, _FADE_FOOT)
    return Image.fromarray((across[None, :] * down[:, None] // 255).astype(np.uint8))


def _ramp(length: int, first: float, last: float) -> npt.NDArray[np.int64]:
    """0 at both ends, 255 from shares of the length on, without a kink (3t² - 2t³)."""
    place = np.arange(length, dtype=np.int64)
    risen = np.full(length, 255, np.int64)
    for share, away in ((first, place), (last, place[::-1])):
        rise = max(1, int(length * share))
        near = np.minimum(away, rise)
        risen = risen * (near * near * (3 * rise - 2 * near)) // rise**3
    return risen


def _soft(mask: Mask, size: tuple[int, int]) -> Image.Image:
    """A mask at the picture's size, opaque on the subject and feathered outwards by some 2 px of 256."""
    board = Bitmaps(*mask.shape)
    grown = board.unpack(board.grow(board.pack(mask), 1))
    image = Image.fromarray(grown.astype(np.uint8) * 255)
    return image.filter(ImageFilter.BoxBlur(1)).resize(size, Image.Resampling.BILINEAR)


def _matte(picture: Image.Image, mask: Mask) -> tuple[Image.Image, Image.Image]:
    """The opacity of the subject in a mask (L) and the colours behind its edge, shadow included (RGB), at the picture's
    size."""
    size = picture.size
    board = Bitmaps(*mask.shape)
    bits = board.pack(mask)
    inner, outer = board.unpack(board.shrink(bits, 1)), board.unpack(board.grow(bits, 1))
    reduced = picture.resize(mask.shape[::-1], Image.Resampling.BOX)
    front = _carried(reduced, board.unpack(board.shrink(bits, 1))).resize(size, Image.Resampling.BILINEAR)
    behind = _carried(reduced, ~board.unpack(board.grow(bits, 2))).resize(size, Image.Resampling.BILINEAR)
    guess = np.asarray(_blurred(mask, size), dtype=np.int32)
    sure = np.asarray(Image.fromarray(inner.astype(np.uint8) * 255).resize(size, Image.Resampling.BILINEAR)) == 255
    away = np.asarray(Image.fromarray(outer.astype(np.uint8) * 255).resize(size, Image.Resampling.BILINEAR)) == 0
    alpha = np.where(sure, 255, 0)
    edge = ~sure & ~away
    alpha[edge] = _opacity(np.asarray(picture)[edge], np.asarray(front)[edge], np.asarray(behind)[edge], guess[edge])
    return Image.fromarray(alpha.astype(np.uint8)), behind


def _blurred(mask: Mask, size: tuple[int, int]) -> Image.Image:
    """The mask at the picture's size with an edge about 2 px of the *larger* picture wide."""
    image = Image.fromarray(mask.astype(np.uint8) * 255).resize(size, Image.Resampling.BICUBIC)
    image = image.filter(ImageFilter.BoxBlur(max(1, max(size) // (SIDE * 2))))
    return image.point([min(255, max(0, (value - 128) * 2 + 128)) for value in range(256)])


def _carried(reduced: Image.Image, where: Mask) -> Image.Image:
    """Colours of the marked pixels carried beyond them: their blur, near first."""
    marked = reduced.copy()
    marked.putalpha(Image.fromarray(where.astype(np.uint8) * 255))
    marked, result = marked.convert("RGBa"), reduced
    for radius in (20, 6, 2):
        spread = marked.filter(ImageFilter.BoxBlur(radius))
        seen = spread.getchannel("a").point(_SEEN)
        result = Image.composite(spread.convert("RGBA").convert("RGB"), result, seen)
    return result


def _opacity(seen: Pixels, front: Pixels, behind: Pixels, guess: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """How far each colour lies from the one behind to the one in front; the guess where the two are alike."""
    way = front.astype(np.int32) - behind
    gone = seen.astype(np.int32) - behind
    length = (way * way).sum(axis=1)
    along = np.clip((gone * way).sum(axis=1) * 255 // np.maximum(length, 1), 0, 255)
    along = np.clip((along - 16) * 255 // 223, 0, 255)
    trust = np.clip((length - 900) // 16, 0, 255)
    mixed: npt.NDArray[np.int32] = (along * trust + guess * (255 - trust)) // 255
    return np.minimum(mixed, np.clip(guess * 3, 0, 255))
