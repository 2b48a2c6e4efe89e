"""Bounded: what a drawing may ask for without end is done in a process of its own, which is stopped in time.

The libraries below a drawing cannot be interrupted: a circle of 10^40 px keeps Cairo busy for ever. What a drawing asks
for beyond its bounds is its own fault, for good; what the machine lacks is not, and may be tried again.
"""

from __future__ import annotations

import contextlib
import ctypes
import math
import os
import signal
import sys
import time
import warnings
import weakref
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection, Pipe
from typing import NoReturn

from renderer.errors import RenderError

CPU = 10
"""Seconds of computing: a drawing of 20,000 elements takes two."""
WAIT = 6 * CPU
"""Seconds of waiting for an answer: on a busy machine the same computing takes longer."""
MEMORY = 1_500_000_000
"""Bytes beyond what the process has: a drawing of 4096 px takes 200 MB."""
INTERRUPTS = frozenset((signal.SIGINT, signal.SIGTERM))
_PR_SET_PDEATHSIG = 1  # prctl(2)
_MADE, _FAILED, _SHORT = b"+", b"-", b"!"
_FAULTS = (signal.SIGSEGV, signal.SIGABRT, signal.SIGFPE, signal.SIGILL)
"""What a process does to itself; other signals come from outside."""


class Exceeded(Exception):
    """It asked for more than it gets, or broke its process; the message says which."""


class Failed(Exception):
    """The function raised; the message is its error's first line."""


class Unfinished(RenderError):
    """It was stopped from outside, or the machine was too busy for it: that says nothing of what was to be made."""


class Bounded:
    """A process that makes one thing after the other, each within so many seconds of computing and bytes.

    It is forked when it is first needed, and again after it was lost: forking for each drawing makes a run a tenth
    slower. It ends with this object or with the process that has it. Elsewhere than on Linux nothing is bounded: there
    system libraries do not survive a fork, or there is none."""

    def __init__(self, cpu: int = CPU, memory: int = MEMORY, wait: int = WAIT) -> None:
        self.cpu = cpu
        self.memory = memory
        self.wait = wait
        self._child: _Child | None = None

    def __call__(self, make: Callable[..., bytes], *arguments: object) -> bytes:
        """What a function of a module answers to some arguments, which are sent to the process.

        Raises Exceeded, Failed, Unfinished, and MemoryError where the machine itself has not enough."""
        if sys.platform != "linux":
            return _here(make, arguments)
        child = self._child or _Child(self.cpu, self.memory)
        self._child = None
        try:
            kind, answer = child.ask(make, arguments, self.wait)
        except EOFError:
            raise self._why(child.end()) from None
        except BaseException:
            child.end()
            raise
        if kind == _SHORT:
            child.end()
            raise self._why(0)
        self._child = child
        if kind == _FAILED:
            raise Failed(answer.decode(errors="replace"))
        return answer

    def _why(self, status: int) -> Exception:
        """Why a process that ended so, or told of a shortage, did not make it."""
        ended = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        if ended == signal.SIGXCPU:
            return Exceeded(f"it takes longer than {self.cpu} s")
        if ended == signal.SIGKILL or (ended in (0, *_FAULTS) and _is_short(self.memory)):
            return MemoryError("not enough for a drawing")
        if ended in _FAULTS:  # libraries that get no memory do not always say so
            return Exceeded(f"its process broke down: {signal.Signals(ended).name}")
        if ended:
            return Unfinished("its process was ended from outside")
        return Exceeded(f"it takes more than {self.memory / 1e9:g} GB of memory")


