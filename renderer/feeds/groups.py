"""Products that take several rows: the parent first, then its variants (Spree, Shopify)."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator

from renderer.feeds.items import OFFER_FIELDS, Draft
from renderer.model.feed import RejectedRow

OPEN_GROUPS = 1_000
"""So many groups are waited for at a time: rows of one product may stand that far apart, not further."""


def grouped(
    drafts: Iterable[tuple[str, Draft] | RejectedRow], each: bool, keep_id: bool
) -> Iterator[Draft | RejectedRow]:
    """One draft a group (or a variant, where `each`), in the order of the groups' first rows.

    Takes (group, draft) pairs; a row without a group stands for itself. A row that comes when its group was already
    given away is rejected. `keep_id`: the campaign maps the id itself.
    """
    waiting: OrderedDict[str, list[Draft]] = OrderedDict()
    given: dict[str, int] = {}
    alone = 0
    for entry in drafts:
        if isinstance(entry, RejectedRow):
            yield entry
            continue
        group, draft = entry
        if not group:
            alone += 1
            waiting[f"\0{alone}"] = [draft]
        elif group in waiting:
            waiting[group].append(draft)
        elif group in given:
            reason = f"its group stands at row {given[group]}, too far above: put the rows of a product together"
            yield RejectedRow(row=draft.row, id=group, field="group", reason=reason)
        else:
            given[group] = draft.row
            waiting[group] = [draft]
        if len(waiting) > OPEN_GROUPS:
            yield from _items(*waiting.popitem(last=False), each, keep_id)
    for group, members in waiting.items():
        yield from _items(group, members, each, keep_id)


def _items(group: str, members: list[Draft], each: bool, keep_id: bool) -> Iterator[Draft]:
    if group.startswith("\0"):
        yield members[0]
    elif each:
        yield from _variants(members)
    else:
        yield _product(group, members, keep_id)


def _product(group: str, members: list[Draft], keep_id: bool) -> Draft:
    """The parent, gaps filled: the offer from the first variant that has a price, the rest from the first."""
    parent, *variants = members
    variants = [variant for variant in variants if "kept_back" not in variant.fields]
    fields = dict(parent.fields)
    if not parent.priced():
        seller = next((variant for variant in variants if variant.priced()), None)
        fields = _with_offer(fields, seller) if seller is not None else fields
    attributes = dict(parent.attributes)
    if variants:
        fields = {**_texts(variants[0]), **fields}
        attributes = {**variants[0].attributes, **attributes}
    if not keep_id or "id" not in fields:
        fields["id"] = group
    images = parent.images or next((variant.images for variant in variants if variant.images), [])
    bare = [variant for variant in variants if not variant.priced() and not variant.fields.get("title")]
    more = [image for variant in bare for image in variant.images]  # rows that only add a picture
    return Draft(parent.row, fields, [*images, *more], attributes, group)


def _variants(members: list[Draft]) -> Iterator[Draft]:
    """Each row that has a price, with the parent's values where it has none; a product without variants is its own."""
    parent = members[0]
    sold = [member for member in members if member.priced()] or [parent]
    for variant in sold:
        inherited = {name: value for name, value in _texts(parent).items() if name != "id"}
        fields = {**inherited, **variant.fields}
        attributes = {**parent.attributes, **variant.attributes}
        yield Draft(variant.row, fields, variant.images or parent.images, attributes, parent.group)


def _texts(draft: Draft) -> dict[str, str]:
    return {name: value for name, value in draft.fields.items() if name not in OFFER_FIELDS}


def _with_offer(fields: dict[str, str], seller: Draft) -> dict[str, str]:
    kept = {name: value for name, value in fields.items() if name not in OFFER_FIELDS}
    offer = {name: value for name, value in seller.fields.items() if name in OFFER_FIELDS}
    if "currency" not in offer and "currency" in fields:
        offer["currency"] = fields["currency"]
    return {**kept, **offer}
