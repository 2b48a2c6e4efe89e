from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from uniseg.linebreak import line_break_boundaries

from renderer.text import breaks
from renderer.text.breaks import balanced, break_points, line_text, narrowest, paragraph
from renderer.text.shape import Style
from renderer.text.typography import binds_forward

Styles = Callable[..., Style]
ALPHABET = "aZéÀŸœ059 ,.%’\u00a0\u202f"

FRENCH = "Jusqu’au 30\u00a0septembre, la cafetière à grains de vos rêves est à prix doux"
GERMAN = "Der leise Wasserkocher mit Temperaturwahl für jeden Tag und jede Küche"
ENGLISH = "A quiet kettle with a gauge for the perfect cup of tea in the morning"


def uax14(text: str) -> tuple[int, ...]:
    return tuple(point for point in line_break_boundaries(text) if point > 0)


def lines_of(text: str, style: Style, width: float, most: int = 9) -> list[str] | None:
    para = paragraph(text, style)
    broken = balanced(para, width, most)
    return None if broken is None else [line_text(para, line)[1] for line in broken.lines]


@settings(max_examples=4000, deadline=None)
@given(st.text(alphabet=ALPHABET, max_size=24))
def test_fast_path_breaks_as_uax14_says(text: str) -> None:
    assert break_points.__wrapped__(text) == uax14(text)


@settings(max_examples=4000, deadline=None)
@given(st.text(alphabet=ALPHABET + "-–‐!?…:;«»“”'\"()[]/€$&\u200d\u0301\u2060日ァא🇫👍", max_size=24))
def test_looking_word_by_word_breaks_as_uax14_says(text: str) -> None:
    stricter = (point for point in uax14(text) if point == len(text) or not breaks._bound(text, point, frozenset()))
    assert break_points.__wrapped__(text) == tuple(stricter)


@settings(max_examples=4000, deadline=None)
@given(st.from_regex(breaks._UNBROKEN, fullmatch=True) | st.from_regex(breaks._COMPOUND, fullmatch=True))
def test_words_that_need_no_tables_break_as_uax14_says(word: str) -> None:
    assert breaks._word_breaks.__wrapped__(word) == uax14(word)


def test_ordinary_words_need_no_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(breaks, "line_break_boundaries", None)
    for word in ("kettle… ", "59,99\u00a0€…", "€59.99", "\u221233\u202f%…", "1er\u00a0septembre ", "J’en…"):
        assert breaks._word_breaks.__wrapped__(word) == (len(word),), word
    assert breaks._word_breaks.__wrapped__("BACK-TO-SCHOOL… ") == (5, 8, 16)


def test_fast_path_is_taken_by_ordinary_copy() -> None:
    for text in ("Grille pain", "Quiet kettle, 1.7 l", "L’été à 40\u202f% ", "1\u202f299,00"):
        assert breaks._PLAIN.fullmatch(text), text
    assert not breaks._PLAIN.fullmatch("grille-pain")


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet=ALPHABET + "-!?:;«»()/€", max_size=30))
def test_no_line_ends_at_a_no_break_space(text: str) -> None:
    for point in break_points(text):
        if point < len(text):
            assert text[point - 1] not in "\u00a0\u202f"
            assert text[point] not in "\u00a0\u202f" or text[point - 1] in " -"


def test_a_number_stays_with_the_word_it_counts() -> None:
    assert break_points("2-Scheiben-Toaster") == (11, 18)
    assert break_points("10-in-1 Set") == (8, 11)
    assert break_points("Covid-19") == (8,)


def test_soft_hyphens_never_break_a_word() -> None:
    assert break_points("Donau\u00addampf\u00adschiff fahrt") == (19, 24)


@pytest.mark.parametrize(("text", "lang"), [(FRENCH, "fr"), (GERMAN, "de"), (ENGLISH, "en")])
def test_within_the_width_and_as_few_lines_as_possible(text: str, lang: str, style: Styles) -> None:
    para = paragraph(text, style(lang))
    for tenth in range(40, 400, 3):
        width = tenth / 10
        broken = balanced(para, width, 12)
        longest_word = max(para.widths)
        if longest_word > width:
            assert broken is None
            continue
        assert broken is not None
        assert broken.width <= width
        assert all(para.width(*line) <= width + 1e-9 for line in broken.lines)
        # whole and in order
        assert broken.lines[0][0] == 0
        assert broken.lines[-1][1] == len(para.points) - 1
        assert all(one[1] + 1 == other[0] for one, other in itertools.pairwise(broken.lines))
        # a line more only where the fewest lines read ill
        fewest = len(breaks._greedy(para, width))
        assert len(broken.lines) in (fewest, fewest + 1)
        if len(broken.lines) == fewest + 1:
            tight = breaks._table(para, width, fewest)
            assert tight is None or tight.cost > broken.cost + 0.3


