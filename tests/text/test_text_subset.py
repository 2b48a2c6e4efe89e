"""Subsets: a page's text comes out as the whole face would set it, in HarfBuzz and in a browser."""

from __future__ import annotations

import base64
import hashlib
import io
import itertools
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
import uharfbuzz as hb
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._k_e_r_n import KernTable_format_0

from renderer import digest
from renderer.errors import AssetError
from renderer.loading.brands import load_brand
from renderer.resources import package_folder
from renderer.stores.inputs import Inputs
from renderer.text import woff2 as container
from renderer.text.fonts import FontFile, face, font_files
from renderer.text.shape import NARROW_SPACE, Shaped, Style, shaped
from renderer.text.subset import woff2

ROOT = Path(__file__).resolve().parents[2]
KEYCAP = "1\ufe0f\u20e3"
SAMPLES = (
    ("Soldes d’été : −50 % dès 1\u202f299,90\u00a0€ !", "fr"),
    ("L’œuvre, çà et là, où naïveté", "fr"),
    ("AVATAR To. Ty, «W.A.» P. LT Yo", "en"),
    ("office fluffy affine ﬁn fjord", "en"),
    ("0123456789 1.111,11 ½ 1\u20442 3\u20444", "en"),
    ("e\u0301te\u0301, n\u0303 o\u0302\u0323 Vie\u0323\u0302t", "vi"),
    ("Straße, Größe, ÄÖÜ ẞ", "de"),
    ("Țară știință Şi ţel", "ro"),
    ("fişi İstanbul", "tr"),
    ("non\u2011stop\u200b soft\u00adhyphen a\u200db", "en"),
    ("Ελλάδα Ёлка Київ", "el"),
    ("تخفيضات الصيف على كل الأحذية ٥٠٪", "ar"),
    ("مُحَمَّدٌ: لا إله ٢٠٢٦، أهلاً؟", "ar"),
    ("«عرض", "ar"),
    ("מבצע קיץ על כל הנעליים", "he"),
    ("שָׁלוֹם", "he"),
    ("בְּרֵאשִׁית", "he"),
    ("夏のセール、すべての靴が「半額」です。（税込）", "ja"),
    ("が か\u3099 ガ カ\u3099 東京1,980円", "ja"),
    ("🔥👟🇫🇷👨\u200d👩\u200d👧❤\ufe0f👍🏽", "en"),
    (KEYCAP, "en"),
)
"""Texts, and what they are in: spaces, kerning, ligatures, figures and fractions, accents apart and together, joiners,
Greek and Cyrillic, Arabic, Hebrew, Japanese, emoji."""


@cache
def faces() -> dict[str, FontFile]:
    """Every font of the three brands, by its name."""
    found: dict[str, FontFile] = {}
    with tempfile.TemporaryDirectory() as folder:
        for brand in ("starter", "ondee", "voltige"):
            for file in load_brand(ROOT / "brand" / brand / "brand.yaml", Inputs(Path(folder))).fonts.files():
                found[Path(file.path).name] = file
    return found


NAMES = sorted(faces())


def reopened(content: bytes, folder: Path) -> FontFile:
    """The font of a WOFF2 file, as one of ours."""
    font = TTFont(io.BytesIO(content))
    font.flavor = None
    folder.mkdir(parents=True, exist_ok=True)
    font.save(folder / ("subset.otf" if "CFF " in font else "subset.ttf"), reorderTables=False)
    (file,) = font_files(folder)
    return file


def changed(name: str, folder: Path, change: Callable[[Any], None]) -> FontFile:
    """A brand's font with a change, as one of ours."""
    path = Path(faces()[name].path if name in faces() else name)
    font = TTFont(path)
    change(font)
    folder.mkdir(parents=True, exist_ok=True)
    font.save(folder / path.name)
    (file,) = font_files(folder)
    return file


