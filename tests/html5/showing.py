"""Pages on screens of a density, at any time of their animation."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from browsers import LOCAL, SAME_PIXELS, launched
from PIL import Image

from renderer.painters.html5 import Page, document
from renderer.scene import Scene

_TIME = """async ms => {
  for (const one of document.getAnimations()) { one.pause(); one.currentTime = ms; }
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""
_LINES = """() => [...document.querySelectorAll('.l')].map(line => {
  const range = document.createRange();
  range.selectNodeContents(line);
  const box = range.getBoundingClientRect(), whole = line.getBoundingClientRect();
  const spaced = (parseFloat(getComputedStyle(line).letterSpacing) || 0) * whole.height / line.offsetHeight;
  return [line.id, box.left, box.right - spaced, whole.bottom];
})"""
_READY = "async () => { await document.fonts.ready; for (const one of document.images) await one.decode(); }"


@contextmanager
def browser(density: int, width: int = 2000, height: int = 1500) -> Iterator[Any]:
    """Chromium on a screen of a density: its own, since an emulated one rounds places to whole CSS px. Its window is
    painted for each picture that is taken of it: no larger than it has to be."""
    screen = f"--force-device-scale-factor={density}"
    with launched(LOCAL, *SAME_PIXELS, f"--window-size={width},{height}", screen) as one:
        yield one.new_context(no_viewport=True)


def opened(context: Any, page: Page, folder: Path, href: str = "https://shop.example/") -> Any:
    """A page from files of its own."""
    files = {**page.files, "index.html": document(page, href=href).encode()}
    return shown(context, files, "index.html", folder)


def shown(context: Any, files: Mapping[str, bytes], entry: str, folder: Path) -> Any:
    """The page among files that were written into a folder, with all that it loads."""
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    page = context.new_page()
    page.goto((folder / entry).as_uri())
    page.evaluate(_READY)
    return page


def at(shown: Any, page: Page | Scene, ms: float) -> Image.Image:
    """What a page shows at a time."""
    shown.evaluate(_TIME, ms)
    clip = {"x": 0, "y": 0, "width": page.width, "height": page.height}
    content = shown.screenshot(scale="device", animations="allow", clip=clip)
    return Image.open(io.BytesIO(content)).convert("RGB")


def lines(shown: Any) -> dict[str, tuple[float, float, float]]:
    """Where each line begins and ends, and its baseline."""
    return {name: tuple(sides) for name, *sides in shown.evaluate(_LINES)}
