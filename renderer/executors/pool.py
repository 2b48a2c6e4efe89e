"""pool: worker processes on this machine. A worker that dies, hangs or grows too large takes down one job, not the run.

Workers are forked where that is safe (nothing is imported or sent twice, and the parent runs no Python threads).
Each has one task at a time and is sent it part by part, the next when it has answered the last. So the parent always
knows which part is under way: when a worker is lost, that part is tried once more in another one, and only then given
up. And where no task is left, an idle worker takes over half of what a busy one still has before it.

The parent never blocks on a full pipe: it sends only to a worker that waits, and reads all the while.
"""

from __future__ import annotations

import contextlib
import ctypes
import math
import multiprocessing
import os
import signal
import sys
import threading
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, Literal, NamedTuple

import psutil

from renderer.errors import RenderError
from renderer.garbage import seldom_collected
from renderer.stores.bounded import INTERRUPTS, without_interrupts
from renderer.work import Done, Task, Work

POLL_S = 0.25
WORKER_MB = 400  # what a worker may come to need with a large picture; decides how many are started
_PR_SET_PDEATHSIG = 1  # prctl(2)
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3  # mallopt(3)
_KEPT, _OWN = 8 << 20, 4 << 20
"""Bytes freed that a worker keeps for what comes next, and from which an array's memory is its own and goes back at
once. Left to itself glibc keeps up to 64 MB: 28 MB more were seen after 192 creatives, and no difference in time."""
Method = Literal["fork", "spawn"]


class Pool:
    """An executor with `size` workers; a part may take `part_seconds`, and a worker may grow by `memory_mb` at most.

    Workers are forked on Linux and spawned elsewhere (macOS: system libraries do not survive a fork)."""

    def __init__(
        self, size: int, part_seconds: float = 120.0, memory_mb: float = 2500.0, method: Method | None = None
    ) -> None:
        self.size = max(1, size)
        self.part_seconds = part_seconds
        self.memory_mb = memory_mb
        self.method: Method = method or ("fork" if sys.platform == "linux" else "spawn")

    def __call__(self, work: Work, tasks: Iterable[Task]) -> Generator[Done, None, None]:
        """Results as they come; see Executor."""
        crew = _Crew(self, work)
        try:
            yield from crew.run(iter(tasks))
        finally:
            crew.dismiss()


def default_size(cgroup: Path = Path("/sys/fs/cgroup")) -> int:
    """As many workers as there are cores, but no more than free memory can feed; a container's limits count."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    free = psutil.virtual_memory().available
    quota, period = _limit(cgroup / "cpu.max")
    allowed, _ = _limit(cgroup / "memory.max")
    return int(max(1, min(cores, quota // period, min(free, allowed) // (WORKER_MB * 1_000_000))))


def _limit(file: Path) -> tuple[float, float]:
    """A control group's limit and what it is per (`200000 100000`); `max`, or no file, is none."""
    try:
        first, *others = file.read_text().split()
        return float(first), float(others[0]) if others else 1.0
    except (OSError, ValueError):
        return math.inf, 1.0


class _Broken(NamedTuple):
    """What a worker sends instead of a result when the work itself raised."""

    cause: str


class _Worker:
    """A process, the pipe to it, and what it is doing."""

    def __init__(self, process: BaseProcess, pipe: Connection) -> None:
        self.process = process
        self.pipe = pipe
        self.inherited = _memory(process)
        """MB it began with: what a fork shares with its parent, which a large feed makes large, is not its own."""
        self.task: Task | None = None
        self.done = 0
        """How many parts of its task it has answered."""
        self.again = False
        """Whether its task is a part that has cost a worker already."""
        self.deadline = 0.0
        self.cause = ""
        """Why it was ended, if we did it."""

    def ahead(self) -> int:
        """How many parts of its task it has not begun."""
        return 0 if self.task is None else len(self.task) - self.done - 1

    def send(self) -> None:
        """Sends it the next part of its task."""
        assert self.task is not None
        with contextlib.suppress(OSError):  # a pipe broken here shows when results are collected
            self.pipe.send(self.task[self.done])


