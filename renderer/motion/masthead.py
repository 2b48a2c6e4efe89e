"""Masthead: of a page skin only what stands above the publisher's page moves; the gutters beside it never do.

The masthead is staged as a canvas of its own: it plays the hook once and rests (look book for motion, section 11).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from renderer.boxes import around, corners
from renderer.motion.manner import Manner
from renderer.motion.pieces import GROUNDS, Pieces, taken_apart
from renderer.motion.story import Thrift
from renderer.placing.scale import Frame
from renderer.scene import AnyNode, Box, Colour, Group, Image, Line, Point, Scene, Shape, Text, walked
from renderer.tracks import Keyframe, Track

_BRIEF, _BARE = Thrift(nudge=False, line=False, product=False), Thrift(False, False, False, False)
"""The hook, then all; without a hook, where there is nothing but the headline."""
_IN_TURN = Thrift(nudge=False, line=False)
"""One after the other, where nothing but words comes in."""
_SLACK = 1.0
"""Px by which something may reach out of the masthead that belongs to it."""


class Masthead(NamedTuple):
    """A skin's masthead as a canvas of its own, and what stands still around it."""

    pieces: Pieces
    frame: Frame
    """Its measures."""
    box: Box
    """Where it lies, px of the skin."""
    below: tuple[AnyNode, ...]
    above: tuple[AnyNode, ...]
    """All else, below and above it in painting order."""

    def thrifts(self) -> tuple[Thrift, ...]:
        """How much of a story there is time for: a reader is here for the page."""
        if not self.pieces.sheets:
            return _IN_TURN, _BRIEF, _BARE
        alone = all(piece.role == "headline" for piece in (*self.pieces.items, *self.pieces.pictures))
        return (_BARE,) if alone else (_BRIEF, _BARE)

    def brief(self, how: Manner) -> Manner:
        """A brand's manner, in which groups follow each other as quickly as lines do."""
        return how._replace(group=min(how.group, how.line))

    def framed(self, nodes: Sequence[AnyNode]) -> list[AnyNode]:
        """The skin's nodes, with those of the masthead seen within it alone."""
        inner = tuple(shifted(node, self.box.x, self.box.y) for node in nodes)
        window = Group(id="", role="masthead", box=self.box, children=inner, clip_path=corners(self.box))
        return [*self.below, window, *self.above]


def masthead(scene: Scene, canvas: Frame) -> Masthead | None:
    """The masthead of a skin's still; None where nothing stands in it that could move."""
    page = canvas.page
    if page is None or page.y <= 0:
        return None
    box, nodes = Box(page.x, 0.0, page.w, page.y), scene.root.children
    own = [node for node in nodes if node.role != "border" and _covered(node).within(box, _SLACK)]
    if all(_ground(node) for node in own):
        return None
    first = next(at for at, node in enumerate(nodes) if node in own and not _ground(node))
    rest = [(at < first or _ground(node), node) for at, node in enumerate(nodes) if node not in own]
    below = tuple(node for early, node in rest if early)
    part, wide, high = canvas.part("header"), round(box.w), round(box.h)
    measures = part._replace(width=wide, height=high, safe=Box(0, 0, wide, high), reserved=(), kept=())
    children = tuple(shifted(node, -box.x, -box.y) for node in own)
    root = msgspec.structs.replace(scene.root, box=measures.canvas, children=children)
    ground = _ground_at((box.x + box.w / 2, box.y + box.h / 2), below, scene.background)
    still = msgspec.structs.replace(scene, width=wide, height=high, background=ground, root=root)
    above = tuple(node for early, node in rest if not early)
    return Masthead(taken_apart(still), measures, box, below, above)


def _ground_at(point: Point, nodes: Sequence[AnyNode], background: Colour) -> Colour:
    """The colour of the last panel below a point."""
    found = [one.fill for one in nodes if isinstance(one, Shape) and one.fill is not None and one.holds(point)]
    return found[-1] if found else background


def _ground(node: AnyNode) -> bool:
    return isinstance(node, Shape) and node.role in GROUNDS


def _covered(node: AnyNode) -> Box:
    """What a node covers; of a picture all of it, shadows lie beside its subject."""
    if isinstance(node, Shape) and node.path:
        return around(node.path)
    boxes = [one.box for one in walked(node) if isinstance(one, Image)]
    return around([point for box in (node.box, *boxes) for point in corners(box)])


def shifted(node: AnyNode, dx: float, dy: float) -> AnyNode:
    """A node, and all below it, elsewhere on the canvas; it moves as it did, relative to where it stands."""
    changes: dict[str, object] = {
        "box": _box(node.box, dx, dy),
        "tracks": tuple(_track(track, dx, dy) for track in node.tracks),
        "origin": None if node.origin is None else (node.origin[0] + dx, node.origin[1] + dy),
    }
    match node:
        case Group():
            changes["children"] = tuple(shifted(child, dx, dy) for child in node.children)
            changes["clip_path"] = _path(node.clip_path, dx, dy)
        case Shape():
            changes["path"] = _path(node.path, dx, dy)
        case Text():
            changes["lines"] = tuple(_line(line, dx, dy) for line in node.lines)
            changes["strike_line"] = node.strike_line and _path(node.strike_line, dx, dy)
        case Image():
            changes["subject"] = None if node.subject is None else _box(node.subject, dx, dy)
        case _:
            pass
    return msgspec.structs.replace(node, **changes)


def _box(box: Box, dx: float, dy: float) -> Box:
    return Box(box.x + dx, box.y + dy, box.w, box.h)


def _path(points: Sequence[Point], dx: float, dy: float) -> tuple[Point, ...]:
    return tuple((x + dx, y + dy) for x, y in points)


def _line(line: Line, dx: float, dy: float) -> Line:
    return msgspec.structs.replace(line, x=line.x + dx, baseline=line.baseline + dy)


def _track(track: Track, dx: float, dy: float) -> Track:
    """Of a track only what is cut out is told in px of the canvas."""
    if track.property != "clip":
        return track
    frames = tuple(msgspec.structs.replace(one, value=_flat(one, dx, dy)) for one in track.keyframes)
    return msgspec.structs.replace(track, keyframes=frames)


def _flat(frame: Keyframe, dx: float, dy: float) -> tuple[float, ...]:
    return tuple(value + (dy if at % 2 else dx) for at, value in enumerate(frame.value))
