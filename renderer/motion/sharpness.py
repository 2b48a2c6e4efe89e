"""How much a picture can be enlarged and still look sharp."""

from __future__ import annotations

from renderer.content import Content
from renderer.motion.pieces import Piece
from renderer.scene import Image, walked

ENLARGED = 1.5
"""Times its own px that a picture is shown at, at most, while it moves (look book for motion, section 2)."""


def sharp(piece: Piece, content: Content, most: float) -> float:
    """The factor by which a picture may be larger than in the still, `most` at most; 1 or more."""
    product = content.product
    images = [one for node in piece.nodes for one in walked(node) if isinstance(one, Image)]
    if product is None or product.drawn or not images or images[0].asset != product.asset:
        return most
    image = images[0]
    return max(1.0, min(most, ENLARGED * product.width * image.crop.w / max(1.0, image.box.w)))
