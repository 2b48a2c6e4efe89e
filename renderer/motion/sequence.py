"""A sequence: several products, one after the other, each large with what is said of it; then all in their places.

Each shot has the picture on the side where lines begin and its captions behind it, or both as the still has them,
whichever is larger (look book for motion, section 3: shots, then the line-up).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import sqrt
from typing import Literal, NamedTuple

from renderer.boxes import common, union
from renderer.motion.entrances import Place
from renderer.motion.focus import LEAST, Focus, beside
from renderer.motion.pieces import Piece, Pieces
from renderer.scene import Box

CAPTIONS = ("name", "rating", "badge", "prior_price", "price", "unit_price")
"""What is said of each product, where several stand together."""
NEAREST, LARGEST = 2.2, 2.0
"""How much larger than in the still a product is seen at most, and its captions."""
PICTURE, GAP = 0.6, 0.06
"""Of the room's width, or height, that a picture takes at most beside its captions; and what is free between them."""


class Shots(NamedTuple):
    """Products in the order of reading."""

    products: tuple[tuple[Piece, ...], ...]
    """Of each the picture, then what is said of it."""
    places: dict[int, Place]
    """Where each piece, by its id, is while it is large; none where they come in their places."""

    def pieces(self) -> Iterator[Piece]:
        """All of them."""
        for one in self.products:
            yield from one


class _Composed(NamedTuple):
    """How large picture and captions are, and how they stand together: as in the still, behind or below it."""

    picture: float
    captions: float
    stand: Literal["still", "behind", "below"]

    @property
    def value(self) -> float:
        return sqrt(self.picture * self.captions)


def sequence(pieces: Pieces, rtl: bool, room: Box, words: Sequence[Box], most: float) -> Shots:
    """The products of a still. `room`: what is free for one, px, but for `words` that stand there; `most`: how much
    larger than in the still pictures may be."""
    pictures = sorted(pieces.pictures, key=lambda one: (_line(one, pieces.pictures), one.box.x * (-1 if rtl else 1)))
    own = _captions(pieces, pictures, rtl)
    products = tuple((picture, *own[place]) for place, picture in enumerate(pictures))
    found = [(composed, free) for free in _rooms(room, words)
             if (composed := _composed(products, free, min(most, NEAREST))) is not None]  # fmt: skip
    if not found:
        return Shots(products, {})
    composed, free = max(found, key=lambda one: one[0].value)
    widest = _Widest(products)
    return Shots(products, {key: at for one in products for key, at in _placed(one, free, composed, widest, rtl)})


class _Widest:
    """The widest picture and the widest captions of all: every shot stands on their axes."""

    def __init__(self, products: Sequence[Sequence[Piece]]) -> None:
        self.picture = max(one[0].box.w for one in products)
        self.captions = max((union([piece.box for piece in one[1:]]).w for one in products if len(one) > 1), default=0)


def _rooms(room: Box, words: Sequence[Box]) -> list[Box]:
    """What some words leave free of a room."""
    rooms = [room]
    for word in words:
        shared = [(one, common(one, word)) for one in rooms]
        rooms = [free for one, met in shared for free in (beside(one, met, 0.0) if met.w * met.h > 0 else [one])]
    return [one for one in rooms if one.w > 0 and one.h > 0]


def _line(piece: Piece, others: Iterable[Piece]) -> int:
    """In which line of pictures one stands."""
    return sum(one.box.bottom <= piece.box.y + 0.2 * piece.box.h for one in others)


def _captions(pieces: Pieces, pictures: Sequence[Piece], rtl: bool) -> list[list[Piece]]:
    """What is said of each: what stands below a picture, or behind it in the direction of reading."""
    found: list[list[Piece]] = [[] for _ in pictures]
    for role in CAPTIONS:
        for piece in (one for one in pieces.items if one.role == role):
            place = min(range(len(pictures)), key=lambda at: _apart(piece.box, pictures[at].box, rtl))
            found[place].append(piece)
    return found


