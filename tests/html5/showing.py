"""Pages in Chromium at any time of their animation, and how far what it shows is from what was painted."""

from __future__ import annotations

import io
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageFilter

from renderer.painters.html5 import Page, document

CHROMIUM = shutil.which("chromium") or ""
FLAGS = ["--no-sandbox", "--disable-lcd-text", "--font-render-hinting=none", "--force-color-profile=srgb",
         "--hide-scrollbars", "--window-size=2000,1500"]  # fmt: skip
BLOCK = 16  # px of a place that is looked at
_TIME = """async ms => {
  for (const one of document.getAnimations()) { one.pause(); one.currentTime = ms; }
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""
_LINES = """() => [...document.querySelectorAll('.l')].map(line => {
  const range = document.createRange();
  range.selectNodeContents(line);
  const box = range.getBoundingClientRect(), spaced = getComputedStyle(line).letterSpacing;
  return [line.id, box.left, box.right - (parseFloat(spaced) || 0), line.getBoundingClientRect().bottom];
})"""
_READY = "async () => { await document.fonts.ready; for (const one of document.images) await one.decode(); }"


@contextmanager
def browser(density: int) -> Iterator[Any]:
    """Chromium on a screen of a density: its own, since an emulated one rounds places to whole CSS px."""
    if not CHROMIUM:
        pytest.skip("NOT LOOKED AT: chromium is missing (tools/setup.sh --test installs it)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        flags = [*FLAGS, f"--force-device-scale-factor={density}"]
        one = playwright.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield one.new_context(no_viewport=True)
        one.close()


def opened(context: Any, page: Page, folder: Path, href: str = "https://shop.example/") -> Any:
    """A page from files of its own."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "index.html").write_text(document(page, href=href), encoding="utf-8")
    for name, content in page.files.items():
        (folder / name).write_bytes(content)
    shown = context.new_page()
    shown.goto((folder / "index.html").as_uri())
    shown.evaluate(_READY)
    return shown


def at(shown: Any, page: Page, ms: float) -> Image.Image:
    """What a page shows at a time."""
    shown.evaluate(_TIME, ms)
    clip = {"x": 0, "y": 0, "width": page.width, "height": page.height}
    content = shown.screenshot(scale="device", animations="allow", clip=clip)
    return Image.open(io.BytesIO(content)).convert("RGB")


def lines(shown: Any) -> dict[str, tuple[float, float, float]]:
    """Where each line begins and ends, and its baseline."""
    return {name: tuple(sides) for name, *sides in shown.evaluate(_LINES)}


def apart(one: Image.Image, other: Image.Image) -> float:
    """The mean difference over the worst 16 by 16 px, of what lies beyond the values that the other picture has within
    a px: the same edge may be smoothed otherwise."""
    beyond = np.maximum(_beyond(one, other), _beyond(other, one))
    sums = np.pad(beyond, ((1, 0), (1, 0))).cumsum(0).cumsum(1)
    height, width = (min(BLOCK, side) for side in beyond.shape)
    total = sums[height:, width:] - sums[:-height, width:] - sums[height:, :-width] + sums[:-height, :-width]
    return round(float(total.max()) / (height * width), 2)


def _beyond(one: Image.Image, other: Image.Image) -> Any:
    low, high = other.filter(ImageFilter.MinFilter(3)), other.filter(ImageFilter.MaxFilter(3))
    outside = ImageChops.add(ImageChops.subtract(low, one), ImageChops.subtract(one, high))
    return np.asarray(outside, np.float64).mean(axis=2)
