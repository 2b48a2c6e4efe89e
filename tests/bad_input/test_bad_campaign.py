"""A campaign file that is wrong: one line a mistake, with file, line, key and what was meant; exit 2."""

from __future__ import annotations

import time

import pytest
from bad_shop import CAMPAIGN, Shop

from renderer.loading.catalogue import load_catalogue


def test_the_shop_itself_is_fine(shop: Shop) -> None:
    ran = shop.render()
    assert ran.code == 0, ran
    assert shop.manifest()["counts"]["ok"] == 2
    shop.whole()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("iab/medium-rectangle", "iab/mpu2",
         "campaign.yaml:11: placements[0].formats[0]: unknown format 'iab/mpu2' (did you mean 'iab/medium-rectangle'?)"),  # noqa: E501
        ("iab/medium-rectangle", "300x250",
         "placements[0].formats[0]: unknown format '300x250' (did you mean 'iab/medium-rectangle'?)"),
        ("iab/medium-rectangle", "socal", "unknown format 'socal' (did you mean 'social'?)"),
        ("[iab/medium-rectangle]", "[]", "campaign.yaml:11: placements[0].formats: must name at least one"),
        ("brand: toucan", "brand: tucan", "campaign.yaml:2: brand: no brand 'tucan' (did you mean 'toucan'?)"),
        ("rectangle]", "rectangle]\n    networks: [iab, goggle-ads]",
         "campaign.yaml:12: placements[0].networks[1]: unknown network 'goggle-ads' (did you mean 'google-ads'?)"),
        ("rectangle]", "rectangle]\n    networks: goggle-ads", "campaign.yaml:12: placements[0].networks: unknown network"),  # noqa: E501
        ("locales:", "locals: x\nlocales:", "campaign.yaml:4: locals: unknown key 'locals' (did you mean 'locales'?)"),
        ("images: images", "imges: images", "campaign.yaml:7: feed.imges: unknown key 'imges' (did you mean 'images'?)"),  # noqa: E501
        ("headline:", "hedline:", "messages.en-GB.hedline: unknown key 'hedline' (did you mean 'headline'?)"),
        ("formats:", "format:", "placements[0].format: unknown key 'format' (did you mean 'formats'?)"),
        ("placements:", "segments:\n  - {id: x, itms: 3}\nplacements:",
         "campaign.yaml:11: segments[0].itms: unknown key 'itms' (did you mean 'items'?)"),
        ("rectangle]", "rectangle]\n    as: [gift]", "placements[0].as[0]: 'gift' is not one of"),
        ("2026-09-30", "2026-08-30", "campaign.yaml:3: flight: ends (2026-08-30) before it starts (2026-09-01)"),
        ("2026-09-30", "30/09/2026", "flight.end: '30/09/2026' is not a date: write it as YYYY-MM-DD"),
        ("2026-09-30", "2026-09-31", "flight.end: '2026-09-31' is not a date"),
        ("2026-09-30}", "2026-09-30, timezone: Europe/Pari}", "flight.timezone: 'Europe/Pari' is not a time zone"),
        ("[en-GB]", "[english]", "campaign.yaml:4: locales[0]: 'english' is not a locale: write it like fr-FR"),
        ("[en-GB]", "[en-GB, xx-YY]", "campaign.yaml:4: locales[1]: unknown language 'xx' in 'xx-YY'"),
        ("[en-GB]", "[en-GB, fr-XX]", "campaign.yaml:4: locales[1]: unknown country 'XX' in 'fr-XX'"),
        ("en-GB: {headline", "fr-FR: {headline",
         "campaign.yaml:9: messages.fr-FR: 'fr-FR' is not among the campaign's locales (en-GB)"),
        ("feed:", 'items: {where: "prise > 3"}\nfeed:', "items.where: unknown field 'prise' (did you mean 'price'?)"),
        ("feed:", "items: {limit: 0}\nfeed:", "campaign.yaml:5: items.limit: must be at least 1, not 0"),
        ("feed:", "items: {limit: many}\nfeed:", "campaign.yaml:5: items.limit: must be a whole number, not 'many'"),
        ("flight: {start: 2026-09-01, end: 2026-09-30}", "flight: soon",
         "campaign.yaml:3: flight: must hold keys and values, not 'soon'"),
        ("feed:", "arms: x\nfeed:", "campaign.yaml:5: arms: must be a list, not 'x'"),
        ("feed:", "arms: [{id: a}, {id: A}]\nfeed:", "arms: names the arm 'a' twice"),
        ('"Now at Toucan"', "5", "messages.en-GB.headline: must be text, not 5; put it in quotes"),
        ('"Now at Toucan"', "[a]", "messages.en-GB.headline: must be text, not a list"),
        ("images: images", "images: images\n  currency: euros", "feed.currency: 'euros' is not a currency"),
        ("name: demo", "name: ../x", "campaign.yaml:1: name: '../x' is not a name"),
        ("placements:\n", "placements:\n  - {id: x, formats: social}\n  - {id: X, formats: social}\n",
         "campaign.yaml:12: placements[1].id: another placement has the id 'X' already"),
        ("feed:", "items: {where: \"attribute.imge_link == 'x'\"}\nfeed:",
         "campaign.yaml:5: items.where: the feed has no further column 'imge_link' (did you mean 'image_link'?)"),
        ("feed:", "items: {sort: -attribute.stock}\nfeed:",
         "campaign.yaml:5: items.sort: the feed has no further column 'stock'"),
        ("rectangle]", "rectangle]\n    click_url: \"javascript:alert(1)\"",
         "placements[0].click_url: is no address that a click may lead to"),
        ("rectangle]", "rectangle]\n    click_url: \"www.toucan.example/{{ item.id }}\"",
         "placements[0].click_url: is no address that a click may lead to; begin it with https://"),
        ("iab/medium-rectangle", "mobil/*", "unknown format 'mobil/*'"),
        ("{start: 2026", "{start:2026", "flight.start:2026-09-01: 'start:2026-09-01' needs a space behind the ':'"),
        ("Now at Toucan", "{{ item.title }", "headline: a '{{' is closed by a single '}': it needs two, '}}'"),
        ("Now at Toucan", "{ item.title | upper }}", "needs two braces on each side: '{{ item.title | upper }}'"),
        ("Now at Toucan", "item.title }}", "headline: 'item.title }}' has no '{{' before it"),
        ("brand: toucan", "brand: acme", "campaign.yaml:2: brand: no brand 'acme' (choose from toucan, "),
        ("iab/medium-rectangle", "zzz", "unknown format 'zzz' (choose from iab-fixed, "),
        ("rectangle]", "rectangle]\n    networks: zzz", "unknown network 'zzz' (choose from adform, amazon, "),
        ("[en-GB]", "", "campaign.yaml:4: locales: is empty"),
        ("locales:", "zzz: 1\nlocales:", "campaign.yaml:4: zzz: unknown key 'zzz' (choose from arms, brand, "),
        ("locales:", "brand: twice\nlocales:", "brand: is written twice (first on line 2)"),
    ],
)  # fmt: skip
def test_one_mistake_is_told_with_its_place(shop: Shop, old: str, new: str, told: str) -> None:
    shop.campaign(old, new)
    lines = shop.render().refused(told)
    assert len(lines) == 1
    assert not (shop.folder / "output/demo").exists()


