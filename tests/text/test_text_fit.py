from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from renderer.text import fit as fitting
from renderer.text.fit import ELLIPSIS, RUNGS, Fitted, Setting, fit, natural
from renderer.text.shape import Shaped, Style, shaped

Styles = Callable[..., Style]
FULL = "Grille-pain deux fentes en acier brossé"
SHORT = "Grille-pain"
COPIES = {
    "fr": ("La cafetière à grains qui moud, chauffe et mousse", "La cafetière à grains", "Cafetière"),
    "de": ("Der leise Wasserkocher mit Temperaturwahl", "Leiser Wasserkocher"),
    "en": ("A quiet kettle for the perfect cup of tea", "Quiet kettle"),
    "ja": ("静かに沸く、毎日のためのケトル", "静かなケトル"),
    "ar": ("غلاية هادئة لكوب شاي مثالي", "غلاية هادئة"),
}


def setting(style: Style, **more: object) -> Setting:
    values = {"ideal": 20.0, "floor": 12.0, "leading": 1.1, "lines": 1, "max_lines": 2} | more
    values.setdefault("least", values["floor"])
    return Setting(style, **values)  # type: ignore[arg-type]


def advance(text: str, style: Style, size: float) -> float:
    return shaped(text, style).width * size


def inside(one: Fitted, width: float) -> bool:
    return all(
        line.right - line.left <= width + 0.02 * one.size and line.shaped.width * one.size <= width + 0.05 * one.size
        for line in one.lines
    )


def test_each_rung_in_its_order(style: Styles) -> None:
    """A box that narrows step by step takes the same text down the whole ladder, never up again."""
    made = setting(style("fr"))
    whole = advance(FULL, made.style, 20)
    seen = []
    for width in range(int(whole) + 2, 3, -1):
        one = fit((FULL, SHORT), made, width, 40)
        if not seen or seen[-1] != one.rung:
            seen.append(one.rung)
    assert seen == ["full", "rewrapped", "shrunk", "short", "failed"]
    assert seen == [rung for rung in RUNGS if rung in seen]


def test_a_whole_text_below_its_floor_beats_a_cut_one(style: Styles) -> None:
    """The brand's minimum is the last size before the ellipsis, and only what has no other way goes there."""
    made = setting(style("fr"), max_lines=1, least=9.0)
    for width in range(20, 400, 3):
        one = fit((FULL,), made, width, 20)
        needed = advance(FULL, made.style, 9.0)
        assert (one.rung == "ellipsis" or one.rung == "failed") is (width < needed - 0.01)
        assert one.size >= (9.0 if one.rung == "shrunk" else 12.0)
        if one.rung == "shrunk" and one.size < 12.0:
            assert advance(FULL, made.style, 12.0) > width
    short = advance(SHORT, made.style, 12.0)
    assert (fit((FULL, SHORT), made, short + 1, 20).rung, fit((FULL, SHORT), made, short + 1, 20).size) == ("short", 12)
    below = fit((FULL, SHORT), made, short - 1, 20)
    assert below.rung == "short"
    assert 9.0 <= below.size < 12.0


def test_without_a_short_copy_comes_the_ellipsis(style: Styles) -> None:
    made = setting(style("fr"), max_lines=1)
    one = fit((FULL,), made, 120, 20)
    assert one.rung == "ellipsis"
    assert one.size == made.floor
    shown = one.lines[-1].text
    assert shown.endswith(ELLIPSIS)
    kept = shown.removesuffix(ELLIPSIS)
    assert FULL.startswith(kept)
    assert FULL[len(kept)] == " "  # at a word
    assert one.text == FULL


@pytest.mark.parametrize("width", range(60, 240, 7))
def test_the_ellipsis_stands_at_a_word_and_keeps_all_that_fits(width: int, style: Styles) -> None:
    made = setting(style("fr"), max_lines=1)
    one = fit((FULL,), made, width, 20)
    if one.rung != "ellipsis":
        word = "Grille-pain"
        assert one.rung in ("full", "shrunk") or advance(word + ELLIPSIS, made.style, made.floor) > width
        return
    kept = one.lines[0].text.removesuffix(ELLIPSIS)
    assert FULL[len(kept)] in " "
    after = FULL[len(kept) :].split()[0]
    assert advance(f"{kept} {after}{ELLIPSIS}", made.style, made.floor) > width


