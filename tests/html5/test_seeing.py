"""What counts as the same picture: painters that differ as painters do, and faults that a person would see."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pairs import GREY, SCENES, YELLOW, Parts, gone, measured, moved, other
from PIL import Image
from seeing import SAME, differing

from renderer.loading.brands import load_brand
from renderer.scene import Shadow
from renderer.stores.inputs import Inputs
from renderer.text.fonts import FontSet

RECTANGLE, LEADERBOARD = SCENES
BRAND = Path(__file__).parents[2] / "brand/voltige/brand.yaml"
SOFTER = Shadow(0, 4, 9, (13, 7, 69, 90))
Spoil = Callable[[Parts], Parts]
SEEN: dict[str, dict[str, Spoil]] = {
    RECTANGLE: {
        "a letter missing": other("headline", words="Schoo"),
        "a line missing": gone("second line"),
        "the small print missing": gone("legal"),
        "the name missing": gone("name"),
        "another price": other("price", words="€24.80"),
        "a headline in another colour": other("headline", fill=YELLOW),
        "a headline fainter": other("headline", opacity=0.8),
        "a name in another colour": other("name", fill=GREY),
        "a button in another colour": other("button", fill=(70, 60, 216, 255)),
        "a plate fainter": other("plate", opacity=0.9),
        "a panel in another colour": other("panel", fill_end=(70, 20, 190, 255)),
        "a panel without its gradient": other("panel", fill_end=None),
        "a card in another white": other("card", fill=(240, 238, 232, 255)),
        "a headline 2 px off": moved("headline", 2, 0),
        "a name 2 px lower": moved("name", 0, 2),
        "the small print 2 px off": moved("legal", 2, 0),
        "a label 2 px off": moved("label", 2, 0),
        "a button 2 px off": moved("button", 2, 0),
        "a plate 2 px off": moved("plate", 2, 0),
        "a card 2 px off": moved("card", 2, 0),
        "a logo 2 px lower": moved("logo", 0, 2),
        "a picture 2 px off": moved("picture", 2, 0),
        "no shadow of the card": other("card", shadow=None),
        "no shadow of the button": other("button", shadow=None),
        "a softer shadow": other("card", shadow=SOFTER),
        "a picture cut elsewhere": other("picture", crop=(0.12, 0.15, 0.75, 0.75)),
        "a picture cut wider": other("picture", crop=(0.1, 0.15, 0.79, 0.79)),
        "a picture mirrored": other("picture", mirror=True),
        "no picture": gone("picture"),
        "no logo": gone("logo"),
        "a label in another weight": other("label", weight="regular"),
        "a headline 1 px smaller": other("headline", box=(12, 42, 24, 0)),
        "letters set closer": other("headline", tracking=-0.4),
    },
    LEADERBOARD: {
        "a word missing": other("subline", words="The kettle that nobody hears"),
        "the small print missing": gone("legal"),
        "another price": other("price", words="€39.90"),
        "a subline 2 px off": moved("subline", 2, 0),
        "a button 2 px lower": moved("button", 0, 2),
        "no gradient": gone("glow"),
        "a picture cut elsewhere": other("picture", crop=(0.07, 0.2, 0.9, 0.6)),
    },
}
DENSE: dict[str, dict[str, Spoil]] = {
    RECTANGLE: {
        "another word in the small print": other("legal", words="While stocks fast."),
        "another letter": other("subline", words="Until 30 Sepl."),
        "a headline 1 px lower": moved("headline", 0, 1),
        "a picture 1 px lower": moved("picture", 0, 1),
        "rounder corners": other("card", radius=4),
    },
    LEADERBOARD: {
        "a word of the small print missing": other("legal", words="Offer until 30 September 2026, while stocks"),
        "the small print in another colour": other("legal", fill=(150, 150, 158, 255)),
    },
}
"""What is seen at 2x alone."""


@pytest.fixture(scope="module")
def fonts(tmp_path_factory: pytest.TempPathFactory) -> FontSet:
    return load_brand(BRAND, Inputs(tmp_path_factory.mktemp("inputs"))).fonts


@pytest.mark.browser
@pytest.mark.parametrize(("scale", "faults"), [(1, SEEN), (2, DENSE)], ids=["1x", "2x"])
def test_painters_differ_less_than_any_fault(
    chromium: Any, fonts: FontSet, scale: int, faults: dict[str, dict[str, Spoil]]
) -> None:
    good, bad = measured(chromium, fonts, scale, faults)
    for told, ones in (("the same", good), ("faults", bad)):
        print(f"\n{told} at {scale}x, up to {SAME} is the same")
        print("\n".join(f"{levels:8.2f}  {name}" for name, levels in sorted(ones.items(), key=lambda one: one[1])))
    assert max(good.values()) < 0.75 * SAME
    assert min(bad.values()) > 1.3 * SAME


def square(colour: str, at: tuple[int, int] = (20, 20), ground: str = "white") -> Image.Image:
    picture = Image.new("RGBA", (64, 48), ground)
    picture.paste(Image.new("RGBA", (10, 10), colour), at)
    return picture


def test_the_worst_place_is_told_and_its_block_lies_around_the_fault() -> None:
    levels, (left, top, width, height) = differing(square("red"), square("blue"))
    assert levels > 40
    assert (width, height) == (16, 16)
    assert left <= 20
    assert left + width >= 30
    assert top <= 20
    assert top + height >= 30


def test_both_ways_are_the_same_and_the_same_is_nothing() -> None:
    assert differing(square("red"), square("red")).levels == 0
    assert differing(square("red"), square("blue")) == differing(square("blue"), square("red"))
    assert differing(square("red"), square("red", (22, 20))).levels > SAME
    assert differing(square("red"), square("red", (21, 20))).levels == 0


def test_transparent_pictures_are_told_apart_by_what_shows_through() -> None:
    clear = square("white", ground="#00000000")
    assert differing(clear, square("white", ground="white")).levels > SAME
    assert differing(clear, clear.copy()).levels == 0


def test_tiny_pictures_and_two_sizes() -> None:
    dot = Image.new("RGBA", (1, 1), "red")
    assert differing(dot, Image.new("RGBA", (1, 1), "blue")).levels > SAME
    assert differing(square("red").resize((320, 5)), square("red").resize((320, 5))).levels == 0
    with pytest.raises(ValueError, match="two sizes"):
        differing(dot, square("red"))