def test_misspelt_keys_hide_no_other_mistake(shop: Shop) -> None:
    written = CAMPAIGN.replace("brand: toucan", "brnd: acme").replace("locales:", "locals:")
    written = written.replace("feed.csv", "fed.csv").replace("headline:", "hedline:").replace("rectangle", "rectangel")
    shop.campaign(text=written)
    assert [line.split(": ")[:2] for line in shop.render().refused()] == [
        ["campaign.yaml:2", "brnd"], ["campaign.yaml:2", "brand"], ["campaign.yaml:4", "locals"],
        ["campaign.yaml:6", "feed.source"], ["campaign.yaml:9", "messages.en-GB.hedline"],
        ["campaign.yaml:11", "placements[0].formats[0]"],
    ]  # fmt: skip


def test_a_mistake_within_a_list_hides_no_other(shop: Shop) -> None:
    shop.campaign("feed:", "segments:\n  - {id: a b}\nfeed:")
    shop.file.write_text(shop.file.read_text().replace("Now at", "{{ itm }}"))
    assert [line.split(": ")[1] for line in shop.render().refused()] == ["segments[0].id", "messages.en-GB.headline"]


def test_every_mistake_of_the_file_is_told_at_once_in_its_order(shop: Shop) -> None:
    shop.campaign(text=CAMPAIGN.replace("brand: toucan", "brand: tucan").replace("feed.csv", "fed.csv")
                  .replace("Now at", "{{ itm }}").replace("iab/medium", "iab/medum"))  # fmt: skip
    lines = shop.render().refused()
    assert [line.split(":")[1] for line in lines] == ["2", "6", "9", "11"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "campaign.yaml: is empty"),
        (b"# nothing yet\n", "campaign.yaml: is empty"),
        (b"hello", "campaign.yaml:1: must hold keys and values"),
        (b"- a\n- b", "campaign.yaml:1: must hold keys and values"),
        (CAMPAIGN.replace("  source", "\tsource").encode(), "campaign.yaml:6: is not valid YAML: a tab stands"),
        (
            CAMPAIGN.replace("Now", "\u00c9t\u00e9").encode("cp1252"),
            "campaign.yaml:9: is not UTF-8 text; save it as UTF-8",
        ),
        (b"name: a: b\n", "campaign.yaml:1: is not valid YAML: a second ':' in one line"),
        (b"name: [a\nbrand: b\n", "is not valid YAML"),
        (b"\0\1", "campaign.yaml:1: is not valid YAML: control characters"),
        (b"a: &a [*a]\n", "campaign.yaml:1: is nested deeper than 40 levels"),
        (b'a: !!python/object/apply:os.system ["id"]\n', "the tag 'tag:yaml.org,2002:python/object/apply:os.system'"),
        (b"a: !!python/name:os.system x\n", "is not allowed"),
        (b"? [a]\n: 1\n", "a key must be a word"),
    ],
)
def test_a_file_that_is_no_campaign(shop: Shop, content: bytes, told: str) -> None:
    shop.file.write_bytes(content)
    assert len(shop.render().refused(told)) == 1


