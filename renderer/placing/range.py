"""A range: several products in one box, each with its name and offer under or beside it.

The products of a line stand on one foot line in columns of one width; what is said of them stands in rows that go
through all columns, each row in one size (look book, section 7: several products). Where room is scarce a row goes for
all of them alike. Composed from left to right; a right-to-left creative is its mirror image.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from renderer.model.layout import Element
from renderer.placing import captions
from renderer.placing.captions import Captions, Filling
from renderer.placing.grounds import standing_in_range
from renderer.placing.pictures import ProductSlot
from renderer.placing.slots import Align, Basis, Ground, Measured, Slot, Spot
from renderer.scene import AnyNode, Box

GUTTER = 1.1  # spacing units between columns
FEET = 1.3  # spacing units between a foot line and the row below it
SIDE = 1.8  # spacing units between a picture and what stands beside it
LINES = 2.0  # spacing units between one line of products and the next
SMALL_UNIT = 0.055  # of a cell's height that a spacing unit has at most
EVEN = 1.25  # how much larger than the one with least room products may be: areas look even, none is dwarfed
HIGH, WIDE = 1.15, 1.25  # height through width that a scene has at most in its cell, and width through height
WORDS = 0.62  # of a cell's width that what stands beside a picture takes at most
SEEN = 52.0  # px at 1x: the same of products that are well seen; below it their size counts more than what is said
PICTURE = Element(slot="product")
LEAST = 26.0  # px at 1x: the side of a square as large as the smallest product that is still worth showing


class Grid(NamedTuple):
    """So many products in a line, so many lines; what is said of them beside or under their pictures."""

    columns: int
    lines: int
    beside: bool


class Cell(NamedTuple):
    """One product's part of the box: the box of its picture, and those of its captions by role."""

    box: Box
    picture: Box
    captions: tuple[Spot, ...]


class Composed(NamedTuple):
    """A range in its box: cells from left to right, line by line."""

    cells: tuple[Cell, ...]
    rows: tuple[str, ...]
    """Roles that are shown with every product."""
    value: float
    """How good it is: products as large as can be, as much said of them as can be."""
    share: float
    """How near its captions come to their ideal, 0 to 1."""

    def covered(self) -> float:
        """The area of all products, px²."""
        return sum(cell.picture.w * cell.picture.h for cell in self.cells)


class RangeSlot(Slot):
    """Several products, composed anew for each box it is given."""

    role = "range"
    flexible = True

    def __init__(self, basis: Basis, filling: Filling) -> None:
        self.basis = basis
        self.captions = captions.of(basis, filling)
        self.pictures = tuple(ProductSlot(one.basis, PICTURE) for one in self.captions)
        self._known: dict[Box, Composed | None] = {}

    def measure(self, width: float, height: float) -> Measured:
        """What it becomes in a box so large: as wide and high as a square of all products' area."""
        return self.settle(Box(0.0, 0.0, width, height), Box(0.0, 0.0, width, height))

    def settle(self, box: Box, reach: Box) -> Measured:
        """The best composition for the box; failed where none shows the products large enough."""
        found = self._composed(box)
        if found is None:
            return Measured(0.0, 0.0, share=0.0, rung="failed")
        side = math.sqrt(found.covered())
        return Measured(side, side, share=found.share)

    def nodes(self, spot: Spot) -> list[AnyNode]:
        """The pictures, then what is said of them."""
        found = self._composed(spot.box)
        if found is None:
            return []
        cells = [_mirrored(cell, spot.box) for cell in found.cells] if self.basis.content.rtl else found.cells
        drawn: list[AnyNode] = []
        for slot, cell in zip(self.pictures, cells, strict=True):
            drawn += self._picture(slot, cell.picture, spot.ground)
        for cell in cells:
            for one in cell.captions:
                drawn += one.slot.nodes(one._replace(ground=spot.ground))
        return drawn

    def left_out(self, box: Box) -> tuple[str, ...]:
        """Roles that some product has and none shows, for want of room."""
        found = self._composed(box)
        had = captions.roles(self.captions)
        return tuple(role for role in had if found is None or role not in found.rows)

    def _picture(self, slot: ProductSlot, box: Box, ground: Ground) -> list[AnyNode]:
        how = standing_in_range(slot.picture, self.basis.content.brand.image.treatment, ground.colour)
        return [slot.standing_at(box, ground, how) if how else slot.covering(box, ground)]

    def _composed(self, box: Box) -> Composed | None:
        if box not in self._known:
            tried = (self._best_of(grid, box) for grid in _grids(len(self.pictures), box))
            self._known[box] = max((one for one in tried if one is not None), key=lambda one: one.value, default=None)
        return self._known[box]

    def _best_of(self, grid: Grid, box: Box) -> Composed | None:
        """A grid with as many rows as leave the products their size."""
        found: Composed | None = None
        for rows, worth in captions.choices(self.captions):
            one = self._tried(grid, rows, worth, box)
            if one is not None and (found is None or one.value > found.value):
                found = one
        return found

    def _tried(self, grid: Grid, rows: tuple[str, ...], worth: float, box: Box) -> Composed | None:
        cell = self._cell(grid, box)
        unit = self._unit(cell)
        words = WORDS * cell.w if grid.beside else cell.w
        said = captions.measured(self.captions, rows, words, cell.h, unit, grid.beside)
        if said is None or said.height > cell.h:
            return None
        room = _room(grid, cell, said, unit)
        sizes = self._sizes(room)
        if not sizes or min(math.sqrt(w * h) for w, h in sizes) < LEAST * self.basis.frame.scale:
            return None
        places = self._places(grid, box, cell)
        cells = _cells(grid, places, sizes, said, room, unit)
        shown = sum(w * h for w, h in sizes)
        full = len(sizes) / (grid.columns * grid.lines)  # a line that is not full looks like a remnant
        side = full * math.sqrt(shown / len(sizes))
        value = side * min(1.0, side / (SEEN * self.basis.frame.scale)) * worth * math.sqrt(said.share)
        return Composed(tuple(cells), rows, value, said.share * worth)

    def _unit(self, cell: Box) -> float:
        """The spacing unit: less in small cells, px."""
        frame = self.basis.frame
        return max(1.5 * frame.scale, min(frame.unit, SMALL_UNIT * cell.h))

    def _cell(self, grid: Grid, box: Box) -> Box:
        """The first cell."""
        unit = self.basis.frame.unit
        width = (box.w - GUTTER * unit * (grid.columns - 1)) / grid.columns
        height = (box.h - LINES * unit * (grid.lines - 1)) / grid.lines
        return Box(box.x, box.y, max(1.0, width), max(1.0, height))

    def _places(self, grid: Grid, box: Box, cell: Box) -> list[Box]:
        """The cells, line by line; those of a shorter last line in the middle."""
        unit, count = self.basis.frame.unit, len(self.pictures)
        across, down = cell.w + GUTTER * unit, cell.h + LINES * unit
        places = []
        for index in range(count):
            line, column = divmod(index, grid.columns)
            empty = grid.columns - min(grid.columns, count - line * grid.columns)
            x = box.x + (column + empty / 2) * across
            places.append(Box(x, box.y + line * down, cell.w, cell.h))
        return places

    def _sizes(self, room: Box) -> list[tuple[float, float]]:
        """Width and height of every product, px: silhouettes of about one area, so that tall ones stand taller and flat
        ones lower; scenes fill the room that all have."""
        if min(room.w, room.h) <= 1:
            return []
        standing = [_ratio(slot) for slot in self.pictures if slot.picture.separable]
        side = _even_side(standing, room) if standing else 0.0
        sizes = []
        for slot in self.pictures:
            if not slot.picture.separable:
                tall = min(room.h, HIGH * room.w)
                sizes.append((min(room.w, WIDE * tall), tall))
                continue
            ratio = _ratio(slot)
            own = min(side, _most(ratio, room))
            kept = slot.measure(own * math.sqrt(ratio), own / math.sqrt(ratio))
            sizes.append((kept.width, kept.height))
        return sizes


