"""A profile: a network's choice of checks and its limits, as its file in `formats/profiles/` states them."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field

from renderer.model.base import Date, Model, one_or_many
from renderer.model.format import Size

ALL_CHECKS = "all"


class NetworkLimits(Model):
    """What the network lets a file weigh; kB = 1000 bytes. What is not stated is not limited."""

    still_kb: float | None = Field(None, gt=0)
    gif_kb: float | None = Field(None, gt=0)
    html5_kb: float | None = Field(None, gt=0)
    video_kb: float | None = Field(None, gt=0)

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


class Profile(Model):
    """The rules of one network."""

    id: str = Field(pattern=r"^[a-z0-9-]+$")
    name: str
    checks: Annotated[tuple[str, ...], BeforeValidator(one_or_many)] = (ALL_CHECKS,)
    """`all`, or ids of checks."""
    limits: NetworkLimits = NetworkLimits()
    sizes: tuple[Size, ...] = ()
    """The sizes that the network takes; empty: any."""
    note: str = ""
    source: Annotated[tuple[str, ...], BeforeValidator(one_or_many)]
    as_of: Date
    verified: bool
