"""Creatives told in strips, in a browser: films that are scrolled, pages that slide in, modules that grow."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import msgspec
import pytest
from boards import CAMPAIGNS, LANDING, STRIPS, Rich, app, demo, opened, rest, rich, safe_frame, state
from judges import axe, html_validate, nu
from parity import SAME
from PIL import Image
from seeing import differing

from renderer.checks import Evidence, check
from renderer.content import Content
from renderer.painters import board as painter
from renderer.painters import raster
from renderer.parts import ASSET
from renderer.scene import Image as Picture
from renderer.scene import Scene, Text
from renderer.stages.board import board
from renderer.stages.film import tale

FILM, FULL, SLIDER, MOBILE, PORTRAIT = STRIPS
EVERY = [(campaign, format_) for campaign in CAMPAIGNS for format_ in STRIPS]
OPENING = [(campaign, format_) for campaign, format_ in EVERY if format_ != FILM]
SEVERAL = 3
LIKE = 2 * SAME
"""Levels up to which a state looks as painted: several products on one stage have paler shadows in any page."""


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("strips")


def made(campaign: str, format_: str, shelf: Path, products: int = SEVERAL) -> Rich:
    return rich(campaign, format_, shelf, "fr-FR", products)


def box(page: Any, selector: str) -> dict[str, float]:
    found: dict[str, float] = page.locator(selector).bounding_box()
    return found


def segment(page: Any) -> int:
    return int(page.evaluate("document.body.dataset.segment"))


def focused(page: Any) -> str:
    found: str = page.evaluate("document.activeElement.id")
    return found


def lead(page: Any, how: str) -> int:
    """Goes on through a film, and waits until it is still."""
    page.click(how, force=True) if how.startswith("#") else page.keyboard.press(how)
    return still(page)


def still(page: Any) -> int:
    """The segment that is seen when a film has stood for a fifth of a second."""
    page.evaluate("""async () => {
      const strip = document.getElementById("film");
      for (let since = performance.now(), at = strip.scrollTop; performance.now() - since < 200;) {
        await new Promise(requestAnimationFrame);
        if (strip.scrollTop !== at) since = performance.now();
        at = strip.scrollTop;
      }
    }""")
    return segment(page)


def looks(page: Any, scene: Scene, campaign: str, shelf: Path, selector: str) -> float:
    """How far what is shown there lies from what is painted of a scene, in levels."""
    painted = raster.paint(scene, demo(campaign, shelf, "fr-FR", SEVERAL).tools).pixels[..., :3]
    seen = Image.open(io.BytesIO(page.screenshot(clip=box(page, selector)))).convert("RGB")
    return differing(Image.fromarray(painted), seen).levels


# Films ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", [FILM, FULL])
@pytest.mark.parametrize("campaign", CAMPAIGNS)
def test_a_film_is_led_through(campaign: str, format_: str, shelf: Path, chromium: Any, tmp_path: Path) -> None:
    one = made(campaign, format_, shelf)
    with opened(chromium, one.unpacked(tmp_path)) as seen:
        page = seen.settle(400).page
        if format_ == FULL:
            page.click("#open")
            rest(page)
        assert segment(page) == 1
        assert page.locator("#previous").get_attribute("aria-disabled") == "true"
        for control in ("#previous", "#next"):
            size = box(page, control)
            assert min(size["width"], size["height"]) >= 44
        assert box(page, "#next")["x"] - (box(page, "#previous")["x"] + box(page, "#previous")["width"]) >= 8
        for number, name in enumerate(one.board.film, 1):
            assert segment(page) == number
            assert looks(page, one.board.states[name], campaign, shelf, ".ad") < LIKE, name
            assert not axe(page)
            strip = "(one) => [one.scrollWidth - one.clientWidth, one.scrollLeft]"
            assert page.locator("#film").evaluate(strip) == [0, 0], "nothing moves sideways"
            others = [scene for other, scene in one.board.states.items() if other in one.board.film and other != name]
            assert looks(page, others[0], campaign, shelf, ".ad") > 2 * LIKE
            before = lead(page, "#next")
        assert before == len(one.board.film), "there is nothing after the last"
        assert page.locator("#next").get_attribute("aria-disabled") == "true"
        assert lead(page, "#previous") == len(one.board.film) - 1
        assert not seen.wrong()


@pytest.mark.parametrize("campaign", CAMPAIGNS)
def test_a_film_is_scrolled_and_leads_to_the_landing_page_once(
    campaign: str, shelf: Path, chromium: Any, tmp_path: Path
) -> None:
    one = made(campaign, FILM, shelf)
    with opened(chromium, one.unpacked(tmp_path)) as seen:
        page = seen.settle(400).page
        assert seen.click(150, 200) == [LANDING]
        page.mouse.move(150, 200)
        page.wait_for_timeout(300)
        assert segment(page) == 1, "passing over it does nothing"
        page.mouse.wheel(0, 500)
        page.wait_for_timeout(300)
        assert still(page) == 2
        assert page.locator("#film").evaluate("(one) => one.scrollTop % one.clientHeight") == 0, "it snaps"
        assert seen.click(150, 200) == [LANDING]
        assert seen.click(150, 580) == [], "the band between its ends leads nowhere"
        assert seen.click(420, 200) == [], "beside the creative is no creative"


def test_a_film_by_keyboard(shelf: Path, chromium: Any, tmp_path: Path) -> None:
    one = made("rentree", FILM, shelf)
    with opened(chromium, one.unpacked(tmp_path)) as seen:
        page = seen.settle(400).page
        order = []
        for _ in range(3):
            page.keyboard.press("Tab")
            order.append(focused(page))
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
        assert order == ["click", "previous", "next"]
        assert lead(page, "Enter") == 2
        assert focused(page) == "next"
        assert [lead(page, key) for key in ("ArrowDown", "End", "ArrowUp", "Home")] == [3, 5, 4, 1]
        assert lead(page, "PageUp") == 1
        assert not seen.wrong()


def test_a_film_without_motion_is_elsewhere_at_once(shelf: Path, chromium: Any, tmp_path: Path) -> None:
    one = made("saison", FILM, shelf)
    with opened(chromium, one.unpacked(tmp_path), reduced_motion="reduce") as seen:
        page = seen.settle(400).page
        page.click("#next")
        page.wait_for_timeout(50)
        assert segment(page) == 2


def test_a_film_without_scripts_is_scrolled(shelf: Path, chromium: Any, tmp_path: Path) -> None:
    one = made("rentree", FILM, shelf)
    with opened(chromium, one.unpacked(tmp_path), java_script_enabled=False) as seen:
        page = seen.settle(400).page
        assert page.locator(".g").count() == len(one.board.film)
        assert page.locator("button.k:visible").count() == 0
        page.mouse.move(150, 200)
        page.mouse.wheel(0, 500)
        page.wait_for_timeout(900)
        assert box(page, f"#{one.board.film[1]}-g")["y"] == 0
        assert seen.click(150, 200) == [LANDING]


def test_hostile_names_stay_words_where_later_segments_are_woken(shelf: Path, chromium: Any, tmp_path: Path) -> None:
    loaded, content, tools = demo("rentree", shelf, "fr-FR", SEVERAL)
    evil = ("</noscript></template><img src=x onerror=owned()><script>owned()</script>",)
    products = tuple(msgspec.structs.replace(one, texts={**one.texts, "name": evil}) for one in content.products)
    for format_ in (FILM, FULL):
        one = board(msgspec.structs.replace(content, products=products), loaded.catalogue.formats[format_],
                    loaded.kit.layouts)  # fmt: skip
        assert one is not None
        page = painter.paint(one, tools, {file.digest: file for file in loaded.kit.fonts.files()}, prefix=ASSET)
        folder = Rich(loaded.catalogue.formats[format_], one, page).unpacked(tmp_path / format_)
        with opened(chromium, folder) as seen:
            seen.settle(500)
            assert seen.page.locator(".g").count() == len(one.film)
            assert "owned()" in (seen.page.locator(f"#{one.film[1]}-g h1, #{one.film[1]}-g p").first.text_content())
            assert not seen.wrong()


def test_what_is_not_seen_at_first_waits(shelf: Path, chromium: Any, tmp_path: Path) -> None:
    for format_ in (FILM, FULL):
        one = made("rentree", format_, shelf)
        assert one.package().later > 10_000
        with opened(chromium, one.unpacked(tmp_path / format_)) as seen:
            seen.settle(500)
            asked = [path for path, _ in (seen.site.asked if seen.site else ())]
            first = next(index for index, path in enumerate(asked) if path in one.page.later)
            assert not [path for path in asked[first:] if path not in one.page.later]


def test_a_film_in_an_app(shelf: Path, chromium: Any, tmp_path: Path) -> None:
    one = made("rentree", FULL, shelf)
    folder = one.unpacked(tmp_path, "mraid", mraid_js=app())
    with opened(chromium, folder, viewport={"width": 390, "height": 844}, has_touch=True) as seen:
        page = seen.settle().page
        page.tap("#open")
        rest(page)
        assert page.evaluate("window.calls") == [["useCustomClose", True], ["expand"]]
        assert box(page, ".ad")["width"] == pytest.approx(390, abs=0.5), "as wide as the screen"
        assert (lead(page, "#next"), lead(page, "#next"), lead(page, "#previous")) == (2, 3, 2)
        assert seen.click(195, 300) == []
        assert page.evaluate("window.calls.at(-1)") == ["open", LANDING]
        page.tap("#close")
        rest(page)
        assert state(page) == "collapsed"
        seen.click(20, 25)
        assert page.evaluate("window.calls.at(-1)") == ["open", LANDING], "the layer is where it was"
        page.tap("#open")
        rest(page)
        assert segment(page) == 1, "it begins anew"
        assert not seen.wrong()


# What opens -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("campaign", "format_"), OPENING)
def test_it_opens_and_closes(campaign: str, format_: str, shelf: Path, chromium: Any, tmp_path: Path) -> None:
    one = made(campaign, format_, shelf)
    with opened(chromium, one.unpacked(tmp_path), viewport={"width": 1000, "height": 1100}) as seen:
        page = seen.settle(400).page
        ways = ["#close", "Escape", "#back"] if format_ in (SLIDER, MOBILE) else ["#close", "Escape"]
        for way in ways:
            size = box(page, "#open")
            assert min(size["width"], size["height"]) >= 44
            page.click("#open")
            rest(page)
            assert (state(page), focused(page)) == ("expanded", "close")
            close, ad = box(page, "#close"), box(page, ".ad")
            assert min(close["width"], close["height"]) >= 50
            assert close["x"] + close["width"] == pytest.approx(ad["x"] + ad["width"])
            assert not axe(page)
            page.click(way) if way.startswith("#") else page.keyboard.press(way)
            rest(page)
            assert (state(page), focused(page)) == ("collapsed", "open")
            small = one.board.states["collapsed"]
            assert (box(page, ".ad")["width"], box(page, ".ad")["height"]) == (small.width, small.height)
        assert not seen.wrong()


@pytest.mark.parametrize("format_", [FULL, SLIDER, MOBILE, PORTRAIT])
def test_what_closes_it_is_there_at_once_and_stays(format_: str, shelf: Path, chromium: Any, tmp_path: Path) -> None:
    one = made("rentree", format_, shelf)
    with opened(chromium, one.unpacked(tmp_path), viewport={"width": 1000, "height": 1100}) as seen:
        page = seen.settle(400).page
        cross = next(node for node in one.board.states["expanded"].walk() if node.role == "cross")
        places = page.evaluate(
            """async (id) => {
          document.getElementById("open").click();
          const found = [], drawn = document.getElementById(id);
          for (let frame = 0; frame < 36; frame += 1) {
            const seen = drawn.getBoundingClientRect();
            found.push([seen.x, seen.y, getComputedStyle(drawn).visibility].join());
            await new Promise(requestAnimationFrame);
          }
          return found;
        }""",
            "en" + cross.id.replace(".", "-"),
        )
        assert len(set(places)) == 1
        assert places[0].endswith("visible")


@pytest.mark.parametrize("format_", [SLIDER, MOBILE])
def test_its_bar_stays_at_the_foot_of_the_page(format_: str, shelf: Path, chromium: Any, tmp_path: Path) -> None:
    one = made("saison", format_, shelf)
    with opened(chromium, one.unpacked(tmp_path)) as seen:
        page = seen.settle(400).page
        large = one.board.states["expanded"]
        bar, whole, side = one.board.states["collapsed"].height, large.height, (1000 - large.width) / 2
        assert (box(page, "#collapsed")["x"], box(page, "#collapsed")["y"]) == (side, 640 - bar)
        assert seen.click(3, 630) == [], "beside what is active"
        way = page.evaluate("""async () => {
          document.getElementById("open").click();
          const found = [];
          for (let frame = 0; frame < 30; frame += 1) {
            const bar = document.getElementById("collapsed").getBoundingClientRect().y;
            found.push([bar, document.querySelector("#expanded .i").getBoundingClientRect().x]);
            await new Promise(requestAnimationFrame);
          }
          return found;
        }""")
        assert {y for y, _ in way} == {640 - bar}, "the bar has not moved"
        assert way[0][1] == pytest.approx(side + large.width, abs=0.35 * large.width), "it comes from the side"
        page.wait_for_timeout(1000)
        assert box(page, "#back")["y"] == 640 - bar
        assert box(page, "#expanded .i") == {"x": side, "y": 640 - whole, "width": large.width, "height": whole}
        page.evaluate("document.activeElement.blur()")  # its ring is no part of the scene
        assert looks(page, large, "saison", shelf, ".ad") < LIKE
        assert seen.click(side + 30, 640 - whole + 200) == [LANDING]
        assert seen.click(side + large.width + 5, 300) == [], "beside the creative is no creative"


@pytest.mark.parametrize("campaign", CAMPAIGNS)
@pytest.mark.parametrize("format_", [SLIDER, MOBILE])
def test_a_bars_grounds_go_on_as_wide_as_the_page(
    campaign: str, format_: str, shelf: Path, chromium: Any, tmp_path: Path
) -> None:
    one = made(campaign, format_, shelf)
    with opened(chromium, one.unpacked(tmp_path), reduced_motion="reduce") as seen:
        page, small = seen.settle(400).page, one.board.states["collapsed"]
        side = (1000 - small.width) // 2
        for _ in range(2):
            shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            for edge, within in ((2, side + 1), (997, 998 - side)):
                there, beside = (shot.getpixel((x, 640 - small.height // 2)) for x in (within, edge))
                assert max(abs(a - b) for a, b in zip(there, beside, strict=True)) <= 3
            page.click("#open", force=True) if state(page) == "collapsed" else None
            rest(page)


def test_a_swipe_slides_it_and_clicks_nothing(shelf: Path, chromium: Any, tmp_path: Path) -> None:
    one = made("rentree", MOBILE, shelf)
    with opened(chromium, one.unpacked(tmp_path), viewport={"width": 320, "height": 480}) as seen:
        page = seen.settle(400).page

        def swipe(right: int, down: int) -> str:
            page.mouse.move(160, 455)
            page.mouse.down()
            page.mouse.move(160 + right, 455 + down, steps=4)
            page.mouse.up()
            rest(page)
            return state(page)

        assert swipe(120, 0) == "collapsed", "the other way"
        assert not seen.popups
        assert swipe(-120, 0) == "expanded"
        assert swipe(-120, 0) == "expanded"
        assert swipe(120, 0) == "collapsed"
        assert not seen.popups
        assert seen.click(30, 455) == [LANDING], "what is no swipe is a click"


def test_a_module_grows_over_the_rest(shelf: Path, chromium: Any, tmp_path: Path) -> None:
    one = made("rentree", PORTRAIT, shelf)
    with opened(chromium, one.unpacked(tmp_path), viewport={"width": 1000, "height": 1100}) as seen:
        page = seen.settle(400).page
        page.click("#open")
        rest(page)
        assert box(page, "#expanded") == {"x": 0, "y": 295, "width": 580, "height": 460}
        assert box(page, "#collapsed")["height"] == 1050
        assert page.locator("#collapsed").evaluate("(one) => getComputedStyle(one).visibility") == "visible"
        assert looks(page, one.board.states["expanded"], "rentree", shelf, "#expanded") < LIKE
        assert seen.click(150, 100) == [LANDING], "the rest of it"
        assert seen.click(500, 500) == [LANDING]
        assert seen.click(450, 100) == [], "the page beside it"
        assert not [each for each in seen.wrong() if LANDING not in each]


def test_a_safe_frame_gives_it_room_where_it_grows(shelf: Path, chromium: Any, tmp_path: Path) -> None:
    slides = made("rentree", SLIDER, shelf)
    with opened(chromium, slides.unpacked(tmp_path / "a"), safe_frame(exp_ovr=True, exp_push=False)) as seen:
        seen.settle(400).page.click("#open")
        assert seen.page.evaluate("calls[1]") == ["expand", {"t": 460, "l": 0, "r": 0, "b": 0, "push": False}]
    module = made("rentree", PORTRAIT, shelf)
    right_rail = "window.room = { t: 0, l: 700, r: 20, b: 0 };" + safe_frame(exp_ovr=True, exp_push=False)
    how: dict[str, Any] = {"viewport": {"width": 1000, "height": 1100}}
    with opened(chromium, module.unpacked(tmp_path / "b"), right_rail, **how) as seen:
        page = seen.settle(400).page
        page.click("#open")
        rest(page)
        assert page.evaluate("calls[1]") == ["expand", {"t": 0, "l": 280, "r": 0, "b": 0, "push": False}]
        assert box(page, "#collapsed")["x"] == 280, "what stays in sight has not moved on the page"
        assert seen.click(450, 100) == [LANDING]
        assert seen.click(150, 100) == []


def test_an_app_gives_a_slider_the_whole_screen(shelf: Path, chromium: Any, tmp_path: Path) -> None:
    one = made("saison", MOBILE, shelf)
    folder = one.unpacked(tmp_path, "mraid", mraid_js=app())
    with opened(chromium, folder, viewport={"width": 390, "height": 844}, has_touch=True) as seen:
        page = seen.settle(400).page
        page.tap("#open")
        rest(page)
        ad, close = box(page, ".ad"), box(page, "#close")
        assert (ad["y"], close["y"], ad["width"]) == (0, 0, pytest.approx(390, abs=0.5))
        page.tap("#back")
        rest(page)
        assert page.evaluate("window.calls.at(-1)") == ["close"]
        assert state(page) == "collapsed"
        assert not seen.wrong()


def test_pages_are_valid(shelf: Path, tmp_path: Path) -> None:
    pages = {network: [made(campaign, format_, shelf).unpacked(tmp_path / campaign / format_ / network, network)
                       / "index.html" for campaign, format_ in EVERY] for network in ("iab", "mraid")}  # fmt: skip
    assert not nu([*pages["iab"], *pages["mraid"]])
    assert not html_validate(pages["iab"])


# Scenes -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("products", [1, SEVERAL])
@pytest.mark.parametrize(("campaign", "format_"), EVERY)
def test_states_break_no_rule(campaign: str, format_: str, products: int, shelf: Path) -> None:
    one = made(campaign, format_, shelf, products)
    for name, scene in one.board.states.items():
        size = {"size": (scene.width, scene.height), "opens": None, "range": None}
        seen = Evidence(scene, one.format.model_copy(update=size), demo(campaign, shelf).content.brand,
                        board=one.board, state=name)  # fmt: skip
        found = [each for each in check(seen) if each.status == "fail" and not each.check.startswith("contrast/")]
        assert found == []


@pytest.mark.parametrize("locale", ["ar-EG", "ja-JP", "de-DE", "xx"])
@pytest.mark.parametrize("format_", STRIPS)
def test_in_any_language(locale: str, format_: str, shelf: Path) -> None:
    loaded, content, _ = demo("saison", shelf)
    content = msgspec.structs.replace(content, locale=locale, rtl=locale == "ar-EG")
    one = board(content, loaded.catalogue.formats[format_], loaded.kit.layouts)
    assert one is not None
    assert all(action.label for action in one.actions)
    for action in one.actions:
        scene = one.states[action.state]
        assert action.area.within(scene.canvas), action
        assert min(action.area.w, action.area.h) >= (50 if action.does == "collapse" else 44)


@pytest.mark.parametrize("campaign", CAMPAIGNS)
@pytest.mark.parametrize("products", [1, SEVERAL])
def test_a_film_tells_one_thing_after_the_other(campaign: str, products: int, shelf: Path) -> None:
    content = demo(campaign, shelf, "fr-FR", products).content
    told = list(tale(content, 5))
    assert told[-1] == content, "all of it comes last"
    assert len(told) == (5 if products == SEVERAL else 3)
    assert len({headline(one) for one in told[:-1]} - {""}) >= len(told) - 2, "none says what another says"
    for one in told:
        priced = one.price is not None or any(each.price is not None for each in one.products)
        assert one.has("mention") == (priced and content.has("mention"))
    assert not [one for one in told[:-1] if one.has("cta")]


def headline(content: Content) -> str:
    return "".join(content.texts.get("headline", ())[:1])


def test_a_film_has_no_more_segments_than_it_may(shelf: Path) -> None:
    loaded, content, _ = demo("rentree", shelf, "fr-FR", SEVERAL)
    assert [len(list(tale(content, most))) for most in (2, 3, 4, 5, 9)] == [2, 3, 4, 5, 5]
    nothing = msgspec.structs.replace(content.alone(), texts={"cta": ("Voir",)}, product=None, price=None,
                                      prior_price="")  # fmt: skip
    assert board(nothing, loaded.catalogue.formats[FILM], loaded.kit.layouts) is None, "that is no film"


@pytest.mark.parametrize("campaign", CAMPAIGNS)
def test_every_segment_names_the_brand_and_shows_something(campaign: str, shelf: Path) -> None:
    one = made(campaign, FILM, shelf)
    for scene in one.board.states.values():
        pictures = [node for node in scene.walk() if isinstance(node, Picture)]
        assert {"logo", "product"} <= {node.role for node in pictures}
        band = scene.find("pager")
        assert band is not None
        for node in scene.walk():
            if isinstance(node, Text) or node.role == "logo":
                assert node.box.bottom <= band.box.y
