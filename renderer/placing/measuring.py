"""Measuring: how much room a layout's elements ask for, from the slots up, for one candidate."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from msgspec import Struct, structs

from renderer.model.layout import Element
from renderer.placing.filling import slot_of
from renderer.placing.scale import Frame
from renderer.placing.slants import NONE, Inset, rise
from renderer.placing.slots import NOTHING, Basis, Clear, Measured, Slot
from renderer.placing.standing import Sides

APART = 0.5  # of a line's height that stays free between it and what is above it
BENEATH = 0.8  # the same below descenders: a few letters that hang low make a gap look smaller than it is
ACCENT = 0.18  # of a line's height that stays free above its accents
CLEAR = 1.0  # px between a panel's side and the descenders above it
PRODUCT = 0.6  # of a panel's width that a product is taken to need next to a side that rises
TIGHTER = 0.6  # of the share by which type is set smaller that the gaps around it shrink too
NO_PADDING = (0.0, 0.0, 0.0, 0.0)
INNER, BESIDE, BELOW = 0.6, 0.75, 1.0
"""Padding at sides inside the canvas against a margin at its own: around a product or a price, around words, and below
words, where their descenders hang."""
TWO_LINES = 0.56  # of the width of a text in one line that two lines of it take: they are seldom equally long
TALL = 10.0  # margins of height from which texts keep a whole one from the canvas' top and foot


Pads = tuple[float, float, float]
"""What padding takes inside an element on the left, on the right and below, px."""


class Child(Struct, frozen=True, gc=False):
    """An element among its siblings, measured: its place in the tree, its share of what is left, what it asks for."""

    element: Element
    position: str
    share: float
    measured: Measured
    inset: Inset = NONE

    def along(self, row: bool) -> float:
        """Its length in the direction of its siblings, px."""
        return self.measured.width if row else self.measured.height

    def across(self, row: bool) -> float:
        """Its length across, px."""
        return self.measured.height if row else self.measured.width + self.inset.both


class Siblings(Struct, frozen=True, gc=False):
    """The children that have something to show, measured, and what lies between one and the next, px."""

    children: list[Child]
    gaps: list[float]

    def length(self) -> float:
        """Of a column from the first one's top to the last one's foot, px."""
        return sum([child.measured.height for child in self.children]) + sum(self.gaps)


class Measuring:
    """What the elements of one candidate ask for; each is measured once for each room it is offered.

    `shares` picks among an element's alternatives by its position in the tree, `sides` is the layout's `standing`.
    `insets` says what leaning sides take from each element beside one; without it they take the most from all."""

    def __init__(
        self,
        basis: Basis,
        shares: Mapping[str, float],
        dropped: frozenset[str],
        sides: Mapping[str, Sides],
        insets: Mapping[str, Inset] | None = None,
    ) -> None:
        self.basis = basis
        self.frame: Frame = basis.frame
        self.dropped = dropped
        self.sides = sides
        self.insets = insets
        self.shares = shares
        self._unsafe = _unsafe(basis.frame)
        self._slots: dict[str, Slot | None] = {}
        self._sizes: dict[tuple[str, float, float], Measured | None] = {}
        self._lines: dict[tuple[str, float, float], Siblings] = {}

    def slot(self, element: Element, position: str, parent: str) -> Slot | None:
        """The slot that an element becomes, None where there is nothing to show."""
        if position in self._slots:
            return self._slots[position]
        shown = element.slot not in self.dropped
        slot = self._slots[position] = self._slot(element, position, parent == "row") if shown else None
        return slot

    def part(self, position: str) -> Frame:
        """The measures that hold for an element: of a page skin, those of the part in which it stands."""
        return self.frame if self.frame.page is None else self.frame.part(self.sides[position].place)

    def _slot(self, element: Element, position: str, in_row: bool) -> Slot | None:
        basis, known = self.basis.within(self.part(position)), self.basis.known
        if known is None:
            return slot_of(element, basis, in_row)
        place = None if self.frame.page is None else self.sides[position].place
        key = (element.manner, place, in_row, basis.step(element.slot), basis.limits.get(element.slot or ""))
        if key not in known.slots:
            # no slot knows who knows it: what a search has found out goes with it, and waits for no garbage collector
            known.slots[key] = slot_of(element, basis._replace(known=None), in_row)
        return known.slots[key]

    def turned(self, element: Element, width: float, height: float, position: str) -> Element:
        """The element as it is to be laid out in a room (px): a row that wraps and does not fit, as a column. A text
        with a share of the row fits in two lines: more of them beside a button are a stub."""
        if not element.wrap or element.row is None:
            return element
        sizes = [
            self.size(child, width, height, f"{position}.{index}", "row")
            for index, child in enumerate(element.children)
        ]
        wide = [
            _in_two_lines(one) if child.share else one.width
            for child, one in zip(element.children, sizes, strict=True)
            if one is not None
        ]
        return element if sum(wide) + self._gap(element, position) * (len(wide) - 1) <= width else element.wrapped

    def size(self, element: Element, width: float, height: float, position: str, parent: str) -> Measured | None:
        """What an element asks for with its padding in the room offered (px), None where there is nothing to show."""
        if element.axis == "slot":
            return self._slot_size(element, width, height, position, parent)
        key = (position, round(width, 2), round(height, 2))
        if key not in self._sizes:
            self._sizes[key] = self._group_size(element, width, height, position)
        return self._sizes[key]

    def _slot_size(self, element: Element, width: float, height: float, position: str, parent: str) -> Measured | None:
        slot = self._slots.get(position) or self.slot(element, position, parent)
        if slot is None:
            return None
        if slot.flexible:
            least = self.least(element, parent, position)
            return Measured(least, 0.0) if parent == "row" else Measured(0.0, least)
        known = self.basis.known
        if known is None:
            return slot.measure(width, height)
        wide, tall = slot.enough
        key = (id(slot), width if width < wide else wide, height if height < tall else tall)
        measured = known.measured.get(key)
        if measured is None:
            measured = known.measured[key] = slot.measure(key[1], key[2])
        return measured

    def _group_size(self, element: Element, width: float, height: float, position: str) -> Measured | None:
        element = self.turned(element, width, height, position)
        left, top, right, bottom = self.padding(element, position, width, height) if element.padded else NO_PADDING
        pad_x, pad_y = left + right, top + bottom
        inner = max(1.0, width - pad_x)
        line = self.children(element, inner, max(1.0, height - pad_y), position, (left, right, bottom))
        if all(child.element.slot == "space" for child in line.children):
            # What has nothing to show leaves its room to its neighbours, unless it covers what is unsafe.
            return Measured(pad_x, pad_y) if element.fill and self._covers_unsafe(position) else None
        inside = _together(element.axis, line)
        if not element.padded:
            return inside
        pad_y += sum(self.beyond(element, line, inner, position, (left, right, bottom)))
        return Measured(inside.width + pad_x, inside.height + pad_y)

    def least(self, element: Element, parent: str, position: str) -> float:
        """What a flexible slot wants at least along its parent's axis, px."""
        safe = self.part(position).safe
        return element.min * (safe.w if parent == "row" else safe.h)

    def padding(
        self, element: Element, position: str, width: float, height: float
    ) -> tuple[float, float, float, float]:
        """Left, top, right, bottom: margin and unsafe zone at the canvas' sides, less inside, and what slants take."""
        if not element.padded:
            return NO_PADDING
        sides, margin = self.sides[position], self.part(position).margin
        down, across = element.pad or (1.0, 1.0)
        words = element.says and not element.shows_product
        inside = (BESIDE, BESIDE, BESIDE, BELOW) if words else (INNER,) * 4
        pads = [
            margin * factor * (1.0 if outer or element.place else inner) + (zone if outer else 0.0)
            for factor, outer, zone, inner in zip(
                (across, down, across, down), sides[:4], self._unsafe, inside, strict=True
            )
        ]
        if element.says and self.part(position).height >= TALL * margin:
            pads = [max(pad, margin) if outer else pad for pad, outer in zip(pads, sides[:4], strict=True)]
        if sides.row:  # across a column it depends on what stands there: see `beyond`
            lean = self.lean(width, height, True)
            lean = -lean if self.insets is not None and element.axis == "column" else lean
            pads[0] += lean if sides.leans_start else 0.0
            pads[2] += lean if sides.leans_end else 0.0
        return pads[0], pads[1], pads[2], pads[3]

    def lean(self, width: float, height: float, row: bool) -> float:
        """Half of what a slanted side travels: the brand's slant across rows, half of it across columns, px."""
        return self.frame.slant() * height / 2 if row else self.frame.slant() * width / 4

    def _covers_unsafe(self, position: str) -> bool:
        return any(outer and zone for outer, zone in zip(self.sides[position][:4], self._unsafe, strict=True))

    def children(self, element: Element, width: float, height: float, position: str, pads: Pads) -> Siblings:
        """The children that have something to show, measured one after another in what is left of the room (px).

        Those of a column are measured again where what lies beyond asks for more."""
        line = self._measured(element, width, height, position)
        if element.axis != "column" or not line.children:
            return line
        beyond = sum(self.beyond(element, line, width, position, pads)) if element.padded else 0.0
        over = line.length() + beyond - height
        return self._measured(element, width, max(1.0, height - over), position) if over > 0 else line

    def _measured(self, element: Element, width: float, height: float, position: str) -> Siblings:
        key = (position, round(width, 2), round(height, 2))
        if key not in self._lines:
            self._lines[key] = self._one_by_one(element, width, height, position)
        return self._lines[key]

    def _one_by_one(self, element: Element, width: float, height: float, position: str) -> Siblings:
        row, stack = element.axis == "row", element.axis == "stack"
        left, full = self._lengths(element, width, height, position)
        gap, upright = self._gap(element, position), row or stack or self.insets is None
        found: list[Child | None] = [None] * len(element.children)
        for index in element.measuring_order:
            child, place = element.children[index], f"{position}.{index}"
            fixed = self.frame.length(child.place) if child.place else None
            inset = NONE if upright else self._inset(child, place)
            wide, high = width, height
            if not stack:
                room = fixed if fixed is not None else min(left, child.max * full) if child.max else left
                room = room if room > 1.0 else 1.0
                wide, high = (room, height) if row else (max(1.0, width - inset.both), room)
            size = self._slot_size if child.axis == "slot" else self.size
            measured = size(child, wide, high, place, element.axis)
            if fixed:  # the page settles its length, whatever stands there
                measured = measured or Measured(0.0, 0.0)
            if measured is None:
                continue
            if fixed is not None:
                measured = structs.replace(measured, width=fixed) if row else structs.replace(measured, height=fixed)
            if child.painted:  # panels end on whole px, and must not lose what their texts need
                measured = measured.ceiled()
            natural, share = measured.width if row else measured.height, self._share(child, place)
            if share and not stack:  # the share settles its length
                measured = structs.replace(measured, width=0.0) if row else structs.replace(measured, height=0.0)
            found[index] = Child(child, place, share, measured, inset)
            if not stack:  # what has a share keeps at least its natural size free
                left -= gap + natural
        children = [child for child in found if child is not None]
        return Siblings(children, self._gaps(element, children, gap))

    def _lengths(self, element: Element, width: float, height: float, position: str) -> tuple[float, float]:
        """The length that an element's children share, and the one that their `max` is a part of: in a page skin that
        of the gutter or the header in which they stand."""
        row = element.axis == "row"
        length = width if row else height
        if self.frame.page is None or self.sides[position].place is None:
            return length, length
        safe = self.part(position).safe
        return length, safe.w if row else safe.h

    def _share(self, element: Element, position: str) -> float:
        if element.share:
            return self.shares.get(position, element.share[0])
        slot = self._slots.get(position)
        return 1.0 if slot is not None and slot.flexible else 0.0

    def _inset(self, element: Element, position: str) -> Inset:
        """What leaning sides take from a child of a column; those of a nested column, child by child."""
        nested = element.axis == "column" and not element.padded
        return NONE if nested or self.insets is None else self.insets.get(position, NONE)

    def _gap(self, element: Element, position: str) -> float:
        return element.gap * self.part(position).unit * (1.0 - TIGHTER * (1.0 - self.basis.factor))

    def _gaps(self, element: Element, children: Sequence[Child], gap: float) -> list[float]:
        """Between one child and the next, px: the layout's gap, or what their letters or a logo ask for."""
        between = len(children) - 1
        if between < 1:
            return []
        if element.axis == "stack" or is_split(children):
            return [0.0] * between
        apart = _beside if element.axis == "row" else _below
        return [max(gap, apart(one.measured, other.measured)) for one, other in itertools.pairwise(children)]

    def beyond(self, element: Element, line: Siblings, width: float, position: str, pads: Pads) -> tuple[float, float]:
        """What a padded column needs above and below beside its padding, px: for the descenders of its last text, and
        for sides that rise across it. `width` is that inside; `pads` are the paddings left, right and below."""
        children = line.children
        if not element.padded or not children:
            return 0.0, 0.0
        above, below = self._risen(element, line, width, position, pads)
        drop = children[-1].measured.drop if element.axis == "column" else _drop(element, children)
        return above, max(below, drop + CLEAR - pads[2]) if drop > 0 else below

    def _risen(self, element: Element, line: Siblings, width: float, position: str, pads: Pads) -> tuple[float, float]:
        sides = self.sides[position]
        if sides.row or not (sides.leans_start or sides.leans_end):
            return 0.0, 0.0
        left, full = pads[0], pads[0] + width + pads[1]
        lean = self.lean(full, 0.0, False)
        first, last = (_extent(element, child, left, width) for child in (line.children[0], line.children[-1]))
        if element.axis != "column":
            first = last = _across(element, line, left, width)
        above = rise(lean, full, first, below=False) if sides.leans_start else 0.0
        below = rise(lean, full, last, below=True) if sides.leans_end else 0.0
        return max(0.0, above), max(0.0, below)


