"""Measuring: how much room a layout's elements ask for, from the slots up, for one candidate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct, structs

from renderer.placing.filling import slot_of
from renderer.placing.scale import Frame
from renderer.placing.slants import NONE, Inset, rise
from renderer.placing.slots import NOTHING, Asked, Basis, Clear, Known, Measured
from renderer.placing.standing import Padding, Standing

APART = 0.5  # of a line's height that stays free between it and what is above it
BENEATH = 0.8  # the same below descenders: a few letters that hang low make a gap look smaller than it is
ACCENT = 0.18  # of a line's height that stays free above its accents
CLEAR = 1.0  # px between a panel's side and the descenders above it
PRODUCT = 0.6  # of a panel's width that a product is taken to need next to a side that rises
TIGHTER = 0.6  # of the share by which type is set smaller that the gaps around it shrink too
TWO_LINES = 0.56  # of the width of a text in one line that two lines of it take: they are seldom equally long


Pads = tuple[float, float, float]
"""What padding takes inside an element on the left, on the right and below, px."""
UNPADDED = (0.0, 0.0, 0.0)


class Child(Struct, frozen=True, gc=False):
    """An element among its siblings, measured: its share of what is left, what it asks for."""

    at: Standing
    share: float
    measured: Measured
    inset: Inset = NONE

    def along(self, row: bool) -> float:
        """Its length in the direction of its siblings, px."""
        return self.measured.width if row else self.measured.height


class Siblings(Struct, frozen=True, gc=False):
    """The children that have something to show, measured, and what lies between one and the next, px."""

    children: list[Child]
    gaps: list[float]
    taken: float
    """By the children themselves, along a row or a column."""
    between: float
    """By the gaps."""
    across: float
    """The most that one of them takes across; stacked, of the width."""
    row: bool


class Measuring:
    """What the elements of one candidate ask for; each is measured once for each room it is offered.

    `shares` picks among an element's alternatives by its position in the tree.
    `insets` says what leaning sides take from each element beside one; without it they take the most from all."""

    def __init__(
        self,
        root: Standing,
        basis: Basis,
        shares: Mapping[str, float],
        dropped: frozenset[str],
        insets: Mapping[int, Inset] | None = None,
    ) -> None:
        self.root = root
        self.basis = basis
        self.frame: Frame = basis.frame
        self.dropped = dropped
        self.insets = insets
        self.shares = shares
        self._slant = basis.frame.slant()
        self._tighter = 1.0 - TIGHTER * (1.0 - basis.factor)
        self.known = basis.known or Known()
        self.slots = {leaf.index: self._slot(leaf, self.known) for leaf in root.leaves or (root,)}
        """By the number of the element, None where there is nothing to show."""
        self._sizes: dict[tuple[int, float, float], Measured | None] = {}
        self._lines: dict[tuple[int, float, float], Siblings] = {}

    def _slot(self, at: Standing, known: Known) -> Asked | None:
        if at.slot in self.dropped:
            return None
        basis = self.basis
        key = (at, basis.step(at.slot), basis.limits.get(at.slot or ""))
        if key not in known.found:
            known.found[key] = _asked(at, basis, known)
        return known.found[key]

    def turned(self, at: Standing, width: float, height: float) -> Standing:
        """The element as it is to be laid out in a room (px): a row that wraps and does not fit, as a column. A text
        with a share of the row fits in two lines: more of them beside a button are a stub."""
        if at.wrapped is None:
            return at
        wide = []
        for child in at.children:
            size = self.size(child, width, height)
            if size is not None:
                wide.append(_in_two_lines(size) if child.shares else size.width)
        return at if sum(wide) + self._gap(at) * (len(wide) - 1) <= width else at.wrapped

    def size(self, at: Standing, width: float, height: float) -> Measured | None:
        """What an element asks for with its padding in the room offered (px), None where there is nothing to show."""
        if at.slot is not None:
            asked = self.slots[at.index]
            if asked is None:
                return None
            return at.least if asked.flexible else asked.measure(width, height)
        key = (at.index, round(width, 2), round(height, 2))
        if key not in self._sizes:
            self._sizes[key] = self._group_size(at, width, height)
        return self._sizes[key]

    def _group_size(self, at: Standing, width: float, height: float) -> Measured | None:
        if at.wrapped is not None:
            at = self.turned(at, width, height)
        if not at.padded:
            line = self.children(at, width if width > 1.0 else 1.0, height if height > 1.0 else 1.0, UNPADDED)
            return None if _is_empty(line) else _together(at, line)
        left, top, right, bottom = self.padding(at, width, height)
        pad_x, pad_y = left + right, top + bottom
        inner, pads = max(1.0, width - pad_x), (left, right, bottom)
        line = self.children(at, inner, max(1.0, height - pad_y), pads)
        if _is_empty(line):
            # What has nothing to show leaves its room to its neighbours, unless it covers what is unsafe.
            return Measured(pad_x, pad_y) if at.covers else None
        inside, (above, below) = _together(at, line), self.beyond(at, line, inner, pads)
        pad_y += above + below
        return Measured(inside.width + pad_x, inside.height + pad_y)

    def padding(self, at: Standing, width: float, height: float) -> Padding:
        """Left, top, right, bottom: what it keeps free inside, with what slants take."""
        if not at.leans_across:  # along a column it depends on what stands there: see `beyond`
            return at.pads
        left, top, right, bottom = at.pads
        lean = self.lean(width, height, True)
        lean = -lean if self.insets is not None and at.column else lean
        left += lean if at.sides.leans_start else 0.0
        right += lean if at.sides.leans_end else 0.0
        return left, top, right, bottom

    def lean(self, width: float, height: float, row: bool) -> float:
        """Half of what a slanted side travels: the brand's slant across rows, half of it across columns, px."""
        return self._slant * height / 2 if row else self._slant * width / 4

    def children(self, at: Standing, width: float, height: float, pads: Pads) -> Siblings:
        """The children that have something to show, measured one after another in what is left of the room (px).

        Those of a column are measured again where what lies beyond asks for more."""
        line = self._measured(at, width, height)
        if not at.column or not line.children:
            return line
        over = line.taken + line.between
        if at.padded:
            above, below = self.beyond(at, line, width, pads)
            over += above + below
        over -= height
        return self._measured(at, width, max(1.0, height - over)) if over > 0 else line

    def _measured(self, at: Standing, width: float, height: float) -> Siblings:
        key = (at.index, round(width, 2), round(height, 2))
        found = self._lines.get(key)
        if found is None:
            found = self._lines[key] = self._one_by_one(at, width, height)
        if found.row != at.row:  # it wraps within a hundredth of a px: its children stay as they were measured
            return _siblings(found.children, found.gaps, at.row)
        return found

    def _one_by_one(self, at: Standing, width: float, height: float) -> Siblings:
        row, gap = at.row, self._gap(at)
        found: list[Child | None] = [None] * len(at.children)
        stack, insets = not (row or at.column), self.insets if at.column else None
        left = width if row else height
        full = left if at.full is None else at.full
        wide, high, inset = width if stack or width > 1.0 else 1.0, height, NONE
        for index, child in at.order:
            if not stack:
                room = child.fixed
                if room is None:
                    room = min(left, child.most * full) if child.most else left
                room = room if room > 1.0 else 1.0
                wide, high = (room, height) if row else (wide, room)
            if insets is not None:
                inset = NONE if child.column and not child.padded else insets.get(child.index, NONE)
                wide = max(1.0, width - inset.both)
            measured = self.size(child, wide, high)
            if child.fixed is not None:
                measured = _of_length(measured, child.fixed, row)
            if measured is None:
                continue
            if child.painted:  # panels end on whole px, and must not lose what their texts need
                measured = measured.ceiled()
            share = self._share(child)
            if not stack:  # what has a share keeps at least its natural size free
                left -= gap + (measured.width if row else measured.height)
                if share:  # it settles its length
                    measured = structs.replace(measured, width=0.0) if row else structs.replace(measured, height=0.0)
            found[index] = Child(child, share, measured, inset)
        shown = [child for child in found if child is not None]
        return _siblings(shown, [0.0] * (len(shown) - 1) if stack else _gaps(shown, gap, row), row)

    def _share(self, at: Standing) -> float:
        if at.shares:
            return self.shares.get(at.position, at.shares[0])
        if at.slot is None:
            return 0.0
        asked = self.slots[at.index]
        return 1.0 if asked is not None and asked.flexible else 0.0

    def _gap(self, at: Standing) -> float:
        return at.gap * self._tighter

    def beyond(self, at: Standing, line: Siblings, width: float, pads: Pads) -> tuple[float, float]:
        """What a padded element needs above and below beside its padding, px: for the descenders of its last text, and
        for sides that rise along it. `width` is that inside; `pads` are the paddings left, right and below."""
        children = line.children
        if not at.padded or not children:
            return 0.0, 0.0
        above, below = self._risen(at, line, width, pads) if at.leans_along else (0.0, 0.0)
        drop = children[-1].measured.drop if at.column else _drop(at, children)
        return above, max(below, drop + CLEAR - pads[2]) if drop > 0 else below

    def _risen(self, at: Standing, line: Siblings, width: float, pads: Pads) -> tuple[float, float]:
        left, full = pads[0], pads[0] + width + pads[1]
        lean = self.lean(full, 0.0, False)
        if at.column:
            first, last = (_extent(at, child, left, width) for child in (line.children[0], line.children[-1]))
        else:
            first = last = _across(at, line, left, width)
        above = rise(lean, full, first, below=False) if at.sides.leans_start else 0.0
        below = rise(lean, full, last, below=True) if at.sides.leans_end else 0.0
        return max(0.0, above), max(0.0, below)


