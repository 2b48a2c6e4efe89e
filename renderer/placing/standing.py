"""What is to be known of a layout's elements before anything is measured: where each stands, what it holds."""

from __future__ import annotations

from typing import NamedTuple

from renderer.model.layout import Element
from renderer.placing.slots import Free


class Sides(NamedTuple):
    """Where an element stands: which of its sides lie on the canvas' sides, which sides lean, along which axis."""

    left: bool = True
    top: bool = True
    right: bool = True
    bottom: bool = True
    leans_start: bool = False
    leans_end: bool = False
    row: bool = False
    slanted: bool = False
    """Whether it stands, through columns only, on a panel whose side leans: its room depends on its height."""
    place: str | None = None
    """The part of a page skin in which it stands."""


def standing(root: Element) -> dict[str, Sides]:
    """Where each element of a layout stands, by its position in the tree: the same for every candidate.

    Only children of unpadded elements without a fill reach the canvas' sides."""
    found = {"0": Sides(place=root.place)}
    _stand(root, "0", found)
    return found


def _stand(element: Element, position: str, found: dict[str, Sides]) -> None:
    own = found[position]
    bare = not element.padded
    row, column = element.axis == "row", element.axis == "column"
    last = len(element.children) - 1
    for index, child in enumerate(element.children):
        slanted_before = index > 0 and element.children[index - 1].edge == "slanted"
        found[f"{position}.{index}"] = Sides(
            bare and own.left and not (row and index),
            bare and own.top and not (column and index),
            bare and own.right and not (row and index < last),
            bare and own.bottom and not (column and index < last),
            bool(child.fill) and slanted_before,
            bool(child.fill) and child.edge == "slanted" and index < last,
            row,
            element.axis == "column" and (_leans(element, own) or (own.slanted and not element.fill)),
            child.place or own.place,
        )
        _stand(child, f"{position}.{index}", found)


def _leans(element: Element, own: Sides) -> bool:
    return bool(element.fill) and own.row and (own.leans_start or own.leans_end)


def free_sides(own: Free, child: Element, axis: str, index: int, last: int) -> Free:
    """Ways in which nothing else stands on a child's ground, of those that its parent's own neighbours leave free.

    `index` and `last` count the children that are shown; a panel of its own is free all round."""
    if child.fill:
        return Free()
    match axis:
        case "row":
            return Free(own.left and index == 0, own.top, own.right and index == last, own.bottom)
        case "column":
            return Free(own.left, own.top and index == 0, own.right, own.bottom and index == last)
    return own
