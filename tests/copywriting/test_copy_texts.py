from __future__ import annotations

import contextlib
import time
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from renderer.copywriting import texts
from renderer.copywriting.texts import TextError, check, fields, fill
from renderer.model.feed import Money

SCOPE = {
    "item": SimpleNamespace(
        id="1",
        title="Toaster {{ 7*7 }} {% raw %}",
        description="x" * 500,
        brand="Acme",
        category="",
        link="",
        unit_price=None,
        price=Money(Decimal("1299.5"), "EUR"),
        regular_price=None,
        prior_price=None,
        saving=None,
        discount=20,
        unit_measure="",
        availability="in stock",
        rating=None,
        reviews=3,
        attributes={"colour": "red"},
    ),
    "campaign": SimpleNamespace(name="c"),
    "flight": SimpleNamespace(start=date(2026, 9, 1), end=date(2026, 9, 30)),
    "segment": SimpleNamespace(id="s"),
    "creative": SimpleNamespace(key="k", format="f", width=1, height=1),
    "locale": "fr-FR",
    "date": date(2026, 9, 1),
}


def refusal(source: str) -> str:
    """What is said of a text, at the latest when it is filled."""

    def used() -> None:
        check(source)
        fill(source, SCOPE)

    with pytest.raises(TextError) as caught:
        used()
    return str(caught.value)


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ("{% for x in item %}{% endfor %}", "loops"),
        ("{{ range(9) }}", "calls"),
        ("{{ item.title.upper() }}", "calls"),
        ("{% macro a() %}{% endmacro %}", "macros"),
        ("{% import 'x' as y %}", "imports"),
        ("{% from 'x' import y %}", "imports"),
        ("{% include 'x' %}", "includes"),
        ("{% extends 'x' %}", "inheritance"),
        ("{% block a %}{% endblock %}", "blocks"),
        ("{% set a = 1 %}", "assignments"),
        ("{% filter upper %}a{% endfilter %}", "filter blocks"),
        ("{% with %}{% endwith %}", "with"),
        ("{{ 'a' * 999999999 }}", "multiplications"),
        ("{{ 9 ** 999999999 }}", "powers"),
        ("{{ '%0999999999d' % 1 }}", "remainders"),
        ("{{ item.title.__class__ }}", "__class__"),
        ("{{ item['__class__'] }}", "__class__"),
        ("{{ ''.__class__.__mro__ }}", "__"),
        ("{{ item | attr('x') }}", "unknown filter"),
        ("{{ 'a' | center(999999999) }}", "unknown filter"),
        ("{{ 'a' | indent(99999999) }}", "unknown filter"),
        ("{{ '%s' | format(1) }}", "unknown filter"),
        ("{{ 'a' | wordwrap(1) }}", "unknown filter"),
        ("{{ item.price | money(2) }}", "the filter 'money' takes other values in its parentheses"),
        ("{{ item.title | upper(2) }}", "the filter 'upper' takes other values in its parentheses"),
        ("{{ item.price + 1 }}", "a price is no plain number: write item.price.amount"),
        ("{% if item.price > 20 %}a{% endif %}", "a price is no plain number: write item.price.amount"),
        ("{{ item.title + 1 }}", "number"),
        ("{{ item.price | date }}", "not the price "),
        ("{{ item.title }}}", "a '}' too many"),
        ("{{ }}", "an expression is missing"),
        ("{# x", "is never closed"),
        ("{{ item.titel }}", "did you mean 'title'"),
        ("{{ itme.title }}", "did you mean 'item'"),
        ("{{ item.title | uper }}", "did you mean 'upper'"),
        ("{{ item.colour }}", "item.attributes['colour']"),
        ("{{ self }}", "unknown name"),
        ("{{ item.title", "closed"),
        ("{% if item.title %}a", "endif"),
        ("{{ item.title.upper }}", "not a text"),
        ("{{ item.attributes }}", "not a text"),
        ("{{ item }}", "not a text"),
        ("{{ [1, 2] }}", "not a text"),
        ("{{ item.rating }}", "no such value"),
        ("{{ item.prior_price | money }}", "money needs a price"),
        ("{{ item.title | date }}", "date needs a day"),
        ("{{ item.attributes.size }}", "no column 'size'"),
        ("{{ 1 / 0 }}", "zero"),
        ("{{ item.attributes.color }}", "did you mean 'colour'"),
        ("{{ 'abcdefghij' | truncate(1) }}", "length"),
        ("{{ 1.5 | round(999999999) }}", "0 to 10"),
        ("{{ 5 | round(-99999999, 'ceil') }}", "round"),
        ("x" * 4001, "longer than 4000"),
    ],
)
def test_refused_with_the_reason_in_one_line(source: str, told: str) -> None:
    message = refusal(source)
    assert told in message
    assert "\n" not in message


