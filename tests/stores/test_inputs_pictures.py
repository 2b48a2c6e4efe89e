"""Pictures of every kind, good and bad, through the input store."""

from __future__ import annotations

import contextlib
import io
import os
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms, ImageDraw

from renderer.errors import AssetError
from renderer.scene import Box
from renderer.stores.inputs import Inputs

WHOLE = Box(0, 0, 1, 1)


@pytest.fixture
def inputs(tmp_path: Path) -> Inputs:
    return Inputs(tmp_path / "cache")


def saved(path: Path, image: Image.Image, **options: object) -> Path:
    image.save(path, **options)  # type: ignore[arg-type]
    return path


def halves(mode: str = "RGB", size: tuple[int, int] = (80, 40)) -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", size, (220, 20, 20))
    image.paste((20, 20, 220), (size[0] // 2, 0, size[0], size[1]))
    return image.convert(mode)


def png_chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def left_and_right(inputs: Inputs, path: Path) -> tuple[list[int], list[int]]:
    pixels = inputs.pixels(inputs.add(path), WHOLE, 40, 20)
    return pixels[10, 4].tolist(), pixels[10, 35].tolist()


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.webp", "a.gif", "a.bmp", "a.tiff", "a.avif"])
def test_every_format_is_read(inputs: Inputs, tmp_path: Path, name: str) -> None:
    left, right = left_and_right(inputs, saved(tmp_path / name, halves()))
    assert np.allclose(left, (220, 20, 20, 255), atol=12)
    assert np.allclose(right, (20, 20, 220, 255), atol=12)


def test_the_name_of_a_file_does_not_matter(inputs: Inputs, tmp_path: Path) -> None:
    path = saved(tmp_path / "a.png", halves()).rename(tmp_path / "a.jpg")
    assert inputs.add(path).kind == "picture"
    assert left_and_right(inputs, path)[0] == [220, 20, 20, 255]


def test_an_avif_may_name_another_brand_first(inputs: Inputs, tmp_path: Path) -> None:
    path = saved(tmp_path / "a.avif", halves())
    written = path.read_bytes()
    assert written[8:12] == b"avif"
    assert b"avif" in written[16:28]
    path.write_bytes(written.replace(b"ftypavif", b"ftypmif1", 1))
    assert np.allclose(left_and_right(inputs, path)[0], (220, 20, 20, 255), atol=12)


def test_missing_file(inputs: Inputs, tmp_path: Path) -> None:
    with pytest.raises(AssetError, match=r"gone\.jpg: no such file"):
        inputs.add(tmp_path / "gone.jpg")


def test_a_folder_is_no_file(inputs: Inputs, tmp_path: Path) -> None:
    with pytest.raises(AssetError, match="not a file"):
        inputs.add(tmp_path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"<!DOCTYPE html><html><body>404</body></html>", "looks like HTML"),
        (b"", "the file is empty"),
        (b"%PDF-1.7", "looks like PDF"),
        (b'{"error": 1}', "looks like JSON"),
        (b"plain words", "unknown format"),
        (b"8BPS\0\1", "looks like a Photoshop file"),
        (b"\0\0\1\0\1\0", "looks like a Windows icon"),
        (b"\0\0\0\x0cjP  \r\n\x87\n", "looks like a JPEG 2000 picture; export it as JPEG or PNG"),
        (b"\xff\x0a\0\0", "looks like a JPEG XL picture; export it as JPEG or PNG"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "looks like a HEIC photo; export it as JPEG"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0mp42isom", "looks like a video file"),
    ],
)
def test_what_is_no_picture_is_named(inputs: Inputs, tmp_path: Path, content: bytes, words: str) -> None:
    path = tmp_path / "product.jpg"
    path.write_bytes(content)
    with pytest.raises(AssetError, match=rf"product\.jpg: not a picture \({words}\)"):
        inputs.analyse(inputs.add(path))


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "gif", "avif"])
def test_truncated(inputs: Inputs, tmp_path: Path, suffix: str) -> None:
    noise = Image.fromarray(np.arange(300 * 300 * 3, dtype=np.uint32).reshape(300, 300, 3).astype(np.uint8) * 31 % 251)
    whole = saved(tmp_path / f"a.{suffix}", noise).read_bytes()
    path = tmp_path / f"cut.{suffix}"
    path.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(AssetError, match=r"cut\.\w+: broken"):
        inputs.pixels(inputs.add(path), WHOLE, 10, 10)


