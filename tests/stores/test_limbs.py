"""Cords and straps that run out of their picture fade out there; bodies that do are left alone."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from renderer.scene import Box
from renderer.stores.pictures import Part
from renderer.stores.shadows import limb_ends, runs_off, sides


def _mask(*boxes: tuple[int, int, int, int]) -> np.ndarray[tuple[int, int], np.dtype[np.bool_]]:
    mask = np.zeros((200, 200), np.bool_)
    for left, top, right, bottom in boxes:
        mask[top:bottom, left:right] = True
    return mask


BODY = (40, 40, 140, 180)


@pytest.mark.parametrize("turns", range(4))
def test_a_cord_fades_out_at_whichever_side_it_leaves(turns: int) -> None:
    kept = limb_ends(np.rot90(_mask(BODY, (140, 60, 200, 66)), turns).copy())
    assert kept is not None
    values = np.rot90(np.asarray(kept), -turns)
    row = values[62]
    assert row[199] <= 12
    assert 60 < row[188] < 200
    assert (row[:175] == 255).all()
    assert (np.diff(row.astype(int)) <= 0).all()
    assert (values[100:] == 255).all()  # the body and what lies around it


@pytest.mark.parametrize(
    "mask",
    [
        _mask(BODY, (140, 60, 180, 66)),  # ends inside
        _mask((40, 40, 200, 180)),  # a body that runs out
        _mask(),
    ],
    ids=["inside", "body", "nothing"],
)
def test_everything_else_is_kept(mask: np.ndarray[tuple[int, int], np.dtype[np.bool_]]) -> None:
    assert limb_ends(mask) is None


def test_what_runs_off_a_side_is_all_faded_there() -> None:
    """A dark floor beside a dark bag counts as a part of it, and would end as a box."""
    part = Part(Image.new("RGB", (200, 200)), Box(0, 0, 1, 1))
    values = sides(part, runs_off(_mask(BODY, (0, 150, 60, 180))))
    assert values is not None
    assert values[0] == 0
    assert (np.diff(values.astype(int)) >= 0).all()
    assert (values[40:] == 255).all()
    assert sides(part, runs_off(_mask(BODY))) is None
    assert sides(part, runs_off(_mask((40, 0, 140, 200)))) is None, "above and below a body may run out"


def test_a_part_of_a_picture_keeps_what_lies_there_of_a_side() -> None:
    whole = sides(Part(Image.new("RGB", (200, 200)), Box(0, 0, 1, 1)), (True, False))
    half = sides(Part(Image.new("RGB", (200, 100)), Box(0, 0, 0.5, 0.5)), (True, False))
    assert whole is not None
    assert half is not None
    assert np.abs(half[::2].astype(int) - whole[:100]).max() <= 10
