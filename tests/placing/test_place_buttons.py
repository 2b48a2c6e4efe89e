"""The call to action's arrow: behind the label in reading direction, part of its measure, thin and crisp."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest
from offer_parts import around, branded, content, ink, placed, shapes, text

from renderer import colours
from renderer.content import Content
from renderer.copywriting.locales import is_rtl, price_parts
from renderer.loading.brands import BrandKit
from renderer.model.feed import Money

SAYS = {"fr-FR": "Découvrir", "ar-SA": "اكتشف المزيد", "ja-JP": "くわしく見る"}


def button(kit: BrandKit, locale: str, **cta: object) -> Content:
    return content(kit, locale, branded(kit, cta=cta), texts={"cta": (SAYS[locale],)})


@pytest.mark.parametrize("locale", list(SAYS))
@pytest.mark.parametrize("shape", ["text", "outline"])
def test_an_arrow_points_on(shape: str, locale: str, kit: BrandKit) -> None:
    shown = button(kit, locale, shape=shape, arrow=True)
    nodes, asked = placed(shown, {"slot": "cta"}, canvas=(970, 250))
    (arrow,), covered = shapes(nodes, "arrow"), around(ink(shown, text(nodes, "cta")))
    size = asked.size
    assert arrow.box.h == pytest.approx(0.62 * size)
    gap = covered.x - arrow.box.right if is_rtl(locale) else arrow.box.x - covered.right
    assert gap == pytest.approx(0.7 * size, abs=0.1)
    tip = min(arrow.path)[0] if is_rtl(locale) else max(arrow.path)[0]
    assert tip == pytest.approx(arrow.box.x if is_rtl(locale) else arrow.box.right, abs=0.02)
    middle = arrow.box.y + arrow.box.h / 2
    assert middle % 1 == pytest.approx(0.5)  # the shaft lies on whole pixels
    assert covered.y < middle < covered.bottom
    outer = (20, 20 + asked.width) if not is_rtl(locale) else (220 - asked.width, 220)
    assert outer[0] - 0.1 <= arrow.box.x
    assert arrow.box.right <= outer[1] + 0.1


@pytest.mark.parametrize("shape", ["box", "pill", "skewed"])
def test_filled_buttons_have_no_arrow(shape: str, kit: BrandKit) -> None:
    assert not shapes(placed(button(kit, "fr-FR", shape=shape, arrow=True), {"slot": "cta"})[0], "arrow")


@pytest.mark.parametrize(
    ("canvas", "pill"),
    [((300, 250), False), ((300, 600), False), ((160, 600), False), ((728, 90), True), ((970, 250), True),
     ((1080, 1080), True)],
)  # fmt: skip
def test_an_outlined_pill_wants_a_strip_or_a_large_canvas(canvas: tuple[int, int], pill: bool, kit: BrandKit) -> None:
    nodes, _ = placed(button(kit, "fr-FR", shape="outline", arrow=True), {"slot": "cta"}, canvas=canvas)
    assert bool(shapes(nodes, "button")) is pill
    assert shapes(nodes, "arrow")
    plain, _ = placed(button(kit, "fr-FR", shape="outline"), {"slot": "cta"}, canvas=canvas)
    assert shapes(plain, "button")  # a brand without arrows keeps its button


@pytest.mark.parametrize("locale", ["fr-FR", "ar-SA"])
@pytest.mark.parametrize(("style", "wide"), [("quiet", True), ("inline", False)])
def test_alone_a_quiet_brand_has_a_thin_arrow(style: str, wide: bool, locale: str, kit: BrandKit) -> None:
    brand = branded(kit, price={"style": style})
    shown = content(kit, locale, brand, texts={"cta": (SAYS[locale],)})
    nodes, asked = placed(shown, {"slot": "cta", "compact": True}, canvas=(320, 50))
    (arrow,) = shapes(nodes, "cta")
    assert (arrow.box.w > 2 * arrow.box.h) is wide
    assert asked.width == arrow.box.w
    middle = arrow.box.y + arrow.box.h / 2
    tips = [x for x, y in arrow.path if abs(y - middle) < 0.05]
    assert (min(tips) == pytest.approx(arrow.box.x, abs=0.02)) or not is_rtl(locale)
    assert (max(tips) == pytest.approx(arrow.box.right, abs=0.02)) or is_rtl(locale)


def test_a_button_is_not_taken_for_the_plate_of_a_price(kit: BrandKit) -> None:
    """A brand of one colour: its button is drawn in the colour of its texts where a price has that colour's plate."""
    brand = branded(
        kit,
        palette={"price": kit.brand.palette.primary},
        cta={"shape": "box", "fill": "primary"},
        price={"plate": "rounded"},
    )
    texts = {"cta": ("Shop now",)}
    without = content(kit, "en-GB", brand, texts=texts)
    beside = msgspec.structs.replace(without, price=price_parts(Money(Decimal("9.99"), "EUR"), "en-GB"))
    fills = [shapes(placed(one, {"slot": "cta"})[0], "button")[0].fill for one in (without, beside)]
    assert fills[0] == colours.parse(brand.palette.primary)
    assert fills[1] == colours.text_on(brand.palette, "ground")


@pytest.mark.parametrize(("canvas", "high"), [((468, 60), 0.28 * 60), ((125, 125), 0.11 * 125)])
def test_a_chevron_alone_follows_the_canvas_not_its_height(canvas: tuple[int, int], high: float, kit: BrandKit) -> None:
    shown = content(kit, "en-GB", texts={"cta": ("Shop now",)})
    _, asked = placed(shown, {"slot": "cta", "compact": True}, canvas=canvas)
    assert asked.height == pytest.approx(high)
