"""pack: encoded pixels to the files of a creative, named and described."""

from __future__ import annotations

from typing import NamedTuple

from renderer import digest
from renderer.job import Job
from renderer.model.format import Format
from renderer.outcome import File

EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png"}


class Packed(NamedTuple):
    """A file's entry in the manifest and its content."""

    file: File
    content: bytes


def pack(
    job: Job,
    format_: Format,
    content: bytes,
    media_type: str,
    size: tuple[int, int],
    quality: int | None = None,
    attempts: int = 1,
) -> Packed:
    """A still as the file that is trafficked: `<key>/<format>.<extension>`. `size` is in device px."""
    path = f"{job.key}/{format_.slug}.{EXTENSIONS[media_type]}"
    file = File(
        path=path,
        media_type=media_type,
        bytes=len(content),
        sha256=digest.sha256(content),
        width=size[0],
        height=size[1],
        quality=quality,
        attempts=attempts,
    )
    return Packed(file, content)
