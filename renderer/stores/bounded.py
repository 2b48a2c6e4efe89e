"""Bounded: what a drawing may ask for without end is done in a process of its own, which is stopped in time.

The libraries below a drawing cannot be interrupted: a circle of 10^40 px keeps Cairo busy for ever.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import time
import warnings
from collections.abc import Callable
from contextlib import suppress
from typing import NoReturn

CPU = 10
"""Seconds of computing: a drawing of 20,000 elements takes two."""
WALL = 6 * CPU
"""Seconds by the clock: on a busy machine the same computing takes longer."""
MEMORY = 1_500_000_000
"""Bytes beyond what the process has: a drawing of 4096 px takes 200 MB."""
_CHUNK = 1 << 20
_MADE, _FAILED, _MEMORY = b"+", b"-", b"!"


class Exceeded(Exception):
    """It asked for more than it gets, or broke its process; the message says which."""


class Failed(Exception):
    """The function raised; the message is its error's first line."""


def bounded(make: Callable[[], bytes], cpu: int = CPU, memory: int = MEMORY) -> bytes:
    """What a function answers, computed in a forked process within so many seconds and bytes.

    Where processes cannot be forked (Windows) nothing is bounded. Raises Exceeded, Failed, and MemoryError where the
    machine itself has not enough."""
    if not hasattr(os, "fork"):
        return _here(make)
    read, write = os.pipe()
    try:
        with warnings.catch_warnings():  # the child calls nothing that another thread may have locked
            warnings.simplefilter("ignore", DeprecationWarning)
            child = os.fork()
    except OSError as error:
        os.close(read)
        os.close(write)
        raise MemoryError("no process can be started") from error
    if child == 0:
        _answer(make, write, cpu, memory)
    os.close(write)
    try:
        answer = _received(read, time.monotonic() + WALL * cpu / CPU)
    finally:
        os.close(read)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)  # it has answered, or is not going to
        _, status = os.waitpid(child, 0)
    return _read(answer, status, cpu, memory)


def _here(make: Callable[[], bytes]) -> bytes:
    try:
        return make()
    except MemoryError:
        raise
    except Exception as error:  # whatever the function raises
        raise Failed(_first_line(error)) from error


def _answer(make: Callable[[], bytes], write: int, cpu: int, memory: int) -> NoReturn:
    """The child's whole life. It holds none of its parent's files: locks and pipes end when the parent does."""
    try:
        os.dup2(write, 3)
        os.closerange(4, os.sysconf("SC_OPEN_MAX") if os.sysconf("SC_OPEN_MAX") > 0 else 65_536)
        _limit(cpu, memory)
        try:
            answer = _MADE + make()
        except Exception as error:  # noqa: BLE001 (whatever the function raises is told)
            short = isinstance(error, MemoryError) or "out of memory" in str(error) or "NO_MEMORY" in str(error)
            answer = _MEMORY if short else _FAILED + _first_line(error).encode(errors="replace")
        view = memoryview(answer)
        while view:
            view = view[os.write(3, view) :]
    finally:
        os._exit(0)


def _limit(cpu: int, memory: int) -> None:
    import resource  # not on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)
    if sys.platform == "linux":  # elsewhere the size of the address space says nothing
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123
            taken = int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")
        resource.setrlimit(resource.RLIMIT_AS, (taken + memory, taken + memory))


def _received(read: int, until: float) -> bytes | None:
    """All that comes before the end, None where it takes too long."""
    parts: list[bytes] = []
    while True:
        left = until - time.monotonic()
        if left <= 0 or not select.select([read], [], [], left)[0]:
            return None
        part = os.read(read, _CHUNK)
        if not part:
            return b"".join(parts)
        parts.append(part)


def _read(answer: bytes | None, status: int, cpu: int, memory: int) -> bytes:
    if answer is None or (not answer and os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU):
        raise Exceeded(f"it takes longer than {cpu} s")
    match answer[:1]:
        case b"+":
            return answer[1:]
        case b"-":
            raise Failed(answer[1:].decode(errors="replace"))
        case b"!":
            raise Exceeded(f"it takes more than {memory / 1e9:g} GB of memory")
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL:
        raise MemoryError("a drawing was stopped by the system")
    raise Exceeded("its process broke down")  # libraries that get no memory do not always say so


def _first_line(error: BaseException) -> str:
    return ((str(error) or type(error).__name__).splitlines() or [""])[0][:120]
