"""Notes: what the look of a composition is measured by. Good scene, bad scene, boundary."""

from __future__ import annotations

import pytest
from test_checks_good import evidence, found, logo, place, product, scene, shape, spoiled, text

from renderer import checks
from renderer.checks.composition import margin, shape_class
from renderer.checks.space_empty import largest_empty
from renderer.outcome import Finding, status_of
from renderer.scene import AnyNode, Box, Scene

STORY = {"size": [1080, 1920], "safe_zone": {"top": 0.14, "bottom": 0.35}}
NOTES = [one for one in checks.ALL if one.level == "note"]


def sized(width: int, height: int, *nodes: AnyNode) -> Scene:
    return scene(*nodes, size=(width, height))


def at(id_: str, width: int, height: int, *nodes: AnyNode, **more: object) -> list[Finding]:
    written = {"size": [width, height], **more}
    return found(id_, evidence(one=sized(width, height, *nodes), format=place(**written)))


def test_a_note_changes_no_status() -> None:
    assert len(NOTES) == 8
    assert status_of(tuple(one.finding("x") for one in NOTES)) == "ok"
    bad = spoiled(text("mention", (16, 236, 120, 9), size=8.5))
    (note,) = checks.check(bad)
    assert (note.check, note.status) == ("space/uneven-margins", "note")
    assert status_of((note,)) == "ok"


@pytest.mark.parametrize(
    ("width", "height", "form"),
    [
        (320, 50, "strip"), (728, 90, "strip"), (320, 100, "strip"), (970, 250, "billboard"), (300, 250, "rectangle"),
        (1080, 1080, "rectangle"), (1200, 628, "landscape"), (300, 600, "portrait"), (1080, 1350, "portrait"),
        (1080, 1920, "story"), (160, 600, "tower"), (300, 1050, "tower"),
    ],
)  # fmt: skip
def test_shape_classes_are_those_of_the_look_book(width: int, height: int, form: str) -> None:
    assert shape_class(evidence(one=sized(width, height))) == form


def test_margins_follow_the_area_within_bounds() -> None:
    assert margin(evidence(one=sized(1000, 1000))) == pytest.approx(60)
    assert margin(evidence(one=sized(120, 1000))) == pytest.approx(13.2)  # 0.11 W
    assert margin(evidence(one=sized(320, 50))) == 9


# space/uneven-margins


@pytest.mark.parametrize(("foot", "count"), [(16.0, 0), (6.4, 0), (6.3, 1), (40.0, 0), (40.1, 1), (1.0, 0)])
def test_uneven_margins(foot: float, count: int) -> None:
    nodes = (logo((16, 16, 80, 20)), text("mention", (16, 250 - foot - 9, 120, 9)))
    assert len(found("space/uneven-margins", evidence(*nodes))) == count


def test_uneven_margins_have_reasons() -> None:
    id_ = "space/uneven-margins"
    low = text("mention", (16, 150, 120, 9))
    assert found(id_, evidence(logo((16, 16, 80, 20)), low))
    assert not found(id_, evidence(logo((16, 16, 80, 20)), low, product((170, 60, 110, 150))))  # it stands below
    high = text("headline", (86, 330, 300, 80))
    assert not at(id_, 1080, 1920, high, safe_zone=STORY["safe_zone"])
    assert at(id_, 1080, 1920, high)
    strip = (logo((15, 30, 60, 15)), text("headline", (200, 30, 80, 30)))
    assert not at(id_, 728, 90, *strip)
    assert at(id_, 728, 90, logo((15, 10, 60, 15)), text("headline", (200, 10, 80, 30)))
    assert not found(id_, evidence(product((170, 20, 110, 140))))  # no ink to measure


def test_uneven_margins_of_right_to_left_creatives_count_from_the_right() -> None:
    nodes = (logo((204, 16, 80, 20)), text("mention", (164, 225, 120, 9)))
    assert found("space/uneven-margins", evidence(*nodes))
    assert not found("space/uneven-margins", evidence(one=scene(*nodes, rtl=True)))


