"""Flow: a layout's rows, columns and stacks resolved to boxes. Shares divide what measured elements leave.

Everything is placed left to right; a right-to-left creative is the mirror image, taken before anything is drawn.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from msgspec import structs

from renderer.model.layout import Element
from renderer.placing.decor import decor
from renderer.placing.grounds import canvas_ground, panel_ground, photograph
from renderer.placing.measuring import UNPADDED, Child, Measuring, Pads, Siblings, is_split
from renderer.placing.mirroring import mirrored
from renderer.placing.panels import Panel, footed, lowered, outline, touching, under_start
from renderer.placing.pictures import ProductSlot
from renderer.placing.scale import Frame
from renderer.placing.scenes import with_own_margins
from renderer.placing.slants import NONE, Inset, inset
from renderer.placing.slots import ROUNDING, Align, Basis, Free, Ground, Spot, grown
from renderer.placing.staging import table
from renderer.placing.standing import Standing, free_sides
from renderer.scene import Box, Colour, Point

SLACK = 0.6  # px at 1x: rounding, not crowding
PASSES = 3  # of placing elements beside slants before each keeps clear of the whole lean
BLEED = 0.35  # of the padding beside it that a product may take
LOOSER = 0.6  # of the gaps of a column in the middle of free room by which they grow (our own choice)
OUTLINE = 0.3  # of a product's height from above and below that its outline is taken to be narrower than its box


class DoesNotFit(Exception):
    """The elements need more room than there is; the message says which."""


class Flowed(NamedTuple):
    """A resolved layout: the canvas' own colour, painted areas and slots in painting order."""

    background: Colour
    panels: tuple[Panel, ...]
    spots: tuple[Spot, ...]


def flow(
    root: Standing, basis: Basis, shares: Mapping[str, float], dropped: frozenset[str], forced: bool = False
) -> Flowed:
    """Boxes for everything in a layout. `shares` picks among an element's alternatives by its tree position.

    Raises DoesNotFit, unless `forced`: then what does not fit overlaps, and checks will say so."""
    return finished(placed(root, basis, shares, dropped, forced))


def placed(
    root: Standing, basis: Basis, shares: Mapping[str, float], dropped: frozenset[str], forced: bool = False
) -> Placing:
    """As `flow`, every element clear of the whole lean of slanted sides: quicker, and good enough to judge by."""
    placing = Placing(Measuring(root, basis, shares, dropped), forced)
    placing.run()
    return placing


def finished(placing: Placing, beside_slants: bool = True) -> Flowed:
    """What was placed, mirrored where reading begins right; `beside_slants`: each element as wide as leaning sides let
    it be."""
    placing = _beside_slants(placing) if beside_slants and not placing.forced else placing
    basis, colour = placing.basis, placing.ground.colour
    if not basis.content.rtl:
        return Flowed(colour, tuple(placing.panels), tuple(placing.spots))
    return Flowed(colour, *mirrored(placing.panels, placing.spots, basis.frame.width))


def _beside_slants(first: Placing) -> Placing:
    """The same layout with each element as wide as leaning sides let it be at its own height.

    What is wider may come to stand elsewhere: it is placed again, and again where it then stands too close. Where that
    does not settle, every element keeps clear of the whole lean, as at first."""
    old, insets = first.measuring, first.insets()
    for _ in range(PASSES if insets else 0):
        again = Placing(Measuring(old.root, old.basis, old.shares, old.dropped, insets), forced=False)
        try:
            again.run()
        except DoesNotFit:
            break
        needed = again.insets()
        if all(insets[position].covers(one, SLACK) for position, one in needed.items()):
            return again
        insets = {position: insets[position].joined(one) for position, one in needed.items()}
    return first


