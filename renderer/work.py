"""Work: what an executor is given and gives back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, Protocol

Task = Sequence[Any]
"""Jobs that are best done together, in order. An executor may cut a task into its parts."""
Work = Callable[[Task], Sequence[Any]]
"""Does a task; gives one result a part."""


class Done(NamedTuple):
    """A task and what came of it: one result a part, or the cause for which the (single) part has none."""

    task: Task
    results: Sequence[Any]
    cause: str = ""


class Executor(Protocol):
    """Runs work over tasks. Tasks are drawn only as they can be started; results come in any order."""

    def __call__(self, work: Work, tasks: Iterable[Task]) -> Iterator[Done]:
        """Every task's result, or the cause why a part has none."""
