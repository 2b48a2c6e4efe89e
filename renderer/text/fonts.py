"""Font files and faces. Only files that a brand, a package or the starter set names are ever used."""

from __future__ import annotations

import struct
from functools import lru_cache
from pathlib import Path

import msgspec
import uharfbuzz as hb

from renderer import digest
from renderer.errors import AssetError, is_special
from renderer.model.brand import Typeface, Typefaces
from renderer.resources import package_folder, starter_brand

WEIGHTS = {"light": 300, "regular": 400, "medium": 500, "semibold": 600, "bold": 700, "extrabold": 800, "black": 900}
"""CSS Fonts 4, section 2.2: the usual names of weights."""

_FILES = (".ttf", ".otf")
_USAGE, _RESTRICTED = 0x000E, 0x0002  # OpenType 1.9, OS/2 fsType: bits 1 to 3, of which bit 1 forbids to embed
_NO_SUBSETTING, _BITMAPS_ONLY = 0x0100, 0x0200


class FontFile(msgspec.Struct, frozen=True, cache_hash=True):
    """One static font file. `embeddable` (its outlines, in a page) and `subsettable` (cut down for it) follow OS/2
    fsType.

    Its hash is kept: it is part of what every text is looked up by."""

    digest: str
    path: str
    family: str
    weight: int
    italic: bool
    embeddable: bool
    subsettable: bool = True


class FontSet(msgspec.Struct, frozen=True):
    """A brand's faces by use, and those asked for the characters these lack."""

    display: tuple[FontFile, ...]
    text: tuple[FontFile, ...]
    fallback: tuple[tuple[FontFile, ...], ...]
    display_weights: dict[str, int]
    text_weights: dict[str, int]
    tabular: tuple[bool, bool] = (False, False)
    tracking: tuple[float, float] = (0.0, 0.0)

    def chain(self, use: str, weight: str, italic: bool = False, least: int = 0) -> tuple[FontFile, ...]:
        """The files to try for a use (`display`, `text`) at a named weight, best first; none lighter than `least` where
        a family has a heavier one."""
        display = use == "display"
        wanted = (self.display_weights if display else self.text_weights).get(weight) or WEIGHTS.get(weight, 400)
        primary, other = (self.display, self.text) if display else (self.text, self.display)
        files = (primary, other, *self.fallback)
        return tuple(_nearest(family, max(wanted, least), italic) for family in files if family)

    def digest(self) -> str:
        """Digest of what the set sets texts with, wherever its files lie."""
        families = (self.display, self.text, *self.fallback)
        files = [[(one.digest, one.weight, one.italic) for one in family] for family in families]
        return digest.of_value([files, self.display_weights, self.text_weights, self.tabular, self.tracking])

    def files(self) -> tuple[FontFile, ...]:
        """Every file of the set."""
        return (*self.display, *self.text, *(file for family in self.fallback for file in family))


def _nearest(files: tuple[FontFile, ...], weight: int, italic: bool) -> FontFile:
    """The upright or italic file nearest in weight; between two as near, the heavier one."""
    return min(files, key=lambda file: (file.italic != italic, abs(file.weight - weight), -file.weight))


class Face:
    """A loaded font file: its bytes, metrics in em, HarfBuzz's objects and the characters it has.

    Raises AssetError where the file is gone or is no longer the one of its digest."""

    def __init__(self, file: FontFile) -> None:
        self.digest = file.digest
        self.path = file.path
        self.content = _content(file)
        self._face = hb.Face(self.content)
        self.font = hb.Font(self._face)
        self.upem = float(self._face.upem)
        self.characters = frozenset(self._face.unicodes)
        self._extents: dict[int, tuple[float, float, float, float]] = {}
        extents = self.font.get_font_extents("ltr")
        self.ascent = extents.ascender / self.upem
        self.descent = -extents.descender / self.upem
        self.cap_height = self._metric(hb.OTMetricsTag.CAP_HEIGHT, 0.7)
        self.x_height = self._metric(hb.OTMetricsTag.X_HEIGHT, 0.5)

    def _metric(self, tag: hb.OTMetricsTag, default: float) -> float:
        value = self.font.get_metric_position(tag)
        return value / self.upem if value else default

    def extents(self, glyph: int) -> tuple[float, float, float, float]:
        """Ink of a glyph in em: left, top above the baseline, right, bottom below the baseline (negative: above)."""
        known = self._extents.get(glyph)
        if known is None:
            known = self._extents[glyph] = self._measured(glyph)
        return known

    def _measured(self, glyph: int) -> tuple[float, float, float, float]:
        found = self.font.get_glyph_extents(glyph)
        if found is None:
            return 0.0, 0.0, 0.0, 0.0
        left, top = found.x_bearing / self.upem, found.y_bearing / self.upem
        return left, top, left + found.width / self.upem, -(found.y_bearing + found.height) / self.upem


