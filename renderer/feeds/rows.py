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
# A column of nested data is called by its path (`images.0.src`), which every cell carries: without bounds a small file
# of many levels or long names fills the memory. The deepest export known, Shopify's GraphQL, has 8 levels in a product
# and paths of 50 characters; the widest sheet that spreadsheets can save has 16,384 columns.
MAX_LEVELS = 32
MAX_PATH = 255
MAX_COLUMNS = 16_384


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


def bounded(rows: Rows) -> Rows:
    """The rows, without those that bring the feed more columns than a table has."""
    known: set[str] = set()
    for row in rows:
        if isinstance(row, Row) and not row.cells.keys() <= known:
            new = row.cells.keys() - known
            if len(known) + len(new) > MAX_COLUMNS:
                yield broken(row.number, f"brings the feed more than {MAX_COLUMNS:,} columns")
                continue
            known |= new
        yield row


def path_trouble(levels: int, path: str) -> str:
    """Why a path is no column: too deep, too long; nothing where it is one."""
    if levels > MAX_LEVELS:
        return f"is nested deeper than {MAX_LEVELS} levels"
    if len(path) > MAX_PATH:
        return f"has a column whose name is longer than {MAX_PATH} characters: '{path[:40]}...'"
    return ""


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
