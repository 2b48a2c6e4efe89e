"""Pixels as files of one kind at one quality: JPEG, PNG in full colour and with a palette, WebP, AVIF.

All are sRGB and say so, and the same bytes on every machine."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import deflate
import numpy as np
import numpy.typing as npt
from PIL import Image as Bitmap
from PIL import ImageFile

from renderer.painters.srgb import PROFILE

Pixels = npt.NDArray[np.uint8]
COLOURS = 256  # of a palette


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
