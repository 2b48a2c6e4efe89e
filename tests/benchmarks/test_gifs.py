"""The peer of moving scenes is told what moves, how, and where it is cut."""

from __future__ import annotations

from benchmarks import gifs
from renderer.scene import Box, Group, Scene, Shape
from renderer.tracks import Affine

INK = (10, 20, 30, 255)


def test_groups_are_elements_where_they_do_something() -> None:
    leaf = Shape(id="a", role="panel", box=Box(0, 0, 9, 9), fill=INK, transform=Affine(e=4))
    cut = Group(id="b", role="plate", box=Box(1, 2, 3, 4), clip=True, opacity=0.5, children=(leaf,))
    root = Group(id="0", role="root", box=Box(0, 0, 20, 20), children=(cut,))
    still = Scene(width=20, height=20, root=root)
    (group,) = gifs.nested(root, still, str, lambda _: 0)
    assert (group["kind"], group["opacity"]) == ("group", 0.5)
    assert group["points"] == [[1, 2], [4, 2], [4, 6], [1, 6]]
    (moved,) = group["children"]
    assert moved["matrix"] == [1, 0, 0, 1, 4, 0]
    assert moved["children"][0]["fill"] == list(INK)
