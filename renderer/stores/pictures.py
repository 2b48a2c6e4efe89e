"""Raster pictures: checked, decoded once, kept as a pyramid of halves, resampled from the nearest one.

What comes out depends on nothing but the file, the crop and the size asked: never on what was asked before. So a
picture is always decoded to the same base size: its own, or halved until its longer side is below 4096 px.
"""

from __future__ import annotations

import io
import logging
import math
import os
import struct
import warnings
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from functools import cached_property
from typing import NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
from PIL import (
    AvifImagePlugin,
    BmpImagePlugin,
    GifImagePlugin,
    Image,
    ImageCms,
    ImageFile,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    WebPImagePlugin,
)

from renderer.errors import AssetError
from renderer.scene import Box
from renderer.stores import sniff
from renderer.stores.stretching import unstreaked

Pixels: TypeAlias = npt.NDArray[np.uint8]
Levels: TypeAlias = npt.NDArray[np.uint16]
"""Of 255, or a ratio of up to 511: with room for the product of two bytes."""

logging.getLogger("PIL").addHandler(logging.NullHandler())  # its readers' complaints reach people as AssetErrors

MAX_BYTES = 100_000_000
MAX_PIXELS = 64_000_000
MAX_JPEG_PIXELS = 300_000_000  # decoded at a half to an eighth of its size
MAX_PROGRESSIVE_PIXELS = 128_000_000  # a progressive JPEG is held whole, whatever the scale
MAX_RATIO = 200  # longer side / shorter side
MAX_SIDE = 4096  # px of a decoded base, exclusive
_JPEG_TARGET = 2048
FINE = 240  # px of a picture's longer side as it is shown, from which it is treated at that size
_AROUND = 12  # px beyond a part that resampling it may look at
_REACH = 3  # px, of the larger kind, that a px is resampled from at most to each side
_SOLID = np.uint32(0xFF000000)

_BROKEN = (
    OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, EOFError, MemoryError, RuntimeError,
    AttributeError, struct.error, zlib.error, Image.DecompressionBombError,
)  # fmt: skip
"""What Pillow's readers raise on bytes that are no good picture."""

_READERS: dict[str, type[ImageFile.ImageFile]] = {
    "JPEG": JpegImagePlugin.JpegImageFile,
    "PNG": PngImagePlugin.PngImageFile,
    "GIF": GifImagePlugin.GifImageFile,
    "WEBP": WebPImagePlugin.WebPImageFile,
    "AVIF": AvifImagePlugin.AvifImageFile,
    "BMP": BmpImagePlugin.BmpImageFile,
    "TIFF": TiffImagePlugin.TiffImageFile,
}


class Part(NamedTuple):
    """What is shown of a picture, at the size it is shown at."""

    picture: Image.Image
    """RGB."""
    crop: Box
    """Which part of the picture it is, in shares within 0 to 1."""

    def mapped(self, grid: Image.Image, resample: Image.Resampling = Image.Resampling.BILINEAR) -> Image.Image:
        """A small map of the whole picture, enlarged to the part."""
        width, height = grid.size
        right, bottom = min(1.0, self.crop.right), min(1.0, self.crop.bottom)
        box = (self.crop.x * width, self.crop.y * height, right * width, bottom * height)
        return grid.resize(self.picture.size, resample, box)

    def whole_size(self) -> float:
        """The longer side that the whole picture would have at this scale, px."""
        return max(self.picture.width / self.crop.w, self.picture.height / self.crop.h)


