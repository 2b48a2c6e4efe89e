"""Line breaking: where a line may end (UAX 14), and which of the possible breaks read best."""

from __future__ import annotations

import itertools
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import budoux
from uniseg.linebreak import line_break_boundaries

from renderer.text.shape import Shaped, Style, shaped
from renderer.text.typography import binds_forward

_LETTER = "A-Za-zÀ-ÖØ-öø-ÿŒœŸ0-9"
_WORD = rf"[{_LETTER}](?:[{_LETTER},.’\u00a0\u202f]|(?<=[0-9\u00a0\u202f])%)*"
_PLAIN = re.compile(rf"{_WORD}(?: +{_WORD})* *")
_PLAIN_BREAK = re.compile(rf" +(?=[{_LETTER}])")
_UNBROKEN = re.compile(rf"[€$£+\u2212]?{_WORD}(?:(?<=[0-9\u00a0\u202f])€)?…? *")
_COMPOUND = re.compile(rf"[{_LETTER}]+(?:-[{_LETTER}]+)+[,.]?…? *")
_BETWEEN_WORDS = re.compile(rf"(?<=[{_LETTER},.!?…%€]) +(?=[{_LETTER}])")
_DIGIT_AFTER_HYPHEN = re.compile(r"-[0-9]")  # LB 25
_END_SPACE = " \n\t\r\u3000\u200b"
_HYPHENS = "-‐"
_SOFT_HYPHEN = "\u00ad"
STACKED = 3  # lines of one word each that make a ladder
_MEASURE = re.compile(r"\d[\d.,]*[\u00a0\u202f]?[^\W\d_]{1,3}")
_MODEL = re.compile(r"\d{3,5}(?![\d.,%\u00a0\u202f])")
MAX_BALANCED = 60  # words; longer texts are broken line by line, which nobody sees in running text


@lru_cache(maxsize=2_048)
def break_points(text: str, language: str = "") -> tuple[int, ...]:
    """Where a line may end, positions in the text (UAX 14), the end itself included.

    Plain Latin needs no tables; tests prove it, and looking word by word, equal to uniseg's. Japanese and Chinese,
    which UAX 14 breaks between any two signs, end lines at phrases (BudouX), or where a word in another script
    begins."""
    if not text:
        return ()
    if _PLAIN.fullmatch(text):
        return (*(match.end() for match in _PLAIN_BREAK.finditer(text)), len(text))
    starts = (0, *(match.end() for match in _BETWEEN_WORDS.finditer(text)), len(text))
    words = ((start, text[start:end]) for start, end in itertools.pairwise(starts))
    points = [start + point for start, word in words for point in _word_breaks(word)]
    ends = phrase_ends(text, language)
    return tuple(point for point in points if point == len(text) or not _bound(text, point, ends))


@lru_cache(maxsize=2_048)
def _word_breaks(word: str) -> tuple[int, ...]:
    """Where a word may be broken, its end and the space behind it included: spaces part it from what stands beside it
    (UAX 14, LB 18), and most words come again in other texts and in the same one cut shorter.

    Words, amounts and compounds in plain Latin, cut or whole, need no tables either."""
    if _UNBROKEN.fullmatch(word):
        return (len(word),)
    if _COMPOUND.fullmatch(word) and not _DIGIT_AFTER_HYPHEN.search(word):
        return (*(at + 1 for at, letter in enumerate(word) if letter == "-"), len(word))
    return tuple(point for point in line_break_boundaries(word) if point > 0)


def _bound(text: str, point: int, ends: frozenset[int]) -> bool:
    """Where we are stricter than UAX 14: no word is broken at a soft hyphen, no number parted from its `円` or `点`,
    nor from the word it counts: `4-slice`, `10-in-1`; no phrase within a word."""
    before, after = text[point - 1], text[point]
    if before in _HYPHENS:
        return after.isdigit() or text[max(0, point - 2)].isdigit()
    if before in "年月" and after.isdigit():
        return True
    if ends and point not in ends and _is_east_asian(before) and _within_word(before, after):
        return True
    return before == _SOFT_HYPHEN or (before.isdigit() and after >= "\u2e80" and after.isalpha())


def _is_east_asian(letter: str) -> bool:
    return "\u3005" <= letter <= "\u9fff"


