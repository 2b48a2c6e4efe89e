"""Engines as processes that stay, measured in turns, so that a machine that drifts drifts for all of them."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterable
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, NamedTuple

import psutil

HERE = Path(__file__).parent
PEERS = HERE / ".peers"


class Peer(NamedTuple):
    """Another engine: what it is called, and how its program is started."""

    id: str
    name: str
    command: tuple[str, ...]
    folder: Path
    goal: float | None = None
    """How many times its speed ours is to have."""


_ENGINES = HERE / "engines"
ALL = (
    Peer("chromium", "Chromium screenshots", (str(PEERS / "venv/bin/python"), "chromium.py"), _ENGINES, 10),
    Peer("satori", "satori + resvg + sharp", ("node", "satori.mjs"), PEERS, 15),
    Peer("takumi", "takumi", ("node", "takumi.mjs"), PEERS, 4),
    Peer("cairosvg", "CairoSVG", (sys.executable, "vectors.py"), _ENGINES),
    Peer("pillow", "Pillow alone", (sys.executable, "pillow.py"), _ENGINES),
)


class Broken(Exception):
    """An engine that could not be started or failed at its work."""


class Process:
    """A program that answers each line with a line of JSON."""

    def __init__(self, command: Iterable[str], folder: Path) -> None:
        started = perf_counter()
        try:
            self._process = subprocess.Popen(
                list(command), cwd=folder, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                stderr=subprocess.PIPE, text=True,
            )  # fmt: skip
        except OSError as error:
            raise Broken(str(error)) from error
        self._errors: list[str] = []
        assert self._process.stderr is not None
        threading.Thread(target=self._errors.extend, args=(self._process.stderr,), daemon=True).start()
        self.first = self._answer()
        self.start_up = perf_counter() - started
        self.memory = 0.0

    def ask(self, line: str) -> dict[str, Any]:
        """The answer to a line; meanwhile the memory of the program and its children is watched. Raises Broken."""
        assert self._process.stdin is not None
        done = threading.Event()
        before = processor(self._process.pid)
        watch = threading.Thread(target=self._watch, args=(done,), daemon=True)
        watch.start()
        try:
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()
            return {**self._answer(), "cpu": processor(self._process.pid) - before}
        except OSError as error:
            raise Broken(str(error)) from error
        finally:
            done.set()
            watch.join()

    def end(self) -> None:
        """Closes its input; ends it where it does not end by itself."""
        assert self._process.stdin is not None
        try:
            self._process.stdin.close()
            self._process.wait(10)
        except (OSError, subprocess.TimeoutExpired):
            self._process.kill()

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        text = self._process.stdout.readline()
        if not text:
            self._process.wait(10)
            told = [line.strip() for line in self._errors if "rror" in line] or [line.strip() for line in self._errors]
            raise Broken((told or ["ended without a word"])[0][:300])
        answer: dict[str, Any] = json.loads(text)
        if "error" in answer:
            raise Broken(answer["error"])
        return answer

    def _watch(self, done: threading.Event) -> None:
        while not done.wait(0.5):
            self.memory = max(self.memory, resident(self._process.pid))


def resident(pid: int) -> float:
    """MB held by a process and its children; pages that they share count once (PSS)."""
    total = 0
    try:
        process = psutil.Process(pid)
        for one in (process, *process.children(recursive=True)):
            try:
                total += one.memory_full_info().pss
            except psutil.Error:
                continue
    except psutil.Error:
        return 0.0
    return total / 1e6


def processor(pid: int) -> float:
    """Processor seconds that a process, its children and those they have ended have used."""
    total = 0.0
    try:
        process = psutil.Process(pid)
        for one in (process, *process.children(recursive=True)):
            try:
                total += sum(one.cpu_times()[:4])
            except psutil.Error:
                continue
    except psutil.Error:
        return 0.0
    return total


class Measured(NamedTuple):
    """What the rounds gave, by engine: wall and processor seconds, start-ups, memory, versions, reasons for absence."""

    seconds: dict[str, list[float]]
    cpu: dict[str, list[float]]
    start_up: dict[str, float]
    memory: dict[str, float]
    versions: dict[str, str]
    absent: dict[str, str]
    facts: dict[str, Any]
    stages: list[dict[str, Any]]
    formats: dict[str, list[float]]
    sizes: dict[str, list[float]]
    """Seconds of Chromium's creatives, by size."""


