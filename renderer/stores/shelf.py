"""What the stores remember: entries on disk that may vanish at any time, and values in memory up to a size."""

from __future__ import annotations

import os
import shutil
import stat
import threading
import zlib
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Generic, TypeVar

from renderer import digest

V = TypeVar("V")
LIMIT = 500_000_000
"""Bytes on disk: some 1,000 drawings in all the sizes that forty formats ask for."""
RESERVE = 250_000_000
"""Bytes of the disk left free for what the run is about: some hundred creatives of the heaviest kind."""
VERSION = 12
"""Hex digits of a version's name."""
_SUM = digest.SIZE * 2
_FAST = 1  # of zlib's levels: a drawing shrinks to a tenth in 4 ms a MB, which is less than drawing it takes


class Shelf:
    """Entries by name below a folder, made when first needed. Nothing here raises: a shelf only saves time.

    An entry is written whole (temp and rename), compressed, with a checksum before it; what is damaged counts as
    missing. Entries in a folder of their own (`version/kind/...`) may be `tidied` away."""

    def __init__(self, folder: Path, limit: int = LIMIT) -> None:
        self.folder = folder
        self.limit = limit
        self._added = 0

    def get(self, name: str) -> bytes | None:
        """The entry's content, or None. It then counts as used last."""
        path = self.folder / name
        try:
            content = path.read_bytes()
        except OSError:
            return None
        body = content[_SUM:]
        if content[:_SUM] != digest.of_bytes(body).encode():
            return None
        with suppress(OSError):  # somebody else's, to be read only
            os.utime(path)
        try:
            return zlib.decompress(body)
        except zlib.error:  # written by another version
            return None

    def put(self, name: str, content: bytes) -> None:
        """Keep an entry; a full disk or a read-only folder is no error."""
        path = self.folder / name
        temporary = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.tmp")
        body = zlib.compress(content, _FAST)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            if shutil.disk_usage(path.parent).free < RESERVE + len(body):
                return
            temporary.write_bytes(digest.of_bytes(body).encode() + body)
            temporary.replace(path)
        except OSError:
            _remove(temporary)
            return
        self._added += _SUM + len(body)
        if self._added > self.limit // 8:  # now and then, for a run that adds without end
            self.tidy()

    def tidy(self) -> None:
        """Removes the entries used longest ago, of any version and any process, down to the limit in bytes."""
        self._added = 0
        entries = sorted(_entries(self.folder))
        total = sum(size for _, _, size in entries)
        for _, path, size in entries:
            if total <= self.limit:
                break
            _remove(path)
            total -= size
            with suppress(OSError):  # not empty
                for folder in path.relative_to(self.folder).parents[:-1]:
                    (self.folder / folder).rmdir()


def _entries(folder: Path) -> Iterator[tuple[int, Path, int]]:
    """When used last, path and size in bytes of every entry `version/kind/...`: nobody else names folders like this."""
    for path in folder.glob(f"{'[0-9a-f]' * VERSION}/*/**/*"):
        with suppress(OSError):  # gone meanwhile
            status = path.lstat()
            if stat.S_ISREG(status.st_mode):
                yield status.st_mtime_ns, path, status.st_size


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)


class Recent(Generic[V]):
    """The values used last, up to a total size; the newest one stays however large it is."""

    def __init__(self, limit: int, size: Callable[[V], int]) -> None:
        self._limit = limit
        self._size = size
        self._values: OrderedDict[tuple[str, ...], V] = OrderedDict()

    def get(self, key: tuple[str, ...]) -> V | None:
        """The value, which then counts as used last."""
        value = self._values.get(key)
        if value is not None:
            self._values.move_to_end(key)
        return value

    def put(self, key: tuple[str, ...], value: V) -> V:
        """Keep a value and let the longest unused ones go; returns it."""
        self._values[key] = value
        self._values.move_to_end(key)
        total = sum(self._size(kept) for kept in self._values.values())
        while total > self._limit and len(self._values) > 1:
            total -= self._size(self._values.popitem(last=False)[1])
        return value

    def __len__(self) -> int:
        return len(self._values)