def test_failed_only_where_not_even_one_word_fits(style: Styles) -> None:
    made = setting(style("fr"), max_lines=1)
    first = advance("Rindfleischetikettierung" + ELLIPSIS, made.style, made.floor)
    text = "Rindfleischetikettierung jetzt neu"
    assert fit((text,), made, first + 1, 20).rung == "ellipsis"
    failed = fit((text,), made, first - 1, 20)
    assert failed.rung == "failed"
    assert failed.lines[0].text == text  # shown whole, for the report
    assert failed.size == made.floor


def test_a_box_too_low_for_one_line_fails(style: Styles) -> None:
    assert fit((SHORT,), setting(style()), 1000, 4).rung == "failed"


def test_shrinking_stops_at_the_floor_and_on_half_pixels(style: Styles) -> None:
    made = setting(style("fr"), max_lines=1)
    for width in range(60, 400, 9):
        one = fit((FULL, SHORT), made, width, 100)
        assert made.floor <= one.size <= made.ideal
        assert one.size % 0.5 == 0


def test_the_size_is_the_largest_that_fits(style: Styles) -> None:
    made = setting(style("fr"), max_lines=1)
    one = fit((FULL,), made, advance(FULL, made.style, 15.2), 100)
    assert (one.rung, one.size) == ("shrunk", 15.0)


def test_the_first_alternative_that_fits_is_taken(style: Styles) -> None:
    made = setting(style("fr"), max_lines=1)
    copies = COPIES["fr"]
    one = fit(copies, made, advance(copies[1], made.style, 12) + 1, 100)
    assert (one.rung, one.text) == ("short", copies[1])
    one = fit(copies, made, advance(copies[2], made.style, 12) + 1, 100)
    assert (one.rung, one.text) == ("short", copies[2])


def test_height_limits_the_lines(style: Styles) -> None:
    made = setting(style("fr"), lines=3, max_lines=3)
    cap = made.style and fitting._cap(made)
    two = made.ideal * (cap + made.leading)
    narrow = advance(FULL, made.style, made.ideal) / 2.6
    assert len(fit((FULL,), made, narrow, two * 2).lines) == 3
    low = fit((FULL,), made, narrow, two)
    assert low.height <= two + 1e-6
    assert low.size < made.ideal


@pytest.mark.parametrize("nothing", [(), ("",), ("", "")])
def test_nothing_to_say_is_no_error(nothing: tuple[str, ...], style: Styles) -> None:
    assert fit(nothing, setting(style()), 100, 100).lines == ()


@settings(max_examples=300, deadline=None)
@given(
    lang=st.sampled_from(sorted(COPIES)),
    width=st.floats(8, 700),
    height=st.floats(6, 140),
    lines=st.integers(1, 3),
    more=st.integers(0, 2),
    ideal=st.integers(24, 80),
    share=st.floats(0.3, 1),
)
def test_never_larger_than_its_box(
    lang: str, width: float, height: float, lines: int, more: int, ideal: int, share: float, style: Styles
) -> None:
    made = setting(
        style(lang), lines=lines, max_lines=lines + more, ideal=ideal / 2, floor=ideal / 2 * share, rtl=lang == "ar"
    )
    for one in (fit(COPIES[lang], made, width, height), natural(COPIES[lang], made, width, height)):
        if one.rung == "failed":
            continue
        assert inside(one, width)
        assert len(one.lines) <= (made.max_lines + fitting.MORE_LINES if made.max_lines > 1 else 1)
        assert one.lines
        assert one.cap + one.pitch * (len(one.lines) - 1) == pytest.approx(one.height)
        assert one.height <= height + 1e-6 or any(
            run.face.digest != made.style.chain[0].digest for line in one.lines for run in line.shaped.runs
        )


@settings(max_examples=300, deadline=None)
@given(
    lang=st.sampled_from(("fr", "de", "en")),
    width=st.floats(20, 400),
    height=st.floats(10, 100),
    wider=st.floats(0, 200),
    higher=st.floats(0, 60),
    max_lines=st.integers(1, 4),
)
def test_a_larger_box_never_needs_a_lower_rung_of_size_for_want_of_room(
    lang: str, width: float, height: float, wider: float, higher: float, max_lines: int, style: Styles
) -> None:
    """Sizes given up for a better break (at most a third) apart."""
    made = setting(style(lang), max_lines=max_lines)
    small = fitting._at_best(COPIES[lang][0], made, width, height, ("full", "rewrapped", "shrunk"))
    large = fitting._at_best(COPIES[lang][0], made, width + wider, height + higher, ("full", "rewrapped", "shrunk"))
    if small is None:
        return
    assert large is not None
    assert large.size >= small.size
    chosen = fit(COPIES[lang], made, width + wider, height + higher)
    assert chosen.size >= min(small.size, made.ideal * fitting.YIELD)