OURS: dict[str, dict[str, Any]] = {
    "ours": {"do": "run"},
    "ours, cache warm": {"do": "run", "cold": False},
    "ours, 2 workers": {"do": "run", "jobs": 2},
    "floor": {"do": "floor"},
    "floor, 2 processes": {"do": "floor", "processes": 2},
}
"""What our own process is asked in each round; the warm one follows a cold one."""


def measure(campaign: Path, folder: Path, rounds: int, skip: frozenset[str]) -> Measured:
    """The same creatives by everyone, `rounds` times in turns."""
    found = Measured({}, {}, {}, {}, {}, {}, {}, [], {}, {})
    ours = Process((sys.executable, "-m", "benchmarks.worker", str(campaign), str(folder)), HERE.parent)
    found.facts.update(ours.ask(json.dumps({"do": "export"})))
    peers = _started(folder, skip, found)
    try:
        for number in range(rounds):
            say(f"round {number + 1} of {rounds}")
            _ours_once(ours, found)
            for peer, process in list(peers.items()):
                try:
                    answer = process.ask(str(folder / "peers" / peer.id))
                    _note(found, peer.id, answer)
                    for size, times in answer.get("sizes", {}).items():
                        found.sizes.setdefault(size, []).extend(times)
                except Broken as error:
                    _drop(found, peer.id, f"failed in round {number + 1}: {error}")
                    peers.pop(peer).end()
    finally:
        for peer, process in peers.items():
            found.memory[peer.id] = process.memory
            process.end()
        ours.end()
    found.start_up["ours"] = ours.start_up
    _check_files(folder, found)
    return found


def _started(folder: Path, skip: frozenset[str], found: Measured) -> dict[Peer, Process]:
    peers = {}
    for script in _ENGINES.glob("*.mjs"):
        if PEERS.exists():
            shutil.copy(script, PEERS / script.name)  # modules are found beside the program
    for peer in ALL:
        if peer.id in skip:
            found.absent[peer.id] = "left out by --skip"
            continue
        note = PEERS / "absent" / peer.id
        try:
            if note.exists():
                raise Broken(note.read_text().strip())
            process = Process((*peer.command, str(folder / "creatives.json")), peer.folder)
        except Broken as error:
            missing = "" if PEERS.exists() else " (run benchmarks/setup.sh)"
            found.absent[peer.id] = f"{error}{missing}"
            continue
        (folder / "peers" / peer.id).mkdir(parents=True, exist_ok=True)
        peers[peer] = process
        found.start_up[peer.id] = process.start_up
        found.versions.update(process.first.get("versions", {}))
    return peers


def _ours_once(ours: Process, found: Measured) -> None:
    for name, command in OURS.items():
        answer = ours.ask(json.dumps(command))
        _note(found, name, answer)
        if name == "ours":
            for format_, times in answer["formats"].items():
                found.formats.setdefault(format_, []).extend(times)
    found.stages.append(ours.ask(json.dumps({"do": "stages"})))


def _check_files(folder: Path, found: Measured) -> None:
    """A peer that left out a creative, or drew hardly anything, is no peer."""
    creatives = json.loads((folder / "creatives.json").read_text())["creatives"]
    weight = found.facts["bytes"]
    for peer in [one for one in found.seconds if (folder / "peers" / one).is_dir()]:
        files = [folder / "peers" / peer / creative["name"] for creative in creatives]
        drawn = sum(file.stat().st_size for file in files if file.exists())
        if not all(file.exists() for file in files) or drawn < 0.3 * weight:
            _drop(found, peer, "did not draw every creative")


def _drop(found: Measured, name: str, reason: str) -> None:
    found.absent[name] = reason
    found.seconds.pop(name, None)
    found.cpu.pop(name, None)


def _note(found: Measured, name: str, answer: dict[str, Any]) -> None:
    found.seconds.setdefault(name, []).append(answer["seconds"])
    found.cpu.setdefault(name, []).append(answer["cpu"])


def ratio(found: Measured, name: str, to: str = "ours", cpu: bool = False) -> float:
    """How many times as long: the median over rounds of the ratio within a round."""
    times = found.cpu if cpu else found.seconds
    return median(a / max(b, 1e-6) for a, b in zip(times[name], times[to], strict=True))


def quiet(found: Measured) -> float:
    """The share of a core that our single process had: near 1 on a machine that does nothing else."""
    return median(cpu / wall for cpu, wall in zip(found.cpu["ours"], found.seconds["ours"], strict=True))


def say(text: str) -> None:
    """Progress, on stderr."""
    print(text, file=sys.stderr, flush=True)
