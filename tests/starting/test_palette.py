import base64
import contextlib
import io
import warnings
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from renderer.errors import InputError
from renderer.model.brand import Palette
from renderer.starting.colour import Rgb, contrast, distance, from_hex, hex_text, hue_gap, luminance, oklch
from renderer.starting.inks import NEUTRAL_CHROMA, drawing
from renderer.starting.marks import logo_drawing, marks, readable_ground
from renderer.starting.palette import CONTRAST, basis, composed, pairs, palette_from_logo, readable
from renderer.starting.pixels import Pixels, logo_pixels, svg_pixels

LOGOS = Path(__file__).parents[1] / "logos"
FILES = sorted(file for file in LOGOS.glob("*") if file.suffix.lower() in (".svg", ".png", ".jpg", ".jpeg", ".webp"))


def svg(body: str, box: str = "0 0 240 80") -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">{body}</svg>'.encode()


def wordmark(dot: str, word: str) -> bytes:
    letters = f'<path d="M90 20h12v40h-12zM110 20h80v12h-80z" fill="{word}"/>'
    return svg(f'<circle cx="40" cy="40" r="30" fill="{dot}"/>{letters}')


def uses(number: int) -> str:
    return f'<use href="#g{number}"/>' * 10


def seen(content: bytes) -> Palette:
    return palette_from_logo(svg_pixels(content, 480))


def has_chroma(pixels: Pixels) -> bool:
    """Whether a logo has a colour of its own, rather than greys and pale tints only."""
    logo = drawing(pixels)
    return any(oklch(colour).chroma > 0.05 for colour in [*(ink.colour for ink in logo.inks), logo.paper or (0, 0, 0)])


@pytest.mark.parametrize("file", FILES or [None], ids=lambda file: file.name if file else "none")
def test_every_logo_gives_a_readable_palette(file: Path | None) -> None:
    if file is None:
        pytest.skip("tests/logos IS EMPTY: the palettes of real logos are not tested")
    pixels = logo_pixels(file)
    palette = palette_from_logo(pixels)
    assert len(pairs(palette)) >= 4
    for role, ratio in pairs(palette):
        assert ratio >= CONTRAST, role
    assert palette_from_logo(pixels.copy()) == palette
    primary = from_hex(palette.primary)
    if oklch(primary).chroma >= NEUTRAL_CHROMA and has_chroma(pixels):
        colours = np.unique(pixels[pixels[..., 3] > 200][:, :3], axis=0)
        assert min(distance(primary, (r, g, b)) for r, g, b in colours.tolist()) < 0.1


@pytest.mark.parametrize("file", FILES or [None], ids=lambda file: file.name if file else "none")
def test_every_logo_has_a_drawing_for_light_and_for_dark(file: Path | None) -> None:
    if file is None:
        pytest.skip("tests/logos IS EMPTY: the variants of real logos are not tested")
    logo = logo_drawing(file)
    drawings = marks(file, logo, composed(basis(logo)), [])
    grounds = {mark.ground for mark in drawings}
    assert "any" in grounds or grounds == {"light", "dark"}
    assert drawings == marks(file, logo, composed(basis(logo)), [])


@pytest.mark.parametrize(
    ("content", "primary", "accent"),
    [
        (wordmark("#2312D8", "#2312D8"), "#2312D8", None),
        (wordmark("#FF7A00", "#0D2045"), "#FF7A00", "#0D2045"),
        (wordmark("#B4001B", "#111111"), "#B4001B", None),
        (wordmark("#FFE600", "#FFE600"), "#FFE600", None),
        (svg('<rect width="240" height="80" fill="#0058A3"/><circle cx="120" cy="40" r="30" fill="#FFDB00"/>'),
         "#0058A3", "#FFDB00"),
    ],
)  # fmt: skip
def test_primary_and_accent_are_the_exact_inks(content: bytes, primary: str, accent: str | None) -> None:
    palette = seen(content)
    assert (palette.primary, palette.accent) == (primary, accent)


@pytest.mark.parametrize("ink", ["#000000", "#FFFFFF", "#C0C0C0"])
def test_monochrome_logos_get_a_neutral_palette(ink: str) -> None:
    palette = seen(wordmark(ink, ink))
    assert palette.primary == "#1A1A1A"
    assert oklch(from_hex(palette.ground)).chroma < 0.005


