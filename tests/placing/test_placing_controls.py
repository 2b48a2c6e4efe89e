"""Controls: words, room and ground of what opens and closes."""

from __future__ import annotations

import pytest

from renderer.placing import controls, pager
from renderer.placing.outlines import cross, double, downwards, sideways, upwards
from renderer.scene import Box


def test_every_language_that_opens_closes() -> None:
    assert set(controls.OPENS) == set(controls.CLOSES)
    assert controls.closing_word("fr-FR") == "Fermer"
    assert controls.closing_word("xx") == "Close"
    assert set(controls.OFFERS) <= set(controls.OPENS)
    assert set(controls.BACK) == set(pager.WORDS) == set(controls.OPENS)
    assert (controls.back_word("fr-FR"), controls.back_word("xx")) == ("Retour", "Back")
    assert (pager.words("de-AT"), pager.words("xx")) == (("Zurück", "Weiter"), ("Previous", "Next"))


@pytest.mark.parametrize("thick", [1.6, 2.6])
def test_signs_lie_in_their_boxes(thick: float) -> None:
    box = Box(100, 50, 16, 16)
    xs, ys = zip(*cross(box, thick), strict=True)
    assert (min(xs), max(xs), min(ys), max(ys)) == (100, 116, 50, 66)
    xs, ys = zip(*downwards(Box(100, 50, 16, 8), thick), strict=True)
    assert (min(xs), max(xs)) == (100, 116)
    assert (min(ys) + max(ys)) / 2 == pytest.approx(54, abs=0.05)
    assert max(range(6), key=lambda corner: ys[corner]) == 5, "it points down"


def test_signs_point_where_they_say() -> None:
    box = Box(100, 50, 16, 8)
    for x, y in upwards(box, 2.6):
        assert any((x, 108 - y) == pytest.approx(point, abs=0.05) for point in downwards(box, 2.6))
    tall = Box(100, 50, 8, 16)
    for leftwards in (False, True):
        xs, ys = zip(*sideways(tall, 2.6, leftwards), strict=True)
        assert (min(ys), max(ys)) == (50, 66)
        assert (min(xs) + max(xs)) / 2 == pytest.approx(104, abs=0.05)
        tip = (min if leftwards else max)(range(6), key=lambda corner: xs[corner])
        assert ys[tip] == 58, "its tip is half way down"
        wide = double(Box(100, 50, 17, 16), 2.6, leftwards)
        assert [x - 100 for x, _ in wide[:6]] == pytest.approx([x - 109 for x, _ in wide[7:13]], abs=0.05)
