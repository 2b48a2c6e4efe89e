"""serial: everything in this process, one task after another. For tests and debugging."""

from __future__ import annotations

from collections.abc import Generator, Iterable

from renderer.garbage import seldom_collected
from renderer.work import Done, Task, Work


def serial(work: Work, tasks: Iterable[Task]) -> Generator[Done, None, None]:
    """Tasks in order, results in order; a crash here is a crash of the run."""
    with seldom_collected():
        for task in tasks:
            for part, result in zip(task, work(task), strict=True):
                yield Done(part, result)
