"""Contact sheets: where things stand, what is drawn, and how large."""

from __future__ import annotations

from io import BytesIO
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from renderer.commands.sheets import caption_face
from renderer.reports.packing import Size, Spot, common_factor, pages, shelves
from renderer.reports.sheet import HEAD, MARGIN, TALLEST, WIDEST, Exhibit, scale_of_large, sheets
from renderer.scene import Box

SIZES = [(970, 250), (728, 90), (320, 50), (300, 600), (160, 600), (300, 250), (1080, 1080), (1080, 1920)]
blocks = st.lists(st.builds(Size, st.integers(1, 1000), st.integers(1, 900)), min_size=1, max_size=60)


def box(block: Size, spot: Spot) -> Box:
    return Box(spot.x, spot.y, block.w, block.h)


@given(blocks)
def test_no_two_blocks_overlap_and_none_leaves_its_page(some: list[Size]) -> None:
    found = list(pages(shelves(some, 1000, 10), 2000, 10))
    assert sorted(spot.block for page in found for spot in page) == list(range(len(some)))
    for page in found:
        boxes = [box(some[spot.block], spot) for spot in page]
        assert all(one.within(Box(0, 0, 1000, 2000)) for one in boxes)
        assert all(one.overlap(other) == 0 for one, other in combinations(boxes, 2))


def test_low_blocks_stand_under_one_another_beside_a_tall_one() -> None:
    (shelf,) = shelves([Size(300, 600), Size(728, 90), Size(970, 90), Size(320, 50)], 1400, 10)
    assert shelf.height == 600
    assert {spot.block: (spot.x, spot.y) for spot in shelf.spots} == {
        0: (0, 0), 2: (310, 0), 1: (310, 100), 3: (310, 200)
    }  # fmt: skip


def test_like_blocks_keep_their_order() -> None:
    (first, second) = shelves([Size(400, 100)] * 4, 1300, 10)
    assert [spot.block for spot in (*first.spots, *second.spots)] == [0, 1, 2, 3]


def test_one_factor_for_all_large_blocks() -> None:
    room = Size(2000, 1000)
    assert common_factor([Size(1080, 1080), Size(1200, 628)], 0.35, room) == 0.35
    assert common_factor([Size(1080, 1080), Size(8000, 1000)], 0.35, room) == 0.25
    assert common_factor([Size(1080, 10000)], 0.35, room) == 0.1
    assert common_factor([], 0.35, room) == 0.35


def png(width: int, height: int, colour: str) -> bytes:
    out = BytesIO()
    Image.new("RGBA", (width, height), colour).save(out, "PNG")
    return out.getvalue()


def exhibit(width: int, height: int, colour: str = "#FF0000", *marks: tuple[str, str]) -> Exhibit:
    return Exhibit(width, height, ("kettle", "fr-FR", "everyone"), marks, lambda: png(width, height, colour))


def drawn(*exhibits: Exhibit, title: str = "kettle") -> list[Image.Image]:
    return [Image.open(BytesIO(one)).convert("RGB") for one in sheets(title, exhibits, caption_face())]


def area(sheet: Image.Image, colour: tuple[int, int, int]) -> int:
    return sum(count for count, found in sheet.getcolors(1 << 24) or () if found == colour)


def test_creatives_are_drawn_at_true_scale_and_large_ones_at_a_smaller_one() -> None:
    (sheet,) = drawn(exhibit(300, 250), exhibit(1080, 1080, "#0000FF"))
    assert area(sheet, (255, 0, 0)) == 300 * 250
    assert area(sheet, (0, 0, 255)) == 378 * 378
    assert sheet.getpixel((2, 2)) == (0xDC, 0xDC, 0xDA)


@pytest.mark.parametrize(("width", "height", "large"), [(970, 250, False), (300, 1050, False), (1200, 628, True),
                                                        (1300, 50, True), (640, 500, False)])  # fmt: skip
def test_what_is_large(width: int, height: int, large: bool) -> None:
    assert exhibit(width, height).large is large


def test_a_sheet_is_bounded_and_goes_on_with_the_next() -> None:
    found = drawn(*(exhibit(*size) for size in SIZES * 16))
    assert len(found) > 1
    assert all(one.width <= WIDEST and one.height <= TALLEST for one in found)
    whole = sum(width * height for width, height in SIZES[:6]) * 16
    pictures = sum(area(one, (255, 0, 0)) for one in found)
    assert pictures == whole + 16 * (378 * 378 + 378 * 672)


def test_even_the_largest_fits() -> None:
    huge = exhibit(9000, 20000)
    assert scale_of_large([huge, exhibit(1080, 1080)]) < 0.35
    (sheet,) = drawn(Exhibit(4000, 30000, ("x" * 900,), tuple(("fail", f"a/{n}") for n in range(9)), lambda: None))
    assert sheet.width <= WIDEST
    assert sheet.height <= TALLEST
    assert sheet.height > TALLEST - HEAD - MARGIN - 300


def test_marks_have_the_colour_of_their_status() -> None:
    (sheet,) = drawn(exhibit(300, 250, "#FFFFFF", ("fail", "text/overlap")))
    assert area(sheet, (0xD3, 0x22, 0x2A)) > 40
    assert area(sheet, (0xE0, 0x8A, 0x00)) == 0
    (sheet,) = drawn(exhibit(300, 250, "#FFFFFF", *(("warn", f"a/{n}") for n in range(9))))
    assert 3 * 40 < area(sheet, (0xE0, 0x8A, 0x00)) < 3 * 100  # three named, "and 6 more"


@pytest.mark.parametrize("content", [None, b"", b"\x89PNG\r\n\x1a\n", b"<svg/>", png(300, 250, "#F00")[:200]])
def test_a_file_that_is_gone_or_broken_leaves_an_empty_frame(content: bytes | None) -> None:
    (sheet,) = drawn(Exhibit(300, 250, ("kettle",), (), lambda: content))
    assert area(sheet, (0xC6, 0xC6, 0xC3)) > 300 * 250 * 0.9


def test_transparency_shows_the_sheet() -> None:
    (sheet,) = drawn(exhibit(300, 250, "#00000000"))
    assert area(sheet, (0, 0, 0)) == 0


def test_the_same_creatives_give_the_same_bytes_and_any_caption_is_set() -> None:
    odd = Exhibit(120, 600, ("ligne\nbrisée \u202e مصباح", "y" * 500, ""), (), lambda: png(120, 600, "#0F0"))
    face = caption_face()
    assert face.is_relative_to(Path(face.anchor))
    assert list(sheets("t" * 999, [odd], face)) == list(sheets("t" * 999, [odd], face))
