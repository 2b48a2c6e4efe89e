"""Stars: as many as were given, from the side where reading starts, in a colour that is seen."""

from __future__ import annotations

import pytest
from offer_parts import around, branded, content, ink, placed, shapes, text

from renderer.colours import contrast, parse
from renderer.content import Rating
from renderer.copywriting.locales import is_rtl
from renderer.loading.brands import BrandKit
from renderer.placing import outlines
from renderer.scene import Box


@pytest.mark.parametrize("locale", ["fr-FR", "ar-SA"])
@pytest.mark.parametrize(("halves", "full", "half"), [(9, 4, 1), (10, 5, 0), (1, 0, 1), (4, 2, 0)])
def test_stars_are_given_from_the_start(halves: int, full: int, half: int, locale: str, kit: BrandKit) -> None:
    shown = content(kit, locale, rating=Rating(halves, "4,6 (12)"))
    nodes, asked = placed(shown, {"slot": "rating"})
    stars = shapes(nodes, "star")
    accent = parse(str(kit.brand.palette.accent))
    given = [star for star in stars if star.fill == accent and len(star.path) == 10]
    halved = [star for star in stars if star.fill == accent and len(star.path) == 6]
    assert (len(given), len(halved), len({star.box for star in stars})) == (full, half, 5)
    order = sorted({star.box.x for star in stars}, reverse=is_rtl(locale))
    assert [star.box.x for star in given] == order[:full]
    assert [star.box.x for star in halved] == order[full : full + half]
    for star in halved:
        middle = star.box.x + star.box.w / 2
        assert all(x >= middle - 0.02 if is_rtl(locale) else x <= middle + 0.02 for x, _ in star.path)
    figures = around(ink(shown, text(nodes, "rating")))
    assert figures.right < min(order) if is_rtl(locale) else figures.x > max(order) + stars[0].box.w
    assert asked.width >= around([*(star.box for star in stars), figures]).w - 1


def test_stars_are_seen_on_their_ground(kit: BrandKit) -> None:
    brand = branded(kit, palette={"accent": "#FFF3D0"})
    nodes, _ = placed(content(kit, "en-GB", brand, rating=Rating(10, "5.0")), {"slot": "rating"})
    assert all(contrast(star.fill, parse(brand.palette.ground)) >= 3 for star in shapes(nodes, "star") if star.fill)


@pytest.mark.parametrize("rays", [5, 14])
def test_a_star_lies_on_its_grid_and_in_its_box(rays: int) -> None:
    box = Box(3.3, 7.1, 21.7, 21.7)
    path = outlines.star(box, rays, 0.5)
    assert len(path) == 2 * rays
    assert all(value * 64 == round(value * 64) for point in path for value in point)
    assert all(box.x - 0.01 <= x <= box.right + 0.01 and box.y - 0.01 <= y <= box.bottom + 0.01 for x, y in path)
    assert path[0] == pytest.approx((box.x + box.w / 2, box.y), abs=0.01)
