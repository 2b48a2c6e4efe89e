"""Subjects that hardly differ from their backdrop, white on white or black on black: known by their faint outline."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from renderer.stores.bitmaps import Bitmaps

FAINT = 15  # tenths of a level of a sharp edge, or twice what four fifths of the border's noise reach
LEAST = 0.12  # of a picture's side that an outline is long
MISSED = 4.0  # times a mask's bounds from which they are but a detail of what faint edges enclose
"""Of 225 judged photographs on plain backdrops none comes to more than 2.6 (shadows with sharp sides); a white box of
which only the dark label is found comes to 45, a white kettle of which only the handle is, to 9."""


def missed(board: Bitmaps, mask: int, sharp: npt.NDArray[np.int16], noise: int) -> int:
    """The outline of which a mask is but a detail; 0 for most masks."""
    most = board.height * board.width
    if most < MISSED * _area(board, mask):
        return 0  # whatever the outline, it is no larger than the picture
    outlined = _outline(board, sharp, noise)
    return outlined if outlined and _area(board, mask | outlined) >= MISSED * _area(board, mask) else 0


def _outline(board: Bitmaps, sharp: npt.NDArray[np.int16], noise: int) -> int:
    """Faint edges that are long and lie free within a picture; `sharp` and `noise` in tenths of a level."""
    edges = board.pack(sharp > max(FAINT, 2 * noise)) & ~board.border()
    least, ends = LEAST * max(sharp.shape), board.grow(board.border(), 2)
    kept = 0
    for part in board.parts(board.grow(edges)):
        if part.bit_count() < least or part & ends:
            continue
        top, left, bottom, right = board.bounds(part)
        if max(bottom - top, right - left) >= least:
            kept |= part & edges
    return kept


def _area(board: Bitmaps, bits: int) -> int:
    top, left, bottom, right = board.bounds(bits)
    return (bottom - top) * (right - left)
