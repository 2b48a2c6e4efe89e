"""Sizes of a page's pictures."""

from __future__ import annotations

import base64
import io
import re

import numpy as np
import pytest
from PIL import Image

from renderer.painters.pictures import _masked, _whole
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


def test_a_photograph_with_transparency_is_as_large_as_what_is_seen_of_it() -> None:
    """A disc with a soft shadow in a wide clear field: put together again, it is what it was."""
    rows, columns = np.mgrid[0:200, 0:300].astype(float)
    disc = np.clip(40.5 - np.hypot(rows - 90, columns - 200), 0, 1)
    shadow = 0.4 * np.clip(1 - np.abs(rows - 132) / 8, 0, 1) * np.clip(1 - np.abs(columns - 200) / 60, 0, 1)
    alpha = disc + shadow * (1 - disc)
    pixels = np.zeros((200, 300, 4), np.uint8)
    pixels[..., 0], pixels[..., 1] = 210 * disc, (60 + rows / 2) * disc
    pixels[..., 3] = np.round(255 * alpha)
    svg = _masked(pixels, 90, dense=False).decode()
    assert 'viewBox="0 0 300 200"' in svg
    (mask, place), (colours, same) = re.findall(r'base64,([^"]+)" (x="[^/]*?height="\d+")', svg)
    assert place == same
    left, top, width, height = map(int, re.findall(r'"(\d+)"', place))
    assert width * height < 300 * 200 / 2
    shown = np.zeros((200, 300, 4))
    parts = [np.asarray(Image.open(io.BytesIO(base64.b64decode(one)))) for one in (mask, colours)]
    assert parts[1].shape == (height, width, 3)
    here = slice(top, top + height), slice(left, left + width)
    shown[here] = np.dstack([parts[1] * (parts[0][..., None] / 255), parts[0]])
    apart = np.abs(shown - pixels)
    assert apart[..., 3].max() == 0
    assert apart[..., :3].mean() < 0.6
    assert apart[..., :3].max() < 40
