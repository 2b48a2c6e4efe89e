"""Flashes: counted on frames by the definition of WCAG 2.2, and on moving scenes."""

from __future__ import annotations

from collections.abc import Iterator
from math import pi, sin

import numpy as np
import pytest

from renderer.outcome import Flashes
from renderer.painters.flashing import CELL, Frame, flashes, measured, moments
from renderer.painters.raster import Pixels
from renderer.scene import Box, Colour, Group, Scene, Shape
from renderer.tracks import Keyframe, Track, Tracks

Level = tuple[int, int, int]
BLACK, WHITE, RED, GREY, BLUE = (0, 0, 0), (255, 255, 255), (230, 10, 20), (128, 128, 128), (20, 20, 230)


def plain(*levels: Level, every: int = 100, share: float = 1.0, ground: Level = WHITE) -> Iterator[Frame]:
    """Frames of 20 rows and 25 columns, so much of which (from the left) takes one colour after the other."""
    for number, level in enumerate(levels):
        pixels = np.full((20, 25, 4), (*ground, 255), np.uint8)
        pixels[:, : round(25 * share), :3] = level
        yield number * every, pixels


def blinking(one: Level, other: Level, times: int) -> list[Level]:
    return [other if number % 2 else one for number in range(times)]


def test_a_still_does_not_flash() -> None:
    assert flashes(plain(BLACK, BLACK, BLACK, BLACK)) == Flashes(0, 0, 0, 0, 0, 4)
    assert flashes([]) == Flashes(0, 0, 0, 0, 0, 0)


def test_every_change_back_and_forth_counts() -> None:
    assert flashes(plain(*blinking(BLACK, WHITE, 8))).changes == 7
    assert flashes(plain(*blinking(WHITE, BLACK, 8))).changes == 7
    assert flashes(plain(BLACK, GREY, WHITE, GREY, BLACK)).changes == 2, "a rise in two steps is one"


def test_three_flashes_a_second_are_three() -> None:
    assert flashes(plain(*blinking(BLACK, WHITE, 40), every=167)).changes == 6
    assert flashes(plain(*blinking(BLACK, WHITE, 40), every=140)).changes == 8


def test_the_worst_second_is_told() -> None:
    calm = [(at, next(plain(BLACK))[1]) for at in range(0, 5000, 250)]
    storm = [(5000 + at, pixels) for at, pixels in plain(*blinking(WHITE, BLACK, 10), every=50)]
    found = flashes([*calm, *storm])
    assert (found.changes, found.at) == (10, 5000)


@pytest.mark.parametrize(
    ("one", "other", "counts"),
    [(0, 88, False), (0, 90, True), (232, 255, False), (231, 255, True), (200, 210, False)],
)
def test_steps_of_a_tenth_below_four_fifths(one: int, other: int, counts: bool) -> None:
    """88 has a luminance of 0.098, 90 of 0.102; 232 of 0.807, 231 of 0.799."""
    found = flashes(plain(*blinking((one,) * 3, (other,) * 3, 6)))
    assert found.changes == (5 if counts else 0)


def test_a_small_area_may_blink() -> None:
    blinks = blinking(BLACK, WHITE, 10)
    assert flashes(plain(*blinks, share=0.08)).changes == 0
    assert flashes(plain(*blinks, share=0.12)).changes == 9


def test_a_field_of_vision_on_a_large_canvas() -> None:
    """A quarter of ten degrees is less than a tenth of a large canvas."""
    frames = []
    for at, (level,) in enumerate(zip(blinking(BLACK, WHITE, 10), strict=True)):
        pixels = np.full((50, 64, 4), 255, np.uint8)
        pixels[10:25, 10:25, :3] = level
        frames.append((at * 80, pixels))
    assert 15 * 15 < 0.1 * 50 * 64
    assert flashes(frames, CELL).changes == 9
    assert flashes(frames, 4.0).changes == 0, "seen smaller, it is a small part of the field"


def test_red_within_a_field_and_over_the_canvas() -> None:
    """On a large canvas, a red that fills a quarter of the field is not yet a tenth of all."""
    frames = []
    for at, level in enumerate(blinking(WHITE, RED, 6)):
        pixels = np.full((50, 64, 4), 255, np.uint8)
        pixels[10:25, 10:25, :3] = level
        frames.append((at * 80, pixels))
    found = flashes(frames, CELL)
    assert (found.red, found.red_wide) == (5, 0)
    wide = flashes(plain(*blinking(RED, WHITE, 6)))
    assert (wide.red, wide.red_wide) == (5, 5)


