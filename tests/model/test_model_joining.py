"""Panels of one colour, one below the other, are laid out as one panel."""

from __future__ import annotations

from typing import Any

from renderer.loading.brands import load_layouts
from renderer.loading.joining import joined
from renderer.model.brand import Palette
from renderer.model.layout import Element, Layout
from renderer.resources import starter_brand

PALETTE = {
    "ground": "#FFFFFF",
    "on_ground": "#000000",
    "primary": "#112233",
    "on_primary": "#FFFFFF",
    "price": "#112233",
}
PALETTE |= {"on_price": "#FFFFFF", "saving": "#AA0000", "on_saving": "#FFFFFF"}


def _layout(*panels: dict[str, Any], axis: str = "column") -> Layout:
    return Layout.model_validate({"id": "test/one", "design": "test", "ratio": [0, 9], "root": {axis: list(panels)}})


def _panel(fill: str, slot: str, **more: Any) -> dict[str, Any]:
    return {"fill": fill, "column": [{"slot": slot}], **more}


def _children(layout: Layout, **colours: str) -> tuple[Element, ...]:
    return joined(layout, Palette.model_validate(PALETTE | colours)).root.children


def test_panels_of_one_colour_become_one() -> None:
    layout = _layout(
        _panel("primary", "headline", edge="slanted", share=0.3, pad=[1, 1]),
        _panel("price", "price", align="center", share=0.2, pad=[1.2, 0.8]),
    )
    (panel,) = _children(layout)
    assert (panel.fill, panel.edge, panel.share, panel.pad) == ("primary", "straight", (0.5,), (1.2, 1.0))
    assert [child.fill for child in panel.children] == [None, None]
    assert [child.align for child in panel.children] == ["start", "start"]  # one axis
    assert panel.slots == {"headline", "price"}


def test_three_in_a_row_become_one() -> None:
    (panel,) = _children(
        _layout(*(_panel(*one) for one in (("primary", "logo"), ("price", "price"), ("primary", "cta"))))
    )
    assert panel.slots == {"logo", "price", "cta"}


def test_other_colours_a_product_and_rows_are_left_alone() -> None:
    texts = _layout(_panel("primary", "headline"), _panel("price", "price"))
    product = _layout(_panel("primary", "product"), _panel("price", "price"))
    beside = _layout(_panel("primary", "headline"), _panel("price", "price"), axis="row")
    for layout, price in ((texts, "#445566"), (product, "#112233"), (beside, "#112233")):
        assert joined(layout, Palette.model_validate(PALETTE | {"price": price})) is layout


def test_a_panel_deep_in_the_tree_is_found() -> None:
    row = {"row": [{"slot": "product"}, {"column": [_panel("primary", "headline"), _panel("price", "price")]}]}
    (child,) = _children(_layout(row))
    assert len(child.children[1].children) == 1


def test_every_starter_layout_keeps_its_slots() -> None:
    palette = Palette.model_validate(PALETTE)
    changed = 0
    for layout in load_layouts(starter_brand()):
        one = joined(layout, palette)
        assert one.root.slots == layout.root.slots, layout.id
        changed += one is not layout
    assert changed >= 3
