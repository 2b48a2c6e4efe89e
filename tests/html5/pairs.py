"""One small scene painted twice: by the raster painter, and by Chromium from plain HTML made for it here. What may be
wrong with it is made on the HTML's side alone, one thing at a time."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from PIL import Image as Bitmap
from PIL import ImageDraw, ImageFilter
from seeing import differing

from renderer.painters.raster import paint
from renderer.scene import Box, Colour, Gradient, Group, Image, Line, Run, Scene, Shadow, Shape, Text
from renderer.text.fonts import FontFile, FontSet, face
from renderer.text.shape import Style, shaped

WHITE, INK, BLUE = (255, 255, 255, 255), (13, 7, 69, 255), (35, 18, 216, 255)
YELLOW, CREAM, GREY = (255, 230, 0, 255), (247, 243, 234, 255), (110, 110, 118, 255)


@dataclass(frozen=True)
class Part:
    """Something on the canvas; which fields count hangs on `kind`."""

    kind: str  # area, text, picture
    box: tuple[float, float, float, float] = (0, 0, 0, 0)  # of a text: x, baseline, size, 0
    fill: Colour = INK
    fill_end: Colour | None = None
    radius: float = 0
    shadow: Shadow | None = None
    path: tuple[tuple[float, float], ...] = ()
    words: str = ""
    weight: str = "regular"
    crop: tuple[float, float, float, float] = (0.1, 0.15, 0.75, 0.75)
    mirror: bool = False
    opacity: float = 1
    tracking: float = 0


Parts = dict[str, Part]
SHADE = Shadow(0, 4, 5, (13, 7, 69, 90))
FAINT = Shadow(0, 2, 3, (0, 0, 0, 50))
SCENES: dict[str, tuple[int, int, Colour, Parts]] = {
    "rectangle on cream": (300, 250, CREAM, {
        "panel": Part("area", (0, 0, 118, 250), BLUE, (90, 20, 160, 255)),
        "card": Part("area", (134, 58, 150, 132), WHITE, radius=10, shadow=SHADE),
        "picture": Part("picture", (146, 66, 126, 116)),
        "headline": Part("text", (12, 42, 25, 0), WHITE, words="School", weight="bold"),
        "second line": Part("text", (12, 70, 25, 0), WHITE, words="rush", weight="bold"),
        "subline": Part("text", (12, 96, 11.5, 0), WHITE, words="Until 30 Sept."),
        "plate": Part("area", (130, 196, 76, 40), YELLOW, path=((136, 196), (206, 196), (200, 236), (130, 236))),
        "price": Part("text", (141, 224, 22, 0), INK, words="€24.90", weight="bold"),
        "button": Part("area", (212, 202, 78, 30), BLUE, radius=15, shadow=FAINT),
        "label": Part("text", (224, 221, 12, 0), WHITE, words="Shop now", weight="bold"),
        "legal": Part("text", (12, 240, 8, 0), (220, 216, 255, 255), words="While stocks last."),
        "logo": Part("area", (222, 14, 60, 24), BLUE,
                     path=((222, 38), (230, 14), (245, 14), (250, 26), (258, 14), (282, 14), (268, 38))),
        "name": Part("text", (140, 52, 13, 0), INK, words="Retro toaster, 2 slots"),
    }),
    "leaderboard in the dark": (728, 90, INK, {
        "glow": Part("area", (0, 0, 728, 90), INK, (60, 30, 140, 255)),
        "picture": Part("picture", (14, 5, 120, 80), crop=(0.05, 0.2, 0.9, 0.6)),
        "headline": Part("text", (150, 40, 26.5, 0), WHITE, words="Now even quieter", weight="bold"),
        "subline": Part("text", (150, 64, 14, 0), (220, 216, 255, 255), words="The kettle that nobody hears boil"),
        "plate": Part("area", (440, 20, 110, 50), YELLOW, radius=6),
        "price": Part("text", (451, 55, 28, 0), INK, words="€39.00", weight="bold"),
        "button": Part("area", (580, 25, 130, 40), WHITE, radius=4),
        "label": Part("text", (606, 50, 15, 0), INK, words="Discover", weight="bold"),
        "legal": Part("text", (150, 80, 8, 0), GREY, words="Offer until 30 September 2026, while stocks last."),
    }),
}  # fmt: skip


@cache
def photograph(size: int = 480) -> Bitmap.Image:
    """A made-up thing in soft light, with fine grain and sharp edges."""
    rows, columns = np.mgrid[0:size, 0:size] / size
    light = 205 + 40 * np.cos(3 * columns) * np.sin(2 * rows + 0.5)
    grain = np.random.default_rng(7).normal(0, 3, (size, size))
    ground = np.stack([light + grain, light * 0.98 + grain, light * 0.94 + grain], -1).clip(0, 255).astype(np.uint8)
    picture = Bitmap.fromarray(ground)
    shade = Bitmap.new("L", (size, size))
    ImageDraw.Draw(shade).ellipse((0.18 * size, 0.7 * size, 0.82 * size, 0.85 * size), fill=120)
    picture.paste((60, 50, 50), mask=shade.filter(ImageFilter.GaussianBlur(size / 40)))
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((0.2 * size, 0.3 * size, 0.8 * size, 0.78 * size), size / 12, fill=(190, 60, 50))
    draw.rectangle((0.28 * size, 0.36 * size, 0.72 * size, 0.41 * size), fill=(70, 30, 30))
    draw.ellipse((0.62 * size, 0.55 * size, 0.72 * size, 0.65 * size), fill=(240, 235, 225))
    return picture


class Pictures:
    """What the raster painter asks for: the photograph at any size as the pictures' store reduces it, the fonts."""

    def __init__(self, fonts: FontSet) -> None:
        self.files = {file.digest: file for file in fonts.files()}
        self.picture = photograph()

    def pixels(self, asset: str, crop: Box, width: int, height: int, treatment: str) -> npt.NDArray[np.uint8]:
        level = self.picture
        while min(crop.w * level.width / width, crop.h * level.height / height) >= 2:
            level = level.reduce(2)
        left, top, right, bottom = (side * level.width for side in (crop.x, crop.y, crop.right, crop.bottom))
        made = level.resize((width, height), Bitmap.Resampling.BICUBIC, (left, top, right, bottom))
        return np.asarray(made.convert("RGBA"))

    def font(self, digest: str) -> bytes:
        return face(self.files[digest]).content


