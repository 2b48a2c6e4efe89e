"""The gallery in a real browser, from disk: what a person does with it works, and nothing leaves the machine."""

from __future__ import annotations

import base64
import re
from pathlib import Path
from typing import Any

import pytest
from test_html_report import BRAND, FORMATS, HOSTILE, creative, manifest, plain

from renderer.outcome import File, Finding
from renderer.reports.html import report

pytestmark = pytest.mark.browser
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def shown(page: Any) -> str:
    return str(page.locator("#shown").inner_text())


def comes(page: Any, text: str) -> None:
    """What is shown becomes this, the search box being a moment behind the typing."""
    page.locator("#shown", has_text=re.compile(f"^{text}")).wait_for(timeout=5_000, state="attached")


def test_filters_narrow_what_is_shown_and_can_be_undone(page: Any, gallery: str) -> None:
    page.goto(gallery)
    assert page.locator("#tally").inner_text().startswith("72 creatives · 3 items · 6 formats")
    page.click(".chip.fail")
    assert shown(page) == "1 of 72 creatives"
    page.click(".chip.error")
    assert shown(page) == "2 of 72 creatives"
    page.click("#reset")
    page.select_option("#by-format", "iab/leaderboard")
    page.select_option("#by-locale", "fr-FR")
    assert shown(page) == "6 of 72 creatives"
    assert page.locator(".chip.ok b").inner_text() == "6"
    page.reload()
    assert shown(page) == "6 of 72 creatives"
    page.click("#reset")
    page.click("#attention summary")
    page.click("#attention button:has-text('text/too-small')")
    assert shown(page) == "2 of 72 creatives with text/too-small"


def test_search_finds_titles_keys_and_findings(page: Any, gallery: str) -> None:
    page.goto(gallery)
    page.keyboard.press("/")
    page.keyboard.type("Retro PAVÉ")
    comes(page, "4 of")
    page.fill("#search", "8 px")
    comes(page, "2 of")
    page.fill("#search", "no such thing")
    comes(page, "Nothing")
    page.keyboard.press("Escape")
    assert page.locator("#search").input_value() == ""
    assert page.locator(".card").count() > 0


def test_the_lightbox_opens_steps_and_closes_where_it_stood(page: Any, gallery: str) -> None:
    page.goto(gallery)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    assert page.locator("#place").inner_text() == "2 of 72"
    image = page.locator("#stage img")
    assert image.evaluate("image => image.decode().then(() => image.naturalWidth)") == 728
    page.keyboard.press("ArrowRight")
    assert page.locator("#place").inner_text() == "3 of 72"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Escape")
    assert not page.locator("#box").is_visible()
    assert page.evaluate("document.activeElement === document.querySelectorAll('.shot')[1]")
    page.click(".chip.error")
    page.click(".shot")
    assert "2.1 GB" in page.locator("#facts").inner_text()


def test_findings_are_told_with_their_source(page: Any, gallery: str) -> None:
    page.goto(gallery + "#status=fail")
    page.click(".shot")
    told = page.locator("#facts").inner_text()
    for words in (
        "The file weighs 190 kB",
        "weight/too-heavy",
        "measured 190.25, limit 150",
        "Source: IAB-2019",
        "Pavé",
    ):
        assert words in told
    assert page.locator("#facts a").last.get_attribute("href") == "https://shop.example/p"


def test_true_size_is_true_and_nothing_jumps(page: Any, gallery: str) -> None:
    page.goto(gallery + "#true=1&format=iab%2Fmedium-rectangle")
    box = page.locator(".shot img").first.bounding_box()
    assert (box["width"], box["height"]) == (300, 250)
    page.goto("about:blank")  # else only the hash changes
    page.goto(gallery + "#format=instagram%2Fstory")
    image = page.locator(".shot img").first
    assert image.bounding_box()["height"] / image.bounding_box()["width"] == pytest.approx(1920 / 1080, rel=0.02)


def test_groups_and_theme(page: Any, gallery: str) -> None:
    page.goto(gallery)
    page.check("[name=group][value=format]")
    page.wait_for_function("document.querySelector('section h2')?.innerText")  # laid out when it is first painted
    assert page.locator("section h2").first.inner_text().startswith("Medium rectangle")
    page.check("[name=group][value=variant]")
    assert page.locator("section").count() == 18
    before = page.evaluate("getComputedStyle(document.body).backgroundColor")
    page.click("#theme")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") != before


def test_a_format_says_how_well_it_stands(page: Any, gallery: str) -> None:
    page.goto(gallery)
    assert set(page.locator(".card .tag").all_text_contents()) == {"delisted"}
    page.goto(gallery + "#group=format")
    assert page.locator("h2 .tag").all_text_contents() == ["delisted", "not verified"]
    page.select_option("#by-standing", "not verified")
    assert shown(page) == "12 of 72 creatives"
    page.click(".shot")
    assert page.locator(".tags .tag").all_text_contents() == ["delisted", "not verified"]
    told = page.locator("#facts").inner_text()
    for words in ("THE FORMAT", "delisted", "no official source was read", "Ask the publisher.", "IAB-2019"):
        assert words in told
    page.goto("about:blank")
    page.goto(gallery + "#format=iab%2Fleaderboard&open=web%2Fiab-leaderboard%2Feveryone.fr-FR%2FSKU-0000")
    assert page.locator(".tags").count() == 0
    assert "in a primary or official source" in page.locator("#facts").inner_text()


