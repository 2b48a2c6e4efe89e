"""Stacking: stills one below the other as one: modules of a tower, a bar below what slides in over it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from renderer.scene import AnyNode, Group, Image, Scene, Shape, Text, numbered

PART = "part"
"""The role of what was a still of its own."""


def stacked(stills: Sequence[Scene]) -> Scene:
    """Stills of one width, from the top down. Each is cut at its own sides, on its own ground."""
    first, parts, top = stills[0], list[AnyNode](), 0.0
    for still in stills:
        area = still.canvas._replace(y=top)
        ground = Shape(id="", role="panel", box=area, fill=still.background)
        shown = (ground, *(moved(node, 0.0, top) for node in still.root.children))
        parts.append(Group(id="", role=PART, box=area, children=shown, clip=True))
        top += still.height
    box = first.canvas._replace(h=top)
    root = msgspec.structs.replace(first.root, box=box, children=tuple(numbered(parts, first.root.id)))
    dropped = tuple(dict.fromkeys(role for still in stills for role in still.dropped))
    return msgspec.structs.replace(first, height=round(top), root=root, dropped=dropped)


def moved(node: AnyNode, dx: float, dy: float) -> AnyNode:
    """A node of a still, with all in it, so many px further right and down."""
    box = node.box._replace(x=node.box.x + dx, y=node.box.y + dy)
    match node:
        case Group():
            clip = tuple((x + dx, y + dy) for x, y in node.clip_path)
            children = tuple(moved(child, dx, dy) for child in node.children)
            return msgspec.structs.replace(node, box=box, clip_path=clip, children=children)
        case Shape():
            return msgspec.structs.replace(node, box=box, path=tuple((x + dx, y + dy) for x, y in node.path))
        case Text():
            lines = tuple(msgspec.structs.replace(line, x=line.x + dx, baseline=line.baseline + dy)
                          for line in node.lines)  # fmt: skip
            strike = node.strike_line and tuple((x + dx, y + dy) for x, y in node.strike_line)
            return msgspec.structs.replace(node, box=box, lines=lines, strike_line=strike)
        case Image():
            subject = node.subject and node.subject._replace(x=node.subject.x + dx, y=node.subject.y + dy)
            return msgspec.structs.replace(node, box=box, subject=subject)
    return msgspec.structs.replace(node, box=box)