@pytest.mark.parametrize(
    "source",
    [
        "{{ 'a'" + " | replace('a', 'aaaaaaaaaaaaaaaaaaaa')" * 40 + " }}",
        "{{ 'a' | replace('', 'b') }}",
        "{{ " + "(" * 1500 + "1" + ")" * 1500 + " }}",
        "{{ " + "not " * 900 + "1 }}",
        "{{ item" + ".a" * 1900 + " }}",
        "{% if 1 %}" * 150 + "x" + "{% endif %}" * 150,
        "{{ " + " ~ ".join(["item.description"] * 190) + " }}",
        "{{ item.description }}" * 100,
        "{{ 1 if " * 400 + "1" + " }}",
        "{{ " + "-" * 3000 + "1 }}",
        "{{ " + "[" * 1900 + "]" * 1900 + " }}",
    ],
    ids=[
        "replace",
        "replace-nothing",
        "brackets",
        "not",
        "dots",
        "if",
        "concatenation",
        "long",
        "ternary",
        "minus",
        "lists",
    ],
)
def test_nothing_grows_or_runs_for_long(source: str) -> None:
    before = time.perf_counter()
    message = refusal(source)
    assert time.perf_counter() - before < 2
    assert len(message) < 300


def test_values_are_data() -> None:
    assert fill("{{ item.title }}", SCOPE) == "Toaster {{ 7*7 }} {% raw %}"
    assert fill("{{ item.title | upper | lower }}!", SCOPE) == "toaster {{ 7*7 }} {% raw %}!"


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("plain", "plain"),
        ("a\n  b\t c ", "a b c"),
        ("{{ item.brand\n}}\n x", "Acme x"),
        ("a\u00a0\u00a0b", "a\u00a0\u00a0b"),
        ("{{ item.price }}", "1\u202f299,50\u00a0€"),
        ("{{ item.price | money }}", "1\u202f299,50\u00a0€"),
        ("{% if item.prior_price %}was{% else %}now{% endif %}", "now"),
        ("{{ item.rating | default('new', true) }}", "new"),
        ("{{ flight.end | date }}", "30\u00a0septembre"),
        ("{{ item.attributes['colour'] }}", "red"),
        ("{{ 7.126 | round(1) }}", "7.1"),
        ("{{ 'abc' | replace('b', 'xx') }}", "axxc"),
        ("{# note #}a", "a"),
        ("{{ item.discount | percent }}", "−20%"),
        ("{{ 'aaa bbb ccc ddd' | truncate(9) }}", "aaa..."),
    ],
)
def test_filled(source: str, wanted: str) -> None:
    check(source)
    assert fill(source, SCOPE) == wanted


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("plain", set()),
        ("{{ item.title }}", {"title"}),
        ("{{ item.title }} {% if item.price %}{{ item.price }}{% endif %}", {"title", "price"}),
        ("{{ item['title'] }}", {"*"}),
        ("{{ campaign.name }} {{ locale }}", set()),
        (
            "{{ item.attributes.colour }} {{ item.attributes['Grösse (cm)'] }}",
            {"attributes.colour", "attributes.Grösse (cm)"},
        ),
        ("{{ item.attributes.colour }} {{ item.attributes | length }}", {"attributes"}),
        ("{{ item.attributes[item.id] }}", {"id", "attributes"}),
        ("{{ item.title if item.sale is defined else item }}", {"title", "sale", "*"}),
    ],
)
def test_fields_are_those_read(source: str, wanted: set[str]) -> None:
    assert fields(source) == wanted


def test_an_item_that_is_not_there() -> None:
    with pytest.raises(TextError, match="no item"):
        fill("{{ item.title }}", {**SCOPE, "item": None})
    with pytest.raises(TextError, match="no item"):
        check("{{ item.title }}", with_item=False)
    check("{{ campaign.name }}", with_item=False)


def test_every_filter_survives_every_value() -> None:
    for name in texts._shared().filters:
        for value in (
            "''",
            "'x'",
            "item.price",
            "item.rating",
            "item.attributes",
            "flight.end",
            "1",
            "[]",
            "item.none",
        ):
            with contextlib.suppress(TextError):
                fill(f"{{{{ {value} | {name} }}}}", SCOPE)


def test_a_constant_is_written_as_the_texts_own_locale_writes_it() -> None:
    """Whatever was filled before: nothing is worked out while a text is compiled."""
    source = "{{ 1299.5 | number }} {{ 30 | percent }}"
    english, french, turkish = (fill(source, {**SCOPE, "locale": locale}) for locale in ("en-GB", "fr-FR", "tr-TR"))
    assert english == "1,299.5 \u221230%"
    assert french == "1\u202f299,5 \u221230%"
    assert turkish == "1.299,5 \u2212%30"
    assert fill(source, {**SCOPE, "locale": "en-GB"}) == english
