"""GIF's LZW: Pillow's encoder at the speed of C, its codes made as narrow as the palette allows.

Pillow writes codes for 256 colours whatever the palette, 9 bits at first. Which px a code stands for does not hang on
that, only the code's number and its width do: they are unpacked, counted from the palette's end, packed again (GIF89a,
appendix F).
"""

from __future__ import annotations

from functools import cache

import numpy as np
import numpy.typing as npt
from PIL import GifImagePlugin
from PIL import Image as Bitmap

Numbers = npt.NDArray[np.uint8]
_Whole = npt.NDArray[np.int64]

_WIDEST = 12  # bits of a code
_FULL = (1 << _WIDEST) - 258 + 1  # codes after which Pillow's table is full and is begun anew
_CLEAR, _END, _BYTE = 256, 257, 8


def packed(numbers: Numbers, bits: int) -> bytes:
    """The image data of a frame: numbers of colours below 2^`bits` (2 to 8), as the code size and blocks of codes."""
    codes = _codes(numbers)
    shift = 256 - (1 << bits)
    own = np.where(codes >= _CLEAR, codes - shift, codes)
    content = _joined(own, _widths(len(codes), bits))
    blocks = [content[start : start + 255] for start in range(0, len(content), 255)]
    return b"".join([bytes([bits]), *(bytes([len(block)]) + block for block in blocks), b"\0"])


def _codes(numbers: Numbers) -> _Whole:
    """The codes Pillow makes of the px, the first and the last one told apart from them by their numbers."""
    height, width = numbers.shape
    picture = Bitmap.frombytes("P", (width, height), np.ascontiguousarray(numbers).tobytes())
    written = b"".join(map(bytes, GifImagePlugin.getdata(picture)[1:]))
    content = np.frombuffer(_unblocked(written) + bytes(3), np.uint8).astype(np.int64)
    total = (len(content) - 3) * 8
    widths = _widths(total // (_BYTE + 1) + 2, _BYTE)
    ends = np.cumsum(widths)
    count = int(np.searchsorted(ends, total, side="right")) + 1  # the last one may be a bit short: nobody needs it
    starts = ends[:count] - widths[:count]
    at, within = np.minimum(starts >> 3, len(content) - 3), starts & 7
    whole = content[at] | content[at + 1] << 8 | content[at + 2] << 16
    codes: _Whole = whole >> within & (1 << widths[:count]) - 1
    ending = np.flatnonzero(codes[-2:] == _END)
    if not len(ending) or codes[0] != _CLEAR:
        raise ValueError("LZW data of another make: this version of Pillow begins its table anew elsewhere")
    return codes[: count - 1 + int(ending[0])] if count > 1 else codes


def _unblocked(written: bytes) -> bytes:
    """The codes' bytes, without the code size before them and the lengths between them."""
    found, at = [], 1
    while written[at]:
        found.append(written[at + 1 : at + 1 + written[at]])
        at += 1 + written[at]
    return b"".join(found)


def _widths(count: int, bits: int) -> _Whole:
    """How many bits each of so many codes has: they grow as the table does, begun anew when Pillow's is full."""
    period = _period(bits)
    first = np.array([bits + 1], np.int64)  # the clearing code before everything
    return np.concatenate([first, np.resize(period, max(0, count - 1))])


@cache
def _period(bits: int) -> _Whole:
    """The widths from one clearing of the table to the next, that code included."""
    entries = (1 << bits) + 2 + np.maximum(np.arange(_FULL + 1) - 1, 0)  # in the reader's table before each code
    return np.array([min(_WIDEST, max(bits + 1, int(one).bit_length())) for one in entries], np.int64)


def _joined(codes: _Whole, widths: _Whole) -> bytes:
    """The codes one after the other, lowest bits first: the bytes that each reaches, summed, since no bits overlap."""
    ends = np.cumsum(widths)
    starts = ends - widths
    at, placed = starts >> 3, codes << (starts & 7)
    length = (int(ends[-1]) + 7) // 8
    sums = sum(np.bincount(at + byte, placed >> 8 * byte & 255, length + 2) for byte in range(3))
    return np.asarray(sums, np.uint8).tobytes()[:length]
