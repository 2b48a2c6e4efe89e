"""How one part comes in, is stressed, is struck through (look book for motion, sections 1, 2 and 4).

What comes in from near is opaque at once: a frame that shows half of it is a muddy one (section 12).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import hypot
from typing import NamedTuple

import msgspec

from renderer.boxes import union
from renderer.motion.cue import Cue
from renderer.motion.manner import OVERSHOOT, Manner
from renderer.motion.pieces import Piece
from renderer.scene import AnyNode, Box, Point, Shape, Stroke, Text, walked
from renderer.tracks import Ease

RISE = 0.013
"""Of the canvas' height that a text rises, 10 px at most (the same, section 4)."""
HIT, BADGE, SMALL = 1.05, 1.4, 0.6
"""A hit's largest size; what a badge comes in at; what a call to action does."""
WHOLE, STRIKE = 240, 240
"""How long a prior price stands whole, and how long its strike takes."""
LANDS, POPS, WIPES = 300, 320, 280
NUDGE = 1.07
BEYOND = 0.5
"""Of its size that accents and what hangs below a line reach beyond its box."""


class Place(NamedTuple):
    """Where and how large a part is before it goes to its place in the still: about its own middle, px."""

    scale: float = 1.0
    x: float = 0.0
    y: float = 0.0


STILL = Place()


def enters(
    cue: Cue, way: Point, at: int, manner: Manner, outside: bool = False, place: Place = STILL, rise: float = 10
) -> None:
    """A part comes in over a way (px) in the brand's manner; from `outside` of the canvas it is whole at once."""
    cue.start("scale", place.scale).start("move", place.x, place.y).start("opacity", 0)
    match manner.entrance:
        case "none":
            cue.cut("opacity", at, 1)
        case "fade" | "rise":
            cue.start("move", place.x, place.y + rise)
            cue.go("opacity", at, manner.enter, 1, ease=manner.enters)
            cue.go("move", at, manner.enter, place.x, place.y, ease=manner.enters)
        case "pop":
            cue.start("scale", SMALL * place.scale).cut("opacity", at, 1)
            cue.go("scale", at, manner.enter, place.scale, ease=OVERSHOOT)
        case _:
            cue.start("opacity", 1) if outside else cue.cut("opacity", at, 1)
            cue.start("move", place.x + way[0], place.y + way[1])
            cue.go("move", at, manner.enter, place.x, place.y, ease=manner.enters)


def lands(cue: Cue, at: int, manner: Manner, place: Place = STILL, rise: float = 10) -> None:
    """A badge comes in, large at first."""
    if manner.entrance in ("none", "fade", "rise"):
        enters(cue, (0.0, 0.0), at, manner, place=place, rise=rise)
        return
    cue.start("opacity", 0).cut("opacity", at, 1).start("move", place.x, place.y)
    cue.start("scale", BADGE * place.scale).go("scale", at, LANDS, place.scale, ease=manner.enters)


def wiped(
    cue: Cue, nodes: Sequence[AnyNode], at: int, manner: Manner, lean: float, rtl: bool, place: Place = STILL
) -> None:  # fmt: skip
    """Words are uncovered where they are, from the side where lines begin. Lean: px that the edge's top is farther
    right than its foot, over their height."""
    cue.start("scale", place.scale).start("move", place.x, place.y)
    texts = [one for node in nodes for one in walked(node) if isinstance(one, Text)]
    beyond = BEYOND * max((run.size for text in texts for line in text.lines for run in line.runs), default=0.0)
    box = union([node.box for node in nodes]).inset(0, -beyond, 0, -beyond)
    _uncovered(cue, box, at, manner.enter, manner.enters, lean, rtl)


def priced(cue: Cue, piece: Piece, at: int, manner: Manner, lean: float, rtl: bool, rise: float = 10) -> None:
    """A price comes in whole, its plate wiped along its own slant, digits on a panel at once; it is stressed once."""
    if manner.entrance in ("none", "fade", "rise"):
        enters(cue, (0.0, 0.0), at, manner, rise=rise)
    elif piece.nodes[0].role == "plate":
        _uncovered(cue, piece.box, at, WIPES, manner.enters, lean, rtl)
    else:
        cue.start("opacity", 0).cut("opacity", at, 1)
    if manner.pulses:
        after = cue.end()
        cue.go("scale", after, 119, HIT, ease=manner.enters).go("scale", after + 119, 221, 1, ease=manner.moves)


