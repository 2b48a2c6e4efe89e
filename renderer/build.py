"""build: decides what of a plan must be done, has an executor run `line` for it, and writes what came of it."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import closing, suppress
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import msgspec

from renderer import versions
from renderer.errors import InputError, Problem, shown
from renderer.job import Job
from renderer.keys import Keys
from renderer.outcome import Creative, File
from renderer.stages.pack import placed, renamable, where
from renderer.stages.plan import Plan, Selection, moment
from renderer.stages.plan import plan as make_plan
from renderer.stores.inputs import Inputs
from renderer.stores.ledger import Header, Ledger, Record, as_cached, manifest, replaced
from renderer.stores.outputs import Order, Outputs
from renderer.work import Executor

LOST = "its file was removed or changed while rendering"
Listener = Callable[[Creative], None]


class Stuck(NamedTuple):
    """A file of an earlier creative that cannot be removed, and why."""

    file: File
    why: str


class Result(NamedTuple):
    """What a run did and what the folder now holds."""

    header: Header
    records: tuple[Record, ...]
    """Every creative of the folder, in the plan's order, those outside a filter behind."""
    selected: tuple[Record, ...]
    """Those that this run was about."""
    made: int
    cached: int
    removed: int
    renamed: int
    """Creatives that are unchanged but for what their files are called."""
    changed: bool
    interrupted: bool
    seconds: float
    listing: str
    """SHA-256 of the folder's manifest."""
    stuck: tuple[Stuck, ...]
    """What should have been removed and is still there; the next run tries again."""


def build(
    plan: Plan, folder: Path, inputs: Inputs, cache: Path, executor: Executor, told: Listener | None = None
) -> Result:
    """Makes what changed, keeps what did not, removes what is gone. Raises OutputError, and InputError where the
    folder is another campaign's.

    Ctrl-C ends the run early; what is done by then is kept and in the manifest."""
    started = perf_counter()
    outputs = Outputs(folder)
    with outputs.opened() as ledger:
        _refuse_other(plan, folder, ledger)
        run = _Run(plan, outputs, ledger, inputs, told or (lambda creative: None))
        try:
            tasks = run.tasks()
            first = next(tasks, None)  # where nothing is to be done, painters are not even imported
            if first is not None:
                run.make(itertools.chain([first], tasks), executor, cache)
        except KeyboardInterrupt:
            run.interrupted = True
        return run.finish(started)


def _refuse_other(plan: Plan, folder: Path, ledger: Ledger) -> None:
    """Two campaigns of one name would take turns in removing each other's creatives."""
    known = ledger.header.source if ledger.header is not None else ""
    other = folder / known
    if known and known != _source(plan, folder) and other.is_file():
        what = f"'{plan.loaded.name}' is the name of {shown(other.resolve())} too; give one of them another `name:`"
        raise InputError(Problem(what, plan.loaded.file))


def _source(plan: Plan, folder: Path) -> str:
    """The campaign file as seen from the output folder: the same wherever both are moved together."""
    file = plan.loaded.file.resolve()
    with suppress(ValueError):  # another drive
        file = Path(os.path.relpath(file, folder.resolve()))
    return file.as_posix().encode("utf-8", "replace").decode()


