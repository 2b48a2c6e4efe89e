"""Controls: words, room and ground of what opens and closes."""

from __future__ import annotations

import pytest

from renderer.placing import controls
from renderer.placing.outlines import cross, downwards
from renderer.scene import Box


def test_every_language_that_opens_closes() -> None:
    assert set(controls.OPENS) == set(controls.CLOSES)
    assert controls.closing_word("fr-FR") == "Fermer"
    assert controls.closing_word("xx") == "Close"
    assert set(controls.OFFERS) <= set(controls.OPENS)


@pytest.mark.parametrize("thick", [1.6, 2.6])
def test_signs_lie_in_their_boxes(thick: float) -> None:
    box = Box(100, 50, 16, 16)
    xs, ys = zip(*cross(box, thick), strict=True)
    assert (min(xs), max(xs), min(ys), max(ys)) == (100, 116, 50, 66)
    xs, ys = zip(*downwards(Box(100, 50, 16, 8), thick), strict=True)
    assert (min(xs), max(xs)) == (100, 116)
    assert (min(ys) + max(ys)) / 2 == pytest.approx(54, abs=0.05)
    assert max(range(6), key=lambda corner: ys[corner]) == 5, "it points down"
