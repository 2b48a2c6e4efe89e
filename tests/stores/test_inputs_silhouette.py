"""What a silhouette says of itself: how much of its subject it has lost, and whether that is lit like its backdrop."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter

from renderer.scene import Box
from renderer.stores import backdrop, silhouette, treatments
from renderer.stores.analysis import CUTOUT_CONFIDENCE, analyse
from renderer.stores.bitmaps import Bitmaps
from renderer.stores.pictures import Part, Pyramid
from renderer.stores.silhouette import TORN, Silhouette

Colour: TypeAlias = tuple[int, int, int]
SIDE = 512
WALL = (222, 215, 203)
BLUE, GREY = (60, 80, 120), (120, 116, 110)
POT = (130, 160, 380, 440)


def treated(picture: Image.Image, found: Silhouette) -> npt.NDArray[np.uint8]:
    """The whole picture relit at its own size."""
    studied = treatments.study(silhouette.small(picture), found)
    return treatments.relight(Part(picture, Box(0, 0, 1, 1)), studied)


def wall() -> Image.Image:
    return Image.new("RGB", (SIDE, SIDE), WALL)


def pot(
    fill: Colour = BLUE, spout: int = 0, box: tuple[int, int, int, int] = POT, on: Image.Image | None = None
) -> Image.Image:
    """A round pot on a wall; its spout, so many px high, is as light as the wall but for its outline."""
    picture = on or wall()
    draw = ImageDraw.Draw(picture)
    draw.ellipse(box, fill=fill)
    if spout:
        x, y = (box[0] + box[2]) // 2 - 35, box[1] + 10
        draw.polygon([(x, y), (x - 5, y - 5 - spout), (x + 30, y - 15 - spout), (x + 50, y - 5)], fill=WALL)
        draw.line([(x, y), (x - 5, y - 5 - spout), (x + 30, y - 15 - spout)], fill=(150, 143, 132), width=3)
    return picture


def found_in(picture: Image.Image) -> Silhouette:
    return silhouette.find(silhouette.small(picture))


def confidence(picture: Image.Image, found: Silhouette) -> float:
    return analyse(Pyramid(picture, picture.size), found).confidence


def first_row(found: Silhouette) -> int:
    return int(found.mask.any(axis=1).argmax())


# stray ----------------------------------------------------------------------------------------------------------


def softly_shadowed() -> Image.Image:
    shadowed = wall()
    ImageDraw.Draw(shadowed).ellipse((110, 400, 430, 470), fill=(120, 112, 100))
    return pot(on=shadowed.filter(ImageFilter.GaussianBlur(12)))


def hard_shadowed() -> Image.Image:
    shadowed = wall()
    ImageDraw.Draw(shadowed).polygon([(330, 430), (490, 432), (480, 412), (330, 405)], fill=(110, 104, 96))
    return pot(on=shadowed)


def grained() -> Image.Image:
    grain = np.random.default_rng(1).integers(-4, 5, (SIDE, SIDE, 1))
    return Image.fromarray(np.clip(np.asarray(pot(), dtype=np.int64) + grain, 0, 255).astype(np.uint8))


@pytest.mark.parametrize("drawn", [pot, softly_shadowed, hard_shadowed, grained])
def test_a_whole_subject_leaves_no_stray_edges(drawn: Callable[[], Image.Image]) -> None:
    """Neither shadows nor the camera's grain are parts of it."""
    picture = drawn()
    found = found_in(picture)
    assert found.stray == 0.0
    assert confidence(picture, found) >= CUTOUT_CONFIDENCE


def test_stray_edges_grow_with_the_part_that_is_lost() -> None:
    found = [found_in(pot(spout=spout)) for spout in (0, 20, 40, 80, 150)]
    strays = [one.stray for one in found]
    assert strays == sorted(set(strays))
    assert strays[0] == 0.0
    assert strays[1] > TORN
    assert all(first_row(one) == first_row(found[0]) for one in found), "the mask itself has lost it"


def test_stray_edges_are_measured_against_the_subject_s_outline() -> None:
    small, large = (found_in(pot(spout=40, box=box)) for box in ((200, 280, 310, 440), (80, 120, 430, 440)))
    outlines = 110 + 160, 350 + 320
    assert small.stray / large.stray == pytest.approx(outlines[1] / outlines[0], rel=0.2)


