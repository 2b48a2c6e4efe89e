"""Story: what every story is told with: acts, and how a piece comes in at a time."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from renderer.boxes import union
from renderer.content import Content
from renderer.motion import reading
from renderer.motion.cue import Cue, moving
from renderer.motion.entrances import RISE, STILL, Part, Place, enters, lands, nudge, pops, priced, struck, wiped
from renderer.motion.manner import MICRO, Manner
from renderer.motion.pieces import Piece, Pieces
from renderer.motion.sequence import Shots
from renderer.placing.scale import Frame
from renderer.scene import AnyNode, Point, Text

SHORT = 0.1
"""Of the canvas' width, and of the root of its area, that a short way is at most: in a strip it would cross others."""
LEAST_RISE = 3
"""Px at 1x below which a rise is not seen as one."""
LEAST_ACT = 1200
"""How long an act is held, ms."""
CAPTION = 240
"""Ms from one caption of a product to the next at most: they are one lockup."""
OFFER = ("price", "unit_price")
"""What an offer is read from."""


class Thrift(NamedTuple):
    """What a story has, and does without where it would take too long, in this order."""

    nudge: bool = True
    line: bool = True
    """The line below the hook's headline; and a headline that is read before the first of several products comes."""
    product: bool = True
    """The second act by itself."""
    hook: bool = True


ALL = Thrift()
LESS = (ALL, Thrift(False), Thrift(False, False), Thrift(False, False, False), Thrift(False, False, False, False))


