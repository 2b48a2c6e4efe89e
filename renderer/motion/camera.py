"""The story of a stage: a camera that begins close to the product and draws back; words are in their places already.

Detail and line, then the whole product, then name, price and call to action (look book for motion, sections 1 to 5).
"""

from __future__ import annotations

from typing import NamedTuple

from renderer.boxes import common, corners, holds
from renderer.motion.closeup import closeup, eye
from renderer.motion.cue import Cue, moving
from renderer.motion.entrances import Part
from renderer.motion.hook import split
from renderer.motion.pieces import Piece
from renderer.motion.sequence import NEAREST, sequence
from renderer.motion.sharpness import sharp
from renderer.motion.story import Story
from renderer.scene import AnyNode, Box, Point

CLOSEST, TOWER = 2.2, 1.5
"""How much larger than in the still the product is seen at most; in towers."""
LEAST = 1.25
"""Below it drawing back is not seen as such."""
DRIFT = 1.035
"""How much closer still the camera is at the very first."""
CROPPED_ACROSS, CROPPED_DOWN = 1.45, 1.7
"""A product close by is so many times as wide and as high as the room it is seen in, at most."""
NARROW, LOW = 0.06, 0.3
"""Of the canvas' width and height, below which nobody looks for room for it."""
HEAD = 0.05
"""Of a product's height that the canvas cuts at its head, where it is higher."""
INSET = 0.05
"""Of a room, what stays free on the sides at which a product is not cut."""
GAP = 0.8
"""Of the margin, what stays free beside words."""
NEAR = 1.5
"""A product that is not seen so much larger beside the headline is seen by itself first."""
DETAIL, DRAWN = 1200, 0.75
"""How long a product is seen from near by itself, ms; and of the way back, after which the headline comes."""
EDGE = 0.12
"""Of a room's sides, how far within it what is looked at first is."""
NARROWER = (1.0, 0.85, 0.7)
"""How much of the nearest scale is tried, for what is looked at first to be seen."""


SECOND = ("headline", "name", "rating", "badge", "prior_price")


class View(NamedTuple):
    """How the camera sees everything: enlarged, then moved by px."""

    scale: float
    x: float
    y: float

    def nearer(self, factor: float) -> View:
        """The same from farther along the way that it is drawn back: what stays in its place then stays now."""
        scale = self.scale * factor
        along = (scale - 1) / (self.scale - 1)
        return View(scale, self.x * along, self.y * along)

    def sees(self, box: Box) -> Box:
        """Where something is seen."""
        return Box(self.scale * box.x + self.x, self.scale * box.y + self.y, self.scale * box.w, self.scale * box.h)

    def point(self, of: Point) -> Point:
        """Where a point is seen."""
        return self.scale * of[0] + self.x, self.scale * of[1] + self.y


