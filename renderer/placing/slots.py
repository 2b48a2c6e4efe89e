"""Slots: each knows how much room its content wants and how it is drawn into the room it gets.

`measure` answers with a natural size in px for the room offered, `settle` with what it becomes in the box it gets,
`nodes` draws it there. None of them changes the slot. Heights of text run from cap top to baseline, so that everything
aligns to ink. Offers and pictures have modules of their own.
"""

from __future__ import annotations

import math
import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

from msgspec import Struct, structs

from renderer import colours
from renderer.content import Content
from renderer.model.layout import Element
from renderer.placing.price import runs_of
from renderer.placing.scale import LEGAL, ROLES, Frame, script
from renderer.scene import AnyNode, Box, Colour, Line, Point, Run, Stroke, Text
from renderer.text import fit
from renderer.text.shape import Style, parted

ILL_BROKEN = 0.45  # of a text's quality that the worst line breaks take
TINY = 0.5  # of its quality that is left to a text set below its role's floor
MUTED = (0.82, 0.88, 0.94)  # of a mention's own colour that its text keeps, the rest is its ground's
SURE = 1.1  # of the contrast asked for that a muted text keeps: a shadow may come near it
QUIETER = 0.74  # the same for what a quiet brand says second (look book, section 10: its secondary texts)
MUTED_ROLES = frozenset(("name", "subline", "mention", "prior_price"))
ACCENTED = 3.0  # contrast that the accent of a headline's numbers needs (WCAG 2.2, 1.4.3, large text)
SPACED = 0.03  # em between capitals of small texts (our own choice; look book, section 11: capitals look centred)
SHADOW = 0.36  # of black in the shadow of a product where texts stand
SHRUNK = 0.9  # of a role's ideal size below which a text counts as shrunk, whatever made it small
CAPITALS = 0.94  # em between the baselines of a headline in capitals
QUIET = 0.75  # a quiet brand's struck price against a loud one's

_NUMBER = re.compile(  # with its sign and its unit; not one that is part of a word: `4-slice`, `A-320`
    r"(?<![\w-])[+\u2212]?\d+(?:[.,\u00a0\u202f]\d+)*(?:[\u00a0\u202f]?(?:[^\W\d_]{1,3}|[%€$£°]))?(?![\w-])"
)
ROUNDING = 0.01  # px that measuring and placing may differ by in floating point

Align = Literal["start", "center", "end"]


class Ground(NamedTuple):
    """What an element stands on: the palette role, its colour, that of text on it, its outline and box (px)."""

    role: str
    colour: Colour
    ink: Colour
    path: tuple[Point, ...]
    box: Box
    table: Colour | None = None
    """The colour of the table where it is a stage: what stands on it stands on either."""

    def reach(self) -> Box:
        """The box around its outline: slanted sides reach beyond `box`, which ends in their middle."""
        if not self.path:
            return self.box
        xs, ys = zip(*self.path, strict=True)
        return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


class Free(Struct, frozen=True, gc=False):
    """Which ways a slot may grow to the sides of its ground, because nothing else stands there."""

    left: bool = True
    top: bool = True
    right: bool = True
    bottom: bool = True


def grown(box: Box, ground: Ground, free: Free) -> Box:
    """A box grown to its ground's sides wherever nothing else stands between."""
    outer = ground.reach()
    left, top = outer.x if free.left else box.x, outer.y if free.top else box.y
    right, bottom = outer.right if free.right else box.right, outer.bottom if free.bottom else box.bottom
    return Box(left, top, right - left, bottom - top)


class Clear(Struct, frozen=True, gc=False):
    """What is to be kept free beside an element, px; only a logo asks for it."""

    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0


NOTHING = Clear()


class Measured(Struct, frozen=True, gc=False):
    """What an element asks for in a room, or became in its box; lengths in px.

    A struct: hundreds are made for every candidate, in a fifth of the time that a named tuple takes."""

    width: float
    height: float
    rise: float = 0.0
    """How high the letters of its topmost text stand."""
    over: float = 0.0
    """How far the accents of that text stand above the box."""
    drop: float = 0.0
    """What hangs below the box: the descenders of its lowest text."""
    size: float = 0.0
    """Of its type."""
    share: float = 1.0
    """How near it came to its ideal, 0 to 1."""
    rung: str = "full"
    """Of the fit ladder (text/fit)."""
    cost: float = 0.0
    """How ill its lines break (text/fit)."""
    clear: Clear = NOTHING

    def ceiled(self) -> Measured:
        """The same on whole px, none lost."""
        return structs.replace(self, width=math.ceil(self.width - 0.01), height=math.ceil(self.height - 0.01))


