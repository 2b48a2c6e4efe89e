"""Pictures of a page as files: each at 1x and 2x, of the kind that is lightest for what it shows."""

from __future__ import annotations

import base64
import math
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple, Protocol, TypeAlias

import numpy as np
from PIL import Image as Bitmap

from renderer.painters import blending, codecs, plates, raster
from renderer.painters.plates import Plate
from renderer.scene import Box, Image, Node, Scene

Pixels = raster.Pixels
DENSITIES = (1, 2)
_WORTH = 1.4  # times the px of a file from which another is made for denser screens
_FEW = 10_000  # px² up to which a picture with transparency may be lighter as a PNG
MOST_PX = 1_800_000
"""Px² of a picture beyond which none is made for denser screens: it would weigh more than a page may (ours)."""
CLOSE = 3.0
"""Px a px of a picture that is enlarged on a dense screen for a moment: nobody sees more while it moves (ours)."""
_BLOCK, _ROOM = 16, 2  # px of a JPEG's blocks, where colour is halved; that are clear around what is seen
_STEP = 4  # px in which a subject's colours change beyond its outline
_SURE = 4  # times its alpha that a px counts as itself: a soft shadow has a colour of its own, faint edges have noise
_OPAQUE, _FAINTEST = np.uint32(0xFF000000), np.uint32(0x01000000)
MASKED = 'mask="url(#m)"'


class Sources(raster.Assets, Protocol):
    """What the painter of pages may ask for, beside what every painter may."""

    def size(self, asset: str) -> tuple[int, int] | None:
        """A picture's own size, px; None where it is a drawing."""


Kept: TypeAlias = dict[tuple[object, ...], Pixels]
"""What pictures were painted as, by node and size: kept while a page is written at several qualities."""


class Shown(NamedTuple):
    """A picture's files, as `<img>` names them."""

    src: str
    srcset: str


class Files:
    """The files of a page by name; equal contents are one file."""

    def __init__(self, prefix: str) -> None:
        self.prefix = prefix
        """What stands before a file's name where the page names it."""
        self.contents: dict[str, bytes] = {}
        self._names: dict[bytes, str] = {}

    def add(self, stem: str, ending: str, content: bytes) -> str:
        """The address of a file with a content, new or known."""
        name = self._names.get(content)
        if name is None:
            name, count = f"{stem}.{ending}", 1
            while name in self.contents:
                count += 1
                name = f"{stem}{count}.{ending}"
            self._names[content], self.contents[name] = name, content
        return self.prefix + name


