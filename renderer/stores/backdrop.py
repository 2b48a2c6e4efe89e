"""The smooth surface behind a subject: what the backdrop would look like with nothing standing before it.

A polynomial of order 4 is fitted to the ring of the picture and then to all that agrees with it; what still differs
there (floor lines, spots of light) is spread into the hidden part by push and pull. Sums are integers and the 15
equations are solved in plain Python floats, whose rounding no CPU changes.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from renderer.stores.bitmaps import Bitmaps, Mask

Ints = npt.NDArray[np.int64]

GRID = 64
_RING = 6  # cells: about a tenth of the side
_FINE = 256  # one grey level in the fixed-point numbers here


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
    values = cells.astype(np.int64) * _FINE
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
    surface = surface + _spread(values - surface, known | near)
    share = float(int(near.sum())) / float(int(edge.sum()))
    return Backdrop(np.clip((surface + _FINE // 2) // _FINE, 1, 255).astype(np.uint8), known, share, residual)


def _ring(width: int) -> Mask:
    inside = np.ones((GRID, GRID), np.bool_)
    inside[width:-width, width:-width] = False
    return inside


def _first_guess(values: Ints, cells: Mask) -> Mask:
    """Ring cells whose colour is near the ring's median on their own side or as a whole: no feet, no cables."""
    if int(cells.sum()) < 60:
        cells = _ring(_RING)
    chosen = values[cells]
    middle = np.sort(chosen, axis=0)[len(chosen) // 2]
    near = np.asarray((np.abs(values - middle) * 4 < middle + 8 * _FINE).all(axis=2))
    guess = cells & near
    return guess if int(guess.sum()) >= 60 else cells


def _agrees(values: Ints, surface: Ints, above: int, below: int) -> Mask:
    """Whether cells differ from the surface by less than `above` and `below` in 1/256 of its brightness + 1 level."""
    gap = values - surface
    slack = np.maximum(surface, 0) + 40 * _FINE
    near = (gap * 256 < slack * above) & (gap * 256 > -slack * below)
    return np.asarray(near.all(axis=2))


def _residual(values: Ints, surface: Ints, cells: Mask) -> float:
    if not cells.any():
        return 1.0
    gap = int(np.abs(values - surface)[cells].sum())
    return gap / max(1, int(values[cells].sum()))


@cache
def _basis(order: int) -> Ints:
    """Monomials x^i y^j with i + j <= order at each cell, x and y from -63 to 63 in odd steps."""
    axis = np.arange(GRID, dtype=np.int64) * 2 - (GRID - 1)
    x, y = np.meshgrid(axis, axis)
    terms = [x**i * y**j for i in range(order + 1) for j in range(order + 1 - i)]
    return np.stack([term.ravel() for term in terms], axis=1)


def _degrees(order: int) -> list[int]:
    return [i + j for i in range(order + 1) for j in range(order + 1 - i)]


def _polynomial(values: Ints, known: Mask, order: int) -> Ints:
    """The least-squares polynomial through the known cells, evaluated everywhere, clamped to what was seen."""
    basis = _basis(order)
    rows = basis[known.ravel()]
    scales = [float(GRID) ** degree for degree in _degrees(order)]
    normal = rows.T @ rows  # integers: exact, no BLAS
    surface = np.empty_like(values)
    for channel in range(3):
        seen = values[:, :, channel][known]
        right = rows.T @ seen
        matrix = [
            [int(normal[i, j]) / (scales[i] * scales[j]) for j in range(len(scales))] + [int(right[i]) / scales[i]]
            for i in range(len(scales))
        ]
        weights = _solve(matrix)
        total = np.zeros(GRID * GRID, np.float64)
        for term, (weight, scale) in enumerate(zip(weights, scales, strict=True)):
            total = total + basis[:, term] * (weight / scale)
        low, high = int(seen.min()), int(seen.max())
        plane = np.rint(total).astype(np.int64).reshape(GRID, GRID)
        surface[:, :, channel] = np.clip(plane, low - low // 32, high + high // 32)
    return surface


def _solve(matrix: list[list[float]]) -> list[float]:
    """Gauss with pivots on an augmented matrix, in plain floats; a singular column gets weight 0."""
    size = len(matrix)
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: abs(matrix[row][column]))
        matrix[column], matrix[pivot] = matrix[pivot], matrix[column]
        head = matrix[column][column]
        if abs(head) < 1e-9:
            continue
        for row in range(column + 1, size):
            factor = matrix[row][column] / head
            for k in range(column, size + 1):
                matrix[row][k] -= factor * matrix[column][k]
    weights = [0.0] * size
    for row in range(size - 1, -1, -1):
        rest = matrix[row][size]
        for k in range(row + 1, size):
            rest -= matrix[row][k] * weights[k]
        weights[row] = rest / matrix[row][row] if abs(matrix[row][row]) >= 1e-9 else 0.0
    return weights


def _spread(values: Ints, known: Mask) -> Ints:
    """Values where known, and elsewhere a smooth blend of the nearest known ones (push and pull, then relaxing)."""
    weight = known.astype(np.int64)
    sums = values * weight[:, :, None]
    levels = [(sums, weight)]
    while levels[-1][1].shape[0] > 1:
        levels.append((_halved(levels[-1][0]), _halved(levels[-1][1][:, :, None])[:, :, 0]))
    total = max(1, int(levels[-1][1][0, 0]))
    filled = levels[-1][0] // total
    for sums, weight in reversed(levels[:-1]):
        coarse = _doubled(filled)
        mean = sums // np.maximum(weight, 1)[:, :, None]
        filled = np.where(weight[:, :, None] > 0, mean, coarse)
    return _relaxed(filled, known)


def _halved(values: Ints) -> Ints:
    half: Ints = values[0::2, 0::2] + values[1::2, 0::2] + values[0::2, 1::2] + values[1::2, 1::2]
    return half


def _doubled(values: Ints) -> Ints:
    """Twice the size, bilinear, in integers."""
    padded = np.pad(values, ((1, 1), (1, 1), (0, 0)), mode="edge")
    rows = np.empty((values.shape[0] * 2, padded.shape[1], 3), np.int64)
    rows[0::2] = 3 * padded[1:-1] + padded[:-2]
    rows[1::2] = 3 * padded[1:-1] + padded[2:]
    both = np.empty((rows.shape[0], values.shape[1] * 2, 3), np.int64)
    both[:, 0::2] = 3 * rows[:, 1:-1] + rows[:, :-2]
    both[:, 1::2] = 3 * rows[:, 1:-1] + rows[:, 2:]
    return both // 16


def _relaxed(values: Ints, known: Mask, rounds: int = 24) -> Ints:
    """Unknown cells averaged with their neighbours until no blocks show."""
    fixed = known[:, :, None]
    for _ in range(rounds):
        padded = np.pad(values, ((1, 1), (1, 1), (0, 0)), mode="edge")
        mean = (padded[:-2, 1:-1] + padded[2:, 1:-1] + padded[1:-1, :-2] + padded[1:-1, 2:]) // 4
        values = np.where(fixed, values, mean)
    return values
