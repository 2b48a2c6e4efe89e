"""Checks of products, logos and what the place covers."""

from __future__ import annotations

import msgspec
import pytest
from test_checks_good import GOOD, brand, evidence, found, group, logo, place, product, scene, shape, spoiled, text

from renderer import checks
from renderer.loading.profiles import known_profiles
from renderer.outcome import Sight
from renderer.scene import Box, Shape, Stroke

SIDES = [((149, 60, 40, 80), "left"), ((200, -3, 40, 80), "top"), ((265, 60, 40, 80), "right")]


@pytest.mark.parametrize(("subject", "side"), SIDES)
def test_product_cut_off(subject: tuple[float, float, float, float], side: str) -> None:
    (finding,) = found("product/cut-off", evidence(product(subject)))
    assert finding.status == "fail"
    assert side in finding.message


def test_product_cut_off_by_a_clip() -> None:
    clipped = group(product((170, 20, 110, 140)), clip=True, box=(150, 0, 150, 150))
    (finding,) = found("product/cut-off", evidence(clipped))
    assert "7 % of the product is cut off at its bottom" in finding.message


def test_product_whole_or_a_scene() -> None:
    assert found("product/cut-off", evidence(product((149.5, 60, 40, 80)))) == []  # 1.25 %
    assert found("product/cut-off", evidence(product((150, 0, 150, 250)))) == []
    bare = msgspec.structs.replace(product((0, 0, 1, 1)), subject=None)
    assert found("product/cut-off", evidence(bare)) == []


def test_product_covered() -> None:
    kettle = product((170, 20, 110, 140))
    (finding,) = found("product/covered", evidence(kettle, text("headline", (120, 60, 100, 20))))
    assert finding.actual == 0.5
    assert found("product/covered", evidence(kettle, text("headline", (95, 60, 100, 20)))) == []  # 25 %
    assert found("product/covered", evidence(text("headline", (180, 60, 60, 20)), kettle)) == []  # below it


def test_product_covered_by_a_plate_or_in_a_scene() -> None:
    badge = (shape("plate", (180, 30, 60, 24)), text("badge", (185, 34, 50, 14)))
    assert found("product/covered", evidence(product((170, 20, 110, 140)), *badge)) == []
    hero = product((150, 0, 150, 250), treatment="plain")
    assert found("product/covered", evidence(hero, text("headline", (180, 60, 60, 20)))) == []


def test_product_upscaled() -> None:
    kettle = product((170, 20, 110, 140))
    assert found("product/upscaled", evidence(kettle)) == []  # size not known
    assert found("product/upscaled", evidence(kettle, pictures={"p": (100, 167)})) == []
    (finding,) = found("product/upscaled", evidence(kettle, pictures={"p": (75, 300)}))
    assert finding.actual == 2.0
    cropped = msgspec.structs.replace(kettle, crop=Box(0, 0, 0.5, 1))
    assert found("product/upscaled", evidence(cropped, pictures={"p": (150, 300)}))


def test_logo_missing() -> None:
    assert found("logo/missing", spoiled(without=("logo",)))
    assert found("logo/missing", spoiled(without=("logo",), brand=brand(logos=[]))) == []
    assert found("logo/missing", spoiled(logo((400, 16, 80, 20))))  # beside the canvas
    ghost = msgspec.structs.replace(logo((16, 16, 80, 20)), opacity=0.0)
    assert found("logo/missing", spoiled(ghost))


def test_logo_too_small() -> None:
    assert found("logo/too-small", spoiled(logo((16, 16, 48, 12)))) == []
    (finding,) = found("logo/too-small", spoiled(logo((16, 16, 40, 10))))
    assert (finding.limit, finding.actual, finding.status) == (48, 40, "warn")
    assert found("logo/too-small", spoiled(logo((16, 16, 80, 20)), format=place(scale=2)))


@pytest.mark.parametrize(
    ("top", "height", "good"),
    [(41, 250, True), (40, 250, False), (39, 250, False), (39, 60, True), (37, 60, False)],
)
def test_logo_clear_space(top: float, height: int, good: bool) -> None:
    one = scene(logo((16, 16, 80, 20)), text("headline", (16, top, 80, 14)), size=(300, height))
    findings = found("logo/clear-space", evidence(one=one))
    assert (not findings) is good
    assert all("from the logo" in finding.message for finding in findings)


def test_logo_clear_space_of_plates() -> None:
    mark = logo((16, 16, 80, 20))
    assert found("logo/clear-space", evidence(mark, shape("plate", (98, 10, 80, 40))))
    assert found("logo/clear-space", evidence(mark, shape("plate", (104, 10, 80, 40)))) == []
    assert found("logo/clear-space", evidence(shape("plate", (10, 10, 100, 40)), mark)) == []  # its ground
    assert found("logo/clear-space", evidence(shape("panel", (90, 10, 100, 40)), mark)) == []
    both = brand(logos=[{"file": "a.svg", "clear_space": 0.1}, {"file": "b.svg", "clear_space": 1.0}])
    assert found("logo/clear-space", evidence(mark, shape("plate", (104, 10, 80, 40)), brand=both))


