"""Fitting: the ladder that a text goes down until it fits its box, and how far it had to go.

Rungs, in this order (design, "What a good creative looks like"): full copy at its ideal size; wrapped into more lines;
shrunk to the floor of its role; the short alternative; an ellipsis at a word; failed. Before the ellipsis, the last
copy may take more lines and go on shrinking from its role's floor to the brand's minimum. A full copy that is torn at
every size gives way to a short one that is not.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

from renderer.text.breaks import Broken, Paragraph, balanced, line_text, narrowest, paragraph
from renderer.text.fonts import face
from renderer.text.shape import Shaped, Style, holds_rtl, shaped

Rungs = tuple[str, str, str]
"""What a copy counts as at its ideal size, in more lines, and smaller."""
RUNGS = ("full", "rewrapped", "shrunk", "short", "ellipsis", "failed")
STEP = 0.5  # px: sizes are rounded to half pixels (look book, section 3)
ELLIPSIS = "…"
TINY = 1e-4  # em: what measuring and placing may differ by in floating point
ILL = 0.45  # break cost from which a smaller size is tried: a number parted from its noun, a compound cut
TORN = 1.2  # the same from which a text is torn: a compound cut twice, or cut within a ladder of words
FINER = 0.96  # from one size tried for a better break to the next
MORE_LINES = 3  # beyond those a layout allows, before a text is cut
YIELD = 0.66  # of the ideal size: what may be given for a better break
UNBOUNDED = 1e9  # px
BETTER = 0.2  # of break cost by which a smaller size must read better


class Setting(NamedTuple):
    """How a text is to be set: sizes in px, leading in em, lines wanted and allowed."""

    style: Style
    ideal: float
    floor: float
    leading: float
    least: float
    """The brand's minimum: below the floor, for what no other rung can show whole."""
    lines: int
    """Lines it may take at its ideal size before that counts as a step down."""
    max_lines: int
    rtl: bool = False


class FittedLine(NamedTuple):
    """A line of the text, shaped, with its ink edges (px from the line's start)."""

    text: str
    shaped: Shaped
    left: float
    right: float


class Fitted(NamedTuple):
    """A text that has its size and lines. Heights run from the first cap top to the last baseline."""

    text: str
    size: float
    lines: tuple[FittedLine, ...]
    width: float
    """Of the widest line's ink, px."""
    advance: float
    """Of the widest line with the room beside its letters, px: what the text needs to be set again like this."""
    height: float
    cap: float
    """Height of what counts as the first line's top above its baseline, px."""
    drop: float
    """What hangs below the last baseline, px."""
    rung: str
    missing: str
    setting: Setting
    cost: float = 0.0
    """How ill the lines break; 0 is faultless, from `ILL` on a reader stumbles."""

    @property
    def pitch(self) -> float:
        """From baseline to baseline, px."""
        return self.size * self.setting.leading

    @property
    def over(self) -> float:
        """What stands above the first line's capitals, px: their accents."""
        return max(0.0, self.lines[0].shaped.ascent * self.size - self.cap) if self.lines else 0.0


def fit(copies: tuple[str, ...], setting: Setting, width: float, height: float) -> Fitted:
    """The first of the copies that fits the box (px), going down the ladder; the last rung always answers."""
    one = _on_one_line(copies, setting)
    if width >= one.advance and height >= one.height:
        return one
    return _fit(copies, setting, width, height)


@lru_cache(maxsize=2_048)
def _on_one_line(copies: tuple[str, ...], setting: Setting) -> Fitted:
    """The full copy on one line at its ideal size: what it becomes wherever there is room for that."""
    return _fit(copies, setting, UNBOUNDED, UNBOUNDED)


