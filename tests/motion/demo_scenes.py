"""The two demo campaigns, staged: stills and what they become over time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from renderer.boxes import common
from renderer.checks import IDS
from renderer.content import Content
from renderer.line import Tools
from renderer.loading.profiles import known_profiles
from renderer.model.format import Format
from renderer.scene import AnyNode, Box, Group, Scene
from renderer.stages.animate import animate
from renderer.stages.arrange import arrange
from renderer.stages.compose import compose
from renderer.stages.load import load
from renderer.stages.plan import Selection, moment, plan
from renderer.stores.inputs import Inputs
from renderer.stores.outputs import Outputs
from renderer.tracks import IDENTITY, Affine

CAMPAIGNS = Path(__file__).parents[2] / "campaigns"
ONE_OF_EACH = 90
"""How many creatives are staged of a campaign: every layout that its web and shapes placements win comes among them."""


class Staged(NamedTuple):
    """A creative of a demo."""

    key: str
    still: Scene
    moving: Scene
    content: Content
    format: Format
    tools: Tools


def staged(name: str, folder: Path) -> Iterator[Staged]:
    """One creative of each format and layout of a demo, in both languages."""
    inputs = Inputs(folder / "cache")
    loaded = load(CAMPAIGNS / name / "campaign.yaml", inputs, known_profiles(IDS))
    planned, tools, met = plan(loaded, Selection()), Tools(loaded, inputs, Outputs(folder / "out")), set()
    for job in planned.jobs():
        if job.placement_id == "social" or ((job.format, job.variant.locale) in met and len(met) > ONE_OF_EACH):
            continue
        content = compose(job, loaded, inputs, moment(planned.day, loaded)).content
        format_ = loaded.catalogue.formats[job.format]
        still = arrange(content, format_, loaded.kit.layouts, loaded.profiles(job.placement))
        if (job.format, still.layout, job.variant.locale) in met:
            continue
        met.add((job.format, still.layout, job.variant.locale))
        moving = animate(still, content, format_, loaded.profiles(job.placement))
        yield Staged(job.key, still, moving, content, format_, tools)


def seen(scene: Scene) -> Iterator[tuple[AnyNode, Box, float]]:
    """Every leaf of a still with where it is seen and how opaque it is."""
    yield from _below(scene.root, IDENTITY, scene.canvas, 1.0)


def _below(node: AnyNode, place: Affine, area: Box, opacity: float) -> Iterator[tuple[AnyNode, Box, float]]:
    place, opacity = place.after(node.transform), opacity * node.opacity
    if isinstance(node, Group):
        if node.clip_path:
            area = common(area, _around([place.point(x, y) for x, y in node.clip_path]))
        for child in node.children:
            yield from _below(child, place, area, opacity)
        return
    box = node.box
    corners = [(box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom)]
    yield node, common(area, _around([place.point(x, y) for x, y in corners])), opacity


def _around(points: list[tuple[float, float]]) -> Box:
    xs, ys = zip(*points, strict=True)
    return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
