"""Scenes that move, for the tests of what is made of them: tracks put on the demo campaigns' own scenes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec

from renderer.checks import IDS
from renderer.job import Job
from renderer.line import Tools
from renderer.loading.profiles import known_profiles
from renderer.painters.raster import Assets
from renderer.scene import AnyNode, Group, Scene, Shape, walked
from renderer.stages.arrange import arrange
from renderer.stages.compose import compose, picture_file
from renderer.stages.load import Loaded, load
from renderer.stages.plan import Selection, moment, plan
from renderer.stores.inputs import Inputs
from renderer.stores.outputs import Outputs
from renderer.tracks import Ease, Keyframe, Property, Track

ROOT = Path(__file__).parents[2]
IN: Ease = (0.16, 1, 0.3, 1)
MOVE: Ease = (0.76, 0, 0.24, 1)
SOFT: Ease = (0.22, 0.61, 0.36, 1)
CAMERA: Ease = (0.6, 0, 0.2, 1)
GROUND = (247, 243, 234, 255)  # of the loud brand
POP: Ease = (0.34, 1.45, 0.64, 1)


class Demo(NamedTuple):
    """A scene that moves, and what it is painted with."""

    name: str
    scene: Scene
    still: Scene
    assets: Assets
    paths: dict[str, str]
    """The files of its fonts and pictures by digest."""


def demo(campaign: str, format_: str, folder: Path) -> Demo:
    """The first creative of a demo campaign in a format, set in motion as its brand would."""
    inputs = Inputs(folder / "cache")
    loaded = load(ROOT / "campaigns" / campaign / "campaign.yaml", inputs, known_profiles(IDS))
    planned = plan(loaded, Selection(only=f"*{format_}*"), loaded.campaign.flight.start)
    job = next(iter(planned.jobs()))
    content = compose(job, loaded, inputs, moment(planned.day, loaded)).content
    still = arrange(content, loaded.catalogue.formats[job.format], loaded.kit.layouts, loaded.profiles(job.placement))
    moved = (voltige if campaign == "rentree" else ondee)(still)
    assets = Tools(loaded, inputs, Outputs(folder / "out"))
    return Demo(f"{campaign} {still.width}x{still.height}", moved, still, assets, _paths(loaded, job, inputs))


def _paths(loaded: Loaded, job: Job, inputs: Inputs) -> dict[str, str]:
    kit = loaded.kit
    found = {file.digest: str(file.path) for file in kit.fonts.files()}
    found |= {art.asset: str(kit.folder / logo.file) for logo, art in zip(kit.brand.logos, kit.logos, strict=True)}
    file = picture_file(job.item, loaded)[1] if job.item is not None else None
    return found if file is None else found | {inputs.add(file).digest: str(file)}


def track(property_: Property, *keys: tuple[float, ...], ease: Ease = IN) -> Track:
    """Keyframes as (ms, value ...)."""
    return Track(property_, tuple(Keyframe(int(at), tuple(map(float, value)), ease) for at, *value in keys))


def voltige(still: Scene) -> Scene:
    """Loud: text slides in, panels wipe on the slant, a badge hits, the price's plate wipes, the button pops; 12 s."""
    width, height = still.width, still.height
    strip = width > 2 * height
    lines = iter(range(4))
    made: list[AnyNode] = []
    for node in _gathered(still):
        match node.role:
            case "headline" | "name" | "subline":
                start = 160 * next(lines) + 260
                made.append(_with(node, track("move", (start, -width, 0), (start + 380, 0, 0))))
            case "panel" if isinstance(node, Shape) and node.fill != GROUND:
                made.append(_wiped(node, (0, 420), 40 if not strip else 0.176 * height))
            case "picture":
                made.append(_with(node, track("move", (2760, width * 0.5, 0), (3240, 0, 0)),
                                  track("opacity", (2760, 0), (2760, 1))))  # fmt: skip
            case "badge":
                made.append(_with(node, track("scale", (3480, 1.9), (3780, 1)), track("opacity", (3480, 0), (3480, 1))))
            case "prior_price":
                made.append(_with(node, track("opacity", (3900, 0), (3960, 1), ease=(0, 0, 1, 1))))
            case "price":
                made.append(_wiped(node, (6500, 6780), 10))
            case "button" | "cta":
                made.append(_with(node, track("scale", (8300, 0.6), (8620, 1), ease=POP),
                                  track("opacity", (8300, 0), (8300, 1))))  # fmt: skip
            case _:
                made.append(node)
    root = msgspec.structs.replace(still.root, children=tuple(made))
    return msgspec.structs.replace(still, root=root, duration=12_000)


