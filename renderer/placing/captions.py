"""Captions: what is said of each of several products, in rows that go through all of them in one size."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from msgspec import structs

from renderer.content import Content
from renderer.model.layout import Element
from renderer.placing.scale import ROLES
from renderer.placing.slots import Align, Basis, Free, Ground, Measured, Slot, Spot
from renderer.scene import Box

Filling = Callable[[Element, Basis, bool], Slot | None]
"""What makes the slot of an element (filling.slot_of)."""

PRICE = 0.116  # in `a`, through the root of how many there are (look book, section 4: three products 0.067 a each)
BADGE, STRUCK = 0.33, 0.28  # of the price's size (look book, section 4)
SERVES = 0.66  # of the price's size that badge and struck price have at most; where they must be larger, they go
QUIET = 0.95  # a quiet brand's price and names, of their size alone and through the same root
NAME = 0.85  # the same for a loud brand's names (measured on the look book's 1920x1080)
TALL = {False: 0.3, True: 0.48}  # of a cell's height that its name has at most, under a picture and beside one
WORTH = (
    (("name", "badge", "prior_price", "price", "unit_price"), 1.0),
    (("name", "prior_price", "price", "unit_price"), 0.9),
    (("badge", "prior_price", "price", "unit_price"), 0.72),
    (("name", "price", "unit_price"), 0.78),
    (("price", "unit_price"), 0.55),
    ((), 0.2),
)
"""What may be said, and what it is worth against the size of the products. A badge goes before the struck price that it
is reckoned from: a saving is not announced without its prior price. A unit price stays with its price."""
APART = {"name": 0.95, "badge": 0.5, "prior_price": 0.6, "price": 0.5}
"""Spacing units below a row."""
PAIRED = 0.3  # the same below badge and struck price abreast: with the price they read as one sentence
LEAST_APART = {"name": 0.6, "badge": 0.3, "prior_price": 0.3, "price": 0.15}
"""Of its size below a row, however small the cell."""
ABREAST = 0.4  # of the struck price's size between badge and struck price (look book, section 4)
UNBOUNDED = 1e6  # px
NOWHERE = Ground("ground", (0, 0, 0, 255), (0, 0, 0, 255), (), Box(0, 0, 0, 0))


class Captioned(NamedTuple):
    """One product, with what its slots are made from."""

    basis: Basis
    filling: Filling

    def slot(self, role: str, size: float, limit: float | None, plain: bool) -> Slot | None:
        """A role's slot at a factor of its size; `limit` is the px that it keeps to, `plain` sets prices as text."""
        lines = 2 if role == "name" else 1
        element = Element(slot=role, size=min(4.0, size), lines=lines, max_lines=lines)
        own = self.basis._replace(limits={} if limit is None else {role: limit})
        if plain:
            own = own._replace(content=_plain(own.content))
        return self.filling(element, own, False)


class Row(NamedTuple):
    """A role of every product: its slots and what they ask for, None for products that have nothing to say."""

    role: str
    slots: tuple[Slot | None, ...]
    sizes: tuple[Measured | None, ...]

    @property
    def width(self) -> float:
        """Of the widest, px."""
        return max((one.width for one in self.sizes if one is not None), default=0.0)

    @property
    def height(self) -> float:
        """From the highest first line to the lowest last one, px."""
        return self.rise + max((one.height - one.rise for one in self.sizes if one is not None), default=0.0)

    @property
    def rise(self) -> float:
        """How high the letters of a first line stand at most, px: first lines share a baseline."""
        return max((one.rise for one in self.sizes if one is not None), default=0.0)

    @property
    def drop(self) -> float:
        """What hangs below it, px."""
        return max((one.drop for one in self.sizes if one is not None), default=0.0)


