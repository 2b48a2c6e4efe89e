"""Scenes: photographs whose subject does not stand free. They fill an area, cropped around their subject; where the
subject would be cut, a calm side of the photograph is drawn on instead."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from renderer.boxes import common
from renderer.content import Picture
from renderer.placing.slots import Ground
from renderer.scene import Box

AROUND = 0.055  # of the picture's sides that stay free around its subject: the box is found by contrast, tails are lost
CLOSE = 0.01  # the same where no more can be had without cutting it
DRAWN_ON = 4.0  # of what the picture shows: how far a calm side is drawn on, at most
OWN = 0.08  # of an area within which its own side lies near the subject's part: nothing else stands between
HEM = 0.03  # of the picture's side that is stretched over what is drawn on
CLOSER = 1.2  # how much closer than it need be a picture is seen, where its subject has the room
WHOLE = 0.97  # of a subject from which it is seen whole: its box is a guess


class Framed(NamedTuple):
    """Where a picture and its subject come to lie, px; the picture without what lies outside its frame lines."""

    picture: Box
    subject: Box

    def shown(self, area: Box) -> float:
        """The part of the subject that an area shows."""
        return self.subject.overlap(area) / max(1e-6, self.subject.w * self.subject.h)

    def whole(self, area: Box) -> Box:
        """What of the area the picture itself covers."""
        return common(self.picture, area)


class _Axis(NamedTuple):
    """One direction: source px of the picture and of its subject, the area to fill, the part of it for the subject."""

    length: float
    first: float
    last: float
    area: tuple[float, float]
    stand: tuple[float, float]
    calm: tuple[bool, bool]

    @property
    def covers(self) -> float:
        """The scale at which the picture fills the area."""
        return (self.area[1] - self.area[0]) / self.length

    @property
    def fits(self) -> float:
        """The scale at which the subject fits its part."""
        return (self.stand[1] - self.stand[0]) / max(1e-6, self.last - self.first)

    def start(self, scale: float) -> float | None:
        """Where the picture begins at a scale, its subject whole in its part; None where that cannot be: the picture
        would end within the area on a side that is not calm, or too far from the area's own."""
        length, (low, high) = scale * self.length, self.area
        first, last = self.stand[0] - scale * self.first, self.stand[1] - scale * self.last
        if last < first:
            if last < first - 1.0:
                return None
            first = last = (first + last) / 2
        if not self.calm[0]:
            last = min(last, low)
        if not self.calm[1]:
            first = max(first, high - length)
        if first > last + 1.0:
            return None
        wanted = self._middle(scale)
        if length >= high - low:
            wanted = self.cropped(scale)
        at = max(first, min(last, wanted))
        beyond = max(0.0, at - low) + max(0.0, high - at - length)
        return at if beyond <= DRAWN_ON * length else None

    def cropped(self, scale: float) -> float:
        """Where a picture begins that fills the area, its subject as near to its part's middle as that allows."""
        return min(self.area[0], max(self.area[1] - scale * self.length, self._middle(scale)))

    def _middle(self, scale: float) -> float:
        return (self.stand[0] + self.stand[1] - scale * (self.first + self.last)) / 2


def turned(picture: Picture) -> Picture:
    """A picture as its mirror image lies: where reading begins right, boxes are placed left to right and turned round
    afterwards, the picture is not."""
    left, top, right, bottom = picture.calm
    subject, inner = (box._replace(x=1.0 - box.right) for box in (picture.subject, picture.inner))
    return msgspec.structs.replace(picture, subject=subject, inner=inner, calm=(right, top, left, bottom))


def framed(picture: Picture, area: Box, stand: Box) -> Framed:
    """A picture over an area, its subject whole within a part of it where its sides allow that, else within the area,
    else cropped around its middle."""
    for part, around in ((stand, AROUND), (area, AROUND), (area, CLOSE)):
        across, down = _axes(picture, area, part, around)
        covers, fits = max(across.covers, down.covers), min(across.fits, down.fits)
        for scale in (min(fits, CLOSER * covers), across.covers, down.covers):
            x, y = across.start(scale), down.start(scale)
            if x is not None and y is not None:
                return _lying(across, down, scale, x, y)
    across, down = _axes(picture, area, stand, CLOSE)
    return _lying(across, down, covers, across.cropped(covers), down.cropped(covers))