class Spot(NamedTuple):
    """Where a slot came to stand, and what it became there."""

    slot: Slot
    box: Box
    ground: Ground
    align: Align
    settled: Measured
    free: Free = Free()

    def reach(self) -> Box:
        """Its box grown to where nothing else stands on its ground."""
        return grown(self.box, self.ground, self.free)


class Slot(ABC):
    """Content that can be measured and drawn. It holds no result: asked twice, it answers twice the same."""

    role = ""
    flexible = False
    """Whether it has no size of its own and takes what is left."""
    reaches = False
    """Whether it may go out to where nothing else stands on its ground."""
    enough = (math.inf, math.inf)
    """Width and height (px) from which more room changes nothing that it measures."""

    @abstractmethod
    def measure(self, width: float, height: float) -> Measured:
        """What it asks for in the room offered, px."""

    def settle(self, box: Box, reach: Box) -> Measured:
        """What it becomes in a box of its own; `reach` is the box grown to where nothing else stands on its ground, for
        what `reaches`."""
        return self.measure(box.w + ROUNDING, box.h + ROUNDING)

    @abstractmethod
    def nodes(self, spot: Spot) -> list[AnyNode]:
        """The content drawn where it came to stand."""

    def left_out(self, box: Box) -> tuple[str, ...]:
        """Roles that it holds and does not show in a box, for want of room."""
        return ()


class Known:
    """Slots and what they measured, kept between the candidates of one content: none of them changes."""

    def __init__(self) -> None:
        self.slots: dict[tuple[object, ...], Slot | None] = {}
        self.measured: dict[tuple[int, float, float], Measured] = {}


class Basis(NamedTuple):
    """What all slots of a candidate share: the canvas, the content and the step of the type scale."""

    frame: Frame
    content: Content
    factor: float
    styles: dict[str, Style]
    """By role, as far as they were asked for."""
    limits: Mapping[str, float] = MappingProxyType({})
    """By role: the size in px that a text keeps to, so that it does not outshout the one above it."""
    known: Known | None = None
    """What was found out for other candidates of the same content."""

    def style(self, role: str) -> Style:
        """The style of a text role, found once for all candidates."""
        if role not in self.styles:
            self.styles[role] = self._style(role)
        return self.styles[role]

    def _style(self, role: str) -> Style:
        content, fonts = self.content, self.content.fonts
        use, weight, italic = ROLES[role].use, ROLES[role].weight, False
        if role == "cta":
            weight = content.brand.cta.weight
        elif role == "headline":
            weight, italic = content.brand.headline.weight, content.brand.headline.italic
        elif role == "name" and content.brand.quiet:
            weight = "regular"  # it is told from the price below it by weight and colour, not by size
        index = 0 if use == "display" else 1
        tracking = fonts.tracking[index] + (SPACED if index and self._capitals(role) else 0.0)
        return Style(
            fonts.chain(use, weight, italic, self.frame.least_weight()),
            content.locale,
            0.0 if script(content.locale)[1] else tracking,
            fonts.tabular[index],
        )

    def _capitals(self, role: str) -> bool:
        texts = self.content.texts.get(role, ())
        return bool(texts) and texts[0].isupper()

    def aim(self, role: str, element: Element) -> float:
        """The size a role would have were there room enough, px: what its quality is measured against."""
        return self.frame.size(role, element.size, self.content.locale)

    def _leading(self, role: str) -> float:
        """Baseline to baseline in em; capitals have nothing that hangs and stand closer (look book, section 3)."""
        return CAPITALS if role == "headline" and self._capitals(role) else ROLES[role].leading

    def setting(self, role: str, element: Element) -> fit.Setting:
        """How a text role is set in an element."""
        frame, lang = self.frame, self.content.locale
        least = frame.least(role) if role in self.limits else frame.smallest(role, lang)
        floor = max(frame.floor(role), least)
        ideal = frame.size(role, element.size * self.factor, lang)
        if role == "prior_price" and self.content.brand.quiet:
            ideal *= QUIET  # what it cost must not outshout what it costs
        ideal = max(floor, min(ideal, self.limits.get(role, ideal)))
        leading = max(self._leading(role), script(self.content.locale)[1])
        return fit.Setting(
            self.style(role),
            max(fit.STEP, round(ideal / fit.STEP) * fit.STEP),
            floor,
            leading,
            least,
            element.lines,
            element.max_lines or element.lines + 1,
            self.content.rtl,
        )