class Captions(NamedTuple):
    """Rows measured for every product, from the top down; a pair of rows stands abreast."""

    rows: tuple[tuple[Row, ...], ...]
    gaps: tuple[float, ...]
    """Below each row, px; the last is 0."""
    between: float
    """Between two abreast, px."""
    room: float
    """The width that was offered, px."""
    width: float
    height: float
    share: float
    """How near its texts come to their ideal, 0 to 1."""

    def placed(self, index: int, left: float, top: float, align: Align) -> tuple[Spot, ...]:
        """The captions of one product from a top left corner (px), in as much width as was offered or is needed."""
        width = self.room if align == "center" else self.width
        spots: list[Spot] = []
        for rows, gap in zip(self.rows, self.gaps, strict=True):
            tall = max(row.height for row in rows)
            spots += self._abreast(rows, index, Box(left, top, width, tall), align)
            top += tall + gap
        return tuple(spots)

    def _abreast(self, rows: tuple[Row, ...], index: int, line: Box, align: Align) -> Iterator[Spot]:
        said = [
            (slot, size)
            for row in rows
            if (slot := row.slots[index]) is not None and (size := row.sizes[index]) is not None
        ]
        total = sum(size.width for _, size in said) + self.between * (len(said) - 1)
        x = line.x + (line.w - total) / 2 if align == "center" else line.x
        for slot, size in said:
            y = line.y + rows[0].rise - size.rise if slot.role == "name" else line.y + (line.h - size.height) / 2
            if slot.role == "price":
                y = line.bottom - size.height
            own = len(rows) > 1 or slot.role == "price"  # a price keeps to its width, for it would grow in more
            box = Box(x, y, size.width, size.height) if own else Box(line.x, y, line.w, size.height)
            yield Spot(slot, box, NOWHERE, "start" if own else align, size, Free())
            x += size.width + self.between


def of(basis: Basis, filling: Filling) -> tuple[Captioned, ...]:
    """Every product of a content with a basis of its own; captions do not shrink with the texts beside a range."""
    content = basis.content
    if content.brand.badge.shape in ("disc", "flash"):  # round ones are too high for a row
        badge = content.brand.badge.model_copy(update={"shape": "tag"})
        content = structs.replace(content, brand=content.brand.model_copy(update={"badge": badge}))
    return tuple(Captioned(basis._replace(content=content.alone(one), factor=1.0), filling) for one in content.products)


def roles(products: Sequence[Captioned]) -> tuple[str, ...]:
    """What is to be said of any of them."""
    return tuple(role for role in WORTH[0][0] if any(one.basis.content.has(role) for one in products))


def choices(products: Sequence[Captioned]) -> Iterator[tuple[tuple[str, ...], float]]:
    """Which rows to show, fullest first, with what each choice is worth."""
    had, seen = roles(products), set()
    for rows, worth in WORTH:
        wanted = tuple(role for role in rows if role in had)
        if wanted not in seen:
            seen.add(wanted)
            yield wanted, worth


def measured(
    products: Sequence[Captioned], rows: Sequence[str], width: float, height: float, unit: float, beside: bool
) -> Captions | None:
    """Rows of captions in cells of a size (px); None where a text does not fit whole."""
    found: dict[str, Row] = {}
    price = math.inf
    for role in sorted(rows, key=lambda role: role != "price"):  # badge and struck price keep to the price's size
        tall = TALL[beside] * height if role == "name" else height
        row = _row(products, role, width, tall, price)
        if row is None:
            return None
        found[role] = row
        if role == "price":
            price = max(one.size for one in row.sizes if one is not None)
    abreast = ("prior_price", "price") if products[0].basis.content.brand.quiet else ("badge", "prior_price")
    return _stacked(found, rows, width, unit, abreast)


def _stacked(
    found: dict[str, Row], rows: Sequence[str], width: float, unit: float, abreast: tuple[str, str]
) -> Captions:
    """The rows from the top down, two of them abreast where every product has room for both."""
    struck = found.get("prior_price")
    between = ABREAST * max((one.size for one in struck.sizes if one is not None), default=0.0) if struck else 0.0
    lines: list[tuple[Row, ...]] = [(found[role],) for role in rows]
    if all(role in found for role in abreast):
        pair = (found[abreast[0]], found[abreast[1]])
        if all(_together(pair, index, between) <= width for index in range(len(pair[0].slots))):
            lines = [pair if line[0].role == abreast[0] else line for line in lines if line[0].role != abreast[1]]
    gaps = [_gap(line, unit) for line in lines[:-1]] + [0.0] * bool(lines)
    widest = max(
        (_together(line, index, between) for line in lines for index in range(len(line[0].slots))), default=0.0
    )
    height = sum(max(row.height for row in line) for line in lines) + sum(gaps) + (lines[-1][0].drop if lines else 0.0)
    shares = [one.share for row in found.values() for one in row.sizes if one is not None]
    return Captions(tuple(lines), tuple(gaps), between, width, widest, height, min(shares, default=1.0))


