"""pack: encoded pixels to the files of a creative, named and described."""

from __future__ import annotations

from typing import NamedTuple

from renderer import digest
from renderer.job import Job
from renderer.outcome import File

EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png"}


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


def pack(
    job: Job,
    content: bytes,
    media_type: str,
    size: tuple[int, int],
    quality: int | None = None,
    attempts: int = 1,
) -> Packed:
    """A still as the file that is trafficked. `size` is in device px."""
    file = File(
        path=place(job, media_type),
        media_type=media_type,
        bytes=len(content),
        sha256=digest.sha256(content),
        width=size[0],
        height=size[1],
        quality=quality,
        attempts=attempts,
    )
    return Packed(file, content)
