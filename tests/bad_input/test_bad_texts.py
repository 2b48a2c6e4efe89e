"""Texts: what they may not do is refused when the campaign is read; feed values are shown, never run."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from bad_shop import Shop

from renderer.copywriting import texts


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{{ itm.title }}", "unknown name 'itm' (did you mean 'item'?)"),
        ("{{ item.titel }}", "unknown field 'item.titel' (did you mean 'title'?)"),
        ("{{ item['titel'] }}", "unknown field 'item.titel' (did you mean 'title'?)"),
        ("{{ flight.begin }}", "unknown field 'flight.begin'"),
        ("{{ item.title | uper }}", "unknown filter 'uper' (did you mean 'upper'?)"),
        ("{{ item.title", "a '{{' is not closed properly"),
        ("{% if item.title %}x", "'{% if %}' needs an '{% endif %}'"),
        ("{% for i in range(10**9) %}x{% endfor %}", "loops are not allowed in a text"),
        ("{% set a = 1 %}", "assignments are not allowed"),
        ("{% include 'x' %}", "includes are not allowed"),
        ("{{ 'x' * 1000000000 }}", "multiplications are not allowed"),
        ("{{ '%999999999d' % 1 }}", "not allowed in a text"),
        ("{{ 9 ** 9 ** 9 }}", "powers are not allowed"),
        ("{{ item.title.upper() }}", "calls are not allowed"),
        ("{{ item.__class__ }}", "'__class__' is not allowed"),
        ("{{ item.title['__class__'] }}", "'__class__' is not allowed"),
        ("{{ item.title | money }}", "money needs a price, like item.price, not 'Sample'"),
        ("{{ item.title | date }}", "date needs a day, like flight.end, not 'Sample'"),
        ("{{ flight.end | date('foo') }}", "'foo' is not a date pattern"),
        ("{{ item.title | percent }}", "percent needs a number"),
        ("{{ item.title | replace('', 'x') }}", "replace needs a text to look for"),
        ("{{ item.rating | round(99999999) }}", "round takes 0 to 10 decimals"),
        ("{{ 1 / 0 }}", "division by zero"),
        ("{{ " + "(" * 500 + "1" + ")" * 500 + " }}", "is nested too deeply"),
        ("Buy { item.title }", "'{ item.title }' needs two braces on each side: '{{ item.title }}'"),
        ("x" * 4001, "is longer than 4000 characters"),
        ("{{ item.attributes.colour }}", "the feed has no further column 'colour'"),
    ],
)
def test_a_text_that_cannot_work_is_refused_with_its_place(shop: Shop, text: str, told: str) -> None:
    shop.messages("\n    headline: >-\n      " + text)
    lines = shop.render().refused("campaign.yaml:10: messages.en-GB.headline: ", told)
    assert len(lines) == 1


def test_a_click_address_is_a_text_too(shop: Shop) -> None:
    shop.campaign("rectangle]", 'rectangle]\n    click_url: "https://x/{{ itm.id }}"')
    shop.render().refused("campaign.yaml:12: placements[0].click_url: unknown name 'itm'")


def test_texts_where_no_item_is_shown(shop: Shop) -> None:
    shop.messages('{headline: "{{ item.title }}"}')
    shop.file.write_text(shop.file.read_text() + "    items: none\n")
    shop.render().refused("messages.en-GB.headline: ", "(no item is shown here)")
    shop.messages('{headline: "{% if item %}{{ item.title }}{% else %}Toucan{% endif %}"}')
    shop.file.write_text(shop.file.read_text() + "    items: none\n")
    assert shop.render().code == 0


def test_a_column_is_meant_by_a_near_name(shop: Shop) -> None:
    shop.messages('{headline: "{{ item.attributes.colr }}"}')
    shop.rows("a,A,2 EUR,kettle.png,https://t,red", header="id,title,price,image_link,link,colour")
    shop.render().refused("no further column 'colr'")
    shop.messages("{headline: \"{{ item.attributes.colr | default('') }}\"}")
    assert shop.render().code == 0


def test_values_that_one_item_lacks_cost_that_item_only(shop: Shop) -> None:
    shop.messages('{headline: "Only {{ item.price }}"}')
    shop.rows("a,A,2 EUR,kettle.png,https://t", "b,B,,kettle.png,https://t")
    ran = shop.render()
    assert ran.code == 3, ran
    assert shop.creative("a")["status"] == "ok"
    bad = shop.creative("b")
    assert bad["status"] == "error"
    assert bad["files"] == []
    assert bad["error"].startswith("'Only {{ item.price }}': the item has no such value; write {% if ... %} around it")
    assert "internal error" not in ran.err
    shop.whole()


def test_prices_are_shown_as_the_locale_writes_them() -> None:
    scope: dict[str, Any] = texts._sample(True)
    assert texts.fill("{{ item.price }}", scope) == "€19.90"
    assert texts.fill("{{ item.price | money }}", scope) == "€19.90"
    assert texts.fill("{{ item.rating | round(0) }}", scope) == "4"


@pytest.mark.parametrize("depth", [3, 9])
def test_repetition_is_bounded(depth: int) -> None:
    text = "{{ item.title" + "| replace('x', 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx')" * depth + " }}"
    scope = texts._sample(True)
    scope["item"].title = "x" * 100
    started = time.monotonic()
    with pytest.raises(texts.TextError, match="more than 8000 characters"):
        texts.fill(text, scope)
    assert time.monotonic() - started < 1


def test_jinja_in_a_feed_is_shown_as_it_stands(shop: Shop) -> None:
    shop.messages('{headline: "{{ item.title }}", cta: Go}')
    shop.campaign(text=shop.file.read_text() + '    click_url: "https://t/{{ item.title }}"\n')
    shop.rows(
        "a,{{ 7*7 }}{% for i in x %},2 EUR,kettle.png,https://t", "b,{{ item.__class__ }},2 EUR,kettle.png,https://t"
    )
    ran = shop.render()
    assert ran.code == 0, ran
    assert shop.creative("a")["click_url"] == "https://t/{{%207*7%20}}{%%20for%20i%20in%20x%20%}"
    assert shop.creative("b")["click_url"] == "https://t/{{%20item.__class__%20}}"


def test_click_addresses_have_no_characters_that_addresses_may_not_have(shop: Shop) -> None:
    shop.campaign(
        text=shop.file.read_text()
        + '    click_url: "https://t/?m=%%CACHE%%&n={{ item.title | urlencode }}&c=old kettle"\n'
    )
    shop.rows("a,Tea & milk 5%,2 EUR,kettle.png,https://t")
    assert shop.render().code == 0
    assert shop.creative("a")["click_url"] == "https://t/?m=%%CACHE%%&n=Tea%20%26%20milk%205%25&c=old%20kettle"


@pytest.mark.parametrize(
    ("link", "click"),
    [
        ("https://t.example/a b", "https://t.example/a%20b"),
        ("https://thé.example/café?q=é#ü", "https://xn--th-cja.example/caf%C3%A9?q=%C3%A9#%C3%BC"),
        ("https://t.example/caf%C3%A9?a=1&amp;amp;b=2", "https://t.example/caf%C3%A9?a=1&b=2"),
        ("https://t.example/a?b=1#top", "https://t.example/a?b=1#top"),
    ],
)
def test_a_feeds_own_link_becomes_an_address(shop: Shop, link: str, click: str) -> None:
    shop.rows(f"a,A,2 EUR,kettle.png,{link}")
    assert shop.render().code == 0
    assert shop.creative("a")["click_url"] == click


@pytest.mark.parametrize(
    ("link", "click"),
    [
        ("https://t/a", "https://t/a?utm_content=a&x=1"),
        ("https://t/a?b=1", "https://t/a?b=1&utm_content=a&x=1"),
        ("https://t/a?", "https://t/a?utm_content=a&x=1"),
        ("https://t/a?b=1#top?", "https://t/a?b=1&utm_content=a&x=1#top?"),
        ("", ""),
    ],
)
@pytest.mark.parametrize("sign", ["?", "&"])
def test_parameters_join_those_of_the_items_link(shop: Shop, link: str, click: str, sign: str) -> None:
    pattern = "{{ item.link }}" + sign + "utm_content={{ item.id }}&x=1"
    shop.campaign("rectangle]", f'rectangle]\n    click_url: "{pattern}"')
    shop.rows(f"a,A,2 EUR,kettle.png,{link}")
    shop.render()
    assert shop.creative("a")["click_url"] == click


def test_a_one_letter_title_and_forty_words(shop: Shop) -> None:
    words = " ".join(f"word{number}" for number in range(40))
    shop.rows("x,X,2 EUR,kettle.png,https://t", f"long,{words},2 EUR,kettle.png,https://t")
    ran = shop.render()
    assert ran.code in (0, 1), ran
    assert shop.creative("x")["status"] == "ok"
    assert shop.creative("long")["files"]


FORTY = " ".join(["Discover", *(f"word{number}" for number in range(38)), "today"])


SIX = ("billboard", "leaderboard", "skyscraper", "medium-rectangle", "half-page", "smartphone-wide-banner")


def _with_headline(shop: Shop, headline: str) -> list[dict[str, Any]]:
    """A creative of each of six shapes, with this headline."""
    shop.rows("kettle,Kettle,2 EUR,kettle.png,https://t")
    shop.messages(f"{{headline: {headline}, cta: Shop now}}")
    shop.file.write_text(shop.file.read_text().replace("iab/medium-rectangle", ", ".join(f"iab/{one}" for one in SIX)))
    assert shop.render().code == 0
    shop.whole()
    made: list[dict[str, Any]] = shop.manifest()["creatives"]
    assert len(made) == 6
    return made


def _told(one: dict[str, Any]) -> dict[str, str]:
    """Message by check, without notes: how space is used is no matter of the headline."""
    return {finding["check"]: finding["message"] for finding in one["findings"] if finding["status"] != "note"}


def test_of_a_headline_of_forty_words_the_short_form_is_shown(shop: Shop) -> None:
    for one in _with_headline(shop, f"{{text: {FORTY}, short: New kettles}}"):
        assert (one["rung"], one["status"], _told(one)) == ("short", "ok", {}), one["key"]


def test_a_headline_of_forty_words_without_one_is_shown_whole_or_cut_at_a_word_and_told(shop: Shop) -> None:
    made = _with_headline(shop, FORTY)
    for one in made:
        found = _told(one)
        if "headline" in one["dropped"]:
            continue
        if one["rung"] == "shrunk":  # whole: there was room for more lines
            assert (one["status"], found) == ("ok", {})
            continue
        assert (one["rung"], one["status"]) == ("ellipsis", "warn"), one["key"]
        cut = re.search("The headline was cut to 'Discover (?:word[0-9]+ )*word[0-9]+…'", found["text/ellipsis"])
        assert cut, found
    assert [one["format"] for one in made if "headline" in one["dropped"]] == ["iab/smartphone-wide-banner"]
    assert {"shrunk", "ellipsis"} <= {one["rung"] for one in made}
    assert shop.render("--strict").code == 1


def test_a_headline_of_one_endless_word_is_left_out_and_told(shop: Shop) -> None:
    shop.rows("kettle,Kettle,2 EUR,kettle.png,https://t")
    shop.messages(f"{{headline: {'W' * 300}, cta: Shop now}}")
    assert shop.render().code == 0
    one = shop.creative("kettle")
    assert (one["status"], one["dropped"], list(shop.findings("kettle"))) == ("warn", ["headline"], ["text/dropped"])


def test_scripts_of_the_world(shop: Shop) -> None:
    shop.messages('{headline: "{{ item.title }}", cta: Go}')
    shop.rows(*(f"{id_},{title},2 EUR,kettle.png,https://t" for id_, title in {
        "ar": "غلاية كهربائية", "he": "קומקום פלדה", "ja": "電気ケトル", "emoji": "Kettle 😀🎉", "thai": "กาต้มน้ำ",
        "marks": "e" + "\u0301" * 60, "hidden": "A\u200bB\u202eC",
    }.items()))  # fmt: skip
    ran = shop.render()
    assert ran.code == 1, ran
    found = {one["items"][0]: one["status"] for one in shop.manifest()["creatives"]}
    assert {id_ for id_, status in found.items() if status == "fail"} == {"thai"}
    assert "'ก' U+0E01 THAI CHARACTER KO KAI" in shop.findings("thai")["text/missing-glyph"]
    shop.whole()
