"""The watcher misses nothing that a banner does, and stops animations at the same px every time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from banners import GOOD, LANDING, LOOK, RUN, spoilt, written, zipped
from browsing import filmstrip, line_boxes, show
from seeing import differing

pytestmark = pytest.mark.browser
BODY = "<body>"
OUT = "https://elsewhere.example/"
DEEDS = {
    "a picture from outside": (f'<img src="{OUT}a.png" alt="">', f"asked outside: {OUT}a.png"),
    "a picture by protocol": ('<img src="//elsewhere.example/a.png" alt="">', "asked outside: http://elsewhere.example"),
    "a style sheet": (f'<link rel="stylesheet" href="{OUT}a.css">', f"asked outside: {OUT}a.css"),
    "an import": (f'<style>@import "{OUT}b.css";</style>', f"asked outside: {OUT}b.css"),
    "a background": (f'<p style="background:url({OUT}c.png)">x</p>', f"asked outside: {OUT}c.png"),
    "a script": (f'<script src="{OUT}d.js"></script>', f"asked outside: {OUT}d.js"),
    "a frame": (f'<iframe src="{OUT}e"></iframe>', f"asked outside: {OUT}e"),
    "a frame of data": ("<iframe src=\"data:text/html,<script>parent.postMessage('x','*')</script>\"></iframe>",
                        "framed: data:text/html"),
    "a message home": (f"<script>fetch('{OUT}f')</script>", f"asked outside: {OUT}f"),
    "a beacon": (f"<script>navigator.sendBeacon('{OUT}g')</script>", f"asked outside: {OUT}g"),
    "a socket": ("<script>new WebSocket('wss://elsewhere.example/s')</script>", "asked outside: wss://elsewhere"),
    "events": (f"<script>new EventSource('{OUT}h')</script>", f"asked outside: {OUT}h"),
    "a dialog": ("<script>alert('hi')</script>", "dialog: alert: hi"),
    "a question": ("<script>confirm('sure')</script>", "dialog: confirm: sure"),
    "a word in the console": ("<script>console.log('hello')</script>", "console: log: hello"),
    "an exception": ("<script>nothing.there()</script>", "uncaught: "),
    "a promise broken": ("<script>Promise.reject(new Error('no'))</script>", "uncaught: no"),
    "what proves that it ran": ("<script>owned('script')</script>", "ran: script"),
    "a handler": ('<img src="kettle.png" alt="" onload="owned(1)">', "ran: 1"),
    "a frame that runs": ('<iframe srcdoc="<script>parent.owned(2)</script>"></iframe>', "ran: 2"),
    "a window": (f"<script>window.open('{OUT}w')</script>", f"opened: {OUT}w"),
    "leaving": (f"<script>location='{OUT}x'</script>", f"went to: {OUT}x"),
    "leaving by a tag": (f'<meta http-equiv="refresh" content="0;url={OUT}y">', f"went to: {OUT}y"),
    "a file": ('<a id="d" href="kettle.png" download>x</a><script>d.click()</script>', "downloaded: http://127.0.0.1"),
    "what is not in the package": ('<img src="gone.png" alt="">', "not in the package: gone.png"),
    "a file of this machine": ('<img src="file:///etc/hostname" alt="">', "console: error: Not allowed to load local"),
}  # fmt: skip


def test_a_good_banner_does_nothing_and_a_click_opens_its_address_once(banner: Any, tmp_path: Path) -> None:
    folder = written(tmp_path / "a banner #1")
    archive = tmp_path / "banner.zip"
    archive.write_bytes(zipped(folder))
    for package in (folder, archive):
        seen = banner(package)
        assert seen.wrong() == []
        assert {path for path, _ in seen.site.asked} == {"", "look.css", "run.js", "text.ttf", "kettle.png"}
        assert seen.click() == [LANDING]
        assert seen.outside == [LANDING]
        assert seen.wrong() == [f"asked outside: {LANDING}", f"opened: {LANDING}"]


@pytest.mark.parametrize("name", DEEDS)
def test_whatever_a_banner_does_is_seen(banner: Any, tmp_path: Path, name: str) -> None:
    markup, told = DEEDS[name]
    wrong = banner(written(tmp_path, spoilt(BODY, BODY + markup))).wrong()
    assert any(line.startswith(told) for line in wrong), wrong


def test_a_click_that_opens_twice_or_here_is_told(banner: Any, tmp_path: Path) -> None:
    twice = banner(written(tmp_path / "twice", run=spoilt("event.preventDefault();", "", RUN)))
    assert twice.click() == [LANDING, LANDING]
    here = banner(written(tmp_path / "here", spoilt(' target="_blank" rel="noopener"', ""), run=""))
    assert here.click() == [LANDING]
    nowhere = banner(written(tmp_path / "nowhere", run=spoilt("window.open", "void", RUN)))
    assert nowhere.click() == []


def test_nothing_outside_the_package_is_served(banner: Any, tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("secret")
    up = '<img src="%2e%2e/secret.txt" alt=""><img src="..%2fsecret.txt" alt=""><img src="//%2fetc/passwd" alt="">'
    seen = banner(written(tmp_path / "banner", spoilt(BODY, BODY + up)))
    seen.settle()
    assert {status for path, status in seen.site.asked if "secret" in path or "passwd" in path} == {404}


@pytest.mark.parametrize("scale", [1, 2])
def test_a_filmstrip_shows_each_time_in_any_order(banner: Any, tmp_path: Path, scale: int) -> None:
    seen = banner(written(tmp_path), scale=scale)
    seen.settle(700)  # by now what flashes is over, and what rises is at rest
    times = [0, 100, 600, 1500, 2999]
    strip = filmstrip(seen.page, times)
    assert {picture.size for picture in strip} == {(300 * scale, 250 * scale)}
    again = filmstrip(seen.page, times[::-1])[::-1]
    assert [one.tobytes() for one in strip] == [one.tobytes() for one in again]
    assert strip[0].tobytes() != strip[1].tobytes(), "what flashed is set back to its beginning"
    afresh = filmstrip(banner(written(tmp_path), scale=scale).page, times)
    assert [differing(one, other).levels for one, other in zip(strip, afresh, strict=True)] == [0] * len(times)


def test_loops_are_counted(banner: Any, tmp_path: Path) -> None:
    """A second round looks as the first; after the last one the picture is back where it stood."""
    page = banner(written(tmp_path)).page
    first, second, last = filmstrip(page, [1500, 2500, 9000])
    assert first.tobytes() == second.tobytes() != last.tobytes()


def test_lines_are_where_they_are_at_a_time(banner: Any, tmp_path: Path) -> None:
    page = banner(written(tmp_path)).page
    start, rest = (line_boxes(page, ms) for ms in (0, 1000))
    assert set(start) == {"headline", "price"}
    assert start["headline"].y - rest["headline"].y == pytest.approx(40)
    assert rest["headline"].x == 12
    assert rest["headline"].y == 16.5, "a fraction is kept"
    assert rest["price"].y == 200.25
    assert rest["headline"].w % 1 != 0
    assert rest["headline"].h == pytest.approx(24, abs=1), "what the letters need, whatever the line's height"
    show(page, 0)
    assert line_boxes(page)["headline"].y == start["headline"].y


def test_two_lines_of_one_name_and_what_does_not_load_are_faults(banner: Any, tmp_path: Path) -> None:
    twice = banner(written(tmp_path / "twice", spoilt('data-line="price"', 'data-line="headline"')))
    with pytest.raises(AssertionError, match="one name"):
        line_boxes(twice.page)
    bad = GOOD.replace("kettle.png", "look.css").replace("text.ttf", "look.css")
    with pytest.raises(AssertionError, match=r"font T.*picture look\.css"):
        filmstrip(banner(written(tmp_path / "bad", bad, LOOK)).page, [0])
