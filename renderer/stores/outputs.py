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
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple

from renderer import digest
from renderer.errors import OutputError, is_special, shown
from renderer.job import Job
from renderer.outcome import File
from renderer.stores import ledger
from renderer.stores.ledger import Head, Header, Ledger, Record

HIDDEN = ".render"
_REASONS = {errno.ENOSPC: "the disk is full", errno.EEXIST: "it is no folder: something else has its name"}


class Order(NamedTuple):
    """A job to do, its input digest with its parts, and the record of the last time, if it is still good."""

    job: Job
    input: str
    inputs: dict[str, str]
    before: Record | None


class Outputs:
    """One campaign's output folder. Opened by the parent with `opened`; workers `read` and `write` files, no more."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.hidden = folder / HIDDEN
        self._temporary = self.hidden / "tmp"
        self._count = 0
        self._made: set[Path] = set()
        self._journal: Any = None
        self._root: int | None = None

    # the parent's side

    @contextmanager
    def opened(self) -> Iterator[Ledger]:
        """The ledger, for a run that holds the folder alone. Raises OutputError."""
        with self._explained():
            self.hidden.mkdir(parents=True, exist_ok=True)
            lock = (self.hidden / "lock").open("a")
        with lock, self._held():
            if not _locked(lock.fileno()):
                raise OutputError(f"{shown(self.folder)}: another run is writing here")
            try:
                with self._explained():
                    self._clear()
                yield self.ledger()
            finally:
                with suppress(OSError):
                    self._clear()
                self._end_journal()

    @contextmanager
    def _held(self) -> Iterator[None]:
        """Keeps the folder open: as long as it is, no other folder can have its number."""
        with self._explained():
            self._root = os.open(self.folder, os.O_RDONLY)
        try:
            yield
        finally:
            os.close(self._root)
            self._root = None

    def _refuse_lost(self) -> None:
        """Raises OutputError where the folder of a run is not there any more, or not to be written any more.

        What goes on in another folder of the same name would be listed beside what is gone."""
        if self._root is None:
            return
        try:
            there = os.path.samestat(self.folder.stat(), os.fstat(self._root))
        except OSError:
            there = False
        if not there:
            raise OutputError(f"{shown(self.folder)}: was moved or removed while rendering; run it again")
        if not os.access(self.folder, os.W_OK):
            raise OutputError(f"{shown(self.folder)}: cannot be written any more; what is done is kept")

    def _clear(self) -> None:
        """Removes what was ended in the middle of writing."""
        shutil.rmtree(self._temporary, ignore_errors=True)
        self._temporary.mkdir(exist_ok=True)

    def ledger(self) -> Ledger:
        """What is known of the folder."""
        with self._explained():
            return ledger.read(
                self._content("ledger.jsonl"), self._content("journal.jsonl"), self.read("manifest.json") or b""
            )

    def _content(self, name: str) -> bytes:
        """A hidden file's content; what is not there, or is no file, is empty."""
        path = self.hidden / name
        try:
            return b"" if is_special(path) else path.read_bytes()
        except FileNotFoundError:
            return b""

    def note(self, record: Record) -> None:
        """Adds a finished creative to the journal, at once and for good.

        For good as far as killing goes: a machine that loses power may lose the last seconds, and what is lost is
        noticed (`intact`) and made again, so nothing waits for the disk."""
        self._refuse_lost()
        with self._explained():
            if self._journal is None:
                self._journal = (self.hidden / "journal.jsonl").open("ab")
                if self._journal.tell():
                    self._journal.write(b"\n")  # ends a line that a killed run left torn
            self._journal.write(ledger.line(record))
            self._journal.flush()

    def _end_journal(self) -> None:
        journal, self._journal = self._journal, None
        if journal is not None:
            with self._explained():  # closing writes what is left, which a full disk refuses
                journal.close()

    def intact(self, record: Record) -> bool:
        """Whether a record's files are as they were written: by size and time, by content where the time differs."""
        if len(record.stamps) != len(record.creative.files):
            return False
        for file, (size, modified) in zip(record.creative.files, record.stamps, strict=True):
            try:
                stat = os.stat(f"{self.folder}/{file.path}")  # noqa: PTH116 (20,000 Paths cost more than the stats)
            except OSError:
                return False
            if stat.st_size != size:
                return False
            if stat.st_mtime_ns != modified and digest.sha256(self.read(file.path) or b"") != file.sha256:
                return False
        return True

    def finish(self, header: Header, records: Sequence[Record], listing: bytes, stale: tuple[File, ...]) -> str:
        """Writes the manifest, then the ledger, and ends the journal; gives the manifest's SHA-256.

        Broken off in between, the next run goes on."""
        self._refuse_lost()
        with self._explained():
            self._replace(Path("manifest.json"), listing)
            head = Head(header, len(records), digest.sha256(listing), stale)
            lines = [ledger.line(head), *(ledger.line(record) for record in records)]
            self._replace(Path(HIDDEN) / "ledger.jsonl", b"".join(lines))
            self._end_journal()
            (self.hidden / "journal.jsonl").unlink(missing_ok=True)
        return head.sha256

    def remove(self, file: File) -> str:
        """Removes a file that is not needed any more, unless someone changed it. Says why where that cannot be done."""
        path = self.folder / file.path
        if is_special(path):
            return ""
        try:
            if digest.sha256(path.read_bytes()) == file.sha256:
                path.unlink()
        except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
            return ""
        except OSError as error:
            return (error.strerror or str(error)).lower()
        return ""

    def rename(self, old: str, new: str) -> None:
        """Gives a file another name in its folder. Raises OutputError."""
        with self._explained():
            (self.folder / old).replace(self.folder / new)

    def prune(self, key: str) -> None:
        """Removes a creative's folder and those above where they are empty. Not while workers make folders."""
        folder = self.folder / key
        while folder != self.folder and self.folder in folder.parents:
            try:
                folder.rmdir()
            except FileNotFoundError:
                pass
            except OSError:
                return
            folder = folder.parent

    # both sides

    def write(self, path: str, content: bytes) -> tuple[int, int]:
        """A file that appears whole or not at all; gives its stamp. Raises OutputError."""
        with self._explained():
            return self._replace(Path(path), content)

    def write_report(self, name: str, content: bytes, made_of: str) -> None:
        """A report, and the digest of what it is made of. Raises OutputError."""
        self.write(name, content)
        self.write(f"{HIDDEN}/{name}.of", _mark(content, made_of))

    def drop_reports(self, pattern: str, kept: Collection[str]) -> None:
        """Removes reports of a pattern that are not made any more, unless someone changed them. Raises OutputError."""
        with self._explained():
            for mark in sorted(self.hidden.glob(f"{pattern}.of")):
                name = mark.name.removesuffix(".of")
                if name in kept:
                    continue
                report = self.read(name)
                if report is not None and mark.read_bytes().split()[-1:] == [digest.sha256(report).encode()]:
                    (self.folder / name).unlink()
                mark.unlink()

    def has_report(self, name: str, made_of: str) -> bool:
        """Whether a report is there, as it was written, and made of what has this digest."""
        content = self.read(name)
        return content is not None and self.read(f"{HIDDEN}/{name}.of") == _mark(content, made_of)

    def read(self, path: str) -> bytes | None:
        """A file's content, None where it is not there."""
        if is_special(self.folder / path):
            return None
        try:
            return (self.folder / path).read_bytes()
        except OSError:
            return None

    def _replace(self, path: Path, content: bytes) -> tuple[int, int]:
        target = self.folder / path
        try:
            return self._placed(target, content)
        except FileNotFoundError:  # someone removed a folder that we made
            self._made.clear()
            return self._placed(target, content)

    def _placed(self, target: Path, content: bytes) -> tuple[int, int]:
        if target.parent not in self._made:
            if not self.folder.is_dir():  # someone removed all of it; a new one would hold a part, unlisted
                raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(self.folder))
            target.parent.mkdir(parents=True, exist_ok=True)
            self._temporary.mkdir(parents=True, exist_ok=True)
            self._made.add(target.parent)
        self._count += 1
        temporary = self._temporary / f"{os.getpid()}-{self._count}"
        try:
            temporary.write_bytes(content)
            stat = temporary.stat()
            os.replace(temporary, target)  # noqa: PTH105 (the point is replacing)
        except OSError as error:
            error.filename = str(target)  # what a person knows of, not our temporary name
            with suppress(OSError):
                temporary.unlink()
            raise
        return stat.st_size, stat.st_mtime_ns

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            where = shown(error.filename or self.folder)
            what = _REASONS.get(error.errno or 0) or (error.strerror or str(error)).lower()
            raise OutputError(f"{where}: cannot be written ({what})") from None


def _mark(report: bytes, made_of: str) -> bytes:
    return f"{made_of} {digest.sha256(report)}\n".encode()


def _locked(lock: int) -> bool:
    """Takes the lock, which is the folder's until every process that inherited it is gone: the workers of a killed
    run may take a moment to die. False if another run keeps it."""
    for wait in (0.05, 0.15, 0.3, 0.5, 0.0):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(wait)
        except OSError:
            return True  # a file system without locks
        else:
            return True
    return False
