"""Slots: each knows how much room its content wants and how it is drawn into the room it gets.

`measure` answers with a natural size in px for the room offered; `nodes` draws where it came to stand. Heights of text
run from cap top to baseline, so that everything aligns to ink. Offers and pictures have modules of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple, Protocol

from renderer import colours
from renderer.content import Content
from renderer.model.layout import Element
from renderer.placing.price import runs_of
from renderer.placing.scale import ROLES, Frame, script
from renderer.scene import AnyNode, Box, Colour, Line, Point, Stroke, Text
from renderer.text import fit
from renderer.text.shape import Style

ILL_BROKEN = 0.45  # of a text's quality that the worst line breaks take
TINY = 0.5  # of its quality that is left to a text set below its role's floor
MUTED = (0.82, 0.88, 0.94)  # of a mention's own colour that its text keeps, the rest is its ground's
SHRUNK = 0.9  # of a role's ideal size below which a text counts as shrunk, whatever made it small
CAPITALS = 0.94  # em between the baselines of a headline in capitals
QUIET = 0.75  # a quiet brand's struck price against a loud one's

Align = Literal["start", "center", "end"]


class Ground(NamedTuple):
    """What an element stands on: the palette role, its colour, that of text on it, its outline and box (px)."""

    role: str
    colour: Colour
    ink: Colour
    path: tuple[Point, ...]
    box: Box

    def reach(self) -> Box:
        """The box around its outline: slanted sides reach beyond `box`, which ends in their middle."""
        if not self.path:
            return self.box
        xs, ys = [x for x, _ in self.path], [y for _, y in self.path]
        return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


class Free(NamedTuple):
    """Which ways a slot may grow to the sides of its ground, because nothing else stands there."""

    left: bool = True
    top: bool = True
    right: bool = True
    bottom: bool = True


class Spot(NamedTuple):
    """Where a slot came to stand."""

    slot: Slot
    box: Box
    ground: Ground
    align: Align
    free: Free = Free()


class Slot(Protocol):
    """Content that can be measured and drawn."""

    role: str
    flexible: bool

    @property
    def drop(self) -> float:
        """What hangs below its box, px: descenders."""

    def measure(self, width: float, height: float) -> tuple[float, float]:
        """The natural size in the room offered, px."""

    def nodes(self, spot: Spot) -> list[AnyNode]:
        """The content drawn where it came to stand."""

    def quality(self) -> tuple[float, str]:
        """How near to its ideal it came (1: ideal) and the rung of the fit ladder."""


class Basis(NamedTuple):
    """What all slots of a candidate share: the canvas, the content and the step of the type scale."""

    frame: Frame
    content: Content
    factor: float
    styles: dict[str, Style]
    """By role, as far as they were asked for."""
    limits: Mapping[str, float] = MappingProxyType({})
    """By role: the size in px that a text keeps to, so that it does not outshout the one above it."""

    def style(self, role: str) -> Style:
        """The style of a text role, found once for all candidates."""
        if role not in self.styles:
            self.styles[role] = self._style(role)
        return self.styles[role]

    def _style(self, role: str) -> Style:
        use, weight = ROLES[role].use, ROLES[role].weight
        if role == "cta":
            weight = self.content.brand.cta.weight
        fonts = self.content.fonts
        display = use == "display"
        return Style(
            fonts.chain(use, weight),
            self.content.locale,
            0.0 if script(self.content.locale)[1] else fonts.tracking[0 if display else 1],
            fonts.tabular[0 if display else 1],
        )

    def aim(self, role: str, element: Element) -> float:
        """The size a role would have were there room enough, px: what its quality is measured against."""
        return self.frame.size(role, element.size, self.content.locale)

    def _leading(self, role: str) -> float:
        """Baseline to baseline in em; capitals have nothing that hangs and stand closer (look book, section 3)."""
        texts = self.content.texts.get(role, ())
        return CAPITALS if role == "headline" and texts and texts[0].isupper() else ROLES[role].leading

    def setting(self, role: str, element: Element) -> fit.Setting:
        """How a text role is set in an element."""
        ideal = self.frame.size(role, element.size * self.factor, self.content.locale)
        if role == "prior_price" and self.content.brand.price.style == "quiet":
            ideal = max(self.frame.floor(role), ideal * QUIET)  # what it cost must not outshout what it costs
        ideal = max(self.frame.floor(role), min(ideal, self.limits.get(role, ideal)))
        leading = max(self._leading(role), script(self.content.locale)[1])
        return fit.Setting(
            self.style(role),
            max(fit.STEP, round(ideal / fit.STEP) * fit.STEP),
            self.frame.floor(role),
            leading,
            self.frame.least(role),
            element.lines,
            element.max_lines or element.lines + 1,
            self.content.rtl,
        )


class Space:
    """Nothing, wherever there is room."""

    role = "space"
    flexible = True
    drop = 0.0

    def measure(self, width: float, height: float) -> tuple[float, float]:
        """No size of its own."""
        return 0.0, 0.0

    def nodes(self, spot: Spot) -> list[AnyNode]:
        """Nothing."""
        return []

    def quality(self) -> tuple[float, str]:
        """Always ideal."""
        return 1.0, "full"


class TextSlot:
    """Running text: headline, subline, name, struck prior price, mention."""

    flexible = False

    def __init__(self, basis: Basis, element: Element, role: str, in_row: bool) -> None:
        self.role = role
        self.basis = basis
        self.in_row = in_row
        self.setting = basis.setting(role, element)
        self.aim = basis.aim(role, element)
        content = basis.content
        self.copies: tuple[str, ...] = (content.prior_price,) if role == "prior_price" else content.texts[role]
        self.fitted: fit.Fitted | None = None

    def measure(self, width: float, height: float) -> tuple[float, float]:
        """The fitted text's size."""
        fitting = fit.natural if self.in_row else fit.fit
        self.fitted = fitting(self.copies, self.setting, width, height)
        return self.fitted.advance, self.fitted.height

    def nodes(self, spot: Spot) -> list[AnyNode]:
        """A Text node, struck through where it is a prior price."""
        box, ground, align = spot.box, spot.ground, spot.align
        fitted = fit.fit(self.copies, self.setting, box.w + 0.01, box.h + 0.01)
        self.fitted = fitted
        colour = ground.ink
        if self.role == "mention":
            colour = _quieter(colour, ground.colour, self.basis.content.brand.legibility.contrast)
        return [text_node(self.role, fitted, box, colour, align, self.basis.content, self.role == "prior_price")]

    def quality(self) -> tuple[float, str]:
        """Size against the role's own ideal, less where lines break ill."""
        if self.fitted is None:
            return 1.0, "full"
        share = min(1.0, self.fitted.size / self.aim)
        if self.fitted.size < self.setting.floor:
            share *= TINY
        return share * (1.0 - ILL_BROKEN * min(1.0, self.fitted.cost)), step_down(self.fitted.rung, share)

    @property
    def drop(self) -> float:
        """What hangs below its last baseline, px."""
        return self.fitted.drop if self.fitted is not None else 0.0

    @property
    def over(self) -> float:
        """What stands above its first line's capitals, px: their accents."""
        if self.fitted is None or not self.fitted.lines:
            return 0.0
        return max(0.0, self.fitted.lines[0].shaped.ascent * self.fitted.size - self.fitted.cap)

    def ill_broken(self) -> bool:
        """Whether a reader stumbles at the end of a line."""
        return self.fitted is not None and self.fitted.cost >= fit.ILL


def step_down(rung: str, share: float) -> str:
    """The rung that a size counts as: the whole creative set smaller is no better than this one text shrunk."""
    return "shrunk" if share < SHRUNK and rung in ("full", "rewrapped") else rung


def _quieter(colour: Colour, ground: Colour, contrast: float) -> Colour:
    """A text's colour moved towards its ground as far as it stays readable (look book, section 10: 75 to 80 %)."""
    mixes = (colours.mixed(colour, ground, share) for share in MUTED)
    return next((one for one in mixes if colours.contrast(one, ground) >= contrast), colour)


def text_node(
    role: str, fitted: fit.Fitted, box: Box, colour: Colour, align: Align, content: Content, struck: bool = False
) -> Text:
    """A fitted text placed in a box, its ink on the box's side, the block at the box's top."""
    lines: list[Line] = []
    baseline = box.y + fitted.cap
    for one in fitted.lines:
        ink = one.right - one.left
        left = box.x if align == "start" else box.right - ink if align == "end" else box.x + (box.w - ink) / 2
        snapped = float(round(baseline)) if fitted.size < 14 else baseline
        runs = runs_of(one.shaped, fitted.size, colour)
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
