"""Running text: headline, subline, name, struck prior price, mention; and how any fitted text becomes a node."""

from __future__ import annotations

import math
import re

from msgspec import structs

from renderer import colours
from renderer.content import Content
from renderer.model.layout import Element
from renderer.placing.price import runs_of
from renderer.placing.scale import LEGAL
from renderer.placing.slots import ROUNDING, Align, Basis, Ground, Measured, Slot, Spot, aligned, step_down
from renderer.scene import AnyNode, Box, Colour, Line, Point, Run, Stroke, Text
from renderer.text import fit
from renderer.text.shape import parted

OPENING = "«“„‘‹\"'"  # marks that a headline's lines align without
HANG = 0.75  # of the room left of a headline that its marks may hang into
ILL_BROKEN = 0.45  # of a text's quality that the worst line breaks take
TINY = 0.5  # of its quality that is left to a text set below its role's floor
PILED = 0.7  # of its quality that is left to a text in more lines than its layout wants
MUTED = (0.82, 0.88, 0.94)  # of a mention's own colour that its text keeps, the rest is its ground's
SURE = 1.1  # of the contrast asked for that a muted text keeps: a shadow may come near it
QUIETER = 0.74  # the same for what a quiet brand says second (look book, section 10: its secondary texts)
MUTED_ROLES = frozenset(("name", "subline", "mention", "prior_price"))
ACCENTED = 3.0  # contrast that the accent of a headline's numbers needs (WCAG 2.2, 1.4.3, large text)
SHADOW = 0.36  # of black in the shadow of a product where texts stand

_NUMBER = re.compile(  # with its sign and its unit; not one that is part of a word: `4-slice`, `A-320`
    r"(?<![\w-])[+\u2212]?\d+(?:[.,\u00a0\u202f]\d+)*(?:[\u00a0\u202f]?(?:[^\W\d_]{1,3}|[%€$£°]))?(?![\w-])"
)


class TextSlot(Slot):
    """Running text: headline, subline, name, struck prior price, mention."""

    def __init__(self, basis: Basis, element: Element, role: str, in_row: bool) -> None:
        self.role = role
        self.basis = basis
        self.setting = basis.setting(role, element)
        self.aim = basis.aim(role, element)
        content = basis.content
        self.copies: tuple[str, ...] = (content.prior_price,) if role == "prior_price" else content.texts[role]
        self.fitting = fit.natural if in_row else fit.fit
        self.enough = fit.enough(self.copies, self.setting)
        raised = basis.step(role) > basis.factor
        self.asked = basis.frame.size(role, element.size * basis.factor, content.locale) if raised else math.inf

    def measure(self, width: float, height: float) -> Measured:
        """The fitted text's size."""
        return self._measured(self._not_shrunk(self.fitting(self.copies, self.setting, width, height)))

    def settle(self, box: Box, reach: Box) -> Measured:
        """The text as it is drawn in a box."""
        return self._measured(self._set(box.w, box.h))

    def _set(self, width: float, height: float) -> fit.Fitted:
        wide, tall = self.enough
        room = min(width + ROUNDING, wide), min(height + ROUNDING, tall)
        return self._not_shrunk(fit.fit(self.copies, self.setting, *room))

    def _not_shrunk(self, fitted: fit.Fitted) -> fit.Fitted:
        """A raised headline that is smaller than it was tried at, but not than was asked for, has lost nothing."""
        if fitted.rung != "shrunk" or fitted.size < self.asked:
            return fitted
        return fitted._replace(rung="full" if len(fitted.lines) <= self.setting.lines else "rewrapped")

    def _measured(self, fitted: fit.Fitted) -> Measured:
        """Quality is size against the role's own ideal, less where lines break ill."""
        share = min(1.0, fitted.size / self.aim)
        if fitted.size < self.setting.floor:
            share *= TINY
        if len(fitted.lines) > self.setting.max_lines:
            share *= PILED
        return Measured(
            fitted.advance,
            fitted.height,
            fitted.cap,
            fitted.over,
            fitted.drop,
            fitted.size,
            share * (1.0 - ILL_BROKEN * min(1.0, fitted.cost)),
            step_down(fitted.rung, share),
            fitted.cost,
        )

    def nodes(self, spot: Spot) -> list[AnyNode]:
        """A Text node, struck through where it is a prior price."""
        box, ground, content = spot.box, spot.ground, self.basis.content
        colour, accent = ground.ink, None
        if self.role in (MUTED_ROLES if content.brand.quiet else LEGAL):
            colour = _quieter(colour, ground, content.brand.legibility.contrast, content.brand.quiet, spot.shaded)
        if self.role == "headline" and content.brand.headline.accent:
            accent = colours.role(content.brand.palette, content.brand.headline.accent)
        if accent is not None and colours.contrast(accent, ground.colour) < ACCENTED:
            accent = None
        fitted, struck = self._set(box.w, box.h), self.role == "prior_price"
        room = box.x - ground.box.x if spot.free.left and (not ground.path or ground.box.x <= 0.0) else 0.0
        hang = HANG * room if self.role == "headline" else 0.0
        node = text_node(self.role, fitted, box, colour, spot.align, content, struck, accent, hang)
        return [structs.replace(node, strike=_strike_colour(node.strike, ground, content)) if node.strike else node]


