"""A headline takes what room is left, and nothing else gives way to it."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from msgspec import structs
from offer_parts import format_

from renderer.content import Content, Picture
from renderer.copywriting.locales import price_parts
from renderer.loading.brands import BrandKit
from renderer.model.feed import Money
from renderer.placing import trials
from renderer.placing.flow import placed
from renderer.placing.precedence import gives_way, outshouting
from renderer.placing.scale import frame
from renderer.placing.score import _one_offer
from renderer.placing.slots import Basis, Measured, Spot
from renderer.placing.standing import standing
from renderer.scene import Box, Image, Scene, Text
from renderer.stages import arrange as arranging

SHAPES = [(970, 250), (300, 600), (336, 280), (300, 250), (728, 90), (1200, 628), (160, 600), (1080, 1080), (320, 480)]
PHOTO = Picture("p", 1200, 1200, Box(0.2, 0.15, 0.6, 0.7), (0.5, 0.5), True, False, "A toaster", True)
TEXTS = {"headline": ("Toast parfait",), "name": ("Grille-pain Duo",), "cta": ("J’en profite",)}


def _content(kit: BrandKit) -> Content:
    price = price_parts(Money(Decimal("79.90"), "EUR"), "fr-FR")
    return Content(TEXTS, price, "", PHOTO, kit.logos, kit.brand, kit.fonts, "fr-FR", False)


def _sizes(scene: Scene) -> dict[str, float]:
    texts = (node for node in scene.walk() if isinstance(node, Text) and node.lines)
    return {node.role: max(run.size for line in node.lines for run in line.runs) for node in texts}


def _product(scene: Scene) -> float:
    return sum(node.box.w * node.box.h for node in scene.walk() if isinstance(node, Image) and node.role == "product")


def test_a_headline_takes_the_room_that_is_left(kit: BrandKit, monkeypatch: pytest.MonkeyPatch) -> None:
    raised = {size: arranging.search(_content(kit), format_(*size), kit.layouts) for size in SHAPES}
    monkeypatch.setattr(trials, "RAISED", ())
    larger = 0
    for size, found in raised.items():
        before = arranging.search(_content(kit), format_(*size), kit.layouts)
        assert found.ranked[0][:4] == before.ranked[0][:4], size
        old, new = _sizes(before.scene), _sizes(found.scene)
        assert old.keys() == new.keys(), size
        assert all(new[role] >= old[role] for role in old), size
        assert new["headline"] <= max(new["price"], old["headline"]), size
        assert new["headline"] <= max(0.135 * 1.15 * math.sqrt(size[0] * size[1]), 17), size
        assert _product(found.scene) >= 0.95 * _product(before.scene), size
        larger += new["headline"] > old["headline"]
    assert larger >= 3


def test_a_short_price_takes_the_room_that_is_left(kit: BrandKit, monkeypatch: pytest.MonkeyPatch) -> None:
    cheap = structs.replace(_content(kit), price=price_parts(Money(Decimal(79), "USD"), "en-US"))
    after = {size: _sizes(arranging.arrange(cheap, format_(*size), kit.layouts)) for size in SHAPES}
    monkeypatch.setattr(trials, "RAISED", ("headline",))
    before = {size: _sizes(arranging.arrange(cheap, format_(*size), kit.layouts)) for size in SHAPES}
    for size in SHAPES:
        assert all(after[size][role] >= before[size][role] for role in before[size]), size
    assert sum(after[size]["price"] > before[size]["price"] for size in SHAPES) >= 1


def _placed(kit: BrandKit, size: tuple[int, int], *named: str) -> list[Spot]:
    layout = next(one for one in kit.layouts if one.id in named)
    basis = Basis(frame(format_(*size), kit.brand), _content(kit), 1.0, {})
    return placed(standing(layout.root, basis.frame, basis.content), basis, {}, frozenset()).spots


def test_a_price_does_not_outweigh_the_product_above_it(kit: BrandKit) -> None:
    spots = _placed(kit, (640, 320), "panel/landscape-under")
    small = [spot._replace(settled=_half(spot)) if spot.slot.role == "product" else spot for spot in spots]
    price = next(spot.settled.size for spot in spots if spot.slot.role == "price")
    assert "price" not in outshouting(spots, _content(kit))
    assert 0.79 * price < outshouting(small, _content(kit))["price"] < price
    beside = _placed(kit, (640, 320), "panel/landscape")
    small = [spot._replace(settled=_half(spot)) if spot.slot.role == "product" else spot for spot in beside]
    assert "price" not in outshouting(small, _content(kit)), "beside it, a small product is no reason"


def _half(spot: Spot) -> Measured:
    return structs.replace(spot.settled, width=spot.settled.width * 0.5, height=spot.settled.height * 0.5)


def test_a_price_grows_until_it_stands_wall_to_wall(kit: BrandKit) -> None:
    spots = _placed(kit, (970, 250), "panel/billboard-product-first")
    content = _content(kit)

    def grown(factor: float, walls: float) -> list[Spot]:
        return [_price(spot, factor, walls) if spot.slot.role == "price" else spot for spot in spots]

    assert not gives_way(spots, grown(1.2, 2.0), content, "price")
    assert gives_way(spots, grown(1.2, 1.3), content, "price"), "wall to wall"
    assert gives_way(spots, grown(1.01, 2.0), content, "price"), "not worth it"
    assert gives_way(spots, grown(8.0, 9.0), content, "price"), "more than the product"


def _price(spot: Spot, factor: float, walls: float) -> Spot:
    """A price set larger in a panel so many times as wide as the price was."""
    one = spot.settled
    larger = structs.replace(one, width=one.width * factor, height=one.height * factor, size=one.size * factor)
    return spot._replace(settled=larger, ground=spot.ground._replace(box=Box(0, 0, walls * one.width, 250)))


@pytest.mark.parametrize(("size", "named"), [((468, 60), False), ((320, 50), False), ((728, 90), True)])
def test_a_name_is_one_line_too_many_on_the_smallest_canvases(
    size: tuple[int, int], named: bool, kit: BrandKit
) -> None:
    shown = _sizes(arranging.arrange(_content(kit), format_(*size), kit.layouts))
    assert "headline" in shown
    assert ("name" in shown) == named


def test_a_slim_product_gets_a_narrow_field(kit: BrandKit) -> None:
    """A board that stands in the middle of half a canvas leaves the rest of its half dead."""
    board = structs.replace(PHOTO, subject=Box(0.44, 0.05, 0.12, 0.9))
    slim = structs.replace(_content(kit), product=board)
    for size in ((1200, 1200), (970, 250)):
        found = arranging.search(slim, format_(*size), kit.layouts)
        fields = [dict(one.score.terms)["field"] for one in found.ranked]
        assert fields[0] == max(fields) > 0.8
        assert min(fields) < 0.6, "the others are to be worse by it"


def test_what_is_said_of_a_price_stands_beside_it(kit: BrandKit) -> None:
    dearer = structs.replace(_content(kit), prior_price="99,90 €")
    layout = next(one for one in kit.layouts if one.id == "panel/billboard-product-first")
    canvas = frame(format_(970, 250), kit.brand)
    spots = placed(standing(layout.root, canvas, dearer), Basis(canvas, dearer, 1.0, {}), {}, frozenset()).spots
    away = [spot._replace(box=spot.box._replace(x=0.0)) if spot.slot.role == "prior_price" else spot for spot in spots]
    assert _one_offer(spots, canvas) == 1.0
    assert _one_offer(away, canvas) == 0.0
    assert _one_offer([spot for spot in away if spot.slot.role != "prior_price"], canvas) == 1.0
