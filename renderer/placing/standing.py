"""What is to be known of a layout's elements before anything is measured: where each stands, what it keeps free.

It is the same for every candidate of a search, and asked for hundreds of times: it is found once.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple, get_args

from msgspec import Struct

from renderer.content import Content
from renderer.model.layout import Element, Slot
from renderer.placing.scale import Frame
from renderer.placing.slots import Free, Measured

INNER, BESIDE, BELOW = 0.6, 0.75, 1.0
"""Padding at sides inside the canvas against a margin at its own: around a product or a price, around words, and below
words, where their descenders hang."""
TALL = 10.0  # margins of height from which texts keep a whole one from the canvas' top and foot
SLOTS = frozenset(get_args(Slot))
EMPTY = ("space", "page")  # slots that show nothing, and take room
NO_PADDING = (0.0, 0.0, 0.0, 0.0)

Padding = tuple[float, float, float, float]
"""Left, top, right, bottom, px."""


class Sides(NamedTuple):
    """Where an element stands: which of its sides lie on the canvas' sides, which sides lean, along which axis."""

    left: bool = True
    top: bool = True
    right: bool = True
    bottom: bool = True
    leans_start: bool = False
    leans_end: bool = False
    row: bool = False
    slanted: bool = False
    """Whether it stands, through columns only, on a panel whose side leans: its room depends on its height."""
    place: str | None = None
    """The part of a page skin in which it stands."""


class Standing(Struct, frozen=True, eq=False, gc=False):
    """An element of a layout where it stands on a canvas; lengths in px.

    What is asked of the element most often is here too."""

    element: Element
    index: int
    """Its number in the layout. A row and the column that it becomes where it is too narrow have the same."""
    position: str
    """In the tree of elements."""
    sides: Sides
    children: tuple[Standing, ...]
    """Those that may have something to show."""
    order: tuple[tuple[int, Standing], ...]
    """The same with their places among each other, as they are measured: what has a size of its own, what shares the
    rest, the price: it takes any."""
    leaves: tuple[Standing, ...]
    """The slots inside it."""
    wrapped: Standing | None
    """The column that a row becomes where it is too narrow for what stands in it."""
    frame: Frame
    """The measures that hold for it: of a page skin, those of the part in which it stands."""
    in_row: bool
    place: str | None
    """The part of a page skin in which it stands, None on any other canvas."""
    fixed: float | None
    """The length that the page settles."""
    full: float | None
    """What its children's `max` is a part of, None where that is all that it is offered."""
    gap: float
    """Between its children, with type at its full size."""
    least: Measured
    """What it asks for where it has no size of its own."""
    pads: Padding
    """What it keeps free inside, but for what leaning sides take."""
    covers: bool
    """Whether it is a panel that covers what is unsafe: it is painted even with nothing on it."""
    slot: str | None
    most: float | None
    """The part of its parent's length that it has at most."""
    shares: tuple[float, ...]
    row: bool
    column: bool
    padded: bool
    painted: bool
    filled: bool
    """Whether any of its children is a panel."""
    leans_across: bool
    """Whether a side leans that it shares with a neighbour in its row."""
    leans_along: bool
    """The same of a neighbour in its column."""

    @property
    def is_slanted_row(self) -> bool:
        """Whether it is a row of panels that share a leaning lower side."""
        return self.row and not self.element.fill and self.painted and self.element.edge == "slanted"


def standing(root: Element, frame: Frame, content: Content) -> Standing:
    """A layout's elements where they stand on a canvas, without those that have nothing to show."""
    return _Survey(frame, content).stood(root, "0", Sides(place=root.place), False)