# space/empty


def test_empty() -> None:
    filled = shape("plate", (0, 0, 300, 180))
    assert found("space/empty", evidence(filled)) == []  # 28 %
    (finding,) = found("space/empty", evidence(shape("plate", (0, 0, 300, 179))))
    assert finding.actual == pytest.approx(0.28)
    assert "300 x 71 px at 0, 179" in finding.message
    assert found("space/empty", evidence(filled.__class__(id="p", role="panel", box=filled.box)))  # a ground is no use


def test_a_scene_and_a_products_ground_are_not_empty() -> None:
    assert found("space/empty", evidence(product((0, 0, 300, 250), (0, 0, 300, 250)))) == []
    assert found("space/empty", evidence(product((100, 90, 60, 60), (0, 0, 300, 200)))) == []
    assert found("space/empty", evidence(product((100, 90, 60, 60), (90, 80, 80, 80))))


def test_empty_below_the_safe_zone_is_no_loss() -> None:
    plate = shape("plate", (0, 269, 1080, 979))
    assert at("space/empty", 1080, 1920, plate, safe_zone=STORY["safe_zone"]) == []
    assert at("space/empty", 1080, 1920, plate)


def test_the_largest_empty_rectangle() -> None:
    area = Box(0, 0, 100, 100)
    assert largest_empty(area, [], 0) == area
    assert largest_empty(area, [area], 0) is None
    assert largest_empty(area, [Box(40, 40, 20, 20)], 0) == Box(0, 0, 100, 40)
    assert largest_empty(area, [Box(40, 40, 20, 20)], 4000) is None
    assert largest_empty(area, [Box(0, 0, 60, 10), Box(70, 90, 30, 10)], 0) == Box(0, 10, 100, 80)
    assert largest_empty(area, [Box(0, 0, 50, 50), Box(50, 60, 50, 40)], 0) == Box(50, 0, 50, 60)


# align/too-many-axes


def column(*lefts: float) -> list[AnyNode]:
    return [text(role, (left, 20 + 30 * index, 60 + 7 * index, 14)) for index, (role, left) in
            enumerate(zip(("headline", "name", "subline", "mention"), lefts, strict=False))]  # fmt: skip


def test_axes() -> None:
    id_ = "align/too-many-axes"
    assert found(id_, evidence(*column(16, 16, 16, 16))) == []
    assert found(id_, evidence(*column(16, 60, 100, 100))) == []  # three
    (finding,) = found(id_, evidence(*column(16, 60, 100, 150)))
    assert (finding.actual, finding.limit) == (4, 3)
    near = 0.15 * margin(evidence())
    assert found(id_, evidence(*column(16, 60, 100, 100 + near))) == []
    assert found(id_, evidence(*column(16, 60, 100, 100.1 + near)))


def test_an_axis_may_be_of_left_sides_middles_or_right_sides() -> None:
    middles = [text(role, (150 - width / 2, 20 + 30 * index, width, 14)) for index, (role, width) in
               enumerate((("headline", 100), ("name", 66), ("subline", 42), ("mention", 81)))]  # fmt: skip
    assert found("align/too-many-axes", evidence(*middles)) == []
    ends = [text(node.role, (200 - node.box.w, *node.box[1:])) for node in middles]
    assert found("align/too-many-axes", evidence(*ends)) == []


def test_a_row_of_saving_and_prior_price_is_one() -> None:
    rest = column(16, 60, 100)
    row = (text("badge", (100, 200, 40, 14)), text("prior_price", (155, 202, 44, 11)))
    assert found("align/too-many-axes", evidence(*rest, *row)) == []
    apart = (row[0], text("prior_price", (155, 222, 44, 11)))
    assert found("align/too-many-axes", evidence(*rest, *apart))


