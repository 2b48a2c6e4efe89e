"""Slots hold no result, and a layout's own ground is painted."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest

from renderer import colours
from renderer.content import Content, Picture, Rating
from renderer.copywriting.locales import price_parts
from renderer.loading.brands import BrandKit
from renderer.model.feed import Money
from renderer.model.format import Format
from renderer.model.layout import Element, Layout
from renderer.placing.filling import slot_of
from renderer.placing.flow import placed
from renderer.placing.scale import frame
from renderer.placing.slots import Basis
from renderer.placing.standing import standing
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
@pytest.mark.parametrize(
    "name",
    ["headline", "price", "prior_price", "unit_price", "badge", "cta", "rating", "store", "logo", "product", "space"],
)
def test_a_slot_asked_twice_answers_twice_the_same(name: str, in_row: bool, kit: BrandKit) -> None:
    texts = content(kit).texts | {"unit_price": ("49.90 €/l",), "store": ("Collect in an hour",)}
    shown = msgspec.structs.replace(content(kit), texts=texts, rating=Rating(9, "4.6 (12)"), price_prefix="From")
    basis = Basis(frame(FORMAT, kit.brand), shown, 1.0, {})
    slot = slot_of(Element.model_validate({"slot": name, "lines": 3}), basis, in_row)
    assert slot is not None
    room = Box(10, 10, 180, 120)
    first = slot.measure(180, 120), slot.settle(room, room)
    slot.measure(60, 30)
    slot.settle(Box(0, 0, 20, 10), Box(0, 0, 20, 10))
    assert (slot.measure(180, 120), slot.settle(room, room)) == first


def layout(root: dict[str, object]) -> Layout:
    return Layout.model_validate({"id": "own/any", "design": "own", "ratio": [0, 100], "root": root})


def test_the_canvas_takes_the_colour_of_its_layout(kit: BrandKit) -> None:
    words: list[dict[str, object]] = [{"slot": "headline", "lines": 3}, {"slot": "price", "plate": False}]
    shown = msgspec.structs.replace(content(kit), product=msgspec.structs.replace(PHOTO, has_alpha=True))
    made = arrange(shown, FORMAT, [layout({"column": [*words, {"slot": "product"}], "fill": "primary"})])
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


def test_a_headline_is_not_torn_while_another_layout_keeps_it_together(kit: BrandKit) -> None:
    long = "Le petit-déjeuner des grands jours commence ici et maintenant"
    wide = Picture("s", 1600, 900, Box(0.3, 0.2, 0.3, 0.6), (0.45, 0.5), False, False, "A kitchen")
    texts = {**content(kit).texts, "headline": (long,), "name": ("Grille-pain deux fentes extra-larges",)}
    shown = msgspec.structs.replace(content(kit), product=wide, texts=texts, locale="fr-FR")
    made = arrange(shown, FORMAT.model_copy(update={"size": (1080, 1080)}), kit.layouts)
    headline = next(node for node in made.walk() if isinstance(node, Text) and node.role == "headline")
    assert sum(" " not in line.text for line in headline.lines) < 3


SCENE = Picture("s", 1200, 1200, Box(0.2, 0.15, 0.6, 0.75), (0.5, 0.5), False, False, "A desk lamp")


@pytest.mark.parametrize("size", [(300, 250), (160, 600), (300, 600), (970, 250), (1080, 1080)])
def test_a_scene_reaches_the_sides_where_nothing_stands_beside_it(size: tuple[int, int], kit: BrandKit) -> None:
    shown = msgspec.structs.replace(content(kit), product=SCENE, prior_price="", texts={"headline": ("A lamp",)})
    made = arrange(shown, FORMAT.model_copy(update={"size": size}), kit.layouts)
    picture = next(node for node in made.walk() if isinstance(node, Image) and node.role == "product")
    box = picture.box
    touching = [box.x <= 0.5, box.y <= 0.5, box.right >= size[0] - 0.5, box.bottom >= size[1] - 0.5]
    assert any(touching), box
    if size in ((160, 600), (300, 600)):
        assert touching[0]
        assert touching[2]
    ratio = (picture.crop.w * SCENE.width) / (picture.crop.h * SCENE.height)
    assert ratio == pytest.approx(box.w / box.h, rel=0.01), "the picture is squeezed"


@pytest.mark.parametrize(("size", "least"), [((300, 250), 10.0), ((2560, 1200), 35.0)])
def test_running_text_keeps_half_the_size_that_a_canvas_asks_for(
    size: tuple[int, int], least: float, kit: BrandKit
) -> None:
    """The brand's 10 px are for banners: on 2560 px (name: 0.04 a = 70 px) they are dust."""
    basis = Basis(frame(FORMAT.model_copy(update={"size": size}), kit.brand), content(kit), 1.0, {})
    setting = basis.setting("name", Element.model_validate({"slot": "name", "lines": 2}))
    assert setting.least == pytest.approx(least, abs=0.1)
    assert setting.floor >= setting.least


def test_elements_that_differ_only_in_where_they_stand_show_their_slot_in_the_same_manner() -> None:
    one = Element(slot="headline", size=1.2, lines=2)
    assert Element(slot="headline", size=1.2, lines=2, align="end", share=0.4, max=0.5).manner == one.manner
    for other in ({"slot": "name"}, {"size": 1.1}, {"lines": 3}, {"max_lines": 4}, {"compact": True}, {"plate": False}):
        assert Element.model_validate({"slot": "headline", "size": 1.2, "lines": 2, **other}).manner != one.manner


@pytest.mark.parametrize(("width", "beside"), [(190, False), (300, True)])
def test_a_legal_line_stands_beside_the_button_in_two_lines_or_below_it(
    width: int, beside: bool, kit: BrandKit
) -> None:
    texts = {"cta": ("Shop now",), "mention": ("Until December 24, while stocks last and in our shops only.",)}
    said = msgspec.structs.replace(content(kit), texts=texts, price=None, prior_price="", product=None)
    row = {"row": [{"slot": "cta"}, {"slot": "mention", "share": 1, "lines": 2, "max_lines": 4}], "wrap": True}
    root = Element.model_validate(row | {"gap": 1})
    made = FORMAT.model_copy(update={"size": (width, 100)})
    canvas = frame(made, kit.brand)
    spots = placed(standing(root, canvas, said), Basis(canvas, said, 1.0, {}), {}, frozenset()).spots
    button, mention = (next(one for one in spots if one.slot.role == role) for role in ("cta", "mention"))
    assert (mention.box.x >= button.box.right) == beside
    assert (mention.box.y >= button.box.bottom) == (not beside)
    assert mention.settled.height > 0


def test_a_text_in_more_lines_than_its_layout_wants_is_worth_less(kit: BrandKit) -> None:
    said = msgspec.structs.replace(content(kit), texts={"name": ("Teapot 1.2 l, green stoneware",)})
    basis = Basis(frame(FORMAT, kit.brand), said, 1.0, {})
    slot = slot_of(Element.model_validate({"slot": "name", "lines": 2, "max_lines": 2}), basis, in_row=False)
    assert slot is not None
    wide, narrow = slot.measure(120, 200), slot.measure(75, 200)
    assert wide.height < narrow.height, "the narrow one is to need a line more"
    assert narrow.share < 0.75 * narrow.size / wide.size * wide.share
