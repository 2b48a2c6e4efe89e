"""Files: what each kind holds, and which of them is chosen within a weight."""

from __future__ import annotations

import io
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageDraw

from renderer.outcome import Encoded
from renderer.painters import codecs, likeness
from renderer.painters.encode import QUALITIES, SMALL, Encoding, Pixels, curve, encode
from renderer.painters.srgb import PROFILE
from renderer.scene import Box, Group, Scene
from renderer.scene import Image as Picture

ALL = ("jpg", "png", "webp", "avif")


def noise(width: int, height: int, seed: int = 1) -> Pixels:
    made = np.random.default_rng(seed).integers(0, 256, (height, width, 4), dtype=np.uint8)
    made[..., 3] = 255
    return made


def drawn(width: int = 300, height: int = 250) -> Pixels:
    """A photograph's soft shades beside flat colour and hard edges."""
    soft = Image.fromarray(noise(12, 10, 5)[..., :3]).resize((width, height), Image.Resampling.BICUBIC)
    picture = Image.blend(soft, Image.fromarray(noise(width, height, 6)[..., :3]), 0.06)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, width // 2, height), fill=(35, 18, 216))
    for line in range(6):
        draw.rectangle((10, 10 + 30 * line, width // 3, 22 + 30 * line), fill=(255, 255, 255))
    return np.asarray(picture.convert("RGBA"))


def opened(content: bytes) -> Image.Image:
    picture = Image.open(io.BytesIO(content))
    picture.load()
    return picture


def scene(*roles: str) -> Scene:
    pictures = tuple(
        Picture(id=role, role=role, box=Box(0, 0, 8, 8), asset="x", crop=Box(0, 0, 1, 1)) for role in roles
    )
    return Scene(width=8, height=8, root=Group(id="0", role="root", box=Box(0, 0, 8, 8), children=pictures))


PHOTO, GRAPHIC = scene("logo", "product"), scene("logo")


@settings(max_examples=60, deadline=None)
@given(width=st.integers(1, 40), height=st.integers(1, 40), seed=st.integers(0, 999))
def test_a_png_holds_the_same_pixels(width: int, height: int, seed: int) -> None:
    pixels = noise(width, height, seed)
    picture = opened(codecs.png(pixels))
    assert (picture.format, picture.mode, picture.size) == ("PNG", "RGB", (width, height))
    assert np.array_equal(np.asarray(picture), pixels[..., :3])


def test_a_png_of_a_slice_is_whole() -> None:
    pixels = noise(20, 20)[3:17:2, 1:9]
    assert np.array_equal(np.asarray(opened(codecs.png(pixels))), pixels[..., :3])


@settings(max_examples=40, deadline=None)
@given(colours=st.integers(1, 200), width=st.integers(1, 40), height=st.integers(1, 40))
def test_a_palette_holds_few_colours_as_they_are(colours: int, width: int, height: int) -> None:
    table = noise(colours, 1, colours)[0]
    pixels = table[np.random.default_rng(width).integers(0, colours, (height, width))]
    picture = opened(codecs.paletted(pixels))
    assert (picture.format, picture.mode, picture.size) == ("PNG", "P", (width, height))
    assert np.array_equal(np.asarray(picture.convert("RGB")), pixels[..., :3])


def test_a_palette_of_many_colours_is_near_and_light() -> None:
    pixels = drawn()
    content = codecs.paletted(pixels)
    assert len(content) < len(codecs.png(pixels)) / 2
    assert 0 < likeness.distance(pixels, content) < 15


@pytest.mark.parametrize("size", [(1, 1), (1, 9), (9, 1), (7, 13), (88, 31)])
@pytest.mark.parametrize("kind", ["jpeg", "webp", "avif"])
def test_a_lossy_file_has_its_size_and_nearly_its_colours(kind: str, size: tuple[int, int]) -> None:
    pixels = np.full((size[1], size[0], 4), (35, 18, 216, 255), np.uint8)
    picture = opened(getattr(codecs, kind)(pixels, 90))
    assert (picture.format, picture.mode, picture.size) == (kind.upper(), "RGB", size)
    assert np.abs(np.asarray(picture).astype(int) - pixels[..., :3]).max() <= 6


def test_colour_is_halved_only_where_that_is_asked_for() -> None:
    pixels = np.zeros((16, 16, 4), np.uint8)
    pixels[:, ::2] = (255, 0, 0, 255)
    pixels[:, 1::2] = (0, 0, 255, 255)
    seen = np.asarray(opened(codecs.jpeg(pixels, 90))).astype(int)
    assert (seen[:, ::2, 0] > 200).all()
    assert (seen[:, 1::2, 0] < 60).all()
    halved = np.asarray(opened(codecs.jpeg(pixels, 90, True))).astype(int)
    assert halved[:, ::2, 0].max() < 200


CODECS: dict[str, Callable[[Pixels], bytes]] = {
    "png": codecs.png,
    "palette": codecs.paletted,
    "jpeg": lambda pixels: codecs.jpeg(pixels, 84),
    "webp": lambda pixels: codecs.webp(pixels, 84),
    "avif": lambda pixels: codecs.avif(pixels, 84),
}


@pytest.mark.parametrize("codec", CODECS)
def test_the_same_pixels_are_the_same_bytes(codec: str) -> None:
    assert CODECS[codec](noise(33, 17)) == CODECS[codec](noise(33, 17))
    assert CODECS[codec](noise(33, 17)) != CODECS[codec](noise(33, 17, 2))


@pytest.mark.parametrize("codec", CODECS)
def test_every_file_says_that_it_is_srgb_and_nothing_of_its_making(codec: str) -> None:
    content = CODECS[codec](noise(33, 17))
    told = opened(content).info
    assert (told.get("icc_profile") == PROFILE) or "srgb" in told
    for trace in (b"tEXt", b"tIME", b"Exif", b"http://ns.adobe", b"Software"):
        assert trace not in content


def test_the_profile_is_srgb_to_a_level() -> None:
    profile = ImageCms.ImageCmsProfile(io.BytesIO(PROFILE))
    assert ImageCms.getProfileDescription(profile).strip() == "sRGB"
    seen = Image.fromarray(noise(64, 64)[..., :3])
    turned = ImageCms.profileToProfile(seen, profile, ImageCms.createProfile("sRGB"))
    assert turned is not None
    assert np.abs(np.asarray(turned).astype(int) - np.asarray(seen)).max() <= 1


# How far a file looks from what was painted


def test_the_same_pixels_are_not_apart() -> None:
    for pixels in (drawn(), noise(3, 5), noise(8, 8), noise(40, 1)):
        assert likeness.distance(pixels, codecs.png(pixels)) == 0


def test_the_better_the_quality_the_nearer() -> None:
    pixels = drawn()
    apart = [likeness.distance(pixels, codecs.jpeg(pixels, quality)) for quality in QUALITIES]
    assert apart == sorted(apart)
    assert apart[0] < 8 < apart[-1]


def test_one_bad_place_counts_more_than_the_same_fault_spread_thinly() -> None:
    pixels = np.full((160, 160, 4), 128, np.uint8)
    blot, haze = pixels[..., :3].copy(), pixels[..., :3].copy()
    blot[40:72, 40:72] += 20
    haze += 4
    assert (blot.astype(int) - 128).sum() < (haze.astype(int) - 128).sum()
    far, near = (likeness.distance(pixels, codecs.png(np.dstack([one, pixels[..., 3]]))) for one in (blot, haze))
    assert far > 3 * near


def test_colour_is_seen_less_than_lightness() -> None:
    grey = np.full((64, 64, 4), (120, 120, 120, 255), np.uint8)
    lighter, bluer = grey.copy(), grey.copy()
    lighter[..., :3] += 20
    bluer[..., 2] += 40
    assert likeness.distance(grey, codecs.png(bluer)) < likeness.distance(grey, codecs.png(lighter))


# Which file is chosen


def within(made: Encoded, limit_kb: float) -> bool:
    return len(made.content) <= limit_kb * 1000


@pytest.mark.parametrize(
    ("encoding", "photograph", "graphic"),
    [
        (Encoding(), "jpeg", "png"),
        (Encoding("png"), "png", "png"),
        (Encoding("jpeg"), "jpeg", "jpeg"),
        (Encoding("webp", types=ALL), "webp", "webp"),
        (Encoding("avif", types=ALL), "avif", "avif"),
        (Encoding("webp"), "jpeg", "png"),  # the place takes none
        (Encoding("png", types=("jpg", "gif")), "jpeg", "jpeg"),
        (Encoding("jpeg", types=("png",)), "png", "png"),
        (Encoding("auto", types=("webp",)), "webp", "webp"),
        (Encoding("auto", types=("mp4",)), "jpeg", "jpeg"),
    ],
)
def test_the_kind_of_file(encoding: Encoding, photograph: str, graphic: str) -> None:
    pixels = drawn(400, 300)
    for shown, wanted in ((PHOTO, photograph), (GRAPHIC, graphic)):
        assert encode(pixels, shown, encoding).media_type == f"image/{wanted}"


def test_a_small_photograph_that_weighs_less_without_loss_loses_nothing() -> None:
    flat = np.full((50, 320, 4), (35, 18, 216, 255), np.uint8)
    flat[10:30, 10:200] = 255
    made = encode(flat, PHOTO, Encoding())
    assert made.media_type == "image/png"
    assert [one.kind for one in made.tried] == ["PNG", "JPEG"]
    large = np.tile(flat, (4, 1, 1))
    assert large.shape[0] * large.shape[1] > SMALL
    assert encode(large, PHOTO, Encoding()).media_type == "image/jpeg"  # there it is not looked for


def test_a_graphic_has_a_palette_unless_that_is_seen() -> None:
    flat = np.full((100, 300, 4), (35, 18, 216, 255), np.uint8)
    flat[10:30, 10:200] = 255
    assert encode(flat, GRAPHIC, Encoding()).tried[0].kind == "PNG, 256 colours"
    assert encode(noise(200, 200), GRAPHIC, Encoding()).tried[0].kind == "PNG"


@pytest.mark.parametrize("types", [("jpg",), ("jpg", "png"), ("png",), ALL])
@pytest.mark.parametrize("share", [0.95, 0.7, 0.45, 0.3])
def test_no_file_over_its_limit_and_the_nearest_of_those_that_keep_it(types: tuple[str, ...], share: float) -> None:
    pixels = drawn()
    free = encode(pixels, PHOTO, Encoding(types=types))
    limit = share * len(free.content) / 1000
    made = encode(pixels, PHOTO, Encoding(types=types, limit_kb=limit))
    if not within(made, limit):
        assert share < 0.5 or types == ("png",)  # a palette is as light as a PNG gets
        assert len(made.content) == min(one.bytes for one in made.tried)
        return
    chosen, *rest = made.tried
    assert chosen.bytes == len(made.content)
    others = [one.distance for one in rest if one.bytes <= limit * 1000 and one.distance is not None]
    assert all(chosen.distance <= other for other in others)  # type: ignore[operator]
    assert len(made.tried) <= 20


def test_a_photograph_that_loses_nothing_within_the_limit_loses_nothing() -> None:
    """Above the size up to which that is looked at anyway: a JPEG is too heavy there, a PNG is not."""
    across = np.arange(300)
    flat = np.zeros((300, 300, 4), np.uint8)  # 600 colours, too many for a palette
    flat[..., 0], flat[..., 1], flat[..., 2], flat[..., 3] = across // 2, across % 2 * 90, 216, 255
    flat[::7, ::5, 2] = 40
    lossless, lossy = len(codecs.png(flat)), len(codecs.jpeg(flat, QUALITIES[0]))
    assert lossless < lossy
    made = encode(flat, PHOTO, Encoding(limit_kb=(lossless + lossy) / 2000))
    assert (made.tried[0].kind, made.tried[0].distance) == ("PNG", 0)


def test_what_cannot_meet_the_limit_is_as_light_as_it_can_be() -> None:
    pixels = noise(200, 200)
    made = encode(pixels, PHOTO, Encoding(limit_kb=1))
    assert len(made.content) == min(one.bytes for one in made.tried) > 1000


def test_the_runner_up_comes_second() -> None:
    pixels = drawn()
    limit = 0.6 * len(encode(pixels, PHOTO, Encoding()).content) / 1000
    made = encode(pixels, PHOTO, Encoding(types=ALL, limit_kb=limit))
    chosen, second, *rest = made.tried
    assert chosen.distance is not None
    assert second.distance is not None
    assert chosen.distance <= second.distance
    assert second.bytes <= limit * 1000
    assert all(one.distance is None or one.bytes > limit * 1000 or one.distance >= second.distance for one in rest)


def test_a_curve_falls_in_weight_and_likeness() -> None:
    found = curve(drawn(120, 100), Encoding(types=ALL))
    assert {one.kind for one in found} == {
        "JPEG", "JPEG, chroma halved", "PNG", "PNG, 256 colours", "WebP", "AVIF"
    }  # fmt: skip
    jpegs = [one for one in found if one.kind == "JPEG"]
    assert [one.bytes for one in jpegs] == sorted((one.bytes for one in jpegs), reverse=True)
    assert all(one.distance is not None for one in found)


def test_what_is_free_of_a_drawing_stays_free_in_a_palette() -> None:
    """Also where its half transparent px are brought to fewer steps: a trace of alpha is a box around it."""
    pixels = np.zeros((40, 64, 4), np.uint8)
    pixels[8:32, :, 3] = np.linspace(1, 255, 64, dtype=np.uint8)
    pixels[8:32, :, 0] = pixels[8:32, :, 3] // 2
    pixels[8:32, :, 1] = (pixels[8:32, :, 3] // np.arange(1, 25, dtype=np.uint8)[:, None]) // 2
    shown = Image.open(io.BytesIO(codecs.transparent(pixels)))
    assert shown.mode == "P", "a palette"
    alpha = np.asarray(shown.convert("RGBA"))[..., 3]
    assert (alpha[:8] == 0).all()
    assert (alpha[32:] == 0).all()
