from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from renderer.model.format import Format, SafeZone


def test_a_safe_zone_leaves_room() -> None:
    assert SafeZone(top=0.14, bottom=0.35).bottom == 0.35
    with pytest.raises(ValidationError, match="covers all of the height"):
        SafeZone(top=0.5, bottom=0.5)


def skin(**more: Any) -> Format:
    written = {"id": "a/b", "name": {"en": "x"}, "channel": "display", "family": "a", "size": [1920, 1080],
               "source": ("x",), "as_of": "2026-01-01", "verified": False}  # fmt: skip
    return Format.model_validate({**written, **more})


def test_a_page_lies_in_the_middle_down_to_the_foot() -> None:
    assert skin(content={"width": 1000, "top": 170}).page() == (460, 170, 1000, 910)
    assert skin(content={"width": 1920, "top": 250}).page() == (0, 250, 1920, 830)  # a header alone
    assert skin(content={"width": 1001}).page() == (459.5, 0, 1001, 1080)  # gutters alone
    assert skin().page() is None


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"content": {"width": 1920}}, "covers all of 1920x1080: leave gutters beside it, or a header above"),
        ({"content": {"width": 2000, "top": 100}}, "2000 px wide from 100 px down, which does not lie on a canvas"),
        ({"content": {"width": 1000, "top": 1080}}, "does not lie on a canvas of 1920x1080"),
        ({"content": {"width": 0}}, "greater than 0"),
        ({"content": {"width": 1000, "top": -1}}, "greater than or equal to 0"),
        ({"content": {"width": 100}, "size": None, "range": [[300, 50], [600, 90]]}, "needs a 'size' of its own"),
    ],
)
def test_a_page_leaves_gutters_or_a_header(more: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        skin(**more)
