"""Chromium: one page, kept, driven through DevTools; HTML with absolute positions, a JPEG screenshot a creative.

Size by size, with the viewport as large as the creative: a third faster than cutting out of a large one."""

from __future__ import annotations

import base64
import html
import subprocess
import tempfile
from itertools import count, groupby
from pathlib import Path
from time import perf_counter
from typing import Any

from playwright.sync_api import sync_playwright
from protocol import Draw, serve

FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync")  # fmt: skip
SHOW = """async (content) => {
  document.body.innerHTML = content;
  await Promise.all([...document.images].map((image) => image.decode()));
}"""


def css(colour: list[int]) -> str:
    return f"rgba({colour[0]},{colour[1]},{colour[2]},{colour[3] / 255:.4f})"


def placed(x: float, y: float, w: float, h: float) -> str:
    return f"left:{x:.3f}px;top:{y:.3f}px;width:{w:.3f}px;height:{h:.3f}px;"


def polygon(points: list[list[float]], x: float, y: float) -> str:
    return "clip-path:polygon(" + ",".join(f"{a - x:.3f}px {b - y:.3f}px" for a, b in points) + ");" if points else ""


def markup(node: dict[str, Any], fonts: list[dict[str, Any]], round_: int) -> str:
    match node["kind"]:
        case "shape":
            return shape(node)
        case "image":
            x, y, w, h = node["clip"]
            fx, fy, fw, fh = node["frame"]
            url = f"{Path(node['file']).as_uri()}?{round_}"
            style = placed(x, y, w, h) + "overflow:hidden;" + polygon(node["points"], x, y)
            return f'<div style="{style}"><img src="{url}" style="{placed(fx - x, fy - y, fw, fh)}"></div>'
        case "line":
            (x0, y0), (x1, y1) = node["from"], node["to"]
            style = f"stroke:{css(node['colour'])};stroke-width:{node['width']}"
            return ('<svg style="left:0;top:0;width:100%;height:100%">'
                    f'<line x1="{x0}" y1="{y0}" x2="{x1}" y2="{y1}" style="{style}"/></svg>')  # fmt: skip
    font, size = fonts[node["font"]], node["size"]
    leading = (font["ascent"] + font["descent"]) * size
    style = (f"left:{node['x']:.3f}px;top:{node['baseline'] - font['ascent'] * size:.3f}px;"
             f"font:{size}px/{leading:.3f}px {font['family']};color:{css(node['fill'])}")  # fmt: skip
    return f'<span style="{style}">{html.escape(node["text"])}</span>'


def shape(node: dict[str, Any]) -> str:
    x, y, w, h = node["box"]
    clip = ""
    if points := node["points"]:
        x, y = min(a for a, _ in points), min(b for _, b in points)
        w, h = max(a for a, _ in points) - x, max(b for _, b in points) - y
        clip = polygon(points, x, y)
    style = placed(x, y, w, h) + clip + f"border-radius:{node['radius']}px;"
    if node["fill"]:
        style += f"background:{css(node['fill'])};"
    if node["stroke"]:
        style += f"box-sizing:border-box;border:{node['stroke']['width']}px solid {css(node['stroke']['colour'])};"
    return f'<div style="{style}"></div>'


def version() -> str:
    """As the browser says it."""
    said = subprocess.run(["/usr/bin/chromium", "--version"], capture_output=True, text=True, check=False).stdout
    return next((word for word in said.split() if word[0].isdigit()), "")


def size(creative: dict[str, Any]) -> tuple[int, int]:
    return creative["width"], creative["height"]


def shell(browser: Any, fonts: list[dict[str, Any]]) -> Any:
    """A page that has loaded the fonts."""
    page = browser.new_page(viewport={"width": 1200, "height": 2000})
    faces = "".join(f"@font-face{{font-family:{font['family']};src:url({Path(font['file']).as_uri()})}}"
                    for font in fonts)  # fmt: skip
    file = Path(tempfile.mkdtemp()) / "page.html"
    loading = "".join(f'<p style="font-family:{font["family"]}">x</p>' for font in fonts)
    rules = f"{faces}body{{margin:0}}body *{{position:absolute;white-space:pre}}"
    file.write_text(f"<!doctype html><style>{rules}</style>{loading}")
    page.goto(file.as_uri())
    page.evaluate("document.fonts.ready")
    return page


def prepare(first: dict[str, Any]) -> Draw:
    playwright = sync_playwright().start()
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
    page = shell(browser, first["fonts"])
    session = page.context.new_cdp_session(page)
    rounds = count()

    def draw(description: dict[str, Any], folder: Path) -> dict[str, list[float]]:
        sizes: dict[str, list[float]] = {}
        round_ = next(rounds)  # another address, so that each round decodes the pictures anew
        for (width, height), creatives in groupby(sorted(description["creatives"], key=size), key=size):
            metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
            session.send("Emulation.setDeviceMetricsOverride", metrics)
            for creative in creatives:
                begun = perf_counter()
                content = "".join(markup(node, description["fonts"], round_) for node in creative["nodes"])
                ground = f"width:{width}px;height:{height}px;overflow:hidden;background:{css(creative['background'])}"
                page.evaluate(SHOW, f'<div style="{ground}">{content}</div>')
                options = {"format": "jpeg", "quality": creative["quality"], "optimizeForSpeed": True}
                shot = session.send("Page.captureScreenshot", options)
                (folder / creative["name"]).write_bytes(base64.b64decode(shot["data"]))
                sizes.setdefault(f"{width}x{height}", []).append(perf_counter() - begun)
        return sizes

    return draw


if __name__ == "__main__":
    serve({"chromium": version()}, prepare)
