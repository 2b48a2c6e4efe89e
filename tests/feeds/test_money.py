from __future__ import annotations

import contextlib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from renderer.feeds.money import Number, decimal_sign, parse_money


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("1 299,00 €", "1299.00", "EUR"),
        ("1\u202f299,00\u00a0€", "1299.00", "EUR"),
        ("1,299.00 USD", "1299.00", "USD"),
        ("€12.50", "12.50", "EUR"),
        ("12.5 EUR", "12.5", "EUR"),
        ("EUR9.99", "9.99", "EUR"),
        ("1.299,-", "1299", "EUR"),
        ("1'299.–", "1299", "EUR"),
        ("CHF 1'299.50", "1299.50", "CHF"),
        ("12€50", "12.50", "EUR"),
        ("1.299", "1299", "EUR"),
        ("1,299", "1299", "EUR"),
        ("1.299.000", "1299000", "EUR"),
        ("1,23,456.00 INR", "123456.00", "INR"),
        ("0.999", "0.999", "EUR"),
        ("12.500 KWD", "12.500", "KWD"),
        ("R$ 12,00", "12.00", "BRL"),
        ("-5 €", "-5", "EUR"),
    ],
)
def test_prices(text: str, amount: str, currency: str) -> None:
    money = parse_money(text, "EUR")
    assert (money.amount, money.currency) == (Decimal(amount), currency)


@pytest.mark.parametrize(
    "text", ["", "€", "12.00-15.00", "12 abc", "1e3", "1 2 3", "12.34.56", "on request", "9" * 100, "1,2,3"]
)
def test_what_is_no_price_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a (price|number)"):
        parse_money(text, "EUR")


def test_currencies_that_cannot_be_told() -> None:
    with pytest.raises(ValueError, match=r"set feed\.currency"):
        parse_money("12.50")
    with pytest.raises(ValueError, match="DKK or ISK or NOK or SEK"):
        parse_money("12 kr")
    assert parse_money("12 kr", "SEK").currency == "SEK"
    assert parse_money("$12", "CAD").currency == "CAD"
    assert parse_money("$12", "EUR").currency == "USD"


def test_an_ambiguous_price_follows_the_rest_of_its_feed() -> None:
    assert decimal_sign(["12.50", "1.299"]) == "."
    assert decimal_sign(["1.299,00 €", "12"]) == ","
    assert decimal_sign(["1.299", "2,500"]) == ""
    assert parse_money("1.299", "EUR", ".").amount == Decimal("1.299")
    assert parse_money("1.299", "EUR", ",").amount == 1299
    assert parse_money(Number("1.299"), "EUR").amount == Decimal("1.299")
    assert parse_money(Number("19.990000000000002"), "EUR").amount == Decimal("19.99")


def _written(cents: int, group: str, sign: str) -> str:
    whole = f"{cents // 100:,}".replace(",", group)
    return f"{whole}{sign}{cents % 100:02}"


@given(
    st.integers(0, 10**12),
    st.sampled_from([("", "."), ("", ","), (",", "."), (".", ","), (" ", ","), ("\u202f", ","), ("'", ".")]),
    st.sampled_from(["{} €", "€{}", "{} EUR", "EUR {}", "{}€", "{}", " {} "]),
)
def test_every_way_of_writing_comes_back_the_same(cents: int, signs: tuple[str, str], frame: str) -> None:
    money = parse_money(frame.format(_written(cents, *signs)), "EUR")
    assert money.amount == Decimal(cents) / 100
    assert money.currency == "EUR"


@given(st.text(max_size=60))
def test_any_text_is_a_price_or_a_value_error(text: str) -> None:
    with contextlib.suppress(ValueError):
        assert parse_money(text, "EUR").amount.is_finite()