class _Survey:
    """Goes through the elements of a layout."""

    def __init__(self, frame: Frame, content: Content) -> None:
        canvas, safe = frame.canvas, frame.safe
        self._shown = {role for role in SLOTS if role in EMPTY or content.has(role)}
        self._frame = frame
        self._unsafe = safe.x, safe.y, canvas.right - safe.right, canvas.bottom - safe.bottom
        """How far the unsafe zone reaches in from the left, the top, the right, the bottom, px."""
        self._numbers: dict[str, int] = {}

    def stood(self, element: Element, position: str, sides: Sides, in_row: bool) -> Standing:
        """An element with all that is in it."""
        number = self._numbers.setdefault(position, len(self._numbers))
        children = self._children(element, position, _inside(element, sides))
        wrapped = None
        if element.wrap and element.row is not None:
            wrapped = self._wrapped(element, position, sides, in_row)
        return self._one(element, number, position, sides, in_row, children, wrapped)

    def _wrapped(self, element: Element, position: str, sides: Sides, in_row: bool) -> Standing:
        """A row as a column; its children stand on the sides on which they stand in the row."""
        column, number = element.wrapped, self._numbers[position]
        children = self._children(column, position, _inside(element, sides))
        return self._one(column, number, position, sides, in_row, children, None)

    def _children(self, element: Element, position: str, sides: Iterator[Sides]) -> tuple[Standing, ...]:
        row = element.axis == "row"
        stood = (
            self.stood(child, f"{position}.{index}", own, row)
            for index, (child, own) in enumerate(zip(element.children, sides, strict=True))
        )
        return tuple(child for child in stood if self._may_show(child))

    def _may_show(self, at: Standing) -> bool:
        """Whether an element may take room: a slot with a content, a group with such a slot, what the page sizes, a
        panel that covers what is unsafe."""
        return bool(at.leaves or at.covers or at.fixed is not None or (at.slot and at.slot in self._shown))

    def _one(
        self,
        element: Element,
        number: int,
        position: str,
        sides: Sides,
        in_row: bool,
        children: tuple[Standing, ...],
        wrapped: Standing | None,
    ) -> Standing:
        frame, axis = self._frame, element.axis
        place = None if frame.page is None else sides.place
        part = frame if frame.page is None else frame.part(place)
        least = element.min * (part.safe.w if in_row else part.safe.h)
        leans = sides.leans_start or sides.leans_end
        outer = zip(sides[:4], self._unsafe, strict=True)
        return Standing(
            element,
            number,
            position,
            sides,
            children,
            tuple(sorted(enumerate(children), key=_when)),
            tuple(leaf for child in children for leaf in ((child,) if child.slot else child.leaves)),
            wrapped,
            part,
            in_row,
            place,
            frame.length(element.place),
            None if place is None else part.safe.w if axis == "row" else part.safe.h,
            element.gap * part.unit,
            Measured(least, 0.0) if in_row else Measured(0.0, least),
            self._padding(element, sides, part) if element.padded else NO_PADDING,
            bool(element.fill) and any(own and zone for own, zone in outer),
            element.slot,
            element.max,
            element.share,
            axis == "row",
            axis == "column",
            element.padded,
            element.painted,
            any(child.fill for child in element.children),
            leans and sides.row,
            leans and not sides.row,
        )

    def _padding(self, element: Element, sides: Sides, part: Frame) -> Padding:
        """What it keeps free inside, px, but for what leaning sides take."""
        margin, outer = part.margin, sides[:4]
        down, across = element.pad or (1.0, 1.0)
        words = element.says and not element.shows_product
        inside = (BESIDE, BESIDE, BESIDE, BELOW) if words else (INNER,) * 4
        pads = [
            margin * factor * (1.0 if own or element.place else inner) + (zone if own else 0.0)
            for factor, own, zone, inner in zip((across, down, across, down), outer, self._unsafe, inside, strict=True)
        ]
        if element.says and part.height >= TALL * margin:
            pads = [max(pad, margin) if own else pad for pad, own in zip(pads, outer, strict=True)]
        return pads[0], pads[1], pads[2], pads[3]


def _when(child: tuple[int, Standing]) -> tuple[bool, bool]:
    """When a child is measured among its siblings: those of equal rank in their own order."""
    element = child[1].element
    return "price" in element.slots, bool(element.share)


def _inside(element: Element, own: Sides) -> Iterator[Sides]:
    """Where each child stands. Only children of unpadded elements without a fill reach the canvas' sides."""
    bare = not element.padded
    row, column = element.axis == "row", element.axis == "column"
    last = len(element.children) - 1
    for index, child in enumerate(element.children):
        slanted_before = index > 0 and element.children[index - 1].edge == "slanted"
        yield Sides(
            bare and own.left and not (row and index),
            bare and own.top and not (column and index),
            bare and own.right and not (row and index < last),
            bare and own.bottom and not (column and index < last),
            bool(child.fill) and slanted_before,
            bool(child.fill) and child.edge == "slanted" and index < last,
            row,
            column and (_leans(element, own) or (own.slanted and not element.fill)),
            child.place or own.place,
        )


def _leans(element: Element, own: Sides) -> bool:
    return bool(element.fill) and own.row and (own.leans_start or own.leans_end)


NOBODY = Free()


def free_sides(own: Free, child: Standing, parent: Standing, index: int, last: int) -> Free:
    """Ways in which nothing else stands on a child's ground, of those that its parent's own neighbours leave free.

    `index` and `last` count the children that are shown; a panel of its own is free all round."""
    if child.element.fill:
        return NOBODY
    if parent.row:
        return Free(own.left and index == 0, own.top, own.right and index == last, own.bottom)
    if parent.column:
        return Free(own.left, own.top and index == 0, own.right, own.bottom and index == last)
    return own
