"""The engine's side of the protocol: ready once, then an output folder a line in, the seconds for all creatives out."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

Draw = Callable[[dict[str, Any], Path], "dict[str, list[float]] | None"]
"""Draws all creatives into a folder; may tell the seconds of each, by size (`300x250`)."""


def serve(versions: dict[str, str], prepare: Callable[[dict[str, Any]], Draw]) -> None:
    started = perf_counter()
    file = Path(sys.argv[1])
    first = json.loads(file.read_text())
    draw = prepare(first)
    with tempfile.TemporaryDirectory() as folder:
        draw({**first, "creatives": first["creatives"][:1]}, Path(folder))
    print(json.dumps({"ready": perf_counter() - started, "versions": versions}), flush=True)
    for text in sys.stdin:
        begun = perf_counter()
        try:
            sizes = draw(json.loads(file.read_text()), Path(text.strip()))
            answer: dict[str, Any] = {"seconds": perf_counter() - begun, "sizes": sizes or {}}
        except Exception as error:  # noqa: BLE001 (told to the bench)
            answer = {"error": f"{type(error).__name__}: {error}"[:600]}
        print(json.dumps(answer), flush=True)


def hexed(colour: list[int]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour[:3])