def test_a_dark_grey_logo_keeps_its_grey() -> None:
    assert seen(wordmark("#5B5F62", "#5B5F62")).primary == "#5B5F62"


def test_a_pale_logo_keeps_its_hue_and_becomes_readable() -> None:
    palette = seen(wordmark("#F6DDE3", "#F6DDE3"))
    assert hue_gap(oklch(from_hex(palette.primary)).hue, oklch(from_hex("#F6DDE3")).hue) < 8
    assert all(ratio >= CONTRAST for _, ratio in pairs(palette))


def test_a_blank_picture_gives_a_neutral_palette() -> None:
    assert palette_from_logo(np.zeros((8, 8, 4), np.uint8)).primary == "#1A1A1A"
    assert palette_from_logo(np.full((8, 8, 4), 255, np.uint8)).primary == "#1A1A1A"


def test_anti_aliasing_opens_no_inks() -> None:
    inks = drawing(svg_pixels(wordmark("#E4002B", "#0D2045"), 120)).inks
    assert {hex_text(ink.colour) for ink in inks} == {"#E4002B", "#0D2045"}


def on_ground(content: bytes, ground: str, quality: int) -> Pixels:
    """A logo as a JPEG on a ground."""
    logo = Image.fromarray(svg_pixels(content, 600))
    sheet = Image.new("RGBA", (logo.width + 60, logo.height + 60), ground)
    sheet.alpha_composite(logo, (30, 30))
    out = io.BytesIO()
    sheet.convert("RGB").save(out, "JPEG", quality=quality)
    return np.asarray(Image.open(out).convert("RGBA"))


@pytest.mark.parametrize("quality", [30, 60, 95])
def test_a_noisy_jpeg_on_white_reads_like_its_drawing(quality: int) -> None:
    pixels = on_ground(wordmark("#FF7A00", "#0D2045"), "#FFFFFF", quality)
    palette = palette_from_logo(pixels)
    assert drawing(pixels).paper is not None
    assert distance(from_hex(palette.primary), from_hex("#FF7A00")) < 0.05
    assert palette.ground == "#FFFFFF"


def test_an_opaque_logo_on_cream_stands_on_the_same_cream() -> None:
    picture = Image.new("RGBA", (200, 100), "#FFF7E6")
    ImageDraw.Draw(picture).rectangle((40, 30, 160, 70), fill="#00695C")
    palette = palette_from_logo(np.asarray(picture))
    assert (palette.ground, palette.primary) == ("#FFF7E6", "#00695C")


def test_an_orange_accent_carries_the_price_and_a_red_one_the_saving() -> None:
    orange = seen(wordmark("#F26A1B", "#0B2545"))
    assert distance(from_hex(orange.price or "#000"), from_hex("#F26A1B")) < 0.01
    assert oklch(from_hex(orange.saving or "#000")).chroma > 0.15
    red = seen(svg('<path d="M0 0h200v60h-200z" fill="#1B3A8C"/><path d="M0 60h60v20h-60z" fill="#E4002B"/>'))
    assert (red.price, red.saving) == ("#1B3A8C", "#E4002B")


def test_white_on_a_brand_tile_takes_the_tile() -> None:
    pixels = on_ground(wordmark("#FFFFFF", "#FFFFFF"), "#D40F7D", 90)
    palette = palette_from_logo(pixels)
    assert distance(from_hex(palette.primary), from_hex("#D40F7D")) < 0.07
    assert readable_ground(drawing(pixels), palette) == "any"


@pytest.mark.parametrize(
    ("content", "ground"),
    [
        (wordmark("#000", "#000"), "light"),
        (wordmark("#E4002B", "#E4002B"), "light"),
        (wordmark("#FFF", "#FFF"), "dark"),
        (wordmark("#39FF14", "#39FF14"), "dark"),
        (wordmark("#FF7A00", "#FFF8E7"), "dark"),
    ],
)
def test_the_ground_a_logo_is_readable_on(content: bytes, ground: str) -> None:
    logo = drawing(svg_pixels(content, 480))
    assert readable_ground(logo, composed(basis(logo))) == ground


def test_a_red_brand_does_not_show_savings_in_red() -> None:
    palette = seen(wordmark("#E30613", "#E30613"))
    assert palette.saving is not None
    assert luminance(from_hex(palette.saving)) < 0.05
    assert oklch(from_hex(seen(wordmark("#2312D8", "#2312D8")).saving or "#000")).hue == pytest.approx(25, abs=15)


