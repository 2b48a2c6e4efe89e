"""The story of a stage: a camera that begins close to the product and draws back; words are in their places already.

Detail and line, then the whole product, then name, price and call to action (look book for motion, sections 1 to 5).
"""

from __future__ import annotations

from typing import NamedTuple

from renderer.boxes import common
from renderer.motion.closeup import closeup
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
NEAR = 1.5
"""A product that is not seen so much larger beside the headline is seen by itself first."""
DETAIL, DRAWN = 1200, 0.75
"""How long a product is seen from near by itself, ms; and of the way back, after which the headline comes."""


SECOND = ("headline", "name", "rating", "badge", "prior_price")


class View(NamedTuple):
    """How the camera sees everything: enlarged, then moved by px."""

    scale: float
    x: float
    y: float

    def closer(self, factor: float, about: Point) -> View:
        """The same from nearer, a point of the canvas staying where it is."""
        x, y = about
        return View(self.scale * factor, x + (self.x - x) * factor, y + (self.y - y) * factor)


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
        self.offers(first, SECOND if self.thrift.product else self.FIRST)
        return [*pictures, *self.parts(), *self.pieces.edge]

    def _sequence(self) -> list[AnyNode]:
        """Several products one after the other on their stage, then all."""
        margin, gap = self.frame.margin, self.frame.unit
        room = self.frame.free.inset(margin, margin, margin, margin)
        words = [one.box.inset(-gap, -gap, -gap, -gap) for one in self.of("logo", "headline", "mention")]
        most = min(sharp(piece, self.content, NEAREST) for piece in self.pieces.pictures)
        shots = sequence(self.pieces, self.content.rtl, room, words, most)
        read = self._opening(self.manner.start)
        over = self.shots(shots, read if self.thrift.line else self.manner.start + self.manner.group, ())
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
        for piece in self.of("badge"):
            self.lands(piece, at)
        for piece in self.of("prior_price"):
            self.strikes(piece, at)

    def _drawn_back(self, view: View, over: int) -> list[AnyNode]:
        """Stage and product as the camera sees them: close until a time, then from where the still sees them."""
        cue, canvas, manner = Cue(), self.frame.canvas, self.manner
        nearest = view.closer(DRIFT, (canvas.w / 2, canvas.h / 2))
        cue.start("scale", nearest.scale).start("move", nearest.x, nearest.y)
        cue.go("scale", 0, over, view.scale).go("scale", over, manner.camera, 1, ease=manner.moves)
        cue.go("move", 0, over, view.x, view.y).go("move", over, manner.camera, 0, 0, ease=manner.moves)
        self.told.append(cue)
        return [moving(self._seen(), cue, canvas, origin=(0.0, 0.0))]

    def _closeup(self, over: int) -> list[AnyNode]:
        """A photograph in its place: its subject from near, then all of it; other pictures as they are."""
        pictures, nodes = self.pieces.pictures, self._seen()
        near = closeup(pictures[0], self.content) if len(pictures) == 1 and self.thrift.hook else None
        if near is None or self.pieces.stage:
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
        """Where the camera begins if the headline waits: where it leaves the product too little room, but in micro
        strips, which have two acts."""
        if not self.thrift.hook or (view is not None and view.scale >= NEAR) or self.micro:
            return None
        alone = self._close("logo")
        return alone if alone is not None and alone.scale >= max(NEAR, view.scale if view else 0.0) else None

    def _close(self, *words: str) -> View | None:
        """Where the camera begins: as close as the words that are there already leave room for."""
        if len(self.pieces.pictures) != 1:
            return None
        piece = self.pieces.pictures[0]
        if not self.pieces.stage:
            return None
        taken = [one.box for one in self.of(*words)]
        views = [view for room in self._rooms(taken) if (view := self._in(room, piece, taken)) is not None]
        return max(views, key=lambda one: one.scale, default=None)

    def _rooms(self, words: list[Box]) -> list[Box]:
        """What the words leave free, over the whole width or the whole height of the canvas."""
        canvas, gap = self.frame.canvas, self.frame.margin * 0.6
        rows = _between([(one.y - gap, one.bottom + gap) for one in words], canvas.h)
        columns = _between([(one.x - gap, one.right + gap) for one in words], canvas.w)
        rooms = [Box(0, top, canvas.w, bottom - top) for top, bottom in rows if bottom - top > LOW * canvas.h]
        return rooms + [
            Box(left, 0, right - left, canvas.h) for left, right in columns if right - left > NARROW * canvas.w
        ]

    def _in(self, room: Box, piece: Piece, words: list[Box]) -> View | None:
        """The closest view in which the product's upper part fills a room and keeps out of the words."""
        canvas, subject = self.frame.canvas, piece.box
        most = TOWER if canvas.h > 2.5 * canvas.w else CLOSEST
        scale = min(
            most,
            CROPPED_ACROSS * room.w / subject.w,
            CROPPED_DOWN * room.h / subject.h,
            sharp(piece, self.content, CLOSEST),
        )
        if scale < LEAST:
            return None
        wide, high = scale * subject.w, scale * subject.h
        inset = 0.05 * room.w
        left = room.x + (inset if wide > room.w - 2 * inset else (room.w - wide) / 2)
        if room.x <= 0 and room.right < canvas.right and wide > room.w - 2 * inset:  # cut at the canvas' side
            left = room.right - inset - wide
        top = room.y + 0.06 * room.h if room.y > 0 else -0.05 * high
        if room.bottom < canvas.bottom:  # words below it
            top = room.bottom - 0.06 * room.h - high
        elif high <= room.h * 1.1:
            top = room.y + max(0.06 * room.h, (room.h - high) / 2)
        x, y = left - scale * subject.x, top - scale * subject.y
        view = View(scale, min(0.0, max(canvas.w * (1 - scale), x)), min(0.0, max(canvas.h * (1 - scale), y)))
        return view if _clear(view, piece, words) else None


def _clear(view: View, piece: Piece, words: list[Box]) -> bool:
    """Whether a view keeps the product out of the words."""
    subject = piece.box
    seen = Box(view.x + view.scale * subject.x, view.y + view.scale * subject.y,
               view.scale * subject.w, view.scale * subject.h)  # fmt: skip
    return all(common(seen, one).w * common(seen, one).h < 4 for one in words)


def _between(taken: list[tuple[float, float]], end: float) -> list[tuple[float, float]]:
    """What is left of a length between spans that are taken."""
    found, at = list[tuple[float, float]](), 0.0
    for start, stop in sorted(taken):
        if start > at:
            found.append((at, start))
        at = max(at, stop)
    return [*found, (at, end)] if end > at else found
