"""Handles of a skin that turns: in a gutter, in no product's way, the same in every state."""

from __future__ import annotations

import msgspec
import pytest
from test_place_range import content as several
from test_place_skin import KEY, page_of, skin

from renderer.loading.brands import BrandKit
from renderer.model.format import Format
from renderer.placing import controls, handles
from renderer.scene import Box, Group, Image, Scene, Shape, Text
from renderer.stages.turning import turning

ARCH = skin((1920, 1080), 1000, 200, KEY).model_copy(update={"turns": True})


def test_every_language_that_opens_turns() -> None:
    assert set(handles.WORDS) == set(controls.OPENS)
    assert handles.words("fr-FR") == ("Produit précédent", "Produit suivant")
    assert handles.words("xx") == handles.words("en-GB")
    assert all(back != on for back, on in handles.WORDS.values())


def essential(scene: Scene) -> list[Box]:
    found = []
    for node in scene.at(scene.duration).walk():
        match node:
            case Text() if node.lines:
                found.append(node.box)
            case Image():
                found.append(node.subject or node.box)
            case Shape(role="plate" | "button"):
                found.append(node.box)
    return found


@pytest.mark.parametrize("locale", ["fr-FR", "ar-AE"])
@pytest.mark.parametrize("count", [2, 3, 6])
def test_arrows_stand_in_sight_and_in_no_ones_way(count: int, locale: str, kit: BrandKit) -> None:
    made = turning(several(kit, count, locale), ARCH, kit.layouts)
    assert made is not None
    assert len(made.states) == count
    places = {tuple(node.box for node in scene.root.children if node.role in ("previous", "next"))
              for scene in made.states.values()}  # fmt: skip
    ((back, on),) = places
    assert min(*back[2:], *on[2:]) >= 44
    assert max(back.x, on.x) - min(back.right, on.right) >= 8
    assert (back.x < on.x) == (locale == "fr-FR"), "back stands where a line begins"
    assert max(back.bottom, on.bottom) <= 600
    for area in (back, on):
        assert 300 <= area.x <= area.right <= 1620, "every window shows it"
        assert area.overlap(page_of(ARCH)) == 0
        assert all(area.overlap(box) == 0 for scene in made.states.values() for box in essential(scene))


def test_what_leads_where(kit: BrandKit) -> None:
    made = turning(several(kit, 3, "fr-FR"), ARCH, kit.layouts)
    assert made is not None
    ways = {(one.state, one.does): one.to for one in made.actions}
    assert ways["product-1", "next"] == ways["product-3", "previous"] == "product-2"
    assert ways["product-3", "next"] == "product-1"
    assert ways["product-1", "previous"] == "product-3"
    assert [bool(scene.duration) for scene in made.states.values()] == [True, False, False]


def test_every_state_shows_its_own_product_in_one_layout(kit: BrandKit) -> None:
    shown = several(kit, 3, "fr-FR")
    made = turning(shown, ARCH, kit.layouts)
    assert made is not None
    for product, scene in zip(shown.products, made.states.values(), strict=True):
        assert [node.asset for node in scene.walk() if isinstance(node, Image) and node.role == "product"] == [
            product.picture.asset
        ]
    assert len({scene.layout for scene in made.states.values()}) == 1
    logos = {node.box for scene in made.states.values() for node in scene.walk() if node.role == "logo"}
    assert len(logos) == 1, "what is not the product's stays where it is"


def test_the_dot_of_the_product_that_is_shown_stands_out(kit: BrandKit) -> None:
    made = turning(several(kit, 3, "fr-FR"), ARCH, kit.layouts)
    assert made is not None
    for place, scene in enumerate(made.states.values()):
        row = scene.find("dots")
        assert isinstance(row, Group)
        assert [dot.opacity == 1 for dot in row.children] == [place == at for at in range(3)]


def test_a_plain_skin_where_nothing_can_turn(kit: BrandKit) -> None:
    assert turning(several(kit, 3, "fr-FR"), ARCH.model_copy(update={"turns": False}), kit.layouts) is None
    one = several(kit, 3, "fr-FR")
    assert turning(msgspec.structs.replace(one, products=one.products[:1]), ARCH, kit.layouts) is None
    slivers: Format = skin((1180, 900), 1000, 200).model_copy(update={"turns": True})
    assert turning(one, slivers, kit.layouts) is None, "a gutter of 90 px has no room for two arrows"
