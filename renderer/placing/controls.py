"""Controls of creatives that open and close: what they say, how they look, how much of the canvas they take.

Sources: the look book's pushdown (box 44 high, cross 15 with lines of 2.6, nothing within 12); MRAID 3.0 (a control of
50x50 in the upper right corner).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from renderer import colours
from renderer.content import Content
from renderer.model.layout import Element
from renderer.placing import outlines
from renderer.placing.buttons import sign_of_opening
from renderer.placing.running_text import text_node
from renderer.placing.scale import Frame
from renderer.placing.slots import Basis
from renderer.scene import AnyNode, Box, Colour, Gradient, Group, Image, Point, Scene, Shape, walked
from renderer.text import fit

CLOSE = "close"
"""The role of the control that closes."""
LEAST_CLOSE, LEAST_HANDLE, APART = 50, 44, 12
"""CSS px: sides of what answers to a click or a tap, and the room around a control that closes."""
HIGH, CROSS, LINE, THIN, SIDE, GAP, SIZE = 44, 15, 2.6, 1.6, 16, 10, 14
"""CSS px of the control that closes: its box, its cross and the cross' lines, the same where a brand's signs are thin,
the room beside it, from its word to it, and the word's size."""
WORDLESS = 0.4
"""Of the canvas' width that the control takes at most; where it would be more, or the canvas is lower than two of it,
it is a cross alone."""
STRAIGHT = 4
"""CSS px: the radius of the plate that the control has where the ground below it is not one colour."""

OPENS: Mapping[str, tuple[str, ...]] = {
    "ar": ("المزيد",), "cs": ("Zobrazit více", "Více"), "da": ("Se mere", "Åbn"), "de": ("Mehr ansehen", "Öffnen"),
    "en": ("See more", "Open"), "es": ("Ver más", "Ver"), "fi": ("Näytä lisää", "Avaa"), "fr": ("En voir plus", "Voir"),
    "he": ("עוד",), "it": ("Scopri di più", "Apri"), "ja": ("もっと見る", "開く"), "nb": ("Se mer", "Åpne"),
    "nl": ("Meer zien", "Open"), "no": ("Se mer", "Åpne"), "pl": ("Zobacz więcej", "Więcej"),
    "pt": ("Ver mais", "Ver"), "sv": ("Se mer", "Öppna"), "tr": ("Daha fazla", "Aç"),
}  # fmt: skip
"""What the handle of a closed creative says, by language, the full words first."""
OFFERS: Mapping[str, str] = {
    "da": "{} tilbud", "de": "{} Angebote", "en": "{} offers", "es": "{} ofertas", "fr": "{} offres",
    "it": "{} offerte", "nb": "{} tilbud", "nl": "{} aanbiedingen", "no": "{} tilbud", "pt": "{} ofertas",
    "sv": "{} erbjudanden", "tr": "{} fırsat",
}  # fmt: skip
"""What it says instead where it shows several, in languages that count two and more alike."""
CLOSES: Mapping[str, str] = {
    "ar": "إغلاق", "cs": "Zavřít", "da": "Luk", "de": "Schließen", "en": "Close", "es": "Cerrar", "fi": "Sulje",
    "fr": "Fermer", "he": "סגירה", "it": "Chiudi", "ja": "閉じる", "nb": "Lukk", "nl": "Sluiten", "no": "Lukk",
    "pl": "Zamknij", "pt": "Fechar", "sv": "Stäng", "tr": "Kapat",
}  # fmt: skip
"""What the control that closes says."""


BACK: Mapping[str, str] = {
    "ar": "رجوع", "cs": "Zpět", "da": "Tilbage", "de": "Zurück", "en": "Back", "es": "Volver", "fi": "Takaisin",
    "fr": "Retour", "he": "חזרה", "it": "Indietro", "ja": "戻る", "nb": "Tilbake", "nl": "Terug", "no": "Tilbake",
    "pl": "Wróć", "pt": "Voltar", "sv": "Tillbaka", "tr": "Geri",
}  # fmt: skip
"""What a bar that slid a page in says that leads back."""


