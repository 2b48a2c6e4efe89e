"""A headline takes what room is left, and nothing else gives way to it."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from offer_parts import format_

from renderer.content import Content, Picture
from renderer.copywriting.locales import price_parts
from renderer.loading.brands import BrandKit
from renderer.model.feed import Money
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
    monkeypatch.setattr(arranging, "LEADING", ())
    larger = 0
    for size, found in raised.items():
        before = arranging.search(_content(kit), format_(*size), kit.layouts)
        if found.ranked[0][:4] != before.ranked[0][:4]:
            continue  # another layout gained more by it
        old, new = _sizes(before.scene), _sizes(found.scene)
        assert old.keys() == new.keys(), size
        assert all(new[role] >= old[role] for role in old), size
        assert new["headline"] <= max(new["price"], old["headline"]), size
        assert new["headline"] <= max(0.135 * 1.15 * math.sqrt(size[0] * size[1]), 17), size
        assert _product(found.scene) >= 0.95 * _product(before.scene), size
        larger += new["headline"] > old["headline"]
    assert larger >= 3
