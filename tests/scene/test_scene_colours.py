from __future__ import annotations

import pytest

from renderer import colours
from renderer.model.brand import Palette

WHITE, BLACK = (255, 255, 255, 255), (0, 0, 0, 255)


def test_contrast_as_wcag_has_it() -> None:
    assert colours.contrast(WHITE, BLACK) == pytest.approx(21)
    assert colours.contrast(WHITE, WHITE) == 1
    assert colours.contrast(BLACK, WHITE) == colours.contrast(WHITE, BLACK)
    assert colours.contrast((118, 118, 118, 255), WHITE) == pytest.approx(4.54, abs=0.01)  # #767676: the least AA grey
    assert colours.contrast((119, 119, 119, 255), WHITE) < 4.5
    assert colours.luminance((255, 0, 0, 255)) == pytest.approx(0.2126)


def test_colours_from_text() -> None:
    assert colours.parse("#0102FF") == (1, 2, 255, 255)
    assert colours.parse("#0102FF80") == (1, 2, 255, 128)


def test_roles() -> None:
    palette = Palette(ground="#FFFFFF", price="#FFE600", on_price="#0D0745")
    assert colours.role(palette, "price") == (255, 230, 0, 255)
    assert colours.role(palette, "saving") is None
    assert colours.role(palette, "nonsense") is None
    assert colours.text_on(palette, "price") == (13, 7, 69, 255)
    assert colours.text_on(palette, "accent") == colours.parse(palette.on_ground)


def test_mixing_and_darkness() -> None:
    assert colours.mixed(WHITE, BLACK, 0.5) == (128, 128, 128, 255)
    assert colours.mixed(WHITE, BLACK, 1) == WHITE
    assert colours.is_dark(BLACK)
    assert colours.is_dark((35, 18, 216, 255))
    assert not colours.is_dark((255, 230, 0, 255))