def test_strips_have_stops_not_axes() -> None:
    stops = [text(role, (left, 30, 50, 14)) for role, left in
             (("headline", 15), ("name", 140), ("subline", 290), ("mention", 430), ("cta", 600))]  # fmt: skip
    assert at("align/too-many-axes", 728, 90, *stops) == []
    assert at("align/too-many-axes", 728, 400, *stops)


# edge/tension


@pytest.mark.parametrize(("gap", "count"), [(0.4, 0), (0.6, 1), (6.5, 1), (6.6, 0), (-3.0, 0)])
def test_tension_beside_a_panels_edge(gap: float, count: int) -> None:
    assert 0.4 * margin(evidence()) == pytest.approx(6.57, abs=0.01)
    nodes = (shape("panel", (0, 0, 150, 250)), text("headline", (16, 60, 134 - gap, 20)))
    assert len(found("edge/tension", evidence(*nodes))) == count


@pytest.mark.parametrize(("gap", "count"), [(0.4, 0), (0.6, 1), (1.6, 1), (1.7, 0)])
def test_tension_above_a_panels_edge(gap: float, count: int) -> None:
    nodes = (shape("panel", (0, 100, 300, 150)), text("headline", (16, 80 - gap, 120, 20)))
    assert len(found("edge/tension", evidence(*nodes))) == count


def test_tension_is_measured_at_the_lines_own_height() -> None:
    leaning = shape("panel", (0, 0, 170, 250)).__class__(
        id="s", role="panel", box=Box(0, 0, 170, 250), path=((0, 0), (170, 0), (126, 250), (0, 250)))  # fmt: skip
    assert found("edge/tension", evidence(leaning, text("headline", (16, 10, 140, 10)))) == []
    assert found("edge/tension", evidence(leaning, text("headline", (16, 60, 140, 10))))


def test_no_tension_with_what_is_not_seen() -> None:
    under = (shape("panel", (0, 0, 150, 250)), shape("panel", (0, 0, 300, 250)))
    assert found("edge/tension", evidence(*under, text("headline", (16, 60, 131, 20)))) == []
    plate = (shape("panel", (0, 0, 150, 250)), shape("plate", (40, 55, 109, 30)), text("badge", (48, 60, 99, 20)))
    assert found("edge/tension", evidence(*plate)) == []
    edge = (shape("panel", (0, 0, 300, 250)), text("headline", (3, 60, 100, 20)))
    assert found("edge/tension", evidence(*edge)) == []  # the canvas' own edge is edge/crowded's


@pytest.mark.parametrize(("gap", "count"), [(0.4, 0), (1.0, 1), (3.2, 1), (3.3, 0)])
def test_tension_between_a_button_and_its_neighbour(gap: float, count: int) -> None:
    button = (shape("button", (16, 190, 100, 30)), text("cta", (30, 198, 70, 14)))
    mention = text("mention", (16, 220 + gap, 100, 9))
    assert len(found("edge/tension", evidence(*button, mention))) == count
    lockup = (shape("plate", (16, 190, 100, 30)), text("price", (30, 198, 70, 14)),
              text("prior_price", (16, 220 + gap, 50, 9)))  # fmt: skip
    assert found("edge/tension", evidence(*lockup)) == []


# type/too-many-sizes


def sizes(*each: float) -> list[AnyNode]:
    roles = ("headline", "name", "subline", "cta", "mention")
    return [text(role, (16, 20 + 40 * index, 100, 14), size=size) for index, (role, size) in
            enumerate(zip(roles, each, strict=False))]  # fmt: skip


@pytest.mark.parametrize(
    ("each", "count"),
    [
        ((30, 20, 15, 10), 0), ((30, 20, 15, 10, 10), 0), ((40, 30, 20, 15, 10), 1), ((30, 10.5, 10, 8), 0),
        ((30, 10.6, 10, 8), 1), ((30, 11.9, 10), 1), ((30, 12, 10), 0), ((30, 10.9, 10.4, 10), 0),
    ],
)  # fmt: skip
def test_type_sizes(each: tuple[float, ...], count: int) -> None:
    assert len(found("type/too-many-sizes", evidence(*sizes(*each)))) == count


