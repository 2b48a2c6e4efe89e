from __future__ import annotations

import contextlib
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic_core import PydanticCustomError

from renderer.model.feed import FeedItem, Money, Offer
from renderer.model.rules import parse_sort, parse_where


def item(identity: str = "1", **values: object) -> FeedItem:
    offer = Offer(
        price=Money(Decimal(str(values.pop("regular", "100"))), "EUR"),
        sale=Money(Decimal(str(values.pop("sale"))), "EUR") if "sale" in values else None,
        availability=values.pop("availability", "in stock"),  # type: ignore[arg-type]
        ends=values.pop("ends", None),  # type: ignore[arg-type]
    )
    return FeedItem(id=identity, title=str(values.pop("title", "Kettle")), row=1, offer=offer, **values)  # type: ignore[arg-type]


UNPRICED = FeedItem(id="x", title="Nothing", row=1)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("price == 80", True),
        ("price < regular_price", True),
        ("discount >= 20 and discount < 20.5", True),
        ("title == 'KETTLE'", True),
        ("title != 'Kettle' or brand == 'acme'", True),
        ("brand in ['Other', \"ACME\"]", True),
        ("brand not in ['Other']", True),
        ("not brand in ['acme']", False),
        ("category starts with 'Kitchen' and category ends with 'kettles'", True),
        ("description contains 'x'", False),
        ("availability == 'in stock'", True),
        ("rating is missing and price is not missing", True),
        ("attribute.watt > 1000", True),
        ("attribute.watt == '1400'", True),
        ("attribute['Odd header'] == 'yes'", True),
        ("attribute['Odd header'] == true", True),
        ("attribute.until >= 2026-09-01 and attribute.until < '2026-10-01'", True),
        ("attribute.colour < 5 or attribute.colour != 5", False),
        ("attribute.none is missing and attribute.none == ''", True),
        ("PRICE_IS is missing", None),
        ("price > 70 AND (price > 90 OR NOT price > 90)", True),
        ("price in [10, 80]", True),
        ("price > -5", True),
    ],
)
def test_where(rule: str, expected: bool | None) -> None:
    kettle = item(
        sale="80", brand="Acme", category="Kitchen > Kettles",
        attributes={"watt": "1400", "Odd header": "Yes", "until": "2026-09-30T23:59", "colour": "red"},
    )  # fmt: skip
    if expected is None:
        with pytest.raises(PydanticCustomError):
            parse_where(rule)
    else:
        assert parse_where(rule).matches(kettle, None) is expected


def test_a_missing_number_matches_no_comparison() -> None:
    for sign in ("==", "!=", "<", "<=", ">", ">="):
        assert not parse_where(f"price {sign} 5").matches(UNPRICED)
    assert parse_where("price is missing and discount is missing").matches(UNPRICED)
    assert parse_where("discount == 0").matches(item())


def test_the_day_decides_which_price_counts() -> None:
    kettle = item(sale="80", ends=datetime(2026, 9, 30, tzinfo=UTC))
    rule = parse_where("price == 80")
    assert rule.matches(kettle, datetime(2026, 9, 1, tzinfo=UTC))
    assert not rule.matches(kettle, datetime(2026, 10, 1, tzinfo=UTC))


