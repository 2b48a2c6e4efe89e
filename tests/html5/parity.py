"""Parity: what the delivered pages of the demo campaigns show in Chromium, against what the raster painter draws of the
same scenes, with the motion that is really delivered, at the end and on the way."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from PIL import Image as Bitmap
from PIL import ImageDraw, ImageFilter
from seeing import SAME as PAINTERS
from seeing import differing
from showing import at, lines, shown
from staged import boxes

from renderer.checks import IDS
from renderer.deliverables import Wanted, html5_files, taking
from renderer.job import Job
from renderer.line import Tools, encoding_of
from renderer.loading.profiles import known_profiles
from renderer.painters import encode, raster
from renderer.scene import AnyNode, Box, Group, Image, Scene, Text
from renderer.stages.animate import animate
from renderer.stages.arrange import arrange
from renderer.stages.compose import compose
from renderer.stages.load import Loaded, load
from renderer.stages.pack import as_backup, pack
from renderer.stages.plan import Selection, moment, plan
from renderer.stores.inputs import Inputs
from renderer.stores.outputs import Outputs

ROOT = Path(__file__).resolve().parents[2]
CAMPAIGNS = ("rentree", "saison")
SAME = 1.3 * PAINTERS
"""Levels of 255, by `seeing.differing`, up to which both show the same: below every fault that is known
(`test_seeing.py` holds it), above two painters that are right."""
NEAR = 0.5
"""Px of the canvas: up to here a line of text stands where the Scene has it."""
SOFT = 1.5
"""Px of blur, at 1x, that pictures are looked at through which are shown at another size than they were made at."""
SPOT = 8
"""Px: what is smaller is no picture but a spot."""
BESIDE = 0.15
"""Of a price's type size: at most the room beside its last sign."""
HELD = 350
"""Ms without any motion that count as a hold."""
ENTRANCE, HOLD, MOVE, END = "entrance", "hold", "move", "end"
TIMES = (ENTRANCE, HOLD, MOVE, END)
Sides: TypeAlias = tuple[float, float, float]
"""Where a line begins and ends, and its baseline."""


class Delivered(NamedTuple):
    """A creative as it is handed in, and the scene that it was made of."""

    campaign: str
    format: str
    locale: str
    key: str
    scene: Scene
    tools: Tools
    files: dict[str, bytes]
    """Of the first network's zip, or the page to look at where the placement names none."""
    entry: str

    @property
    def name(self) -> str:
        """What it is called in reports."""
        return f"{self.campaign} {self.format} {self.locale}"


class Seen(NamedTuple):
    """How far page and painter are apart at a time."""

    of: Delivered
    when: str
    ms: float
    density: int
    levels: float
    where: tuple[int, int, int, int]
    """The worst place, device px: left, top, width, height."""
    sharp: float
    """The levels without softening any picture."""
    offset: float
    """How far the worst line of text stands from its place, px of the canvas."""
    line: str
    moving: bool
    """Whether anything was in motion."""

    def wrong(self) -> list[str]:
        """What exceeds the limits."""
        told = f"{self.of.name} {self.when} {self.ms:g} ms {self.density}x"
        found = [f"{told}: {self.levels} levels at {self.where}"] if self.levels > SAME else []
        return found + ([f"{told}: {self.line} off by {self.offset:.2f} px"] if self.offset > NEAR else [])


# What is delivered ------------------------------------------------------------------------------------------------


def delivered(campaign: str, folder: Path, locales: Sequence[str] = ()) -> Iterator[Delivered]:
    """One creative of each format and language of the placements that a demo campaign delivers as HTML5."""
    inputs, met = Inputs(folder / "cache"), set[tuple[str, str]]()
    loaded = load(ROOT / "campaigns" / campaign, inputs, known_profiles(IDS))
    planned, tools = plan(loaded, Selection(outputs=("html5",))), Tools(loaded, inputs, Outputs(folder / "out"))
    for job in planned.jobs():
        locale = str(job.variant.locale)
        if (job.format, locale) in met or (locales and locale not in locales):
            continue
        met.add((job.format, locale))
        composed = compose(job, loaded, inputs, moment(planned.day, loaded))
        format_, networks = loaded.catalogue.formats[job.format], loaded.profiles(job.placement)
        still = arrange(composed.content, format_, loaded.kit.layouts, networks)
        scene = animate(still, composed.content, format_, networks)
        files, entry = _files(job, scene, loaded, tools, composed.click_url or "")
        yield Delivered(campaign, job.format, locale, job.key, scene, tools, files, entry)


