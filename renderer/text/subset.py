"""Fonts for pages: of a face only the characters that are shown, as WOFF2.

A browser shapes a text with the subset as `renderer.text.shape` shapes it with the whole face: every feature that is on
by itself is kept, with all glyphs it can lead to. What shaping never uses is dropped, what could only harm with it:
browsers move Japanese brackets together by `halt` and `chws` where a face has them, and we do not.
"""

from __future__ import annotations

import itertools
import struct
import unicodedata
from functools import lru_cache
from pathlib import Path

import uharfbuzz as hb

from renderer import digest
from renderer.errors import AssetError
from renderer.text.fonts import FontFile, face
from renderer.text.woff2 import packed

_TABULAR = "tnum"
_FRACTIONS = ("frac", "numr", "dnom")
"""HarfBuzz turns these on by itself around a fraction slash, and nowhere else."""
_FRACTION_SLASH = "\u2044"
_NOT_USED = ("BUZZ", "Buzz", "HARF", "Harf", "chws", "halt", "jalt", "palt", "rand", "valt", "vchw", "vert", "vhal",
             "vkrn", "vpal", "vrt2")  # fmt: skip
"""Features that HarfBuzz's subsetter keeps, and that no horizontal text of ours is set with."""
_DROPPED = ("BASE", "MATH", "STAT", "VORG", "meta", "vhea", "vmtx")
"""Tables of vertical text, formulas and menus of fonts. `gasp` stays: Windows smooths by it, hints or none."""
_LICENCE = (0, 13, 14)
"""Names that stay (OpenType, name): copyright, licence and its address, as the Open Font License asks (section 2)."""
_OWN_NAMES = (1, 4, 6)
"""Family, full and PostScript name: a digest. A changed font may not go by a reserved name (OFL, section 3)."""
_SPACE = " "


@lru_cache(maxsize=1_024)
def woff2(file: FontFile, text: frozenset[str], tabular: bool = True) -> bytes:
    """The WOFF2 file of a face with the characters of `text` that it has, hints dropped; `tabular`: with the figures of
    equal width. The whole face where its licence allows no subset. The same bytes in every process.

    Raises AssetError where the licence allows no embedding, where the font is broken, and see `fonts.Face`."""
    name = Path(file.path).name
    if not file.embeddable:
        raise AssetError(f"the font '{name}' may not be embedded in a page: its licence forbids it (OS/2 fsType)")
    try:
        return _subset(file, text, tabular) if file.subsettable else _whole(file)
    except (RuntimeError, ValueError, LookupError, struct.error) as error:
        raise AssetError(f"the font '{name}' cannot be made fit for a page: its tables are broken") from error


def _subset(file: FontFile, text: frozenset[str], tabular: bool) -> bytes:
    source = face(file).font.face
    wanted = _needed(text, face(file).characters)
    tables = _tables(_request(source, wanted, tabular).subset(source))
    tables["name"] = _names(_licence(file), digest.of_value([file.digest, sorted(wanted), tabular]))
    return packed(tables)


@lru_cache(maxsize=16)
def _whole(file: FontFile) -> bytes:
    """The whole face; a signature would no longer hold (WOFF 2.0, section 5)."""
    return packed({tag: table for tag, table in _tables(face(file).font.face).items() if tag != "DSIG"})


def _tables(font: hb.Face) -> dict[str, bytes]:
    return {tag: bytes(font.reference_table(tag).data or b"") for tag in font.table_tags}


def _request(source: hb.Face, wanted: frozenset[str], tabular: bool) -> hb.SubsetInput:
    """What HarfBuzz is to keep."""
    asked = hb.SubsetInput()
    asked.unicode_set.set(map(ord, wanted))
    asked.flags = hb.SubsetFlags.NO_HINTING
    asked.name_id_set.clear()
    asked.drop_table_tag_set.update(map(_tag, _DROPPED))
    asked.layout_feature_tag_set.difference_update(hb.Set(map(_tag, _NOT_USED)))
    if tabular:
        asked.layout_feature_tag_set.add(_tag(_TABULAR))
    if _FRACTION_SLASH not in wanted:
        asked.layout_feature_tag_set.difference_update(hb.Set(map(_tag, _FRACTIONS)))
    if _old_kerning(source):  # of numbered glyphs, which therefore keep their numbers
        asked.flags |= hb.SubsetFlags.RETAIN_GIDS
        asked.drop_table_tag_set.discard(_tag("kern"))
        asked.no_subset_table_tag_set.add(_tag("kern"))
    return asked


def _tag(name: str) -> int:
    return int.from_bytes(name.encode("ascii"), "big")


def _old_kerning(source: hb.Face) -> bool:
    """Whether a face is kerned by the table `kern` alone: HarfBuzz heeds it where GPOS has no such feature."""
    if "kern" not in source.table_tags:
        return False
    scripts = range(len(source.get_table_script_tags("GPOS")))
    return all("kern" not in source.get_language_feature_tags("GPOS", script) for script in scripts)


def _needed(text: frozenset[str], known: frozenset[int]) -> frozenset[str]:
    """The characters of a face that a text of these characters may be drawn with.

    HarfBuzz takes letters with marks apart and puts them together, as far as the face has them; it draws spaces and
    joiners that the face lacks by its plain space, and U+2011 as U+2010 (hb-ot-shape-normalize)."""
    pool = set(text)
    if any(map(_joins, text)):
        pool |= set(unicodedata.normalize("NFD", "".join(text)))
        pool |= _composed(pool)
    if any(
        ord(one) not in known and (one.isspace() or unicodedata.category(one) in ("Cc", "Cf", "Mn")) for one in text
    ):
        pool.add(_SPACE)
    if "\u2011" in text:
        pool.add("\u2010")
    return frozenset(one for one in pool if ord(one) in known)


def _joins(character: str) -> bool:
    """Whether a character may be one with the letter before it: marks, vowels and finals of Hangul."""
    return unicodedata.category(character) in ("Mn", "Mc") or "\u1161" <= character <= "\u11ff"


def _composed(pool: set[str]) -> set[str]:
    """Every character that Unicode composes of two of these, or of one so made and one of these."""
    found: set[str] = set()
    marks, new = list(filter(_joins, pool)), pool
    while new:
        pairs = (unicodedata.normalize("NFC", letter + mark) for letter, mark in itertools.product(new, marks))
        new = {both for both in pairs if len(both) == 1} - found - pool
        found |= new
    return found


def _names(kept: tuple[tuple[int, bytes], ...], name: str) -> bytes:
    """The table `name` (OpenType, version 0): Windows, Unicode, American English."""
    own = name[:12].encode("utf-16-be")
    records, storage = b"", b""
    texts = sorted([*kept, *((number, own) for number in _OWN_NAMES)])
    for number, text in texts:
        at = storage.find(text)
        if at < 0:
            at, storage = len(storage), storage + text
        records += struct.pack(">6H", 3, 1, 0x409, number, len(text), at)
    return struct.pack(">3H", 0, len(texts), 6 + len(records)) + records + storage


@lru_cache(maxsize=64)
def _licence(file: FontFile) -> tuple[tuple[int, bytes], ...]:
    """The names that stay: in English, or else in the first language they are in."""
    source = face(file).font.face
    found: list[tuple[int, bytes]] = []
    for number in _LICENCE:
        languages = [entry.language for entry in source.list_names() if entry.name_id == number]
        if languages:
            text = source.get_name(number) or source.get_name(number, languages[0]) or ""
            found.append((number, text.encode("utf-16-be")))
    return tuple(found)