class Space(Slot):
    """Nothing, wherever there is room."""

    role = "space"
    flexible = True

    def measure(self, width: float, height: float) -> Measured:
        """No size of its own."""
        return Measured(0.0, 0.0)

    def nodes(self, spot: Spot) -> list[AnyNode]:
        """Nothing."""
        return []


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

    def measure(self, width: float, height: float) -> Measured:
        """The fitted text's size."""
        return self._measured(self.fitting(self.copies, self.setting, width, height))

    def settle(self, box: Box, reach: Box) -> Measured:
        """The text as it is drawn in a box."""
        return self._measured(self._set(box.w, box.h))

    def _set(self, width: float, height: float) -> fit.Fitted:
        wide, tall = self.enough
        return fit.fit(self.copies, self.setting, min(width + ROUNDING, wide), min(height + ROUNDING, tall))

    def _measured(self, fitted: fit.Fitted) -> Measured:
        """Quality is size against the role's own ideal, less where lines break ill."""
        share = min(1.0, fitted.size / self.aim)
        if fitted.size < self.setting.floor:
            share *= TINY
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
            colour = _quieter(colour, ground, content.brand.legibility.contrast, content.brand.quiet)
        if self.role == "headline" and content.brand.headline.accent:
            accent = colours.role(content.brand.palette, content.brand.headline.accent)
        if accent is not None and colours.contrast(accent, ground.colour) < ACCENTED:
            accent = None
        fitted, struck = self._set(box.w, box.h), self.role == "prior_price"
        node = text_node(self.role, fitted, box, colour, spot.align, content, struck, accent)
        return [structs.replace(node, strike=_strike_colour(node.strike, ground, content)) if node.strike else node]


def step_down(rung: str, share: float) -> str:
    """The rung that a size counts as: the whole creative set smaller is no better than this one text shrunk."""
    return "shrunk" if share < SHRUNK and rung in ("full", "rewrapped") else rung


def _quieter(colour: Colour, ground: Ground, contrast: float, quiet: bool) -> Colour:
    """A text's colour moved towards its ground as far as it stays readable (look book, section 10: 75 to 80 %)."""
    shares = (QUIETER, *MUTED) if quiet else MUTED
    behind = [ground.colour, *([ground.table] if ground.table is not None else [])]
    if not colours.is_dark(ground.colour):  # the shadow of a product that stands near may fall there
        behind += [colours.mixed((0, 0, 0, 255), one, SHADOW) for one in behind]
    contrast *= SURE
    mixes = (colours.mixed(colour, ground.colour, share) for share in shares)
    return next((one for one in mixes if min(colours.contrast(one, each) for each in behind) >= contrast), colour)


def aligned(width: float, height: float, box: Box, align: Align) -> Box:
    """Something so wide and high (px) in a box: as its alignment says across, in the middle of its height."""
    x = box.x if align == "start" else box.right - width if align == "end" else box.x + (box.w - width) / 2
    return Box(x, box.y + (box.h - height) / 2, width, height)


def text_node(
    role: str,
    fitted: fit.Fitted,
    box: Box,
    colour: Colour,
    align: Align,
    content: Content,
    struck: bool = False,
    accent: Colour | None = None,
) -> Text:
    """A fitted text placed in a box, its ink on the box's side, the block at the box's top; numbers in the accent."""
    lines: list[Line] = []
    baseline = box.y + fitted.cap
    for one in fitted.lines:
        ink = one.right - one.left
        left = box.x if align == "start" else box.right - ink if align == "end" else box.x + (box.w - ink) / 2
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
