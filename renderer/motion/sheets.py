"""The story of panels: they come in as sheets, one act after the other, over the ground that the logo stands on.

Hook: that ground alone, with the headline. Product: the sheets that carry the product and its saving, large. Offer:
these go to their places, price and call to action come (look book for motion, sections 1 to 5).
"""

from __future__ import annotations

from renderer.boxes import common, corners, union
from renderer.content import Content
from renderer.motion import reading
from renderer.motion.closeup import Closeup, closeup
from renderer.motion.cue import Cue, moving
from renderer.motion.entrances import STILL, Part, Place
from renderer.motion.focus import Focus, beside, focused
from renderer.motion.hook import HIGH, RAISED, hook
from renderer.motion.manner import Manner
from renderer.motion.pieces import Piece, Pieces, Sheet
from renderer.motion.sequence import NEAREST, sequence
from renderer.motion.sharpness import sharp
from renderer.motion.spread import Spread, spread, within
from renderer.motion.story import LEAST_ACT, OFFER, Story, Thrift
from renderer.placing.scale import Frame
from renderer.scene import AnyNode, Box, Colour, Point, Shape

LOWER = 0.08
"""Of the canvas' height that a headline is lower at first, at least."""
FILLED = 0.8
"""Of a sheet, from which a picture is no subject that stands on it, but comes with it."""
LARGE, LOUD = 1.6, 1.7
"""How much larger than in the still product and saving are together at most; and a saving alone."""
ALONE = 1.2
"""How much larger a product by itself has to be, so that it is worth an act."""
SAVING = ("badge", "prior_price")
SECOND = ("headline", "name", "rating", *SAVING)


