"""Neighbouring panels that a brand paints in one colour: to the eye they are one panel, and they are laid out as one.

Otherwise each would keep its own padding and its own axis, and what stands in the lower one would hang in the middle of
what looks like a single ground.
"""

from __future__ import annotations

import operator

from renderer import colours
from renderer.model.brand import Palette
from renderer.model.layout import Element, Layout

APART = 2.0  # spacing units between what the panels held: two groups, not one (look book, section 2)
LOOSER = 1.4  # of its gaps that a group has there (our own choice)
AIR = (0.5, 0.0)  # margins of padding around what the upper one held: a panel so full begins with more air than a band


def joined(layout: Layout, palette: Palette) -> Layout:
    """The layout with panels of one colour joined, where a column has them one below the other."""
    root = _joined(layout.root, palette)
    return layout if root is layout.root else layout.model_copy(update={"root": root})


def _joined(element: Element, palette: Palette) -> Element:
    if not element.children:
        return element
    children = [_joined(child, palette) for child in element.children]
    if element.axis == "column":
        children = _one_panel_each(children, palette)
    if len(children) == len(element.children) and all(map(operator.is_, children, element.children)):
        return element
    return element.changed(**{element.axis: tuple(children)})


def _one_panel_each(children: list[Element], palette: Palette) -> list[Element]:
    found = children[:1]
    for child in children[1:]:
        if _look_like_one(found[-1], child, palette):
            found[-1] = _together(found[-1], child)
        else:
            found.append(child)
    return found


def _look_like_one(above: Element, below: Element, palette: Palette) -> bool:
    """Whether two panels hold texts only and have one colour. A product's panel takes the colour its picture asks for;
    without a price, a panel in the price's colour takes its neighbour's anyway."""
    if not (above.fill and below.fill):
        return False
    if any(one.shows_product or one.stage or one.place or "page" in one.slots for one in (above, below)):
        return False
    colour = colours.role(palette, above.fill)
    return colour is not None and colour == colours.role(palette, below.fill)


def _together(above: Element, below: Element) -> Element:
    align = above.align if above.axis == "column" else "start"
    shares = above.share or below.share
    more = below.share[0] if above.share and below.share else 0.0
    down, across = zip(above.pad or (1.0, 1.0), below.pad or (1.0, 1.0), strict=True)
    return above.changed(
        **{above.axis: None, "column": (_bare(above, align, AIR), _looser(_bare(below, align), bool(shares)))},
        edge=below.edge,
        share=tuple(share + more for share in shares),
        max=None,
        pad=(max(down), max(across)),
        gap=APART,
        align=align,
        justify="evenly" if shares else "start",
    )


def _looser(group: Element, roomy: bool) -> Element:
    """A group in a panel that takes a share of free room: its gaps hold against the room around it."""
    return group.changed(gap=LOOSER * group.gap) if roomy and group.axis == "column" else group


def _bare(panel: Element, align: str, pad: tuple[float, float] | None = None) -> Element:
    """What a panel holds, on the axis of the panel that it joins."""
    across = {"align": align} if panel.axis == "column" else {}
    return panel.changed(fill=None, edge="straight", share=(), max=None, pad=pad, **across)