@pytest.mark.parametrize(
    ("rule", "sentence"),
    [
        ("price > 'a'", "'price' is a number and cannot be compared with the text 'a' (column 1)"),
        ("title contains 5", "'title' is a text and cannot be compared with the number 5; write '5' (column 1)"),
        ("prize > 3", "unknown field 'prize' (did you mean 'price'?); a column of the feed is written attribute.prize"),
        ("price = 3", "'=' is not understood; write == to compare (column 7)"),
        ("title == 'abc", "the text that begins with ' is not closed (column 10)"),
        ("price < 19.9.9", "'19.9.9' is not a number; write it like 19.99 (column 9)"),
        ("price < 19,99", "expected 'and' or 'or' but found ',' (column 11)"),
        ("(price > 3", "expected ')' but found the end (column 11)"),
        ("price >", "expected a value but found the end (column 8)"),
        ("price between 3", "expected a comparison"),
        ("5 < price", "write the field first (column 1)"),
        ("availability == 'in_stock'", "(did you mean 'in stock'?)"),
        ("attribute.d >= 2026-13-01", "'2026-13-01' is not a day of the calendar (column 16)"),
        ("price in [1, '2']", "'price' is a number"),
        ("attribute.x in [1, '2']", "a list holds values of one kind"),
        ("discount starts with 3", "works on texts"),
        ("price == title", "'price' is a number and cannot be compared with 'title', which is a text"),
        ("", "is empty"),
        ("price > 1" + " " * 2000, "at most 2000"),
        ("(" * 51 + "price > 1" + ")" * 51, "nested more than 50 deep"),
        ("not " * 51 + "price > 1", "nested more than 50 deep"),
    ],
)
def test_mistakes_are_told_with_their_column(rule: str, sentence: str) -> None:
    with pytest.raises(PydanticCustomError) as raised:
        parse_where(rule)
    assert sentence in str(raised.value)


def test_fields_read() -> None:
    rule = parse_where("price < prior_price and attribute['a b'] == 'x' or brand is missing")
    assert rule.fields == {"price", "prior_price", "attribute.a b", "brand"}
    assert parse_sort("-discount, attribute.x").fields == {"discount", "attribute.x"}


def test_sort_is_stable_and_puts_missing_last() -> None:
    items = [UNPRICED, item("a", regular=30), item("b", regular=10), item("c", regular=30), item("d", regular=20)]
    assert [one.id for one in parse_sort("price").apply(items, None)] == ["b", "d", "a", "c", "x"]
    assert [one.id for one in parse_sort("-price").apply(items, None)] == ["a", "c", "d", "b", "x"]
    assert [one.id for one in parse_sort("-price, -id").apply(items, None)] == ["c", "a", "d", "b", "x"]


def test_attributes_sort_as_numbers_where_all_are() -> None:
    items = [item(name, attributes={"n": name}) for name in ("10", "9", "100")]
    assert [one.id for one in parse_sort("attribute.n").apply(items)] == ["9", "10", "100"]
    items.append(item("z", attributes={"n": "a"}))
    assert [one.id for one in parse_sort("attribute.n").apply(items)] == ["10", "100", "9", "z"]


@pytest.mark.parametrize("text", ["price desc", "-", "price,", "prce", "", "price price"])
def test_sort_mistakes(text: str) -> None:
    with pytest.raises(PydanticCustomError):
        parse_sort(text)


@given(st.text(max_size=80))
def test_any_text_parses_or_is_refused_with_a_sentence(text: str) -> None:
    for parse in (parse_where, parse_sort):
        with contextlib.suppress(PydanticCustomError):
            parse(text)


RULES = [
    parse_where(rule)
    for rule in (
        "attribute.x > 5 or attribute.x == true or attribute.x >= 2026-01-01 or attribute.x contains 'a'",
        "price <= prior_price or discount in [1, 2] or rating != 3 or title < 'm' or attribute.x == price",
    )
]


@given(
    st.text(), st.text(),
    st.none() | st.decimals(min_value=0, max_value=10**9, allow_nan=False), st.none() | st.integers(0, 10**9),
)  # fmt: skip
def test_rules_never_raise_on_any_item(title: str, value: str, amount: Decimal | None, reviews: int | None) -> None:
    price = None if amount is None else Money(amount, "EUR")
    found = FeedItem(id="1", title=title, row=1, offer=Offer(price=price), reviews=reviews, attributes={"x": value})
    for rule in RULES:
        assert rule.matches(found, None) in (True, False)
    assert parse_sort("-attribute.x, price, reviews, title").apply([found, UNPRICED])
