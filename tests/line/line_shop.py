"""A tiny shop whose campaign the tests of this folder render, change and render again."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from click.testing import CliRunner
from PIL import Image, ImageDraw

from renderer.build import Result, build
from renderer.cli import cli
from renderer.commands.rendering import planned
from renderer.executors.serial import serial
from renderer.outcome import Creative
from renderer.stages.plan import Selection
from renderer.work import Executor

BRAND: dict[str, Any] = {
    "name": "Toucan",
    "palette": {"ground": "#FFFFFF", "on_ground": "#14231B", "primary": "#063D26", "on_primary": "#FFFFFF"},
    "typefaces": {
        "display": {"family": "Manrope", "source": "package:font_manrope"},
        "text": {"family": "Source Sans Pro", "source": "package:font_source_sans_pro"},
    },
    "logos": [{"file": "logo.svg", "min_width_px": 20}],
}
LOGO = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30" width="90" height="30">
<path d="M0 0H90V30H0Z M10 8V22H30V8Z" fill="#D9622B" fill-rule="evenodd"/></svg>
"""
"""Its orange has 3:1 with every ground here, the primary colour's too: the shop itself is without fault."""
CAMPAIGN: dict[str, Any] = {
    "name": "demo",
    "brand": "toucan",
    "flight": {"start": "2026-09-01", "end": "2026-09-30", "timezone": "Europe/Paris"},
    "locales": ["fr-FR", "en-GB"],
    "feed": {"source": "feed.csv"},
    "messages": {
        "fr-FR": {"headline": "Rentrée chrono", "cta": "Voir"},
        "en-GB": {"headline": "School rush", "cta": "Shop now"},
    },
    "placements": [
        {"id": "web", "formats": ["iab/smartphone-wide-banner", "iab/medium-rectangle"],
         "click_url": "https://toucan.example/{{ item.id }}?k={{ creative.key }}", "encoding": "jpeg"},
    ],
    "segments": [{"id": "everyone"}],
}  # fmt: skip
SALE = "2026-09-10T00:00+02:00/2026-09-12T23:59+02:00"
COLOURS = ("#C0392B", "#2471A3", "#B7950B", "#6C3483", "#117864", "#784212")
Files = dict[str, tuple[bytes, int]]
"""Every creative's file: content and modification time, by path."""


class Shop:
    """A folder with brand, feed, pictures and campaign, and its output."""

    def __init__(self, folder: Path, items: int = 3) -> None:
        self.folder = folder
        self.output = folder / "output"
        self.campaign: dict[str, Any] = json.loads(json.dumps(CAMPAIGN))
        self.brand: dict[str, Any] = json.loads(json.dumps(BRAND))
        self.rows = [
            {"id": f"item{n}", "title": f"Lamp number {n}", "description": "A lamp.", "price": f"{20 + n}.90 EUR",
             "sale_price": "", "sale_price_effective_date": "", "image_link": f"item{n}.png",
             "link": f"https://toucan.example/{n}", "availability": "in stock"}
            for n in range(items)
        ]  # fmt: skip
        (folder / "brand" / "toucan").mkdir(parents=True)
        (folder / "brand" / "toucan" / "logo.svg").write_text(LOGO, encoding="utf-8")
        for number in range(items):
            self.picture(number, COLOURS[number % len(COLOURS)])
        self.write()

    def picture(self, number: int, colour: str) -> None:
        image = Image.new("RGB", (96, 96), "#F2F2F2")
        ImageDraw.Draw(image).ellipse((18, 12, 78, 84 - number), fill=colour)
        image.save(self.folder / f"item{number}.png")

    def write(self) -> None:
        """Writes what was changed in `campaign`, `brand` and `rows`."""
        rows = [",".join(self.rows[0]), *(",".join(row.values()) for row in self.rows)]
        (self.folder / "feed.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
        for name, value in (("campaign.yaml", self.campaign), ("brand/toucan/brand.yaml", self.brand)):
            (self.folder / name).write_text(yaml.safe_dump(value, allow_unicode=True), encoding="utf-8")

    def run(
        self, executor: Executor = serial, selection: Selection = Selection(), day: date | None = None,  # noqa: B008
        output: Path | None = None,
    ) -> tuple[Result, list[Creative]]:  # fmt: skip
        """Renders in this process; gives the result and every creative told of, in order."""
        output = output or self.output
        told: list[Creative] = []
        made, inputs = planned(self.folder / "campaign.yaml", output, selection, day)
        result = build(made, output / made.loaded.name, inputs, output / ".cache", executor, told.append)
        inputs.flush()
        return result, told

    def made(self, executor: Executor = serial, **options: Any) -> set[str]:
        """Renders; gives the keys of the creatives that were made anew."""
        _, told = self.run(executor, **options)
        return {creative.key for creative in told if not creative.cached}

    def files(self, output: Path | None = None) -> Files:
        root = (output or self.output) / "demo"
        found = sorted(path for ending in ("jpg", "png") for path in root.rglob(f"*.{ending}"))
        return {path.relative_to(root).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns) for path in found}

    def bytes(self, output: Path | None = None) -> dict[str, bytes]:
        return {path: content for path, (content, _) in self.files(output).items()}

    def manifest_file(self, output: Path | None = None) -> Path:
        return (output or self.output) / "demo" / "manifest.json"

    def manifest(self, output: Path | None = None) -> dict[str, Any]:
        """The manifest without what is outside "same bytes"."""
        found: dict[str, Any] = json.loads(self.manifest_file(output).read_bytes())
        del found["seconds"], found["counts"]["cached"]
        for creative in found["creatives"]:
            del creative["seconds"], creative["cached"]
        return found

    def touched(self, before: Files) -> set[str]:
        """Paths whose file was written since, was removed or is new."""
        after = self.files()
        return {path for path in {*before, *after} if before.get(path) != after.get(path)}

    def hidden(self, name: str) -> Path:
        return self.output / "demo" / ".render" / name

    def copy(self, folder: Path) -> Shop:
        """The same shop elsewhere, without its output."""
        shutil.copytree(self.folder, folder, ignore=shutil.ignore_patterns("output"))
        other = object.__new__(Shop)
        other.__dict__.update(self.__dict__, folder=folder, output=folder / "output")
        return other

    def command(self, *arguments: str, output: Path | None = None) -> list[str]:
        """The command line that renders this shop. Ctrl-C works even where the tests themselves ignore it."""
        start = ("import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler);"
                 "from renderer.cli import main; main()")  # fmt: skip
        where = str(output or self.output)
        return [sys.executable, "-c", start, str(self.folder), "-o", where, "--report", "json", *arguments]

    def start(self, *arguments: str, env: Mapping[str, str] | None = None, output: Path | None = None,
              cwd: Path | None = None) -> subprocess.Popen[str]:  # fmt: skip
        return subprocess.Popen(
            self.command(*arguments, output=output), text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env={**os.environ, **(env or {})}, cwd=cwd or self.folder,
        )  # fmt: skip

    def answer(self, *arguments: str) -> tuple[int, str, str]:
        """The command in this process, without workers: exit code, stdout, stderr."""
        words = [str(self.folder), "-o", str(self.output), "-j", "0", *arguments]
        result = CliRunner().invoke(cli, words)
        if result.exception is not None and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result.exit_code, result.stdout, result.stderr

    def render(self, *arguments: str, **options: Any) -> tuple[int, str, str]:
        """Runs the command to its end, in a process of its own: exit code, stdout, stderr."""
        with self.start(*arguments, **options) as process:
            out, err = process.communicate(timeout=120)
            return process.returncode, out, err
