"""One slot alone on a canvas, and where its ink lies: what the tests of the offer's parts share."""

from __future__ import annotations

from typing import Any

import msgspec

from renderer import colours
from renderer.content import Content
from renderer.copywriting.locales import is_rtl
from renderer.loading.brands import BrandKit
from renderer.model.brand import Brand
from renderer.model.format import Format
from renderer.model.layout import Element
from renderer.placing.filling import slot_of
from renderer.placing.scale import frame
from renderer.placing.slots import Basis, Ground, Measured, Spot
from renderer.scene import AnyNode, Box, Shape, Text
from renderer.text.fonts import face

ROOM = Box(20, 20, 200, 120)


def format_(width: int, height: int) -> Format:
    return Format.model_validate(
        {"id": "test/box", "name": {"en": "x"}, "channel": "display", "family": "test", "size": [width, height],
         "source": ["x"], "as_of": "2026-01-01", "verified": True}
    )  # fmt: skip


def branded(kit: BrandKit, **keys: dict[str, Any]) -> Brand:
    """The starter brand with some keys changed."""
    changed = {key: getattr(kit.brand, key).model_dump() | value for key, value in keys.items()}
    return Brand.model_validate(kit.brand.model_dump() | changed)


def content(kit: BrandKit, locale: str, brand: Brand | None = None, **more: Any) -> Content:
    empty = Content({}, None, "", None, kit.logos, brand or kit.brand, kit.fonts, locale, is_rtl(locale))
    return msgspec.structs.replace(empty, **more)


def placed(
    shown: Content, element: dict[str, Any], canvas: tuple[int, int] = (300, 250), room: Box = ROOM,
    in_row: bool = False,
) -> tuple[list[AnyNode], Measured]:  # fmt: skip
    """The nodes of a slot at the start of a room, and what it asked for there."""
    basis = Basis(frame(format_(*canvas), shown.brand, shown.rtl), shown, 1.0, {})
    slot = slot_of(Element.model_validate(element), basis, in_row)
    assert slot is not None
    asked = slot.measure(room.w, room.h)
    x = room.right - asked.width if shown.rtl else room.x
    box = Box(x, room.y, asked.width, asked.height)
    palette = shown.brand.palette
    ground = Ground("ground", colours.parse(palette.ground), colours.text_on(palette, "ground"), (), room)
    return slot.nodes(Spot(slot, box, ground, "end" if shown.rtl else "start", slot.settle(box, box))), asked


def text(nodes: list[AnyNode], role: str) -> Text:
    (found,) = (node for node in nodes if isinstance(node, Text) and node.role == role)
    return found


def shapes(nodes: list[AnyNode], role: str) -> list[Shape]:
    return [node for node in nodes if isinstance(node, Shape) and node.role == role]


def ink(shown: Content, node: Text) -> list[Box]:
    """What every glyph covers, px, by the outlines in its font."""
    files = {file.digest: file for file in shown.fonts.files()}
    found = []
    for line in node.lines:
        for run in line.runs:
            for glyph, x, y in zip(run.glyphs, run.xs, run.ys, strict=True):
                x0, top, x1, bottom = (value * run.size for value in face(files[run.font]).extents(glyph))
                if x1 > x0:
                    left, up = line.x + x + x0, line.baseline + y - top
                    found.append(Box(left, up, x1 - x0, top + bottom))
    return found


def around(boxes: list[Box]) -> Box:
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    return Box(left, top, max(box.right for box in boxes) - left, max(box.bottom for box in boxes) - top)
