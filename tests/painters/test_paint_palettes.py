"""One palette for all frames: flat colours exactly, the rest near; the dither keeps to its place."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from renderer.painters import palettes
from renderer.painters.frames import Film, Frame
from renderer.painters.palettes import Inventory, Palette
from renderer.scene import Box, Gradient, Group, Line, Run, Scene, Shape, Stroke, Text

BLUE, YELLOW = (35, 18, 216), (255, 230, 0)


def film(*canvases: npt.NDArray[np.uint8]) -> Film:
    """Whole canvases, 100 ms each."""
    made = [np.dstack([one, np.full(one.shape[:2], 255, np.uint8)]).view(np.uint32)[..., 0] for one in canvases]
    frames = tuple(Frame(100 * number, 100, 0, 0, words) for number, words in enumerate(made))
    return Film(canvases[0].shape[1], canvases[0].shape[0], frames)


def photograph() -> npt.NDArray[np.uint8]:
    """Slow gradients with some noise, and two flat areas."""
    dice = np.random.default_rng(2)
    rows, columns = np.mgrid[:80, :120]
    smooth = np.dstack([40 + rows * 2, 60 + columns, 200 - rows - columns // 2])
    made = np.clip(smooth + dice.integers(-3, 4, smooth.shape), 0, 255).astype(np.uint8)
    made[:20, :40], made[60:, 90:] = BLUE, YELLOW
    return made


def levels_apart(found: Inventory, made: Palette) -> npt.NDArray[np.int64]:
    return np.abs(found.colours - made.colours[made.stands[-1]]).max(axis=1)


@pytest.mark.parametrize("dithered", [False, True])
@pytest.mark.parametrize("size", [127, 63, 47, 8])
def test_flat_colours_come_out_exactly(size: int, dithered: bool) -> None:
    seen = film(photograph())
    found = palettes.inventory(seen)
    made = palettes.palette(found, (BLUE, YELLOW, (1, 2, 3)), size, dithered)
    assert len(made.colours) <= size
    assert [1, 2, 3] not in made.colours.tolist()  # of a colour that nothing shows there is none
    shown = palettes.shown(made.colours, made.numbered(found.frames[0], 0, 0)).view(np.uint8).reshape(80, 120, 4)
    assert (shown[:20, :40, :3] == BLUE).all()
    assert (shown[60:, 90:, :3] == YELLOW).all()


def test_more_colours_come_nearer() -> None:
    found = palettes.inventory(film(photograph()))
    apart = [
        float((levels_apart(found, palettes.palette(found, (BLUE,), size)) * found.counts).sum() / found.counts.sum())
        for size in (16, 48, 64, 128, 255)
    ]
    assert apart == sorted(apart, reverse=True)
    assert apart[-2] < 6


def test_few_colours_lose_nothing() -> None:
    flat = np.zeros((10, 10, 3), np.uint8)
    flat[:5] = BLUE
    found = palettes.inventory(film(flat))
    made = palettes.palette(found, (), 47, dithered=True)
    assert len(made.colours) == 2
    assert not levels_apart(found, made).any()


def test_a_colour_that_covers_an_area_is_kept_a_gradients_step_need_not_be() -> None:
    canvas = photograph()
    canvas[40:44] = (201, 197, 188)  # a border that lets its ground through
    found = palettes.inventory(film(canvas))
    made = palettes.palette(found, (), 24)
    assert [201, 197, 188] in made.colours.tolist()


def test_the_last_frame_counts_most_and_every_frame_counts() -> None:
    one, other = np.full((10, 10, 3), 10, np.uint8), np.full((10, 10, 3), 200, np.uint8)
    found = palettes.inventory(film(one, other))
    assert found.colours.tolist() == [[10, 10, 10], [200, 200, 200]]
    assert found.counts.tolist() == [100, 500]


def test_the_dither_is_bound_to_its_place() -> None:
    found = palettes.inventory(film(photograph()))
    made = palettes.palette(found, (BLUE,), 12, dithered=True)
    whole = made.numbered(found.frames[0], 0, 0)
    for left, top in ((1, 0), (7, 5), (30, 31)):
        assert np.array_equal(made.numbered(found.frames[0][top:, left:], left, top), whole[top:, left:])


def test_the_dither_comes_nearer_over_areas() -> None:
    rows = np.repeat(np.linspace(40, 90, 96).round().astype(np.uint8)[:, None], 96, axis=1)
    found = palettes.inventory(film(np.dstack([rows, rows, rows])))

    def off(dithered: bool) -> float:
        made = palettes.palette(found, (), 6, dithered)
        shown = palettes.shown(made.colours, made.numbered(found.frames[0], 0, 0)) & 255
        apart = shown.astype(np.int64) - rows
        return float(np.abs(apart.reshape(24, 4, 24, 4).mean(axis=(1, 3))).mean())

    assert off(True) < 0.5 * off(False)


def test_scenes_name_their_flat_colours() -> None:
    run = Run("f", 12, (1, 1, 1, 255), (5,), (0.0,), (0.0,), (0, 1))
    text = Text(
        id="t", role="price", box=Box(0, 0, 9, 9), lines=(Line("a", 0, 9, 5, (run,)),), strike=Stroke((2, 2, 2, 255), 1)
    )
    light = Gradient((0, 0), (0, 1), ((0.0, (9, 9, 9, 255)), (1.0, (8, 8, 8, 255))))
    nodes = (
        Shape(id="a", role="panel", box=Box(0, 0, 9, 9), fill=(3, 3, 3, 255), stroke=Stroke((4, 4, 4, 255), 1)),
        Shape(id="b", role="light", box=Box(0, 0, 9, 9), fill=(5, 5, 5, 255), gradient=light),
        Shape(id="c", role="border", box=Box(0, 0, 9, 9), fill=(6, 6, 6, 128)),
        text,
    )
    root = Group(id="0", role="root", box=Box(0, 0, 9, 9), children=nodes)
    found = palettes.flat_colours(Scene(width=9, height=9, root=root))
    assert found == ((255, 255, 255), (3, 3, 3), (4, 4, 4), (2, 2, 2), (1, 1, 1))


def test_very_many_colours_are_looked_at_together() -> None:
    dice = np.random.default_rng(4)
    found = palettes.inventory(film(dice.integers(0, 256, (200, 200, 3), dtype=np.uint8)))
    assert len(found.colours) > 30_000
    made = palettes.palette(found, (), 127)
    assert len(made.colours) > 100
