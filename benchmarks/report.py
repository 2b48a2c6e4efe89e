"""docs/performance.md from what was measured."""

from __future__ import annotations

import os
import platform
from collections.abc import Iterable, Sequence
from pathlib import Path
from statistics import mean, median
from typing import Any, NamedTuple

from benchmarks.campaign import FORMATS, SIDE
from benchmarks.rounds import ALL, Measured, quiet, ratio
from benchmarks.whole import Run

QUIET = 0.85  # of a core for our single process; below, others were at work
_FLAGS = ("avx2", "avx512f", "avx512_vnni", "sha_ni")


class Whole(NamedTuple):
    """Runs of the command: seconds by name, runs by name, and what failed."""

    seconds: dict[str, float]
    runs: dict[str, Run]
    failed: dict[str, str]


class Goal(NamedTuple):
    """A goal, what was measured, and whether it is met (None: left open)."""

    text: str
    actual: str
    met: bool | None


def page(found: Measured, whole: Whole, rounds: int, quick: bool, day: str) -> str:
    """The page."""
    goals = _goals(found, whole)
    below = [goal for goal in goals if goal.met is False]
    unknown = [goal for goal in goals if goal.met is None]
    parts = [
        "# Performance",
        "<!-- written by `python -m benchmarks` (make bench); do not edit -->",
        f"{_set(found)} {_machine()}; {rounds} rounds in turns{', ' + day if day else ''}. Absolute times drift with "
        "the machine; ratios are medians of the ratios within a round." + (" A quick run: rough." if quick else ""),
        _warning(found),
        "## Goals",
        table(("goal", "measured", ""), [(goal.text, goal.actual, _verdict(goal)) for goal in goals]),
        f"Below the goal: {len(below)} of {len(goals)}" + (f"; open: {len(unknown)}." if unknown else "."),
        _walls(found),
        "## The same creatives, feed to files",
        _engines(found),
        _fairness(found),
        "## Where our time goes",
        _stages(found),
        _formats(found),
        "## Whole runs of the command",
        _whole(whole),
        "## Again",
        "`benchmarks/setup.sh` once (peers get their own environment in benchmarks/.peers), then "
        "`python -m benchmarks` (`--quick`: a minute or two; `--only stages`: the stages of the demo campaigns, under "
        "a minute, no peers; `--keep FOLDER` keeps everyone's pictures to look at).",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _set(found: Measured) -> str:
    facts = found.facts
    return (f"{facts['creatives']} creatives ({facts['products']} product photos of {SIDE}x{SIDE} px in {len(FORMATS)} "
            f"formats, {facts['pixels'] / 1e6:.1f} megapixels, {facts['bytes'] / 1e6:.1f} MB of JPEG).")  # fmt: skip


def _warning(found: Measured) -> str:
    share = quiet(found)
    if share >= QUIET:
        return ""
    return (
        f"**The machine was busy with other work**: our single process had {share:.0%} of a core. Engines are judged "
        "by processor time, what only a quiet machine can tell is left open, and seconds are too many."
    )


def _machine() -> str:
    flags: Sequence[str] = ()
    try:
        text = Path("/proc/cpuinfo").read_text()
        flags = next(line for line in text.splitlines() if line.startswith("flags")).split()
    except (OSError, StopIteration):
        pass
    known = ", ".join(flag for flag in _FLAGS if flag in flags)
    return f"{os.cpu_count()} {platform.machine()} cores ({known}), Python {platform.python_version()}"


def _goals(found: Measured, whole: Whole) -> list[Goal]:
    goals = []
    for peer in ALL:
        if peer.goal is None:
            continue
        text = f"at least {peer.goal:g} times {peer.name}"
        if peer.id in found.seconds:
            times, cpu = ratio(found, peer.id), ratio(found, peer.id, cpu=True)
            judged = times if quiet(found) >= QUIET else cpu
            goals.append(Goal(text, f"{times:.1f} times ({cpu:.1f} by processor time)", judged >= peer.goal))
        else:
            goals.append(Goal(text, "absent", None))
    share, cpu = 1 / ratio(found, "ours", "floor"), 1 / ratio(found, "ours", "floor", cpu=True)
    judged = share if quiet(found) >= QUIET else cpu
    goals.append(
        Goal("a third of the floor's speed", f"{share:.0%} of it ({cpu:.0%} by processor time)", judged >= 1 / 3)
    )
    scaled = _scaling(found)
    met = scaled >= 0.95 if quiet(found) >= QUIET else None
    goals.append(Goal("two workers gain 95 % of what two encode-only processes gain", f"{scaled:.0%}", met))
    goals += _whole_goals(whole)
    return goals


def _walls(found: Measured) -> str:
    """How far goals lie from what decoding and encoding alone allow."""
    told = [
        f"{peer.name} {ratio(found, peer.id, 'floor'):.1f} times (goal: {peer.goal:g})"
        for peer in ALL
        if peer.goal is not None and peer.id in found.seconds
    ]
    return (
        "What no engine that decodes and encodes as we do could exceed, in one process: the floor's own speed against "
        f"{', '.join(told)}."
        if told
        else ""
    )


def _scaling(found: Measured) -> float:
    """Our gain from a second worker against the floor's gain from a second process."""
    names = ("ours", "ours, 2 workers", "floor", "floor, 2 processes")
    rows = zip(*(found.seconds[name] for name in names), strict=True)
    return median((one / two) / (floor / floor2) for one, two, floor, floor2 in rows)


def _whole_goals(whole: Whole) -> list[Goal]:
    goals = []
    timed = (("help", "`render --help` in 0.3 s", 0.3), ("first", "first creative of a 1,000-row feed in 2 s", 2.0))
    for name, text, limit in timed:
        seconds = whole.seconds.get(name)
        goals.append(Goal(text, _seconds(seconds), None if seconds is None else seconds <= limit))
    again, changed = whole.runs.get("unchanged"), whole.runs.get("one price changed")
    many = again is not None and again.unchanged >= 10_000
    actual = "not measured" if again is None else f"{_seconds(again.wall)} for {again.unchanged:,}"
    met = again.wall <= 2.0 if again is not None and many else None
    goals.append(Goal("10,000 unchanged creatives in 2 s, whole process", actual, met))
    actual = "not measured" if changed is None else f"{changed.made} redone in {_seconds(changed.wall)}"
    goals.append(Goal(f"one changed price redoes exactly its {len(FORMATS)} creatives", actual,
                      None if changed is None else changed.made == len(FORMATS)))  # fmt: skip
    built = whole.runs.get("built")
    if built is not None:
        goals.append(
            Goal(
                "a worker stays below 250 MB",
                f"{built.worker_mb:.0f} MB, {built.own_mb:.0f} MB of them its own",
                built.worker_mb < 250,
            )
        )
        early, late = built.parent_early_mb, built.parent_late_mb
        actual = f"{early:.0f} MB after a tenth of {built.made:,} creatives, {late:.0f} MB after nine"
        goals.append(Goal("the parent's memory stays flat (we read: within a tenth)", actual, late <= 1.1 * early))
    return goals


def _verdict(goal: Goal) -> str:
    return {True: "met", False: "**below**", None: "open"}[goal.met]


def _engines(found: Measured) -> str:
    names = {peer.id: peer.name for peer in ALL}
    names |= {"ours": "Omnirender, one process", "ours, cache warm": "Omnirender, pictures looked at before",
              "ours, 2 workers": "Omnirender, two workers", "floor": "floor: decodes and encodes only",
              "floor, 2 processes": "floor, two processes"}  # fmt: skip
    rows = []
    for name in sorted(found.seconds, key=lambda one: ratio(found, one)):
        times = found.seconds[name]
        each = 1000 * median(times) / found.facts["creatives"]
        up, memory = found.start_up.get(name), found.memory.get(name)
        row = (names[name], f"{min(times):.2f}", f"{median(times):.2f}", f"{each:.1f}", f"{ratio(found, name):.2f}")
        row = (*row, f"{median(found.cpu[name]):.2f}", f"{ratio(found, name, cpu=True):.2f}")
        rows.append((*row, "" if up is None else f"{up:.1f}", "" if not memory else f"{memory:.0f}"))
    absent = [f"- {names[peer]}: absent: {reason}" for peer, reason in found.absent.items()]
    head = ("engine", "s, least", "s, median", "ms a creative", "times ours", "CPU s", "times ours", "start-up s", "MB")
    return table(head, rows) + ("\n\n" + "\n".join(absent) if absent else "")


def _fairness(found: Measured) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in sorted(found.versions.items()) if version)
    return (
        "Ours reads campaign and feed, looks at the pictures, lays out, paints, encodes, checks and writes, with "
        "nothing cached and nothing remembered (each round is a fresh fork). The peers are given our finished layouts "
        "as absolute positions: they decode and resize the original photos, draw the same shapes and the same copy in "
        "the same fonts, encode once at the JPEG quality we settled on, and write; their processes, fonts and glyph "
        "caches stay warm. They draw pictures plain, which is less work than our relighting and cut-outs. The floor "
        "decodes each product once and repeats our encodes, all attempts. Chromium's JPEGs have halved "
        "chroma (it offers no other), everyone else's are full. sharp, resvg, takumi and Chromium may use "
        "both cores." + (f" Versions: {versions}." if versions else "")
    )


