"""Versions: what makes bytes besides a job's own values, as digests for keys and stores.

That is our code and the libraries under it, down to the system's cairo and pixman, which draw SVG artwork.
"""

from __future__ import annotations

import ctypes
import sys
from functools import cache
from importlib.metadata import version
from pathlib import Path

from renderer import digest

LIBRARIES = ("babel", "brotli", "budoux", "cairocffi", "cairosvg", "cssselect2", "deflate", "jinja2", "msgspec",
             "numpy", "pillow", "python-bidi", "skia-python", "tinycss2", "uharfbuzz", "uniseg")  # fmt: skip
PACKAGE = Path(__file__).parent
"""Where our own sources lie."""
SILENT = ("answering.py", "cli.py", "garbage.py", "reports", "executors", "starting", "checks", "commands")
"""What never touches a creative's bytes, and checks, whose findings are made from stored facts."""
BEFORE_SCENE = ("feeds", "loading", "copywriting", "content.py", "text", "placing", "motion")
"""What only has a say in what the scene is; the scene's own digest speaks for it."""
OF_PAGES = ("text/subset.py", "text/woff2.py")
"""What lies among it, and yet makes files: the fonts that pages carry."""
_SOURCES = frozenset((".py", ".js", ".css", ".html"))
_DRAWING = {"cairo": ("libcairo.so.2", "libcairo.2.dylib", "libcairo-2.dll"),
            "pixman": ("libpixman-1.so.0", "libpixman-1.0.dylib", "libpixman-1-0.dll")}  # fmt: skip


@cache
def libraries() -> tuple[tuple[str, str], ...]:
    """Name and version of every library that makes bytes, Python's own included."""
    python = ".".join(map(str, sys.version_info[:2]))
    drawing = ((name, _loaded(name, files)) for name, files in _DRAWING.items())
    return (("python", python), *((name, version(name)) for name in LIBRARIES), *drawing)


def _loaded(name: str, files: tuple[str, ...]) -> str:
    """The version that a system library answers with; empty where it is not found by its usual names."""
    for file in files:
        try:
            ask = getattr(ctypes.CDLL(file), f"{name}_version_string")
        except (OSError, AttributeError):
            continue
        ask.restype = ctypes.c_char_p
        return str(ask().decode())
    return ""


def making() -> str:
    """Digest of everything in our code and our libraries that makes bytes."""
    return code(without=SILENT)


def painting() -> str:
    """Digest of what makes files of a scene: all that is not known to come before it or to have no part in it."""
    return digest.of_value([code(without=(*SILENT, *BEFORE_SCENE)), code(*OF_PAGES)])


@cache
def code(*parts: str, without: tuple[str, ...] = ()) -> str:
    """Digest of the libraries and of our own sources, the pages' scripts and styles included: of these files and
    folders of the package, or of all of it.

    `without` names files and folders at its top that do not count."""
    roots = [PACKAGE / part for part in parts] or [entry for entry in PACKAGE.iterdir() if entry.name not in without]
    files = [file for root in roots for file in (root.rglob("*") if root.is_dir() else [root])]
    sources = [[file.relative_to(PACKAGE).as_posix(), file.read_bytes()] for file in sorted(files)
               if file.suffix in _SOURCES]  # fmt: skip
    return digest.of_value([sources, libraries()])