def set_by(file: FontFile, text: str, lang: str, tabular: bool = False, tracking: float = 0.0) -> Shaped:
    return shaped(text, Style((file,), lang, tracking=tracking, tabular=tabular))


def placed(one: Shaped) -> object:
    """All that does not hang on the numbers of glyphs."""
    runs = [(run.rtl, run.start, run.end, run.advances, run.dx, run.dy, run.clusters) for run in one.runs]
    ink = [[run.face.extents(glyph) for glyph in run.glyphs] for run in one.runs]
    return runs, ink, one[1:]


def browsable(file: FontFile, text: str) -> str:
    """A text without what a page has to see to: we widen a narrow space that a face draws too thin."""
    own = face(file).font.get_nominal_glyph(ord(NARROW_SPACE))
    width = face(file).font.get_glyph_h_advance(own) / face(file).upem if own else 0.0
    return text if 0.16 <= width <= 0.26 else text.replace(NARROW_SPACE, "\u00a0")


def shown_by(file: FontFile) -> list[tuple[str, str]]:
    """The samples a face has every letter of."""
    return [(text, lang) for text, lang in SAMPLES if not set_by(file, text, lang).missing]


def outlines(font: TTFont) -> dict[int, object]:
    """What each character is drawn as."""
    glyphs, found = font.getGlyphSet(), {}
    for code, name in font.getBestCmap().items():
        pen = DecomposingRecordingPen(glyphs)
        glyphs[name].draw(pen)
        found[code] = (pen.value, font["hmtx"][name])
    return found


@pytest.mark.parametrize("name", NAMES)
def test_a_text_is_set_as_with_the_whole_face(name: str, tmp_path: Path) -> None:
    file = faces()[name]
    samples = shown_by(file)
    assert samples
    for number, (text, lang) in enumerate(samples):
        cut = reopened(woff2(file, frozenset(text)), tmp_path / str(number))
        for tabular, tracking in itertools.product((False, True), (0.0, -0.02)):
            expected = set_by(file, text, lang, tabular, tracking)
            assert placed(set_by(cut, text, lang, tabular, tracking)) == placed(expected), text


@pytest.mark.parametrize("name", NAMES)
def test_one_subset_sets_all_the_texts_of_a_page(name: str, tmp_path: Path) -> None:
    file = faces()[name]
    samples = shown_by(file)
    cut = reopened(woff2(file, frozenset("".join(text for text, _ in samples)), tabular=False), tmp_path)
    for text, lang in samples:
        assert placed(set_by(cut, text, lang)) == placed(set_by(file, text, lang)), text


@pytest.mark.parametrize("name", NAMES)
def test_a_subset_is_a_sound_font_of_these_characters_alone(name: str) -> None:
    file = faces()[name]
    text = frozenset("".join(text for text, _ in shown_by(file)))
    content = woff2(file, text)
    font, whole = TTFont(io.BytesIO(content)), TTFont(file.path)
    font.ensureDecompiled()
    assert len(content) == int.from_bytes(content[8:12], "big")
    assert len(content) % 4 == 0
    drawn = outlines(font)
    assert {ord(one) for one in text if ord(one) in whole.getBestCmap()} <= drawn.keys() <= whole.getBestCmap().keys()
    expected = outlines(whole)
    assert drawn == {code: expected[code] for code in drawn}
    assert font.getGlyphOrder()[0] == ".notdef"
    unneeded = {"fpgm", "prep", "cvt ", "hdmx", "DSIG", "STAT", "BASE", "vhea", "vmtx", "VORG"}
    assert not unneeded & set(font.keys())
    assert font["head"].flags & 0x0800


def test_every_sample_is_set_by_a_face() -> None:
    assert {text for file in faces().values() for text, _ in shown_by(file)} == {text for text, _ in SAMPLES}


