"""How long words stand still to be read, ms (look book for motion, section 6)."""

from __future__ import annotations

from collections.abc import Iterable

from renderer.motion.pieces import Piece

LEAST, LETTER = 800, 60
"""A line is held for so long at least, and so long a character."""
PRICE, SAVING = 8, 5
"""Characters that a price and a saving count as."""


def held(characters: int) -> int:
    """How long a line of so many characters is held still."""
    return max(LEAST, LETTER * characters)


def weight(piece: Piece) -> int:
    """How many characters a piece counts as."""
    match piece.role:
        case "price" | "prior_price" | "unit_price":
            return PRICE
        case "badge":
            return SAVING
    return piece.letters()


def act(pieces: Iterable[Piece]) -> int:
    """How long pieces that are new are held still together: one reading task after the other."""
    weights = [weight(piece) for piece in pieces]
    return max([LEAST, LETTER * max(weights, default=0), 45 * sum(weights)])
