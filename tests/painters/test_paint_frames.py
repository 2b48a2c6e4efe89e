"""Frames: when something changes, and that the parts painted again are to the last bit what painting all gives."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable

import msgspec
import numpy as np
import numpy.typing as npt
import pytest
from moving import DEMOS, Demo, track

from renderer.painters import blending, frames, parts, raster
from renderer.scene import AnyNode, Box, Group, Scene, Shadow, Shape, Stroke
from renderer.tracks import IDENTITY, Track

SPIKE = ((40.0, 40.0), (100.0, 42.0), (40.0, 44.0))
INK, RED, SAND = (13, 7, 69, 255), (232, 19, 42, 255), (240, 230, 200, 255)


class NoAssets:
    def pixels(self, asset: str, crop: Box, width: int, height: int, treatment: str) -> npt.NDArray[np.uint8]:
        raise AssertionError

    def font(self, digest: str) -> bytes:
        raise AssertionError


def scene(*tracks: Track, duration: int = 4000, **more: object) -> Scene:
    """A red square on sand that does something."""
    node = Shape(id="0.1", role="panel", box=Box(10, 10, 20, 10), fill=RED, tracks=tracks, **more)  # type: ignore[arg-type]
    ground = Shape(id="0.0", role="panel", box=Box(0, 0, 60, 40), fill=SAND)
    root = Group(id="0", role="root", box=Box(0, 0, 60, 40), children=(ground, node))
    return Scene(width=60, height=40, root=root, duration=duration)


SLIDE = track("move", (1000, -40, 0), (1400, 0, 0))
CUT = track("opacity", (2000, 1), (2000, 0), (2100, 0), (2100, 1))


@pytest.mark.parametrize(
    ("tracks", "step", "expected"),
    [
        ((), 80, [0]),
        ((SLIDE,), 80, [0, 1000, 1080, 1160, 1240, 1320, 1400]),
        ((SLIDE,), 120, [0, 1000, 1140, 1280, 1400]),
        ((CUT,), 80, [0, 2000, 2100]),
        ((CUT,), 120, [0, 2000, 2120]),
        ((track("opacity", (10, 0), (30, 1)),), 80, [0, 80]),
        ((track("opacity", (990, 0), (1050, 1)),), 80, [0, 1000, 1080]),
        ((SLIDE, track("opacity", (1450, 0), (1500, 1))), 80, [0, 1000, 1100, 1180, 1260, 1340, 1420, 1500]),
        ((track("move", (3000, 0, 0), (9000, 9, 0)),), 500, [0, 3000, 3500, 4000]),
        ((track("move", (5000, 0, 0), (9000, 9, 0)),), 500, [0]),
    ],
)  # fmt: skip
def test_frames_are_due_where_something_changes(tracks: tuple[Track, ...], step: int, expected: list[int]) -> None:
    assert frames.moments(scene(*tracks), step) == expected


@pytest.mark.parametrize(("fps", "step"), [(12.5, 80), (10, 100), (8, 140), (5, 200), (30, 40), (60, 40), (8.3, 140)])
def test_no_more_frames_a_second_than_allowed(fps: float, step: int) -> None:
    assert frames.step_of(fps) == step
    assert step == frames.SHORTEST or 1000 / step <= fps


def test_frames_are_never_nearer_than_a_step_and_end_where_the_moves_do() -> None:
    dice = random.Random(7)
    for _ in range(200):
        tracks = []
        for _ in range(dice.randint(1, 5)):
            start = dice.randint(0, 3800)
            tracks.append(track("move", (start, 0, 0), (start + dice.choice([0, 30, 200, 900]), 5, 0)))
        made, step = scene(*tracks), dice.choice([40, 80, 100, 120, 200])
        due = frames.moments(made, step)
        assert all(after - before >= step for before, after in itertools.pairwise(due))
        assert all(time % frames.UNIT == 0 for time in due)
        ends = min(made.duration, max(one.keyframes[-1].at for one in tracks))
        assert ends <= due[-1] < ends + step + frames.UNIT


def test_holds_add_up_and_what_does_not_change_is_no_frame() -> None:
    unseen = track("move", (1000, -400, 0), (1400, -300, 0), (2000, -300, 0), (2000, 0, 0))
    film = frames.film(scene(unseen), NoAssets(), 80)
    assert [(frame.at, frame.hold) for frame in film.frames] == [(0, 2000), (2000, 2000)]
    assert film.duration == 4000
    assert film.frames[1].words.shape == (10, 20)
    assert (film.frames[1].left, film.frames[1].top) == (10, 10)


def test_a_move_that_ends_with_the_scene_is_shown_for_a_step() -> None:
    film = frames.film(scene(track("move", (3800, -40, 0), (4000, 0, 0))), NoAssets(), 80)
    assert film.frames[-1].at == 4000
    assert film.frames[-1].hold == 80


def test_a_still_is_one_frame() -> None:
    film = frames.film(scene(duration=0), NoAssets(), 80)
    assert len(film.frames) == 1


@pytest.mark.parametrize("step", [80, 200])
@pytest.mark.parametrize("name", DEMOS, ids="-".join)
def test_every_frame_is_what_painting_all_gives(
    name: tuple[str, str], step: int, demos: Callable[[str, str], Demo]
) -> None:
    moving, assets = demos(*name).scene, demos(*name).assets
    film = frames.film(moving, assets, step)
    shown = {frame.at: canvas.copy() for frame, canvas in zip(film.frames, film.canvases(), strict=True)}
    there = shown[0]
    for time in frames.moments(moving, step):
        there = shown.get(time, there)
        whole = raster.paint(moving.at(min(time, moving.duration)), assets).pixels
        assert np.array_equal(there, blending.words(whole)), time
    end = raster.paint(moving.at(moving.duration), assets).pixels
    assert np.array_equal(frames.still_of(film), blending.words(end))


@pytest.mark.parametrize("scale", [1, 2])
@pytest.mark.parametrize("name", [DEMOS[0], DEMOS[2], DEMOS[4]], ids="-".join)
def test_any_part_is_what_painting_all_gives(
    name: tuple[str, str], scale: float, demos: Callable[[str, str], Demo]
) -> None:
    moving, assets = demos(*name).scene, demos(*name).assets
    dice = random.Random(3)
    for time in (320, 2900, 3550, 6600, 8350):
        still = moving.at(time)
        whole = blending.words(raster.paint(still, assets, scale).pixels)
        height, width = whole.shape
        for _ in range(6):
            left, top = dice.randrange(width - 1), dice.randrange(height - 1)
            area = left, top, dice.randint(left + 1, width), dice.randint(top + 1, height)
            made = np.full((height, width), 0x12345678, np.uint32)
            parts.repaint(still, assets, made, area, scale)
            here = slice(area[1], area[3]), slice(area[0], area[2])
            assert np.array_equal(made[here], whole[here]), (time, area)
            made[here] = 0x12345678
            assert (made == 0x12345678).all()


@pytest.mark.parametrize("name", [DEMOS[0], DEMOS[2], DEMOS[4]], ids="-".join)
def test_nodes_leave_no_ink_beyond_their_reach(name: tuple[str, str], demos: Callable[[str, str], Demo]) -> None:
    moving, assets = demos(*name).scene, demos(*name).assets
    still = moving.at(moving.duration)
    for node in (one for one in still.walk() if not isinstance(one, Group)):
        assert_within_reach(node, still, assets)


def assert_within_reach(node: AnyNode, still: Scene, assets: raster.Assets) -> None:
    alone = Group(id="r", role="root", box=still.canvas, children=(node,))
    inked = np.zeros((still.height, still.width), np.bool_)
    for ground in ((255, 255, 255, 255), (0, 0, 0, 255)):
        made = raster.paint(msgspec.structs.replace(still, root=alone, background=ground), assets).pixels
        inked |= (made[..., :3] != ground[:3]).any(axis=2)
    left, top, right, bottom = parts.reach(node, IDENTITY)
    x0, y0, x1, y1 = parts.bounds(inked)
    assert x0 == x1 or (left <= x0 and top <= y0 and x1 <= right and y1 <= bottom), node


@pytest.mark.parametrize(
    "node",
    [
        Shape(id="s", role="panel", box=Box(40, 40, 20, 10), fill=RED, shadow=Shadow(6, 9, 4, INK)),
        Shape(id="s", role="panel", box=Box(40, 40, 20, 10), stroke=Stroke(INK, 7)),
        Shape(id="s", role="arrow", box=Box(40, 40, 60, 4), path=SPIKE, stroke=Stroke(INK, 5)),
    ],
    ids=["shadow", "stroke", "mitre"],
)  # fmt: skip
def test_shadows_and_strokes_are_within_reach(node: AnyNode) -> None:
    canvas = Group(id="0", role="root", box=Box(0, 0, 160, 120), children=())
    assert_within_reach(node, Scene(width=160, height=120, root=canvas), NoAssets())


def test_stills_differ_where_a_node_was_and_where_it_is() -> None:
    moving = scene(SLIDE)
    assert parts.apart(moving.at(0), moving.at(500)) == parts.NOWHERE
    left, top, right, bottom = parts.apart(moving.at(1100), moving.at(1400))
    assert (top, bottom) == (8, 22)
    assert left < 10
    assert right == 32


@pytest.mark.parametrize("name", DEMOS, ids="-".join)
def test_the_scenes_of_these_tests_end_as_the_stills_they_were_made_of(
    name: tuple[str, str], demos: Callable[[str, str], Demo]
) -> None:
    moving, still, assets = demos(*name).scene, demos(*name).still, demos(*name).assets
    ended = raster.paint(moving.at(moving.duration), assets).pixels.astype(int)
    assert (
        np.abs(ended - raster.paint(still, assets).pixels).max() <= 8
    )  # Skia rounds slanted edges otherwise under a clip, even an open one


def test_nodes_that_change_places_differ() -> None:
    still = scene()
    turned = msgspec.structs.replace(still.root, children=still.root.children[::-1])
    assert parts.apart(still, msgspec.structs.replace(still, root=turned)) == (0, 0, 60, 40)
    other = msgspec.structs.replace(still, background=INK)
    assert parts.apart(still, other, 2) == (0, 0, 120, 80)
