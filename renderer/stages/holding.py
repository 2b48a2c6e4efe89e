"""holding: a creative that pushes the page down, opened, with its logo, its headline and the edge of its brand panel
where they stood before it opened (look book, motion, section 11).

It is a layout made for one creative: the panel as wide as its edge goes on to be, and room for what stays in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

import msgspec

from renderer.content import Content
from renderer.model.format import Format
from renderer.model.layout import Element, Layout
from renderer.model.profile import Profile
from renderer.placing.scale import FIRST_VIEW, frame
from renderer.scene import AnyNode, Box, Image, Scene, Shape, Text
from renderer.stages.arrange import MUST_SEE, arrange

DESIGN = "panel"
STAYS = ("logo", "headline")
MOST = 0.5
"""Of the width that the panel may take."""
GAP = 0.5
"""Of the closed creative's height that is left between what stays and what comes."""


class _Held(NamedTuple):
    """What stays: its nodes, and the share of the width that its panel takes on average when it is higher."""

    nodes: tuple[AnyNode, ...]
    share: float
    left: float
    foot: float
    """Where they begin at the left and end below, px."""


def held_open(
    small: Scene, content: Content, format_: Format, networks: Sequence[Profile], kept: tuple[Box, ...]
) -> Scene | None:  # fmt: skip
    """The opened still; None where the layout does not allow it: then it is arranged anew."""
    width, height = format_.canvas()
    able = small.width == width and not content.rtl and small.height < FIRST_VIEW
    held = _held(small, height) if able and content.product is not None else None
    if held is None or not 0.2 <= held.share <= MOST:
        return None
    margin = frame(format_, content.brand).margin
    room = (held.foot + GAP * small.height - margin) / (height - 2 * margin)
    picture: Literal["several", "required"] = "several" if content.products else "required"
    root = _root(content, held.share, room)
    layout = Layout(id=f"{DESIGN}/held", design=DESIGN, ratio=(0, 100), picture=picture, root=root)
    texts = {role: copies for role, copies in content.texts.items() if role != "headline"}
    rest = msgspec.structs.replace(content, texts=texts, logos=())
    scene = arrange(rest, format_, (layout,), networks, kept)
    cut = any(isinstance(node, Text) and node.rung in ("failed", "ellipsis") for node in scene.walk())
    if cut or MUST_SEE.union(("range",)).intersection(scene.dropped):
        return None
    scene = _in_line(scene, held.left - margin, held.share * width)
    if any(node.box.overlap(one.box) > 0 for node in scene.walk() if isinstance(node, Text) for one in held.nodes):
        return None
    count = len(scene.root.children)
    stay = tuple(msgspec.structs.replace(one, id=f"0.{count + index}") for index, one in enumerate(held.nodes))
    every = (*scene.root.children, *stay)
    return msgspec.structs.replace(scene, root=msgspec.structs.replace(scene.root, children=every))


def _held(small: Scene, height: float) -> _Held | None:
    """What stays of a closed creative, if it all stands on a panel at the left that reaches from top to bottom."""
    nodes = tuple(node for node in small.root.children if node.role in STAYS and isinstance(node, Image | Text))
    if {node.role for node in nodes} != set(STAYS):
        return None
    for panel in small.root.children:
        if isinstance(panel, Shape) and panel.role == "panel" and all(_on(panel, node) for node in nodes):
            right = sorted((point for point in panel.corners() if point[0] > panel.box.x + panel.box.w / 3),
                           key=lambda one: one[1])  # fmt: skip
            left = min(x for x, _ in panel.corners())
            if len(right) != 2 or left > 0.5 or right[0][1] > 0.5 or right[1][1] < small.height - 0.5:
                return None
            (top, y0), (foot, y1) = right
            lean = (top - foot) / (y1 - y0)
            share = (top + lean * y0 - lean * height / 2) / small.width
            return _Held(nodes, share, min(node.box.x for node in nodes), max(node.box.bottom for node in nodes))
    return None


def _on(panel: Shape, node: AnyNode) -> bool:
    box = node.box
    return panel.holds((box.x + 1, box.y + box.h / 2)) and panel.holds((box.right - 1, box.y + box.h / 2))


def _in_line(scene: Scene, dx: float, edge: float) -> Scene:
    """The scene with what stands on the brand panel begun where what stays begins: a closed creative has narrower
    margins than an open one."""
    grounds = ("panel", "decor")
    children = tuple(_moved(node, dx) if node.box.right < edge and node.role not in grounds else node
                     for node in scene.root.children)  # fmt: skip
    return msgspec.structs.replace(scene, root=msgspec.structs.replace(scene.root, children=children))


def _moved(node: AnyNode, dx: float) -> AnyNode:
    """A text or a shape so many px further right."""
    box = node.box._replace(x=node.box.x + dx)
    match node:
        case Text():
            lines = tuple(msgspec.structs.replace(line, x=line.x + dx) for line in node.lines)
            return msgspec.structs.replace(node, box=box, lines=lines)
        case Shape():
            return msgspec.structs.replace(node, box=box, path=tuple((x + dx, y) for x, y in node.path))
    return node


def _root(content: Content, share: float, room: float) -> Element:
    """The brand panel with what comes below what stays, and the offer beside it."""
    said = [{"slot": "subline", "lines": 2, "max_lines": 3}, {"slot": "store", "lines": 1, "max_lines": 2}]
    offer = [
        {"slot": "name", "lines": 2},
        {"column": [{"row": [{"slot": "badge"}, {"slot": "prior_price"}], "wrap": True, "align": "center", "gap": 1.5},
                    {"slot": "price", "size": 1.1}, {"slot": "unit_price"}], "gap": 1},
        {"slot": "rating"},
    ]  # fmt: skip
    shown: dict[str, object] = {"row": [{"slot": "product", "share": 0.5},
                     {"column": offer, "share": 0.5, "justify": "center", "gap": 1.3}], "gap": 3}  # fmt: skip
    if content.products:
        shown = {"column": [{"slot": "range"}]}
    return Element.model_validate({"row": [
        {"fill": "primary", "edge": "slanted", "share": share, "gap": 0, "column": [
            {"slot": "space", "min": room, "max": room},
            {"column": [*said, {"slot": "cta"}], "gap": 2.4},
            {"slot": "space", "share": 1},
            {"slot": "mention", "lines": 2, "max_lines": 3},
        ]},
        {"fill": "ground", "share": 1 - share, **shown},
    ]})  # fmt: skip