@pytest.mark.parametrize(("y", "counts"), [(90, True), (300, True), (425, False)])
def test_parts_that_stand_apart_count_too_but_not_at_its_feet(y: int, counts: bool) -> None:
    """There, in the lowest eighth, shadows are sharp."""
    picture = pot()
    ImageDraw.Draw(picture).line((40, y, 100, y), fill=(170, 163, 152), width=3)
    assert (found_in(picture).stray > TORN) is counts


def test_a_subject_that_melts_into_its_backdrop_is_torn() -> None:
    pixels = np.asarray(pot()).copy()
    inside = (pixels == BLUE).all(axis=2)
    shade = np.interp(np.arange(SIDE), POT[::2], (60, 222))[None, :, None] * WALL / 222
    pixels[inside] = np.broadcast_to(shade, pixels.shape)[inside].astype(np.uint8)
    picture = Image.fromarray(pixels)
    found = found_in(picture)
    assert found.stray > TORN
    assert confidence(picture, found) == 0


def test_where_nothing_is_found_all_is_lost() -> None:
    found = found_in(wall())
    assert not found.mask.any()
    assert found.stray == 1.0


def test_from_torn_on_there_is_no_cutout_and_the_top_is_that_of_the_lost_part() -> None:
    """Two pots that have lost a little less and a little more than that of their spouts."""
    less, more = pot(spout=8), pot(spout=18, box=(40, 120, 470, 490))
    kept, torn = found_in(less), found_in(more)
    assert TORN - 0.01 < kept.stray < TORN < torn.stray < TORN + 0.01
    assert kept.top == first_row(kept)
    assert torn.top < first_row(torn) - 10
    assert 0 < confidence(less, kept) < CUTOUT_CONFIDENCE
    assert confidence(more, torn) == 0


# lit ------------------------------------------------------------------------------------------------------------


def subject(*lights: int, channel: int = 0) -> Silhouette:
    """A subject of so many px, of ratios to its backdrop (256 = the same) in one channel, in a bright surrounding."""
    ratio = np.full((2, len(lights), 3), 40, np.int16)
    ratio[0, :, channel] = lights
    ratio[1] = 256
    mask = np.zeros(ratio.shape[:2], np.bool_)
    mask[0] = True
    behind = backdrop.fit(
        np.full((backdrop.GRID, backdrop.GRID, 3), 230, np.uint8), np.zeros((backdrop.GRID,) * 2, bool)
    )
    return Silhouette(mask, mask, mask, ratio, behind, 1.0, 0.0, 0.0, 0.0, False, 0, 1)


@pytest.mark.parametrize(
    ("lights", "lit"),
    [
        ([100] * 85 + [250] * 15, True),
        ([100] * 86 + [250] * 14, False),
        ([100] * 85 + [249] * 15, False),
        ([249] * 100, False),
        ([340] * 20 + [30] * 80, True),
        ([250], True),
        ([], False),
    ],
)
def test_a_sixth_of_a_subject_as_light_as_its_backdrop_makes_it_lit(lights: list[int], lit: bool) -> None:
    assert treatments.is_lit(subject(*lights)) is lit


@pytest.mark.parametrize("channel", [0, 1, 2])
def test_a_colour_is_as_light_as_its_lightest_channel(channel: int) -> None:
    """A red on white is divided to 255, 40, 40: any highlight on it would be lost in the first of them."""
    assert treatments.is_lit(subject(*[256] * 9, channel=channel))


@pytest.mark.parametrize(
    ("fill", "lit"),
    [(BLUE, False), (GREY, False), ((240, 60, 50), True), ((222, 190, 40), True), ((205, 190, 60), False)],
)
def test_lit_pictures(fill: Colour, lit: bool) -> None:
    found = found_in(pot(fill))
    assert not found.light
    assert treatments.is_lit(found) is lit


def test_a_lit_side_as_light_as_the_backdrop_keeps_its_shape_when_relit() -> None:
    """A pot half blue, half as light as the wall with a lighter streak: the streak is seen on white."""
    picture = pot()
    draw = ImageDraw.Draw(picture)
    draw.rectangle((200, 220, 310, 390), fill=WALL)
    draw.rectangle((245, 220, 265, 390), fill=tuple(value + 22 for value in WALL))
    found = found_in(picture)
    assert treatments.is_lit(found)
    relit = treated(picture, found)[..., :3]
    side, streak, around = relit[300, 220], relit[300, 255], relit[40, 40]
    assert (around == 255).all()
    assert (side < 245).all()
    assert (streak > side + 8).all()


