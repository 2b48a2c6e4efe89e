"""Where the blocks of a contact sheet stand: shelves of columns, shelves on pages. Sizes in px; nothing is drawn."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple


class Size(NamedTuple):
    """A block's width and height."""

    w: int
    h: int


class Spot(NamedTuple):
    """Where a block stands: its place in the sequence of blocks, and its left top corner."""

    block: int
    x: int
    y: int


class Shelf(NamedTuple):
    """Blocks as wide together as a page, with the height of the tallest; spots count from the shelf's own corner."""

    height: int
    spots: tuple[Spot, ...]


class _Column:
    """Blocks under one another, the first the widest."""

    def __init__(self, x: int, width: int) -> None:
        self.x, self.width, self.filled = x, width, 0


class _Filling:
    """A shelf while it is filled."""

    def __init__(self, height: int) -> None:
        self.height = height
        self.columns: list[_Column] = []
        self.spots: list[Spot] = []

    def take(self, index: int, block: Size, room: int, gap: int) -> bool:
        """Places a block under those of a column, else in a new one; False where neither has room."""
        column = next((one for one in self.columns if one.width >= block.w and one.filled + block.h <= self.height),
                      None)  # fmt: skip
        if column is None:
            x = self.columns[-1].x + self.columns[-1].width + gap if self.columns else 0
            if self.columns and x + block.w > room:
                return False
            column = _Column(x, block.w)
            self.columns.append(column)
        self.spots.append(Spot(index, column.x, column.filled))
        column.filled += block.h + gap
        return True


def shelves(blocks: Sequence[Size], width: int, gap: int) -> list[Shelf]:
    """The blocks on shelves of a width, the tallest first (then the widest, then the earlier); lower ones stand under
    one another. A block wider than the shelf has one for itself."""
    order = sorted(range(len(blocks)), key=lambda index: (-blocks[index].h, -blocks[index].w, index))
    filling: list[_Filling] = []
    for index in order:
        block = blocks[index]
        if not any(one.take(index, block, width, gap) for one in filling):
            filling.append(_Filling(block.h))
            filling[-1].take(index, block, width, gap)
    return [Shelf(one.height, tuple(one.spots)) for one in filling]


def pages(shelves_: Iterable[Shelf], height: int, gap: int) -> Iterator[tuple[Spot, ...]]:
    """The shelves under one another, as many as a page's height holds, at least one; spots count from the page's
    corner."""
    spots: list[Spot] = []
    y = 0
    for shelf in shelves_:
        if spots and y + shelf.height > height:
            yield tuple(spots)
            spots, y = [], 0
        spots += (Spot(one.block, one.x, one.y + y) for one in shelf.spots)
        y += shelf.height + gap
    if spots:
        yield tuple(spots)


def common_factor(large: Iterable[Size], most: float, room: Size) -> float:
    """The one factor, `most` at most, by which every large block is drawn so that each fits the room."""
    return min([most, *(min(room.w / one.w, room.h / one.h) for one in large)])