def test_a_smaller_size_is_taken_for_a_better_break_only(style: Styles) -> None:
    made = setting(style("fr"), lines=2, max_lines=2, ideal=30.0)
    for width in range(100, 400, 5):
        first = fitting._at_best(FULL, made, width, 200, ("full", "rewrapped", "shrunk"))
        one = fit((FULL,), made, width, 200)
        if first is not None and one.size < first.size:
            assert one.cost < first.cost - 0.29
            assert one.size >= made.ideal * fitting.YIELD


@settings(max_examples=600, deadline=None)
@given(
    lang=st.sampled_from(sorted(COPIES)),
    width=st.floats(8, 1400),
    height=st.floats(6, 300),
    max_lines=st.integers(1, 3),
    ideal=st.integers(24, 80),
    floor=st.floats(6, 44),
    least=st.floats(0.4, 1),
)
def test_more_room_than_enough_changes_nothing(
    lang: str, width: float, height: float, max_lines: int, ideal: int, floor: float, least: float, style: Styles
) -> None:
    made = setting(
        style(lang), max_lines=max_lines, ideal=ideal / 2, floor=floor, least=floor * least, rtl=lang == "ar"
    )
    wide, tall = fitting.enough(COPIES[lang], made)
    for fitted in (fit, natural):
        kept = fitted(COPIES[lang], made, min(width, wide), min(height, tall))
        assert kept == fitted(COPIES[lang], made, width, height)


@settings(max_examples=600, deadline=None)
@given(
    text=st.sampled_from(
        ("Back-to-school rush", "Elektrischer Wasserkocher 1,7 L", COPIES["fr"][0], COPIES["de"][0], FULL)
    ),
    width=st.floats(60, 400),
    height=st.floats(20, 200),
    ideal=st.integers(24, 80),
    lines=st.integers(1, 3),
    more=st.integers(0, 2),
)
def test_set_again_in_the_height_it_takes_a_text_comes_out_the_same(
    text: str, width: float, height: float, ideal: int, lines: int, more: int, style: Styles
) -> None:
    made = setting(style("en"), ideal=ideal / 2, floor=8.0, lines=lines, max_lines=lines + more)
    one = fit((text,), made, width, height)
    if one.rung in ("full", "rewrapped", "shrunk"):
        again = fit((text,), made, width, one.height + 0.01)
        assert (again.size, again.lines) == (one.size, one.lines)


def test_a_torn_text_gives_way_to_a_short_one(style: Styles) -> None:
    made = setting(style("en"), ideal=40.0, floor=20.0, lines=3, max_lines=4)
    torn = fit(("Back-to-school rush",), made, 120, 300)
    assert torn.cost >= fitting.TORN
    short = fit(("Back-to-school rush", "School rush"), made, 120, 300)
    assert (short.text, short.rung) == ("School rush", "short")
    assert fit(("Back-to-school rush", "Back-to-rush"), made, 120, 300).text == torn.text  # no better: torn itself
    assert fit(("Back-to-school rush", "School rush"), made, 900, 300).rung == "full"


def seen_order(line: Shaped, text: str) -> str:
    """What is read from left to right, by the characters that its glyphs come from."""
    return "".join(text[at] for run in line.runs for at in run.clusters)


@pytest.mark.parametrize(
    ("lines", "rtl", "expected"),
    [
        (["Steel kettle,", "solid gold"], True, ["Steel kettle,", "solid gold"]),  # within Latin it stays Latin
        (["Steel kettle,", "دافئ"], True, [",Steel kettle", "ئفاد"]),  # between the two it is the paragraph's
        (["دافئ هنا،", "مرحبا"], False, ["،انه ئفاد", "ابحرم"]),
        (["دافئ هنا,", "green tea"], False, ["انه ئفاد,", "green tea"]),
    ],
)
def test_punctuation_where_a_line_breaks_runs_as_in_the_paragraph(
    style: Styles, lines: list[str], rtl: bool, expected: list[str]
) -> None:
    """UAX 9: levels are settled for the whole paragraph, before it is broken into lines."""
    made = setting(style("ar"), rtl=rtl, max_lines=2, floor=20.0, least=20.0)
    width = max(advance(line, made.style, 20.0) for line in lines) + 1.0
    one = fit((" ".join(lines),), made, width, 60)
    assert [line.text for line in one.lines] == lines
    assert [seen_order(line.shaped, line.text) for line in one.lines] == expected
