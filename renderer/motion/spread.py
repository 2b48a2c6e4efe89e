"""How sheets lie before they are where the still has them: outside, or spread out over what comes later."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from renderer.boxes import around, corners, holds, union
from renderer.motion.cue import Cue, moving
from renderer.motion.focus import Focus
from renderer.motion.manner import Manner
from renderer.motion.pieces import Pieces, Sheet, without
from renderer.placing.scale import Frame
from renderer.scene import AnyNode, Box, Group, Point, Shape

GIVE = 0.3
"""Of the canvas that the home sheet gives way by at most, while the product is large."""
CLEAR = 0.6
"""Of the logo's height that stays free beside it."""
ACROSS = 0.97
"""Of the home sheet's side that a sheet shares with it, from which they push each other."""
OVER = 4.0
"""Px by which a window reaches beyond the side that it does not cut."""
REACHES = (1.0, 0.85, 0.7, 0.55, 0.4, 0.25)
"""Of all that comes later that the host is spread out over, the most that may be."""
CORNER = 0.25
"""How far down a slanted side a room is measured: a subject does not fill its corners."""


class Spread(NamedTuple):
    """The sheets of a still; px."""

    frame: Frame
    home: Sheet | None
    """The sheet that the logo stands on."""
    order: tuple[Sheet, ...]
    coming: tuple[Sheet, ...]
    late: tuple[Sheet, ...]
    """Those that come with the offer."""
    host: Sheet | None
    """The sheet that the product stands on."""
    give: float
    """How far the home sheet can give way for the product."""
    kept: tuple[Box, ...] = ()
    """Legal lines that stay in sight while the product is large."""
    there: tuple[Box, ...] = ()
    """What nothing that comes late may cross."""
    gave: float = 0.0
    focus: Focus | None = None

    def given(self, give: float, focus: Focus) -> Spread:
        """The same where the home sheet gives way for large pieces."""
        return self._replace(gave=give, focus=focus)

    def outside(self, sheet: Sheet) -> Point:
        """How far a sheet lies outside before it comes in: beyond the side of the canvas away from the home sheet."""
        canvas, box = self.frame.canvas, sheet.box
        home = self.home.box if self.home is not None else Box(0, 0, 0, 0)
        across, down = box.x + box.w / 2 - home.x - home.w / 2, box.y + box.h / 2 - home.y - home.h / 2
        shape = around(self.cut(sheet).corners())
        if abs(across) >= abs(down):
            return (canvas.right - shape.x, 0.0) if across > 0 else (canvas.x - shape.right, 0.0)
        return (0.0, canvas.bottom - shape.y) if down > 0 else (0.0, canvas.y - shape.bottom)

    def way(self, sheet: Sheet) -> Point:
        """How far a sheet lies from its place before it comes in: outside, or hidden below what it is uncovered by."""
        if self.beneath(sheet):
            return 0.0, 0.0
        if not self.uncovered(sheet):
            return self.outside(sheet)
        (x, y), box = _unit(self.outside(sheet)), sheet.box
        return x * box.w, y * box.h

    def beneath(self, sheet: Sheet) -> bool:
        """Whether a late sheet lies beneath the host while that is spread out: drawing the host in uncovers it."""
        host = self.host
        if host is None or self.focus is None or sheet not in self._behind():
            return False
        if self.order.index(host) < self.order.index(sheet):
            return False
        way = _unit(self.outside(host))
        wide = _stretched(self.cut(host).corners(), way, self.reach() + OVER)
        return all(holds(wide, corner) for corner in sheet.seen)

    def uncovered(self, sheet: Sheet) -> bool:
        """Whether a late sheet is uncovered in its place: what must not be crossed stands on its way in."""
        if sheet not in self.late:
            return False
        x, y = self.outside(sheet)
        box, middles = sheet.box, [(one.x + one.w / 2, one.y + one.h / 2) for one in self.there]
        swept = union([box, Box(box.x + x, box.y + y, box.w, box.h)])
        return any(holds(corners(swept), middle) and not holds(sheet.seen, middle) for middle in middles)

    def push(self, side: int) -> Point:
        """Where the hook is pushed to: on the way of the largest sheet, else out at the side where lines begin."""
        canvas = self.frame.canvas
        if not self.coming:
            return -canvas.w * side, 0.0
        x, y = self.outside(max(self.coming, key=lambda one: one.box.w * one.box.h))
        return -canvas.w if x > 0 else canvas.w if x < 0 else 0.0, -canvas.h if y > 0 else canvas.h if y < 0 else 0.0

    def cut(self, sheet: Sheet) -> Shape:
        """The sheet's panel without what sheets cover of it that do not come: the home sheet, others of its colour."""
        over = [one for one in self.order[self.order.index(sheet) + 1 :] if one not in self.coming]
        if not over:
            return sheet.shape
        path = sheet.shape.corners()
        for one in over:
            path = without(path, one.shape.corners())
        return msgspec.structs.replace(sheet.shape, path=path, box=around(path))

    def shift(self, sheet: Sheet) -> Point:
        """Where a sheet stands while the product is large, from its place in the still."""
        x, y = _unit(self.outside(sheet))
        return (-x * self.gave, -y * self.gave) if sheet is self.host else (0.0, 0.0)

    def covers(self, box: Box) -> bool:
        """Whether a box lies below the sheets of the second act, once they are there."""
        paths = [self._second(one) for one in self.coming if one not in self.late]
        return all(any(holds(path, corner) for path in paths) for corner in corners(box))

    def _second(self, sheet: Sheet) -> tuple[Point, ...]:
        """Where a sheet is seen while the product is large."""
        path, (dx, dy) = self.cut(sheet).corners(), self.shift(sheet)
        if sheet is self.host and self.focus is not None:
            path = _stretched(path, _unit(self.outside(sheet)), self.reach() + self.gave)
        return tuple((x + dx, y + dy) for x, y in path)

    def window(self, sheet: Sheet) -> tuple[Point, ...]:
        """What a part that moves with a sheet is seen within: where the sheet ends on the side it comes from, so does
        the part, also before the sheet is there."""
        x, y = _unit(self.outside(sheet))
        far = self.frame.canvas.w if x else self.frame.canvas.h
        return _stretched(self._second(sheet), (-x, -y), far)

    def carries(self, sheet: Sheet) -> bool:
        """Whether a sheet does not reach the side that it comes from, so that what follows it would cross others."""
        (x, y), box, canvas = _unit(self.outside(sheet)), around(self._second(sheet)), self.frame.canvas
        gaps = {(1, 0): canvas.right - box.right, (-1, 0): box.x - canvas.x,
                (0, 1): canvas.bottom - box.bottom, (0, -1): box.y - canvas.y}  # fmt: skip
        return gaps.get((x, y), 0.0) > OVER

    def hides(self, give: float) -> bool:
        """Whether the host sheet lies over what stays in sight, while the home sheet gives way by so much."""
        return self._covers(give, 0.0)

    def reach(self) -> float:
        """How far the host sheet is spread out over what comes later, as far as what stays in sight allows."""
        far = max((abs(one) for each in self._behind() for one in self.outside(each)), default=0.0)
        return next((share * far for share in REACHES if not self._covers(0.0, share * far)), 0.0)

    def _covers(self, near: float, far: float) -> bool:
        """Whether the host, its sides so much farther out, lies over something kept that does not stand on it."""
        if self.host is None:
            return False
        x, y = _unit(self.outside(self.host))
        path = _stretched(_stretched(self.cut(self.host).corners(), (-x, -y), near), (x, y), far)
        middles = ((box, (box.x + box.w / 2, box.y + box.h / 2)) for box in self.kept)
        apart = [box for box, middle in middles if not holds(self.host.seen, middle)]
        return any(holds(path, corner) for box in apart for corner in corners(box))

    def room(self, give: float) -> Box:
        """What is free for large pieces on the host sheet, while the home sheet gives way by so much."""
        assert self.host is not None
        margin, canvas = self.frame.margin, self.frame.free
        (x, y), shape = _unit(self.outside(self.host)), self.cut(self.host).corners()
        box = self.host.box
        top, bottom, left, right = box.y, box.bottom, box.x, box.right
        behind = self._behind()
        if y:
            foot = min(canvas.bottom, min(far for _, far in shape if far > box.y + box.h / 2) + self.reach())
            top, bottom = (box.y - give, bottom if not behind else foot) if y > 0 else (top, bottom + give)
            inner = Box(max(left, canvas.x), top, min(right, canvas.right) - max(left, canvas.x), bottom - top)
            return inner.inset(margin, margin * 1.2, margin, margin)
        high = top + CORNER * (bottom - top)
        near, edge = side_at(shape, high), min(canvas.right, side_at(shape, top)[1] + self.reach())
        left, right = (near[0] - give, edge if behind else right) if x > 0 else (left, near[1] + give)
        left, right = max(left, canvas.x), min(right, canvas.right)
        return Box(left, top, right - left, bottom - top).inset(margin * 0.8, margin, margin, margin)

    def drawn(self, sheet: Sheet, cue: Cue, third: int, manner: Manner) -> list[AnyNode]:
        """A sheet that moves; the host is spread over what comes later, and drawn in when that comes."""
        shape, (x, y) = self.cut(sheet), _unit(self.outside(sheet))
        if self.uncovered(sheet) and not self.beneath(sheet):
            return [self._rising(sheet, shape, cue)]
        if sheet is not self.host or self.focus is None:
            return [moving([shape, *sheet.decor], cue, sheet.box)]
        behind, path = self._behind(), shape.corners()
        wide = _stretched(path, (x, y), self.reach() + self.gave)
        nodes = [msgspec.structs.replace(shape, path=wide, box=around(wide)), *sheet.decor]
        if not behind and not self.carries(sheet):
            return [moving(nodes, cue, sheet.box)]
        spread_out = _stretched(path, (x, y), self.reach())
        at_first, at_last = (
            _stretched(one, (-x, -y), self.gave + OVER) for one in (spread_out, path)
        )  # the near side is free
        drawn_in = Cue().start("clip", *_flat(at_first)).go("clip", third, manner.move, *_flat(at_last),
                                                            ease=manner.moves)  # fmt: skip
        inner = moving(nodes, cue, sheet.box)
        return [Group(id="", role="window", box=sheet.box, children=(inner,), tracks=drawn_in.tracks())]

    def _rising(self, sheet: Sheet, shape: Shape, cue: Cue) -> AnyNode:
        """A late sheet that comes up from its own far side, which cuts it until it is there; its near side, where
        others lie over it, leans as they do."""
        x, y = _unit(self.outside(sheet))
        path = shape.corners()
        if sheet.seen != path:
            path = _stretched(sheet.seen, (-x, -y), OVER)
        risen = msgspec.structs.replace(shape, path=path, box=around(path))
        whole = _stretched(_stretched(path, (x, y), OVER), (-x, -y), OVER)
        window = Cue().start("clip", *_flat(_stretched(path, (-x, -y), OVER))).cut("clip", cue.end(), *_flat(whole))
        inner = moving([risen, *sheet.decor], cue, sheet.box)
        return Group(id="", role="window", box=sheet.box, children=(inner,), tracks=window.tracks())

    def _behind(self) -> list[Sheet]:
        """The late sheets that lie beyond the host on the side it comes from."""
        if self.host is None:
            return []
        way = _unit(self.outside(self.host))
        return [one for one in self.late if _unit(self.outside(one)) == way and _beside(self.host.box, one.box, way)]


