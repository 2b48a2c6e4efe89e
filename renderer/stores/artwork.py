"""SVG drawings: checked as hostile input, rasterised once per size bucket by CairoSVG.

Refused: entities, a DTD with declarations, nesting and `use` bombs, endless ratios. Dropped: scripts, foreign objects,
anything fetched from a file or the network; only raster pictures inlined as data: URIs are drawn.
"""

from __future__ import annotations

import io
import re
from typing import NamedTuple
from xml.etree.ElementTree import Element, ParseError, tostring

from defusedxml import DefusedXmlException
from defusedxml import ElementTree as SafeTree
from PIL import Image

from renderer.errors import AssetError
from renderer.stores import demands, pictures, sniff
from renderer.stores.bounded import Bounded, Exceeded, Failed, Unfinished
from renderer.stores.demands import MAX_ELEMENTS, href, inlined, tag

MAX_BYTES = 5_000_000
MAX_NESTING = 200  # of elements within elements
MAX_RATIO = 50.0
MAX_INLINE_PIXELS = 16_000_000
DEFAULT_SIZE = (300.0, 150.0)
BUCKETS = (64, 128, 256, 512, 1024, 2048, 4096)
FINE, FINER = 512, 2
"""Up to how many px a drawing that is shown is small, and how much finer it is drawn then."""

_DROPPED = {"script", "foreignObject", "animate", "animateTransform", "animateMotion", "set", "iframe", "handler"}
_DOCTYPE = re.compile(rb"<!DOCTYPE\s+[^\[>]*(\[)?[^>]*>", re.IGNORECASE)
_LENGTH = re.compile(r"\s*([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*(px|pt|pc|mm|cm|in|em|ex|rem)?\s*$")
_UNITS = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "mm": 96 / 25.4, "cm": 96 / 2.54, "in": 96.0}
_EMPTY = b'<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"></svg>'


class Drawing(NamedTuple):
    """A checked drawing: its cleaned source and its intrinsic size in px (a ratio where it names none)."""

    source: bytes
    width: float
    height: float


def parse(content: bytes, name: str) -> Drawing:
    """Check and clean an SVG file's content. Raises AssetError, naming the file, for what is refused."""
    if content[:2] == b"\x1f\x8b":
        raise AssetError(f"{name}: a compressed .svgz must be unpacked to .svg first")
    if len(content) > MAX_BYTES:
        raise AssetError(f"{name}: larger than {MAX_BYTES // 1_000_000} MB")
    try:
        root = SafeTree.fromstring(_without_doctype(content, name), forbid_dtd=True)
    except DefusedXmlException as error:
        raise AssetError(f"{name}: SVG with a DTD, entities or external references is refused") from error
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        raise AssetError(f"{name}: broken SVG ({error})") from error
    if tag(root) != "svg":
        raise AssetError(f"{name}: not an SVG drawing (its root is <{tag(root)}>)")
    _clean(root, name)
    _refuse_text(root, name)
    try:
        demands.check(root)
    except AssetError as error:
        raise AssetError(f"{name}: {error}") from None
    box = _view_box(root, name)
    root.set("viewBox", " ".join(f"{value:.9g}" for value in box))
    width, height = _intrinsic(root, box)
    root.set("width", f"{box[2]:.9g}")
    root.set("height", f"{box[3]:.9g}")
    return Drawing(tostring(root), width, height)


def bucket(longest: float) -> int:
    """The size at which a drawing is rasterised to be shown with this longer side, px, at least."""
    return next((size for size in BUCKETS if size >= longest), BUCKETS[-1])


def finer(longest: float) -> int:
    """The same at its best: small ones at twice their size, since a gradient across a line of few px is sampled once a
    px, and what leans comes out as beads."""
    return bucket(longest * FINER if longest <= FINE else longest)


def raster_size(drawing: Drawing, longest: int) -> tuple[int, int]:
    """Width and height in px with the longer side as given."""
    share = longest / max(drawing.width, drawing.height)
    return max(1, round(drawing.width * share)), max(1, round(drawing.height * share))


class TooCostly(AssetError):
    """A drawing that takes more time or memory than it gets: it is not worth another attempt at this size or above."""

    def __init__(self, what: str, asset: str = "") -> None:
        super().__init__(what)
        self.asset = asset
        """The digest of its file, where it is an asset."""


def rasterise(drawing: Drawing, longest: int, name: str, bounded: Bounded) -> Image.Image:
    """The drawing as premultiplied RGBa with this longer side, px, drawn by the process given.

    Raises AssetError where it cannot be drawn, TooCostly where that takes too much; Unfinished and MemoryError where
    it is not the drawing's fault."""
    size = raster_size(drawing, longest)
    import cairosvg.surface  # noqa: F401 (0.4 s: only when there is a drawing, and before the process is forked)

    try:
        return Image.frombytes("RGBa", size, bounded(_drawn, drawing, size))
    except Exceeded as error:
        raise TooCostly(f"{name}: the SVG cannot be drawn ({error})") from None
    except Failed as error:
        raise AssetError(f"{name}: the SVG cannot be drawn ({error})") from None
    except Unfinished as error:
        raise Unfinished(f"{name}: the SVG was not drawn to its end ({error})") from None


