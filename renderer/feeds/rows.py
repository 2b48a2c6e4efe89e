"""What every reader gives: rows of named cells, numbered from 1, broken ones as rejections with their place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, NamedTuple, TypeAlias

from renderer.errors import InputError, Problem
from renderer.feeds.columns import Cells
from renderer.model.feed import RejectedRow

Dialect = Literal["csv", "tsv", "json", "jsonl", "google-rss", "google-atom"]
MAX_FIELD = 1_000_000  # characters of one cell: more is a quote or a tag that was never closed


class Row(NamedTuple):
    """One row as its file has it."""

    number: int
    cells: Cells


Rows: TypeAlias = Iterator["Row | RejectedRow"]


@dataclass(frozen=True, slots=True)
class Detected:
    """What a feed file is, and how that was seen."""

    dialect: Dialect
    encoding: str
    """A codec's name; for XML the declared encoding."""
    delimiter: str = ""
    header: bool = True
    """Whether the first row of a table names its columns; else they are column1, column2 ..."""
    columns: tuple[str, ...] = ()
    """Headers, or the paths seen in the first thousand rows."""
    how: tuple[str, ...] = ()
    """Sentences for the person who asks."""

    def with_columns(self, columns: tuple[str, ...]) -> Detected:
        """The same with the columns that its rows were seen to have."""
        return replace(self, columns=columns)


def broken(number: int, reason: str) -> RejectedRow:
    """A row that could not even be read."""
    return RejectedRow(row=number, id="", field="", reason=reason)


def unreadable(path: Path, what: str, line: int | None = None) -> InputError:
    """The error for a feed that is wrong as a whole."""
    return InputError(Problem(what, path, line))


def lenient(encoding: str) -> str:
    """The error handler that keeps undecodable bytes recognisable; UTF-16 has no room for lone surrogates."""
    return "replace" if encoding.startswith("utf-16") else "surrogateescape"


def decodable(texts: str, encoding: str) -> bool:
    """Whether a text that was read with `lenient` holds no bytes that its encoding could not read."""
    if texts.isascii():
        return True
    if encoding.startswith("utf-16"):
        return "\ufffd" not in texts
    try:
        texts.encode()
    except UnicodeEncodeError:
        return False
    return True
