"""Creatives that open and close, in a browser: by click, key and tap; in an app, in a SafeFrame, without scripts."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from boards import CAMPAIGNS, FORMATS, LANDING, Rich, app, demo, opened, rest, rich, safe_frame, state
from judges import axe, html_validate, nu

from renderer.checks import Evidence, check
from renderer.painters import raster
from renderer.stages.board import board

OPENING = ("high-impact/push-down", "legacy/expandable-300x250", "mobile/expandable-320x50")
EVERY = [(campaign, format_) for campaign in CAMPAIGNS for format_ in FORMATS]


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rich")


def box(page: Any, selector: str) -> dict[str, float]:
    found: dict[str, float] = page.locator(selector).bounding_box()
    return found


def focused(page: Any) -> str:
    found: str = page.evaluate("document.activeElement.id")
    return found


def other(one: Rich, state_: str) -> str:
    return "expanded" if state_ == "collapsed" else "collapsed" if one.board.how != "dismiss" else "gone"


@pytest.mark.parametrize(("campaign", "format_"), EVERY)
def test_it_opens_and_closes(campaign: str, format_: str, shelf: Path, chromium: Any, tmp_path: Path) -> None:
    one = rich(campaign, format_, shelf)
    with opened(chromium, one.unpacked(tmp_path)) as seen:
        page, first = seen.page, one.board.initial
        assert state(page) == first
        seen.settle()
        for _ in range(2 if one.board.how != "dismiss" else 1):
            before, control = state(page), "#open" if state(page) == "collapsed" else "#close"
            size = box(page, control)
            least = 44 if control == "#open" else 50
            assert size["width"] >= least - 0.01
            assert size["height"] >= least - 0.01
            page.click(control)
            rest(page)
            assert state(page) == other(one, before)
            if state(page) == "gone":
                break
            scene = one.board.states[state(page)]
            ad = box(page, ".ad")
            assert (ad["width"], ad["height"]) == (scene.width, scene.height)
            shown = "#close" if state(page) == "expanded" else "#open"
            assert focused(page) == shown[1:]
            assert page.locator(control).is_hidden()
            assert page.locator("#open").get_attribute("aria-expanded") == str(state(page) == "expanded").lower()
            asleep = "one => one.inert && getComputedStyle(one).visibility"
            assert page.locator(f"#{before}").evaluate(asleep) == "hidden"
            if state(page) == "expanded":
                close = box(page, "#close")
                assert close["x"] + close["width"] == pytest.approx(scene.width)
                assert close["y"] == 0
                assert not axe(page)
        assert not seen.wrong()  # nothing was opened, nothing asked for outside


@pytest.mark.parametrize(("campaign", "format_"), EVERY)
def test_the_rest_leads_to_the_landing_page_once(
    campaign: str, format_: str, shelf: Path, chromium: Any, tmp_path: Path
) -> None:
    one = rich(campaign, format_, shelf)
    with opened(chromium, one.unpacked(tmp_path)) as seen:
        seen.settle()
        assert seen.click(30, 24) == [LANDING]
        if one.board.how != "dismiss":
            seen.page.click("#open" if state(seen.page) == "collapsed" else "#close")
            rest(seen.page)
            assert seen.click(30, 24) == [LANDING]
            size = seen.page.locator(".ad").bounding_box()
            assert seen.click(size["width"] + 20, size["height"] + 20) == [], "beside the creative is no creative"


@pytest.mark.parametrize("campaign", CAMPAIGNS)
@pytest.mark.parametrize("format_", OPENING)
def test_by_keyboard(campaign: str, format_: str, shelf: Path, chromium: Any, tmp_path: Path) -> None:
    one = rich(campaign, format_, shelf)
    with opened(chromium, one.unpacked(tmp_path)) as seen:
        page = seen.page
        page.keyboard.press("Tab")
        assert focused(page) == "open"
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
        page.keyboard.press("Enter")
        rest(page)
        assert (state(page), focused(page)) == ("expanded", "close")
        page.keyboard.press("Tab")
        assert focused(page) == "click"
        page.keyboard.press("Escape")
        rest(page)
        assert (state(page), focused(page)) == ("collapsed", "open")
        page.keyboard.press("Space")
        rest(page)
        assert state(page) == "expanded"
        page.keyboard.press("Enter")
        rest(page)
        assert state(page) == "collapsed"
        assert not seen.wrong()


def test_passing_over_it_opens_nothing(shelf: Path, chromium: Any, tmp_path: Path) -> None:
    one = rich("rentree", "high-impact/push-down", shelf)
    with opened(chromium, one.unpacked(tmp_path)) as seen:
        area = one.action("expand").area
        seen.page.mouse.move(area.x + area.w / 2, area.y + area.h / 2)
        seen.settle(800)
        assert state(seen.page) == "collapsed"


@pytest.mark.parametrize("format_", OPENING)
def test_what_closes_it_is_there_at_once_and_stays(format_: str, shelf: Path, chromium: Any, tmp_path: Path) -> None:
    one = rich("rentree", format_, shelf)
    with opened(chromium, one.unpacked(tmp_path)) as seen:
        seen.settle(400)
        places = seen.page.evaluate("""async () => {
          document.getElementById("open").click();
          const found = [], drawn = document.querySelector("#expanded > [aria-hidden] svg");
          for (let frame = 0; frame < 36; frame += 1) {
            const {x, y, width} = document.getElementById("close").getBoundingClientRect();
            const seen = drawn.getBoundingClientRect();
            found.push([x, y, width, seen.x, seen.y].join());
            await new Promise(requestAnimationFrame);
          }
          return found;
        }""")
        assert len(set(places)) == 1


def test_its_first_state_stays_without_scripts(shelf: Path, chromium: Any, tmp_path: Path) -> None:
    for format_ in FORMATS:
        one = rich("rentree", format_, shelf)
        folder = one.unpacked(tmp_path / format_)
        with opened(chromium, folder, java_script_enabled=False) as seen:
            page = seen.page
            assert page.locator("button.k:visible").count() == 0
            assert page.locator(f"#{one.board.initial}").is_visible()
            asked = {path for path, _ in (seen.site.asked if seen.site else ())}
            assert not asked & one.page.later
            assert seen.click(30, 24) == [LANDING]


def test_other_states_are_loaded_when_all_else_is_there(shelf: Path, chromium: Any, tmp_path: Path) -> None:
    one = rich("rentree", "high-impact/push-down", shelf)
    made = one.package()
    assert made.requests <= 10
    assert made.later > 10_000
    with opened(chromium, one.unpacked(tmp_path)) as seen:
        seen.settle(500)
        asked = [path for path, _ in (seen.site.asked if seen.site else ())]
        first = next(index for index, path in enumerate(asked) if path in one.page.later)
        assert not [path for path in asked[first:] if path not in one.page.later]


def test_without_motion_it_is_open_at_once(shelf: Path, chromium: Any, tmp_path: Path) -> None:
    one = rich("saison", "high-impact/push-down", shelf)
    with opened(chromium, one.unpacked(tmp_path), reduced_motion="reduce") as seen:
        seen.settle()
        seen.page.click("#open")
        assert box(seen.page, ".ad")["height"] == 415


def test_pages_are_valid(shelf: Path, tmp_path: Path) -> None:
    pages = {network: [rich(campaign, format_, shelf).unpacked(tmp_path / campaign / format_ / network, network)
                       / "index.html" for campaign, format_ in EVERY] for network in ("iab", "mraid")}  # fmt: skip
    assert not nu([*pages["iab"], *pages["mraid"]])
    assert not html_validate(pages["iab"])


# Scenes -----------------------------------------------------------------------------------------------------------


def test_logo_and_headline_stay_where_they_stood(shelf: Path) -> None:
    one = rich("rentree", "high-impact/push-down", shelf)
    closed, large = one.board.states["collapsed"], one.board.states["expanded"]
    still = closed.at(closed.duration)
    for role in ("logo", "headline"):
        before, after = still.find(role), large.find(role)
        assert before is not None
        assert after is not None
        assert before.box == after.box

    ground = (35, 18, 216)
    painted = [raster.paint(scene, demo("rentree", shelf).tools).pixels[..., :3] for scene in (still, large)]
    for row in (2, 45, 87):  # where the brand panel ends
        ends = [max(np.flatnonzero((pixels[row, :600] == ground).all(axis=1))) for pixels in painted]
        assert abs(int(ends[0]) - int(ends[1])) <= 1


@pytest.mark.parametrize(("campaign", "format_"), EVERY)
def test_states_break_no_rule(campaign: str, format_: str, shelf: Path) -> None:
    one = rich(campaign, format_, shelf)
    for name, scene in one.board.states.items():
        size = {"size": (scene.width, scene.height), "opens": None, "range": None}
        seen = Evidence(scene, one.format.model_copy(update=size), demo(campaign, shelf).content.brand,
                        board=one.board, state=name)  # fmt: skip
        found = [each for each in check(seen) if each.status == "fail" and not each.check.startswith("contrast/")]
        assert found == []


@pytest.mark.parametrize("locale", ["ar-EG", "ja-JP", "de-DE", "xx"])
@pytest.mark.parametrize("format_", ["high-impact/push-down", "mobile/expandable-320x50", "rising-star/billboard"])
def test_in_any_language_it_can_be_opened_and_closed(locale: str, format_: str, shelf: Path) -> None:
    loaded, content, _ = demo("saison", shelf)
    content = msgspec.structs.replace(content, locale=locale, rtl=locale == "ar-EG")
    made = board(content, loaded.catalogue.formats[format_], loaded.kit.layouts)
    assert made is not None
    closing, handle = (next(one for one in made.actions if one.does == does) for does in ("collapse", "expand"))
    assert closing.area.right == made.states["expanded"].width
    assert min(closing.area.w, closing.area.h) >= 50
    assert min(handle.area.w, handle.area.h) >= 44
    assert handle.area.within(made.states["collapsed"].canvas)


# Apps -------------------------------------------------------------------------------------------------------------


def calls(page: Any) -> list[list[Any]]:
    found: list[list[Any]] = page.evaluate("window.calls")
    return found


def test_an_app_gives_it_the_whole_screen(shelf: Path, chromium: Any, tmp_path: Path) -> None:
    one = rich("rentree", "mobile/expandable-320x50", shelf)
    folder = one.unpacked(tmp_path, "mraid", mraid_js=app())
    with opened(chromium, folder, viewport={"width": 390, "height": 844}, has_touch=True) as seen:
        seen.settle()
        seen.page.tap("#open")
        rest(seen.page)
        assert calls(seen.page) == [["useCustomClose", True], ["expand"]]
        assert (state(seen.page), focused(seen.page)) == ("expanded", "close")
        ad = box(seen.page, ".ad")
        assert ad["width"] == pytest.approx(390, abs=0.5), "as wide as the screen"
        seen.page.tap("#close")
        rest(seen.page)
        assert calls(seen.page)[2:] == [["close"]]
        assert state(seen.page) == "collapsed"
        assert box(seen.page, ".ad")["width"] == 320
        seen.page.evaluate("app.become('expanded')")  # the app's own doing, and its own close
        assert state(seen.page) == "expanded"
        seen.page.evaluate("app.become('default')")
        assert state(seen.page) == "collapsed"
        assert not seen.wrong()


def test_an_app_resizes_what_needs_no_screen(shelf: Path, chromium: Any, tmp_path: Path) -> None:
    one = rich("rentree", "legacy/expandable-300x250", shelf)
    with opened(chromium, one.unpacked(tmp_path / "a", "mraid", mraid_js=app())) as seen:
        seen.settle()
        seen.page.click("#open")
        told, done = calls(seen.page)
        assert (told[1]["width"], told[1]["height"], done) == (600, 250, ["resize"])
        assert state(seen.page) == "expanded"
    with opened(chromium, one.unpacked(tmp_path / "b", "mraid", mraid_js=app(resizes=False))) as seen:
        seen.settle()
        seen.page.click("#open")
        assert calls(seen.page)[1:] == [["resize"], ["expand"]], "an app that resizes nothing is asked to expand"


def test_nothing_is_asked_of_an_app_that_is_not_ready(shelf: Path, chromium: Any, tmp_path: Path) -> None:
    one = rich("saison", "mobile/expandable-320x50", shelf)
    with opened(chromium, one.unpacked(tmp_path, "mraid", mraid_js=app("loading", seen=False))) as seen:
        page = seen.page
        seen.settle()
        page.click("#open")
        page.mouse.click(20, 25)
        assert (calls(page), state(page)) == ([], "collapsed")
        paused = "document.getAnimations().every((one) => one.playState === 'paused')"
        assert page.evaluate(paused)
        page.evaluate("app.ready()")
        assert calls(page) == [["open", LANDING]], "the click from before"
        assert page.evaluate(paused), "not seen yet"
        page.evaluate("app.tell('exposureChange', 60, {}, null)")
        assert not page.evaluate(paused)
        page.click("#open")
        assert state(page) == "expanded"
        assert not seen.popups


def test_an_app_opens_the_landing_page(shelf: Path, chromium: Any, tmp_path: Path) -> None:
    one = rich("rentree", "mobile/expandable-320x50", shelf)
    with opened(chromium, one.unpacked(tmp_path / "a", "mraid", mraid_js=app())) as seen:
        seen.settle()
        assert seen.click(20, 25) == []
        assert calls(seen.page) == [["open", LANDING]]
    with opened(chromium, one.unpacked(tmp_path / "b", "mraid", mraid_js="// none")) as seen:
        seen.settle()
        assert seen.click(20, 25) == [LANDING], "without an app it is a page like any other"
        seen.page.click("#open")
        assert state(seen.page) == "expanded"


def test_an_app_takes_it_away(shelf: Path, chromium: Any, tmp_path: Path) -> None:
    one = rich("rentree", "rising-star/mobile-adhesion", shelf)
    with opened(chromium, one.unpacked(tmp_path, "mraid", mraid_js=app())) as seen:
        seen.settle()
        seen.page.click("#close")
        assert (calls(seen.page), state(seen.page)) == ([["close"]], "gone")


# SafeFrames -------------------------------------------------------------------------------------------------------


def test_a_safe_frame_is_asked_for_room(shelf: Path, chromium: Any, tmp_path: Path) -> None:
    one = rich("rentree", "high-impact/push-down", shelf)
    with opened(chromium, one.unpacked(tmp_path), safe_frame(exp_ovr=True, exp_push=True)) as seen:
        seen.settle()
        seen.page.click("#open")
        rest(seen.page)
        room = {"t": 0, "l": 0, "r": 0, "b": 325, "push": True}
        assert calls(seen.page) == [["register", 970, 90], ["expand", room]]
        assert state(seen.page) == "expanded"
        seen.page.keyboard.press("Escape")
        rest(seen.page)
        assert calls(seen.page)[2:] == [["collapse"]]
        assert (state(seen.page), focused(seen.page)) == ("collapsed", "open")


def test_a_safe_frame_grows_where_there_is_room(shelf: Path, chromium: Any, tmp_path: Path) -> None:
    one = rich("rentree", "legacy/expandable-300x250", shelf)
    right_rail = "window.room = { t: 0, l: 700, r: 20, b: 400 };" + safe_frame(exp_ovr=True, exp_push=False)
    with opened(chromium, one.unpacked(tmp_path), right_rail) as seen:
        seen.settle()
        seen.page.click("#open")
        assert calls(seen.page)[1] == ["expand", {"t": 0, "l": 300, "r": 0, "b": 0, "push": False}]


def test_a_safe_frame_that_never_grows_holds_a_plain_creative(shelf: Path, chromium: Any, tmp_path: Path) -> None:
    one = rich("rentree", "high-impact/push-down", shelf)
    with opened(chromium, one.unpacked(tmp_path), safe_frame(exp_ovr=False, exp_push=False)) as seen:
        seen.settle()
        area = one.action("expand").area
        assert seen.click(area.x + area.w / 2, area.y + area.h / 2) == [LANDING]
        assert state(seen.page) == "collapsed"