class Camera(Story):
    """A stage, or a photograph, seen by a camera."""

    FIRST = ("headline",)

    def nodes(self) -> list[AnyNode]:
        """All nodes, in painting order."""
        if self.sequenced:
            return self._sequence()
        view = self._close("logo", "headline") if self.thrift.hook else None
        alone = self._alone(view)
        if alone is not None:
            pictures = self._drawn_back(alone, DETAIL)
            over = self._opening(DETAIL + int(DRAWN * self.manner.camera))
        else:
            over = self._opening(self.manner.start)
            pictures = self._drawn_back(view, over) if view is not None else self._closeup(over)
        first = max(self.end, over)
        if self.thrift.product:
            names = self.of("name", "rating")
            at = first - self.manner.enter // 4 if alone is None else over
            for piece in names:
                self.enters(piece, at)
                at += self.manner.group
            first = at if names else first
        self._saving(first)
        if self.of("prior_price"):  # it is struck before the price is there
            first = max(first, self.end)
        self.offers(first, SECOND if self.thrift.product else self.FIRST)
        return [*pictures, *self.parts(), *self.pieces.edge]

    def _sequence(self) -> list[AnyNode]:
        """Several products one after the other on their stage, then all."""
        margin, gap = self.frame.margin, self.frame.unit
        room = self.frame.free.inset(margin, margin, margin, margin)
        words = [one.box.inset(-gap, -gap, -gap, -gap) for one in self.of("logo", "headline", "mention")]
        most = min(sharp(piece, self.content, NEAREST) for piece in self.pieces.pictures)
        shots = sequence(self.pieces, self.content.rtl, room, words, most)
        self._opening(self.manner.start)
        over = self.shots(shots, self.manner.start + self.manner.group, ())
        self.offers(over, SECOND)
        return [*self.pieces.stage, *self.parts(), *self.pieces.edge]

    def _opening(self, start: int) -> int:
        """The headline in its place; and when it has been read. Without one the first words come in as it would."""
        over = start if start > self.manner.start or not self.of("headline") else 0
        for piece in self.of("headline"):
            shown, over = self.opens([line for text in piece.texts() for line in split(text)], start)
            self.staged[id(piece)] = [Part((line,), cue) for line, cue in shown]
        return over

    def _saving(self, at: int) -> None:
        if self.of("badge", "prior_price"):
            self.mentions(at)
        for piece in self.of("badge"):
            self.lands(piece, at)
        for piece in self.of("prior_price"):
            self.strikes(piece, at)

    def _drawn_back(self, view: View, over: int) -> list[AnyNode]:
        """Stage and product as the camera sees them: close until a time, then from where the still sees them."""
        cue, canvas, manner = Cue(), self.frame.canvas, self.manner
        nearest = view.nearer(DRIFT)
        cue.start("scale", nearest.scale).start("move", nearest.x, nearest.y)
        cue.go("scale", 0, over, view.scale).go("scale", over, manner.camera, 1, ease=manner.moves)
        cue.go("move", 0, over, view.x, view.y).go("move", over, manner.camera, 0, 0, ease=manner.moves)
        self.told.append(cue)
        return [moving(self._seen(), cue, canvas, origin=(0.0, 0.0))]

    def _closeup(self, over: int) -> list[AnyNode]:
        """A photograph in its place: its subject from near, then all of it; other pictures as they are."""
        pictures, nodes = self.pieces.pictures, self._seen()
        near = closeup(pictures[0], self.content) if len(pictures) == 1 and self.thrift.hook else None
        if near is None or self.pieces.stage or self.micro:
            return nodes
        cue, manner = Cue().start("scale", near.scale * DRIFT), self.manner
        cue.go("scale", 0, over, near.scale).go("scale", over, manner.camera, 1, ease=manner.moves)
        self.told.append(cue)
        return [near.seen(pictures[0], cue)]

    def _seen(self) -> list[AnyNode]:
        """What the camera sees, which is painted before all words."""
        for piece in self.pieces.pictures:
            self.staged[id(piece)] = []
        return [*self.pieces.stage, *(node for piece in self.pieces.pictures for node in piece.nodes)]

    def _alone(self, view: View | None) -> View | None:
        """Where the camera begins if the headline waits: where it leaves the product too little room."""
        if not self.thrift.hook or (view is not None and view.scale >= NEAR):
            return None
        alone = self._close("logo")
        return alone if alone is not None and alone.scale >= max(NEAR, view.scale if view else 0.0) else None

    def _close(self, *words: str) -> View | None:
        """Where the camera begins: as close as the words that are there already leave room for."""
        if len(self.pieces.pictures) != 1 or not self.pieces.stage or self.micro:
            return None
        piece = self.pieces.pictures[0]
        taken = [one.box for one in self.of(*words)]
        views = [view for room in self._rooms(taken) if (view := self._in(room, piece, taken)) is not None]
        return max(views, key=lambda one: one.scale, default=None)

    def _rooms(self, words: list[Box]) -> list[Box]:
        """What the words leave free, over the whole width or the whole height of the canvas."""
        canvas, gap = self.frame.canvas, self.frame.margin * GAP
        rows = _between([(one.y - gap, one.bottom + gap) for one in words], canvas.h)
        columns = _between([(one.x - gap, one.right + gap) for one in words], canvas.w)
        rooms = [Box(0, top, canvas.w, bottom - top) for top, bottom in rows if bottom - top > LOW * canvas.h]
        return rooms + [
            Box(left, 0, right - left, canvas.h) for left, right in columns if right - left > NARROW * canvas.w
        ]

    def _in(self, room: Box, piece: Piece, words: list[Box]) -> View | None:
        """The closest view in which what is looked at first of a product is in the middle of a room, cut by the canvas
        alone, and nothing of it lies on words."""
        canvas, subject = self.frame.canvas, piece.box
        most = TOWER if canvas.h > 2.5 * canvas.w else CLOSEST
        nearest = min(most, CROPPED_ACROSS * room.w / subject.w, CROPPED_DOWN * room.h / subject.h,
                      sharp(piece, self.content, CLOSEST))  # fmt: skip
        views = (self._at(share * nearest, room, piece) for share in NARROWER if share * nearest >= LEAST)
        seen, inner = eye(piece, self.content), room.inset(*(EDGE * side for side in (room.w, room.h, room.w, room.h)))
        return next((view for view in views if holds(corners(inner), view.point(seen)) and _clear(view, piece, words)
                     and _clear(view.nearer(DRIFT), piece, words)), None)  # fmt: skip

    def _at(self, scale: float, room: Box, piece: Piece) -> View:
        """A product at a scale in a room."""
        canvas, subject = self.frame.canvas, piece.box
        wide, high = scale * subject.w, scale * subject.h
        (x, y), pad = eye(piece, self.content), (INSET * room.w, INSET * room.h)
        left = _along((room.x, room.right), (0, canvas.w), wide, scale * (x - subject.x), pad[0])
        top = _down((room.y, room.bottom), canvas.h, high, scale * (y - subject.y), pad[1])
        x, y = left - scale * subject.x, top - scale * subject.y
        return View(scale, min(0.0, max(canvas.w * (1 - scale), x)), min(0.0, max(canvas.h * (1 - scale), y)))