class Placing:
    """Gives the elements of one candidate their boxes; holds only what it placed."""

    def __init__(self, measuring: Measuring, forced: bool) -> None:
        self.root = measuring.root
        self.measuring = measuring
        self.basis = measuring.basis
        self.forced = forced
        self.panels: list[Panel] = []
        self.spots: list[Spot] = []
        self._slanted: dict[int, tuple[Box, Ground, bool]] = {}
        self._covered: list[Ground] = []
        fill, canvas = self.root.element.fill or "ground", self.basis.frame.canvas
        self.ground = canvas_ground(fill, self.basis.content, self.shows_product(self.root), canvas)

    @property
    def slanted(self) -> bool:
        """Whether anything stands beside a leaning side."""
        return bool(self._slanted)

    def run(self) -> None:
        """Places the whole layout. Raises DoesNotFit."""
        self.place(self.root, self.basis.frame.canvas, self.ground, Free())
        for covered in () if self.forced else self._covered:
            bare = next((one.slot.role for one in self.spots if one.ground is covered and _bare(one)), None)
            if bare is not None:
                raise DoesNotFit(f"{bare} would stand on the photograph")

    def place(self, at: Standing, box: Box, ground: Ground, free: Free, align: str = "start") -> None:
        """Gives an element its box, its children theirs; `align` is a slot's. Raises DoesNotFit."""
        if at.slot is not None:
            self._place_slot(at, box, ground, free, align)
            return
        if not at.children:  # a panel for its colour alone
            return
        at = self.measuring.turned(at, box.w, box.h)
        if at.element.stage:
            ground = ground._replace(table=table(ground.colour))
        inner, pads = self._inner(at, box)
        if (inner.w <= 0 or inner.h <= 0) and not self.forced:
            raise DoesNotFit(f"no room inside {at.position}")
        line = self.measuring.children(at, inner.w, inner.h, pads)
        if not (at.row or at.column):
            for child in line.children:
                self._enter(child, inner, ground, free, at)
        elif line.children:
            above, below = self.measuring.beyond(at, line, inner.w, pads)
            inner = inner.inset(0.0, above, 0.0, below)
            self._line_up(at, line, inner, box, ground, free)

    def insets(self) -> dict[int, Inset]:
        """What leaning sides take from the elements beside them where they stand now, by its number.

        Those of one panel keep one axis where they begin; a product stands on none."""
        found = {at: inset(ground.path, box.y, box.bottom) for at, (box, ground, _) in self._slanted.items()}
        lined = {at: ground.path for at, (_, ground, aligned) in self._slanted.items() if aligned}
        axes: dict[tuple[Point, ...], float] = {}
        for at, path in lined.items():
            axes[path] = max(axes.get(path, 0.0), found[at].start)
        return found | {at: found[at]._replace(start=axes[path]) for at, path in lined.items()}

    def _place_slot(self, at: Standing, box: Box, ground: Ground, free: Free, align: str) -> None:
        asked, element = self.measuring.slots[at.index], at.element
        if asked is None:
            return
        slot = asked.slot
        if not self.forced and slot.flexible:
            over = at.least.width - box.w if at.in_row else at.least.height - box.h
            if over > ROUNDING:
                raise DoesNotFit(f"{element.slot} keeps too little room")
        if slot.role == "product" and not self.forced:
            box = _within_view(_beyond_padding(box, ground, free), box, self.basis.frame)
            if isinstance(slot, ProductSlot) and not slot.picture.separable:
                box = with_own_margins(slot.placed, box, ground)
        own: Align = "center" if align == "center" else "end" if align == "end" else "start"
        if element.spread:
            free = Free()
            self._covered.append(ground)
        settled = slot.settle(box, grown(box, ground, free) if slot.reaches else box)
        if element.spread and settled.share < 1.0 and not self.forced:
            raise DoesNotFit("the photograph cannot be drawn on so far")
        if settled.height < element.upright * ground.box.h and not self.forced:
            raise DoesNotFit(f"{element.slot} is too wide for its column")
        self.spots.append(Spot(slot, box, ground, own, settled, free))

    def _line_up(self, at: Standing, line: Siblings, inner: Box, box: Box, ground: Ground, free: Free) -> None:
        row, children = at.row, line.children
        boxes = self._boxes(at, line, inner, row)
        if is_split(children):
            boxes = touching(boxes, box, row)
        grounds = [ground] * len(children)
        if at.filled:
            grounds = [self._ground(children, boxes, index, row, ground) for index in range(len(children))]
            self._paint(children, grounds, row)
        last = len(children) - 1
        for index, (child, room, own) in enumerate(zip(children, boxes, grounds, strict=True)):
            if child.at.sides.slanted:
                self._slanted[child.at.index] = _standing_room(child, room), own, child.at.slot != "product"
            mark, before = len(self.panels), len(self.spots)
            self._enter(child, room, own, free_sides(free, child.at, at, index, last), at)
            if not row and index < last and not own.path and child.at.is_slanted_row:
                lean = self.measuring.lean(room.w, room.h, row)
                self._cover(mark, grounds[index + 1], lean)
                self.spots[before:] = [_down_to(spot, room, lean) for spot in self.spots[before:]]

    def _cover(self, mark: int, below: Ground, lean: float) -> None:
        """Draws the panel below a row of panels over them: its upper side leans across all of them, and where it leans
        down, they reach down to it."""
        band = next((index for index in range(mark) if self.panels[index].box == below.box), None)
        if band is None:
            return
        reaching = [lowered(panel, lean, below.box.y) for panel in self.panels[mark:]]
        self.panels[mark:] = [*reaching, self.panels[band]._replace(path=below.path)]
        del self.panels[band]

    def _boxes(self, at: Standing, line: Siblings, inner: Box, row: bool) -> list[Box]:
        """The children's boxes one after another; what is left goes to those with a share, else where `justify` says.

        Raises DoesNotFit."""
        children, gaps = line.children, line.gaps
        rest = (inner.w if row else inner.h) - line.taken - line.between
        total = sum([child.share for child in children])
        if not self.forced:
            _refuse_crowding(at, line, inner, rest, SLACK * self.basis.frame.scale)
        begin, between = _start(at, rest, gaps, bool(total))
        begin += inner.x if row else inner.y
        boxes = []
        for child, gap in zip(children, [*gaps, 0.0], strict=True):
            along = max(0.0, child.along(row) + (rest * child.share / total if total else 0.0))
            if row and child.share and child.at.slot is not None:
                again = self.measuring.size(child.at, along, inner.h)
                child = child if again is None else structs.replace(child, measured=again)
            room = Box(begin, inner.y, along, inner.h) if row else Box(inner.x, begin, inner.w, along)
            if child.inset is not NONE:
                room = room.inset(child.inset.start, 0.0, child.inset.end, 0.0)
            boxes.append(_across(child, room, at.element, row))
            begin += along + gap + between
        return boxes

    def _paint(self, children: list[Child], grounds: list[Ground], row: bool) -> None:
        """Panels from the last to the first, each reaching under the one before: no seam shows along a slant."""
        for index in reversed(range(len(children))):
            if not children[index].at.element.fill:
                continue
            ground = grounds[index]
            path = ground.path
            if path and index:
                path = under_start(path, ground.box, row)
            panel, frame = Panel(ground.role, ground.colour, path, ground.box), self.basis.frame
            self.panels.append(panel)
            if ground.role != "backdrop" and children[index].at.slot != "page":
                self.panels += decor(panel, frame)

    def _enter(self, child: Child, box: Box, ground: Ground, free: Free, parent: Standing) -> None:
        own = child.at.element.align
        align = parent.element.align if own == "start" and parent.column else own
        self.place(child.at, box, ground, free, align)

    def _ground(self, children: list[Child], boxes: list[Box], index: int, row: bool, ground: Ground) -> Ground:
        """What a child stands on: its own panel, or what its parent stands on."""
        at, box = children[index].at, boxes[index]
        if not at.element.fill:
            return ground
        lean = self.measuring.lean(box.w, box.h, row)
        before = lean if index and self._slants(children[index - 1], boxes[index - 1], box, lean, row) else 0.0
        next_ = boxes[index + 1] if index + 1 < len(boxes) else None
        after = lean if next_ is not None and self._slants(children[index], next_, box, lean, row) else 0.0
        path, shows = outline(box, before, after, row), self.shows_product(at)
        picture = self.basis.content.product
        if at.element.spreads and picture is not None and "product" not in self.measuring.dropped:
            return photograph(picture, self.basis.content, path, box)
        fill, looks = self._fill(children, index), self.measuring.known.looks
        look = looks.get((fill, ground.colour, shows))
        if look is None:
            own = panel_ground(fill, ground, self.basis.content, shows, path, box)
            look = looks[fill, ground.colour, shows] = own.role, own.colour, own.ink
        return Ground(*look, path, box)

    def _slants(self, first: Child, neighbour: Box, box: Box, lean: float, row: bool) -> bool:
        """Whether two panels share a slanted side: the first wants it and, in a gutter of a page skin, which may be
        narrower than the side travels, both are wide enough."""
        roomy = not row or self.basis.frame.page is None or lean <= min(neighbour.w, box.w)
        return first.at.element.edge == "slanted" and roomy

    def shows_product(self, at: Standing) -> bool:
        """Whether the product stands on an element itself."""
        return "product" not in self.measuring.dropped and at.element.shows_product

    def _fill(self, children: list[Child], index: int) -> str:
        """A panel's palette role; without a price to show, one in the price's colour takes its neighbour's."""
        fill = children[index].at.element.fill or "ground"
        if fill != "price" or (self.basis.content.has("price") and "price" not in self.measuring.dropped):
            return fill
        near = [*reversed(children[:index]), *children[index + 1 :]]
        return next((one.at.element.fill for one in near if one.at.element.fill not in (None, "price")), "ground")

    def _inner(self, at: Standing, box: Box) -> tuple[Box, Pads]:
        """The room inside an element's padding, the safe zone kept clear; how much that is left, right and below."""
        if not at.padded:
            return box, UNPADDED
        inner = box.inset(*self.measuring.padding(at, box.w, box.h))
        safe = self.basis.frame.safe
        x, y = max(inner.x, safe.x), max(inner.y, safe.y)
        inner = Box(x, y, min(inner.right, safe.right) - x, min(inner.bottom, safe.bottom) - y)
        return inner, (inner.x - box.x, box.right - inner.right, box.bottom - inner.bottom)


