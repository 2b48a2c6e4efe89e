"""Contact sheets: creatives side by side at true relative scale, for eyes, as PNG.

What is meant to be seen at its own size is drawn at 100 %; large formats (social, video, screens) are all drawn at one
smaller scale, which their captions state. The same creatives give the same sheet.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

from renderer.reports.packing import Size, Spot, common_factor, pages, shelves
from renderer.visible import plain

WIDEST, TALLEST = 2400, 8000
"""A sheet's bounds, px: what image viewers open without ado."""
LARGE = 500_000
"""Px² from which a format is drawn smaller: 300x1050 is below, 1200x628 above."""
LARGE_SIDE = 1200  # px: a longer side is large too
SHRUNK = 0.35  # the scale of large formats, where they fit so
GROUND, INK, FAINT, HOLE = "#DCDCDA", "#1F2328", "#55595E", "#C6C6C3"
DOTS = {"fail": "#D3222A", "warn": "#E08A00", "note": "#7A7F86"}
MARGIN, GAP = 60, 36
LEAST = 150  # px that a caption has at least, also under a 50 px wide creative
CAPTION, TITLE, LEADING = 15, 30, 20  # px
HEAD = MARGIN + 54  # px above the first shelf
MARKED = 4  # checks named under one creative

Font = ImageFont.FreeTypeFont


class Exhibit(NamedTuple):
    """One creative on a sheet."""

    width: int
    height: int
    about: tuple[str, ...]
    """What its caption says after its size: item, locale, segment."""
    marks: tuple[tuple[str, str], ...]
    """Status and id of each check it breaks."""
    content: Callable[[], bytes | None]
    """The file's content; None where it is gone."""

    @property
    def large(self) -> bool:
        """Whether it is drawn smaller than it is."""
        return self.width * self.height > LARGE or max(self.width, self.height) > LARGE_SIDE


class _Tile(NamedTuple):
    """An exhibit at its scale, with its caption set."""

    exhibit: Exhibit
    picture: Size
    caption: tuple[str, ...]
    marks: tuple[tuple[str, str], ...]

    @property
    def lines(self) -> int:
        return len(self.caption) + len(self.marks)


def sheets(title: str, exhibits: Sequence[Exhibit], face: Path) -> Iterator[bytes]:
    """The exhibits on one sheet or more, each a PNG of at most WIDEST x TALLEST px; `face` is the captions' font file.

    An exhibit whose file is gone or cannot be read is an empty frame that says so."""
    font = ImageFont.truetype(face, CAPTION, layout_engine=ImageFont.Layout.BASIC)
    tiles = _tiles(exhibits, font)
    found = list(_pages(_blocks(tiles), [tile.exhibit.large for tile in tiles]))
    for number, spots in enumerate(found, 1):
        named = f"{title} ({number} of {len(found)})" if len(found) > 1 else title
        yield _painted(named, [(tiles[spot.block], spot) for spot in spots], face, font)


def scale_of_large(exhibits: Sequence[Exhibit]) -> float:
    """The scale of every large exhibit of these."""
    tallest_caption = 8 + LEADING * (MARKED + 6)
    room = Size(WIDEST - 2 * MARGIN, TALLEST - HEAD - MARGIN - tallest_caption)
    return common_factor([Size(one.width, one.height) for one in exhibits if one.large], SHRUNK, room)


def _tiles(exhibits: Sequence[Exhibit], font: Font) -> list[_Tile]:
    large = scale_of_large(exhibits)
    return [_tile(one, large if one.large else 1.0, font) for one in exhibits]


def _tile(exhibit: Exhibit, scale: float, font: Font) -> _Tile:
    picture = Size(max(1, round(exhibit.width * scale)), max(1, round(exhibit.height * scale)))
    note = f" ({100 * scale:.0f} %)" if scale != 1.0 else ""
    words = (f"{exhibit.width}x{exhibit.height}{note}", *(plain(word) for word in exhibit.about if word))
    marks = tuple(dict.fromkeys(exhibit.marks))
    if len(marks) > MARKED:
        marks = (*marks[: MARKED - 1], ("", f"and {len(marks) - MARKED + 1} more"))
    return _Tile(exhibit, picture, tuple(_wrapped(words, max(picture.w, LEAST), font)), marks)


def _blocks(tiles: Sequence[_Tile]) -> list[Size]:
    """What each tile takes with its caption; alike where pictures are, so that they keep their order."""
    most: dict[Size, int] = {}
    for tile in tiles:
        most[tile.picture] = max(tile.lines, most.get(tile.picture, 0))
    return [Size(max(tile.picture.w, LEAST), tile.picture.h + 8 + LEADING * most[tile.picture]) for tile in tiles]


