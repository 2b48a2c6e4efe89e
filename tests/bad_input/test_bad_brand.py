"""A brand that is wrong: exit 2 with the place in the brand file, everything at once."""

from __future__ import annotations

from pathlib import Path

import pytest
from bad_shop import BRAND, LOGO, Shop
from PIL import Image

from renderer.stores import artwork
from renderer.stores.bounded import Bounded

MANROPE = '"package:font_manrope"'


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("logo.svg", "lgo.svg", "brand.yaml:6: logos.file: brand/toucan/lgo.svg: no such file"),
        ("{file: logo.svg, min_width_px: 20}", "[{file: a.svg}]", "brand.yaml:6: logos[0].file: brand/toucan/a.svg: no"),  # noqa: E501
        ("font_manrope", "font_manrop", "brand.yaml:4: typefaces.display: package 'font_manrop' is not installed"),
        ("Source Sans Pro", "Source Sand", "brand.yaml:5: typefaces.text: 'package:font_source_sans_pro' holds "),
        (MANROPE, "fnts", "brand.yaml:4: typefaces.display: no such folder of fonts: 'fnts'"),
        ("logos:", "layouts: [panle]\nlogos:", "brand.yaml:6: layouts[0]: unknown design 'panle' (did you mean 'panel'?)"),  # noqa: E501
        ("logos:", "cta: {fill: purple}\nlogos:", "brand.yaml:6: cta.fill: the palette has no colour 'purple'"),
        ("logos:", "cta: {weight: heavy}\nlogos:", "brand.yaml:6: cta.weight: no typeface has a weight 'heavy'"),
        ("logos:", "cta: {shape: star}\nlogos:", "brand.yaml:6: cta.shape: 'star' is not one of"),
        ("name: Toucan", "nam: Toucan", "brand.yaml:1: nam: unknown key 'nam' (did you mean 'name'?)"),
        ("logos:", "languages: {fr: {}}\nlogos:", "brand.yaml:6: languages: unknown key 'languages'"),
        ('"#063D26"', "green", "brand.yaml:2: palette.primary: 'green' is not a colour: write it as \"#RRGGBB\", in quotes"),  # noqa: E501
        ('"#063D26"', "#063D26", "is not valid YAML: "),
        ("logos:", "price: {badge: percnt}\nlogos:", "'percnt' is not one of 'none', 'percent' or 'amount' (did you mean"),  # noqa: E501
        ("logos:", "legibility: {min_text_px: 1}\nlogos:", "legibility.min_text_px: must be at least 4, not 1"),
    ],
)  # fmt: skip
def test_one_mistake_is_told_with_its_place(shop: Shop, old: str, new: str, told: str) -> None:
    assert old in BRAND
    (shop.brand / "brand.yaml").write_text(BRAND.replace(old, new, 1))
    assert len(shop.render().refused(told)) == 1


@pytest.mark.parametrize("content", [b"", b"junk" * 200, b"OTTO" + b"\0" * 300, b"\0\1\0\0" + b"\xff" * 300])
def test_a_font_file_that_is_none(shop: Shop, content: bytes) -> None:
    (shop.brand / "fonts").mkdir()
    (shop.brand / "fonts/x.ttf").write_bytes(content)
    (shop.brand / "brand.yaml").write_text(BRAND.replace(MANROPE, "fonts"))
    shop.render().refused("brand/toucan/brand.yaml:4: typefaces.display: ", "'x.ttf' is not a usable font file")


def test_a_font_file_that_leads_nowhere(shop: Shop) -> None:
    (shop.brand / "fonts").mkdir()
    (shop.brand / "fonts/x.ttf").symlink_to("nowhere.ttf")
    (shop.brand / "brand.yaml").write_text(BRAND.replace(MANROPE, "fonts"))
    shop.render().refused("brand/toucan/brand.yaml:4: typefaces.display: ", "nowhere.ttf: cannot be read (no such file")


