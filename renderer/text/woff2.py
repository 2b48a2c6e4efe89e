"""WOFF2: a font's tables as one file that browsers load (W3C Recommendation, "WOFF File Format 2.0").

TrueType outlines are written anew as its section 5.1 has them: that saves a tenth of the file, and a fifth of an
emoji's. They may hold no hints, which subsetting has dropped; where they do, they are stored as they are.
"""

from __future__ import annotations

import itertools
import struct
from typing import Any, NamedTuple

import brotli
import numpy as np
from numpy.typing import NDArray

_KNOWN = (
    "cmap", "head", "hhea", "hmtx", "maxp", "name", "OS/2", "post", "cvt ", "fpgm", "glyf", "loca", "prep", "CFF ",
    "VORG", "EBDT", "EBLC", "gasp", "hdmx", "kern", "LTSH", "PCLT", "VDMX", "vhea", "vmtx", "BASE", "GDEF", "GPOS",
    "GSUB", "EBSC", "JSTF", "MATH", "CBDT", "CBLC", "COLR", "CPAL", "SVG ", "sbix", "acnt", "avar", "bdat", "bloc",
    "bsln", "cvar", "fdsc", "feat", "fmtx", "fvar", "gvar", "hsty", "just", "lcar", "mort", "morx", "opbd", "prop",
    "trak", "Zapf", "Silf", "Glat", "Gloc", "Feat", "Sill",
)  # fmt: skip
"""Section 4.1: tags that are told by their number."""
_OTHER = 63
_AS_IT_IS = 3 << 6  # the "null transform" of glyf and loca; everything else is stored as it is by 0
_QUALITY, _WINDOW, _WIDEST = 9, 16, 22  # Brotli: a wider window costs milliseconds to clear, whatever it then holds
_SHORT_LOCA = 0x1FFFF  # what 16 bits of halves can point at

Numbers = NDArray[Any]


def packed(tables: dict[str, bytes]) -> bytes:
    """The WOFF2 file of an OpenType font's tables by tag; the same tables give the same bytes."""
    order = sorted(tables, key=lambda tag: ("glyf", tag) if tag == "loca" else (tag, ""))
    stored = tables | {"head": _marked(tables["head"])}
    lengths = {tag: len(content) for tag, content in tables.items()}
    anew = _outlines(tables) if "glyf" in tables else None
    if anew:
        stored |= {"glyf": anew, "loca": b""}
        lengths["glyf"] = sum(end - start + 3 & ~3 for start, end in itertools.pairwise(_places(tables)))
    directory = b"".join(_entry(tag, lengths[tag], len(stored[tag]) if anew else None) for tag in order)
    content = b"".join(stored[tag] for tag in order)
    window = _WINDOW if len(content) <= 1 << _WINDOW else _WIDEST
    content = bytes(brotli.compress(content, mode=brotli.MODE_FONT, quality=_QUALITY, lgwin=window))
    size = 12 + sum(16 + (length + 3 & ~3) for length in lengths.values())
    body = directory + content
    body += bytes(-len(body) % 4)
    flavour = b"OTTO" if "CFF " in tables or "CFF2" in tables else b"\0\1\0\0"
    facts = (b"wOF2", flavour, 48 + len(body), len(order), 0, size, len(content), *[0] * 7)
    return struct.pack(">4s4sIHHIIHHIIIII", *facts) + body


def _entry(tag: str, length: int, transformed: int | None) -> bytes:
    """A line of the directory (section 4.1): outlines tell how they are stored, and how long that is."""
    known = _KNOWN.index(tag) if tag in _KNOWN else _OTHER
    outlines = tag in ("glyf", "loca")
    flags = known | (_AS_IT_IS if outlines and transformed is None else 0)
    named = b"" if known != _OTHER else tag.encode("latin-1")
    more = _base_128(transformed) if outlines and transformed is not None else b""
    return bytes([flags]) + named + _base_128(length) + more


def _base_128(number: int) -> bytes:
    """UIntBase128 (section 4.1): seven bits a byte, all but the last marked."""
    parts = [number & 127]
    while number := number >> 7:
        parts.append(number & 127 | 128)
    return bytes(reversed(parts))


