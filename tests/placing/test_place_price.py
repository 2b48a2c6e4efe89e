"""The price lockup: every locale's own sign between integer and decimals, in every form."""

from __future__ import annotations

from decimal import Decimal

import pytest

from renderer.copywriting.locales import price_parts
from renderer.loading.brands import BrandKit
from renderer.model.feed import Money
from renderer.placing.price import lockup
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