class Pictures:
    """The pictures of one page."""

    def __init__(self, scene: Scene, assets: Sources, files: Files, quality: int, kept: Kept) -> None:
        self._scene = scene
        self._assets = assets
        self._files = files
        self._quality = quality
        self._kept = kept

    def image(self, node: Image, inside: tuple[Node, ...], alone: bool) -> Shown:
        """A picture's files; `alone`: drawn as what it makes of its ground."""
        made = list[tuple[str, bytes]]()
        for size in self._sizes(node, inside):
            key = (node.id, *size)
            if key not in self._kept:
                self._kept[key] = self._drawn(node, size, alone)
            made.append(self._encoded(self._kept[key], node.treatment == "artwork", dense=bool(made)))
        return self._named(node.role, made)

    def _drawn(self, node: Image, size: tuple[int, int], alone: bool) -> Pixels:
        pixels = self._assets.pixels(node.asset, node.crop, *size, node.treatment)
        if alone:
            pixels = _upon(pixels, self._ground(node, *size))
        elif node.treatment == "relight":
            pixels = pixels | np.array([0, 0, 0, 255], np.uint8)  # how solid it is matters to nobody
        return pixels[:, ::-1] if node.mirror else pixels

    def plate(self, plate: Plate) -> Shown:
        """A stage with its pictures as files."""
        largest = plates.grown(plate.inside, self._scene.duration)
        most = max((self._most(image) for image in plate.images), default=1.0)
        made, before = list[tuple[str, bytes]](), 0.0
        for density in DENSITIES:
            scale = max(1.0, min(_wanted(density, largest), most, _most_px(plate.box.w, plate.box.h)))
            if before and scale < before * _WORTH:
                break
            before = scale
            scale = _whole(scale, (plate.box, *(image.box for image in plate.images)))
            key = (plate.first, scale)
            if key not in self._kept:
                pixels = raster.paint(plate.still, self._assets, scale).pixels
                self._kept[key] = _part(pixels, plate.box, scale)
            made.append(self._encoded(self._kept[key], False, dense=bool(made)))
        return self._named("stage", made)

    def _most(self, image: Image) -> float:
        """How many times larger than in the Scene a picture has px for."""
        own = self._assets.size(image.asset)
        return own[0] * image.crop.w / image.box.w if own is not None else float(DENSITIES[-1] * 4)

    def _sizes(self, node: Image, inside: tuple[Node, ...]) -> list[tuple[int, int]]:
        """The sizes that a picture is made at: as the raster painter would, larger where it is shown larger."""
        largest, most = plates.grown((*inside, node), self._scene.duration), self._most(node)
        found: list[tuple[int, int]] = []
        for density in DENSITIES:
            left, right = round(node.box.x * density), round(node.box.right * density)
            top, bottom = round(node.box.y * density), round(node.box.bottom * density)
            factor = max(1.0, min(_wanted(density, largest), most, _most_px(node.box.w, node.box.h))) / density
            size = max(1, round((right - left) * factor)), max(1, round((bottom - top) * factor))
            if not found or size[0] > found[0][0] * _WORTH:
                found.append(size)
        return found

    def _ground(self, node: Image, width: int, height: int) -> Pixels:
        """What a relit picture stands on, at its size."""
        under = raster.paint(plates.below(self._scene, node), self._assets).pixels
        left, top = round(node.box.x), round(node.box.y)
        right, bottom = max(left + 1, round(node.box.right)), max(top + 1, round(node.box.bottom))
        rows = np.clip(np.arange(top, bottom), 0, under.shape[0] - 1)
        columns = np.clip(np.arange(left, right), 0, under.shape[1] - 1)
        part = Bitmap.fromarray(np.ascontiguousarray(under[rows][:, columns, :3]))
        ground = np.asarray(part.resize((width, height), Bitmap.Resampling.BILINEAR))
        return ground[:, ::-1] if node.mirror else ground

    def _encoded(self, pixels: Pixels, drawn: bool, dense: bool) -> tuple[str, bytes]:
        """A file's ending and content; `dense`: for screens on which nobody sees that colour is half as sharp."""
        if drawn:
            return "png", _drawing(pixels.tobytes(), pixels.shape[1])
        if int(pixels[..., 3].min()) == 255:
            return "jpg", codecs.jpeg(pixels, self._quality, halved=dense)
        cut = "svg", _masked(pixels, self._quality, dense)
        if pixels.shape[0] * pixels.shape[1] > _FEW:
            return cut
        return min(cut, ("png", codecs.transparent(pixels)), key=lambda one: len(one[1]))

    def _named(self, stem: str, made: list[tuple[str, bytes]]) -> Shown:
        first, *denser = made
        src = self._files.add(stem, *first)
        if not denser or denser[0] == first:
            return Shown(src, "")
        return Shown(src, f"{self._files.add(f'{stem}-2x', *denser[0])} 2x")


@lru_cache(maxsize=64)
def _drawing(content: bytes, width: int) -> bytes:
    """The PNG of a drawing's px: a campaign has the same logo on every creative."""
    return codecs.transparent(np.frombuffer(content, np.uint8).reshape(-1, width, 4))


def _wanted(density: int, largest: float) -> float:
    """Px a px at rest: as many as are shown where a picture comes closest, up to what is worth its weight."""
    return max(density, min(density * largest, CLOSE))


def _most_px(width: float, height: float) -> float:
    """Px a px at which a picture has as many as are worth their weight."""
    return math.sqrt(MOST_PX / max(1.0, width * height))


def _whole(scale: float, boxes: Sequence[Box]) -> float:
    """The scale, or one up to 5 % below it, at which sides come nearest to whole px: what is rounded there is seen as a
    shift once a camera comes close."""
    sides = [side for box in boxes for side in (box.x, box.y, box.right, box.bottom)]
    if scale == round(scale):
        return scale
    widest = max(1, math.floor(boxes[0].right * scale))
    found = (width / boxes[0].right for width in range(widest, max(1, math.ceil(0.95 * widest)) - 1, -1))
    return min(filter(lambda one: one >= 1, found), default=scale,
               key=lambda one: max(abs(side * one - round(side * one)) for side in sides))  # fmt: skip


