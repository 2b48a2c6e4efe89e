"""arrange: candidate layouts for a shape, filled, measured, scored; the best one becomes the Scene.

The search is deterministic: layouts in order, their share alternatives, steps of the type scale, roles dropped one
by one from the least important. What wins is decided by score alone, ties by that order.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import msgspec

from renderer import colours
from renderer.content import Content
from renderer.model.format import Format
from renderer.model.layout import Layout
from renderer.model.profile import Profile
from renderer.placing.choosing import NEVER_DROPPED, drop_sets, kept_sets, splits, suitable_layouts
from renderer.placing.corners import aside, in_corner
from renderer.placing.drawing import drawn
from renderer.placing.flow import DoesNotFit, Flowed, Placing, finished, flow, placed
from renderer.placing.precedence import gives_way, outshouting, raisable
from renderer.placing.scale import Frame, frame
from renderer.placing.score import Score, score
from renderer.placing.slots import Basis, Known
from renderer.placing.standing import Sides, standing
from renderer.scene import Scene
from renderer.text.fit import ILL, TORN
from renderer.text.shape import Style

FACTORS = (1.0, 0.88, 0.76, 0.64)
LEADING = (1.28, 1.14, 1.0, 0.88)  # steps that a headline or price alone is tried at: to 0.134 a (look book, section 3)
RAISED = ("headline", "price")  # what takes the room that is left, in this order
GAIN = 0.01  # of the score that a smaller step of the type scale must be better by
DESIGNS = {True: ("stage",), False: ("panel",)}  # what suits a brand whose prices are quiet, unless it says so itself
FOREIGN = 2.0  # contrast between a canvas and the brand's ground from which it looks like another brand's
EQUAL = 0.02  # of the score by which a layout may be worse than the best and still take its turn
FINALISTS = 4  # candidates that are placed with care for what costs time: slants, and texts that outshout each other
FAR = 0.06  # of the score below the best from which a layout's other splits are not tried
HOPELESS = 0.1  # of the score below the best from which no other step of the type scale is tried
CROWDED, LESS = 40_000, 2  # px² at 1x below which a creative may show less than would fit, and so many roles less
MAX_SPLITS = 6
COVERED = 2  # where the faults of a candidate say that it stands in a corner that a network covers


class Candidate(NamedTuple):
    """One way to set the content, and how good it is."""

    layout: str
    shares: tuple[tuple[str, float], ...]
    factor: float
    dropped: tuple[str, ...]
    score: Score


class _Found(NamedTuple):
    candidate: Candidate
    flowed: Flowed
    trial: _Trial | None = None


class Search(NamedTuple):
    """What was found for a content in a format: the Scene, and every candidate that fits, best first."""

    scene: Scene
    ranked: tuple[Candidate, ...]


def arrange(content: Content, format_: Format, layouts: Sequence[Layout], networks: Sequence[Profile] = ()) -> Scene:
    """The best scene for a content in a format, as its networks want corners and sides. Always answers: the last resort
    is flagged by its fit rungs."""
    return search(content, format_, layouts, networks).scene


def search(content: Content, format_: Format, layouts: Sequence[Layout], networks: Sequence[Profile] = ()) -> Search:
    """As `arrange`, with the candidates that lost (`render explain`)."""
    canvas = frame(format_, content.brand, content.rtl, networks)
    together = _together(content, canvas, layouts) if content.products else None
    if together is not None:
        return together
    several, content = bool(content.products), content.alone()
    found = _clear(content, canvas, layouts)
    gone: tuple[str, ...] = ()
    words = msgspec.structs.replace(content, product=None)
    if not found and content.product is not None and suitable_layouts(words, canvas, layouts):
        found = _ranked(words, canvas, layouts, NEVER_DROPPED)  # no room for a picture in any layout
        if found:
            content, gone = words, ("product",)
    best = _finest(found) if found else _forced(content, canvas, layouts)
    gone = (*gone, "range") if several else gone
    scene = drawn(canvas, content, best.flowed, best.candidate.layout, (*gone, *best.candidate.dropped))
    return Search(scene, tuple(one.candidate for one in (best, *found[1:])) if found else ())


def _together(content: Content, canvas: Frame, layouts: Sequence[Layout]) -> Search | None:
    """Several products in one scene; None where no layout has room for them: then the first is shown alone."""
    content = content.together()
    found = _clear(content, canvas, layouts)
    if not found or _failed(found[0]):
        return None
    best = _finest(found)
    gone = [role for spot in best.flowed.spots for role in spot.slot.left_out(spot.box)]
    scene = drawn(canvas, content, best.flowed, best.candidate.layout, (*best.candidate.dropped, *gone))
    return Search(scene, tuple(one.candidate for one in (best, *found[1:])))


def _clear(content: Content, canvas: Frame, layouts: Sequence[Layout]) -> list[_Found]:
    """What fits, best first. Where what is better stands in a corner that a network covers, more room beside it is
    tried too."""
    best: list[_Found] = []
    lost = 0.0
    for tried in (canvas, *aside(canvas)):
        found = next(filter(None, (_ranked(content, tried, layouts, kept) for kept in kept_sets(tried))), [])
        best = min(filter(None, (best, found)), key=lambda one: _rank(one[0], content), default=[])
        lost = lost or max((one.candidate.score.total for one in found if _only_covered(one, content)), default=0.0)
        clear = not best or not _faults(best[0], content)[COVERED]
        if clear and (not best or best[0].candidate.score.total >= lost - EQUAL):
            break
    return best


def _ranked(content: Content, canvas: Frame, layouts: Sequence[Layout], kept: frozenset[str]) -> list[_Found]:
    """What fits, best first: by its faults, then by score. Designs that the brand does not prefer are tried where each
    of its own cuts a text or loses the brand's ground."""
    designs = content.brand.layouts or DESIGNS[content.brand.quiet]
    suitable = suitable_layouts(content, canvas, layouts)
    own = [layout for layout in suitable if layout.design in designs]
    found = list(_search(content, canvas, own, designs, kept))
    if all(_failed(one) or not _whole(one) or _foreign(one, content) for one in found):
        others = [layout for layout in suitable if layout.design not in designs]
        found.extend(_search(content, canvas, others, designs, kept))

    def rank(one: _Found) -> tuple[tuple[bool, ...], float]:
        return _rank(one, content)

    found.sort(key=rank)
    found[:FINALISTS] = sorted(map(_with_care, found[:FINALISTS]), key=rank)
    return _in_turn(found, content)


