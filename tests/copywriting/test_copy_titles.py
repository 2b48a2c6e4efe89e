"""Names out of feed titles."""

from __future__ import annotations

import pytest

from renderer.copywriting.titles import names, shortened


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Air fryer 6 L avec fenêtre, 10 programmes automatiques, écran tactile", "Air fryer 6 L avec fenêtre"),
        ("Trail running shoes - waterproof, reinforced toe, sizes 36 to 48", "Trail running shoes"),
        ("Stabmixer 800 W (mit Schneebesen, Zerkleinerer und Messbecher)", "Stabmixer 800 W"),
        ("Bouilloire inox 1,7 L, noire", ""),  # short as it is
        ("TV, 55 pouces, dalle OLED, son immersif, télécommande vocale", "TV, 55 pouces"),  # `TV` alone is none
        ("Kühlgefrierkombination mit Wasserspender und Eiswürfelbereiter", ""),  # no pause
    ],
)  # fmt: skip
def test_what_stands_before_the_first_pause_is_the_short_name(title: str, short: str) -> None:
    assert shortened(title) == short


def test_the_whole_title_comes_first() -> None:
    title = "Air fryer 6 L avec fenêtre de cuisson, 10 programmes automatiques, écran tactile"
    whole, short = names(title, "fr-FR")
    assert whole.replace("\u00a0", " ") == title
    assert short.replace("\u00a0", " ") == "Air fryer 6 L avec fenêtre de cuisson"
    assert names("Kettle", "en-GB") == ("Kettle",)
