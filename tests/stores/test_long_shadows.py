"""Long shadows that their picture cuts off end softly, without a step, and are left out in one piece."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from renderer.scene import Box
from renderer.stores import silhouette, treatments
from renderer.stores.pictures import Part
from renderer.stores.silhouette import Silhouette

SIDE = 512
WALL, INK = (222, 215, 203), (60, 60, 64)


def treated(picture: Image.Image, found: Silhouette) -> npt.NDArray[np.uint8]:
    """The whole picture relit at its own size."""
    studied = treatments.study(silhouette.small(picture), found)
    return treatments.relight(Part(picture, Box(0, 0, 1, 1)), studied)


def relit(picture: Image.Image) -> npt.NDArray[np.int64]:
    found = silhouette.find(silhouette.small(picture))
    return treated(picture, found).astype(np.int64)


def thrown(left: int = -80, depth: int = 150) -> Image.Image:
    """A box whose soft shadow runs out of the picture at its left."""
    shade = Image.new("L", (SIDE, SIDE), 255)
    ImageDraw.Draw(shade).rectangle((left, 340, 260, 400), fill=depth)
    shade = shade.filter(ImageFilter.GaussianBlur(10))
    picture = ImageChops.multiply(Image.new("RGB", (SIDE, SIDE), WALL), Image.merge("RGB", (shade,) * 3))
    ImageDraw.Draw(picture).rectangle((230, 100, 400, 400), fill=INK)
    return picture


def test_it_fades_all_the_way_from_the_subject_to_the_border() -> None:
    lost = 255 - relit(thrown())[370, :, 1]
    assert lost[0] == 0
    assert (np.diff(lost[:215]) >= -1).all()
    assert lost[115] * 10 in range(int(lost[205]) * 3, int(lost[205]) * 7), "half of it is left halfway"


def test_no_step_lies_in_it_where_the_foot_s_darkness_ends() -> None:
    steps = np.diff(relit(thrown(depth=90))[370, :222, 1])
    assert int(np.abs(steps).max()) <= 6


def test_one_that_ends_inside_the_picture_keeps_its_own_end() -> None:
    lost = 255 - relit(thrown(left=170))[370, :, 1]
    assert lost[205] > 50
    assert not lost[:120].any()


def rounded(strip: tuple[int, int, int, int]) -> npt.NDArray[np.bool_]:
    """A board with a round foot and a strip of shadow that leaves it to the right."""
    picture = Image.new("1", (256, 256))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((90, 20, 150, 180), fill=1)
    draw.ellipse((90, 150, 150, 210), fill=1)
    draw.rectangle(strip, fill=1)
    return np.asarray(picture).copy()


def test_one_that_goes_on_under_a_round_foot_is_left_out_in_one_piece() -> None:
    mask = rounded((120, 204, 255, 208))
    gone = silhouette.leaving(mask)
    assert gone[204:209, 146:].all()
    assert not gone[:204].any()
    assert not gone[:, :130].any(), "the foot stays"


def test_a_cord_stays_where_it_hangs_from_the_body() -> None:
    mask = rounded((130, 226, 255, 230))
    mask[205:230, 130:134] = True
    gone = silhouette.leaving(mask)
    assert gone[226:231, 160:].all()
    assert not gone[:225].any()


def test_one_thicker_than_its_gap_goes_under_a_grip_that_reaches_out() -> None:
    """Poles with a wide grip: what is left of their shadow would hide the table beside the tip."""
    mask = np.zeros((256, 256), np.bool_)
    mask[20:50, 90:150] = True
    mask[20:210, 135:150] = True
    mask[200:212, :135] = True
    gone = silhouette.leaving(mask)
    assert gone[200:212, :135].all()
    assert not gone[:, 135:].any()
