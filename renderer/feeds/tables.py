"""Delimited tables: CSV with any usual delimiter, and TSV."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from renderer.feeds.columns import GUESSES, plain_name
from renderer.feeds.rows import MAX_FIELD, Detected, Row, Rows, broken, decodable, lenient
from renderer.model.feed import RejectedRow

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
_SEPARATOR_LINE = re.compile(r"\s*sep=(.)\s*", re.IGNORECASE)  # what spreadsheets write to name their delimiter
_VALUE = re.compile(r"\s*(?:[a-z]+://\S*|[€$£]?\s*-?\d[\d.,\s]*(?:[€$£%]|[A-Z]{3})?)\s*", re.IGNORECASE)


def survey_table(sample: str, wanted: str = "") -> tuple[str, bool, tuple[str, ...]]:
    """(delimiter, whether there is a header, column names) of a table's beginning."""
    separator = _SEPARATOR_LINE.fullmatch(sample.split("\n", 1)[0])
    candidates = [wanted] if wanted else [separator[1]] if separator else list(DELIMITERS)
    best = max(candidates, key=lambda delimiter: _fit(sample, delimiter))
    first = next(_filled(_reader(io.StringIO(sample, newline=""), best)), [])
    header = _is_header(first)
    return best, header, column_names(first if header else [""] * len(first))


def _fit(sample: str, delimiter: str) -> tuple[bool, int, float, int]:
    """How well a delimiter explains a sample: columns at all, headers known, rows of equal width, width."""
    rows = list(islice(_filled(_reader(io.StringIO(sample, newline=""), delimiter)), 30))
    width = len(rows[0]) if rows else 0
    complete = rows[:-1] or rows  # the sample may end within its last row
    even = sum(len(row) == width for row in complete) / len(complete) if complete else 0
    known = sum(plain_name(name) in GUESSES for name in rows[0]) if rows else 0
    return width > 1 and even >= 0.5, known, even, width


def _is_header(cells: list[str]) -> bool:
    """Headers are names: some are known, or none looks like a number or an address."""
    if any(plain_name(name) in GUESSES for name in cells):
        return True
    return not any(_VALUE.fullmatch(name[:200]) for name in cells if name.strip())


def column_names(header: list[str]) -> tuple[str, ...]:
    """Each header trimmed, made unique (`Price #2`); one without a name is called by its place (`column4`)."""
    names: dict[str, None] = {}
    seen: Counter[str] = Counter()
    for place, written in enumerate(header, 1):
        name = " ".join(written.replace("\ufeff", "").split()) or f"column{place}"
        seen[name] += 1
        unique = name if seen[name] == 1 else f"{name} #{seen[name]}"
        while unique in names:
            seen[name] += 1
            unique = f"{name} #{seen[name]}"
        names[unique] = None
    return tuple(names)


def _reader(lines: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(MAX_FIELD)  # the default, 131,072, is less than some descriptions have
    return csv.reader(lines, delimiter=delimiter, skipinitialspace=delimiter != "\t")


def _filled(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    """Without blank rows, spreadsheets' separator line and what the reader cannot parse."""
    while True:
        try:
            for row in rows:
                if any(cell.strip() for cell in row) and not _SEPARATOR_LINE.fullmatch(",".join(row)[:8]):
                    yield row
        except csv.Error:
            continue
        return


def read_table(path: Path, detected: Detected) -> Rows:
    """The rows of a table. Rows of the wrong width or with undecodable bytes are rejected; blank ones do not count."""
    columns = detected.columns
    with path.open(encoding=detected.encoding, errors=lenient(detected.encoding), newline="") as file:
        reader = csv.reader(file, delimiter=detected.delimiter, skipinitialspace=detected.delimiter != "\t")
        csv.field_size_limit(MAX_FIELD)
        awaiting_header, number = detected.header, 0
        while True:
            line = reader.line_num + 1
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                number += 1
                yield broken(number, f"cannot be read as a table row ({error}; line {line})")
                continue
            if not any(cells) or (number == 0 and _SEPARATOR_LINE.fullmatch(detected.delimiter.join(cells))):
                continue
            if awaiting_header:
                awaiting_header = False
                continue
            number += 1
            yield _row(number, cells, columns, line, detected.encoding)


def _hint(cells: list[str], columns: tuple[str, ...]) -> str:
    """What mostly makes a row of the wrong width."""
    if len(cells) > len(columns):
        return "; a cell that holds the sign between the cells needs quotes"
    return "; a quote in it is perhaps not closed" if any("\n" in cell for cell in cells) else ""


def _row(number: int, cells: list[str], columns: tuple[str, ...], line: int, encoding: str) -> Row | RejectedRow:
    if len(cells) != len(columns):
        if len(cells) < len(columns) or any(cells[len(columns) :]):
            what = f"has {len(cells)} columns, the header has {len(columns)} (line {line})"
            return broken(number, what + _hint(cells, columns))
        cells = cells[: len(columns)]  # spreadsheets leave delimiters behind the last column
    if not decodable("".join(cells), encoding):
        return broken(number, f"holds bytes that are not {encoding} (line {line})")
    return Row(number, dict(zip(columns, cells, strict=True)))
