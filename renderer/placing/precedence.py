"""Which texts come before which: what must not outshout what it serves, what a larger headline may not push aside."""

from __future__ import annotations

import math
from collections.abc import Sequence

from renderer.content import Content
from renderer.placing.slots import Measured, Spot
from renderer.scene import Box
from renderer.text.fit import ILL, RUNGS

BELOW = 0.85  # of the headline's size that name and subline may have
BADGE, STRUCK = 0.46, 0.36  # of the price's size that badge and struck price have at most (look book, section 4)
LARGER = 1.04  # of its size from which a headline is worth another look
PLATE, LEAST_PLATE = 0.75, 0.8
"""Of its product's area that a price's plate has at most; but it keeps so much of its size (our own choice)."""
OUTWEIGHS = 0.6  # of the product's area that a price may be made larger to (our own choice)
LOUDEST = 2.1  # times the headline that a price may be (look book, section 4)
WALL = 0.7  # of its panel's width that a price may be made larger to: beyond, it stands wall to wall (our own choice)
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
        limits["price"] = sizes["price"] * _beside_product(spots)
    return {role: limit for role, limit in limits.items() if sizes.get(role, 0.0) > limit}


def raisable(spots: Sequence[Spot], role: str, content: Content) -> bool:
    """Whether there is a headline or a price with room to be made larger; a quiet brand's price is a line of text and
    stays."""
    spot = next((one for one in spots if one.slot.role == role), None)
    if spot is None or role == "headline":
        return spot is not None
    return not content.brand.quiet and LARGER * spot.settled.width <= WALL * spot.ground.box.w


def gives_way(
    before: Sequence[Spot], after: Sequence[Spot], content: Content, role: str, page: Box | None = None
) -> bool:
    """Whether a larger headline or price costs anything: another text's size, the product's, a headline's good breaks,
    the room below its descenders, or that a loud brand's price is the largest of all (look book, section 4); a price
    may fill neither the panel it stands in nor more room than the product. `page` is what a skin leaves to a page."""
    old = {spot.slot.role: spot.settled for spot in before}
    new = {spot.slot.role: spot.settled for spot in after}
    if old.keys() != new.keys() or new[role].size < LARGER * old[role].size:
        return True
    if _headline_suffers(before, after, content, page) if role == "headline" else _fills(after):
        return True
    lower = any(RUNGS.index(new[role].rung) > RUNGS.index(one.rung) for role, one in old.items())
    smaller = any(new[role].size < one.size for role, one in old.items())
    pictures = [role for role in ("product", "range") if role in old]
    return lower or smaller or any(_area(new, role) < SMALLER * _area(old, role) for role in pictures)


def _headline_suffers(before: Sequence[Spot], after: Sequence[Spot], content: Content, page: Box | None) -> bool:
    old = {spot.slot.role: spot.settled for spot in before}
    new = {spot.slot.role: spot.settled for spot in after}
    if "price" in new and not content.brand.quiet and new["headline"].size > new["price"].size:
        return True
    torn = new["headline"].cost > max(ILL / 2, old["headline"].cost)
    return torn or _below(after, page) < min(_below(before, page), new["headline"].drop)


def _beside_product(spots: Sequence[Spot]) -> float:
    """The part of its size that a price keeps so that it does not outweigh the product above it on the same ground."""
    product = next((spot for spot in spots if spot.slot.role == "product"), None)
    price = next(spot for spot in spots if spot.slot.role == "price")
    if product is None or product.ground.box != price.ground.box or product.box.bottom > price.box.y:
        return 1.0
    share = PLATE * product.settled.width * product.settled.height / (price.settled.width * price.settled.height)
    return min(1.0, max(LEAST_PLATE, math.sqrt(share)))


def _fills(spots: Sequence[Spot]) -> bool:
    """Whether a price takes so much of its panel that it stands wall to wall, or outweighs the product."""
    price = next(spot for spot in spots if spot.slot.role == "price")
    product = next((spot.settled for spot in spots if spot.slot.role in ("product", "range")), None)
    area = price.settled.width * price.settled.height
    headline = next((spot.settled.size for spot in spots if spot.slot.role == "headline"), math.inf)
    outweighs = product is not None and area > OUTWEIGHS * product.width * product.height
    outweighs = outweighs or price.settled.size > LOUDEST * headline
    return outweighs or price.settled.width > WALL * price.ground.box.w


def _below(spots: Sequence[Spot], page: Box | None) -> float:
    """What lies between the headline's descenders and the foot of its ground, or the page below it, px."""
    spot = next(spot for spot in spots if spot.slot.role == "headline")
    foot = spot.ground.box.bottom
    if page is not None and spot.box.y < page.y and page.x < spot.box.right and spot.box.x < page.right:
        foot = min(foot, page.y)
    return foot - (spot.box.y + spot.settled.height + spot.settled.drop)


def _area(settled: dict[str, Measured], role: str) -> float:
    return settled[role].width * settled[role].height


def _sizes(spots: Sequence[Spot]) -> dict[str, float]:
    return {spot.slot.role: spot.settled.size for spot in spots}
