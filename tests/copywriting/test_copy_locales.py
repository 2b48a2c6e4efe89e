from __future__ import annotations

import re
import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.copywriting import locales
from renderer.copywriting.locales import percent_saving, price_parts
from renderer.model.feed import Money

B, N = "\u00a0", "\u202f"
LOCALES = (
    "fr-FR",
    "fr-CA",
    "fr-CH",
    "en-GB",
    "en-US",
    "en-IN",
    "de-DE",
    "de-CH",
    "it-CH",
    "nl-NL",
    "pl-PL",
    "tr-TR",
    "hi-IN",
    "ar-AE",
    "he-IL",
    "ja-JP",
    "zh-CN",
    "pt-BR",
    "sv-SE",
    "es-ES",
)


def euro(amount: str, currency: str = "EUR") -> Money:
    return Money(Decimal(amount), currency)


@pytest.mark.parametrize(
    ("amount", "currency", "locale", "wanted"),
    [
        ("1299.99", "EUR", "fr-FR", f"1{N}299,99{B}€"),
        ("1299.99", "CAD", "fr-CA", f"1{B}299,99{B}$"),
        ("1299.99", "GBP", "en-GB", "£1,299.99"),
        ("1299.99", "EUR", "de-DE", f"1.299,99{B}€"),
        ("1299.95", "CHF", "de-CH", f"CHF{B}1’299.95"),
        ("1299.99", "EUR", "nl-NL", f"€{B}1.299,99"),
        ("1299.99", "PLN", "pl-PL", f"1{B}299,99{B}zł"),
        ("1299.99", "TRY", "tr-TR", "₺1.299,99"),
        ("1234567.5", "INR", "hi-IN", "₹12,34,567.50"),
        ("1234567.5", "INR", "en-IN", "₹12,34,567.50"),
        ("12990", "JPY", "ja-JP", "12,990円"),
        ("1299", "CNY", "zh-CN", "¥1,299"),
        ("1299.99", "ILS", "he-IL", f"1,299.99{B}₪"),
        ("1299.99", "BRL", "pt-BR", f"R${B}1.299,99"),
        ("1299.50", "SEK", "sv-SE", f"1{B}299,50{B}kr"),
        ("1.234", "KWD", "en-GB", f"KWD{B}1.234"),
        ("79.00", "EUR", "fr-FR", f"79{B}€"),
        ("79.999", "EUR", "fr-FR", f"80{B}€"),
        ("0.995", "EUR", "en-GB", "€1"),
        ("2.675", "EUR", "en-GB", "€2.68"),
        ("12990.4", "JPY", "fr-FR", f"12{N}990{B}JPY"),
        ("12", "USD", "en-US", "$12"),
        ("12", "CAD", "en-US", "CA$12"),
        ("12", "AUD", "en-US", "A$12"),
        ("12", "USD", "en-CA", "US$12"),
        ("12", "CAD", "en-CA", "$12"),
        ("12", "AUD", "en-AU", "$12"),
        ("12", "USD", "en-GB", "US$12"),
        ("12", "USD", "fr-FR", f"12{B}$US"),
        ("12", "USD", "fr-CA", f"12{B}${B}US"),
        ("12", "MXN", "es-MX", "$12"),
        ("12", "USD", "es-MX", f"USD{B}12"),
        ("12", "GBP", "fr-FR", f"12{B}£GB"),
        ("12", "GBP", "de-DE", f"12{B}£"),
        ("12", "NOK", "sv-SE", f"12{B}Nkr"),
        ("12", "DKK", "sv-SE", f"12{B}Dkr"),
        ("12", "NOK", "nb-NO", f"12{B}kr"),
        ("12", "SEK", "nb-NO", f"12{B}SEK"),
        ("12", "JPY", "zh-CN", "JP¥12"),
        ("12", "CNY", "ja-JP", "元12"),
        ("12", "CNY", "zh-TW", "CN¥12"),
        ("12", "CNY", "en-US", "CN¥12"),
        ("0", "EUR", "en-GB", "€0"),
        ("-5.5", "EUR", "en-GB", "−€5.50"),
        ("-5.5", "EUR", "fr-FR", f"−5,50{B}€"),
        ("-0.001", "EUR", "en-GB", "€0"),
    ],
)
def test_prices(amount: str, currency: str, locale: str, wanted: str) -> None:
    assert price_parts(euro(amount, currency), locale).text == wanted


def digits(text: str) -> str:
    return "".join(
        str(unicodedata.digit(character)) for character in text if unicodedata.digit(character, None) is not None
    )


@settings(max_examples=600, deadline=None)
@given(
    cents=st.integers(0, 10**9),
    locale=st.sampled_from(LOCALES),
    currency=st.sampled_from(("EUR", "USD", "JPY", "KWD", "CHF", "INR", "PLN")),
)
def test_the_parts_of_a_price_are_the_price(cents: int, locale: str, currency: str) -> None:
    parts = price_parts(Money(Decimal(cents) / 100, currency), locale)
    assert digits(parts.integer) + digits(parts.decimals) == digits(parts.text)
    assert parts.symbol in parts.text
    assert parts.integer in parts.text
    assert parts.symbol_first is (parts.text.index(parts.symbol) < parts.text.index(parts.integer))
    assert len(parts.decimals) in (0, {"JPY": 0, "KWD": 3}.get(currency, 2))
    assert set(parts.decimals) != {"0"}
    assert " " not in parts.text  # never broken over lines
    value = Decimal(digits(parts.integer) + "." + (digits(parts.decimals) or "0"))
    places = {"JPY": 0, "KWD": 3}.get(currency, 2)
    assert abs(value - Decimal(cents) / 100) <= Decimal(5).scaleb(-places - 1)