class Closing(NamedTuple):
    """A control that closes, in the upper right corner."""

    area: Box
    """What answers to a click: a corner of the canvas, px."""
    kept: Box
    """The corner that nothing else may stand in."""
    word: fit.Fitted | None
    """Its word; None where there is room for a cross alone."""
    icon: float
    """What a network's own icon covers of it at the right, px."""


def opening_words(content: Content) -> tuple[str, ...]:
    """What opens a creative, in its language."""
    language = content.locale.split("-")[0]
    if len(content.products) > 1 and language in OFFERS:
        return (OFFERS[language].format(len(content.products)),)
    return OPENS.get(language, OPENS["en"])


def closing_word(locale: str) -> str:
    """What closes it, in a language."""
    return CLOSES.get(locale.split("-")[0], CLOSES["en"])


def back_word(locale: str) -> str:
    """What leads back, in a language."""
    return BACK.get(locale.split("-")[0], BACK["en"])


def closing(canvas: Frame, content: Content) -> Closing:
    """The room that a control that closes takes of a canvas; beside an icon that a network lays over the corner."""
    icon = max((one.w for one in canvas.reserved if one.right >= canvas.width and one.y <= 0), default=0.0)
    scale, basis = canvas.scale, Basis(canvas, content, 1.0, {})
    setting = basis.setting("cta", Element(slot="cta"))
    size = max(SIZE * scale, setting.least)
    word: fit.Fitted | None = fit.fit(
        (closing_word(content.locale),), setting._replace(ideal=size, floor=size, lines=1, max_lines=1), 1e6, 1e6
    )
    assert word is not None
    wide = word.advance + (2 * SIDE + GAP + CROSS) * scale
    if wide > WORDLESS * canvas.width or canvas.height < 2 * LEAST_CLOSE * scale or word.missing:
        word, wide = None, LEAST_CLOSE * scale
    wide, high = max(wide, LEAST_CLOSE * scale) + icon, min(LEAST_CLOSE * scale, canvas.height)
    room = APART * scale
    area = Box(canvas.width - wide, 0.0, wide, high)
    return Closing(area, Box(area.x - room, 0.0, wide + room, min(high + room, canvas.height)), word, icon)


def close_control(one: Closing, canvas: Frame, content: Content, scene: Scene, plated: bool) -> Group:
    """The control drawn: a word and a cross on a plate. It has the colour of what it stands on, and is only seen while
    that opens; the brand's ground where that is not one colour, or `plated`: where it changes."""
    scale, area = canvas.scale, one.area
    high = min(HIGH * scale, area.h)
    middle = area.y + high / 2 if area.h > high else area.h / 2
    side = one.icon + ((area.w - one.icon - CROSS * scale) / 2 if one.word is None else SIDE * scale)
    cross = Box(area.right - side - CROSS * scale, middle - CROSS * scale / 2, CROSS * scale, CROSS * scale)
    below = _one_colour(scene, area)
    ground = below if below is not None and not plated else colours.parse(content.brand.palette.ground)
    ink = colours.readable(content.brand.palette, ground)
    inset = 3 * scale
    plate = area.inset(inset, inset, inset, inset)
    line = THIN if canvas.brand.price.style == "quiet" or canvas.brand.cta.arrow else LINE
    light = None if plated else _light(scene, area, plate)
    nodes: list[AnyNode] = [
        Shape(id="", role="plate", box=plate, fill=ground, gradient=light, radius=STRAIGHT * scale),
        Shape(id="", role="cross", box=cross, fill=ink, path=outlines.cross(cross, line * scale)),
    ]
    if one.word is not None:
        left = cross.x - GAP * scale - one.word.advance
        box = Box(left, middle - one.word.cap / 2, one.word.advance, one.word.height)
        nodes.append(text_node(CLOSE, one.word, box, ink, "start", content))
    return Group(id="", role=CLOSE, box=area, children=tuple(nodes))


