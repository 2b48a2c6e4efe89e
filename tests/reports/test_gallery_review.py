"""What a reviewer does with the gallery, in a real browser: compare, count, measure, print; and that everybody can."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from test_gallery_in_browser import comes, shown
from test_html_report import BRAND, FORMATS, creative, manifest, plain

from renderer.reports.html import report

pytestmark = pytest.mark.browser
ARABIC = "سماور كهربائي 1.7 لتر!"


def put(folder: Path, made: dict[str, Any], *rest: Any) -> str:
    """The address of a gallery without pictures."""
    path = folder / "report.html"
    path.write_text(report(made, *(rest or (FORMATS, BRAND))), encoding="utf-8")
    return path.as_uri()


def bare(items: int) -> dict[str, Any]:
    made: dict[str, Any] = plain(manifest(items))
    for one in made["creatives"]:
        one["files"] = []
    return made


STATES = {
    "by item": ("", ""),
    "by format": ("#group=format", ""),
    "side by side": ("#group=variant", ""),
    "true size": ("#true=1", ""),
    "nothing matches": ("#q=no+such+thing", ""),
    "findings open": ("", "#attention summary"),
    "a failing creative open": ("#status=fail", ".shot"),
    "an error open": ("#status=error", ".shot"),
    "the keys": ("", "#keys"),
}


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(page: Any, gallery: str, axe: Any, scheme: str, width: int) -> None:
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 844})
    wrong = []
    for name, (fragment, press) in STATES.items():
        if width == 390 and press == "#keys":
            continue
        page.goto("about:blank")  # else only the hash changes
        page.goto(gallery + fragment)
        if press:
            page.locator(press).first.click()
        found = axe.run(page).response
        assert len(found["passes"]) > 15
        wrong += [(name, one["id"], one["nodes"][0]["html"]) for one in found["violations"]]
    assert wrong == []


def test_axe_would_find_something(page: Any, gallery: str, axe: Any) -> None:
    page.goto(gallery)
    page.evaluate("document.querySelector('.shot img').removeAttribute('alt')")
    assert [one["id"] for one in axe.run(page).response["violations"]] == ["button-name", "image-alt"]


def test_segments_stand_side_by_side_and_languages_below_each_other(page: Any, gallery: str) -> None:
    page.goto(gallery + "#group=variant&format=iab%2Fleaderboard")
    table = page.locator("table.sides").first
    assert table.locator("thead th").all_inner_texts() == ["everyone", "young-families"]
    assert table.locator("tbody th").all_inner_texts() == ["fr-FR", "en-GB"]
    told = [
        [cell.locator("img, .blank").first for cell in row.locator("td").all()] for row in table.locator("tr").all()
    ]
    alts = [[one.get_attribute("alt") for one in row] for row in told[1:]]
    for row, locale in zip(alts, ("fr-FR", "en-GB"), strict=True):
        for alt, segment in zip(row, ("everyone", "young-families"), strict=True):
            assert alt.endswith(f"{segment} · {locale}")
    boxes = [one.bounding_box() for one in told[1]]
    assert boxes[0]["y"] == boxes[1]["y"]
    assert boxes[0]["x"] + boxes[0]["width"] < boxes[1]["x"]


def test_without_segments_the_languages_stand_side_by_side(page: Any, tmp_path: Path) -> None:
    made = bare(1)
    made["creatives"] = [one for one in made["creatives"] if one["segment"] == "everyone"]
    page.goto(put(tmp_path, made) + "#group=variant")
    assert page.locator("#group label").last.inner_text() == "Locales side by side"
    assert page.locator("table.sides").first.locator("thead th").all_inner_texts() == ["fr-FR", "en-GB"]


@pytest.mark.parametrize("name", ["channel", "family", "format", "segment", "locale", "fit", "dropped"])
def test_filters_say_how_many_they_would_show(page: Any, gallery: str, name: str) -> None:
    page.goto(gallery + "#status=ok,warn&q=sku")
    comes(page, r"\d+ of 72")
    options = page.locator(f"#by-{name} option:not([disabled])").all()[1:]
    said = {option.get_attribute("value"): option.inner_text().rsplit("(", 1)[1].rstrip(")") for option in options}
    assert len(said) > 1
    for value, number in said.items():
        page.select_option(f"#by-{name}", value)
        assert shown(page).split()[0] == number


def test_a_filter_that_would_show_nothing_cannot_be_chosen(page: Any, gallery: str) -> None:
    page.goto(gallery + "#channel=social")
    assert page.locator("#by-format option[value='iab/leaderboard']").is_disabled()
    assert not page.locator("#by-format option[value='instagram/story']").is_disabled()


def test_nothing_matches_tells_why_and_the_way_back(page: Any, gallery: str) -> None:
    page.goto(gallery + "#status=fail&locale=fr-FR&q=sku")
    assert "Nothing matches" in page.locator("#gallery").inner_text()
    chips = page.locator(".empty .chip")
    assert [text.split()[0] for text in chips.all_inner_texts()] == ["Fails", "fr-FR", "“sku”"]
    page.click(".empty .chip:has-text('fr-FR')")
    comes(page, "1 of 72")


def test_the_lightbox_has_fit_true_size_and_twice_the_size(page: Any, gallery: str) -> None:
    page.goto(gallery + "#format=instagram%2Fstory")
    page.click(".shot")
    frame = page.locator(".frame")
    fitted = frame.bounding_box()
    assert fitted["height"] < 900
    assert page.locator("#scale").inner_text().startswith("1080 × 1920 at ")
    for press, width in (("t", 1080), ("t", 2160), ("t", fitted["width"])):
        page.keyboard.press(press)
        assert frame.bounding_box()["width"] == width
    page.check("[name=fit][value='1']")
    assert page.locator("#scale").inner_text() == "1080 × 1920 at 100 %"
    page.reload()
    assert page.locator("#box").is_visible()
    assert page.locator("#place").inner_text() == "1 of 12"


def test_true_size_says_where_there_is_no_room_for_it(page: Any, gallery: str) -> None:
    page.set_viewport_size({"width": 800, "height": 900})
    page.goto(gallery + "#true=1&format=instagram%2Fstory")
    width = page.locator(".shot img").first.bounding_box()["width"]
    assert page.locator(".reduced").first.inner_text() == f"shown at {round(100 * width / 1080)} %"


def test_what_the_place_covers_is_shown_where_it_is(page: Any, tmp_path: Path) -> None:
    made, formats = manifest(1), {id_: dict(facts) for id_, facts in FORMATS.items()}
    formats["instagram/story"]["safe_zone"] = {"top": 0.125, "bottom": 0.25}
    from test_html_report import paint

    paint(tmp_path, made)
    page.goto(put(tmp_path, made, formats, BRAND) + "#format=instagram%2Fstory")
    page.click(".shot")
    zones = page.locator(".zone")
    assert zones.count() == 2
    assert not zones.first.is_visible()
    page.keyboard.press("s")
    frame, top, bottom = (one.bounding_box() for one in (page.locator(".frame"), zones.nth(0), zones.nth(1)))
    assert top["height"] == pytest.approx(frame["height"] * 0.125, abs=1)
    assert bottom["y"] == pytest.approx(frame["y"] + frame["height"] * 0.75, abs=1)
    assert page.locator("#zones").get_attribute("aria-pressed") == "true"


def test_a_weight_is_held_against_the_narrowest_limit(page: Any, tmp_path: Path) -> None:
    made = {"campaign": "x", "creatives": [creative("SKU-0000", "iab/leaderboard", "a", "fr-FR")]}
    limits = {"web": {"still": [[40, "Small Network"]], "html5": [[10, "Other"]]}}
    from test_html_report import paint

    paint(tmp_path, made)
    page.goto(put(tmp_path, made, FORMATS, BRAND, {}, {}, limits))
    weight = page.locator(".weight.over")
    assert weight.inner_text() == "42 of 40 kB"
    assert weight.get_attribute("title") == "105 % of the limit of Small Network"
    page.click(".shot")
    assert "40 kB (Small Network)" in page.locator("#facts").inner_text()


def test_sources_are_named_with_their_links(page: Any, tmp_path: Path) -> None:
    sources = {"IAB-2019": {"title": "New Ad Portfolio", "url": "https://iab.example/2019.pdf"}, "NOT-CITED": {}}
    page.goto(put(tmp_path, bare(1), FORMATS, BRAND, {}, sources) + "#status=fail")
    page.click(".shot")
    link = page.locator(".finding a").first
    assert link.inner_text() == "New Ad Portfolio"
    assert link.get_attribute("href") == "https://iab.example/2019.pdf"
    assert "Source: brand" in page.locator("#facts").inner_text()


def test_names_read_in_their_own_direction(page: Any, tmp_path: Path) -> None:
    page.goto(put(tmp_path, bare(1), FORMATS, BRAND, {"SKU-0000": ARABIC}))
    heading = page.locator("h2 bdi").first
    assert heading.evaluate("node => getComputedStyle(node).direction") == "rtl"
    assert heading.bounding_box()["x"] < 100  # at the left all the same, as every heading of the page


def test_what_is_on_show_is_printed_up_to_a_bound(page: Any, tmp_path: Path) -> None:
    page.goto(put(tmp_path, bare(30)))
    assert page.locator(".card").count() < 720
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print")
    assert not page.locator("#bar").is_visible()
    printed = page.locator(".group:not(.unprinted) .card").count()
    assert 600 <= printed < 720
    assert page.locator("#printed").inner_text() == f"the first {printed} of 720: filter for the others"
    page.emulate_media(media="screen")
    page.select_option("#by-locale", "fr-FR")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".group:not(.unprinted) .card").count() == 360
    assert page.locator("#printed").text_content() == "Only fr-FR: 360 creatives"


def test_every_key_of_the_list_does_what_it_says(page: Any, gallery: str) -> None:
    page.goto(gallery)
    page.keyboard.press("?")
    assert page.locator("#help").is_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("g")
    assert page.locator("[name=group][value=format]").is_checked()
    page.keyboard.press("t")
    assert page.locator("[name=size][value=true]").is_checked()
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.keyboard.press("d")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before
    page.goto("about:blank")
    page.goto(gallery)
    focused = "document.activeElement.closest('section').querySelector('h2').innerText"
    page.keyboard.press("j")
    first = page.evaluate(focused)
    page.keyboard.press("Shift+J")
    assert page.evaluate(focused) != first
    page.keyboard.press("Shift+K")
    assert page.evaluate(focused) == first
    page.keyboard.press("Enter")
    page.keyboard.press("End")
    assert page.locator("#place").inner_text() == "72 of 72"
    page.keyboard.press("Home")
    assert page.locator("#place").inner_text() == "1 of 72"


def test_the_same_creative_for_others_is_one_step_away(page: Any, gallery: str) -> None:
    page.goto(gallery + "#format=iab%2Fleaderboard")
    page.click(".shot")
    others = page.locator(".beside")
    assert others.count() == 4
    others.nth(3).click()
    assert page.locator("#key").inner_text() == "web/iab-leaderboard/young-families.en-GB/SKU-0000"
    assert page.evaluate("document.activeElement.getAttribute('aria-current')") == "true"


def test_a_picture_that_is_not_there_says_so(chromium: Any, tmp_path: Path) -> None:
    page = chromium.new_page()  # the browser itself complains of the file
    one = creative("SKU-0000", "iab/medium-rectangle", "a", "fr-FR")
    page.goto(put(tmp_path, {"campaign": "x", "creatives": [one]}))
    page.locator(".blank", has_text="File not found").wait_for()
    box = page.locator(".blank").bounding_box()
    assert box["width"] / box["height"] == pytest.approx(300 / 250, rel=0.02)
    page.click(".shot")
    page.locator("#stage .blank", has_text="File not found").wait_for()
    page.close()
