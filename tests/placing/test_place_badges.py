"""Badges: every form keeps its text off its outline, in every language, and answers for its own size."""

from __future__ import annotations

import math

import pytest
from offer_parts import around, branded, content, ink, placed, shapes, text

from renderer.content import Content
from renderer.copywriting.locales import is_rtl, percent_saving
from renderer.loading.brands import BrandKit
from renderer.scene import Box

WORDS = {
    "fr-FR": "Offre spéciale",
    "en-GB": "3 for 2",
    "de-DE": "Ab sofort",
    "ar-SA": "عرض خاص",
    "he-IL": "מבצע",
    "ja-JP": "期間限定",
}
SAVINGS = {locale: percent_saving(30, locale) for locale in (*WORDS, "tr-TR")}
CANVAS, ROOM = (600, 600), Box(20, 20, 400, 300)
CASES = [*WORDS.items(), *SAVINGS.items()]


def badge(kit: BrandKit, shape: str, locale: str, says: str) -> Content:
    return content(kit, locale, branded(kit, badge={"shape": shape}), texts={"badge": (says,)})


@pytest.mark.parametrize(("locale", "says"), CASES)
@pytest.mark.parametrize("shape", ["plate", "pill", "tag", "disc", "flash"])
def test_ink_keeps_off_the_outline(shape: str, locale: str, says: str, kit: BrandKit) -> None:
    shown = badge(kit, shape, locale, says)
    nodes, asked = placed(shown, {"slot": "badge"}, CANVAS, ROOM)
    (plate,) = shapes(nodes, "plate")
    node = text(nodes, "badge")
    size = max(run.size for line in node.lines for run in line.runs)
    assert (plate.box.w, plate.box.h) == pytest.approx((asked.width, asked.height), abs=0.02)
    for glyph in ink(shown, node):
        assert glyph.within(plate.box.inset(0.08 * size, 0.08 * size, 0.08 * size, 0.08 * size), 0)
    if plate.box.w == pytest.approx(plate.box.h):  # round: the corners of the ink lie within the circle
        x, y = plate.box.x + plate.box.w / 2, plate.box.y + plate.box.h / 2
        inside = min((math.dist((x, y), point) for point in plate.path), default=plate.box.w / 2)
        assert min(run.size for line in node.lines for run in line.runs) >= kit.brand.legibility.min_text_px
        for glyph in ink(shown, node):
            corners = [(across, down) for across in (glyph.x, glyph.right) for down in (glyph.y, glyph.bottom)]
            assert max(math.dist((x, y), corner) for corner in corners) <= inside - 0.15 * size


@pytest.mark.parametrize("shape", ["disc", "flash"])
@pytest.mark.parametrize("locale", ["fr-FR", "ar-SA"])
def test_a_saving_stands_in_the_middle_of_its_circle_with_its_sign_raised(
    shape: str, locale: str, kit: BrandKit
) -> None:
    shown = badge(kit, shape, locale, SAVINGS[locale])
    nodes, _ = placed(shown, {"slot": "badge"}, CANVAS, ROOM)
    (plate,), node = shapes(nodes, "plate"), text(nodes, "badge")
    covered = around(ink(shown, node))
    assert covered.x + covered.w / 2 == pytest.approx(plate.box.x + plate.box.w / 2, abs=0.3)
    assert covered.y + covered.h / 2 == pytest.approx(plate.box.y + plate.box.h / 2, abs=0.4)
    sizes = sorted({run.size for line in node.lines for run in line.runs})
    assert sizes[0] == pytest.approx(0.6 * sizes[-1])
    assert node.lines[0].text == SAVINGS[locale]


@pytest.mark.parametrize(
    ("locale", "lines"),
    [
        ("fr-FR", ["Offre", "spéciale"]),
        ("en-GB", ["3 for 2"]),
        ("en-GB", ["Buy one,", "get one", "free"]),
        ("fr-FR", ["2 achetés,", "1 offert"]),
        ("fr-FR", ["−50\u00a0€"]),
        ("tr-TR", ["−%30"]),
    ],
)
def test_words_break_into_even_lines_by_their_sense(locale: str, lines: list[str], kit: BrandKit) -> None:
    shown = badge(kit, "disc", locale, " ".join(lines))
    node = text(placed(shown, {"slot": "badge"}, (1080, 1080), Box(20, 20, 400, 400))[0], "badge")
    assert [line.text.strip() for line in node.lines] == lines


