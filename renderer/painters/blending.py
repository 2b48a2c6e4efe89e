"""Blending of whole pixels: their four channels in one number, two at a time in its halves, so that what a mask has for
each px is multiplied in at once. To the last bit what each channel for itself gives, several times faster.

Numbers hold a px as memory does where the lowest byte comes first (every x86-64): alpha is the highest. In what is
drawn on, it is always 255 and stays that. All is done in bands of rows that stay in the processor's cache.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Words: TypeAlias = npt.NDArray[np.uint32]

BAND = 16_384  # px that are blended at a time

_HALVES = np.uint32(0x00FF00FF)  # two channels of a px; the other two are those of the number shifted by 8
_OPAQUE = np.uint32(0xFF000000)
_BYTE = np.uint32(8)
_ALPHA = np.uint32(24)


def words(pixels: npt.NDArray[np.uint8]) -> Words:
    """(height, width, 4) bytes as (height, width) numbers, the same memory."""
    return pixels.view(np.uint32)[:, :, 0]


def alpha(pixels: Words) -> Words:
    """How solid they are, 0 to 255."""
    return pixels >> _ALPHA


def lightness(pixels: Words) -> Words:
    """Rec. 709's luma, in parts of 256."""
    red, green, blue = (pixels >> np.uint32(shift) & np.uint32(255) for shift in (0, 8, 16))
    light: Words = red * np.uint32(54) + green * np.uint32(183) + blue * np.uint32(19)
    return light


def lay(target: Words, source: Words, share: Words | int = 255) -> None:
    """Draws premultiplied px over others, so far as a share of 255, for each px or for all, lets them through."""
    for band in _bands(target):
        below, drawn, part = target[band], source[band], _part(share, band)
        target[band] = _mixed(below, _over(below, drawn), part)


def multiply(target: Words, ground: Words, source: Words, share: Words | int = 255) -> None:
    """Draws what a ground (mostly the target itself) comes to multiplied with a picture."""
    for band in _bands(target):
        target[band] = _mixed(target[band], _multiplied(ground[band], source[band]), _part(share, band))


def mix(target: Words, source: Words, share: Words | int) -> None:
    """Draws opaque px so far as a share of 255 lets them through."""
    for band in _bands(target):
        target[band] = _mixed(target[band], source[band], _part(share, band))


def fainter(share: Words | int, by: int) -> Words | int:
    """A share of another, both of 255; one number for all px is 255."""
    if by == 255:
        return share
    return by if isinstance(share, int) else _divided(share * np.uint32(by))


def _bands(target: Words) -> Iterator[slice]:
    step = max(1, BAND // max(1, target.shape[1]))
    return (slice(start, start + step) for start in range(0, target.shape[0], step))


def _part(share: Words | int, band: slice) -> Words | int:
    return share if isinstance(share, int) else share[band]


def _mixed(below: Words, above: Words, share: Words | int) -> Words:
    if (share if isinstance(share, int) else share.min()) == 255:
        return above
    rest = 255 - share
    low = (above & _HALVES) * share + (below & _HALVES) * rest
    high = (above >> _BYTE & _HALVES) * share + (below >> _BYTE & _HALVES) * rest
    return _divided(low) | _divided(high) << _BYTE


def _over(below: Words, drawn: Words) -> Words:
    if drawn.min() >= _OPAQUE:
        return drawn
    clear = 255 - alpha(drawn)
    low = (drawn & _HALVES) + _divided((below & _HALVES) * clear)
    high = (drawn >> _BYTE & _HALVES) + _divided((below >> _BYTE & _HALVES) * clear)
    return _at_most_255(low) | _at_most_255(high) << _BYTE


def _multiplied(below: Words, drawn: Words) -> Words:
    bytes_ = np.ascontiguousarray(below).view(np.uint8), np.ascontiguousarray(drawn).view(np.uint8)
    product = np.multiply(*bytes_, dtype=np.uint16)
    product += 128
    product += product >> 8
    product >>= 8
    made: Words = product.astype(np.uint8).view(np.uint32)
    made |= _OPAQUE
    return made


def _divided(product: Words) -> Words:
    """Two products of bytes through 255, rounded."""
    product += 0x00800080
    product += product >> _BYTE & _HALVES
    product >>= _BYTE
    product &= _HALVES
    return product


def _at_most_255(sums: Words) -> Words:
    """Two sums of bytes, cut off."""
    sums |= (sums >> _BYTE & np.uint32(0x00010001)) * np.uint32(255)
    sums &= _HALVES
    return sums