def test_colours_of_emoji_stay() -> None:
    file = faces()["TwemojiMozilla.ttf"]

    def layers(font: TTFont, character: str) -> list[object]:
        glyphs, found = font.getGlyphSet(), []
        for layer in font["COLR"].ColorLayers[font.getBestCmap()[ord(character)]]:
            pen = DecomposingRecordingPen(glyphs)
            glyphs[layer.name].draw(pen)
            found.append((pen.value, font["CPAL"].palettes[0][layer.colorID]))
        return found

    cut, whole = TTFont(io.BytesIO(woff2(file, frozenset("🔥👟")))), TTFont(file.path)
    assert all(layers(cut, one) == layers(whole, one) for one in "🔥👟")


@pytest.mark.parametrize("name", NAMES)
def test_a_subset_says_whose_it_is_and_goes_by_no_name_of_another(name: str) -> None:
    file = faces()[name]
    kept, whole = (TTFont(one)["name"] for one in (io.BytesIO(woff2(file, frozenset("Aa1"))), file.path))
    for number in (0, 13, 14):
        assert kept.getDebugName(number) == whole.getDebugName(number)
    assert {record.nameID for record in kept.names} <= {0, 1, 4, 6, 13, 14}
    assert kept.getDebugName(1) == kept.getDebugName(6) != whole.getDebugName(6)


def test_what_is_asked_for_in_another_order_or_twice_is_the_same() -> None:
    file = faces()["Inter-Regular.ttf"]
    first = woff2(file, frozenset("Soldes d’été"))
    assert woff2(file, frozenset("été d’Soldes")) is first
    woff2.cache_clear()
    assert woff2(file, frozenset("Soldes d’été")) == first


def test_two_processes_make_the_same_bytes() -> None:
    code = (
        "import hashlib, test_text_subset as t\n"
        "for name in t.NAMES:\n"
        "    content = t.woff2(t.faces()[name], frozenset(''.join(text for text, _ in t.SAMPLES)))\n"
        "    print(name, hashlib.sha256(content).hexdigest())\n"
    )
    told = []
    for seed in ("1", "2"):
        paths = os.pathsep.join((str(ROOT), str(Path(__file__).parent), os.environ.get("PYTHONPATH", "")))
        env = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": paths}
        ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=env)
        told.append(ran.stdout)
    assert told[0] == told[1]
    mine = woff2(faces()[NAMES[0]], frozenset("".join(text for text, _ in SAMPLES)))
    assert told[0].splitlines()[0].endswith(hashlib.sha256(mine).hexdigest())


def test_characters_that_a_face_lacks_are_left_out() -> None:
    file = faces()["EBGaramond-Regular.ttf"]
    assert woff2(file, frozenset("été夏")) == woff2(file, frozenset("été"))
    font = TTFont(io.BytesIO(woff2(file, frozenset("夏"))))
    assert not font.getBestCmap()
    assert font["maxp"].numGlyphs == 1


def test_a_space_that_a_face_lacks_is_drawn_by_its_own() -> None:
    file = next(
        file for file in faces().values() if 0x202F not in face(file).characters and 32 in face(file).characters
    )
    assert TTFont(io.BytesIO(woff2(file, frozenset("\u202f")))).getBestCmap().keys() == {32}


def test_figures_of_equal_width_can_be_left_out() -> None:
    file = faces()["Inter-Regular.ttf"]
    assert len(woff2(file, frozenset("0123456789"), tabular=False)) < len(woff2(file, frozenset("0123456789")))


def test_fractions_cost_nothing_where_there_are_none() -> None:
    file = faces()["SourceSansPro-Regular.otf"]

    def glyphs(text: str) -> int:
        return int(TTFont(io.BytesIO(woff2(file, frozenset(text), tabular=False)))["maxp"].numGlyphs)

    assert glyphs("0123456789") == 11
    assert glyphs("0123456789\u2044") > 30


