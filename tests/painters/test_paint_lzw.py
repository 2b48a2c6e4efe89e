"""GIF's LZW: what is packed is what any reader unpacks, at every size of a palette."""

from __future__ import annotations

import io
import struct

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from renderer.painters import lzw


def gif(numbers: npt.NDArray[np.uint8], bits: int) -> bytes:
    """A GIF of one frame whose colours are their own numbers."""
    height, width = numbers.shape
    screen = b"GIF89a" + struct.pack("<HHBBB", width, height, 0xF0 | bits - 1, 0, 0)
    table = np.repeat(np.arange(1 << bits, dtype=np.uint8), 3).tobytes()
    return screen + table + b"," + struct.pack("<HHHHB", 0, 0, width, height, 0) + lzw.packed(numbers, bits) + b";"


def read(content: bytes) -> npt.NDArray[np.uint8]:
    with Image.open(io.BytesIO(content)) as file:
        return np.asarray(file.convert("RGB"))[..., 0]


@pytest.mark.parametrize("bits", range(2, 9))
@pytest.mark.parametrize("shape", [(1, 1), (1, 2), (3, 1), (50, 61), (250, 300)])
def test_what_is_packed_is_what_is_read(bits: int, shape: tuple[int, int]) -> None:
    dice = np.random.default_rng(bits)
    noise = dice.integers(0, 1 << bits, shape, dtype=np.uint8)
    for numbers in (noise, np.sort(noise, axis=1), np.full(shape, (1 << bits) - 1, np.uint8)):
        assert np.array_equal(read(gif(numbers, bits)), numbers)


def test_every_length_of_data_ends_rightly() -> None:
    dice = np.random.default_rng(5)
    noise = dice.integers(0, 128, (1, 9000), dtype=np.uint8)
    for length in [*range(1, 700), *range(3820, 3860), *range(7660, 7700), 8449, 8817, 8823]:
        assert np.array_equal(read(gif(noise[:, :length], 7)), noise[:, :length]), length


def test_codes_are_as_narrow_as_the_palette_allows() -> None:
    numbers = np.random.default_rng(1).integers(0, 8, (10, 20), dtype=np.uint8)
    sizes = [len(lzw.packed(numbers, bits)) for bits in range(3, 9)]
    assert sizes == sorted(sizes)
    assert sizes[0] < 0.75 * sizes[-1]
