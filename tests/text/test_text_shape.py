from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import uharfbuzz as hb
from bidi import get_display
from hypothesis import given, settings
from hypothesis import strategies as st
from uniseg.graphemecluster import grapheme_clusters

from renderer.text import shape
from renderer.text.shape import Shaped, Style, is_rtl, shaped

Styles = Callable[..., Style]


def faces(one: Shaped) -> list[str]:
    return [Path(run.face.path).name for run in one.runs]


def glyphs(one: Shaped) -> list[int]:
    return [glyph for run in one.runs for glyph in run.glyphs]


def visual(text: str, style: Style, rtl: bool) -> str:
    """The characters from left to right, as the glyphs stand."""
    return "".join(text[cluster] for run in shaped(text, style, rtl).runs for cluster in run.clusters)


# Latin


def test_pairs_are_kerned(style: Styles) -> None:
    pair, first, second = (shaped(text, style()).width for text in ("AV", "A", "V"))
    assert pair < first + second - 0.005


def test_widths_are_harfbuzz_own(style: Styles) -> None:
    made = style("fr")
    text = "Grille-pain à 79,90"
    font = hb.Font(hb.Face(Path(made.chain[0].path).read_bytes()))
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    hb.shape(font, buffer, {"kern": True, "liga": True})
    one = shaped(text, made)
    assert glyphs(one) == [info.codepoint for info in buffer.glyph_infos]
    assert one.width == pytest.approx(sum(at.x_advance for at in buffer.glyph_positions) / font.face.upem)


def test_tracking_opens_every_gap_but_the_last(style: Styles) -> None:
    assert shaped("nnnn", style(tracking=0.1)).width == pytest.approx(shaped("nnnn", style()).width + 0.3)


def test_tabular_figures_are_all_as_wide(style: Styles) -> None:
    widths = {round(shaped(digit, style(tabular=True)).width, 6) for digit in "0123456789"}
    assert len(widths) == 1


def test_ink_lies_where_the_glyphs_are(style: Styles) -> None:
    plain, deep = shaped("nn", style()), shaped("gg", style())
    assert 0 < plain.left < plain.right < plain.width + 0.05
    assert plain.descent < 0.05 < deep.descent
    assert shaped("  ", style()).right == 0


@settings(max_examples=1500, deadline=None)
@given(st.text(alphabet=st.characters(min_codepoint=0x20, max_codepoint=0x30FF), max_size=12))
def test_single_characters_are_clusters(text: str) -> None:
    expected, start = [], 0
    for cluster in grapheme_clusters(text):
        expected.append((start, start + len(cluster)))
        start += len(cluster)
    assert list(shape._clusters(text)) == expected


@pytest.mark.parametrize("code", range(0x20, 0x10000, 0x800))
def test_every_character_of_the_cluster_fast_path(code: int) -> None:
    """Next to a letter, each of them is a cluster of its own, as UAX 29 has it."""
    for at in range(code, code + 0x800):
        character = chr(at)
        if shape._SINGLE.fullmatch(character):
            assert list(grapheme_clusters(f"a{character}b")) == ["a", character, "b"], hex(at)


@settings(max_examples=400, deadline=None)
@given(st.text(alphabet="abc é 12,.%−€’()\u00a0\u202f", max_size=15))
def test_left_to_right_text_needs_no_levels(text: str) -> None:
    marked = text + "\u05d0"  # one Hebrew letter takes the long way
    assert (
        shape._levels(text, False) == shape._levels(marked, False)[: len(text)]
        or text[-1:] in " ().,%−€’\u00a0\u202f12"
    )


# directions


@pytest.mark.parametrize(
    "text",
    [
        "שלום",
        "שלום עולם",
        "שלום Hello 123",
        "מחיר 12,99 €",
        "Kettle XL שחור",
        "50% הנחה",
        "(שלום)",
        "abc שלום (12) def",
        "מכונת קפה 1299.90",
        "iPhone 15 ב-₪3,499",
        "Dyson V15 (2024) שחור",
        "שחור (Dyson V15) 2024",
    ],
)
@pytest.mark.parametrize("rtl", [True, False])
def test_hebrew_stands_as_the_reference_algorithm_has_it(text: str, rtl: bool, style: Styles) -> None:
    assert visual(text, style("he"), rtl) == get_display(text, base_dir="R" if rtl else "L")


