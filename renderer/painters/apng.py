"""apng: a film as an animated PNG (PNG 3rd edition, section 11.3.6), in full colour or with the palette of a GIF.

Each frame is the smallest rectangle that holds what is new; with a palette, what stays inside of it is transparent
where that weighs less.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from renderer.painters.codecs import chunk, deflated, png_head
from renderer.painters.frames import Film, Frame
from renderer.painters.gif import Step, steps
from renderer.painters.palettes import Inventory, Palette

_SOURCE, _OVER = 0, 1  # how a frame goes onto what is there: in its place, or where it is not transparent
_MOST = 65_535  # of a fraction of a second, above and below the line


class _Part(NamedTuple):
    """A frame: ms, place and size, image data, and how it goes onto what is there."""

    hold: int
    left: int
    top: int
    width: int
    height: int
    content: bytes
    how: int = _SOURCE


def write(film: Film) -> bytes:
    """The file in full colour: nothing is lost."""
    return _file(film, 2, b"", [_full(frame) for frame in film.frames])


def paletted(film: Film, found: Inventory, colours: Palette) -> bytes:
    """The file with a palette; the number after its last colour is transparent."""
    clear = len(colours.colours)
    table = colours.colours.astype(np.uint8).tobytes() + bytes(3)
    palette = chunk(b"PLTE", table) + chunk(b"tRNS", b"\xff" * clear + b"\0")
    parts = [_step(step, clear, first=not number) for number, step in enumerate(steps(film, found, colours))]
    return _file(film, 3, palette, parts)


def _full(frame: Frame) -> _Part:
    height, width = frame.words.shape
    return _Part(frame.hold, frame.left, frame.top, width, height, deflated(_bytes(frame.words)))


def _step(step: Step, clear: int, first: bool) -> _Part:
    height, width = step.numbers.shape
    content, how = deflated(step.numbers), _SOURCE
    if not first and not step.changed.all():
        kept = deflated(np.where(step.changed, step.numbers, np.uint8(clear)))
        if len(kept) < len(content):
            content, how = kept, _OVER
    return _Part(step.hold, step.left, step.top, width, height, content, how)


def _file(film: Film, colour: int, palette: bytes, parts: list[_Part]) -> bytes:
    control = chunk(b"acTL", struct.pack(">II", len(parts), max(1, film.loops)))
    return b"".join([png_head(film.width, film.height, colour), control, palette, *_frames(parts), chunk(b"IEND", b"")])


def _frames(parts: Iterable[_Part]) -> Iterator[bytes]:
    number = 0  # of frames' heads and data together
    for hold, left, top, width, height, content, how in parts:
        yield chunk(b"fcTL", struct.pack(">IIIIIHHBB", number, width, height, left, top, *_delay(hold), 0, how))
        number += 1
        if number == 1:
            yield chunk(b"IDAT", content)
            continue
        yield chunk(b"fdAT", struct.pack(">I", number) + content)
        number += 1


def _delay(hold: int) -> tuple[int, int]:
    """Ms as a fraction of a second; in hundredths where thousandths are too many."""
    return (hold, 1000) if hold <= _MOST else (min(hold // 10, _MOST), 100)


def _bytes(words: npt.NDArray[np.uint32]) -> npt.NDArray[np.uint8]:
    return np.ascontiguousarray(words).view(np.uint8).reshape(*words.shape, 4)
