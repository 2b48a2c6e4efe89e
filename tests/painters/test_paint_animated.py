"""Animated files within a weight: limits kept, trades in their order, attempts told; browsers show the end."""

from __future__ import annotations

import base64
import io
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from moving import DEMOS, Demo
from PIL import Image
from test_paint_gif import decoded, made_of, rgb

from renderer.outcome import Encoded
from renderer.painters import animated, apng, codecs, raster
from renderer.painters.animated import LOOKS, POOR, Kind, Limits, animate
from renderer.painters.frames import Film, step_of

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")


def end_of(demo: Demo) -> Any:
    return raster.paint(demo.scene.at(demo.scene.duration), demo.assets).pixels[..., :3]


def assert_sound(made: Encoded, demo: Demo, fps: float) -> None:
    """It opens, lasts as long as the scene, has no more frames than allowed, and ends with the still."""
    shown = list(decoded(made.content))
    assert sum(one.hold for one in shown) == demo.scene.duration
    assert min(one.hold for one in shown) >= step_of(fps)
    assert np.abs(shown[-1].pixels.astype(int) - end_of(demo)).mean() < 3
    attempt = made.tried[0]
    assert attempt.bytes == len(made.content)
    assert attempt.distance is not None
    assert len({one.kind + str(one.quality) for one in made.tried}) == len(made.tried)


@pytest.mark.parametrize(("name", "limit"), [*((name, 150) for name in DEMOS), (DEMOS[0], 40), (DEMOS[5], 40)])
def test_gifs_keep_their_limit(name: tuple[str, str], limit: float, demos: Callable[[str, str], Demo]) -> None:
    demo = demos(*name)
    made = animate(demo.scene, demo.assets, Limits(("gif",), limit))
    assert made.media_type == "image/gif"
    assert len(made.content) <= limit * 1000
    assert_sound(made, demo, 12.5)


def test_what_fits_is_made_as_well_as_it_can_be(demos: Callable[[str, str], Demo]) -> None:
    demo = demos("rentree", "leaderboard")
    made = animate(demo.scene, demo.assets)
    assert [one.kind for one in made.tried] == ["GIF, 12.5 fps, 128 colours, dithered"]


def test_trades_come_in_their_order(demos: Callable[[str, str], Demo]) -> None:
    """With less and less room: dither, colours, frames, motion."""
    demo = demos("rentree", "medium-rectangle")
    last, kinds = (0, 0), []
    for limit in (60, 54, 44, 32, 26, 20):
        made = animate(demo.scene, demo.assets, Limits(("gif",), limit))
        kind = made.tried[0].kind
        motion = next((rung for rung, name in enumerate(animated.RUNGS) if name and kind.endswith(name)), 0)
        look = next(n for n, one in enumerate(LOOKS["gif"]) if one.named("gif", animated.RUNGS[motion]) == kind)
        assert (motion, look) >= last
        last = motion, look
        kinds.append(kind)
    assert len(set(kinds)) >= 5


def test_what_cannot_fit_is_as_light_as_it_can_be(demos: Callable[[str, str], Demo]) -> None:
    demo = demos("rentree", "medium-rectangle")
    made = animate(demo.scene, demo.assets, Limits(("gif",), 1))
    assert len(made.content) > 1000
    assert len(made.content) == min(one.bytes for one in made.tried)
    assert "all moves cut" in made.tried[0].kind


def test_a_camera_that_is_far_too_heavy_is_not_painted_whole(demos: Callable[[str, str], Demo]) -> None:
    demo = demos("saison", "medium-rectangle")
    made = animate(demo.scene, demo.assets, Limits(("gif",), 150))
    assert [one.kind for one in made.tried] == [
        "GIF, 12.5 fps, 128 colours, dithered, camera cut",
        "GIF, 2.5 fps, 48 colours",
    ]


def test_networks_may_ask_for_few_frames(demos: Callable[[str, str], Demo]) -> None:
    demo = demos("rentree", "smartphone-wide-banner")
    made = animate(demo.scene, demo.assets, Limits(("gif",), 150, fps=5))
    assert made.tried[0].kind == "GIF, 5 fps, 128 colours, dithered"
    assert_sound(made, demo, 5)