def spread(
    pieces: Pieces, frame: Frame, home: Sheet | None, coming: Sequence[Sheet], late: Sequence[Sheet],
    kept: Sequence[Box] = (),
) -> Spread:  # fmt: skip
    """The sheets of a still, and how far the home sheet can give way for the product."""
    picture = next(iter(pieces.pictures), None)
    host = pieces.under(picture.centre) if picture is not None else None
    host = host if host in coming else None
    logo = pieces.first("logo")
    there = (*kept, *((logo.box,) if logo is not None else ()))
    found = Spread(frame, home, pieces.sheets, tuple(coming), tuple(late), host, 0.0, tuple(kept), there)
    if home is None or host is None or logo is None:
        return found
    x, y = _unit(found.outside(host))
    shape, clear = found.cut(host).corners(), max(frame.unit, CLEAR * logo.box.h)
    if y:
        shares = host.box.w >= ACROSS * home.box.w
        room = host.box.y - logo.box.bottom - clear if y > 0 else 0.0
        return found._replace(give=max(0.0, min(room, GIVE * frame.height)) if shares else 0.0)
    shares = host.box.h >= ACROSS * home.box.h
    sides = [side_at(shape, at) for at in (logo.box.y, logo.box.bottom)]
    room = min(side[0] for side in sides) - logo.box.right if x > 0 else logo.box.x - max(side[1] for side in sides)
    return found._replace(give=max(0.0, min(room - clear, GIVE * frame.width)) if shares else 0.0)