def _apart(caption: Box, picture: Box, rtl: bool) -> tuple[bool, float]:
    """How far a caption is from a picture; pictures below it, or behind it, come last."""
    shared = min(caption.right, picture.right) - max(caption.x, picture.x)
    middle = caption.y + caption.h / 2
    down = max(0.0, picture.y - middle, middle - picture.bottom)
    if shared > 0:
        across = abs(caption.x + caption.w / 2 - picture.x - picture.w / 2)
        return middle < picture.y, down + across
    behind = picture.x - caption.right if rtl else caption.x - picture.right
    return behind < 0, abs(behind) + 2 * down


def _composed(products: Sequence[Sequence[Piece]], room: Box, most: float) -> _Composed | None:
    """All shots in one size; None where they gain nothing."""
    whole = [union([piece.box for piece in one]) for one in products]
    together = min([most, LARGEST, *(min(room.w / box.w, room.h / box.h) for box in whole)])
    found = [_Composed(together, together, "still")]
    said = [union([piece.box for piece in one[1:]]) for one in products if len(one) > 1]
    if said:
        pictures = [one[0].box for one in products]
        wide, high = max(box.w for box in pictures), max(box.h for box in pictures)
        own = (max(box.w for box in said), max(box.h for box in said))
        scale = min(most, PICTURE * room.w / wide, room.h / high)
        left = room.w * (1 - GAP) - scale * wide
        found.append(_Composed(scale, min(LARGEST, left / own[0], room.h / own[1]), "behind"))
        scale = min(most, room.w / wide, PICTURE * room.h / high)
        left = room.h * (1 - GAP) - scale * high
        found.append(_Composed(scale, min(LARGEST, room.w / own[0], left / own[1]), "below"))
    best = max((one for one in found if min(one.picture, one.captions) >= 1), key=lambda one: one.value, default=None)
    return best if best is not None and best.value >= LEAST else None


def _placed(
    one: Sequence[Piece], room: Box, composed: _Composed, widest: _Widest, rtl: bool
) -> Iterator[tuple[int, Place]]:  # fmt: skip
    """Where the pieces of a shot are, in the middle of the room."""
    picture, *captions = one
    if composed.stand == "still" or not captions:
        together = _at(composed.picture, union([piece.box for piece in one]), room)
        yield from ((id(piece), together.place(piece)) for piece in one)
        return
    said = union([piece.box for piece in captions])
    first, second = _parted(picture.box, said, room, composed, widest, rtl)
    yield id(picture), _at(composed.picture, picture.box, first).place(picture)
    seen = _at(composed.captions, said, second)
    yield from ((id(piece), seen.place(piece)) for piece in captions)


def _parted(
    picture: Box, said: Box, room: Box, composed: _Composed, widest: _Widest, rtl: bool
) -> tuple[Box, Box]:  # fmt: skip
    """The parts of a room that a picture and its captions have, close together in its middle; captions begin on the
    axis that all of them have."""
    own, most = composed.captions * said.w, composed.captions * widest.captions
    if composed.stand == "below":
        high, other, gap = composed.picture * picture.h, composed.captions * said.h, GAP * room.h
        top, left = room.y + (room.h - high - gap - other) / 2, room.x + (room.w - most) / 2
        begin = left + most - own if rtl else left
        return Box(room.x, top, room.w, high), Box(begin, top + high + gap, own, other)
    wide, gap = composed.picture * widest.picture, GAP * room.w
    left = room.x + (room.w - wide - gap - most) / 2
    first, second = (left + most + gap, left + most - own) if rtl else (left, left + wide + gap)
    return Box(first, room.y, wide, room.h), Box(second, room.y, own, room.h)


def _at(scale: float, box: Box, room: Box) -> Focus:
    """Something in the middle of a room."""
    x = room.x + room.w / 2 - scale * (box.x + box.w / 2)
    return Focus(scale, x, room.y + room.h / 2 - scale * (box.y + box.h / 2))
