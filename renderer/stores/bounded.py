"""Bounded: what a drawing may ask for without end is done in a process of its own, which is stopped in time.

The libraries below a drawing cannot be interrupted: a circle of 10^40 px keeps Cairo busy for ever. What a drawing asks
for beyond its bounds is its own fault, for good; what the machine lacks is not, and may be tried again.
"""

from __future__ import annotations

import os
import select
import signal
import sys
import warnings
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple, NoReturn

from renderer.errors import RenderError

CPU = 10
"""Seconds of computing: a drawing of 20,000 elements takes two."""
WAIT = 6 * CPU
"""Seconds of waiting for an answer: on a busy machine the same computing takes longer."""
MEMORY = 1_500_000_000
"""Bytes beyond what the process has: a drawing of 4096 px takes 200 MB."""
_CHUNK = 1 << 20
_MADE, _FAILED, _SHORT = b"+", b"-", b"!"
_FAULTS = (signal.SIGSEGV, signal.SIGABRT, signal.SIGFPE, signal.SIGILL)
"""What a process does to itself; other signals come from outside."""


class Exceeded(Exception):
    """It asked for more than it gets, or broke its process; the message says which."""


class Failed(Exception):
    """The function raised; the message is its error's first line."""


class Unfinished(RenderError):
    """It was stopped from outside, or the machine was too busy for it: that says nothing of what was to be made."""


class _Bounds(NamedTuple):
    """What the process gets: seconds of computing, bytes beyond what it has, seconds until it must answer."""

    cpu: int
    memory: int
    wait: int


def bounded(make: Callable[[], bytes], cpu: int = CPU, memory: int = MEMORY, wait: int = WAIT) -> bytes:
    """What a function answers, computed in a forked process within so many seconds and bytes.

    Elsewhere than on Linux nothing is bounded: there system libraries do not survive a fork, or there is none.
    Raises Exceeded, Failed, Unfinished, and MemoryError where the machine itself has not enough."""
    if sys.platform != "linux":
        return _here(make)
    bounds = _Bounds(cpu, memory, wait)
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
        _answer(make, write, bounds)
    os.close(write)
    try:
        answer = _received(read, wait)
    finally:
        os.close(read)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)  # it has answered, or is not going to
        _, status = os.waitpid(child, 0)
    return _read(answer, status, bounds)


def _here(make: Callable[[], bytes]) -> bytes:
    try:
        return make()
    except MemoryError:
        raise
    except Exception as error:  # whatever the function raises
        raise Failed(_first_line(error)) from error


def _answer(make: Callable[[], bytes], write: int, bounds: _Bounds) -> NoReturn:
    """The child's whole life. It holds none of its parent's files: locks and pipes end when the parent does."""
    try:
        os.dup2(write, 3)
        os.closerange(4, os.sysconf("SC_OPEN_MAX") if os.sysconf("SC_OPEN_MAX") > 0 else 65_536)
        try:
            _limit(bounds)
            answer = _MADE + make()
        except Exception as error:  # noqa: BLE001 (whatever the function raises is told)
            short = isinstance(error, MemoryError) or "out of memory" in str(error) or "NO_MEMORY" in str(error)
            answer = _SHORT if short else _FAILED + _first_line(error).encode(errors="replace")
        view = memoryview(answer)
        while view:
            view = view[os.write(3, view) :]
    finally:
        os._exit(0)


def _limit(bounds: _Bounds) -> None:
    import resource  # not on Windows

    limits = {resource.RLIMIT_CORE: 0, resource.RLIMIT_CPU: bounds.cpu, resource.RLIMIT_AS: _taken() + bounds.memory}
    for kind, most in limits.items():
        soft, hard = resource.getrlimit(kind)
        narrower = soft if soft != resource.RLIM_INFINITY and soft < most else most
        resource.setrlimit(kind, (narrower, hard))
    signal.signal(signal.SIGXCPU, signal.SIG_DFL)


def _taken() -> int:
    """Bytes of address space that this process has."""
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123
        return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")


def _received(read: int, wait: int) -> bytes | None:
    """All that comes before the end, None where it takes too long; seconds in which we are stopped do not count."""
    parts: list[bytes] = []
    while wait > 0:
        if not select.select([read], [], [], 1.0)[0]:
            wait -= 1
            continue
        part = os.read(read, _CHUNK)
        if not part:
            return b"".join(parts)
        parts.append(part)
    return None


def _read(answer: bytes | None, status: int, bounds: _Bounds) -> bytes:
    ended = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    if answer is None:
        raise Unfinished(f"no answer within {bounds.wait} s: the machine is too busy")
    match answer[:1]:
        case b"+":
            return answer[1:]
        case b"-":
            raise Failed(answer[1:].decode(errors="replace"))
    if ended == signal.SIGXCPU:
        raise Exceeded(f"it takes longer than {bounds.cpu} s")
    if ended == signal.SIGKILL or (ended in (0, *_FAULTS) and _is_short(bounds.memory)):
        raise MemoryError("not enough for a drawing")
    if answer == _SHORT:
        raise Exceeded(f"it takes more than {bounds.memory / 1e9:g} GB of memory")
    if ended in _FAULTS:  # libraries that get no memory do not always say so
        raise Exceeded(f"its process broke down: {signal.Signals(ended).name}")
    raise Unfinished("its process was ended from outside")


def _is_short(memory: int) -> bool:
    """Whether the machine, or who started us, gives less memory than a drawing may take."""
    import resource  # not on Windows

    import psutil  # only when there is something to explain

    allowed, _ = resource.getrlimit(resource.RLIMIT_AS)
    narrow = allowed != resource.RLIM_INFINITY and allowed < _taken() + memory
    return narrow or psutil.virtual_memory().available < memory


def _first_line(error: BaseException) -> str:
    return ((str(error) or type(error).__name__).splitlines() or [""])[0][:120]
