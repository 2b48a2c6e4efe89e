"""Layouts: how a design arranges slots in one class of shapes. A small flow language of rows, columns and stacks."""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from renderer.model.base import Model, Name, one_or_many, wrong

Slot = Literal[
    "logo", "headline", "subline", "name", "price", "prior_price", "unit_price", "badge", "cta", "mention", "rating",
    "store", "product", "range", "space", "page",
]  # fmt: skip

PLACING = frozenset((
    "row", "column", "stack", "share", "max", "min", "fill", "edge", "stage", "pad", "wrap", "gap", "align", "justify",
))  # fmt: skip
"""Keys that say where an element stands and on what: nothing of how its slot shows its content."""
SAYING = frozenset(("logo", "headline", "subline", "name", "cta", "mention", "store"))
WRAPPED = 0.8  # of a row's gap that is left between its children where it becomes a column


class Element(Model):
    """A container (`row`, `column` or `stack`) or a `slot`."""

    row: tuple[Element, ...] | None = None
    column: tuple[Element, ...] | None = None
    stack: tuple[Element, ...] | None = None
    slot: Slot | None = None

    share: Annotated[tuple[float, ...], BeforeValidator(one_or_many)] = ()
    """Part of the parent's length that is left after everything measured; several: the search tries each."""
    max: float | None = Field(None, gt=0, le=1)
    """At most this part of the parent's length; in a page skin, of the gutter's or header's in which it stands."""
    min: float = Field(0, ge=0, le=1)
    """At least this part of the parent's length; less room means the layout does not fit."""
    fill: str | None = None
    """A palette role painted behind the element; its texts take `on_<role>`."""
    edge: Literal["straight", "slanted"] = "straight"
    """The side towards the next sibling."""
    place: Literal["gutter", "header"] | None = None
    """In a page skin: as wide as a gutter beside the publisher's page (in a row), or as high as the header above it (in
    a column); what stands inside is set as on a canvas of that size."""
    stage: bool = False
    """Whether it is a stage: a wall in soft light, and a table under the product that stands on it."""
    pad: tuple[float, float] | None = None
    """Vertical and horizontal padding in margins; default for filled elements: 1, 1 at the canvas, half inside."""
    wrap: bool = False
    """Whether a row becomes a column where it is too narrow for what stands in it."""
    gap: float = Field(1, ge=0)
    """Between children, in spacing units (half a margin)."""
    align: Literal["start", "center", "end", "stretch"] = "start"
    """Across the axis."""
    justify: Literal["start", "center", "end", "between", "evenly"] = "start"
    """Along the axis; `between` leaves what is free between the children, `evenly` before and after them too."""

    size: float = Field(1, gt=0, le=4)
    """Factor on the role's size in the type scale."""
    lines: int = Field(1, ge=1, le=12)
    """Lines a text may take at its ideal size."""
    max_lines: int | None = Field(None, ge=1, le=12)
    """Lines it may take at all; default: one more than `lines`."""
    plate: bool = True
    """Whether a price brings its own plate; false where it stands on a band."""
    snug: bool = False
    """A product takes no more of a row than its own width, a scene what shows its subject whole, and leaves the rest to
    the gaps."""
    spread: bool = False
    """A scene covers the whole of its panel, also behind what stands beside its subject there: plates and buttons that
    have a ground of their own. A photograph that would be cut, or whose sides cannot be drawn on, does not fit."""
    upright: float = Field(0, ge=0, le=1)
    """The part of its panel's height that a product fills at least; one that is less slim does not fit the layout."""
    compact: bool = False
    """A call to action as an arrow only."""

    @model_validator(mode="after")
    def _one_kind(self) -> Element:
        kinds = [kind for kind in ("row", "column", "stack", "slot") if getattr(self, kind) is not None]
        if len(kinds) != 1:
            raise wrong(f"needs exactly one of row, column, stack, slot; it has {', '.join(kinds) or 'none'}")
        return self

    # Asked a thousand times for each creative, and always the same: found once.

    @cached_property
    def children(self) -> tuple[Element, ...]:
        """The elements inside, none for a slot."""
        return self.row or self.column or self.stack or ()

    @cached_property
    def wrapped(self) -> Element:
        """A row as the column that it becomes where it is too narrow for what stands in it."""
        children = tuple(child.changed(share=()) if child.share else child for child in self.children)
        return self.changed(row=None, column=children, align="start", gap=self.gap * WRAPPED)

    def changed(self, **changes: object) -> Element:
        """The same with other values, which are not checked again."""
        own = {name: getattr(self, name) for name in type(self).model_fields}
        return type(self).model_construct(**(own | changes))

    @cached_property
    def slots(self) -> frozenset[str]:
        """The slots it offers, its own and its children's."""
        own = {self.slot} if self.slot else set()
        return frozenset(own.union(*(child.slots for child in self.children)))

    @cached_property
    def manner(self) -> tuple[object, ...]:
        """All that it says of its slot itself, not of where that stands: equal ones show the same."""
        return tuple(getattr(self, name) for name in type(self).model_fields if name not in PLACING)

    @cached_property
    def padded(self) -> bool:
        """Whether it keeps a padding around what it holds: it is a panel, or asks for one."""
        return bool(self.fill) or self.pad is not None

    @cached_property
    def says(self) -> bool:
        """Whether words or the logo stand on it: it shows more than pictures and what belongs to a price."""
        return bool(self.slots & SAYING)

    @cached_property
    def painted(self) -> bool:
        """Whether it covers its whole box: it is a panel, or made of panels."""
        return bool(self.fill) or (bool(self.children) and all(child.painted for child in self.children))

    @cached_property
    def shows_product(self) -> bool:
        """Whether the product, or several, stand on it, on no panel inside it."""
        return any(
            child.slot in ("product", "range") or (not child.fill and child.shows_product) for child in self.children
        )

    @cached_property
    def spreads(self) -> bool:
        """Whether a scene covers all of it, on no panel inside it."""
        return any(child.spread or (not child.fill and child.spreads) for child in self.children)

    @cached_property
    def axis(self) -> Literal["row", "column", "stack", "slot"]:
        """What kind of element it is."""
        if self.row is not None:
            return "row"
        if self.column is not None:
            return "column"
        return "stack" if self.stack is not None else "slot"


