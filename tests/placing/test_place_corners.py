"""Corners that networks cover: nothing to be read stands there, and nothing moves that need not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from test_place_arrange import content, shape_of

from renderer.loading.brands import BrandKit
from renderer.model.brand import Brand
from renderer.model.profile import Profile
from renderer.model.terms import SafeZone
from renderer.placing.corners import aside
from renderer.placing.scale import frame
from renderer.scene import Box, Image, Scene, Shape, Text
from renderer.stages.arrange import arrange


def network(*reserved: tuple[str, float, float]) -> Profile:
    """One that covers corners: which, width and height at 1x."""
    keys = ("corner", "width", "height")
    corners = [{**dict(zip(keys, one, strict=True)), "source": "x", "verified": False} for one in reserved]
    return Profile.model_validate({"id": "n", "name": "N", "source": "x", "as_of": "2026-01-01", "verified": False,
                                   "reserved": corners})  # fmt: skip


ICON = network(("top-right", 20, 20))


def to_be_seen(scene: Scene) -> Iterator[tuple[str, Box]]:
    for node in scene.walk():
        match node:
            case Text() if node.lines:
                yield node.role, node.box
            case Image(role="logo"):
                yield node.role, node.subject or node.box
            case Shape(role="button"):
                yield node.role, node.box


def under(scene: Scene, corner: Box) -> set[str]:
    return {role for role, box in to_be_seen(scene) if box.overlap(corner)}


# Size, content, and who stood at the top right before.
CROWDED = [
    ((120, 600), "arabic", "logo"),
    ((180, 150), "arabic", "logo"),
    ((728, 90), "arabic", "logo"),
    ((160, 600), "arabic", "logo"),
    ((320, 100), "arabic", "logo"),
    ((216, 36), "short", "price"),
]


@pytest.mark.parametrize(("size", "name", "role"), CROWDED)
def test_what_stood_in_the_corner_steps_aside(kit: BrandKit, size: tuple[int, int], name: str, role: str) -> None:
    shown, corner = content(kit, name), Box(size[0] - 20, 0, 20, 20)
    assert role in under(arrange(shown, shape_of(size), kit.layouts), corner)
    made = arrange(shown, shape_of(size), kit.layouts, [ICON])
    assert under(made, corner) == set()
    assert {"logo", "price"} <= {role for role, _ in to_be_seen(made)}
    assert all(node.rung not in ("ellipsis", "failed") for node in made.walk() if isinstance(node, Text))


@pytest.mark.parametrize("corner", ["top-left", "bottom-left", "bottom-right"])
@pytest.mark.parametrize(("size", "name"), [((300, 250), "short"), ((728, 90), "no-picture"), ((160, 600), "arabic")])
def test_every_corner_can_be_asked_for(kit: BrandKit, size: tuple[int, int], name: str, corner: str) -> None:
    asking = network((corner, 24, 22))
    place = Box(0.0 if "left" in corner else size[0] - 24, 0.0 if "top" in corner else size[1] - 22, 24, 22)
    assert under(arrange(content(kit, name), shape_of(size), kit.layouts, [asking]), place) == set()


def test_each_network_has_its_own_corner_kept(kit: BrandKit) -> None:
    both = [ICON, network(("bottom-left", 60, 15))]
    made = arrange(content(kit, "arabic"), shape_of((300, 250)), kit.layouts, both)
    assert under(made, Box(280, 0, 20, 20)) | under(made, Box(0, 235, 60, 15)) == set()


def test_nothing_moves_where_nobody_stands_there(kit: BrandKit) -> None:
    shown, format_ = content(kit, "short"), shape_of((300, 250))
    assert arrange(shown, format_, kit.layouts, [ICON]) == arrange(shown, format_, kit.layouts)


def test_corners_grow_with_the_scale(kit: BrandKit) -> None:
    dense = shape_of((600, 500)).model_copy(update={"scale": 2.0})
    assert frame(dense, kit.brand, networks=[ICON]).reserved == (Box(560, 0, 40, 40),)
    assert under(arrange(content(kit, "arabic"), dense, kit.layouts, [ICON]), Box(560, 0, 40, 40)) == set()


def test_corners_are_never_mirrored_but_the_room_beside_them_is(kit: BrandKit) -> None:
    read = {way: frame(shape_of((400, 100)), kit.brand, way == "rtl", [ICON]) for way in ("ltr", "rtl")}
    assert read["ltr"].reserved == read["rtl"].reserved == (Box(380, 0, 20, 20),)
    beside = {way: list(aside(canvas))[-2].safe for way, canvas in read.items()}  # a wide canvas: beside it first
    assert (beside["ltr"].x, beside["ltr"].right) == (0, 380)
    assert (beside["rtl"].x, beside["rtl"].right) == (20, 400)  # layouts are mirrored later


def test_a_corner_may_be_larger_than_its_canvas(kit: BrandKit) -> None:
    made = arrange(content(kit, "short"), shape_of((120, 60)), kit.layouts, [network(("top-right", 500, 500))])
    assert list(to_be_seen(made))


def test_without_networks_there_are_no_corners(kit: BrandKit) -> None:
    brand: Brand = kit.brand
    canvas = frame(shape_of((300, 250)), brand)
    assert (canvas.reserved, list(aside(canvas))) == ((), [])


@pytest.mark.parametrize("name", ["short", "arabic"])
@pytest.mark.parametrize("side", ["left", "right"])
def test_what_a_place_covers_at_one_side_is_not_mirrored_either(kit: BrandKit, name: str, side: str) -> None:
    format_ = shape_of((1080, 1920)).model_copy(update={"safe_zone": SafeZone.model_validate({side: 0.15})})
    covered = Box(0.0 if side == "left" else 918.0, 0, 162, 1920)
    assert under(arrange(content(kit, name), format_, kit.layouts), covered) == set()
