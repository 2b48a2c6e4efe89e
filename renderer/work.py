"""Work to be spread: what an executor takes and gives."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from typing import Any, NamedTuple, Protocol

Task = Sequence[Any]
"""Parts that are best done together, in order, by one worker. An executor may cut a task up."""
Work = Callable[[Task], Iterator[Any]]
"""Does a task; gives one result a part, in order, each as soon as it is there."""


class Done(NamedTuple):
    """A part and what came of it: its result, or the cause for which there is none."""

    part: Any
    result: Any
    cause: str = ""


class Executor(Protocol):
    """Runs work over tasks. Tasks are drawn only as they can be started; results come in any order."""

    def __call__(self, work: Work, tasks: Iterable[Task]) -> Generator[Done, None, None]:
        """Every part's result, or the cause why it has none. Closing it early ends the work under way."""