class Story(ABC):
    """One story in progress. Times are ms."""

    def __init__(self, pieces: Pieces, content: Content, frame: Frame, manner: Manner, thrift: Thrift) -> None:
        self.pieces, self.content, self.frame, self.thrift = pieces, content, frame, thrift
        self.sequenced = content.sequence and len(pieces.pictures) > 1 and thrift.product
        """Whether several products are shown one after the other."""
        self.manner = manner.quicker() if self.sequenced else manner
        self.staged: dict[int, list[Part]] = {}
        """By the id of a piece: the parts that it is staged as."""
        self.told: list[Cue] = []
        rise = min(RISE * frame.height, 10.0 * frame.scale)
        self.rise = rise if rise >= LEAST_RISE * frame.scale else 0.0
        self.micro = frame.height < MICRO * frame.scale

    @abstractmethod
    def nodes(self) -> list[AnyNode]:
        """All nodes, in painting order."""

    @property
    def end(self) -> int:
        """When everything told so far has come to rest."""
        return max((cue.end() for cue in self.told), default=0)

    # Pieces

    def of(self, *roles: str) -> list[Piece]:
        """The pieces before the pictures of some roles, the roles in order."""
        return [piece for role in roles for piece in self.pieces.items if piece.role == role]

    def rest(self, *told: str) -> list[Piece]:
        """The others, in the order of the still."""
        return [piece for piece in self.pieces.items if piece.role not in told]

    def parts(self) -> list[AnyNode]:
        """The pieces as they were staged, in painting order; what nobody staged is there from the start."""
        found: list[AnyNode] = []
        for piece in (*self.pieces.pictures, *self.pieces.items):
            if id(piece) not in self.staged:
                found += piece.nodes
            for part in self.staged.get(id(piece), ()):
                found.append(moving(part.nodes, part.cue, piece.box, part.window, piece.centre))
        return found

    def stage(self, piece: Piece, parts: Sequence[Part]) -> None:
        """A piece is told in parts."""
        self.staged[id(piece)] = list(parts)
        self.told += [part.cue for part in parts]

    # How they come in

    def enters(
        self, piece: Piece, at: int, way: Point | None = None, window: tuple[Point, ...] = (), place: Place = STILL
    ) -> None:
        """A piece comes in over a way (px; short where none is said), seen within a window."""
        cue = Cue()
        if self.manner.entrance == "wipe" and piece not in self.pieces.pictures:
            wiped(cue, piece.nodes, at, self.manner, self._lean(piece), self.content.rtl, place)
        else:
            enters(cue, way or self.short_way(), at, self.manner, way is not None, place, self.rise)
        self.stage(piece, [Part(piece.nodes, cue, window)])

    def lands(self, piece: Piece, at: int, place: Place = STILL) -> None:
        """A badge comes in."""
        cue = Cue()
        lands(cue, at, self.manner, place, self.rise)
        self.stage(piece, [Part(piece.nodes, cue)])

    def strikes(self, piece: Piece, at: int, place: Place = STILL) -> None:
        """A prior price comes whole, then is struck through."""
        self.stage(piece, struck(piece, at, self.manner, self.content.rtl, place, self.rise))

    def appears(self, piece: Piece, at: int) -> None:
        """A legal line is there, without a long fade."""
        self.stage(piece, [Part(piece.nodes, Cue().start("opacity", 0).go("opacity", at, 120, 1))])

    def mentions(self, at: int) -> None:
        """Legal lines are there with the first that they explain, saving or price, and stay."""
        for piece in self.of("mention"):
            if id(piece) not in self.staged:
                self.appears(piece, at)

    def priced(self, piece: Piece, at: int) -> None:
        """A price comes in."""
        cue = Cue()
        priced(cue, piece, at, self.manner, self._lean(piece), self.content.rtl, self.rise)
        self.stage(piece, [Part(piece.nodes, cue)])

    def calls(self, piece: Piece, at: int) -> None:
        """The call to action comes in, and is stressed once after all has been read."""
        cue = Cue()
        pops(cue, at, self.manner)
        if self.thrift.nudge:
            nudge(cue, cue.end() + self.manner.rest, self.manner)
        self.stage(piece, [Part(piece.nodes, cue)])

    # Acts

    def opens(
        self, lines: Sequence[Text], start: int | None = None, away: bool = False
    ) -> tuple[list[tuple[Text, Cue]], int]:  # fmt: skip
        """Lines that come in one after the other from a time on, and when the last has been read; `away`: from the side
        where lines end."""
        manner, found, over = self.manner, list[tuple[Text, Cue]](), 0
        for place, line in enumerate(lines):
            cue, at = Cue(), (manner.start if start is None else start) + place * manner.line
            if manner.entrance == "wipe":
                wiped(cue, [line], at, manner, self._lean(line), self.content.rtl)
            else:
                enters(cue, self.whole_way(line, away), at, manner, outside=True, rise=self.rise)
            over = max(over, at + manner.enter + reading.held(sum(len(one.text) for one in line.lines)))
            found.append((line, cue))
        self.told += [cue for _, cue in found]
        return found, over

    def read(self, pieces: Iterable[Piece], start: int) -> int:
        """When pieces that are new since a time have come to rest and been read."""
        return max(self.end, start) + max(reading.act(pieces), LEAST_ACT)

    def offers(self, start: int, told: tuple[str, ...]) -> None:
        """The last act: price, what belongs to it, the rest, the call to action last."""
        manner, at = self.manner, start
        for piece in self.waiting(self.of(*OFFER)):
            self.priced(piece, at)
        self.mentions(at)
        at = max(at + manner.group, self.end if manner.pulses else 0)  # a price is seen to its end first
        for piece in self.waiting(self.rest(*told, *OFFER, "logo", "cta", "mention")):
            self.enters(piece, at)
            at += manner.line
        for piece in self.of("cta"):
            self.calls(piece, max(at, self.end - manner.enter // 2) + manner.group // 2)

    def _lean(self, of: AnyNode | Piece) -> float:
        """How far the edge that uncovers a part leans over its height, px."""
        return self.frame.lean() * of.box.h

    def waiting(self, pieces: Iterable[Piece]) -> list[Piece]:
        """Those that were not told yet."""
        return [piece for piece in pieces if id(piece) not in self.staged]

    # Several products

    def shots(self, shots: Shots, start: int, window: tuple[Point, ...]) -> int:
        """Products one after the other, each until it has been read, then all in their places; when they are there."""
        at, before = start, tuple[Piece, ...]()
        for one in shots.products:
            for piece in before if shots.places else ():
                self.clears(piece, at)
            picture, *captions = one
            come = at if self.sliding or not before else at + self.manner.leave
            place = shots.places.get(id(picture), STILL)
            if before and shots.places and self.sliding:
                self._pushes(picture, come, window, place)
                come += self.manner.move // 2
            else:
                self.enters(picture, come, self.way_to(picture, place), window, place)
            self.mentions(come)
            for piece in captions:
                come += min(self.manner.line, CAPTION)
                self._caption(piece, come, shots.places.get(id(piece), STILL))
            at, before = self.read(captions, at), one
        if not shots.places:
            return at
        return self._line_up(shots, at)

    @property
    def sliding(self) -> bool:
        """Whether parts come in from outside."""
        return self.manner.entrance in ("slide", "wipe", "pop")

    def _caption(self, piece: Piece, at: int, place: Place) -> None:
        if piece.role == "prior_price":
            self.strikes(piece, at, place)
        elif piece.role == "badge" or (piece.role in OFFER and place is not STILL):
            self.lands(piece, at, place)
        elif piece.role in OFFER:
            self.priced(piece, at)
        else:
            self.enters(piece, at, place=place)

    def _pushes(self, piece: Piece, at: int, window: tuple[Point, ...], place: Place) -> None:
        """A picture comes in as fast as the shot before goes off, so that neither runs into the other."""
        cue = Cue().start("scale", place.scale)
        far = max(float(self.frame.width * self.start_side()), self.way_to(piece, place)[0], key=abs)
        cue.start("move", place.x + far, place.y)
        cue.go("move", at, self.manner.move, place.x, place.y, ease=self.manner.moves)
        self.stage(piece, [Part(piece.nodes, cue, window)])

    def clears(self, piece: Piece, at: int) -> None:
        """A piece of a shot goes off, on the side where lines begin."""
        for part in self.staged[id(piece)]:
            if self.sliding:
                x, y = part.cue.last("move")
                part.cue.go("move", at, self.manner.move, x - self.frame.width * self.start_side(), y,
                            ease=self.manner.moves)  # fmt: skip
                part.cue.cut("opacity", at + self.manner.move, 0)
            else:
                part.cue.go("opacity", at, self.manner.leave, 0)

    def _line_up(self, shots: Shots, at: int) -> int:
        """The last product goes to its place, the others come to theirs."""
        manner, last = self.manner, shots.products[-1]
        home = at if self.sliding else at + manner.leave
        for piece in last:
            if not self.sliding:
                self.clears(piece, at)
            for part in self.staged[id(piece)] if self.sliding else ():
                part.cue.go("move", home, manner.move, 0, 0, ease=manner.moves)
                part.cue.go("scale", home, manner.move, 1, ease=manner.moves)
        for one in shots.products[:-1] if self.sliding else shots.products:
            for part in (part for piece in one for part in self.staged[id(piece)]):
                part.cue.cut("scale", home, 1).cut("move", home, 0, 0)
                if self.sliding:
                    part.cue.cut("move", home, -self.frame.width * self.start_side(), 0).cut("opacity", home, 1)
                    part.cue.go("move", home, manner.move, 0, 0, ease=manner.moves)
                else:
                    part.cue.go("opacity", home, manner.enter, 1, ease=manner.enters)
        return self.end

    # Ways

    def start_side(self) -> int:
        """1 where lines begin at the left, -1 where at the right."""
        return -1 if self.content.rtl else 1

    def short_way(self) -> Point:
        """From near: the side at which lines begin."""
        return -SHORT * min(self.frame.width, 1.2 * self.frame.a) * self.start_side(), 0.0

    def way_to(self, piece: Piece, place: Place) -> Point:
        """From outside the canvas on the side where lines end, to where a piece is for a time."""
        (x, _), canvas, box = piece.centre, self.frame.canvas, union([one.box for one in piece.nodes])
        left, right = (x + place.x + place.scale * (side - x) for side in (box.x, box.right))
        return (canvas.right - left + 2 if self.start_side() > 0 else canvas.x - right - 2), 0.0

    def whole_way(self, of: AnyNode | Piece, away: bool = False) -> Point:
        """From outside the canvas: the side at which lines begin, or (`away`) the other."""
        canvas, box = self.frame.canvas, of.box
        from_left = (self.start_side() > 0) != away
        return (canvas.x - box.right - 2, 0.0) if from_left else (canvas.right - box.x + 2, 0.0)
