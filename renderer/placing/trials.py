"""Trials: one layout with one split of its shares, tried at steps of the type scale and with roles left out; and what
was found wrong with what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from renderer import colours
from renderer.content import Content
from renderer.model.layout import Layout
from renderer.placing.choosing import drop_sets
from renderer.placing.corners import in_corner
from renderer.placing.flow import DoesNotFit, Flowed, Placing, finished, placed
from renderer.placing.precedence import gives_way, outshouting, raisable
from renderer.placing.scale import Frame
from renderer.placing.score import Score, score
from renderer.placing.slots import Basis, Known
from renderer.placing.standing import Standing
from renderer.text.fit import ILL, TORN
from renderer.text.shape import Style

FACTORS = (1.0, 0.88, 0.76, 0.64)
LEADING = (0.88, 1.0, 1.14, 1.28)  # steps that a headline or price alone is tried at: to 0.134 a (look book, section 3)
RAISED = ("headline", "price")  # what takes the room that is left, in this order
GAIN = 0.01  # of the score that a smaller step of the type scale must be better by
FOREIGN = 2.0  # contrast between a canvas and the brand's ground from which it looks like another brand's
HOPELESS = 0.1  # of the score below the best from which no other step of the type scale is tried
COVERED = 2  # where the faults of a candidate say that it stands in a corner that a network covers
CROWDED, LESS = 40_000, 2  # px² at 1x below which a creative may show less than would fit, and so many roles less


class Candidate(NamedTuple):
    """One way to set the content, and how good it is."""

    layout: str
    shares: tuple[tuple[str, float], ...]
    factor: float
    dropped: tuple[str, ...]
    score: Score


class Found(NamedTuple):
    """A candidate with where its elements stand, and the trial that it came of, if it did not have to be forced."""

    candidate: Candidate
    flowed: Flowed
    trial: Trial | None = None


def faults_of(found: Found, content: Content) -> tuple[bool, bool, bool, bool, bool]:
    """What no score makes good, worst first: a text failed, one cut, something in a corner that a network covers, lines
    torn, a canvas in a picture's backdrop."""
    covered = found.trial is not None and in_corner(found.flowed.spots, found.trial.canvas)
    return failed(found), not whole(found), covered, breaks_at(found, TORN), foreign(found, content)


def foreign(found: Found, content: Content) -> bool:
    """Whether the canvas had to take a picture's backdrop that is far from the brand's own ground."""
    return colours.contrast(found.flowed.background, colours.parse(content.brand.palette.ground)) >= FOREIGN


def failed(found: Found) -> bool:
    """Whether a text fits nowhere."""
    return any(spot.settled.rung == "failed" for spot in found.flowed.spots)


def whole(found: Found) -> bool:
    """Whether no text is cut."""
    return all(spot.settled.rung not in ("ellipsis", "failed") for spot in found.flowed.spots)


def breaks_at(found: Found, cost: float) -> bool:
    """Whether the lines of a text break as ill as that."""
    return any(spot.settled.cost >= cost for spot in found.flowed.spots)


class Mark:
    """The best score so far of what has no fault: what stays far below it is not worth its time."""

    def __init__(self) -> None:
        self.best = 0.0

    def raised_by(self, found: Found, content: Content) -> None:
        """Notes a candidate."""
        if found.candidate.score.total > self.best and not any(faults_of(found, content)):
            self.best = found.candidate.score.total


