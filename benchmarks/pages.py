"""HTML5 packages: what one costs beyond its backup image, by size; the demo campaigns with their own motion.

A package: the staged scene, the page with its pictures at 1x and 2x and its fonts, the zip for IAB and the page to look
at. Decoding and looking at photographs is the backup image's cost. Flashes are measured by a check, told beside it.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import process_time
from typing import NamedTuple

from benchmarks.report import table
from renderer.checks import IDS
from renderer.content import Content
from renderer.deliverables import Wanted, html5_files, taking
from renderer.job import Job
from renderer.line import Tools, encoding_of
from renderer.loading.profiles import known_profiles
from renderer.model.format import Format
from renderer.painters import encode, flashing, raster
from renderer.scene import Scene
from renderer.stages.animate import animate
from renderer.stages.arrange import arrange
from renderer.stages.compose import compose
from renderer.stages.load import Loaded, load
from renderer.stages.pack import Packed, as_backup, pack
from renderer.stages.plan import Selection, moment, plan
from renderer.stores.inputs import Inputs
from renderer.stores.outputs import Outputs
from renderer.text import subset

TITLE = "## HTML5 packages"
GOAL = 15.0
"""Ms of a 300x250 beyond its backup image."""
CAMPAIGNS = Path(__file__).parent.parent / "campaigns"
FORMATS = ("iab/medium-rectangle", "iab/leaderboard", "iab/half-page", "iab/billboard", "iab/smartphone-wide-banner")
ITEMS = 6


class Cost(NamedTuple):
    """One size of one demo: processor ms a creative, each the median over items; kB of the zip."""

    name: str
    backup: float
    package: float
    cold: float
    """The same where no font has been cut down before."""
    flashes: float
    kb: float


def measure(count: int = 3) -> list[Cost]:
    """Every size of both demos."""
    with tempfile.TemporaryDirectory(prefix="omnirender-pages-") as folder:
        return [_cost(demo, id_, Path(folder) / demo, count) for demo in ("rentree", "saison") for id_ in FORMATS]


class _Item(NamedTuple):
    """One creative, as far as it is made before the clock starts."""

    job: Job
    content: Content
    still: Scene
    format: Format
    loaded: Loaded
    tools: Tools

    def moving(self) -> Scene:
        return animate(self.still, self.content, self.format, self.loaded.profiles(self.job.placement))

    def backup(self) -> Packed:
        pixels = raster.paint(self.still, self.tools).pixels
        encoded = encode.encode(pixels, self.still, encoding_of(self.job, self.loaded))
        return as_backup(self.job, pack(self.job, encoded, self.format.canvas(), None))

    def package(self, backup: Packed) -> int:
        networks = taking(self.loaded.profiles(self.job.placement))[:1]
        wanted = Wanted(self.job, self.moving(), backup, networks, "https://shop.example/", "x",
                        self.format.limits.initial_kb)  # fmt: skip
        return len(html5_files(wanted, self.tools, self.tools.fonts).packages[0].content)

    def costs(self, count: int) -> tuple[float, float, float, float, float]:
        backup, scene = self.backup(), self.moving()
        size = self.package(backup) / 1000
        return (
            _ms(self.backup, count),
            _ms(lambda: self.package(backup), count),
            _ms(lambda: self.package(backup), 1, _forget),
            _ms(lambda: flashing.measured(scene, self.tools, self.format.scale), 1),
            size,
        )


def _cost(demo: str, id_: str, folder: Path, count: int) -> Cost:
    inputs = Inputs(folder / "cache")
    loaded = load(CAMPAIGNS / demo / "campaign.yaml", inputs, known_profiles(IDS))
    planned, tools = plan(loaded, Selection(formats=(id_,), locales=("fr-FR",))), Tools(loaded, inputs, Outputs(folder))
    jobs = [job for job in planned.jobs() if job.placement_id == "web"][:ITEMS]
    format_, found = loaded.catalogue.formats[id_], list[tuple[float, float, float, float, float]]()
    for job in jobs:
        content = compose(job, loaded, inputs, moment(planned.day, loaded)).content
        still = arrange(content, format_, loaded.kit.layouts, loaded.profiles(job.placement))
        found.append(_Item(job, content, still, format_, loaded, tools).costs(count))
    return Cost(f"{demo} {'x'.join(map(str, format_.canvas()))}", *(median(part) for part in zip(*found, strict=True)))


def _ms(work: Callable[[], object], count: int, before: Callable[[], None] = lambda: None) -> float:
    took = []
    for _ in range(count):
        before()
        begun = process_time()
        work()
        took.append(1000 * (process_time() - begun))
    return min(took)


def _forget() -> None:
    """Fonts that were cut down are cut down again."""
    for one in vars(subset).values():
        if hasattr(one, "cache_clear"):
            one.cache_clear()


def section(costs: list[Cost]) -> str:
    """The part of docs/performance.md, title and all."""
    rows = [(one.name, f"{one.backup:.1f}", f"{one.package:.1f}", f"{one.cold:.1f}", f"{1000 / one.package:.0f}",
             f"{one.flashes:.0f}", f"{one.kb:.0f}") for one in costs]  # fmt: skip
    head = ("size", "backup image, ms", "package beyond it, ms", "fonts cut down anew", "packages a second",
            "measuring flashes, ms", "zip, kB")  # fmt: skip
    about = (
        f"Processor time a creative, the median of up to {ITEMS} items of each demo campaign, with their own motion: "
        "staging, page, pictures at 1x and 2x, fonts, IAB's zip, the page to look at. One process; photographs are "
        "decoded and looked at before, as for an item's other formats."
    )
    told = []
    for one in costs:
        if one.name.endswith(" 300x250"):
            verdict = "met" if one.package <= GOAL else "**missed**"
            told.append(f"- {one.name}: {one.package:.1f} ms beyond its backup image (goal: {GOAL:.0f}): {verdict}")
    return "\n\n".join([TITLE, about, table(head, rows), "\n".join(told)])