def test_a_panel_carries_mentions_and_keeps_its_hue() -> None:
    """A mention is set in the text's colour at 82 %; what must move keeps its hue, and what reads well stays."""
    dark: Rgb = (26, 26, 26)
    for fill in [(r, g, b) for r in range(0, 256, 17) for g in range(0, 256, 51) for b in range(0, 256, 51)]:
        pair = readable(fill, dark, panel=True)
        mention: Rgb = tuple(round(a * 0.82 + b * 0.18) for a, b in zip(pair.text, pair.fill, strict=True))  # type: ignore[assignment]
        assert contrast(pair.fill, pair.text) >= 5.6
        assert contrast(pair.fill, mention) >= CONTRAST
        assert distance(pair.fill, fill) < 0.17
        if oklch(fill).chroma > NEUTRAL_CHROMA:
            assert hue_gap(oklch(pair.fill).hue, oklch(fill).hue) < 4
    for brand in ("#FF6A00", "#00AEEF", "#00B140", "#2312D8"):
        assert readable(from_hex(brand), dark, panel=True).fill == from_hex(brand)


def test_every_fill_ends_up_with_readable_text_and_its_hue() -> None:
    dark: Rgb = (26, 26, 26)
    for fill in [(r, g, b) for r in range(0, 256, 17) for g in range(0, 256, 17) for b in range(0, 256, 51)]:
        pair = readable(fill, dark)
        assert distance(pair.fill, fill) < 0.1
        light, other = sorted((luminance(pair.fill), luminance(pair.text)))
        assert (other + 0.05) / (light + 0.05) >= CONTRAST


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"<svg", "not a readable SVG"),
        (b"<html/>", "not an SVG"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "no size"),
        (svg('<image href="https://example.com/x.png" width="9" height="9"/>'), "must hold everything"),
        (svg('<image href="file:///etc/passwd" width="9" height="9"/>'), "must hold everything"),
        (svg('<g id="a"><use href="#a"/></g>'), "in circles"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]><svg viewBox="0 0 1 1">&a;</svg>', "not a readable SVG"),
        (svg("".join(f'<g id="g{n}">{uses(n - 1)}</g>' for n in range(9))), "expands to over 20000"),
        (svg("<g>" * 9_000 + "</g>" * 9_000), "nested too deep"),
        (svg('<circle r="1e40"/>'), "coordinates beyond"),
    ],
    ids=["cut", "html", "no-size", "http", "file", "cycle", "entity", "bomb", "deep", "far"],
)  # fmt: skip
def test_a_bad_svg_is_one_line(tmp_path: Path, content: bytes, what: str) -> None:
    (tmp_path / "logo.svg").write_bytes(content)
    with pytest.raises(InputError, match=what) as raised:
        logo_pixels(tmp_path / "logo.svg")
    assert "\n" not in str(raised.value)


def test_an_inlined_picture_that_is_too_large_is_one_line_too(tmp_path: Path) -> None:
    """Pillow would add a warning of its own."""
    out = io.BytesIO()
    Image.new("1", (10_000, 10_000)).save(out, "PNG")
    inlined = base64.b64encode(out.getvalue()).decode()
    (tmp_path / "logo.svg").write_bytes(svg(f'<image width="9" height="9" href="data:image/png;base64,{inlined}"/>'))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with pytest.raises(InputError, match=r"logo\.svg: has more than 40 million pixels"):
            logo_pixels(tmp_path / "logo.svg")


def test_a_bad_raster_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(b"\x89PNG\r\n\x1a\n rubbish")
    with pytest.raises(InputError, match="picture"):
        logo_pixels(tmp_path / "logo.png")
    with pytest.raises(InputError, match="no such file"):
        logo_pixels(tmp_path / "none.png")


