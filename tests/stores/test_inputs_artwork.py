"""SVG drawings: sizes, ink, and everything hostile."""

from __future__ import annotations

import base64
import io
import time
from pathlib import Path

import pytest
from PIL import Image

from renderer.errors import AssetError
from renderer.scene import Box
from renderer.stores import artwork, inputs
from renderer.stores.analysis import WHOLE
from renderer.stores.inputs import Asset, Inputs
from renderer.stores.pictures import Pixels

NS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
RECT = '<rect x="10" y="5" width="20" height="10" fill="#FF0000"/>'


@pytest.fixture
def store(tmp_path: Path) -> Inputs:
    return Inputs(tmp_path / "cache")


def drawing(store: Inputs, tmp_path: Path, source: str | bytes, name: str = "logo.svg") -> Asset:
    path = tmp_path / name
    path.write_bytes(source.encode() if isinstance(source, str) else source)
    return store.add(path)


def svg(body: str, attributes: str = 'viewBox="0 0 40 20"') -> str:
    return f"<svg {NS} {attributes}>{body}</svg>"


def whole(store: Inputs, asset: Asset, width: int, height: int) -> Pixels:
    return store.pixels(asset, WHOLE, width, height)


def test_ink_and_size(store: Inputs, tmp_path: Path) -> None:
    asset = drawing(store, tmp_path, svg(RECT))
    assert asset.kind == "artwork"
    seen = store.analyse(asset)
    assert (seen.width, seen.height) == (40, 20)
    assert seen.has_alpha
    assert seen.alpha_box == pytest.approx((0.25, 0.25, 0.5, 0.5), abs=0.005)
    pixels = whole(store, asset, 80, 40)
    assert pixels.shape == (40, 80, 4)
    assert pixels[20, 40].tolist() == [255, 0, 0, 255]
    assert pixels[2, 2].tolist() == [0, 0, 0, 0]


def test_a_crop_of_a_drawing_is_sharp(store: Inputs, tmp_path: Path) -> None:
    asset = drawing(store, tmp_path, svg(RECT))
    part = store.pixels(asset, Box(0.25, 0.25, 0.5, 0.5), 400, 200)
    assert (part[4:-4, 4:-4] == [255, 0, 0, 255]).all()


@pytest.mark.parametrize(
    ("attributes", "size"),
    [
        ('width="1000000" height="500000" viewBox="0 0 40 20"', (4096, 2048)),
        ('width="1000000" height="500000"', (4096, 2048)),
        ('width="0" height="0" viewBox="0 0 40 20"', (40, 20)),
        ('width="-5" height="-5" viewBox="0 0 40 20"', (40, 20)),
        ('width="100%" height="100%" viewBox="0 0 40 20"', (40, 20)),
        ('width="100%" height="100%"', (300, 150)),
        ('width="2in" viewBox="0 0 40 20"', (192, 96)),
        ('width="nan" height="inf" viewBox="0,0,40,20"', (40, 20)),
        ('viewBox="0 0 0.4 0.2"', (1, 1)),
        ('width="60" height="30" viewBox="broken"', (60, 30)),
    ],
)
def test_odd_sizes(store: Inputs, tmp_path: Path, attributes: str, size: tuple[int, int]) -> None:
    asset = drawing(store, tmp_path, svg("<rect width='100%' height='100%'/>", attributes))
    seen = store.analyse(asset)
    assert (seen.width, seen.height) == size
    assert whole(store, asset, 60, 30)[15, 30, 3] == 255


@pytest.mark.parametrize("box", ["0 0 5100 100", "0 0 0 10", "0 0 -4 4", "0 0 nan 4", "0 0 inf 4", "0 0 1e300 1e300"])
def test_no_area_or_endless_ratio(store: Inputs, tmp_path: Path, box: str) -> None:
    with pytest.raises(AssetError, match=r"logo\.svg: an SVG of"):
        store.analyse(drawing(store, tmp_path, svg(RECT, f'viewBox="{box}"')))


BOMB = (
    '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
    f"<svg {NS} viewBox='0 0 9 9'><text>&c;</text></svg>"
)
EXTERNAL = f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg {NS} viewBox="0 0 9 9"><text>&x;</text></svg>'
REMOTE = f'<!DOCTYPE svg SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY x "y">]><svg {NS} viewBox="0 0 9 9"/>'


