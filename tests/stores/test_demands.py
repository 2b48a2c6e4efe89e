"""What a drawing would ask for without end is refused before it is drawn; what is ordinary is not."""

from __future__ import annotations

import base64
import struct
import zlib

import pytest

from renderer.errors import AssetError
from renderer.stores import artwork

NS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
DOT = '<circle r=".4"/>'


def parse(body: str) -> artwork.Drawing:
    return artwork.parse(f'<svg {NS} viewBox="0 0 100 100">{body}</svg>'.encode(), "bomb.svg")


def used(times: int, element: str) -> str:
    """An element with the id `e` that is drawn so many times."""
    return f"<defs>{element}</defs>" + '<use xlink:href="#e"/>' * times


def path(length: int) -> str:
    return f'<path id="e" d="M0 0{"h1" * (length // 2)}"/>'


def picture(side: int) -> str:
    """An inlined PNG that says it has so many px a side."""
    head = b"IHDR" + struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    content = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + head + struct.pack(">I", zlib.crc32(head))
    content += struct.pack(">I", 0) + b"IDAT"
    return f'<image id="e" xlink:href="data:image/png;base64,{base64.b64encode(content).decode()}"/>'


def gradient(stops: int) -> str:
    return f'<linearGradient id="g">{"<stop/>" * stops}</linearGradient>'


FAR = "coordinates beyond 10^12"
NESTED = '<svg width="100000" height="100000px" viewBox="0 0 1 1">'


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('<circle r="1e40"/>', FAR),
        ('<circle r="2.5E+99999"/>', FAR),
        ('<rect width="9" height="99999999999999.5"/>', FAR),
        ('<path d="M0 0C1 2 3 4 1e20-5z"/>', FAR),
        ('<polygon points="0,0 1,1 1e20,3"/>', FAR),
        (NESTED * 3 + DOT + "</svg>" * 3, FAR),
        ('<g transform="rotate(3) scale(1e5)">' * 3 + DOT + "</g>" * 3, FAR),
        ('<g transform="matrix(1e7 0 0 1e7 0 0)">' * 2 + DOT + "</g>" * 2, FAR),
        (f'<g id="a" transform="scale(1e7)">{DOT}</g><use xlink:href="#a" transform="scale(1 1e7)"/>', FAR),
        (used(1_100, path(20_000)), "over 20 MB of path data"),
        (used(14, picture(3_900)), "over 200 megapixels"),
        (picture(3_900) * 14, "over 200 megapixels"),
        (gradient(1_000) + '<rect fill="url(#g)"/>' * 3_100, "over 3 million gradient stops"),
        (gradient(1_000) + f'<g style="fill:url(#g)">{"<rect/>" * 3_100}</g>', "over 3 million gradient stops"),
    ],
)
def test_what_asks_for_too_much_is_refused_unseen(body: str, words: str) -> None:
    with pytest.raises(AssetError) as caught:
        parse(body)
    assert str(caught.value).startswith("bomb.svg: SVG ")
    assert words in str(caught.value)


@pytest.mark.parametrize(
    "body",
    [
        '<circle r="1e9"/>',
        '<circle id="e1e40" class="a1e40" r="9" fill="#1e40af"/>',
        '<path d="M.00000000000000000001 1e-40 0.12345678901234567890z"/>',
        '<g transform="translate(0,1280) scale(0.1,-0.1)"><path d="M1e3 12800z"/></g>',
        '<g transform="scale(1e-6)"><circle r="1e14"/></g>',
        NESTED * 2 + DOT + "</svg>" * 2,
        '<svg width="100%" height="10em" viewBox="0 0 0 x">' + DOT + "</svg>",
        '<g transform="scale(x) matrix() scale">' + DOT + "</g>",
        used(900, path(20_000)),
        used(12, picture(3_900)),
        '<image xlink:href="data:image/png;base64,@@"/><image xlink:href="data:image/png,none"/>',
        gradient(10) + '<rect fill="url(#g)"/>' * 3_100,
        f"<style>.a{{fill:url(#g)}}</style>{gradient(1_000)}" + "<rect/>" * 3_100,
    ],
)
def test_what_is_ordinary_or_odd_is_not(body: str) -> None:
    assert parse(body).width == 100
