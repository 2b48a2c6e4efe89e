"""Builds the starter fonts in `brand/starter/fonts/` from the packages their README names.

    python tools/subset_fonts.py --noto-core DIR --noto-cjk DIR --twemoji DIR [--out brand/starter/fonts]

Each DIR is a folder the package was unpacked into; files are found by name below it. Needs fontTools, and brotli
for the emoji's WOFF2. The same sources give the same bytes.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

os.environ.setdefault("SOURCE_DATE_EPOCH", "1640995200")

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

KEEP_LAYOUT = ["ccmp", "locl", "kern", "mark", "mkmk", "liga", "calt", "rlig", "init", "medi", "fina", "isol", "rclt"]
CJK_LAYOUT = ["ccmp", "locl", "kern", "mark", "vert", "vrt2", "palt", "vpal", "halt", "vhal", "vkrn"]
CJK_SCRIPTS = [f"{script}.{language}" for script in ("DFLT", "hani", "kana", "latn") for language in ("dflt", "JAN ")]
"""Without this, `locl` would drag in the Chinese and Korean form of every kanji."""
JAPANESE = "Starter JP"
"""The cut-down face goes by its own name: it is no longer what 'Noto Sans CJK JP' promises."""


def japanese_characters() -> set[int]:
    """JIS X 0208 whole (level 1 and 2 kanji, kana, punctuation, symbols), the vendor rows of code page 932
    (circled digits, 髙, 﨑, ㈱ ...), Latin-1, half and full width forms, and the typographer's marks."""
    wanted = set(range(0x20, 0x7F)) | set(range(0xA0, 0x180))
    for first in [*range(0x81, 0xA0), *range(0xE0, 0xFD)]:
        for second in range(0x40, 0xFD):
            try:
                wanted |= set(map(ord, bytes((first, second)).decode("cp932")))
            except UnicodeDecodeError:
                continue
    wanted |= set(range(0x3000, 0x3100)) | set(range(0x31F0, 0x3200)) | set(range(0xFF00, 0xFFF0))
    wanted |= set(range(0x2010, 0x2028)) | {0x202F, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x203B, 0x20AC, 0x2116}
    wanted |= {0x2122, 0x2212, 0x2713, 0x2714, 0x2B50} | set(range(0x2190, 0x219A)) | set(range(0x2460, 0x2474))
    return wanted


def found(folder: Path, name: str) -> Path:
    """The one file of that name below a folder."""
    matches = sorted(folder.rglob(name))
    if not matches:
        sys.exit(f"{folder}: holds no {name}")
    return matches[0]


def embeddable(font: TTFont, path: Path) -> None:
    """Refuses a font whose fsType withholds any embedding or subsetting right."""
    if font["OS/2"].fsType != 0:
        sys.exit(f"{path}: fsType is {font['OS/2'].fsType}, not 0 (installable)")


def cut(
    font: TTFont, features: list[str], characters: set[int] | None = None, scripts: list[str] | None = None
) -> None:
    """Drops hinting, signatures and, where characters are given, every glyph they do not reach."""
    options = Options()
    options.hinting = False
    options.layout_features = features
    options.layout_scripts = scripts or ["*"]
    options.name_IDs = ["*"]
    options.name_languages = [0x409]
    options.notdef_outline = True
    options.glyph_names = False
    options.recalc_timestamp = False
    options.drop_tables += ["DSIG", "FFTM"]
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=characters if characters is not None else set(font.getBestCmap()))
    subsetter.subset(font)


def rename(font: TTFont, family: str, style: str) -> None:
    """Gives a changed font its own name; copyright and licence records stay."""
    name = font["name"]
    postscript = f"{family.replace(' ', '')}-{style}"
    texts = {1: family, 2: style, 3: f"{postscript};Omnirender", 4: f"{family} {style}", 6: postscript}
    for name_id in (1, 2, 3, 4, 6, 16, 17):
        name.removeNames(nameID=name_id)
        if name_id in texts:
            name.setName(texts[name_id], name_id, 3, 1, 0x409)
    if "CFF " in font:
        cff = font["CFF "].cff
        cff.fontNames = [postscript]
        top = cff.topDictIndex[0]
        top.FullName, top.FamilyName = f"{family} {style}", family


def save(font: TTFont, path: Path) -> None:
    """Writes a font uncompressed, its dates untouched, and says how big it became."""
    path.parent.mkdir(parents=True, exist_ok=True)
    font.flavor = None
    font.recalcTimestamp = False
    font.save(path, reorderTables=True)
    print(f"{path.as_posix()}  {path.stat().st_size:,} bytes")


def main() -> None:
    """Builds all seven files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for source in ("noto-core", "noto-cjk", "twemoji"):
        parser.add_argument(f"--{source}", type=Path, required=True, metavar="DIR")
    parser.add_argument("--out", type=Path, default=Path("brand/starter/fonts"))
    chosen = parser.parse_args()

    for folder, face in (("arabic", "NotoSansArabic"), ("hebrew", "NotoSansHebrew")):
        for style in ("Regular", "Bold"):
            path = found(chosen.noto_core, f"{face}-{style}.ttf")
            font = TTFont(path)
            embeddable(font, path)
            cut(font, KEEP_LAYOUT)
            save(font, chosen.out / folder / path.name)

    for style in ("Regular", "Bold"):
        path = found(chosen.noto_cjk, f"NotoSansCJK-{style}.ttc")
        font = TTFont(path, fontNumber=0)
        if font["name"].getDebugName(1) not in ("Noto Sans CJK JP", "Noto Sans CJK JP Bold"):
            sys.exit(f"{path}: its first face is {font['name'].getDebugName(1)}, not the Japanese one")
        embeddable(font, path)
        cut(font, CJK_LAYOUT, japanese_characters(), CJK_SCRIPTS)
        rename(font, JAPANESE, style)
        save(font, chosen.out / "japanese" / f"StarterJP-{style}.otf")

    path = found(chosen.twemoji, "twemoji.woff2")
    font = TTFont(path)
    embeddable(font, path)
    for tag in ("FFTM", "gasp", "cvt "):
        if tag in font:
            del font[tag]
    save(font, chosen.out / "emoji" / "TwemojiMozilla.ttf")


if __name__ == "__main__":
    main()
