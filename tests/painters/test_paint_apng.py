"""Animated PNG: in full colour nothing is lost, with a palette it shows what the GIF shows."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pytest
from moving import Demo
from PIL import Image
from test_paint_gif import decoded, made_of, rgb

from renderer.painters import apng
from renderer.painters.frames import Film, Frame

NAMES = [("rentree", "medium-rectangle"), ("saison", "leaderboard")]


@pytest.mark.parametrize("name", NAMES, ids="-".join)
def test_in_full_colour_nothing_is_lost(name: tuple[str, str], demos: Callable[[str, str], Demo]) -> None:
    made, _, _, _ = made_of(demos(*name))
    content = apng.write(made)
    frames = list(decoded(content))
    assert [frame.hold for frame in frames] == [frame.hold for frame in made.frames]
    for frame, canvas in zip(frames, made.canvases(), strict=True):
        assert np.array_equal(frame.pixels, rgb(canvas))
    assert apng.write(made) == content


@pytest.mark.parametrize("name", NAMES, ids="-".join)
def test_with_a_palette_it_shows_what_the_gif_shows(name: tuple[str, str], demos: Callable[[str, str], Demo]) -> None:
    made, found, colours, content = made_of(demos(*name), dithered=True)
    other = apng.paletted(made, found, colours)
    assert len(other) < len(content)
    for one, two in zip(decoded(content), decoded(other), strict=True):
        assert (one.at, one.hold) == (two.at, two.hold)
        assert np.array_equal(one.pixels, two.pixels)


@pytest.mark.parametrize("loops", [1, 3])
def test_it_is_shown_as_often_as_the_scene_says(loops: int) -> None:
    ink = np.full((4, 6), 0xFF45070D, np.uint32)
    made = Film(6, 4, (Frame(0, 70_000, 0, 0, ink), Frame(70_000, 80, 1, 1, ink[:2, :2] + 1)), loops)
    with Image.open(io.BytesIO(apng.write(made))) as file:
        assert file.info["loop"] == loops
        assert file.n_frames == 2  # type: ignore[attr-defined]
        assert file.info["duration"] == 70_000  # thousandths would be too many for its 16 bits
