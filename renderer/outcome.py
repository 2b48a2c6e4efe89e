"""What comes of a job: files, findings, a status.

None of these values can be part of a cycle, so the garbage collector need not look at them: a run holds thousands.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import msgspec

from renderer.scene import Colour

Level = Literal["note", "warn", "fail"]
"""How much a finding weighs: a note is for eyes and changes neither a creative's status nor the exit code."""
Status = Literal["ok", "warn", "fail", "error"]


class Finding(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """A rule that a creative breaks, or (a note) something that a person may want to look at."""

    check: str
    """`subject/problem`."""
    status: Level
    message: str
    subject: str = ""
    """The role or file it is about."""
    node: str = ""
    limit: float | str | None = None
    actual: float | str | None = None
    source: str = ""
    network: str = ""
    """The network whose rule alone is broken, by its profile's id; empty: it holds wherever the creative runs."""
    file: str = ""
    """The path of the one file that it is about; empty: all of the creative, or all that the network gets of it."""


class Probe(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What lies behind a text just before it is drawn: the darkest and the lightest pixel's colour."""

    node: str
    role: str
    darkest: Colour
    lightest: Colour


class Sight(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """How far a picture stands out from the pixels it was drawn over: half of it does so at least."""

    node: str
    role: str
    contrast: float
    """WCAG's ratio, 1 to 21: of a logo's ink; of a product that stands free, its outline's or its surface's."""
    apart: int
    """The same as the largest difference of a channel, 0 to 255."""


class Flashes(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """How a moving creative flashes, measured on its frames. Two opposing changes, there and back, are a flash."""

    changes: int
    """The most opposing changes of luminance within a second that a large area goes through."""
    at: int
    """When that second begins, ms."""
    red: int
    """The same of changes to or from a saturated red."""
    red_at: int
    red_wide: int
    """How often within a second a tenth of the canvas, however small it is seen, becomes a saturated red or ceases to
    be; what moves across is as much red as before."""
    frames: int
    """How many frames were looked at."""


class Attempt(msgspec.Struct, frozen=True, gc=False):
    """One try at a file within its limit."""

    kind: str
    """As people say it: `JPEG`, `JPEG, chroma halved`, `PNG`, `PNG, 256 colours`, `WebP`, `AVIF`; of what moves
    also `GIF, 12.5 fps, 64 colours, camera cut`."""
    quality: int | None
    bytes: int
    distance: float | None = None
    """How far it looks from what was painted, levels of 255 (painters/likeness); None where that was not looked at."""


class Encoded(NamedTuple):
    """A finished file, how it was made, and what was tried: itself first, then the runner-up, then the rest."""

    content: bytes
    media_type: str
    quality: int | None
    tried: tuple[Attempt, ...] = ()


class File(msgspec.Struct, frozen=True, gc=False):
    """One finished file. `path` is POSIX, relative to the manifest.

    Written in full: msgspec knows a default by identity, which a value sent by a worker has lost."""

    path: str
    media_type: str
    bytes: int
    sha256: str
    width: int
    height: int
    duration_s: float | None = None
    deliverable: str = "still"
    scale: float = 1.0
    state: str = ""
    network: str = ""
    quality: int | None = None
    attempts: int = 1
    limit_kb: float | None = None
    """The narrowest limit that it was made within, of its format and its networks; kB = 1000 bytes."""
    tried: tuple[Attempt, ...] = ()
    """How it was made, then the runner-up, then what else was tried."""
    status: Status = "ok"
    """The worst of what was found of it: a file may run although one made for another network may not."""


class Creative(msgspec.Struct, frozen=True, gc=False):
    """What is trafficked: a job's entry in the manifest."""

    key: str
    placement: str
    format: str
    channel: str
    family: str
    segment: str
    locale: str
    message: str
    arm: str
    items: tuple[str, ...]
    status: Status
    cached: bool
    files: tuple[File, ...]
    click_url: str
    findings: tuple[Finding, ...]
    error: str | None = None
    seconds: float = 0.0
    layout: str = ""
    dropped: tuple[str, ...] = ()
    rung: str = "full"
    """The furthest step of the fit ladder any of its texts needed."""


class Skipped(msgspec.Struct, frozen=True):
    """A format that was asked for and is not made, and why."""

    format: str
    reason: str


def status_of(findings: tuple[Finding, ...], error: str | None = None) -> Status:
    """The worst of what was found; notes change nothing."""
    if error is not None:
        return "error"
    levels = {finding.status for finding in findings}
    return "fail" if "fail" in levels else "warn" if "warn" in levels else "ok"


def judged(files: tuple[File, ...], findings: tuple[Finding, ...]) -> tuple[File, ...]:
    """A creative's files, each with its own status."""
    return tuple(
        msgspec.structs.replace(one, status=status_of(tuple(each for each in findings if concerns(each, one, files))))
        for one in files
    )


def concerns(finding: Finding, file: File, files: tuple[File, ...]) -> bool:
    """Whether a finding is about a file of a creative. What breaks one network's rule is about the files made for that
    network; where none are, about those that all networks share."""
    if finding.file:
        return finding.file == file.path
    if not finding.network or finding.network == file.network:
        return True
    return not file.network and all(one.network != finding.network for one in files)


def may_run(creative: Creative, file: File, network: str = "") -> bool:
    """Whether a file may be trafficked: where what fails is about other files, also one of a creative that fails.
    `network` is where a file would run that all networks share; empty: on any."""
    if creative.status in ("ok", "warn"):
        return True
    fails = [one for one in creative.findings if one.status == "fail"]
    there = [one for one in fails if not network or one.network in ("", network)]
    about = any(concerns(one, file, creative.files) for one in there)
    return creative.status == "fail" and bool(fails) and not about


def refusing(creative: Creative) -> tuple[str, ...]:
    """The networks on which a creative must not run although files of it may elsewhere, by their ids."""
    if not any(may_run(creative, one) for one in creative.files if one.deliverable not in LOOKED_AT):
        return ()
    return tuple(sorted({one.network for one in creative.findings if one.status == "fail"} - {""}))


LOOKED_AT = frozenset(("preview", "backup"))
"""Files that nobody books by themselves."""
