"""The output store: files that appear whole, a journal of what is done, and the manifest made from it.

`output/<campaign>/` holds the creatives' folders, `manifest.json` and `report.html`; `.render/` beside them holds the
ledger (one record a creative: its manifest entry and the digests it was made from), the journal of a run under way and
the temporary files. A run that is killed leaves its journal; the next one reads it and goes on.
"""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from renderer import digest
from renderer.errors import OutputError, shown
from renderer.model.feed import RejectedRow
from renderer.outcome import Creative, Probe, Skipped

HIDDEN = ".render"


class Record(msgspec.Struct, frozen=True):
    """What is kept of a creative between runs."""

    creative: Creative
    input: str
    """The input digest."""
    inputs: dict[str, str]
    """The digests it was made of, by what they stand for."""
    scene: str = ""
    paint: str = ""
    """Digest of scene, painter and encoding options."""
    probes: tuple[Probe, ...] = ()
    stamps: tuple[tuple[int, int], ...] = ()
    """Size and modification time (ns) of each file when it was written."""


class Header(msgspec.Struct, frozen=True):
    """What the manifest says beside its creatives."""

    campaign: str
    created_from: dict[str, str]
    rejected_rows: tuple[RejectedRow, ...]
    skipped: tuple[Skipped, ...]


class Ledger(msgspec.Struct):
    """The state of an output folder: its header (None before the first run) and its records by key."""

    header: Header | None
    records: dict[str, Record]


class Outputs:
    """One campaign's output folder. Opened by the parent with `opened`; workers only `write` and `copy`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.hidden = folder / HIDDEN
        self._temporary = self.hidden / "tmp"
        self._count = 0
        self._made: set[Path] = set()
        self._journal: Any = None

    # the parent's side

    @contextmanager
    def opened(self) -> Iterator[Ledger]:
        """The ledger, for a run that holds the folder alone. Raises OutputError."""
        with self._explained():
            self.hidden.mkdir(parents=True, exist_ok=True)
            shutil.rmtree(self._temporary, ignore_errors=True)
            self._temporary.mkdir(exist_ok=True)
            lock = (self.hidden / "lock").open("a")
        with lock:
            try:
                fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                raise OutputError(f"{shown(self.folder)}: another run is writing here") from None
            try:
                yield self.ledger()
            finally:
                if self._journal is not None:
                    self._journal.close()
                    self._journal = None

    def ledger(self) -> Ledger:
        """What is known of the folder: the ledger of the last whole run, then the journal of one cut short."""
        ledger = Ledger(None, {})
        with self._explained():
            for line in _lines(self.hidden / "ledger.jsonl"):
                if ledger.header is None:
                    ledger.header = _decoded(line, Header)
                    if ledger.header is None:
                        break
                elif (record := _decoded(line, Record)) is not None:
                    ledger.records[record.creative.key] = record
            for line in _lines(self.hidden / "journal.jsonl"):
                if (record := _decoded(line, Record)) is not None:
                    ledger.records[record.creative.key] = record
        return ledger

    def note(self, records: Iterable[Record]) -> None:
        """Adds finished creatives to the journal, at once and for good."""
        with self._explained():
            if self._journal is None:
                self._journal = (self.hidden / "journal.jsonl").open("ab")
                if self._journal.tell():
                    self._journal.write(b"\n")  # ends a line that a killed run left torn
            self._journal.write(b"".join(_encoder.encode(record) + b"\n" for record in records))
            self._journal.flush()

    def intact(self, record: Record) -> bool:
        """Whether a record's files are as they were written: by size and time, by content where the time differs."""
        for file, (size, modified) in zip(record.creative.files, record.stamps, strict=True):
            try:
                stat = os.stat(f"{self.folder}/{file.path}")  # noqa: PTH116 (20,000 Paths cost more than the stats)
            except OSError:
                return False
            if stat.st_size != size:
                return False
            if stat.st_mtime_ns != modified and digest.sha256((self.folder / file.path).read_bytes()) != file.sha256:
                return False
        return True

    def finish(self, header: Header, records: Iterable[Record]) -> None:
        """Writes the ledger, then the manifest, and closes the journal."""
        records = list(records)
        with self._explained():
            lines = [_encoder.encode(header), *(_encoder.encode(record) for record in records)]
            self._replace(Path(HIDDEN) / "ledger.jsonl", b"\n".join(lines) + b"\n")
            if self._journal is not None:
                self._journal.close()
                self._journal = None
            (self.hidden / "journal.jsonl").unlink(missing_ok=True)

    def remove(self, record: Record) -> None:
        """Removes the files of a creative that is no longer in the campaign, unless someone changed them."""
        for file in record.creative.files:
            path = self.folder / file.path
            try:
                if digest.sha256(path.read_bytes()) == file.sha256:
                    path.unlink()
                _remove_empty(path.parent, self.folder)
            except OSError:
                continue

    # both sides

    def write(self, path: str, content: bytes) -> tuple[int, int]:
        """A file that appears whole or not at all; gives its stamp. Raises OutputError."""
        with self._explained():
            return self._replace(Path(path), content)

    def read(self, path: str) -> bytes | None:
        """A file's content, None where it is not there."""
        try:
            return (self.folder / path).read_bytes()
        except OSError:
            return None

    def _replace(self, path: Path, content: bytes) -> tuple[int, int]:
        target = self.folder / path
        if target.parent not in self._made:
            target.parent.mkdir(parents=True, exist_ok=True)
            self._temporary.mkdir(exist_ok=True, parents=True)
            self._made.add(target.parent)
        self._count += 1
        temporary = self._temporary / f"{os.getpid()}-{self._count}"
        try:
            temporary.write_bytes(content)
            stat = temporary.stat()
            os.replace(temporary, target)  # noqa: PTH105 (the point is replacing)
        except OSError:
            temporary.unlink(missing_ok=True)
            self._made.clear()
            raise
        return stat.st_size, stat.st_mtime_ns

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            where = shown(error.filename or self.folder)
            what = "the disk is full" if error.errno == errno.ENOSPC else (error.strerror or str(error)).lower()
            raise OutputError(f"{where}: cannot be written ({what})") from None


_encoder = msgspec.json.Encoder()


def _lines(path: Path) -> list[bytes]:
    try:
        return path.read_bytes().split(b"\n")
    except FileNotFoundError:
        return []


def _decoded(line: bytes, kind: type[Any]) -> Any:
    """A line's value, None for one that a kill has torn or another version wrote."""
    try:
        return msgspec.json.decode(line, type=kind) if line else None
    except msgspec.DecodeError:
        return None


def _remove_empty(folder: Path, root: Path) -> None:
    while folder != root and root in folder.parents:
        try:
            folder.rmdir()
        except OSError:
            return
        folder = folder.parent


def manifest(header: Header, records: Iterable[Record], seconds: float) -> bytes:
    """The manifest as the design promises it: compact JSON, creatives in the plan's order."""
    creatives = [record.creative for record in records]
    counts: dict[str, int] = {"creatives": len(creatives), "ok": 0, "warn": 0, "fail": 0, "error": 0}
    for creative in creatives:
        counts[creative.status] += 1
    counts["files"] = sum(len(creative.files) for creative in creatives)
    counts["cached"] = sum(creative.cached for creative in creatives)
    counts["rejected_rows"], counts["skipped"] = len(header.rejected_rows), len(header.skipped)
    return _encoder.encode(
        {
            "campaign": header.campaign,
            "created_from": header.created_from,
            "counts": counts,
            "seconds": round(seconds, 3),
            "creatives": creatives,
            "rejected_rows": header.rejected_rows,
            "skipped": header.skipped,
        }
    )