def _wrapped(words: Sequence[str], width: int, font: Font) -> Iterator[str]:
    """The words on lines of a width, px; one that is wider alone is cut."""
    line = ""
    for word in words:
        longer = f"{line} · {word}" if line else word
        if font.getlength(longer) <= width:
            line = longer
            continue
        if line:
            yield line
        line = _cut(word, width, font)
    yield line


def _cut(word: str, width: int, font: Font) -> str:
    if font.getlength(word) <= width:
        return word
    kept = len(word)
    while kept > 1 and font.getlength(word[:kept] + "…") > width:
        kept -= 1
    return word[:kept] + "…"


def _pages(blocks: Sequence[Size], large: Sequence[bool]) -> Iterator[tuple[Spot, ...]]:
    """Where the blocks stand: those at their own size first, then the large ones."""
    standing = []
    for group in (False, True):
        chosen = [index for index, one in enumerate(large) if one is group]
        for shelf in shelves([blocks[index] for index in chosen], WIDEST - 2 * MARGIN, GAP):
            spots = tuple(Spot(chosen[spot.block], spot.x, spot.y) for spot in shelf.spots)
            standing.append(shelf._replace(spots=spots))
    for spots in pages(standing, TALLEST - HEAD - MARGIN, GAP):
        yield tuple(Spot(spot.block, spot.x + MARGIN, spot.y + HEAD) for spot in spots)


def _painted(title: str, placed: Sequence[tuple[_Tile, Spot]], face: Path, font: Font) -> bytes:
    large = ImageFont.truetype(face, TITLE, layout_engine=ImageFont.Layout.BASIC)
    title = _cut(plain(title), WIDEST - 2 * MARGIN, large)
    right = max(
        [MARGIN + round(large.getlength(title)), *(spot.x + max(tile.picture.w, LEAST) for tile, spot in placed)]
    )
    bottom = max(spot.y + tile.picture.h + 8 + LEADING * tile.lines for tile, spot in placed)
    sheet = Image.new("RGB", (min(right + MARGIN, WIDEST), bottom + MARGIN), GROUND)
    draw = ImageDraw.Draw(sheet)
    draw.text((MARGIN, MARGIN), title, INK, large, anchor="ls")
    for tile, spot in placed:
        _hang(sheet, draw, tile, spot, font)
    out = BytesIO()
    sheet.save(out, "PNG")
    return out.getvalue()


def _hang(sheet: Image.Image, draw: ImageDraw.ImageDraw, tile: _Tile, spot: Spot, font: Font) -> None:
    """One creative with what is said below it."""
    picture = _picture(tile)
    if isinstance(picture, str):
        corner = (spot.x + tile.picture.w - 1, spot.y + tile.picture.h - 1)
        draw.rectangle((spot.x, spot.y, *corner), HOLE, FAINT)
        draw.text((spot.x + 8, spot.y + 8), _cut(picture, max(tile.picture.w - 16, 1), font), INK, font, anchor="la")
    else:
        sheet.paste(picture, (spot.x, spot.y))
    y = spot.y + tile.picture.h + 8
    for line in tile.caption:
        draw.text((spot.x, y), line, FAINT, font, anchor="la")
        y += LEADING
    for status, check in tile.marks:
        if status in DOTS:
            draw.ellipse((spot.x, y + 5, spot.x + 9, y + 14), DOTS[status])
        draw.text((spot.x + 16, y), _cut(check, max(tile.picture.w, LEAST) - 16, font), INK, font, anchor="la")
        y += LEADING


def _picture(tile: _Tile) -> Image.Image | str:
    """The creative's pixels at its scale on the sheet, or why there are none."""
    content = tile.exhibit.content()
    if content is None:
        return "file is gone"
    try:
        with Image.open(BytesIO(content)) as opened:
            picture = _flat(opened)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):  # what Pillow says of broken files
        return "cannot be read"
    if picture.size == tile.picture:
        return picture
    return picture.resize(tile.picture, Image.Resampling.BICUBIC)


def _flat(opened: Image.Image) -> Image.Image:
    """A picture without holes: they show the sheet's ground."""
    if not opened.has_transparency_data:
        return opened.convert("RGB")
    solid = opened.convert("RGBA")
    ground = Image.new("RGBA", solid.size, GROUND)
    return Image.alpha_composite(ground, solid).convert("RGB")
