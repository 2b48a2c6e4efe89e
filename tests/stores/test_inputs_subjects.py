"""Subjects on plain backdrops: where they stand, relit and cut out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter

from renderer.scene import Box
from renderer.stores.analysis import CUTOUT_CONFIDENCE
from renderer.stores.inputs import Inputs

WHOLE = Box(0, 0, 1, 1)


@pytest.fixture
def store(tmp_path: Path) -> Inputs:
    return Inputs(tmp_path / "cache")


def studio(
    size: int = 600, product: tuple[int, int, int] = (40, 70, 110), box: tuple[int, ...] = (200, 150, 400, 480)
) -> Image.Image:
    """A product on an uneven beige backdrop with a soft shadow at its foot."""
    y, x = np.mgrid[0:size, 0:size]
    light = 1000 - (x - size // 3) ** 2 // 900 - (y - size // 4) ** 2 // 1500
    beige = np.clip(np.array((236, 229, 217))[None, None] * light[:, :, None] // 1000, 0, 255).astype(np.uint8)
    shadow = Image.new("L", (size, size), 0)
    ImageDraw.Draw(shadow).ellipse((box[0] - 30, box[3] - 25, box[2] + 60, box[3] + 25), fill=90)
    shadow = shadow.filter(ImageFilter.GaussianBlur(14))
    picture = Image.composite(Image.new("RGB", (size, size)), Image.fromarray(beige), shadow)
    ImageDraw.Draw(picture).rounded_rectangle(box, 20, fill=product)
    return picture


def ring(pixels: np.ndarray) -> np.ndarray:  # type: ignore[type-arg]
    return np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])


def test_the_subject_is_found_without_its_shadow(store: Inputs, tmp_path: Path) -> None:
    studio().save(tmp_path / "a.png")
    seen = store.analyse(store.add(tmp_path / "a.png"))
    assert seen.plain
    assert not seen.flat
    assert seen.confidence >= CUTOUT_CONFIDENCE
    assert seen.subject == pytest.approx((200 / 600, 150 / 600, 200 / 600, 330 / 600), abs=0.012)
    assert seen.foot == pytest.approx(0.8, abs=0.012)
    assert seen.focal == pytest.approx((0.5, 0.525), abs=0.012)
    assert seen.contrast > 0.4
    assert np.allclose(seen.backdrop.mean, (205, 199, 188), atol=4)
    assert seen.luminance[8][8] < 90
    assert np.shape(seen.luminance) == (16, 16)


def test_a_long_shadow_that_leaves_the_picture_is_no_part_of_the_subject(store: Inputs, tmp_path: Path) -> None:
    """The body is placed, not the body with its shadow."""
    picture = studio()
    ImageDraw.Draw(picture).rectangle((0, 462, 200, 476), fill=(60, 62, 70))
    picture.save(tmp_path / "a.png")
    seen = store.analyse(store.add(tmp_path / "a.png"))
    assert seen.plain
    assert seen.subject.x == pytest.approx(200 / 600, abs=0.03)


def test_a_subject_reaches_down_to_what_is_dark_under_it(store: Inputs, tmp_path: Path) -> None:
    """Grey feet melt into their own shadow; whether feet or hard shadow, no text may stand there."""
    picture = studio()
    drawing = ImageDraw.Draw(picture)
    for x in (215, 350):
        drawing.rectangle((x, 470, x + 35, 520), fill=(96, 92, 88))
    soft = picture.filter(ImageFilter.GaussianBlur(5)).crop((190, 486, 410, 560))
    picture.paste(soft, (190, 486))
    picture.save(tmp_path / "a.png")
    seen = store.analyse(store.add(tmp_path / "a.png"))
    assert seen.plain
    assert 0.85 <= seen.foot <= 0.9
    assert seen.subject.bottom == seen.foot


def test_relit(store: Inputs, tmp_path: Path) -> None:
    studio().save(tmp_path / "a.png")
    pixels = store.pixels(store.add(tmp_path / "a.png"), WHOLE, 600, 600, "relight")
    assert (ring(pixels) == (255, 255, 255, 0)).all()
    assert (pixels[:140] == (255, 255, 255, 0)).all()  # the uneven light is gone
    assert (pixels[170:460, 220:380, 3] == 255).all()  # nothing is seen through the product
    assert not pixels[:, 440:, 3].any()  # its shadow lies on what is behind it
    assert pixels[470:500, 405:420, 0].min() < 230  # the shadow is not
    assert np.allclose(pixels[300, 300, :3], (45, 80, 133), atol=14)


def test_cut_out(store: Inputs, tmp_path: Path) -> None:
    studio().save(tmp_path / "a.png")
    pixels = store.pixels(store.add(tmp_path / "a.png"), WHOLE, 600, 600, "cutout")
    assert (pixels[170:460, 220:380] == [40, 70, 110, 255]).all()
    assert not pixels[:140].any()
    assert not pixels[500:].any()
    assert (pixels[:, :, :3] <= pixels[:, :, 3:]).all()
    edge = pixels[300, 190:212]
    assert ((edge[:, 3] > 0) & (edge[:, 3] < 255)).sum() <= 8
    soft = edge[edge[:, 3] > 60].astype(int)
    straight = soft[:, :3] * 255 // soft[:, 3:]
    assert np.abs(straight - (40, 70, 110)).max() < 60  # no beige fringe


def test_a_white_product_keeps_an_edge(store: Inputs, tmp_path: Path) -> None:
    studio(product=(252, 251, 250)).save(tmp_path / "a.png")
    asset = store.add(tmp_path / "a.png")
    seen = store.analyse(asset)
    assert seen.plain
    assert seen.light
    pixels = store.pixels(asset, WHOLE, 600, 600, "relight")
    assert (ring(pixels) == (255, 255, 255, 0)).all()
    assert pixels[200:460, 390:399, :3].min() < 252  # a shade below the ground


def test_a_subject_at_the_border(store: Inputs, tmp_path: Path) -> None:
    studio(box=(240, 300, 360, 700)).save(tmp_path / "a.png")
    asset = store.add(tmp_path / "a.png")
    seen = store.analyse(asset)
    assert seen.touches
    assert seen.subject.bottom == 1.0
    pixels = store.pixels(asset, WHOLE, 600, 600, "relight")
    assert (pixels[0] == (255, 255, 255, 0)).all()
    assert pixels[599, 300, 0] < 80
    assert pixels[599, 300, 3] == 255


def test_a_scene_is_not_plain(store: Inputs, tmp_path: Path) -> None:
    y, x = np.mgrid[0:300, 0:400]
    busy = np.stack([(x * 7 + y * 3) % 256, (x * y // 50) % 256, (x + y * 5) % 256], axis=2).astype(np.uint8)
    Image.fromarray(busy).save(tmp_path / "a.png")
    seen = store.analyse(store.add(tmp_path / "a.png"))
    assert not seen.plain
    assert seen.confidence == 0
    assert store.analyse(store.add(tmp_path / "a.png")).ratio == pytest.approx(4 / 3)


@pytest.mark.parametrize("size", [(40, 600), (600, 40), (9, 9), (8, 1200), (64, 64)])
def test_odd_shapes_do_not_fail(store: Inputs, tmp_path: Path, size: tuple[int, int]) -> None:
    studio().resize(size).save(tmp_path / "a.png")
    asset = store.add(tmp_path / "a.png")
    store.analyse(asset)
    for treatment in ("plain", "relight", "cutout"):
        assert store.pixels(asset, WHOLE, 33, 21, treatment).shape == (21, 33, 4)


def test_the_same_bytes_twice_and_cold(store: Inputs, tmp_path: Path) -> None:
    studio().save(tmp_path / "a.png")
    asset = store.add(tmp_path / "a.png")

    def all_of(inputs: Inputs) -> list[bytes]:
        return [
            inputs.pixels(asset, Box(0.1, 0.05, 0.8, 0.9), 301, 257, t).tobytes()
            for t in ("plain", "relight", "cutout")
        ]

    seen, first = store.analyse(asset), all_of(store)
    assert all_of(store) == first
    cold = Inputs(tmp_path / "other", memory=1)
    assert all_of(cold)[::-1] == first[::-1]
    assert cold.analyse(asset) == seen


@pytest.mark.shared
def test_shop_pictures(store: Inputs, shared: Callable[[str], Path]) -> None:
    paths = (
        sorted(shared("data/spree/images").glob("*.webp"))[::5] + sorted(shared("data/eshop/Pics").glob("*.webp"))[::5]
    )
    assets = [store.add(path) for path in paths]
    seen = [store.analyse(asset) for asset in assets]
    assert sum(one.plain for one in seen) >= len(seen) * 9 // 10
    assert sum(one.confidence >= CUTOUT_CONFIDENCE for one in seen) >= len(seen) * 2 // 5
    for asset, one in zip(assets, seen, strict=True):
        if one.plain and not one.touches:
            relit = store.pixels(asset, WHOLE, one.width, one.height, "relight")
            assert (ring(relit) == (255, 255, 255, 0)).all(), asset.name


def room(busy: str = "") -> Image.Image:
    """A wall over a table, a striped box on it, and something that runs off one side."""
    picture = Image.new("RGB", (600, 600), (60, 90, 95))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 430, 600, 600), fill=(110, 70, 45))
    for index in range(12):
        draw.rectangle((210 + 15 * index, 180, 216 + 15 * index, 480), fill=(235, 230, 215))
    for x, y in ((0, 90), (25, 150), (5, 250), (30, 330)):
        side = {"left": (x, y, x + 60, y + 40), "right": (590 - x, y, 600, y + 40)}.get(busy)
        if side:
            draw.ellipse(side, fill=(240, 220, 60))
    return picture


@pytest.mark.parametrize(("busy", "calm"), [("", (True, True)), ("left", (False, True)), ("right", (True, False))])
def test_a_scene_s_side_is_calm_where_it_could_go_on(
    store: Inputs, tmp_path: Path, busy: str, calm: tuple[bool, bool]
) -> None:
    room(busy).save(tmp_path / "a.png")
    seen = store.analyse(store.add(tmp_path / "a.png"))
    assert not seen.plain
    assert (seen.calm[0], seen.calm[2]) == calm
    assert seen.calm[1]


def test_a_side_that_the_subject_runs_off_is_not_calm(store: Inputs, tmp_path: Path) -> None:
    """Trousers look the same farther down; drawn on they would be stilts."""
    picture = room()
    for index in range(12):
        ImageDraw.Draw(picture).rectangle((210 + 15 * index, 470, 216 + 15 * index, 600), fill=(235, 230, 215))
    picture.save(tmp_path / "a.png")
    seen = store.analyse(store.add(tmp_path / "a.png"))
    assert seen.subject.bottom > 0.99
    assert seen.calm == (True, True, True, False)


def test_the_box_of_a_scene_holds_all_that_stands_out(store: Inputs, tmp_path: Path) -> None:
    room().save(tmp_path / "a.png")
    box = store.analyse(store.add(tmp_path / "a.png")).subject
    assert box.x <= 0.36
    assert box.y <= 0.31
    assert box.right >= 0.63
    assert box.bottom >= 0.79
    assert box.w < 0.6