def _down(room: tuple[float, float], canvas: float, length: float, eye: float, pad: float) -> float:
    """The same downwards: a product is known by its head, which is seen unless its body would not be."""
    start, end = room[0] + pad, room[1] - pad
    if length <= end - start or room[0] > 0 or room[1] < canvas:
        return _along(room, (0, canvas), length, eye, pad)
    return max(end - length, min(-HEAD * length, end - eye))


def _along(room: tuple[float, float], canvas: tuple[float, float], length: float, eye: float, pad: float) -> float:
    """Where a product begins along one side of a room: what is looked at first in its middle, filling it where it is
    longer, cut where the room ends with the canvas and nowhere else."""
    start, end = room[0] + pad, room[1] - pad
    if length <= end - start:
        return start + (end - start - length) / 2
    first, last = room[0] <= canvas[0], room[1] >= canvas[1]
    if not first:
        return start
    if not last:
        return end - length
    return max(end - length, min(start, (start + end) / 2 - eye))


def _clear(view: View, piece: Piece, words: list[Box]) -> bool:
    """Whether a view keeps the product out of the words."""
    seen = view.sees(piece.box)
    return all(common(seen, one).w * common(seen, one).h < 4 for one in words)


def _between(taken: list[tuple[float, float]], end: float) -> list[tuple[float, float]]:
    """What is left of a length between spans that are taken."""
    found, at = list[tuple[float, float]](), 0.0
    for start, stop in sorted(taken):
        if start > at:
            found.append((at, start))
        at = max(at, stop)
    return [*found, (at, end)] if end > at else found
