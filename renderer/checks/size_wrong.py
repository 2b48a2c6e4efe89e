"""size/wrong: a file's pixels are not those of its format."""

from __future__ import annotations

from collections.abc import Iterator

from renderer.checks.base import Check, Evidence
from renderer.checks.words import cited, number
from renderer.model.format import Format
from renderer.outcome import File, Finding


def run(evidence: Evidence) -> Iterator[Finding]:
    """Width and height of every file against the format's canvas times the file's scale, to the px; for a flexible
    format, against its range. Files of further states have sizes of their own and are left out."""
    format_ = evidence.format
    for file in evidence.files:
        if not _has_size(file) or file.state or _right(file, format_):
            continue
        wanted = _wanted(format_, file.scale)
        actual = f"{file.width}x{file.height}"
        message = f"{file.path} is {actual} px; {format_.id} asks for {wanted} px"
        if file.scale != 1:
            message += f" at {number(file.scale)}x"
        yield CHECK.finding(message, subject=file.path, limit=wanted, actual=actual,
                            source=cited(format_.source, format_.verified))  # fmt: skip


def _has_size(file: File) -> bool:
    return bool(file.width or file.height) or file.media_type.startswith(("image/", "video/"))


def _right(file: File, format_: Format) -> bool:
    low, high = _bounds(format_, file.scale)
    return low[0] <= file.width <= high[0] and low[1] <= file.height <= high[1]


def _bounds(format_: Format, scale: float) -> tuple[tuple[int, int], tuple[int, int]]:
    small, large = (format_.size, format_.size) if format_.size else format_.range or (format_.canvas(),) * 2
    return _scaled(small, scale), _scaled(large, scale)


def _scaled(size: tuple[int, int], scale: float) -> tuple[int, int]:
    return round(size[0] * scale), round(size[1] * scale)


def _wanted(format_: Format, scale: float) -> str:
    low, high = _bounds(format_, scale)
    smallest = f"{low[0]}x{low[1]}"
    return smallest if low == high else f"{smallest} to {high[0]}x{high[1]}"


CHECK = Check(
    id="size/wrong",
    level="fail",
    title="A file does not have the size of its format.",
    why="Ad servers refuse a creative whose size differs by one pixel, or scale it until its text blurs.",
    source="the format's own source",
    example="A 301x250 PNG for a 300x250 medium rectangle.",
    run=run,
)