@pytest.mark.parametrize("source", [BOMB, EXTERNAL, REMOTE, " " * 5000 + BOMB])
def test_entities_are_refused(store: Inputs, tmp_path: Path, source: str) -> None:
    path = tmp_path / "bad.svg"
    path.write_text(source)
    asset = store.add(path)
    asset = Asset(asset.digest, asset.path, "artwork", asset.size)
    with pytest.raises(AssetError, match=r"bad\.svg: SVG with a DTD, entities or external references is refused"):
        store.analyse(asset)


def test_the_bare_doctype_of_drawing_programs_is_fine(store: Inputs, tmp_path: Path) -> None:
    head = '<?xml version="1.0"?>\n<!-- Generator: Adobe -->\n<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN"'
    head += ' "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n'
    assert whole(store, drawing(store, tmp_path, head + svg(RECT)), 40, 20)[10, 20, 0] == 255


@pytest.mark.parametrize(
    "scheme", ["file:///etc/passwd", "http://127.0.0.1:9/a.png", "https://example.com/a.svg", "a.png"]
)
def test_nothing_is_fetched(store: Inputs, tmp_path: Path, scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cairosvg.url.urlopen", lambda *_: pytest.fail("fetched"))
    Image.new("RGB", (8, 8), "lime").save(tmp_path / "a.png")
    body = (
        f'<style>@import url("{scheme}");</style><image href="{scheme}" width="40" height="20"/>'
        f'<image xlink:href="{scheme}" width="40" height="20"/><use href="{scheme}#a"/><use xlink:href="{scheme}"/>'
        f'<text><tref xlink:href="{scheme}"/></text><rect fill="url({scheme}#p)" width="1" height="1"/>{RECT}'
    )
    pixels = whole(store, drawing(store, tmp_path, svg(body)), 40, 20)
    assert pixels[10, 20].tolist() == [255, 0, 0, 255]
    assert pixels[18, 38].tolist() == [0, 0, 0, 0]


def inline(content: bytes, kind: str = "png") -> str:
    return f"data:image/{kind};base64,{base64.b64encode(content).decode()}"


def test_inline_raster_pictures_are_drawn(store: Inputs, tmp_path: Path) -> None:
    for form in ("PNG", "JPEG", "WEBP"):
        out = io.BytesIO()
        Image.new("RGB", (16, 16), (0, 0, 255)).save(out, form, lossless=True)
        body = f'<image href="{inline(out.getvalue())}" width="40" height="20" preserveAspectRatio="none"/>'
        assert whole(store, drawing(store, tmp_path, svg(body), f"{form}.svg"), 40, 20)[10, 20, 2] > 250


def test_inline_drawings_and_rubbish_are_not(store: Inputs, tmp_path: Path) -> None:
    for uri in (inline(svg(RECT).encode(), "svg+xml"), inline(b"rubbish"), "data:image/png;base64,@@", "data:,x"):
        body = f'<image href="{uri}" width="40" height="20"/>'
        assert not whole(store, drawing(store, tmp_path, svg(body)), 40, 20).any()


def test_scripts_are_ignored(store: Inputs, tmp_path: Path) -> None:
    body = '<script>alert(1)</script><foreignObject><rect width="40" height="20"/></foreignObject>'
    body += f'<g onclick="x()">{RECT}</g>'
    asset = drawing(store, tmp_path, svg(body))
    assert b"script" not in artwork.parse(Path(asset.path).read_bytes(), "x").source
    assert whole(store, asset, 40, 20)[2, 2, 3] == 0


def chained(steps: int, times: int, tag: str = "use") -> str:
    body = '<g id="a0"><rect width="1" height="1"/></g>'
    for step in range(1, steps):
        uses = f'<use xlink:href="#a{step - 1}"/>' * times
        body += f'<g id="a{step}">{uses}</g>'
    return svg(f'<defs>{body}</defs><use href="#a{steps - 1}"/>')


PATTERNS = "".join(
    f'<pattern id="p{n}" width="1" height="1"><g fill="url(#p{n + 1})">{"<rect/>" * 20}</g></pattern>' for n in range(6)
)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (chained(15, 10), "expands to over 20000"),
        (chained(40, 1), "deeper than 20"),
        (svg('<g id="a"><use href="#a"/></g>'), "in circles"),
        (svg(f'<defs>{PATTERNS}</defs><rect fill="url(#p0)" width="9" height="9"/>'), "expands to over 20000"),
        (svg("<g>" * 300 + "</g>" * 300), "nested deeper than 200"),
        (svg("<g/>" * 20_001), "20000 elements"),
        ("<svg " + NS + "><g></svg>", "broken SVG"),
        (
            "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 9 9'><rect width='9' height='9' opacity='x'/></svg>",
            "cannot be drawn",
        ),
    ],
)
def test_bombs_and_broken_drawings(store: Inputs, tmp_path: Path, source: str, words: str) -> None:
    start = time.perf_counter()
    with pytest.raises(AssetError, match=words):
        whole(store, drawing(store, tmp_path, source), 40, 20)
    assert time.perf_counter() - start < 5


