"""Pixels as files of one kind at one quality: JPEG, PNG in full colour and with a palette, WebP, AVIF.

All are sRGB and say so, and the same bytes on every machine."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

import deflate
import numpy as np
import numpy.typing as npt
from PIL import Image as Bitmap
from PIL import ImageFile

from renderer.painters.srgb import PROFILE

Pixels = npt.NDArray[np.uint8]
COLOURS = 256  # of a palette
_COARSEST = 4  # bits that the edges of a drawing may lose to a palette


def jpeg(pixels: Pixels, quality: int, halved: bool = False) -> bytes:
    """A baseline JPEG; `halved` chroma weighs less, and lets coloured type bleed on coloured ground."""
    sampling = 2 if halved else 0
    return _saved(pixels, "JPEG", quality=quality, subsampling=sampling, optimize=True, progressive=False)


def webp(pixels: Pixels, quality: int) -> bytes:
    """A lossy WebP, colour edges kept sharp as far as halved chroma can."""
    return _saved(pixels, "WEBP", quality=quality, method=4, use_sharp_yuv=True)


def avif(pixels: Pixels, quality: int) -> bytes:
    """An AVIF in full chroma, by one thread: more would share the work out differently on each machine."""
    return _saved(pixels, "AVIF", quality=quality, subsampling="4:4:4", speed=7, max_threads=1)


def png(pixels: Pixels) -> bytes:
    """A full-colour PNG: filtered in numpy, packed by libdeflate (PNG 3rd edition, sections 9 and 11)."""
    height, width = pixels.shape[:2]
    rows = np.empty((height, 1 + width * 3), np.uint8)
    flat = np.ascontiguousarray(pixels[..., :3]).reshape(height, width * 3)
    rows[:, 0] = 1  # Sub: each byte less the one a pixel to the left
    rows[:, 1:4] = flat[:, :3]
    rows[:, 4:] = flat[:, 3:] - flat[:, :-3]
    return _png(rows, width, height, 2, b"")


def paletted(pixels: Pixels) -> bytes:
    """A PNG of at most 256 colours: those of the picture where it has no more, else the nearest, without dither (its
    grain shows on flat grounds)."""
    picture = _picture(pixels).convert("RGB").quantize(COLOURS, Bitmap.Quantize.MEDIANCUT, dither=Bitmap.Dither.NONE)
    height, width = pixels.shape[:2]
    rows = np.zeros((height, 1 + width), np.uint8)  # no filter: numbers of colours have no slope
    rows[:, 1:] = np.asarray(picture)
    colours = bytes(picture.getpalette() or [])
    used = int(rows[:, 1:].max()) + 1
    return _png(rows, width, height, 3, _chunk(b"PLTE", colours[: used * 3].ljust(used * 3, b"\0")))


def transparent(pixels: Pixels) -> bytes:
    """A PNG of premultiplied px: with a palette where they have 256 colours or can be brought to that by steps that
    nobody sees, else in full colour (what is transparent is all of one colour)."""
    height, width = pixels.shape[:2]
    straight = unmultiplied(pixels)
    words = np.ascontiguousarray(straight).view(np.uint32)[..., 0]
    for bits in range(_COARSEST + 1):
        colours, numbers = np.unique(_coarser(words, bits) if bits else words, return_inverse=True)
        if len(colours) <= COLOURS:
            return _numbered(colours, numbers.reshape(height, width))
    rows = np.empty((height, 1 + width * 4), np.uint8)
    flat = straight.reshape(height, width * 4)
    rows[:, 0] = 1  # Sub, as above
    rows[:, 1:5] = flat[:, :4]
    rows[:, 5:] = flat[:, 4:] - flat[:, :-4]
    return _png(rows, width, height, 6, b"")


def grey(levels: Pixels) -> bytes:
    """A PNG of one channel, (height, width): as a mask is."""
    height, width = levels.shape
    rows = np.zeros((height, 1 + width), np.uint8)
    rows[:, 1:] = levels
    return _png(rows, width, height, 0, b"")


def unmultiplied(pixels: Pixels) -> Pixels:
    """Premultiplied px, (..., 4), with their own colours; 0 where they are transparent."""
    place = pixels[..., :3].astype(np.uint16)
    place |= pixels[..., 3:].astype(np.uint16) << np.uint16(8)
    straight = np.empty_like(pixels)
    straight[..., :3] = _straight()[place]
    straight[..., 3] = pixels[..., 3]
    return straight


@lru_cache(maxsize=1)
def _straight() -> Pixels:
    """A channel's own level by share * 256 + premultiplied level: a table is several times faster than dividing."""
    share, level = np.divmod(np.arange(65_536, dtype=np.uint32), 256)
    found = np.minimum((level * 255 + share // 2) // np.maximum(share, 1), 255)
    return np.where(share > 0, found, 0).astype(np.uint8)


def _coarser(words: npt.NDArray[np.uint32], bits: int) -> npt.NDArray[np.uint32]:
    """Half transparent px in steps of 2 to the power of `bits`; solid ones stay as they are."""
    step = np.uint32(0xFF >> bits << bits) * np.uint32(0x01010101)
    half = np.uint32(1 << bits >> 1) * np.uint32(0x01010101)
    thin = (words >> np.uint32(24)) < 255
    return np.where(thin, words & step | half & ~step, words)


def _numbered(colours: npt.NDArray[np.uint32], numbers: npt.NDArray[np.intp]) -> bytes:
    """A PNG of a palette with transparency; the most transparent first, so that the solid need no entry."""
    order = np.argsort(colours >> np.uint32(24), kind="stable")
    places = np.empty(len(order), np.uint8)
    places[order] = np.arange(len(order))
    sorted_ = colours[order].view(np.uint8).reshape(-1, 4)
    clear = sorted_[:, 3][sorted_[:, 3] < 255].tobytes()
    height, width = numbers.shape
    rows = np.zeros((height, 1 + width), np.uint8)
    rows[:, 1:] = places[numbers]
    chunks = _chunk(b"PLTE", sorted_[:, :3].tobytes()) + (_chunk(b"tRNS", clear) if clear else b"")
    return _png(rows, width, height, 3, chunks)


def _picture(pixels: Pixels) -> Bitmap.Image:
    height, width = pixels.shape[:2]
    return Bitmap.frombuffer("RGBX", (width, height), np.ascontiguousarray(pixels), "raw", "RGBX", 0, 1)


def _saved(pixels: Pixels, kind: str, **how: object) -> bytes:
    file = io.BytesIO()
    picture = _picture(pixels)
    if kind != "JPEG":
        picture = picture.convert("RGB")
    with _room(4 * picture.width * picture.height):
        picture.save(file, kind, icc_profile=PROFILE, **how)
    return file.getvalue()


@contextmanager
def _room(size: int) -> Iterator[None]:
    """Room for a JPEG in one piece, which its optimiser wants: Pillow gives a byte a px, too little for grass or gravel
    in full chroma."""
    kept = ImageFile.MAXBLOCK
    ImageFile.MAXBLOCK = max(kept, size)
    try:
        yield
    finally:
        ImageFile.MAXBLOCK = kept


def _png(rows: Pixels, width: int, height: int, colour: int, palette: bytes) -> bytes:
    header = _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0))
    packed = bytes(deflate.zlib_compress(rows.tobytes(), 6))
    chunks = (header, _chunk(b"sRGB", b"\x00"), palette, _chunk(b"IDAT", packed), _chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
