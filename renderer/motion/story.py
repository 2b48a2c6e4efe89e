"""Story: what every story is told with: acts, and how a piece comes in at a time."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from renderer.content import Content
from renderer.motion import reading
from renderer.motion.cue import Cue, moving
from renderer.motion.entrances import RISE, STILL, Part, Place, enters, lands, nudge, pops, priced, struck
from renderer.motion.manner import Manner
from renderer.motion.pieces import Piece, Pieces
from renderer.placing.scale import Frame
from renderer.scene import AnyNode, Point, Text

SHORT = 0.1
"""Of the canvas' width, and of the root of its area, that a short way is at most: in a strip it would cross others."""
MICRO = 64
"""Px of height at 1x below which there are two acts: the hook, then all (look book for motion, section 5)."""
LEAST_ACT = 1200
"""How long an act is held, ms."""
OFFER = ("price", "unit_price")
"""What an offer is read from."""


class Thrift(NamedTuple):
    """What a story has, and does without where it would take too long, in this order."""

    nudge: bool = True
    line: bool = True
    """The line below the hook's headline."""
    product: bool = True
    """The second act by itself."""
    hook: bool = True


ALL = Thrift()
LESS = (ALL, Thrift(False), Thrift(False, False), Thrift(False, False, False), Thrift(False, False, False, False))


class Story(ABC):
    """One story in progress. Times are ms."""

    def __init__(self, pieces: Pieces, content: Content, frame: Frame, manner: Manner, thrift: Thrift) -> None:
        self.pieces, self.content, self.frame, self.manner, self.thrift = pieces, content, frame, manner, thrift
        self.staged: dict[int, list[Part]] = {}
        """By the id of a piece: the parts that it is staged as."""
        self.told: list[Cue] = []
        self.rise = min(RISE * frame.height, 10.0 * frame.scale)
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
        priced(cue, piece, at, self.manner, self.frame.lean() * piece.box.h, self.rise)
        self.stage(piece, [Part(piece.nodes, cue)])

    def calls(self, piece: Piece, at: int) -> None:
        """The call to action comes in, and is stressed once after all has been read."""
        cue = Cue()
        pops(cue, at, self.manner)
        if self.thrift.nudge:
            nudge(cue, cue.end() + self.manner.rest, self.manner)
        self.stage(piece, [Part(piece.nodes, cue)])

    # Acts

    def opens(self, lines: Sequence[Text], start: int | None = None) -> tuple[list[tuple[Text, Cue]], int]:
        """Lines that come in one after the other from a time on, and when the last has been read."""
        manner, found, over = self.manner, list[tuple[Text, Cue]](), 0
        for place, line in enumerate(lines):
            cue, at = Cue(), (manner.start if start is None else start) + place * manner.line
            enters(cue, self.whole_way(line), at, manner, outside=True, rise=self.rise)
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
        for piece in self.of(*OFFER):
            self.priced(piece, at)
        self.mentions(at)
        at += manner.group
        for piece in self.rest(*told, *OFFER, "logo", "cta", "mention"):
            self.enters(piece, at)
            at += manner.line
        for piece in self.of("cta"):
            self.calls(piece, max(at, self.end - manner.enter // 2) + manner.group // 2)

    # Ways

    def start_side(self) -> int:
        """1 where lines begin at the left, -1 where at the right."""
        return -1 if self.content.rtl else 1

    def short_way(self) -> Point:
        """From near: the side at which lines begin."""
        return -SHORT * min(self.frame.width, 1.2 * self.frame.a) * self.start_side(), 0.0

    def whole_way(self, of: AnyNode | Piece, away: bool = False) -> Point:
        """From outside the canvas: the side at which lines begin, or (`away`) the other."""
        canvas, box = self.frame.canvas, of.box
        from_left = (self.start_side() > 0) != away
        return (canvas.x - box.right - 2, 0.0) if from_left else (canvas.right - box.x + 2, 0.0)