def _unsafe(frame: Frame) -> tuple[float, float, float, float]:
    """How far the unsafe zone reaches in from the left, the top, the right, the bottom, px."""
    canvas, safe = frame.canvas, frame.safe
    return safe.x, safe.y, canvas.right - safe.right, canvas.bottom - safe.bottom


def _drop(parent: Element, children: Sequence[Child]) -> float:
    """What hangs lowest below a row's children, px, as they stand in the height of the tallest."""
    tall = max([child.measured.height for child in children])
    part = 0.0 if parent.align == "end" else 0.5  # of what is free above and below a child that lies below it
    return max([child.measured.drop - part * (tall - child.measured.height) for child in children])


def _in_two_lines(one: Measured) -> float:
    """How wide a text is in two lines, px, whether it was measured in one or in two."""
    return one.width * TWO_LINES if one.height < 1.5 * one.rise else one.width


def _extent(parent: Element, child: Child, left: float, width: float) -> tuple[float, float]:
    """Where a column's child begins and ends across, px; what has no width of its own takes all."""
    element, wide = child.element, child.measured.width
    if element.slot == "product":
        wide = PRODUCT * width
        return left + (width - wide) / 2, left + (width + wide) / 2
    if element.axis == "row" and any(one.share or one.slot in ("product", "space") for one in element.children):
        return left, left + width
    align = element.align if element.axis == "slot" and element.align != "start" else parent.align
    start = left + {"center": (width - wide) / 2, "end": width - wide}.get(align, 0.0)
    return start, start + wide


