from __future__ import annotations

import json
import tracemalloc
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from renderer.errors import InputError
from renderer.feeds import detect, mapping, read
from renderer.model.campaign import Feed
from renderer.model.feed import FeedItem, Money, RejectedRow

G = 'xmlns:g="http://base.google.com/ns/1.0"'


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def rows(folder: Path, source: str, content: str | bytes, **feed: object) -> list[FeedItem | RejectedRow]:
    write(folder, source, content)
    return list(read(Feed.model_validate({"source": source, **feed}), folder))


def items(found: list[FeedItem | RejectedRow]) -> list[FeedItem]:
    return [one for one in found if isinstance(one, FeedItem)]


def reasons(found: list[FeedItem | RejectedRow]) -> list[tuple[int, str, str]]:
    return [(one.row, one.field, one.reason) for one in found if isinstance(one, RejectedRow)]


@pytest.mark.parametrize(
    ("name", "content", "dialect", "delimiter", "encoding"),
    [
        ("a.csv", "id,title\n1,A\n", "csv", ",", "utf-8"),
        ("a.csv", "id;prix;titre\n1;1,5;Été\n2;3,4;x\n", "csv", ";", "utf-8"),
        ("a.txt", "id\ttitle\n1\tA, b, c\n", "tsv", "\t", "utf-8"),
        ("a.csv", "id|title\n1|A\n", "csv", "|", "utf-8"),
        ("a.csv", "sep=;\nid;title\n1;A\n", "csv", ";", "utf-8"),
        ("a.csv", "id,title\n1,Été\n".encode("cp1252"), "csv", ",", "cp1252"),
        ("a.csv", "id,title\n1,Été\n".encode("utf-8-sig"), "csv", ",", "utf-8-sig"),
        ("a.csv", "PK,id\n1,A\n", "csv", ",", "utf-8"),
        ("a.csv", "id,title\n1,Été\n".encode("utf-16"), "csv", ",", "utf-16"),
        ("a.csv", "id,title\n1,Été\n".encode("utf-16-le"), "csv", ",", "utf-16-le"),
        ("a.json", '{"products": [{"id": 1, "title": "A"}]}', "json", "", "utf-8"),
        ("a.jsonl", '{"id": 1, "title": "A"}\n', "jsonl", "", "utf-8"),
        ("a.txt", '{"id": 1, "title": "A"}\n{"id": 2, "title": "B"}\n', "jsonl", "", "utf-8"),
        ("a.xml", f"<rss {G}><channel><item><g:id>1</g:id></item></channel></rss>", "google-rss", "", "utf-8"),
        ("a.xml", f"<feed {G}><entry><g:id>1</g:id></entry></feed>", "google-atom", "", "utf-8"),
    ],
)
def test_detection(
    tmp_path: Path, name: str, content: str | bytes, dialect: str, delimiter: str, encoding: str
) -> None:
    found = detect(write(tmp_path, name, content))
    assert (found.dialect, found.delimiter, found.encoding) == (dialect, delimiter, encoding)
    assert "id" in found.columns
    assert found.how


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("a.csv", "", "is empty"),
        ("a.csv", "id,title\n", "has no rows"),
        ("a.xml", "<html><body/></html>", "its root is <html>"),
        ("a.xml", "<rss><channel></channel></rss>", "has no rows"),
        ("a.json", "[1, 2", "is not JSON"),
        ("a.json", '{"a": 1}', "holds no list of objects, but an object with a"),
        ("a.json", '{"a": {"x": [{"id": 1}]}, "b": {"x": [{"id": 2}]}}', "holds no list of objects"),
        ("a.json", "[" * 100_000, "is nested too deep"),
        ("a.json", "[3]", "row 1 is not an object"),
        ("a.xml", "<rss><item><id>1</it", "is not well-formed XML"),
        ("a.xlsx", b"PK\x03\x04xxxx", "export it as CSV"),
        ("a.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "is a picture, no feed"),
        ("a.csv", b"\xff\xd8\xff\xe0\0\x10JFIF", "is a picture, no feed"),
        ("a.csv", b"%PDF-1.7\n%\xe2\xe3", "is a PDF, no feed"),
        ("a.csv", bytes(range(256)) * 4, "is no feed but a binary file"),
        ("a.csv", b"id,title\n\1\2\3\4\5", "is no feed but a binary file"),
    ],
)
def test_feeds_wrong_as_a_whole(tmp_path: Path, name: str, content: str | bytes, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence) as raised:
        rows(tmp_path, name, content)
    assert name in str(raised.value)


