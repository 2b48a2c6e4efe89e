"""The rating: five stars as shapes, and its figures."""

from __future__ import annotations

from renderer import colours
from renderer.placing import outlines
from renderer.placing.labels import LabelSlot
from renderer.placing.running_text import text_node
from renderer.placing.slots import Ground, Spot
from renderer.scene import AnyNode, Box, Colour, Shape
from renderer.text import fit

STARS = 5
STAR, STAR_GAP, TEXT_GAP = 1.0, 0.1, 0.42  # em of the figures: a star's box, between stars, before the figures
SEEN = 3.0  # contrast of the accent from which stars are drawn in it (WCAG 2.2, SC 1.4.11)
EMPTY = 0.24  # of a star's colour in one that is not given


class RatingSlot(LabelSlot):
    """Stars, then what the rating is and of how many."""

    role = "rating"
    pad_x = pad_y = 0.0
    lead = STARS * STAR + (STARS - 1) * STAR_GAP + TEXT_GAP

    def _copies(self) -> tuple[str, ...]:
        rating = self.basis.content.rating
        assert rating is not None
        return (rating.text,)

    def _top(self, fitted: fit.Fitted) -> float:
        """Stars stand a little above capitals, and as much below the baseline."""
        return max(0.0, STAR * fitted.size - fitted.cap) / 2

    def _bottom(self, fitted: fit.Fitted) -> float:
        return self._top(fitted)

    def nodes(self, spot: Spot) -> list[AnyNode]:
        """Stars from the side where reading starts, then the figures."""
        content = self.basis.content
        fitted, outer, inner = self.placed(spot.box, spot.align)
        figures = text_node("rating", fitted, inner, spot.ground.ink, "end" if content.rtl else "start", content)
        side, step = STAR * fitted.size, (STAR + STAR_GAP) * fitted.size
        top = outer.y + (outer.h - side) / 2
        places = [outer.right - side - step * n if content.rtl else outer.x + step * n for n in range(STARS)]
        stars = [shape for n, x in enumerate(places) for shape in self._star(n, Box(x, top, side, side), spot.ground)]
        return [*stars, figures]

    def _star(self, number: int, box: Box, ground: Ground) -> list[Shape]:
        """One star: filled, half or empty."""
        rating = self.basis.content.rating
        assert rating is not None
        full = _colour(self.basis.content.brand.palette.accent, ground)
        empty = colours.mixed(full, ground.colour, EMPTY)
        given = rating.halves - 2 * number
        whole = outlines.star(box, STARS, outlines.STAR_WAIST)
        drawn = [Shape(id="", role="star", box=box, fill=full if given >= 2 else empty, path=whole)]
        if given == 1:
            half = outlines.half_star(box, outlines.STAR_WAIST, self.basis.content.rtl)
            drawn.append(Shape(id="", role="star", box=box, fill=full, path=half))
        return drawn


def _colour(accent: str | None, ground: Ground) -> Colour:
    """The brand's accent where it is seen on the ground, else the colour of text there."""
    colour = colours.parse(accent) if accent else ground.ink
    return colour if colours.contrast(colour, ground.colour) >= SEEN else ground.ink
