"""Which slot an element of a layout becomes, for the content at hand."""

from __future__ import annotations

from renderer.model.layout import Element
from renderer.placing.offers import BadgeSlot, CtaSlot, PriceSlot
from renderer.placing.pictures import LogoSlot, ProductSlot
from renderer.placing.range import RangeSlot
from renderer.placing.slots import Basis, Slot, Space, TextSlot


def slot_of(element: Element, basis: Basis, in_row: bool) -> Slot | None:
    """The slot of an element, None where there is nothing to show."""
    name = element.slot
    if name == "space":
        return Space()
    if name is None or not basis.content.has(name):
        return None
    match name:
        case "price":
            return PriceSlot(basis, element, in_row)
        case "logo":
            return LogoSlot(basis, element)
        case "product":
            return ProductSlot(basis, element)
        case "range":
            return RangeSlot(basis, slot_of)
        case "cta":
            return CtaSlot(basis, element)
        case "badge":
            return BadgeSlot(basis, element)
    return TextSlot(basis, element, name, in_row)
