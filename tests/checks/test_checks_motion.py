"""Checks of creatives that move: each broken by a scene of its own; stills have none of it."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from test_checks_good import GOOD, evidence, found, group, logo, place, product, scene, shape, text

from renderer import checks
from renderer.checks import Evidence
from renderer.checks.course import Course, cut, size_of
from renderer.checks.motion_too_long import run as too_long
from renderer.loading.profiles import known_profiles
from renderer.outcome import Flashes
from renderer.scene import AnyNode, Box, Group
from renderer.tracks import Keyframe, Property, Track

MOTION = tuple(one.id for one in checks.ALL if one.id.startswith("motion/"))
Value = float | tuple[float, ...]


def track(property: Property, *frames: tuple[int, Value]) -> Track:
    return Track(property, tuple(Keyframe(at, one if isinstance(one, tuple) else (one,)) for at, one in frames))


def moving(node: AnyNode, *tracks: Track, **more: object) -> Group:
    return Group(id=f"m-{node.role}", role="moving", box=node.box, children=(node,), tracks=tracks, **more)  # type: ignore[arg-type]


def cue(at: int, length: int = 100) -> Track:
    """It comes in."""
    return track("opacity", (at, 0.0), (at + length, 1.0))


def gone(at: int, length: int = 100) -> Track:
    return track("opacity", (at, 1.0), (at + length, 0.0))


def over_time(*nodes: AnyNode, duration: int = 6000, loops: int = 1, **more: object) -> Evidence:
    """The good creative over time; nodes replace those of the same role."""
    roles = {one.role for node in nodes for one in (node, *getattr(node, "children", ()))}
    kept = [node for node in GOOD if node.role not in roles]
    return evidence(one=scene(*kept, *nodes, duration=duration, loops=loops), **more)


def breaches(seen: Evidence, *names: str) -> list[str]:
    return [one.check for one in checks.check(seen) if one.check.startswith("motion/")]


HOOK = text("hook", (10, 60, 130, 30), "Twenty characters ok")


def test_a_good_creative_over_time() -> None:
    staged = (
        moving(HOOK, track("opacity", (2000, 1.0), (2300, 0.0))),
        moving(text("headline", (16, 60, 120, 40), size=22, lines=2), cue(2400)),
        moving(text("price", (180, 200, 80, 30), "249", sizes=(40, 18, 18)), cue(3000)),
        moving(text("mention", (16, 232, 120, 9), size=8.5), cue(3000, 120)),
    )
    assert breaches(over_time(*staged, flashes=Flashes(6, 0, 6, 0, 1, 9))) == []


def test_stills_are_no_business_of_theirs() -> None:
    bad = evidence(*GOOD, moving(HOOK, gone(100)), flashes=Flashes(99, 0, 99, 0, 99, 9))
    assert breaches(bad) == []
    assert len(MOTION) == 9


def test_too_long() -> None:
    slow = moving(text("headline", (16, 60, 120, 40)), cue(14_800, 300))
    (finding,) = found("motion/too-long", over_time(slow, duration=16_000))
    assert (finding.limit, finding.actual, finding.status) == (15, 15.1, "fail")
    assert "IAB" in finding.source
    assert found("motion/too-long", over_time(slow, duration=16_000, format=place(limits={"animation_s": 30}))) == []
    quick = moving(text("headline", (16, 60, 120, 40)), cue(4800))
    assert found("motion/too-long", over_time(quick)) == []
    (looped,) = found("motion/too-long", over_time(quick, loops=3))
    assert looped.actual == 16.9
    (endless,) = found("motion/too-long", over_time(quick, loops=0))
    assert endless.actual == "without end"
    assert found("motion/too-long", over_time(loops=0)) == [], "nothing moves"


def test_too_long_for_a_network() -> None:
    late = moving(text("headline", (16, 60, 120, 40)), cue(9900))
    stated = SimpleNamespace(most=5, source=("NET",), verified=False)
    network = SimpleNamespace(id="net", name="Net", html5=SimpleNamespace(animation_s=stated))
    without = SimpleNamespace(id="other", name="Other", html5=SimpleNamespace(animation_s=None))
    (finding,) = too_long(over_time(late, duration=11_000, profiles=(network, without)))
    assert (finding.limit, finding.source) == (5, "NET (unverified)")


def test_too_many_loops_for_a_network() -> None:
    amazon = known_profiles(checks.IDS)["amazon"]
    assert amazon.html5 is not None
    assert amazon.html5.loops is not None
    four = place(limits={"loops": 4})
    (finding,) = found("motion/too-many-loops", over_time(loops=4, format=four), "amazon", "iab")
    assert finding.message == f"It plays 4 times; Amazon DSP allows {amazon.html5.loops.most:g}"
    assert (finding.network, finding.source) == ("amazon", "AMAZON-ANIMATION")


def test_too_many_loops() -> None:
    assert found("motion/too-many-loops", over_time(loops=3)) == []
    (finding,) = found("motion/too-many-loops", over_time(loops=4))
    assert (finding.limit, finding.status) == (3, "fail")
    assert found("motion/too-many-loops", over_time(loops=0))
    two = place(limits={"loops": 2})
    (finding,) = found("motion/too-many-loops", over_time(loops=3, format=two))
    assert finding.source == "IAB-FIXED-2019"
    assert found("motion/too-many-loops", over_time(loops=2, format=two)) == []


@pytest.mark.parametrize("role", ["price", "cta", "mention", "logo", "headline"])
def test_end_incomplete(role: str) -> None:
    (node,) = (one for one in GOOD if one.role == role)
    (finding,) = found("motion/end-incomplete", over_time(moving(node, gone(4000))))
    assert (finding.subject, finding.status) == (role, "fail")


def test_end_covered_or_moving_on() -> None:
    lid = moving(shape("panel", (0, 180, 150, 70)), track("move", (4000, (-200.0, 0.0)), (4300, (0.0, 0.0))))
    assert {one.subject for one in found("motion/end-incomplete", over_time(lid))} == {"cta", "mention"}
    late = moving(text("headline", (16, 60, 120, 40)), track("move", (5800, (9.0, 0.0)), (6200, (0.0, 0.0))))
    (finding,) = found("motion/end-incomplete", over_time(late))
    assert (finding.limit, finding.actual) == (6000, 6200)


def test_a_hook_needs_a_headline() -> None:
    alone = [node for node in GOOD if node.role != "headline"]
    seen = evidence(one=scene(*alone, moving(HOOK, gone(3000)), duration=6000))
    assert [one.subject for one in found("motion/end-incomplete", seen)] == ["headline"]


def test_unread() -> None:
    (finding,) = found("motion/unread", over_time(moving(HOOK, gone(1000))))
    assert (finding.limit, finding.actual, finding.status) == (1200, 1000, "warn")
    assert found("motion/unread", over_time(moving(HOOK, gone(1200)))) == []


def test_what_holds_no_text() -> None:
    """It moves, lies outside, is cut or covered: for the half of its time."""
    half = {
        "moves": moving(HOOK, gone(2000), track("move", (0, (0.0, 0.0)), (1000, (3.0, 0.0)))),
        "outside": moving(HOOK, gone(2000), track("move", (1000, (-60.0, 0.0)), (1000, (0.0, 0.0)))),
        "cut": moving(HOOK, gone(2000), track("clip", (1000, (0, 0, 60, 0, 60, 250, 0, 250)),
                                              (1000, (0, 0, 300, 0, 300, 250, 0, 250)))),
    }  # fmt: skip
    for node in half.values():
        (finding,) = found("motion/unread", over_time(node))
        assert finding.actual == 1000
    lid = moving(shape("panel", (0, 50, 150, 50)), track("opacity", (900, 0.0), (900, 1.0)))
    (finding,) = found("motion/unread", over_time(moving(HOOK, gone(2000)), lid))
    assert finding.actual == 900
    tint = moving(shape("panel", (0, 50, 150, 50), (0, 0, 0, 60)), track("opacity", (900, 0.0), (900, 1.0)))
    assert found("motion/unread", over_time(moving(HOOK, gone(2000)), tint)) == []


def test_a_saving_counts_five_characters() -> None:
    saving = text("badge", (16, 110, 60, 20), "−40 % on everything")
    assert found("motion/unread", over_time(moving(saving, gone(800)))) == []
    assert found("motion/unread", over_time(moving(saving, gone(700))))


def test_mention_late() -> None:
    mention = text("mention", (16, 232, 120, 9), size=8.5)
    (finding,) = found("motion/mention-late", over_time(moving(mention, cue(3000))))
    assert finding.status == "fail"
    assert isinstance(finding.actual, int)
    assert abs(finding.actual - 3050) <= 40, "its price is there from the start"
    price = moving(text("price", (180, 200, 80, 30), "249"), cue(2900))
    assert found("motion/mention-late", over_time(moving(mention, cue(3000)), price)) == []
    badge = text("badge", (16, 110, 60, 20), "−40 %")
    (finding,) = found("motion/mention-late", over_time(moving(mention, cue(3000)), price, moving(badge, cue(1000))))
    assert "badge" in finding.message
    assert found("motion/mention-late", over_time(text("price", (180, 200, 80, 30), "249"),
                                                  moving(mention, gone(100)))) == []  # fmt: skip


def test_a_mention_of_its_grounds_colour_is_not_there() -> None:
    white = text("mention", (16, 232, 120, 9), size=8.5, fill=(255, 255, 255, 255))
    blue = moving(shape("panel", (0, 220, 300, 30), (0, 0, 90, 255)), track("opacity", (3000, 0.0), (3000, 1.0)))
    (finding,) = found("motion/mention-late", over_time(blue, white))
    assert finding.actual == 3000


def test_flash() -> None:
    assert found("motion/flash", over_time()) == []
    assert found("motion/flash", over_time(flashes=Flashes(6, 0, 6, 0, 1, 9))) == []
    (finding,) = found("motion/flash", over_time(flashes=Flashes(7, 1200, 0, 0, 0, 9)))
    assert (finding.limit, finding.actual, finding.status) == (3, 3.5, "fail")
    assert "1200 ms" in finding.message
    (finding,) = found("motion/flash", over_time(flashes=Flashes(0, 0, 2, 400, 2, 9)))
    assert "red" in finding.message
    assert finding.limit == 0
    (finding,) = found("motion/flash", over_time(flashes=Flashes(0, 0, 7, 400, 0, 9)))
    assert finding.limit == 3


def test_logo_moves() -> None:
    mark = logo((16, 16, 80, 20))
    assert found("motion/logo-moves", over_time(mark)) == []
    (finding,) = found("motion/logo-moves", over_time(moving(mark, cue(300))))
    assert finding.status == "warn"
    away = track("move", (0, (40.0, 0.0)), (400, (0.0, 0.0)))
    (finding,) = found("motion/logo-moves", over_time(moving(mark, away)))
    assert finding.actual == 40
    lid = moving(shape("panel", (0, 0, 150, 50)), track("move", (900, (0.0, 0.0)), (1200, (-150.0, 0.0))))
    assert found("motion/logo-moves", over_time(lid, mark)) == [], "painted after the lid"
    assert found("motion/logo-moves", over_time(mark, lid))


@pytest.mark.parametrize(
    ("way", "length", "good"),
    [((-300.0, 0.0), 340, True), ((-300.0, 0.0), 320, False), ((-300.0, 0.0), 620, False), ((-300.0, 0.0), 640, True),
     ((0.0, -250.0), 340, True), ((0.0, -250.0), 320, False)],
)  # fmt: skip
def test_text_moves(way: tuple[float, float], length: int, good: bool) -> None:
    node = moving(text("headline", (16, 60, 120, 40)), track("move", (500, way), (500 + length, (0.0, 0.0))))
    findings = found("motion/text-moves", over_time(node))
    assert (not findings) is good
    assert all(one.status == "warn" for one in findings)


def test_a_cut_is_no_move() -> None:
    node = moving(text("headline", (16, 60, 120, 40)), track("move", (500, (-300.0, 0.0)), (500, (0.0, 0.0))))
    assert found("motion/text-moves", over_time(node)) == []


def test_price_animated() -> None:
    euros, cents = text("price", (180, 200, 50, 30), "249"), text("price", (232, 200, 20, 14), "99")
    plate = shape("plate", (170, 190, 100, 45))
    slide = track("move", (500, (60.0, 0.0)), (900, (0.0, 0.0)))
    whole = Group(id="g", role="moving", box=plate.box, children=(plate, euros, cents), tracks=(slide,))
    assert found("motion/price-animated", over_time(whole)) == []
    (finding,) = found("motion/price-animated", over_time(euros, moving(cents, slide)))
    assert finding.status == "fail"
    assert found("motion/price-animated", over_time(plate, moving(euros, slide)))
    far = text("price", (20, 60, 50, 30), "19")
    assert found("motion/price-animated", over_time(euros, moving(far, slide))) == [], "another product's"


def test_digits_change() -> None:
    before = moving(text("price", (180, 200, 80, 30), "349"), track("opacity", (2000, 1.0), (2000, 0.0)))
    after = moving(text("price", (180, 200, 80, 30), "249"), track("opacity", (2000, 0.0), (2000, 1.0)))
    (finding,) = found("motion/price-animated", over_time(before, after))
    assert "'349'" in finding.message
    elsewhere = moving(text("price", (20, 60, 80, 30), "249"), track("opacity", (2000, 0.0), (2000, 1.0)))
    assert found("motion/price-animated", over_time(before, elsewhere)) == []


def test_odd_scenes_over_time() -> None:
    odd = (group(), group(text("cta", (0, 0, 0, 0)), clip=True, box=(0, 0, 0, 0)), product((0, 0, 0, 0), (0, 0, 0, 0)),
           text("price", (900, 900, -3, -4)), text("hook", (5, 5, 0, 0), ""), shape("panel", (0, 0, 0, 0)))  # fmt: skip
    checks.check(over_time(*odd, flashes=Flashes(0, 0, 0, 0, 0, 0)))
    checks.check(evidence(one=scene(duration=1000)))


def test_what_a_group_does_its_leaves_do() -> None:
    inner = moving(text("headline", (100, 100, 50, 20)), track("move", (0, (10.0, 0.0))))
    outer = Group(id="o", role="moving", box=Box(0, 0, 300, 250), children=(inner,), origin=(0.0, 0.0),
                  tracks=(track("scale", (0, 2.0), (100, 1.0)),))  # fmt: skip
    course = Course(scene(outer, duration=1000))
    (leaf,) = course.leaves
    assert course.shown(leaf, 0).outline[0] == (220.0, 200.0)
    assert course.shown(leaf, 100).outline[0] == (110.0, 100.0)
    assert course.shown(leaf, 50).outline[0] == (165.0, 150.0)


def test_polygons_cut_each_other() -> None:
    square = ((0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0))
    shifted = tuple((x + 4, y + 4) for x, y in square)
    assert size_of(cut(square, shifted)) == 36
    assert size_of(cut(square, shifted[::-1])) == 36
    assert size_of(cut(square, tuple((x + 20, y) for x, y in square))) == 0
    assert size_of(cut(square, ((5.0, 0.0), (5.0, 0.0), (5.0, 10.0), (5.0, 10.0)))) == 0