def test_rejected_rows_and_skipped_formats_have_their_place(page: Any, gallery: str) -> None:
    page.goto(gallery)
    page.click("#rejected summary")
    page.locator("#rejected td", has_text="is empty").wait_for()
    page.click("#skipped summary")
    page.locator("#skipped td", has_text="has no still painter").wait_for()


def test_hostile_texts_do_nothing(page: Any, tmp_path: Path) -> None:
    bad = Finding(HOSTILE, "fail", HOSTILE, HOSTILE, source=HOSTILE)
    one = plain(
        {"x": creative("SKU-0000", "iab/leaderboard", HOSTILE, "fr-FR", status="error", files=(), error=HOSTILE)}
    )["x"]
    one |= {"findings": plain([bad]), "items": [HOSTILE], "click_url": "javascript:window.owned=1", "key": HOSTILE}
    rejected = [{"row": 1, "id": HOSTILE, "field": HOSTILE, "reason": HOSTILE}]
    made = {
        "campaign": HOSTILE,
        "creatives": [one],
        "rejected_rows": rejected,
        "skipped": [{"format": HOSTILE, "reason": HOSTILE}],
    }
    path = tmp_path / "report.html"
    path.write_text(report(made, FORMATS, BRAND | {"name": HOSTILE}, {HOSTILE: HOSTILE}), encoding="utf-8")
    page.goto(path.as_uri())
    for panel in ("attention", "rejected", "skipped"):
        page.click(f"#{panel} summary")
    page.click(".shot")
    assert page.evaluate("window.owned") is None
    assert page.locator("#facts a").count() == 0
    assert page.locator("img").count() == 0
    assert "</script>" in page.locator("h1").text_content()


def test_ten_thousand_creatives_cost_no_more_than_what_is_looked_at(page: Any, tmp_path: Path) -> None:
    made = manifest(417)
    path = tmp_path / "report.html"
    made["creatives"] = plain(made)["creatives"]
    for number, one in enumerate(made["creatives"]):
        for file in one["files"]:
            file["path"] = f"{number}.png"
            (tmp_path / file["path"]).write_bytes(DOT)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    path.write_text(report(made, FORMATS, BRAND), encoding="utf-8")
    page.goto(path.as_uri())
    assert page.locator(".card").count() < 500
    assert 0 < len(asked) < 200
    assert page.evaluate("document.documentElement.scrollHeight") > 100_000
    page.fill("#search", "SKU-0416 story")
    comes(page, "4 of 10,008 creatives$")
    page.fill("#search", "")
    page.locator("#reset").wait_for(state="hidden")


def test_a_phone_has_no_sideways_scroll(page: Any, gallery: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(gallery)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.click("#more summary")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.check("[name=size][value=true]")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_missing_file_keeps_its_room(page: Any, tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    one = creative("SKU-0000", "iab/medium-rectangle", "a", "fr-FR", files=())
    path.write_text(report({"campaign": "x", "creatives": [one]}, FORMATS, BRAND), encoding="utf-8")
    page.goto(path.as_uri())
    box = page.locator(".shot .blank").bounding_box()
    assert box["width"] / box["height"] == pytest.approx(300 / 250, rel=0.02)


def test_a_file_for_denser_screens_stands_beside_the_other(page: Any, tmp_path: Path) -> None:
    plain = File("a.png", "image/png", 9_000, "", 300, 250)
    files = (plain, File("a@2x.png", "image/png", 30_000, "", 600, 500, scale=2))
    for file in files:
        (tmp_path / file.path).write_bytes(DOT)
    one = creative("SKU-0000", "iab/medium-rectangle", "a", "fr-FR", files=files)
    path = tmp_path / "report.html"
    path.write_text(report({"campaign": "x", "creatives": [one]}, FORMATS, BRAND), encoding="utf-8")
    page.goto(path.as_uri())
    assert "also at 2×" in page.locator(".card .line").inner_text()
    page.click(".shot")
    assert page.locator(".file").all_inner_texts()[1].startswith("still · 2× · png")
    page.locator(".file").nth(1).click()
    assert page.locator("#stage img").get_attribute("src") == "./a%402x.png"
    assert page.locator("#scale").inner_text().startswith("300 × 250 at 100 %")


def test_keys_begin_where_one_looks(page: Any, gallery: str) -> None:
    page.goto(gallery)
    page.evaluate("scrollTo(0, 2500)")
    page.wait_for_timeout(300)
    page.keyboard.press("j")
    top = page.evaluate("document.activeElement.getBoundingClientRect().top")
    assert 0 < top < 900
    assert page.evaluate("scrollY") > 2000


def test_a_banner_plays_in_a_closed_frame_and_a_key_can_be_copied(page: Any, tmp_path: Path) -> None:
    banner = File("a b/index.html", "text/html", 900, "", 300, 250, deliverable="html5")
    one = creative("SKU-0000", "iab/medium-rectangle", "a", "fr-FR", files=(banner,))
    (tmp_path / "a b").mkdir()
    (tmp_path / banner.path).write_text("<p id=p>no</p><script>p.textContent = 'plays'</script>")
    path = tmp_path / "report.html"
    path.write_text(report({"campaign": "x", "creatives": [one]}, FORMATS, BRAND), encoding="utf-8")
    page.goto(path.as_uri())
    page.click(".shot")
    page.frame_locator("#stage iframe").locator("p", has_text="plays").wait_for()
    assert page.locator("#stage iframe").get_attribute("sandbox") == "allow-scripts"
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.click("button:has-text('Copy')")
    page.locator("button", has_text="Copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == one.key