def _uncovered(cue: Cue, box: Box, at: int, length: int, ease: Ease, lean: float, rtl: bool) -> None:
    """Uncovered from the side where lines begin."""
    over = 0.1 * box.h
    top, bottom, half = box.y - over, box.bottom + over, abs(lean) / 2
    left, right = box.x - over - half, box.right + over + half
    sway = lean / 2
    begin = right if rtl else left
    start = (begin + sway, top, begin + sway, top, begin - sway, bottom, begin - sway, bottom)
    whole = (left + sway, top, right + sway, top, right - sway, bottom, left - sway, bottom)
    cue.start("clip", *start).go("clip", at, length, *whole, ease=ease)


def pops(cue: Cue, at: int, manner: Manner, rise: float = 0) -> None:
    """A call to action comes in."""
    if manner.entrance in ("none", "fade", "rise"):
        enters(cue, (0.0, 0.0), at, manner, rise=rise)
        return
    cue.start("opacity", 0).cut("opacity", at, 1)
    cue.start("scale", SMALL).go("scale", at, POPS, 1, ease=OVERSHOOT)


def nudge(cue: Cue, at: int, manner: Manner) -> None:
    """A call to action is stressed once, after everything has been read."""
    if manner.pulses:
        cue.go("scale", at, 150, NUDGE, ease=manner.enters).go("scale", at + 150, 270, 1, ease=manner.moves)


class Part(NamedTuple):
    """Nodes that move by one cue, seen within a window that stays."""

    nodes: tuple[AnyNode, ...]
    cue: Cue
    window: tuple[Point, ...] = ()


def struck(piece: Piece, at: int, manner: Manner, rtl: bool, place: Place = STILL, rise: float = 10) -> list[Part]:
    """A prior price comes whole, stands, then is struck through in the direction of reading."""
    come = Cue()
    if manner.entrance in ("fade", "rise"):
        enters(come, (0.0, 0.0), at, manner, place=place, rise=rise)
    else:
        come.start("scale", place.scale).start("move", place.x, place.y).start("opacity", 0)
        come.cut("opacity", at, 1)
    drawn, nodes, lines = come.end() + WHOLE, list[AnyNode](), list[Part]()
    for node in piece.nodes:
        if isinstance(node, Text) and node.strike is not None and node.strike_line is not None:
            lines.append(_line(node.strike, node.strike_line, drawn, rtl, place))
            node = msgspec.structs.replace(node, strike=None, strike_line=None)
        nodes.append(node)
    return [Part(tuple(nodes), come), *lines]


def _line(stroke: Stroke, ends: tuple[Point, Point], at: int, rtl: bool, place: Place) -> Part:
    """The strike as a bar of its own, uncovered from one end to the other."""
    (x0, y0), (x1, y1) = ends
    length = hypot(x1 - x0, y1 - y0) or 1.0
    dx, dy = -(y1 - y0) / length * stroke.width / 2, (x1 - x0) / length * stroke.width / 2
    path = ((x0 + dx, y0 + dy), (x1 + dx, y1 + dy), (x1 - dx, y1 - dy), (x0 - dx, y0 - dy))
    wide = stroke.width
    box = union([Box(x0, y0, 0, 0), Box(x1, y1, 0, 0)])
    left, top, right, bottom = box.x - wide, box.y - wide, box.right + wide, box.bottom + wide
    bar = Shape(id="", role="strike", box=Box(left, top, right - left, bottom - top), fill=stroke.colour, path=path)
    begin = right if rtl else left
    near, far = (right, left) if rtl else (left, right)
    cue = Cue().start("scale", place.scale).start("move", place.x, place.y)
    cue.start("clip", begin, top, begin, top, begin, bottom, begin, bottom)
    cue.go("clip", at, STRIKE, near, top, far, top, far, bottom, near, bottom)
    return Part((bar,), cue)