class _Crew:
    """The workers of one run."""

    def __init__(self, pool: Pool, work: Work) -> None:
        self.pool = pool
        self.work = work
        self.size = pool.size
        self.context = multiprocessing.get_context(pool.method)
        self.workers: list[_Worker] = []
        self.rest: deque[Task] = deque()
        """What lost workers had not begun."""
        self.again: deque[Task] = deque()
        """Parts that lost workers were at."""
        self.looked = time.monotonic()

    def run(self, tasks: Iterator[Task]) -> Iterator[Done]:
        while True:
            while self._free() and (found := self._next(tasks)) is not None:
                self._give(*found)
            busy = [worker for worker in self.workers if worker.task is not None]
            if not busy:
                return
            yield from self._collect(busy)

    def _free(self) -> bool:
        return len(self.workers) < self.size or any(worker.task is None for worker in self.workers)

    def _next(self, tasks: Iterator[Task]) -> tuple[Task, bool] | None:
        """The next task, and whether it is one tried again."""
        if self.again:
            return self.again.popleft(), True
        if self.rest:
            return self.rest.popleft(), False
        task = next(tasks, None) or self._taken_over()
        return None if task is None else (task, False)

    def _taken_over(self) -> Task | None:
        """The later half of what the worker with most before it has not begun; None where that is not worth it."""
        busiest = max(self.workers, key=_Worker.ahead, default=None)
        if busiest is None or busiest.task is None or busiest.ahead() < 2:
            return None
        middle = len(busiest.task) - busiest.ahead() // 2
        taken, busiest.task = busiest.task[middle:], busiest.task[:middle]
        return taken

    def _give(self, task: Task, again: bool) -> None:
        worker = next((worker for worker in self.workers if worker.task is None), None) or self._hire()
        if worker is None:
            (self.again if again else self.rest).appendleft(task)
            return
        worker.task, worker.done, worker.again, worker.cause = task, 0, again, ""
        worker.deadline = time.monotonic() + self.pool.part_seconds
        worker.send()

    def _hire(self) -> _Worker | None:
        """A new worker; None where the system has no room for one more and those there are must do."""
        ours, theirs = self.context.Pipe()
        others = [worker.pipe for worker in self.workers] + [ours] if self.pool.method == "fork" else []
        process = self.context.Process(  # type: ignore[attr-defined]
            target=_serve, args=(self.work, theirs, others, os.getpid()), daemon=True
        )
        try:
            with without_interrupts():
                process.start()
        except OSError as error:
            ours.close()
            if not self.workers:
                raise RenderError(f"no worker process can be started ({(error.strerror or str(error)).lower()}); "
                                  "-j 0 works without") from None  # fmt: skip
            self.size = len(self.workers)
            return None
        finally:
            theirs.close()
        worker = _Worker(process, ours)
        self.workers.append(worker)
        return worker

    def _collect(self, busy: list[_Worker]) -> Iterator[Done]:
        by_pipe = {worker.pipe: worker for worker in busy}
        for ready in wait(list(by_pipe), POLL_S):
            worker = by_pipe[ready]  # type: ignore[index]
            try:
                answer = worker.pipe.recv()
            except (EOFError, OSError):
                yield from self._lost(worker)
                continue
            yield self._answered(worker, answer)
        now = time.monotonic()
        away = now - self.looked - POLL_S
        if away >= 0:
            self.looked = now
            for worker in self.workers:
                worker.deadline += away if away > 2 * POLL_S else 0  # we slept: a stopped job, a suspended machine
                self._watch(worker, now)

    def _answered(self, worker: _Worker, answer: Any) -> Done:
        assert worker.task is not None
        part = worker.task[worker.done]
        worker.done += 1
        worker.deadline = time.monotonic() + self.pool.part_seconds
        if worker.done == len(worker.task):
            worker.task = None
        else:
            worker.send()
        return Done(part, None, answer.cause) if isinstance(answer, _Broken) else Done(part, answer)

    def _watch(self, worker: _Worker, now: float) -> None:
        """Ends a worker that hangs or has grown too large; its pipe then tells `_collect`."""
        if worker.task is None or worker.cause or worker.process.pid is None or worker.pipe.poll():
            return
        if now > worker.deadline:
            worker.cause = f"took longer than {self.pool.part_seconds:g} s"
        elif _memory(worker.process) - worker.inherited > self.pool.memory_mb:
            worker.cause = f"needed more than {self.pool.memory_mb:g} MB of memory"
        if worker.cause:
            worker.process.kill()

    def _lost(self, worker: _Worker) -> Iterator[Done]:
        """A worker is gone: what it had not begun is done by others, the part it was at is tried once more."""
        worker.process.join()
        worker.pipe.close()
        self.workers.remove(worker)
        assert worker.task is not None
        part, rest = worker.task[worker.done], worker.task[worker.done + 1 :]
        if rest:
            self.rest.append(rest)
        if worker.again or worker.cause.startswith("took"):  # what hung once has cost enough
            yield Done(part, None, worker.cause or _died(worker.process.exitcode))
        else:
            self.again.append([part])

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
            worker.process.close()
        self.workers.clear()


def _memory(process: BaseProcess) -> float:
    """MB that a process has in memory; none once it is gone."""
    try:
        return float(psutil.Process(process.pid).memory_info().rss / 1e6)
    except psutil.Error:
        return 0.0


def _died(code: int | None) -> str:
    if code is not None and code < 0:
        name = {one.value: one.name for one in signal.Signals}.get(-code, "unknown")
        return f"the worker process was ended by signal {-code} ({name})"
    return f"the worker process ended with code {code}"


def _serve(work: Work, pipe: Connection, others: list[Connection], parent: int) -> None:
    """A worker's life: take a task, do it, send the results; end when the parent closes the pipe or is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # the parent's handler would raise in the middle of a job
    signal.pthread_sigmask(signal.SIG_UNBLOCK, INTERRUPTS)
    for other in others:
        other.close()  # a pipe's end is seen only when nobody else holds it
    _die_with(parent)
    _give_back()
    with seldom_collected():
        _work_off(work, pipe)


def _work_off(work: Work, pipe: Connection) -> None:
    """Does one part after another until the pipe is closed."""
    while True:
        try:
            part = pipe.recv()
        except (EOFError, OSError):
            return
        try:
            pipe.send(_answer(work, part))
        except OSError:
            return


def _answer(work: Work, part: Any) -> Any:
    try:
        return next(iter(work([part])))
    except RenderError as error:
        return _Broken(str(error))
    except Exception as error:  # noqa: BLE001 (whatever it is, the parent must hear of it)
        return _Broken(f"internal error: {type(error).__name__}: {error}; please report it".replace("\n", " "))


def _die_with(parent: int) -> None:
    """No worker outlives its parent, however that ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    else:
        threading.Thread(target=_watch_parent, args=(parent,), daemon=True).start()
    if os.getppid() != parent:
        os._exit(1)


def _give_back() -> None:
    """Memory that is not needed any more goes back to the system, where its C library can be told to."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_TRIM_THRESHOLD, _KEPT)
        mallopt(_M_MMAP_THRESHOLD, _OWN)


def _watch_parent(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(POLL_S)
    os._exit(1)
