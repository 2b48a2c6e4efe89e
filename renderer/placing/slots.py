"""Slots: each knows how much room its content wants and how it is drawn into the room it gets.

`measure` answers with a natural size in px for the room offered, `settle` with what it becomes in the box it gets,
`nodes` draws it there. None of them changes the slot. Heights of text run from cap top to baseline, so that everything
aligns to ink. Offers and pictures have modules of their own.
"""

from __future__ import annotations

import math
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, NamedTuple

from msgspec import Struct, structs

from renderer.content import Content
from renderer.model.layout import Element
from renderer.placing.scale import ROLES, Frame, script
from renderer.scene import AnyNode, Box, Colour, Point
from renderer.text import fit
from renderer.text.shape import Style

SPACED = 0.03  # em between capitals of small texts (our own choice; look book, section 11: capitals look centred)
SHRUNK = 0.9  # of a role's ideal size below which a text counts as shrunk, whatever made it small
CAPITALS = 0.94  # em between the baselines of a headline in capitals
ACCENTED_CAPITALS = 1.08  # the same where a line below the first may have an accent (`Ü`, `É`)
QUIET = 0.75  # a quiet brand's struck price against a loud one's

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
    shaded: bool = False
    """Whether the product's shadow may fall where it stands: told when it is drawn."""

    def reach(self) -> Box:
        """Its box grown to where nothing else stands on its ground."""
        return grown(self.box, self.ground, self.free)


class Slot(ABC):
    """Content that can be measured and drawn. It holds no result: asked twice, it answers twice the same."""

    role = ""
    flexible = False
    """Whether it has no size of its own and takes what is left."""
    plated = False
    """Whether it brings a ground of its own: it can stand on a photograph."""
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


class Asked:
    """A slot that is asked again and again what it measures: it is found out once for each room that matters."""

    __slots__ = ("_answers", "_tall", "_wide", "flexible", "slot")

    def __init__(self, slot: Slot) -> None:
        self.slot = slot
        self.flexible = slot.flexible
        self._wide, self._tall = slot.enough
        self._answers: dict[tuple[float, float], Measured] = {}

    def measure(self, width: float, height: float) -> Measured:
        """What the slot asks for in the room offered, px."""
        room = (width if width < self._wide else self._wide, height if height < self._tall else self._tall)
        found = self._answers.get(room)
        if found is None:
            found = self._answers[room] = self.slot.measure(*room)
        return found


class Known:
    """Slots and what they measured, kept between the candidates of one content: none of them changes."""

    def __init__(self) -> None:
        self.slots: dict[tuple[object, ...], Asked | None] = {}
        """By all that a slot depends on."""
        self.found: dict[tuple[object, float, float | None], Asked | None] = {}
        """The same by where it stands in a layout, its step of the type scale and the limit of its size: shorter."""
        self.looks: dict[tuple[str, Colour, bool], tuple[str, Colour, Colour]] = {}
        """Role, colour and ink of a panel in a palette role above a colour, with or without the product on it."""


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
    raised: Mapping[str, float] = MappingProxyType({})
    """By role: the step of the type scale that it alone has, where that is larger."""

    def step(self, role: str | None) -> float:
        """The step of the type scale that a role is set at."""
        return max(self.factor, self.raised.get(role, 0.0)) if role else self.factor

    def within(self, part: Frame) -> Basis:
        """The same for a part of a page skin; styles are kept for each, as small canvases have others."""
        same = part.least_weight() == self.frame.least_weight()
        return self if part is self.frame else self._replace(frame=part, styles=self.styles if same else {})

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
        if role != "headline" or not self._capitals(role):
            return ROLES[role].leading
        below = "".join(copy.partition(" ")[2] for copy in self.content.texts[role])
        return ACCENTED_CAPITALS if unicodedata.normalize("NFC", below) != _plain(below) else CAPITALS

    def setting(self, role: str, element: Element) -> fit.Setting:
        """How a text role is set in an element."""
        frame, lang = self.frame, self.content.locale
        least = frame.least(role) if role in self.limits else frame.smallest(role, lang)
        floor = max(frame.floor(role), least)
        ideal = frame.size(role, element.size * self.step(role), lang)
        if role == "prior_price" and self.content.brand.quiet:
            ideal *= QUIET  # what it cost must not outshout what it costs
        ideal = max(floor, min(ideal, self.limits.get(role, ideal)))
        floor = float(max(floor, ROLES[role].kept * ideal))  # never 11 for 11.0: they are kept as one, written as two
        leading = max(self._leading(role), script(self.content.locale)[1])
        return fit.Setting(
            self.style(role),
            max(fit.STEP, round(ideal / fit.STEP) * fit.STEP),
            floor,
            leading,
            float(least),
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


def _plain(text: str) -> str:
    """A text without the marks above or below its letters."""
    return "".join(one for one in unicodedata.normalize("NFD", text) if not unicodedata.combining(one))


def step_down(rung: str, share: float) -> str:
    """The rung that a size counts as: the whole creative set smaller is no better than this one text shrunk."""
    return "shrunk" if share < SHRUNK and rung in ("full", "rewrapped") else rung


def aligned(width: float, height: float, box: Box, align: Align) -> Box:
    """Something so wide and high (px) in a box: as its alignment says across, in the middle of its height."""
    x = box.x if align == "start" else box.right - width if align == "end" else box.x + (box.w - width) / 2
    return Box(x, box.y + (box.h - height) / 2, width, height)
