"""Plates: how each picture comes into a page, decided from the tree alone (docs/decisions/0019-pictures-in-pages.md).

A photograph that is drawn on beyond its sides is one picture, whatever parts it is painted in. A relit picture is
multiplied with its ground. Where the browser has that ground beneath it, it multiplies; where a
stage belongs to the picture, both become one plate; where neither holds, the picture is drawn as what it makes of its
ground.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

import msgspec

from renderer.scene import AnyNode, Box, Group, Image, Node, Point, Scene, Shape, walked
from renderer.tracks import IDENTITY, value_at

Way = Literal["multiply", "alone"]


class Plate(NamedTuple):
    """A stage and its pictures as one picture."""

    box: Box
    """Whole px of the canvas."""
    nodes: frozenset[str]
    """What it shows; painted in the place of the first of them."""
    first: str
    images: tuple[Image, ...]
    still: Scene
    """What it looks like."""
    inside: tuple[Node, ...]
    """The groups that it lies in."""


class Plan(NamedTuple):
    """How the pictures of a scene come into its page."""

    plates: dict[str, Plate]
    """By the id of the node in whose place they are painted."""
    plated: frozenset[str]
    """Nodes that a plate shows."""
    multiplied: dict[str, str]
    """Nodes that are multiplied with what lies below them: the outermost group that holds only a picture, by its id."""
    alone: frozenset[str]
    """Relit pictures that are drawn as what they make of their ground."""


def planned(scene: Scene, plated: bool = True) -> Plan:
    """How each picture of a scene comes into its page; without `plated` a stage is never one picture with what stands
    on it."""
    plates: dict[str, Plate] = {}
    for group, inside in _groups(scene.root, ()):
        plate = _plate(scene, group, inside, plated)
        if plate is not None:
            plates[plate.first] = plate
    shown = frozenset(id_ for plate in plates.values() for id_ in plate.nodes)
    multiplied, alone = dict[str, str](), set[str]()
    for image, inside in _images(scene.root, ()):
        if image.id in shown or image.treatment != "relight":
            continue
        held = _holder(image, inside)
        if _hides(scene, image) or not _grounded(image, inside[: inside.index(held)] if held in inside else inside):
            alone.add(image.id)
        else:
            multiplied[held.id] = image.id
    return Plan(plates, shown, multiplied, frozenset(alone))


def _groups(group: Group, inside: tuple[Group, ...]) -> Iterator[tuple[Group, tuple[Group, ...]]]:
    yield group, inside
    for child in group.children:
        if isinstance(child, Group):
            yield from _groups(child, (*inside, group))


def _images(group: Group, inside: tuple[Group, ...]) -> Iterator[tuple[Image, tuple[Group, ...]]]:
    for child in group.children:
        if isinstance(child, Image):
            yield child, (*inside, group)
        elif isinstance(child, Group):
            yield from _images(child, (*inside, group))


def _holder(image: Image, inside: tuple[Group, ...]) -> AnyNode:
    """The outermost group that holds nothing but a picture, or the picture."""
    held: AnyNode = image
    for group in reversed(inside[1:]):
        if len(group.children) > 1:
            break
        held = group
    return held


def isolates(node: Node) -> bool:
    """Whether a browser paints a group apart from what lies below it, so that nothing in it is multiplied with that."""
    clipped = isinstance(node, Group) and (node.clip or node.clip_path)
    return bool(node.tracks or node.opacity < 1 or clipped) or node.transform != IDENTITY


def _grounded(image: Image, around: tuple[Group, ...]) -> bool:
    """Whether a picture has its ground below it in all that is painted apart."""
    apart = next((group for group in reversed(around) if isolates(group)), None)
    return apart is None or any(_covers(node, image.box) for node in _before(apart, image))


def _before(group: Group, image: Image) -> Iterator[Node]:
    """What is painted at rest in a group before a picture."""
    for child in group.children:
        if any(one is image for one in walked(child)):
            if isinstance(child, Group):
                yield from _before(child, image)
            return
        yield child


def _covers(node: Node, box: Box) -> bool:
    """Whether a node hides all that lies below a box."""
    if not isinstance(node, Shape) or node.fill is None or node.fill[3] < 255 or node.opacity < 1 or node.gradient:
        return False
    return not node.tracks and all(node.holds(corner) for corner in _inner(box))


def _inner(box: Box) -> tuple[Point, ...]:
    """The corners of a box, a hair within it."""
    left, top, right, bottom = box.x + 0.1, box.y + 0.1, box.right - 0.1, box.bottom - 0.1
    return (left, top), (right, top), (right, bottom), (left, bottom)


def _hides(scene: Scene, image: Image) -> bool:
    """Whether a relit picture hides a shape behind it, which multiplying cannot do."""
    for node in scene.walk():
        if node.id == image.id:
            return False
        if isinstance(node, Shape) and node.behind and node.box.overlap(image.box) > 0:
            return True
    return False


# Stages -----------------------------------------------------------------------------------------------------------


def _rests(node: AnyNode) -> bool:
    """Whether nothing in a node ever moves, and it is wholly there."""
    return all(not one.tracks and one.transform == IDENTITY for one in walked(node)) and node.opacity >= 1


def _pictured(node: AnyNode) -> tuple[Image, ...]:
    """The relit pictures that a node is all about; none where it shows anything else."""
    leaves = [one for one in walked(node) if not isinstance(one, Group)]
    images = tuple(one for one in leaves if isinstance(one, Image) and one.treatment == "relight")
    return images if len(images) == len(leaves) else ()


def _plate(scene: Scene, group: Group, inside: tuple[Group, ...], plated: bool) -> Plate | None:
    """The plate of a group's own stage and the pictures that stand on it, or of the parts of one photograph; None where
    it has neither."""
    parts = [one for one in group.children if isinstance(one, Image) and not one.tracks and one.opacity >= 1]
    if len(parts) == len(group.children) > 1 and any(one.role == "backdrop" for one in parts):
        ids = frozenset(one.id for one in parts)
        box = _around([one.box for one in parts], scene.canvas)
        return Plate(box, ids, parts[0].id, tuple(parts), _still(scene, ids), (*inside, group))
    if not plated:
        return None
    still = [_rests(child) for child in group.children]
    stage = [at for at, one in enumerate(group.children) if still[at] and isinstance(one, Shape) and _staging(one)]
    apart = any(isolates(one) for one in (*inside, group))
    pictures = [
        at
        for at, child in enumerate(group.children)
        if still[at] and any(_stands(group, stage, at, image, apart) for image in _pictured(child))
    ]
    if not pictures:
        return None
    first, last = min(at for at in stage if at < pictures[0]), pictures[-1]
    shown = [at for at in range(first, last + 1)
             if still[at] and (isinstance(group.children[at], Shape) or at in pictures)]  # fmt: skip
    nodes = tuple(group.children[at] for at in shown)
    between = [group.children[at] for at in range(first, last + 1) if at not in shown]
    images = tuple(image for at in pictures for image in _pictured(group.children[at]))
    if any(one.box.overlap(image.box) > 0 for one in between for image in images):
        return None
    box = _around([node.box for node in nodes], scene.canvas)
    ids = frozenset(one.id for node in nodes for one in walked(node))
    return Plate(box, ids, nodes[0].id, images, _still(scene, ids), (*inside, group))


def _staging(shape: Shape) -> bool:
    return shape.behind or shape.gradient is not None


def _stands(group: Group, stage: list[int], at: int, image: Image, apart: bool) -> bool:
    """Whether a picture cannot be shown without the stage: it hides part of it, or has no other ground."""
    below = [group.children[one] for one in stage if one < at]
    met = [one for one in below if isinstance(one, Shape) and one.box.overlap(image.box) > 0]
    if any(one.behind for one in met):
        return True
    return bool(met) and apart and not any(_covers(one, image.box) for one in group.children[:at])


def _around(boxes: list[Box], canvas: Box) -> Box:
    left = max(canvas.x, min(box.x for box in boxes)) // 1
    top = max(canvas.y, min(box.y for box in boxes)) // 1
    right = -(-min(canvas.right, max(box.right for box in boxes)) // 1)
    bottom = -(-min(canvas.bottom, max(box.bottom for box in boxes)) // 1)
    return Box(left, top, max(1.0, right - left), max(1.0, bottom - top))


def _still(scene: Scene, ids: frozenset[str]) -> Scene:
    """What a plate looks like: some nodes, and the shapes that are painted before the last of them."""
    order = {node.id: place for place, node in enumerate(scene.walk())}
    last = max(order[id_] for id_ in ids)
    return _pruned(scene, lambda node: node.id in ids or (order[node.id] < last and _shown(node, scene.duration)))


def below(scene: Scene, image: Image) -> Scene:
    """What a relit picture stands on in the end, without what its subject hides."""
    order = {node.id: place for place, node in enumerate(scene.walk())}
    here = order[image.id]
    return _pruned(scene, lambda node: order[node.id] < here and _shown(node, scene.duration) and not _behind(node))


def _behind(node: Node) -> bool:
    return isinstance(node, Shape) and node.behind


def _shown(node: Node, duration: int) -> bool:
    """Whether a node is a shape that is there in the end."""
    return isinstance(node, Shape) and (value_at(node.tracks, "opacity", duration) or (1.0,)) > (0.0,)


def _pruned(scene: Scene, wanted: Callable[[AnyNode], bool]) -> Scene:
    """A scene at its end, of which only the leaves that are wanted are left, each in its group."""

    def kept(group: Group) -> Group:
        children = [kept(one) if isinstance(one, Group) else _settled(one) for one in group.children if
                    isinstance(one, Group) or wanted(one)]  # fmt: skip
        clip = () if any(track.property == "clip" for track in group.tracks) else group.clip_path
        return msgspec.structs.replace(
            group, children=tuple(children), tracks=(), transform=IDENTITY, opacity=1.0, clip_path=clip
        )  # fmt: skip

    def _settled(node: AnyNode) -> AnyNode:
        colour = value_at(node.tracks, "colour", scene.duration)
        if colour is not None and isinstance(node, Shape):
            red, green, blue, alpha = (round(channel) for channel in colour)
            node = msgspec.structs.replace(node, fill=(red, green, blue, alpha))
        return msgspec.structs.replace(node, tracks=())

    return msgspec.structs.replace(scene, root=kept(scene.root), duration=0)


def grown(nodes: tuple[Node, ...], duration: int) -> float:
    """How many times its size at rest something is shown at, at most: what its own and its groups' tracks come to."""
    factor = 1.0
    for node in nodes:
        (rest,) = value_at(node.tracks, "scale", duration) or (1.0,)
        values = [frame.value[0] for track in node.tracks if track.property == "scale" for frame in track.keyframes]
        factor *= max([abs(value) for value in values] or [1.0]) / (abs(rest) or 1.0)
    return max(1.0, factor)