def handle_area(scene: Scene, canvas: Frame) -> Box | None:
    """What answers to a click on the handle: its box and more, at least 44 px each way, within the canvas."""
    nodes = [one for one in scene.walk() if one.role in ("cta", "button", "arrow")]
    if not nodes:
        return None
    left, right = min(one.box.x for one in nodes), max(one.box.right for one in nodes)
    top, bottom = min(one.box.y for one in nodes), max(one.box.bottom for one in nodes)
    least = LEAST_HANDLE * canvas.scale
    x, w = _grown(left, right, least, canvas.width)
    y, h = _grown(top, bottom, least, canvas.height)
    return Box(x, y, w, h)


def bare_handle(canvas: Frame, scene: Scene, content: Content) -> tuple[AnyNode, ...]:
    """A handle without words, at the end of a strip that has no room for them."""
    least = LEAST_HANDLE * canvas.scale
    strip = Box(0.0 if content.rtl else canvas.width - least, 0.0, least, float(canvas.height))
    below = _one_colour(scene, strip)
    fill = below if below is not None else colours.parse(content.brand.palette.primary)
    wide = 0.42 * least
    inner = Box(strip.x + (least - wide) / 2, (canvas.height - wide) / 2, wide, wide)
    sign = sign_of_opening(inner, colours.readable(content.brand.palette, fill), canvas, content)
    plate = () if below is not None else (Shape(id="", role="button", box=strip, fill=fill),)
    return (*plate, sign)


def _grown(low: float, high: float, least: float, side: float) -> tuple[float, float]:
    """A stretch, in the middle of as much as it has to be, within a side: where it begins and how long it is."""
    length = min(side, max(high - low, least))
    start = min(max(0.0, (low + high - length) / 2), side - length)
    return start, length


def _one_colour(scene: Scene, box: Box) -> Colour | None:
    """The colour of the ground below a box; None where there are several, or a picture's or a gradient's."""
    middle = (box.x + box.w / 2, box.y + box.h / 2)
    inner = box.inset(1, 1, 1, 1)
    points = (middle, (inner.x, inner.y), (inner.right, inner.y), (inner.x, inner.bottom), (inner.right, inner.bottom))
    found = {_colour_at(scene.root.children, scene.background, point) for point in points}
    return found.pop() if len(found) == 1 else None


def _colour_at(nodes: Sequence[AnyNode], background: Colour, point: tuple[float, float]) -> Colour | None:
    colour: Colour | None = background
    for node in nodes:
        if isinstance(node, Shape) and node.role in ("panel", "decor", "light", "table") and node.holds(point):
            own = node.fill or _first(node)
            colour = own if own is None or colour is None else _over(own, colour)
        elif any(one.overlap(Box(point[0] - 1, point[1] - 1, 2, 2)) for one in _images(node)):
            colour = None
    return colour


def _light(scene: Scene, area: Box, plate: Box) -> Gradient | None:
    """The soft light that a plate stands in, where that is all: it then does not show."""
    if _one_colour(scene, area) is None:
        return None
    last = next((one for one in reversed(scene.root.children) if isinstance(one, Shape) and one.box.overlap(area) > 0
                 and one.role in ("panel", "light", "table")), None)  # fmt: skip
    if last is None or last.gradient is None:
        return None
    box = last.box

    def moved(point: Point) -> Point:
        x, y = box.x + point[0] * box.w, box.y + point[1] * box.h
        return (x - plate.x) / plate.w, (y - plate.y) / plate.h

    below = _colour_at([one for one in scene.root.children if one is not last], scene.background, (area.x, area.y))
    if below is None:
        return None
    stops = tuple((at, _over(colour, below)) for at, colour in last.gradient.stops)
    return Gradient(moved(last.gradient.start), moved(last.gradient.end), stops)


def _over(top: Colour, below: Colour) -> Colour:
    """A colour that lets through, over one that does not."""
    return colours.mixed((*top[:3], 255), below, top[3] / 255)


def _first(shape: Shape) -> Colour | None:
    """A light's own colour is near enough to one: it is soft."""
    return shape.gradient.stops[0][1] if shape.gradient is not None and shape.role == "light" else None


def _images(node: AnyNode) -> list[Box]:
    """What is seen of a picture."""
    return [one.subject or one.box for one in walked(node) if isinstance(one, Image)]
