"""raster: a Scene as pixels. Skia draws text and outlines, numpy does whole areas and pictures, on one RGBA buffer.

Pixel arithmetic is in integers, so that every x86-64 machine gives the same bytes (docs/decisions/0003-same-bytes.md).
"""

from __future__ import annotations

import sys
from functools import lru_cache
from typing import NamedTuple, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt
import skia

from renderer.boxes import corners
from renderer.outcome import Probe, Sight
from renderer.painters import blending
from renderer.painters.blending import Words
from renderer.painters.gradients import ramp
from renderer.painters.sights import sight
from renderer.scene import Box, Colour, Gradient, Group, Image, Line, Node, Point, Run, Scene, Shape, Stroke, Text
from renderer.tracks import IDENTITY, Affine

Pixels = npt.NDArray[np.uint8]
Area: TypeAlias = tuple[int, int, int, int]
"""A part of the canvas: left, top, right, bottom in device px."""


class Assets(Protocol):
    """What a painter may ask for."""

    def pixels(self, asset: str, crop: Box, width: int, height: int, treatment: str) -> Pixels:
        """A picture's part at a size: (height, width, 4), premultiplied RGBA."""

    def font(self, digest: str) -> bytes:
        """A font file's content; best the same object each time, since typefaces are kept by it."""


class Painted(NamedTuple):
    """The finished pixels, (height, width, 4) RGBA and opaque, the probes of its texts, the sights of its pictures."""

    pixels: Pixels
    probes: tuple[Probe, ...]
    sights: tuple[Sight, ...]


def paint(scene: Scene, assets: Assets, scale: float = 1.0) -> Painted:
    """Draws a still scene at `scale` device px per CSS px."""
    brush = Brush(scene, assets, scale)
    brush.draw(scene.root)
    return Painted(brush.pixels, tuple(brush.probes), tuple(brush.sights))


class _Kept(NamedTuple):
    """A part of the canvas as it was before a shape was painted that lies behind subjects: px from the top left."""

    left: int
    top: int
    words: Words


