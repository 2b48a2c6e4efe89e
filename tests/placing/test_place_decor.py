"""What stands in a foot that its place may cover."""

from __future__ import annotations

import pytest
from offer_parts import branded

from renderer.loading.brands import BrandKit
from renderer.model.format import Format
from renderer.placing.decor import decor
from renderer.placing.panels import Panel
from renderer.placing.scale import Frame, frame
from renderer.scene import Box

DARK, LIGHT = (40, 20, 120, 255), (250, 240, 230, 255)


def story(kit: BrandKit, slant: float, foot: float = 0.35) -> Frame:
    place = Format.model_validate(
        {"id": "test/story", "name": {"en": "x"}, "channel": "social", "family": "test", "size": [1080, 1920],
         "safe_zone": {"bottom": foot}, "source": ["x"], "as_of": "2026-01-01", "verified": True}
    )  # fmt: skip
    return frame(place, branded(kit, shapes={"slant_deg": slant}))


def lowest(colour: tuple[int, int, int, int] = DARK) -> Panel:
    return Panel("primary", colour, (), Box(0, 1000, 1080, 920))


@pytest.mark.parametrize("slant", [0.0, 10.0])
def test_it_keeps_to_the_foot(slant: float, kit: BrandKit) -> None:
    found = decor(lowest(), story(kit, slant))
    assert len(found) == 3
    assert min(y for one in found for _, y in one.path) > 1920 * 0.65
    assert {one.role for one in found} == {"decor"}


def test_a_brand_that_leans_has_stripes_and_any_other_rings(kit: BrandKit) -> None:
    assert {len(one.path) for one in decor(lowest(), story(kit, 10.0))} == {4}
    assert min(len(one.path) for one in decor(lowest(), story(kit, 0.0))) > 20


def test_it_is_lighter_than_a_dark_panel_and_darker_than_a_light_one(kit: BrandKit) -> None:
    canvas = story(kit, 0.0)
    assert sum(decor(lowest(), canvas)[0].colour[:3]) > sum(DARK[:3])
    assert sum(decor(lowest(LIGHT), canvas)[0].colour[:3]) < sum(LIGHT[:3])


def test_a_small_foot_and_a_panel_above_need_none(kit: BrandKit) -> None:
    assert decor(lowest(), story(kit, 0.0, 0.05)) == []
    assert decor(Panel("price", DARK, (), Box(0, 800, 1080, 200)), story(kit, 0.0)) == []
