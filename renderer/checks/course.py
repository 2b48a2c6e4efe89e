"""Course: what checks see of a scene over time: each leaf at each moment, how much of it, and what lies over it.

Times are ms, lengths px of the canvas. What is seen at a moment counts until the next one: moments are all keyframes,
and every 40 ms between them where something changes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import count, pairwise
from typing import NamedTuple

from renderer import colours
from renderer.boxes import around, common, corners
from renderer.scene import AnyNode, Box, Colour, Group, Image, Point, Scene, Shape, Text
from renderer.tracks import IDENTITY, Affine, moved_by, value_at

STEP = 40
OPAQUE, HALF, BARELY = 0.99, 0.5, 0.05
"""Of its opacity at rest: all; what can be read; what is seen at all."""
WHOLE, MOSTLY = 0.99, 0.9
"""Of its area that shows: all, up to rounding; what can be read."""
OFFER = ("price", "prior_price", "badge", "unit_price")

Outline = tuple[Point, ...]


class Leaf(NamedTuple):
    """A text, a picture or a shape below the groups that it moves with."""

    node: AnyNode
    chain: tuple[AnyNode, ...]
    """The groups it lies in, outermost first, then itself."""
    order: int
    """Its place in the painting order."""

    @property
    def role(self) -> str:
        """Its node's role."""
        return self.node.role

    @property
    def words(self) -> str:
        """What it says; empty for what is no text."""
        return " ".join(line.text for line in self.node.lines) if isinstance(self.node, Text) else ""

    @property
    def opacity(self) -> float:
        """How opaque it is without tracks."""
        share = 1.0
        for node in self.chain:
            share *= node.opacity
        return share

    def spans(self, *without: str) -> list[tuple[int, int]]:
        """When something of it changes, properties left out."""
        tracks = (track for node in self.chain for track in node.tracks if track.property not in without)
        return sorted({span for track in tracks for span in track.moving()})


class Shown(NamedTuple):
    """How a leaf is seen at a moment."""

    opacity: float
    """Of what it is without tracks."""
    place: Affine
    outline: Outline
    """Its box, where it is."""
    seen: Outline
    """What canvas and clips let show of that; empty where nothing."""
    clips: tuple[Outline, ...]

    @property
    def whole(self) -> float:
        """The share of it that shows."""
        return size_of(self.seen) / max(1e-9, size_of(self.outline))

    @property
    def centre(self) -> Point:
        """The middle of its box."""
        return sum(x for x, _ in self.outline) / 4, sum(y for _, y in self.outline) / 4


class Course:
    """A moving scene as checks see it."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.leaves = tuple(_below(scene.root, (), count()))
        self._spans = [leaf.spans() for leaf in self.leaves]
        self._edges = [sorted({at for span in spans for at in span}) for spans in self._spans]
        self._seen: dict[tuple[int, float], Shown] = {}

    @property
    def end(self) -> int:
        """When its last frame is reached."""
        return self.scene.duration

    @cached_property
    def rest(self) -> int:
        """When the last change is over."""
        return max((end for spans in self._spans for _, end in spans), default=0)

    @cached_property
    def moments(self) -> tuple[int, ...]:
        """Every time at which something begins or ends to change, and every 40 ms between."""
        spans = {span for spans in self._spans for span in spans}
        every = {at for start, end in spans for at in (*range(start, end, STEP), end)}
        return tuple(sorted({0, self.end, *(at for at in every if 0 <= at <= self.end)}))

    def of(self, *roles: str) -> list[Leaf]:
        """The leaves of some roles."""
        return [leaf for leaf in self.leaves if leaf.role in roles]

    def texts(self) -> list[Leaf]:
        """The texts that show at least one glyph."""
        return [leaf for leaf in self.leaves if isinstance(leaf.node, Text)
                and any(run.glyphs for line in leaf.node.lines for run in line.runs)]  # fmt: skip

    def shown(self, leaf: Leaf, ms: float) -> Shown:
        """A leaf at a time."""
        changing = any(start < ms < end for start, end in self._spans[leaf.order])
        key = leaf.order, (ms + 1.0 if changing else -1.0 - bisect_right(self._edges[leaf.order], ms))
        if key not in self._seen:
            self._seen[key] = self._shown(leaf, ms)
        return self._seen[key]

    def _shown(self, leaf: Leaf, ms: float) -> Shown:
        opacity, place, clips = 1.0, IDENTITY, list[Outline]()
        for node in leaf.chain:
            tracks = node.tracks
            opacity *= (value_at(tracks, "opacity", ms) or (1.0,))[0]
            place = place.after(moved_by(tracks, node.pivot, ms)).after(node.transform)
            if isinstance(node, Group) and (clip := _clip(node, ms)):
                clips.append(placed(clip, place))
        outline = placed(corners(leaf.node.box), place)
        return Shown(opacity, place, outline, self._let(outline, clips), tuple(clips))

    def _let(self, outline: Outline, clips: Iterable[Outline]) -> Outline:
        for clip in (corners(self.scene.canvas), *clips):
            outline = cut(outline, clip)
        return outline

    def covered(self, leaf: Leaf, ms: float) -> float:
        """The share of a leaf that opaque shapes and photographs painted later hide."""
        seen = self.shown(leaf, ms).seen
        if len(seen) < 3:
            return 0.0
        box, hidden = around(seen), 0.0
        for other in self.leaves[leaf.order + 1 :]:
            if not _hides(other.node):
                continue
            over = self.shown(other, ms)
            if over.opacity * other.opacity < HALF or not area(common(box, around(over.outline))):
                continue
            outline = cut(placed(_edge(other.node), over.place), seen)
            for clip in over.clips:
                outline = cut(outline, clip)
            hidden += size_of(outline)
        return min(1.0, hidden / size_of(seen))

    def visible(self, leaf: Leaf, ms: float) -> bool:
        """Whether anybody sees anything of it."""
        shown = self.shown(leaf, ms)
        return shown.opacity * leaf.opacity > BARELY and size_of(shown.seen) > 0 and self.covered(leaf, ms) < WHOLE

    def readable(self, leaf: Leaf, ms: float) -> bool:
        """Whether it is there: half opaque, nearly whole, and no text of its ground's colour."""
        shown = self.shown(leaf, ms)
        there = shown.opacity >= HALF and shown.whole >= MOSTLY and self.covered(leaf, ms) <= 1 - MOSTLY
        return there and self._stands_out(leaf, ms)

    def whole(self, leaf: Leaf, ms: float) -> bool:
        """Whether all of it is there."""
        shown = self.shown(leaf, ms)
        return shown.opacity >= OPAQUE and shown.whole >= WHOLE and self.covered(leaf, ms) <= 1 - WHOLE

    def _stands_out(self, leaf: Leaf, ms: float) -> bool:
        """Whether a text has a contrast of 3:1 with the plain ground below its middle; others are taken to."""
        fills = [run.fill for line in getattr(leaf.node, "lines", ()) for run in line.runs if run.glyphs]
        ground = self._ground(leaf, ms) if fills else None
        return ground is None or max(colours.contrast(fill, ground) for fill in fills) >= colours.LARGE

    def _ground(self, leaf: Leaf, ms: float) -> Colour | None:
        """The colour of the plain shape below the middle of a leaf; None where that is none."""
        middle = self.shown(leaf, ms).centre
        for other in reversed(self.leaves[: leaf.order]):
            below = self.shown(other, ms)
            if below.opacity * other.opacity < HALF or not _holds(placed(_edge(other.node), below.place), middle):
                continue
            if all(_holds(clip, middle) for clip in below.clips) and not isinstance(other.node, Text):
                plain = isinstance(other.node, Shape) and other.node.gradient is None and _hides(other.node)
                return other.node.fill if plain and isinstance(other.node, Shape) else None
        return self.scene.background

    def stretches(self, holds: Callable[[int], bool]) -> Iterator[tuple[int, int]]:
        """The spans of time, each as long as can be, in which something holds at every moment."""
        start: int | None = None
        for ms in self.moments:
            if holds(ms):
                start = ms if start is None else start
            elif start is not None:
                yield start, ms
                start = None
        if start is not None:
            yield start, self.end

    def held(self, leaf: Leaf) -> int:
        """The longest time in which a text stands still and whole."""
        moves = leaf.spans("clip")

        def still(ms: int) -> bool:
            return not any(start <= ms < end for start, end in moves) and self.whole(leaf, ms)

        return max((end - start for start, end in self.stretches(still)), default=0)


