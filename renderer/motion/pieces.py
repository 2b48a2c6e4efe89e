"""Pieces: what of a still moves as one: a plate with its words, a button with its arrow, a picture with its shadow."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from renderer.boxes import around, common, half, holds, middle, turn, union
from renderer.scene import AnyNode, Box, Colour, Group, Image, Point, Scene, Shape, Text, walked

GROUNDS = frozenset(("panel", "decor", "light", "table"))
HOLDERS = frozenset(("plate", "button"))
PICTURES = frozenset(("picture", "product", "range"))


class Piece(NamedTuple):
    """Nodes that move as one; `box` is what a reader sees of them: of a picture its subject."""

    role: str
    nodes: tuple[AnyNode, ...]
    box: Box

    @property
    def centre(self) -> Point:
        """The middle of what is seen."""
        return self.box.x + self.box.w / 2, self.box.y + self.box.h / 2

    def texts(self) -> Iterator[Text]:
        """Its texts, in painting order."""
        for node in self.nodes:
            yield from (one for one in walked(node) if isinstance(one, Text))

    def letters(self) -> int:
        """How many characters a reader takes in."""
        return sum(len(line.text) for text in self.texts() for line in text.lines)


class Sheet(NamedTuple):
    """A panel with what decorates it; `seen` is what no later panel covers of it."""

    shape: Shape
    decor: tuple[Shape, ...]
    seen: tuple[Point, ...]

    @property
    def box(self) -> Box:
        """The box around what is seen."""
        return around(self.seen)


class Pieces(NamedTuple):
    """A still taken apart, each part in painting order."""

    scene: Scene
    sheets: tuple[Sheet, ...]
    stage: tuple[AnyNode, ...]
    """Light and table that a product stands on."""
    pictures: tuple[Piece, ...]
    items: tuple[Piece, ...]
    """What stands before the pictures."""
    edge: tuple[AnyNode, ...]
    """The line around everything."""

    def first(self, *roles: str) -> Piece | None:
        """The first piece of a role, the roles in order."""
        every = (*self.items, *self.pictures)
        return next((one for role in roles for one in every if one.role == role), None)

    def under(self, point: Point) -> Sheet | None:
        """The sheet that is seen at a point."""
        return next((sheet for sheet in reversed(self.sheets) if holds(sheet.seen, point)), None)

    def colour_at(self, point: Point) -> Colour:
        """The colour of the ground at a point."""
        sheet = self.under(point)
        return sheet.shape.fill if sheet is not None and sheet.shape.fill else self.scene.background


def taken_apart(scene: Scene) -> Pieces:
    """The pieces of a still."""
    nodes = scene.root.children
    panels = [node for node in nodes if isinstance(node, Shape) and node.role in ("panel", "decor")]
    stage = tuple(node for node in nodes if node.role in GROUNDS and node not in panels)
    edge = tuple(node for node in nodes if node.role == "border")
    pictures = [node for node in nodes if node.role in PICTURES]
    apart = {id(node) for node in (*panels, *stage, *edge, *pictures)}
    items = [node for node in nodes if id(node) not in apart]
    found = (Piece(_picture_role(node), (node,), _subject(node)) for node in pictures)
    return Pieces(scene, tuple(_sheets(panels)), stage, tuple(found), tuple(_joined(items)), edge)


def _sheets(panels: Sequence[Shape]) -> Iterator[Sheet]:
    alone = [one for one in panels if one.role == "panel"]
    for place, panel in enumerate(panels):
        if panel.role != "panel":
            continue
        decor: list[Shape] = []
        for other in panels[place + 1 :]:
            if other.role == "panel":
                break
            decor.append(other)
        seen = panel.corners()
        for later in alone[alone.index(panel) + 1 :]:
            seen = without(seen, later.corners())
        yield Sheet(panel, tuple(decor), seen)


def _picture_role(node: AnyNode) -> str:
    return "product" if any(isinstance(one, Image) for one in walked(node)) else node.role


def _subject(node: AnyNode) -> Box:
    """What a reader sees of a picture: its subject, within its clip."""
    images = [one for one in walked(node) if isinstance(one, Image)]
    boxes = [one.subject or one.box for one in images] or [node.box]
    found = union(boxes)
    return common(found, node.box) if isinstance(node, Group) and node.clip else found


def _joined(nodes: Sequence[AnyNode]) -> Iterator[Piece]:
    """Words with the plate below them, a call to action with its arrow, stars with their rating."""
    group: list[AnyNode] = []
    for node in nodes:
        if group and not _belongs(node, group):
            yield _piece(group)
            group = []
        group.append(node)
    if group:
        yield _piece(group)


def _belongs(node: AnyNode, group: Sequence[AnyNode]) -> bool:
    first, last = group[0], group[-1]
    if first.role in HOLDERS:
        x, y = node.box.x + node.box.w / 2, node.box.y + node.box.h / 2
        return first.box.x <= x <= first.box.right and first.box.y <= y <= first.box.bottom
    pairs = {("cta", "arrow"), ("star", "star"), ("star", "rating"), ("price_prefix", "price"), ("price", "price")}
    return (last.role, node.role) in pairs and (node.role != "price" or _near(last.box, node.box))


def _near(one: Box, other: Box) -> bool:
    apart = max(one.x - other.right, other.x - one.right, one.y - other.bottom, other.y - one.bottom)
    return apart < max(one.h, other.h)


def _piece(group: Sequence[AnyNode]) -> Piece:
    words = [node.role for node in group if isinstance(node, Text)]
    role = words[-1] if words else "cta" if group[0].role in ("cta", "button", "arrow") else group[0].role
    return Piece(role, tuple(group), union([node.box for node in group]))


def without(polygon: tuple[Point, ...], cover: tuple[Point, ...]) -> tuple[Point, ...]:
    """What is left of a convex polygon where another one lies over one of its sides; all where none is covered."""
    size = len(cover)
    best: tuple[Point, ...] = ()
    for place, one in enumerate(cover):
        other = cover[(place + 1) % size]
        side = -1.0 if turn(one, other, middle(cover)) > 0 else 1.0
        left = half(polygon, one, other, side)
        if _area(left) > _area(best):
            best = left
    return best if len(best) >= 3 else polygon


def _area(polygon: Sequence[Point]) -> float:
    pairs = zip(polygon, (*polygon[1:], *polygon[:1]), strict=True)
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs)) / 2
