"""Simpler motion for files that have to be light: a Scene with fewer changes, rung by rung, its end the same.

What costs most and is missed least goes first: a camera over a photograph, then the length of fades, then that of
products' slides, then every other move. A cut comes when the move would have begun.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable

import msgspec

from renderer.scene import AnyNode, Group, Image, Scene, walked
from renderer.tracks import Keyframe, Track

FADE = 3  # pictures of a fade
SLIDE = 4  # pictures of a product that slides in
_PICTURE = 80  # ms that a picture of a move takes at 12.5 a second

_Change = Callable[[AnyNode], AnyNode]


def simpler(scene: Scene, rung: int) -> Scene:
    """The scene a number of rungs down the ladder `RUNGS`; 0: as it is."""
    for _, change in _LADDER[:rung]:
        scene = msgspec.structs.replace(scene, root=_changed(scene.root, change))
    return scene


def _changed(node: Group, change: _Change) -> Group:
    children = tuple(_changed(one, change) if isinstance(one, Group) else change(one) for one in node.children)
    changed = change(msgspec.structs.replace(node, children=children))
    assert isinstance(changed, Group)
    return changed


def cameras_cut(node: AnyNode) -> AnyNode:
    """A group that holds a picture and grows or shrinks goes from one place and size to the next at once."""
    if not (isinstance(node, Group) and _pictured(node) and _has(node, "scale")):
        return node
    return _retracked(node, lambda track: stepped(track, 1) if track.property in ("scale", "move") else track)


def fades_stepped(node: AnyNode) -> AnyNode:
    """What fades does so in few steps, and moves in the same ones."""
    if not any(track.property == "opacity" and _lasts(track) for track in node.tracks):
        return node
    return _retracked(node, lambda track: stepped(track, FADE))


def slides_stepped(node: AnyNode) -> AnyNode:
    """Pictures slide in few steps."""
    if not _pictured(node):
        return node
    return _retracked(node, lambda track: stepped(track, SLIDE) if track.property == "move" else track)


def moves_cut(node: AnyNode) -> AnyNode:
    """Everything is where it goes to at once."""
    return _retracked(node, lambda track: stepped(track, 1))


_LADDER: tuple[tuple[str, _Change], ...] = (
    ("camera cut", cameras_cut),
    (f"fades in {FADE}", fades_stepped),
    (f"slides in {SLIDE}", slides_stepped),
    ("all moves cut", moves_cut),
)
RUNGS = ("", *(name for name, _ in _LADDER))
"""What each rung of the ladder is called; each has those before it too."""


def stepped(track: Track, count: int) -> Track:
    """A track that takes each of its ways in so many cuts: the first when the way begins, the last at its end's value,
    evenly in time. One cut: at once. What is held, or over in as few pictures anyway, stays."""
    found = [track.keyframes[0]]
    for one, other in itertools.pairwise(track.keyframes):
        if one.value == other.value or other.at - one.at <= (count - 1) * _PICTURE:
            found.append(other)
            continue
        for number in range(count):
            at = one.at + (other.at - one.at) * number // count
            share = (number + 1) / count
            value = other.value if number == count - 1 else track.at(one.at + (other.at - one.at) * share)
            found += [Keyframe(at, found[-1].value), Keyframe(at, value)]
        found.append(Keyframe(other.at, other.value, other.ease))
    return Track(track.property, tuple(found))


def _retracked(node: AnyNode, change: Callable[[Track], Track]) -> AnyNode:
    return msgspec.structs.replace(node, tracks=tuple(map(change, node.tracks))) if node.tracks else node


def _lasts(track: Track) -> bool:
    return any(start < end for start, end in track.moving())


def _has(node: AnyNode, name: str) -> bool:
    return any(track.property == name for track in node.tracks)


def _pictured(node: AnyNode) -> bool:
    """Whether a product's picture is in it: logos move over flat colours, and cost little."""
    return any(isinstance(one, Image) and one.treatment != "artwork" for one in walked(node))
