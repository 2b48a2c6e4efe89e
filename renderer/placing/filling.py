"""Which slot an element of a layout becomes, for the content at hand."""

from __future__ import annotations

from renderer.model.layout import Element
from renderer.placing.badges import BadgeSlot, BarSlot
from renderer.placing.buttons import CtaSlot
from renderer.placing.pictures import LogoSlot, ProductSlot
from renderer.placing.price_slot import PriceSlot
from renderer.placing.range import RangeSlot
from renderer.placing.ratings import RatingSlot
from renderer.placing.round_badges import RoundBadgeSlot
from renderer.placing.running_text import TextSlot
from renderer.placing.slots import Basis, Slot, Space


def slot_of(element: Element, basis: Basis, in_row: bool) -> Slot | None:
    """The slot of an element, None where there is nothing to show."""
    name = element.slot
    if name in ("space", "page"):
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
            return _badge(element, basis)
        case "rating":
            return RatingSlot(basis, element)
    return TextSlot(basis, element, name, in_row)


def _badge(element: Element, basis: Basis) -> Slot:
    """A badge in the brand's form."""
    form = basis.content.brand.badge.shape
    if form == "bar":
        return BarSlot(basis, element)
    return (RoundBadgeSlot if form in ("disc", "flash") else BadgeSlot)(basis, element, form)