class Brush:
    """One painting in progress; `area` is what of the canvas is wanted: outside of it, anything may be drawn."""

    def __init__(self, scene: Scene, assets: Assets, scale: float, area: Area | None = None) -> None:
        width, height = round(scene.width * scale), round(scene.height * scale)
        self.words = np.empty((height, width), np.uint32)
        self.area = left, top, right, bottom = area or (0, 0, width, height)
        self.words[top:bottom, left:right] = _word(scene.background)
        self.pixels: Pixels = self.words.view(np.uint8).reshape(height, width, 4)
        self.surface = skia.Surface(self.pixels)
        self.canvas = self.surface.getCanvas()
        self.place = Affine(a=scale, d=scale)
        """Where what is drawn comes to lie, device px."""
        self.canvas.concat(_matrix(self.place))
        self.assets = assets
        self.probes: list[Probe] = []
        self.sights: list[Sight] = []
        self.clips: list[skia.Path] = []
        self.kept: list[_Kept] = []

    def draw(self, node: Node) -> None:
        """Draws a node and what is below it."""
        if node.transform is IDENTITY or node.transform == IDENTITY:
            self._drawn(node)
            return
        before, self.place = self.place, self.place.after(node.transform)
        self.canvas.save()
        self.canvas.concat(_matrix(node.transform))
        self._drawn(node)
        self.canvas.restore()
        self.place = before

    def _drawn(self, node: Node) -> None:
        match node:
            case Group():
                self._group(node)
            case Shape():
                self._shape(node)
            case Text():
                self._text(node)
            case Image():
                self._image(node)
            case _:  # Video
                raise ValueError("a still cannot show a clip")

    def _group(self, node: Group) -> None:
        left, top, right, bottom = self.area
        wanted = self.words[top:bottom, left:right]
        below = wanted.copy() if node.opacity < 1 else None
        clip = node.clip_path or (corners(node.box) if node.clip else ())
        if clip:
            path = _rounded(node.box, node.radius) if node.radius and not node.clip_path else _path(clip)
            self.clips.append(self._placed(path))
            self.canvas.save()
            self.canvas.clipPath(path, doAntiAlias=True)
        for child in node.children:
            self.draw(child)
        if clip:
            self.canvas.restore()
            self.clips.pop()
        if below is not None:
            blending.mix(wanted, below, 255 - _byte(node.opacity))

    def _shape(self, node: Shape) -> None:
        if node.behind:
            left, top, right, bottom = self._device(node.box)
            self.kept.append(_Kept(left, top, self.words[top:bottom, left:right].copy()))
        if node.fill is not None and node.gradient is None and self._plain_area(node, node.fill):
            return
        path = _path(node.path) if node.path else None
        if node.shadow is not None:
            shadow = _paint(node.shadow.colour, node.opacity)
            shadow.setMaskFilter(skia.MaskFilter.MakeBlur(skia.kNormal_BlurStyle, node.shadow.blur))
            self.canvas.save()
            self.canvas.translate(node.shadow.dx, node.shadow.dy)
            self._outline(node, path, shadow)
            self.canvas.restore()
        if node.gradient is not None:
            self._graded(node, node.gradient, path)
        elif node.fill is not None:
            self._outline(node, path, _paint(node.fill, node.opacity))
        if node.stroke is not None:
            self._outline(node, path, _stroke_paint(node.stroke, node.opacity))

    def _graded(self, node: Shape, gradient: Gradient, path: skia.Path | None) -> None:
        """A gradient over the node's box, cut to its outline."""
        left, top, right, bottom = sides = self._rounded_sides(node.box)
        x0, y0, x1, y1 = common(sides, self.area)
        if x1 <= x0 or y1 <= y0:
            return
        outline = path or (_rounded(node.box, node.radius) if node.radius else None)
        if outline is not None:
            self.clips.append(self._placed(outline))
        mask = self._mask(sides)
        if outline is not None:
            self.clips.pop()
        target = self.words[y0:y1, x0:x1]
        source = self._ramp(gradient, right - left, bottom - top, _only(target))
        source = source[y0 - top : y1 - top, x0 - left : x1 - left]
        blending.lay(target, source, blending.fainter(mask, _byte(node.opacity)))

    def _ramp(self, gradient: Gradient, width: int, height: int, ground: int | None) -> Words:
        return ramp(gradient, width, height, ground)

    def _plain_area(self, node: Shape, fill: Colour) -> bool:
        """An opaque rectangle on whole pixels is a slice of the buffer."""
        opaque = fill[3] == 255 and node.opacity >= 1 and not (node.path or node.radius or node.stroke or node.shadow)
        sides = self._sides(node.box)
        if not opaque or self.clips or not self.place.upright or any(abs(side - round(side)) > 1e-6 for side in sides):
            return False
        left, top, right, bottom = (max(0, round(side)) for side in sides)
        self.words[top:bottom, left:right] = _word(fill)
        return True

    def _outline(self, node: Shape, path: skia.Path | None, paint_: skia.Paint) -> None:
        if path is not None:
            if node.radius:
                paint_.setPathEffect(skia.CornerPathEffect.Make(node.radius))
            self.canvas.drawPath(path, paint_)
            return
        rect = skia.Rect.MakeXYWH(*node.box)
        if node.radius:
            self.canvas.drawRoundRect(rect, node.radius, node.radius, paint_)
        else:
            self.canvas.drawRect(rect, paint_)

    def _text(self, node: Text) -> None:
        self._probe(node)
        for line in node.lines:
            self._line(line, node.opacity)
        if node.strike is not None and node.strike_line is not None:
            (x0, y0), (x1, y1) = node.strike_line
            self.canvas.drawLine(x0, y0, x1, y1, _stroke_paint(node.strike, node.opacity))

    def _line(self, line: Line, opacity: float) -> None:
        for run in line.runs:
            if not run.glyphs:
                continue
            blob = _blob(run, self.assets.font(run.font))
            self.canvas.drawTextBlob(blob, line.x, line.baseline, _paint(run.fill, opacity))

    def _probe(self, node: Text) -> None:
        left, top, right, bottom = self._device(node.box)
        under = self.words[top:bottom, left:right].ravel()
        if not under.size:
            return
        light = blending.lightness(under)
        darkest, lightest = (_colour(int(under[place])) for place in (light.argmin(), light.argmax()))
        self.probes.append(Probe(node.id, node.role, darkest, lightest))

    def _device(self, box: Box) -> Area:
        return common(self._rounded_sides(box), self.area)

    def _rounded_sides(self, box: Box) -> Area:
        left, top, right, bottom = map(round, self._sides(box))
        return left, top, right, bottom

    def _sides(self, box: Box) -> tuple[float, float, float, float]:
        """Left, top, right and bottom of what a box covers, device px."""
        place = self.place
        if place.upright:
            (left, top), (right, bottom) = place.point(box.x, box.y), place.point(box.right, box.bottom)
            return left, top, right, bottom
        xs, ys = zip(*(place.point(x, y) for x, y in corners(box)), strict=True)
        return min(xs), min(ys), max(xs), max(ys)

    def _placed(self, path: skia.Path) -> skia.Path:
        """An outline on the device."""
        found = skia.Path()
        path.transform(_matrix(self.place), found)
        return found

    def _image(self, node: Image) -> None:
        if not self.place.upright:
            raise ValueError("a picture cannot be turned")
        left, top, right, bottom = self._rounded_sides(node.box)
        sides = left, top, max(left + 1, right), max(top + 1, bottom)
        x0, y0, x1, y1 = common(sides, self.area)
        if x1 <= x0 or y1 <= y0:
            return
        crop, (left, top, right, bottom) = self._shown(node, sides)
        source = self.assets.pixels(node.asset, crop, right - left, bottom - top, node.treatment)
        if node.mirror:
            source = source[:, ::-1]
        source = source[y0 - top : y1 - top, x0 - left : x1 - left]
        share = blending.fainter(self._mask(sides), _byte(node.opacity))
        target, drawn = self.words[y0:y1, x0:x1], blending.words(source)
        self._seen(node, drawn, target)
        if node.treatment == "relight":
            blending.multiply(target, self._ground(target, drawn, x0, y0), drawn, share)
        else:
            blending.lay(target, drawn, share)

    def _shown(self, node: Image, sides: Area) -> tuple[Box, Area]:
        """What is asked for of a picture, and where that comes to lie: of one larger than the canvas, as a camera comes
        close to it, no more than the canvas shows."""
        height, width = self.words.shape
        left, top, right, bottom = sides
        if right - left <= width and bottom - top <= height:
            return node.crop, sides
        x0, y0, x1, y1 = seen = common(sides, (0, 0, width, height))
        across, down = node.crop.w / (right - left), node.crop.h / (bottom - top)
        before = right - x1 if node.mirror else x0 - left
        return Box(node.crop.x + before * across, node.crop.y + (y0 - top) * down,
                   (x1 - x0) * across, (y1 - y0) * down), seen  # fmt: skip

    def _seen(self, node: Image, drawn: Words, behind: Words) -> None:
        seen = sight(node, drawn, behind)
        if seen is not None:
            self.sights.append(seen)

    def _ground(self, target: Words, source: Words, x0: int, y0: int) -> Words:
        """What a relit picture (at x0, y0 px) is multiplied with: the canvas, without what its subject hides."""
        ground = target
        for kept in reversed(self.kept):
            left, top = max(x0, kept.left), max(y0, kept.top)
            right = min(x0 + target.shape[1], kept.left + kept.words.shape[1])
            bottom = min(y0 + target.shape[0], kept.top + kept.words.shape[0])
            if right <= left or bottom <= top:
                continue
            ground = ground.copy() if ground is target else ground
            here = slice(top - y0, bottom - y0), slice(left - x0, right - x0)
            before = kept.words[top - kept.top : bottom - kept.top, left - kept.left : right - kept.left]
            blending.mix(ground[here], before, blending.alpha(source[here]))
        return ground

    def _mask(self, sides: Area) -> Words | int:
        """Coverage of the clips over what is seen of a rectangle, 0 to 255; 255 where nothing is cut.

        It is worked out for all that the canvas shows of the rectangle, wherever the area ends: the same bytes."""
        if not self.clips:
            return 255
        height, width = self.pixels.shape[:2]
        left, top, right, bottom = common(sides, (0, 0, width, height))
        x0, y0, x1, y1 = common(sides, self.area)
        cover = np.zeros((bottom - top, right - left), np.uint32)
        canvas = skia.Surface(cover.view(np.uint8).reshape(*cover.shape, 4)).getCanvas()
        canvas.translate(-left, -top)
        for clip in self.clips:
            canvas.clipPath(clip, doAntiAlias=True)
        canvas.clear(skia.ColorWHITE)
        return blending.alpha(cover[y0 - top : y1 - top, x0 - left : x1 - left])


