"""Where the time of the demo campaigns goes: by stage, and within arranging by term of the score; what it tried.

Each campaign is measured twice in forks of this process, which has imported everything and remembers nothing: once
whole, in this one process, with a clock around the five stages alone; once composing and arranging only, with a clock
around every term of the score.
"""

from __future__ import annotations

import itertools
import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import Any, NamedTuple

from benchmarks.clock import Clock, wrapping_cost
from benchmarks.rounds import Broken, say
from renderer import build as building
from renderer import line
from renderer.checks import IDS
from renderer.executors.serial import serial
from renderer.garbage import seldom_collected
from renderer.loading.profiles import known_profiles
from renderer.placing import trials
from renderer.placing.score import WEIGHTS
from renderer.stages import arrange as arranging
from renderer.stages.load import load
from renderer.stages.plan import Plan, Selection, moment, plan
from renderer.stores.inputs import Inputs

ROOT = Path(__file__).parent.parent
DEMOS = {"rentree": None, "saison": 1}
"""The demo campaigns, and the limit on items by which each is rendered: a loud brand's whole, part of a quiet one's."""
STAGES = {
    "compose": "renderer.line:compose",
    "arrange": "renderer.line:arrange",
    "paint": "renderer.painters.raster:paint",
    "paint: pictures": "renderer.line:Tools.pixels",
    "encode": "renderer.painters.encode:encode",
    "check": "renderer.line:check",
}
"""Where each stage is looked up; painting's pictures are resampled and treated within it."""
PIXELS = ("paint", "paint: pictures", "encode")
GOAL = 1.0  # arrange takes at most as long as paint and encode
_ARRANGE, _TRIALS, _SCORE = "renderer.stages.arrange", "renderer.placing.trials", "renderer.placing.score"


class Demo(NamedTuple):
    """A demo campaign: processor seconds in all and by stage, by term of the score, and counts."""

    name: str
    creatives: int
    whole: float
    stages: dict[str, float]
    stage_calls: int
    terms: dict[str, float]
    """`score` is what scoring takes beside its terms, `arrange` everything else."""
    term_calls: int
    counts: dict[str, int]
    missing: list[str]
    cost: tuple[float, float]
    """Seconds of an empty wrapped call: what the clock counts of it, all of it."""

    def pixels(self) -> float:
        """Seconds of painting and encoding, which arranging is measured against."""
        return sum(self.stages.get(name, 0.0) for name in PIXELS)


def measure() -> list[Demo]:
    """Both demo campaigns."""
    found = []
    for name, items in DEMOS.items():
        say(f"stages of campaigns/{name}")
        with tempfile.TemporaryDirectory(prefix="omnirender-stages-") as folder:
            whole = forked(lambda: _whole(name, items, Path(folder)))  # noqa: B023 (called at once)
            terms = forked(lambda: _terms(name, items, Path(folder)))  # noqa: B023
        for part in (whole, terms):
            if "error" in part:
                raise Broken(part["error"])
        found.append(Demo(name, **whole, **terms, cost=wrapping_cost()))
    return found


def _planned(name: str, items: int | None, folder: Path) -> tuple[Plan, Inputs]:
    """The campaign on the first day of its flight: prices hold or not by the day."""
    inputs = Inputs(folder / "cache")
    loaded = load(ROOT / "campaigns" / name, inputs, known_profiles(IDS))
    return plan(loaded, Selection(limit=items), loaded.campaign.flight.start), inputs


def _whole(name: str, items: int | None, folder: Path) -> dict[str, Any]:
    clock = Clock()
    for stage, where in STAGES.items():
        clock.wrap(where, stage)
    started = process_time()
    planned, inputs = _planned(name, items, folder)
    result = building.build(planned, folder / "out", inputs, folder / "cache", serial)
    whole = process_time() - started
    broken = [record.creative.error for record in result.records if record.creative.error]
    if broken:
        raise Broken(f"{len(broken)} creatives failed: {broken[0]}")
    rest = {"rest": whole - sum(clock.seconds.values())}
    return {"creatives": result.made, "whole": whole, "stages": clock.seconds | rest,
            "stage_calls": sum(clock.calls.values())}  # fmt: skip


def _terms(name: str, items: int | None, folder: Path) -> dict[str, Any]:
    clock, counts = Clock(), Clock()
    for term in WEIGHTS:
        if term != "intent":  # is a number given, no function
            clock.wrap(f"{_SCORE}:_{term}", term)
    clock.wrap(f"{_TRIALS}:score", "score")
    count(counts)
    planned, inputs = _planned(name, items, folder)
    loaded, day = planned.loaded, moment(planned.day, planned.loaded)
    whole = 0.0
    with seldom_collected():
        for job in planned.jobs():
            content = line.compose(job, loaded, inputs, day).content
            started = process_time()
            format_ = loaded.catalogue.formats[job.format]
            line.arrange(content, format_, loaded.kit.layouts, loaded.profiles(job.placement))
            whole += process_time() - started
    rest = {"arrange": whole - sum(clock.seconds.values()), "intent": 0.0}
    return {"terms": clock.seconds | rest, "term_calls": sum(clock.calls.values()), "counts": counts.calls,
            "missing": clock.missing + counts.missing}  # fmt: skip


def count(clock: Clock) -> None:
    """Has a search's candidates counted: a candidate is a split of a layout's shares, roles dropped, a step of the type
    scale."""

    def splits(found: Any, *_: Any) -> dict[str, int]:
        return {"splits there are": min(arranging.MAX_SPLITS, len(found))}

    def offered(_: Any, __: Any, sets: list[Any]) -> dict[str, int]:
        return {"splits tried": 1, "candidates there are": len(sets) * len(trials.FACTORS)}

    def placed(found: Any, _: Any, __: Any, basis: Any) -> dict[str, int]:
        if basis.limits or basis.raised:
            return {"placed with care: texts kept smaller": 1}
        return {"placed": 1, "placed: fit": int(found is not None)}

    arranging.splits = _listed(arranging.splits)
    clock.counted(f"{_ARRANGE}:splits", splits)
    clock.counted(f"{_TRIALS}:Trial.worth_trying", offered)
    clock.counted(f"{_TRIALS}:Trial._again", placed)
    clock.counted(f"{_TRIALS}:score", lambda *_: {"scored": 1})
    clock.counted(f"{_ARRANGE}:_with_care", lambda *_: {"finalists": 1})
    clock.counted("renderer.placing.flow:Placing.run", lambda *_: {"runs that fit": 1})


def _listed(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *args: list(itertools.chain(function(*args)))


def forked(work: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """The result of a function, from a fork of this process."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        try:
            result = work()
        except BaseException as error:  # noqa: BLE001 (told to the parent)
            result = {"error": f"{type(error).__name__}: {error}"}
        with os.fdopen(write, "w") as pipe:
            json.dump(result, pipe)
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as pipe:
        text = pipe.read()
    os.waitpid(child, 0)
    return json.loads(text) if text else {"error": "the process died"}
