"""pool: worker processes on this machine. A worker that dies, hangs or grows too large takes down one job, not the run.

Workers are forked where the system can (nothing is imported or sent twice) and the parent runs no threads, so that
this is safe. Each worker has one task at a time; when it fails on a task of several parts, these are tried again one
by one in fresh workers, and only the part that fails again is given up.
"""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import signal
import sys
import time
from collections import deque
from collections.abc import Iterable, Iterator
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

import psutil

from renderer.work import Done, Task, Work

POLL_S = 0.25
_PR_SET_PDEATHSIG = 1  # prctl(2)


class Pool:
    """An executor with `size` workers; a part may take `part_seconds` and a worker `memory_mb` at most."""

    def __init__(self, size: int, part_seconds: float = 120.0, memory_mb: float = 2500.0) -> None:
        self.size = max(1, size)
        self.part_seconds = part_seconds
        self.memory_mb = memory_mb

    def __call__(self, work: Work, tasks: Iterable[Task]) -> Iterator[Done]:
        """Results as they come; see Executor."""
        crew = _Crew(self, work)
        try:
            yield from crew.run(iter(tasks))
        finally:
            crew.dismiss()


def default_size() -> int:
    """Workers by cores and free memory: each may need 250 MB, the parent keeps a core's worth of nothing."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    free = psutil.virtual_memory().available // 400_000_000
    return max(1, min(cores, int(free)))


class _Worker:
    """A process, the pipe to it, and what it is doing."""

    def __init__(self, process: BaseProcess, pipe: Connection) -> None:
        self.process = process
        self.pipe = pipe
        self.task: Task | None = None
        self.again = False
        self.deadline = 0.0
        self.cause = ""


class _Crew:
    """The workers of one run."""

    def __init__(self, pool: Pool, work: Work) -> None:
        self.pool = pool
        self.work = work
        self.context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        self.workers: list[_Worker] = []
        self.retry: deque[Task] = deque()
        self.looked = 0.0

    def run(self, tasks: Iterator[Task]) -> Iterator[Done]:
        more = True
        while True:
            while more or self.retry:
                worker = self._idle()
                if worker is None:
                    break
                again = bool(self.retry)
                task = self.retry.popleft() if self.retry else next(tasks, None)
                if task is None:
                    more = False
                    break
                self._give(worker, task, again)
            busy = [worker for worker in self.workers if worker.task is not None]
            if not busy:
                return
            yield from self._collect(busy)

    def _idle(self) -> _Worker | None:
        for worker in self.workers:
            if worker.task is None:
                return worker
        if len(self.workers) < self.pool.size:
            return self._hire()
        return None

    def _hire(self) -> _Worker:
        ours, theirs = self.context.Pipe()
        others = [worker.pipe for worker in self.workers] + [ours]
        arguments = (self.work, theirs, others if self.context.get_start_method() == "fork" else [], os.getpid())
        process = self.context.Process(  # type: ignore[attr-defined]
            target=_serve, args=arguments, daemon=True
        )
        process.start()
        theirs.close()
        worker = _Worker(process, ours)
        self.workers.append(worker)
        return worker

    def _give(self, worker: _Worker, task: Task, again: bool) -> None:
        worker.task, worker.again, worker.cause = task, again, ""
        worker.deadline = time.monotonic() + self.pool.part_seconds * max(1, len(task)) ** 0.5
        # a pipe broken here shows when results are collected
        with contextlib.suppress(OSError):
            worker.pipe.send(task)

    def _collect(self, busy: list[_Worker]) -> Iterator[Done]:
        by_pipe = {worker.pipe: worker for worker in busy}
        for ready in wait(list(by_pipe), POLL_S):
            worker = by_pipe[ready]  # type: ignore[index]
            task = worker.task
            assert task is not None
            try:
                results = worker.pipe.recv()
            except (EOFError, OSError):
                yield from self._lost(worker)
                continue
            worker.task = None
            yield Done(task, results)
        now = time.monotonic()
        if now - self.looked >= POLL_S:
            self.looked = now
            for worker in busy:
                self._watch(worker, now)

    def _watch(self, worker: _Worker, now: float) -> None:
        """Ends a worker that hangs or has grown too large; its pipe then tells `_collect`."""
        if worker.task is None or worker.cause or worker.process.pid is None:
            return
        try:
            memory = psutil.Process(worker.process.pid).memory_info().rss / 1e6
        except psutil.Error:
            return
        if now > worker.deadline:
            worker.cause = f"took longer than {self.pool.part_seconds:.0f} s"
        elif memory > self.pool.memory_mb:
            worker.cause = f"needed more than {self.pool.memory_mb:.0f} MB of memory"
        if worker.cause:
            worker.process.kill()

    def _lost(self, worker: _Worker) -> Iterator[Done]:
        """A worker is gone: its parts are tried again alone; one that was alone already is given up."""
        task, cause = worker.task, worker.cause
        worker.process.join()
        worker.pipe.close()
        self.workers.remove(worker)
        assert task is not None
        if worker.again and len(task) == 1:
            yield Done(task, (), cause or _died(worker.process.exitcode))
            return
        self.retry.extend([part] for part in task)

    def dismiss(self) -> None:
        """Ends every worker: the idle ones by closing their pipe, the busy ones at once."""
        for worker in self.workers:
            with contextlib.suppress(OSError):
                worker.pipe.close()
            if worker.task is not None:
                worker.process.kill()
        for worker in self.workers:
            worker.process.join(5)
            if worker.process.is_alive():
                worker.process.kill()
                worker.process.join()
        self.workers.clear()


def _died(code: int | None) -> str:
    if code is not None and code < 0:
        return f"the worker process was ended by signal {-code} ({signal.Signals(-code).name})"
    return f"the worker process ended with code {code}"


def _serve(work: Work, pipe: Connection, others: list[Connection], parent: int) -> None:
    """A worker's life: take a task, do it, send the results; end when the parent closes the pipe or is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    for other in others:
        other.close()  # a pipe's end is seen only when nobody else holds it
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            return
    while True:
        try:
            task = pipe.recv()
        except (EOFError, OSError):
            return
        results = work(task)
        try:
            pipe.send(results)
        except OSError:
            return