def common(one: Area, other: Area) -> Area:
    """The part that two have in common; of no width or height where they have none."""
    left, top = max(one[0], other[0]), max(one[1], other[1])
    return left, top, max(left, min(one[2], other[2])), max(top, min(one[3], other[3]))


def _only(words: Words) -> int | None:
    """The one colour of an area, where it has no other."""
    first = words[0, 0]
    return int(first) if words[-1, -1] == first and (words == first).all() else None


def _colour(word: int) -> Colour:
    red, green, blue, _ = word.to_bytes(4, sys.byteorder)
    return red, green, blue, 255


def _word(colour: Colour) -> int:
    """An opaque pixel as one number: filling words is several times faster than filling bytes."""
    return int.from_bytes(bytes([*colour[:3], 255]), sys.byteorder)


def _rounded(box: Box, radius: float) -> skia.Path:
    path = skia.Path()
    path.addRoundRect(skia.Rect.MakeXYWH(*box), radius, radius)
    return path


def _matrix(place: Affine) -> skia.Matrix:
    return skia.Matrix.MakeAll(place.a, place.c, place.e, place.b, place.d, place.f, 0, 0, 1)


def _byte(share: float) -> int:
    return round(255 * min(1.0, max(0.0, share)))


@lru_cache(maxsize=256)
def _path(points: tuple[Point, ...]) -> skia.Path:
    path = skia.Path()
    path.addPoly([skia.Point(x, y) for x, y in points], True)
    return path


