"""Handles: the arrows by which a reader turns from one product to the next, with a dot for each product.

Sources: look book for motion, section 11 (hit areas of 44 px, 8 apart, visible at rest, outside the price); the row of
dots is ours.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from renderer import colours
from renderer.content import Content
from renderer.placing import outlines
from renderer.placing.labels import plate
from renderer.placing.scale import FIRST_VIEW, Frame
from renderer.scene import AnyNode, Box, Colour, Group, Image, Scene, Shape, Stroke, Text, walked

PREVIOUS, NEXT = "previous", "next"
SIDE, APART = 44, 8
"""CSS px: a hit area's sides, and how far two lie apart."""
SIGN, HEAVY, THIN = 16, 12, 1.6
"""CSS px: how long a thin arrow is, how wide a heavy one, and the thin one's line."""
DOT, DOT_APART = 6, 6
"""CSS px: a dot's sides, and what lies between two, and twice between them and the arrows."""
APART_FROM = 4.5
"""Contrast with its ground from which an arrow's plate has the colour of the call to action (WCAG 2.2, 1.4.3)."""
FAINT = 0.4
"""How opaque the dots of products are that are not shown."""
WORDS: Mapping[str, tuple[str, str]] = {
    "ar": ("المنتج السابق", "المنتج التالي"), "cs": ("Předchozí produkt", "Další produkt"),
    "da": ("Forrige produkt", "Næste produkt"), "de": ("Vorheriges Produkt", "Nächstes Produkt"),
    "en": ("Previous product", "Next product"), "es": ("Producto anterior", "Producto siguiente"),
    "fi": ("Edellinen tuote", "Seuraava tuote"), "fr": ("Produit précédent", "Produit suivant"),
    "he": ("המוצר הקודם", "המוצר הבא"), "it": ("Prodotto precedente", "Prodotto successivo"),
    "ja": ("前の商品", "次の商品"), "nb": ("Forrige produkt", "Neste produkt"),
    "nl": ("Vorig product", "Volgend product"),
    "no": ("Forrige produkt", "Neste produkt"), "pl": ("Poprzedni produkt", "Następny produkt"),
    "pt": ("Produto anterior", "Próximo produto"), "sv": ("Föregående produkt", "Nästa produkt"),
    "tr": ("Önceki ürün", "Sonraki ürün"),
}  # fmt: skip
"""What the arrows are called for those who do not see them, by language: back, and on."""
_GROUNDS = ("panel", "light", "table")


class Handles(NamedTuple):
    """Where the arrows stand, px: the same in every state. In reading direction `previous` comes first."""

    previous: Box
    next: Box

    def areas(self) -> Iterator[tuple[str, Box]]:
        """What answers to a click, by what it does."""
        yield PREVIOUS, self.previous
        yield NEXT, self.next


def words(locale: str) -> tuple[str, str]:
    """What the arrows say in a language: back, and on."""
    return WORDS.get(locale.split("-")[0], WORDS["en"])


def handles(canvas: Frame, scenes: Sequence[Scene], count: int) -> Handles | None:
    """Room for the arrows in a gutter that every window shows: below what stands there in any of the scenes, above the
    first view's end; in the gutter where a line of text ends, else the other one. None where neither has any."""
    page, gutter, scale = canvas.page, canvas.gutter, canvas.scale
    if page is None or gutter is None:
        return None
    wide, high = (2 * SIDE + APART) * scale, (SIDE + 2 * DOT_APART + DOT) * scale
    if wide > gutter.width or (2 * count - 1) * DOT * scale > wide:
        return None
    at_end, at_start = page.right, page.x - gutter.width
    for left in (at_start, at_end) if canvas.mirrored else (at_end, at_start):
        column = Box(left, 0.0, gutter.width, float(canvas.height))
        standing = [box for scene in scenes for box in _standing(scene) if box.overlap(column) > 0]
        top = round(max([page.y, *(box.bottom for box in standing)]) + 1.5 * gutter.margin)
        if top + high <= FIRST_VIEW * scale:
            x = round(_axis(column, [box for box in standing if box.within(column, gutter.margin)], wide, canvas))
            first, second = (Box(at, top, SIDE * scale, SIDE * scale) for at in (x, x + (SIDE + APART) * scale))
            return Handles(second, first) if canvas.mirrored else Handles(first, second)
    return None


