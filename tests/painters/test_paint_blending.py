"""Whole pixels are blended to the last bit as each channel for itself would be."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from renderer.painters import blending
from renderer.painters.blending import Words, words

Bytes = npt.NDArray[np.uint8]
HEIGHT, WIDTH = 60, 700  # more than one band of rows


def pixels(seed: int, opaque: bool) -> Bytes:
    """Every kind: clear, opaque, in between, some of them brighter than their alpha allows."""
    made = np.random.default_rng(seed).integers(0, 256, (HEIGHT, WIDTH, 4), dtype=np.uint8)
    made[:4] = 0
    made[4:30, :, 3] = 255
    if opaque:
        made[..., 3] = 255
    return made


def shares() -> list[Words | int]:
    mask = np.random.default_rng(9).integers(0, 256, (HEIGHT, WIDTH), dtype=np.uint32)
    mask[10:40] = 255
    mask[:, 100:200] = 0
    return [255, 0, 77, mask]


def through_255(product: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return np.asarray((2 * product + 255) // 510)


def mixed(below: Bytes, above: npt.NDArray[np.int64], share: Words | int) -> npt.NDArray[np.int64]:
    part = np.broadcast_to(np.asarray(share, np.int64), (HEIGHT, WIDTH))[:, :, None]
    return through_255(above * part + below.astype(np.int64) * (255 - part))


@pytest.mark.parametrize("share", shares(), ids=["whole", "none", "some", "mask"])
def test_px_are_laid_multiplied_and_mixed_exactly(share: Words | int) -> None:
    below, above = pixels(1, opaque=True), pixels(2, opaque=False)
    wide, clear = below.astype(np.int64), 255 - above[..., 3:].astype(np.int64)
    expected = {
        "lay": np.minimum(above + through_255(wide * clear), 255),
        "multiply": through_255(wide * above),
        "mix": pixels(2, opaque=True).astype(np.int64),
    }
    for name, drawn in expected.items():
        target = below.copy()
        if name == "multiply":
            blending.multiply(words(target), words(target), words(above), share)
        elif name == "lay":
            blending.lay(words(target), words(above), share)
        else:
            blending.mix(words(target), words(pixels(2, opaque=True)), share)
        assert (target[..., :3] == mixed(below, drawn, share)[..., :3]).all(), name
        assert (target[..., 3] == 255).all(), name


def test_a_part_that_is_mirrored_and_cut_out_is_blended_as_itself() -> None:
    below, above = pixels(3, opaque=True), pixels(4, opaque=False)
    whole, part = below.copy(), below.copy()
    mirrored = above[5:45, 30:-30][:, ::-1]
    blending.multiply(words(whole)[5:45, 30:-30], words(whole)[5:45, 30:-30], words(mirrored.copy()))
    blending.multiply(words(part)[5:45, 30:-30], words(part)[5:45, 30:-30], words(mirrored))
    assert (whole == part).all()
    assert (part[:5] == below[:5]).all()


def test_a_share_of_a_share() -> None:
    mask = np.arange(256, dtype=np.uint32).reshape(16, 16)
    for by in (0, 1, 100, 254, 255):
        assert (blending.fainter(mask, by) == through_255(mask.astype(np.int64) * by)).all()
        assert blending.fainter(255, by) == by


def test_lightness_is_luma() -> None:
    assert blending.lightness(words(np.array([[[255, 255, 255, 255], [1, 2, 3, 255]]], np.uint8))).tolist() == [
        [255 * 256, 54 + 2 * 183 + 3 * 19]
    ]