def test_a_font_file_cut_in_half(shop: Shop) -> None:
    from renderer.resources import package_folder

    file = next(Path(package_folder("font_manrope")).rglob("*.ttf"), None)
    if file is None:
        pytest.skip("the font package holds no .ttf")
    content = file.read_bytes()
    (shop.brand / "fonts").mkdir()
    (shop.brand / "fonts/x.ttf").write_bytes(content[: len(content) // 2])
    (shop.brand / "brand.yaml").write_text(BRAND.replace(MANROPE, "fonts"))
    shop.render().refused("'x.ttf' is not a usable font file")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("logo.svg", b"<svg", "broken SVG"),
        ("logo.png", b"hello", "not a picture"),
        ("logo.svg", LOGO.encode().replace(b"<path", b"<!-- ").replace(b"/></svg>", b"--></svg>"), "shows nothing"),
    ],
)
def test_a_logo_that_shows_nothing(shop: Shop, name: str, content: bytes, told: str) -> None:
    (shop.brand / "logo.svg").unlink()
    (shop.brand / name).write_bytes(content)
    (shop.brand / "brand.yaml").write_text(BRAND.replace("logo.svg", name))
    shop.render().refused(f"brand/toucan/brand.yaml:6: logos.file: brand/toucan/{name}: ", told)


def test_a_logo_that_takes_too_much_at_the_size_its_ink_is_looked_at(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its ink is a tenth of the drawing, so it is drawn larger than when it was measured."""
    small = LOGO.replace('viewBox="0 0 90 30" width="90" height="30"', 'viewBox="0 0 1200 400"')
    (shop.brand / "logo.svg").write_text(small)
    rasterise = artwork.rasterise

    def costly(drawing: artwork.Drawing, longest: int, name: str, bounded: Bounded) -> Image.Image:
        if longest != 512:
            raise artwork.TooCostly(f"{name}: the SVG cannot be drawn (it takes longer than 10 s)")
        return rasterise(drawing, longest, name, bounded)

    monkeypatch.setattr(artwork, "rasterise", costly)
    told = "the SVG cannot be drawn (it takes longer than 10 s)"
    shop.render().refused(f"brand/toucan/brand.yaml:6: logos.file: brand/toucan/logo.svg: {told}")


def test_everything_wrong_with_a_brand_is_told_with_what_else_is_wrong(shop: Shop) -> None:
    (shop.brand / "brand.yaml").write_text(BRAND.replace("logo.svg", "l.svg").replace("font_manrope", "font_x"))
    shop.campaign("feed.csv", "fed.csv")
    lines = shop.render().refused()
    assert [line.split(":")[:2] for line in lines] == [
        ["campaign.yaml", "6"], ["brand/toucan/brand.yaml", "4"], ["brand/toucan/brand.yaml", "6"],
    ]  # fmt: skip


def test_a_brand_folder_without_its_file(shop: Shop) -> None:
    (shop.brand / "brand.yaml").unlink()
    shop.render().refused("campaign.yaml:2: brand: no brand 'toucan' (the folder brand/toucan holds no brand.yaml)")


def test_a_palette_that_no_text_can_be_read_in_is_told_before_and_in_every_finding(shop: Shop) -> None:
    (shop.brand / "brand.yaml").write_text(BRAND.replace('on_primary: "#FFFFFF"', 'on_primary: "#0F5239"'))
    ran = shop.render()
    (line,) = [line for line in ran.err.splitlines() if "palette" in line]
    assert line.startswith(
        "brand/toucan/brand.yaml: palette: on_primary #0F5239 on primary #063D26 has a contrast of 1."
    )
    said = [one["message"] for one in shop.manifest()["creatives"][0]["findings"] if one["check"] == "contrast/too-low"]
    assert said
    assert all(message.endswith("(palette: on_primary #0F5239 on primary #063D26)") for message in said)