@settings(max_examples=800, deadline=None)
@given(text=st.text(alphabet="ab12 .,()[]%€-−/:!אבגسل\u202f\u00a0", min_size=1, max_size=14), rtl=st.booleans())
def test_any_mix_stands_as_the_reference_algorithm_has_it(text: str, rtl: bool, style: Styles) -> None:
    text = text.strip(" \u00a0\u202f")  # a line has no space at its ends
    if "ل" in text and "س" in text:
        text = text.replace("ل", "")
    assert visual(text, style("he"), rtl) == get_display(text, base_dir="R" if rtl else "L")


def test_joiners_do_not_disturb_the_numbers_beside_them(style: Styles) -> None:
    seen = visual("می\u200cخواهم 12 iPad", style("fa"), True)
    assert "12" in seen
    assert "iPad" in seen


def test_arabic_letters_join(style: Styles) -> None:
    word = shaped("بيت", style("ar"), True)
    alone = [shaped(letter, style("ar"), True).runs[0].glyphs for letter in "بيت"]
    assert all(glyph not in isolated for glyph, isolated in zip(reversed(word.runs[0].glyphs), alone, strict=False))
    assert word.width < sum(shaped(letter, style("ar"), True).width for letter in "بيت")


def test_lam_and_alef_are_one_glyph(style: Styles) -> None:
    assert len(glyphs(shaped("لا", style("ar"), True))) == 1


def test_arabic_glyphs_run_from_right_to_left(style: Styles) -> None:
    run = shaped("كتاب", style("ar"), True).runs[0]
    assert run.rtl
    assert list(run.clusters) == sorted(run.clusters, reverse=True)


def test_an_arabic_price_keeps_its_digits_in_order(style: Styles) -> None:
    text = "السعر 1,299.90 ريال"
    seen = visual(text, style("ar"), True)
    assert "1,299.90" in seen
    assert seen.index("1") > seen.index("ل")  # the label stands right of the amount's own currency


def test_a_latin_name_in_arabic_reads_left_to_right(style: Styles) -> None:
    seen = visual("خصم على iPhone 15 Pro اليوم", style("ar"), True)
    assert "iPhone 15 Pro" in seen
    assert seen.index("i") < seen.index("خ")


def test_a_signed_saving_keeps_its_sign_on_the_left(style: Styles) -> None:
    assert visual("\u200e−40%\u200e", style("ar"), True).strip("\u200e") == "−40%"


def test_brackets_are_mirrored(style: Styles) -> None:
    opened = shaped("(א", style("he"), True).runs
    closing = shaped("a)", style("he")).runs[0].glyphs[-1]
    hebrew = opened[-1]
    assert hebrew.rtl
    assert hebrew.glyphs[-1] == shaped(")א", style("he"), False).runs[0].glyphs[0] or closing in hebrew.glyphs


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("abc", False),
        ("שלום", True),
        ("12 سلام", True),
        ("12 abc", False),
        ("", False),
        ("12", False),
        ("«سلام»", True),
    ],
)
def test_first_strong_character_decides(text: str, expected: bool) -> None:
    assert is_rtl(text) is expected


# emoji and fallback


@pytest.mark.parametrize(
    "text",
    ["😀", "👨‍👩‍👧", "👍🏽", "🇫🇷", "🏴‍☠️", "❤️", "☎️", "1️⃣", "🧑🏽‍🚀"],
    ids=["smile", "family", "skin", "flag", "pirate", "heart", "phone", "keycap", "astronaut"],
)
def test_an_emoji_is_one_glyph_of_the_emoji_face(text: str, style: Styles) -> None:
    one = shaped(text, style())
    assert faces(one) == ["TwemojiMozilla.ttf"]
    assert [glyph for glyph, advance in zip(glyphs(one), one.runs[0].advances, strict=True) if advance].__len__() == 1
    assert one.missing == ""


@pytest.mark.parametrize("text", ["0123456789", "12#*", "1\ufe0f", "#\ufe0f", "50 % 🎉 12", "©®™"])
def test_digits_never_come_from_the_emoji_face(text: str, style: Styles) -> None:
    for run in shaped(text, style()).runs:
        if "Twemoji" in run.face.path:
            assert not any(character.isascii() and not character.isspace() for character in text[run.start : run.end])
        assert "Twemoji" not in run.face.path or "🎉" in text[run.start : run.end]


