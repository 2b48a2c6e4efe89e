"""Pixels as files of one kind at one quality: JPEG, PNG in full colour and with a palette, WebP, AVIF.

All are sRGB and say so, and the same bytes on every machine."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator, Sequence
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
    return _png(deflated(pixels), *_size(pixels), 2, b"")


def paletted(pixels: Pixels) -> bytes:
    """A PNG of at most 256 colours: those of the picture where it has no more, else the nearest, without dither (its
    grain shows on flat grounds)."""
    picture = picture_of(pixels).convert("RGB").quantize(COLOURS, Bitmap.Quantize.MEDIANCUT, dither=Bitmap.Dither.NONE)
    numbers = np.asarray(picture)
    colours = bytes(picture.getpalette() or [])
    used = int(numbers.max()) + 1
    return _png(deflated(numbers), *_size(pixels), 3, chunk(b"PLTE", colours[: used * 3].ljust(used * 3, b"\0")))


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
    flat = straight.reshape(height, width * 4)
    sloped = flat.copy()
    sloped[:, 4:] -= flat[:, :-4]
    return _png(_deflated(1, sloped), width, height, 6, b"")  # Sub, as below


def grey(levels: Pixels) -> bytes:
    """A PNG of one channel, (height, width): as a mask is."""
    return _png(deflated(levels), *_size(levels), 0, b"")


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
    """Half transparent px in steps of 2 to the power of `bits`; solid ones and free ones stay as they are."""
    step = np.uint32(0xFF >> bits << bits) * np.uint32(0x01010101)
    half = np.uint32(1 << bits >> 1) * np.uint32(0x01010101)
    alpha = words >> np.uint32(24)
    thin = (alpha > 0) & (alpha < 255)
    return np.where(thin, words & step | half & ~step, words)


def _numbered(colours: npt.NDArray[np.uint32], numbers: npt.NDArray[np.intp]) -> bytes:
    """A PNG of a palette with transparency; the most transparent first, so that the solid need no entry."""
    order = np.argsort(colours >> np.uint32(24), kind="stable")
    places = np.empty(len(order), np.uint8)
    places[order] = np.arange(len(order))
    sorted_ = colours[order].view(np.uint8).reshape(-1, 4)
    clear = sorted_[:, 3][sorted_[:, 3] < 255].tobytes()
    chunks = chunk(b"PLTE", sorted_[:, :3].tobytes()) + (chunk(b"tRNS", clear) if clear else b"")
    rows = places[numbers]
    return _png(deflated(rows), *_size(rows), 3, chunks)


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