def _drawn(drawing: Drawing, size: tuple[int, int]) -> bytes:
    from cairosvg.surface import PNGSurface

    png = PNGSurface.convert(
        bytestring=drawing.source, output_width=size[0], output_height=size[1], url_fetcher=_fetch, unsafe=False
    )
    image = Image.open(io.BytesIO(png))
    if image.size != size:
        raise ValueError(f"drawn as {image.width} x {image.height} px")
    return image.convert("RGBA").convert("RGBa").tobytes()


def _without_doctype(content: bytes, name: str) -> bytes:
    """Drop the bare DOCTYPE that drawing programs write; one that declares anything is refused."""
    found = _DOCTYPE.search(content[: sniff.HEAD])
    if not found:
        return content
    if found.group(1):
        raise AssetError(f"{name}: SVG with a DTD, entities or external references is refused")
    return content[: found.start()] + content[found.end() :]


def _clean(root: Element, name: str) -> None:
    """Drop what must not act, event attributes and references that lead out of the file."""
    layer = [root]
    depth = 0
    total = 0
    while layer:
        depth += 1
        total += len(layer)
        if depth > MAX_NESTING or total > MAX_ELEMENTS:
            raise AssetError(f"{name}: SVG nested deeper than {MAX_NESTING} or with over {MAX_ELEMENTS} elements")
        for element in layer:
            for child in [child for child in element if tag(child) in _DROPPED]:
                element.remove(child)
            _clean_attributes(element)
        layer = [child for element in layer for child in element]


def _refuse_text(root: Element, name: str) -> None:
    """Text in artwork would be drawn with whatever fonts a machine has: it must come as outlines."""
    for element in root.iter():
        words = _drawn_text(element)
        if words:
            raise AssetError(
                f"{name}: holds text ('{words[:30]}'), which would need a system font; convert it to outlines"
            )


def _drawn_text(element: Element) -> str:
    """The words that an element would be drawn with (SVG 2, 11.2: text, tspan, textPath; SVG 1.1: tref; links)."""
    match tag(element):
        case "text" | "tspan" | "textPath":
            return "".join(element.itertext()).strip()
        case "tref":
            return href(element)  # what leads out of the drawing is gone by now
        case "a":
            return "".join([element.text or "", *(child.tail or "" for child in element)]).strip()
    return ""


def _clean_attributes(element: Element) -> None:
    for key in [key for key in element.attrib if key.rpartition("}")[2].lower().startswith("on")]:
        del element.attrib[key]
    element.attrib.pop("{http://www.w3.org/XML/1998/namespace}base", None)
    if tag(element) not in ("image", "a") and href(element) and not href(element).startswith("#"):
        for key in ("{http://www.w3.org/1999/xlink}href", "href"):
            element.attrib.pop(key, None)


def _view_box(root: Element, name: str) -> tuple[float, float, float, float]:
    """The area drawn: the viewBox, else the size named, else 300 x 150."""
    parts = [_number(part) for part in re.split(r"[\s,]+", root.get("viewBox", "").strip())]
    if len(parts) == 4 and None not in parts:
        x, y, width, height = (part for part in parts if part is not None)
    else:
        x, y = 0.0, 0.0
        width = _length(root.get("width")) or DEFAULT_SIZE[0]
        height = _length(root.get("height")) or DEFAULT_SIZE[1]
    if not (1e-6 < width < 1e9 and 1e-6 < height < 1e9 and abs(x) < 1e9 and abs(y) < 1e9):
        raise AssetError(f"{name}: an SVG of {width:g} x {height:g} has no area to draw")
    if max(width, height) > MAX_RATIO * min(width, height):
        raise AssetError(f"{name}: an SVG of {width:g} x {height:g} is narrower than 1 to {MAX_RATIO:g}")
    return x, y, width, height


def _intrinsic(root: Element, box: tuple[float, float, float, float]) -> tuple[float, float]:
    """Width and height in px, in the ratio of the area drawn, the longer side at most 4096."""
    width = _length(root.get("width")) or box[2]
    share = width / box[2]
    share = min(share, BUCKETS[-1] / (max(box[2], box[3])))
    return max(1e-3, box[2] * share), max(1e-3, box[3] * share)


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _length(text: str | None) -> float | None:
    """A positive length in px; None for percentages, relative units, zero and less."""
    found = _LENGTH.match(text or "")
    if not found or found.group(2) in ("em", "ex", "rem"):
        return None
    value = float(found.group(1)) * _UNITS[found.group(2) or "px"]
    return value if 0 < value < 1e9 else None


def _fetch(url: str, resource_type: str) -> bytes:
    """Only raster pictures inlined in the drawing, and only sound ones; nothing else is ever read."""
    drawn = resource_type.startswith("image/") and "svg" not in resource_type
    if drawn and url[:11].lower() == "data:image/":
        content = _data(url)
        if content is not None:
            return content
    return b"" if drawn or "css" in resource_type else _EMPTY


def _data(url: str) -> bytes | None:
    try:
        image = pictures.decode(inlined(url), "inline picture").base
    except (AssetError, ValueError):
        return None
    if image.width * image.height > MAX_INLINE_PIXELS:
        return None
    out = io.BytesIO()
    (image.convert("RGBA") if image.mode == "RGBa" else image).save(out, "PNG", compress_level=0)
    return out.getvalue()