def _asked(at: Standing, basis: Basis, known: Known) -> Asked | None:
    """The slot that an element becomes, None where there is nothing to show: the same wherever it is said the same."""
    name = at.slot
    key = (at.element.manner, at.place, at.in_row, basis.step(name), basis.limits.get(name or ""))
    if key not in known.slots:
        # no slot knows who knows it: what a search has found out goes with it, and waits for no garbage collector
        slot = slot_of(at.element, basis.within(at.frame)._replace(known=None), at.in_row)
        known.slots[key] = None if slot is None else Asked(slot)
    return known.slots[key]


def _of_length(measured: Measured | None, fixed: float, row: bool) -> Measured | None:
    """An element whose length the page settles, whatever stands there."""
    if measured is None:
        if not fixed:
            return None
        measured = Measured(0.0, 0.0)
    return structs.replace(measured, width=fixed) if row else structs.replace(measured, height=fixed)


def _siblings(children: list[Child], gaps: list[float], row: bool) -> Siblings:
    heights = [child.measured.height for child in children]
    widths = [child.measured.width for child in children]
    if row:
        return Siblings(children, gaps, sum(widths), sum(gaps), max(heights, default=0.0), row)
    for index, child in enumerate(children):
        if child.inset is not NONE:
            widths[index] += child.inset.both
    return Siblings(children, gaps, sum(heights), sum(gaps), max(widths, default=0.0), row)


