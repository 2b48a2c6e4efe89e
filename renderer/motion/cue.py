"""A cue: what one part does when, as it becomes tracks."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from renderer.scene import AnyNode, Box, Group, Point
from renderer.tracks import LINEAR, Ease, Keyframe, Property, Track, Tracks

_AT_REST: dict[Property, tuple[float, ...]] = {"opacity": (1.0,), "move": (0.0, 0.0), "scale": (1.0,), "turn": (0.0,)}


class Cue:
    """What a part does, told in the order of time. Times and lengths are ms."""

    def __init__(self) -> None:
        self._keyframes: dict[Property, list[Keyframe]] = {}

    def start(self, property: Property, *value: float) -> Cue:
        """How it is at first."""
        self._keyframes[property] = [Keyframe(0, value)]
        return self

    def cut(self, property: Property, at: int, *value: float) -> Cue:
        """It is otherwise from a time on."""
        frames = self._of(property)
        frames += [Keyframe(at, frames[-1].value), Keyframe(at, value)]
        return self

    def go(self, property: Property, at: int, length: int, *value: float, ease: Ease = LINEAR) -> Cue:
        """It goes over to another value from a time on."""
        frames = self._of(property)
        if length <= 0:
            return self.cut(property, at, *value)
        frames += [Keyframe(at, frames[-1].value, ease), Keyframe(at + length, value)]
        return self

    def last(self, property: Property) -> tuple[float, ...]:
        """Its value after all that was told."""
        return self._of(property)[-1].value

    def end(self) -> int:
        """When it comes to rest, ms."""
        return max((frames[-1].at for frames in self._keyframes.values() if len(frames) > 1), default=0)

    def tracks(self) -> Tracks:
        """The tracks of all that changes."""
        found = ((name, _plain(frames)) for name, frames in self._keyframes.items())
        return tuple(
            Track(name, frames) for name, frames in found if len(frames) > 1 or frames[0].value != _AT_REST.get(name)
        )

    def _of(self, property: Property) -> list[Keyframe]:
        if property not in self._keyframes:
            self._keyframes[property] = [Keyframe(0, _AT_REST[property])]
        return self._keyframes[property]


def _plain(frames: Sequence[Keyframe]) -> tuple[Keyframe, ...]:
    """Keyframes without those that say nothing: two alike in a row, and cuts at the very start."""
    kept: list[Keyframe] = []
    for frame in frames:
        if kept and kept[-1].at == frame.at and (frame.at == 0 or kept[-1].value == frame.value):
            kept[-1] = frame
        else:
            kept.append(frame)
    return tuple(kept)


def moving(
    nodes: Sequence[AnyNode], cue: Cue, box: Box, clip: tuple[Point, ...] = (), origin: Point | None = None
) -> AnyNode:
    """Nodes that move as one, seen only within a polygon that does not move."""
    tracks = cue.tracks()
    inner = Group(id="", role="moving", box=box, children=tuple(nodes), tracks=tracks, origin=origin)
    if not clip:
        return inner if tracks else msgspec.structs.replace(inner, role="part")
    return Group(id="", role="window", box=box, children=(inner,), clip_path=clip)
