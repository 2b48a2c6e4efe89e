"""The price lockup: integer, raised decimals and currency set as one line that can never be broken.

Geometry: look book, section 4. All lengths are in em of the integer.
"""

from __future__ import annotations

from typing import NamedTuple

from renderer.content import PriceParts
from renderer.scene import Colour, Line, Run
from renderer.text.shape import Shaped, Style, shaped

SMALL = 0.46  # decimals and currency against the integer
SMALL_LATIN = 0.50  # the same where the currency leads (£199.99)
SMALL_CODE = 0.36  # a code of three letters, which is read as a word (CHF)
SMALL_CJK = 0.36  # 円 on the baseline
SMALL_RTL = 0.40  # the currency beside a number in a right-to-left price
NARROW_RTL = 0.62  # the same where the number must be small for want of room, and its currency still be legible
GAP = 0.075
GAP_CODE = 0.11  # after a code
OVERSHOT = 0.04  # em by which round letters leave the height of capitals, above and below together
PLATE_TOP, PLATE_LEFT, PLATE_RIGHT = 0.21, 0.27, 0.30


class Part(NamedTuple):
    """A piece of the lockup: its place from the start on the baseline (em) and its size against the integer."""

    shaped: Shaped
    text: str
    x: float
    raise_: float
    size: float


class Lockup(NamedTuple):
    """A price ready to be placed at any size; lengths in em of the integer."""

    text: str
    parts: tuple[Part, ...]
    left: float
    right: float
    cap: float
    missing: str
    full: bool = False
    """Whether it is set as plain text, decimals as large as the integer."""
    drop: float = 0.0
    """What a currency's letters hang below the baseline, em."""

    @property
    def width(self) -> float:
        """Of the ink, em."""
        return self.right - self.left

    def line(self, x: float, baseline: float, size: float, fill: Colour) -> Line:
        """The lockup with its ink beginning at x (px)."""
        start = x - self.left * size
        runs = tuple(run for part in self.parts for run in _runs(part, size, fill, self.text))
        return Line(self.text, start, baseline, self.width * size, runs)


def lockup(
    price: PriceParts, style: Style, form: str, cap: float, rtl: bool = False, small: float = SMALL_RTL
) -> Lockup:
    """A price in one of the brand's forms: stacked, raised, inline or quiet.

    `small` is a right-to-left price's currency against its number."""
    if form in ("inline", "quiet") or not price.integer:
        whole = Part(shaped(price.text, style, rtl), price.text, 0.0, 0.0, 1.0)
        return _finished(price.text, [whole], cap)._replace(full=form == "inline" and bool(price.decimals))
    if rtl:
        return _right_to_left(price, style, cap, small)
    if price.symbol_first:
        return _leading_symbol(price, style, cap)
    return _stacked(price, style, cap) if form == "stacked" else _raised(price, style, cap)


def _stacked(price: PriceParts, style: Style, cap: float) -> Lockup:
    """Currency above decimals, the pair exactly one cap height tall."""
    integer = shaped(price.integer, style)
    parts = [Part(integer, price.integer, 0.0, 0.0, 1.0)]
    x = integer.right + GAP
    symbol = shaped(price.symbol, style)
    if len(price.decimals) in (1, 2) and len(price.symbol) <= 2:
        small = shaped(price.decimals, style)
        parts.append(_above(symbol, price.symbol, x, cap))
        parts.append(Part(small, price.decimals, x - small.left * SMALL, 0.0, SMALL))
    elif price.decimals:
        tail = price.decimals if len(price.decimals) < 3 else price.separator + price.decimals  # not the thousands
        parts.append(Part(shaped(tail, style), tail, x, cap - cap * SMALL, SMALL))
        parts.append(Part(symbol, price.symbol, x, 0.0, 0.34))
    elif price.symbol >= "\u3000":
        parts.append(Part(symbol, price.symbol, x - symbol.left * SMALL_CJK, 0.0, SMALL_CJK))
    else:
        parts.append(Part(symbol, price.symbol, x - symbol.left * SMALL, cap - cap * SMALL, SMALL))
    return _finished(price.text, parts, cap)


