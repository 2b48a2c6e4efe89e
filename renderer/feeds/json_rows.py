"""JSON (a list of objects, wherever the file keeps it) and JSON lines.

An object becomes flat cells: `{"price": {"value": 3}}` has the column `price.value`, `{"images": [{"src": "a"}]}` has
`images.0.src`, and a list of plain values is one cell that holds several.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from renderer.feeds.columns import Cells
from renderer.feeds.money import Number
from renderer.feeds.rows import MAX_FIELD, Detected, Row, Rows, broken, decodable, lenient, path_trouble, unreadable
from renderer.model.feed import RejectedRow

MAX_BYTES = 512_000_000  # of a JSON file, which is held whole; JSON lines have no such limit
MAX_ELEMENTS = 50  # of one list of objects that become columns
_LIST_KEYS = (
    "products", "items", "entries", "entry", "item", "product", "offers", "articles", "data", "results", "rows",
    "records", "catalog", "feed", "channel", "rss", "edges", "nodes",
)  # fmt: skip


class _Refused(Exception):
    """An object that is no row; says why."""


def _float(text: str) -> str:
    """The number as written, spelt out where it has an exponent, so that no digit is lost on the way to a price."""
    if "e" not in text and "E" not in text:
        return Number(text)
    try:
        value = Decimal(text)
    except ArithmeticError:
        return text
    exponent = value.as_tuple().exponent
    return Number(f"{value:f}") if isinstance(exponent, int) and abs(exponent) <= 30 else text


_decoder = json.JSONDecoder(parse_float=_float, parse_int=Number, parse_constant=lambda _: None, strict=False)


def read_json(path: Path, detected: Detected) -> Rows:
    """The objects of a JSON file. Raises InputError where it is too large, no JSON or without a list of objects."""
    if path.stat().st_size > MAX_BYTES:
        what = f"is larger than {MAX_BYTES // 1_000_000} MB; JSON is held whole: write it as JSON lines (.jsonl)"
        raise unreadable(path, what)
    content = path.read_bytes()
    try:
        text, certain = content.decode(detected.encoding), True
    except UnicodeDecodeError:
        text, certain = content.decode(detected.encoding, errors=lenient(detected.encoding)), False
    del content
    try:
        data = _decoder.decode(text)
    except json.JSONDecodeError as error:
        raise unreadable(path, f"is not JSON: {error.msg} (column {error.colno})", error.lineno) from None
    except RecursionError:
        raise unreadable(path, "is nested too deep") from None
    del text
    return _objects(_list_in(data, path), detected.encoding, certain)


def _list_in(data: Any, path: Path) -> list[Any]:
    found = _find_list(data, 0)
    if found is None:
        held = f"an object with {', '.join(map(str, list(data)[:8]))}" if isinstance(data, dict) else "a single value"
        raise unreadable(path, f"holds no list of objects, but {held}")
    return found


def _find_list(data: Any, depth: int) -> list[Any] | None:
    """The list of items: the value itself, or under a usual key, or the only list of objects there is at any depth."""
    if isinstance(data, list):
        return data
    if not isinstance(data, dict) or depth > 3:
        return None
    for key in _LIST_KEYS:
        found = _find_list(data[key], depth + 1) if key in data else None
        if found is not None:
            return found
    lists = [value for value in data.values() if isinstance(value, list) and value and isinstance(value[0], dict)]
    if not lists:
        deeper = (_find_list(value, depth + 1) for value in data.values() if isinstance(value, dict))
        lists = [found for found in deeper if found]
    return lists[0] if len(lists) == 1 else None


def _objects(values: list[Any], encoding: str, certain: bool) -> Rows:
    for number, value in enumerate(values, 1):
        yield _row(number, value, encoding, certain)


def _row(number: int, value: Any, encoding: str, certain: bool, place: str = "") -> Row | RejectedRow:
    if not isinstance(value, dict):
        return broken(number, f"is not an object{place}")
    try:
        cells = flat(value)
    except _Refused as refused:
        return broken(number, f"{refused}{place}")
    if not certain and not all(decodable(part, encoding) for cell in cells.values() for part in cell):
        return broken(number, f"holds bytes that are not {encoding}{place}")
    return Row(number, cells)


def read_json_lines(path: Path, detected: Detected) -> Rows:
    """The objects of a file with one a line; broken lines are rejected, blank ones do not count."""
    with path.open(encoding=detected.encoding, errors=lenient(detected.encoding)) as file:
        number = 0
        for line_number, line in enumerate(file, 1):
            if not line.strip():
                continue
            number += 1
            yield _line(number, line, line_number, detected.encoding)


def _line(number: int, line: str, line_number: int, encoding: str) -> Row | RejectedRow:
    place = f" (line {line_number})"
    if not decodable(line, encoding):
        return broken(number, f"holds bytes that are not {encoding}{place}")
    try:
        value = _decoder.decode(line)
    except json.JSONDecodeError as error:
        return broken(number, f"is not JSON: {error.msg} (line {line_number}, column {error.colno})")
    except RecursionError:
        return broken(number, f"is nested too deep{place}")
    return _row(number, value, encoding, True, place)


def flat(value: dict[str, Any]) -> Cells:
    """An object as cells by path; null and empty values are left out. Raises _Refused."""
    cells: Cells = {}
    for path, found in _leaves(value, "", 0):
        if found:
            cells[path] = found
    return cells


def _leaves(value: Any, path: str, depth: int) -> Iterator[tuple[str, str | list[str]]]:
    if isinstance(value, str):
        yield path, _paired(value if len(value) <= MAX_FIELD else value[:MAX_FIELD])
    elif isinstance(value, bool):
        yield path, "true" if value else "false"
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, _within(path, key, depth + 1), depth + 1)
    elif isinstance(value, list):
        yield from _list_leaves(value, path, depth)


def _within(path: str, key: str, levels: int) -> str:
    """A key's path. Raises _Refused where it can be no column."""
    inner = _paired(f"{path}.{key}" if path else key)
    if trouble := path_trouble(levels, inner):
        raise _Refused(trouble)
    return inner


def _paired(text: str) -> str:
    """A text without the halves of surrogate pairs that escapes may write; a number stays one."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _list_leaves(values: list[Any], path: str, depth: int) -> Iterator[tuple[str, str | list[str]]]:
    if not any(isinstance(value, (dict, list)) for value in values):
        yield path, [text for value in values for _, text in _leaves(value, path, depth) if isinstance(text, str)]
        return
    for index, value in enumerate(values[:MAX_ELEMENTS]):
        yield from _leaves(value, _within(path, str(index), depth + 1), depth + 1)