def test_letters_of_a_face_are_composed_as_with_the_whole(tmp_path: Path) -> None:
    """A face with é, but no mark; one with both marks and ô, but no letter that has them both."""

    def no_marks(font: Any) -> None:
        for table in font["cmap"].tables:
            table.cmap = {code: glyph for code, glyph in table.cmap.items() if not 0x300 <= code < 0x370}

    def no_letter(font: Any) -> None:
        for table in font["cmap"].tables:
            table.cmap.pop(0x1ED9, None)

    for number, (change, text) in enumerate(
        [(no_marks, "e\u0301"), (no_letter, "o\u0323\u0302"), (no_letter, "ô\u0323")]
    ):
        file = changed("SourceSansPro-Regular.otf", tmp_path / str(number), change)
        cut = reopened(woff2(file, frozenset(text)), tmp_path / f"{number} cut")
        assert not set_by(file, text, "fr").missing
        assert placed(set_by(cut, text, "fr")) == placed(set_by(file, text, "fr"))


def test_a_face_with_the_old_table_of_kerning_stays_kerned(tmp_path: Path) -> None:
    def older(font: Any) -> None:
        del font["GPOS"]
        table, pairs = newTable("kern"), KernTable_format_0(apple=False)
        pairs.coverage, pairs.version, pairs.tupleIndex = 1, 0, None
        pairs.kernTable = {("A", "V"): -180, ("V", "A"): -170, ("T", "o"): -111}
        table.version, table.kernTables = 0, [pairs]
        font["kern"] = table

    file = changed("Inter-Regular.ttf", tmp_path / "whole", older)
    cut = reopened(woff2(file, frozenset("AVTo")), tmp_path / "cut")
    expected = set_by(file, "AVATo", "en")
    assert placed(set_by(cut, "AVATo", "en")) == placed(expected)
    assert expected.runs[0].advances[0] != set_by(faces()["Inter-Regular.ttf"], "AxA", "en").runs[0].advances[0]
    kerned_by_both = changed("Inter-Regular.ttf", tmp_path / "both", lambda font: font.__setitem__("kern", TTFont(
        file.path)["kern"]))  # fmt: skip
    assert "kern" not in TTFont(io.BytesIO(woff2(kerned_by_both, frozenset("AVTo"))))


RIGHTS = [  # version of OS/2, fsType, may be embedded, may be cut
    (4, 0x0000, True, True),
    (4, 0x0002, False, True),
    (4, 0x0004, True, True),
    (4, 0x0008, True, True),
    (4, 0x0006, False, True),
    (2, 0x0006, True, True),
    (1, 0x000A, True, True),
    (2, 0x0002, False, True),
    (2, 0x0003, False, True),
    (4, 0x0001, True, True),
    (4, 0x0100, True, False),
    (4, 0x0108, True, False),
    (4, 0x0102, False, False),
    (4, 0x0200, False, True),
    (4, 0x0204, False, True),
]


@pytest.mark.parametrize(("version", "fs_type", "embeddable", "subsettable"), RIGHTS)
def test_what_a_licence_allows(version: int, fs_type: int, embeddable: bool, subsettable: bool, tmp_path: Path) -> None:
    def restrict(font: Any) -> None:
        font["OS/2"].version, font["OS/2"].fsType = version, fs_type

    file = changed("NotoSansHebrew-Regular.ttf", tmp_path, restrict)
    assert (file.embeddable, file.subsettable) == (embeddable, subsettable)
    if not embeddable:
        with pytest.raises(AssetError, match=r"^the font 'NotoSansHebrew-Regular.ttf' may not be embedded in a page: "):
            woff2(file, frozenset("ab"))
        return
    whole = TTFont(file.path)
    cut = TTFont(io.BytesIO(woff2(file, frozenset("אב"))))
    assert (cut["maxp"].numGlyphs == whole["maxp"].numGlyphs) == (not subsettable)
    assert cut["OS/2"].fsType == fs_type
    if not subsettable:
        assert woff2(file, frozenset("אב")) is woff2(file, frozenset("א"))
        assert outlines(cut) == outlines(whole)
        assert cut["name"].getDebugName(4) == whole["name"].getDebugName(4)


