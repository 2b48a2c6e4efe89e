"""Shaping: text to glyphs, through HarfBuzz, with the brand's fallback faces and both directions.

Everything is in em (unhinted advances scale linearly), so a string is shaped once and then only multiplied.
Text order is settled by UAX 9 (python-bidi's reference steps), faces are chosen per grapheme cluster.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

import uharfbuzz as hb
from bidi import algorithm as bidi
from uniseg.graphemecluster import grapheme_clusters

from renderer.text.fonts import Face, FontFile, face

NARROW_SPACE = "\u202f"
WORD_SPACES = " \u00a0"
WORD_SPACE_EM = 0.22  # that stay between words whose letters are set closer (our own choice)
NARROW_SPACE_EM = 0.2  # where a face lacks U+202F or draws it thinner than 0.16 em (look book, section 3)
_IGNORABLE = frozenset("\u200b\u200c\u200d\u2060\ufe0e\ufe0f\u00ad\u061c\u200e\u200f")
SPACE = 0x20
_EMOJI_PRESENTATION = "\ufe0f"
_SINGLE = re.compile(  # every character is a grapheme cluster of its own (UAX 29: none is Extend, SpacingMark, ZWJ ...)
    r"[\x20-\x7e\xa0-\xac\xae-\u02ff\u0370-\u0482\u048a-\u052f\u05d0-\u05ea\u0621-\u064a\u2010-\u2027\u202f-\u205e"
    r"\u20a0-\u20bf\u2190-\u21ff\u2212\u3000-\u3029\u3040-\u3096\u30a0-\u30ff\u4e00-\u9fff\uff00-\uff9d]*"
)
_RTL = frozenset(("R", "AL", "AN"))
_CLASSES = frozenset(("L", "R", "AL", "EN", "ES", "ET", "AN", "CS", "NSM", "B", "S", "WS", "ON"))
_BRACKETS = "()[]{}〈〉《》「」『』【】〔〕（）［］｛｝"
_WHITE = re.compile(r"[\t\n\v\f\r\x85\u2028\u2029]")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ufff9-\ufffb]")


class Style(NamedTuple):
    """How a string is set: the faces to try, OpenType features, tracking in em, synthetic slant, language."""

    chain: tuple[FontFile, ...]
    lang: str
    tracking: float = 0.0
    tabular: bool = False
    slant: float = 0.0


class ShapedRun(NamedTuple):
    """Glyphs of one face in visual order; `clusters` are positions in the string."""

    face: Face
    rtl: bool
    start: int
    end: int
    glyphs: tuple[int, ...]
    advances: tuple[float, ...]
    dx: tuple[float, ...]
    dy: tuple[float, ...]
    clusters: tuple[int, ...]


class Shaped(NamedTuple):
    """A shaped string: its runs in visual order, its width in em, and the characters that no face has."""

    runs: tuple[ShapedRun, ...]
    width: float
    missing: str
    ascent: float
    """Ink above the baseline, em."""
    descent: float
    """Ink below the baseline, em."""
    left: float
    """Where the ink begins, em from the start of the advance."""
    right: float
    """Where the ink ends, em from the start of the advance."""


def is_rtl(text: str) -> bool:
    """Whether a string's first strong character is right to left (UAX 9, P2 and P3)."""
    for character in text:
        kind = unicodedata.bidirectional(character)
        if kind in ("R", "AL"):
            return True
        if kind == "L":
            return False
    return False


def holds_rtl(text: str) -> bool:
    """Whether anything in a string runs right to left."""
    return not text.isascii() and any(unicodedata.bidirectional(character) in _RTL for character in text)


@lru_cache(maxsize=2_048)
def shaped(text: str, style: Style, rtl: bool = False, around: tuple[str, str] = ("", "")) -> Shaped:
    """A single line's glyphs in visual order; `rtl` is the paragraph's direction, `around` what it says before the line
    and behind it: a comma where a Latin line breaks is still Latin (UAX 9, section 3.4: levels come before lines)."""
    runs: list[ShapedRun] = []
    missing: list[str] = []
    for start, end, font_face, level in _visual(_items(text, style, _levels_within(text, rtl, around), missing)):
        runs.append(_run(text, start, end, font_face, bool(level & 1), style))
    if not missing:  # glyph 0 is a face's own box: whatever led to it, the character is not shown
        missing = [text[at] for run in runs for glyph, at in zip(run.glyphs, run.clusters, strict=True) if not glyph]
    width = sum(sum(run.advances) for run in runs)
    if style.tracking and runs:
        width -= style.tracking  # the space behind the last letter is nobody's
    return Shaped(tuple(runs), width, "".join(dict.fromkeys(missing)), *_ink(runs, width))