def test_a_japanese_saving_breaks_behind_its_sign_only(kit: BrandKit) -> None:
    node = text(placed(badge(kit, "disc", "ja-JP", "30%OFF"), {"slot": "badge"}, CANVAS, ROOM)[0], "badge")
    assert [line.text.strip("\u200b") for line in node.lines] == ["30%", "OFF"]


@pytest.mark.parametrize(
    ("says", "room"),
    [("−30%", Box(0, 0, 200, 24)), ("Les plus beaux prix de toute la rentrée scolaire", Box(0, 0, 280, 120))],
)
@pytest.mark.parametrize("shape", ["disc", "flash"])
def test_a_tag_stands_for_a_circle_without_room(shape: str, says: str, room: Box, kit: BrandKit) -> None:
    nodes, asked = placed(badge(kit, shape, "fr-FR", says), {"slot": "badge"}, room=room)
    (plate,) = shapes(nodes, "plate")
    assert asked.height <= room.h
    assert plate.box.w > 1.5 * plate.box.h
    assert min(plate.path)[1] == pytest.approx(plate.box.y + plate.box.h / 2, abs=0.02)  # its point


@pytest.mark.parametrize(("canvas", "round_"), [((970, 250), False), ((160, 600), False), ((1080, 1080), True)])
def test_a_circle_is_for_canvases_with_room_beside_price_and_product(
    canvas: tuple[int, int], round_: bool, kit: BrandKit
) -> None:
    _, asked = placed(badge(kit, "disc", "fr-FR", "−30\u202f%"), {"slot": "badge"}, canvas, Box(0, 0, *canvas))
    assert (asked.width == asked.height) is round_
    assert asked.height <= 0.2 * min(canvas) + 0.01


def test_a_short_copy_keeps_the_circle(kit: BrandKit) -> None:
    shown = badge(kit, "disc", "fr-FR", "Les plus beaux prix de toute la rentrée scolaire")
    shown.texts["badge"] = (*shown.texts["badge"], "Nouveau")
    nodes, asked = placed(shown, {"slot": "badge"}, CANVAS, ROOM)
    assert text(nodes, "badge").lines[0].text == "Nouveau"
    assert asked.rung == "short"


@pytest.mark.parametrize("locale", ["en-GB", "he-IL"])
def test_a_tag_points_back_and_keeps_its_hole_free(locale: str, kit: BrandKit) -> None:
    shown = badge(kit, "tag", locale, WORDS[locale])
    nodes, _ = placed(shown, {"slot": "badge"})
    (plate,), covered = shapes(nodes, "plate"), around(ink(shown, text(nodes, "badge")))
    middle = plate.box.y + plate.box.h / 2
    tip = max(plate.path) if is_rtl(locale) else min(plate.path)
    assert tip == pytest.approx((plate.box.right if is_rtl(locale) else plate.box.x, middle), abs=0.02)
    hole = around([Box(x, y, 0, 0) for x, y in plate.path[6:]])
    assert hole.w == pytest.approx(hole.h, abs=0.05)
    gap = hole.x - covered.right if is_rtl(locale) else covered.x - hole.right
    assert gap >= 0.3 * plate.box.h / 1.45


@pytest.mark.parametrize("locale", ["en-GB", "ar-SA"])
def test_a_bar_is_text_above_a_rule_as_wide(locale: str, kit: BrandKit) -> None:
    shown = badge(kit, "bar", locale, WORDS[locale])
    nodes, asked = placed(shown, {"slot": "badge"})
    (rule,), covered = shapes(nodes, "rule"), around(ink(shown, text(nodes, "badge")))
    assert not shapes(nodes, "plate")
    assert rule.box.y > covered.bottom
    assert rule.box.bottom == pytest.approx(20 + asked.height, abs=0.01)
    assert (rule.box.x, rule.box.right) == pytest.approx((covered.x, covered.right), abs=0.1)