def _rank(found: _Found, content: Content) -> tuple[tuple[bool, ...], float]:
    return _faults(found, content), -found.candidate.score.total


def _only_covered(found: _Found, content: Content) -> bool:
    """Whether nothing worse is wrong with a candidate than that an icon lies over it."""
    faults = _faults(found, content)
    return faults[COVERED] and not any(faults[:COVERED])


def _with_care(found: _Found) -> _Found:
    """A candidate placed again where a lesser text came out larger than a greater one, and with care for slants."""
    return found.trial.with_care(found) if found.trial is not None else found


def _finest(found: Sequence[_Found]) -> _Found:
    """The first of them, with the largest headline and price that there is room for."""
    best = found[0]
    return best.trial.raised(best) if best.trial is not None else best


def _in_turn(found: list[_Found], content: Content) -> list[_Found]:
    """Layouts about as good as the best, which show no less, come first by turns: a campaign need not look stamped."""
    if not found:
        return found
    best, equals = found[0], dict[str, _Found]()
    for one in found:
        loss = best.candidate.score.total - one.candidate.score.total
        less = set(one.candidate.dropped) - set(best.candidate.dropped)
        if loss <= EQUAL and not less and _faults(one, content) == _faults(best, content):
            equals.setdefault(one.candidate.layout, one)
    order = sorted(equals)
    chosen = equals[order[content.turn % len(order)]]
    return [chosen, *(one for one in found if one is not chosen)]


def _faults(found: _Found, content: Content) -> tuple[bool, bool, bool, bool, bool]:
    """What no score makes good, worst first: a text failed, one cut, something in a corner that a network covers, lines
    torn, a canvas in a picture's backdrop."""
    covered = found.trial is not None and in_corner(found.flowed.spots, found.trial.canvas.reserved)
    return _failed(found), not _whole(found), covered, _breaks_at(found, TORN), _foreign(found, content)


def _foreign(found: _Found, content: Content) -> bool:
    """Whether the canvas had to take a picture's backdrop that is far from the brand's own ground."""
    return colours.contrast(found.flowed.background, colours.parse(content.brand.palette.ground)) >= FOREIGN