def _down_to(spot: Spot, row: Box, lean: float) -> Spot:
    """A picture in a row of panels whose common lower side leans, on a ground that ends there."""
    ground = spot.ground
    if spot.slot.role != "product" or abs(ground.box.bottom - row.bottom) > 1.0:
        return spot
    risen = max(0.0, lean * (2.0 * (spot.box.right - row.x) / max(1.0, row.w) - 1.0))
    path = footed(ground.path, ground.box, row, lean)
    return spot._replace(box=spot.box.inset(0.0, 0.0, 0.0, risen), ground=ground._replace(path=path))


def _bare(spot: Spot) -> bool:
    """Whether it is something to read that has no ground of its own."""
    return spot.slot.role not in ("product", "space") and not spot.slot.plated


def _beyond_padding(box: Box, ground: Ground, free: Free) -> Box:
    """A product's box with part of the padding to either side: its mass may exceed the margin that texts keep (look
    book, section 7)."""
    reach, taken = ground.reach(), inset(ground.path, box.y + OUTLINE * box.h, box.bottom - OUTLINE * box.h)
    left = max(0.0, box.x - reach.x - taken.start) if free.left else 0.0
    right = max(0.0, reach.right - taken.end - box.right) if free.right else 0.0
    return box.inset(-BLEED * left, 0.0, -BLEED * right, 0.0)


