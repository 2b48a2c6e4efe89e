"""Digests of files that did not change since they were last hashed, the way git's index knows it.

An entry is trusted while size, mtime, ctime and inode are the same and both times were more than 2 s old when the
entry was made: a file written twice within the clock's grain could otherwise hide behind an equal stat.
"""

from __future__ import annotations

import os
import time

import msgspec

from renderer.stores.shelf import Shelf

_NAME = "digests.2"
_RACY_NS = 2_000_000_000
_MOST = 200_000  # entries: some 0.2 s to read at every start


class Entry(msgspec.Struct, frozen=True, array_like=True):
    """What is known of a file: its stat when hashed, its content's digest and kind, and when that was noted."""

    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int
    digest: str
    kind: str
    noted_ns: int

    def fits(self, stat: os.stat_result) -> bool:
        """Whether a file with this stat surely still has this content."""
        return (
            self.size == stat.st_size
            and self.mtime_ns == stat.st_mtime_ns
            and self.ctime_ns == stat.st_ctime_ns
            and self.inode == stat.st_ino
            and max(self.mtime_ns, self.ctime_ns) + _RACY_NS < self.noted_ns
        )


_Table = dict[str, Entry]


class Hashes:
    """The table of known digests: read when first asked, written by `flush`."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._table: _Table | None = None
        self._new: _Table = {}
        self._asked: set[str] = set()

    def get(self, path: str, stat: os.stat_result) -> Entry | None:
        """The entry of a file, if it can be trusted."""
        if self._table is None:
            self._table = self._read()
        self._asked.add(path)
        entry = self._table.get(path)
        return entry if entry is not None and entry.fits(stat) else None

    def note(self, path: str, stat: os.stat_result, digest: str, kind: str) -> None:
        """Remember what a file is; `stat` was taken before its content was read."""
        if not path.isprintable():
            return  # not every name can be written down; the file is read again the next time
        now = time.time_ns()
        entry = Entry(stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns, stat.st_ino, digest, kind, now)
        self._new[path] = entry
        if self._table is not None:
            self._table[path] = entry

    def flush(self) -> None:
        """Write what was learned, together with what other processes wrote meanwhile.

        A table that has grown too long keeps what this process asked for; the rest may be of files long gone."""
        if self._new:
            merged = {**self._read(), **self._new}
            if len(merged) > _MOST:
                merged = {path: entry for path, entry in merged.items() if path in self._asked or path in self._new}
            self._shelf.put(_NAME, msgspec.msgpack.encode(merged))
            self._new = {}

    def _read(self) -> _Table:
        content = self._shelf.get(_NAME)
        if content is None:
            return {}
        try:
            return msgspec.msgpack.decode(content, type=_Table)
        except msgspec.DecodeError:
            return {}