@lru_cache(maxsize=2_048)
def _fit(copies: tuple[str, ...], setting: Setting, width: float, height: float) -> Fitted:
    full, *others = [copy for copy in copies if copy] or [""]
    found = _well_broken(full, setting, width, height, ("full", "rewrapped", "shrunk"))
    for other in others:
        if found is not None and found.cost < TORN:
            break
        short = _well_broken(other, setting, width, height, ("short", "short", "short"))
        found = short if found is None or (short is not None and short.cost < ILL) else found
    found = found or _tiny(others[-1] if others else full, "short" if others else "shrunk", setting, width, height)
    return found or _ellipsis(full, setting, width, height)


def enough(copies: tuple[str, ...], setting: Setting) -> tuple[float, float]:
    """Width and height (px) from which more room changes nothing: every copy on one line, and as many lines as any rung
    may take, at the largest size that is tried."""
    largest = max(setting.ideal, math.ceil(setting.floor / STEP) * STEP)
    paras = (paragraph(copy, setting.style, setting.rtl) for copy in copies if copy)
    widest = max((para.width(0, len(para.points) - 1) for para in paras), default=0.0)
    return widest * largest, _block(setting, largest, setting.max_lines + MORE_LINES)


@lru_cache(maxsize=2_048)
def natural(copies: tuple[str, ...], setting: Setting, width: float, height: float) -> Fitted:
    """As `fit`, but no wider than the text's best break needs: for texts that stand in a row."""
    full = next((copy for copy in copies if copy), "")
    para = paragraph(full, setting.style, setting.rtl)
    for lines in range(1, setting.lines + 1):
        broken = narrowest(para, lines)
        if broken is None:
            break
        if broken.width * setting.ideal <= width and _block(setting, setting.ideal, lines) <= height:
            return _fitted(full, para, broken, setting, setting.ideal, "full")
    return fit(copies, setting, width, height)


def _well_broken(text: str, setting: Setting, width: float, height: float, rungs: Rungs) -> Fitted | None:
    """A text at its best, or somewhat smaller where it breaks ill; None where it does not fit."""
    found = _at_best(text, setting, width, height, rungs)
    return found and _better_broken(found, setting, width, height, rungs[2])


def _better_broken(found: Fitted, setting: Setting, width: float, height: float, rung: str) -> Fitted:
    """A somewhat smaller size at which the text breaks by its sense, if there is one.

    The search goes on from what is better: set again in the height it takes, a text comes out the same."""
    para = paragraph(found.text, setting.style, setting.rtl)
    least = max(setting.floor, setting.ideal * YIELD)
    size = _rounded(found.size * FINER)
    while size >= least and found.cost >= ILL:
        broken = _breaks(para, setting, size, width, height, setting.max_lines)
        if broken is not None and broken.cost < found.cost - BETTER:
            found = _fitted(found.text, para, broken, setting, size, rung)
        size = min(size - STEP, _rounded(size * FINER))
    return found


def _rounded(size: float) -> float:
    return math.floor(size / STEP) * STEP


def _at_best(text: str, setting: Setting, width: float, height: float, rungs: Rungs) -> Fitted | None:
    para = paragraph(text, setting.style, setting.rtl)
    for lines, rung in zip((setting.lines, setting.max_lines), rungs[:2], strict=True):
        broken = _breaks(para, setting, setting.ideal, width, height, lines)
        if broken is not None:
            return _fitted(text, para, broken, setting, setting.ideal, rung)
    if setting.floor >= setting.ideal:
        return None
    return _shrunk(text, para, setting, width, height, rungs[2])


def _tiny(text: str, rung: str, setting: Setting, width: float, height: float) -> Fitted | None:
    """A text in more lines than a layout allows, or between its role's floor and the brand's minimum: whole anyway."""
    most = setting.max_lines + MORE_LINES if setting.max_lines > 1 else 1  # a label stays on its line
    lower = setting._replace(floor=min(setting.floor, setting.least), max_lines=most)
    found = _shrunk(text, paragraph(text, setting.style, setting.rtl), lower, width, height, rung)
    return found and found._replace(setting=setting)


