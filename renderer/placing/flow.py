"""Flow: a layout's rows, columns and stacks resolved to boxes. Shares divide what measured elements leave.

Everything is placed left to right; a right-to-left creative is the mirror image, taken before anything is drawn.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping
from typing import NamedTuple

from renderer import colours
from renderer.model.layout import Element
from renderer.placing.filling import slot_of
from renderer.placing.grounds import ground_for
from renderer.placing.mirroring import mirrored
from renderer.placing.panels import Panel, outline, touching, under_start
from renderer.placing.scale import Frame
from renderer.placing.slots import Align, Basis, Ground, Slot, Spot, TextSlot
from renderer.placing.standing import Sides, measuring_order, painted, stands_on
from renderer.scene import Box

SLACK = 0.6  # px: rounding, not crowding
APART = 0.35  # of a line's height that stays free between it and the descenders above it
ACCENT = 0.18  # of a line's height that stays free above its accents
CLEAR = 1.0  # px between a panel's side and the descenders above it
INNER = 0.6  # padding at sides inside the canvas, against a margin at its own


class DoesNotFit(Exception):
    """The elements need more room than there is; the message says which."""


class Flowed(NamedTuple):
    """A resolved layout: painted areas and slots in painting order."""

    panels: tuple[Panel, ...]
    spots: tuple[Spot, ...]


def flow(
    root: Element,
    basis: Basis,
    shares: Mapping[str, float],
    dropped: frozenset[str],
    sides: Mapping[str, Sides],
    forced: bool = False,
) -> Flowed:
    """Boxes for everything in a layout. `shares` picks among an element's alternatives by its tree position,
    `sides` is the layout's `standing`.

    Raises DoesNotFit, unless `forced`: then what does not fit overlaps, and checks will say so."""
    solver = _Solver(basis, shares, dropped, sides, forced)
    canvas = basis.frame.canvas
    palette, role = basis.content.brand.palette, root.fill or "ground"
    colour = colours.role(palette, role) or (255, 255, 255, 255)
    ground = Ground(role, colour, colours.text_on(palette, role), (), canvas)
    solver.place(root, canvas, ground, "0", "column")
    if not basis.content.rtl:
        return Flowed(tuple(solver.panels), tuple(solver.spots))
    return Flowed(*mirrored(solver.panels, solver.spots, basis.frame.width))


class _Child(NamedTuple):
    element: Element
    position: str
    share: float
    size: tuple[float, float]


class _Solver:
    """Walks a layout once for one candidate; holds only what it found."""

    def __init__(
        self,
        basis: Basis,
        shares: Mapping[str, float],
        dropped: frozenset[str],
        sides: Mapping[str, Sides],
        forced: bool,
    ) -> None:
        self.forced = forced
        self.basis = basis
        self.frame: Frame = basis.frame
        self.shares = shares
        self.dropped = dropped
        self.panels: list[Panel] = []
        self.spots: list[Spot] = []
        self._slots: dict[str, Slot | None] = {}
        self._sizes: dict[tuple[str, float, float], tuple[float, float] | None] = {}
        self._lines: dict[tuple[str, float, float], list[_Child]] = {}
        self._sides = sides

    # measuring

    def slot(self, element: Element, position: str, in_row: bool) -> Slot | None:
        if position not in self._slots:
            shown = element.slot not in self.dropped
            self._slots[position] = slot_of(element, self.basis, in_row) if shown else None
        return self._slots[position]

    def size(
        self, element: Element, width: float, height: float, position: str, parent: str
    ) -> tuple[float, float] | None:
        """Natural size with padding, None where there is nothing to show."""
        key = (position, round(width, 2), round(height, 2))
        if key not in self._sizes:
            self._sizes[key] = self._measure(element, width, height, position, parent)
        return self._sizes[key]

    def _measure(
        self, element: Element, width: float, height: float, position: str, parent: str
    ) -> tuple[float, float] | None:
        if element.axis == "slot":
            slot = self.slot(element, position, parent == "row")
            if slot is None:
                return None
            if slot.flexible:
                least = self._least(element, parent)
                return (least, 0.0) if parent == "row" else (0.0, least)
            return slot.measure(width, height)
        left, top, right, bottom = self._padding(element, position, width, height)
        pad_x, pad_y = left + right, top + bottom
        children = self._settled(element, max(1.0, width - pad_x), max(1.0, height - pad_y), position, bottom)
        if all(child.element.slot == "space" for child in children):
            # What has nothing to show leaves its room to its neighbours, unless it covers what is unsafe.
            return (pad_x, pad_y) if element.fill and self._covers_unsafe(position) else None
        if element.axis == "column":
            pad_y += self._hanging(element, position, bottom)
        if element.axis == "stack":
            return max(child.size[0] for child in children) + pad_x, max(child.size[1] for child in children) + pad_y
        row = element.axis == "row"
        gaps = sum(self._gaps(element, children))
        along = sum(child.size[0 if row else 1] for child in children) + gaps
        across = max(child.size[1 if row else 0] for child in children)
        return (along + pad_x, across + pad_y) if row else (across + pad_x, along + pad_y)

    def _least(self, element: Element, parent: str) -> float:
        """What a flexible slot wants at least along its parent's axis, px."""
        return element.min * (self.frame.safe.w if parent == "row" else self.frame.safe.h)

    def _padding(
        self, element: Element, position: str, width: float, height: float
    ) -> tuple[float, float, float, float]:
        """Left, top, right, bottom: margin and unsafe zone at the canvas' sides, less inside, and what slants take."""
        if not element.fill and element.pad is None:
            return 0.0, 0.0, 0.0, 0.0
        sides, margin = self._sides[position], self.frame.margin
        down, across = element.pad or (1.0, 1.0)
        unsafe = self._unsafe()
        pads = [
            margin * factor + zone if outer else margin * factor * INNER
            for factor, outer, zone in zip((across, down, across, down), sides[:4], unsafe, strict=True)
        ]
        lean = self._lean(width, height, sides.row)
        if sides.leans_start:
            pads[0 if sides.row else 1] += lean
        if sides.leans_end:
            pads[2 if sides.row else 3] += lean
        return pads[0], pads[1], pads[2], pads[3]

    def _unsafe(self) -> tuple[float, float, float, float]:
        """How far the unsafe zone reaches in from the left, the top, the right, the bottom, px."""
        canvas, safe = self.frame.canvas, self.frame.safe
        return safe.x, safe.y, canvas.right - safe.right, canvas.bottom - safe.bottom

    def _covers_unsafe(self, position: str) -> bool:
        return any(outer and zone for outer, zone in zip(self._sides[position][:4], self._unsafe(), strict=True))

    def _gap(self, element: Element) -> float:
        return element.gap * self.frame.unit

    def _settled(self, element: Element, width: float, height: float, position: str, bottom: float) -> list[_Child]:
        """The children; those of a column measured again where their descenders ask for more than was offered."""
        children = self._children(element, width, height, position)
        if element.axis != "column" or not children:
            return children
        along = sum(child.size[1] for child in children) + sum(self._gaps(element, children))
        over = along + self._hanging(element, position, bottom) - height
        return self._children(element, width, max(1.0, height - over), position) if over > 0 else children

    def _children(self, element: Element, width: float, height: float, position: str) -> list[_Child]:
        """The children that have something to show, measured one after another in what is left."""
        key = (position, round(width, 2), round(height, 2))
        if key not in self._lines:
            self._lines[key] = self._measured_children(element, width, height, position)
        return self._lines[key]

    def _measured_children(self, element: Element, width: float, height: float, position: str) -> list[_Child]:
        row, stack = element.axis == "row", element.axis == "stack"
        length = left = width if row else height
        found: dict[int, _Child] = {}
        for index in measuring_order(element):
            child, place = element.children[index], f"{position}.{index}"
            share = self._share(child, place)
            room = max(1.0, min(left, child.max * length) if child.max else left)
            offered = (width, height) if stack else (room, height) if row else (width, room)
            size = self.size(child, *offered, place, element.axis)
            if size is None:
                continue
            if painted(child):  # panels end on whole px, and must not lose what their texts need
                size = math.ceil(size[0] - 0.01), math.ceil(size[1] - 0.01)
            natural = size[0 if row else 1]
            if share and not stack:  # the share settles its length
                size = (0.0, size[1]) if row else (size[0], 0.0)
            found[index] = _Child(child, place, share, size)
            if not stack:  # what has a share keeps at least its natural size free
                left -= self._gap(element) + natural
        return [found[index] for index in sorted(found)]

    def _gaps(self, element: Element, children: list[_Child]) -> list[float]:
        """Between one child and the next: the layout's gap; below a text at least what hangs under its baseline."""
        if element.axis == "stack" or self._is_split(children):
            return [0.0] * max(0, len(children) - 1)
        gap = self._gap(element)
        if element.axis == "row":
            return [gap] * max(0, len(children) - 1)
        return [max(gap, self._apart(above, below)) for above, below in itertools.pairwise(children)]

    def _apart(self, above: _Child, below: _Child) -> float:
        """What must lie between two elements: room for the descenders above, and for the accents below."""
        rise = self._rise(below.element, below.position)
        hanging = self._drop(above.element, above.position) + APART * rise
        return max(hanging, self._over(below.element, below.position) + ACCENT * rise)

    def _rise(self, element: Element, position: str) -> float:
        """How high the letters of an element's topmost text stand, px."""
        if element.axis == "slot":
            slot = self._slots.get(position)
            return slot.fitted.cap if isinstance(slot, TextSlot) and slot.fitted is not None else 0.0
        rises = [self._rise(child, f"{position}.{index}") for index, child in enumerate(element.children)]
        if element.axis == "column":
            return next((rise for rise in rises if rise), 0.0)
        return max(rises, default=0.0)

    def _over(self, element: Element, position: str) -> float:
        """How far the accents of an element's topmost text stand above its box, px."""
        if element.axis == "slot":
            slot = self._slots.get(position)
            return slot.over if isinstance(slot, TextSlot) else 0.0
        overs = [self._over(child, f"{position}.{index}") for index, child in enumerate(element.children)]
        if element.axis == "column":
            return overs[0] if overs else 0.0
        return max(overs, default=0.0)

    def _drop(self, element: Element, position: str) -> float:
        """What hangs below an element's box: the descenders of its lowest texts, px."""
        if element.axis == "slot":
            slot = self._slots.get(position)
            return slot.drop if slot is not None else 0.0
        drops = [self._drop(child, f"{position}.{index}") for index, child in enumerate(element.children)]
        if element.axis == "column":
            return next((drop for drop in reversed(drops) if drop), 0.0)
        return max(drops, default=0.0)

    def _hanging(self, element: Element, position: str, bottom: float) -> float:
        """What the descenders of a padded element's last text need beyond its bottom padding, px."""
        drop = self._drop(element, position)
        return max(0.0, drop + CLEAR - bottom) if drop and (element.fill or element.pad is not None) else 0.0

    def _share(self, element: Element, position: str) -> float:
        if element.share:
            return self.shares.get(position, element.share[0])
        slot = element.slot
        return 1.0 if slot in ("product", "space") else 0.0

    # placing

    def place(self, element: Element, box: Box, ground: Ground, position: str, parent: str) -> None:
        """Gives an element its box, its children theirs. Raises DoesNotFit."""
        if element.axis == "slot":
            self._place_slot(element, box, ground, position, parent)
            return
        inner = self._inner(element, box, position)
        if (inner.w <= 0 or inner.h <= 0) and not self.forced:
            raise DoesNotFit(f"no room inside {position}")
        children = self._settled(element, inner.w, inner.h, position, box.bottom - inner.bottom)
        if element.axis == "column":
            inner = inner.inset(0.0, 0.0, 0.0, self._hanging(element, position, box.bottom - inner.bottom))
        if element.axis == "stack":
            for child in children:
                self._enter(child, self._across(child, inner, element, row=None), ground, element)
            return
        self._line_up(element, children, inner, box, ground)

    def _place_slot(self, element: Element, box: Box, ground: Ground, position: str, parent: str) -> None:
        slot = self.slot(element, position, parent == "row")
        if slot is None:
            return
        least = self._least(element, parent)
        if not self.forced and slot.flexible and least > (box.w if parent == "row" else box.h):
            raise DoesNotFit(f"{element.slot} keeps too little room")
        align: Align = "start" if element.align == "stretch" else element.align
        self.spots.append(Spot(slot, box, ground, align, self._sides[position].free))

    def _line_up(self, element: Element, children: list[_Child], inner: Box, box: Box, ground: Ground) -> None:
        row = element.axis == "row"
        length = inner.w if row else inner.h
        if not children:
            return
        gaps = self._gaps(element, children)
        used = sum(child.size[0 if row else 1] for child in children) + sum(gaps)
        rest = length - used
        total = sum(child.share for child in children)
        if rest < -SLACK and not self.forced:
            raise DoesNotFit(f"{element.axis} {children[0].position} needs {-rest:.0f} px more")
        across = inner.h if row else inner.w
        widest = max(child.size[1 if row else 0] for child in children)
        if widest > across + SLACK and not self.forced:
            raise DoesNotFit(f"a child of {children[0].position} is {widest - across:.0f} px too large across")
        at, between = self._start(element, rest, len(children), bool(total))
        at += inner.x if row else inner.y
        boxes = []
        for child, gap in zip(children, [*gaps, 0.0], strict=True):
            along = max(0.0, child.size[0 if row else 1] + (rest * child.share / total if total else 0.0))
            if row and child.share and child.element.axis == "slot":
                child = child._replace(
                    size=self.size(child.element, along, inner.h, child.position, "row") or (0.0, 0.0)
                )
            boxes.append(
                self._across(
                    child, Box(at, inner.y, along, inner.h) if row else Box(inner.x, at, inner.w, along), element, row
                )
            )
            at += along + gap + between
        if self._is_split(children):
            boxes = touching(boxes, box, row)
        grounds = [self._ground(children, boxes, index, element, ground) for index in range(len(children))]
        self._paint(children, grounds, row)
        for child, room, own in zip(children, boxes, grounds, strict=True):
            self._enter(child, room, own, element)

    def _paint(self, children: list[_Child], grounds: list[Ground], row: bool) -> None:
        """Panels from the last to the first, each reaching under the one before: no seam shows along a slant."""
        for index in reversed(range(len(children))):
            if not children[index].element.fill:
                continue
            ground = grounds[index]
            path = ground.path
            if path and index:
                path = under_start(path, ground.box, row)
            self.panels.append(Panel(ground.role, ground.colour, path, ground.box))

    def _is_split(self, children: list[_Child]) -> bool:
        """Whether the children are panels that share their sides."""
        return len(children) > 1 and all(painted(child.element) for child in children)

    @staticmethod
    def _start(element: Element, rest: float, count: int, shared: bool) -> tuple[float, float]:
        if shared or rest <= 0:
            return 0.0, 0.0
        match element.justify:
            case "center":
                return rest / 2, 0.0
            case "end":
                return rest, 0.0
            case "between" if count > 1:
                return 0.0, rest / (count - 1)
        return 0.0, 0.0

    def _across(self, child: _Child, room: Box, parent: Element, row: bool | None) -> Box:
        """The child's box across the axis: stretched when shared or filled, else its own size, aligned."""
        element = child.element
        width, height = child.size
        stretched = parent.align == "stretch" or element.fill or child.share or element.axis != "slot"
        if row is None:
            return room
        if row:
            if element.axis == "slot" and height and parent.align != "stretch":
                stretched = False
            tall = room.h if stretched else min(height, room.h)
            return Box(room.x, room.y + _offset(parent.align, room.h - tall), room.w, tall)
        wide = room.w if stretched or element.slot != "price" else min(width, room.w)
        return Box(room.x + _offset(parent.align, room.w - wide), room.y, wide, room.h)

    def _enter(self, child: _Child, box: Box, ground: Ground, parent: Element) -> None:
        element = child.element
        if element.axis == "slot" and element.align == "start" and parent.axis == "column" and parent.align != "start":
            element = element.model_copy(update={"align": parent.align})
        self.place(element, box, ground, child.position, parent.axis)

    def _ground(self, children: list[_Child], boxes: list[Box], index: int, parent: Element, ground: Ground) -> Ground:
        element, box = children[index].element, boxes[index]
        if not element.fill:
            return ground
        palette = self.basis.content.brand.palette
        fill = self._fill(children, index)
        role = fill if colours.role(palette, fill) else "ground"
        colour = colours.role(palette, role) or ground.colour
        ink = colours.text_on(palette, role)
        product = self.basis.content.product
        if product is not None and "product" not in self.dropped and stands_on(element, "product"):
            own = ground_for(product, self.basis.content.brand.image.treatment, colour)
            if own != colour:
                role, colour, ink = "backdrop", own, colours.readable(palette, own)
        row, last = parent.axis == "row", index == len(children) - 1
        lean = self._lean(box.w, box.h, row)
        before = lean if index and children[index - 1].element.edge == "slanted" else 0.0
        after = lean if element.edge == "slanted" and not last else 0.0
        return Ground(role, colour, ink, outline(box, before, after, row), box)

    def _fill(self, children: list[_Child], index: int) -> str:
        """A panel's palette role; without a price to show, one in the price's colour takes its neighbour's."""
        fill = children[index].element.fill or "ground"
        if fill != "price" or (self.basis.content.has("price") and "price" not in self.dropped):
            return fill
        near = [*reversed(children[:index]), *children[index + 1 :]]
        return next((one.element.fill for one in near if one.element.fill not in (None, "price")), "ground")

    def _lean(self, width: float, height: float, row: bool) -> float:
        """Half of what a slanted side travels: the brand's slant across rows, half of it across columns."""
        return self.frame.slant() * height / 2 if row else self.frame.slant() * width / 4

    def _inner(self, element: Element, box: Box, position: str) -> Box:
        """The room inside an element's padding, the safe zone kept clear."""
        if not element.fill and element.pad is None:
            return box
        inner = box.inset(*self._padding(element, position, box.w, box.h))
        safe = self.frame.safe
        x, y = max(inner.x, safe.x), max(inner.y, safe.y)
        return Box(x, y, min(inner.right, safe.right) - x, min(inner.bottom, safe.bottom) - y)


def _offset(align: str, rest: float) -> float:
    return rest / 2 if align == "center" else rest if align == "end" else 0.0
