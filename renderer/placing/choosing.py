"""What a search chooses among: layouts for a shape, splits of their shares, sets of roles to drop."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from renderer.content import Content
from renderer.model.layout import Element, Layout
from renderer.placing.scale import Frame
from renderer.placing.score import role_weight

NEVER_DROPPED = frozenset(("logo", "product", "range", "price"))
KEPT_BY_AREA = ((100_000, frozenset(("headline", "name", "cta", "mention"))), (40_000, frozenset(("headline", "cta"))))
"""From how many px² at 1x roles stay, whatever becomes of the size of their text (look book, section 9)."""


def suitable_layouts(content: Content, canvas: Frame, layouts: Sequence[Layout]) -> list[Layout]:
    """Layouts for the shape and for having a picture, several or none; without any for the shape, those nearest in
    ratio, but for several: those are for the shapes that have room."""
    width, height = canvas.width / canvas.scale, canvas.height / canvas.scale
    wanted = _wanted(content)
    able = [layout for layout in _around_page(canvas, layouts) if layout.picture in wanted]
    made_for_it = [layout for layout in able if _surrounds(layout, canvas)]
    able = made_for_it if made_for_it or content.products else able
    found = [layout for layout in able if layout.suits(width, height)]
    if content.products:
        return found
    if found or not able:
        own = {layout.design for layout in found if layout.picture == "scene"}  # a design's own for scenes suit best
        return [layout for layout in found if layout.picture != "required" or layout.design not in own]
    ratio = width / height

    def distance(layout: Layout) -> float:
        low, high = layout.ratio
        return max(low / ratio, ratio / high)

    nearest = min(distance(layout) for layout in able)
    return [layout for layout in able if distance(layout) <= nearest * 1.05]


def _around_page(canvas: Frame, layouts: Sequence[Layout]) -> Sequence[Layout]:
    """Layouts that leave a skin's middle to the publisher's page; where there is no page, all others. Should there be
    none at all, whatever there is."""
    return [layout for layout in layouts if layout.skin == (canvas.page is not None)] or layouts


def _surrounds(layout: Layout, canvas: Frame) -> bool:
    """Whether a layout for skins is made for such gutters and such a header; any other layout has none."""
    if canvas.gutter is None or canvas.header is None:
        return True
    return layout.surrounds(canvas.gutter.width / canvas.scale, canvas.header.height / canvas.scale)


def _wanted(content: Content) -> tuple[str, ...]:
    """The kinds of layouts that show what a content has for a picture."""
    if content.products:
        return ("several",)
    if content.product is None:
        return ("none",)
    return ("required",) if content.product.separable else ("required", "scene")


def splits(root: Element) -> Iterator[dict[str, float]]:
    """Every combination of the shares that a layout leaves open."""
    options = list(_options(root, "0"))
    for choice in itertools.product(*(values for _, values in options)):
        yield {position: share for (position, _), share in zip(options, choice, strict=True)}


def _options(element: Element, position: str) -> Iterator[tuple[str, tuple[float, ...]]]:
    if len(element.share) > 1:
        yield position, element.share
    for index, child in enumerate(element.children):
        yield from _options(child, f"{position}.{index}")


def kept_sets(canvas: Frame) -> list[frozenset[str]]:
    """The roles that a canvas of this size is not to go without, strictest first: what is tried one after another."""
    area = canvas.width * canvas.height / canvas.scale**2
    return [*(NEVER_DROPPED | roles for least, roles in KEPT_BY_AREA if area >= least), NEVER_DROPPED]


def drop_sets(content: Content, offered: frozenset[str], kept: frozenset[str]) -> Iterator[tuple[str, ...]]:
    """Nothing dropped, then one role more each time, least important first.

    A struck price goes after the badge that speaks of it: a saving is not announced without its prior price."""
    order = sorted(
        (role for role in offered - kept - {"space"} if content.has(role)),
        key=lambda role: (role_weight(content, role), role),
    )
    for count in range(len(order) + 1):
        yield tuple(reversed(order[:count]))
