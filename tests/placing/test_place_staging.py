"""Stages: light, table, horizon, and which brand is shown on one."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest

from renderer import colours
from renderer.content import Content, Picture
from renderer.copywriting.locales import price_parts
from renderer.loading.brands import BrandKit
from renderer.model.brand import Brand
from renderer.model.feed import Money
from renderer.model.format import Format
from renderer.model.layout import Layout
from renderer.placing.slots import Ground
from renderer.placing.staging import stage, table
from renderer.scene import Box, Scene, Shape
from renderer.stages.arrange import arrange

WALL = (233, 227, 216, 255)
CANVAS = Box(0, 0, 300, 600)
GROUND = Ground("ground", WALL, (43, 40, 35, 255), (), CANVAS, table(WALL))
SUBJECT = Box(60, 200, 180, 200)
SIZES = [(320, 50), (300, 250), (728, 90), (160, 600), (300, 600), (970, 250), (1080, 1080), (1080, 1920)]


def shapes(texts: list[Box], mirrored: bool = False) -> dict[str, Shape]:
    return {shape.role: shape for shape in stage(GROUND, SUBJECT, texts, 1.0, mirrored)}


def test_the_horizon_lies_a_quarter_of_the_product_above_its_foot() -> None:
    assert shapes([])["table"].box.y == pytest.approx(400 - 50, abs=4)
    assert shapes([])["table"].box.bottom == 600


def test_the_table_lies_behind_the_product_and_the_light_falls_on_both() -> None:
    assert shapes([])["table"].behind
    assert not shapes([])["light"].behind


def test_the_horizon_moves_out_of_a_line_of_text() -> None:
    line = Box(20, 345, 100, 14)
    top = shapes([line])["table"].box.y
    assert top + 5 <= line.y or top >= line.bottom
    assert 400 - 0.46 * 200 <= top <= 400 - 0.07 * 200  # of the height of the product, whose foot is at 400


def test_without_a_gap_there_is_no_table() -> None:
    assert set(shapes([Box(20, 300, 100, 120)])) == {"light"}


def test_light_falls_from_where_reading_begins() -> None:
    here, there = shapes([])["light"].gradient, shapes([], mirrored=True)["light"].gradient
    assert here is not None
    assert there is not None
    assert here.start[0] == 0.0
    assert there.start[0] == 1.0


def test_the_table_is_darker_and_letters_on_it_are_still_read() -> None:
    assert colours.luminance(table(WALL)) < colours.luminance(WALL)
    assert colours.contrast(GROUND.ink, table(WALL)) > colours.READABLE


def quiet(brand: Brand) -> Brand:
    return brand.model_copy(update={"price": brand.price.model_copy(update={"style": "quiet"})})


def made(kit: BrandKit, size: tuple[int, int], brand: Brand, picture: Picture) -> Scene:
    return arrange(*asked(kit, size, brand, picture))


def asked(
    kit: BrandKit, size: tuple[int, int], brand: Brand, picture: Picture
) -> tuple[Content, Format, tuple[Layout, ...]]:
    texts = {"headline": ("Slow mornings",), "name": ("Kettle 1.7 L",), "cta": ("Discover",)}
    price = price_parts(Money(Decimal("149"), "EUR"), "en-GB")
    shown = Content(texts, price, "", picture, kit.logos, brand, kit.fonts, "en-GB", False)
    format_ = Format.model_validate(
        {
            "id": "test/stage",
            "name": {"en": "x"},
            "channel": "display",
            "family": "test",
            "size": list(size),
            "source": ["x"],
            "as_of": "2026-01-01",
            "verified": True,
        }
    )
    return shown, format_, kit.layouts


PACKSHOT = Picture(
    "p", 900, 900, Box(0.2, 0.2, 0.6, 0.6), (0.5, 0.5), True, False, "A kettle", True, True, (214, 205, 190), 0.3
)


@pytest.mark.parametrize("size", SIZES)
def test_a_quiet_brand_is_shown_on_a_stage_and_a_loud_one_in_panels(size: tuple[int, int], kit: BrandKit) -> None:
    calm = made(kit, size, quiet(kit.brand), PACKSHOT)
    assert calm.layout.startswith("stage/")
    assert made(kit, size, kit.brand, PACKSHOT).layout.startswith("panel/")
    roles = [node.role for node in calm.walk()]
    assert roles.index("light") < roles.index("picture")


def test_a_scene_keeps_its_own_light(kit: BrandKit) -> None:
    scenery = msgspec.structs.replace(PACKSHOT, separable=False)
    assert made(kit, (300, 250), quiet(kit.brand), scenery).find("light") is None


def test_a_dark_brand_keeps_its_own_canvas(kit: BrandKit) -> None:
    """A picture that brings its backdrop would turn the whole canvas of a stage beige."""
    palette = kit.brand.palette.model_copy(update={"ground": "#14161B", "on_ground": "#F2EDE4"})
    brand = kit.brand.model_copy(update={"palette": palette, "layouts": ("stage",)})
    uncut = msgspec.structs.replace(PACKSHOT, cuttable=False)
    scene = made(kit, (300, 600), brand, uncut)
    assert scene.background == colours.parse("#14161B")
    assert scene.layout.startswith("panel/")
