"""A page's parts, and the whole document that they make."""

from __future__ import annotations

import html
import re
from typing import NamedTuple

_BEYOND = "".join(chr(plane << 16 | last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
_UNFIT = re.compile(rf"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff{_BEYOND}]")
"""Characters that no document may hold (HTML, section 13.2.3.5)."""
CANVAS = """\
body{margin:0}
.ad{position:relative;display:block;overflow:hidden;isolation:isolate;color:inherit;text-decoration:none;\
line-height:0;font-synthesis:none;font-kerning:normal;text-rendering:geometricPrecision;\
-webkit-text-size-adjust:none;text-size-adjust:none}
.ad h1,.ad p,.c{position:absolute;inset:0;margin:0;font-weight:400}
.ad s{text-decoration:none}
.ad svg,.ad img,.b{position:absolute;display:block;max-width:none}
.l,.r{position:absolute;left:0;top:-STRUT;white-space:pre;width:max-content;transform-origin:0 STRUT}
.r{top:0}
.l:before,.r:before{content:"";display:inline-block;height:STRUT}
.v{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}"""
CONTROLS = """\
.k{position:absolute;z-index:1001;margin:0;border:0;padding:0;background:none;cursor:pointer;border-radius:4px;\
-webkit-tap-highlight-color:transparent}
.k[hidden]{display:none}
.k:focus-visible{outline:2px solid #000;outline-offset:-2px;box-shadow:inset 0 0 0 4px #fff}"""
"""Buttons over what a page shows, above the layer that takes the clicks."""
LAYER = "<!--layer-->"
"""Where in a body the layer goes that takes the clicks, where it is to lie within what is scrolled: once, or not."""
WAS = {
    "ar": "السعر السابق: ", "cs": "původně: ", "da": "før: ", "de": "vorher: ", "en": "was: ", "es": "antes: ",
    "fi": "ennen: ", "fr": "prix précédent : ", "he": "מחיר קודם: ", "it": "prima: ", "ja": "通常価格：", "nl": "was: ",
    "no": "før: ", "nb": "før: ", "pl": "wcześniej: ", "pt": "antes: ", "sv": "förut: ", "tr": "önceki fiyat: ",
}  # fmt: skip
"""What a struck price is called for those who do not see the line, by language."""


class Page(NamedTuple):
    """A creative as a page's parts."""

    width: int
    height: int
    """CSS px."""
    lang: str
    rtl: bool
    title: str
    body: str
    """What stands in the element of class `ad`; escaped."""
    css: str
    files: dict[str, bytes]
    """Pictures and fonts by name, in the order in which the page names them."""
    controls: str = ""
    """Buttons beside the creative, over what it shows; escaped."""
    script: str = ""
    """What works them."""
    later: frozenset[str] = frozenset()
    """The files that are not asked for before the page stands."""


def document(page: Page, head: str = "", before_end: str = "", href: str = "") -> str:
    """A whole document. `head` and `before_end` (both HTML) end the head and the body, or what is scrolled in it; with
    `href` all of the creative is one link there."""
    lang = f' lang="{html.escape(page.lang)}"' if page.lang else ""
    side = ' dir="rtl"' if page.rtl else ""
    start, end = ("<div", "div")
    if href:
        start, end = f'<a href="{html.escape(clean(href))}" target="_blank" rel="noopener"', "a"
    controls = f"{page.controls}\n" if page.controls else ""
    body = page.body
    if LAYER in body:
        body, before_end = body.replace(LAYER, before_end, 1), ""
    script = f"<script>\n{page.script.strip()}\n</script>\n" if page.script else ""
    return (
        f'<!DOCTYPE html>\n<html{lang}{side}>\n<head>\n<meta charset="utf-8">\n<title>{page.title}</title>\n'
        f'<meta name="viewport" content="width=device-width,initial-scale=1">\n<style>\n{page.css}\n</style>\n{head}'
        f'</head>\n<body>\n<main>\n{start} class="ad">\n{body}\n</{end}>\n{controls}</main>\n'
        f"{before_end}{script}</body>\n</html>\n"
    )


def clean(text: str) -> str:
    """A text without characters that no document may hold."""
    return _UNFIT.sub("", text)


def said(text: str) -> str:
    """A text as HTML has it."""
    return html.escape(clean(text))
