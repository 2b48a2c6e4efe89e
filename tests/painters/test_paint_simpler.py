"""Simpler motion: fewer changes rung by rung, the end and what is held before it the same."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from moving import DEMOS, Demo, track

from renderer.painters import frames, raster
from renderer.painters.simpler import FADE, RUNGS, SLIDE, simpler, stepped
from renderer.scene import AnyNode, Box, Group, Image, Scene, Shape
from renderer.tracks import Keyframe, Track

RED = (232, 19, 42, 255)


def picture(**more: object) -> Image:
    return Image(id="p", role="product", box=Box(0, 0, 9, 9), asset="a", crop=Box(0, 0, 1, 1), **more)  # type: ignore[arg-type]


def scene(*nodes: AnyNode) -> Scene:
    root = Group(id="0", role="root", box=Box(0, 0, 60, 40), children=nodes)
    return Scene(width=60, height=40, root=root, duration=5000)


def group(*tracks: Track, children: tuple[AnyNode, ...] = ()) -> Group:
    return Group(id="g", role="stage", box=Box(0, 0, 60, 40), children=children or (picture(),), tracks=tracks)


CAMERA = track("scale", (0, 1.5), (1000, 1.4), (3000, 1.4), (4000, 1))
FADING = track("opacity", (1000, 0), (1900, 1))
RISE = track("move", (1000, 0, 6), (1900, 0, 0))
SLIDE_IN = track("move", (1000, 40, 0), (1480, 0, 0))


def changes(one: Track) -> list[tuple[int, float]]:
    """When it is cut, and to what."""
    return [(start, one.at(start)[0]) for start, end in one.moving() if start == end]


def test_a_way_in_steps_ends_where_it_did() -> None:
    made = stepped(FADING, 3)
    assert all(start == end for start, end in made.moving())
    assert [at for at, _ in changes(made)] == [1000, 1300, 1600]
    assert changes(made)[0][1] == pytest.approx(FADING.at(1300)[0])
    assert changes(made)[-1][1] == 1
    assert made.at(999) == (0,)
    assert made.at(4000) == (1,)


def test_one_step_is_a_cut_when_the_way_begins() -> None:
    assert changes(stepped(CAMERA, 1)) == [(0, 1.4), (3000, 1)]


def test_what_is_short_or_cut_already_stays() -> None:
    cut = Track("opacity", (Keyframe(0, (0.0,)), Keyframe(500, (0.0,)), Keyframe(500, (1.0,))))
    assert stepped(cut, 3).moving() == cut.moving()
    short = track("opacity", (0, 0), (100, 1))
    assert stepped(short, 3) == short


def test_the_camera_is_cut_first() -> None:
    camera, slide, badge = group(CAMERA), picture(tracks=(SLIDE_IN,)), Shape(
        id="b", role="badge", box=Box(0, 0, 9, 9), fill=RED, tracks=(track("scale", (0, 1.9), (300, 1)),)
    )  # fmt: skip
    one = simpler(scene(camera, slide, badge), 1)
    assert one.root.children[0].tracks == (stepped(CAMERA, 1),)
    assert one.root.children[1:] == (slide, badge)


def test_then_fades_and_what_moves_with_them() -> None:
    faded = Shape(id="b", role="badge", box=Box(0, 0, 9, 9), fill=RED, tracks=(FADING, RISE))
    moved = Shape(id="c", role="plate", box=Box(0, 0, 9, 9), fill=RED, tracks=(SLIDE_IN,))
    two = simpler(scene(faded, moved), 2)
    assert two.root.children[0].tracks == (stepped(FADING, FADE), stepped(RISE, FADE))
    assert two.root.children[1] == moved


def test_then_products_that_slide_and_then_every_move() -> None:
    slide, text = group(SLIDE_IN), Shape(id="c", role="plate", box=Box(0, 0, 9, 9), fill=RED, tracks=(SLIDE_IN,))
    assert simpler(scene(slide, text), 3).root.children == (group(stepped(SLIDE_IN, SLIDE)), text)
    four = simpler(scene(slide, text), 4)
    assert four.root.children[1].tracks == (stepped(SLIDE_IN, 1),)


def test_drawings_are_no_pictures() -> None:
    logo = picture(treatment="artwork")
    still = scene(group(CAMERA, children=(logo,)))
    assert simpler(still, 1) == still


@pytest.mark.parametrize("name", DEMOS, ids="-".join)
def test_the_end_is_the_same_and_there_is_less_on_the_way(
    name: tuple[str, str], demos: Callable[[str, str], Demo]
) -> None:
    moving, assets = demos(*name).scene, demos(*name).assets
    end = raster.paint(moving.at(moving.duration), assets).pixels
    counts = []
    for rung in range(len(RUNGS)):
        made = simpler(moving, rung)
        assert np.array_equal(raster.paint(made.at(made.duration), assets).pixels, end)
        counts.append(len(frames.moments(made, 80)))
    assert counts[-1] < counts[0] / 2