def _lying(across: _Axis, down: _Axis, scale: float, x: float, y: float) -> Framed:
    subject = Box(
        x + scale * across.first,
        y + scale * down.first,
        scale * (across.last - across.first),
        scale * (down.last - down.first),
    )
    return Framed(Box(x, y, scale * across.length, scale * down.length), subject)


def _axes(picture: Picture, area: Box, stand: Box, around: float) -> tuple[_Axis, _Axis]:
    inner, subject, (left, top, right, bottom) = picture.inner, picture.subject, picture.calm
    wide, tall = picture.width, picture.height
    first, last = max(0.0, subject.x - around - inner.x), min(inner.w, subject.right + around - inner.x)
    above, below = max(0.0, subject.y - around - inner.y), min(inner.h, subject.bottom + around - inner.y)
    across = (area.x, area.right), (stand.x, stand.right), (left, right)
    down = (area.y, area.bottom), (stand.y, stand.bottom), (top, bottom)
    return (
        _Axis(inner.w * wide, first * wide, last * wide, *across),
        _Axis(inner.h * tall, above * tall, below * tall, *down),
    )


def with_own_margins(picture: Picture, stand: Box, ground: Ground) -> Box:
    """The subject's part out to the sides of its ground that lie near, where the picture must end with the ground: what
    it has there beyond its subject is margin enough. Leaning sides count where they come in farthest."""
    inside = _inside(ground)
    taken = (stand.x - inside.x, stand.y - inside.y, inside.right - stand.right, inside.bottom - stand.bottom)
    sides = (inside.w, inside.h, inside.w, inside.h)
    left, top, right, bottom = (
        gap if not calm and 0.0 < gap <= OWN * side else 0.0
        for gap, side, calm in zip(taken, sides, picture.calm, strict=True)
    )
    return Box(stand.x - left, stand.y - top, stand.w + left + right, stand.h + top + bottom)


def _inside(ground: Ground) -> Box:
    """The largest upright box in a ground's outline."""
    if not ground.path:
        return ground.box
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = ground.path
    left, top = max(x0, x3), max(y0, y1)
    return Box(left, top, max(0.0, min(x1, x2) - left), max(0.0, min(y2, y3) - top))


class Patch(NamedTuple):
    """A part of an area (px) and the part of the picture (shares) that is drawn there."""

    box: Box
    crop: Box


def patches(picture: Picture, lies: Box, area: Box) -> list[Patch]:
    """The picture, which lies so, over an area: itself first, then what of it is stretched beyond its calm sides."""
    inner = picture.inner
    across = _spans(lies.x, lies.w, area.x, area.right, inner.x, inner.w)
    down = _spans(lies.y, lies.h, area.y, area.bottom, inner.y, inner.h)
    found = [
        Patch(Box(x0, y0, x1 - x0, y1 - y0), Box(u0, v0, u1 - u0, v1 - v0))
        for y0, y1, v0, v1 in down
        for x0, x1, u0, u1 in across
    ]
    return sorted(found, key=lambda one: -one.crop.w * one.crop.h)


def _spans(
    start: float, length: float, low: float, high: float, first: float, size: float
) -> list[tuple[float, float, float, float]]:
    """Along one direction: from, to (px, on whole ones inside), and the shares of the picture drawn there."""

    def share(at: float) -> float:
        return first + size * min(1.0, max(0.0, (at - start) / length))

    hem = HEM * length
    before = float(round(start + hem)) if start > low + 0.5 else low
    after = float(round(start + length - hem)) if start + length < high - 0.5 else high
    spans = [(before, after, share(before), share(after))]
    if before > low:
        spans.append((low, before, first, share(before)))
    if after < high:
        spans.append((after, high, share(after), first + size))
    return spans