class Pyramid:
    """A picture and its halves: RGB, or RGBa where it has transparency.

    `size` is the file's own (width, height) in px, upright; the base may be smaller."""

    def __init__(self, base: Image.Image, size: tuple[int, int]) -> None:
        self.levels = [base]
        self.size = size

    @property
    def base(self) -> Image.Image:
        """The largest level."""
        return self.levels[0]

    @property
    def has_alpha(self) -> bool:
        """Whether any of it is transparent."""
        return self.base.mode == "RGBa"

    def bytes(self) -> int:
        """Memory used, with all halves."""
        return self.base.width * self.base.height * 16 // 3

    def sample(self, crop: Box, width: int, height: int) -> Pixels:
        """The part `crop` (shares 0 to 1) at a size in px, as premultiplied RGBA (height, width, 4).

        What lies outside the picture is transparent."""
        return framed(crop, width, height, 0, self._sampled)

    def _sampled(self, crop: Box, width: int, height: int) -> Pixels:
        if self.has_alpha:
            return self._sampled_thinly(crop, width, height)
        image = self.part(crop, width, height)
        image = image.copy() if image is self.base else unstreaked(image, crop, self.base.size)
        image.putalpha(255)
        return np.array(image)

    def _sampled_thinly(self, crop: Box, width: int, height: int) -> Pixels:
        """A part of a picture with transparency: only what shows anything is resampled."""
        level, shown = self.level(crop, width, height), self._shown
        across, down = crop.w / width, crop.h / height
        x, y = (_REACH * max(step, 1 / side) for step, side in zip((across, down), level.size, strict=True))
        left, right = _covered(crop.x, crop.w, width, shown.x - x, shown.right + x)
        top, bottom = _covered(crop.y, crop.h, height, shown.y - y, shown.bottom + y)
        pixels = np.zeros((height, width, 4), np.uint8)
        if right > left and bottom > top:
            inside = Box(crop.x + left * across, crop.y + top * down, (right - left) * across, (bottom - top) * down)
            part = np.array(_resampled(level, inside, right - left, bottom - top))
            pixels[top:bottom, left:right] = _dimmed(part)
        return pixels

    @cached_property
    def _shown(self) -> Box:
        """Where anything is to be seen of it, in shares."""
        (width, height), bounds = self.base.size, self.base.getchannel("a").getbbox() or (0, 0, 0, 0)
        left, top, right, bottom = bounds
        return Box(left / width, top / height, (right - left) / width, (bottom - top) / height)

    def part(self, crop: Box, width: int, height: int) -> Image.Image:
        """The part `crop` (within 0 to 1) resampled to a size in px, in the base's mode; not to be changed."""
        return _resampled(self.level(crop, width, height), crop, width, height)

    def treated(
        self, crop: Box, width: int, height: int, seen: Box, blank: Pixels, treat: Callable[[Part], Pixels]
    ) -> Pixels:  # fmt: skip
        """The part `crop` (within 0 to 1) treated, at a size in px: (height, width, 4).

        Beyond what is `seen` of the picture at all it is `blank`, one px."""
        left, right = _covered(crop.x, crop.w, width, seen.x, seen.right)
        top, bottom = _covered(crop.y, crop.h, height, seen.y, seen.bottom)
        pixels = np.empty((height, width, 4), np.uint8)
        pixels.view(np.uint32)[:] = blank.view(np.uint32)
        if right > left and bottom > top:
            across, down = crop.w / width, crop.h / height
            inside = Box(crop.x + left * across, crop.y + top * down, (right - left) * across, (bottom - top) * down)
            pixels[top:bottom, left:right] = self._finely(inside, right - left, bottom - top, treat)
        return pixels

    def _finely(self, crop: Box, width: int, height: int, treat: Callable[[Part], Pixels]) -> Pixels:
        """A part treated at its size; of a small picture on the level that it is sampled from, since its edges need px
        to be found in."""
        if max(width / crop.w, height / crop.h) >= FINE:
            return treat(Part(self.part(crop, width, height), crop))
        level = self.level(crop, width, height)
        left, top = crop.x * level.width, crop.y * level.height
        right, bottom = min(level.width, crop.right * level.width), min(level.height, crop.bottom * level.height)
        edges = (
            max(0, int(left) - _AROUND), max(0, int(top) - _AROUND),
            min(level.width, -int(-right // 1) + _AROUND), min(level.height, -int(-bottom // 1) + _AROUND),
        )  # fmt: skip
        x, y = edges[0] / level.width, edges[1] / level.height
        around = Box(x, y, edges[2] / level.width - x, edges[3] / level.height - y)
        made = treat(Part(level.crop(edges), around))
        image = Image.frombuffer("RGBX", made.shape[1::-1], made, "raw", "RGBX", 0, 1)
        box = (left - edges[0], top - edges[1], right - edges[0], bottom - edges[1])
        return np.asarray(image.resize((width, height), Image.Resampling.BICUBIC, box))

    def level(self, crop: Box, width: int, height: int) -> Image.Image:
        """The smallest level that still has a px and more for each px asked of a part (shares) at a size in px.

        More would cost two to four times as much and cannot be told from it (looked at threefold enlarged)."""
        spare = min(crop.w * self.base.width / width, crop.h * self.base.height / height)
        depth = 0
        while spare >= 2 and min(self.base.size) >> (depth + 1) >= 8:
            spare /= 2
            depth += 1
        while len(self.levels) <= depth:
            self.levels.append(self.levels[-1].reduce(2))
        return self.levels[depth]


def _resampled(level: Image.Image, crop: Box, width: int, height: int) -> Image.Image:
    box = (
        crop.x * level.width,
        crop.y * level.height,
        min(level.width, crop.right * level.width),
        min(level.height, crop.bottom * level.height),
    )
    same = level.size == (width, height) and box == (0, 0, width, height)
    return level if same else level.resize((width, height), Image.Resampling.BICUBIC, box)


def _dimmed(pixels: Pixels) -> Pixels:
    """Premultiplied px of which none is lighter than its alpha allows: a kernel may overshoot that."""
    words, flat = pixels.view(np.uint32).ravel(), pixels.reshape(-1, 4)
    thin = np.flatnonzero((words < _SOLID) & (words & ~_SOLID > 0))
    flat[thin, :3] = np.minimum(flat[thin, :3], flat[thin, 3:])
    return pixels


def framed(crop: Box, width: int, height: int, outside: int, make: Callable[[Box, int, int], Pixels]) -> Pixels:
    """What is made of the part of a picture that a crop and a size in px show: (height, width, 4).

    Where the crop lies outside the picture it is transparent, its colour 0 or, for what is multiplied, 255."""
    if width < 1 or height < 1 or crop.w <= 0 or crop.h <= 0:
        raise ValueError(f"nothing to sample: {width}x{height} px of {crop}")
    left, right = _span(crop.x, crop.w, width)
    top, bottom = _span(crop.y, crop.h, height)
    if (left, top, right, bottom) == (0, 0, width, height):
        return make(_clamped(crop), width, height)
    pixels = np.full((height, width, 4), (outside, outside, outside, 0), np.uint8)
    if right > left and bottom > top:
        x0, x1 = max(0.0, crop.x), min(1.0, crop.right)
        y0, y1 = max(0.0, crop.y), min(1.0, crop.bottom)
        part = _clamped(Box(x0, y0, x1 - x0, y1 - y0))
        pixels[top:bottom, left:right] = make(part, right - left, bottom - top)
    return pixels


def _span(start: float, length: float, count: int) -> tuple[int, int]:
    """The px of `count` that lie within the picture when a side shows shares start to start + length."""
    first = round(-start / length * count)
    last = round((1.0 - start) / length * count)
    return max(0, min(count, first)), max(0, min(count, last))


def _covered(start: float, length: float, count: int, low: float, high: float) -> tuple[int, int]:
    """The px of `count`, which show shares start to start + length, that show anything of low to high."""
    first, last = (low - start) / length * count, (high - start) / length * count
    return max(0, min(count, math.floor(first))), max(0, min(count, math.ceil(last)))


def _clamped(crop: Box) -> Box:
    x, y = min(max(crop.x, 0.0), 1.0), min(max(crop.y, 0.0), 1.0)
    return Box(x, y, max(1e-6, min(crop.right, 1.0) - x), max(1e-6, min(crop.bottom, 1.0) - y))


def decode(content: bytes, name: str) -> Pyramid:
    """A picture file's content as a pyramid, upright, in sRGB, first frame; `name` is for the message.

    Raises AssetError for what is no picture, broken, truncated or beyond the limits."""
    if len(content) > MAX_BYTES:
        raise AssetError(f"{name}: larger than {MAX_BYTES // 1_000_000} MB")
    form = sniff.picture_format(content[: sniff.HEAD])
    if not form:
        raise AssetError(f"{name}: not a picture ({sniff.looks_like(content[: sniff.HEAD])})")
    with warnings.catch_warnings(), _silenced() if form == "TIFF" else nullcontext():
        warnings.simplefilter("ignore")
        try:
            # The reader itself instead of Image.open: no other format is tried, and our limits stand alone.
            reader = _READERS[form](io.BytesIO(content))
        except _BROKEN as error:
            raise AssetError(f"{name}: broken {form} picture ({_reason(error)})") from error
        with reader:
            _check_limits(reader, form, name)
            try:
                return _load(reader)
            except MemoryError:  # its size is within our limits: the machine's shortage, not the picture's fault
                raise
            except _BROKEN as error:
                raise AssetError(f"{name}: broken or truncated {form} picture ({_reason(error)})") from error


@contextmanager
def _silenced() -> Iterator[None]:
    """Nothing reaches the process's stderr meanwhile: libtiff prints there what Pillow raises too."""
    try:
        kept = os.dup(2)
    except OSError:  # closed: nobody reads it
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    try:
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _reason(error: BaseException) -> str:
    text = (str(error) or type(error).__name__).splitlines()[0][:120]
    return f"unknown or missing value {text}" if text.isdigit() else text  # the key of a table


def _check_limits(image: ImageFile.ImageFile, form: str, name: str) -> None:
    width, height = image.size
    pixels = width * height
    limit = MAX_JPEG_PIXELS if form == "JPEG" else MAX_PIXELS
    if form == "JPEG" and image.info.get("progressive"):
        limit = MAX_PROGRESSIVE_PIXELS
    if pixels > limit:
        raise AssetError(
            f"{name}: {width}x{height} is {pixels // 1_000_000} megapixels, at most {limit // 1_000_000} are read"
        )
    if width < 1 or height < 1 or max(width, height) > MAX_RATIO * min(width, height):
        raise AssetError(f"{name}: {width}x{height} is no shape for a picture")


def _load(image: ImageFile.ImageFile) -> Pyramid:
    size = image.size
    longest = max(size)
    if isinstance(image, JpegImagePlugin.JpegImageFile) and longest >= MAX_SIDE:
        share = _JPEG_TARGET / longest
        image.draft(None, (max(1, int(size[0] * share)), max(1, int(size[1] * share))))
    image.load()
    whole: Image.Image = image
    while max(whole.width, whole.height) >= MAX_SIDE:
        whole = _eight_bit(whole).reduce(2)
    whole = _upright(whole, image)
    upright = (size[1], size[0]) if _orientation(image) >= 5 else size
    return Pyramid(_standard(whole, image.info.get("icc_profile")), upright)


def _orientation(image: Image.Image) -> int:
    try:
        value: object = image.getexif().get(0x0112)
    except _BROKEN:
        return 1
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def _upright(image: Image.Image, file: Image.Image) -> Image.Image:
    turn = _TURNS.get(_orientation(file))
    return image if turn is None else image.transpose(turn)


def _eight_bit(image: Image.Image) -> Image.Image:
    """16-bit, 32-bit and palette pictures as 8 bits a channel; others unchanged."""
    if image.mode.startswith("I") or image.mode == "F":
        values = np.asarray(image)
        if image.mode == "F":
            values = np.nan_to_num(values)
        elif image.mode != "I" or int(values.max(initial=0)) > 255:
            values = values >> 8
        return Image.fromarray(np.clip(values, 0, 255).astype(np.uint8))
    if image.mode in ("P", "PA", "1"):
        return image.convert("RGBA" if "transparency" in image.info or image.mode == "PA" else "RGB")
    return image


def _standard(image: Image.Image, profile: object) -> Image.Image:
    """RGB, or RGBa where something is transparent; colours in sRGB."""
    keyed = image.mode in ("L", "RGB") and "transparency" in image.info
    image = _eight_bit(image)
    if keyed:
        image = image.convert("RGBA")
    alpha = image.getchannel("A") if image.mode in ("RGBA", "LA") else None
    colours = _to_srgb(image, profile) if isinstance(profile, bytes) else image
    rgb = colours.convert("RGB")
    if alpha is None or int(np.asarray(alpha).min()) >= 250:
        return rgb
    rgb.putalpha(alpha)
    return rgb.convert("RGBa")


def _to_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """The picture's colours through its embedded profile; unchanged where that is sRGB or no good."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if "srgb" in ImageCms.getProfileDescription(source).lower():
            return image
        space = source.profile.xcolor_space.strip()
        plain = image.convert("RGB") if image.mode in ("RGBA", "RGBX") else image
        if (space, plain.mode) not in (("RGB", "RGB"), ("CMYK", "CMYK"), ("LAB", "LAB")):
            return image
        converted = ImageCms.profileToProfile(plain, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
    except (ImageCms.PyCMSError, *_BROKEN):
        return image
    return image if converted is None else converted
