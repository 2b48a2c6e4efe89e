"""The smooth surface behind a subject: what the backdrop would look like with nothing standing before it.

A polynomial of order 4 is fitted to the ring of the picture and then to all that agrees with it; what still differs
there (floor lines, spots of light) is spread into the hidden part by push and pull. Sums are integers and the 15
equations are solved in plain Python floats, whose rounding no CPU changes. Channels lie apart in memory, as (3, height,
width): numpy is several times slower over a last axis of three.
"""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from renderer.stores.bitmaps import Bitmaps, Mask

Ints = npt.NDArray[np.int32]
Long = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

GRID = 64
_RING = 6  # cells: about a tenth of the side
_FINE_BITS = 8
_FINE = 1 << _FINE_BITS  # one grey level in the fixed-point numbers here


class Backdrop(NamedTuple):
    """What was found on the grid."""

    surface: npt.NDArray[np.uint8]
    """(64, 64, 3) RGB of the backdrop, also where the subject hides it."""
    known: Mask
    """(64, 64) cells that show the backdrop itself."""
    ring_known: float
    """Share of the border's cells that agree with the surface, 0 to 1."""
    ring_residual: float
    """Mean difference of polynomial and picture on those cells, as a share of their brightness."""


def fit(cells: npt.NDArray[np.uint8], rough: Mask) -> Backdrop:
    """The backdrop of a picture given as 64 x 64 RGB means; `rough` marks cells with detail inside."""
    values = np.moveaxis(cells, 2, 0).astype(np.int32, order="C") * _FINE
    ring = _ring(_RING)
    known = _first_guess(values, ring & ~rough)
    surface = _polynomial(values, known, 2)
    board = Bitmaps(GRID, GRID)
    for order, tolerance in ((2, 12), (4, 16), (4, 20), (4, 24)):
        agrees = _agrees(values, surface, tolerance, tolerance) & ~rough
        packed = board.pack(agrees)
        known = board.unpack(board.flood(packed & board.pack(ring), packed))
        if int(known.sum()) < 60:
            known = ring & ~rough if int((ring & ~rough).sum()) >= 60 else ring
        surface = _polynomial(values, known, order)
    known &= _agrees(values, surface, 22, 16)
    edge = _ring(1)
    near = edge & _agrees(values, surface, 12, 10)
    residual = _residual(values, surface, near)
    surface += _spread(values - surface, known | near)
    share = float(int(near.sum())) / float(int(edge.sum()))
    shown = np.clip(surface + _FINE // 2 >> _FINE_BITS, 1, 255).astype(np.uint8)
    return Backdrop(np.ascontiguousarray(np.moveaxis(shown, 0, 2)), known, share, residual)


def _ring(width: int) -> Mask:
    inside = np.ones((GRID, GRID), np.bool_)
    inside[width:-width, width:-width] = False
    return inside


def _first_guess(values: Ints, cells: Mask) -> Mask:
    """Ring cells whose colour is near the ring's median on their own side or as a whole: no feet, no cables."""
    if int(cells.sum()) < 60:
        cells = _ring(_RING)
    chosen = values[:, cells]
    half = chosen.shape[1] // 2
    middle = np.partition(chosen, half, axis=1)[:, half, None, None]
    near = np.asarray((np.abs(values - middle) * 4 < middle + 8 * _FINE).all(axis=0))
    guess = cells & near
    return guess if int(guess.sum()) >= 60 else cells


def _agrees(values: Ints, surface: Ints, above: int, below: int) -> Mask:
    """Whether cells differ from the surface by less than `above` and `below` in 1/256 of its brightness + 1 level."""
    gap = values - surface
    slack = np.maximum(surface, 0) + 40 * _FINE
    near = (gap * 256 < slack * above) & (gap * 256 > -slack * below)
    return np.asarray(near.all(axis=0))


def _residual(values: Ints, surface: Ints, cells: Mask) -> float:
    if not cells.any():
        return 1.0
    gap = int(np.abs(values - surface)[:, cells].sum(dtype=np.int64))
    return gap / max(1, int(values[:, cells].sum(dtype=np.int64)))


@cache
def _powers() -> Long:
    """x^i for each column's x from -63 to 63 in odd steps, i up to 8."""
    axis = np.arange(GRID, dtype=np.int64) * 2 - (GRID - 1)
    return axis[:, None] ** np.arange(9)


def _terms(order: int) -> list[tuple[int, int]]:
    """The monomials x^i y^j with i + j <= order."""
    return [(i, j) for i in range(order + 1) for j in range(order + 1 - i)]


@cache
def _basis(order: int) -> Floats:
    """Each monomial at each cell: whole numbers, exact as floats."""
    powers = _powers()
    return np.stack([powers[:, j, None] * powers[None, :, i] for i, j in _terms(order)]).astype(np.float64)


def _moments(values: Long, order: int) -> list[Any]:
    """Sums over all cells (the last two axes) of a value times x^i y^j, by i and j up to an order: integers, exact, no
    BLAS."""
    powers = _powers()[:, : order + 1]
    moments: list[Any] = ((values @ powers).swapaxes(-1, -2) @ powers).tolist()
    return moments


def _polynomial(values: Ints, known: Mask, order: int) -> Ints:
    """The least-squares polynomial through the known cells, evaluated everywhere, clamped to what was seen."""
    terms = _terms(order)
    scales = [float(GRID) ** (i + j) for i, j in terms]
    sums = _moments(known.astype(np.int64), 2 * order)
    rights = _moments((values * known).astype(np.int64), order)
    matrix = [
        [sums[i + k][j + m] / (scale * other) for (k, m), other in zip(terms, scales, strict=True)]
        + [right[i][j] / scale for right in rights]
        for (i, j), scale in zip(terms, scales, strict=True)
    ]
    weights = _solve(matrix)
    surface = np.zeros(values.shape, np.float64)
    for plane, row, scale in zip(_basis(order), weights, scales, strict=True):
        surface += plane * np.array([weight / scale for weight in row])[:, None, None]
    seen = values[:, known]
    low, high = seen.min(axis=1)[:, None, None], seen.max(axis=1)[:, None, None]
    return np.clip(np.rint(surface), low - low // 32, high + high // 32).astype(np.int32)


def _solve(matrix: list[list[float]]) -> list[list[float]]:
    """Gauss with pivots on a matrix augmented by three right sides, in plain floats: three weights for each column; a
    singular one gets 0."""
    size = len(matrix)
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: abs(matrix[row][column]))
        matrix[column], matrix[pivot] = matrix[pivot], matrix[column]
        head = matrix[column]
        if abs(head[column]) < 1e-9:
            continue
        tail = head[column:]
        for row in matrix[column + 1 :]:
            factor = row[column] / head[column]
            row[column:] = [value - factor * other for value, other in zip(row[column:], tail, strict=True)]
    weights = [[0.0] * 3 for _ in matrix]
    for place in range(size - 1, -1, -1):
        row = matrix[place]
        if abs(row[place]) < 1e-9:
            continue
        for side in range(3):
            rest = row[size + side]
            for k in range(place + 1, size):
                rest -= row[k] * weights[k][side]
            weights[place][side] = rest / row[place]
    return weights


def _spread(values: Ints, known: Mask) -> Ints:
    """Values where known, and elsewhere a smooth blend of the nearest known ones (push and pull, then relaxing)."""
    weight = known.astype(np.int32)
    sums = values * weight
    levels = [(sums, weight)]
    while levels[-1][1].shape[0] > 1:
        levels.append((_halved(levels[-1][0]), _halved(levels[-1][1])))
    filled = levels[-1][0] // max(1, int(levels[-1][1][0, 0]))
    for sums, weight in reversed(levels[:-1]):
        filled = np.where(weight > 0, sums // np.maximum(weight, 1), _doubled(filled))
    return _relaxed(filled, known)


def _halved(values: Ints) -> Ints:
    rows = values[..., 0::2, :] + values[..., 1::2, :]
    half: Ints = rows[..., 0::2] + rows[..., 1::2]
    return half


def _doubled(values: Ints) -> Ints:
    """Twice the size, bilinear, in integers."""
    channels, height, width = values.shape
    padded = _framed(values)
    rows = np.empty((channels, height * 2, width + 2), np.int32)
    rows[:, 0::2] = 3 * padded[:, 1:-1] + padded[:, :-2]
    rows[:, 1::2] = 3 * padded[:, 1:-1] + padded[:, 2:]
    both = np.empty((channels, height * 2, width * 2), np.int32)
    both[:, :, 0::2] = 3 * rows[:, :, 1:-1] + rows[:, :, :-2]
    both[:, :, 1::2] = 3 * rows[:, :, 1:-1] + rows[:, :, 2:]
    return both >> 4


def _framed(values: Ints) -> Ints:
    """With one more cell on each side, like its neighbour."""
    channels, height, width = values.shape
    framed = np.empty((channels, height + 2, width + 2), np.int32)
    framed[:, 1:-1, 1:-1] = values
    _frame(framed)
    return framed


def _frame(framed: Ints) -> None:
    framed[:, 1:-1, 0], framed[:, 1:-1, -1] = framed[:, 1:-1, 1], framed[:, 1:-1, -2]
    framed[:, 0], framed[:, -1] = framed[:, 1], framed[:, -2]


def _relaxed(values: Ints, known: Mask, rounds: int = 24) -> Ints:
    """Unknown cells averaged with their neighbours until no blocks show."""
    framed = _framed(values)
    loose = np.zeros(framed.shape, np.int32)
    loose[:, 1:-1, 1:-1] = np.where(known, 0, -1)
    fixed = framed & ~loose
    line = framed.shape[2]
    inner = slice(line, -line)  # one run of memory: neighbours are the same run a cell or a line further
    flat, free, held = framed.reshape(-1), loose.reshape(-1)[inner], fixed.reshape(-1)[inner]
    for _ in range(rounds):
        mean = flat[: -2 * line] + flat[2 * line :]
        mean += flat[line - 1 : -line - 1]
        mean += flat[line + 1 : -line + 1]
        mean >>= 2
        mean &= free
        mean |= held
        flat[inner] = mean
        _frame(framed)
    return framed[:, 1:-1, 1:-1]
