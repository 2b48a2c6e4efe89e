"""The type scale and the margins of a canvas. Everything follows the square root of its area `a`.

Source: look book (reference creatives), sections 2 to 5: fitted over 18 formats of two brands, margin and headline
follow `a` with exponents 0.92 to 1.01. Sizes are px of the canvas; floors are px at 1x times the format's scale.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from renderer.model.brand import Brand
from renderer.model.format import Format
from renderer.model.profile import Profile
from renderer.scene import Box


class Role(NamedTuple):
    """How a text role is set: typeface use, weight, size in `a`, floor in px at 1x, leading in em."""

    use: str
    weight: str
    size: float
    floor: float
    leading: float
    rank: float = 0.0
    """Size in `a` below which it no longer leads; a short copy is set before that (look book, section 3)."""
    kept: float = 0.0
    """Part of its size that it keeps before a short copy is set (our own choice)."""


ROLES = {
    "headline": Role("display", "bold", 0.105, 17, 1.07, 0.056),
    "subline": Role("text", "regular", 0.040, 10.5, 1.25),
    "name": Role("text", "bold", 0.040, 10.5, 1.2, kept=0.75),
    "cta": Role("text", "bold", 0.032, 11, 1.2),
    "badge": Role("display", "bold", 0.056, 12.5, 1.0),
    "prior_price": Role("text", "bold", 0.047, 11.5, 1.0),
    "mention": Role("text", "regular", 0.018, 8.5, 1.25),
    "unit_price": Role("text", "regular", 0.026, 10, 1.0),
    "store": Role("text", "regular", 0.031, 10.5, 1.25),
    "rating": Role("text", "regular", 0.028, 10, 1.0),
    "price_prefix": Role("text", "regular", 0.04, 10, 1.0),
    "price": Role("display", "bold", 0.18, 20, 1.0),
    "quiet_price": Role("text", "bold", 0.046, 12, 1.0),
}
MARGINS = {False: (0.06, 0.10, 9.0), True: (0.08, 0.133, 13.0)}
"""By whether a brand is quiet: in `a`, at most in widths, at least in px at 1x (look book, section 2)."""
FIRST_VIEW = 600  # px at 1x from the top of a page: what a skin has to say is read before anybody scrolls
SMALL = 320  # px at 1x of `a`: below it type is set heavier (look book, section 3)
LEGAL = frozenset(("mention",))
RUNNING = frozenset(("name", "subline", "mention"))
HALF = 0.5  # of its size in `a`: on large canvases a running text is left out before it is set smaller (our own choice)

# Size of a script's letters against Latin at the same size, and its leading (look book, section 3; Arabic more: its
# marks above and below meet at 1.3).
SCRIPTS = {"ar": (0.78, 1.42), "fa": (0.78, 1.42), "he": (0.92, 1.1), "ja": (0.88, 1.2), "zh": (0.88, 1.2)}


class Frame(NamedTuple):
    """A canvas with its measures in px."""

    width: int
    height: int
    a: float
    margin: float
    unit: float
    """Spacing unit, half a margin."""
    scale: float
    safe: Box
    """What the place leaves free, as layouts see it: before a right-to-left creative is mirrored."""
    brand: Brand
    mirrored: bool = False
    reserved: tuple[Box, ...] = ()
    """The corners that networks cover with their own icons, or that a control stands in, as they are seen: never
    mirrored."""
    kept: tuple[Box, ...] = ()
    """Those of them that a control stands in: products keep out of them too."""
    border: float = 0.0
    """How wide a line networks want around a light creative."""

    page: Box | None = None
    """What the publisher's page covers of a skin."""
    gutter: Frame | None = None
    """The measures of a gutter beside the page, and of the header above it, each as a canvas of its own."""
    header: Frame | None = None
    pressed: bool = False
    """Whether nothing fits otherwise: all may come down to the brand's minimum."""

    def part(self, place: str | None) -> Frame:
        """The measures for what stands in a place: those of a gutter or a header, elsewhere its own."""
        found = self.gutter if place == "gutter" else self.header if place == "header" else None
        return found or self

    def length(self, place: str | None) -> float | None:
        """How wide a gutter is, how high the header, px; None for what is neither."""
        if place is None or self.page is None:
            return None
        return self.page.x if place == "gutter" else self.page.y

    @property
    def canvas(self) -> Box:
        """The whole area."""
        return Box(0, 0, self.width, self.height)

    @property
    def free(self) -> Box:
        """What the place leaves free, as it is seen."""
        safe = self.safe
        return Box(self.width - safe.right, safe.y, safe.w, safe.h) if self.mirrored else safe

    def size(self, role: str, factor: float, lang: str) -> float:
        """A role's size in px, before fitting; never below its floor."""
        return max(self.floor(role), ROLES[role].size * self.a * factor * script(lang)[0])

    def floor(self, role: str) -> float:
        """The smallest px at which a role looks as it should; for anything else the brand's own least size."""
        own, rank = (ROLES[role].floor, ROLES[role].rank) if role in ROLES and not self.pressed else (0.0, 0.0)
        return max(own * self.scale, rank * self.a, self.least(role))

    def least(self, role: str) -> float:
        """The brand's minimum for a role, px: nothing is set smaller."""
        legibility = self.brand.legibility
        return (legibility.min_legal_px if role in LEGAL else legibility.min_text_px) * self.scale

    def smallest(self, role: str, lang: str) -> float:
        """The smallest px at which a role is set at all: the brand's minimum; of running text half its size or more."""
        share = HALF if role in RUNNING else 0.0
        return max(self.least(role), share * ROLES[role].size * self.a * script(lang)[0])

    def least_weight(self) -> int:
        """Below which no text is set on a small canvas: thin type greys out at 1x (look book, section 3)."""
        return 500 if self.a < SMALL * self.scale else 0

    def slant(self) -> float:
        """Tangent of the brand's slant from the vertical, before mirroring."""
        return math.tan(math.radians(self.brand.shapes.slant_deg))

    def lean(self) -> float:
        """The same as plates and buttons show it: turned round in a right-to-left creative."""
        return -self.slant() if self.mirrored else self.slant()


