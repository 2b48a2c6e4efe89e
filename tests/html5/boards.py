"""Rich creatives of the demo campaigns as packages, and those who hold them: apps and publishers' frames that write
down what they are asked for."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
from browsing import Watched, served, watch

from renderer.checks import IDS
from renderer.content import OWN, Content, Product
from renderer.line import Tools
from renderer.loading.profiles import known_profiles
from renderer.model.format import Format
from renderer.painters import board as painter
from renderer.painters import html5
from renderer.painters.page import Page
from renderer.parts import ASSET, CLICK, HEAD, Package, Parts
from renderer.scene import Action, Board
from renderer.stages.board import board
from renderer.stages.compose import compose
from renderer.stages.load import Loaded, load
from renderer.stages.package import package
from renderer.stages.plan import Selection, moment, plan
from renderer.stores.inputs import Inputs
from renderer.stores.outputs import Outputs

ROOT = Path(__file__).resolve().parents[2]
LANDING = "https://shop.example/p/1?a=1&b=2"
STRIPS = (
    "rising-star/filmstrip",
    "rising-star/mobile-filmstrip-full-screen",
    "rising-star/slider",
    "rising-star/mobile-slider",
    "rising-star/portrait",
)
"""What is told in strips: films, pages that slide in, a module that grows."""
FORMATS = (
    "high-impact/push-down",
    "legacy/expandable-300x250",
    "legacy/expandable-160x600",
    "mobile/expandable-320x50",
    "rising-star/billboard",
    "rising-star/sidekick",
    "rising-star/mobile-adhesion",
)
CAMPAIGNS = ("rentree", "saison")
"""A loud brand, a quiet one."""


class Rich(NamedTuple):
    """A rich creative."""

    format: Format
    board: Board
    page: Page

    def action(self, does: str) -> Action:
        return next(one for one in self.board.actions if one.does == does)

    def package(self, network: str = "iab") -> Package:
        """What a network is given of it."""
        page = self.page
        parts = Parts("ad", page.width, page.height, html5.document(page, HEAD, CLICK), assets=page.files,
                      click_url=LANDING, label="Voir", later=page.later)  # fmt: skip
        return package(parts, known_profiles(IDS)[network])

    def unpacked(self, folder: Path, network: str = "iab", **more: str) -> Path:
        """The same in a folder, with more files where the frame around it brings some."""
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "ad.zip").write_bytes(self.package(network).content)
        with zipfile.ZipFile(folder / "ad.zip") as zipped:
            zipped.extractall(folder)
        (folder / "ad.zip").unlink()
        for name, content in more.items():
            (folder / name.replace("_", ".")).write_text(content)
        return folder


class Demo(NamedTuple):
    loaded: Loaded
    content: Content
    tools: Tools


@cache
def demo(campaign: str, cache_folder: Path, locale: str = "fr-FR", products: int = 1) -> Demo:
    inputs = Inputs(cache_folder)
    loaded = load(ROOT / "campaigns" / campaign, inputs, known_profiles(IDS))
    chosen = plan(loaded, Selection(only="web/*/everyone*", locales=(locale,), formats=("iab/medium-rectangle",)))
    jobs = islice(chosen.jobs(), products)
    first, *more = (compose(job, loaded, inputs, moment(chosen.day, loaded)).content for job in jobs)
    content = msgspec.structs.replace(first, products=tuple(map(_product, (first, *more)))) if more else first
    return Demo(loaded, content, Tools(loaded, inputs, Outputs(cache_folder / "output")))


def _product(content: Content) -> Product:
    """What a content shows, as one of several."""
    assert content.product is not None
    texts = {role: content.texts[role] for role in OWN if role in content.texts}
    return Product(content.product, texts, content.price, content.prior_price)


@cache
def rich(campaign: str, format_id: str, cache_folder: Path, locale: str = "fr-FR", products: int = 1) -> Rich:
    loaded, content, tools = demo(campaign, cache_folder, locale, products)
    format_ = loaded.catalogue.formats[format_id]
    made = board(content, format_, loaded.kit.layouts, (known_profiles(IDS)["iab"],))
    assert made is not None
    fonts = {file.digest: file for file in loaded.kit.fonts.files()}
    return Rich(format_, made, painter.paint(made, tools, fonts, prefix=ASSET))


@contextmanager
def opened(chromium: Any, folder: Path, first: str = "", **how: Any) -> Iterator[Watched]:
    """A package in a window larger than all of its states; `first` is a script that runs before its own."""
    with served(folder) as site:
        context = chromium.new_context(**{"viewport": {"width": 1000, "height": 640}, **how})
        try:
            seen = watch(context.new_page(), site.url)
            seen.site = site
            if first:
                context.add_init_script(first)
            seen.page.goto(site.url)
            yield seen
        finally:
            context.close()


def state(page: Any) -> str:
    found: str = page.evaluate("document.body.dataset.state || ''")
    return found


def rest(page: Any) -> None:
    """Lets a state open or close to its end."""
    page.wait_for_timeout(650)


APP = """
(() => {
  const calls = window.calls = [], listeners = {};
  let state = START;
  const tell = (event, ...told) => (listeners[event] || []).forEach((one) => one(...told));
  const become = (next) => { state = next; tell("stateChange", next); };
  window.app = { tell, become, ready: () => { state = "default"; tell("ready"); } };
  window.mraid = {
    getState: () => state, isViewable: () => SEEN, getPlacementType: () => PLACE, getVersion: () => "3.0",
    addEventListener: (event, listener) => (listeners[event] = listeners[event] || []).push(listener),
    open: (url) => calls.push(["open", url]),
    expand: () => { calls.push(["expand"]); become("expanded"); },
    setResizeProperties: (told) => calls.push(["setResizeProperties", told]),
    resize: () => { calls.push(["resize"]); if (RESIZES) become("resized"); else tell("error", "no", "resize"); },
    close: () => { calls.push(["close"]); become(state === "default" ? "hidden" : "default"); },
    useCustomClose: (own) => calls.push(["useCustomClose", own]),
  };
})();
"""


def app(start: str = "default", seen: bool = True, place: str = "inline", resizes: bool = True) -> str:
    """What an app puts in the place of `mraid.js`."""
    told = {"START": f'"{start}"', "SEEN": str(seen).lower(), "PLACE": f'"{place}"', "RESIZES": str(resizes).lower()}
    made = APP
    for name, value in told.items():
        made = made.replace(name, value)
    return made


def safe_frame(**supports: bool) -> str:
    """What a SafeFrame has for its content."""
    able = ", ".join(f'"{name.replace("_", "-")}": {str(value).lower()}' for name, value in supports.items())
    return f"""
const calls = window.calls = [];
let told = () => {{}};
window.$sf = {{ ext: {{
  register: (width, height, listener) => {{ calls.push(["register", width, height]); told = listener; }},
  supports: () => ({{ {able} }}), geom: () => ({{ exp: window.room || {{ t: 0, l: 0, r: 900, b: 900 }} }}),
  expand: (how) => {{ calls.push(["expand", how]); setTimeout(() => told("expanded", {{}}), 0); }},
  collapse: () => {{ calls.push(["collapse"]); setTimeout(() => told("collapsed", {{}}), 0); }},
}} }};
"""