def _quieter(colour: Colour, ground: Ground, contrast: float, quiet: bool, shaded: bool) -> Colour:
    """A text's colour moved towards its ground as far as it stays readable (look book, section 10: 75 to 80 %)."""
    shares = (QUIETER, *MUTED) if quiet else MUTED
    behind = [ground.colour, *([ground.table] if ground.table is not None else [])]
    if shaded and not colours.is_dark(ground.colour):
        behind += [colours.mixed((0, 0, 0, 255), one, SHADOW) for one in behind]
    contrast *= SURE
    mixes = (colours.mixed(colour, ground.colour, share) for share in shares)
    return next((one for one in mixes if min(colours.contrast(one, each) for each in behind) >= contrast), colour)


def text_node(
    role: str,
    fitted: fit.Fitted,
    box: Box,
    colour: Colour,
    align: Align,
    content: Content,
    struck: bool = False,
    accent: Colour | None = None,
    hang: float = 0.0,
) -> Text:
    """A fitted text placed in a box, its ink on the box's side, the block at the box's top; numbers in the accent.

    A quotation mark that begins a line hangs out of the box, where so much room is left of it (`hang`, px)."""
    lines: list[Line] = []
    baseline = box.y + fitted.cap
    for one in fitted.lines:
        ink = one.right - one.left
        left = aligned(ink, fitted.height, box, align).x
        if align == "start":
            left -= _hung(one, fitted.size, hang, content.rtl)
        snapped = float(round(baseline)) if fitted.size < 14 else baseline
        runs = _runs(one, fitted.size, colour, accent)
        lines.append(Line(one.text, left - one.left, snapped, one.shaped.width * fitted.size, tuple(runs), content.rtl))
        baseline += fitted.pitch
    ink_box = _ink_box(fitted, lines, box)
    stroke = Stroke(colour, max(1.0, fitted.size * 0.09)) if struck else None
    strike = _strike(ink_box, fitted, content.rtl) if struck and lines else None
    return Text(
        id="",
        role=role,
        box=ink_box,
        lines=tuple(lines),
        rung=fitted.rung,
        lang=content.locale,
        missing=fitted.missing,
        strike=stroke,
        strike_line=strike,
    )


def _hung(line: fit.FittedLine, size: float, room: float, rtl: bool) -> float:
    """How far a line's opening mark hangs out to the left, px: all of it or nothing."""
    if rtl or line.text[:1] not in OPENING:
        return 0.0
    marks = len(line.text) - len(line.text.lstrip(OPENING + "\u00a0\u202f"))
    first = line.shaped.runs[0] if marks else None
    if first is None:
        return 0.0
    wide = size * sum(one for at, one in zip(first.clusters, first.advances, strict=True) if at < marks)
    return wide if wide <= room else 0.0


def _strike_colour(strike: Stroke, ground: Ground, content: Content) -> Stroke:
    """In the saving's colour, where that shows: it says the same (look book, section 10: one meaning a colour)."""
    saving = colours.role(content.brand.palette, "saving")
    seen = saving is not None and not content.brand.quiet and colours.contrast(saving, ground.colour) >= ACCENTED
    return structs.replace(strike, colour=saving) if seen and saving is not None else strike


def _runs(line: fit.FittedLine, size: float, colour: Colour, accent: Colour | None) -> list[Run]:
    """A line's runs; numbers, and the units bound to them, take the accent."""
    numbers = tuple(found.span() for found in _NUMBER.finditer(line.text))
    if accent is None or not numbers:
        return runs_of(line.shaped, size, colour)
    parts, inside = parted(line.shaped, numbers)
    runs = runs_of(parts, size, colour)
    return [structs.replace(run, fill=accent) if one else run for run, one in zip(runs, inside, strict=True)]


def _ink_box(fitted: fit.Fitted, lines: list[Line], box: Box) -> Box:
    if not lines:
        return Box(box.x, box.y, 0, 0)
    left = min(line.x + one.left for line, one in zip(lines, fitted.lines, strict=True))
    right = max(line.x + one.right for line, one in zip(lines, fitted.lines, strict=True))
    top = lines[0].baseline - fitted.cap
    return Box(left, top, right - left, lines[-1].baseline + fitted.drop - top)


def _strike(ink: Box, fitted: fit.Fitted, rtl: bool) -> tuple[Point, Point]:
    """Tilted 6 degrees at most, crossing at 46 % of the cap height (look book, section 4)."""
    over = fitted.size * 0.12
    middle = ink.y + fitted.cap * 0.54
    rise = min(ink.w * 0.05, fitted.cap * 0.28) * (-1 if rtl else 1)
    return (ink.x - over, middle + rise), (ink.right + over, middle - rise)
