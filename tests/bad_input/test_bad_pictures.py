"""Pictures that are broken, hostile or odd: the creative is made without one, and the finding says which and why."""

from __future__ import annotations

import io
import json
import os
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from bad_shop import Shop
from PIL import Image

from renderer.stores import artwork
from renderer.stores.bounded import Bounded

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '


def _png(width: int, height: int) -> bytes:
    """A PNG that claims a size."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 999)) + chunk(b"IEND", b"")
    )


def _bytes(image: Image.Image, form: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, form, **options)
    return out.getvalue()


@pytest.fixture
def picture(shop: Shop) -> Image.Image:
    return shop.picture()


def _unusable() -> dict[str, tuple[bytes, str]]:
    jpeg, png = _bytes(Shop.picture(), "JPEG"), _bytes(Shop.picture(), "PNG")
    return {
        "junk.png": (b"\x89PNG\r\n\x1a\n" + b"junk" * 50, "broken PNG picture"),
        "page.jpg": (b"<html>404</html>", "not a picture (looks like HTML)"),
        "empty.png": (b"", "not a picture (the file is empty)"),
        "one.png": (_bytes(Image.new("RGB", (1, 1)), "PNG"), "shows nothing"),
        "clear.png": (_bytes(Image.new("RGBA", (300, 300)), "PNG"), "shows nothing"),
        "huge.png": (_png(10_000, 10_000), "10000x10000 is 100 megapixels, at most 64 are read"),
        "thin.png": (_png(10_000, 2), "is no shape for a picture"),
        "cut.jpg": (jpeg[: len(jpeg) // 2], "broken or truncated JPEG"),
        "cut.png": (png[: len(png) // 2], "broken or truncated PNG"),
        "entities.svg": (b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + SVG.encode() + b">&x;</svg>",
                         "SVG with a DTD, entities or external references is refused"),
        "wide.svg": (f'{SVG} width="1000000" height="10"><rect width="9" height="9"/></svg>'.encode(), "is narrower than"),  # noqa: E501
        "broken.svg": (b"<svg", "broken SVG"),
    }  # fmt: skip


def test_unusable_pictures_are_warned_of_and_the_creative_is_made_without(shop: Shop) -> None:
    found = _unusable()
    for name, (content, _) in found.items():
        (shop.images / name).write_bytes(content)
    shop.rows(*(f"{name},Item {name},2 EUR,{name},https://t" for name in found))
    ran = shop.render()
    assert ran.code == 0, ran
    for name, (_, told) in found.items():
        one = shop.creative(name)
        assert one["status"] == "warn", one
        assert len(one["files"]) == 1
        message = shop.findings(name)["picture/unusable"]
        assert message.startswith(f"'{name}': "), message
        assert told in message
        assert message.endswith("; a layout without a picture is used")
    shop.whole()
    assert shop.render("--strict").code == 1


def test_a_drawing_that_takes_too_much_only_when_it_is_large_is_shown_where_it_is_small(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop.campaign("[iab/medium-rectangle]", "[iab/medium-rectangle, social/meta-square]")
    bowl = f'{SVG} viewBox="0 0 900 900"><circle cx="450" cy="450" r="300" fill="#9A3B26"/></svg>'
    (shop.images / "bowl.svg").write_text(bowl)
    shop.rows("bowl,Bowl,2 EUR,bowl.svg,https://t")
    rasterise = artwork.rasterise

    def costly(drawing: artwork.Drawing, longest: int, name: str, bounded: Bounded) -> Image.Image:
        if longest > 512 and "bowl" in name:
            raise artwork.TooCostly(f"{name}: the SVG cannot be drawn (it takes longer than 10 s)")
        return rasterise(drawing, longest, name, bounded)

    monkeypatch.setattr(artwork, "rasterise", costly)
    told = ["'bowl.svg': the SVG cannot be drawn (it takes longer than 10 s); a layout without a picture is used"]
    for output in ("first", "again"):  # the refusal is remembered; the creatives are the same
        ran = shop.render("-o", output)
        assert ran.code == 0, ran
        manifest = json.loads((shop.folder / output / "demo/manifest.json").read_bytes())
        found = {one["format"]: [each["message"] for each in one["findings"] if each["check"] == "picture/unusable"]
                 for one in manifest["creatives"]}  # fmt: skip
        assert found == {"iab/medium-rectangle": [], "social/meta-square": told}


@pytest.mark.parametrize("campaign", ["../shop", "{folder}"])
def test_a_finding_names_no_folder_of_the_machine(shop: Shop, campaign: str, tmp_path: Path) -> None:
    """The command run elsewhere, the campaign named from there."""
    (shop.images / "blank.png").write_bytes(_bytes(Image.new("RGB", (300, 300)), "PNG"))
    shop.rows("blank,Blank,2 EUR,blank.png,https://t")
    inside = shop.folder / "shop"
    inside.mkdir()
    for part in ("brand", "images", "feed.csv", "campaign.yaml"):
        (shop.folder / part).rename(inside / part)
    shop.folder = tmp_path / "elsewhere"
    shop.folder.mkdir()
    assert shop.run(campaign.format(folder=inside), "-j", "0").code == 0
    why = "'blank.png': shows nothing (one colour, or under 8 px); a layout without a picture is used"
    assert shop.findings("blank")["picture/unusable"] == why
    assert str(tmp_path) not in (shop.folder / "output/demo/manifest.json").read_text()


def test_references_that_lead_nowhere_or_out(shop: Shop) -> None:
    (shop.images / "folder.png").mkdir()
    (shop.images / "link.png").symlink_to("/etc/passwd")
    (shop.images / "loop.png").symlink_to("loop.png")
    os.mkfifo(shop.images / "pipe.png")
    references = {
        "none": ("", "the feed names no picture"),
        "gone": ("gone.png", "no picture 'gone.png' lies in images"),
        "folder": ("folder.png", "no picture"),
        "link": ("link.png", "no picture"),
        "loop": ("loop.png", "no picture"),
        "pipe": ("pipe.png", "no picture"),
        "up": ("../../etc/passwd", "'../../etc/passwd' leads out of the campaign's folder"),
        "root": ("/etc/passwd", "leads out of the campaign's folder"),
        "drive": (r"C:\kettle.png", "leads out of the campaign's folder"),
        "inline": ("data:image/png;base64", "is neither a file nor the address of one"),
        "web": ("https://cdn.example/gone.png", "is not fetched, and no file of its name lies in images"),
        "long": ("x" * 5000 + ".png", "..."),
    }
    shop.rows(*(f"{id_},Item,2 EUR,{reference},https://t" for id_, (reference, _) in references.items()))
    ran = shop.render()
    assert ran.code == 0, ran
    for id_, (_, told) in references.items():
        message = shop.findings(id_)["picture/missing"]
        assert told in message
        assert len(message) < 200
        assert len(shop.creative(id_)["files"]) == 1


def test_odd_pictures_are_understood(shop: Shop, picture: Image.Image) -> None:
    cut = picture.convert("RGBA")
    cut.putalpha(Image.eval(picture.convert("L"), lambda value: 0 if value > 250 else 255))
    turned = Image.Exif()
    turned[0x0112] = 6
    contents = {
        "cmyk.jpg": _bytes(picture.convert("CMYK"), "JPEG"),
        "deep.png": _bytes(Image.fromarray(np.asarray(picture.convert("L")).astype(np.uint16) * 257), "PNG"),
        "grey.png": _bytes(picture.convert("LA"), "PNG"),
        "palette.gif": _bytes(picture.convert("P"), "GIF"),
        "cut.png": _bytes(cut, "PNG"),
        "turned.jpg": _bytes(picture.resize((480, 240)), "JPEG", exif=turned),
        "KETTLE2.PNG": _bytes(picture, "PNG"),
        "files.svg": f'{SVG} viewBox="0 0 99 99"><image xlink:href="file:///etc/passwd" width="9" height="9"/><image href='  # noqa: E501
        '"http://127.0.0.1:9/x.png" width="9" height="9"/><circle cx="50" cy="50" r="30" fill="red"/></svg>'.encode(),
        "large.svg": f'{SVG} width="1000000" height="1000000"><circle cx="500000" cy="500000" r="300000"/></svg>'.encode(),  # noqa: E501
    }
    for name, content in contents.items():
        (shop.images / name).write_bytes(content)
    shop.rows(*(f"{name},Item,2 EUR,{name.lower()},https://t" for name in contents))
    ran = shop.render()
    assert ran.code == 0, ran
    for name in contents:
        assert "picture/missing" not in shop.findings(name), name
        assert "picture/unusable" not in shop.findings(name), name


def test_a_picture_of_a_hundred_megapixels_is_read_small(shop: Shop) -> None:
    shop.picture(size=500).resize((10_000, 10_000), Image.Resampling.NEAREST).save(shop.images / "vast.jpg", quality=40)
    shop.rows("a,Vast,2 EUR,vast.jpg,https://t")
    ran = shop.render()
    assert ran.code == 0, ran
    assert shop.creative("a")["status"] == "ok"


def test_a_folder_of_pictures_that_is_not_there_is_told(shop: Shop) -> None:
    shop.campaign("images: images", "images: imgs")
    ran = shop.render()
    assert ran.code == 0, ran
    assert "campaign.yaml: feed.images: there is no folder imgs" in ran.err
    assert shop.manifest()["counts"]["warn"] == 2
