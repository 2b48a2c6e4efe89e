"""Pictures on a plain backdrop, made to stand on another ground: relit for light ones, cut out for the rest.

A picture is studied once, small; what is shown of it is treated at the size it is shown at. Everything works on 8-bit
pixels with Pillow's fixed-point operations and whole numbers, channel by channel: numpy is several times slower where
three channels share a px.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from renderer.scene import Box
from renderer.stores import hovering, mattes, shadows
from renderer.stores.bitmaps import Bitmaps, Mask
from renderer.stores.mattes import Edge, flags
from renderer.stores.pictures import Levels, Part, Pixels
from renderer.stores.silhouette import Silhouette, leaving

_LIT = 250  # of 256: a sixth of a subject at or above this is lit like its backdrop
_WIDE = 4  # px of 256 that a guessed outline is blurred by, twice
_GAIN = 120  # of 255 by which the faintest shades of a light subject grow (by eye, on 32 pale subjects)
_WHITE = 200  # ratios (255 = backdrop) above this make room for a white product's own light
_ROOM = 6  # px of 256 around what is seen of a picture: a feathered edge and its blur
WHITE, CLEAR = np.array([255, 255, 255, 0], np.uint8), np.zeros(4, np.uint8)
"""What relighting and cutting out make of a px that shows nothing."""
_STRIPE = 16_384  # px worked on at a time: what lies between stays in the processor's cache


class Studied(NamedTuple):
    """What relighting knows of a picture, on a grid of 256 px for the longer side (maps are L unless they say so)."""

    seen: Box
    """The shares of the picture that show anything: its subject and all that differs from the backdrop."""
    surface: Image.Image
    """RGB, 64 x 64: the backdrop alone."""
    edge: Edge
    near: Image.Image
    lift: Levels
    margins: tuple[float, float]
    own_light: Levels | None
    """Where a subject is lit like its backdrop, what each ratio to it (0 to 511) becomes, in 65,536ths of itself."""
    soft: Image.Image
    """A subject that is not, feathered outwards."""
    solid: Image.Image
    vague: tuple[Image.Image, ...]
    """Where its outline was guessed: the subject with a wide edge, and where that counts."""
    ends: Image.Image | None
    """What is kept of limbs that leave the picture."""
    off: tuple[bool, bool]
    """Whether the subject runs off the picture's left, and its right."""
    hovering: tuple[Image.Image, ...]
    """Of one in mid-air: the shadow that it is set down on, the floor, the subject and what lies deep in it."""


def study(reduced: Image.Image, found: Silhouette) -> Studied:
    """Looks at a picture made by `silhouette.small`."""
    mask = found.whole & ~leaving(found.whole)
    edge, near = mattes.edge(reduced, mask), shadows.near(mask)
    own_light = None
    if found.light or is_lit(found):
        own_light = squeezed(_WHITE, _highlight(found), _GAIN if found.light else 0)
    solid = Image.fromarray(mattes.matte(Part(reduced, Box(0.0, 0.0, 1.0, 1.0)), edge)[0])
    afloat: tuple[Image.Image, ...] = ()
    if found.hovers:
        afloat = hovering.contact(mask), hovering.floor(mask), edge.mask, flags(hovering.deep(mask))
    seen = mask | (shadows.gaps(found.ratio) > shadows.NOISE)
    if afloat:
        seen |= np.asarray(afloat[0]) > 0
    return Studied(
        _bounds(seen), Image.fromarray(found.backdrop.surface), edge, near, shadows.lift(found.ratio, near),
        shadows.margins(mask), own_light, _feathered(mask), solid, _vague(mask, found.vague), shadows.limb_ends(mask),
        shadows.runs_off(mask), afloat,
    )  # fmt: skip


class Outlined(NamedTuple):
    """What cutting out knows of a picture, on the same grid."""

    seen: Box
    """The shares of the picture that hold the subject."""
    edge: Edge
    ends: Image.Image | None


def outline(reduced: Image.Image, found: Silhouette) -> Outlined:
    """Looks at a picture made by `silhouette.small`."""
    return Outlined(_bounds(found.mask), mattes.edge(reduced, found.mask), shadows.limb_ends(found.mask))


def _bounds(mask: Mask) -> Box:
    """The bounds of a mask in shares, with room for what its edges become at any size; nothing where it is empty."""
    board, (height, width) = Bitmaps(*mask.shape), mask.shape
    top, left, bottom, right = board.bounds(board.grow(board.pack(mask), _ROOM))
    return Box(left / width, top / height, (right - left) / width, (bottom - top) / height)


