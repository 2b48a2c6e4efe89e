"""Pixels as files: JPEG and PNG, made the same on every machine, within a weight where the format sets one."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Literal, NamedTuple

import deflate
import numpy as np
import numpy.typing as npt
from PIL import Image as Bitmap

from renderer.scene import Image, Scene

QUALITIES = (90, 84, 78, 72, 66, 60, 52, 44)  # JPEG, best first; below 44 blocks show in flat brand colours

Pixels = npt.NDArray[np.uint8]


class Encoding(NamedTuple):
    """What kind of file is wanted, and what the place takes."""

    wanted: Literal["auto", "jpeg", "png"] = "auto"
    types: tuple[str, ...] = ("jpg", "png")
    limit_kb: float | None = None
    """What a still may weigh, kB = 1000 bytes."""


class Encoded(NamedTuple):
    """A finished file and how it was made."""

    content: bytes
    media_type: str
    quality: int | None
    attempts: int


def encode(pixels: Pixels, scene: Scene, encoding: Encoding) -> Encoded:
    """A file of the kind asked for, as far as the place takes it; `auto` is JPEG where a product picture is shown,
    PNG where none is and it keeps the limit."""
    wanted, types, limit = encoding
    if "jpg" in types and ("png" not in types or wanted == "jpeg" or (wanted == "auto" and _shows_product(scene))):
        return jpeg(pixels, limit)
    made = png(pixels)
    heavy = limit is not None and len(made.content) > limit * 1000
    return jpeg(pixels, limit) if heavy and wanted != "png" and "jpg" in types else made


def _shows_product(scene: Scene) -> bool:
    return any(isinstance(node, Image) and node.role == "product" for node in scene.walk())


def jpeg(pixels: Pixels, limit_kb: float | None = None) -> Encoded:
    """A JPEG without chroma subsampling at the best quality within the limit (kB = 1000 bytes).

    Coloured type on coloured ground bleeds when chroma is halved, so it is not. What cannot meet the limit is
    returned at the lowest quality; the weight check tells."""
    height, width = pixels.shape[:2]
    image = Bitmap.frombuffer("RGBX", (width, height), np.ascontiguousarray(pixels), "raw", "RGBX", 0, 1)
    content = b""
    for attempt, quality in enumerate(QUALITIES, 1):
        buffer = io.BytesIO()
        image.save(buffer, "JPEG", quality=quality, subsampling=0, optimize=True, progressive=False)
        content = buffer.getvalue()
        if limit_kb is None or len(content) <= limit_kb * 1000:
            return Encoded(content, "image/jpeg", quality, attempt)
    return Encoded(content, "image/jpeg", QUALITIES[-1], len(QUALITIES))


def png(pixels: Pixels) -> Encoded:
    """A full-colour PNG: filtered in numpy, packed by libdeflate (PNG 3rd edition, sections 9 and 11)."""
    height, width = pixels.shape[:2]
    rows = np.empty((height, 1 + width * 3), np.uint8)
    flat = np.ascontiguousarray(pixels[..., :3]).reshape(height, width * 3)
    rows[:, 0] = 1  # Sub: each byte less the one a pixel to the left
    rows[:, 1:4] = flat[:, :3]
    rows[:, 4:] = flat[:, 3:] - flat[:, :-3]
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    packed = bytes(deflate.zlib_compress(rows.tobytes(), 6))
    chunks = (_chunk(b"IHDR", header), _chunk(b"sRGB", b"\x00"), _chunk(b"IDAT", packed), _chunk(b"IEND", b""))
    return Encoded(b"\x89PNG\r\n\x1a\n" + b"".join(chunks), "image/png", None, 1)


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