ZONE = {"top": 0.14, "bottom": 0.2}


def test_safe_zone() -> None:
    story = place(id="social/story", safe_zone=ZONE, verified=False)
    nodes = (logo((16, 40, 80, 20)), text("headline", (16, 80, 100, 20)), shape("button", (16, 150, 80, 30)))
    assert found("safe-zone/intrusion", evidence(*nodes, format=story)) == []
    low = shape("button", (16, 180, 80, 30))
    (finding,) = found("safe-zone/intrusion", evidence(*nodes[:2], low, format=story))
    assert finding.status == "fail"
    assert "The button lies 10 px inside the zone kept clear at the bottom" in finding.message
    assert "unverified" in finding.source
    high = (logo((16, 10, 80, 20)), text("headline", (16, 20, 100, 20)))
    assert len(found("safe-zone/intrusion", evidence(*high, format=story))) == 2


def test_safe_zone_leaves_grounds_alone() -> None:
    story = place(safe_zone=ZONE)
    grounds = (shape("panel", (0, 0, 300, 250)), shape("plate", (0, 180, 300, 70)), product((150, 0, 150, 250)))
    assert found("safe-zone/intrusion", evidence(*grounds, format=story)) == []
    assert found("safe-zone/intrusion", evidence(*GOOD)) == []


@pytest.mark.parametrize("side", ["left", "top", "right", "bottom"])
def test_safe_zone_of_one_side(side: str) -> None:
    one_sided = place(safe_zone={side: 0.2})
    wide = text("headline", (10, 10, 280, 230))
    (finding,) = found("safe-zone/intrusion", evidence(wide, format=one_sided))
    assert f"at the {side}" in finding.message


def test_safe_zone_tolerates_a_pixel_at_1x() -> None:
    low = text("headline", (16, 180, 80, 21.5))  # the zone begins at 200
    assert found("safe-zone/intrusion", evidence(low, format=place(safe_zone=ZONE)))
    assert found("safe-zone/intrusion", evidence(low, format=place(safe_zone=ZONE, scale=2))) == []


SKIN = {"content": {"width": 100, "top": 50}}  # of 300x250: gutters of 100 px, a header of 50 px


def test_page_of_a_skin() -> None:
    id_, format_ = "safe-zone/page", place(verified=False, **SKIN)
    around = (logo((10, 10, 80, 20)), text("headline", (105, 10, 90, 30)), shape("button", (10, 60, 80, 30)),
              product((205, 60, 90, 150)))  # fmt: skip
    assert found(id_, evidence(*around, format=format_)) == []
    (finding,) = found(id_, evidence(*around, text("price", (90, 100, 60, 40)), format=format_))
    assert finding.status == "fail"
    assert "The price lies 40 px under the publisher's page" in finding.message
    assert "unverified" in finding.source
    inside = (product((110, 60, 80, 80)), logo((110, 200, 80, 20)), shape("button", (110, 160, 80, 30)))
    assert len(found(id_, evidence(*inside, format=format_))) == 3
    assert found(id_, evidence(*inside)) == []  # no skin
    assert found(id_, evidence(shape("panel", (0, 0, 300, 250)), format=format_)) == []  # grounds pass under it
    edge = text("headline", (10, 60, 91, 30))
    assert found(id_, evidence(edge, format=format_)) == []  # a pixel is let pass
    assert found(id_, evidence(text("headline", (10, 60, 91.5, 30)), format=format_))


def test_corners_that_networks_cover() -> None:
    mark = logo((204, 16, 80, 20))  # 4 px under an icon of 20 x 20
    (finding,) = found("safe-zone/corner", evidence(mark), "google-ads")
    assert finding.status == "warn"
    assert finding.message == "The logo lies 4 px under the icon of Google Ads, uploaded display (top right)"
    assert "unverified" in finding.source
    assert found("safe-zone/corner", evidence(mark), "iab") == []
    assert len(found("safe-zone/corner", evidence(mark), "iab", "google-ads")) == 1
    assert len(found("safe-zone/corner", evidence(shape("button", (270, 10, 30, 30))), "google-ads")) == 1
    assert len(found("safe-zone/corner", evidence(text("headline", (100, 5, 190, 20))), "google-ads")) == 1


def test_corners_leave_grounds_and_neighbours_alone() -> None:
    nodes = (
        shape("panel", (0, 0, 300, 250)),
        shape("plate", (200, 0, 100, 30)),
        product((170, 0, 130, 140)),
        logo((200, 19, 80, 20)),  # 1 px: rounding
        text("headline", (100, 5, 181, 20)),
        shape("cta", (285, 16, 8, 14)),  # an arrow of which 4 px are covered
        shape("border", (0.5, 0.5, 299, 249)),
    )
    assert found("safe-zone/corner", evidence(*nodes), "google-ads") == []
    assert len(found("safe-zone/corner", evidence(shape("cta", (285, 8, 8, 14))), "google-ads")) == 1


