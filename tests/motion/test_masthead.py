"""Page skins: the masthead plays once, in the brand's manner; gutters never move (look book for motion, section 11)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from demo_scenes import Staged

from renderer.boxes import Box
from renderer.motion.masthead import shifted
from renderer.painters import raster
from renderer.scene import AnyNode, Group, Scene, walked
from renderer.stages.animate import animate

Demos = dict[str, tuple[Staged, ...]]
HEAD = Box(460, 0, 1000, 200)
"""What lies above the publisher's page of `skin/arch` (formats/skin.yaml)."""


@pytest.fixture(params=["rentree", "saison"])
def skins(request: pytest.FixtureRequest, demos: Demos) -> list[Staged]:
    return [one for one in demos[request.param] if one.key.startswith("shapes/skin-arch/")]


def window(scene: Scene) -> Group:
    (found,) = (one for one in scene.root.children if isinstance(one, Group) and one.role == "masthead")
    return found


def apart(scene: Scene) -> Iterator[AnyNode]:
    """All but the masthead."""
    yield from (node for node in scene.root.children if node.role != "masthead")


def same(one: AnyNode, other: AnyNode) -> bool:
    """Whether two nodes look the same: their ids say where in the tree they stand."""
    names = [(node.role, node.box, node.tracks, type(node)) for node in walked(one)]
    return names == [(node.role, node.box, node.tracks, type(node)) for node in walked(other)]


def test_gutters_are_the_stills_and_never_move(skins: list[Staged]) -> None:
    assert skins
    for one in skins:
        still = list(one.still.root.children)
        for node in apart(one.moving):
            assert not any(part.tracks for part in walked(node)), one.key
            assert any(same(node, other) for other in still), one.key


def test_what_moves_is_seen_in_the_masthead_alone(skins: list[Staged]) -> None:
    for one in skins:
        assert set(window(one.moving).clip_path) == {(460, 0), (1460, 0), (1460, 200), (460, 200)}
        end = raster.paint(one.moving.at(one.moving.duration), one.tools).pixels.astype(int)
        for ms in (0, 150, 700, 1500, 2500):
            frame = raster.paint(one.moving.at(ms), one.tools).pixels.astype(int)
            changed = np.argwhere((frame != end).any(axis=2))
            if changed.size:
                (top, left), (bottom, right) = changed.min(axis=0), changed.max(axis=0)
                assert HEAD.y <= top <= bottom < HEAD.bottom, one.key
                assert HEAD.x <= left <= right < HEAD.right, one.key


def test_it_plays_soon_and_rests(skins: list[Staged]) -> None:
    """A reader is there for the page: in three seconds where there is but a headline, five where products come."""
    for one in skins:
        tracks = [track for node in window(one.moving).children for part in walked(node) for track in part.tracks]
        starts = [start for track in tracks for start, end in track.moving() if end > start]
        assert min(starts) <= 1_000, one.key
        assert one.moving.duration <= 5_500, one.key
        assert one.moving.loops == 1


def test_a_skin_without_a_masthead_stays_still(demos: Demos) -> None:
    every = [one for several in demos.values() for one in several if one.key.startswith("shapes/skin-wallpaper/")]
    assert every
    assert all(one.moving is one.still for one in every)


def test_elsewhere_and_back_it_moves_as_before(demos: Demos) -> None:
    """Clips, origins, baselines and strikes come along: a scene that is moved shows what it showed, moved."""
    one = next(one for one in demos["rentree"] if one.format.id == "iab/medium-rectangle")
    scene = animate(one.still, one.content, one.format)
    there = shifted(scene.root, 40, 7)
    assert there.box == Box(scene.root.box.x + 40, scene.root.box.y + 7, *scene.root.box[2:])
    wide = Scene(width=scene.width + 40, height=scene.height + 7, root=there, background=scene.background)  # type: ignore[arg-type]
    for ms in (300, 2_800, 4_000, scene.duration):
        before = raster.paint(scene.at(ms), one.tools).pixels.astype(int)
        after = raster.paint(wide.at(ms), one.tools).pixels.astype(int)[7:, 40:]
        assert (np.abs(before - after).max(axis=2) > 2).mean() < 0.0002, ms
