"""Stacking: stills one below the other as one, moved as a whole."""

from __future__ import annotations

import numpy as np

from renderer.painters.raster import paint
from renderer.placing.stacking import PART, moved, stacked
from renderer.scene import Box, Group, Image, Line, Run, Scene, Shape, Stroke, Text

RED, BLUE, WHITE = (200, 0, 0, 255), (0, 0, 200, 255), (255, 255, 255, 255)


def still(height: int, ground: tuple[int, int, int, int], *nodes: Shape) -> Scene:
    root = Group(id="0", role="root", box=Box(0, 0, 40, height), children=nodes)
    return Scene(width=40, height=height, root=root, background=ground, lang="fr-FR", dropped=("name",))


def test_each_is_cut_at_its_own_sides_on_its_own_ground() -> None:
    tall = Shape(id="0.0", role="panel", box=Box(10, -20, 10, 80), fill=RED)  # beyond both sides
    both = stacked([still(30, WHITE), still(20, BLUE, tall), still(10, WHITE)])
    assert (both.width, both.height, both.lang, both.dropped) == (40, 60, "fr-FR", ("name",))
    assert [node.id for node in both.walk()] == ["0", "0.0", "0.0.0", "0.1", "0.1.0", "0.1.1", "0.2", "0.2.0"]
    assert [node.box.y for node in both.root.children if node.role == PART] == [0, 30, 50]
    column = paint(both, Nothing()).pixels[:, 15, :3]
    assert np.array_equal(column[:30], np.full((30, 3), 255))
    assert np.array_equal(column[30:50], np.tile(RED[:3], (20, 1)))
    assert np.array_equal(column[50:], np.full((10, 3), 255))
    assert tuple(paint(both, Nothing()).pixels[40, 2, :3]) == BLUE[:3]


def test_all_of_a_node_is_moved() -> None:
    run = Run(font="f", size=10, fill=RED, glyphs=(1,), xs=(0.0,), ys=(0.0,), source=(0, 1))
    box = Box(1, 2, 3, 4)
    text = Text(id="a", role="prior_price", box=box, lines=(Line("x", 1, 6, 3, (run,)),), strike=Stroke(RED, 1),
                strike_line=((1, 4), (4, 4)))  # fmt: skip
    shape = Shape(id="b", role="plate", box=box, fill=RED, path=((1, 2), (4, 2), (4, 6)))
    image = Image(id="c", role="product", box=box, asset="p", crop=Box(0, 0, 1, 1), subject=Box(2, 3, 1, 1))
    group = Group(id="d", role="picture", box=box, children=(text, shape, image), clip_path=((1, 2), (4, 2), (4, 6)))
    there = moved(group, 10, 100)
    assert isinstance(there, Group)
    words, plate, picture = there.children
    assert there.box == words.box == plate.box == picture.box == Box(11, 102, 3, 4)
    assert there.clip_path == ((11, 102), (14, 102), (14, 106))
    assert isinstance(words, Text)
    assert (words.lines[0].x, words.lines[0].baseline, words.strike_line) == (11, 106, ((11, 104), (14, 104)))
    assert isinstance(plate, Shape)
    assert plate.path == ((11, 102), (14, 102), (14, 106))
    assert isinstance(picture, Image)
    assert (picture.subject, picture.crop) == (Box(12, 103, 1, 1), Box(0, 0, 1, 1)), "shares of the source stay"


class Nothing:
    """No pictures, no fonts."""

    def pixels(self, *_: object) -> np.ndarray:  # type: ignore[type-arg]
        raise AssertionError

    def font(self, _: str) -> bytes:
        raise AssertionError
