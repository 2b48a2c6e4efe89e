"""What can go wrong, as a tree.

RenderError                 anything the command answers with one line and an exit code
├── InputError              a file a person wrote is wrong; carries one Problem per mistake (exit 2)
├── OutputError             the output folder cannot be written (exit 2)
└── AssetError              one picture, logo or font cannot be used; becomes a finding or an InputError

What breaks a rule of the place where a creative will run is not an error but a Finding (see renderer.outcome).
"""

from __future__ import annotations

import difflib
import os
import re
import stat
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from renderer.visible import visible

LISTED = 12
"""Choices that a message lists: what still fits two lines of a terminal."""


@dataclass(frozen=True)
class Problem:
    """One mistake and its place: the file, its line (from 1, or None), the key and what is wrong."""

    what: str
    file: Path | str | None = None
    line: int | None = None
    key: str = ""

    def __str__(self) -> str:
        line = f":{self.line}" if self.line else ""
        place = f"{shown(self.file)}{line}: " if self.file is not None else ""
        return place + visible(f"{self.key}: {self.what}" if self.key else self.what)


class RenderError(Exception):
    """Base of every error that the command answers with one clear line."""


class InputError(RenderError):
    """A campaign, brand, format or feed file is wrong as a whole; `problems` holds every mistake found."""

    def __init__(self, problems: Problem | Iterable[Problem]) -> None:
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[type[InputError], tuple[tuple[Problem, ...]]]:
        return InputError, (self.problems,)


class OutputError(RenderError):
    """The output folder cannot be made, read or written (disk full, no permission, vanished)."""


class AssetError(RenderError):
    """A picture, logo or font cannot be used; the message says which and why."""


def is_special(path: Path | str) -> bool:
    """Whether a path is a pipe, a socket or a device: nothing to read, and something to wait for without end."""
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 - also asked of texts
    except (OSError, ValueError):
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def shown(path: Path | str) -> str:
    """A path as a person typed it: relative to the working folder where it lies below it, POSIX slashes; to be read,
    not opened."""
    path = Path(path)
    with suppress(ValueError, OSError, RuntimeError):  # elsewhere, gone, a link to itself
        path = path.resolve().relative_to(Path.cwd())
    return visible(path.as_posix())


def placeless(text: str) -> str:
    """A text that is the same on every machine: of an absolute path in it only the last name stays."""
    return re.sub(r"(?<![\w.:/\\])(?:[A-Za-z]:)?(?:[/\\][^\s/\\:'\"]+)+[/\\](?=[^\s/\\])", "", text)


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that a misspelt one was probably meant for, whatever the case of either; '' where none is near."""
    by_lower = {one.lower(): one for one in known}
    near = difflib.get_close_matches(word.lower(), by_lower, n=1, cutoff=0.6)
    return by_lower[near[0]] if near else ""


def meant(word: str) -> str:
    """` (did you mean 'x'?)`, or nothing for no word."""
    return f" (did you mean '{word}'?)" if word else ""


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """` (did you mean 'x'?)` with the nearest of the known words, or nothing."""
    return meant(nearest(word, known))


def choices(word: str, known: Iterable[str], having: str = "choose from") -> str:
    """As `did_you_mean`; where nothing is near, ` (choose from a, b, c)` with the known words, or some of them."""
    words = list(dict.fromkeys(known))
    near = did_you_mean(word, words)
    if near or not words:
        return near
    more = f" and {len(words) - LISTED:,} more" if len(words) > LISTED else ""
    return f" ({having} {', '.join(words[:LISTED])}{more})"
