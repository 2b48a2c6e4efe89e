"""Moving scenes as GIF: ours against Chromium's screenshots of the same frames, packed by Pillow.

The demo campaigns' scenes, set in motion as the tests have them. Both have drawn the scenes before: logos are drawn,
pictures decoded and looked at. Ours paints, treats pictures, makes a palette, packs and measures the file; the peer is
told which frames there are.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import Any, NamedTuple

from benchmarks import export
from benchmarks.report import table
from benchmarks.rounds import Process, say
from renderer.painters.animated import Limits, animate
from renderer.painters.frames import film
from renderer.scene import Group, Node, Scene
from renderer.tracks import IDENTITY
from tests.painters.moving import DEMOS, Demo, demo

TITLE = "## Moving scenes as GIF"
GOAL = 5.0  # times Chromium's speed, for the same frames
_ENGINES = Path(__file__).parent / "engines"
_STEP = 80  # ms: 12.5 frames a second


class Gif(NamedTuple):
    """One scene: frames, then wall and processor ms and bytes of ours and of the peer's, each round's ratio."""

    name: str
    frames: int
    ours: float
    ours_cpu: float
    ours_bytes: int
    peer: float
    peer_bytes: int
    ratios: tuple[float, ...]


def measure(count: int = 3) -> tuple[list[Gif], float]:
    """Every scene, and how many times ours the peer's processor time is over all of them; both in turns."""
    with tempfile.TemporaryDirectory(prefix="omnirender-gifs-") as name:
        folder = Path(name)
        demos = [demo(*one, folder / "described") for one in DEMOS]
        described = Description(demos)
        (folder / "creatives.json").write_text(json.dumps(described.content))
        say("starting Chromium")
        peer = Process((sys.executable, str(_ENGINES / "chromium_gif.py"), str(folder / "creatives.json")), folder)
        out = folder / "peer"
        out.mkdir()
        try:
            rounds = [_round(number, peer, demos, out) for number in range(count)]
        finally:
            peer.end()
        found = [_gif(one, described.frames[one.name], rounds, out) for one in demos]
        cpu = median(peer_cpu / sum(own[1] for own in ours.values()) for ours, _, peer_cpu in rounds)
    return found, cpu


Round = tuple[dict[str, tuple[float, float, int]], dict[str, float], float]
"""Ours by scene (seconds, processor seconds, bytes), the peer's seconds by scene, its processor seconds in all."""


def _round(number: int, peer: Process, demos: list[Demo], out: Path) -> Round:
    say(f"round {number + 1}")
    ours = {}
    for one in demos:
        begun, cpu = perf_counter(), process_time()
        content = animate(one.scene, one.assets, Limits()).content
        ours[one.name] = perf_counter() - begun, process_time() - cpu, len(content)
    answer = peer.ask(str(out))
    theirs = {name.removesuffix(".gif"): times[0] for name, times in answer["sizes"].items()}
    return ours, theirs, answer["cpu"]


def _gif(one: Demo, frames: int, rounds: list[Round], out: Path) -> Gif:
    name = one.name
    own = [ours[name] for ours, _, _ in rounds]
    theirs = [peer[name] for _, peer, _ in rounds]
    ratios = tuple(peer / ours[0] for peer, ours in zip(theirs, own, strict=True))
    middle = (1000 * median(seconds) for seconds in ([o[0] for o in own], [o[1] for o in own]))
    return Gif(name, frames, *middle, own[0][2], 1000 * median(theirs), (out / f"{name}.gif").stat().st_size, ratios)


class Description:
    """What the peer is given: every frame of every scene, with its delay."""

    def __init__(self, demos: list[Demo]) -> None:
        self.frames: dict[str, int] = {}
        self._paths: dict[str, str] = {}
        self._fonts = export.Fonts(self._paths.__getitem__)
        creatives = [self._creative(one) for one in demos]
        self.content = {"fonts": self._fonts.entries, "creatives": creatives}

    def _creative(self, one: Demo) -> dict[str, Any]:
        self._paths.update(one.paths)
        made = film(one.scene, one.assets, _STEP)
        self.frames[one.name] = len(made.frames)
        frames = [{"hold": frame.hold, "nodes": list(self._tree(one.scene, frame.at))} for frame in made.frames]
        return {"name": f"{one.name}.gif", "width": one.scene.width, "height": one.scene.height,
                "background": list(one.scene.background), "frames": frames}  # fmt: skip

    def _tree(self, scene: Scene, time: int) -> Iterator[dict[str, Any]]:
        still = scene.at(time)
        yield from nested(still.root, still, self._paths.__getitem__, self._fonts.number)


def nested(
    node: Node, still: Scene, picture: Callable[[str], str], font: Callable[[str], int]
) -> Iterator[dict[str, Any]]:  # fmt: skip
    """A node for a browser: groups, and what is moved, as elements with a matrix, opacity and a clip."""
    if isinstance(node, Group):
        inner = [one for child in node.children for one in nested(child, still, picture, font)]
        box = node.box
        sides = ((box.x, box.y), (box.right, box.y), (box.right, box.bottom), (box.x, box.bottom))
        points = node.clip_path or (sides if node.clip else ())
    else:
        inner, points = list(export.leaf(node, still, picture, font)), ()
    if node.transform == IDENTITY and not points and node.opacity >= 1:
        yield from inner
        return
    shown = node.opacity if isinstance(node, Group) else 1.0  # leaves have theirs in their colours
    yield {"kind": "group", "matrix": list(node.transform), "opacity": shown,
           "points": [list(point) for point in points], "children": inner}  # fmt: skip


def section(gifs: list[Gif], cpu: float) -> str:
    """The part of docs/performance.md, title and all."""
    rows = [
        (one.name, str(one.frames), f"{one.ours:.0f}", f"{one.ours_cpu:.0f}", f"{one.peer:.0f}",
         f"{median(one.ratios):.1f}", f"{one.ours_bytes / 1000:.0f}", f"{one.peer_bytes / 1000:.0f}")
        for one in gifs
    ]  # fmt: skip
    whole = median(
        sum(one.peer for one in gifs) / sum(one.peer / ratio for one, ratio in zip(gifs, part, strict=True))
        for part in zip(*(one.ratios for one in gifs), strict=True)
    )
    head = ("scene", "frames", "ours, ms", "CPU ms", "Chromium, ms", "times ours", "kB", "Chromium, kB")
    verdict = "met" if whole >= GOAL else "**below**"
    about = (
        "The demo campaigns' scenes set in motion (10 and 12 s, 12.5 frames a second where something changes), no "
        f"weight limit; medians of {len(gifs[0].ratios)} rounds in turns. Both have drawn the scenes before, and have "
        "their pictures decoded. Ours has 128 dithered colours and looks at the file it made; Chromium's screenshots "
        "of the same frames are packed by Pillow, 128 colours of the last frame, no dither."
    )
    told = f"- {whole:.1f} times Chromium's speed over all ({cpu:.1f} by processor time; goal: {GOAL:.0f}): {verdict}"
    return "\n\n".join([TITLE, about, table(head, rows), told])