def test_a_bomb_of_aliases_is_refused_quickly(shop: Shop) -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x, x]"]
    for before, one in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"{one}: &{one} [{', '.join([f'*{before}'] * 10)}]")
    shop.file.write_text("\n".join(lines))
    started = time.monotonic()
    shop.render().refused("has over 100000 values once its aliases are expanded")
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("content", ["[" * 100_000, "- " * 100_000, "{a: " * 50_000, "? " * 100_000])
def test_nesting_without_end_cannot_exhaust_the_stack(shop: Shop, content: str) -> None:
    shop.file.write_text(content)
    # libyaml's recursion would kill the process, so it is tried in one of its own
    shop.process("campaign.yaml").refused("campaign.yaml:1: is nested deeper than 40 levels")


def test_files_that_are_not_there(shop: Shop) -> None:
    shop.run("campain.yaml").refused("campain.yaml: no such file (did you mean 'campaign.yaml'?)")
    shop.run("images").refused("images/campaign.yaml: no such file; name a campaign file, or start one: render init")
    shop.run("feed.csv").refused("feed.csv: is no campaign file; to see what a feed holds: render feed feed.csv")
    assert shop.run(".", "-j", "0").code == 0


def test_ids_given_and_ids_made_do_not_meet(shop: Shop) -> None:
    shop.campaign("rectangle]\n", "rectangle]\n  - {id: iab-medium-rectangle, formats: iab/leaderboard}\n")
    assert shop.render().code == 0
    found = {one["placement"] for one in shop.manifest()["creatives"]}
    assert found == {"iab-medium-rectangle", "iab-medium-rectangle-2"}


def test_several_messages_need_ids_that_differ_in_more_than_capitals(shop: Shop) -> None:
    shop.messages("[{id: a, headline: x}, {id: A, headline: y}]")
    shop.render().refused("campaign.yaml:9: messages.en-GB: several messages need an 'id' each, and each another one")


def test_outputs_that_cannot_be_painted_are_skipped_with_their_reason(shop: Shop) -> None:
    shop.campaign("rectangle]", "rectangle]\n    as: [video]")
    ran = shop.render()
    assert ran.code == 0, ran
    assert "nothing to make: " in ran.err
    (skipped,) = shop.manifest()["skipped"]
    assert skipped["format"] == "iab/medium-rectangle"
    assert "video" in skipped["reason"]


def test_a_rule_that_no_item_meets_makes_nothing_and_says_so(shop: Shop) -> None:
    shop.campaign("feed:", 'items: {where: "price > 1000"}\nfeed:')
    for words in (("campaign.yaml", "-j", "0"), ("plan",)):
        ran = shop.run(*words)
        assert ran.code == 0, ran
        assert ran.err == 'nothing to make: items.where "price > 1000" does not match any of the feed\'s 2 items\n'
    assert shop.manifest()["creatives"] == []


def test_a_feed_without_a_price_says_so(shop: Shop) -> None:
    shop.rows("kettle,Kettle,9.90 EUR", header="id,title,cost")
    ran = shop.render()
    assert ran.code == 0, ran
    assert "feed.csv: no item has a price; if a column holds it, name it: feed.map.price" in ran.err.splitlines()


