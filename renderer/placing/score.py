"""How good a candidate is. Each term is a small function from 0 (bad) to 1 (ideal); the score is their weighted sum."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import NamedTuple

from renderer.content import Content
from renderer.placing.flow import Flowed
from renderer.placing.scale import Frame
from renderer.placing.slots import Spot, aligned
from renderer.scene import Box

WEIGHTS = {
    "content": 10.0,
    "legibility": 3.0,
    "lead": 3.0,
    "hierarchy": 2.0,
    "product": 3.0,
    "field": 1.5,
    "crop": 4.0,
    "space": 1.5,
    "balance": 2.0,
    "alignment": 1.0,
    "intent": 1.0,
}
_RUNG = {"full": 1.0, "rewrapped": 0.95, "shrunk": 0.8, "short": 0.6, "ellipsis": 0.15, "failed": 0.0}
UNLISTED = {"name": 0.5, "unit_price": 0.25, "rating": 0.15, "store": 0.12}
"""What roles are worth that a brand does not name among its priorities; any other 0.3."""
SAYING = frozenset(("headline", "name"))  # what says what is shown: one of them stays (look book, section 9)
UNSAID = 0.6  # of completeness that is left where neither does
LEAST_ROOM = 0.45  # of the weight of completeness that is left on the smallest canvases
FIELD = 0.5  # of its field's width and height that a product fills at least (our own choice)
NAMED = 30_000  # px² at 1x from which a name stands below a headline (look book, section 9)
ONE_TOO_MANY = 0.1  # of completeness that it costs there
ITSELF = 0.5  # of what a scene fills that is the photograph, not what is drawn on
CUT = 0.15  # of a scene's subject that is as good as all of it
FILLED = 0.36  # of the canvas that its elements cover (measured on the look book's pictures)
REACHED = 0.7  # of a stretch of the canvas in which something stands; the rest are its gaps
LEAST_PARTS, MOST_PARTS = 3, 8  # stretches that a side is looked at in
ROW = 3.0  # width through height from which everything stands in one row
NEAR, APART = 0.1, 0.3  # of `a` from a price at which what is said of it belongs to it, and no longer does
AXIS = 0.012  # of `a` by which two axes differ
AXES = 2  # that a creative may have
MISALIGNED = 0.35  # what each further axis costs, against 1


class Score(NamedTuple):
    """The terms by name and their weighted sum."""

    terms: tuple[tuple[str, float], ...]
    total: float


def score(flowed: Flowed, frame: Frame, content: Content, dropped: Sequence[str], design_rank: float) -> Score:
    """The score of a flowed candidate; `design_rank` is 1 for the brand's first design, less for later ones."""
    spots = [spot for spot in flowed.spots if spot.slot.role != "space"]
    covered = [_covered(spot) for spot in spots]
    terms = {
        "content": _content(content, dropped, frame),
        "legibility": _legibility(spots),
        "lead": _lead(spots),
        "hierarchy": _hierarchy(spots, frame),
        "product": _product(spots, frame, content),
        "space": _space(covered, frame),
        "balance": _balance(covered, frame),
        "alignment": _alignment(spots, frame),
        "intent": design_rank,
    }
    scene = content.product is not None and not content.product.separable
    terms |= {"crop": _crop(spots)} if scene else {"field": _field(spots)}
    weights = WEIGHTS | {"content": WEIGHTS["content"] * _room(frame)}
    total = sum(weights[name] * value for name, value in terms.items()) / sum(weights[name] for name in terms)
    return Score(tuple(terms.items()), total)


def _room(frame: Frame) -> float:
    """What completeness is worth on a canvas: below 40 000 px² at 1x, less (look book, section 9)."""
    return min(1.0, max(LEAST_ROOM, frame.width * frame.height / frame.scale**2 / 40_000))


def role_weight(content: Content, role: str) -> float:
    """What a role is worth by the brand's priorities: 1 for the first, falling to 0.1."""
    order = content.brand.priorities
    role = "badge" if role == "prior_price" else role
    return 1.0 - 0.9 * order.index(role) / max(1, len(order) - 1) if role in order else UNLISTED.get(role, 0.3)


