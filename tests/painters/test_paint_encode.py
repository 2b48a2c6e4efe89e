from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from renderer.painters import encode
from renderer.painters.encode import Encoded, Encoding, Pixels, jpeg, png
from renderer.scene import Box, Group, Scene
from renderer.scene import Image as Picture


def noise(width: int, height: int, seed: int = 1) -> Pixels:
    made = np.random.default_rng(seed).integers(0, 256, (height, width, 4), dtype=np.uint8)
    made[..., 3] = 255
    return made


def opened(made: Encoded) -> Image.Image:
    picture = Image.open(io.BytesIO(made.content))
    picture.load()
    return picture


@settings(max_examples=60, deadline=None)
@given(width=st.integers(1, 40), height=st.integers(1, 40), seed=st.integers(0, 999))
def test_a_png_holds_the_same_pixels(width: int, height: int, seed: int) -> None:
    pixels = noise(width, height, seed)
    picture = opened(png(pixels))
    assert (picture.format, picture.mode, picture.size) == ("PNG", "RGB", (width, height))
    assert np.array_equal(np.asarray(picture), pixels[..., :3])


def test_a_png_of_a_slice_is_whole() -> None:
    pixels = noise(20, 20)[3:17:2, 1:9]
    assert np.array_equal(np.asarray(opened(png(pixels))), pixels[..., :3])


@pytest.mark.parametrize("size", [(1, 1), (1, 9), (9, 1), (7, 13), (88, 31)])
def test_a_jpeg_has_its_size_and_nearly_its_colours(size: tuple[int, int]) -> None:
    pixels = np.full((size[1], size[0], 4), (35, 18, 216, 255), np.uint8)
    made = jpeg(pixels)
    picture = opened(made)
    assert (picture.format, picture.mode, picture.size, made.media_type) == ("JPEG", "RGB", size, "image/jpeg")
    assert np.abs(np.asarray(picture).astype(int) - pixels[..., :3]).max() <= 4
    assert made.quality == encode.QUALITIES[0]


def test_quality_falls_only_as_far_as_the_limit_asks() -> None:
    pixels = noise(64, 64)
    weights = {}
    for quality in encode.QUALITIES:
        buffer = io.BytesIO()
        Image.fromarray(pixels[..., :3]).save(buffer, "JPEG", quality=quality, subsampling=0, optimize=True)
        weights[quality] = len(buffer.getvalue())
    for limit in sorted({*weights.values(), *(weight - 1 for weight in weights.values())}):
        made = jpeg(pixels, (limit + 0.25) / 1000)
        wanted = next((quality for quality in encode.QUALITIES if weights[quality] <= limit), encode.QUALITIES[-1])
        assert made.quality == wanted
        assert made.attempts == encode.QUALITIES.index(wanted) + 1
        if limit >= min(weights.values()):
            assert len(made.content) <= limit


def test_colour_is_not_halved() -> None:
    pixels = np.zeros((16, 16, 4), np.uint8)
    pixels[:, ::2] = (255, 0, 0, 255)
    pixels[:, 1::2] = (0, 0, 255, 255)
    seen = np.asarray(opened(jpeg(pixels))).astype(int)
    assert (seen[:, ::2, 0] > 200).all()
    assert (seen[:, 1::2, 0] < 60).all()


@pytest.mark.parametrize("encoder", [png, jpeg])
def test_the_same_pixels_are_the_same_bytes(encoder: object) -> None:
    assert encoder(noise(33, 17)).content == encoder(noise(33, 17)).content  # type: ignore[operator]
    assert encoder(noise(33, 17)).content != encoder(noise(33, 17, 2)).content  # type: ignore[operator]


def test_a_png_says_that_it_is_srgb_and_nothing_of_its_making() -> None:
    assert {name for name in opened(png(noise(3, 3))).info if name not in ("srgb", "gamma")} == set()
    assert b"tEXt" not in png(noise(3, 3)).content
    assert b"tIME" not in png(noise(3, 3)).content


def scene(*roles: str) -> Scene:
    pictures = tuple(
        Picture(id=role, role=role, box=Box(0, 0, 8, 8), asset="x", crop=Box(0, 0, 1, 1)) for role in roles
    )
    return Scene(width=8, height=8, root=Group(id="0", role="root", box=Box(0, 0, 8, 8), children=pictures))


@pytest.mark.parametrize(
    ("encoding", "with_product", "without"),
    [
        (Encoding(), "jpeg", "png"),
        (Encoding("png"), "png", "png"),
        (Encoding("jpeg"), "jpeg", "jpeg"),
        (Encoding("png", limit_kb=0.1), "png", "png"),
        (Encoding("auto", limit_kb=0.1), "jpeg", "jpeg"),
        (Encoding("png", types=("jpg", "gif")), "jpeg", "jpeg"),
        (Encoding("jpeg", types=("png",)), "png", "png"),
        (Encoding("auto", types=("png",), limit_kb=0.1), "png", "png"),
    ],
)
def test_the_kind_of_file(encoding: Encoding, with_product: str, without: str) -> None:
    for shown, wanted in ((scene("logo", "product"), with_product), (scene("logo"), without)):
        assert encode.encode(noise(8, 8), shown, encoding).media_type == f"image/{wanted}"