@pytest.mark.parametrize(("text", "lang"), [(FRENCH, "fr"), (GERMAN, "de"), (ENGLISH, "en")])
def test_no_article_at_a_line_end_and_no_lonely_word_where_an_even_setting_avoids_it(
    text: str, lang: str, style: Styles
) -> None:
    """Of all ways to break: where one has clean ends and no line under 70 % of the mean, the choice is clean too."""
    para = paragraph(text, style(lang))
    count = len(para.points)

    def clean(lines: list[tuple[int, int]]) -> bool:
        ends = [para.text[para.starts[last] : para.points[last]].strip() for _, last in lines[:-1]]
        final = para.text[para.starts[lines[-1][0]] :]
        return not any(binds_forward(word, lang) for word in ends) and len(final.strip()) >= 4

    checked = 0
    for width in (8.0, 9.0, 10.0, 11.0, 12.0, 14.0, 16.0):
        broken = balanced(para, width, 12)
        if broken is None or len(broken.lines) > 4:
            continue
        number = len(broken.lines)
        mean = para.width(0, count - 1) / number
        for cuts in itertools.combinations(range(1, count), number - 1):
            bounds = (0, *cuts, count)
            lines = [(first, after - 1) for first, after in itertools.pairwise(bounds)]
            widths = [para.width(*line) for line in lines]
            if max(widths) <= width and min(widths) >= 0.7 * mean and clean(lines):
                checked += 1
                assert clean(list(broken.lines)), [line_text(para, line)[1] for line in broken.lines]
                break
    assert checked >= 3


def test_a_number_stays_with_what_it_counts(style: Styles) -> None:
    lines = lines_of("Choisissez parmi 12 cafetières", style("fr"), 8.2)
    assert lines is not None
    assert not any(line.endswith("12") for line in lines)


def test_a_word_too_long_is_not_cut(style: Styles) -> None:
    assert lines_of("Rindfleischetikettierung jetzt", style("de"), 5) is None


def test_a_price_is_one_piece_in_every_script() -> None:
    assert break_points("今だけ19,800円から")[-3:] == (10, 11, 12)
    for price in (
        "19,800円",
        "1\u202f299,99\u00a0€",
        "€1,299.99",
        "CHF\u00a01’299.95",
        "1.299,99\u00a0€",
        "₹12,34,567.50",
        "1,299.99\u00a0₪",
        "−40\u202f%",
        "\u200e−40%\u200e",
        "R$\u00a01.299,99",
    ):
        assert break_points(price) == (len(price),), price


def test_an_empty_text_has_no_lines(style: Styles) -> None:
    assert break_points("") == ()
    assert balanced(paragraph("", style()), 10, 3) is None


def test_japanese_words_are_never_broken(style: Styles) -> None:
    """Line ends fall between phrases, or before a word in another script; narrower boxes need smaller type."""
    text = "ミル付きエスプレッソマシンで毎日おいしい一杯を。コーヒーが飲みたい朝に"
    words = ("ミル", "付き", "エスプレッソマシンで", "毎日", "おいしい", "一杯を", "コーヒーが", "飲みたい", "朝に")
    para = paragraph(text, style("ja"))
    inside = {at for word in words for at in range(text.index(word) + 1, text.index(word) + len(word))}
    assert not inside & set(para.points)
    for width in (11.0, 12.5, 15.0, 20.0):
        broken = balanced(para, width, 12)
        assert broken is not None
        assert not inside & {para.points[last] for _, last in broken.lines}
    assert balanced(para, 8.0, 12) is None


def test_japanese_breaks_only_where_uax14_allows(style: Styles) -> None:
    text = "朝のキッチンに、静かなケトル。「毎日」使える1,299円のやさしさ！"
    para = paragraph(text, style("ja"))
    allowed = set(uax14(text))
    for width in (6.5, 8.3, 12.0):
        broken = balanced(para, width, 12)
        assert broken is not None
        for first, last in broken.lines:
            assert para.points[last] in allowed
            line = text[para.starts[first] : para.points[last]]
            assert line[0] not in "、。」！ー"  # kinsoku: never begins a line
            assert line[-1] != "「" or para.points[last] == len(text)
            assert not line.endswith(("1,", "1"))  # the price is one piece


def test_exactly_so_many_lines(style: Styles) -> None:
    para = paragraph(ENGLISH, style("en"))
    for count in range(1, 6):
        broken = narrowest(para, count)
        assert broken is not None
        assert len(broken.lines) == count
    assert narrowest(paragraph("one two", style()), 3) is None


def test_a_very_long_text_is_broken_quickly(style: Styles) -> None:
    para = paragraph("word " * 600, style())
    broken = balanced(para, 30.0, 2000)
    assert broken is not None
    assert broken.width <= 30.0


def test_a_measure_is_not_left_alone_on_the_last_line(style: Styles) -> None:
    """Where another line can be broken as well: `Digitale Heißluftfritteuse 4,2 L` into two, not `4,2 L` by itself."""
    text = "Sehr leiser Hochleistungsmixer 2,0\u00a0L"
    para = paragraph(text, style("de-DE"))
    broken = narrowest(para, 2)
    assert broken is not None
    assert line_text(para, broken.lines[-1])[1] != "2,0\u00a0L"


def test_single_words_do_not_make_three_lines_of_a_phrase(style: Styles) -> None:
    """A phrase in three lines of which two are single words costs enough to try it smaller."""
    para = paragraph("Chaque jour, sans bruit.", style("fr-FR"))
    broken = narrowest(para, 3)
    assert broken is not None
    assert broken.cost >= 0.45