def _content(content: Content, dropped: Sequence[str], frame: Frame) -> float:
    """Share of the message that is shown, by the brand's priorities. On the smallest canvases a name below a headline
    is one line too many."""
    crowded = frame.width * frame.height / frame.scale**2 < NAMED
    crowded = crowded and content.has("headline") and content.has("name") and "headline" not in dropped
    had = content.roles()
    roles = [role for role in had if not crowded or role != "name"]
    total = sum([role_weight(content, role) for role in roles]) or 1.0
    shown = 1.0 - sum(role_weight(content, role) for role in dropped if role in roles) / total
    shown -= ONE_TOO_MANY if crowded and "name" not in dropped else 0.0
    saying = SAYING.intersection(had)
    return shown * UNSAID if saying and saying.issubset(dropped) else shown


def _legibility(spots: Sequence[Spot]) -> float:
    """How near texts come to their ideal size, and how far down the fit ladder they went; the worst counts double."""
    values = [spot.settled.share * _RUNG[spot.settled.rung] for spot in spots]
    return (sum(values) + 2 * min(values)) / (len(values) + 2) if values else 1.0


def _lead(spots: Sequence[Spot]) -> float:
    """Headline and price, which are read first, have the size that the look book gives them (sections 3 and 4); the
    smaller of them counts double."""
    shares = [spot.settled.share for spot in spots if spot.slot.role in ("headline", "price")]
    return (sum(shares) + min(shares)) / (len(shares) + 1) if shares else 1.0


def _hierarchy(spots: Sequence[Spot], frame: Frame) -> float:
    """One thing dominates: headline or price in height; the price outweighs the button, the headline the name; what is
    said of the price stands beside it. An arrow in the button's place is no rival."""
    heights = {spot.slot.role: spot.settled.height for spot in spots if spot.settled.size or spot.slot.role != "cta"}
    lead = max(heights.get("headline", 0.0), heights.get("price", 0.0))
    rest = max((heights.get(role, 0.0) for role in ("name", "cta", "mention", "subline")), default=0.0)
    dominance = min(1.0, lead / (1.25 * rest)) if rest and lead else 0.5 if rest else 1.0
    price, button = heights.get("price", 0.0), heights.get("cta", 0.0)
    sizes = {spot.slot.role: spot.settled.size for spot in spots}
    headline, name = sizes.get("headline", 0.0), sizes.get("name", 0.0)
    terms = (
        dominance,
        min(1.0, price / (1.15 * button)) if price and button else 1.0,
        min(1.0, headline / (1.25 * name)) if headline and name else 1.0,
        _one_offer(spots, frame),
    )
    return sum(terms) / len(terms)


def _one_offer(spots: Sequence[Spot], frame: Frame) -> float:
    """Saving, before and now read as one sentence (look book, section 4): how near the first two stand to the price."""
    price = next((_covered(spot) for spot in spots if spot.slot.role == "price"), None)
    about = [_covered(spot) for spot in spots if spot.slot.role in ("badge", "prior_price")]
    if price is None or not about:
        return 1.0
    away = max(
        max(one.x - price.right, price.x - one.right, one.y - price.bottom, price.y - one.bottom) for one in about
    )
    return min(1.0, max(0.0, 1.0 - (away / frame.a - NEAR) / (APART - NEAR)))


def _product(spots: Sequence[Spot], frame: Frame, content: Content) -> float:
    """The subject's size against what the look book measured: 20 % of the canvas, 9 % in strips (section 7).

    A scene fills 30 % and shows its subject. The side counts, not the area: half as high is half as good."""
    shown = next((spot.settled for spot in spots if spot.slot.role in ("product", "range")), None)
    if shown is None or not (content.product or content.products):
        return 0.0
    free = 0.09 if frame.width > 4 * frame.height else 0.2
    target = free if content.product is None or content.product.separable else 0.3
    return shown.share * min(1.0, math.sqrt(shown.width * shown.height / target) / frame.a)