def test_a_logo_is_read_by_what_it_holds(tmp_path: Path) -> None:
    """Not by its name; as `render` reads it: upright, deep greys as greys, of any picture format."""
    picture = Image.new("RGB", (60, 30), "#0A3B82")
    turned = Image.Exif()
    turned[0x0112] = 6
    picture.save(tmp_path / "turned.jpg", exif=turned)
    Image.fromarray(np.full((30, 60), 0x8000, np.uint16)).save(tmp_path / "deep.png")
    picture.save(tmp_path / "logo.gif")
    picture.save(tmp_path / "png.png")
    (tmp_path / "png.png").rename(tmp_path / "png.svg")
    (tmp_path / "svg.png").write_bytes(wordmark("#2312D8", "#2312D8"))
    assert logo_pixels(tmp_path / "turned.jpg").shape == (60, 30, 4)
    assert logo_pixels(tmp_path / "deep.png")[15, 30].tolist() == [128, 128, 128, 255]
    for name in ("logo.gif", "png.svg"):
        assert logo_pixels(tmp_path / name)[15, 30].tolist() == [0x0A, 0x3B, 0x82, 255]
    drawn = logo_drawing(tmp_path / "svg.png")
    assert marks(tmp_path / "svg.png", drawn, composed(basis(drawn)), [])[0].name == "logo.svg"
    drawn = logo_drawing(tmp_path / "png.svg")
    assert marks(tmp_path / "png.svg", drawn, composed(basis(drawn)), [])[0].name == "logo.png"


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "gif"])
def test_a_spoiled_logo_is_read_or_told(tmp_path: Path, recwarn: pytest.WarningsRecorder, suffix: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = 3
    made = io.BytesIO()
    frames = [Image.new("RGB", (24, 16), colour) for colour in ("#0A3B82", "#E4002B")]
    frames[0].save(made, {"jpg": "MPO"}.get(suffix, suffix), exif=exif, save_all=True, append_images=frames[1:])
    whole, file = made.getvalue(), tmp_path / f"logo.{suffix}"
    for at in range(4, min(len(whole), 300), 7):
        for content in (whole[:at], whole[:at] + b"\xff" * 4 + whole[at + 4 :], whole[:at] + b"rubbish" + whole[at:]):
            file.write_bytes(content)
            with contextlib.suppress(InputError):
                logo_pixels(file)
    assert not recwarn.list


def variants(tmp_path: Path, content: bytes) -> dict[str, bytes]:
    file = tmp_path / "brand.svg"
    file.write_bytes(content)
    logo = logo_drawing(file)
    return {mark.name: mark.content for mark in marks(file, logo, composed(basis(logo)), [])}


def test_a_one_coloured_svg_gets_a_white_svg(tmp_path: Path) -> None:
    made = variants(tmp_path, wordmark("#2312D8", "#2312D8"))
    drawn = svg_pixels(made["logo-white.svg"], 240)
    assert (drawn[drawn[..., 3] > 200][:, :3] == 255).all()


def test_white_inside_a_logo_is_knocked_out_of_its_silhouette(tmp_path: Path) -> None:
    inside = svg('<circle cx="40" cy="40" r="36" fill="#E30613"/><path d="M20 32h40v16H20z" fill="#fff"/>', "0 0 80 80")
    made = variants(tmp_path, inside)
    silhouette = np.asarray(Image.open(io.BytesIO(made["logo-white.png"])))
    middle = silhouette.shape[0] // 2
    assert silhouette[middle, middle, 3] == 0
    assert silhouette[middle // 4, middle, 3] == 255


def test_a_silhouette_that_would_swallow_the_drawing_is_not_made(tmp_path: Path) -> None:
    coin = '<circle cx="40" cy="40" r="38" fill="#1c3f94"/><path d="M20 26h40v10H20zM20 44h40v10H20z" fill="#FFD400"/>'
    assert list(variants(tmp_path, svg(coin, "0 0 80 80"))) == ["logo.svg"]


def test_a_white_logo_gets_an_ink_version_for_light_grounds(tmp_path: Path) -> None:
    assert set(variants(tmp_path, wordmark("#FFF", "#FFF"))) == {"logo.svg", "logo-ink.svg"}


def _draw(paint: Callable[[ImageDraw.ImageDraw], None]) -> Pixels:
    picture = Image.new("RGBA", (200, 100))
    paint(ImageDraw.Draw(picture))
    return np.asarray(picture)


def test_a_translucent_logo_still_has_its_ink() -> None:
    pixels = _draw(lambda draw: draw.rectangle((40, 20, 160, 80), fill=(35, 18, 216, 128)))
    assert palette_from_logo(pixels).primary == "#2312D8"