def _within_word(before: str, after: str) -> bool:
    """Whether a word goes on: what inflects it or marks its case follows, or more of the same script."""
    if _is_kana(after, "\u3041", "\u309f"):
        return True
    katakana = _is_kana(after, "\u30a1", "\u30ff")
    return katakana == _is_kana(before, "\u30a1", "\u30ff") and _is_east_asian(after)


def _is_kana(letter: str, first: str, last: str) -> bool:
    return first <= letter <= last


@lru_cache(maxsize=2_048)
def phrase_ends(text: str, language: str) -> frozenset[int]:
    """Where phrases end in a language that writes no spaces; none in another."""
    parser = _parser(language)
    return frozenset(itertools.accumulate(map(len, parser.parse(text)))) if parser is not None else frozenset()


@lru_cache(maxsize=4)
def _parser(language: str) -> budoux.Parser | None:
    match language:
        case "ja":
            return budoux.load_default_japanese_parser()
        case "zh":
            return budoux.load_default_simplified_chinese_parser()
    return None


@dataclass(frozen=True, eq=False, slots=True)
class Paragraph:
    """A text with its possible breaks and the widths between them, in em.

    Compared by identity: `paragraph` keeps them."""

    text: str
    style: Style
    rtl: bool
    points: tuple[int, ...]
    starts: tuple[int, ...]
    widths: tuple[float, ...]
    """Width of each unbreakable piece without the space behind it."""
    spaces: tuple[float, ...]
    """Width of the space behind each piece."""
    missing: str
    begins: tuple[float, ...]
    """Where each piece begins when all stand on one line, em."""
    costs: tuple[float, ...]
    """How ill a line ends behind each piece, wherever it begins."""

    def width(self, first: int, last: int) -> float:
        """Width of the line made of pieces first to last (included), em."""
        return self.begins[last] + self.widths[last] - self.begins[first]


@lru_cache(maxsize=2_048)
def paragraph(text: str, style: Style, rtl: bool = False) -> Paragraph:
    """A text ready for breaking."""
    points = break_points(text, style.lang.split("-")[0])
    whole = shaped(text, style, rtl)
    at = _advance_by_position(whole, len(text))
    starts = (0, *points)[: len(points)]
    widths, spaces = [], []
    for start, end in zip(starts, points, strict=True):
        inked = start + len(text[start:end].rstrip(_END_SPACE))
        widths.append(max(0.0, sum(at[start:inked]) - (style.tracking if inked > start else 0.0)))
        spaces.append(sum(at[inked:end]) + (style.tracking if inked > start else 0.0))
    begins = itertools.accumulate(map(sum, zip(widths[:-1], spaces[:-1], strict=True)), initial=0.0)
    language = style.lang.split("-")[0]
    costs = (_end_cost(text, start, end, language) for start, end in zip(starts, points, strict=True))
    return Paragraph(
        text, style, rtl, points, starts, tuple(widths), tuple(spaces), whole.missing, tuple(begins), tuple(costs)
    )


def _advance_by_position(whole: Shaped, length: int) -> list[float]:
    at = [0.0] * (length + 1)
    for run in whole.runs:
        for cluster, advance in zip(run.clusters, run.advances, strict=True):
            at[cluster] += advance
    return at


class Broken(NamedTuple):
    """Chosen lines (first and last piece of each) with the widest line's width in em and how ill they read."""

    lines: tuple[tuple[int, int], ...]
    width: float
    cost: float


@lru_cache(maxsize=2_048)
def balanced(para: Paragraph, width: float, max_lines: int) -> Broken | None:
    """The best breaks within a width (em) and a number of lines, or None where it cannot be done.

    Best: as few lines as possible, then even lines, no article or number at a line's end, no lonely last word."""
    count = len(para.points)
    if not count or max(para.widths) > width:
        return None
    total = para.width(0, count - 1)
    if total <= width:
        return Broken(((0, count - 1),), total, 0.0)
    greedy = _greedy(para, width)
    if len(greedy) > max_lines:
        return None
    if count > MAX_BALANCED:
        return Broken(tuple(greedy), max(para.width(*line) for line in greedy), 1.0)
    return _even(para, width, len(greedy), max_lines)