def _below(node: AnyNode, chain: tuple[AnyNode, ...], order: count[int]) -> Iterator[Leaf]:
    if not isinstance(node, Group):
        yield Leaf(node, (*chain, node), next(order))
        return
    for child in node.children:
        yield from _below(child, (*chain, node), order)


def _clip(group: Group, ms: float) -> Outline:
    value = value_at(group.tracks, "clip", ms)
    if value is not None:
        return tuple(zip(value[::2], value[1::2], strict=True))
    return group.clip_path or (corners(group.box) if group.clip else ())


def _hides(node: AnyNode) -> bool:
    """Whether nothing is seen through it; a strike belongs to the price that it strikes."""
    if isinstance(node, Shape) and node.role != "strike":
        stops = [stop for _, stop in node.gradient.stops] if node.gradient is not None else [node.fill]
        return all(colour is not None and colour[3] == 255 for colour in stops)
    return isinstance(node, Image) and node.treatment == "plain"


def _edge(node: AnyNode) -> Outline:
    return node.corners() if isinstance(node, Shape) else corners(node.box)


# Polygons


def placed(outline: Sequence[Point], place: Affine) -> Outline:
    """Where a polygon comes to lie."""
    return tuple(place.point(x, y) for x, y in outline)


def area(box: Box) -> float:
    """Px²."""
    return box.w * box.h


def _holds(outline: Outline, point: Point) -> bool:
    """Whether a point lies in a polygon (even-odd)."""
    x, y = point
    inside = False
    for (x0, y0), (x1, y1) in pairwise((*outline, outline[0])):
        if (y0 > y) != (y1 > y) and x < x0 + (x1 - x0) * (y - y0) / (y1 - y0):
            inside = not inside
    return inside


def size_of(outline: Sequence[Point]) -> float:
    """The area of a polygon, px²."""
    if len(outline) < 3:
        return 0.0
    return abs(sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise((*outline, outline[0])))) / 2


def cut(outline: Outline, by: Outline) -> Outline:
    """What of a polygon lies in a convex one (Sutherland and Hodgman)."""
    side = 1.0 if sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairwise((*by, by[0]))) >= 0 else -1.0
    for (x0, y0), (x1, y1) in pairwise((*by, by[0])):
        if not outline:
            break
        depths = [side * ((x1 - x0) * (y - y0) - (y1 - y0) * (x - x0)) for x, y in outline]
        if min(depths) >= 0:
            continue
        kept = list[Point]()
        for place, (here, now) in enumerate(zip(outline, depths, strict=True)):
            before, then = outline[place - 1], depths[place - 1]
            if (now >= 0) != (then >= 0):
                share = then / (then - now)
                kept.append((before[0] + (here[0] - before[0]) * share, before[1] + (here[1] - before[1]) * share))
            if now >= 0:
                kept.append(here)
        outline = tuple(kept)
    return outline
