"""Which file a feed's picture reference means. Nothing is fetched; nothing outside two folders is named."""

from __future__ import annotations

import os
import re
import unicodedata
from functools import lru_cache
from pathlib import Path, PurePath
from urllib.parse import unquote, urlsplit

ENDINGS = (".webp", ".png", ".jpg", ".jpeg", ".avif", ".gif", ".svg", ".tif", ".tiff", ".bmp")
"""Tried in this order where the named file is absent but one of the same stem lies there."""
_ADDRESS = re.compile(r"(?:https?:)?//", re.IGNORECASE)


def resolve_image(reference: str, folder: Path, images: Path | None) -> Path | None:
    """The picture's file inside the campaign's folder or the images folder, or None.

    A path is looked for in both folders; an address is answered by the file of its name in the images folder. Upper and
    lower case, the picture's ending and how accents are encoded may differ (macOS decomposes them, old archives use
    Latin-1). Absolute paths, `..` out of the folder and links out of it: None.
    """
    if not reference or "\0" in reference or len(reference) > 4096:
        return None
    try:
        if _ADDRESS.match(reference):
            return None if images is None else _inside(images, _name_of(reference))
        path = reference.replace("\\", "/")
        if path.startswith("/") or re.match(r"[A-Za-z][A-Za-z0-9+.-]*:", path):
            return None
        tried = [(folder, path)] + ([(images, path), (images, _last(path))] if images is not None else [])
        return next((found for base, name in tried if (found := _inside(base, name)) is not None), None)
    except (OSError, ValueError):
        return None


def _name_of(address: str) -> str:
    """The file's name in an address: the last part of its path, decoded; the query does not count."""
    return _last(unquote(urlsplit(address).path.rstrip("/").rpartition("/")[2]))


def _last(path: str) -> str:
    """The file's name, or nothing for a path that climbs."""
    return "" if ".." in path.split("/") else path.replace("\\", "/").rpartition("/")[2]


def _inside(base: Path, name: str) -> Path | None:
    """The file of a relative path below a folder: exact, of another ending, in another case or encoding."""
    parts = PurePath(name).parts
    if not parts or parts[-1] == ".." or "\0" in name:
        return None
    root = _root(os.path.abspath(base))  # noqa: PTH100 (asked for every item)
    wanted = base / name
    if wanted.is_file():
        return _kept(wanted, root)
    directory = base
    for part in parts[:-1]:
        near = (directory / part, *_spelled(directory, root, [part]))
        directory = next((one for one in near if one.is_dir()), directory / part)
    found = _spelled(directory, root, _candidates(parts[-1]))
    return next((kept for one in found if (kept := _kept(one, root)) is not None), None)


def _spelled(directory: Path, root: Path, names: list[str]) -> list[Path]:
    """What lies in a directory under these names in any case or encoding, in their order."""
    if not directory.is_dir() or not directory.resolve().is_relative_to(root):
        return []
    listing = _listing(str(directory), directory.stat().st_mtime_ns)
    found = (listing.get(key) for name in names for key in _keys(name))
    return [directory / one for one in found if one is not None]


@lru_cache(maxsize=64)
def _root(base: str) -> Path:
    return Path(base).resolve()


def _kept(path: Path, root: Path) -> Path | None:
    """The file where it truly lies below the folder, links followed."""
    return path if path.is_file() and path.resolve().is_relative_to(root) else None


def _candidates(name: str) -> list[str]:
    stem, dot, ending = name.rpartition(".")
    stem = stem if dot and f".{ending.lower()}" in ENDINGS else name
    return [name, *(stem + ending for ending in ENDINGS)]


@lru_cache(maxsize=64)
def _listing(directory: str, changed: int) -> dict[str, str]:
    """Names by how they may be written, first in order wins; `changed` renews the listing when the folder changes."""
    names = sorted(entry.name for entry in os.scandir(directory))
    spelled = [_keys(_read(name)) for name in names]
    listing: dict[str, str] = {}
    for level in range(2):  # a name in its own case comes before another's in another case
        for name, keys in zip(names, spelled, strict=True):
            listing.setdefault(keys[level], name)
    return listing


def _keys(name: str) -> tuple[str, str]:
    """A name with its accents composed, as it is and in lower case."""
    composed = unicodedata.normalize("NFC", name)
    return composed, composed.casefold()


def _read(name: str) -> str:
    """A name that the system listed as its maker wrote it: in UTF-8 whatever the locale, else in Latin-1."""
    if name.isascii():
        return name
    written = os.fsencode(name)
    try:
        return written.decode()
    except UnicodeDecodeError:
        return written.decode("latin-1")
