"""How opaque a subject is at its edge, and the colours behind it: what a cut-out is made with."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageFilter

from renderer.stores.bitmaps import Bitmaps, Mask
from renderer.stores.pictures import Part, Pixels

Wide = npt.NDArray[np.int32]
_SEEN = [0] * 8 + [255] * 248  # of a blur's own weight: from where on it tells a colour
_STEEP = [min(255, max(0, (value - 128) * 2 + 128)) for value in range(256)]


class Edge(NamedTuple):
    """A subject's edge on a grid of 256 px for the longer side."""

    mask: Image.Image
    inner: Image.Image
    outer: Image.Image
    """L, 0 or 255: the subject, and it without and with a rim of 1 px, between which its edge lies."""
    front: Image.Image
    behind: Image.Image
    """RGB: its own colours carried outwards, and those around it, shadow included, carried inwards."""


def edge(reduced: Image.Image, mask: Mask) -> Edge:
    """The edge of a subject in a picture made small (RGB, as large as its mask)."""
    board = Bitmaps(*mask.shape)
    bits = board.pack(mask)
    inner = board.unpack(board.shrink(bits, 1))
    front = _carried(reduced, inner)
    behind = _carried(reduced, ~board.unpack(board.grow(bits, 2)))
    return Edge(flags(mask), flags(inner), flags(board.unpack(board.grow(bits, 1))), front, behind)


def flags(mask: Mask) -> Image.Image:
    """A mask as L, 0 or 255."""
    return Image.fromarray(mask.astype(np.uint8) * 255)


def matte(part: Part, found: Edge) -> tuple[Pixels, Image.Image]:
    """The opacity of the subject (height, width) and the colours behind its edge (RGB), at the part's size."""
    behind = part.mapped(found.behind)
    sure = np.asarray(part.mapped(found.inner)) == 255
    away = np.asarray(part.mapped(found.outer)) == 0
    alpha = np.where(sure, np.uint8(255), np.uint8(0))
    place = np.flatnonzero(~(sure | away))
    if len(place):
        seen, front, back = (_at(image, place) for image in (part.picture, part.mapped(found.front), behind))
        guess = np.asarray(_blurred(part, found.mask)).reshape(-1)[place].astype(np.int32)
        alpha.reshape(-1)[place] = _opacity(seen, front, back, guess)
    return alpha, behind


def uncoloured(part: Part, alpha: Pixels, behind: Image.Image) -> Pixels:
    """The subject alone, premultiplied (height, width, 4): at its edge without the colours behind it."""
    whole = part.picture.copy()
    whole.putalpha(Image.fromarray(alpha))
    result = np.array(whole.convert("RGBa"))
    place = np.flatnonzero((alpha > 0) & (alpha < 255))
    share = alpha.reshape(-1)[place].astype(np.int32)[:, None]
    own = (_at(part.picture, place) * np.int32(255) - _at(behind, place) * (255 - share)) // 255
    result.reshape(-1, 4)[place, :3] = np.clip(own, 0, share)
    return result


def _at(image: Image.Image, place: npt.NDArray[np.intp]) -> Pixels:
    """The colours (count, 3) of an RGB picture at flat px."""
    return np.asarray(image).reshape(-1, 3)[place]


def _blurred(part: Part, mask: Image.Image) -> Image.Image:
    """The mask at the part's size with an edge about 2 px of the *larger* picture wide."""
    image = part.mapped(mask, Image.Resampling.BICUBIC)
    radius = max(1, int(part.whole_size()) // (max(mask.size) * 2))
    return image.filter(ImageFilter.BoxBlur(radius)).point(_STEEP)


def _carried(reduced: Image.Image, where: Mask) -> Image.Image:
    """Colours of the marked pixels carried beyond them: their blur, near first."""
    marked = reduced.copy()
    marked.putalpha(flags(where))
    marked, result = marked.convert("RGBa"), reduced
    for radius in (20, 6, 2):
        spread = marked.filter(ImageFilter.BoxBlur(radius))
        seen = spread.getchannel("a").point(_SEEN)
        result = Image.composite(spread.convert("RGBA").convert("RGB"), result, seen)
    return result


def _opacity(seen: Pixels, front: Pixels, behind: Pixels, guess: Wide) -> Wide:
    """How far each colour lies from the one behind to the one in front; the guess where the two are alike."""
    way = front.astype(np.int32) - behind
    gone = seen.astype(np.int32) - behind
    length = _summed(way * way)
    along = np.clip(_summed(gone * way) * 255 // np.maximum(length, 1), 0, 255)
    along = np.clip((along - 16) * 255 // 223, 0, 255)
    trust = np.clip((length - 900) // 16, 0, 255)
    mixed: Wide = (along * trust + guess * (255 - trust)) // 255
    return np.minimum(mixed, np.clip(guess * 3, 0, 255))


def _summed(values: Wide) -> Wide:
    """Over three channels (numpy's own sum over a short last axis is several times slower)."""
    total: Wide = values[:, 0] + values[:, 1] + values[:, 2]
    return total