def _search(
    content: Content, canvas: Frame, layouts: Sequence[Layout], designs: Sequence[str], kept: frozenset[str]
) -> Iterator[_Found]:
    styles: dict[str, Style] = {}
    mark, known = _Mark(), Known()
    for layout in layouts:
        if any(content.has(role) for role in kept - NEVER_DROPPED - layout.root.slots):
            continue
        rank = 1.0 - designs.index(layout.design) / len(designs) if layout.design in designs else 0.0
        sides = standing(layout.root)
        for shares in itertools.islice(splits(layout.root), MAX_SPLITS):
            trial = _Trial(content, canvas, layout, shares, rank, layout.root.slots, styles, sides, mark, known, {})
            found = list(_fitting(trial, kept))
            yield from found
            best = max((one.candidate.score.total for one in found), default=mark.best)
            if best < mark.best - FAR:
                break  # another split of its shares does not make up for so much


def _forced(content: Content, canvas: Frame, layouts: Sequence[Layout]) -> _Found:
    """Nothing fits: the first layout with as little as possible in it, whatever comes of it; checks will fail it."""
    layout = suitable_layouts(content, canvas, layouts)[0]
    offered = layout.root.slots
    least = list(drop_sets(content, offered, NEVER_DROPPED))[-1]
    dropped = (*least, *(role for role in content.roles() if role not in offered))
    flowed = flow(
        layout.root,
        Basis(canvas, content, FACTORS[-1], {}),
        {},
        frozenset(dropped),
        standing(layout.root),
        forced=True,
    )
    return _Found(Candidate(layout.id, (), FACTORS[-1], dropped, score(flowed, canvas, content, dropped, 0.0)), flowed)


def _fitting(trial: _Trial, kept: frozenset[str]) -> Iterator[_Found]:
    """Roles go one by one, least important first, until the rest fits; then what still fits comes back.

    A cut text counts as not fitting while something less important could go instead."""
    poor: _Found | None = None
    for dropped in trial.worth_trying(list(drop_sets(trial.content, trial.offered, kept))):
        found = trial.fitting(dropped)
        if found is None:
            continue
        if not _whole(found):
            poor = poor or found
            continue
        yield found
        for role in dropped:
            if role == "badge" and "prior_price" in found.candidate.dropped:
                continue
            back = tuple(one for one in found.candidate.dropped if one != role and one in dropped)
            better = trial.fitting(back, found.candidate.factor)
            if better is not None and _whole(better):
                found = better
                yield found
        yield from trial.with_less(found, kept)
        return
    if poor is not None:
        yield poor


def _failed(found: _Found) -> bool:
    return any(spot.settled.rung == "failed" for spot in found.flowed.spots)


def _whole(found: _Found) -> bool:
    return all(spot.settled.rung not in ("ellipsis", "failed") for spot in found.flowed.spots)


def _breaks_at(found: _Found, cost: float) -> bool:
    """Whether the lines of a text break as ill as that."""
    return any(spot.settled.cost >= cost for spot in found.flowed.spots)


class _Mark:
    """The best score so far of what has no fault: what stays far below it is not worth its time."""

    def __init__(self) -> None:
        self.best = 0.0

    def raised_by(self, found: _Found, content: Content) -> None:
        """Notes a candidate."""
        if found.candidate.score.total > self.best and not any(_faults(found, content)):
            self.best = found.candidate.score.total


