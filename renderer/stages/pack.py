"""pack: encoded pixels to the files of a creative, named and described."""

from __future__ import annotations

from typing import NamedTuple

from renderer import digest
from renderer.job import Job
from renderer.outcome import Encoded, File

EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/avif": "avif"}


class Packed(NamedTuple):
    """A file's entry in the manifest and its content."""

    file: File
    content: bytes


def place(job: Job, media_type: str) -> str:
    """Where a creative's file lies: `<key>/<name>.<extension>`."""
    return f"{job.key}/{job.name}.{EXTENSIONS[media_type]}"


def placed(job: Job, files: tuple[File, ...]) -> bool:
    """Whether a creative's files lie where they would lie now: another naming pattern calls them otherwise."""
    return all(file.path == place(job, file.media_type) for file in files)


def pack(job: Job, made: Encoded, size: tuple[int, int], limit_kb: float | None) -> Packed:
    """A still as the file that is trafficked. `size` is in device px."""
    file = File(
        path=place(job, made.media_type),
        media_type=made.media_type,
        bytes=len(made.content),
        sha256=digest.sha256(made.content),
        width=size[0],
        height=size[1],
        quality=made.quality,
        attempts=max(1, len(made.tried)),
        limit_kb=limit_kb,
        tried=made.tried,
    )
    return Packed(file, made.content)
