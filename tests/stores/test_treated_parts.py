"""Pictures are treated part by part at the size they are shown at: a part looks as it does in the whole."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from renderer.scene import Box
from renderer.stores.inputs import Inputs

WHOLE = Box(0, 0, 1, 1)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A pot with a soft shadow in the middle of a wall, with a camera's grain."""
    picture = Image.new("RGB", (900, 900), (224, 218, 208))
    shade = Image.new("L", picture.size, 255)
    ImageDraw.Draw(shade).ellipse((280, 560, 700, 640), fill=120)
    shade = shade.filter(ImageFilter.GaussianBlur(16))
    picture.paste((60, 58, 55), mask=shade.point([255 - value for value in range(256)]))
    ImageDraw.Draw(picture).ellipse((300, 300, 600, 620), fill=(60, 80, 120))
    grain = np.random.default_rng(3).integers(-2, 3, (900, 900, 1))
    path = tmp_path / "pot.png"
    Image.fromarray(np.clip(np.asarray(picture, np.int64) + grain, 0, 255).astype(np.uint8)).save(path)
    return path


@pytest.mark.parametrize("treatment", ["relight", "cutout"])
@pytest.mark.parametrize("side", [640, 240, 160])
def test_a_part_looks_as_it_does_in_the_whole(photo: Path, tmp_path: Path, treatment: str, side: int) -> None:
    inputs = Inputs(tmp_path / "cache")
    asset = inputs.add(photo)
    whole = inputs.pixels(asset, WHOLE, side, side, treatment).astype(int)
    quarter = inputs.pixels(asset, Box(0.25, 0.25, 0.5, 0.5), side // 2, side // 2, treatment).astype(int)
    gap = np.abs(whole[side // 4 : side * 3 // 4, side // 4 : side * 3 // 4] - quarter)
    assert gap.mean() < 0.3
    assert np.percentile(gap, 99.5) <= 12, "but for a px at the edge"


@pytest.mark.parametrize(("treatment", "blank"), [("relight", (255, 255, 255, 0)), ("cutout", (0, 0, 0, 0))])
def test_what_shows_nothing_is_exactly_blank(photo: Path, tmp_path: Path, treatment: str, blank: tuple[int]) -> None:
    inputs = Inputs(tmp_path / "cache")
    pixels = inputs.pixels(inputs.add(photo), WHOLE, 450, 450, treatment)
    for strip in (pixels[:100], pixels[400:], pixels[:, :80], pixels[:, 400:]):
        assert (strip == blank).all()
    assert (pixels[225, 225, :3] != blank[:3]).all()
    assert pixels[225, 225, 3] == 255


@pytest.mark.parametrize("treatment", ["relight", "cutout"])
def test_a_part_that_shows_nothing_at_all(photo: Path, tmp_path: Path, treatment: str) -> None:
    inputs = Inputs(tmp_path / "cache")
    pixels = inputs.pixels(inputs.add(photo), Box(0, 0, 0.2, 0.2), 300, 300, treatment)
    assert len(np.unique(pixels.reshape(-1, 4), axis=0)) == 1


def test_what_is_given_out_twice_is_made_once_and_nobody_s_to_change(photo: Path, tmp_path: Path) -> None:
    inputs = Inputs(tmp_path / "cache")
    asset = inputs.add(photo)
    first = inputs.pixels(asset, WHOLE, 100, 100, "relight")
    assert inputs.pixels(asset, WHOLE, 100, 100, "relight") is first
    with pytest.raises(ValueError, match="read-only"):
        first[:] = 7
