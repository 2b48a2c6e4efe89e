"""Animated GIF: decoded frame by frame it is what was painted, within its palette; the file keeps the standard."""

from __future__ import annotations

import hashlib
import io
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np
import numpy.typing as npt
import pytest
from moving import DEMOS, Demo
from PIL import Image

from renderer.painters import gif, palettes
from renderer.painters.frames import Film, Frame, film
from renderer.painters.palettes import Inventory, Palette

Pixels = npt.NDArray[np.uint8]
STEP = 80


class Shown(NamedTuple):
    at: float
    hold: float
    pixels: Pixels


def decoded(content: bytes) -> Iterator[Shown]:
    """The frames of a file as Pillow shows them."""
    time = 0.0
    with Image.open(io.BytesIO(content)) as file:
        for number in range(getattr(file, "n_frames", 1)):
            file.seek(number)
            file.load()  # only then a WebP tells its duration
            hold = file.info.get("duration", 0)
            yield Shown(time, hold, np.asarray(file.convert("RGB")))
            time += hold


def wanted(made: Film, found: Inventory, colours: Palette) -> dict[int, Pixels]:
    """The canvas in the palette's colours at the time of every frame."""
    canvas = np.zeros((made.height, made.width), np.uint32)
    shown = {}
    for frame, numbers in zip(made.frames, found.frames, strict=True):
        height, width = numbers.shape
        here = slice(frame.top, frame.top + height), slice(frame.left, frame.left + width)
        canvas[here] = palettes.shown(colours.colours, colours.numbered(numbers, frame.left, frame.top))
        shown[frame.at] = rgb(canvas)
    return shown


def rgb(words: npt.NDArray[np.uint32]) -> Pixels:
    return np.ascontiguousarray(words).view(np.uint8).reshape(*words.shape, 4)[..., :3].copy()


def made_of(demo: Demo, size: int = 127, dithered: bool = False) -> tuple[Film, Inventory, Palette, bytes]:
    made = film(demo.scene, demo.assets, STEP)
    found = palettes.inventory(made)
    colours = palettes.palette(found, palettes.flat_colours(demo.scene), size, dithered)
    return made, found, colours, gif.write(made, found, colours)


@pytest.mark.parametrize(("name", "dithered"), [*((name, False) for name in DEMOS), (DEMOS[0], True), (DEMOS[5], True)])
def test_every_frame_is_what_was_painted(
    name: tuple[str, str], dithered: bool, demos: Callable[[str, str], Demo]
) -> None:
    demo = demos(*name)
    made, found, colours, content = made_of(demo, dithered=dithered)
    expected = wanted(made, found, colours)
    painted = {frame.at: rgb(canvas) for frame, canvas in zip(made.frames, made.canvases(), strict=True)}
    flat = [colour for colour in palettes.flat_colours(demo.scene) if list(colour) in colours.colours.tolist()]
    assert len(flat) >= 2
    frames = list(decoded(content))
    assert sum(frame.hold for frame in frames) == demo.scene.duration == made.duration
    for frame in frames:
        assert frame.hold >= STEP
        assert frame.hold % 20 == 0
        assert np.array_equal(frame.pixels, expected[int(frame.at)])
        there = painted[int(frame.at)]
        for colour in flat:
            area = (there == colour).all(axis=2)
            assert (frame.pixels[area] == colour).all()
        off = np.abs(frame.pixels.astype(int) - there)
        assert off.mean() < 3


def test_every_change_is_shown_when_it_is_due(demos: Callable[[str, str], Demo]) -> None:
    made, _, _, content = made_of(demos("rentree", "medium-rectangle"))
    assert [frame.at for frame in decoded(content)] == [frame.at for frame in made.frames]


def test_only_what_changes_is_written(demos: Callable[[str, str], Demo]) -> None:
    made, found, colours, content = made_of(demos("rentree", "medium-rectangle"))
    whole = gif.write(
        made._replace(frames=tuple(Frame(frame.at, frame.hold, 0, 0, canvas.copy())
                                   for frame, canvas in zip(made.frames, made.canvases(), strict=True))),
        found._replace(frames=tuple(whole_numbers(made, found))), colours,
    )  # fmt: skip
    assert [frame.pixels.tobytes() for frame in decoded(whole)] == [
        frame.pixels.tobytes() for frame in decoded(content)
    ]
    steps = list(gif.steps(made, found, colours))
    assert sum(step.numbers.size for step in steps[1:]) < 0.2 * made.width * made.height * len(steps)
    assert all(step.changed.any(axis=0)[[0, -1]].all() for step in steps)


def whole_numbers(made: Film, found: Inventory) -> Iterator[npt.NDArray[np.uint32]]:
    canvas = np.zeros((made.height, made.width), np.uint32)
    for frame, numbers in zip(made.frames, found.frames, strict=True):
        height, width = numbers.shape
        canvas[frame.top : frame.top + height, frame.left : frame.left + width] = numbers
        yield canvas.copy()


@pytest.mark.parametrize("loops", [1, 2, 3])
def test_one_pass_has_no_loop_extension(loops: int, demos: Callable[[str, str], Demo]) -> None:
    demo = demos("rentree", "smartphone-wide-banner")
    looping = demo._replace(scene=msgspec.structs.replace(demo.scene, loops=loops))
    content = made_of(looping)[-1]
    assert content.startswith(b"GIF89a")
    assert content.endswith(b"\0;")
    with Image.open(io.BytesIO(content)) as file:
        if loops == 1:
            assert "loop" not in file.info
            assert b"NETSCAPE" not in content
        else:
            assert file.info["loop"] == loops - 1


def test_a_hold_longer_than_a_delay_can_be_is_several() -> None:
    ink, sand = np.full((4, 6), 0xFF45070D, np.uint32), np.full((2, 2), 0xFFC8E6F0, np.uint32)
    made = Film(6, 4, (Frame(0, 1_400_000, 0, 0, ink), Frame(1_400_000, 100, 2, 1, sand)))
    found = palettes.inventory(made)
    frames = list(decoded(gif.write(made, found, palettes.palette(found, (), 127))))
    assert sum(frame.hold for frame in frames) == 1_400_100
    assert [frame.pixels[0, 0].tolist() for frame in frames] == [[13, 7, 69]] * 4
    assert frames[-1].pixels[1, 2].tolist() == [240, 230, 200]
    assert frames[-2].pixels[1, 2].tolist() == [13, 7, 69]


def test_the_same_bytes_twice_and_in_another_process(demos: Callable[[str, str], Demo], tmp_path: Path) -> None:
    first = made_of(demos("saison", "smartphone-wide-banner"), dithered=True)[-1]
    assert made_of(demos("saison", "smartphone-wide-banner"), dithered=True)[-1] == first
    code = (
        "import hashlib, sys; from pathlib import Path; from moving import demo; from test_paint_gif import made_of;"
        f"made = made_of(demo('saison', 'smartphone-wide-banner', Path({str(tmp_path)!r})), dithered=True)[-1];"
        "print(hashlib.sha256(made).hexdigest())"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=Path(__file__).parent, check=True
    )
    assert ran.stdout.strip() == hashlib.sha256(first).hexdigest()
