"""Tracks: how the properties of a node change over time, and what a node's moves add up to.

Times are ms, lengths px, angles degrees clockwise. Between two keyframes a value follows a cubic Bézier, the same that
CSS knows (CSS Easing Functions 1, section 2.2), so that a browser and our own painters agree on every moment.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from functools import lru_cache
from math import cos, radians, sin
from typing import Literal, NamedTuple, TypeAlias

import msgspec

Ease: TypeAlias = tuple[float, float, float, float]
"""The two middle points of a cubic Bézier from (0, 0) to (1, 1): x1, y1, x2, y2; x within 0 to 1."""
Property: TypeAlias = Literal["opacity", "move", "scale", "turn", "colour", "clip"]

LINEAR: Ease = (0.0, 0.0, 1.0, 1.0)
_CLOSE = 1e-7


class Affine(NamedTuple):
    """A map of the plane as CSS and SVG write it: x' = a·x + c·y + e, y' = b·x + d·y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def after(self, first: Affine) -> Affine:
        """The map that does `first`, then this one."""
        return Affine(
            self.a * first.a + self.c * first.b,
            self.b * first.a + self.d * first.b,
            self.a * first.c + self.c * first.d,
            self.b * first.c + self.d * first.d,
            self.a * first.e + self.c * first.f + self.e,
            self.b * first.e + self.d * first.f + self.f,
        )

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point comes to lie."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    @property
    def upright(self) -> bool:
        """Whether rectangles stay rectangles with level sides."""
        return not self.b and not self.c


IDENTITY = Affine()


class Keyframe(msgspec.Struct, frozen=True, array_like=True):
    """A value at a time (ms), and the ease with which it goes over to the next keyframe's."""

    at: int
    value: tuple[float, ...]
    ease: Ease = LINEAR


class Track(msgspec.Struct, frozen=True, array_like=True):
    """How one property of a node changes. Its values: `opacity` one share, multiplied with the node's own; `move` two
    distances in px (x, y); `scale` a factor; `turn` an angle; `colour` four channels of 0 to 255; `clip` the corners of
    a polygon on the canvas (x, y, x, y ...), of which there are as many in each keyframe."""

    property: Property
    keyframes: tuple[Keyframe, ...]

    def at(self, ms: float) -> tuple[float, ...]:
        """The value at a time: the first keyframe's before it, the last one's after it. Of keyframes at one time the
        last counts from then on: a cut."""
        before = self.keyframes[0]
        for after in self.keyframes:  # few: quicker than halving
            if after.at > ms:
                break
            before = after
        if before is after or before.value == after.value:
            return before.value
        share = eased(before.ease, (ms - before.at) / (after.at - before.at))
        return tuple(one + (other - one) * share for one, other in zip(before.value, after.value, strict=True))

    def moving(self) -> tuple[tuple[int, int], ...]:
        """The spans of time (from, to) in which its value changes; a cut is a span of no length."""
        pairs = itertools.pairwise(self.keyframes)
        return tuple((one.at, other.at) for one, other in pairs if one.value != other.value)


Tracks: TypeAlias = tuple[Track, ...]


@lru_cache(maxsize=4096)
def eased(ease: Ease, share: float) -> float:
    """How far a change has come (1: all of it; beyond where it overshoots) after a share of its time."""
    if ease == LINEAR or share <= 0 or share >= 1:
        return share
    x1, y1, x2, y2 = ease
    low, high, at = 0.0, 1.0, share
    for _ in range(60):  # Newton's steps, kept within what halving has left
        apart = _bezier(x1, x2, at) - share
        if abs(apart) < _CLOSE:
            break
        low, high = (low, at) if apart > 0 else (at, high)
        slope = 3 * (x1 * (1 - at) * (1 - 3 * at) + x2 * at * (2 - 3 * at) + at * at)
        step = at - apart / slope if slope > _CLOSE else low
        at = step if low < step < high else (low + high) / 2
    return _bezier(y1, y2, at)


def _bezier(first: float, second: float, at: float) -> float:
    """One coordinate of the curve from 0 to 1."""
    rest = 1 - at
    return 3 * first * at * rest * rest + 3 * second * at * at * rest + at * at * at


def moved_by(tracks: Tracks, origin: tuple[float, float], ms: float) -> Affine:
    """What the `move`, `scale` and `turn` of a node add up to at a time: scaled, turned about the origin, then moved,
    as CSS has it (Transforms 2, section 7.1)."""
    return moved({track.property: track.at(ms) for track in tracks}, origin)


def moved(found: Mapping[Property, tuple[float, ...]], origin: tuple[float, float]) -> Affine:
    """The same of the values of tracks at a time."""
    dx, dy = found.get("move", (0.0, 0.0))
    (factor,), (angle,) = found.get("scale", (1.0,)), found.get("turn", (0.0,))
    if factor == 1.0 and not angle:
        return Affine(e=dx, f=dy) if dx or dy else IDENTITY
    along, across = (cos(radians(angle)) * factor, sin(radians(angle)) * factor) if angle else (factor, 0.0)
    x, y = origin
    return Affine(along, across, -across, along, x - along * x + across * y + dx, y - across * x - along * y + dy)


def value_at(tracks: Tracks, property: Property, ms: float) -> tuple[float, ...] | None:
    """A property's value at a time; None where no track is of it."""
    return next((track.at(ms) for track in tracks if track.property == property), None)
