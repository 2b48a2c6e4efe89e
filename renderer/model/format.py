"""Formats: where a creative runs, its size and its limits, each with its source."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator

from renderer.model.base import MAX_PART, Date, Model, quoted, wrong

Channel = Literal[
    "display", "mobile", "social", "native", "video", "ctv", "email", "messaging", "dooh", "in_store", "print"
]
MAX_SIDE = 10_000  # px; the largest size in the catalogue is 3000 px wide


def _sides(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return value
    found = re.fullmatch(r"\s*(\d{1,9})\s*[x×]\s*(\d{1,9})\s*", str(value), re.IGNORECASE)
    if found is None:
        raise wrong(f"{quoted(value)} is not a size: write it like 300x250")
    return found.groups()


Size = Annotated[tuple[int, int], BeforeValidator(_sides)]
"""Width and height in CSS px: `[300, 250]` or `300x250`."""


class Limits(Model):
    """What a file may weigh and do; kB = 1000 bytes, as its source counts it."""

    initial_kb: float | None = Field(None, gt=0)
    subload_kb: float | None = Field(None, gt=0)
    total_kb: float | None = Field(None, gt=0)
    static_kb: float | None = Field(None, gt=0)
    """A still or backup image; default: total, else initial."""
    animation_s: float | None = Field(None, gt=0)
    loops: int | None = Field(None, ge=1)
    fps: float | None = Field(None, gt=0)
    min_text_px: float | None = Field(None, gt=0)
    duration_s: tuple[float, ...] = ()

    def still_kb(self) -> float | None:
        """The limit for a still picture, kB."""
        return self.static_kb or self.total_kb or self.initial_kb


class SafeZone(Model):
    """What the place covers with its own controls, as shares of height (top, bottom: below 0.6) and width (left, right:
    below 0.5). Text, logo and button keep out of it; grounds, plates and pictures may reach under."""

    top: float = Field(0, ge=0, lt=0.6)
    right: float = Field(0, ge=0, lt=0.5)
    bottom: float = Field(0, ge=0, lt=0.6)
    left: float = Field(0, ge=0, lt=0.5)

    @model_validator(mode="after")
    def _leaves_room(self) -> SafeZone:
        if self.top + self.bottom >= 1:
            raise wrong("covers all of the height: top and bottom must leave some")
        return self


class Page(Model):
    """The rectangle that the publisher's own page covers in a page skin: in the middle of the width, from `top` down to
    the canvas' lower side. What is left is a header above it and a gutter on either side; nothing essential lies under
    it. Px of the canvas."""

    width: int = Field(gt=0)
    """Width of the publisher's content column."""
    top: int = Field(0, ge=0)
    """Height of the header above it; without one, gutters alone are left."""


class Format(Model):
    """One place where a creative runs."""

    id: str = Field(pattern=r"^[a-z0-9-]+/[a-z0-9-]+$", max_length=MAX_PART)
    """`family/name`; the folder and the files of its creatives are called by it."""
    name: dict[str, str]
    """By language; `fr` as the trade says it."""
    channel: Channel
    family: str = Field(pattern=r"^[a-z0-9-]+$")
    size: Size | None = None
    range: tuple[Size, Size] | None = None
    """Smallest and largest size of a flexible format."""
    scale: float = Field(1, ge=1, le=4)
    """Device px per CSS px at which text is read; social formats are stated in device px."""
    limits: Limits = Limits()
    safe_zone: SafeZone = SafeZone()
    content: Page | None = None
    """Only for page skins: what the publisher's page covers."""
    states: tuple[str, ...] = ()
    file_types: tuple[str, ...] = ("jpg", "png")
    aliases: tuple[str, ...] = ()
    note: str = ""
    source: tuple[str, ...]
    as_of: Date
    verified: bool

    @field_validator("size")
    @classmethod
    def _possible(cls, size: tuple[int, int] | None) -> tuple[int, int] | None:
        if size is not None and not all(1 <= side <= MAX_SIDE for side in size):
            raise wrong(f"{size[0]}x{size[1]} is not a size: a side lies between 1 and {MAX_SIDE} px")
        return size

    @field_validator("range")
    @classmethod
    def _possible_range(cls, sizes: tuple[Size, Size] | None) -> tuple[Size, Size] | None:
        for size in sizes or ():
            cls._possible(size)
        if sizes is not None and any(small > large for small, large in zip(*sizes, strict=True)):
            raise wrong("begins with the smallest size and ends with the largest")
        return sizes

    @model_validator(mode="after")
    def _size_or_range(self) -> Format:
        if (self.size is None) == (self.range is None):
            raise wrong("needs either 'size' or 'range'")
        return self

    @model_validator(mode="after")
    def _page_leaves_room(self) -> Format:
        if self.content is None:
            return self
        if self.size is None:
            raise wrong("has a 'content' box, which needs a 'size' of its own: a range has none")
        (width, height), page = self.size, self.content
        said = f"has a 'content' box {page.width} px wide from {page.top} px down, which"
        if page.width > width or page.top >= height:
            raise wrong(f"{said} does not lie on a canvas of {width}x{height}")
        if page.width == width and not page.top:
            raise wrong(f"{said} covers all of {width}x{height}: leave gutters beside it, or a header above")
        return self

    def page(self) -> tuple[float, float, float, float] | None:
        """What the publisher's page covers of a skin: left, top, width and height, px of the canvas."""
        if self.content is None:
            return None
        width, height = self.canvas()
        page = self.content
        return (width - page.width) / 2, float(page.top), float(page.width), float(height - page.top)

    def canvas(self) -> tuple[int, int]:
        """The size at which a still is made: the fixed one, or the middle of the range."""
        if self.size is not None:
            return self.size
        assert self.range is not None
        (small_w, small_h), (large_w, large_h) = self.range
        return (small_w + large_w) // 2, (small_h + large_h) // 2

    @property
    def slug(self) -> str:
        """The id as one folder name."""
        return self.id.replace("/", "-")


class FormatFile(Model):
    """A file of the catalogue: formats of one family with what they share."""

    family: str
    channel: Channel | None = None
    source: tuple[str, ...] = ()
    as_of: Date | None = None
    formats: tuple[Format, ...]

    @model_validator(mode="before")
    @classmethod
    def _inherit(cls, data: Any) -> Any:
        """What the file says once holds for each of its formats."""
        if not isinstance(data, dict) or not isinstance(data.get("formats"), list):
            return data
        shared = {key: data[key] for key in ("family", "channel", "source", "as_of") if key in data}
        formats = [{**shared, **entry} if isinstance(entry, dict) else entry for entry in data["formats"]]
        return {**data, "formats": formats}