def _is_empty(line: Siblings) -> bool:
    children = line.children
    return not children or (children[0].at.slot == "space" and all(child.at.slot == "space" for child in children))


def _gaps(children: Sequence[Child], gap: float, row: bool) -> list[float]:
    """Between one child and the next, px: the layout's gap, or what their letters or a logo ask for."""
    between = len(children) - 1
    if between < 1:
        return []
    if is_split(children):
        return [0.0] * between
    gaps = []
    apart = _beside if row else _below
    for index in range(between):
        asked = apart(children[index].measured, children[index + 1].measured)
        gaps.append(gap if gap >= asked else asked)
    return gaps


def _drop(parent: Standing, children: Sequence[Child]) -> float:
    """What hangs lowest below a row's children, px, as they stand in the height of the tallest."""
    tall = max([child.measured.height for child in children])
    part = 0.0 if parent.element.align == "end" else 0.5  # of what is free above and below a child that lies below it
    return max([child.measured.drop - part * (tall - child.measured.height) for child in children])


def _in_two_lines(one: Measured) -> float:
    """How wide a text is in two lines, px, whether it was measured in one or in two."""
    return one.width * TWO_LINES if one.height < 1.5 * one.rise else one.width


def _extent(parent: Standing, child: Child, left: float, width: float) -> tuple[float, float]:
    """Where a column's child begins and ends across, px; what has no width of its own takes all."""
    element, wide = child.at.element, child.measured.width
    if child.at.slot == "product":
        wide = PRODUCT * width
        return left + (width - wide) / 2, left + (width + wide) / 2
    if child.at.row and any(one.share or one.slot in ("product", "space") for one in element.children):
        return left, left + width
    align = element.align if child.at.slot and element.align != "start" else parent.element.align
    start = left + {"center": (width - wide) / 2, "end": width - wide}.get(align, 0.0)
    return start, start + wide