class Sheets(Story):
    """Panels as sheets that push, or dissolve where the brand is calm."""

    def __init__(self, pieces: Pieces, content: Content, frame: Frame, manner: Manner, thrift: Thrift) -> None:
        super().__init__(pieces, content, frame, manner, thrift)
        spot = next((one.centre for one in (pieces.first("logo", "headline", "cta"),) if one is not None), (0.0, 0.0))
        home = pieces.under(spot)
        self.ground: Colour = pieces.colour_at(spot)
        coming = [one for one in pieces.sheets if one is not home and one.shape.fill != self.ground]
        self.early = self.of("mention") if self.of(*SAVING) or self.sequenced else []
        """Legal lines that come with the saving: their ground does, and nothing large is in their way."""
        carried = (*pieces.pictures, *self.of(*SECOND), *self.early, *(self.of(*OFFER) if self.sequenced else ()))
        late = [one for one in coming if not self._carries(one, carried)]
        self.spread: Spread = spread(pieces, frame, home, coming, late, [one.box for one in self.early])
        stays = home.box if home is not None else None
        self.hook = hook(pieces, content, frame, self.ground, stays, thrift.line) if thrift.hook else None
        self.near: tuple[Piece, Closeup] | None = None
        """The photograph that is seen from near until the saving goes to its place."""
        self.alone = False
        """Whether the product is large by itself first: the saving's legal line has no room beside it."""
        self.places, self.opened = self._places()

    def nodes(self) -> list[AnyNode]:
        """All nodes, in painting order."""
        opening, second = self._opening()
        if self.sequenced:
            third = self._sequence(second)
            return [*self._grounds(opening, second, third), *self.parts(), *self.pieces.edge]
        self._product(second)
        third = second + self.manner.group if self.micro or not self.thrift.product else self._read(second)
        self._dock(third)
        self._offer(third)
        return [*self._grounds(opening, second, third), *self.parts(), *self.pieces.edge]

    def _grounds(self, opening: list[AnyNode], second: int, third: int) -> list[AnyNode]:
        base = Shape(id="", role="ground", box=self.frame.canvas, fill=self.ground)
        return [base, *opening, *(node for one in self.pieces.sheets for node in self._sheet(one, second, third))]

    def _sequence(self, second: int) -> int:
        """Several products one after the other on their sheet, then all, and the call to action."""
        manner, host = self.manner, self.pieces.under(self.pieces.pictures[0].centre)
        margin, gap = self.frame.margin, self.frame.unit
        room = within(host.seen) if host is not None else self.frame.canvas
        room = common(room, self.frame.free).inset(margin, margin, margin, margin)
        words = [one.box.inset(-gap, -gap, -gap, -gap) for one in self.of("logo", "headline", "mention")]
        most = min(sharp(piece, self.content, NEAREST) for piece in self.pieces.pictures)
        for piece in self.waiting(self.of("headline")):
            self.enters(piece, second + manner.move // 2 + manner.line, self.whole_way(piece), self._window(piece))
        shots = sequence(self.pieces, self.content.rtl, room, words, most)
        over = self.shots(shots, second + manner.move * 4 // 5, host.seen if host is not None else ())
        self.offers(over, SECOND)
        return over

    # The acts

    def _opening(self) -> tuple[list[AnyNode], int]:
        """The hook's lines, and when the next act begins; without a hook the headline is there in its place."""
        manner = self.manner
        if self.hook is None:
            over = manner.start
            for piece in self.of("headline"):  # nothing else is there yet that it would cross
                place = self._middle(piece)
                self.enters(piece, manner.start, self.whole_way(piece), place=place)
                over += manner.enter + max(manner.group, reading.held(piece.letters()))
                for part in self.staged[id(piece)] if place is not STILL else ():
                    part.cue.go("move", over, manner.move, 0, 0, ease=manner.moves)
            return [], over
        lines = [*self.hook.lines, *([self.hook.line] if self.hook.line is not None else [])]
        shown, over = self.opens(lines, away=self.hook.covered)
        for line, cue in shown:
            self._leaves(cue, over, line.box)
        window = corners(self.hook.window) if self.hook.window is not None else ()
        return [moving([line], cue, line.box, window) for line, cue in shown], over

    def _middle(self, piece: Piece) -> Place:
        """Where a headline stands that fills a high canvas' width already: in the middle of what is bare beside the
        logo, until the sheets come."""
        frame, logo = self.frame, self.pieces.first("logo")
        if not self.manner.sheets or frame.height <= HIGH * frame.width:
            return STILL
        top = logo.box.bottom if logo is not None and logo.box.bottom <= piece.box.y else 0.0
        down = top + RAISED * (frame.height - top - piece.box.h) - piece.box.y
        return Place(1.0, 0.0, round(down)) if down > LOWER * frame.height else STILL

    def _product(self, start: int) -> None:
        """The second act: product, headline in its place unless the product is large, name, saving."""
        manner = self.manner
        sliding = manner.entrance in ("slide", "wipe")
        for index, piece in enumerate(self.pieces.pictures):  # what fades in waits until its sheet is there
            at = start + (manner.move * 3 // 5 if sliding else manner.move * 4 // 5)
            self._picture(piece, start, at + index * manner.line)
        at = start + manner.move // 2 + manner.line
        if not self.opened:
            at = self._words(at)
        if not self.alone:
            self._saving(max(at, start + manner.move + manner.line))

    def _saving(self, at: int) -> None:
        """The saving comes in, and with it the legal line that explains it."""
        if self.early:
            self.mentions(at)
        for piece in self.of(*SAVING):
            place = self.places.get(id(piece), STILL)
            if piece.role == "badge":
                self.lands(piece, at, place)
            else:
                self.strikes(piece, at, place)
            at += self.manner.group

    def _words(self, at: int) -> int:
        """Headline, name and rating come in where they stand in the still."""
        for piece in self.of("headline", "name", "rating"):
            if id(piece) not in self.staged:
                self.enters(piece, at, self.whole_way(piece) if piece.role == "headline" else None, self._window(piece))
                at += self.manner.line
        return at

    def _read(self, start: int) -> int:
        """When what is new in the second act has been read."""
        if self.alone:
            return max(self.end, start) + LEAST_ACT
        new = [*self.of(*SAVING), *(() if self.opened else self.of("name", "rating"))]
        return self.read([*new, *(() if self.hook is not None else self.of("headline"))], start)

    def _dock(self, at: int) -> None:
        """What was large goes to its place, all in one move."""
        for piece in (*self.pieces.pictures, *self.of(*SAVING)):
            if id(piece) in self.places:
                for part in self.staged[id(piece)]:
                    part.cue.go("move", at, self.manner.move, 0, 0, ease=self.manner.moves)
                    part.cue.go("scale", at, self.manner.move, 1, ease=self.manner.moves)
        if self.near is not None:
            piece, near = self.near
            (part,) = self.staged[id(piece)]
            cue = Cue().start("scale", near.scale).go("scale", at, self.manner.move, 1, ease=self.manner.moves)
            self.told.append(cue)
            self.staged[id(piece)] = [part._replace(nodes=(near.seen(piece, cue),))]

    def _offer(self, at: int) -> None:
        manner, moved = self.manner, bool(self.places or self.spread.late or self.near)
        if self.opened:
            self._words(at + manner.move // 2)
        start = at + (manner.move if moved else 0)
        if self.alone:  # the price's band is there already
            self._saving(at + manner.move // 2)
            start += manner.line
        self.offers(start, SECOND)

    def _picture(self, piece: Piece, sheet_at: int, at: int) -> None:
        """A subject slides in over its sheet; a picture that fills its sheet comes with it."""
        sheet, area = self.pieces.under(piece.centre), piece.nodes[0].box
        if sheet is None or sheet not in self.spread.coming:
            self.enters(piece, at, self.whole_way(piece, away=True))
            return
        if _filled(common(area, sheet.box), sheet.box) and _filled(piece.box, area):
            near = closeup(piece, self.content) if self.thrift.product and not self.micro else None
            self.near = (piece, near) if near is not None and self.manner.entrance != "none" else None
            self.stage(piece, [Part(piece.nodes, self._comes(sheet, sheet_at, sheet_at))])
            return
        place = self.places.get(id(piece), STILL)
        if self.sliding and self.manner.sheets and self.spread.carries(sheet):
            (x, y), (dx, dy), cue = self.spread.outside(sheet), self.spread.shift(sheet), Cue()
            cue.start("scale", place.scale).start("move", place.x + x - dx, place.y + y - dy)
            cue.go("move", sheet_at, self.manner.move, place.x, place.y, ease=self.manner.moves)
            self.stage(piece, [Part(piece.nodes, cue, self.spread.window(sheet))])
            return
        self.enters(piece, at, self._way_over(sheet, area, place), self._within(sheet), place)

    def _way_over(self, sheet: Sheet, area: Box, place: Place) -> Point:
        """From outside on the side that a sheet comes from."""
        (x, y), canvas = self.spread.outside(sheet), self.frame.canvas
        more = (place.scale - 1) / 2
        wide, high = more * area.w, more * area.h
        if x or not y:
            return (canvas.right - area.x + wide - place.x if x >= 0 else canvas.x - area.right - wide - place.x), 0.0
        return 0.0, (canvas.bottom - area.y + high - place.y if y > 0 else canvas.y - area.bottom - high - place.y)

    def _leaves(self, cue: Cue, at: int, line: Box) -> None:
        """The hook is covered by the sheets that come, or pushed off by them, but never across the logo."""
        manner = self.manner
        if manner.sheets and self.spread.covers(line):
            cue.cut("opacity", at + manner.move, 0)
        elif manner.sheets:
            x, y = self.spread.push(self.start_side())
            if y:
                x, y = -self.frame.width * self.start_side(), 0.0
            cue.go("move", at, manner.move, x, y, ease=manner.moves).cut("opacity", at + manner.move, 0)
        else:
            cue.go("opacity", at, manner.leave, 0)

    # Large pieces

    def _places(self) -> tuple[dict[int, Place], bool]:
        """Where pieces are while they are large, by the piece; and whether the home sheet gives way for them."""
        if self.micro or not self.thrift.product or not self.manner.sheets or self.manner.entrance in ("none", "fade"):
            return {}, False
        pictures, saving = self.pieces.pictures, self.of(*SAVING)
        host = self.spread.host
        if len(pictures) == 1 and host is not None and not _filled(pictures[0].box, host.box):
            together = [pictures[0], *(one for one in saving if self.pieces.under(one.centre) is host)]
            most = min(LARGE, sharp(pictures[0], self.content, LARGE))
            for given in [self.spread.give, 0.0] if self.hook is not None else [0.0]:
                found = self._largest(together, [self.spread.room(given)], most)
                if found is not None and not self.spread.hides(given):
                    self.spread = self.spread.given(given, found)
                    return {id(one): found.place(one) for one in together}, given > 0
            if self.early and self.hook is not None and self.spread.give > 0:
                found = focused([pictures[0]], self.spread.room(self.spread.give), most)
                if found is not None and found.scale >= ALONE:
                    self.spread, self.alone = self.spread.given(self.spread.give, found), True
                    return {id(pictures[0]): found.place(pictures[0])}, True
        return self._loud(saving), False

    def _loud(self, saving: list[Piece]) -> dict[int, Place]:
        """A saving alone, large in what is free beside the product."""
        sheets = {id(sheet): sheet for one in saving if (sheet := self.pieces.under(one.centre)) is not None}
        if len(sheets) != 1:
            return {}
        (sheet,) = sheets.values()
        margin = self.frame.margin
        room = within(sheet.seen).inset(margin, margin, margin, margin)
        there = [one.box for one in self.pieces.pictures if self.pieces.under(one.centre) is sheet]
        there += [
            one.box for one in self.of("logo", "headline", "name", "rating") if self.pieces.under(one.centre) is sheet
        ]
        rooms = beside(room, common(union(there), room), self.frame.unit) if there else [room]
        best = self._largest(saving, rooms, LOUD)
        return {id(one): best.place(one) for one in saving} if best is not None else {}

    def _largest(self, pieces: list[Piece], rooms: list[Box], most: float) -> Focus | None:
        """Pieces as large as the best of some rooms allows, clear of legal lines that are there."""
        for line in self.early:
            taken = [(room, common(line.box, room)) for room in rooms]
            rooms = [free for room, box in taken
                     for free in (beside(room, box, self.frame.unit) if box.w * box.h else [room])]  # fmt: skip
        found = [one for room in rooms if (one := focused(pieces, room, most)) is not None]
        return max(found, key=lambda one: one.scale, default=None)

    # Sheets

    def _sheet(self, sheet: Sheet, second: int, third: int) -> list[AnyNode]:
        """A sheet, cut where the ground that was there before covers it, that comes in with its act."""
        if sheet not in self.spread.coming:
            return list(sheet.decor)
        cue = self._comes(sheet, second, third)
        self.told.append(cue)
        return self.spread.drawn(sheet, cue, third, self.manner)

    def _comes(self, sheet: Sheet, second: int, third: int) -> Cue:
        late = sheet in self.spread.late
        at = third if late else second
        if not self.manner.sheets:
            return Cue().start("opacity", 0).go("opacity", at, self.manner.move, 1)
        if self.spread.beneath(sheet):
            return Cue().start("opacity", 0).cut("opacity", at, 1)
        (x, y), (dx, dy) = self.spread.way(sheet), self.spread.shift(sheet)
        cue = Cue().start("move", x, y).go("move", at, self.manner.move, dx, dy, ease=self.manner.moves)
        return cue.go("move", third, self.manner.move, 0, 0, ease=self.manner.moves) if dx or dy else cue

    def _carries(self, sheet: Sheet, pieces: tuple[Piece, ...]) -> bool:
        return any(self.pieces.under(piece.centre) is sheet for piece in pieces)

    def _window(self, piece: Piece) -> tuple[Point, ...]:
        """What a piece that slides is seen within: the sheet it stands on, where others lie on its way."""
        sheet = self.pieces.under(piece.centre)
        return sheet.seen if sheet is not None and self.manner.entrance == "slide" else ()

    def _within(self, sheet: Sheet) -> tuple[Point, ...]:
        box, canvas = sheet.box, self.frame.canvas
        return sheet.seen if box.x > canvas.x + 1 and box.right < canvas.right - 1 else ()


def _filled(part: Box, whole: Box) -> bool:
    return part.w * part.h >= FILLED * whole.w * whole.h