def chain(fonts: FontSet, part: Part) -> tuple[FontFile, ...]:
    return fonts.chain("text", part.weight)


# ---------------------------------------------------------------- the raster painter's


def painted(name: str, fonts: FontSet, scale: float = 1) -> Bitmap.Image:
    """The scene as the still painter paints it."""
    width, height, ground, parts = SCENES[name]
    nodes = tuple(_node(id_, part, fonts) for id_, part in parts.items())
    root = Group(id="root", role="root", box=Box(0, 0, width, height), children=nodes)
    scene = Scene(width=width, height=height, root=root, background=ground)
    return Bitmap.fromarray(np.array(paint(scene, Pictures(fonts), scale).pixels))


def _node(id_: str, part: Part, fonts: FontSet) -> Text | Image | Shape:
    if part.kind == "text":
        return _text(id_, part, fonts)
    box = Box(*part.box)
    if part.kind == "picture":
        return Image(id=id_, role=id_, box=box, asset="photograph", crop=Box(*part.crop), mirror=part.mirror)
    sweep = Gradient((0, 0), (0, 1), ((0.0, part.fill), (1.0, part.fill_end))) if part.fill_end else None
    return Shape(id=id_, role=id_, box=box, fill=None if sweep else part.fill, gradient=sweep, radius=part.radius,
                 shadow=part.shadow, path=part.path, opacity=part.opacity)  # fmt: skip


def _text(id_: str, part: Part, fonts: FontSet) -> Text:
    x, baseline, size, _ = part.box
    one = shaped(part.words, Style(chain(fonts, part), "en"))
    runs, pen = [], 0.0
    for run in one.runs:
        xs = []
        for advance, dx in zip(run.advances, run.dx, strict=True):
            xs.append((pen + dx) * size)
            pen += advance
        ys = tuple(-dy * size for dy in run.dy)
        runs.append(Run(run.face.digest, size, part.fill, run.glyphs, tuple(xs), ys, (run.start, run.end)))
    line = Line(part.words, x, baseline, one.width * size, tuple(runs))
    box = Box(x, baseline - one.ascent * size, one.width * size, (one.ascent + one.descent) * size)
    return Text(id=id_, role=id_, box=box, lines=(line,))


# ---------------------------------------------------------------- Chromium's


def html(name: str, fonts: FontSet, spoil: Callable[[Parts], Parts] = lambda parts: parts) -> str:
    """The scene as plain HTML, with something spoilt."""
    width, height, ground, parts = SCENES[name]
    parts = spoil(dict(parts))
    files = {chain(fonts, part)[0] for part in parts.values() if part.kind == "text"}
    faces = "".join(
        f"@font-face{{font-family:F{file.weight};src:url({_data(Path(file.path).read_bytes(), 'font/ttf')})}}"
        for file in sorted(files, key=lambda file: file.weight)
    )
    body = "".join(_element(id_, part, fonts) for id_, part in parts.items())
    return (
        f"<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>{name}</title><style>{faces}"
        f"body{{margin:0;width:{width}px;height:{height}px;background:{_css(ground)};overflow:hidden;position:relative}}"
        "body *{position:absolute;white-space:pre;text-rendering:geometricPrecision;overflow:visible}"
        'span::before{content:"";position:static;display:inline-block;height:40px}'
        f"</style></head><body>{body}</body></html>"
    )  # fmt: skip


