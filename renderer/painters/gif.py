"""gif: a film as an animated GIF (GIF89a) of one palette, each frame the smallest rectangle that holds what is new.

What stays inside of it is written transparent where that weighs less. Bytes are the same on every machine.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from renderer.painters import lzw
from renderer.painters.frames import Film
from renderer.painters.palettes import Inventory, Levels, Numbers, Palette
from renderer.painters.parts import bounds

LONGEST = 655_350  # ms that a frame may be held: 16 bits of hundredths of a second
_KEEP = 1 << 2  # disposal 1: the next frame is drawn over this one
_CLEAR = 1  # flag: one number is transparent


class Step(NamedTuple):
    """A frame in numbers of colours: what changes, and which px in it do."""

    hold: int
    left: int
    top: int
    numbers: Numbers
    changed: Numbers


def steps(film: Film, found: Inventory, colours: Palette) -> Iterator[Step]:
    """The frames in numbers of a palette; those that come out as what is there already lengthen the one before."""
    canvas = np.zeros((film.height, film.width), np.uint8)
    waiting: Step | None = None
    for frame, numbers in zip(film.frames, found.frames, strict=True):
        after = colours.numbered(numbers, frame.left, frame.top)
        height, width = after.shape
        part = canvas[frame.top : frame.top + height, frame.left : frame.left + width]
        changed = part != after if waiting is not None else np.ones_like(after, np.bool_)
        x0, y0, x1, y1 = bounds(changed)
        if x1 == x0 and waiting is not None:
            waiting = waiting._replace(hold=waiting.hold + frame.hold)
            continue
        if waiting is not None:
            yield waiting
        part[:] = after
        new = after[y0:y1, x0:x1], changed[y0:y1, x0:x1].view(np.uint8)
        waiting = Step(frame.hold, frame.left + x0, frame.top + y0, *new)
    if waiting is not None:
        yield waiting


def write(film: Film, found: Inventory, colours: Palette) -> bytes:
    """The file. A scene of one pass has no loop extension: the last frame stays."""
    clear = len(colours.colours)  # the number that stands for what is there already
    bits = max(2, clear.bit_length())
    parts = [_head(film, colours.colours, bits), _loops(film.loops)]
    for step in steps(film, found, colours):
        parts += _frame(step, clear, bits)
    return b"".join([*parts, b";"])


def _head(film: Film, colours: Levels, bits: int) -> bytes:
    screen = struct.pack("<HHBBB", film.width, film.height, 0xF0 | bits - 1, 0, 0)
    table: bytes = colours.astype(np.uint8).tobytes()
    return b"GIF89a" + screen + table.ljust(3 << bits, b"\0")


def _loops(loops: int) -> bytes:
    """NETSCAPE2.0: how often it is shown again after the first time."""
    return b"!\xff\x0bNETSCAPE2.0\x03\x01" + struct.pack("<HB", loops - 1, 0) if loops > 1 else b""


def _frame(step: Step, clear: int, bits: int) -> Iterator[bytes]:
    held = min(step.hold, LONGEST)
    kept = np.where(step.changed, step.numbers, np.uint8(clear))
    transparent = _runs(kept) < _runs(step.numbers)
    numbers = kept if transparent else step.numbers
    yield _control(held, transparent, clear)
    yield b"," + struct.pack("<HHHHB", step.left, step.top, numbers.shape[1], numbers.shape[0], 0)
    yield lzw.packed(numbers, bits)
    for rest in range(step.hold - held, 0, -LONGEST):  # a px that changes nothing, held for the rest
        yield _control(min(rest, LONGEST), True, clear)
        yield b"," + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + lzw.packed(np.full((1, 1), clear, np.uint8), bits)


def _runs(numbers: Numbers) -> int:
    """How often one px is followed by another: it tells as well as packing both which of two frames weighs less."""
    return int(np.count_nonzero(numbers[:, 1:] != numbers[:, :-1]))


def _control(hold: int, transparent: bool, clear: int) -> bytes:
    return b"!\xf9\x04" + struct.pack("<BHBB", _KEEP | (_CLEAR if transparent else 0), hold // 10, clear, 0)
