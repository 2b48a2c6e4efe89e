"""A picture drawn on beyond its calm side has no streaks there, and no seam."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from renderer.scene import Box
from renderer.stores.stretching import unstreaked

HEM = Box(0.0, 0.0, 1.0, 0.03)  # of a picture of 400 x 400 px, drawn 200 px high above it


def _grainy(width: int, height: int) -> Image.Image:
    """Streaks from top to foot, on a ground that becomes lighter from left to right."""
    columns = np.linspace(60, 160, width) + np.where(np.arange(width) % 6 < 3, 12, -12)
    return Image.fromarray(np.repeat(columns.astype(np.uint8)[None, :, None], height, axis=0).repeat(3, axis=2))


def _streaks(row: np.ndarray) -> float:
    return float(np.abs(np.diff(row.astype(int), n=2)).mean())


@pytest.mark.parametrize("above", [True, False])
def test_streaks_end_away_from_the_seam(above: bool) -> None:
    before = _grainy(400, 200)
    crop = HEM if above else Box(0.0, 0.97, 1.0, 0.03)
    after = np.asarray(unstreaked(before, crop, (400, 400)))[:, :, 0]
    far, seam = (0, -1) if above else (-1, 0)
    assert _streaks(after[far]) < 0.1 * _streaks(after[seam])
    assert (after[seam] == np.asarray(before)[seam, :, 0]).all(), "the seam shows"
    ends = int(after[far][:60].mean()), int(after[far][-60:].mean())
    assert ends[0] + 60 < ends[1], "what changes slowly must stay"


def test_sideways_is_the_same() -> None:
    beside = _grainy(400, 200).transpose(Image.Transpose.TRANSPOSE)
    turned = unstreaked(beside, Box(0.0, 0.0, 0.03, 1.0), (400, 400)).transpose(Image.Transpose.TRANSPOSE)
    assert (np.asarray(turned) == np.asarray(unstreaked(_grainy(400, 200), HEM, (400, 400)))).all()


def test_what_is_not_stretched_stays() -> None:
    before = _grainy(400, 200)
    assert unstreaked(before, Box(0.0, 0.0, 1.0, 0.5), (400, 400)) is before