@contextlib.contextmanager
def without_interrupts() -> Iterator[None]:
    """`INTERRUPTS` wait while a process is forked: it sets its own handlers first and then lets them in. With its
    parent's handler they would be raised in both."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, INTERRUPTS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Child:
    """The process and the pipe to it."""

    def __init__(self, cpu: int, memory: int) -> None:
        self._pipe, theirs = Pipe()
        parent = os.getpid()
        with without_interrupts():
            try:
                with warnings.catch_warnings():  # the child calls nothing that another thread may have locked
                    warnings.simplefilter("ignore", DeprecationWarning)
                    number = os.fork()
            except OSError as error:
                raise MemoryError("no process can be started") from error
            if number == 0:
                _serve(theirs, cpu, memory, parent)
            self._end = weakref.finalize(self, _end, number, self._pipe, parent)
        theirs.close()

    def ask(self, make: Callable[..., bytes], arguments: tuple[object, ...], wait: int) -> tuple[bytes, bytes]:
        """The kind of its answer, and the answer. Raises EOFError where it ends instead, Unfinished after a while.

        Seconds in which we are stopped ourselves do not count."""
        try:
            self._pipe.send((make, arguments))
            if not any(self._pipe.poll(1.0) for _ in range(wait)):
                raise Unfinished(f"no answer within {wait} s: the machine is too busy")
            return self._pipe.recv_bytes(), self._pipe.recv_bytes()
        except ConnectionError:
            raise EOFError from None

    def end(self) -> int:
        """Ends the process; gives how it ended, as waitpid does."""
        return self._end() or 0


def _end(number: int, pipe: Connection, owner: int) -> int:
    if os.getpid() != owner:  # a fork of the owner has no say
        return 0
    pipe.close()
    os.kill(number, signal.SIGKILL)  # without effect where it has ended by itself
    return os.waitpid(number, 0)[1]


def _here(make: Callable[..., bytes], arguments: tuple[object, ...]) -> bytes:
    try:
        return make(*arguments)
    except MemoryError:
        raise
    except Exception as error:  # whatever the function raises
        raise Failed(_first_line(error)) from error


def _serve(pipe: Connection, cpu: int, memory: int, parent: int) -> NoReturn:
    """The child's whole life. It holds none of its parent's files: locks and pipes end when the parent does."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's to handle
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)  # nobody waits for what it would still make
        if os.getppid() != parent:
            os._exit(0)
        for number in (signal.SIGTERM, signal.SIGXCPU):
            signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, INTERRUPTS)
        os.closerange(3, pipe.fileno())
        os.closerange(pipe.fileno() + 1, os.sysconf("SC_OPEN_MAX") if os.sysconf("SC_OPEN_MAX") > 0 else 65_536)
        limits = _Limits(cpu, memory)
        while True:
            make, arguments = pipe.recv()
            kind, answer = _answer(make, arguments, limits)
            pipe.send_bytes(kind)
            pipe.send_bytes(answer)
    finally:
        os._exit(0)


def _answer(make: Callable[..., bytes], arguments: tuple[object, ...], limits: _Limits) -> tuple[bytes, bytes]:
    try:
        limits.start()
        return _MADE, make(*arguments)
    except Exception as error:  # noqa: BLE001 (whatever the function raises is told)
        short = isinstance(error, MemoryError) or "out of memory" in str(error) or "NO_MEMORY" in str(error)
        return (_SHORT, b"") if short else (_FAILED, _first_line(error).encode(errors="replace"))


class _Limits:
    """What each thing that is made may take; narrower limits of who started us stay."""

    def __init__(self, cpu: int, memory: int) -> None:
        import resource  # not on Windows

        self._cpu = cpu
        self._memory = memory
        self._before = {kind: resource.getrlimit(kind) for kind in (resource.RLIMIT_CPU, resource.RLIMIT_AS)}
        resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))

    def start(self) -> None:
        """Counts from now."""
        import resource

        until = {
            resource.RLIMIT_CPU: math.ceil(time.process_time()) + self._cpu,
            resource.RLIMIT_AS: _taken() + self._memory,
        }
        for kind, most in until.items():
            soft, hard = self._before[kind]
            resource.setrlimit(kind, (soft if soft != resource.RLIM_INFINITY and soft < most else most, hard))


def _taken() -> int:
    """Bytes of address space that this process has."""
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123
        return int(file.read().split()[0]) * os.sysconf("SC_PAGE_SIZE")


def _is_short(memory: int) -> bool:
    """Whether the machine, or who started us, gives less memory than a drawing may take."""
    import resource  # not on Windows

    import psutil  # only when there is something to explain

    allowed, _ = resource.getrlimit(resource.RLIMIT_AS)
    narrow = allowed != resource.RLIM_INFINITY and allowed < _taken() + memory
    return narrow or psutil.virtual_memory().available < memory


def _first_line(error: BaseException) -> str:
    return ((str(error) or type(error).__name__).splitlines() or [""])[0][:120]
