"""Scenes: photographs with surroundings of their own, cropped to fill a panel."""

from __future__ import annotations

import msgspec
import pytest
from test_place_staging import PACKSHOT, SIZES, made

from renderer.loading.brands import BrandKit
from renderer.scene import Box, Image

INNER = Box(0.15, 0.1, 0.7, 0.85)
SCENE = msgspec.structs.replace(PACKSHOT, separable=False, subject=Box(0.3, 0.2, 0.4, 0.6), inner=INNER)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("focal", [(0.0, 0.5), (0.5, 0.5), (1.0, 0.5)])
def test_nothing_beyond_its_frame_lines_is_shown(
    kit: BrandKit, size: tuple[int, int], focal: tuple[float, float]
) -> None:
    scene = made(kit, size, kit.brand, msgspec.structs.replace(SCENE, focal=focal))
    pictures = [node for node in scene.walk() if isinstance(node, Image) and node.role == "product"]
    assert pictures
    for picture in pictures:
        crop = picture.crop
        assert crop.x >= INNER.x - 1e-6
        assert crop.y >= INNER.y - 1e-6
        assert crop.right <= INNER.right + 1e-6
        assert crop.bottom <= INNER.bottom + 1e-6
        assert crop.w * SCENE.width / picture.box.w == pytest.approx(crop.h * SCENE.height / picture.box.h)


def test_without_frame_lines_all_of_it_may_be_shown(kit: BrandKit) -> None:
    whole = msgspec.structs.replace(SCENE, inner=Box(0, 0, 1, 1))
    crops = [node.crop for node in made(kit, (300, 600), kit.brand, whole).walk() if isinstance(node, Image)]
    assert any(crop.y < INNER.y for crop in crops)