def side_at(polygon: Sequence[Point], y: float) -> tuple[float, float]:
    """Where a polygon begins and ends at a height, px."""
    crossed: list[float] = []
    for place, (x0, y0) in enumerate(polygon):
        x1, y1 = polygon[(place + 1) % len(polygon)]
        if y0 != y1 and min(y0, y1) <= y <= max(y0, y1):
            crossed.append(x0 + (x1 - x0) * (y - y0) / (y1 - y0))
    box = around(polygon)
    return (min(crossed), max(crossed)) if crossed else (box.x, box.right)


def within(polygon: Sequence[Point]) -> Box:
    """A rectangle inside a polygon that leans to one axis, as high as it is, or as wide."""
    box = around(polygon)
    sides = [side_at(polygon, box.y + share * box.h) for share in (0.02, 0.98)]
    left, right = max(one[0] for one in sides), min(one[1] for one in sides)
    if right - left > 0.5 * box.w:
        return Box(left, box.y, right - left, box.h)
    turned = [(y, x) for x, y in polygon]
    edges = [side_at(turned, box.x + share * box.w) for share in (0.02, 0.98)]
    top, bottom = max(one[0] for one in edges), min(one[1] for one in edges)
    return Box(box.x, top, box.w, max(0.0, bottom - top))


def _unit(way: Point) -> tuple[int, int]:
    return (way[0] > 0) - (way[0] < 0), (way[1] > 0) - (way[1] < 0)


def _beside(one: Box, other: Box, way: tuple[int, int]) -> bool:
    """Whether two boxes lie side by side along a way, as wide across it."""
    x, _ = way
    if x:
        return abs(one.y - other.y) < 2 + 0.1 * one.h and abs(one.bottom - other.bottom) < 2 + 0.1 * one.h
    return abs(one.x - other.x) < 2 and abs(one.right - other.right) < 2


def _stretched(path: Sequence[Point], way: tuple[int, int], by: float) -> tuple[Point, ...]:
    """An outline whose far side lies so much farther out."""
    x, y = way
    box = around(path)
    middle = (box.x + box.w / 2, box.y + box.h / 2)

    def far(point: Point) -> bool:
        return (point[0] - middle[0]) * x > 0 if x else (point[1] - middle[1]) * y > 0

    return tuple((px + x * by, py + y * by) if far((px, py)) else (px, py) for px, py in path)


def _flat(path: Sequence[Point]) -> tuple[float, ...]:
    return tuple(value for point in path for value in point)