def _across(parent: Standing, line: Siblings, left: float, width: float) -> tuple[float, float]:
    """Where a row's children begin and end, px."""
    if any(child.share for child in line.children):
        return left, left + width
    wide = sum([child.measured.width for child in line.children]) + line.between
    start = left + {"center": (width - wide) / 2, "end": width - wide}.get(parent.element.justify, 0.0)
    return start, start + wide


def is_split(children: Sequence[Child]) -> bool:
    """Whether the children are panels that share their sides."""
    return len(children) > 1 and children[0].at.painted and all(child.at.painted for child in children)


def _beside(left: Measured, right: Measured) -> float:
    """What must lie between two elements side by side, px: a logo's clear space."""
    return max(left.clear.right, right.clear.left)


def _below(above: Measured, below: Measured) -> float:
    """The same one below the other: also room for the descenders above, and for the accents below."""
    apart = APART * below.rise
    hanging = above.drop + max(BENEATH * below.rise, CLEAR) if above.drop else 0.0
    return max(hanging, apart, below.over + ACCENT * below.rise, above.clear.bottom, below.clear.top)


def _together(at: Standing, line: Siblings) -> Measured:
    """What elements ask for as one: those of a column from the first one's letters to the last one's descenders."""
    parts = [child.measured for child in line.children]
    clear, first, last = _clear(at, parts), parts[0], parts[-1]
    if at.column:
        tall = line.taken + line.between
        return Measured(line.across, tall, first.rise, first.over, last.drop, clear=clear)
    wide, tall = line.across, max([part.height for part in parts])
    if at.row:
        wide, tall = line.taken + line.between, line.across
    rise, over = max([part.rise for part in parts]), max([part.over for part in parts])
    return Measured(wide, tall, rise, over, max([part.drop for part in parts]), clear=clear)


def _clear(at: Standing, parts: Sequence[Measured]) -> Clear:
    """What is to be kept free beside elements as one: at a line's ends that of its first and last."""
    asked = [part.clear for part in parts if part.clear is not NOTHING]
    if not asked:
        return NOTHING  # most often: only a logo asks for it
    left, right = max([one.left for one in asked]), max([one.right for one in asked])
    top, bottom = max([one.top for one in asked]), max([one.bottom for one in asked])
    first, last = parts[0].clear, parts[-1].clear
    if at.column:
        return Clear(left, first.top, right, last.bottom)
    return Clear(first.left, top, last.right, bottom) if at.row else Clear(left, top, right, bottom)