def passing(width: int) -> list[tuple[int, np.ndarray]]:
    """A red bar that goes across and stays at the end."""
    frames = []
    for number in range(11):
        pixels = np.full((20, 44, 4), 255, np.uint8)
        pixels[:, 3 * number : 3 * number + width, 1:3] = 0
        frames.append((number * 40, pixels))
    return frames


def test_a_red_thing_that_goes_by_is_no_flash() -> None:
    """It is there as much as before, elsewhere; one that is there for a moment is one."""
    whole, blank = passing(12), np.full((20, 44, 4), 255, np.uint8)
    assert flashes(whole).red_wide == 0
    assert flashes([*whole, (480, blank)]).red_wide == 1
    assert flashes([(0, blank), *((at + 40, pixels) for at, pixels in whole), (520, blank)]).red_wide == 2
    assert flashes([(0, blank), (400, whole[0][1]), (1500, blank)]).red_wide == 1, "there for more than a second"


def test_words_on_a_red_ground_are_no_flash() -> None:
    """A fifth of it is white for a moment; where little else is red, a fifth that is red for a moment is one."""
    red, some = np.full((20, 40, 4), 255, np.uint8), np.full((20, 40, 4), 255, np.uint8)
    red[..., 1:3] = 0
    some[..., :8, 1:3] = 0
    worded = red.copy()
    worded[:, 10:18] = 255
    assert flashes([(0, red), (300, worded), (600, red), (900, worded)]).red_wide == 0
    blank = np.full((20, 40, 4), 255, np.uint8)
    assert flashes([(0, blank), (300, some), (600, blank)]).red_wide == 2


def test_halves_that_blink_in_turn_flash() -> None:
    frames = []
    for number in range(10):
        pixels = np.zeros((20, 24, 4), np.uint8)
        pixels[:, :12] = 255 * (number % 2)
        pixels[:, 12:] = 255 * (1 - number % 2)
        frames.append((number * 80, pixels))
    assert flashes(frames).changes == 9


def test_letters_that_go_by_are_no_flash() -> None:
    """Stripes, moved on by half of their width: some px are lit while others darken."""
    frames = []
    for number in range(20):
        pixels = np.zeros((20, 24, 4), np.uint8)
        pixels[:, (np.arange(24) + number) % 4 < 2] = 255
        frames.append((number * 40, pixels))
    assert flashes(frames).changes <= 1


def test_a_fade_to_and_fro_is_counted_by_its_peaks() -> None:
    levels = [round(127.5 + 127.5 * sin(2 * pi * 4 * at / 1000)) for at in range(0, 2000, 33)]
    assert flashes(plain(*((one, one, one) for one in levels), every=33)).changes in (8, 9)
    calm = [round(127.5 + 127.5 * sin(2 * pi * at / 1000)) for at in range(0, 4000, 33)]
    assert flashes(plain(*((one, one, one) for one in calm), every=33)).changes in (2, 3)


def test_saturated_red() -> None:
    assert flashes(plain(*blinking(RED, WHITE, 6))).red == 5
    assert flashes(plain(*blinking(RED, BLACK, 6))).red == 5
    assert flashes(plain(*blinking(RED, BLUE, 6))).red == 5
    assert flashes(plain(*blinking(BLUE, WHITE, 6))).red == 0
    assert flashes(plain(*blinking((10, 0, 0), BLACK, 6))).red == 0, "nearly black is not red"
    assert flashes(plain(WHITE, RED, RED, RED)).red == 1, "it comes once"
    assert flashes(plain(WHITE, (240, 130, 135), RED, (240, 130, 135), WHITE)).red == 2, "through pink and back"
    assert flashes(plain(*blinking(RED, WHITE, 8), share=0.08)).red == 0


# Scenes


ALL = Box(0, 0, 300, 250)


class Nothing:
    """There are no pictures and no texts."""

    def pixels(self, asset: str, crop: Box, width: int, height: int, treatment: str) -> Pixels:
        raise AssertionError

    def font(self, digest: str) -> bytes:
        raise AssertionError


def panel(fill: Colour, tracks: Tracks, box: Box = ALL) -> Group:
    shape = Shape(id="1", role="panel", box=box, fill=fill)
    return Group(id="0", role="moving", box=box, children=(shape,), tracks=tracks)


def scene(*children: Group, duration: int = 3000, loops: int = 1, size: tuple[int, int] = (300, 250)) -> Scene:
    root = Group(id="", role="root", box=Box(0, 0, *size), children=children)
    return Scene(width=size[0], height=size[1], root=root, duration=duration, loops=loops)


