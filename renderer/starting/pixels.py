"""A logo file as pixels. SVG is drawn without touching the network, the disk or the system's scripts."""

from __future__ import annotations

import base64
import binascii
import io
import re
import warnings
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element, ParseError

import numpy as np
from defusedxml.common import DefusedXmlException
from numpy.typing import NDArray
from PIL import Image

from renderer.errors import AssetError, InputError, Problem, is_special, shown
from renderer.stores import demands, pictures, sniff
from renderer.stores.bounded import Bounded, Exceeded, Failed
from renderer.stores.demands import tag

Pixels = NDArray[np.uint8]
"""Height x width x RGBA, straight (not premultiplied) alpha."""

MAX_FILE_BYTES = 10_000_000
MAX_PIXELS = 40_000_000
READING_SIDE = 480  # px; enough to tell inks apart, small enough to read in milliseconds
RASTER_FORMATS = ("PNG", "JPEG", "WEBP")
_SHORTEST_SIDE = 2


def logo_pixels(file: Path, side: int = READING_SIDE) -> Pixels:
    """The logo drawn so that its longer side is at most `side` px (an SVG: exactly).

    Raises InputError, in one line, for a file that is missing, too large, no picture or drawing, or malformed."""
    content = _content(file)
    name = shown(file)
    try:
        if is_drawing(content, file):
            return svg_pixels(content, side)
        picture = pictures.decode(content, name).base
        return np.asarray(_reduced(picture.convert("RGBA"), side), dtype=np.uint8)
    except AssetError as error:
        raise InputError(Problem(str(error).removeprefix(f"{name}: "), file)) from None


def is_drawing(content: bytes, file: Path) -> bool:
    """Whether a logo is an SVG: by what it holds; by its name where it holds neither that nor a picture."""
    kind = sniff.kind_of(content[: sniff.HEAD])
    return kind == "artwork" or (kind != "picture" and file.suffix.lower() == ".svg")


def _content(file: Path) -> bytes:
    if is_special(file):
        raise InputError(Problem("is not a file", file))
    try:
        if file.stat().st_size > MAX_FILE_BYTES:
            raise InputError(Problem(f"is larger than {MAX_FILE_BYTES // 1_000_000} MB", file))
        return file.read_bytes()
    except FileNotFoundError:
        raise InputError(Problem("no such file", file)) from None
    except OSError as error:
        raise InputError(Problem(f"cannot be read ({error.strerror})", file)) from None


def _bounded(size: tuple[int, int]) -> None:
    if size[0] * size[1] > MAX_PIXELS:
        raise AssetError(f"has more than {MAX_PIXELS // 1_000_000} million pixels")


def _reduced(picture: Image.Image, side: int) -> Image.Image:
    """Made smaller, never larger; the box filter averages JPEG noise away."""
    factor = max(picture.size) / side
    if factor <= 1:
        return picture
    width, height = (max(round(length / factor), _SHORTEST_SIDE) for length in picture.size)
    return picture.resize((width, height), Image.Resampling.BOX)


def svg_pixels(content: bytes, side: int) -> Pixels:
    """An SVG drawing with its longer side at `side` px. Raises AssetError."""
    width, height = _svg_size(svg_root(content))
    factor = side / max(width, height)
    size = [max(round(length * factor), _SHORTEST_SIDE) for length in (width, height)]
    import cairosvg.surface  # noqa: F401 (0.4 s: only who draws an SVG waits for it)

    try:
        drawn = Bounded()(_svg_drawn, content, size[0], size[1])
    except Exceeded as error:
        raise AssetError(f"cannot be drawn ({error})") from None
    except Failed as error:
        raise AssetError(str(error)) from None
    return np.frombuffer(drawn, np.uint8).reshape(size[1], size[0], 4)


def _svg_drawn(content: bytes, width: int, height: int) -> bytes:
    from cairosvg.surface import PNGSurface

    try:
        png = PNGSurface.convert(
            bytestring=content, output_width=width, output_height=height, url_fetcher=_fetched, unsafe=False
        )
    except (AssetError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001 (cairosvg raises whatever its parser happens to trip over)
        raise AssetError(f"cannot be drawn ({type(error).__name__}: {_first_line(error)})") from None
    with Image.open(io.BytesIO(png)) as picture:
        return picture.convert("RGBA").tobytes()


def _fetched(url: str, kind: str = "") -> bytes:
    """Only pictures that the file itself holds; everything else is refused."""
    match = re.match(r"data:image/(?:png|jpe?g|webp)(?:;[\w=-]+)*;base64,", url)
    if match is None:
        raise AssetError(f"refers to '{url[:60]}'; a logo must hold everything it shows")
    try:
        content = base64.b64decode(url[match.end() :])
        with warnings.catch_warnings():  # of a large size: we tell that ourselves
            warnings.simplefilter("ignore")
            with Image.open(io.BytesIO(content), formats=RASTER_FORMATS) as picture:
                _bounded(picture.size)
    except (binascii.Error, ValueError, OSError, Image.DecompressionBombError) as error:
        raise AssetError(f"embeds an unreadable picture ({_first_line(error)})") from None
    return content


def svg_root(content: bytes) -> Element:
    """The parsed SVG. Raises AssetError: not XML, entities, not SVG, more to draw than `render` draws."""
    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(content, forbid_dtd=False)
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError) as error:
        raise AssetError(f"is not a readable SVG ({_first_line(error)})") from None
    if tag(root) != "svg":
        raise AssetError("is not an SVG: its outermost element is not <svg>")
    demands.check(root)
    return root


_LENGTH = re.compile(r"\s*\+?(\d*\.?\d+(?:[eE][-+]?\d+)?)\s*(px|pt|pc|mm|cm|in|em|rem)?\s*")


def _svg_size(root: Element) -> tuple[float, float]:
    box = re.split(r"[\s,]+", root.get("viewBox", "").strip())
    sides: list[Any] = [_number(text) for text in box[2:4]] if len(box) == 4 else []
    if len(sides) != 2:
        sides = [_number(root.get(side, "")) for side in ("width", "height")]
    if None in sides or min(sides) <= 0:
        raise AssetError("has no size: give its <svg> a viewBox")
    return sides[0], sides[1]


def _number(text: str) -> float | None:
    match = _LENGTH.fullmatch(text)
    return float(match[1]) if match else None


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:120]
