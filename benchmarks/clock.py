"""A clock put around functions from outside: the renderer itself has none."""

from __future__ import annotations

import importlib
from collections import defaultdict
from collections.abc import Callable
from time import process_time
from typing import Any

EMPTY = 20_000  # calls of a function that does nothing, to see what wrapping costs


class Clock:
    """Processor seconds and calls by name; time inside an inner function is taken off the outer one's."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = defaultdict(float)
        self.calls: dict[str, int] = defaultdict(int)
        self.missing: list[str] = []
        """What was to be wrapped and is not there any more."""
        self._inner = [0.0]

    def timed(self, function: Callable[..., Any], name: str) -> Callable[..., Any]:
        """The function, timed under a name."""

        def wrapper(*args: Any, **kwargs: Any) -> Any:
            self._inner.append(0.0)
            started = process_time()
            try:
                return function(*args, **kwargs)
            finally:
                whole = process_time() - started
                self.seconds[name] += whole - self._inner.pop()
                self.calls[name] += 1
                self._inner[-1] += whole

        return wrapper

    def wrap(self, where: str, name: str) -> None:
        """Times a function (`module:path`) wherever callers look it up there; notes it where it is missing."""
        replace(where, lambda function: self.timed(function, name)) or self.missing.append(where)

    def counted(self, where: str, tell: Callable[..., dict[str, int]]) -> None:
        """Counts what `tell` makes of each call's result and arguments, by name."""

        def around(function: Callable[..., Any]) -> Callable[..., Any]:
            def wrapper(*args: Any, **kwargs: Any) -> Any:
                result = function(*args, **kwargs)
                for name, count in tell(result, *args, **kwargs).items():
                    self.calls[name] += count
                return result

            return wrapper

        replace(where, around) or self.missing.append(where)


def replace(where: str, change: Callable[[Any], Any]) -> bool:
    """Puts what `change` makes of a function in its place; False where there is none."""
    module, _, path = where.partition(":")
    holder: Any = importlib.import_module(module)
    *outer, last = path.split(".")
    for part in outer:
        holder = getattr(holder, part, None)
    function = getattr(holder, last, None)
    if function is None:
        return False
    setattr(holder, last, change(function))
    return True


def wrapping_cost() -> tuple[float, float]:
    """Seconds that a wrapped call of nothing takes: what of it the clock counts, and all of it."""
    clock = Clock()
    nothing = clock.timed(lambda: None, "nothing")
    started = process_time()
    for _ in range(EMPTY):
        nothing()
    return clock.seconds["nothing"] / EMPTY, (process_time() - started) / EMPTY
