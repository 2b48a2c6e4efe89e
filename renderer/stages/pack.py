"""pack: what was made to the files of a creative, named and described."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from renderer import digest
from renderer.job import Job
from renderer.outcome import Encoded, File

EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/avif": "avif", "image/gif": "gif",
              "text/html": "html", "application/zip": "zip"}  # fmt: skip


class Packed(NamedTuple):
    """A file's entry in the manifest and its content."""

    file: File
    content: bytes


def place(job: Job, media_type: str, scale: float = 1.0, deliverable: str = "still", state: str = "") -> str:
    """Where a creative's file lies: `<key>/<name>.<extension>`, `<name>@2x.<extension>` at twice the density,
    `<name>-backup.<extension>` for a page's backup image, `<name>-expanded.<extension>` for another state's,
    `<name>-animated.<extension>` for a moving PNG or WebP."""
    kind = f"-{state}" if state else "-backup" * (deliverable == "backup")
    if deliverable == "gif" and media_type != "image/gif":
        kind = "-animated"
    return f"{job.key}/{job.name}{suffix(scale)}{kind}.{EXTENSIONS[media_type]}"


def where(job: Job, file: File) -> str:
    """Where a file of a creative lies, that is made for no one network."""
    return place(job, file.media_type, file.scale, file.deliverable, file.state)


def suffix(scale: float) -> str:
    """What a file's name says of its density: `@2x`; nothing at 1x."""
    return "" if scale == 1 else f"@{scale:g}x"


def placed(job: Job, files: tuple[File, ...]) -> bool:
    """Whether a creative's files lie where they would lie now: another naming pattern calls them otherwise."""
    own = [file for file in files if not file.network]
    return all(file.path == where(job, file) for file in own)


def renamable(files: tuple[File, ...]) -> bool:
    """Whether another name is all that other names mean: no network's package holds them."""
    return not any(file.network for file in files)


def pack(
    job: Job, made: Encoded, size: tuple[int, int], limit_kb: float | None, scale: float = 1.0,
    deliverable: str = "still", seconds: float | None = None,
) -> Packed:  # fmt: skip
    """A picture as the file that is trafficked. `size` is in device px, `scale` how many a px of the format has."""
    file = File(
        path=place(job, made.media_type, scale, deliverable),
        media_type=made.media_type,
        bytes=len(made.content),
        sha256=digest.sha256(made.content),
        width=size[0],
        height=size[1],
        duration_s=seconds,
        deliverable=deliverable,
        scale=scale,
        quality=made.quality,
        attempts=max(1, len(made.tried)),
        limit_kb=limit_kb,
        tried=made.tried,
    )
    return Packed(file, made.content)


def as_backup(job: Job, still: Packed, state: str = "") -> Packed:
    """A still as the backup image of a page, or as what a state of it other than the first looks like."""
    file = msgspec.structs.replace(still.file, deliverable="backup", state=state)
    return Packed(msgspec.structs.replace(file, path=where(job, file)), still.content)


def packed(
    job: Job, content: bytes, media_type: str, size: tuple[int, int], deliverable: str, seconds: float | None = None,
    network: str = "", name: str = "", limit_kb: float | None = None,
) -> Packed:  # fmt: skip
    """Any other file; one made for a network lies in a folder of its own: `<key>/<network>/<name>.<extension>`."""
    path = f"{job.key}/{network}/{name}.{EXTENSIONS[media_type]}" if network else place(job, media_type)
    file = File(
        path=path,
        media_type=media_type,
        bytes=len(content),
        sha256=digest.sha256(content),
        width=size[0],
        height=size[1],
        duration_s=seconds,
        deliverable=deliverable,
        network=network,
        limit_kb=limit_kb,
    )
    return Packed(file, content)