def _shrunk(text: str, para: Paragraph, setting: Setting, width: float, height: float, rung: str) -> Fitted | None:
    """The largest half pixel size that fits, by bisection: what fits at a size fits at every smaller one."""
    low, high = math.ceil(setting.floor / STEP), math.floor(setting.ideal / STEP)
    best = _breaks(para, setting, low * STEP, width, height, setting.max_lines)
    if best is None:
        return None
    while low < high:
        middle = (low + high + 1) // 2
        broken = _breaks(para, setting, middle * STEP, width, height, setting.max_lines)
        if broken is None:
            high = middle - 1
        else:
            low, best = middle, broken
    return _fitted(text, para, best, setting, low * STEP, rung)


def _breaks(para: Paragraph, setting: Setting, size: float, width: float, height: float, lines: int) -> Broken | None:
    """The best breaks at a size, None where the text does not fit the box or the number of lines."""
    cap = _cap(setting)
    room = int((height / size - cap) / setting.leading + 1e-6) + 1
    allowed = lines if lines < room else room
    if allowed < 1 or size * cap > height + 1e-6:
        return None
    return balanced(para, width / size + TINY, allowed)


def _cap(setting: Setting) -> float:
    return face(setting.style.chain[0]).cap_height


def _block(setting: Setting, size: float, lines: int) -> float:
    """Height from the first cap top to the last baseline, px."""
    return size * (_cap(setting) + setting.leading * (lines - 1))


@lru_cache(maxsize=2_048)
def _fitted(text: str, para: Paragraph, broken: Broken, setting: Setting, size: float, rung: str) -> Fitted:
    lines = []
    for line in broken.lines:
        start, words = line_text(para, line)
        around = (
            (para.text[:start], para.text[start + len(words) :]) if setting.rtl or holds_rtl(para.text) else ("", "")
        )
        one = shaped(words, setting.style, setting.rtl, around)
        lines.append(FittedLine(words, one, one.left * size, one.right * size))
    cap = _top(lines[0].shaped, setting)
    return Fitted(
        text,
        size,
        tuple(lines),
        max(line.right - line.left for line in lines),
        broken.width * size,
        size * (cap + setting.leading * (len(lines) - 1)),
        cap * size,
        lines[-1].shaped.descent * size,
        rung,
        para.missing,
        setting,
        broken.cost,
    )


def _top(line: Shaped, setting: Setting) -> float:
    """Cap height; scripts without capitals count from their ink. Accents on capitals may rise above."""
    primary = face(setting.style.chain[0])
    if all(run.face is primary for run in line.runs):
        return primary.cap_height
    return max(primary.cap_height, line.ascent)


def _ellipsis(text: str, setting: Setting, width: float, height: float) -> Fitted:
    """As many whole words as fit at the floor, then `…`; without room for one word: failed, set as it is."""
    size = setting.floor
    para = paragraph(text, setting.style, setting.rtl)
    ends = [end for end in para.points if text[end - 1] not in "-‐"]  # at a word, not within a compound
    low, high, best = 1, len(ends), None
    while low <= high:
        middle = (low + high) // 2
        cut = text[: ends[middle - 1]].rstrip(" ,.;:!?\u00a0\u202f") + ELLIPSIS
        shorter = paragraph(cut, setting.style, setting.rtl)
        broken = _breaks(shorter, setting, size, width, height, setting.max_lines)
        if broken is None:
            high = middle - 1
        else:
            best, low = _fitted(text, shorter, broken, setting, size, "ellipsis"), middle + 1
    if best is not None:
        return best
    pieces = len(para.points)
    whole = balanced(para, float("inf"), 1) or Broken(((0, max(0, pieces - 1)),), 0.0, 0.0)
    if not pieces:
        return Fitted(text, size, (), 0.0, 0.0, 0.0, 0.0, 0.0, "failed", "", setting)
    return _fitted(text, para, whole, setting, size, "failed")