@lru_cache(maxsize=64)
def face(file: FontFile) -> Face:
    """The loaded face of a file (kept per process). Raises AssetError, see Face."""
    return Face(file)


def _content(file: FontFile) -> bytes:
    """A font's bytes, which are still those of its digest: what is made is noted as made of it."""
    name = Path(file.path).name
    try:
        content = Path(file.path).read_bytes()
    except OSError as error:
        raise AssetError(f"the font '{name}' cannot be read any more ({(error.strerror or '').lower()})") from error
    if digest.of_bytes(content) != file.digest:
        raise AssetError(f"the font '{name}' changed while rendering")
    return content


def font_set(typefaces: Typefaces, folder: Path) -> FontSet:
    """The files of a brand's typefaces; `folder` is the brand's. Raises AssetError naming what is missing."""
    return FontSet(
        display=_family(typefaces.display, folder),
        text=_family(typefaces.text, folder),
        fallback=tuple(_fallback(name, folder) for name in typefaces.fallback),
        display_weights=typefaces.display.weights,
        text_weights=typefaces.text.weights,
        tabular=(typefaces.display.figures == "tabular", typefaces.text.figures == "tabular"),
        tracking=(typefaces.display.tracking, typefaces.text.tracking),
    )


def _family(typeface: Typeface, folder: Path) -> tuple[FontFile, ...]:
    if typeface.source.startswith("package:"):
        where = package_folder(typeface.source.removeprefix("package:"))
    else:
        where = folder / typeface.source
    files = font_files(where)
    named = tuple(file for file in files if _plain(file.family) == _plain(typeface.family))
    if not files:
        raise AssetError(f"no static .ttf or .otf font lies in '{typeface.source}'")
    if not named:
        families = ", ".join(sorted({file.family for file in files}))
        raise AssetError(f"'{typeface.source}' holds {families}, but no family '{typeface.family}'")
    return named


def _fallback(name: str, folder: Path) -> tuple[FontFile, ...]:
    if name.startswith("starter-"):
        where = starter_brand() / "fonts" / name.removeprefix("starter-")
    elif name.startswith("package:"):
        where = package_folder(name.removeprefix("package:"))
    else:
        where = folder / name
    files = font_files(where)
    if not files:
        raise AssetError(f"fallback '{name}' holds no static .ttf or .otf font")
    return files


def _plain(family: str) -> str:
    return family.casefold().replace(" ", "").replace("-", "")


def font_files(folder: Path) -> tuple[FontFile, ...]:
    """The static fonts below a folder, by weight. Raises AssetError for a file that is no font."""
    if not folder.is_dir():
        raise AssetError(f"no such folder of fonts: '{folder.name}'")
    found: dict[tuple[str, int, bool], FontFile] = {}
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() in _FILES and (file := _font_file(path)) is not None:
            found.setdefault((file.family, file.weight, file.italic), file)
    return tuple(found[key] for key in sorted(found))


def _font_file(path: Path) -> FontFile | None:
    if is_special(path):
        raise AssetError(f"'{path.name}' is not a file")
    content = path.read_bytes()
    try:
        loaded = hb.Face(content)
        variable = loaded.has_var_data
        table = bytes(loaded.reference_table("OS/2").data or b"")
        glyphs = loaded.glyph_count
    except (hb.HarfBuzzError, ValueError, RuntimeError):
        glyphs, variable, table = 0, False, b""
    if not glyphs:
        raise AssetError(f"'{path.name}' is not a usable font file")
    if variable:
        return None
    version, weight, fs_type, selection = _os2(table)
    name = loaded.get_name(16) or loaded.get_name(1) or path.stem
    return FontFile(
        digest=digest.of_bytes(content),
        path=str(path),
        family=str(name),
        weight=weight,
        italic=bool(selection & 1) or "Italic" in path.stem or path.stem.endswith("It"),
        embeddable=_embeddable(version, fs_type),
        subsettable=not fs_type & _NO_SUBSETTING,
    )


def _os2(table: bytes) -> tuple[int, int, int, int]:
    """version, usWeightClass, fsType and fsSelection (OpenType 1.9, OS/2)."""
    if len(table) < 64:
        return 0, 400, 0, 0
    version, weight, fs_type = struct.unpack_from(">H2xH2xH", table)
    (selection,) = struct.unpack_from(">H", table, 62)
    return int(version), int(weight), int(fs_type), int(selection)


def _embeddable(version: int, fs_type: int) -> bool:
    """Whether outlines may be embedded (OpenType 1.9, OS/2 fsType). Below version 3 several usage bits may be set, and
    the least restrictive holds; from there on that is a mistake, and the restriction holds."""
    if fs_type & _BITMAPS_ONLY:
        return False
    return fs_type & _USAGE != _RESTRICTED if version < 3 else not fs_type & _RESTRICTED