def test_a_missing_feed_and_unknown_columns(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no such feed file"):
        read(Feed(source="none.csv"), tmp_path)
    with pytest.raises(InputError, match=r"feed\.map\.title: the feed has no column 'Nane' \(did you mean 'Name'\?\)"):
        rows(tmp_path, "a.csv", "Id,Name\n1,A\n", map={"title": "Nane"})
    with pytest.raises(InputError, match=r"unknown field 'titel' \(did you mean 'title'\?\)"):
        rows(tmp_path, "a.csv", "Id,Name\n1,A\n", map={"titel": "Name"})
    with pytest.raises(InputError, match=r"feed\.group: the feed has no column 'x'"):
        rows(tmp_path, "a.csv", "Id,Name\n1,A\n", group="x")


def nested(dialect: str, levels: int) -> str:
    """A value so many levels down in a product."""
    return '{"n": ' * levels + '"x"' + "}" * levels if dialect == "json" else "<n>x" * levels + "</n>" * levels


def test_rows_nested_without_end_are_rejected_in_little_memory(tmp_path: Path) -> None:
    good, far = nested("json", 31), nested("json", 700)
    content = f'[{{"id": "a", "title": "A", "n": {good}}}, {{"id": "b", "title": "B", "n": {far}}}]'
    assert reasons(rows(tmp_path, "a.json", content)) == [(2, "", "is nested deeper than 32 levels")]
    good, far = nested("xml", 32), nested("xml", 5_000)
    content = f"<rss><item><id>a</id><title>A</title>{good}</item><item><id>b</id>{far}</item></rss>"
    tracemalloc.start()
    assert reasons(rows(tmp_path, "a.xml", content)) == [(2, "", "is nested deeper than 32 levels")]
    assert tracemalloc.get_traced_memory()[1] < 20_000_000
    tracemalloc.stop()


def test_rows_with_endless_names_or_columns_are_rejected(tmp_path: Path) -> None:
    long = "has a column whose name is longer than 255 characters: 'cccccccccccccccccccccccccccccccccccccccc...'"
    content = f"<rss><item><id>a</id><title>A</title></item><item><id>b</id><{'c' * 300}>x</{'c' * 300}></item></rss>"
    assert reasons(rows(tmp_path, "a.xml", content)) == [(2, "", long)]
    objects = [{"id": "a", "title": "A"}, {"id": "b", "title": "B", "c" * 300: 1},
               {"id": "c", "title": "C", **dict.fromkeys(map(str, range(20_000)), "x")}]  # fmt: skip
    wide = "brings the feed more than 16,384 columns"
    assert reasons(rows(tmp_path, "a.json", json.dumps(objects))) == [(2, "", long), (3, "", wide)]


def test_rows_that_people_spoil_say_what_they_mostly_did(tmp_path: Path) -> None:
    wide, narrow = "a,A, B,1 EUR\n", 'c,"C,1 EUR\nd,D,1 EUR\n'
    table = f"id,title,price\nx,X,1 EUR\n{wide}{narrow}"
    assert [reason for _, _, reason in reasons(rows(tmp_path, "a.csv", table))] == [
        "has 4 columns, the header has 3 (line 3); a cell that holds the sign between the cells needs quotes",
        "has 2 columns, the header has 3 (line 4); a quote in it is perhaps not closed",
    ]
    content = "<rss><item><id>a</id><title>A</title></item><item><title>B & C</title></item></rss>"
    ((_, _, reason),) = reasons(rows(tmp_path, "a.xml", content))
    assert "an '&' is written '&amp;'" in reason


def test_a_title_of_marks_that_pile_up_is_rejected(tmp_path: Path) -> None:
    content = "id,title\na,Caf" + "e\u0301" * 20 + "\nb,Cafe" + "\u0301" * 31 + "\n"
    told = "title has more than 30 accents or unseen signs on one letter"
    assert reasons(rows(tmp_path, "a.csv", content)) == [(2, "title", told)]


def test_columns_of_pictures_that_stand_in_are_told_as_such(tmp_path: Path) -> None:
    found = rows(tmp_path, "a.csv", "id,title,image_link,thumbnail,colour\na,A,,t.png,red\n")
    assert [item.images for item in items(found)] == [("t.png",)]
    uses = [(use.column, use.field, use.how) for use in mapping(Feed(source="a.csv"), tmp_path)]
    assert uses[2:] == [("image_link", "image", "guess"), ("thumbnail", "image", "fallback"), ("colour", "", "unused")]


def test_entities_are_refused_and_outside_files_never_read(tmp_path: Path) -> None:
    secret = write(tmp_path, "secret", "s3cret")
    bomb = '<!DOCTYPE r [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><rss><item><id>&b;</id></item></rss>'
    outside = f'<!DOCTYPE r [<!ENTITY a SYSTEM "{secret.as_uri()}">]><rss><item><id>&a;</id></item></rss>'
    for content in (bomb, outside):
        with pytest.raises(InputError, match="declares entities"):
            rows(tmp_path, "a.xml", content)


def test_a_google_feed(tmp_path: Path) -> None:
    content = f"""<?xml version="1.0" encoding="windows-1252"?><rss version="2.0" {G.replace(":g", ":base")}>
    <channel>    <title>Shop</title><item><title>Plain</title><base:title><![CDATA[Bouilloire <b>été</b>]]></base:title>
    <base:id>k1</base:id><link>https://shop.example/k1?a=1&amp;b=2</link><description><p>Un</p><p>caf&eacute;</p></description>
    <base:image_link>https://c.example/1.jpg</base:image_link>
    <base:additional_image_link>https://c.example/2.jpg</base:additional_image_link>
    <base:additional_image_link>https://c.example/3.jpg</base:additional_image_link>
    <base:price>100.00 EUR</base:price><base:sale_price>80.00 EUR</base:sale_price>
    <base:sale_price_effective_date>2026-09-01T00:00+0200/2026-09-30T23:59+0200</base:sale_price_effective_date>
    <base:availability>in_stock</base:availability><base:brand>Acme</base:brand><base:gtin>123</base:gtin>
    </item></channel></rss>"""
    (found,) = items(rows(tmp_path, "a.xml", content.encode("cp1252")))
    assert (found.id, found.title, found.description) == ("k1", "Bouilloire été", "Un café")
    assert found.link == "https://shop.example/k1?a=1&b=2"
    assert found.images == tuple(f"https://c.example/{n}.jpg" for n in (1, 2, 3))
    assert found.offer.sale is not None
    assert found.offer.sale.amount == 80
    assert found.offer.ends is not None
    assert found.offer.availability == "in stock"
    assert found.attributes == {"gtin": "123"}
    assert {use.how for use in mapping(Feed(source="a.xml"), tmp_path)} == {"dialect", "unused"}


def test_atom_links(tmp_path: Path) -> None:
    content = f"""<feed xmlns="http://www.w3.org/2005/Atom" {G}><title>S</title><entry><g:id>1</g:id><title>A</title>
    <link rel="self" href="https://x.example/self"/><link href="https://x.example/1"/></entry></feed>"""
    (found,) = items(rows(tmp_path, "a.xml", content))
    assert (found.title, found.link) == ("A", "https://x.example/1")


def test_a_broken_tail_keeps_what_was_read(tmp_path: Path) -> None:
    one = "<item><id>{}</id><title>T</title></item>\n"
    found = rows(tmp_path, "a.xml", "<rss>" + one.format(1) + one.format(2) + "<item><id>3</id><title>x & y</title>")
    assert [item.id for item in items(found)] == ["1", "2"]
    ((row, _, reason),) = reasons(found)
    assert row == 3
    assert "line 3" in reason


def test_bad_rows_are_rejected_and_the_rest_goes_on(tmp_path: Path) -> None:
    content = b"""id,title,price,prior_price,link
1,"Two
lines",12.50,0,
,No id,1,,
3,<b></b>,1,,
4,Four,cheap,,
5,Five,-3,,
6,Six,0,,
7,too,few
8,Bad \xff bytes,1,,
1,Again,1,,
9,Nine,n/a,,
10,Ten,10,20,javascript:alert(1)
11,Eleven,10,9,https://a.example
12,Douze \xc3\xa9t\xc3\xa9 \x00,10,15,
\xc3\xa9,\xc3\xa9,10,15,
"""
    found = rows(tmp_path, "a.csv", content, currency="EUR")
    assert [item.id for item in items(found)] == ["1", "9", "11", "12", "é"]
    assert items(found)[0].title == "Two lines"
    assert items(found)[2].offer.prior is None
    assert items(found)[3].title == "Douze été"
    assert reasons(found) == [
        (2, "id", "id is missing"),
        (3, "title", "title is empty"),
        (4, "price", "'cheap' is not a price"),
        (5, "price", "price is negative: '-3'"),
        (6, "price", "price is 0"),
        (7, "", "has 3 columns, the header has 5 (line 9)"),
        (8, "", "holds bytes that are not utf-8 (line 10)"),
        (9, "id", "id '1' already stands in row 1"),
        (11, "link", "link 'javascript:alert(1)' is not the address of a page"),
    ]


def test_prices_without_currency(tmp_path: Path) -> None:
    assert reasons(rows(tmp_path, "a.csv", "id,title,price\n1,A,5.00\n")) == [
        (1, "price", "the price '5.00' names no currency; set feed.currency")
    ]
    assert reasons(rows(tmp_path, "a.csv", "id,title,price,sale_price\n1,A,5 EUR,6 EUR\n")) == [
        (1, "sale_price", "sale_price 6 EUR is not below price 5 EUR")
    ]


def test_json_paths_patterns_and_broken_lines(tmp_path: Path) -> None:
    one = {"Id": 7, "Brand": "Acme", "Name": "Kettle", "Pics": [{"url": "a.png"}, {"url": "b.png"}], "tags": ["x", "y"],
           "Cost": {"value": 1.299, "currency": "KWD"}, "on": True, "none": None}  # fmt: skip
    two = {"Id": 8, "Name": "B", "Brand": "C", "price": 1e3}
    content = json.dumps(one) + "\nnot json\n\n" + "[1]\n" + json.dumps(two)
    chosen = {"image": "Pics.1.url", "title": "{Brand} {Name}", "price": "Cost.value", "currency": "Cost.currency",
              "attribute.first": "tags.0"}  # fmt: skip
    found = rows(tmp_path, "a.jsonl", content, map=chosen)
    first, second = items(found)
    assert (first.id, first.title, first.images) == ("7", "Acme Kettle", ("b.png",))
    assert first.offer.price is not None
    assert first.offer.price.amount == Decimal("1.299")
    assert first.attributes["tags"] == "x, y"
    assert first.attributes["first"] == "x"
    assert first.attributes["on"] == "true"
    assert second.id == "8"
    assert [(row, reason[:14]) for row, _, reason in reasons(found)] == [(2, "is not JSON: E"), (3, "is not an obje")]


@pytest.mark.parametrize("wrapped", ["{%s}", '{"store": {"stock": %s}}', '{"meta": {"n": 1}, "a": {"b": {"all": %s}}}'])
def test_json_lists_are_found_however_deep_they_lie(tmp_path: Path, wrapped: str) -> None:
    objects = '[{"id": 1, "title": "A", "price": "2 EUR"}]'
    content = wrapped.replace("{%s}", objects).replace("%s", objects)
    (found,) = items(rows(tmp_path, "a.json", content))
    assert found.id == "1"


PLAIN = "Référence;Titre;Prix (€);Prix barré;Catégorie;Image;Lien\nA1;Bouilloire;1 299,00;1.499,-;Cuisine;b.jpg;\n"
GERMAN = "Artikelnr;Bezeichnung;Preis;Streichpreis;Bild;Verfügbarkeit\nA1;Kessel;1.299,00 €;1499;b.jpg;auf Lager\n"
SHOPIFY = (
    "Handle,Title,Body (HTML),Vendor,Variant SKU,Variant Price,Variant Compare At Price,Image Src\n"
    "kettle,Kettle,<p>Hot</p>,Acme,K-1,1299.00,1499.00,b.jpg\nkettle,,,,K-2,1399.00,,c.jpg\nkettle,,,,,,,d.jpg\n"
)


@pytest.mark.parametrize("content", [PLAIN, GERMAN])
def test_headers_of_other_languages(tmp_path: Path, content: str) -> None:
    (found,) = items(rows(tmp_path, "a.csv", content, currency="EUR"))
    assert (found.id, found.images) == ("A1", ("b.jpg",))
    assert found.offer.price is not None
    assert found.offer.price.amount == 1299
    assert found.offer.prior is not None
    assert found.offer.prior.amount == 1499


def test_shopify_rows_of_one_product(tmp_path: Path) -> None:
    (one,) = items(rows(tmp_path, "a.csv", SHOPIFY, currency="EUR", group="Handle"))
    assert (one.id, one.title, one.images) == ("kettle", "Kettle", ("b.jpg", "d.jpg"))
    first, second = items(rows(tmp_path, "a.csv", SHOPIFY, currency="EUR", group="Handle", variants="each"))
    assert (first.id, second.id, second.title, second.description) == ("K-1", "K-2", "Kettle", "Hot")
    assert second.offer.price is not None
    assert second.offer.price.amount == 1399
    assert second.offer.prior is None


def test_groups_whose_rows_stand_apart_are_joined(tmp_path: Path) -> None:
    content = "slug,name,price\na,Alpha,0\nb,Beta,0\na,,5\nb,,6\n"
    found = items(rows(tmp_path, "a.csv", content, currency="EUR", group="slug"))
    assert [(item.id, item.row, str(item.offer.price and item.offer.price.amount)) for item in found] == [
        ("a", 1, "5"), ("b", 2, "6")]  # fmt: skip
    far = "slug,name,price\na,Alpha,4\n" + "".join(f"s{n},N,1\n" for n in range(1500)) + "a,,5\n"
    assert [row for row, _, _ in reasons(rows(tmp_path, "a.csv", far, currency="EUR", group="slug"))] == [1502]


def test_translations(tmp_path: Path) -> None:
    write(tmp_path, "de.csv", "id,locale,name\n1,de,Kessel\n2,fr,Théière\n3,de\n")
    found = rows(tmp_path, "a.csv", "id,title\n1,Kettle\n2,Pot\n", translations={"de-DE": {"source": "de.csv"}})
    kettle, pot = items(found)
    assert (kettle.text("title", "de-DE"), kettle.text("title", "fr-FR")) == ("Kessel", "Kettle")
    assert pot.text("title", "de-DE") == "Pot"
    assert [field for _, field, _ in reasons(found)] == ["translations.de-DE"]
    with pytest.raises(InputError, match=r"has no texts for es-ES \(it has de, fr\)"):
        rows(tmp_path, "a.csv", "id,title\n1,Kettle\n", translations={"es-ES": {"source": "de.csv"}})
    with pytest.raises(InputError, match=r"translations\.de\.key: the table has no column 'slug'"):
        rows(tmp_path, "a.csv", "id,title\n1,Kettle\n", translations={"de": {"source": "de.csv", "key": "slug"}})


def test_unit_prices(tmp_path: Path) -> None:
    content = (
        "id,title,price,unit_pricing_measure,unit_pricing_base_measure\n"
        "1,Oil,6.00 EUR,750 ml,1 l\n2,Tea,3.00 EUR,60g,100 g\n"
    )
    oil, tea = items(rows(tmp_path, "a.csv", content))
    assert (oil.offer.unit_price, oil.offer.unit_measure) == (Money(Decimal("8.00"), "EUR"), "1 l")
    assert tea.offer.unit_price is not None
    assert tea.offer.unit_price.amount == 5


def test_a_table_without_header(tmp_path: Path) -> None:
    chosen = {"id": "column1", "title": "column2"}
    found = rows(tmp_path, "a.csv", "7,Kettle,12.50\n8,Pot,3\n", currency="EUR", map=chosen)
    assert [item.title for item in items(found)] == ["Kettle", "Pot"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(body=st.binary(max_size=200), name=st.sampled_from(["a.csv", "a.json", "a.jsonl", "a.xml"]))
def test_any_bytes_give_rows_or_an_input_error(tmp_path: Path, body: bytes, name: str) -> None:
    heads = {"a.csv": b"id,title,price,rating,sale_price_effective_date\n1,", "a.json": b'[{"id":1,"title":"',
             "a.jsonl": b'{"id": 1}\n', "a.xml": b"<rss><item><id>1</id><title>"}  # fmt: skip
    for content in (body, heads[name] + body):
        write(tmp_path, name, content)
        try:
            for row in read(Feed(source=name, currency="EUR"), tmp_path):
                assert isinstance(row, (FeedItem, RejectedRow))
        except InputError:
            continue