def _greedy(para: Paragraph, width: float) -> list[tuple[int, int]]:
    lines, first, used = [], 0, 0.0
    for index, piece in enumerate(para.widths):
        gap = para.spaces[index - 1] if index > first else 0.0
        if index > first and used + gap + piece > width:
            lines.append((first, index - 1))
            first, used, gap = index, 0.0, 0.0
        used += gap + piece
    return [*lines, (first, len(para.widths) - 1)]


def _even(para: Paragraph, width: float, lines: int, max_lines: int) -> Broken:
    """Dynamic programming over break points, for the fewest lines and, if the reading gains, one more."""
    best = _best(para, width, lines)
    if lines < max_lines:
        more = _best(para, width, lines + 1)
        if more is not None and (best is None or more.cost + 0.35 < best.cost):
            best = more
    if best is None:
        greedy = tuple(_greedy(para, width))
        best = Broken(greedy, max(para.width(*line) for line in greedy), 2.0)
    return best


def _best(para: Paragraph, width: float, lines: int) -> Broken | None:
    """The breaks into so many lines that read best within a width: those of any width, where they fit."""
    free = narrowest(para, lines)
    return free if free is None or free.width <= width else _table(para, width, lines)


def _table(para: Paragraph, width: float, lines: int) -> Broken | None:
    count = len(para.points)
    target = para.width(0, count - 1) / lines
    costs: list[dict[int, tuple[float, tuple[tuple[int, int], ...]]]] = [{-1: (0.0, ())}]
    for line in range(lines):
        reached: dict[int, tuple[float, tuple[tuple[int, int], ...]]] = {}
        final = line == lines - 1
        for before, (cost, taken) in costs[line].items():
            first = before + 1
            for last in range(first, count - (lines - line - 1)):
                length = para.width(first, last)
                if length > width:
                    break
                if final and last != count - 1:
                    continue
                here = cost + (1.0 - length / target) ** 2 + (_last_cost(para, first) if final else para.costs[last])
                if last not in reached or here < reached[last][0]:
                    reached[last] = (here, (*taken, (first, last)))
        costs.append(reached)
    found = costs[lines].get(count - 1)
    if found is None:
        return None
    cost, chosen = found
    lone = sum(first == last for first, last in chosen)
    if lone >= STACKED:
        cost += 0.6  # a ladder of single words
    elif len(chosen) >= STACKED and count > len(chosen):
        cost += 0.3 * lone  # words that the phrase would rather keep together
    return Broken(chosen, max(para.width(*line) for line in chosen), cost)


def _last_cost(para: Paragraph, first: int) -> float:
    """What a last line that begins with a piece costs: it is not to be a short word alone, nor a measure."""
    last = para.text[para.starts[first] :].strip()
    return 1.0 if len(last) < 4 else 0.7 if _MEASURE.fullmatch(last) else 0.0


def _end_cost(text: str, start: int, end: int, language: str) -> float:
    """What a line that ends behind a piece costs, unless it is the last one."""
    piece = text[start:end]
    cost = _phrase_cost(text, end, language) + _number_cost(text[end:])
    if binds_forward(piece.split(" ")[0], language):
        cost += 0.5
    if piece.rstrip()[-1:] in _HYPHENS:
        cost += 0.8  # a compound is better kept whole
    if piece.rstrip()[-1:] in ".,;:!?":
        cost -= 0.1  # a line that ends where the sense pauses
    return cost


def _number_cost(rest: str) -> float:
    """A model's number stays with the name before it."""
    return 0.4 if _MODEL.match(rest) else 0.0


def _phrase_cost(text: str, at: int, language: str) -> float:
    """Japanese and Chinese read on within a phrase."""
    ends = phrase_ends(text, language)
    return 0.5 if ends and at not in ends and _is_east_asian(text[at - 1]) else 0.0


def line_text(para: Paragraph, line: tuple[int, int]) -> tuple[int, str]:
    """Where a line begins in the text, and its text without the space at its end."""
    start, end = para.starts[line[0]], para.points[line[1]]
    return start, para.text[start:end].rstrip(_END_SPACE)


@lru_cache(maxsize=2_048)
def narrowest(para: Paragraph, lines: int) -> Broken | None:
    """The breaks into exactly so many lines that read best, whatever the width; None where there are too few words."""
    count = len(para.points)
    if not count or lines > count or count > MAX_BALANCED:
        return None
    return _table(para, float("inf"), lines)
