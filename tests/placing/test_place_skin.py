"""Page skins: a header and two gutters around a publisher's page, under which nothing essential stands."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import msgspec
import pytest
from test_place_arrange import CONTENTS, content, shape_of, words
from test_place_range import content as several

from renderer import checks
from renderer.checks.base import Evidence
from renderer.content import Content
from renderer.loading.brands import BrandKit
from renderer.loading.catalogue import load_catalogue
from renderer.model.format import Format
from renderer.model.layout import Layout
from renderer.model.terms import Page, SafeZone
from renderer.placing.scale import FIRST_VIEW, frame
from renderer.scene import Box, Image, Scene, Shape, Text
from renderer.stages.arrange import arrange

KEY = SafeZone(left=0.15625, right=0.15625)  # 160 px beside a page of 1000 px on 1920 px


def skin(size: tuple[int, int], width: int, top: int = 0, zone: SafeZone | None = None) -> Format:
    return shape_of(size).model_copy(update={"content": Page(width=width, top=top), "safe_zone": zone or SafeZone()})


SKINS = {
    "reference": skin((1920, 1080), 1000, 250, KEY),
    "open gutters": skin((1800, 1000), 1000, 170),
    "low header": skin((1680, 900), 1000, 90),
    "narrow gutters": skin((1440, 900), 1200, 120),
    "slivers": skin((1300, 900), 1200, 180),
    "no gutters": skin((1200, 800), 1200, 250),
    "strip alone": skin((1000, 800), 1000, 90),
    "no header": skin((1920, 1200), 1000, 0, KEY),
}
every = pytest.mark.parametrize(("name", "shown", "design"), list(product(SKINS, CONTENTS, ("panel", "stage"))))


def in_design(kit: BrandKit, shown: str, design: str) -> Content:
    brand = kit.brand.model_copy(update={"layouts": (design,)})
    return msgspec.structs.replace(content(kit, shown), brand=brand)


def essential(scene: Scene) -> Iterator[tuple[str, Box]]:
    for node in scene.walk():
        match node:
            case Text() if node.lines:
                yield node.role, node.box
            case Shape(role="button" | "cta" | "plate"):
                yield node.role, node.box
            case Image():
                yield node.role, node.subject or node.box


def page_of(format_: Format) -> Box:
    found = format_.page()
    assert found is not None
    return Box(*found)


def made_for(kit: BrandKit, name: str, shown: str, design: str = "panel") -> Scene:
    return arrange(in_design(kit, shown, design), SKINS[name], kit.layouts)


@every
def test_nothing_essential_stands_under_the_page(name: str, shown: str, design: str, kit: BrandKit) -> None:
    made = made_for(kit, name, shown, design)
    assert "/skin" in made.layout
    under = {role for role, box in essential(made) if box.overlap(page_of(SKINS[name])) > 1}
    assert under == set()
    assert all(node.rung != "failed" for node in words(made))
    roles = {role for role, _ in essential(made)}
    assert "logo" in roles
    assert {"price"} <= roles or shown == "no-price"
    assert "product" in roles or shown == "no-picture"


@pytest.mark.parametrize(("name", "shown"), list(product(["reference", "open gutters", "no header"], CONTENTS)))
def test_what_is_to_be_read_stands_in_the_first_view(name: str, shown: str, kit: BrandKit) -> None:
    made, format_ = made_for(kit, name, shown), SKINS[name]
    left, right = format_.safe_zone.left * made.width, (1 - format_.safe_zone.right) * made.width
    for node in words(made):
        assert node.box.bottom <= FIRST_VIEW + 1, node.role
        assert left - 1 <= node.box.x, node.role
        assert node.box.right <= right + 1, node.role


def test_a_page_changes_where_things_stand(kit: BrandKit) -> None:
    """The same canvas without a page puts them where the page would be: the test above can fail."""
    bare = arrange(content(kit, "short"), shape_of((1920, 1080)), kit.layouts)
    assert any(box.overlap(page_of(SKINS["reference"])) for _, box in essential(bare))
    assert "/skin" not in bare.layout


@pytest.mark.parametrize("name", ["reference", "open gutters", "narrow gutters"])
def test_gutters_and_header_hold_something_each(name: str, kit: BrandKit) -> None:
    page, boxes = page_of(SKINS[name]), [box for _, box in essential(made_for(kit, name, "short"))]
    assert any(box.right <= page.x + 1 for box in boxes)
    assert any(box.x >= page.right - 1 for box in boxes)
    assert any(box.bottom <= page.y + 1 and box.x > page.x - 1 and box.right < page.right + 1 for box in boxes)


@pytest.mark.parametrize("design", ["panel", "stage"])
def test_right_to_left_is_mirrored(design: str, kit: BrandKit) -> None:
    latin, arabic = (made_for(kit, "reference", shown, design) for shown in ("short", "arabic"))
    logo = {one: next(box for role, box in essential(one) if role == "logo") for one in (latin, arabic)}
    assert logo[latin].right < page_of(SKINS["reference"]).x
    assert logo[arabic].x > page_of(SKINS["reference"]).right


def test_the_page_itself_is_plain_ground(kit: BrandKit) -> None:
    """The creative is the skin alone; a panel design paints what the page covers in one colour."""
    made, page = made_for(kit, "open gutters", "short"), page_of(SKINS["open gutters"])
    panels = [node for node in made.walk() if isinstance(node, Shape) and node.box.overlap(page) > 1]
    assert [(node.role, node.box) for node in panels] == [("panel", page)]


def test_parts_have_the_type_of_canvases_of_their_size(kit: BrandKit) -> None:
    whole = frame(SKINS["reference"], kit.brand)
    alone = frame(shape_of((1000, 250)), kit.brand)
    assert whole.header is not None
    assert whole.gutter is not None
    assert (whole.header.a, whole.header.margin) == (alone.a, alone.margin)
    assert (whole.gutter.width, whole.gutter.height) == (160, 600)
    assert whole.part("header") is whole.header
    assert whole.part(None) is whole
    assert (whole.length("gutter"), whole.length("header"), whole.length(None)) == (460, 250, None)


def test_a_brand_without_skin_layouts_still_gets_a_scene_and_a_finding(kit: BrandKit) -> None:
    others = [layout for layout in kit.layouts if not layout.skin]
    made = arrange(content(kit, "short"), SKINS["reference"], others)
    found = checks.check(Evidence(made, SKINS["reference"], kit.brand))
    assert any(one.check == "safe-zone/page" and one.status == "fail" for one in found)


def test_the_shipped_skins_can_be_made(kit: BrandKit) -> None:
    shipped = [one for one in load_catalogue().formats.values() if one.content]
    assert {"skin/arch", "skin/wallpaper", "skin/natemat-1296", "skin/natemat-774"} <= {one.id for one in shipped}
    for format_ in shipped:
        made = arrange(content(kit, "short"), format_, kit.layouts)
        assert {one.check for one in checks.check(Evidence(made, format_, kit.brand)) if one.status == "fail"} == set()


@pytest.mark.parametrize("design", ["panel", "stage"])
def test_several_products_stand_in_the_header(design: str, kit: BrandKit) -> None:
    brand = kit.brand.model_copy(update={"layouts": (design,)})
    shown, page = msgspec.structs.replace(several(kit, 3, "fr-FR"), brand=brand), page_of(SKINS["reference"])
    made = arrange(shown, SKINS["reference"], kit.layouts)
    products = [box for role, box in essential(made) if role == "product"]
    assert made.layout == f"{design}/skin-range"
    assert len(products) == 3
    assert all(box.bottom <= page.y + 1 and box.x >= page.x and box.right <= page.right for box in products)


def test_without_a_header_the_first_of_several_products_is_shown_alone(kit: BrandKit) -> None:
    made = arrange(several(kit, 3, "fr-FR"), SKINS["no header"], kit.layouts)
    assert "range" in made.dropped
    assert made.layout.startswith("panel/skin-gutters")


def slanted(kit: BrandKit) -> Content:
    shapes = kit.brand.shapes.model_copy(update={"slant_deg": 10})
    return msgspec.structs.replace(content(kit, "short"), brand=kit.brand.model_copy(update={"shapes": shapes}))


SPLIT_GUTTER = Layout.model_validate({
    "id": "panel/split-gutter", "design": "panel", "ratio": [0, 100],
    "root": {"gap": 0, "row": [
        {"place": "gutter", "fill": "primary", "column": [{"slot": "logo"}, {"slot": "headline", "max_lines": 6}]},
        {"share": 1, "column": [{"slot": "page", "fill": "ground"}]},
        {"place": "gutter", "row": [
            {"fill": "ground", "edge": "slanted", "share": 0.7, "column": [{"slot": "price"}, {"slot": "cta"}]},
            {"fill": "primary", "share": 0.3, "column": []},
        ]},
    ]},
})  # fmt: skip


def in_right_gutter(name: str, kit: BrandKit) -> list[Shape]:
    made, page = arrange(slanted(kit), SKINS[name], [SPLIT_GUTTER]), page_of(SKINS[name])
    panels = [one for one in made.walk() if isinstance(one, Shape) and one.role == "panel"]
    return [one for one in panels if one.box.x >= page.right - 1]


def test_a_gutter_narrower_than_a_slant_travels_has_straight_sides(kit: BrandKit) -> None:
    wide, narrow = in_right_gutter("open gutters", kit), in_right_gutter("narrow gutters", kit)
    assert len(wide) == len(narrow) == 2
    assert all(one.path for one in wide)
    assert not any(one.path for one in narrow)


@pytest.mark.parametrize("layout", ["panel/skin", "panel/skin-offer"])
def test_stripes_keep_out_of_what_every_window_shows(layout: str, kit: BrandKit) -> None:
    layouts = [one for one in kit.layouts if one.id == layout]
    made = arrange(slanted(kit), SKINS["reference"], layouts)
    stripes = [one for one in made.walk() if isinstance(one, Shape) and one.role == "decor"]
    assert len(stripes) == 4
    for one in stripes:
        xs = [x for x, _ in one.path]
        assert max(xs) <= 300 or min(xs) >= 1620


def test_a_tall_product_takes_no_more_of_a_gutter_than_its_layout_lets_it(kit: BrandKit) -> None:
    shown = content(kit, "short")
    assert shown.product is not None
    tall = msgspec.structs.replace(shown.product, width=400, height=1600)
    layouts = [one for one in kit.layouts if one.id == "panel/skin"]
    made = arrange(msgspec.structs.replace(shown, product=tall), SKINS["open gutters"], layouts)
    (box,) = [box for role, box in essential(made) if role == "product"]
    assert 0.35 * FIRST_VIEW < box.h <= 0.44 * FIRST_VIEW + 1
