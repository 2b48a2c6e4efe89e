"""Sizes of a page's pictures."""

from __future__ import annotations

import pytest

from renderer.painters.pictures import _whole
from renderer.scene import Box

CANVAS, PICTURE = Box(0, 0, 640, 1136), Box(62, 330, 516, 516)


def rounded(scale: float) -> float:
    """How far sides lie from the px that they are painted on, px of the canvas."""
    sides = (640, 1136, 62, 578, 330, 846)
    return max(abs(side * scale - round(side * scale)) for side in sides) / scale


def test_a_stage_is_painted_at_a_scale_at_which_nothing_is_shifted() -> None:
    """1.57 times 1,136 is no whole number: close by, the product stood 1 px from where it should."""
    scale = _whole(1.5735, (CANVAS, PICTURE))
    assert 0.95 * 1.5735 <= scale <= 1.5735
    assert rounded(1.5735) > 0.3
    assert rounded(scale) < 0.15


@pytest.mark.parametrize("scale", [1.0, 2.0, 3.0])
def test_whole_scales_stay(scale: float) -> None:
    assert _whole(scale, (CANVAS, PICTURE)) == scale


def test_none_is_painted_smaller_than_it_is_shown() -> None:
    assert _whole(1.01, (CANVAS, PICTURE)) >= 1.0
