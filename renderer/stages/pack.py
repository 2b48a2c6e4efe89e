"""pack: encoded pixels to the files of a creative, named and described."""

from __future__ import annotations

from typing import NamedTuple

from renderer import digest
from renderer.job import Job
from renderer.outcome import Encoded, File

EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/avif": "avif",
              "image/gif": "gif"}  # fmt: skip


class Packed(NamedTuple):
    """A file's entry in the manifest and its content."""

    file: File
    content: bytes


def place(job: Job, media_type: str, scale: float = 1.0) -> str:
    """Where a creative's file lies: `<key>/<name>.<extension>`, `<name>@2x.<extension>` at twice the density."""
    return f"{job.key}/{job.name}{suffix(scale)}.{EXTENSIONS[media_type]}"


def suffix(scale: float) -> str:
    """What a file's name says of its density: `@2x`; nothing at 1x."""
    return "" if scale == 1 else f"@{scale:g}x"


def placed(job: Job, files: tuple[File, ...]) -> bool:
    """Whether a creative's files lie where they would lie now: another naming pattern calls them otherwise."""
    return all(file.path == place(job, file.media_type, file.scale) for file in files)


def pack(job: Job, made: Encoded, size: tuple[int, int], limit_kb: float | None, scale: float = 1.0) -> Packed:
    """A still as the file that is trafficked. `size` is in device px, `scale` how many a px of the format has."""
    file = File(
        path=place(job, made.media_type, scale),
        media_type=made.media_type,
        bytes=len(made.content),
        sha256=digest.sha256(made.content),
        width=size[0],
        height=size[1],
        scale=scale,
        quality=made.quality,
        attempts=max(1, len(made.tried)),
        limit_kb=limit_kb,
        tried=made.tried,
    )
    return Packed(file, made.content)