def _files(job: Job, scene: Scene, loaded: Loaded, tools: Tools, click_url: str) -> tuple[dict[str, bytes], str]:
    """The files of a creative's first package, by the stages that deliver it, and the page among them."""
    format_, how = loaded.catalogue.formats[job.format], encoding_of(job, loaded)
    still = scene.at(scene.duration)
    encoded = encode.encode(raster.paint(still, tools).pixels, still, how)
    backup = as_backup(job, pack(job, encoded, (scene.width, scene.height), how.limit_kb, 1.0))
    most = format_.limits.initial_kb or format_.limits.total_kb
    wanted = Wanted(job, scene, backup, taking(loaded.profiles(job.placement)), click_url, job.name, most)
    made = html5_files(wanted, tools, tools.fonts)
    if not made.packages:
        (preview,) = (one.content for one in made.files if one.file.deliverable == "preview")
        return {"index.html": preview}, "index.html"
    with zipfile.ZipFile(io.BytesIO(made.packages[0].content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}, made.packages[0].entry


# When it is looked at -----------------------------------------------------------------------------------------------


def times(scene: Scene) -> dict[str, float]:
    """When a scene is looked at, ms: `entrance`, in the second act's first movement (sheets come in, the camera draws
    back); `hold`, while that act is read, or the one before where it does not hold; `move`, on the way of what comes
    next (the product goes to its place, the offer comes in); `end`."""
    phases = busy(scene)
    first, entrance, *later = [*phases, *phases[:1]] if len(phases) == 1 else phases
    start, rest = _first(scene, entrance)
    if later:
        held, (following, after) = (entrance[1], later[0][0]), _first(scene, later[0])
    else:
        held, (following, after) = (first[1], entrance[0]), (rest, entrance[1])
    marks = {ENTRANCE: _on_the_way(start, rest), HOLD: sum(held) / 2, MOVE: _on_the_way(following, after)}
    return {when: float(round(ms)) for when, ms in marks.items()} | {END: float(scene.duration)}


def busy(scene: Scene) -> list[tuple[int, int]]:
    """The spans of time (from, to) in which anything moves, parted by holds."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(_spans(scene)):
        if found and start - found[-1][1] < HELD:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _spans(scene: Scene) -> Iterator[tuple[int, int]]:
    """When each track moves. What moves from the very first is a camera that drifts all along the first act."""
    tracks = (track for node in scene.walk() for track in node.tracks)
    return ((start, end) for track in tracks for start, end in track.moving() if 0 < start < end)


def _first(scene: Scene, phase: tuple[int, int]) -> tuple[int, int]:
    """The longest movement of those that begin a phase."""
    return phase[0], max(end for start, end in _spans(scene) if start == phase[0])


def _on_the_way(start: float, end: float) -> float:
    return start + 0.4 * (end - start)


def moves(scene: Scene, ms: float) -> bool:
    """Whether anything is in motion at a time."""
    return any(start < ms < end for node in scene.walk() for track in node.tracks for start, end in track.moving())


# What is seen ---------------------------------------------------------------------------------------------------------


def compared(context: Any, density: int, one: Delivered, folder: Path, sharply: bool = False) -> Iterator[Seen]:
    """A delivered page in Chromium at each of its times beside what is painted of the scene; `sharply`: also without
    softening any picture."""
    page = shown(context, one.files, one.entry, folder / one.key.replace("/", "-"))
    scene = one.scene
    for when, ms in times(scene).items():
        still = scene.at(ms)
        painted = Bitmap.fromarray(raster.paint(still, one.tools, density).pixels).convert("RGB")
        seen = at(page, scene, ms + (scene.loops - 1) * scene.duration)
        areas = resampled(scene, ms)
        there = differing(*(softened(picture, areas, density) for picture in (painted, seen)))
        sharp = differing(painted, seen).levels if sharply and areas else there.levels
        line, offset = worst_line(lines(page), still)
        yield Seen(one, when, ms, density, there.levels, there.where, sharp, offset, line, moves(scene, ms))
    page.close()


def resampled(scene: Scene, ms: float) -> list[Box]:
    """Where pictures stand, at a time, that are made for several sizes: a browser shows them at another than their
    file's, and two resamplers draw fine patterns differently."""
    found: list[Box] = []

    def look(node: AnyNode, still: AnyNode | None, place: Callable[[float, float], tuple[float, float]],
             grown: bool) -> None:  # fmt: skip
        if still is None:
            return
        grown = grown or any(track.property == "scale" for track in node.tracks)

        def inner(x: float, y: float) -> tuple[float, float]:
            return place(*still.transform.point(x, y))

        if isinstance(node, Image) and grown:
            found.append(_around(node.box, inner))
        if isinstance(node, Group) and isinstance(still, Group):
            there = {child.id: child for child in still.children}
            for child in node.children:
                look(child, there.get(child.id), inner, grown)

    look(scene.root, scene.at(ms).root, lambda x, y: (x, y), False)
    return found


def _around(box: Box, place: Callable[[float, float], tuple[float, float]]) -> Box:
    corners = [place(x, y) for x in (box.x, box.right) for y in (box.y, box.bottom)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return Box(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))


def softened(picture: Bitmap.Image, areas: Sequence[Box], density: int) -> Bitmap.Image:
    """A picture that is seen softly in some areas (px of the canvas), and sharply everywhere else."""
    if not areas:
        return picture
    mask = Bitmap.new("L", picture.size)
    draw = ImageDraw.Draw(mask)
    for box in areas:
        if min(box.w, box.h) > SPOT:
            draw.rectangle([side * density for side in (box.x, box.y, box.right, box.bottom)], fill=255)
    return Bitmap.composite(picture.filter(ImageFilter.BoxBlur(SOFT * density)), picture, mask)


def worst_line(seen: Mapping[str, Sides], still: Scene) -> tuple[str, float]:
    """The line that stands farthest from its place, by where it begins, where it ends, and its baseline. Of a price's
    width the Scene has the ink alone: its end may lie farther out by the room beside its last sign."""
    rooms = {f"t{node.id.replace('.', '-')}-{index}": BESIDE * max(run.size for run in line.runs)
             for node in still.walk() if isinstance(node, Text)
             for index, line in enumerate(node.lines) if node.role == "price" or len(line.runs) > 1}  # fmt: skip
    worst = ("", 0.0)
    for name, (left, right, base) in boxes(still).items():
        end = abs(seen[name][1] - right)
        offs = (abs(seen[name][0] - left), abs(seen[name][2] - base), end if end > rooms.get(name, 0.0) else 0.0)
        worst = max(worst, (name, max(offs)), key=lambda one: one[1])
    return worst
