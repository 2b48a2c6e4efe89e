"""Focus: product and saving large in the room that is free until the price comes; then they go to their places."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from renderer.boxes import union
from renderer.motion.entrances import Place
from renderer.motion.pieces import Piece
from renderer.scene import Box

LEAST = 1.12
"""Below it nobody sees that something was larger."""


class Focus(NamedTuple):
    """Pieces seen enlarged by a factor about the corner of the canvas, then moved by px: all in proportion."""

    scale: float
    x: float
    y: float

    def place(self, piece: Piece) -> Place:
        """Where a piece is, about its own middle."""
        x, y = piece.centre
        return Place(self.scale, self.scale * x + self.x - x, self.scale * y + self.y - y)


def focused(pieces: Sequence[Piece], room: Box, most: float) -> Focus | None:
    """Pieces together, as large as a room allows and in its middle; None where they gain nothing by it."""
    if not pieces or room.w <= 0 or room.h <= 0:
        return None
    box = union([piece.box for piece in pieces])
    scale = min(most, room.w / max(1.0, box.w), room.h / max(1.0, box.h))
    if scale < LEAST:
        return None
    return Focus(
        scale,
        room.x + (room.w - scale * box.w) / 2 - scale * box.x,
        room.y + (room.h - scale * box.h) / 2 - scale * box.y,
    )


def beside(room: Box, taken: Box, gap: float) -> list[Box]:
    """What is left of a room on each side of something that stands in it."""
    return [
        Box(taken.right + gap, room.y, room.right - taken.right - gap, room.h),
        Box(room.x, room.y, taken.x - gap - room.x, room.h),
        Box(room.x, taken.bottom + gap, room.w, room.bottom - taken.bottom - gap),
        Box(room.x, room.y, room.w, taken.y - gap - room.y),
    ]
