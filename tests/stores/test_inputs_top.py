"""A part as light as the backdrop counts for how high the subject reaches, though the mask has lost it."""

from __future__ import annotations

from PIL import Image, ImageDraw

from renderer.stores import silhouette

WALL = (222, 215, 203)


def humidifier(spout: bool) -> Image.Image:
    picture = Image.new("RGB", (512, 512), WALL)
    draw = ImageDraw.Draw(picture)
    draw.ellipse([130, 160, 380, 440], fill=(120, 116, 110))
    if spout:
        draw.polygon([(220, 170), (215, 90), (250, 80), (270, 165)], fill=WALL)
        draw.line([(220, 170), (215, 90), (250, 80)], fill=(150, 143, 132), width=3)
    return picture


def test_a_spout_as_light_as_the_wall_belongs_to_the_subject() -> None:
    found = silhouette.find(silhouette.small(humidifier(spout=True)))
    first = int(found.mask.any(axis=1).argmax())
    assert first >= 75  # of 256 rows: the mask itself has lost the spout, which begins at row 40
    assert 36 <= found.top <= 44


def test_without_one_the_mask_says_where_the_subject_begins() -> None:
    found = silhouette.find(silhouette.small(humidifier(spout=False)))
    assert found.top == int(found.mask.any(axis=1).argmax())
    assert 78 <= found.top <= 82
