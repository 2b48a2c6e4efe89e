"""Terms: what formats and profiles state of a place: sizes, limits, what is covered, how something opens."""

from __future__ import annotations

import re
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator

from renderer.model.base import Model, no_flag, quoted, wrong


def sides(value: Any) -> Any:
    """Width and height as they are written: two numbers, or `300x250`."""
    if isinstance(value, (list, tuple)):
        if len(value) != 2:
            raise wrong("is not a size: write its width and its height, like [300, 250]")
        return [no_flag(side) for side in value]
    found = re.fullmatch(r"\s*(\d{1,9})\s*[x×]\s*(\d{1,9})\s*", str(value), re.IGNORECASE)
    if found is None:
        raise wrong(f"{quoted(value)} is not a size: write it like 300x250")
    return found.groups()


Size = Annotated[tuple[int, int], BeforeValidator(sides)]
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
    duration_s: tuple[Annotated[float, Field(gt=0)], ...] = ()
    """The durations that are taken."""
    min_duration_s: float | None = Field(None, gt=0)
    max_duration_s: float | None = Field(None, gt=0)

    _numbers = field_validator("*", mode="before")(no_flag)

    @model_validator(mode="after")
    def _in_order(self) -> Limits:
        if self.min_duration_s and self.max_duration_s and self.min_duration_s > self.max_duration_s:
            raise wrong("asks for at least more seconds than it lets last at most: 'min_duration_s', 'max_duration_s'")
        return self

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

    _numbers = field_validator("*", mode="before")(no_flag)

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
    gutter: int | None = Field(None, gt=0)
    """How much of the gutter beside it is whole in the windows that count: text keeps to it. Default: all of it."""


class Ratios(Model):
    """A full page is cut to the screen's shape: text stays within `safe`, grounds reach to `bleed`; `trim` is the
    shape it is made in. Width and height, as `9:16`."""

    safe: str = Field(pattern=r"^[1-9]\d?:[1-9]\d?$")
    trim: str = Field(pattern=r"^[1-9]\d?:[1-9]\d?$")
    bleed: str = Field(pattern=r"^[1-9]\d?:[1-9]\d?$")

    def margin(self) -> float:
        """The share of the height, above and below each, that `trim` has more than `safe`."""
        safe, trim = (int(high) / int(wide) for wide, high in (one.split(":") for one in (self.safe, self.trim)))
        return max(0.0, (1 - safe / trim) / 2)


class State(Model):
    """A state or a part that a format has beside its still: expanded, landscape, a tray."""

    name: str
    size: Size | None = None
    note: str = ""


class Opens(Model):
    """How a reader opens a creative, closes it or leads through it: always by a click, a tap, a key or by scrolling it,
    never by passing over it."""

    how: Literal["push", "expand", "module", "slide", "fold", "dismiss", "scroll"]
    """push: it grows and pushes the page down; expand: it grows over the page; module: a part of it does, and the rest
    stays in sight; slide: a bar at the foot of the page, over which a page slides in; fold: it starts open, and leaves
    a bar that opens it again; dismiss: it goes when it is closed; scroll: it is a window over a film of `segments`."""
    to: str = ""
    """The name of the state that it grows, slides or folds into."""
    screen: bool = False
    """Whether that state is as large as the screen; its size is then what it is made at."""
    segments: int = Field(0, ge=0, le=9)
    """In how many segments at most a film tells what it shows, one below the other; what expands may open one too."""

    _number = field_validator("segments", mode="before")(no_flag)

    @model_validator(mode="after")
    def _able(self) -> Opens:
        nowhere = self.how in ("dismiss", "scroll")
        if nowhere and self.to:
            raise wrong(f"opens 'to' nothing: what is to {self.how} has no other state")
        if not nowhere and not self.to:
            raise wrong("needs 'to': the name of the state that it opens into")
        if self.segments and self.how not in ("scroll", "expand"):
            raise wrong(f"has 'segments', which only what is to scroll or expand has, not what is to {self.how}")
        if self.segments == 1 or (self.how == "scroll" and not self.segments):
            raise wrong("needs two 'segments' or more, like 5")
        return self