def script(lang: str) -> tuple[float, float]:
    """Size factor and least leading of a language's script."""
    return SCRIPTS.get(lang.split("-")[0], (1.0, 0.0))


def frame(
    format_: Format, brand: Brand, mirrored: bool = False, networks: Sequence[Profile] = (), kept: tuple[Box, ...] = ()
) -> Frame:
    """The measures of a format's canvas for a brand; mirrored for right-to-left languages. Of several networks, each
    has its corners kept, and the widest border is drawn; `kept` are corners for controls."""
    width, height = format_.canvas()
    margin = _margin(width, height, format_.scale, brand)
    zone = format_.safe_zone
    left, right = (zone.right, zone.left) if mirrored else (zone.left, zone.right)
    safe = Box(0, 0, width, height).inset(left * width, zone.top * height, right * width, zone.bottom * height)
    scale = format_.scale
    icons = (Box(*one.area((width, height), scale)) for network in networks for one in network.reserved)
    border = max((scale * one.border.width for one in networks if one.border is not None), default=0.0)
    a = math.sqrt(width * height)
    whole = Frame(width, height, a, margin, margin / 2, scale, safe, brand, mirrored, (*icons, *kept), kept, border)
    page = format_.page()
    return whole if page is None else _around(whole, Box(*page))


def _margin(width: float, height: float, scale: float, brand: Brand) -> float:
    share, widest, least = MARGINS[brand.quiet]
    margin = min(share * math.sqrt(width * height), widest * width, 0.2 * height)
    return max(margin, min(least * scale, 0.2 * min(width, height)))


def _around(whole: Frame, page: Box) -> Frame:
    """A skin's measures: its gutters and its header are read one by one, each has the type of a canvas of its size. Of
    a gutter what is safe counts, and of that the first view (the look book's page skin)."""
    view = max(FIRST_VIEW * whole.scale, page.y)
    safe = whole.safe._replace(h=min(whole.safe.h, max(1.0, view - whole.safe.y)))
    beside = min(page.x - safe.x, safe.right - page.right)
    gutter = _part(whole, beside, safe.h)
    header = _part(whole, min(page.right, safe.right) - max(page.x, safe.x), page.y - safe.y)
    return whole._replace(safe=safe, page=page, gutter=gutter, header=header)


def _part(whole: Frame, width: float, height: float) -> Frame:
    wide, tall = max(1, round(width)), max(1, round(height))
    margin = _margin(wide, tall, whole.scale, whole.brand)
    a, safe = math.sqrt(wide * tall), Box(0, 0, wide, tall)
    return whole._replace(width=wide, height=tall, a=a, margin=margin, unit=margin / 2, safe=safe)
