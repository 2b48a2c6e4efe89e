from __future__ import annotations

from pathlib import Path

import pytest

from renderer.errors import InputError
from renderer.model import document
from renderer.model.profile import Profile, Reserved
from renderer.model.validation import validated

WRITTEN = "id: n\nname: N\nsource: x\nas_of: 2026-01-01\nverified: true\n"


def profile(more: str) -> Profile:
    return validated(Profile, document.parse((WRITTEN + more).encode(), Path("n.yaml")))


def test_corners_and_border_are_optional() -> None:
    assert (profile("").reserved, profile("").border) == ((), None)


@pytest.mark.parametrize(
    ("corner", "area"),
    [
        ("top-left", (0, 0, 40, 20)),
        ("top-right", (260, 0, 40, 20)),
        ("bottom-left", (0, 230, 40, 20)),
        ("bottom-right", (260, 230, 40, 20)),
    ],
)
def test_where_a_corner_lies(corner: str, area: tuple[float, ...]) -> None:
    one = Reserved.model_validate({"corner": corner, "width": 20, "height": 10, "source": "x", "verified": False})
    assert one.area((300, 250), 2.0) == area
    assert one.area((30, 15), 2.0)[2:] == (30, 15)  # no more than there is


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("reserved: [{corner: top, width: 20, height: 20, source: x, verified: false}]", "reserved[0].corner"),
        ("reserved: [{corner: top-right, width: 0, height: 20, source: x, verified: false}]", "reserved[0].width"),
        ("reserved: [{corner: top-right, width: 20, height: 20, verified: false}]", "reserved[0].source"),
        ("border: {on: dark, source: x, verified: false}", "border.on"),
        ("border: {on: light, width: 9, source: x, verified: false}", "border.width"),
    ],
)
def test_mistakes_are_told_with_their_key(written: str, key: str) -> None:
    with pytest.raises(InputError) as caught:
        profile(written)
    (problem,) = caught.value.problems
    assert (problem.key, problem.line) == (key, 6)
