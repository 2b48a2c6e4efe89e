"""Whole runs of the command: start-up, the first creative of a long feed, ten thousand unchanged, one price changed."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import threading
from pathlib import Path
from statistics import median
from time import perf_counter, sleep
from typing import Any, NamedTuple

import psutil

from benchmarks import campaign as campaigns
from benchmarks.rounds import Broken, resident, say

PICTURES = 8


class Run(NamedTuple):
    """A run of the command: wall seconds of the process, seconds it says the work took, what it made, peaks in MB."""

    wall: float
    inside: float
    made: int
    unchanged: int
    parent_early_mb: float
    """What the parent had in memory after a tenth of the work, then after nine tenths."""
    parent_late_mb: float
    parent_mb: float
    worker_mb: float
    own_mb: float
    """Of the largest worker, what it shares with nobody."""
    all_mb: float


def command() -> list[str]:
    """`render` of this environment."""
    return [str(Path(sys.executable).with_name("render"))]


def help_seconds(times: int = 5) -> float:
    """`render --help`, median."""
    return median(_timed([*command(), "--help"]) for _ in range(times))


def _timed(arguments: list[str]) -> float:
    started = perf_counter()
    subprocess.run(arguments, capture_output=True, check=True)
    return perf_counter() - started


def first_creative(folder: Path, rows: int = 1000) -> float:
    """Seconds from the start of the process until the first file of a feed of `rows` rows stands in a fresh folder."""
    file = campaigns.write(folder / f"rows-{rows}", rows, PICTURES)
    output = folder / "first"
    shutil.rmtree(output, ignore_errors=True)
    started = perf_counter()
    with subprocess.Popen([*command(), "run", str(file), "-o", str(output)], stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL) as process:  # fmt: skip
        made = output / "bench" / "all"
        while process.poll() is None and not (made.exists() and next(made.rglob("*.jpg"), None)):
            sleep(0.005)
        seconds = perf_counter() - started
        found = made.exists() and next(made.rglob("*.jpg"), None)
        process.terminate()
    if not found:
        raise Broken("render ended without a creative")
    return seconds


def incremental(folder: Path, items: int) -> dict[str, Run]:
    """Built, run again unchanged (three times), one price changed, and that taken back."""
    place = folder / f"incremental-{items}"
    file = campaigns.write(place, items, PICTURES)
    output = folder / "incremental-out"
    shutil.rmtree(output, ignore_errors=True)
    say(f"building {items * len(campaigns.FORMATS)} creatives")
    built = _run(file, output)
    say("again, unchanged")
    unchanged = sorted((_run(file, output) for _ in range(3)), key=lambda run: run.wall)[1]
    campaigns.write_feed(place, items, PICTURES, changed=items // 2)
    say("again, with one price changed")
    changed = _run(file, output)
    shutil.rmtree(output, ignore_errors=True)
    return {"built": built, "unchanged": unchanged, "one price changed": changed}


def _run(file: Path, output: Path) -> Run:
    peak = _Peak()
    started = perf_counter()
    process = subprocess.Popen([*command(), "run", str(file), "-o", str(output), "-j", "2", "--json"],
                               stdout=subprocess.PIPE, stderr=subprocess.PIPE)  # fmt: skip
    watch = threading.Thread(target=peak.watch, args=(process.pid,), daemon=True)
    watch.start()
    out, err = process.communicate()
    wall = perf_counter() - started
    peak.done.set()
    watch.join()
    if process.returncode not in (0, 1):
        raise Broken(f"render ended with {process.returncode}: {_last(err)}")
    said: dict[str, Any] = json.loads(out)
    if said["counts"]["error"]:
        raise Broken(f"{said['counts']['error']} creatives failed")
    return Run(wall, said["seconds"], said["made"], said["unchanged"], *peak.at_work(), peak.parent, peak.worker,
               peak.own, peak.all)  # fmt: skip


def _last(text: bytes) -> str:
    lines = [line for line in re.split(r"[\r\n]", text.decode(errors="replace")) if line.strip()]
    return lines[-1][:300] if lines else ""


class _Peak:
    """The most memory seen, MB: the parent's and the largest worker's resident sets, and all together (PSS)."""

    def __init__(self) -> None:
        self.done = threading.Event()
        self.parent = self.worker = self.own = self.all = 0.0
        self.parents: list[float] = []
        """The parent's while workers were at work."""

    def at_work(self) -> tuple[float, float]:
        """The parent's memory after a tenth of the work, and after nine: at its end it writes the reports."""
        if not self.parents:
            return 0.0, 0.0
        count = len(self.parents)
        return self.parents[count // 10], self.parents[count * 9 // 10]

    def watch(self, pid: int) -> None:
        """Looks four times a second until `done`."""
        while not self.done.wait(0.25):
            try:
                process = psutil.Process(pid)
                parent = process.memory_info().rss / 1e6
                self.parent = max(self.parent, parent)
                workers = process.children(recursive=True)
                self.parents += [parent] if workers else []
                for child in workers:
                    self.worker = max(self.worker, child.memory_info().rss / 1e6)
                    self.own = max(self.own, child.memory_full_info().uss / 1e6)
            except psutil.Error:
                continue
            self.all = max(self.all, resident(pid))
