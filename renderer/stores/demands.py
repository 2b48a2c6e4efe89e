"""Demands: what drawing an SVG would ask for, counted before anything is drawn.

Each limit lies where `bounded` would stop the drawing after its 10 s, so that the answer comes at once and says why.
What cannot be foretold (how paths cross, how long dashes run) is left to `bounded`.
"""

from __future__ import annotations

import base64
import io
import re
import warnings
from typing import NamedTuple
from urllib.parse import unquote_to_bytes
from xml.etree.ElementTree import Element

from PIL import Image

from renderer.errors import AssetError
from renderer.stores import sniff

MAX_ELEMENTS = 20_000  # after every use, pattern, mask, marker and filter is counted where it is used
MAX_DEPTH = 20  # of uses within uses
MAX_PATH = 20_000_000  # characters of path data: CairoSVG draws 1.5 to 2.5 million a second
MAX_STOPS = 3_000_000  # of gradients: CairoSVG sets 300,000 a second
MAX_PIXELS = 200_000_000  # of inlined pictures: 20 to 25 million are decoded and drawn in a second
MAX_REACH = 1e12  # units: Cairo draws a circle of 10^12 in 0.1 s, one of 10^20 in 2 s, one of 10^30 never

_REFERENCE = re.compile(r"url\(\s*['\"]?#([^)'\"]+)")
_GRADIENTS = ("linearGradient", "radialGradient")
_PLACES = ("x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "width", "height", "points", "d")
_LONG = re.compile(r"(?<![\d.])\d{13,}")
_EXPONENT = re.compile(r"(?<=[\d.])[eE]\+?(\d+)")
_SCALE = re.compile(r"(scale|matrix)\(([^)]*)\)")
_SEPARATOR = re.compile(r"[\s,]+")


class Demand(NamedTuple):
    """What an element asks for, with everything below it and everything it refers to, each time it is drawn."""

    elements: int = 0
    depth: int = 0
    """Of references within references."""
    path: int = 0
    """Characters of path data."""
    stops: int = 0
    """Of the gradients that are painted with."""
    pixels: int = 0
    """Of inlined pictures."""
    reach: float = 0.0
    """The order of its farthest coordinate, in its own units."""

    def plus(self, other: Demand, times: int = 1) -> Demand:
        """This and another one, drawn so many times."""
        return Demand(
            self.elements + other.elements * times,
            max(self.depth, other.depth),
            self.path + other.path * times,
            self.stops + other.stops * times,
            self.pixels + other.pixels * times,
            max(self.reach, other.reach),
        )

    def excess(self) -> str:
        """What there is too much of, in words; empty where there is not."""
        if self.elements > MAX_ELEMENTS:
            return f"that expands to over {MAX_ELEMENTS} elements"
        if self.depth > MAX_DEPTH:
            return f"with references nested deeper than {MAX_DEPTH}"
        if self.path > MAX_PATH:
            return f"that expands to over {MAX_PATH // 1_000_000} MB of path data"
        if self.stops > MAX_STOPS:
            return f"that sets over {MAX_STOPS // 1_000_000} million gradient stops"
        if self.pixels > MAX_PIXELS:
            return f"that draws over {MAX_PIXELS // 1_000_000} megapixels of inlined pictures"
        return ""


def check(root: Element) -> None:
    """Raises AssetError, which does not name the file, for a drawing that asks for too much or refers to itself."""
    try:
        reach = _Counter(root).demand(root).reach
    except RecursionError as error:
        raise AssetError("SVG nested too deep, or through its references") from error
    if reach > MAX_REACH:  # known only at the end: what is large may be drawn small
        raise AssetError("SVG with coordinates beyond 10^12")


def tag(element: Element) -> str:
    """An element's name without its namespace; comments have none."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def href(element: Element) -> str:
    """What an element refers to, in either spelling of the attribute."""
    return (element.get("{http://www.w3.org/1999/xlink}href") or element.get("href") or "").strip()


def inlined(url: str) -> bytes:
    """The content of a data: URI. Raises ValueError for one that is damaged."""
    head, _, body = url.partition(",")
    return base64.b64decode(unquote_to_bytes(body)) if ";base64" in head.lower() else unquote_to_bytes(body)


class _Counter:
    """Demands of a tree's elements, each counted once and remembered."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.style = " ".join(node.text or "" for node in root.iter() if tag(node) == "style")
        self.ids = {element.get("id", ""): element for element in root.iter() if element.get("id")}
        self.known: dict[Element, Demand] = {}
        self.open: set[Element] = set()

    def demand(self, element: Element) -> Demand:
        if element in self.known:
            return self.known[element]
        if element in self.open:
            raise AssetError("SVG with references that run in circles")
        self.open.add(element)
        total = _own(element)
        for child in element:
            total = total.plus(self.demand(child))
        for target, weight in self._targets(element):
            below = self.demand(target)
            # A pattern or marker is inherited: each child may paint with it.
            total = total.plus(below._replace(depth=below.depth + 1), weight * total.elements if weight else 1)
        if stops := self._stops(element):
            total = total.plus(Demand(stops=stops), total.elements)
        if element is not self.root and (scale := _scale(element)) != 1.0:
            total = total._replace(reach=total.reach * scale)
        if excess := total.excess():
            raise AssetError(f"SVG {excess}")
        self.open.discard(element)
        self.known[element] = total
        return total

    def _targets(self, element: Element) -> list[tuple[Element, int]]:
        """What an element draws by reference, and how often at least for each element below it (0: once in all)."""
        found: list[tuple[Element, int]] = []
        reference = href(element)
        if reference.startswith("#") and tag(element) not in ("a", *_GRADIENTS):
            found.append((self.ids.get(reference[1:], _NOTHING), 0))
        for target in self._referred(_values(element) + (self.style if element is self.root else "")):
            if tag(target) in ("mask", "filter", "clipPath"):
                found.append((target, 0))
            elif tag(target) == "pattern":
                found.append((target, 1))
            elif tag(target) == "marker":
                found.append((target, max(1, max(len(node.get("d", "")) for node in element.iter()) // 8)))
        return found

    def _stops(self, element: Element) -> int:
        """Stops of the gradients that an element names itself; those in a style sheet are for some elements only."""
        return sum(len(target) for target in self._referred(_values(element)) if tag(target) in _GRADIENTS)

    def _referred(self, text: str) -> list[Element]:
        return [self.ids.get(key.strip(), _NOTHING) for key in sorted(set(_REFERENCE.findall(text)))] if text else []


_NOTHING = Element("nothing")


def _values(element: Element) -> str:
    """The attributes that may refer to something."""
    return " ".join(value for value in element.attrib.values() if "url(" in value)


def _own(element: Element) -> Demand:
    """What an element asks for by itself."""
    path = len(element.get("d", "")) + len(element.get("points", ""))
    pixels = _pixels(href(element)) if tag(element) == "image" else 0
    reach = max((_reach(element.attrib[key]) for key in _PLACES if key in element.attrib), default=1.0)
    return Demand(elements=1, path=path, pixels=pixels, reach=reach)


def _reach(numbers: str) -> float:
    """The order of the largest number of a text (3.2e20: 1e20); 1 for ordinary ones. Read in one pass, however long."""
    orders = [int(exponent[:4]) for exponent in _EXPONENT.findall(numbers)]
    orders += [len(digits) - 1 for digits in _LONG.findall(numbers)]
    return float(f"1e{max(orders, default=0)}")


def _scale(element: Element) -> float:
    """How much larger an element draws what is within it."""
    scale = 1.0
    for kind, written in _SCALE.findall(element.get("transform", "")):
        parts = [abs(part) for part in map(_number, _SEPARATOR.split(written.strip())) if part is not None]
        scale *= max(parts if kind == "scale" else parts[:4], default=1.0)
    box = [_number(part) for part in _SEPARATOR.split(element.get("viewBox", "").strip())]
    if tag(element) == "svg" and len(box) == 4:
        sides = zip((element.get("width"), element.get("height")), box[2:], strict=True)
        shares = [outer / inner for side, inner in sides if (outer := _number(side or "")) and inner]
        scale *= max(map(abs, shares), default=1.0)
    return scale


def _number(text: str) -> float | None:
    try:
        return float(text.removesuffix("px"))
    except ValueError:
        return None


def _pixels(url: str) -> int:
    """Pixels of an inlined picture; none where it is no picture, and so is not drawn."""
    if url[:11].lower() != "data:image/":
        return 0
    with warnings.catch_warnings():  # of a large size: it is what we ask for
        warnings.simplefilter("ignore")
        try:
            content = inlined(url)
            with Image.open(io.BytesIO(content), formats=(sniff.picture_format(content[: sniff.HEAD]),)) as image:
                return image.width * image.height
        except (OSError, ValueError, SyntaxError, LookupError, Image.DecompressionBombError):
            return 0