@pytest.mark.parametrize("locale", ["zz-ZZ", "x", "", "en-XX", "fr-ZZ", "iw", "zh-Hant-TW", "qaa"])
@pytest.mark.parametrize("currency", ["XXX", "QQQ", "EUR", ""])
def test_odd_locales_and_currencies_are_written_somehow(locale: str, currency: str) -> None:
    assert digits(price_parts(euro("5.50", currency), locale).text) == "550"


@pytest.mark.parametrize(
    ("locale", "rtl"),
    [("ar-AE", True), ("he", True), ("fa-IR", True), ("ur-PK", True), ("fr-FR", False), ("zz", False)],
)
def test_directions(locale: str, rtl: bool) -> None:
    assert locales.is_rtl(locale) is rtl


@pytest.mark.parametrize(
    ("locale", "skeleton", "wanted"),
    [
        ("fr-FR", "MMMMd", f"30{B}septembre"),
        ("en-GB", "MMMMd", f"30{B}September"),
        ("en-US", "MMMMd", f"September{B}30"),
        ("de-DE", "MMMMd", f"30.{B}September"),
        ("ja-JP", "MMMMd", "9月30日"),
        ("ar-AE", "MMMMd", f"30{B}سبتمبر"),
        ("he-IL", "MMMMd", f"30{B}בספטמבר"),
        ("fr-FR", "yMd", "30/09/2026"),
        ("zz-ZZ", "MMMMd", f"September{B}30"),
    ],
)
def test_dates(locale: str, skeleton: str, wanted: str) -> None:
    assert locales.date_text(date(2026, 9, 30), locale, skeleton) == wanted


def test_the_first_of_a_month_in_french() -> None:
    assert locales._date(date(2026, 9, 1), "MMMMd", "fr-FR") == f"1er{B}septembre"


@pytest.mark.parametrize(
    ("locale", "wanted"),
    [("fr-FR", "−30%"), ("en-GB", "−30%"), ("ja-JP", "30%OFF"), ("tr-TR", "−%30"), ("he-IL", "\u200e−30%\u200e")],
)
def test_savings(locale: str, wanted: str) -> None:
    assert percent_saving(30, locale) == wanted


def test_no_price_holds_a_control_character() -> None:
    for locale in LOCALES:
        for currency in ("EUR", "ILS", "AED", "IRR"):
            assert not re.search(
                "[\u200e\u200f\u061c\u202a-\u202e]", price_parts(euro("1299.50", currency), locale).text
            )


@pytest.mark.parametrize(
    ("currency", "locale", "wanted"),
    [
        ("UAH", "uk-UA", f"17{B}324,55{B}₴"),
        ("HUF", "hu-HU", f"17{B}324,55{B}Ft"),
        ("RON", "ro-RO", f"17.324,55{B}RON"),
        ("EUR", "de-CH", f"€{B}17’324.55"),
        ("EUR", "es-MX", "€17,324.55"),
    ],
)
def test_the_currency_stands_where_the_locale_writes_it(currency: str, locale: str, wanted: str) -> None:
    """Source: CLDR 46, standard currency patterns."""
    assert locales.price_parts(Money(Decimal("17324.55"), currency), locale).text == wanted


J = "\u2060"  # no line ends here


@pytest.mark.parametrize(
    ("amount", "currency", "measure", "locale", "wanted"),
    [
        ("16", "EUR", "kg", "fr-FR", f"16,00{B}€{J}/{J}kg"),
        ("16", "EUR", "1 kg", "fr-FR", f"16,00{B}€{J}/{J}kg"),
        ("2.49", "GBP", "100ml", "en-GB", f"£2.49{J}/{J}100{B}ml"),
        ("22.9", "EUR", "1000 g", "de-DE", f"22,90{B}€{J}/{J}1000{B}g"),
        ("1.799", "EUR", "L", "de-DE", f"1,799{B}€{J}/{J}l"),
        ("98", "JPY", "100 g", "ja-JP", f"98円{J}/{J}100g"),
        ("61.33", "SAR", "kg", "ar-SA", f"61.33{B}ر.س{J}/{J}كغم"),
        ("0.25", "EUR", "lavage", "fr-FR", f"0,25{B}€{J}/{J}lavage"),
        ("9", "EUR", "m²", "fr-FR", f"9,00{B}€{J}/{J}m²"),
        ("4", "EUR", "", "fr-FR", f"4,00{B}€"),
    ],
)
def test_unit_price(amount: str, currency: str, measure: str, locale: str, wanted: str) -> None:
    assert locales.unit_price_text(euro(amount, currency), measure, locale) == wanted


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("measure", ["100 ml", "1 kg", "cl", "sqm", "100 g", "fl oz", "m3"])
def test_a_unit_is_a_sign_in_every_language(locale: str, measure: str) -> None:
    told = locales.unit_price_text(euro("2.5"), measure, locale).rpartition("/")[2]
    assert "-" not in told  # no name of CLDR's
    assert 1 <= len(re.sub(r"[10\s\u2060]", "", told)) <= 4
    assert ("100" in told) == ("100" in measure)


@pytest.mark.parametrize(
    ("stars", "reviews", "locale", "wanted"),
    [
        ("4.6", 1234, "fr-FR", f"4,6{B}(1{N}234)"),
        ("4.6", 1234, "de-DE", f"4,6{B}(1.234)"),
        ("4.65", 12, "en-GB", f"4.7{B}(12)"),
        ("5", None, "en-GB", "5.0"),
        ("4.5", 123456, "en-IN", f"4.5{B}(1,23,456)"),
    ],
)
def test_rating(stars: str, reviews: int | None, locale: str, wanted: str) -> None:
    assert locales.rating_text(Decimal(stars), reviews, locale) == wanted
