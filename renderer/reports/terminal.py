"""Writing to a terminal, or to what is none: widths, colours, signs that the stream can show."""

from __future__ import annotations

import io
import os
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, TextIO

from renderer.visible import plain

if TYPE_CHECKING:
    from rich.console import Console

PIPED_WIDTH = 120  # columns where nobody says: a pipe or a log
_SIGNS = str.maketrans(
    {"·": "-", "–": "-", "—": "-", "…": "...", "×": "x", "✓": "ok", "→": "->", "\u00a0": " ", "\u202f": " "}
)


class Stream:
    """A text stream that never fails for a sign it cannot show."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.encoding = getattr(stream, "encoding", None) or "utf-8"
        self.utf8 = self.encoding.lower().replace("-", "").replace("_", "") in ("utf8", "utf8sig")

    def write(self, text: str) -> int:
        """Write, with stand-ins for what the stream's encoding lacks."""
        if not self.utf8:
            text = text.translate(_SIGNS).encode(self.encoding, "replace").decode(self.encoding)
        return self._stream.write(text)

    def flush(self) -> None:
        """Pass on what was written."""
        self._stream.flush()

    def isatty(self) -> bool:
        """Whether a person watches."""
        return is_terminal(self._stream)

    def fileno(self) -> int:
        """The file descriptor, where there is one."""
        return self._stream.fileno()


class Unfailing(io.TextIOBase):
    """A stream for what may go unread: where nobody listens any more, nothing happens."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._encoding = getattr(stream, "encoding", None) or "utf-8"

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """The stream's own."""
        return self._encoding

    def write(self, text: str) -> int:
        """Write, if anybody listens."""
        with suppress(OSError, ValueError):
            self._stream.write(text)
        return len(text)

    def flush(self) -> None:
        """Pass on what was written, if anybody listens."""
        with suppress(OSError, ValueError):
            self._stream.flush()

    def isatty(self) -> bool:
        """Whether a person watches."""
        return is_terminal(self._stream)

    def fileno(self) -> int:
        """The file descriptor, where there is one."""
        return self._stream.fileno()


def is_terminal(stream: TextIO) -> bool:
    """Whether the stream is a terminal that can redraw a line."""
    try:
        return stream.isatty() and os.environ.get("TERM", "") != "dumb"
    except (ValueError, OSError, AttributeError):
        return False


def console(stream: TextIO, width: int | None = None, live: bool | None = None) -> Console:
    """A rich console on a stream. No colour with NO_COLOR, no markup from values, no thread."""
    from rich.console import Console

    terminal = is_terminal(stream) if live is None else live
    if width is None and not terminal and not os.environ.get("COLUMNS"):
        width = PIPED_WIDTH

    class Listened(Console):
        def on_broken_pipe(self) -> None:
            raise BrokenPipeError  # rich would end the process with 1

    return Listened(
        file=Stream(stream),  # type: ignore[arg-type]  # it has what rich calls: write, flush, isatty, fileno, encoding
        force_terminal=terminal,
        color_system="standard" if terminal and not os.environ.get("NO_COLOR") else None,
        width=width,
        markup=False,
        highlight=False,
        emoji=False,
        legacy_windows=False,
        soft_wrap=False,
    )


def fit(text: object, width: int) -> str:
    """A text in so many columns at most, cut with an ellipsis."""
    from rich.cells import cell_len, set_cell_size

    shown = plain(text)
    return shown if cell_len(shown) <= width else set_cell_size(shown, max(0, width - 1)).rstrip() + "…"


def few(before: str, names: Sequence[str], width: int) -> str:
    """As many whole names as stand in so many columns behind what comes before them; one at least, cut if need be."""
    from rich.cells import cell_len

    line = f"{plain(before)} {plain(names[0])}"
    for place, name in enumerate(names[1:], 2):
        longer = f"{line}, {plain(name)}"
        if cell_len(longer) + 3 * (place < len(names)) > width:
            return fit(f"{line}, …", width)
        line = longer
    return fit(line, width)
