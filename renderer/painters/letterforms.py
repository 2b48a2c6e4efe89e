"""letterforms: a run's glyphs as one outline, for pages that may not bring the brand's fonts along."""

from __future__ import annotations

from functools import lru_cache

from renderer.painters import css
from renderer.scene import Colour, Line, Run
from renderer.text.fonts import Face

RIM = 0.2
"""Px of a line around light letters: text on dark grounds is drawn bolder than outlines are. Measured on the demo's
banners: with it both are as bright at 2x and 3x, and nearest at 1x."""


def outline(line: Line, run: Run, face: Face) -> str:
    """A `<path>` in the px of the canvas, drawn in whole units of the font."""
    scale = run.size / face.upem
    told = []
    for glyph, x, y in zip(run.glyphs, run.xs, run.ys, strict=True):
        told += _moved(_steps(_Drawn(face, glyph)), round(x / scale), round(y / scale))
    sides = (scale, 0.0, -run.slant * scale, scale, line.x, line.baseline)
    matrix = " ".join(css.number(value, 6) for value in sides)
    ink = css.colour(run.fill)
    rim = f' stroke="{ink}" stroke-width="{css.number(RIM / scale, 1)}"' if _light(run.fill) else ""
    return f'<path fill="{ink}"{rim} transform="matrix({matrix})" d="{"".join(told)}"/>'


def _light(ink: Colour) -> bool:
    """Whether it is a light ink (ITU-R BT.601's lightness above half)."""
    red, green, blue, _ = ink
    return 299 * red + 587 * green + 114 * blue > 128_000


def brings_colours(run: Run, face: Face) -> bool:
    """Whether any of its glyphs brings colours of its own, as emoji do, which no outline has."""
    own = face.font.face
    if own.has_color_png or own.has_color_svg:
        return True
    layered = own.has_color_layers and any(own.get_glyph_color_layers(glyph) for glyph in run.glyphs)
    return bool(layered) or (own.has_color_paint and any(own.glyph_has_color_paint(glyph) for glyph in run.glyphs))


class _Drawn:
    """A glyph of a face, looked up by the face's digest."""

    def __init__(self, face: Face, glyph: int) -> None:
        self.face, self.glyph = face, glyph

    def __hash__(self) -> int:
        return hash((self.face.digest, self.glyph))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Drawn) and (other.face.digest, other.glyph) == (self.face.digest, self.glyph)


_Step = tuple[str, tuple[int, ...]]


@lru_cache(maxsize=4_096)
def _steps(drawn: _Drawn) -> tuple[_Step, ...]:
    """A glyph's outline in the font's units, y downwards."""
    pen = _Pen()
    drawn.face.font.draw_glyph_with_pen(drawn.glyph, pen)
    return tuple(pen.steps)


class _Pen:
    """Notes down what is drawn (fontTools' segment pen, as HarfBuzz speaks to it)."""

    def __init__(self) -> None:
        self.steps: list[_Step] = []

    def _note(self, letter: str, *points: tuple[float, float]) -> None:
        self.steps.append((letter, tuple(value for x, y in points for value in (round(x), -round(y)))))

    def moveTo(self, point: tuple[float, float]) -> None:
        self._note("M", point)

    def lineTo(self, point: tuple[float, float]) -> None:
        self._note("L", point)

    def qCurveTo(self, *points: tuple[float, float]) -> None:
        self._note("Q", *points)

    def curveTo(self, *points: tuple[float, float]) -> None:
        self._note("C", *points)

    def closePath(self) -> None:
        self._note("Z")

    def endPath(self) -> None:
        """An open outline is filled as if it were closed."""


def _moved(steps: tuple[_Step, ...], x: int, y: int) -> list[str]:
    told = []
    for letter, values in steps:
        placed = [value + (y if index % 2 else x) for index, value in enumerate(values)]
        told.append(letter + "".join(str(value) if value < 0 or not index else f" {value}"
                                     for index, value in enumerate(placed)))  # fmt: skip
    return told