def relight(part: Part, studied: Studied) -> Pixels:
    """The picture divided by its backdrop, (height, width, 4): RGB to multiply a light ground with, then how solid the
    subject is.

    The backdrop is 255, a shadow below it, the product keeps its contrast. The picture's outermost ring is exactly 255
    except where the subject itself touches it. Solid is 255 where nothing that lies behind the subject may show."""
    spread = _spread(part, studied)
    width, height = part.picture.size
    result = np.empty((height, width, 4), np.uint8)
    step = max(1, _STRIPE // width)
    for top in range(0, height, step):
        rows = slice(top, top + step)
        lit = _ratio(spread.picture, spread.surface, rows)
        for place, channel in enumerate(_relit(lit, spread, studied, rows)):
            result[rows, :, place] = channel
    return result


class _Spread(NamedTuple):
    """What was studied, at a part's size: (height, width), of 255."""

    picture: tuple[Pixels, ...]
    surface: tuple[Pixels, ...]
    near: Pixels
    solid: Pixels
    share: Pixels
    fade: tuple[Levels, Levels]
    """Along the columns, and along the rows."""
    vague: tuple[Pixels, ...]
    ends: Pixels | None
    sides: Levels | None
    hovering: tuple[Pixels, ...]


def _spread(part: Part, studied: Studied) -> _Spread:
    surface = part.mapped(studied.surface, Image.Resampling.BICUBIC)
    if studied.own_light is not None:
        solid = share = mattes.matte(part, studied.edge)[0]
    else:
        solid, share = _pixels(part.mapped(studied.solid)), _pixels(part.mapped(studied.soft))
    return _Spread(
        tuple(map(np.asarray, part.picture.split())), tuple(map(np.asarray, surface.split())),
        _pixels(part.mapped(studied.near)), solid, share, shadows.fade(part, studied.margins),
        tuple(_pixels(part.mapped(each)) for each in studied.vague),
        None if studied.ends is None else _pixels(part.mapped(studied.ends)), shadows.sides(part, studied.off),
        tuple(_pixels(part.mapped(each)) for each in studied.hovering),
    )  # fmt: skip


def _relit(lit: Levels, spread: _Spread, studied: Studied, rows: slice) -> tuple[Levels, ...]:
    """Some rows of a picture divided by its backdrop (3, height, width) relit: red, green, blue, solid."""
    fade = _product(spread.fade[0][None, :], spread.fade[1][rows, None])
    around = _shade(lit, studied.lift, spread.near[rows], fade)
    if spread.hovering:
        _set_down(lit, around, [_levels(each[rows]) for each in spread.hovering], fade)
    if studied.own_light is not None:
        _light(lit, studied.own_light)
    subject = _mixed(around, np.minimum(lit, 255), _levels(spread.share[rows]))
    solid = _levels(spread.solid[rows])
    if spread.ends is not None:
        kept = _levels(spread.ends[rows])
        subject, solid = _faded(subject, kept), _product(solid, kept)
    if spread.vague:
        wide, where = (_levels(each[rows]) for each in spread.vague)
        solid = _mixed(solid, wide, where)
    if spread.sides is not None:
        subject, solid = _faded(subject, spread.sides), _product(solid, spread.sides)
    return *subject, solid


def cutout(part: Part, outlined: Outlined) -> Pixels:
    """The subject alone as premultiplied RGBA (height, width, 4): no shadow, a soft edge, free of the backdrop's
    colour."""
    alpha, behind = mattes.matte(part, outlined.edge)
    if outlined.ends is not None:
        alpha = _product(alpha.astype(np.uint16), _levels(_pixels(part.mapped(outlined.ends)))).astype(np.uint8)
    return mattes.uncoloured(part, alpha, behind)


def _ratio(picture: tuple[Pixels, ...], surface: tuple[Pixels, ...], rows: slice) -> Levels:
    """Picture / surface, channel by channel (3, height, width): 255 for the same, up to twice as light.

    In floats, which divide several times faster: all are whole numbers below 2^16, and a quotient of such comes nowhere
    so near to the next whole number that a float would round it there."""
    result = np.empty((3, *picture[0][rows].shape), np.uint16)
    for channel, above, below in zip(result, picture, surface, strict=True):
        ground = np.maximum(below[rows], 1)
        share = above[rows].astype(np.float32)
        share *= 255
        share += ground >> 1
        share /= ground
        channel[:] = np.minimum(share, np.float32(511))
    return result


def _shade(lit: Levels, lift: Levels, near: Pixels, fade: Levels) -> Levels:
    """A ratio to the backdrop, of what lies around a subject: noise gone, shadows no darker than texts beside it can
    stand on but where it touches the floor, and faded out towards the picture's border.

    All of it makes what the ground loses less, by one share for all channels: each by its own would tint the rims."""
    gaps = 255 - np.minimum(lit, 255)
    level = _level(gaps)
    share = _product(_product(shadows.EASED.take(level), np.maximum(lift.take(level), near)), fade)
    return 255 - _product(gaps, share)


def _level(gaps: Levels) -> Levels:
    """How light a colour is, in Rec. 601's weights, of 256."""
    total: Levels = (gaps[0] * np.uint16(77) + gaps[1] * np.uint16(150) + gaps[2] * np.uint16(29)) >> 8
    return total


def _set_down(lit: Levels, around: Levels, maps: list[Levels], fade: Levels) -> None:
    """Puts a subject in mid-air on the shadow that it would stand on instead of its own on the floor, in place."""
    contact, floor, inside, deep = maps
    kept = 255 - _product(contact, fade)
    rim = 255 - _product(255 - kept, 255 - hovering.solid(inside, deep, lit))
    lit[:] = lit * rim.astype(np.uint32) // 255
    around[:] = _product(_faded(around, 255 - floor), kept)


def _light(lit: Levels, share: Levels) -> None:
    """Squeezes the ratios of what is lit more than its backdrop, in place.

    The lightest channel says by how much, and the others follow: a lit side keeps its hue, and stands out by it."""
    lightest = np.maximum(np.maximum(lit[0], lit[1]), lit[2])
    lit[:] = (lit * share.take(lightest).astype(np.uint32) + 32768) >> 16


def squeezed(shoulder: int, most: int, gain: int = 0) -> Levels:
    """What a picture / its surface becomes where it is lit more than its backdrop, as a share of itself (65,535 = all
    of it): ratios from `shoulder` to `most` squeezed into shoulder to 255; and its shades (255 - ratio) then drawn out,
    the faintest by `gain` 255ths, black not at all.

    Outlines that are hardly darker than a white wall vanish on a ground of colour, most of all when they are made small
    (look book, section 8)."""
    values = np.arange(512, dtype=np.int64)
    light = np.minimum(shoulder + (values - shoulder) * (255 - shoulder) // (most - shoulder), 255)
    light = np.where(values > shoulder, light, values)
    light -= gain * (255 - light) * light**2 // 255**3
    share: Levels = np.minimum(light * 65536 // np.maximum(values, 1), 65535).astype(np.uint16)
    return share


def is_lit(found: Silhouette) -> bool:
    """Whether a subject's lit side is as light as the backdrop: divided by it, that side would be lost."""
    lights = _lightness(found)
    return len(lights) > 0 and int(lights[len(lights) * 85 // 100]) >= _LIT


def _lightness(found: Silhouette) -> npt.NDArray[np.int16]:
    """The subject's ratios to its backdrop (256 = the same), the highest of each px's channels, in order."""
    inside = found.ratio[found.mask]
    return np.sort(np.maximum(np.maximum(inside[:, 0], inside[:, 1]), inside[:, 2]))


def _highlight(found: Silhouette) -> int:
    """The ratio (255 = backdrop) of the subject's lightest parts: the 98th percentile, 262 to 340."""
    seen = _lightness(found)
    bright = int(seen[len(seen) * 98 // 100]) * 255 // 256 if len(seen) else 255
    return min(340, max(262, bright))


def _feathered(mask: Mask) -> Image.Image:
    """A mask opaque on the subject and feathered outwards by some 2 px."""
    board = Bitmaps(*mask.shape)
    return flags(board.unpack(board.grow(board.pack(mask), 1))).filter(ImageFilter.BoxBlur(1))


def _vague(mask: Mask, vague: Mask) -> tuple[Image.Image, ...]:
    """A subject with a wide edge, and where that counts: a hard one would show an outline where none is."""
    if not vague.any():
        return ()
    wide = flags(mask).filter(ImageFilter.BoxBlur(_WIDE)).filter(ImageFilter.BoxBlur(_WIDE))
    return wide, flags(vague).filter(ImageFilter.BoxBlur(_WIDE // 2))


def _pixels(image: Image.Image) -> Pixels:
    return np.asarray(image)


def _levels(pixels: Pixels) -> Levels:
    return pixels.astype(np.uint16)


def _product(one: Levels, other: Levels) -> Levels:
    """Of two of 255, rounded."""
    result: Levels = one * other
    result += 128
    result += result >> 8
    result >>= 8
    return result


def _mixed(below: Levels, above: Levels, share: Levels) -> Levels:
    """One above another, of 255."""
    result: Levels = above * share
    result += below * (255 - share)
    result += 128
    result += result >> 8
    result >>= 8
    return result


def _faded(channel: Levels, kept: Levels) -> Levels:
    """Made white where little is kept."""
    return 255 - _product(255 - channel, kept)