def test_a_font_that_is_gone_is_told(tmp_path: Path) -> None:
    file = changed("NotoSansHebrew-Regular.ttf", tmp_path, lambda font: None)
    Path(file.path).unlink()
    with pytest.raises(AssetError, match="cannot be read any more"):
        woff2(file, frozenset("א"))


@pytest.mark.parametrize("fs_type", [0x0000, 0x0100])
def test_a_broken_font_is_told_or_packed_but_never_anything_else(fs_type: int, tmp_path: Path) -> None:
    def restrict(font: Any) -> None:
        font["OS/2"].fsType = fs_type

    sound = Path(changed("NotoSansHebrew-Regular.ttf", tmp_path / "sound", restrict).path).read_bytes()
    told, chance = 0, random.Random(1)
    for number in range(150):
        content = bytearray(sound)
        for _ in range(chance.choice((1, 3, 20))):
            content[chance.randrange(12, len(content))] = chance.randrange(256)
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "broken.ttf").write_bytes(content[: chance.choice((len(content), chance.randrange(len(content))))])
        try:
            (file,) = font_files(folder)
            assert woff2(msgspec.structs.replace(file, embeddable=True), frozenset("אבג"))[:4] == b"wOF2"
        except AssetError as error:
            told += "its tables are broken" in str(error)
    assert told


def tables(path: str | Path) -> dict[str, bytes]:
    font = hb.Face(Path(path).read_bytes())
    return {tag: bytes(font.reference_table(tag).data or b"") for tag in font.table_tags if tag != "DSIG"}


def test_outlines_with_hints_are_stored_as_they_are() -> None:
    path = package_folder("font_source_sans_pro") / "SourceSansPro-Regular.ttf"
    if not path.is_file():
        (path,) = package_folder("font_source_sans_pro").rglob("SourceSansPro-Regular.ttf")
    whole, again = TTFont(path), TTFont(io.BytesIO(container.packed(tables(path))))
    assert again.reader.tables["glyf"].transformVersion == 3
    assert outlines(again) == outlines(whole)
    assert again["glyf"]["A"].program.getBytecode() == whole["glyf"]["A"].program.getBytecode()


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith(".ttf") and "Twemoji" not in name])
def test_whole_faces_come_back_from_the_transform(name: str) -> None:
    """Every glyph: points, boxes, parts, metrics."""
    path = faces()[name].path
    whole, again = TTFont(path), TTFont(io.BytesIO(container.packed(tables(path))))
    assert again.reader.tables["glyf"].transformVersion == 0
    for glyph in whole.getGlyphOrder():
        assert again["glyf"][glyph] == whole["glyf"][glyph], glyph
    assert again["hmtx"].metrics == whole["hmtx"].metrics


def test_boxes_overlaps_and_far_points_come_back(tmp_path: Path) -> None:
    def odd(font: Any) -> None:
        glyphs = font["glyf"]
        for glyph in "ABCDE":
            glyphs[glyph].flags[0] &= ~0x40
        glyphs["A"].flags[0] |= 0x40
        glyphs["B"].coordinates.translate((3000, -5000))
        for point, place in enumerate([(0, 0), (1279, 0), (1279, -1300), (5300, -1300), (1000, 9000), (1000, 9000)]):
            glyphs["B"].coordinates[point] = place
        glyphs["B"].recalcBounds(glyphs)
        glyphs["C"].xMin -= 7

    path = tmp_path / "odd.ttf"
    font = TTFont(faces()["Inter-Regular.ttf"].path, recalcBBoxes=False)
    odd(font)
    font.save(path)
    again, whole = TTFont(io.BytesIO(container.packed(tables(path)))), TTFont(path)
    assert again.reader.tables["glyf"].transformVersion == 0
    for glyph in "ABCE":
        assert again["glyf"][glyph] == whole["glyf"][glyph], glyph
        assert again["glyf"][glyph].xMin == whole["glyf"][glyph].xMin
    assert again["glyf"]["A"].flags[0] & 0x40
    assert not again["glyf"]["E"].flags[0] & 0x40


