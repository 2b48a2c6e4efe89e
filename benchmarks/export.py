"""Scenes as a neutral description that any engine can draw with absolute positions: numbers, words and file names.

A node is one of: `shape` (polygon or rectangle), `image` (a whole picture's frame, clipped), `text` (one run of one
line on its baseline), `line` (a stroke). Colours are [r, g, b, a], 0 to 255; lengths are px.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import uharfbuzz as hb

from renderer.scene import Box, Colour, Gradient, Group, Image, Node, Scene, Shape, Text

Nodes = Iterator[dict[str, Any]]
Found = Callable[[str], str]
"""The path of an asset or a font by digest."""


class _Clip(NamedTuple):
    box: Box
    path: tuple[tuple[float, float], ...]


def described(scene: Scene, picture: Found, font: Callable[[str], int]) -> dict[str, Any]:
    """One creative: its size, ground and nodes in painting order."""
    nodes = list(_nodes(scene.root, _Clip(scene.canvas, ()), 1.0, picture, font))
    return {"width": scene.width, "height": scene.height, "background": list(scene.background), "nodes": nodes}


def leaf(node: Node, scene: Scene, picture: Found, font: Callable[[str], int]) -> Nodes:
    """A node without children, cut by nothing but the canvas."""
    yield from _nodes(node, _Clip(scene.canvas, ()), 1.0, picture, font)


class Fonts:
    """Numbers the fonts that scenes use."""

    def __init__(self, path: Found) -> None:
        self._path = path
        self._numbers: dict[str, int] = {}
        self.entries: list[dict[str, Any]] = []

    def number(self, digest: str) -> int:
        """A font's place in `entries`."""
        if digest not in self._numbers:
            self._numbers[digest] = len(self.entries)
            self.entries.append(_font(self._path(digest), len(self.entries)))
        return self._numbers[digest]


def _font(path: str, number: int) -> dict[str, Any]:
    face = hb.Face(hb.Blob.from_file_path(path))
    extents = hb.Font(face).get_font_extents("ltr")
    return {"family": f"F{number}", "file": path, "ascent": extents.ascender / face.upem,
            "descent": -extents.descender / face.upem}  # fmt: skip


def _nodes(node: Node, clip: _Clip, opacity: float, picture: Found, font: Callable[[str], int]) -> Nodes:
    opacity *= node.opacity
    match node:
        case Group():
            inner = _clipped(clip, node)
            for child in node.children:
                yield from _nodes(child, inner, opacity, picture, font)
        case Shape():
            yield _shape(node, opacity)
        case Image():
            yield _image(node, clip, picture)
        case Text():
            yield from _text(node, opacity, font)
        case _:
            raise ValueError(f"a still cannot show a {type(node).__name__.lower()}")


def _clipped(clip: _Clip, node: Group) -> _Clip:
    if not (node.clip or node.clip_path):
        return clip
    left, top = max(clip.box.x, node.box.x), max(clip.box.y, node.box.y)
    right, bottom = min(clip.box.right, node.box.right), min(clip.box.bottom, node.box.bottom)
    box = Box(left, top, max(0.0, right - left), max(0.0, bottom - top))
    return _Clip(box, node.clip_path or clip.path)


def _shape(node: Shape, opacity: float) -> dict[str, Any]:
    fill = _middle(node.gradient) if node.gradient is not None else node.fill
    return {
        "kind": "shape", "role": node.role, "box": list(node.box), "points": [list(point) for point in node.path],
        "radius": node.radius, "fill": None if fill is None else _faded(fill, opacity),
        "stroke": None if node.stroke is None else {"colour": _faded(node.stroke.colour, opacity),
                                                    "width": node.stroke.width},
    }  # fmt: skip


def _image(node: Image, clip: _Clip, picture: Found) -> dict[str, Any]:
    """The whole picture's frame follows from the part that fills the box."""
    width, height = node.box.w / node.crop.w, node.box.h / node.crop.h
    frame = Box(node.box.x - node.crop.x * width, node.box.y - node.crop.y * height, width, height)
    left, top = max(clip.box.x, node.box.x), max(clip.box.y, node.box.y)
    right, bottom = min(clip.box.right, node.box.right), min(clip.box.bottom, node.box.bottom)
    return {
        "kind": "image", "role": node.role, "file": picture(node.asset), "frame": list(frame),
        "clip": [left, top, max(0.0, right - left), max(0.0, bottom - top)],
        "points": [list(point) for point in clip.path],
    }  # fmt: skip


def _text(node: Text, opacity: float, font: Callable[[str], int]) -> Nodes:
    for line in node.lines:
        for run in line.runs:
            words = line.text[slice(*run.source)]
            if run.glyphs and words.strip():
                yield {
                    "kind": "text", "role": node.role, "text": words, "font": font(run.font), "size": run.size,
                    "fill": _faded(run.fill, opacity), "x": line.x + min(run.xs), "baseline": line.baseline + run.ys[0],
                    "advance": line.advance, "rtl": line.rtl,
                }  # fmt: skip
    if node.strike is not None and node.strike_line is not None:
        yield {"kind": "line", "role": node.role, "from": list(node.strike_line[0]), "to": list(node.strike_line[1]),
               "width": node.strike.width, "colour": _faded(node.strike.colour, opacity)}  # fmt: skip


def _middle(gradient: Gradient) -> Colour:
    colours = [colour for _, colour in gradient.stops]
    return tuple(sum(parts) // len(colours) for parts in zip(*colours, strict=True))  # type: ignore[return-value]


def _faded(colour: Colour, opacity: float) -> list[int]:
    return [*colour[:3], round(colour[3] * opacity)]
