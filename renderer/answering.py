"""How the command answers when something goes wrong: one line, an exit code, a traceback only where it is asked for."""

from __future__ import annotations

import os
import re
import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from pathlib import Path
from typing import TextIO

import click

from renderer.errors import InputError, RenderError, shown
from renderer.visible import visible

EXIT_USAGE, EXIT_ERROR, EXIT_INTERRUPTED = 2, 3, 130


@contextmanager
def answering(debug: bool) -> Iterator[None]:
    """Turns every error that a user can cause into its line and exit code; `debug` shows the traceback first.

    Raises SystemExit."""
    try:
        yield
    except click.ClickException:
        raise
    except BrokenPipeError:  # whoever read our result has seen enough of it
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(0)
    except (KeyboardInterrupt, Exception) as error:  # noqa: BLE001 - nobody is shown a traceback unasked
        if debug:
            import traceback

            _tell_all("".join(traceback.format_exception(error)).splitlines())
        lines, code = _answer(error)
        _tell_all(lines)
        sys.exit(code)


def _answer(error: BaseException) -> tuple[Sequence[str], int]:
    """What to say of an error, a line each, and the exit code."""
    if isinstance(error, InputError):
        return [str(problem) for problem in error.problems], EXIT_USAGE
    line, code = _one_line(error)
    return [line], code


def _one_line(error: BaseException) -> tuple[str, int]:
    if isinstance(error, KeyboardInterrupt):
        return "interrupted", EXIT_INTERRUPTED
    if isinstance(error, RuntimeError) and "Symlink loop" in str(error):
        return f"{str(error).partition('from ')[2]}: links to itself", EXIT_USAGE
    if isinstance(error, RenderError):
        return str(error), EXIT_USAGE
    if isinstance(error, OSError):
        where = f"{shown(error.filename)}: " if error.filename else ""
        return f"{where}cannot be read or written ({(error.strerror or str(error)).lower()})", EXIT_USAGE
    what = " ".join(f"{type(error).__name__}: {error}".split())
    return f"internal error: {what} (--debug shows where; please report it)", EXIT_ERROR


def answered(command: click.Command) -> int:
    """Runs the whole command; returns its exit code. Bad usage is one line too."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # numpy's own threads: unused here, and in the way of forking
    signal.signal(signal.SIGTERM, _interrupted)
    sys.stdout, sys.stderr = sys.stdout or _nowhere(), sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # what ASCII or Latin-1 lacks is written as its escape
    try:
        code = _run(command)
        sys.stdout.flush()
    except OSError as error:  # nobody can read the result any more; what was to be done is done
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        if isinstance(error, BrokenPipeError):
            return 0
        _tell_all(_answer(error)[0])
        return EXIT_USAGE
    return code


def _nowhere() -> TextIO:
    """What stands for a stream that was closed before we began."""
    return Path(os.devnull).open("w")


def _run(command: click.Command) -> int:
    try:
        code = command.main(prog_name="render", standalone_mode=False)
    except click.ClickException as error:
        tell(_usage(error))
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        tell("interrupted")
        return EXIT_INTERRUPTED
    except SystemExit as stop:
        code = stop.code
    return code if isinstance(code, int) else 0


def tell(line: str) -> None:
    """A line beside the result. Where nobody can read it the work goes on without."""
    with suppress(OSError, ValueError):
        print(visible(line), file=sys.stderr, flush=True)


def _tell_all(lines: Iterable[str]) -> None:
    for line in lines:
        tell(line)


def say(text: str) -> None:
    """A part of the result, one or more lines. Raises OSError where it cannot be written."""
    print("\n".join(map(visible, text.split("\n"))), flush=True)  # click.echo takes ASCII for UTF-8


def _usage(error: click.ClickException) -> str:
    """`render plan: no such option '--fromat'. Did you mean '--format'? (render plan --help)`."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    path = context.command_path.removesuffix(" run") if context else "render"
    what = " ".join(error.format_message().split()).rstrip(".")
    what = what.replace("is not a valid integer range", "is not a whole number")
    what = re.sub(r"is not in the range x>=(\d+)$", r"is too little: at least \1", what)
    return f"{path}: {what[:1].lower()}{what[1:]} ({path} --help)"


def _interrupted(*_: object) -> None:
    """A polite request to end is treated as Ctrl-C: what is done is kept and listed."""
    raise KeyboardInterrupt