def test_a_subject_in_the_dark_keeps_its_own_tones_when_relit() -> None:
    picture = pot(GREY)
    found = found_in(picture)
    assert not treatments.is_lit(found)
    relit = treated(picture, found)[..., :3]
    assert np.allclose(relit[300, 255], [one * 255 / behind for one, behind in zip(GREY, WALL, strict=True)], atol=3)


def test_a_long_shadow_fades_out_where_its_picture_ends() -> None:
    """A board with a sharp low shadow that leaves the picture: the outermost px are the backdrop's."""
    picture = pot()
    ImageDraw.Draw(picture).rectangle((300, 380, 511, 392), fill=tuple(value // 4 for value in WALL))
    found = found_in(picture)
    relit = treated(picture, found)[..., :3]
    assert (relit[386, 320] < 120).all()
    assert (relit[386, -1] == 255).all()


def test_a_light_subject_s_long_shadow_fades_out_too() -> None:
    """A white board on a wall as light, with a pale sharp shadow that leaves the picture at its side."""
    picture = Image.new("RGB", (SIDE, SIDE), (236, 236, 236))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((200, 120, 330, 400), fill=(230, 230, 230), outline=(120, 120, 120), width=4)
    draw.rectangle((330, 386, 511, 398), fill=(196, 196, 196))
    found = found_in(picture)
    assert found.light
    assert found.mask[:, -1].any()
    relit = treated(picture, found)
    assert (relit[392, 345, :3] < 240).all()
    assert (relit[:, -1] == (255, 255, 255, 0)).all()


def test_a_shadow_beside_a_subject_leaves_texts_their_ground() -> None:
    """Black where the pot stands, lighter a little farther out: ink on it keeps its contrast."""
    picture = pot()
    shade = Image.new("L", picture.size, 255)
    ImageDraw.Draw(shade).ellipse((60, 375, 330, 435), fill=60)
    shade = shade.filter(ImageFilter.GaussianBlur(14))
    picture = ImageChops.multiply(Image.merge("RGB", (shade,) * 3), picture)
    ImageDraw.Draw(picture).rectangle((200, 150, 310, 400), fill=BLUE)
    found = found_in(picture)
    relit = treated(picture, found)[..., :3]
    assert not found.mask[202, :70].any()
    assert int(relit[380:430, 60:115].min()) >= 178
    assert int(relit[400:412, 205:305].min()) < 120


def blot(colour: Colour) -> Image.Image:
    """A pot above a soft shadow of a colour (of 255 that it leaves of the wall)."""
    shade = Image.new("RGB", (SIDE, SIDE), (255, 255, 255))
    ImageDraw.Draw(shade).ellipse((110, 430, 400, 470), fill=colour)
    return ImageChops.multiply(pot(box=(180, 120, 330, 330), on=wall()), shade.filter(ImageFilter.GaussianBlur(12)))


def lifted(colour: Colour) -> npt.NDArray[np.uint8]:
    """That picture relit with its own shadow, as if the pot stood on it."""
    picture = blot(colour)
    found = found_in(picture)._replace(hovers=False)
    return treated(picture, found)


def test_a_dark_shadow_is_lifted_without_a_flat_blot_in_its_middle() -> None:
    relit = lifted((40, 40, 40))[:450, 255, 1].astype(int)
    assert 178 <= relit[449] <= 186
    assert (np.diff(relit[425:446]) < 0).sum() >= 16, "it grows ever darker towards its middle"


def test_a_shadow_s_rim_has_the_hue_of_its_middle() -> None:
    """Warm shadows: where one channel lies nearer to the backdrop than another, both fade out together."""
    relit = lifted((150, 105, 60))[400:450, 255, :3]
    gaps = 255 - relit.astype(int)
    seen = gaps[gaps[:, 0] >= 4]
    assert len(seen) > 20
    assert np.allclose(seen[:, 2] / seen[:, 0], seen[-1, 2] / seen[-1, 0], atol=0.6)


def test_a_lit_side_keeps_its_hue_when_relit() -> None:
    """A red pot whose light comes near to the wall's in one channel only: it must not pale to the ground."""
    picture = pot((228, 180, 175))
    found = found_in(picture)
    assert treatments.is_lit(found)
    relit = treated(picture, found)[300, 255].astype(int)
    ratio = [one / behind for one, behind in zip((228, 180, 175), WALL, strict=True)]
    assert relit[1] / relit[0] == pytest.approx(ratio[1] / ratio[0], abs=0.01)
    assert relit[2] / relit[0] == pytest.approx(ratio[2] / ratio[0], abs=0.01)


# whole ----------------------------------------------------------------------------------------------------------


def test_a_sound_mask_is_the_whole_subject() -> None:
    found = found_in(softly_shadowed())
    assert (found.whole == found.mask).all()


def test_what_a_mask_has_lost_within_an_outline_hides_what_is_behind_it_all_the_same() -> None:
    picture = pot(spout=150)
    draw = ImageDraw.Draw(picture)
    draw.line([(250, 5), (270, 160)], fill=(150, 143, 132), width=3)  # the spout's other side
    found = found_in(picture)
    assert found.stray > TORN
    x, y = 240 // 2, 100 // 2
    assert not found.mask[y, x]
    assert found.whole[y, 110:131].all()
    assert not found.whole[y, :108].any(), "and ends at its outline"
    assert not found.whole[y, 132:].any()
    assert not found.whole[:, :40].any()
    relit = treated(picture, found)
    assert relit[y * 2, x * 2, 3] == 255
    assert not relit[y * 2, :80, 3].any()


def test_an_outline_that_no_edge_confirms_is_soft() -> None:
    """A light box that fades into its wall to the right: the table's edge fades out there, and is sharp at its left."""
    board, block = Bitmaps(256, 256), np.zeros((256, 256), np.bool_)
    block[60:200, 100:150] = True
    edges = np.where(block, 0, 0).astype(np.int16)
    edges[55:205, 98:102] = 300
    vague = board.unpack(silhouette._vague(board, board.pack(block), edges))
    assert vague[120, 145:156].all()
    assert not vague[120, :130].any()
    wide, where = treatments._vague(block, vague)
    soft = np.asarray(Image.composite(wide, Image.fromarray(block.astype(np.uint8) * 255), where))[120]
    assert soft[98:102].tolist() == [0, 0, 255, 255]
    steps = soft[140:160].astype(int)
    assert (np.diff(steps) <= 0).all()
    assert ((steps > 0) & (steps < 255)).sum() >= 8


def test_what_runs_off_a_picture_s_side_is_solid_no_more_where_it_ends() -> None:
    """A board across the picture's right side: the table behind it comes in softly, without the edge of a box."""
    picture = pot()
    ImageDraw.Draw(picture).rectangle((300, 200, 511, 380), fill=BLUE)
    solid = treated(picture, found_in(picture))[290, :, 3].astype(int)
    assert solid[-1] == 0
    assert (solid[200:470] == 255).all()
    assert np.abs(np.diff(solid[470:])).max() <= 12


def test_a_line_across_the_picture_is_no_part_of_a_subject_that_it_meets() -> None:
    """A floor's edge: as sharp as an outline, but nothing that hides what is behind it."""
    board = Bitmaps(256, 256)
    block, edges = np.zeros((256, 256), np.bool_), np.zeros((256, 256), np.int16)
    block[60:200, 100:150] = True
    edges[150:155] = 300
    edges[200:204, 100:150] = edges[60:204, 150:154] = 300
    whole = board.unpack(silhouette._closed(board, board.pack(block), 0, edges))
    assert whole[block].all()
    assert not whole[:, :90].any()
    assert not whole[:, 165:].any()


def test_a_body_in_its_own_shade_between_two_ends_is_whole() -> None:
    """Top and foot of a tower are seen, its body melts into the shade of its wall on one side."""
    picture = wall()
    draw = ImageDraw.Draw(picture)
    draw.rectangle((200, 100, 310, 130), fill=BLUE)
    draw.rectangle((200, 380, 310, 420), fill=BLUE)
    pixels = np.asarray(picture).copy()
    shade = np.interp(np.arange(SIDE), (200, 310), (222, 150))[None, :, None] * np.array(WALL) / 222
    pixels[131:380, 200:311] = np.broadcast_to(shade, pixels.shape)[131:380, 200:311].astype(np.uint8)
    found = found_in(Image.fromarray(pixels))
    assert found.whole[65:190, 125:152].all()
    assert not found.whole[:, :96].any()
    assert not found.whole[:, 160:].any()


def test_a_low_foot_inside_the_picture_is_no_strip_that_leaves_it() -> None:
    mask = np.zeros((256, 256), np.bool_)
    mask[40:220, 100:150] = True
    mask[205:220, 60:200] = True
    assert not silhouette.leaving(mask).any()
    mask[205:220, 200:] = True
    gone = silhouette.leaving(mask)
    assert gone[205:220, 150:].all()
    assert not gone[:, :150].any()
