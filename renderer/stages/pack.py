"""pack: encoded pixels to the files of a creative, named and described."""

from __future__ import annotations

from typing import NamedTuple

from renderer import digest
from renderer.job import Job
from renderer.model.format import Format
from renderer.outcome import Encoded, File

EXTENSIONS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/avif": "avif"}


class Packed(NamedTuple):
    """A file's entry in the manifest and its content."""

    file: File
    content: bytes


def pack(job: Job, format_: Format, made: Encoded, size: tuple[int, int], limit_kb: float | None) -> Packed:
    """A still as the file that is trafficked: `<key>/<format>.<extension>`. `size` is in device px."""
    file = File(
        path=f"{job.key}/{format_.slug}.{EXTENSIONS[made.media_type]}",
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