def _across(parent: Element, line: Siblings, left: float, width: float) -> tuple[float, float]:
    """Where a row's children begin and end, px."""
    if any(child.share for child in line.children):
        return left, left + width
    wide = sum(child.measured.width for child in line.children) + sum(line.gaps)
    start = left + {"center": (width - wide) / 2, "end": width - wide}.get(parent.justify, 0.0)
    return start, start + wide


def is_split(children: Sequence[Child]) -> bool:
    """Whether the children are panels that share their sides."""
    return len(children) > 1 and children[0].element.painted and all(child.element.painted for child in children)


def _beside(left: Measured, right: Measured) -> float:
    """What must lie between two elements side by side, px: a logo's clear space."""
    return max(left.clear.right, right.clear.left)


def _below(above: Measured, below: Measured) -> float:
    """The same one below the other: also room for the descenders above, and for the accents below."""
    apart = APART * below.rise
    hanging = above.drop + max(BENEATH * below.rise, CLEAR) if above.drop else 0.0
    return max(hanging, apart, below.over + ACCENT * below.rise, above.clear.bottom, below.clear.top)


def _together(axis: str, line: Siblings) -> Measured:
    """What elements ask for as one: those of a column from the first one's letters to the last one's descenders."""
    parts = [child.measured for child in line.children]
    clear, first, last = _clear(axis, parts), parts[0], parts[-1]
    if axis == "column":
        wide = max([child.across(False) for child in line.children])
        return Measured(wide, line.length(), first.rise, first.over, last.drop, clear=clear)
    wides = [part.width for part in parts]
    wide = sum(wides) + sum(line.gaps) if axis == "row" else max(wides)
    rise, over = max([part.rise for part in parts]), max([part.over for part in parts])
    tall, drop = max([part.height for part in parts]), max([part.drop for part in parts])
    return Measured(wide, tall, rise, over, drop, clear=clear)


def _clear(axis: str, parts: Sequence[Measured]) -> Clear:
    """What is to be kept free beside elements as one: at a line's ends that of its first and last."""
    asked = [part.clear for part in parts if part.clear is not NOTHING]
    if not asked:
        return NOTHING  # most often: only a logo asks for it
    left, right = max([one.left for one in asked]), max([one.right for one in asked])
    top, bottom = max([one.top for one in asked]), max([one.bottom for one in asked])
    first, last = parts[0].clear, parts[-1].clear
    if axis == "column":
        return Clear(left, first.top, right, last.bottom)
    return Clear(first.left, top, last.right, bottom) if axis == "row" else Clear(left, top, right, bottom)
