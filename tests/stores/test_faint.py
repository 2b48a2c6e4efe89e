"""Subjects that hardly differ from what they stand on: white on white, black on black."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image, ImageDraw

from renderer.scene import Box
from renderer.stores.analysis import PictureAnalysis, analyse
from renderer.stores.pictures import decode

SIDE = 800
BODY, HANDLE, LABEL = (240, 160, 560, 680), (560, 280, 650, 520), (360, 360, 440, 410)


def shown(picture: Image.Image) -> PictureAnalysis:
    file = BytesIO()
    picture.save(file, "JPEG", quality=92)
    return analyse(decode(file.getvalue(), "picture.jpg"))


def jug(backdrop: int, body: int, handle: int) -> Image.Image:
    """A jug in two greys on a third."""
    picture = Image.new("RGB", (SIDE, SIDE), (backdrop,) * 3)
    draw = ImageDraw.Draw(picture)
    draw.arc(HANDLE, -90, 90, fill=(handle,) * 3, width=30)
    draw.rounded_rectangle(BODY, 40, fill=(body,) * 3)
    return picture


def holds(found: Box, wanted: tuple[int, int, int, int], spare: float = 0.02) -> bool:
    left, top, right, bottom = (one / SIDE for one in wanted)
    return (
        abs(found.x - left) < spare
        and abs(found.y - top) < spare
        and abs(found.right - right) < spare
        and abs(found.bottom - bottom) < spare
    )


@pytest.mark.parametrize(("body", "handle"), [(250, 243), (247, 236), (244, 230), (240, 225)])
def test_a_white_jug_on_white_is_more_than_its_handle(body: int, handle: int) -> None:
    found = shown(jug(255, body, handle))
    assert found.plain
    assert found.light
    assert holds(found.subject, (240, 160, 650, 680))
    assert found.confidence < 0.72  # nothing to be cut out
    assert found.faint


@pytest.mark.parametrize("shade", [249, 246, 238])
def test_a_white_box_is_more_than_the_label_on_it(shade: int) -> None:
    picture = jug(255, shade, 255)
    ImageDraw.Draw(picture).rectangle(LABEL, fill=(40, 36, 50))
    found = shown(picture)
    assert found.plain
    assert found.light
    assert holds(found.subject, BODY)


@pytest.mark.parametrize(("body", "handle"), [(6, 14), (10, 20), (20, 40)])
def test_a_black_jug_on_black_is_seen_whole(body: int, handle: int) -> None:
    found = shown(jug(0, body, handle))
    assert holds(found.subject, (240, 160, 650, 680), 0.03)
    assert found.faint


def test_an_ordinary_subject_is_what_it_was() -> None:
    """A dark label on a red box is a detail all the same, and the box's own outline is none that was missed."""
    picture = Image.new("RGB", (SIDE, SIDE), (255, 255, 255))
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle(BODY, 40, fill=(190, 40, 40))
    draw.rectangle(LABEL, fill=(40, 36, 50))
    found = shown(picture)
    assert holds(found.subject, BODY)
    assert not found.light
    assert found.confidence > 0.72
    assert not found.faint


def test_noise_has_no_outline() -> None:
    """A grainy wall with a small dark thing in it: the thing is the subject."""
    picture = Image.effect_noise((SIDE, SIDE), 14).convert("RGB")
    picture = Image.blend(picture, Image.new("RGB", (SIDE, SIDE), (235, 235, 235)), 0.8)
    ImageDraw.Draw(picture).rectangle((340, 340, 460, 460), fill=(60, 60, 70))
    assert holds(shown(picture).subject, (340, 340, 460, 460), 0.03)