class Layout(Model):
    """One arrangement of one design, for shapes within a window."""

    id: str = Field(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$")
    design: Name
    """The family of looks it belongs to; a brand prefers designs by this name."""
    ratio: tuple[float, float]
    """Width through height, from and to."""
    height: tuple[float, float] = (0, 100_000)
    """Height in px at 1x, from and to."""
    gutter: tuple[float, float] = (0, 100_000)
    """Only for page skins, layouts with a `page` slot: width of what is free beside the publisher's page, px at 1x,
    from and to."""
    header: tuple[float, float] = (0, 100_000)
    """Only for page skins: height of what is free above the page, px at 1x, from and to."""
    picture: Literal["required", "scene", "several", "none"] = "required"
    """Whether it shows a product picture; `scene` is for pictures whose subject does not stand free, `several` for
    creatives that show several products in a `range`, `none` for items that have no usable picture."""
    root: Element

    @model_validator(mode="after")
    def _window(self) -> Layout:
        for name, (low, high) in (("ratio", self.ratio), ("height", self.height), ("gutter", self.gutter),
                                  ("header", self.header)):  # fmt: skip
            if low > high:
                raise wrong(f"has a {name} window that ends ({high}) before it starts ({low})")
        return self

    def suits(self, width: float, height: float) -> bool:
        """Whether a shape (px at 1x) lies in the window."""
        return self.ratio[0] <= width / height < self.ratio[1] and self.height[0] <= height < self.height[1]

    @cached_property
    def skin(self) -> bool:
        """Whether it leaves the middle to a publisher's page."""
        return "page" in self.root.slots

    def surrounds(self, gutter: float, header: float) -> bool:
        """Whether a page with such a gutter beside it and such a header above (px at 1x) lies in the windows."""
        return self.gutter[0] <= gutter < self.gutter[1] and self.header[0] <= header < self.header[1]


class LayoutFile(Model):
    """A file of layouts."""

    layouts: tuple[Layout, ...]