def _grids(count: int, box: Box) -> Iterator[Grid]:
    """The ways to divide a box among so many products that leave no line half empty and no cell a splinter."""
    for columns in range(count, 0, -1):
        lines = math.ceil(count / columns)
        last = count - (lines - 1) * columns
        if last <= 0 or 2 * last < columns:
            continue
        ratio = (box.w / columns) / (box.h / lines)
        if 0.2 < ratio < 2.4:
            yield Grid(columns, lines, False)
        if ratio > 1.1:
            yield Grid(columns, lines, True)


def _ratio(slot: ProductSlot) -> float:
    """Width through height of a silhouette."""
    picture = slot.picture
    return (picture.subject.w * picture.width) / max(1e-6, picture.subject.h * picture.height)


def _most(ratio: float, room: Box) -> float:
    """The side of a square as large as the largest silhouette of a ratio that a room holds, px."""
    return min(room.w / math.sqrt(ratio), room.h * math.sqrt(ratio))


def _even_side(ratios: Sequence[float], room: Box) -> float:
    """The side of the square whose area the silhouettes have, px: that of the one with least room, or a little more."""
    limits = sorted(_most(ratio, room) for ratio in ratios)
    return min(limits[len(limits) // 2], EVEN * limits[0])


def _room(grid: Grid, cell: Box, said: Captions, unit: float) -> Box:
    """What is left of a cell for its picture."""
    if not said.height:
        return cell
    if grid.beside:
        return Box(cell.x, cell.y, cell.w - said.width - SIDE * unit, cell.h)
    return Box(cell.x, cell.y, cell.w, cell.h - said.height - FEET * unit)


def _cells(
    grid: Grid,
    places: Sequence[Box],
    sizes: Sequence[tuple[float, float]],
    said: Captions,
    room: Box,
    unit: float,
) -> Iterator[Cell]:
    """Every product in its place: the products of a line on one foot line, their captions below it or beside."""
    below = FEET * unit + said.height if said.height and not grid.beside else 0.0
    for index, (place, (width, height)) in enumerate(zip(places, sizes, strict=True)):
        first = index - index % grid.columns
        tallest = max(tall for _, tall in sizes[first : first + grid.columns])
        foot = place.y + (place.h - tallest - below) / 2 + tallest
        picture = Box(place.x + (room.w - width) / 2, foot - height, width, height)
        if grid.beside:
            start: Align = "start"
            left, top = place.x + room.w + SIDE * unit, place.y + (place.h - said.height) / 2
        else:
            start, left, top = "center", place.x, foot + FEET * unit
        yield Cell(place, picture, said.placed(index, left, top, start))


def _mirrored(cell: Cell, within: Box) -> Cell:
    """A cell seen in a mirror that stands in the middle of the range's box."""

    def turned(box: Box) -> Box:
        return Box(within.x + within.right - box.right, box.y, box.w, box.h)

    other: dict[Align, Align] = {"start": "end", "end": "start", "center": "center"}
    spots = tuple(one._replace(box=turned(one.box), align=other[one.align]) for one in cell.captions)
    return Cell(turned(cell.box), turned(cell.picture), spots)
