"""Masks as one number each: what shifts, sums and carries give is what a picture looked at px by px gives."""

from __future__ import annotations

import numpy as np
import pytest

from renderer.stores.bitmaps import PATIENCE, Bitmaps, Mask

SHAPES = [(1, 1), (1, 40), (40, 1), (37, 64), (90, 70)]


def masks(height: int, width: int) -> list[Mask]:
    """From empty to full, speckled and in large parts."""
    random = np.random.default_rng(7)
    speckled = [random.random((height, width)) < share for share in (0.0, 0.02, 0.4, 0.6, 0.9, 1.0)]
    blocks = random.random((height // 8 + 1, width // 8 + 1)) < 0.6
    return [*speckled, np.kron(blocks, np.ones((8, 8))).astype(np.bool_)[:height, :width], maze(height, width)]


def maze(height: int, width: int) -> Mask:
    """One long way to and fro."""
    mask = np.zeros((height, width), np.bool_)
    mask[::2] = True
    mask[1::4, -1] = mask[3::4, 0] = True
    return mask


def connected(seeds: Mask, open_: Mask) -> Mask:
    reached = seeds & open_
    while True:
        padded = np.pad(reached, 1)
        more = padded[:-2, 1:-1] | padded[2:, 1:-1] | padded[1:-1, :-2] | padded[1:-1, 2:]
        more = (more | reached) & open_
        if (more == reached).all():
            return reached
        reached = more


@pytest.mark.parametrize("shape", SHAPES)
def test_a_flood_reaches_all_that_is_connected(shape: tuple[int, int]) -> None:
    board = Bitmaps(*shape)
    for mask in masks(*shape):
        seeds = np.random.default_rng(1).random(shape) < 0.01
        flooded = board.unpack(board.flood(board.pack(seeds), board.pack(mask)))
        assert (flooded == connected(seeds, mask)).all()


def test_a_flood_finds_its_way_through_a_maze() -> None:
    """Leaps alone end at the first corner."""
    board, mask = Bitmaps(61, 50), maze(61, 50)
    assert mask.sum() > 50 * PATIENCE
    assert board.flood(1, board.pack(mask)) == board.pack(mask)


@pytest.mark.parametrize("shape", SHAPES)
def test_parts_come_in_order_and_are_whole(shape: tuple[int, int]) -> None:
    board = Bitmaps(*shape)
    for mask in masks(*shape):
        parts = board.parts(board.pack(mask), 10_000)
        assert sum(parts) == board.pack(mask)
        firsts = [part & -part for part in parts]
        assert firsts == sorted(firsts)
        for part in parts[:20]:
            first = board.unpack(part & -part)
            assert (board.unpack(part) == connected(first, mask)).all()
        assert board.parts(board.pack(mask), 3) == parts[:3]


@pytest.mark.parametrize("shape", SHAPES)
def test_what_lies_around_a_mask(shape: tuple[int, int]) -> None:
    board = Bitmaps(*shape)
    for mask in masks(*shape):
        bits = board.pack(mask)
        down, up = np.logical_or.accumulate(mask), np.logical_or.accumulate(mask[::-1])[::-1]
        right = np.logical_or.accumulate(mask, axis=1)
        left = np.logical_or.accumulate(mask[:, ::-1], axis=1)[:, ::-1]
        assert (board.unpack(board.below(bits)) == down).all()
        assert (board.unpack(board.above(bits)) == up).all()
        assert (board.unpack(board.across(bits)) == (left & right)).all()
        rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
        bounds = (rows[0], columns[0], rows[-1] + 1, columns[-1] + 1) if len(rows) else (0, 0, 0, 0)
        assert board.bounds(bits) == bounds


@pytest.mark.parametrize("most", [0, 1, 2, 5, 8, 200])
def test_gaps_in_columns_are_bridged_up_to_a_length(most: int) -> None:
    for shape in SHAPES:
        board = Bitmaps(*shape)
        for mask in masks(*shape):
            places = np.arange(shape[0])[:, None]
            last = np.maximum.accumulate(np.where(mask, places, -1000))
            following = np.minimum.accumulate(np.where(mask, places, 1000)[::-1])[::-1]
            assert (board.unpack(board.bridged(board.pack(mask), most)) == (following - last <= most)).all()


@pytest.mark.parametrize(("first", "end"), [(0, None), (3, 5), (-4, None), (-50, 2), (6, 6), (9, 2), (70, None)])
def test_rows_are_counted_as_in_a_slice(first: int, end: int | None) -> None:
    board, mask = Bitmaps(10, 7), np.zeros((10, 7), np.bool_)
    mask[first:end] = True
    assert board.rows(first, end) == board.pack(mask)