def test_corners_grow_with_the_scale() -> None:
    mark = evidence(logo((200, 25, 80, 20)), format=place(scale=2))
    assert len(found("safe-zone/corner", mark, "google-ads")) == 1
    assert found("safe-zone/corner", evidence(logo((200, 25, 80, 20))), "google-ads") == []


def test_a_border_breaks_no_rule() -> None:
    line = Shape(id="s-border", role="border", box=Box(0.5, 0.5, 299, 249), stroke=Stroke((13, 7, 69, 40), 1.0))
    profiles = [known_profiles(checks.IDS)[name] for name in ("iab", "google-ads")]
    assert checks.check(spoiled(line), profiles) == ()


def test_logo_clear_space_tells_the_nearest() -> None:
    nodes = (text("name", (16, 39, 80, 9)), text("headline", (16, 38, 80, 14)), text("cta", (16, 100, 80, 14)))
    (finding,) = found("logo/clear-space", evidence(logo((16, 16, 80, 20)), *nodes))
    assert finding.message == "The headline stands 2 px from the logo, which asks for 5 px of space"
    assert (finding.limit, finding.actual) == (5, 2)
    (finding,) = found("logo/clear-space", evidence(logo((16, 16, 80, 20)), text("name", (16, 30, 80, 9))))
    assert finding.actual == 0


def test_logo_clear_space_in_strips_at_2x() -> None:
    one = scene(logo((16, 16, 80, 20)), text("headline", (16, 39, 80, 14)), size=(640, 100))
    assert found("logo/clear-space", evidence(one=one))
    assert found("logo/clear-space", evidence(one=one, format=place(scale=2))) == []


def test_logo_too_small_takes_the_least_of_the_variants() -> None:
    both = brand(logos=[{"file": "a.svg", "min_width_px": 30}, {"file": "b.svg", "min_width_px": 90}])
    assert found("logo/too-small", spoiled(logo((16, 16, 40, 10)), brand=both)) == []
    assert found("logo/too-small", spoiled(logo((16, 16, 29, 10)), brand=both))
    assert not found("logo/too-small", spoiled(logo((16, 16, 29.6, 10)), brand=both))  # 30 px to whoever measures


@pytest.mark.parametrize("ground", [(180, 30, 30, 24), (400, 30, 60, 24)])
def test_product_covered_by_a_text_beside_its_plate(ground: tuple[float, float, float, float]) -> None:
    kettle, words = product((170, 20, 110, 140)), text("headline", (185, 34, 50, 14))
    assert found("product/covered", evidence(kettle, shape("panel", ground), words))
    assert found("product/covered", evidence(shape("panel", (0, 0, 300, 250)), kettle, words))  # below both
    outline = msgspec.structs.replace(shape("button", (180, 30, 60, 24)), fill=None)
    assert found("product/covered", evidence(kettle, outline, words))


def test_a_product_shown_alone_of_several_is_told() -> None:
    (finding,) = found("product/alone", evidence(one=scene(dropped=("range",))))
    assert "the first is shown alone" in finding.message
    assert not found("product/alone", evidence(one=scene(dropped=("product",))))


def test_a_dropped_product_is_told() -> None:
    assert found("product/dropped", evidence(one=scene(dropped=("product", "mention"))))
    assert not found("product/dropped", evidence(one=scene(dropped=("mention",))))


@pytest.mark.parametrize(("contrast", "fires"), [(1.4, True), (2.99, True), (3.0, False), (12.0, False)])
def test_logo_unseen(contrast: float, fires: bool) -> None:
    """WCAG 2.2, 1.4.11 asks 3:1 of graphics and exempts logotypes: a warning."""
    seen = evidence(logo((16, 16, 80, 20)), sights=(Sight("i-logo", "logo", contrast, 90),))
    findings = found("logo/unseen", seen)
    assert bool(findings) is fires
    for finding in findings:
        assert finding.status == "warn"
        assert finding.actual == contrast
        assert "logos: file, ground" in finding.message


@pytest.mark.parametrize(
    ("contrast", "apart", "fires"), [(1.1, 20, True), (1.19, 39, True), (1.2, 20, False), (1.1, 40, False)]
)
def test_product_unseen(contrast: float, apart: int, fires: bool) -> None:
    kettle = product((170, 20, 110, 140), treatment="cutout")
    findings = found("product/unseen", evidence(kettle, sights=(Sight("i-product", "product", contrast, apart),)))
    assert [finding.status for finding in findings] == ["note"] * fires


def test_what_was_not_painted_is_not_said_to_be_unseen() -> None:
    seen = evidence(logo((16, 16, 80, 20)), product((170, 20, 110, 140)), sights=(Sight("other", "logo", 1.0, 0),))
    assert found("logo/unseen", seen) + found("product/unseen", seen) == []