def parted(one: Shaped, ranges: tuple[tuple[int, int], ...]) -> tuple[Shaped, tuple[bool, ...]]:
    """The same line with its runs cut where the ranges of its text begin and end, and whether each lies in one."""
    runs: list[ShapedRun] = []
    inside: list[bool] = []
    for run in one.runs:
        marks = [any(start <= at < end for start, end in ranges) for at in run.clusters]
        first = 0
        for marked, group in itertools.groupby(marks):
            last = first + len(list(group))
            runs.append(_part(run, first, last))
            inside.append(marked)
            first = last
    return one._replace(runs=tuple(runs)), tuple(inside)


def _part(run: ShapedRun, first: int, last: int) -> ShapedRun:
    """Glyphs of a run from the first up to, not including, the last."""
    clusters = run.clusters[first:last]
    end = min((at for at in run.clusters if at > max(clusters)), default=run.end)
    return run._replace(
        start=min(clusters),
        end=end,
        glyphs=run.glyphs[first:last],
        advances=run.advances[first:last],
        dx=run.dx[first:last],
        dy=run.dy[first:last],
        clusters=clusters,
    )


def _ink(runs: list[ShapedRun], width: float) -> tuple[float, float, float, float]:
    ascent = descent = 0.0
    left, right, pen = width, 0.0, 0.0
    for run in runs:
        for glyph, advance, dx, dy in zip(run.glyphs, run.advances, run.dx, run.dy, strict=True):
            x0, top, x1, bottom = run.face.extents(glyph)
            if x1 > x0:
                left, right = min(left, pen + dx + x0), max(right, pen + dx + x1)
                ascent, descent = max(ascent, top + dy), max(descent, bottom - dy)
            pen += advance
    return ascent, descent, min(left, right), right


def _run(text: str, start: int, end: int, font_face: Face, rtl: bool, style: Style) -> ShapedRun:
    buffer = hb.Buffer()
    buffer.add_str(drawable(text[start:end], font_face))
    buffer.guess_segment_properties()
    buffer.direction = "rtl" if rtl else "ltr"
    buffer.language = style.lang.split("-")[0] or "en"
    features: dict[str, bool] = {"kern": True, "liga": style.tracking == 0}
    if style.tabular:
        features["tnum"] = True
    hb.shape(font_face.font, buffer, features)
    upem = font_face.upem
    infos, positions = buffer.glyph_infos, buffer.glyph_positions
    clusters = tuple(info.cluster + start for info in infos)
    advances = tuple(
        _advance(text[cluster], position.x_advance / upem, style.tracking)
        for cluster, position in zip(clusters, positions, strict=True)
    )
    return ShapedRun(
        font_face,
        rtl,
        start,
        end,
        tuple(info.codepoint for info in infos),
        advances,
        tuple(position.x_offset / upem for position in positions),
        tuple(position.y_offset / upem for position in positions),
        clusters,
    )


def _advance(character: str, advance: float, tracking: float) -> float:
    if character == NARROW_SPACE:
        return NARROW_SPACE_EM if not 0.16 <= advance <= 0.26 else advance
    if character in WORD_SPACES and advance and tracking < 0.0:
        return max(advance, WORD_SPACE_EM) - tracking  # what the letter before has lost: words stay apart
    return advance + tracking if advance else 0.0


def drawable(text: str, font_face: Face) -> str:
    """Spaces that a face lacks are drawn as its plain space, control characters as nothing."""
    if not text.isprintable():
        text = _CONTROL.sub("\u200b", _WHITE.sub(" ", text))
    for space in (NARROW_SPACE, "\u00a0", "\u2009"):
        if space in text and ord(space) not in font_face.characters:
            text = text.replace(space, " ")
    return text


class _Item(NamedTuple):
    start: int
    end: int
    face: Face
    level: int


def _items(text: str, style: Style, levels: list[int], missing: list[str]) -> Iterator[_Item]:
    """Stretches of one face and one embedding level, in reading order."""
    faces = [face(file) for file in style.chain]
    current: _Item | None = None
    for start, end in _clusters(text):
        cluster = text[start:end]
        chosen = _face_for(cluster, faces, current.face if current else None)
        if chosen is None:
            chosen = faces[0]
            missing += [chr(code) for code in _wanted(cluster) if code not in chosen.characters] or [cluster]
        level = levels[start]
        if current and current.face is chosen and current.level == level:
            current = _Item(current.start, end, chosen, level)
            continue
        if current:
            yield current
        current = _Item(start, end, chosen, level)
    if current:
        yield current


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """Grapheme clusters as ranges; letters that never combine need no tables."""
    if _SINGLE.fullmatch(text):
        yield from ((index, index + 1) for index in range(len(text)))
        return
    start = 0
    for cluster in grapheme_clusters(text):
        yield start, start + len(cluster)
        start += len(cluster)


