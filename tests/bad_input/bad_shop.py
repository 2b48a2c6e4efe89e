"""A tiny made-up shop in a fresh folder: brand, feed, pictures, campaign; each test spoils one thing of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from click.testing import CliRunner
from PIL import Image, ImageDraw

from renderer.checks import ALL
from renderer.cli import cli

BRAND = """\
name: Toucan
palette: {ground: "#FFFFFF", on_ground: "#14231B", primary: "#063D26", on_primary: "#FFFFFF"}
typefaces:
  display: {family: Manrope, source: "package:font_manrope"}
  text: {family: Source Sans Pro, source: "package:font_source_sans_pro"}
logos: {file: logo.svg, min_width_px: 20}
"""
LOGO = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30" width="90" height="30">
<path d="M0 0H90V30H0Z M10 8V22H30V8Z" fill="#D9622B" fill-rule="evenodd"/></svg>
"""
"""Its orange has 3:1 with the white ground and with panels in the primary colour: the shop is without fault."""
FEED = """\
id,title,price,image_link,link
kettle,Steel kettle,24.90 EUR,kettle.png,https://toucan.example/kettle
lamp,Desk lamp,39.00 EUR,lamp.png,https://toucan.example/lamp
"""
CAMPAIGN = """\
name: demo
brand: toucan
flight: {start: 2026-09-01, end: 2026-09-30}
locales: [en-GB]
feed:
  source: feed.csv
  images: images
messages:
  en-GB: {headline: "Now at Toucan", cta: Shop now}
placements:
  - formats: [iab/medium-rectangle]
"""


class Ran:
    """What one command came to."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    def refused(self, *parts: str) -> list[str]:
        """The lines of a run refused with exit 2: nothing on stdout, no traceback, every part told."""
        assert self.code == 2, self
        assert self.out == "", self
        assert "Traceback" not in self.err, self
        assert "internal error" not in self.err, self
        for part in parts:
            assert part in self.err, self
        return self.err.splitlines()

    def __repr__(self) -> str:
        return f"exit {self.code}\n--- stdout\n{self.out}\n--- stderr\n{self.err}"


class Shop:
    """A folder with a brand and a campaign, and the command run in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.brand = folder / "brand" / "toucan"
        self.images = folder / "images"
        self.file = folder / "campaign.yaml"
        self.feed = folder / "feed.csv"
        self.brand.mkdir(parents=True)
        self.images.mkdir()
        (self.brand / "brand.yaml").write_text(BRAND)
        (self.brand / "logo.svg").write_text(LOGO)
        self.feed.write_text(FEED)
        self.file.write_text(CAMPAIGN)
        for name, colour in (("kettle", "#9A3B26"), ("lamp", "#274B8F")):
            self.picture(colour).save(self.images / f"{name}.png")

    @staticmethod
    def picture(colour: str = "#9A3B26", size: int = 480) -> Image.Image:
        """A round thing on white."""
        image = Image.new("RGB", (size, size), "white")
        ImageDraw.Draw(image).ellipse((size // 6, size // 5, size * 5 // 6, size * 4 // 5), fill=colour)
        return image

    def campaign(self, old: str = "", new: str = "", text: str | None = None) -> None:
        """The campaign file with one thing changed, or another text."""
        written = CAMPAIGN if text is None else text
        assert old in written
        self.file.write_text(written.replace(old, new, 1) if old else written)

    def messages(self, english: str) -> None:
        """The campaign with these texts."""
        self.campaign('{headline: "Now at Toucan", cta: Shop now}', english)

    def rows(self, *rows: str, header: str = "id,title,price,image_link,link") -> None:
        """The feed with these rows."""
        self.feed.write_text("\n".join((header, *rows)) + "\n")

    def run(self, *words: str, env: Mapping[str, str] | None = None) -> Ran:
        """The command in this process, in this folder."""
        before = Path.cwd()
        os.chdir(self.folder)
        try:
            result = CliRunner().invoke(cli, list(words), env=env)
        finally:
            os.chdir(before)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return Ran(result.exit_code, result.stdout, result.stderr)

    def render(self, *words: str) -> Ran:
        """`render campaign.yaml -j 0`, with more words."""
        return self.run("campaign.yaml", "-j", "0", *words)

    def process(self, *words: str, env: Mapping[str, str] | None = None,
                before: Callable[[], None] | None = None) -> Ran:  # fmt: skip
        """The command as a process of its own, where streams and exit codes count."""
        done = subprocess.run(
            [sys.executable, "-m", "renderer.cli", *words], cwd=self.folder, capture_output=True, text=True,
            env={**os.environ, **(env or {})}, preexec_fn=before, timeout=120, check=False,
        )  # fmt: skip
        return Ran(done.returncode, done.stdout, done.stderr)

    def manifest(self) -> dict[str, Any]:
        """What the manifest holds."""
        found: dict[str, Any] = json.loads((self.folder / "output/demo/manifest.json").read_bytes())
        return found

    def creative(self, item: str) -> dict[str, Any]:
        """The one creative of an item."""
        (found,) = (one for one in self.manifest()["creatives"] if item in one["items"])
        return dict(found)

    def findings(self, item: str) -> dict[str, str]:
        """What was found in the one creative of an item: message by check."""
        found = {one["check"]: one["message"] for one in self.creative(item)["findings"]}
        assert set(found) <= {check.id for check in ALL}, "every finding has a page in `render checks`"
        return found

    def rejected(self) -> dict[int, tuple[str, str, str]]:
        """The rejected rows of the manifest: id, field and reason by row."""
        return {one["row"]: (one["id"], one["field"], one["reason"]) for one in self.manifest()["rejected_rows"]}

    def whole(self, strays: bool = False) -> None:
        """Nothing half-written lies about: every file is in the manifest, and every one it names is there, whole."""
        folder = self.folder / "output/demo"
        named = {file["path"]: file["bytes"] for one in self.manifest()["creatives"] for file in one["files"]}
        lie = {path.relative_to(folder).as_posix(): path.stat().st_size
               for path in folder.rglob("*") if path.is_file() and ".render" not in path.parts}  # fmt: skip
        for extra in ("manifest.json", "report.html", "report.json", "trafficking.csv", "trafficking.xlsx"):
            lie.pop(extra, None)
        assert (named.items() <= lie.items()) if strays else (lie == named)
        assert not list((folder / ".render/tmp").glob("*"))