def _gap(line: tuple[Row, ...], unit: float) -> float:
    """Below a row, px: never into what hangs from it."""
    size = max((one.size for row in line for one in row.sizes if one is not None), default=0.0)
    role = line[-1].role
    apart = PAIRED if len(line) > 1 else APART[role]
    return max(apart * unit, LEAST_APART[role] * size, *(row.drop + 0.2 * size for row in line))


def _together(line: tuple[Row, ...], index: int, between: float) -> float:
    """How wide what stands abreast is for one product, px."""
    sizes = [size for row in line if (size := row.sizes[index]) is not None]
    return sum(size.width for size in sizes) + between * max(0, len(sizes) - 1)


def _row(products: Sequence[Captioned], role: str, width: float, height: float, price: float) -> Row | None:
    """A role of all products in one size: that of the one with least room. None where a text would be cut."""
    factor, limit = _factor(products, role), _limit(role, price, products[0].basis)
    if limit == 0.0:
        return None
    row = _tried(products, role, factor, limit, width, height)
    plain = role == "price" and _narrowed(row, height)
    if plain:  # one form for all
        row = _tried(products, role, factor, limit, width, height, plain)
    sizes = [one.size for one in row.sizes if one is not None]
    if len(set(sizes)) > 1:
        least = min(sizes)
        row = _narrower(row, least, height) if role == "price" else _tried(products, role, factor, least, width, height)
    sizes = [one.size for one in row.sizes if one is not None]
    if sizes and max(sizes) > 1.01 * min(sizes):  # one stays below its role's floor
        return None
    whole = all(
        one is None or (one.rung not in ("ellipsis", "failed") and one.width <= width + 0.5) for one in row.sizes
    )
    return row if whole else None


def _tried(
    products: Sequence[Captioned],
    role: str,
    factor: float,
    limit: float | None,
    width: float,
    height: float,
    plain: bool = False,
) -> Row:
    slots = tuple(one.slot(role, factor, limit, plain) for one in products)
    return Row(role, slots, tuple(slot.measure(width, height) if slot is not None else None for slot in slots))


def _narrower(row: Row, size: float, height: float) -> Row:
    """Prices in a size: each in as much width as it has then."""
    sizes = tuple(
        slot.measure(one.width * size / one.size, height) if slot is not None and one is not None else None
        for slot, one in zip(row.slots, row.sizes, strict=True)
    )
    return row._replace(sizes=sizes)


def _narrowed(row: Row, height: float) -> bool:
    """Whether want of room has put one price in a narrower form than it has where there is room."""
    for slot, size in zip(row.slots, row.sizes, strict=True):
        if slot is not None and size is not None:
            free = slot.measure(UNBOUNDED, height)
            if abs(free.width / free.size - size.width / size.size) > 0.01:
                return True
    return False


def _plain(content: Content) -> Content:
    """A content whose price is set as text."""
    price = content.brand.price.model_copy(update={"style": "inline"})
    return structs.replace(content, brand=content.brand.model_copy(update={"price": price}))


def _factor(products: Sequence[Captioned], role: str) -> float:
    """A role's size among so many products, of its size in the type scale."""
    quiet, root = products[0].basis.content.brand.quiet, math.sqrt(len(products))
    if role == "price":
        return QUIET / root if quiet else PRICE / ROLES["price"].size / root
    if role == "name":
        return (QUIET if quiet else NAME) / root
    price = PRICE / root
    if role == "unit_price":
        return 1.0
    if quiet:
        return QUIET / root
    return (BADGE if role == "badge" else STRUCK) * price / ROLES[role].size


def _limit(role: str, price: float, basis: Basis) -> float | None:
    """The px that a row keeps to beside what it serves, none for a price; 0 where it would outshout it."""
    if role == "price":
        return None
    if role in ("name", "unit_price") or not math.isfinite(price):
        return UNBOUNDED
    limit = price if basis.content.brand.quiet else SERVES * price
    return limit if limit >= basis.frame.floor(role) else 0.0
