"""A feed that is wrong: as a whole exit 2, a row of it `rejected_rows` with its reason, and the others made."""

from __future__ import annotations

import pytest
from bad_shop import FEED, Shop

REST = "kettle.png,https://t.example"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (None, "campaign.yaml:6: feed.source: no such file: feed.csv"),
        (b"", "campaign.yaml:6: feed.source: feed.csv is empty"),
        (b" \n\n", "feed.csv is empty"),
        (b"id,title,price\n", "campaign.yaml:6: feed.source: feed.csv has no rows"),
        (b"foo;bar\n1;2\n", "campaign.yaml:5: feed.map: no column of feed.csv is known as the id (it has bar, foo)"),
        (b"id;bar\n1;2\n", "campaign.yaml:5: feed.map: no column of feed.csv is known as the title (it has "),
        (b"PK\3\4rest", "feed.csv is a packed file or a spreadsheet; export it as CSV"),
        (b"<html><body>404</body></html>", "feed.csv is XML, but neither an RSS nor an Atom feed: its root is <html>"),
        (b'[{"id":"a","title":"A"', "feed.csv:1: is not JSON"),
        (b"[" * 100_000, "feed.csv is nested too deep"),
        (b"<rss>" + b"<a>" * 100_000, "feed.csv:1: is not well-formed XML"),
        (b'<!DOCTYPE r [<!ENTITY a "b">]><rss><channel/></rss>', "feed.csv:1: declares entities"),
    ],
)
def test_a_feed_that_is_unusable_as_a_whole(shop: Shop, content: bytes | None, told: str) -> None:
    if content is None:
        shop.feed.unlink()
    else:
        shop.feed.write_bytes(content)
    assert len(shop.render().refused(told)) == 1


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("source: fed.csv", "campaign.yaml:6: feed.source: no such file: fed.csv (did you mean 'feed.csv'?)"),
        ("source: images", "campaign.yaml:6: feed.source: images cannot be read"),
        ("source: https://x.example/f.csv", "campaign.yaml:6: feed.source: 'https://x.example/f.csv' is an address"),
        ("source: feed.csv\n  dialect: google-rss",
         "campaign.yaml:7: feed.dialect: feed.csv is no 'google-rss' feed; it looks like 'csv'"),
        ("source: feed.csv\n  map: {title: product_nam}",
         "campaign.yaml:7: feed.map.title: the feed has no column 'product_nam'"),
        ("source: feed.csv\n  map: {titel: title}", "campaign.yaml:7: feed.map.titel: unknown field 'titel' (did you mean"),  # noqa: E501
        ("source: feed.csv\n  translations: {fr-FR: {source: fr.csv}}",
         "campaign.yaml:7: feed.translations.fr-FR.source: no such file: fr.csv"),
    ],
)  # fmt: skip
def test_feed_settings_that_are_wrong_are_told_in_the_campaign(shop: Shop, written: str, told: str) -> None:
    shop.campaign("source: feed.csv", written)
    shop.render().refused(told)


def test_rows_that_cannot_be_items_are_left_out_and_told(shop: Shop) -> None:
    shop.rows(
        f"a,One,2 EUR,{REST}",
        f"a,Again,3 EUR,{REST}",
        f",No id,2 EUR,{REST}",
        f"b,,2 EUR,{REST}",
        f"c,<b></b>,2 EUR,{REST}",
        f"d,Free,0 EUR,{REST}",
        f"e,Below,-3 EUR,{REST}",
        f"f,Word,cheap,{REST}",
        f"g,Bare,5,{REST}",
        "h,short",
        f'i,Comma,"1.299,50 €",{REST}',
        f"j,No price,,{REST}",
        f"A,Capital,2 EUR,{REST}",
    )
    ran = shop.render()
    assert ran.code == 0, ran
    assert [one["items"][0] for one in shop.manifest()["creatives"]] == ["a", "i", "j"]
    rows = shop.rejected()
    assert {row: (id_, field) for row, (id_, field, _) in rows.items()} == {
        2: ("a", "id"), 3: ("", "id"), 4: ("b", "title"), 5: ("c", "title"), 6: ("d", "price"), 7: ("e", "price"),
        8: ("f", "price"), 9: ("g", "price"), 10: ("", ""), 13: ("A", "id"),
    }  # fmt: skip
    assert rows[2][2] == "id 'a' already stands in row 1"
    assert rows[6][2] == "price is 0"
    assert "set feed.currency" in rows[9][2]
    assert "its files would lie where those of id 'a' (row 1) do" in rows[13][2]
    assert "feed.csv: row 2 left out: id 'a' already stands in row 1" in ran.err
    assert "feed.csv: 5 more rows left out, see the manifest" in ran.err
    shop.whole()
    assert shop.render("--strict").code == 1


def test_a_feed_of_bad_rows_only_is_refused_and_removes_nothing(shop: Shop) -> None:
    assert shop.render().code == 0
    before = shop.manifest()
    shop.rows(f"a,,2 EUR,{REST}", f"b,Free,0 EUR,{REST}", f"c,Below,-3 EUR,{REST}")
    told = (
        "campaign.yaml:6: feed.source: no row of feed.csv can be an item: 2 of 3 for their price, such as row 2: price"
    )
    for words in (("campaign.yaml", "-j", "0"), ("plan",), ("check",)):
        assert len(shop.run(*words).refused(told)) == 1
    assert shop.manifest() == before
    shop.whole()


def test_ids_are_never_paths(shop: Shop) -> None:
    ids = ["../../x", "CON", "nul", "i" * 300, "😀", "a b", "a/b", "..", ".", "~", "-", "$(id)", "a\u0301"]
    shop.rows(*(f"{id_},Item,2 EUR,{REST}" for id_ in ids))
    ran = shop.render()
    assert ran.code == 0, ran
    creatives = shop.manifest()["creatives"]
    assert [one["items"][0] for one in creatives] == ids
    folders = [one["key"].rpartition("/")[2] for one in creatives]
    assert len({folder.casefold() for folder in folders}) == len(ids)
    for folder in folders:
        assert folder.isascii()
        assert len(folder) <= 80
        assert folder.strip(".") == folder
        assert folder.lower() not in ("con", "nul")
    shop.whole()
    assert sorted(path.name for path in shop.folder.iterdir()) == [
        "brand",
        "campaign.yaml",
        "feed.csv",
        "images",
        "output",
    ]


@pytest.mark.parametrize(
    "content",
    [b"\xef\xbb\xbf" + FEED.encode(), FEED.replace("Steel", "Th\u00e9i\u00e8re").encode("cp1252"), FEED.encode("utf-16"),  # noqa: E501
     FEED.replace(",", ";").encode(), FEED.replace(",", "\t").replace("\n", "\r\n").encode()],
)  # fmt: skip
def test_encodings_and_delimiters_of_spreadsheets(shop: Shop, content: bytes) -> None:
    shop.feed.write_bytes(content)
    ran = shop.render()
    assert ran.code == 0, ran
    assert [one["items"][0] for one in shop.manifest()["creatives"]] == ["kettle", "lamp"]


def test_prices_in_odd_forms(shop: Shop) -> None:
    from renderer.feeds.money import parse_money

    for text in ("1e3 EUR", "9" * 18 + " EUR", "1.2.3 EUR", "NaN EUR", "inf EUR", "0x10 EUR", "12 XXQ", "1,2,3"):
        with pytest.raises(ValueError, match=r"is not|currency"):
            parse_money(text, "EUR")
    assert str(parse_money("€ 1.299,–".replace(",–", ""), "EUR").amount) == "1299"