def _marked(head: bytes) -> bytes:
    """The table `head`, which says that the font was packed without loss (flags, bit 11); the sum over the whole file
    is left to those who unpack it, for only they know its bytes."""
    return head[:8] + bytes(4) + head[12:16] + bytes([head[16] | 0x08]) + head[17:]


def _places(tables: dict[str, bytes]) -> list[int]:
    """Where each glyph begins in `glyf`, and where the last one ends (OpenType, loca)."""
    loca = tables["loca"]
    if tables["head"][51]:
        return list(struct.unpack(f">{len(loca) // 4}I", loca[: len(loca) & ~3]))
    return [2 * place for place in struct.unpack(f">{len(loca) // 2}H", loca[: len(loca) & ~1])]


class _Odd(ValueError):
    """Glyphs hold instructions, or are broken."""


class _Streams(NamedTuple):
    """What the loop over glyphs gathers: of simple glyphs their flags, where their coordinates begin, and numbers."""

    contours: bytearray
    ends: bytearray
    composites: bytearray
    flags: bytearray
    overlaps: list[int]
    boxes: dict[int, bytes]
    simple: list[int]
    starts: list[int]
    sizes: list[int]


def _outlines(tables: dict[str, bytes]) -> bytes | None:
    """The table `glyf` transformed (section 5.1); None where it is better left as it is."""
    glyf, places = tables["glyf"], _places(tables)
    count = len(places) - 1
    if not tables["head"][51] and len(glyf) + 4 * count > _SHORT_LOCA:
        return None  # unpacked, each glyph begins at a multiple of four
    found = _Streams(bytearray(), bytearray(), bytearray(), bytearray(), [], {}, [], [], [])
    try:
        for glyph, (start, end) in enumerate(itertools.pairwise(places)):
            _gather(glyf, glyph, start, end, found)
        kinds, coordinates, boxes = _points(glyf, found) if found.simple else (b"", b"", {})
    except (ValueError, IndexError, struct.error):
        return None
    shown = {glyph: found.boxes[glyph] for glyph in found.boxes if found.boxes[glyph] != boxes.get(glyph)}
    box = _bits(shown, -(-count // 32) * 4) + b"".join(shown.values())
    streams = (found.contours, found.ends, kinds, coordinates, found.composites, box)
    head = struct.pack(">HHHH", 0, bool(found.overlaps), count, tables["head"][51])
    sizes = struct.pack(">7I", *map(len, streams), 0)
    overlaps = _bits(found.overlaps, -(-count // 8)) if found.overlaps else b""
    return head + sizes + b"".join(streams) + overlaps


def _gather(glyf: bytes, glyph: int, start: int, end: int, found: _Streams) -> None:
    """Reads one glyph up to its coordinates (OpenType, glyf)."""
    contours = struct.unpack_from(">h", glyf, start)[0] if start < end else 0
    found.contours.extend(struct.pack(">h", contours))
    if not contours:
        return
    found.boxes[glyph] = glyf[start + 2 : start + 10]
    at = start + 10
    if contours < 0:
        found.composites.extend(glyf[at : _end_of_parts(glyf, at)])
        return
    ends = struct.unpack_from(f">{contours}H", glyf, at)
    at += 2 * contours + 2
    if glyf[at - 2] or glyf[at - 1]:
        raise _Odd
    for before, last in itertools.pairwise((-1, *ends)):
        size = last - before  # as 255UInt16
        found.ends.extend((size,) if size < 253 else (253, size >> 8, size & 255))
    flags, size = bytearray(), ends[-1] + 1
    while len(flags) < size:
        flag = glyf[at]
        at += 1
        flags.append(flag)
        if flag & 8:  # and so many times again
            flags.extend((flag,) * glyf[at])
            at += 1
    if len(flags) != size:
        raise _Odd
    if flags[0] & 0x40:
        found.overlaps.append(glyph)
    found.flags.extend(flags)
    found.simple.append(glyph)
    found.starts.append(at)
    found.sizes.append(size)


def _end_of_parts(glyf: bytes, at: int) -> int:
    """Where the parts of a composite glyph that begin here end."""
    while True:
        (flags,) = struct.unpack_from(">H", glyf, at)
        if flags & 0x100:
            raise _Odd
        at += 4 + (4 if flags & 1 else 2) + (2 if flags & 8 else 4 if flags & 0x40 else 8 if flags & 0x80 else 0)
        if not flags & 0x20:
            return at


def _points(glyf: bytes, found: _Streams) -> tuple[bytes, bytes, dict[int, bytes]]:
    """Of all simple glyphs: how their points are stored, their coordinates with an empty program behind each glyph's,
    and the boxes around their points."""
    data = np.frombuffer(glyf + bytes(2), np.uint8).astype(np.int64)
    flags = np.frombuffer(bytes(found.flags), np.uint8).astype(np.int64)
    sizes, starts = np.array(found.sizes), np.array(found.starts)
    first, owner = np.cumsum(sizes) - sizes, np.repeat(np.arange(len(sizes)), sizes)
    steps, low, high = [], [], []
    for short, same in ((2, 16), (4, 32)):  # all x, then all y
        length = np.where(flags & short, 1, np.where(flags & same, 0, 2))
        before = np.cumsum(length) - length
        at = before + (starts - before[first])[owner]
        starts = starts + np.add.reduceat(length, first)
        byte, word = data[at], data[at] << 8 | data[at + 1]
        step = np.where(
            flags & short, np.where(flags & same, byte, -byte), np.where(flags & same, 0, word - (word >> 15 << 16))
        )
        place = np.cumsum(step)
        place -= (place - step)[first][owner]
        steps.append(step)
        low.append(np.minimum.reduceat(place, first))
        high.append(np.maximum.reduceat(place, first))
    boxes = np.stack([*low, *high], axis=1).astype(">i2")
    kinds, values, lengths = _triplets(steps[0], steps[1], flags & 1 == 0)
    rows, widths = np.zeros(len(flags) + len(sizes), ">u4"), np.ones(len(flags) + len(sizes), np.int64)
    own = np.arange(len(flags)) + owner
    rows[own], widths[own] = values << 8 * (4 - lengths), lengths
    coordinates = rows.view(np.uint8).reshape(-1, 4)[np.arange(4) < widths[:, None]]
    around = {glyph: boxes[index].tobytes() for index, glyph in enumerate(found.simple)}
    return kinds.astype(np.uint8).tobytes(), coordinates.tobytes(), around


def _triplets(dx: Numbers, dy: Numbers, off: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Section 5.2: a point's kind (the number of a row of its table), its bits, and how many bytes these take."""
    x: Numbers = abs(dx)
    y: Numbers = abs(dy)
    right, up = (dx >= 0).astype(int), (dy >= 0).astype(int)
    signs, near_x, near_y = right + 2 * up, x - 1, y - 1
    cases = [(dx == 0) & (y < 1280), (dy == 0) & (x < 1280), (x < 65) & (y < 65), (x < 769) & (y < 769),
             (x < 4096) & (y < 4096)]  # fmt: skip
    kinds = [
        (y >> 8) * 2 + up,
        (x >> 8) * 2 + right + 10,
        (near_x >> 4) * 16 + (near_y >> 4) * 4 + signs + 20,
        (near_x >> 8) * 12 + (near_y >> 8) * 4 + signs + 84,
        signs + 120,
    ]
    values = [y & 255, x & 255, (near_x & 15) << 4 | near_y & 15, (near_x & 255) << 8 | near_y & 255, x << 12 | y]
    kind, value = np.select(cases, kinds, signs + 124), np.select(cases, values, x << 16 | y)
    return kind + 128 * off, value, np.select(cases, [1, 1, 1, 2, 3], 4)


def _bits(glyphs: Any, size: int) -> bytes:
    """A bit a glyph, the first one the highest of the first byte, as so many bytes."""
    bits = bytearray(size)
    for glyph in glyphs:
        bits[glyph >> 3] |= 0x80 >> (glyph & 7)
    return bytes(bits)
