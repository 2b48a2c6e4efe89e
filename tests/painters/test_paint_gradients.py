"""Gradients in whole numbers."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from renderer.painters import gradients
from renderer.scene import Gradient

BLACK, WHITE = (0, 0, 0, 255), (255, 255, 255, 255)


def ramp(gradient: Gradient, width: int, height: int) -> npt.NDArray[np.uint8]:
    """A gradient's bytes: (height, width, 4)."""
    return np.ascontiguousarray(gradients.ramp(gradient, width, height)).view(np.uint8).reshape(height, width, 4)


def test_a_ramp_goes_evenly_from_end_to_end() -> None:
    row = ramp(Gradient((0, 0), (1, 0), ((0.0, BLACK), (1.0, WHITE))), 256, 3)
    expected = [round(255 * (x + 0.5) / 256) for x in range(256)]
    assert np.abs(row[1, :, 0].astype(int) - expected).max() <= 1
    assert (row[0] == row[2]).all()


def test_before_the_first_stop_and_behind_the_last_nothing_changes() -> None:
    column = ramp(Gradient((0, 0), (0, 1), ((0.25, BLACK), (0.5, WHITE))), 2, 100)[:, 0, 0]
    assert (column[:25] == 0).all()
    assert (column[50:] == 255).all()
    assert (np.diff(column.astype(int)) >= 0).all()


def test_colours_come_multiplied_by_their_alpha() -> None:
    faint = ramp(Gradient((0, 0), (1, 1), ((0.0, (200, 100, 50, 128)),)), 4, 4)
    assert faint[0, 0].tolist() == [100, 50, 25, 128]


@pytest.mark.parametrize("end", [(1.0, 0.8), (0.0, 1.0)], ids=["aslant", "down"])
def test_over_a_ground_it_is_what_it_looks_like_there(end: tuple[float, float]) -> None:
    stops = ((0.0, (200, 100, 50, 180)), (0.75, (255, 255, 255, 0)))
    clear = ramp(Gradient((0, 0), end, stops), 60, 40).astype(float)
    ground = np.array((90, 30, 210, 255), np.uint8)
    laid = gradients.ramp(Gradient((0, 0), end, stops), 60, 40, int(ground.view(np.uint32)[0]))
    shown = np.ascontiguousarray(laid).view(np.uint8).reshape(40, 60, 4)
    assert np.abs(shown - (clear + ground * (1 - clear[..., 3:] / 255))).max() <= 0.51


def test_a_mirrored_gradient_is_the_mirror_image() -> None:
    stops = ((0.0, WHITE), (0.75, (255, 255, 255, 0)))
    there = ramp(Gradient((0, 0), (1, 0.8), stops), 60, 40)
    back = ramp(Gradient((1, 0), (0, 0.8), stops), 60, 40)
    assert np.abs(there[:, ::-1].astype(int) - back).max() <= 1


def test_a_gradient_without_length_is_its_first_colour() -> None:
    assert ramp(Gradient((0.5, 0.5), (0.5, 0.5), ((0.0, WHITE), (1.0, BLACK))), 3, 3)[1, 1, :3].tolist() in (
        [255, 255, 255],
        [0, 0, 0],
    )