class Trial(NamedTuple):
    """What a layout's attempts share."""

    content: Content
    canvas: Frame
    layout: Layout
    shares: dict[str, float]
    rank: float
    offered: frozenset[str]
    styles: dict[str, Style]
    root: Standing
    mark: Mark
    known: Known
    placings: dict[tuple[tuple[str, ...], float], Placing | None]

    def fitting(self, dropped: tuple[str, ...], largest: float = FACTORS[0]) -> Found | None:
        """The step of the type scale that scores best of those at which the rest fits, from the largest down.

        A whole text at a smaller step beats a cut one; a smaller one may break better or leave the product more."""
        best: Found | None = None
        cut: Found | None = None
        smallest: Found | None = None
        for factor in (one for one in FACTORS if one <= largest):
            found = smallest if factor == FACTORS[-1] and smallest else self._found(dropped, factor)
            if found is None:
                smallest = smallest or self._found(dropped, FACTORS[-1])
                if smallest is None or smallest.candidate.score.total < self.mark.best - HOPELESS:
                    break  # what does not fit when small fits at no size between
                continue
            if not whole(found):
                cut = cut or found
                continue
            self.mark.raised_by(found, self.content)
            gains = best is None or found.candidate.score.total > best.candidate.score.total + GAIN
            if gains:
                best = found
            hopeless = found.candidate.score.total < self.mark.best - HOPELESS
            if hopeless or (not gains and not breaks_at(found, ILL)):
                break
        return best or cut or smallest

    def with_less(self, found: Found, kept: frozenset[str]) -> Iterator[Found]:
        """On a small canvas the same without one or two of its least roles: what is left may be set larger."""
        area = self.canvas.width * self.canvas.height / self.canvas.scale**2
        if area >= CROWDED:
            return
        order = list(drop_sets(self.content, self.offered, kept))[-1]
        left = [role for role in order if role not in found.candidate.dropped]
        for count in range(1, min(LESS, len(left)) + 1):
            gone = {*left[-count:], *found.candidate.dropped}
            fewer = self.fitting(tuple(role for role in order if role in gone))
            if fewer is not None and whole(fewer):
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

    def _found(self, dropped: tuple[str, ...], factor: float) -> Found | None:
        """The layout at a step of the type scale, None where it does not fit."""
        one = self._placed(dropped, factor)
        if one is None:
            return None
        gone = (*dropped, *(role for role in self.content.roles() if role not in self.offered))
        return self._scored(finished(one, beside_slants=False), gone, factor)

    def with_care(self, found: Found) -> Found:
        """What was found, placed again where a lesser text outshouts a greater one, then beside slants."""
        one = self._carefully(found)
        if not one.basis.limits and not one.slanted:
            return found
        return self._scored(finished(one), found.candidate.dropped, found.candidate.factor)

    def raised(self, found: Found) -> Found:
        """What was found with the largest headline, then the largest price, for which nothing else gives way: what room
        is left is theirs."""
        basis = self._carefully(found).basis
        for role in RAISED:
            found, basis = self._raised(found, basis, role)
        return found

    def _carefully(self, found: Found) -> Placing:
        """Where a candidate's elements stand when no text outshouts the one it serves."""
        dropped = self._offered(found)
        one = self._placed(dropped, found.candidate.factor)
        assert one is not None  # it was placed before
        limits = outshouting(one.spots, self.content)
        return (self._again(dropped, one.basis._replace(limits=limits)) if limits else None) or one

    def _raised(self, found: Found, basis: Basis, role: str) -> tuple[Found, Basis]:
        before, factor = found.flowed.spots, found.candidate.factor
        if not raisable(before, role, self.content):
            return found, basis
        best, faults = (found, basis), faults_of(found, self.content)
        for step in (one for one in LEADING if one > factor):
            larger = basis._replace(raised={**basis.raised, role: step})
            one = self._again(self._offered(found), larger)
            if one is None:
                break  # what does not fit does not when it is larger
            flowed = finished(one)
            if gives_way(before, flowed.spots, self.content, role, self.canvas.page):
                continue
            result = self._scored(flowed, found.candidate.dropped, factor)
            if faults_of(result, self.content) <= faults:
                best = result, larger
        return best

    def _offered(self, found: Found) -> tuple[str, ...]:
        """What a candidate drops of what its layout offers."""
        return tuple(role for role in found.candidate.dropped if role in self.offered)

    def _scored(self, flowed: Flowed, gone: tuple[str, ...], factor: float) -> Found:
        result = score(flowed, self.canvas, self.content, gone, self.rank)
        return Found(Candidate(self.layout.id, tuple(self.shares.items()), factor, gone, result), flowed, self)

    def _placed(self, dropped: tuple[str, ...], factor: float) -> Placing | None:
        key = (dropped, factor)
        if key not in self.placings:
            basis = Basis(self.canvas, self.content, factor, self.styles, known=self.known)
            self.placings[key] = self._again(dropped, basis)
        return self.placings[key]

    def _again(self, dropped: tuple[str, ...], basis: Basis) -> Placing | None:
        try:
            return placed(self.root, basis, self.shares, frozenset(dropped))
        except DoesNotFit:
            return None
