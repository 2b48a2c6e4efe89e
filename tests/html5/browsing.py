"""A banner in a real browser: served from this machine, watched, stopped at any time of its animation."""

from __future__ import annotations

import io
import mimetypes
import threading
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import TCPServer, ThreadingMixIn
from typing import Any, NamedTuple
from urllib.parse import unquote, urlsplit

from PIL import Image

from renderer.scene import Box

# ---------------------------------------------------------------- the server

PATIENCE = 3
"""How many times a click that led nowhere yet is waited for."""


class Site(NamedTuple):
    """A package on 127.0.0.1: its address (ends in a slash), and every path asked for with the answer's status."""

    url: str
    asked: list[tuple[str, int]]


@contextmanager
def served(package: Path) -> Iterator[Site]:
    """A folder or a zip as an ad server would serve it: file by file, nothing added, nothing else reachable."""
    files, asked = _content(package), list[tuple[str, int]]()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = unquote(urlsplit(self.path).path).lstrip("/")
            content = files.get(path or "index.html")
            asked.append((path, 404 if content is None else 200))
            self.send_response(asked[-1][1])
            self.send_header("Content-Type", mimetypes.guess_type(path or "index.html")[0] or "text/plain")
            self.send_header("X-Content-Type-Options", "nosniff")
            self.send_header("Cache-Control", "no-store")
            self.send_header("Content-Length", str(len(content or b"")))
            self.end_headers()
            self.wfile.write(content or b"")

        def log_message(self, format: str, *args: object) -> None:
            pass

    with _Server(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        yield Site(f"http://127.0.0.1:{server.server_address[1]}/", asked)
        server.shutdown()


class _Server(ThreadingMixIn, TCPServer):
    daemon_threads = True


def _content(package: Path) -> dict[str, bytes]:
    if package.is_dir():
        found = (path for path in package.rglob("*") if path.is_file())
        return {path.relative_to(package).as_posix(): path.read_bytes() for path in found}
    with zipfile.ZipFile(package) as archive:
        return {name: archive.read(name) for name in archive.namelist() if not name.endswith("/")}


# ---------------------------------------------------------------- what a page does

OWNED = "owned"
"""The function that hostile strings call to prove that they ran; `watch` puts it into every page and frame."""


@dataclass
class Watched:
    """What a page and all that it opened did since `watch`; complete after `settle`."""

    page: Any
    inside: tuple[str, ...]
    requests: list[str] = field(default_factory=list)
    """Every address asked for, in order, data: and blob: too."""
    outside: list[str] = field(default_factory=list)
    """Those that lie outside what was let in; they were answered here, by an empty page or an error."""
    navigations: list[str] = field(default_factory=list)
    """Where the page itself went, the first address included; a change of the hash counts."""
    frames: list[str] = field(default_factory=list)
    """Where frames within it went."""
    dialogs: list[str] = field(default_factory=list)
    console: list[str] = field(default_factory=list)
    """What was written to the console: `error: text`, `log: text`."""
    errors: list[str] = field(default_factory=list)
    """Uncaught exceptions."""
    downloads: list[str] = field(default_factory=list)
    ran: list[str] = field(default_factory=list)
    """What called `owned`."""
    opened: list[Any] = field(default_factory=list)
    site: Site | None = None

    def settle(self, ms: float = 150) -> Watched:
        """Gives what is under way the time to be seen."""
        self.page.wait_for_timeout(ms)
        return self

    @property
    def popups(self) -> list[str]:
        """The addresses of the windows that were opened."""
        return [one.url for one in self.opened]

    def click(self, x: float | None = None, y: float | None = None, ms: float = 400) -> list[str]:
        """Clicks a point, the page's middle without one; gives every address that this led to, in a new window or
        here. A click through that is right gives exactly one."""
        size = self.page.viewport_size
        windows, moves = len(self.opened), len(self.navigations)
        self.page.mouse.click(size["width"] / 2 if x is None else x, size["height"] / 2 if y is None else y)
        for _ in range(PATIENCE):  # a window may take its time where the machine is busy
            self.settle(ms)
            if self.popups[windows:] or self.navigations[moves:]:
                break
        return self.popups[windows:] + self.navigations[moves:]

    def wrong(self) -> list[str]:
        """What a banner or a report that nobody has touched must never do; empty where all is well."""
        self.settle()
        told = {
            "asked outside": self.outside,
            "opened": self.popups,
            "went to": [url for url in self.navigations[1:] if _page(url) != _page(self.navigations[0])],
            "framed": [url for url in self.frames if not url.startswith((*self.inside, "about:"))],
            "dialog": self.dialogs,
            "console": self.console,
            "uncaught": self.errors,
            "downloaded": self.downloads,
            "ran": self.ran,
        }
        if self.site is not None:
            told["not in the package"] = [path for path, status in self.site.asked if status != 200]
        return [f"{what}: {one}" for what, ones in told.items() for one in ones]


def watch(page: Any, *inside: str) -> Watched:
    """Watches a page from now on, before it goes anywhere. `inside` are beginnings of addresses that it may ask for;
    whatever else it asks for is noted and answered here. Once for a context."""
    seen, context = Watched(page, inside), page.context
    context.expose_binding(OWNED, lambda _, *words: seen.ran.append(" ".join(map(str, words)) or OWNED))
    context.add_init_script(_HOLD)
    context.route("**/*", lambda route: _answer(route, seen))
    context.route_web_socket("**", lambda socket: _close(socket, seen))
    context.on("request", lambda request: seen.requests.append(request.url))
    context.on("page", lambda opened: seen.opened.append(opened))
    context.on("dialog", lambda dialog: _dismiss(dialog, seen))
    context.on("console", lambda message: seen.console.append(f"{message.type}: {message.text}"))
    context.on("weberror", lambda error: seen.errors.append(str(error.error)))
    page.on("download", lambda download: seen.downloads.append(download.url))
    page.on("framenavigated", lambda frame: (seen.frames if frame.parent_frame else seen.navigations).append(frame.url))
    return seen


def _answer(route: Any, seen: Watched) -> None:
    request = route.request
    if request.url.startswith(seen.inside) or (request.url.startswith("data:") and not request.is_navigation_request()):
        route.continue_()
        return
    seen.outside.append(request.url)
    if request.is_navigation_request():
        route.fulfill(content_type="text/html", body="<!doctype html><title>outside</title>")
    else:
        route.abort()


def _close(socket: Any, seen: Watched) -> None:
    seen.outside.append(socket.url)
    socket.close()


def _dismiss(dialog: Any, seen: Watched) -> None:
    seen.dialogs.append(f"{dialog.type}: {dialog.message}")
    dialog.dismiss()


def _page(url: str) -> str:
    return url.partition("#")[0]


# ---------------------------------------------------------------- a time of its animation

_HOLD = """(() => {  // an animation that ends without a trace is no longer listed, but can still be set to a time
  const held = globalThis.__held = new Set();
  globalThis.__hold = () => { for (const one of document.getAnimations()) held.add(one); return [...held]; };
  for (const name of ['animationstart', 'transitionrun', 'DOMContentLoaded'])
    document.addEventListener(name, globalThis.__hold, true);
})()"""
_READY = """async () => {
  if (document.readyState !== 'complete') await new Promise(done => addEventListener('load', done, {once: true}));
  await document.fonts.ready;
  const wrong = [...document.fonts].filter(font => font.status === 'error').map(font => `font ${font.family}`);
  await Promise.all([...document.images].map(image => image.decode().catch(() =>
    wrong.push(`picture ${image.getAttribute('src')}`))));
  return wrong;
}"""
_TIME = """async ms => {
  for (const one of (globalThis.__hold || (() => document.getAnimations()))()) { one.pause(); one.currentTime = ms; }
  await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""


def ready(page: Any) -> None:
    """Waits for fonts and pictures. Raises AssertionError with those that did not come."""
    wrong = [one for frame in page.frames for one in frame.evaluate(_READY)]
    assert not wrong, f"not loaded: {wrong}"


def show(page: Any, ms: float) -> None:
    """Stops every animation at a time after its start, its delay and earlier rounds of a loop counted."""
    for frame in page.frames:
        frame.evaluate(_TIME, ms)


def filmstrip(page: Any, times_ms: Sequence[float]) -> list[Image.Image]:
    """The viewport at these times as RGBA in device px; the same px however often it is asked, in any order."""
    ready(page)
    strip = []
    for ms in times_ms:
        show(page, ms)
        content = page.screenshot(scale="device", animations="allow", caret="hide")
        strip.append(Image.open(io.BytesIO(content)).convert("RGBA"))
    return strip


_LINES = """selector => [...document.querySelectorAll(selector)].map(line => {
  const range = document.createRange();
  range.selectNodeContents(line);
  const box = range.getBoundingClientRect();
  return [line.dataset.line || line.id, box.x, box.y, box.width, box.height];
})"""


def line_boxes(page: Any, ms: float | None = None, selector: str = "[data-line]") -> dict[str, Box]:
    """Where each line of text stands now or at a time: its boxes in fractional px of the viewport, by its `data-line`
    or id. Their heights are the line's, not its ink's. Raises AssertionError for two lines of one name."""
    ready(page)
    if ms is not None:
        show(page, ms)
    found = page.evaluate(_LINES, selector)
    boxes = {name: Box(*sides) for name, *sides in found}
    assert len(boxes) == len(found), f"lines of one name: {sorted(name for name, *_ in found)}"
    return boxes
