"""Feeds as shops export them: what is assumed, what is asked, and what a price may mean."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from renderer.commands.feeds import guess
from renderer.errors import InputError
from renderer.feeds import doubt, mapping, read
from renderer.feeds.money import parse_money
from renderer.model.campaign import Feed
from renderer.model.feed import FeedItem, Money, RejectedRow

SHOPIFY = """\
Handle,Title,Variant SKU,Variant Price,Variant Compare At Price,Image Src
shirt,Organic shirt,TS-S,19.99,29.99,t.jpg
shirt,,TS-M,21.99,29.99,t2.jpg
shirt,,,,,t3.jpg
card,Gift card,,10.00,,g.jpg
"""
WOO = """\
ID,Type,SKU,Name,Regular price,Parent,Images
10,simple,W-1,Chair,99,,a.jpg
11,variable,W-2,Lamp,,,l.jpg
12,variation,W-2R,Lamp - Red,49,W-2,
"""


def feed_of(folder: Path, name: str, content: str) -> Path:
    path = folder / name
    path.write_text(content, encoding="utf-8")
    return path


def items(path: Path, **settings: object) -> list[FeedItem]:
    found = read(Feed.model_validate({"source": path.name, **settings}), path.parent)
    return [one for one in found if isinstance(one, FeedItem)]


def prices(path: Path, **settings: object) -> list[Decimal | None]:
    return [one.offer.price.amount if one.offer.price else None for one in items(path, **settings)]


def test_a_shopify_export_is_grouped_by_its_handle(tmp_path: Path) -> None:
    path = feed_of(tmp_path, "shop.csv", SHOPIFY)
    guessed = guess(path, None)
    assert guessed.settings["group"] == "Handle"
    assert guessed.settings["currency"] == "EUR"
    assert [one.id for one in items(path, **guessed.settings)] == ["shirt", "card"]


def test_a_woocommerce_export_keeps_its_prices(tmp_path: Path) -> None:
    """Parents without a price are items, and no reason to leave those with one out."""
    path = feed_of(tmp_path, "woo.csv", WOO)
    guessed = guess(path, None)
    assert guessed.currency == "EUR"
    assert any("some prices name no currency" in note for note in guessed.notes)
    assert prices(path, **guessed.settings) == [99, None, 49]


def test_a_feed_that_gives_nothing_says_so(tmp_path: Path) -> None:
    (note,) = guess(feed_of(tmp_path, "x.csv", "a,b\n1,2\n"), "EUR").notes
    assert note.endswith("x.csv: no row is usable yet: row 1: id is missing; see feed.map")


def test_doubtful_prices_are_told_and_settled(tmp_path: Path) -> None:
    path = feed_of(tmp_path, "erp.csv", "sku;name;price\n1;A;12.990 EUR\n2;B;8.500 EUR\n")
    feed = Feed(source="erp.csv")
    assert doubt(feed, tmp_path) == "12.990 EUR"
    assert prices(path) == [12990, 8500]
    assert prices(path, decimal=".") == [Decimal("12.990"), Decimal("8.500")]
    assert doubt(Feed(source="erp.csv", decimal="."), tmp_path) == ""
    feed_of(tmp_path, "erp.csv", "sku;name;price\n1;A;12.990 EUR\n2;B;8.5 EUR\n")
    assert doubt(feed, tmp_path) == ""


@pytest.mark.parametrize(
    ("content", "bad", "reason"),
    [
        ("id;title;price\n1;A;12,50 €\n2;B;1,299 €\n3;C;9,90 €\n", 2, "'1,299 €' may mean 1299 or 1.30: "),
        ("id;title;price\n1;A;1.299 EUR\n2;B;12.50 EUR\n", 1, "'1.299 EUR' may mean 1299 or 1.30: "),
        ("id;title;sale_price;price\n1;A;1,299 €;20,00 €\n", 1, "'1,299 €' may mean 1299 or 1.30: "),
    ],
)
def test_three_decimals_of_a_currency_that_has_two_are_refused(
    tmp_path: Path, content: str, bad: int, reason: str
) -> None:
    path = feed_of(tmp_path, "a.csv", content)
    (row,) = (one for one in read(Feed(source=path.name), tmp_path) if isinstance(one, RejectedRow))
    assert (row.row, row.field) == (bad, "sale_price" if "sale" in content else "price")
    assert row.reason == f"{reason}write it with two decimals, or set feed.decimal"


def test_thousands_and_true_thousandths_are_no_doubt(tmp_path: Path) -> None:
    path = feed_of(tmp_path, "a.csv", "id;title;price\n1;A;1.299 €\n2;B;12,50 €\n3;C;12,500 KWD\n4;D;0,999 €\n")
    assert prices(path) == [1299, Decimal("12.50"), Decimal("12.500"), Decimal("0.999")]
    path = feed_of(tmp_path, "a.csv", "id;title;price\n1;A;1,299 €\n2;B;12,50 €\n")
    assert prices(path, decimal=",") == [Decimal("1.299"), Decimal("12.50")]
    path = feed_of(
        tmp_path, "a.json", '[{"id": 1, "title": "A", "price": 1.299}, {"id": 2, "title": "B", "price": 5.5}]'
    )
    assert prices(path, currency="EUR") == [Decimal("1.299"), Decimal("5.5")]


def test_a_unit_price_may_have_three_decimals(tmp_path: Path) -> None:
    path = feed_of(tmp_path, "a.csv", "id;title;price;Grundpreis\n1;A;12,50 €;1,299 €/l\n")
    assert items(path)[0].offer.unit_price == Money(Decimal("1.299"), "EUR")


@pytest.mark.parametrize(
    ("currency", "what"),
    [
        ("ZZZ", r"'ZZZ' is not a currency: write its ISO code, like EUR$"),
        ("eur", r"\(did you mean 'EUR'\?\)$"),
        ("EURO", r"'EUR'\?\)$"),
    ],
)
def test_a_currency_that_does_not_exist_is_refused(tmp_path: Path, currency: str, what: str) -> None:
    with pytest.raises(InputError, match=f"^--currency: .*{what}"):
        guess(feed_of(tmp_path, "a.csv", "id,title,price\n1,A,5\n"), currency)


def test_prices_that_contradict_each_other_settle_nothing(tmp_path: Path) -> None:
    path = feed_of(tmp_path, "a.csv", 'id,title,price\n1,A,"1,299"\n2,B,"12,5"\n3,C,"1,299.00"\n')
    assert prices(path, currency="EUR") == [1299, Decimal("12.5"), 1299]


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("₩12,900", "12900", "KRW"),
        ("1,299円", "1299", "JPY"),
        ("$1,299.00 USD", "1299.00", "USD"),
        ("$12.00 CAD", "12.00", "CAD"),
        ("12,99 € TTC", "12.99", "EUR"),
        ("12,99 €*", "12.99", "EUR"),
        ("19,90 EUR inkl. MwSt.", "19.90", "EUR"),
    ],
)
def test_prices_in_the_trades_own_forms(text: str, amount: str, currency: str) -> None:
    assert parse_money(text, "", ",") == Money(Decimal(amount), currency)


@pytest.mark.parametrize("text", ["$12.00 EUR", "12,99 €/kg", "12 € 13 €"])
def test_what_is_no_price_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a price"):
        parse_money(text, "EUR")


@pytest.mark.parametrize("header", ["Prix (€)", "price_eur", "Preis EUR"])
def test_a_header_may_name_the_currency(tmp_path: Path, header: str) -> None:
    path = feed_of(tmp_path, "a.csv", f"id;title;{header}\n1;A;12,50\n")
    (item,) = items(path, map={"price": header})
    assert item.offer.price == Money(Decimal("12.50"), "EUR")


def test_numbered_pictures_and_texts_by_language(tmp_path: Path) -> None:
    feed_of(tmp_path, "a.csv", "Art-Nr;Name;Bild 1;Bild 2\nA;B;a.jpg;b.jpg\n")
    used = {use.column: use.field for use in mapping(Feed(source="a.csv"), tmp_path)}
    assert (used["Bild 1"], used["Bild 2"]) == ("image", "images")
    path = feed_of(tmp_path, "a.json", '[{"id": 1, "name": {"en": "Thing", "fr": "Truc"}}]')
    assert [one.title for one in items(path)] == ["Thing"]


@pytest.mark.parametrize(
    ("row", "images"),
    [
        ({"images": [{"url": "a.jpg"}, {"url": "b.jpg"}]}, ("a.jpg", "b.jpg")),
        ({"images": [{"src": "a.jpg", "alt": "A"}, {"src": "b.jpg"}]}, ("a.jpg", "b.jpg")),
        ({"images": ["a.jpg", "b.jpg"]}, ("a.jpg", "b.jpg")),
        ({"images": {"edges": [{"node": {"url": "a.jpg"}}, {"node": {"url": "b.jpg"}}]}}, ("a.jpg", "b.jpg")),
        ({"featured_image": {"src": "a.jpg"}}, ("a.jpg",)),
        ({"image": {"url": "a.jpg", "width": 100}}, ("a.jpg",)),
        ({"image": {"src": "a.jpg"}}, ("a.jpg",)),
        ({"pictures": {"main": "a.jpg", "back": "c.jpg"}}, ("a.jpg",)),
        ({"photos": ["a.jpg"]}, ("a.jpg",)),
        ({"thumbnail": "t.jpg", "images": [{"url": "a.jpg"}]}, ("a.jpg",)),
        ({"thumbnail": "t.jpg"}, ("t.jpg",)),
    ],
)
def test_pictures_as_json_keeps_them(tmp_path: Path, row: dict[str, object], images: tuple[str, ...]) -> None:
    path = feed_of(tmp_path, "a.json", json.dumps([{"id": 1, "title": "A", **row}]))
    assert [one.images for one in items(path)] == [images]


def test_each_row_shows_the_picture_it_has(tmp_path: Path) -> None:
    shapes: list[dict[str, object]] = [
        {"images": [{"url": "a.jpg"}]}, {"image": "b.jpg"}, {"image": {"url": "c.jpg"}}, {"images": ["d.jpg"]},
        {"featured_image": {"src": "e.jpg"}}, {"image": "f.jpg", "images": [{"url": "x.jpg"}]}, {"colour": "red"},
    ]  # fmt: skip
    rows = [{"id": number, "title": "A", **shape} for number, shape in enumerate(shapes)]
    for name, content in (("a.json", json.dumps(rows)), ("a.jsonl", "\n".join(map(json.dumps, rows)))):
        found = items(feed_of(tmp_path, name, content))
        assert [one.images[:1] for one in found] == [*((f"{letter}.jpg",) for letter in "abcdef"), ()]
    mapped = items(tmp_path / "a.json", map={"image": "image"})
    assert [one.images[:1] for one in mapped][:2] == [(), ("b.jpg",)]


def kept_back(path: Path, **settings: object) -> list[tuple[int, str, str]]:
    found = read(Feed.model_validate({"source": path.name, **settings}), path.parent)
    return [(one.row, one.field, one.reason) for one in found if isinstance(one, RejectedRow)]


def test_drafts_of_a_shop_are_not_advertised(tmp_path: Path) -> None:
    content = (
        "Handle,Title,Published,Variant SKU,Variant Price,Status\n"
        "a,Alpha,TRUE,A-1,5.00,active\na,,,A-2,6.00,\nb,Beta,FALSE,B-1,5.00,active\nb,,,B-2,5.00,\n"
        "c,Gamma,TRUE,C-1,5.00,draft\nd,Delta,true,D-1,5.00,Archived\n"
    )
    path = feed_of(tmp_path, "a.csv", content)
    shown = {"currency": "EUR", "group": "Handle"}
    refused = [(3, "published", "not published"), (5, "status", "not published"), (6, "status", "not published")]
    assert [one.id for one in items(path, **shown)] == ["a"]
    assert kept_back(path, **shown) == refused
    assert [one.id for one in items(path, **shown, variants="each")] == ["A-1", "A-2"]
    assert items(path, **shown)[0].attributes["Status"] == "active"
    assert len(items(path, **shown, map={"attribute.state": "Status"})) == 3


def test_a_hidden_variation_does_not_sell_its_product(tmp_path: Path) -> None:
    path = feed_of(tmp_path, "a.csv", "group,name,Published,price\nx,Lamp,1,\nx,,0,4\nx,,1,5\n")
    assert prices(path, currency="EUR", group="group") == [5]


def test_a_status_of_something_else_is_left_alone(tmp_path: Path) -> None:
    path = feed_of(tmp_path, "a.csv", "id,title,status,date published\n1,A,new,0\n2,B,archived,0\n3,C,draft,0\n")
    assert [one.attributes["status"] for one in items(path)] == ["new", "archived", "draft"]
    path = feed_of(tmp_path, "a.json", '[{"id": 1, "title": "A", "published": "2026-01-01"}]')
    assert len(items(path)) == 1


@pytest.mark.parametrize(
    ("content", "language"),
    [
        ("Artikelnummer;Bezeichnung;Preis;Währung\n1;Kaffeemaschine Roma;12,50;EUR\n", "de"),
        ("id;title;price\n1;Küchenmesser groß;12,50 EUR\n", "de"),
        ("Réf.;Désignation;Prix TTC (€)\n1;Lampe Ada;12,50\n", "fr"),
        ("id,title,price\n1,Théière émaillée,5 EUR\n", "fr"),
        ("código;título;precio\n1;Taza Roma;12,50 EUR\n", "es"),
        ("id,title,price\n1,Niña pequeña,5 EUR\n", "es"),
        ("codice;titolo;prezzo\n1;Tazza Roma;12,50 EUR\n", "it"),
        ("id;naam;prijs\n1;Mok Roma;12,50 EUR\n", "nl"),
        ("id;nome;preço\n1;Caneca Roma;12,50 EUR\n", "pt"),
        ("Artikelnr;Name;Preis\n" + "".join(f"{n};The mug for tea with lid;5 EUR\n" for n in range(4)), "en"),
        ("id,title,price\n1,Roma glass cups,5 EUR\n2,Café table,9 EUR\n", None),
    ],
)
def test_headers_and_letters_tell_the_language(tmp_path: Path, content: str, language: str | None) -> None:
    guessed = guess(feed_of(tmp_path, "a.csv", content), None)
    assert guessed.languages == ((language,) if language else ())