def _within_view(grown: Box, box: Box, frame: Frame) -> Box:
    """A box that grew, in a page skin no farther than what of its gutter every window shows."""
    if frame.page is None:
        return grown
    left, right = max(grown.x, min(box.x, frame.safe.x)), min(grown.right, max(box.right, frame.safe.right))
    return Box(left, grown.y, right - left, grown.h)


def _standing_room(child: Child, room: Box) -> Box:
    """What of its room an element needs to keep clear of leaning sides: a product's outline narrows above and below."""
    if child.at.slot == "product":
        return room.inset(0.0, room.h * OUTLINE, 0.0, room.h * OUTLINE)
    return room


def _refuse_crowding(at: Standing, line: Siblings, inner: Box, rest: float, slack: float) -> None:
    if rest < -slack:
        raise DoesNotFit(f"what {at.position} holds needs {-rest:.0f} px more")
    over = line.across - (inner.h if at.row else inner.w)
    if over > slack:
        raise DoesNotFit(f"what {at.position} holds is {over:.0f} px too large across")


def _start(at: Standing, rest: float, gaps: list[float], shared: bool) -> tuple[float, float]:
    """Where the first child begins, and what lies between children beside their gaps, px. Those of a column in the
    middle of more room than they need stand looser."""
    count = len(gaps) + 1
    if shared or rest <= 0:
        return 0.0, 0.0
    match at.element.justify:
        case "center":
            looser = min(LOOSER * sum(gaps), rest / 2) if at.column else 0.0
            return (rest - looser) / 2, looser / max(1, count - 1)
        case "end":
            return rest, 0.0
        case "between" if count > 1:
            return 0.0, rest / (count - 1)
        case "evenly":
            return rest / (count + 1), rest / (count + 1)
    return 0.0, 0.0


def _across(child: Child, room: Box, parent: Element, row: bool) -> Box:
    """The child's box across the axis: stretched when shared or filled, else its own size, aligned."""
    element, width, height = child.at.element, child.measured.width, child.measured.height
    stretched = parent.align == "stretch" or element.fill or child.share or element.axis != "slot"
    if row:
        if element.axis == "slot" and height and parent.align != "stretch":
            stretched = False
        if stretched:
            return room
        tall = min(height, room.h)
        return Box(room.x, room.y + _offset(parent.align, room.h - tall), room.w, tall)
    if stretched or element.slot != "price":
        return room
    wide = min(width, room.w)
    return Box(room.x + _offset(parent.align, room.w - wide), room.y, wide, room.h)


def _offset(align: str, rest: float) -> float:
    return rest / 2 if align == "center" else rest if align == "end" else 0.0