class _Trial(NamedTuple):
    """What a layout's attempts share."""

    content: Content
    canvas: Frame
    layout: Layout
    shares: dict[str, float]
    rank: float
    offered: frozenset[str]
    styles: dict[str, Style]
    sides: dict[str, Sides]
    mark: _Mark
    known: Known
    placings: dict[tuple[tuple[str, ...], float], Placing | None]

    def fitting(self, dropped: tuple[str, ...], largest: float = FACTORS[0]) -> _Found | None:
        """The step of the type scale that scores best of those at which the rest fits, from the largest down.

        A whole text at a smaller step beats a cut one; a smaller one may break better or leave the product more."""
        best: _Found | None = None
        cut: _Found | None = None
        smallest: _Found | None = None
        for factor in (one for one in FACTORS if one <= largest):
            found = smallest if factor == FACTORS[-1] and smallest else self._found(dropped, factor)
            if found is None:
                smallest = smallest or self._found(dropped, FACTORS[-1])
                if smallest is None or smallest.candidate.score.total < self.mark.best - HOPELESS:
                    break  # what does not fit when small fits at no size between
                continue
            if not _whole(found):
                cut = cut or found
                continue
            self.mark.raised_by(found, self.content)
            gains = best is None or found.candidate.score.total > best.candidate.score.total + GAIN
            if gains:
                best = found
            hopeless = found.candidate.score.total < self.mark.best - HOPELESS
            if hopeless or (not gains and not _breaks_at(found, ILL)):
                break
        return best or cut or smallest

    def with_less(self, found: _Found, kept: frozenset[str]) -> Iterator[_Found]:
        """On a small canvas the same without one or two of its least roles: what is left may be set larger."""
        area = self.canvas.width * self.canvas.height / self.canvas.scale**2
        if area >= CROWDED:
            return
        order = list(drop_sets(self.content, self.offered, kept))[-1]
        left = [role for role in order if role not in found.candidate.dropped]
        for count in range(1, min(LESS, len(left)) + 1):
            gone = {*left[-count:], *found.candidate.dropped}
            fewer = self.fitting(tuple(role for role in order if role in gone))
            if fewer is not None and _whole(fewer):
                yield fewer

    def worth_trying(self, sets: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
        """The drop sets from the first on that fits at the smallest step, found by bisection: more gone, more fits."""
        low, high = 0, len(sets) - 1
        while low < high:
            middle = (low + high) // 2 if low else 0  # most often nothing need go at all
            if self._placed(sets[middle], FACTORS[-1]) is not None:
                high = middle
            else:
                low = middle + 1
        return sets[low:]

    def _found(self, dropped: tuple[str, ...], factor: float) -> _Found | None:
        """The layout at a step of the type scale, None where it does not fit."""
        one = self._placed(dropped, factor)
        if one is None:
            return None
        gone = (*dropped, *(role for role in self.content.roles() if role not in self.offered))
        return self._scored(finished(one, beside_slants=False), gone, factor)

    def with_care(self, found: _Found) -> _Found:
        """What was found, placed again where a lesser text outshouts a greater one, then beside slants."""
        one = self._carefully(found)
        if not one.basis.limits and not one.slanted:
            return found
        return self._scored(finished(one), found.candidate.dropped, found.candidate.factor)

    def raised(self, found: _Found) -> _Found:
        """What was found with the largest headline, then the largest price, for which nothing else gives way: what room
        is left is theirs."""
        basis = self._carefully(found).basis
        for role in RAISED:
            found, basis = self._raised(found, basis, role)
        return found

    def _carefully(self, found: _Found) -> Placing:
        """Where a candidate's elements stand when no text outshouts the one it serves."""
        dropped = self._offered(found)
        one = self._placed(dropped, found.candidate.factor)
        assert one is not None  # it was placed before
        limits = outshouting(one.spots, self.content)
        return (self._again(dropped, one.basis._replace(limits=limits)) if limits else None) or one

    def _raised(self, found: _Found, basis: Basis, role: str) -> tuple[_Found, Basis]:
        before, factor = found.flowed.spots, found.candidate.factor
        if not raisable(before, role, self.content):
            return found, basis
        for step in (one for one in LEADING if one > factor):
            larger = basis._replace(raised={**basis.raised, role: step})
            one = self._again(self._offered(found), larger)
            if one is None:
                continue
            result = self._scored(finished(one), found.candidate.dropped, factor)
            sound = _faults(result, self.content) <= _faults(found, self.content)
            after, page = result.flowed.spots, self.canvas.page
            if sound and not gives_way(before, after, self.content, role, page):
                return result, larger
        return found, basis

    def _offered(self, found: _Found) -> tuple[str, ...]:
        """What a candidate drops of what its layout offers."""
        return tuple(role for role in found.candidate.dropped if role in self.offered)

    def _scored(self, flowed: Flowed, gone: tuple[str, ...], factor: float) -> _Found:
        result = score(flowed, self.canvas, self.content, gone, self.rank)
        return _Found(Candidate(self.layout.id, tuple(self.shares.items()), factor, gone, result), flowed, self)

    def _placed(self, dropped: tuple[str, ...], factor: float) -> Placing | None:
        key = (dropped, factor)
        if key not in self.placings:
            basis = Basis(self.canvas, self.content, factor, self.styles, known=self.known)
            self.placings[key] = self._again(dropped, basis)
        return self.placings[key]

    def _again(self, dropped: tuple[str, ...], basis: Basis) -> Placing | None:
        try:
            return placed(self.layout.root, basis, self.shares, frozenset(dropped), self.sides)
        except DoesNotFit:
            return None