def test_outlines_that_short_places_could_not_point_at_are_stored_as_they_are() -> None:
    found = tables(faces()["Inter-Regular.ttf"].path)
    assert not found["head"][51]
    found["glyf"] += bytes(2 * 0xFFFF - len(found["glyf"]))
    assert TTFont(io.BytesIO(container.packed(found))).reader.tables["glyf"].transformVersion == 3


def test_the_outlines_of_a_broken_font_are_stored_as_they_are() -> None:
    found = tables(faces()["Inter-Regular.ttf"].path)
    found["glyf"] = found["glyf"][:3000]
    assert TTFont(io.BytesIO(container.packed(found))).reader.tables["glyf"].transformVersion == 3


CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
SIZE = 40
PAGE = """<!doctype html><meta charset="utf-8"><style>
@font-face {{ font-family: whole; src: url("data:font/sfnt;base64,{whole}") }}
@font-face {{ font-family: cut; src: url("data:font/woff2;base64,{cut}") format("woff2") }}
p {{ margin: 0; line-height: 80px; white-space: pre; font-size: {size}px; text-rendering: geometricPrecision }}
.tabular {{ font-variant-numeric: tabular-nums }}
#whole p {{ font-family: whole; text-spacing-trim: space-all }} #cut p {{ font-family: cut }}
</style><div id="whole">{lines}</div><div id="cut">{lines}</div>"""
LINE = '<p><span lang="{lang}" dir="{dir}" class="{kind}">{text}</span></p>'


@pytest.fixture(scope="module")
def page() -> Iterator[Any]:
    if not CHROMIUM:
        pytest.skip("SUBSETS WERE NOT SEEN IN A BROWSER: chromium is missing (apt-get install chromium)")
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        pytest.skip("SUBSETS WERE NOT SEEN IN A BROWSER: playwright is missing (pip install playwright)")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS, headless=True)
        page = browser.new_context(viewport={"width": 1400, "height": 800}).new_page()
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text))
        yield page
        browser.close()
        assert said == []  # a font that a browser does not trust is told there


@pytest.mark.browser
@pytest.mark.parametrize("name", NAMES)
def test_a_browser_sets_a_text_as_we_do(name: str, page: Any) -> None:
    file = faces()[name]
    samples = [
        (browsable(file, text), lang, kind)
        for text, lang in shown_by(file)
        for kind in ("", "tabular")
        if text != KEYCAP  # browsers take it apart, whatever the face
        and all(ord(one) in face(file).characters for one in browsable(file, text))
    ]
    assert samples
    content = woff2(file, frozenset("".join(text for text, _, _ in samples)))
    lines = "".join(
        LINE.format(text=text, lang=lang, kind=kind, dir="rtl" if lang in ("ar", "he") else "ltr")
        for text, lang, kind in samples
    )
    whole, cut = (base64.b64encode(one).decode() for one in (Path(file.path).read_bytes(), content))
    page.set_content(PAGE.format(whole=whole, cut=cut, size=SIZE, lines=lines))
    loaded = page.evaluate("document.fonts.ready.then(() => [...document.fonts].map(one => one.status))")
    assert loaded == ["loaded", "loaded"]
    widths = page.evaluate("[...document.querySelectorAll('#cut span')].map(one => one.getBoundingClientRect().width)")
    for (text, lang, kind), width in zip(samples, widths, strict=True):
        rtl = lang in ("ar", "he")
        expected = shaped(text, Style((file,), lang, tabular=bool(kind)), rtl).width * SIZE
        assert width == pytest.approx(expected, abs=0.05), text
    seen = [digest.of_bytes(page.locator(f"#{one}").screenshot()) for one in ("whole", "cut")]
    assert seen[0] == seen[1]
