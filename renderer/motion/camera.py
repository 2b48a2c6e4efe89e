"""The story of a stage: a camera that begins close to the product and draws back; words are in their places already.

Detail and line, then the whole product, then name, price and call to action (look book for motion, sections 1 to 5).
"""

from __future__ import annotations

from typing import NamedTuple

from renderer.boxes import common, corners
from renderer.motion.cue import Cue, moving
from renderer.motion.entrances import Part
from renderer.motion.hook import split
from renderer.motion.pieces import Piece
from renderer.motion.sharpness import sharp
from renderer.motion.story import Story
from renderer.scene import AnyNode, Box, Group, Point

CLOSEST, TOWER = 2.2, 1.5
"""How much larger than in the still the product is seen at most; in towers."""
LEAST = 1.25
"""Below it drawing back is not seen as such."""
DRIFT = 1.035
"""How much closer still the camera is at the very first."""
CROPPED_ACROSS, CROPPED_DOWN = 1.45, 1.7
"""A product close by is so many times as wide and as high as the room it is seen in, at most."""
DRAWN = (0.3, 0.0, 0.3, 1.0)
SCENE = 1.14
"""The same of a photograph with a scene of its own, which fills its place."""


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

    SECOND = ("headline",)

    def nodes(self) -> list[AnyNode]:
        """All nodes, in painting order."""
        over = self._opening()
        pictures = list(self._pictures(over))
        first = max(self.end, over)
        if self.thrift.product:
            names = self.of("name", "rating")
            at = first - self.manner.enter // 4 if pictures else over
            for piece in names:
                self.enters(piece, at)
                at += self.manner.group
            first = at if names else first
        self._saving(first)
        self.offers(
            first, ("headline", "name", "rating", "badge", "prior_price") if self.thrift.product else self.SECOND
        )
        return [*pictures, *self.parts(), *self.pieces.edge]

    def _opening(self) -> int:
        """The headline in its place; and when it has been read."""
        over = 0
        for piece in self.of("headline"):
            shown, over = self.opens([line for text in piece.texts() for line in split(text)])
            self.staged[id(piece)] = [Part((line,), cue) for line, cue in shown]
        return over

    def _saving(self, at: int) -> None:
        for piece in self.of("badge"):
            self.lands(piece, at)
        for piece in self.of("prior_price"):
            self.strikes(piece, at)

    def _pictures(self, over: int) -> list[AnyNode]:
        """Stage and pictures as the camera sees them: close, then from where the still sees them."""
        manner, pictures = self.manner, self.pieces.pictures
        nodes = [*self.pieces.stage, *(node for piece in pictures for node in piece.nodes)]
        for piece in pictures:
            self.staged[id(piece)] = []  # painted here
        cue, canvas = Cue(), self.frame.canvas
        view = self._close() if self.thrift.hook else None
        if view is not None:
            nearest = view.closer(DRIFT, (canvas.w / 2, canvas.h / 2))
            cue.start("scale", nearest.scale).start("move", nearest.x, nearest.y)
            cue.go("scale", 0, over, view.scale).go("scale", over, manner.camera, 1, ease=manner.moves)
            cue.go("move", 0, over, view.x, view.y).go("move", over, manner.camera, 0, 0, ease=manner.moves)
            self.told.append(cue)
            return [moving(nodes, cue, canvas, origin=(0.0, 0.0))]
        if len(pictures) == 1 and not self.pieces.stage and _framed(pictures[0].nodes[0]):
            cue.start("scale", SCENE).go("scale", 0, over + manner.camera, 1, ease=DRAWN)
            self.told.append(cue)
            place = pictures[0].nodes[0].box
            return [moving(nodes, cue, place, corners(place), pictures[0].centre)]
        return nodes

    def _close(self) -> View | None:
        """Where the camera begins: as close as the words that are there already leave room for."""
        if len(self.pieces.pictures) != 1:
            return None
        piece = self.pieces.pictures[0]
        if not self.pieces.stage:
            return None
        rooms = self._rooms([one.box for one in self.of("logo", "headline")])
        views = [view for room in rooms if (view := self._in(room, piece)) is not None]
        return max(views, key=lambda one: one.scale, default=None)

    def _rooms(self, words: list[Box]) -> list[Box]:
        """What the words leave free, over the whole width or the whole height of the canvas."""
        canvas, gap = self.frame.canvas, self.frame.margin * 0.6
        rows = _between([(one.y - gap, one.bottom + gap) for one in words], canvas.h)
        columns = _between([(one.x - gap, one.right + gap) for one in words], canvas.w)
        rooms = [Box(0, top, canvas.w, bottom - top) for top, bottom in rows if bottom - top > 0.3 * canvas.h]
        return rooms + [
            Box(left, 0, right - left, canvas.h) for left, right in columns if right - left > 0.2 * canvas.w
        ]

    def _in(self, room: Box, piece: Piece) -> View | None:
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
        return view if self._clear(view, piece) else None

    def _clear(self, view: View, piece: Piece) -> bool:
        """Whether a view keeps the product out of the words."""
        subject = piece.box
        seen = Box(view.x + view.scale * subject.x, view.y + view.scale * subject.y,
                   view.scale * subject.w, view.scale * subject.h)  # fmt: skip
        return all(common(seen, one.box).w * common(seen, one.box).h < 4 for one in self.of("logo", "headline"))


def _framed(node: AnyNode) -> bool:
    return isinstance(node, Group) and node.clip


def _between(taken: list[tuple[float, float]], end: float) -> list[tuple[float, float]]:
    """What is left of a length between spans that are taken."""
    found, at = list[tuple[float, float]](), 0.0
    for start, stop in sorted(taken):
        if start > at:
            found.append((at, start))
        at = max(at, stop)
    return [*found, (at, end)] if end > at else found
