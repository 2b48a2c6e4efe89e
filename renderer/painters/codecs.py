"""Pixels as files of one kind at one quality: JPEG, PNG in full colour and with a palette, WebP, AVIF.

All are sRGB and say so, and the same bytes on every machine."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator, Sequence
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
    return _png(deflated(pixels), *_size(pixels), 2, b"")


def paletted(pixels: Pixels) -> bytes:
    """A PNG of at most 256 colours: those of the picture where it has no more, else the nearest, without dither (its
    grain shows on flat grounds)."""
    picture = picture_of(pixels).convert("RGB").quantize(COLOURS, Bitmap.Quantize.MEDIANCUT, dither=Bitmap.Dither.NONE)
    numbers = np.asarray(picture)
    colours = bytes(picture.getpalette() or [])
    used = int(numbers.max()) + 1
    return _png(deflated(numbers), *_size(pixels), 3, chunk(b"PLTE", colours[: used * 3].ljust(used * 3, b"\0")))


def deflated(pixels: Pixels) -> bytes:
    """The image data of a PNG: of numbers of colours (height, width), or of the colours themselves."""
    if pixels.ndim == 2:
        return _deflated(0, pixels)  # no filter: numbers of colours have no slope
    height, width = pixels.shape[:2]
    flat = np.ascontiguousarray(pixels[..., :3]).reshape(height, width * 3)
    sloped = flat.copy()
    sloped[:, 3:] -= flat[:, :-3]
    return _deflated(1, sloped)  # Sub: each byte less the one a pixel to the left


def _deflated(filter_: int, content: Pixels) -> bytes:
    rows = np.empty((content.shape[0], 1 + content.shape[1]), np.uint8)
    rows[:, 0] = filter_
    rows[:, 1:] = content
    return bytes(deflate.zlib_compress(rows.tobytes(), 6))


def animated_webp(canvases: Sequence[Pixels], holds: Sequence[int], loops: int, quality: int | None) -> bytes:
    """An animated WebP: pictures shown for so many ms each, so many times; the last one stays.

    At a quality, each frame is lossy or not as weighs less: flat colours keep sharp edges. None: nothing is lost."""
    first, *rest = (picture_of(one).convert("RGB") for one in canvases)
    how = {"lossless": True, "quality": 50} if quality is None else {"quality": quality, "allow_mixed": True}
    file = io.BytesIO()
    first.save(file, "WEBP", save_all=True, append_images=rest, duration=list(holds), loop=loops, method=4,
               minimize_size=True, icc_profile=PROFILE, **how)  # fmt: skip
    return file.getvalue()


def picture_of(pixels: Pixels) -> Bitmap.Image:
    """Pixels (height, width, 4) as Pillow knows them, alpha aside."""
    height, width = pixels.shape[:2]
    return Bitmap.frombuffer("RGBX", (width, height), np.ascontiguousarray(pixels), "raw", "RGBX", 0, 1)


def _saved(pixels: Pixels, kind: str, **how: object) -> bytes:
    file = io.BytesIO()
    picture = picture_of(pixels)
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


def _png(content: bytes, width: int, height: int, colour: int, palette: bytes) -> bytes:
    return png_head(width, height, colour) + palette + chunk(b"IDAT", content) + chunk(b"IEND", b"")


def png_head(width: int, height: int, colour: int) -> bytes:
    """What a PNG of sRGB begins with; its type of colour is 2 (full) or 3 (a palette)."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"sRGB", b"\x00")


def chunk(kind: bytes, content: bytes) -> bytes:
    """A chunk of a PNG with its length and its checksum."""
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def _size(pixels: Pixels) -> tuple[int, int]:
    return pixels.shape[1], pixels.shape[0]
