"""transforms: a scene of which only opacities and transforms move, one of each a node, as AMP wants it.

What a node's moves add up to stays the same. A group becomes several, one in the other: moved, turned, scaled (CSS
Transforms 2, section 7.1). What is wiped in is seen through its own outline, which is pushed over it while it stands
still. Other clips become a fade, other colours the last one.
"""

from __future__ import annotations

from typing import TypeVar

import msgspec

from renderer.scene import AnyNode, Box, Colour, Group, Point, Scene, Shape, numbered
from renderer.tracks import Keyframe, Property, Track

_ORDER: tuple[Property, ...] = ("move", "turn", "scale")
"""From the outside in."""
_CLOSE = 1e-3  # px: rounding
Anything = TypeVar("Anything", bound=AnyNode)


def only_transforms(scene: Scene) -> Scene:
    """The scene with the same pictures at every time, but for clips and colours that no transform makes."""
    root = _plain(scene.root, scene)
    assert isinstance(root, Group)
    return msgspec.structs.replace(
        scene, root=msgspec.structs.replace(root, children=tuple(numbered(root.children, "0")))
    )


def _plain(node: AnyNode, scene: Scene) -> AnyNode:
    tracks = {track.property: track for track in node.tracks}
    own = _still(node, tracks.get("colour"))
    if isinstance(own, Group):
        own = msgspec.structs.replace(own, children=tuple(_plain(child, scene) for child in own.children))
    fade, clip = tracks.get("opacity"), tracks.get("clip")
    if clip is not None and isinstance(own, Group):
        wiped = _wiped(own, clip)
        if wiped is None:
            own, fade = _end(own, clip, scene), fade or _faded(clip)
        else:
            own = wiped
    moves = [tracks[name] for name in _ORDER if name in tracks]
    return _held(own, node, fade, moves)


def _held(own: AnyNode, node: AnyNode, fade: Track | None, moves: list[Track]) -> AnyNode:
    """The node within a group for each of its moves; the outermost fades."""
    if not moves and fade is None:
        return own
    if not moves and fade is not None:
        return msgspec.structs.replace(own, tracks=(fade,)) if isinstance(own, Group) else _around(own, node, (fade,))
    made = own
    for index, move in enumerate(reversed(moves)):
        tracks = (move, fade) if fade is not None and index == len(moves) - 1 else (move,)
        first = index == 0 and isinstance(own, Group) and not own.tracks
        made = msgspec.structs.replace(made, tracks=tracks, origin=node.pivot) if first else _around(made, node, tracks)
    return made


def _around(inner: AnyNode, node: AnyNode, tracks: tuple[Track, ...]) -> Group:
    return Group(id=node.id, role="moving", box=node.box, origin=node.pivot, children=(inner,), tracks=tracks)


def _still(node: Anything, colour: Track | None) -> Anything:
    """The node without its tracks, in its last colour."""
    if colour is not None and isinstance(node, Shape):
        red, green, blue, alpha = (round(channel) for channel in colour.keyframes[-1].value)
        last: Colour = (red, green, blue, alpha)
        return msgspec.structs.replace(node, tracks=(), fill=last)
    return msgspec.structs.replace(node, tracks=())


def _wiped(group: Group, clip: Track) -> Group | None:
    """A group of whose outline a side is drawn over it, or back; None for other clips. Two outlines as large as it ever
    gets, one still and one pushed along, leave of it what both let through."""
    for largest in (clip.keyframes[-1].value, clip.keyframes[0].value):
        shifts = [_shift(frame.value, largest) for frame in clip.keyframes]
        found = [one for one in shifts if one is not None]
        if len(found) == len(shifts):
            break
    else:
        return None
    frames = list(zip(clip.keyframes, found, strict=True))
    pushed = Track("move", tuple(Keyframe(frame.at, shift, frame.ease) for frame, shift in frames))
    back = Track("move", tuple(Keyframe(frame.at, (-x, -y), frame.ease) for frame, (x, y) in frames))
    outline, box = _points(largest), _box(largest)
    held = msgspec.structs.replace(group, tracks=(back,), origin=None)
    window = Group(id=group.id, role="moving", box=box, clip_path=outline, children=(held,), tracks=(pushed,))
    return Group(id=group.id, role="moving", box=box, clip_path=outline, children=(window,))


def _shift(value: tuple[float, ...], largest: tuple[float, ...]) -> Point | None:
    """How far a side of a parallelogram is pushed in, along the sides beside it; None where that is not all."""
    points, ends = _points(value), _points(largest)
    if len(points) != 4 or len(ends) != 4:
        return None
    apart = [(x - u, y - v) for (x, y), (u, v) in zip(points, ends, strict=True)]
    if all(_near(one, (0.0, 0.0)) for one in apart):
        return 0.0, 0.0
    for first in range(4):
        here, there, *others = (apart[(first + step) % 4] for step in range(4))
        inward = _less(ends[first], ends[(first + 3) % 4]), _less(ends[(first + 1) % 4], ends[(first + 2) % 4])
        still = _near(here, there) and all(_near(one, (0.0, 0.0)) for one in others)
        if still and _near(*inward) and _along(here, inward[0]):
            return here
    return None


def _along(shift: Point, way: Point) -> bool:
    """Whether a shift leads some or all of a way."""
    length = way[0] * way[0] + way[1] * way[1]
    share = (shift[0] * way[0] + shift[1] * way[1]) / length if length else 0.0
    return 0 <= share <= 1 + _CLOSE and _near(shift, (way[0] * share, way[1] * share))


def _less(a: Point, b: Point) -> Point:
    return b[0] - a[0], b[1] - a[1]


def _near(one: Point, other: Point) -> bool:
    return abs(one[0] - other[0]) < _CLOSE and abs(one[1] - other[1]) < _CLOSE


def _end(group: Group, clip: Track, scene: Scene) -> Group:
    """The group in its last outline."""
    return msgspec.structs.replace(group, clip_path=_points(clip.at(scene.duration)))


def _faded(clip: Track) -> Track:
    """A fade while a clip last changes."""
    start, end = clip.moving()[-1] if clip.moving() else (0, 0)
    return Track("opacity", (Keyframe(0, (0.0,)), Keyframe(start, (0.0,)), Keyframe(max(end, start + 1), (1.0,))))


def _points(value: tuple[float, ...]) -> tuple[Point, ...]:
    return tuple(zip(value[::2], value[1::2], strict=True))


def _box(value: tuple[float, ...]) -> Box:
    xs, ys = value[::2], value[1::2]
    return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
