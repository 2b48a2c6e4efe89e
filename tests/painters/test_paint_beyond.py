"""Grounds of a skin that go on past its canvas."""

from __future__ import annotations

from collections.abc import Sequence
from math import isclose

from renderer.painters.beyond import beyond
from renderer.scene import AnyNode, Box, Gradient, Group, Point, Scene, Shape

CONTENT = Box(460, 200, 1000, 880)
CREAM, YELLOW, BLUE, LIGHT = (247, 243, 234, 255), (255, 230, 0, 255), (35, 18, 216, 255), (60, 50, 220, 255)


def panel(box: Box, fill: tuple[int, int, int, int], path: tuple[Point, ...] = (), role: str = "panel") -> Shape:
    return Shape(id="", role=role, box=box, fill=fill, path=path)


def gone_on(*children: AnyNode) -> Scene:
    root = Group(id="0", role="root", box=Box(0, 0, 1920, 1080), children=tuple(children))
    return beyond(Scene(width=1920, height=1080, root=root, background=CREAM), CONTENT)


def at(scene: Scene, point: Point) -> tuple[int, int, int, int]:
    """The colour that is painted last at a point."""
    found = CREAM
    for node in scene.root.children:
        if isinstance(node, Shape) and node.holds(point):
            found = node.fill or node.gradient.stops[0][1] if node.gradient else node.fill or found
    return found


def quad(left: float, right: float, tops: Sequence[float], bottoms: Sequence[float]) -> tuple[Point, ...]:
    return (left, tops[0]), (right, tops[1]), (right, bottoms[1]), (left, bottoms[0])


def test_a_gutter_goes_on_outwards_and_down_but_not_over_the_content() -> None:
    scene = gone_on(panel(Box(0, 0, 460, 1080), BLUE), panel(Box(1460, 0, 460, 1080), YELLOW))
    for point in ((-900, 500), (200, 3000), (-900, 4000)):
        assert at(scene, point) == BLUE
    for point in ((2800, 500), (1500, 3000)):
        assert at(scene, point) == YELLOW
    for point in ((600, 500), (600, 3000), (1400, 3000)):
        assert at(scene, point) == CREAM


def test_what_ends_within_the_canvas_stays_as_it_is() -> None:
    own = panel(Box(460, 0, 1000, 200), BLUE)
    (same,) = gone_on(own).root.children
    assert same == own


def test_a_slanted_side_goes_on_as_it_runs() -> None:
    """Three bands, each painted over the plain upper side of the one below: past the canvas no side bends."""
    blue = panel(Box(1460, 302, 460, 778), BLUE)
    yellow = panel(Box(1460, 211, 460, 133), YELLOW, quad(1460, 1920, (211, 211), (344, 304)))
    cream = panel(Box(1460, 0, 460, 253), LIGHT, quad(1460, 1920, (0, 0), (253, 213)))
    scene = gone_on(blue, yellow, cream)
    for x in (1500, 1919, 1921, 2200, 2900):
        upper, lower = (first - 40 * (x - 1460) / 460 for first in (253, 344))
        assert at(scene, (x, upper - 3)) == LIGHT, x
        assert at(scene, (x, upper + 3)) == YELLOW, x
        assert at(scene, (x, lower - 3)) == YELLOW, x
        assert at(scene, (x, lower + 3)) == BLUE, x


def test_a_side_that_leans_meets_the_content_below_and_ends_there() -> None:
    blue = panel(Box(1640, 0, 280, 1080), BLUE)
    cream = panel(Box(1460, 0, 375, 1080), YELLOW, ((1460, 0), (1835, 0), (1645, 1080), (1460, 1080)))
    scene = gone_on(blue, cream)
    assert at(scene, (1470, 1500)) == YELLOW
    assert at(scene, (1600, 1500)) == BLUE
    assert at(scene, (1470, 2600)) == BLUE, "the cream panel has run out"


def test_a_masthead_as_wide_as_the_canvas_goes_on_beside_it() -> None:
    """Beside it alone: within the canvas it is the group's own, which moves."""
    left, right = panel(Box(0, 0, 900, 250), BLUE), panel(Box(900, 0, 1020, 250), YELLOW)
    masthead = Group(id="0.0", role="masthead", box=Box(0, 0, 1920, 250), children=(left, right))
    own, *beside = gone_on(masthead).root.children
    assert own == masthead
    assert [(one.box.x, one.box.right) for one in beside] == [(-2000, 0), (1920, 3920)]
    scene = gone_on(masthead)
    assert (at(scene, (-50, 100)), at(scene, (2000, 100))) == (BLUE, YELLOW)
    assert (at(scene, (-50, 260)), at(scene, (2000, 260)), at(scene, (300, 100))) == (CREAM, CREAM, CREAM)


def test_light_goes_on_as_it_falls() -> None:
    stops = ((0.0, CREAM), (1.0, BLUE))
    light = Shape(id="", role="light", box=Box(0, 0, 1920, 1080), gradient=Gradient((0.1, 0.2), (0.8, 0.9), stops))
    (wide,) = gone_on(light).root.children
    assert isinstance(wide, Shape)
    assert wide.gradient is not None
    assert wide.box.w > 1920
    for share, point in ((wide.gradient.start, (192, 216)), (wide.gradient.end, (1536, 972))):
        assert isclose(wide.box.x + share[0] * wide.box.w, point[0], abs_tol=1e-6)
        assert isclose(wide.box.y + share[1] * wide.box.h, point[1], abs_tol=1e-6)


def test_stripes_fade_out_below_the_canvas_on_their_own_slant() -> None:
    stripe = panel(Box(100, 0, 250, 1080), LIGHT, ((290, 0), (350, 0), (160, 1080), (100, 1080)), "decor")
    own, fading = gone_on(stripe).root.children
    assert own == stripe
    assert isinstance(fading, Shape)
    assert fading.box.y == 1080
    assert fading.gradient is not None
    assert [colour[3] for _, colour in fading.gradient.stops] == [255, 0]
    lowest = min(x for x, y in fading.path if y == fading.box.bottom)
    assert isclose(lowest, 100 - 190 / 1080 * fading.box.h, abs_tol=0.5)


def test_no_line_is_drawn_around_a_skin_that_goes_on() -> None:
    line = Shape(id="", role="border", box=Box(0, 0, 1920, 1080), fill=None)
    assert gone_on(line).root.children == ()