def _field(spots: Sequence[Spot]) -> float:
    """A product fills the field it was given: half of its width, as of its height, leaves nothing dead beside it."""
    spot = next((one for one in spots if one.slot.role == "product"), None)
    if spot is None:
        return 1.0
    wide, tall = spot.settled.width / max(1.0, spot.box.w), spot.settled.height / max(1.0, spot.box.h)
    return min(1.0, wide / FIELD, tall / FIELD)


def _crop(spots: Sequence[Spot]) -> float:
    """A scene shows its subject whole (nothing is worth it where so much is cut: look book, section 7), and is itself
    half of what is seen: the more is drawn on beyond it, the emptier."""
    spot = next((one for one in spots if one.slot.role == "product"), None)
    if spot is None:
        return 0.0
    shown, field = spot.settled, spot.reach()
    itself = shown.width * shown.height / max(1.0, field.w * field.h)
    return max(0.0, 1.0 - (1.0 - shown.share) / CUT) * min(1.0, itself / ITSELF)


def _covered(spot: Spot) -> Box:
    """What an element covers of the box it was given."""
    box, own = spot.box, spot.settled
    wide, tall = min(own.width, box.w), min(own.height, box.h)
    if spot.slot.role == "range":  # its products and what is said of them fill it
        return box
    if spot.slot.role == "product":
        reach = spot.reach()
        wide, tall = min(own.width, reach.w), min(own.height, reach.h)
        x = min(max(box.x + (box.w - wide) / 2, reach.x), reach.right - wide)
        return Box(x, box.y + (box.h - tall) / 2, wide, tall)
    return aligned(wide, tall, box, spot.align)


def _space(covered: Sequence[Box], frame: Frame) -> float:
    """Room is used: what elements cover of the canvas that is safe; the look book's creatives come to 30 to 40 %."""
    area = sum(box.w * box.h for box in covered)
    return min(1.0, area / (FILLED * frame.safe.w * frame.safe.h))


def _balance(covered: Sequence[Box], frame: Frame) -> float:
    """No end is dead while another is crowded: how evenly elements lie along either side of what is safe.

    A side is cut into stretches about as long as the canvas is across, three at least."""
    safe = frame.free
    along = _evenness([(box.x - safe.x, box.right - safe.x) for box in covered], safe.w, safe.w / safe.h)
    down = _evenness([(box.y - safe.y, box.bottom - safe.y) for box in covered], safe.h, safe.h / safe.w)
    return min(along, down)


def _evenness(stretches: Sequence[tuple[float, float]], length: float, ratio: float) -> float:
    """The part of a length's stretches in which something stands, each by how much of it is reached."""
    count = min(MOST_PARTS, max(LEAST_PARTS, round(ratio)))
    part = length / count
    reached = []
    for index in range(count):
        low, high = index * part, (index + 1) * part
        taken = _united(
            [(max(low, first), min(high, last)) for first, last in stretches if last > low and first < high]
        )
        reached.append(min(1.0, taken / (REACHED * part)))
    return sum(reached) / count


def _united(stretches: list[tuple[float, float]]) -> float:
    """How much stretches cover together."""
    total, end = 0.0, -math.inf
    for first, last in sorted(stretches):
        first = first if first > end else end
        if last > first:
            total += last - first
            end = last
    return total


def _alignment(spots: Sequence[Spot], frame: Frame) -> float:
    """Few axes: texts begin on one, the offer on a second (look book, section 2). In a single row there are none."""
    if frame.width > ROW * frame.height:
        return 1.0
    starts = sorted(_axis(spot) for spot in spots if spot.slot.role != "product")
    axes = sum(later - earlier > AXIS * frame.a for earlier, later in itertools.pairwise(starts)) + bool(starts)
    return 1.0 / (1.0 + MISALIGNED * max(0, axes - AXES))


def _axis(spot: Spot) -> float:
    """Where an element aligns: its start, its middle or its end, px."""
    box = spot.box
    return {"start": box.x, "center": box.x + box.w / 2, "end": box.right}[spot.align]
