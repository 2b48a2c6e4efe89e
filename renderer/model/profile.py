"""A profile: a network's choice of checks and its limits, as its file in `formats/profiles/` states them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, field_validator, model_validator

from renderer.model.base import Date, Model, no_flag, one_or_many
from renderer.model.packaging import Amphtml, Html5, inherit
from renderer.model.terms import Size

ALL_CHECKS = "all"


class NetworkLimits(Model):
    """What the network lets a file weigh; kB = 1000 bytes. What is not stated is not limited."""

    still_kb: float | None = Field(None, gt=0)
    gif_kb: float | None = Field(None, gt=0)
    gif_fps: float | None = Field(None, gt=0)
    """Frames a second of an animated GIF."""
    html5_kb: float | None = Field(None, gt=0)
    video_kb: float | None = Field(None, gt=0)

    _numbers = field_validator("*", mode="before")(no_flag)

    def kb(self, deliverable: str) -> float | None:
        """The limit for a kind of file, kB. A backup image is a still."""
        match deliverable:
            case "still" | "backup":
                return self.still_kb
            case "gif":
                return self.gif_kb
            case "html5":
                return self.html5_kb
            case "video":
                return self.video_kb
        return None


class Reserved(Model):
    """A corner over which the network lays an icon of its own, such as AdChoices; px at 1x. Text, logo and button keep
    out of it; grounds, plates and pictures may reach under."""

    corner: Literal["top-left", "top-right", "bottom-left", "bottom-right"]
    """Of the finished creative, whichever way it is read."""
    width: float = Field(gt=0)
    height: float = Field(gt=0)
    source: Annotated[tuple[str, ...], BeforeValidator(one_or_many)]
    verified: bool

    def area(self, canvas: tuple[int, int], scale: float) -> tuple[float, float, float, float]:
        """Left, top, width and height on a canvas, px; `scale` is px of the canvas at 1x."""
        width, height = min(self.width * scale, canvas[0]), min(self.height * scale, canvas[1])
        left = canvas[0] - width if self.corner.endswith("right") else 0.0
        top = canvas[1] - height if self.corner.startswith("bottom") else 0.0
        return left, top, width, height


class Border(Model):
    """The line that the network wants around a creative that would melt into its page."""

    on: Literal["light"]
    """The sides that get one: those that are white or nearly so."""
    width: float = Field(1, gt=0, le=4)
    """Px at 1x."""
    source: Annotated[tuple[str, ...], BeforeValidator(one_or_many)]
    verified: bool


class Profile(Model):
    """The rules of one network."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    name: str
    checks: Annotated[tuple[str, ...], BeforeValidator(one_or_many)] = (ALL_CHECKS,)
    """`all`, or ids of checks."""
    limits: NetworkLimits = NetworkLimits()
    sizes: tuple[Size, ...] = ()
    """The sizes that the network takes; empty: any."""
    reserved: tuple[Reserved, ...] = ()
    """The corners that it covers with icons of its own."""
    border: Border | None = None
    """The line that it wants around light creatives."""
    html5: Html5 | None = None
    """What it takes as an HTML5 creative; without this, no package is made for it."""
    amphtml: Amphtml | None = None
    """What it takes as an AMPHTML creative."""
    note: str = ""
    source: Annotated[tuple[str, ...], BeforeValidator(one_or_many)]
    as_of: Date
    verified: bool

    @model_validator(mode="before")
    @classmethod
    def _inherit(cls, data: Any) -> Any:
        """Sections that do not say where they were read were read where the profile was."""
        return inherit(cls, data)