def test_a_modest_pattern_is_fine(store: Inputs, tmp_path: Path) -> None:
    body = (
        '<defs><pattern id="p" width="4" height="4" patternUnits="userSpaceOnUse">'
        '<rect width="4" height="4"/></pattern>'
        '<linearGradient id="g"><stop stop-color="red"/></linearGradient><linearGradient id="h" href="#g"/></defs>'
        '<rect fill="url(#p)" width="40" height="20"/><rect fill="url(#h)" width="4" height="4"/>'
    )
    assert whole(store, drawing(store, tmp_path, svg(body)), 40, 20)[10, 20, 3] == 255


def test_too_large_and_compressed(store: Inputs, tmp_path: Path) -> None:
    with pytest.raises(AssetError, match="larger than 5 MB"):
        whole(store, drawing(store, tmp_path, svg("<!--" + "x" * 5_000_000 + "-->")), 4, 4)
    zipped = drawing(store, tmp_path, b"\x1f\x8b\x08rest", "logo.svgz")
    with pytest.raises(AssetError, match=r"gzip file; a compressed \.svgz"):
        store.analyse(zipped)
    with pytest.raises(AssetError, match="not a picture"):
        whole(store, zipped, 4, 4)


def test_rasters_are_kept_on_disk(store: Inputs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asset = drawing(store, tmp_path, svg(RECT))
    first = whole(store, asset, 100, 50)
    assert whole(store, asset, 90, 45).any()  # the same bucket
    monkeypatch.setattr(inputs.artwork, "rasterise", lambda *_: pytest.fail("drawn again"))
    assert (whole(Inputs(tmp_path / "cache"), asset, 100, 50) == first).all()


def test_text_in_artwork_is_refused_because_it_would_need_a_system_font(tmp_path: Path) -> None:
    drawing = tmp_path / "logo.svg"
    drawing.write_text(f"<svg {NS} viewBox='0 0 90 9'><text y='8'>Voltige</text></svg>")
    inputs = Inputs(tmp_path / "cache")
    with pytest.raises(AssetError, match=r"holds text \('Voltige'\).*convert it to outlines"):
        inputs.analyse(inputs.add(drawing))
    drawing.write_text(f"<svg {NS} viewBox='0 0 90 9'><text y='8'> </text><rect width='9' height='9'/></svg>")
    assert inputs.analyse(inputs.add(drawing))


@pytest.mark.parametrize(
    "drawn",
    [
        "<tspan x='1' y='8'>-20 %</tspan>",
        "<a x='1' y='8'>-20 %</a>",
        "<textPath xlink:href='#p'>-20 %</textPath>",
        "<defs><text id='g'/></defs><text><tref xlink:href='#g'/></text>",
    ],
)
def test_text_without_its_element_is_refused_too(drawn: str, tmp_path: Path) -> None:
    """CairoSVG draws each of them."""
    drawing = tmp_path / "drawing.svg"
    drawing.write_text(f"<svg {NS} viewBox='0 0 90 9'>{drawn}</svg>")
    kept = Inputs(tmp_path / "cache")
    with pytest.raises(AssetError, match="holds text"):
        kept.analyse(kept.add(drawing))


def test_a_strip_that_is_drawn_on_costs_no_more_than_what_it_is_drawn_on_from(
    store: Inputs, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    """A calm backdrop's upper hem over a hundred px: as large as the picture beside it, not as the hem is stretched."""
    body = '<rect width="400" height="400" fill="#C0B0A0"/><rect y="300" width="400" height="100" fill="#705030"/>'
    asset, sizes = drawing(store, tmp_path, svg(body, 'viewBox="0 0 400 400"')), []
    drawn = Inputs._drawn
    monkeypatch.setattr(Inputs, "_drawn", lambda *given: sizes.append(given[2]) or drawn(*given))
    hem = store.pixels(asset, Box(0, 0, 1, 0.025), 150, 110)
    store.pixels(asset, Box(0, 0.025, 1, 0.975), 150, 146)
    assert sizes == [512, 512]  # small drawings are drawn at twice the size shown, here 150
    assert (hem[..., :3] == (0xC0, 0xB0, 0xA0)).all()