def _part(pixels: Pixels, box: Box, scale: float) -> Pixels:
    left, top, right, bottom = (round(side * scale) for side in (box.x, box.y, box.right, box.bottom))
    return np.ascontiguousarray(pixels[top:bottom, left:right])


def _upon(relit: Pixels, ground: Pixels) -> Pixels:
    """A relit picture (RGB, and how solid it is) as premultiplied px that look on this ground as multiplied with it."""
    light = relit[..., :3].astype(np.uint32)
    lets = (255 - relit[..., 3].astype(np.uint32)) * light.min(axis=2)  # of 255²: what of the ground is seen through
    colour = np.clip(light * 255 - lets[..., None], 0, None) * ground
    made = np.empty_like(relit)
    made[..., :3] = (colour + 32_512) // 65_025
    made[..., 3] = 255 - (lets + 127) // 255
    made[..., :3] = np.minimum(made[..., :3], made[..., 3:])
    return made


def _masked(pixels: Pixels, quality: int, dense: bool) -> bytes:
    """An SVG of a JPEG and its mask, as large as what is seen of them: a photograph with transparency, a third of what
    it weighs as a PNG."""
    height, width = pixels.shape[:2]
    left, top, right, bottom = _solid(pixels)
    part = np.ascontiguousarray(pixels[top:bottom, left:right])
    colours = codecs.jpeg(_spread(part), quality, halved=dense)
    mask = codecs.grey(np.ascontiguousarray(part[..., 3]))
    place = f'x="{left}" y="{top}" width="{right - left}" height="{bottom - top}"'
    told = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}">'
        f'<mask id="m">{_inner("png", mask, place)}</mask>{_inner("jpeg", colours, place + chr(32) + MASKED)}</svg>'
    )
    return told.encode()


def _inner(kind: str, content: bytes, how: str) -> str:
    return f'<image href="data:image/{kind};base64,{base64.b64encode(content).decode()}" {how}/>'


def _solid(pixels: Pixels) -> tuple[int, int, int, int]:
    """Left, top, right and bottom of what is seen, with room around it, in whole blocks of a JPEG."""
    height, width = pixels.shape[:2]
    bounds = Bitmap.frombuffer("RGBA", (width, height), pixels, "raw", "RGBA", 0, 1).getchannel("A").getbbox()
    left, top, right, bottom = bounds or (0, 0, 1, 1)
    return (max(0, left - _ROOM) // _BLOCK * _BLOCK, max(0, top - _ROOM) // _BLOCK * _BLOCK,
            min(width, -(-(right + _ROOM) // _BLOCK) * _BLOCK),
            min(height, -(-(bottom + _ROOM) // _BLOCK) * _BLOCK))  # fmt: skip


def _spread(pixels: Pixels) -> Pixels:
    """A subject with its own colours going on softly where it is clear, so that its edge stays clean in a JPEG."""
    height, width = pixels.shape[:2]
    small = Bitmap.fromarray(pixels, "RGBA").reduce(_BLOCK)
    filled = np.zeros((small.height, small.width, 4), np.uint8)
    for step in (1, 2, 4, 16, max(small.size)):  # the holes that are left are filled from farther away
        free = filled[..., 3] == 0
        if not free.any():
            break
        coarse = small.reduce(min(step, *small.size)).resize(small.size, Bitmap.Resampling.BILINEAR)
        filled[free] = codecs.unmultiplied(np.asarray(coarse)[free])
    filled[..., 3] = 255
    fine = small.width * _BLOCK // _STEP, small.height * _BLOCK // _STEP
    soft = blending.words(np.asarray(Bitmap.fromarray(filled, "RGBX").resize(fine, Bitmap.Resampling.BILINEAR)))
    made = np.ascontiguousarray(soft.repeat(_STEP, axis=0)[:height].repeat(_STEP, axis=1)[:, :width])
    words, bytes_ = blending.words(pixels), made.view(np.uint8).reshape(-1, 4)
    np.copyto(made, words, where=words >= _OPAQUE)
    thin = np.flatnonzero((words < _OPAQUE) & (words >= _FAINTEST))
    own = codecs.unmultiplied(pixels.reshape(-1, 4)[thin]).astype(np.uint16)
    share = np.minimum(_SURE * own[:, 3:], 255)
    bytes_[thin, :3] = (own[:, :3] * share + bytes_[thin, :3] * (255 - share) + 127) // 255
    return bytes_.reshape(pixels.shape)
