"""turning: a page skin whose reader turns from one of its products to the next: one state for each product.

All states have one layout where that shows every product, so that nothing but the product changes; the first one moves.
Nothing turns by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from renderer.content import Content
from renderer.model.format import Format
from renderer.model.layout import Layout
from renderer.model.profile import Profile
from renderer.placing import handles
from renderer.placing.scale import Frame, frame
from renderer.scene import TURNS, Action, Board, Group, Image, Scene, Text, numbered
from renderer.stages.animate import animate
from renderer.stages.arrange import MUST_SEE, arrange

SEEN = 0.9
"""Of a product's width that every window shows at least (ours)."""


def turning(
    content: Content, format_: Format, layouts: Sequence[Layout], networks: Sequence[Profile] = ()
) -> Board | None:
    """The states of a skin that shows several products, `product-1` first; None for a format that does not turn, for
    one product, and where no gutter has room for the arrows."""
    products = content.products
    if not format_.turns or len(products) < 2:
        return None
    canvas = frame(format_, content.brand, content.rtl, networks)
    stills = _Stills(format_, layouts, networks, canvas).of(list(map(content.alone, products)))
    room = handles.handles(canvas, stills, len(products))
    if room is None:
        return None
    moving = animate(stills[0], content.alone(products[0]), format_, networks)
    names = [f"product-{place + 1}" for place in range(len(products))]
    states, actions = dict[str, Scene](), list[Action]()
    for place, (name, scene) in enumerate(zip(names, (moving, *stills[1:]), strict=True)):
        drawn = tuple(handles.drawn(room, canvas, content, stills[place], place, len(products)))
        states[name] = _with(scene, drawn)
        actions += _actions(names, place, states[name], room, content.locale)
    return Board(states=states, initial=names[0], actions=tuple(actions), how=TURNS)


class _Stills:
    """The stills of a skin's products being chosen."""

    def __init__(self, format_: Format, layouts: Sequence[Layout], networks: Sequence[Profile], canvas: Frame) -> None:
        self.format = format_
        self.layouts = layouts
        self.networks = networks
        self.canvas = canvas

    def of(self, contents: Sequence[Content]) -> tuple[Scene, ...]:
        """A still for each product, all in one layout where one suits all: nothing but the product changes then."""
        found = list[Scene]()
        for content in contents:
            found.append(self._best(content, found[0].layout if found else ""))
        for layout in dict.fromkeys(one.layout for one in found):
            alike = [found[place] if found[place].layout == layout else self._in(content, layout)
                     for place, content in enumerate(contents)]  # fmt: skip
            if all(map(self._suits, alike)):
                return tuple(alike)
        return tuple(found)

    def _best(self, content: Content, first: str) -> Scene:
        """A product's own still: in the first one's layout if it can be, else in the best of all, else in one that
        shows it where every window does."""
        stills = (self._arranged(content, some) for some in _tried(self.layouts, first))
        return next(filter(self._suits, stills), None) or self._arranged(content, self.layouts)

    def _in(self, content: Content, layout: str) -> Scene:
        return self._arranged(content, [one for one in self.layouts if one.id == layout])

    def _arranged(self, content: Content, layouts: Sequence[Layout]) -> Scene:
        return arrange(content, self.format, layouts, self.networks)

    def _suits(self, scene: Scene) -> bool:
        return _whole(scene) and _in_sight(scene, self.canvas)


def _tried(layouts: Sequence[Layout], first: str) -> Iterator[Sequence[Layout]]:
    """The layouts to try for a product: the one that the first product has, then all, then its design's one by one."""
    yield from ([one] for one in layouts if one.id == first)
    yield layouts
    design = first.partition("/")[0]
    yield from ([one] for one in layouts if one.skin and one.design == design and one.id != first)


def _whole(scene: Scene) -> bool:
    """Whether all that matters is there, and nothing was cut for it."""
    cut = any(isinstance(node, Text) and node.rung in ("ellipsis", "failed") for node in scene.walk())
    return not cut and not MUST_SEE.intersection(scene.dropped)


def _in_sight(scene: Scene, canvas: Frame) -> bool:
    """Whether every window shows the product: a photograph may reach far out in a gutter, and its subject with it."""
    left, right = canvas.free.x, canvas.free.right
    for node in scene.walk():
        if isinstance(node, Image) and node.role == "product":
            box = node.subject or node.box
            if min(box.right, right) - max(box.x, left) < SEEN * box.w:
                return False
    return True


def _actions(names: Sequence[str], place: int, scene: Scene, room: handles.Handles, locale: str) -> list[Action]:
    """What the arrows of a state lead to; behind the last product comes the first."""
    back, on = handles.words(locale)
    found = []
    for does, area in room.areas():
        node = scene.find(does)
        assert node is not None, "every state has its arrows"
        step, word = (-1, back) if does == handles.PREVIOUS else (1, on)
        to = names[(place + step) % len(names)]
        found.append(Action(names[place], node.id, "previous" if step < 0 else "next", to, area, word))
    return found


def _with(scene: Scene, nodes: Sequence[Group]) -> Scene:
    """A scene with more nodes before all others."""
    children = tuple(numbered((*scene.root.children, *nodes), scene.root.id))
    return msgspec.structs.replace(scene, root=msgspec.structs.replace(scene.root, children=children))
