"""Nodes that are moved, grown and turned as a whole look as if they had been placed there."""

from __future__ import annotations

import msgspec
import numpy as np
import numpy.typing as npt
import pytest

from renderer.painters import raster
from renderer.scene import AnyNode, Box, Gradient, Group, Image, Scene, Shape
from renderer.tracks import Affine

INK, RED = (13, 7, 69, 255), (232, 19, 42, 255)


class Assets:
    """A picture of four fields, at any size."""

    def pixels(self, asset: str, crop: Box, width: int, height: int, treatment: str) -> npt.NDArray[np.uint8]:
        made = np.full((height, width, 4), 255, np.uint8)
        made[: height // 2, : width // 2, :3] = (0, 90, 0)
        made[height // 2 :, width // 2 :, :3] = (90, 0, 0)
        return made

    def font(self, digest: str) -> bytes:
        raise AssertionError


def painted(*children: AnyNode, scale: float = 1) -> npt.NDArray[np.uint8]:
    root = Group(id="0", role="root", box=Box(0, 0, 60, 40), children=children)
    return raster.paint(Scene(width=60, height=40, root=root), Assets(), scale).pixels


def shape(box: Box, **more: object) -> Shape:
    return Shape(id="s", role="panel", box=box, **more)  # type: ignore[arg-type]


def image(box: Box, treatment: str = "plain", **more: object) -> Image:
    return Image(id="i", role="product", box=box, asset="a", crop=Box(0, 0, 1, 1), treatment=treatment, **more)  # type: ignore[arg-type]


DUSK = Gradient((0, 0), (1, 0), ((0.0, RED), (1.0, INK)))
MOVED = [
    (shape(Box(4, 4, 10, 8), fill=RED), shape(Box(14, 9, 10, 8), fill=RED)),
    (shape(Box(4, 4, 10, 8), gradient=DUSK), shape(Box(14, 9, 10, 8), gradient=DUSK)),
    (image(Box(4, 4, 10, 8)), image(Box(14, 9, 10, 8))),
    (image(Box(4, 4, 10, 8), "relight"), image(Box(14, 9, 10, 8), "relight")),
]


@pytest.mark.parametrize("scale", [1, 2])
@pytest.mark.parametrize("pair", MOVED, ids=["fill", "gradient", "picture", "relit"])
def test_moved_as_if_placed(pair: tuple[AnyNode, AnyNode], scale: float) -> None:
    node, there = pair
    ground = shape(Box(0, 0, 60, 40), fill=(240, 230, 200, 255))
    moved = msgspec.structs.replace(node, transform=Affine(e=10, f=5))
    assert np.array_equal(painted(ground, moved, scale=scale), painted(ground, there, scale=scale))
    assert not np.array_equal(painted(ground, node, scale=scale), painted(ground, there, scale=scale))


def test_a_group_takes_its_children_and_its_clip_along() -> None:
    inner = image(Box(2, 2, 20, 12), transform=Affine(e=3))
    clip = ((2.0, 2.0), (12.0, 2.0), (12.0, 9.0), (2.0, 9.0))
    group = Group(id="g", role="picture", box=Box(0, 0, 30, 20), children=(inner,), clip_path=clip)
    there = Group(id="g", role="picture", box=Box(8, 8, 30, 20), children=(image(Box(13, 10, 20, 12)),),
                  clip_path=tuple((x + 8, y + 8) for x, y in clip))  # fmt: skip
    moved = msgspec.structs.replace(group, transform=Affine(e=8, f=8))
    assert np.array_equal(painted(moved), painted(there))


def test_grown_about_a_point() -> None:
    grown = image(Box(4, 4, 10, 8), transform=Affine(2, 0, 0, 2, -4, -4))
    assert np.array_equal(painted(grown), painted(image(Box(4, 4, 20, 16))))


def test_a_shape_can_be_turned() -> None:
    quarter = shape(Box(10, 10, 20, 6), fill=RED, transform=Affine(0, 1, -1, 0, 33, -7))
    assert np.array_equal(painted(quarter), painted(shape(Box(17, 3, 6, 20), fill=RED)))


def test_a_picture_cannot() -> None:
    with pytest.raises(ValueError, match="turned"):
        painted(image(Box(4, 4, 10, 8), transform=Affine(0, 1, -1, 0, 20, 0)))