class _Run:
    """One run's bookkeeping."""

    def __init__(self, plan: Plan, outputs: Outputs, ledger: Ledger, inputs: Inputs, told: Listener) -> None:
        self.plan = plan
        self.whole = plan if plan.selection.everything() else make_plan(plan.loaded, Selection(), plan.day)
        self.outputs = outputs
        self.ledger = ledger
        self.told = told
        self.keys = Keys(plan, inputs)
        self.order: list[str] = []
        self.packed: dict[str, bytes] = {}
        """What was made, by key, as messages: a quarter of the memory, while most of it waits for the run's end."""
        self.kept: dict[str, Record] = {}
        self.stuck: list[Stuck] = []
        self.given: set[str] = set()
        """What workers have not answered yet."""
        self.renamed = 0
        self.interrupted = False

    def paints(self) -> dict[str, Record]:
        """What has been painted before, by paint digest."""
        return {record.paint: record for record in self.ledger.records.values() if record.paint}

    def tasks(self) -> Iterator[list[Order]]:
        """Orders for what must be done, an item's at a time; what is unchanged is settled on the way."""
        for chunk in self.plan.chunks():
            orders = []
            for job in chunk:
                self.order.append(job.key)
                digest, parts = self.keys.of(job)
                before = self.ledger.records.get(job.key)
                if before is not None and not (placed(job, before.creative.files) or renamable(before.creative.files)):
                    before = None
                if before is not None and (before.creative.error is not None or not self.outputs.intact(before)):
                    before = None
                if before is not None and self.keys.hold(job, digest, before):
                    self.kept[job.key] = before = as_cached(self.named(job, before))
                    self.told(before.creative)
                else:
                    orders.append(Order(job, digest, parts, before))
            if orders:
                self.given.update(order.job.key for order in orders)
                yield orders

    def named(self, job: Job, record: Record) -> Record:
        """The record with its files called as the plan calls them: another naming pattern moves files, no more.

        Broken off in between, the creative's file is not where its record says, and it is made again."""
        if placed(job, record.creative.files):
            return record
        files = []
        for file in record.creative.files:
            files.append(msgspec.structs.replace(file, path=where(job, file)))
            self.outputs.rename(file.path, files[-1].path)
        creative = msgspec.structs.replace(record.creative, files=tuple(files))
        record = msgspec.structs.replace(record, creative=creative)
        self.renamed += 1
        self.outputs.note(record)
        return record

    def make(self, tasks: Iterator[list[Order]], executor: Executor, cache: Path) -> None:
        """Has the orders done and keeps what comes back."""
        from renderer.line import Line, failed

        loaded = self.plan.loaded
        line = Line(loaded, self.outputs.folder, cache, moment(self.plan.day, loaded), self.paints())
        with closing(executor(line, tasks)) as results:
            for done in results:
                self.keep(failed(done.part, loaded, done.cause) if done.result is None else done.result)

    def keep(self, record: Record) -> None:
        """Takes a finished creative in: files of its earlier form go, then it is noted for good, then told."""
        key = record.creative.key
        before = self.ledger.records.get(key)
        if before is not None:
            self.remove(replaced(before, record))
        self.packed[key] = msgspec.msgpack.encode(record)
        self.given.discard(key)
        self.outputs.note(record)
        self.told(record.creative)

    def remove(self, files: Iterable[File]) -> bool:
        """Removes files that are of no creative any more; False where one stays."""
        stuck = [Stuck(file, why) for file in files if (why := self.outputs.remove(file))]
        self.stuck += stuck
        return not stuck

    def finish(self, started: float) -> Result:
        """Removes what is gone, writes ledger and manifest where anything changed."""
        loaded = self.plan.loaded
        fresh = {key: self._still_there(record) for key, record in self._unpacked()}
        gone = self._gone()
        removed = sum(self.remove(self.ledger.records[key].creative.files) for key in gone)
        for key in (*gone, *(key for key, record in fresh.items() if not record.creative.files)):
            self.outputs.prune(key)
        broken_off = self._broken_off()
        source = _source(self.plan, self.outputs.folder)
        header = Header(
            loaded.name, source, {"code": versions.making(), **loaded.digests}, loaded.rejected, self.whole.skipped
        )
        records = self._records(fresh, {*gone, *broken_off})
        self._remove_stale(records)
        stale = tuple(stuck.file for stuck in self.stuck)
        changed = (
            bool(fresh or gone or broken_off or self.renamed) or stale != self.ledger.stale or self._differs(header)
        )
        seconds = perf_counter() - started
        listing = self.ledger.listing
        if changed:
            listing = self.outputs.finish(header, records, manifest(header, records, seconds), stale)
        selected = tuple(done for key in self.order if (done := fresh.get(key) or self.kept.get(key)) is not None)
        return Result(header, records, selected, len(fresh), len(self.kept), removed, self.renamed,
                      changed, self.interrupted, seconds, listing, tuple(self.stuck))  # fmt: skip

    def _still_there(self, record: Record) -> Record:
        """A record of this run; one that says so where someone has removed or changed its file meanwhile."""
        if not record.creative.files or self.outputs.intact(record):
            return record
        creative = msgspec.structs.replace(record.creative, status="error", files=(), error=LOST)
        return msgspec.structs.replace(record, creative=creative, paint="", stamps=())

    def _remove_stale(self, records: tuple[Record, ...]) -> None:
        """Tries again to remove what earlier runs could not, but for files that are a creative's again."""
        if self.ledger.stale:
            needed = {file.path for record in records for file in record.creative.files}
            for file in self.ledger.stale:
                if file.path not in needed and self.remove([file]):
                    self.outputs.prune(file.path.rpartition("/")[0])

    def _broken_off(self) -> list[str]:
        """Creatives whose file an interrupted worker has replaced without being able to say so."""
        before = self.ledger.records
        return [key for key in self.given if key in before and not self.outputs.intact(before[key])]

    def _gone(self) -> list[str]:
        """Creatives that a whole run no longer makes; a filtered or broken-off run says nothing of the others."""
        if self.interrupted or not self.plan.selection.everything():
            return []
        planned = set(self.order)
        return [key for key in self.ledger.records if key not in planned]

    def _unpacked(self) -> Iterator[tuple[str, Record]]:
        while self.packed:
            key = next(iter(self.packed))
            yield key, msgspec.msgpack.decode(self.packed.pop(key), type=Record)

    def _records(self, fresh: Mapping[str, Record], dropped: Set[str]) -> tuple[Record, ...]:
        """In the order of the whole plan, so that pieces add up to the same manifest; strays come last."""
        current = {**self.ledger.records, **self.kept, **fresh}
        for key in dropped:
            current.pop(key, None)
        seen_all = self.whole is self.plan and not self.interrupted
        order = self.order if seen_all else [job.key for job in self.whole.jobs()]
        ordered = [current.pop(key) for key in order if key in current]
        return (*ordered, *current.values())

    def _differs(self, header: Header) -> bool:
        """Whether the folder must be written although no creative was made or removed."""
        if not self.ledger.sound:
            return True
        if not self.plan.selection.everything() or self.interrupted:
            return False
        before = self.ledger.header  # whose folder may have been copied elsewhere
        same = before is not None and msgspec.structs.replace(before, source=header.source) == header
        return not same or list(self.ledger.records) != self.order