def _axis(column: Box, standing: Sequence[Box], wide: float, canvas: Frame) -> float:
    """Where the arrows begin at the left: on the axis of what stands above them, within a gutter."""
    margin = canvas.part("gutter").margin
    if canvas.mirrored:
        edge = max((box.right for box in standing), default=column.right - margin)
        return max(column.x, min(edge, column.right) - wide)
    edge = min((box.x for box in standing), default=column.x + margin)
    return min(column.right - wide, max(edge, column.x))


def drawn(one: Handles, canvas: Frame, content: Content, scene: Scene, shown: int, count: int) -> Iterator[Group]:
    """The arrows and the dots over a scene that shows one product of several."""
    for does, area in one.areas():
        leftwards = (does == PREVIOUS) != canvas.mirrored
        yield Group(id="", role=does, box=area, children=tuple(_arrow(area, canvas, content, scene, leftwards)))
    left, right = min(one.previous.x, one.next.x), max(one.previous.right, one.next.right)
    size, top = DOT * canvas.scale, one.next.bottom + 2 * DOT_APART * canvas.scale
    start = (left + right - (2 * count - 1) * size) / 2
    row = Box(left, top, right - left, size)
    ink, dots = colours.readable(content.brand.palette, _below(scene, row)), list[AnyNode]()
    for place in range(count):
        at = count - 1 - place if canvas.mirrored else place
        box = Box(start + 2 * at * size, top, size, size)
        dot = plate(box, content.brand.cta.shape, ink, canvas, "dot")
        dots.append(dot if place == shown else _faint(dot))
    yield Group(id="", role="dots", box=row, children=tuple(dots))


def _arrow(area: Box, canvas: Frame, content: Content, scene: Scene, leftwards: bool) -> Iterator[AnyNode]:
    """An arrow in the brand's manner: heavy on a plate, or thin in an outline."""
    brand, scale = content.brand, canvas.scale
    ground = _below(scene, area)
    ink = colours.readable(brand.palette, ground)
    middle = (area.x + area.w / 2, area.y + area.h / 2)
    if brand.price.style == "quiet" or brand.cta.arrow:
        line = THIN * scale
        inner = area.inset(line, line, line, line)
        long, high = SIGN * scale, 0.46 * SIGN * scale
        sign = Box(middle[0] - long / 2, middle[1] - high / 2, long, high)
        yield Shape(id="", role="handle", box=inner, stroke=Stroke(ink, scale), radius=inner.h / 2)
        yield Shape(id="", role="sign", box=sign, fill=ink, path=outlines.arrow(sign, line, leftwards))
        return
    inner = area.inset(4 * scale, 2 * scale, 4 * scale, 2 * scale)
    sign = Box(middle[0] - HEAVY * scale / 2, middle[1] - 0.75 * HEAVY * scale, HEAVY * scale, 1.5 * HEAVY * scale)
    button = scene.find("button")
    if isinstance(button, Shape) and button.fill is not None and colours.contrast(button.fill, ground) >= APART_FROM:
        ink = button.fill
    yield plate(inner, brand.cta.shape, ink, canvas, "handle")
    yield Shape(id="", role="sign", box=sign, fill=ground, path=outlines.chevron(sign, leftwards))


def _faint(dot: Shape) -> Shape:
    return Shape(id="", role=dot.role, box=dot.box, fill=dot.fill, path=dot.path, radius=dot.radius, opacity=FAINT)


def _standing(scene: Scene) -> Iterator[Box]:
    """What is to be seen of a scene, at rest."""
    for node in scene.at(scene.duration).walk():
        match node:
            case Text() if node.lines:
                yield node.box
            case Image():
                yield node.subject or node.box
            case Shape(role="plate" | "button"):
                yield node.box


def _below(scene: Scene, box: Box) -> Colour:
    """The colour of the ground below the middle of a box; of light, what it ends as."""
    point, colour = (box.x + box.w / 2, box.y + box.h / 2), scene.background
    for node in walked(scene.root):
        if isinstance(node, Shape) and node.role in _GROUNDS and node.holds(point):
            colour = node.gradient.stops[-1][1] if node.gradient is not None else node.fill or colour
    return colour
