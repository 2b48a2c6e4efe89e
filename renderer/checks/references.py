"""What a page asks for besides itself: the addresses in its HTML and CSS that a browser loads without a click."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import PurePosixPath
from urllib.parse import unquote, urldefrag

from renderer.parts import Package

_LOADED = {
    "src": frozenset(
        (
            "amp-anim",
            "amp-audio",
            "amp-img",
            "amp-video",
            "audio",
            "embed",
            "iframe",
            "img",
            "input",
            "script",
            "source",
            "track",
            "video",
        )
    ),
    "href": frozenset(("base", "feimage", "image", "link", "use")),
    "xlink:href": frozenset(("feimage", "image", "script", "use")),
    "poster": frozenset(("video",)),
    "data": frozenset(("object",)),
    "background": frozenset(("body", "table", "td")),
}
"""Attributes that name what is loaded, by the tags that load it (HTML Living Standard, SVG 2, AMP)."""
_CSS = re.compile(
    r"""url\(\s*(?:"([^"]*)"|'([^']*)'|([^)"']*?))\s*\)|@import\s+(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE
)


def references(package: Package) -> Iterator[tuple[str, str]]:
    """The file that asks and the address as it has it, of the page and of the styles and drawings in the package.
    What scripts ask for is not seen."""
    for path, content in package.files:
        match PurePosixPath(path).suffix.lower():
            case ".html" | ".htm" | ".svg":
                yield from ((path, one) for one in _of_page(content.decode(errors="replace")))
            case ".css":
                yield from ((path, one) for one in _of_style(content.decode(errors="replace")))


def inlined(address: str) -> bool:
    """Whether it is a file written into the page."""
    return address[:5].lower() == "data:"


def within(package: Package, path: str, address: str) -> bool:
    """Whether what a file asks for is in the package, or is a part of the file itself (`#shadow`)."""
    target, part = urldefrag(address)
    if not target:
        return bool(part)
    if "?" in target or ":" in target or target.startswith("/"):
        return False
    steps: list[str] = []
    for step in (PurePosixPath(path).parent / unquote(target)).parts:
        if step == ".." and not steps:
            return False
        steps = steps[:-1] if step == ".." else [*steps, step]
    return "/".join(steps) in {name for name, _ in package.files}


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._style = tag == "style"
        for name, value in attrs:
            if not value:
                continue
            if tag in _LOADED.get(name, ()):
                self.found.append(value.strip())
            elif name == "srcset":
                self.found += [one.split()[0] for one in value.split(",") if one.split()]
            elif "url(" in value.lower() and (name == "style" or name in _PAINTED):
                self.found += _of_style(value)

    def handle_data(self, data: str) -> None:
        if self._style:
            self.found += _of_style(data)

    def handle_endtag(self, tag: str) -> None:
        self._style = False


_PAINTED = ("fill", "stroke", "filter", "mask", "clip-path", "marker-start", "marker-mid", "marker-end")
"""Attributes of SVG that may hold `url(...)`."""


def _of_page(text: str) -> list[str]:
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return reader.found


def _of_style(text: str) -> list[str]:
    return [next((part for part in found.groups() if part), "").strip() for found in _CSS.finditer(text)]