@pytest.mark.parametrize("text", ["Lampe 💡 de bureau", "💡 💡", "💡\u00a0!", "静か 💡 な", "مصباح 💡 مكتب"])
def test_a_space_after_an_emoji_is_never_a_box(text: str, style: Styles) -> None:
    one = shaped(text, style())
    assert one.missing == ""
    assert all(glyph for run in one.runs for glyph in run.glyphs), "glyph 0 is the box of a missing character"


def test_japanese_comes_from_the_japanese_face(style: Styles) -> None:
    one = shaped("静かなケトル", style("ja"))
    assert faces(one) == ["StarterJP-Regular.otf"]
    assert one.width == pytest.approx(6, abs=0.5)
    assert one.missing == ""


def test_weights_choose_the_fallback_of_the_same_weight(style: Styles) -> None:
    assert faces(shaped("שלום", style("he", weight="bold"), True)) == ["NotoSansHebrew-Bold.ttf"]


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("\ue000\ue000 a \ue000", "\ue000"),
        ("กข ก", "กข"),
        ("abc", ""),
        ("a\u0e31", "\u0e31"),
        ("\U000f0000b", "\U000f0000"),
    ],
)
def test_what_no_face_has_is_told_once(text: str, missing: str, style: Styles) -> None:
    assert shaped(text, style()).missing == missing


@pytest.mark.parametrize(
    "mark",
    [
        "\u200b",
        "\u200c",
        "\u200d",
        "\u2060",
        "\ufeff",
        "\u00ad",
        "\u200e",
        "\u061c",
        "\x07",
        "\x00",
        "\x7f",
        "\x9f",
        "\u2066",
    ],
)
def test_invisible_characters_are_nothing(mark: str, style: Styles) -> None:
    with_mark, without = shaped(f"ab{mark}cd", style()), shaped("abcd", style())
    assert with_mark.width == pytest.approx(without.width, abs=0.02)
    assert with_mark.missing == ""
    assert 0 not in glyphs(with_mark)
    assert shaped(f"ab{mark}cd", style(tracking=0.1)).width == pytest.approx(
        shaped("abcd", style(tracking=0.1)).width, abs=0.02
    )


@pytest.mark.parametrize("space", ["\t", "\n", "\r", "\u2028"])
def test_white_space_is_a_space(space: str, style: Styles) -> None:
    assert shaped(f"ab{space}cd", style()).width == pytest.approx(shaped("ab cd", style()).width)


@pytest.mark.parametrize("use", ["text", "display"])
@pytest.mark.parametrize("text", ["e\u0301", "n\u0303", "u\u0308", "c\u0327", "A\u030a"])
def test_letters_with_separate_accents_are_one_cluster(text: str, use: str, style: Styles) -> None:
    import unicodedata

    apart, whole = shaped(text, style(use=use)), shaped(unicodedata.normalize("NFC", text), style(use=use))
    assert set(apart.runs[0].clusters) == {0}
    assert apart.width == pytest.approx(whole.width)
    assert apart.missing == ""


@pytest.mark.parametrize("use", ["text", "display"])
def test_the_narrow_space_is_narrow_but_seen(use: str, style: Styles) -> None:
    for weight in ("regular", "bold"):
        made = style("fr", use=use, weight=weight)
        run = shaped("1\u202f299", made).runs[0]
        assert 0.16 <= run.advances[1] <= 0.26
        assert shaped("1\u202f299", made).missing == ""


def test_nothing_is_nothing(style: Styles) -> None:
    assert shaped("", style()) == Shaped((), 0, "", 0.0, 0.0, 0, 0.0)


@settings(max_examples=200, deadline=None)
@given(text=st.text(max_size=12), rtl=st.booleans())
def test_any_text_is_shaped_whole(text: str, rtl: bool, style: Styles) -> None:
    one = shaped(text, style(), rtl)
    ranges = sorted((run.start, run.end) for run in one.runs)
    assert [start for start, _ in ranges] == [0, *[end for _, end in ranges][:-1]][: len(ranges)]
    assert sum(end - start for start, end in ranges) == len(text)
    for run in one.runs:
        assert len(run.glyphs) == len(run.advances) == len(run.clusters)
        assert all(run.start <= cluster < run.end for cluster in run.clusters)
