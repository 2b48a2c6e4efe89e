"""What a product stands on."""

from __future__ import annotations

import msgspec

from renderer import colours
from renderer.content import Picture
from renderer.placing.grounds import standing_on
from renderer.scene import Box

DARK, BLUE, CREAM, BEIGE = (27, 29, 36, 255), (60, 80, 190, 255), (247, 243, 234, 255), (214, 205, 190)
PACKSHOT = Picture("p", 900, 900, Box(0.2, 0.2, 0.6, 0.6), (0.5, 0.5), True, False, "A kettle", True, True, BEIGE, 0.6)


def test_a_picture_that_can_be_cut_out_keeps_a_dark_ground() -> None:
    assert standing_on(PACKSHOT, "auto", BLUE).ground == BLUE
    assert standing_on(PACKSHOT, "auto", BLUE).treatment == "cutout"


def test_the_light_of_a_white_room_is_not_cut_out_onto_black() -> None:
    """Edges and feet that caught it give such a cut-out away; a brand that wants cut-outs has them all the same."""
    assert standing_on(PACKSHOT, "auto", DARK).ground == (*BEIGE, 255)
    assert standing_on(PACKSHOT, "cut-out", DARK).treatment == "cutout"
    dim = msgspec.structs.replace(PACKSHOT, backdrop=(150, 145, 140))
    assert standing_on(dim, "auto", DARK).treatment == "cutout"


def test_one_that_cannot_brings_its_own_backdrop() -> None:
    for picture in (
        msgspec.structs.replace(PACKSHOT, cuttable=False),
        msgspec.structs.replace(PACKSHOT, tone=0.12),  # black on black
    ):
        own = standing_on(picture, "auto", DARK).ground
        assert own == (*BEIGE, 255)
        assert standing_on(picture, "auto", own).treatment == "relight"


def test_a_white_product_stands_off_a_white_ground() -> None:
    white = msgspec.structs.replace(PACKSHOT, light=True)
    assert colours.luminance(standing_on(white, "auto", CREAM).ground) < colours.luminance(CREAM)
    cut = msgspec.structs.replace(PACKSHOT, has_alpha=True, tone=0.97)
    assert colours.tone(standing_on(cut, "auto", CREAM).ground) < colours.tone(CREAM) - 0.05


def test_a_framed_picture_changes_nothing() -> None:
    assert standing_on(PACKSHOT, "framed", DARK).ground == DARK


def test_one_whose_outline_would_be_lost_is_not_cut_out() -> None:
    """A grey bag with black straps: light enough on average, but not where it meets a dark ground."""
    lost = msgspec.structs.replace(PACKSHOT, edge=(0.05, 0.08, 0.1, 0.14, 0.3, 0.5, 0.6, 0.7, 0.8))
    assert standing_on(lost, "cut-out", DARK).ground == (*BEIGE, 255)
    seen = msgspec.structs.replace(PACKSHOT, edge=(0.05, 0.08, 0.1, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8))
    assert standing_on(seen, "cut-out", DARK).treatment == "cutout"