@pytest.mark.parametrize(("kind", "type_"), [("apng", "image/png"), ("webp", "image/webp")])
@pytest.mark.parametrize("limit", [None, 30])
def test_other_kinds(kind: Kind, type_: str, limit: float | None, demos: Callable[[str, str], Demo]) -> None:
    demo = demos("rentree", "leaderboard")
    made = animate(demo.scene, demo.assets, Limits((kind,), limit))
    assert made.media_type == type_
    assert limit is None or len(made.content) <= limit * 1000
    assert_sound(made, demo, 12.5)
    if limit is None:
        assert made.tried[0].distance == 0
        assert np.array_equal(list(decoded(made.content))[-1].pixels, end_of(demo))


def test_of_several_kinds_the_nearest_is_taken(demos: Callable[[str, str], Demo]) -> None:
    demo = demos("rentree", "smartphone-wide-banner")
    made = animate(demo.scene, demo.assets, Limits(("gif", "apng", "webp"), 60))
    assert made.tried[0].distance == 0
    assert {one.kind.split(",")[0] for one in made.tried} == {"GIF", "APNG", "WebP"}
    assert all((one.distance or 0) <= POOR for one in made.tried)


def test_the_same_bytes_twice(demos: Callable[[str, str], Demo]) -> None:
    demo = demos("rentree", "smartphone-wide-banner")
    limits = Limits(("gif", "webp"), 12)
    assert animate(demo.scene, demo.assets, limits).content == animate(demo.scene, demo.assets, limits).content


def test_at_twice_the_density(demos: Callable[[str, str], Demo]) -> None:
    demo = demos("rentree", "smartphone-wide-banner")
    with Image.open(io.BytesIO(animate(demo.scene, demo.assets, scale=2).content)) as file:
        assert file.size == (640, 100)


def test_distance_is_that_of_the_worst_frame_held(demos: Callable[[str, str], Demo]) -> None:
    made, _, _, content = made_of(demos("rentree", "smartphone-wide-banner"))
    assert 0 < animated.distance(made, content) < POOR
    assert animated.distance(made, apng.write(made)) == 0
    broken = made._replace(
        frames=(made.frames[0], *(one._replace(words=one.words ^ 0x808080) for one in made.frames[1:]))
    )
    assert animated.distance(made, apng.write(broken)) > POOR


@pytest.fixture(scope="module")
def page() -> Iterator[Any]:
    if not CHROMIUM:
        pytest.skip("NO BROWSER: chromium is missing (apt-get install chromium)")
    playwright = pytest.importorskip("playwright.sync_api")
    with playwright.sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser.new_page(viewport={"width": 340, "height": 80})
        browser.close()


def quick(made: Film) -> Film:
    return made._replace(frames=tuple(one._replace(hold=40) for one in made.frames))


@pytest.mark.browser
@pytest.mark.parametrize("kind", ["gif", "apng", "webp"])
def test_a_browser_ends_with_the_last_frame(kind: str, page: Any, demos: Callable[[str, str], Demo]) -> None:
    demo = demos("rentree", "smartphone-wide-banner")
    whole, found, colours, _ = made_of(demo)
    made = quick(whole)
    content = {
        "gif": lambda: animated.gif.write(made, found, colours),
        "apng": lambda: apng.write(made),
        "webp": lambda: codecs.animated_webp(
            [animated.pixels_of(canvas.copy()) for canvas in made.canvases()], [40] * len(made.frames), 1, None
        ),
    }[kind]()
    type_ = {"gif": "gif", "apng": "png", "webp": "webp"}[kind]
    source = f"data:image/{type_};base64,{base64.b64encode(content).decode()}"
    page.set_content(f'<style>body{{margin:0}}</style><img src="{source}">')
    page.evaluate("document.images[0].decode()")
    page.wait_for_timeout(40 * len(made.frames) + 1500)
    with Image.open(io.BytesIO(page.screenshot(clip={"x": 0, "y": 0, "width": 320, "height": 50}))) as shot:
        shown = np.asarray(shot.convert("RGB"))
    assert np.array_equal(shown, list(decoded(content))[-1].pixels)
    if kind != "gif":
        *_, last = made.canvases()
        assert np.array_equal(shown, rgb(last))