def ondee(still: Scene) -> Scene:
    """Quiet: the camera draws back from the product, text fades in with a rise; 10 s."""
    nodes = list(still.root.children)
    ground = [node for node in nodes if node.role in ("light", "table", "picture")]
    product = next(node for node in nodes if node.role == "picture")
    foot = (product.box.x + product.box.w / 2, product.box.bottom)
    back = Track("scale", (Keyframe(0, (1.5,)), Keyframe(3600, (1.45,), CAMERA), Keyframe(6000, (1.0,))))
    camera = Group(
        id="camera", role="camera", box=still.canvas, children=tuple(ground), origin=foot, tracks=(back,)
    )  # fmt: skip
    starts = {"headline": 700, "name": 6000, "price": 6450, "cta": 7100, "arrow": 7100, "button": 7100}
    made: list[AnyNode] = [camera]
    for node in nodes:
        if node in ground:
            continue
        start = starts.get(node.role)
        if start is None:
            made.append(node)
            continue
        end = start + 900
        fade, rise = (
            track("opacity", (start, 0), (end, 1), ease=SOFT),
            track("move", (start, 0, 6), (end, 0, 0), ease=SOFT),
        )
        made.append(_with(node, fade, rise))
    root = msgspec.structs.replace(still.root, children=tuple(made))
    return msgspec.structs.replace(still, root=root, duration=10_000)


def _gathered(still: Scene) -> Iterator[AnyNode]:
    """A plate and what stands on it as one group of that one's role."""
    nodes = list(still.root.children)
    while nodes:
        node = nodes.pop(0)
        if node.role in ("plate", "button") and nodes and nodes[0].role in ("badge", "price", "cta"):
            inner = nodes.pop(0)
            yield Group(id=f"{node.id}+", role=inner.role, box=node.box, children=(node, inner))
        else:
            yield node


def _corners(node: AnyNode) -> tuple[tuple[float, float], ...]:
    box = node.box
    return node.corners() if isinstance(node, Shape) else ((box.x, box.y), (box.right, box.bottom))


def _with(node: AnyNode, *tracks: Track) -> AnyNode:
    return msgspec.structs.replace(node, tracks=tracks)


def _wiped(node: AnyNode, when: tuple[int, int], slant: float) -> Group:
    """A node uncovered from the right, its edge on the slant."""
    points = [point for one in walked(node) for point in _corners(one)]
    xs, ys = zip(*points, strict=True)
    left, top, right, bottom = min(xs) - slant - 2, min(ys) - 2, max(xs) + slant + 2, max(ys) + 2
    shut = (right, top, right, top, right, bottom, right - slant, bottom)
    held = (left + slant, top, right, top, right, bottom, left, bottom)
    wipe = Track("clip", (Keyframe(when[0], shut, MOVE), Keyframe(when[1], held)))
    seen = track("opacity", (when[0], 0), (when[0], 1))
    return Group(id=f"{node.id}/wiped", role=node.role, box=node.box, children=(node,), tracks=(wipe, seen))


DEMOS = [
    (campaign, format_)
    for campaign in ("rentree", "saison")
    for format_ in ("medium-rectangle", "leaderboard", "half-page", "smartphone-wide-banner")
]