def _paint(colour: Colour, opacity: float) -> skia.Paint:
    red, green, blue, alpha = colour
    return skia.Paint(AntiAlias=True, Color=skia.ColorSetARGB(round(alpha * opacity), red, green, blue))


def _stroke_paint(stroke: Stroke, opacity: float) -> skia.Paint:
    paint_ = _paint(stroke.colour, opacity)
    paint_.setStyle(skia.Paint.kStroke_Style)
    paint_.setStrokeWidth(stroke.width)
    return paint_


@lru_cache(maxsize=1)
def _font_manager() -> skia.FontMgr:
    """One that knows no font of the system."""
    return skia.FontMgr.New_Custom_Empty()


@lru_cache(maxsize=64)
def _typeface(content: bytes) -> skia.Typeface:
    return _font_manager().makeFromData(skia.Data.MakeWithCopy(content))


@lru_cache(maxsize=256)
def _blob(run: Run, content: bytes) -> skia.TextBlob:
    """A run's glyphs as Skia draws them: a scene over time has the same in every frame."""
    font = skia.Font(_typeface(content), run.size)
    font.setSubpixel(True)
    font.setHinting(skia.FontHinting.kNone)
    font.setEdging(skia.Font.Edging.kAntiAlias)
    if run.slant:
        font.setSkewX(-run.slant)
    builder = skia.TextBlobBuilder()
    points = [skia.Point(x, y) for x, y in zip(run.xs, run.ys, strict=True)]
    builder.allocRunPos(font, list(run.glyphs), points)
    return builder.make()
