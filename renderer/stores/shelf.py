"""What the stores remember: entries on disk that may vanish at any time, and values in memory up to a size."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Generic, TypeVar

from renderer import digest

V = TypeVar("V")
_SUM = digest.SIZE * 2


class Shelf:
    """Entries by name below a folder, made when first needed. Nothing here raises: a shelf only saves time.

    An entry is written whole (temp and rename) with a checksum before it; what is damaged counts as missing."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, name: str) -> bytes | None:
        """The entry's content, or None."""
        try:
            content = (self.folder / name).read_bytes()
        except OSError:
            return None
        body = content[_SUM:]
        return body if content[:_SUM] == digest.of_bytes(body).encode() else None

    def put(self, name: str, body: bytes) -> None:
        """Keep an entry; a full disk or a read-only folder is no error."""
        path = self.folder / name
        temporary = path.with_name(f".{path.name}.{os.getpid()}.{threading.get_ident()}.tmp")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(digest.of_bytes(body).encode() + body)
            temporary.replace(path)
        except OSError:
            _remove(temporary)


def _remove(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError:
        return


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
