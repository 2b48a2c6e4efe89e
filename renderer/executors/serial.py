"""serial: everything in this process, one task after another. For tests and debugging."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from renderer.work import Done, Task, Work


def serial(work: Work, tasks: Iterable[Task]) -> Iterator[Done]:
    """Tasks in order, results in order; a crash here is a crash of the run."""
    for task in tasks:
        yield Done(task, work(task))
