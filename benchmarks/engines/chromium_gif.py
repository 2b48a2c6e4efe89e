"""Chromium to GIF: the frames of a moving creative as screenshots of one kept page, packed by Pillow with one palette.

Frames are those that ours has, with its delays; groups are elements with CSS transforms, opacity and clip-path."""

from __future__ import annotations

import base64
import io
from pathlib import Path
from time import perf_counter
from typing import Any

import chromium
import PIL
from PIL import Image
from playwright.sync_api import sync_playwright
from protocol import Draw, serve

COLOURS = 128


def markup(node: dict[str, Any], fonts: list[dict[str, Any]], round_: int) -> str:
    if node["kind"] != "group":
        return chromium.markup(node, fonts, round_)
    style = "left:0;top:0;width:100%;height:100%;transform-origin:0 0;"
    style += f"transform:matrix({','.join(f'{one:.5f}' for one in node['matrix'])});opacity:{node['opacity']:.4f};"
    style += chromium.polygon(node["points"], 0, 0)
    return f'<div style="{style}">{"".join(markup(one, fonts, round_) for one in node["children"])}</div>'


def prepare(first: dict[str, Any]) -> Draw:
    playwright = sync_playwright().start()
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(chromium.FLAGS))
    page = chromium.shell(browser, first["fonts"])
    session = page.context.new_cdp_session(page)

    def draw(description: dict[str, Any], folder: Path) -> dict[str, list[float]]:
        times: dict[str, list[float]] = {}
        for creative in description["creatives"]:
            begun = perf_counter()
            width, height = chromium.size(creative)
            metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": False}
            session.send("Emulation.setDeviceMetricsOverride", metrics)
            ground = (
                f"width:{width}px;height:{height}px;overflow:hidden;background:{chromium.css(creative['background'])}"
            )
            frames = []
            for frame in creative["frames"]:
                content = "".join(markup(node, description["fonts"], 0) for node in frame["nodes"])
                page.evaluate(chromium.SHOW, f'<div style="{ground}">{content}</div>')
                shot = session.send("Page.captureScreenshot", {"format": "png", "optimizeForSpeed": True})
                frames.append(Image.open(io.BytesIO(base64.b64decode(shot["data"]))).convert("RGB"))
            pack(frames, [frame["hold"] for frame in creative["frames"]], folder / creative["name"])
            times.setdefault(creative["name"], []).append(perf_counter() - begun)
        return times

    return draw


def pack(frames: list[Image.Image], holds: list[int], path: Path) -> None:
    palette = frames[-1].quantize(COLOURS, Image.Quantize.MEDIANCUT)
    first, *rest = (frame.quantize(palette=palette, dither=Image.Dither.NONE) for frame in frames)
    first.save(path, save_all=True, append_images=rest, duration=holds, optimize=False)


if __name__ == "__main__":
    serve({"chromium": chromium.version(), "pillow": PIL.__version__}, prepare)