def _stages(found: Measured) -> str:
    runs = found.stages
    whole = median(run["whole"] for run in runs)
    names = dict.fromkeys(name for run in runs for name in run["stages"])
    seconds = {name: median(run["stages"].get(name, 0.0) for run in runs) for name in names}
    seconds["everything else"] = max(0.0, whole - sum(seconds.values()))
    arrange = sum(value for name, value in seconds.items() if name.startswith("arrange"))
    pixels = sum(value for name, value in seconds.items() if name.startswith(("paint", "encode")))
    rows = [
        (name, f"{1000 * value:.0f}", f"{value / whole:.0%}", f"{runs[-1]['calls'].get(name, 0):,}")
        for name, value in sorted(seconds.items(), key=lambda pair: -pair[1])
    ]
    missing = sorted({one for run in runs for one in run["missing"]})
    told = f" Not found any more and counted elsewhere: {', '.join(missing)}." if missing else ""
    return (table(("stage (own time)", "CPU ms", "share", "calls"), rows)
            + f"\n\nOne process, timers on. Arrange takes {arrange / whole:.0%} of the time, paint and encode "
            f"{pixels / whole:.0%}: {arrange / max(pixels, 1e-9):.2f} of them.{told}")  # fmt: skip


def _formats(found: Measured) -> str:
    rows = []
    for name, times in found.formats.items():
        size = found.facts["sizes"][name]
        theirs = found.sizes.get(size)
        row = (name, size, f"{1000 * median(times):.1f}", f"{1000 * mean(times):.1f}", f"{1000 * max(times):.1f}")
        ratio_ = f"{mean(theirs) / mean(times):.1f}" if theirs else ""
        rows.append((*row, f"{1000 * mean(theirs):.1f}" if theirs else "", ratio_))
    head = ("format", "size", "ms, median", "ms, mean", "ms, most", "Chromium, ms, mean", "times ours")
    note = "The first format of a product also pays for decoding and looking at its photo."
    return table(head, rows) + "\n\n" + note


