"""Which texts come before which: what must not outshout what it serves, what a larger headline may not push aside."""

from __future__ import annotations

import math
from collections.abc import Sequence

from renderer.content import Content
from renderer.placing.slots import Measured, Spot
from renderer.text.fit import ILL, RUNGS

BELOW = 0.85  # of the headline's size that name and subline may have
BADGE, STRUCK = 0.46, 0.36  # of the price's size that badge and struck price have at most (look book, section 4)
LARGER = 1.04  # of its size from which a headline is worth another look
SMALLER = 0.97  # of a product's area that it keeps at least beside a larger headline: less is seen


def outshouting(spots: Sequence[Spot], content: Content) -> dict[str, float]:
    """The sizes (px) that texts must keep to because what they serve came out smaller: name and subline of a long
    headline, badge and struck price of a narrow price; beside a quiet price, struck price and call to action."""
    sizes = _sizes(spots)
    headline = sizes.get("headline", math.inf)
    name = min(sizes.get("name", math.inf), BELOW * headline)
    limits = {"name": BELOW * headline, "subline": min(name, BELOW * headline)}
    if "price" in sizes:
        shares = {"cta": 1.0, "prior_price": 1.0} if content.brand.quiet else {"badge": BADGE, "prior_price": STRUCK}
        limits |= {role: share * sizes["price"] for role, share in shares.items()}
    return {role: limit for role, limit in limits.items() if sizes.get(role, 0.0) > limit}


def gives_way(before: Sequence[Spot], after: Sequence[Spot], content: Content) -> bool:
    """Whether a larger headline costs anything: another text's size, the product's, its own good breaks, the room below
    its descenders, or that a loud brand's price is the largest of all (look book, section 4)."""
    old = {spot.slot.role: spot.settled for spot in before}
    new = {spot.slot.role: spot.settled for spot in after}
    if old.keys() != new.keys() or new["headline"].size < LARGER * old["headline"].size:
        return True
    if "price" in new and not content.brand.quiet and new["headline"].size > new["price"].size:
        return True
    if new["headline"].cost > max(ILL / 2, old["headline"].cost):
        return True
    if _below(after) < min(_below(before), new["headline"].drop):
        return True
    lower = any(RUNGS.index(new[role].rung) > RUNGS.index(one.rung) for role, one in old.items())
    smaller = any(new[role].size < one.size for role, one in old.items())
    pictures = [role for role in ("product", "range") if role in old]
    return lower or smaller or any(_area(new, role) < SMALLER * _area(old, role) for role in pictures)


def _below(spots: Sequence[Spot]) -> float:
    """What lies between the headline's descenders and the foot of its ground, px."""
    return min(
        spot.ground.box.bottom - (spot.box.y + spot.settled.height + spot.settled.drop)
        for spot in spots
        if spot.slot.role == "headline"
    )


def _area(settled: dict[str, Measured], role: str) -> float:
    return settled[role].width * settled[role].height


def _sizes(spots: Sequence[Spot]) -> dict[str, float]:
    return {spot.slot.role: spot.settled.size for spot in spots}