def _face_for(cluster: str, faces: list[Face], current: Face | None) -> Face | None:
    if len(cluster) == 1 and current is not None and ord(cluster) in current.characters and current is faces[0]:
        return current
    wanted = _wanted(cluster)
    if not wanted:  # an emoji face may have no space
        blank = any(character.isspace() for character in cluster)
        return current if current and (not blank or SPACE in current.characters) else faces[0]
    # a digit asked for as an emoji stays a digit: emoji faces have it only for keycaps
    coloured = _EMOJI_PRESENTATION in cluster and (len(wanted) > 1 or wanted[0] > 0x7F)
    order = list(reversed(faces)) if coloured else faces
    composed = _wanted(unicodedata.normalize("NFC", cluster)) if len(cluster) > 1 else wanted
    return next(
        (one for one in order if one.characters.issuperset(wanted) or one.characters.issuperset(composed)), None
    )  # HarfBuzz composes a letter and its accent where the face has only both together


def _wanted(cluster: str) -> list[int]:
    """The characters of a cluster that are to be seen."""
    return [ord(character) for character in cluster if not (character.isspace() or _unseen(character))]


def _unseen(character: str) -> bool:
    return character in _IGNORABLE or unicodedata.category(character) in ("Cc", "Cf")


def _levels_within(text: str, rtl: bool, around: tuple[str, str]) -> list[int]:
    """Embedding levels of a line of a paragraph."""
    before, after = around
    return _levels(before + text + after, rtl)[len(before) : len(before) + len(text)]


def _levels(text: str, rtl: bool) -> list[int]:
    """Embedding levels by UAX 9; the common case, Latin in a left-to-right line, is level 0 throughout."""
    if not rtl and not holds_rtl(text):
        return [0] * len(text)
    kinds = [unicodedata.bidirectional(character) for character in text]
    if not all(kind in _CLASSES for kind in kinds):
        return _levels_around(text, kinds, rtl)
    storage = bidi.get_empty_storage()
    storage["base_level"] = int(rtl)
    storage["base_dir"] = "R" if rtl else "L"
    bidi.get_embedding_levels(text, storage, False, False)
    bidi.explicit_embed_and_overrides(storage, False)
    bidi.resolve_weak_types(storage, False)
    _resolve_brackets(storage)
    bidi.resolve_neutral_types(storage, False)
    bidi.resolve_implicit_levels(storage, False)
    return [int(character["level"]) for character in storage["chars"]]


def _resolve_brackets(storage: dict[str, Any]) -> None:
    """Rule N0, which python-bidi's steps leave out: a pair of brackets takes one direction."""
    for run in storage["runs"]:
        chars = storage["chars"][run["start"] : run["start"] + run["length"]]
        own = "R" if chars and chars[0]["level"] & 1 else "L"
        for opening, closing in _pairs(chars):
            inside = {_strong(one["type"]) for one in chars[opening + 1 : closing]} - {""}
            if own in inside:
                direction = own
            elif inside:
                before = (_strong(one["type"]) for one in reversed(chars[:opening]))
                direction = next((kind for kind in before if kind), run["sor"])
            else:
                continue
            chars[opening]["type"] = chars[closing]["type"] = direction


def _pairs(chars: list[dict[str, Any]]) -> list[tuple[int, int]]:
    """Bracket pairs by their openings (BD16)."""
    found, opened = [], []
    for index, one in enumerate(chars):
        if one["type"] != "ON":
            continue
        if (at := _BRACKETS.find(one["ch"])) < 0:
            continue
        if at % 2 == 0:
            opened.append((_BRACKETS[at + 1], index))
            continue
        match = next((place for place in reversed(range(len(opened))) if opened[place][0] == one["ch"]), None)
        if match is not None:
            found.append((opened[match][1], index))
            del opened[match:]
    return sorted(found)


def _strong(kind: str) -> str:
    """A type as rule N0 counts it: numbers as right to left."""
    return "R" if kind in ("R", "EN", "AN") else "L" if kind == "L" else ""


def _levels_around(text: str, kinds: list[str], rtl: bool) -> list[int]:
    """Levels where some characters have none of their own: joiners and the like stand with the one before (rule X9),
    controls of embedding and isolation are left out, what Unicode has not assigned counts as Latin."""
    kept = [index for index, kind in enumerate(kinds) if kind in _CLASSES or not kind]
    seen = _levels("".join(text[index] if kinds[index] else "x" for index in kept), rtl)
    own = dict(zip(kept, seen, strict=True))
    levels, last = [], int(rtl)
    for index in range(len(text)):
        last = own.get(index, last)
        levels.append(last)
    return levels


def _visual(items: Iterator[_Item]) -> list[_Item]:
    """Rule L2: reverse every stretch at or above each level, highest first."""
    order = list(items)
    highest = max((item.level for item in order), default=0)
    for level in range(highest, 0, -1):
        index = 0
        while index < len(order):
            end = index
            while end < len(order) and order[end].level >= level:
                end += 1
            if end > index:
                order[index:end] = reversed(order[index:end])
            index = max(end, index + 1)
    return order
