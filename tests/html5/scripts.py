"""A scene of lines in many scripts and settings, as the starter brand's fonts show them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from renderer.placing.price import runs_of
from renderer.scene import Box, Colour, Group, Line, Scene, Stroke, Text
from renderer.text.fonts import FontFile, FontSet
from renderer.text.shape import Style, is_rtl, shaped

INK: Colour = (13, 7, 69, 255)
LINES = (
    ("خصم ٣٠٪ على كل المنتجات", "ar"),
    ("سعر iPhone 15 الآن 1299 درهم!", "ar"),
    ("العودة (إلى) المدرسة", "ar"),
    ("מבצע חזרה ללימודים: 50% הנחה", "he"),
    ("שָׁלוֹם עוֹלָם, 20 ₪", "he"),
    ("新学期セール「全品30%オフ」", "ja"),
    ("送料無料。、・…ー 1,299円", "ja"),
    ("Café ☕️ et fête 🎉 maintenant", "fr"),
    ("e\u0301clair n\u0303 ffi fl Wa AV. To", "fr"),
    ("Prix\u202f: 1\u202f299,00\u00a0€ ; « oui » !", "fr"),
    ("BACK-TO-SCHOOL −40\u202f% (was £199.99)", "en"),
    ("Ελληνικά и кириллица 3/4 ½", "en"),
)


@dataclass(frozen=True)
class Setting:
    size: float = 17.3
    tracking: float = 0.0
    tabular: bool = False
    slant: float = 0.0


PLAIN, CLOSE, WIDE, TABLE, LEANING = (
    Setting(), Setting(19.7, -0.026), Setting(14.2, 0.06), Setting(15, 0, True), Setting(18, 0, False, 0.2),
)  # fmt: skip


def scripts(fonts: FontSet, setting: Setting) -> Scene:
    """Every line once, set in one way."""
    root = Group(id="0", role="root", box=Box(0, 0, 420, 380), children=tuple(_texts(fonts, setting)))
    return Scene(width=420, height=380, lang="en-GB", root=root)


def _texts(fonts: FontSet, setting: Setting) -> Iterator[Text]:
    for index, (words, lang) in enumerate(LINES):
        style = Style(fonts.chain("text", "bold"), lang, setting.tracking, setting.tabular, setting.slant)
        rtl = is_rtl(words)
        one = shaped(words, style, rtl)
        baseline = 27.0 + 30 * index + index * 0.13
        runs = tuple(runs_of(one, setting.size, INK, slant=setting.slant))
        line = Line(words, 11.37, baseline, one.width * setting.size, runs, rtl)
        box = Box(11, baseline - 20, one.width * setting.size, 24)
        struck = index % 5 == 0
        yield Text(id=f"0.{index}", role="name", box=box, lines=(line,), lang=lang,
                   strike=Stroke(INK, 1.3) if struck else None,
                   strike_line=((9, baseline - 4), (box.right, baseline - 8)) if struck else None)  # fmt: skip


def files(fonts: FontSet) -> dict[str, FontFile]:
    return {file.digest: file for file in fonts.files()}