def blink(every: int, times: int) -> Track:
    frames = [Keyframe(0, (0.0,))]
    for number in range(times):
        frames += [
            Keyframe((number + 1) * every, frames[-1].value),
            Keyframe((number + 1) * every, (1.0 - number % 2,)),
        ]
    return Track("opacity", tuple(frames))


def test_a_panel_that_blinks() -> None:
    found = measured(scene(panel((0, 0, 0, 255), (blink(100, 12),))), Nothing())
    assert found.changes == 10
    assert measured(scene(panel((0, 0, 0, 255), (blink(400, 6),))), Nothing()).changes == 3
    small = Box(0, 0, 60, 60)
    assert measured(scene(panel((0, 0, 0, 255), (blink(100, 12),), small)), Nothing()).changes == 0
    assert measured(scene(panel((230, 0, 20, 255), (blink(400, 6),))), Nothing()).red == 3


def pulses(rise: int, hold: int, start: int) -> Track:
    """Twelve of them, four a second: so many ms up, held, and as many down again; none is much longer than a frame."""
    frames = []
    for number in range(12):
        at = start + 250 * number
        times = (at, at + rise, at + rise + hold, at + 2 * rise + hold)
        frames += [Keyframe(time, (value,)) for time, value in zip(times, (0.0, 1.0, 1.0, 0.0), strict=True)]
    return Track("opacity", tuple(frames))


@pytest.mark.parametrize("start", [1, 7, 11, 19, 20, 21, 33, 39], ids="{} ms".format)
@pytest.mark.parametrize(("rise", "hold"), [(0, 10), (0, 30), (15, 10), (30, 0), (50, 5)])
def test_four_flashes_a_second_are_found_wherever_they_fall_between_frames(rise: int, hold: int, start: int) -> None:
    found = measured(scene(panel((0, 0, 0, 255), (pulses(rise, hold, start),)), duration=3200), Nothing())
    assert found.changes >= 8, "four flashes: eight changes within a second"


@pytest.mark.parametrize("start", [1, 13, 20, 27, 39], ids="{} ms".format)
def test_four_flashes_a_second_of_what_darts_by_are_found(start: int) -> None:
    """A panel thrown across the canvas and back, each way within two frames."""
    frames = [Keyframe(0, (-400.0, 0.0))]
    for number in range(12):
        at = start + 250 * number
        frames += [Keyframe(at, (-400.0, 0.0)), Keyframe(at + 60, (0.0, 0.0)), Keyframe(at + 120, (-400.0, 0.0))]
    thrown = Track("move", tuple(frames))
    assert measured(scene(panel((0, 0, 0, 255), (thrown,)), duration=3200), Nothing()).changes >= 8


def test_quick_fades_are_seen() -> None:
    fades = tuple(Keyframe(at, (float(number % 2),)) for number, at in enumerate(range(0, 2001, 50)))
    assert measured(scene(panel((0, 0, 0, 255), (Track("opacity", fades),))), Nothing()).changes >= 18


def test_a_panel_that_goes_to_and_fro() -> None:
    ways = tuple(Keyframe(at, (300.0 * (number % 2), 0.0)) for number, at in enumerate(range(0, 2001, 125)))
    assert measured(scene(panel((0, 0, 0, 255), (Track("move", ways),))), Nothing()).changes >= 7
    once = (Keyframe(0, (300.0, 0.0)), Keyframe(400, (0.0, 0.0)))
    found = measured(scene(panel((0, 0, 0, 255), (Track("move", once),))), Nothing())
    assert found.changes == 1
    assert found.frames < 12


def test_a_loop_goes_on_to_its_start() -> None:
    late = blink(100, 5)
    shifted = Track("opacity", tuple(Keyframe(one.at + 400, one.value) for one in late.keyframes))
    once = measured(scene(panel((0, 0, 0, 255), (shifted,)), duration=900), Nothing())
    twice = measured(scene(panel((0, 0, 0, 255), (shifted,)), duration=900, loops=2), Nothing())
    assert (once.changes, twice.changes) == (5, 7)


def test_nothing_is_looked_at_while_little_moves() -> None:
    track = Track("move", (Keyframe(0, (0.0, 0.0)), Keyframe(2000, (20.0, 0.0))))
    assert moments(scene(panel((0, 0, 0, 255), (track,), Box(0, 0, 40, 40)))) == [0, 3000]
    assert moments(scene()) == [0, 3000]
