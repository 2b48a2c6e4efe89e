"""Slots hold no result, and a layout's own ground is painted."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest

from renderer import colours
from renderer.content import Content, Picture
from renderer.copywriting.locales import price_parts
from renderer.loading.brands import BrandKit
from renderer.model.feed import Money
from renderer.model.format import Format
from renderer.model.layout import Element, Layout
from renderer.placing.filling import slot_of
from renderer.placing.scale import frame
from renderer.placing.slots import Basis
from renderer.scene import Box, Image, Text
from renderer.stages.arrange import arrange

FORMAT = Format.model_validate(
    {
        "id": "test/box",
        "name": {"en": "x"},
        "channel": "display",
        "family": "test",
        "size": [300, 250],
        "source": ["x"],
        "as_of": "2026-01-01",
        "verified": True,
    }
)
PHOTO = Picture("p", 900, 900, Box(0.2, 0.2, 0.6, 0.6), (0.5, 0.5), True, False, "A kettle", True)


def content(kit: BrandKit) -> Content:
    texts = {"headline": ("A quiet kettle for every morning",), "cta": ("Shop now",), "badge": ("−30%",)}
    price = price_parts(Money(Decimal("49.90"), "EUR"), "fr-FR")
    return Content(texts, price, "70,00 €", PHOTO, kit.logos, kit.brand, kit.fonts, "en-GB", False)


@pytest.mark.parametrize("in_row", [False, True])
@pytest.mark.parametrize("name", ["headline", "price", "prior_price", "badge", "cta", "logo", "product", "space"])
def test_a_slot_asked_twice_answers_twice_the_same(name: str, in_row: bool, kit: BrandKit) -> None:
    basis = Basis(frame(FORMAT, kit.brand), content(kit), 1.0, {})
    slot = slot_of(Element.model_validate({"slot": name, "lines": 3}), basis, in_row)
    assert slot is not None
    first = slot.measure(180, 120), slot.settle(180, 120)
    slot.measure(60, 30)
    slot.settle(20, 10)
    assert (slot.measure(180, 120), slot.settle(180, 120)) == first


def layout(root: dict[str, object]) -> Layout:
    return Layout.model_validate({"id": "own/any", "design": "own", "ratio": [0, 100], "root": root})


def test_the_canvas_takes_the_colour_of_its_layout(kit: BrandKit) -> None:
    words: list[dict[str, object]] = [{"slot": "headline", "lines": 3}, {"slot": "price", "plate": False}]
    made = arrange(content(kit), FORMAT, [layout({"column": [*words, {"slot": "product"}], "fill": "primary"})])
    primary = colours.parse(kit.brand.palette.primary)
    headline = next(node for node in made.walk() if isinstance(node, Text) and node.role == "headline")
    assert made.background == primary
    assert colours.contrast(headline.lines[0].runs[0].fill, made.background) >= colours.READABLE


@pytest.mark.parametrize(
    "size", [(300, 250), (728, 90), (160, 600), (300, 600), (970, 250), (1080, 1080), (1080, 1920)]
)
def test_a_logo_gets_the_room_that_its_brand_asks_for(size: tuple[int, int], kit: BrandKit) -> None:
    share = 1.25
    logos = tuple(msgspec.structs.replace(art, clear_space=share) for art in kit.logos)
    format_ = FORMAT.model_copy(update={"size": size})
    made = arrange(msgspec.structs.replace(content(kit), logos=logos), format_, kit.layouts)
    logo = next(node.subject for node in made.walk() if isinstance(node, Image) and node.role == "logo")
    assert logo is not None
    for node in made.walk():
        if isinstance(node, Text) and node.lines:
            across = max(logo.x - node.box.right, node.box.x - logo.right)
            down = max(logo.y - node.box.bottom, node.box.y - logo.bottom)
            assert max(across, down) >= share * logo.h - 0.6, node.role
