"""What holds for every creative of the demos that moves (look book for motion)."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from demo_scenes import Staged, seen

from renderer import checks
from renderer.boxes import common
from renderer.motion import reading
from renderer.motion.manner import manner
from renderer.painters import flashing, raster
from renderer.scene import AnyNode, Group, Scene, Text, walked
from renderer.stages.animate import animate

CORNERS = 4
"""Px at the meeting of three panels where a still lets its ground through, and the sheets do not."""
Demos = dict[str, tuple[Staged, ...]]
STRIKE = 12
"""Levels by which a strike drawn as a bar may differ from one drawn as a line, along its edges."""


@pytest.fixture(params=["rentree", "saison"])
def several(request: pytest.FixtureRequest, demos: Demos) -> tuple[Staged, ...]:
    return demos[request.param]


def times(scene: Scene) -> list[int]:
    """Every time at which something begins or ends to move, and the middles between them."""
    edges = sorted({frame.at for node in scene.walk() for track in node.tracks for frame in track.keyframes})
    return sorted({0, *edges, *((one + other) // 2 for one, other in itertools.pairwise(edges))})


def test_most_of_them_move(several: tuple[Staged, ...]) -> None:
    still = [one.key for one in several if not one.moving.duration]
    assert all(key.startswith("shapes/skin-wallpaper/") for key in still), "what has no masthead"
    assert len(several) > 40


def test_the_end_frame_is_the_still(several: tuple[Staged, ...]) -> None:
    for one in several:
        if not one.moving.duration:
            continue
        before = raster.paint(one.still, one.tools).pixels.astype(int)
        after = raster.paint(one.moving.at(one.moving.duration), one.tools).pixels.astype(int)
        apart = np.abs(before - after).max(axis=2)
        assert (apart > STRIKE).sum() <= CORNERS, one.key
        assert (apart > 2).sum() <= 0.0003 * apart.size + 20, one.key


def test_the_logo_is_there_from_the_first_and_never_moves(several: tuple[Staged, ...]) -> None:
    for one in several:
        logo = one.still.find("logo")
        if logo is None:
            continue
        for ms in times(one.moving)[::4]:
            found = [(box, opacity) for node, box, opacity in seen(one.moving.at(ms)) if node.role == "logo"]
            assert [opacity for _, opacity in found] == [1.0], (one.key, ms)
            assert found[0][0] == pytest.approx(logo.box), (one.key, ms)


def test_it_ends_in_time_and_rests(several: tuple[Staged, ...]) -> None:
    for one in several:
        assert one.moving.duration <= 15_000, one.key
        assert one.moving.loops == 1
        last = max((frame.at for node in one.moving.walk() for track in node.tracks for frame in track.keyframes),
                   default=0)  # fmt: skip
        assert last <= one.moving.duration, one.key


def test_the_hook_is_held_until_it_has_been_read(several: tuple[Staged, ...]) -> None:
    held = 0
    for one in several:
        for node in one.moving.walk():
            if not isinstance(node, Group) or not any(child.role == "hook" for child in node.children):
                continue
            (line,) = node.children
            assert isinstance(line, Text)
            still = [(one_.at, other.at) for track in node.tracks if track.property == "move"
                     for one_, other in zip(track.keyframes, track.keyframes[1:], strict=False)
                     if one_.value == other.value == (0.0, 0.0)]  # fmt: skip
            if not still:  # it stays until a sheet covers it
                frames = {track.property: track.keyframes for track in node.tracks}
                gone = frames["opacity"][-1].at - manner(one.content.brand).move
                still = [(frames["move"][-1].at, gone)]
            (start, end), held = still[0], held + 1
            assert end - start >= reading.held(len(line.lines[0].text)), (one.key, line.lines[0].text)
    assert held or several[0].content.brand.quiet


def test_checks_of_motion_find_nothing(several: tuple[Staged, ...]) -> None:
    """Nor does anything flash: two flashes in the worst second of all, three are allowed."""
    moving, most = [one for one in several if one.moving.duration], 0
    for one in moving:
        flashes = flashing.measured(one.moving, one.tools, one.format.scale)
        seen = checks.Evidence(one.moving, one.format, one.content.brand, flashes=flashes)
        told = [finding for finding in checks.check(seen) if finding.check.startswith("motion/")]
        assert told == [], one.key
        most = max(most, flashes.changes)
    assert 1 < most <= 4


def test_the_legal_line_comes_with_the_saving(several: tuple[Staged, ...]) -> None:
    """It stands where the still has it from then on, on its own ground."""
    early = 0
    for one in several:
        groups = {child.role: node for node in one.moving.walk() if isinstance(node, Group) for child in node.children
                  if node.role == "moving" and isinstance(child, Text)}  # fmt: skip
        if "mention" not in groups or not {"badge", "prior_price"} & set(groups):
            continue
        starts = {role: min(frame.at for track in node.tracks if track.property == "opacity"
                            for frame in track.keyframes if frame.value == (0.0,) and frame.at)
                  for role, node in groups.items() if role in ("mention", "badge", "prior_price")}  # fmt: skip
        assert starts["mention"] == min(starts.values()), one.key
        early += 1
    assert early or several[0].content.brand.quiet


def test_texts_at_rest_do_not_overlap(several: tuple[Staged, ...]) -> None:
    """Whenever nothing moves: no text lies on another, none is cut, none half there."""
    for one in several:
        spans = sorted({span for node in one.moving.walk() for track in node.tracks for span in track.moving()})
        for ms in times(one.moving):
            if any(start <= ms <= end for start, end in spans):
                continue
            texts = [(node, box) for node, box, opacity in seen(one.moving.at(ms))
                     if isinstance(node, Text) and opacity > 0 and box.w * box.h > 0]  # fmt: skip
            before = [(node, box) for node, box, _ in seen(one.still) if isinstance(node, Text)]
            for place, (node, box) in enumerate(texts):
                for other, there in texts[place + 1 :]:
                    shared = common(box, there)
                    known = any(common(a, b).w * common(a, b).h > 1 for x, a in before for y, b in before
                                if x is not y and {x.role, y.role} == {node.role, other.role})  # fmt: skip
                    assert shared.w * shared.h < 2 or known, (one.key, ms, node.role, other.role)


def test_the_same_twice(demos: Demos) -> None:
    one = demos["rentree"][0]
    assert animate(one.still, one.content, one.format).digest() == animate(one.still, one.content, one.format).digest()


def test_nothing_crosses_the_legal_line(several: tuple[Staged, ...]) -> None:
    """Its ground is the same from when it is there on: no band that comes later goes through below it."""
    looked = 0
    for one in several:
        mention = one.still.find("mention")
        if mention is None or not one.moving.duration:
            continue
        box = mention.box.inset(-2, -2, -2, -2)
        rows, columns = slice(int(box.y), int(box.bottom) + 1), slice(int(box.x), int(box.right) + 1)
        ground = np.median(raster.paint(one.still, one.tools).pixels[rows, columns], axis=(0, 1))
        for ms in times(one.moving):
            now = one.moving.at(ms)
            if not any(opacity > 0.5 for node, _, opacity in seen(now) if node.role == "mention"):
                continue
            painted = np.median(raster.paint(now, one.tools).pixels[rows, columns], axis=(0, 1))
            assert np.abs(painted - ground).max() < 8, (one.key, ms)
            looked += 1
    assert looked > 50


def test_products_are_seen_from_near_first(several: tuple[Staged, ...]) -> None:
    """Nearly all of a quiet brand, which has a camera; more than half of a loud one, where the saving may be what is
    large instead (look book for motion, sections 1 and 5)."""
    near, tall = 0, [one for one in several if one.moving.duration and one.moving.height >= 250]
    for one in tall:
        scales = [track.keyframes[0].value[0] for node in one.moving.walk() if _shows_product(node)
                  for track in node.tracks if track.property == "scale"]  # fmt: skip
        near += any(scale >= 1.12 for scale in scales)
    assert near >= (0.8 if several[0].content.brand.quiet else 0.5) * len(tall), f"{near} of {len(tall)}"


def _shows_product(node: AnyNode) -> bool:
    return isinstance(node, Group) and any(one.role == "product" for one in walked(node))
