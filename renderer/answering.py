"""How the command answers when something goes wrong: one line, an exit code, a traceback only where it is asked for."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

import click

from renderer.errors import RenderError, shown

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

            traceback.print_exception(error)
        line, code = _answer(error)
        tell(line)
        sys.exit(code)


def _answer(error: BaseException) -> tuple[str, int]:
    """What to say of an error, and the exit code."""
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
    try:
        code = _run(command)
        sys.stdout.flush()
    except OSError as error:  # nobody can read the result any more; what was to be done is done
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        if isinstance(error, BrokenPipeError):
            return 0
        tell(_answer(error)[0])
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
        click.echo(line.encode("utf-8", "replace").decode(), err=True)


def _usage(error: click.ClickException) -> str:
    """`render plan: no such option '--fromat'. Did you mean '--format'? (render plan --help)`."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    path = context.command_path.removesuffix(" run") if context else "render"
    what = " ".join(error.format_message().split()).rstrip(".")
    return f"{path}: {what[:1].lower()}{what[1:]} ({path} --help)"


def _interrupted(*_: object) -> None:
    """A polite request to end is treated as Ctrl-C: what is done is kept and listed."""
    raise KeyboardInterrupt
