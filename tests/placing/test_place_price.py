"""The price lockup: every locale's own sign between integer and decimals, in every form."""

from __future__ import annotations

from decimal import Decimal

import pytest
from offer_parts import around, branded, content, ink, placed, shapes, text

from renderer.content import Content
from renderer.copywriting.locales import is_rtl, price_parts
from renderer.loading.brands import BrandKit
from renderer.model.feed import Money
from renderer.placing.price import lockup
from renderer.scene import Box
from renderer.text.fonts import face
from renderer.text.shape import Style


@pytest.mark.parametrize("form", ["stacked", "raised", "inline"])
@pytest.mark.parametrize(
    ("locale", "currency", "shown"),
    [
        ("fr-FR", "EUR", "1299 99 €"),
        ("nl-NL", "EUR", "€ 1299 ,99"),
        ("en-GB", "GBP", "£ 1299 .99"),
        ("pt-BR", "BRL", "R$ 1299 ,99"),
    ],
)
def test_no_form_invents_a_sign(kit: BrandKit, form: str, locale: str, currency: str, shown: str) -> None:
    style = Style(kit.fonts.chain("display", "bold"), locale)
    made = lockup(price_parts(Money(Decimal("1299.99"), currency), locale), style, form, 0.7)
    told = "".join(part.text for part in made.parts)
    wanted = {sign for sign in shown if not sign.isdigit() and not sign.isspace()}
    assert wanted <= set(told)
    assert "".join(sign for sign in told if sign.isdigit()) == "129999"
    if form != "inline":
        assert not {",", "."} - wanted & set(told.replace("1.299", "1299").replace("1,299", "1299"))


def test_the_stack_is_one_cap_high(kit: BrandKit) -> None:
    style = Style(kit.fonts.chain("display", "bold"), "fr-FR")
    cap = face(style.chain[0]).cap_height
    made = lockup(price_parts(Money(Decimal("384.99"), "EUR"), "fr-FR"), style, "stacked", cap)
    by_text = {part.text: part for part in made.parts}
    assert by_text["99"].raise_ == 0  # decimals stand on the baseline
    assert by_text["€"].raise_ + by_text["€"].size * cap == pytest.approx(cap)  # the currency hangs from the cap line
    assert by_text["99"].x > by_text["384"].shaped.right


def test_a_dollar_sign_keeps_off_the_decimals_below_it(kit: BrandKit) -> None:
    """Its strokes leave the height of capitals: set as large as a euro sign it would run into the decimals."""
    brand = branded(kit, price={"style": "stacked"})
    shown = content(kit, "de-DE", brand, price=price_parts(Money(Decimal("449.99"), "USD"), "de-DE"))
    nodes, asked = placed(shown, {"slot": "price", "plate": False})
    raised = sorted(ink(shown, text(nodes, "price")), key=lambda box: box.x)[3:]  # behind 449: the sign and 99
    sign, *decimals = sorted(raised, key=lambda box: box.y)
    assert min(one.y for one in decimals) - sign.bottom > 0.05 * asked.size


def test_a_code_is_smaller_than_a_sign(kit: BrandKit) -> None:
    """Three letters are a word: at a sign's size they are read before the number."""
    style = Style(kit.fonts.chain("display", "bold"), "de-CH")
    code = lockup(price_parts(Money(Decimal("1299"), "CHF"), "de-CH"), style, "stacked", 0.7)
    sign = lockup(price_parts(Money(Decimal("1299"), "GBP"), "en-GB"), style, "stacked", 0.7)
    assert code.parts[0].text == "CHF"
    assert code.parts[0].size < 0.8 * sign.parts[0].size
    for one in (code, sign):  # both hang from the cap line, the number clear of them
        first, number = one.parts
        assert first.raise_ + first.size * 0.7 == pytest.approx(0.7)
        assert number.x + number.shaped.left >= first.x + first.shaped.right * first.size + 0.06


PREFIXES = {
    "fr-FR": ("À partir de", "EUR"),
    "en-GB": ("From", "GBP"),
    "de-DE": ("ab", "EUR"),
    "ar-SA": ("ابتداءً من", "SAR"),
    "he-IL": ("החל מ־", "ILS"),
    "ja-JP": ("最安値", "JPY"),
}
LOUD: dict[str, object] = {"style": "stacked", "plate": "skewed"}


def prefixed(kit: BrandKit, locale: str, price: dict[str, object], amount: str = "385") -> Content:
    says, currency = PREFIXES[locale]
    parts = price_parts(Money(Decimal(amount), currency), locale)
    return content(kit, locale, branded(kit, price=price), price=parts, price_prefix=says)


@pytest.mark.parametrize("locale", list(PREFIXES))
@pytest.mark.parametrize("plate", [True, False])
def test_from_stands_above_the_price_flush_with_its_start(locale: str, plate: bool, kit: BrandKit) -> None:
    shown = prefixed(kit, locale, LOUD)
    nodes, asked = placed(shown, {"slot": "price", "plate": plate})
    price, prefix = (around(ink(shown, text(nodes, role))) for role in ("price", "price_prefix"))
    assert prefix.bottom < price.y
    start = (prefix.right, price.right) if is_rtl(locale) else (prefix.x, price.x)
    assert start[0] == pytest.approx(start[1], abs=0.5)
    sizes = [run.size for run in text(nodes, "price_prefix").lines[0].runs]
    assert min(sizes) >= kit.brand.legibility.min_text_px
    assert max(sizes) <= 0.5 * asked.size
    for box in (price, prefix):
        assert box.y >= 20 - 0.5
        assert box.bottom <= 20 + asked.height + (0.2 * asked.size if not plate else 0)
    if plate:
        (outer,) = shapes(nodes, "plate")
        assert prefix.y - outer.box.y >= 0.15 * asked.size


@pytest.mark.parametrize("locale", ["fr-FR", "en-GB", "ar-SA"])
def test_from_stands_before_the_price_in_a_low_row(locale: str, kit: BrandKit) -> None:
    shown = prefixed(kit, locale, LOUD)
    nodes, asked = placed(shown, {"slot": "price"}, canvas=(728, 90), room=Box(20, 20, 300, 36), in_row=True)
    price, prefix = (around(ink(shown, text(nodes, role))) for role in ("price", "price_prefix"))
    assert asked.height <= 36
    assert prefix.x > price.right if is_rtl(locale) else prefix.right < price.x


@pytest.mark.parametrize("locale", list(PREFIXES))
def test_a_quiet_price_makes_one_line_with_its_prefix(locale: str, kit: BrandKit) -> None:
    shown = prefixed(kit, locale, {"style": "quiet"})
    wide, _ = placed(shown, {"slot": "price"})
    narrow, _ = placed(shown, {"slot": "price"}, room=Box(20, 20, 75, 60))
    assert text(wide, "price").lines[0].baseline == text(wide, "price_prefix").lines[0].baseline
    if locale == "fr-FR":  # the longest
        assert text(narrow, "price").lines[0].baseline > text(narrow, "price_prefix").lines[0].baseline + 8