def test_a_button_is_a_ground_of_its_own() -> None:
    nodes = (text("subline", (16, 20, 100, 14), size=11.5), text("cta", (30, 198, 70, 14), size=10.5))
    assert found("type/too-many-sizes", evidence(*nodes))
    assert found("type/too-many-sizes", evidence(shape("button", (16, 190, 100, 30)), *nodes)) == []


def test_the_price_lockup_has_sizes_of_its_own() -> None:
    lockup = [text(role, (180, 20 + 60 * index, 60, 14), size=size) for index, (role, size) in
              enumerate((("price", 50), ("badge", 17), ("prior_price", 16)))]  # fmt: skip
    assert found("type/too-many-sizes", evidence(*sizes(30, 20, 15, 10), *lockup)) == []


# text/too-much


@pytest.mark.parametrize(("height", "count"), [(67, 0), (68, 1)])
def test_too_much_text(height: int, count: int) -> None:
    assert len(found("text/too-much", evidence(text("headline", (0, 60, 300, height))))) == count  # 0.27 x 250 = 67.5


@pytest.mark.parametrize(("height", "count"), [(37, 0), (38, 1)])
def test_too_much_text_in_a_strip(height: int, count: int) -> None:
    assert len(at("text/too-much", 728, 90, text("headline", (0, 10, 728, height)))) == count  # 0.42 x 90 = 37.8


def test_text_counts_by_its_lines_not_its_box() -> None:
    tall = text("headline", (0, 0, 300, 200), lines=2)
    assert found("text/too-much", evidence(tall))
    short = tall.__class__(id="t", role="headline", box=tall.box, lines=(tall.lines[0], *(
        line.__class__(line.text, line.x, line.baseline, 20, line.runs) for line in tall.lines[1:])))  # fmt: skip
    shares = [found("text/too-much", evidence(one))[0].actual for one in (tall, short)]
    assert shares[1] < shares[0]  # type: ignore[operator]


# product/too-small


@pytest.mark.parametrize(("subject", "count"), [((200, 60, 60, 77), 1), ((200, 60, 60, 78), 0), ((160, 60, 130, 69), 1),
                                                ((160, 60, 131, 69), 0), ((200, 60, 20, 120), 0)])  # fmt: skip
def test_product_too_small(subject: tuple[float, float, float, float], count: int) -> None:
    # rectangle: 0.8 x 39 % of 250 px = 78 px; 0.8 x 15 % of 75 000 px² = 9 000 px²
    assert len(found("product/too-small", evidence(product(subject)))) == count


def test_the_product_counts_as_far_as_it_is_seen_and_the_largest_of_several() -> None:
    assert found("product/too-small", evidence(product((200, 200, 90, 200))))
    both = (product((10, 10, 20, 20), (0, 0, 40, 40)), product((170, 20, 110, 140)))
    assert found("product/too-small", evidence(*both)) == []
    assert found("product/too-small", evidence(logo((16, 16, 80, 20)))) == []


def test_in_a_tower_its_width_is_enough() -> None:
    frame = (0, 200, 160, 160)
    assert at("product/too-small", 160, 600, product((30, 240, 93, 60), frame)) == []  # 0.58 x 160 px = 92.8 px
    assert at("product/too-small", 160, 600, product((30, 240, 92, 60), frame))


def test_a_story_may_show_it_smaller_than_a_portrait() -> None:
    kettle = product((300, 500, 300, 390), (0, 400, 1080, 600))  # 20 % of the height, 5.6 % of the area
    assert at("product/too-small", 1080, 1920, kettle) == []
    assert at("product/too-small", 1080, 1350, product((300, 500, 300, 320), (0, 400, 1080, 600)))
