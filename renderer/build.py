"""build: the one place that knows all stages. It decides what must be done, has it done, and writes what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from renderer.work import Executor
from renderer.keys import Keys, code
from renderer.line import Line, Order, as_cached, failed
from renderer.outcome import Creative
from renderer.stages.plan import Plan, Selection, moment
from renderer.stages.plan import plan as make_plan
from renderer.stores.inputs import Inputs
from renderer.stores.outputs import Header, Ledger, Outputs, Record, manifest

Listener = Callable[[Creative], None]

class Result(NamedTuple):
    """What a run did and what the folder now holds."""

    header: Header
    records: tuple[Record, ...]
    """Every creative of the folder, in the plan's order, those outside a filter behind."""
    made: int
    cached: int
    removed: int
    changed: bool
    interrupted: bool
    seconds: float


def build(
    plan: Plan, folder: Path, inputs: Inputs, cache: Path, executor: Executor, told: Listener | None = None
) -> Result:
    """Makes what changed, keeps what did not, removes what is gone. Raises OutputError.

    Ctrl-C ends the run early; what is done by then is kept and in the manifest."""
    started = perf_counter()
    outputs = Outputs(folder)
    with outputs.opened() as ledger:
        run = _Run(plan, outputs, ledger, inputs, told or (lambda creative: None))
        line = Line(plan.loaded, folder, cache, moment(plan.day, plan.loaded), run.paints())
        try:
            for done in executor(line, run.tasks()):
                orders: Sequence[Order] = done.task
                results = done.results or [failed(order, plan.loaded, done.cause) for order in orders]
                run.keep(results)
        except KeyboardInterrupt:
            run.interrupted = True
        return run.finish(started)


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
        self.fresh: dict[str, Record] = {}
        self.kept: dict[str, Record] = {}
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
                whole = before is not None and before.creative.error is None and self.outputs.intact(before)
                if whole and before is not None and before.input == digest:
                    self.kept[job.key] = before
                    self.told(before.creative)
                else:
                    orders.append(Order(job, digest, parts, before if whole else None))
            if orders:
                yield orders

    def keep(self, records: Sequence[Record]) -> None:
        """Takes finished creatives in: journal first, then everyone who listens."""
        self.outputs.note(records)
        for record in records:
            key = record.creative.key
            before = self.ledger.records.get(key)
            if before is not None:
                self._remove_stale(before, {file.path for file in record.creative.files})
            self.fresh[key] = record
            self.told(record.creative)

    def _remove_stale(self, before: Record, new: set[str]) -> None:
        """Files of an earlier form of a creative (a PNG that is now a JPEG)."""
        for file in before.creative.files:
            if file.path not in new:
                (self.outputs.folder / file.path).unlink(missing_ok=True)

    def finish(self, started: float) -> Result:
        """Removes what is gone, writes ledger and manifest where anything changed."""
        loaded = self.plan.loaded
        gone = self._gone()
        for key in gone:
            self.outputs.remove(self.ledger.records[key])
        header = Header(loaded.name, {"code": code(), **loaded.digests}, loaded.rejected, self.whole.skipped)
        records = self._records(gone)
        changed = bool(self.fresh or gone) or self._differs(header)
        seconds = perf_counter() - started
        if changed:
            self.outputs.write("manifest.json", manifest(header, records, seconds))
            self.outputs.finish(header, records)
        return Result(header, records, len(self.fresh), len(self.kept), len(gone), changed, self.interrupted, seconds)

    def _gone(self) -> list[str]:
        """Creatives that a whole run no longer makes; a filtered or broken-off run says nothing of the others."""
        if self.interrupted or not self.plan.selection.everything():
            return []
        planned = set(self.order)
        return [key for key in self.ledger.records if key not in planned]

    def _records(self, gone: Sequence[str]) -> tuple[Record, ...]:
        """In the order of the whole plan, so that pieces add up to the same manifest; strays come last."""
        kept = {key: as_cached(record) for key, record in self.kept.items()}
        current = {**self.ledger.records, **kept, **self.fresh}
        for key in gone:
            current.pop(key, None)
        order = self.order if self.whole is self.plan and not self.interrupted else [job.key for job in self.whole.jobs()]
        ordered = [current.pop(key) for key in order if key in current]
        return (*ordered, *current.values())

    def _differs(self, header: Header) -> bool:
        old = self.ledger.header
        if old is None or (self.outputs.hidden / "journal.jsonl").exists():
            return True
        if self.outputs.read("manifest.json") is None:
            return True
        if not self.plan.selection.everything():
            return False
        return old != header or list(self.ledger.records) != self.order