@pytest.mark.parametrize(
    "head", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"BM", b"II*\0", b"RIFF\0\0\0\0WEBP"]
)
@pytest.mark.parametrize("tail", [b"", b"\0" * 64, bytes(range(256)) * 4])
def test_rubbish_behind_a_good_head(inputs: Inputs, tmp_path: Path, head: bytes, tail: bytes) -> None:
    path = tmp_path / "x"
    path.write_bytes(head + tail)
    with pytest.raises(AssetError):
        inputs.analyse(inputs.add(path))


def _spoiled(whole: bytes, at: int) -> bytes:
    """With sixteen bytes from there on set."""
    return whole[:at] + b"\xff" * 16 + whole[at + 16 :]


def _fixed_tags(whole: bytes, **values: int) -> bytes:
    """A little-endian TIFF with the values of some tags (`t257=0`) exchanged."""
    made = bytearray(whole)
    start = int.from_bytes(whole[4:8], "little")
    for at in range(start + 2, start + 2 + 12 * int.from_bytes(whole[start : start + 2], "little"), 12):
        value = values.get(f"t{int.from_bytes(whole[at : at + 2], 'little')}")
        if value is not None:
            made[at + 8 : at + 12] = value.to_bytes(4, "little")
    return bytes(made)


@pytest.mark.parametrize("compression", ["tiff_lzw", "tiff_deflate", "packbits", "jpeg", "group4"])
def test_a_broken_tiff_is_told_once(
    inputs: Inputs, tmp_path: Path, capfd: pytest.CaptureFixture[str], compression: str
) -> None:
    """libtiff prints to the process's stderr on its own."""
    mode = "1" if compression == "group4" else "RGB"
    whole = saved(tmp_path / "a.tif", halves(mode), compression=compression).read_bytes()
    path = tmp_path / "spoiled.tif"
    for at in (8, 30, 60):
        path.write_bytes(_spoiled(whole, at))
        with contextlib.suppress(AssetError):  # a broken fax still shows lines
            inputs.pixels(inputs.add(path), WHOLE, 4, 4)
    os.write(2, b"still heard")
    assert capfd.readouterr().err == "still heard"


@pytest.mark.parametrize(
    "tags", [{"t257": 0}, {"t258": 77}, {"t262": 99}, {"t277": 9}, {"t259": 65535}, {"t279": 2**31}]
)
def test_tiff_tags_out_of_range(inputs: Inputs, tmp_path: Path, tags: dict[str, int]) -> None:
    path = saved(tmp_path / "a.tif", halves(), compression="tiff_lzw")
    path.write_bytes(_fixed_tags(path.read_bytes(), **tags))
    with pytest.raises(AssetError, match=r"a\.tif: broken (or truncated )?TIFF picture \([A-Za-z].*\)$"):
        inputs.analyse(inputs.add(path))


def test_a_number_alone_is_no_reason(inputs: Inputs, tmp_path: Path) -> None:
    path = saved(tmp_path / "a.tif", halves(), compression="tiff_lzw")
    path.write_bytes(_fixed_tags(path.read_bytes(), t259=65535))  # a compression that nobody knows
    with pytest.raises(AssetError, match=r"TIFF picture \(unknown or missing value 65535\)"):
        inputs.analyse(inputs.add(path))