def _whole(whole: Whole) -> str:
    rows: list[tuple[Any, ...]] = []
    for name, run in whole.runs.items():
        rows.append((name, f"{run.made:,}", f"{run.unchanged:,}", f"{run.wall:.2f}", f"{run.inside:.2f}",
                     f"{run.parent_early_mb:.0f}", f"{run.parent_late_mb:.0f}", f"{run.parent_mb:.0f}",
                     f"{run.worker_mb:.0f}", f"{run.own_mb:.0f}",
                     f"{run.all_mb:.0f}"))  # fmt: skip
    head = (
        "run, 2 workers",
        "made",
        "unchanged",
        "s",
        "s inside",
        "parent MB after a tenth",
        "after nine",
        "most",
        "worker MB",
        "its own",
        "all MB",
    )
    text = table(head, rows) if rows else ""
    lines = [f"- `render --help`: {_seconds(whole.seconds.get('help'))}",
             f"- first creative of a 1,000-row feed: {_seconds(whole.seconds.get('first'))}"]  # fmt: skip
    lines += [f"- {name} failed: {reason}" for name, reason in whole.failed.items()]
    return (text + "\n\n" + "\n".join(lines)).strip()


def _seconds(value: float | None) -> str:
    return "not measured" if value is None else f"{value:.2f} s"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Rows as a table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