def _above(symbol: Shaped, text: str, x: float, cap: float) -> Part:
    """A currency above the decimals; one that leaves the height of capitals (`$`) is set smaller, not into them."""
    over, under = max(0.0, symbol.ascent - cap), symbol.descent
    if over + under < OVERSHOT:
        return Part(symbol, text, x - symbol.left * SMALL, cap - cap * SMALL, SMALL)
    size = SMALL * cap / (cap + over + under)
    return Part(symbol, text, x - symbol.left * size, cap - symbol.ascent * size, size)


def _raised(price: PriceParts, style: Style, cap: float) -> Lockup:
    integer = shaped(price.integer, style)
    parts = [Part(integer, price.integer, 0.0, 0.0, 1.0)]
    if not price.decimals and price.symbol >= "\u3000":
        return _stacked(price, style, cap)
    tail = f"{price.decimals}\u202f{price.symbol}" if price.decimals else price.symbol
    parts.append(Part(shaped(tail, style), tail, integer.right + GAP, cap - cap * SMALL, SMALL))
    return _finished(price.text, parts, cap)


def with_raised_sign(number: PriceParts, style: Style, cap: float, small: float) -> Lockup:
    """A number and its sign, which hangs from the cap line; `small` is its size against the number."""
    digits, sign = shaped(number.integer, style), shaped(number.symbol, style)
    x = digits.right + GAP - sign.left * small
    parts = [Part(digits, number.integer, 0.0, 0.0, 1.0), Part(sign, number.symbol, x, cap - cap * small, small)]
    return _finished(number.text, parts, cap)


def _leading_symbol(price: PriceParts, style: Style, cap: float) -> Lockup:
    symbol = shaped(price.symbol, style)
    raised = cap - cap * SMALL_LATIN
    code = len(price.symbol) > 2  # CHF, US$
    small = SMALL_CODE if code else SMALL_LATIN
    parts = [Part(symbol, price.symbol, -symbol.left * small, cap - cap * small, small)]
    x = (symbol.right - symbol.left) * small + (GAP_CODE if code else 0.07)
    integer = shaped(price.integer, style)
    parts.append(Part(integer, price.integer, x - integer.left, 0.0, 1.0))
    if price.decimals:
        tail = f"{price.separator}{price.decimals}"
        parts.append(Part(shaped(tail, style), tail, x - integer.left + integer.right + 0.04, raised, SMALL_LATIN))
    return _finished(price.text, parts, cap)


def _right_to_left(price: PriceParts, style: Style, cap: float, small: float) -> Lockup:
    """The number whole, the currency small on the baseline to its left, where reading goes on."""
    number = price.text.replace(price.symbol, "").strip("\u00a0\u202f ")
    symbol, digits = shaped(price.symbol, style, True), shaped(number, style)
    x = (symbol.right - symbol.left) * small + 0.14
    parts = [
        Part(digits, number, x - digits.left, 0.0, 1.0),
        Part(symbol, price.symbol, -symbol.left * small, 0.0, small),
    ]
    return _finished(price.text, parts, cap)._replace(full=bool(price.decimals), drop=symbol.descent * small)


def _finished(text: str, parts: list[Part], cap: float) -> Lockup:
    left = min(part.x + part.shaped.left * part.size for part in parts)
    right = max(part.x + part.shaped.right * part.size for part in parts)
    return Lockup(text, tuple(parts), left, right, cap, "".join(part.shaped.missing for part in parts))


def _runs(part: Part, size: float, fill: Colour, text: str) -> list[Run]:
    at = max(0, text.find(part.text))
    return runs_of(part.shaped, size * part.size, fill, part.x * size, -part.raise_ * size, at)


def runs_of(
    one: Shaped, size: float, fill: Colour, x: float = 0.0, y: float = 0.0, offset: int = 0, slant: float = 0.0
) -> list[Run]:
    """A shaped line as the Scene's runs at a size in px; x and y shift it, `offset` shifts its source range."""
    runs, pen = [], 0.0
    for run in one.runs:
        xs, ys = [], []
        for advance, dx, dy in zip(run.advances, run.dx, run.dy, strict=True):
            xs.append(x + (pen + dx) * size)
            ys.append(y - dy * size)
            pen += advance
        source = (run.start + offset, run.end + offset)
        runs.append(Run(run.face.digest, size, fill, run.glyphs, tuple(xs), tuple(ys), source, slant))
    return runs