def _element(id_: str, part: Part, fonts: FontSet) -> str:
    x, y, width, height = part.box
    fade = f";opacity:{part.opacity}" if part.opacity < 1 else ""
    if part.kind == "text":
        return _words(part, fonts, fade)
    place = f"left:{x}px;top:{y}px;width:{width}px;height:{height}px{fade}"
    if part.kind == "picture":
        return _picture(part, place)
    if part.path:
        points = " ".join(f"{px},{py}" for px, py in part.path)
        polygon = f'<polygon points="{points}" fill="{_css(part.fill)}"/>'
        return f'<svg style="left:0;top:0{fade}" width="1" height="1">{polygon}</svg>'
    look = f"linear-gradient({_css(part.fill)},{_css(part.fill_end)})" if part.fill_end else _css(part.fill)
    shade = part.shadow
    cast = f";box-shadow:{shade.dx}px {shade.dy}px {2 * shade.blur}px {_css(shade.colour)}" if shade else ""
    return f'<div style="{place};background:{look};border-radius:{part.radius}px{cast}"></div>'


def _words(part: Part, fonts: FontSet, fade: str) -> str:
    """A line whose baseline lies 40 px below its top whatever the face's own measures are, which Chromium rounds."""
    x, baseline, size, _ = part.box
    weight = chain(fonts, part)[0].weight
    place = f"left:{x}px;top:{baseline - 40}px;font:{weight} {size}px/0 F{weight}"
    return f'<span style="{place};color:{_css(part.fill)};letter-spacing:{part.tracking}px{fade}">{part.words}</span>'


def _picture(part: Part, place: str) -> str:
    x, y, width, height = part.crop
    inner = f"width:{100 / width}%;height:{100 / height}%;left:{-100 * x / width}%;top:{-100 * y / height}%"
    turned = ";transform:scaleX(-1)" if part.mirror else ""
    picture = f'<img style="{inner}" alt="" src="{_photograph()}">'
    return f'<div style="{place};overflow:hidden{turned}">{picture}</div>'


@cache
def _photograph() -> str:
    content = io.BytesIO()
    photograph().save(content, "PNG")
    return _data(content.getvalue(), "image/png")


def _css(colour: Colour) -> str:
    return f"rgb({colour[0]} {colour[1]} {colour[2]} / {colour[3] / 255:.4f})"


def _data(content: bytes, kind: str) -> str:
    return f"data:{kind};base64,{base64.b64encode(content).decode()}"


# ---------------------------------------------------------------- what may be wrong


def gone(name: str) -> Callable[[Parts], Parts]:
    return lambda parts: {id_: part for id_, part in parts.items() if id_ != name}


def moved(name: str, dx: float, dy: float) -> Callable[[Parts], Parts]:
    def spoil(parts: Parts) -> Parts:
        one = parts[name]
        x, y, width, height = one.box
        path = tuple((px + dx, py + dy) for px, py in one.path)
        return parts | {name: replace(one, box=(x + dx, y + dy, width, height), path=path)}

    return spoil


def other(name: str, **values: Any) -> Callable[[Parts], Parts]:
    return lambda parts: parts | {name: replace(parts[name], **values)}


# ---------------------------------------------------------------- how far apart they are


def measured(
    browser: Any,
    fonts: FontSet,
    scale: int,
    faults: Mapping[str, Mapping[str, Callable[[Parts], Parts]]],
    through: Callable[[Bitmap.Image, Box], Bitmap.Image] = lambda picture, _: picture,
) -> tuple[dict[str, float], dict[str, float]]:
    """The levels (`seeing.differing`) of every scene as it is, and of every fault, each by its name; seen `through`
    something that is given a painting and where its picture stands."""
    good, bad = dict[str, float](), dict[str, float]()
    for name, (width, height, _, parts) in SCENES.items():
        context = browser.new_context(viewport={"width": width, "height": height}, device_scale_factor=scale)
        page = context.new_page()
        spot = Box(*parts["picture"].box)
        raster = through(painted(name, fonts, scale), spot)
        for fault, spoil in {"": lambda parts: parts, **faults[name]}.items():
            levels = differing(raster, through(_shot(page, html(name, fonts, spoil)), spot)).levels
            (bad if fault else good)[f"{name}: {fault or 'as it is'}"] = levels
        context.close()
    return good, bad


def _shot(page: Any, document: str) -> Bitmap.Image:
    page.set_content(document)
    page.evaluate("document.fonts.ready")
    return Bitmap.open(io.BytesIO(page.screenshot())).convert("RGBA")
