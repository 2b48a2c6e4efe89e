"""Arranged scenes of the demo campaigns, and moves put on them: every kind of track that there is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import msgspec

from renderer.checks import IDS
from renderer.line import Tools
from renderer.loading.profiles import known_profiles
from renderer.scene import AnyNode, Group, Image, Point, Scene, Shape, Text
from renderer.stages.arrange import arrange
from renderer.stages.compose import compose
from renderer.stages.load import load
from renderer.stages.plan import Selection, moment, plan
from renderer.stores.inputs import Inputs
from renderer.stores.outputs import Outputs
from renderer.text.fonts import FontFile
from renderer.tracks import Ease, Keyframe, Property, Track

ROOT = Path(__file__).resolve().parents[2]
IN: Ease = (0.16, 1, 0.3, 1)
MOVE: Ease = (0.76, 0, 0.24, 1)
POP: Ease = (0.34, 1.45, 0.64, 1)
LONG = 4000  # ms


class Staged(NamedTuple):
    """A scene with what paints it."""

    name: str
    scene: Scene
    tools: Tools
    fonts: dict[str, FontFile]


@cache
def staged(campaign: str, cache_folder: Path) -> tuple[Staged, ...]:
    """One scene for each format and language of a campaign's first placement."""
    inputs = Inputs(cache_folder)
    loaded = load(ROOT / "campaigns" / campaign, inputs, known_profiles(IDS))
    chosen = plan(loaded, Selection(only="web/*/everyone*"))
    found: dict[str, Staged] = {}
    for job in chosen.jobs():
        name = f"{campaign}/{job.format.split('/')[-1]}.{job.variant.locale}"
        if name in found:
            continue
        composed = compose(job, loaded, inputs, moment(chosen.day, loaded))
        format_ = loaded.catalogue.formats[job.format]
        scene = arrange(composed.content, format_, loaded.kit.layouts, loaded.profiles(job.placement))
        tools = Tools(loaded, inputs, Outputs(cache_folder / "output"))
        found[name] = Staged(name, scene, tools, {file.digest: file for file in loaded.kit.fonts.files()})
    return tuple(found.values())


# Moves ------------------------------------------------------------------------------------------------------------


def track(property_: Property, *frames: tuple[int, tuple[float, ...]], ease: Ease = IN) -> Track:
    return Track(property_, tuple(Keyframe(at, value, ease) for at, value in frames))


def moving(scene: Scene, loops: int = 1) -> Scene:
    """A scene that comes in piece by piece; at its end it is the still."""
    camera = any(isinstance(node, Shape) and node.gradient is not None for node in scene.walk())
    children = list(_camera(scene) if camera else scene.root.children)
    tracked = [_moved(scene, node, index) for index, node in enumerate(children)]
    root = msgspec.structs.replace(scene.root, children=tuple(renumbered(tracked, "0")))
    return msgspec.structs.replace(scene, root=root, duration=LONG, loops=loops)


def _camera(scene: Scene) -> Iterator[AnyNode]:
    """The stage and the picture on it in one group, which draws back from the product."""
    picture = next(node for node in scene.walk() if isinstance(node, Image) and node.role == "product")
    held, rest = list[AnyNode](), list[AnyNode]()
    for node in scene.root.children:
        stage = isinstance(node, Shape) and node.role in ("light", "table")
        (held if stage or node.role == "picture" else rest).append(node)
    foot = (picture.box.x + picture.box.w / 2, picture.box.bottom)
    scale = track("scale", (0, (1.96,)), (800, (1.9,)), (3000, (1.0,)), ease=(0.6, 0, 0.2, 1))
    yield Group(id="", role="camera", box=scene.canvas, children=tuple(held), origin=foot, tracks=(scale,))
    yield from rest


def _moved(scene: Scene, node: AnyNode, index: int) -> AnyNode:
    wide, tall = scene.width, scene.height
    replace: Callable[..., AnyNode] = msgspec.structs.replace
    match node.role:
        case "headline":
            return replace(node, tracks=(track("move", (200, (-wide, 0)), (900, (0, 0))),))
        case "name" | "subline":
            rise = track("move", (600, (0, 8)), (1500, (0, 0)))
            return replace(node, tracks=(track("opacity", (600, (0,)), (1500, (1,))), rise))
        case "picture":
            return replace(node, tracks=(track("move", (400, (0.4 * wide, 0)), (1600, (0, 0)), ease=MOVE),))
        case "badge" | "prior_price":
            grow = track("scale", (1500, (1.6,)), (1900, (1,)), ease=POP)
            return replace(node, tracks=(grow, track("opacity", (1500, (0,)), (1500, (1,)))))
        case "price" if isinstance(node, Text):
            turn = track("turn", (1200, (-8,)), (2600, (0,)), ease=POP)
            return replace(node, tracks=(turn, track("move", (1200, (0, tall / 5)), (2600, (0, 0)))))
        case "cta" | "button" if isinstance(node, Shape) and node.fill is not None:
            return replace(node, tracks=(track("colour", (0, (20, 120, 60, 255)), (2400, node.fill), ease=MOVE),))
        case "cta" if isinstance(node, Text):
            ink = node.lines[0].runs[0].fill
            return replace(node, tracks=(track("colour", (0, (200, 120, 60, 255)), (2400, ink), ease=MOVE),))
        case "mention":
            cut = track("opacity", (0, (0,)), (1000, (0,)), (1000, (0.4,)), (2500, (1,)), (2500, (0.2,)), (2500, (1,)))
            return replace(node, tracks=(cut,))
        case "panel" if index:
            return _wiped(node, scene)
    return node


def _wiped(node: AnyNode, scene: Scene) -> Group:
    """A panel that a slanted edge uncovers from the left."""
    box = node.box

    def area(right: float) -> tuple[float, ...]:
        lean = 0.176 * box.h
        corners: tuple[Point, ...] = (
            (box.x - lean, box.y - 1),
            (right + lean, box.y - 1),
            (right, box.bottom + 1),
            (box.x - lean, box.bottom + 1),
        )
        return tuple(value for corner in corners for value in corner)

    clip = track("clip", (0, area(box.x - box.h)), (1400, area(box.right + 60)), ease=MOVE)
    return Group(id="", role="wipe", box=box, children=(node,), tracks=(clip,))


def renumbered(nodes: list[AnyNode], prefix: str) -> Iterator[AnyNode]:
    """Ids from the position in the tree."""
    for index, node in enumerate(nodes):
        own = f"{prefix}.{index}"
        if isinstance(node, Group):
            children = tuple(renumbered(list(node.children), own))
            yield msgspec.structs.replace(node, id=own, children=children)
        else:
            yield msgspec.structs.replace(node, id=own)


def boxes(scene: Scene) -> dict[str, tuple[float, float, float]]:
    """Where each line of a settled scene begins and ends (x), and its baseline (y), on the canvas; upright ones."""
    found: dict[str, tuple[float, float, float]] = {}

    def look(node: AnyNode, place: Callable[[float, float], Point]) -> None:
        def inner(x: float, y: float) -> Point:
            return place(*node.transform.point(x, y))

        if isinstance(node, Group):
            for child in node.children:
                look(child, inner)
        elif isinstance(node, Text) and node.transform.upright:
            for index, line in enumerate(node.lines):
                first = min(run.xs[0] for run in line.runs)
                left, base = inner(line.x + first, line.baseline)
                right, _ = inner(line.x + first + line.advance, line.baseline)
                found[f"t{node.id.replace('.', '-')}-{index}"] = (left, right, base)

    look(scene.root, lambda x, y: (x, y))
    return found