@pytest.mark.parametrize("suffix", ["jpg", "png", "gif", "webp", "avif", "tif", "bmp"])
def test_a_spoiled_file_is_a_picture_or_told(
    inputs: Inputs, tmp_path: Path, recwarn: pytest.WarningsRecorder, capfd: pytest.CaptureFixture[str], suffix: str
) -> None:
    """Cut, or spoiled in its head, anywhere: no other error, nothing printed, no warning."""
    whole = saved(tmp_path / f"a.{suffix}", halves(size=(24, 16))).read_bytes()
    path = tmp_path / f"spoiled.{suffix}"
    ends, places = range(0, len(whole), 1 + len(whole) // 20), range(4, min(len(whole), 240), 12)
    told: set[str] = set()
    for content in [whole[:end] for end in ends] + [_spoiled(whole, at) for at in places]:
        path.write_bytes(content)
        try:
            inputs.analyse(inputs.add(path))
        except AssetError as error:
            told.add(str(error))
    assert capfd.readouterr().err == ""
    assert not recwarn.list
    assert all(words.isprintable() for words in told)


def test_one_pixel_and_one_colour_are_flat(inputs: Inputs, tmp_path: Path) -> None:
    for image in (Image.new("RGB", (1, 1)), Image.new("RGB", (300, 300), "white"), Image.new("RGBA", (9, 9))):
        seen = inputs.analyse(inputs.add(saved(tmp_path / f"{image.width}.png", image)))
        assert seen.flat
        assert not seen.plain
        assert seen.width == image.width
    assert inputs.pixels(inputs.add(tmp_path / "1.png"), WHOLE, 4, 4)[3, 3].tolist() == [0, 0, 0, 255]


def test_hundred_megapixel_jpeg(inputs: Inputs, tmp_path: Path) -> None:
    large = Image.new("L", (10_000, 10_000), 200)
    large.paste(40, (0, 0, 5_000, 10_000))
    asset = inputs.add(saved(tmp_path / "large.jpg", large, quality=30))
    seen = inputs.analyse(asset)
    assert (seen.width, seen.height) == (10_000, 10_000)
    assert np.allclose(inputs.pixels(asset, WHOLE, 100, 100)[50, [10, 90], 0], (40, 200), atol=2)


def test_too_many_megapixels(inputs: Inputs, tmp_path: Path) -> None:
    jpeg = saved(tmp_path / "a.jpg", Image.new("L", (16, 16))).read_bytes()
    at = jpeg.index(b"\xff\xc0") + 5
    path = tmp_path / "huge.jpg"
    path.write_bytes(jpeg[:at] + struct.pack(">HH", 20_000, 20_000) + jpeg[at + 4 :])
    with pytest.raises(AssetError, match="400 megapixels, at most 300"):
        inputs.analyse(inputs.add(path))


def test_png_bomb_is_refused_before_decoding(inputs: Inputs, tmp_path: Path) -> None:
    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    body = png_chunk(b"IHDR", header) + png_chunk(b"IDAT", zlib.compress(bytes(1000))) + png_chunk(b"IEND", b"")
    path = tmp_path / "bomb.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + body)
    with pytest.raises(AssetError, match="2500 megapixels"):
        inputs.analyse(inputs.add(path))


def test_too_large_a_file_is_not_even_read(inputs: Inputs, tmp_path: Path) -> None:
    path = saved(tmp_path / "a.png", halves())
    asset = inputs.add(path)
    huge = type(asset)(asset.digest, asset.path, asset.kind, 100_000_001)
    with pytest.raises(AssetError, match="larger than 100 MB"):
        inputs.pixels(huge, WHOLE, 4, 4)


def test_cmyk(inputs: Inputs, tmp_path: Path) -> None:
    left, right = left_and_right(inputs, saved(tmp_path / "a.jpg", halves("CMYK"), quality=95))
    assert np.allclose(left, (220, 20, 20, 255), atol=14)
    assert np.allclose(right, (20, 20, 220, 255), atol=14)


@pytest.mark.parametrize(("top", "shown"), [(200, 200), (40_000, 156), (2**31 - 1, 255)])
def test_thirty_two_bits(inputs: Inputs, tmp_path: Path, top: int, shown: int) -> None:
    """Up to 255 they are eight bits in wide clothes, above they are sixteen."""
    values = np.zeros((16, 16), np.int32)
    values[:, 8:] = top
    asset = inputs.add(saved(tmp_path / "a.tif", Image.fromarray(values)))
    assert inputs.pixels(asset, WHOLE, 16, 16)[8, [2, 13], 0].tolist() == [0, shown]


def test_floats_that_are_no_numbers(inputs: Inputs, tmp_path: Path) -> None:
    values = np.array([[np.nan, -np.inf, -5, 0, 99.9, 255, 300, np.inf]], np.float32).repeat(8, axis=0)
    asset = inputs.add(saved(tmp_path / "a.tif", Image.fromarray(values)))
    assert inputs.pixels(asset, WHOLE, 8, 8)[4, :, 0].tolist() == [0, 0, 0, 0, 99, 255, 255, 255]


def test_sixteen_bits(inputs: Inputs, tmp_path: Path) -> None:
    ramp = np.linspace(0, 65535, 256).astype(np.uint16)[None, :].repeat(64, axis=0)
    asset = inputs.add(saved(tmp_path / "deep.png", Image.fromarray(ramp)))
    pixels = inputs.pixels(asset, WHOLE, 256, 64)
    assert abs(int(pixels[5, 128, 0]) - 128) <= 1
    assert pixels[5, 250, 0] > 245


@pytest.mark.parametrize("mode", ["L", "LA", "P", "1", "RGBA", "I", "F"])
def test_every_mode_becomes_rgba(inputs: Inputs, tmp_path: Path, mode: str) -> None:
    path = saved(tmp_path / ("a.tiff" if mode in "IF" else "a.png"), halves("L").convert(mode))
    pixels = inputs.pixels(inputs.add(path), WHOLE, 20, 10)
    assert pixels.shape == (10, 20, 4)
    assert pixels.dtype == np.uint8
    assert (pixels[:, :, 3] == 255).all()


def test_palette_transparency(inputs: Inputs, tmp_path: Path) -> None:
    image = halves().quantize(2)
    index = image.getpixel((0, 0))
    asset = inputs.add(saved(tmp_path / "a.gif", image, transparency=index))
    assert inputs.analyse(asset).has_alpha
    assert inputs.pixels(asset, WHOLE, 40, 20)[10, [3, 36], 3].tolist() == [0, 255]


@pytest.mark.parametrize("size", [(130, 90), (390, 270), (61, 200)])
def test_of_a_transparent_picture_only_what_shows_is_resampled(
    inputs: Inputs, tmp_path: Path, size: tuple[int, int]
) -> None:  # fmt: skip
    """As Pillow resamples all of it, to a level."""
    image = Image.new("RGBA", (200, 140), (255, 255, 255, 0))
    ImageDraw.Draw(image).ellipse((120, 30, 190, 80), fill=(200, 100, 50, 255), outline=(10, 250, 30, 90), width=5)
    asset = inputs.add(saved(tmp_path / "a.png", image))
    whole = image.convert("RGBa")
    if size == (61, 200):
        crop, box = Box(0.5, 0.1, 0.4, 0.6), (100.0, 14.0, 180.0, 98.0)
    else:
        crop, box = WHOLE, (0.0, 0.0, 200.0, 140.0)
    expected = np.asarray(whole.resize(size, Image.Resampling.BICUBIC, box)).astype(int)
    expected[..., :3] = np.minimum(expected[..., :3], expected[..., 3:])
    assert np.abs(inputs.pixels(asset, crop, *size) - expected).max() <= 1


def test_transparent_pictures_are_premultiplied_and_boxed(inputs: Inputs, tmp_path: Path) -> None:
    image = Image.new("RGBA", (200, 100), (255, 255, 255, 0))
    ImageDraw.Draw(image).rectangle((50, 20, 149, 79), fill=(200, 100, 50, 255))
    ImageDraw.Draw(image).rectangle((150, 20, 169, 79), fill=(200, 100, 50, 100))
    asset = inputs.add(saved(tmp_path / "a.png", image))
    seen = inputs.analyse(asset)
    assert seen.has_alpha
    assert seen.alpha_box == pytest.approx((0.25, 0.2, 0.6, 0.6))
    assert seen.subject == pytest.approx((0.25, 0.2, 0.5, 0.6))
    assert seen.foot == pytest.approx(0.8)
    pixels = inputs.pixels(asset, WHOLE, 200, 100)
    assert pixels[50, 160].tolist() == [78, 39, 20, 100]
    assert (pixels[:, :, :3] <= pixels[:, :, 3:]).all()
    assert inputs.pixels(asset, WHOLE, 200, 100, "relight")[0, 0].tolist() == [255, 255, 255, 0]
    assert inputs.pixels(asset, WHOLE, 200, 100, "relight")[50, 100].tolist() == [200, 100, 50, 255]


def test_exif_rotation(inputs: Inputs, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turn a quarter clockwise to show
    asset = inputs.add(saved(tmp_path / "a.jpg", halves(size=(160, 80)), exif=exif, quality=95))
    seen = inputs.analyse(asset)
    assert (seen.width, seen.height) == (80, 160)
    pixels = inputs.pixels(asset, WHOLE, 40, 80)
    assert pixels[5, 20, 0] > 200
    assert pixels[75, 20, 2] > 200


def test_broken_exif_is_no_reason_to_fail(inputs: Inputs, tmp_path: Path) -> None:
    path = saved(tmp_path / "a.jpg", halves(), exif=b"Exif\0\0II*\0\xff\xff\xff\xff")
    assert left_and_right(inputs, path)[0][0] > 200


def test_icc_profile_is_applied(inputs: Inputs, tmp_path: Path) -> None:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    odd = saved(tmp_path / "odd.png", halves(), icc_profile=lab)  # does not fit RGB: ignored
    broken = saved(tmp_path / "broken.png", halves(), icc_profile=b"rubbish")
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    fine = saved(tmp_path / "fine.png", halves(), icc_profile=srgb)
    for path in (odd, broken, fine):
        assert left_and_right(inputs, path)[0] == [220, 20, 20, 255]
    swapped = bytearray(srgb)  # red and blue primaries exchanged, under another name
    for one in (b"sRGB", "sRGB".encode("utf-16-be")):
        swapped = bytearray(bytes(swapped).replace(one, one.replace(b"s", b"x").replace(b"S", b"X")))
    at_red, at_blue = swapped.index(b"rXYZ"), swapped.index(b"bXYZ")
    swapped[at_red : at_red + 4], swapped[at_blue : at_blue + 4] = b"bXYZ", b"rXYZ"
    other = saved(tmp_path / "other.png", halves(), icc_profile=bytes(swapped))
    assert left_and_right(inputs, other)[0] != [220, 20, 20, 255]


@pytest.mark.parametrize("name", ["a.gif", "a.webp", "a.png"])
def test_animations_show_their_first_frame(inputs: Inputs, tmp_path: Path, name: str) -> None:
    frames = [halves(), Image.new("RGB", (80, 40), "lime")]
    path = saved(tmp_path / name, frames[0], save_all=True, append_images=frames[1:], duration=100)
    assert np.allclose(left_and_right(inputs, path)[0], (220, 20, 20, 255), atol=12)


def test_crops(inputs: Inputs, tmp_path: Path) -> None:
    asset = inputs.add(saved(tmp_path / "a.png", halves(size=(400, 200))))
    right = inputs.pixels(asset, Box(0.5, 0, 0.5, 1), 50, 50)
    assert (right[:, 3:, 2] == 220).all()
    beyond = inputs.pixels(asset, Box(-0.5, 0, 2, 1), 80, 20)
    assert (beyond[:, :20] == 0).all()
    assert (beyond[:, 60:] == 0).all()
    assert beyond[10, 24].tolist() == [220, 20, 20, 255]
    assert (inputs.pixels(asset, Box(2, 0, 1, 1), 8, 8, "relight") == (255, 255, 255, 0)).all()
    for crop, width in ((Box(0, 0, 0, 1), 5), (WHOLE, 0)):
        with pytest.raises(ValueError, match="nothing to sample"):
            inputs.pixels(asset, crop, width, 5)
    with pytest.raises(ValueError, match="unknown treatment"):
        inputs.pixels(asset, WHOLE, 5, 5, "sparkle")


def test_large_pictures_are_kept_below_4096(inputs: Inputs, tmp_path: Path) -> None:
    asset = inputs.add(saved(tmp_path / "wide.png", halves(size=(6000, 300))))
    assert inputs.analyse(asset).width == 6000
    assert inputs.pixels(asset, WHOLE, 60, 3)[1, [5, 55], 0].tolist() == [220, 20]


def test_a_file_that_changed_is_refused(inputs: Inputs, tmp_path: Path) -> None:
    path = saved(tmp_path / "a.png", halves())
    asset = inputs.add(path)
    saved(path, Image.new("RGB", (80, 40)))
    with pytest.raises(AssetError, match=r"a\.png: the file changed"):
        inputs.pixels(asset, WHOLE, 4, 4)
    path.unlink()
    with pytest.raises(AssetError, match="no such file"):
        inputs.pixels(asset, WHOLE, 4, 4)


def test_order_of_use_and_memory_do_not_change_bytes(tmp_path: Path) -> None:
    noise = io.BytesIO()
    rows = np.arange(900 * 700 * 3, dtype=np.uint64).reshape(700, 900, 3)
    Image.fromarray((rows * 2654435761 >> 13 & 255).astype(np.uint8)).save(noise, "JPEG")
    path = tmp_path / "n.jpg"
    path.write_bytes(noise.getvalue())
    sizes = [(300, 250), (900, 700), (60, 50), (1200, 900)]

    def drawn(order: list[tuple[int, int]], memory: int) -> dict[tuple[int, int], bytes]:
        store = Inputs(tmp_path / "cache", memory)
        asset = store.add(path)
        return {size: store.pixels(asset, Box(0.1, 0, 0.8, 1), *size).tobytes() for size in order}

    assert drawn(sizes, 200_000_000) == drawn(sizes[::-1], 1)
