"""Lettering: what a browser must be told so that it sets a run's glyphs where the Scene has them.

Browsers shape with HarfBuzz as we do. A run is shaped anew as they will, and what the Scene has beyond that (letters
set closer, words kept apart, narrow spaces) becomes `letter-spacing`, `word-spacing` and margins.
"""

from __future__ import annotations

import itertools
import re
from functools import lru_cache
from statistics import median_low
from typing import NamedTuple

import uharfbuzz as hb

from renderer.scene import Line, Run
from renderer.text.fonts import Face
from renderer.text.shape import NARROW_SPACE, WORD_SPACES, drawable, holds_rtl

NO_BREAK_SPACE = "\u00a0"
CLOSE = 0.004
"""px by which a distance may differ from the Scene's before it is told."""


_CURSIVE = re.compile("[\u0600-\u08ff\u1800-\u18af\ufb50-\ufdff\ufe70-\ufefc]")
"""Arabic and what is joined like it (CSS Text 4, section 8.2.3)."""


class Lettering(NamedTuple):
    """A run as HTML and CSS have it; lengths in px."""

    text: str
    """As it is drawn: spaces that a face lacks are plain ones."""
    x: float
    """Where its first letter's advance begins, from the line's start."""
    y: float
    """Its baseline below the line's."""
    rtl: bool = False
    tabular: bool = False
    ligatures: bool = True
    letter_spacing: float = 0.0
    word_spacing: float = 0.0
    gaps: tuple[tuple[int, float], ...] = ()
    """Places in the text behind which the Scene leaves more room, and how much."""


class _Way(NamedTuple):
    """How a text may have been shaped."""

    rtl: bool
    tabular: bool = False
    ligatures: bool = True


class _Set(NamedTuple):
    """A text as a browser sets it, in em: places in it, advances, offsets, in visual order."""

    glyphs: tuple[int, ...]
    clusters: tuple[int, ...]
    advances: tuple[float, ...]
    dx: tuple[float, ...]
    dy: tuple[float, ...]


def lettering(line: Line, run: Run, face: Face, lang: str) -> Lettering:
    """How a browser sets a run like the Scene."""
    language = lang.split("-")[0] or "en"
    said = line.text[run.source[0] : run.source[1]]
    for told in (True, False):
        drawn = drawable(said if told else _read(run, face), face)
        for way in _ways(drawn):
            one = _shaped(drawn, _By(face), language, way)
            if one.glyphs == run.glyphs:
                return _widened(_told(drawn, one, run, way), run, face, language, way)
    return Lettering(drawable(said, face), run.xs[0], run.ys[0], holds_rtl(said))


def _widened(told: Lettering, run: Run, face: Face, language: str, way: _Way) -> Lettering:
    """With plain spaces for narrow ones in a run whose letters are spaced: Chromium takes a run with U+202F for
    Mongolian (Unicode, Script_Extensions), and letters of cursive scripts are not spaced."""
    if NARROW_SPACE not in told.text or not (told.letter_spacing or told.gaps):
        return told
    wide = drawable(told.text.replace(NARROW_SPACE, NO_BREAK_SPACE), face)
    one = _shaped(wide, _By(face), language, way)
    return _told(wide, one, run, way) if len(one.glyphs) == len(run.glyphs) else told


def _read(run: Run, face: Face) -> str:
    """What glyphs show, where a line's text does not have it so: each as the first character that it is drawn for."""
    return "".join(_characters(_By(face)).get(glyph, "") for glyph in run.glyphs)


class _By:
    """A face that is looked up by its digest."""

    def __init__(self, face: Face) -> None:
        self.face = face

    def __hash__(self) -> int:
        return hash(self.face.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _By) and other.face.digest == self.face.digest


@lru_cache(maxsize=16)
def _characters(by: _By) -> dict[int, str]:
    found: dict[int, str] = {}
    for code in sorted(by.face.characters, reverse=True):
        glyph = by.face.font.get_nominal_glyph(code)
        if glyph:
            found[glyph] = chr(code)
    return found


def _ways(text: str) -> list[_Way]:
    """The likeliest first."""
    first = holds_rtl(text)
    sides = (first, not first)
    return [_Way(rtl, *more) for rtl in sides for more in ((False, True), (False, False), (True, True), (True, False))]


@lru_cache(maxsize=2_048)
def _shaped(text: str, by: _By, language: str, way: _Way) -> _Set:
    buffer = hb.Buffer()
    buffer.add_str(text)
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if way.rtl else "ltr"
    buffer.language = language
    features = {"kern": True, "liga": way.ligatures} | ({"tnum": True} if way.tabular else {})
    hb.shape(by.face.font, buffer, features)
    upem, positions = by.face.upem, buffer.glyph_positions
    return _Set(
        tuple(info.codepoint for info in buffer.glyph_infos),
        tuple(info.cluster for info in buffer.glyph_infos),
        tuple(one.x_advance / upem for one in positions),
        tuple(one.x_offset / upem for one in positions),
        tuple(one.y_offset / upem for one in positions),
    )


def _told(text: str, one: _Set, run: Run, way: _Way) -> Lettering:
    """The differences between a browser's letters and the Scene's."""
    x, y = run.xs[0] - one.dx[0] * run.size, run.ys[0] + one.dy[0] * run.size
    extra = [
        run.xs[at + 1] - run.xs[at] - (one.advances[at] + one.dx[at + 1] - one.dx[at]) * run.size
        for at in range(len(run.xs) - 1)
    ]
    # between two clusters, by the place of the one on the left
    between = [
        (one.clusters[at], value)
        for at, value in enumerate(extra)
        if one.clusters[at] != one.clusters[at + 1] and one.advances[at]
    ]
    letters = [value for at, value in between if text[at] not in (*WORD_SPACES, NARROW_SPACE)]
    spacing = median_low(letters) if letters else 0.0
    spacing = spacing if abs(spacing) > CLOSE else 0.0
    if spacing and _CURSIVE.search(text):
        return Lettering(text, x, y, way.rtl, way.tabular, way.ligatures, 0.0, _spread(text, between))
    words = {round(value - spacing, 4) for at, value in between if text[at] in WORD_SPACES}
    word = words.pop() if len(words) == 1 else 0.0
    word = word if abs(word) > CLOSE else 0.0
    gaps = []
    for at, value in between:
        left = value - spacing - (word if text[at] in WORD_SPACES else 0.0)
        if abs(left) > CLOSE:
            gaps.append((at, left))
    return Lettering(text, x, y, way.rtl, way.tabular, way.ligatures or bool(spacing), spacing, word, tuple(gaps))


def _spread(text: str, between: list[tuple[int, float]]) -> float:
    """What each space of a run takes of all that the Scene leaves more, or less: browsers space no cursive letters."""
    spaces = sum(text[at] in WORD_SPACES for at, _ in between)
    return sum(value for _, value in between) / spaces if spaces else 0.0


def clusters(text: str, gaps: tuple[tuple[int, float], ...]) -> list[tuple[str, float]]:
    """A text in pieces, each with the room behind it."""
    if not gaps:
        return [(text, 0.0)]
    edges = sorted({0, len(text), *itertools.chain.from_iterable((at, at + 1) for at, _ in gaps)})
    room = dict(gaps)
    return [(text[start:end], room.get(start, 0.0)) for start, end in itertools.pairwise(edges)]