def test_prices_that_may_mean_a_thousand_times_as_much_are_told(shop: Shop) -> None:
    shop.rows("kettle,Kettle,12.990 EUR,kettle.png,https://t")
    told = "feed.csv: prices like '12.990 EUR' are read without decimals; if they have some, set feed.decimal"
    assert told in shop.render().err.splitlines()


def test_a_glob_may_name_a_channel(shop: Shop) -> None:
    shop.campaign("iab/medium-rectangle", "mobile/*")
    planned = shop.run("plan", "--json").json
    found = {cell["format"] for cell in planned["coverage"]} | {one["format"] for one in planned["skipped"]}
    formats = load_catalogue().formats.values()
    assert found == {one.id for one in formats if one.channel == "mobile"}
    assert {"iab/smartphone-wide-banner", "iab/mobile-interstitial", "iab/flex-16x9"} < found


def test_everything_that_there_is_is_made_or_skipped_with_a_reason(shop: Shop) -> None:
    shop.campaign("[iab/medium-rectangle]", "['*/*']")
    planned = shop.run("plan", "--json").json
    formats = load_catalogue().formats
    reasons = {one["format"]: one["reason"] for one in planned["skipped"]}
    assert reasons == {id_: one.no_still() for id_, one in formats.items() if one.no_still()}
    assert {cell["format"] for cell in planned["coverage"]} == set(formats) - set(reasons)
    assert reasons["messaging/sms"] == "is text alone, without a picture"


def test_mistakes_of_form_do_not_hide_mistakes_of_meaning(shop: Shop) -> None:
    shop.campaign("name: demo", "nmae: demo")
    text = shop.file.read_text().replace("brand: toucan", "brand: tucan").replace("images: images", "imges: images")
    text = text.replace("iab/medium-rectangle", "iab/mediun-rectangle").replace("Now at Toucan", "{{ item.titel }}")
    shop.file.write_text(text)
    lines = shop.render().refused("'nmae'", "'tucan'", "'imges'", "'iab/mediun-rectangle'", "item.titel")
    assert len(lines) == 5
    assert [int(line.split(":")[1]) for line in lines] == sorted(int(line.split(":")[1]) for line in lines)


@pytest.mark.parametrize(
    ("click", "finding"), [("", ""), ('\n    click_url: "{{ item.link }}"', "click_url comes out empty")]
)
def test_a_creative_that_leads_nowhere(shop: Shop, click: str, finding: str) -> None:
    """A finding where an address was meant to be; one line for the run where nobody gave any."""
    shop.campaign("rectangle]", f"rectangle]{click}")
    shop.rows("kettle,Kettle,9.90 EUR,kettle.png,", "lamp,Lamp,9.90 EUR,lamp.png,www.t.example/lamp")
    ran = shop.render()
    assert ran.code == 0, ran
    note = "campaign.yaml: no click_url for iab-medium-rectangle: where the feed gives no link, clicks lead nowhere"
    assert (note in ran.err.splitlines()) != bool(click)
    assert shop.findings("kettle").get("click/no-address", "").endswith(finding)
    assert bool(shop.findings("kettle")) == bool(finding)
    assert "'www.t.example/lamp' is no address" in shop.findings("lamp")["click/no-address"]


@pytest.mark.parametrize(("end", "warned"), [("2026-09-12", True), ("2026-09-30", False), ("2026-10-31", False)])
def test_a_sale_that_ends_within_the_flight(shop: Shop, end: str, warned: bool) -> None:
    header = "id,title,price,sale_price,sale_price_effective_date,image_link,link"
    shop.rows(f"kettle,Kettle,9.90 EUR,8.90 EUR,2026-08-01T00:00Z/{end}T23:59Z,kettle.png,https://t", header=header)
    assert shop.render().code == 0
    told = shop.findings("kettle").get("price/ends-early", "")
    assert bool(told) == warned
    assert f"ends on {end} 23:59" in told or not warned
    assert shop.render("--date", "2026-09-20").code == 0
    assert "price/ends-early" not in shop.findings("kettle")


@pytest.mark.parametrize("ids", [("own/a-b", "own-a/b"), ("own/a", "own/a")])
def test_formats_that_would_share_a_folder(shop: Shop, ids: tuple[str, str]) -> None:
    (shop.folder / "formats").mkdir()
    (shop.folder / "formats/own.yaml").write_text(
        "family: own\nchannel: display\nsource: [X]\nas_of: 2026-01-01\nformats:\n"
        + "".join(f"  - {{id: {id_}, name: {{en: X}}, verified: false, size: [300, 250]}}\n" for id_ in ids)
    )
    shop.campaign("iab/medium-rectangle", ids[0])
    assert "formats/own.yaml:7: formats[1].id: would share its folder" in shop.render().refused()[0]
