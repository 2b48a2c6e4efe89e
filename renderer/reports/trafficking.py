"""The trafficking sheet: one row a file, for whoever books the creatives into an ad server.

`trafficking.csv` is for programs: UTF-8 with a byte order mark, by which spreadsheets know it, commas, CRLF (RFC 4180).
`trafficking.xlsx` is for people. What breaks a rule is in neither, since a sheet is imported as a whole and a mark in a
column is soon overlooked; the workbook's second page says what was left out, and why. Where only one network's rule is
broken, what is made for that network is left out, and the rest stays.

Files that are made for one network have a sheet of their own besides, `trafficking-<network>.csv` and `.xlsx`, with
what that network's ad server asks for and nothing of the others.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import msgspec

from renderer.archive import archive
from renderer.outcome import Creative, File, concerns, may_run
from renderer.visible import plain

if TYPE_CHECKING:
    from xlsxwriter import Workbook

COLUMNS = {"name": 52, "file": 60, "size": 10, "scale": 6, "weight_kb": 10, "click_url": 60, "flight_start": 12,
           "flight_end": 12, "placement": 16, "format": 26, "segment": 16, "language": 10, "item": 16, "message": 12,
           "arm": 12, "status": 8, "key": 60}  # fmt: skip
"""The columns, and how wide a spreadsheet shows them, in characters."""
OF_NETWORK = {"name": 52, "size": 10, "weight_kb": 10, "click_url": 60, "flight_start": 12, "flight_end": 12,
              "segment": 16, "language": 10, "file": 60, "backup": 60}  # fmt: skip
"""The columns of one network's sheet; `backup` is the image that is uploaded beside the file."""
LEFT_OUT = {"key": 60, "network": 22, "format": 26, "segment": 16, "language": 10, "item": 16, "status": 8,
            "file": 60, "reason": 80}  # fmt: skip
"""The same of the page of what is not to be trafficked; without a `network` and a `file` it is the whole creative."""
MAX_ROWS = 1_000_000
"""Rows of one page; a spreadsheet takes 1,048,576."""
MAX_CELL = 32_767
"""Characters that a spreadsheet takes in a cell."""
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a cell begins with that spreadsheets take for a formula (OWASP, CSV injection)."""

Row = Mapping[str, Any]


def rows(creatives: Iterable[Any], flight: tuple[date, date], named: bool) -> Iterator[dict[str, Any]]:
    """A row of COLUMNS for each file that may run. `named`: files have names of their own by the campaign's pattern;
    else a creative's key is its name, since files are called like their format then."""
    for one in map(_creative, creatives):
        for file in one.files:
            if may_run(one, file):
                yield _row(_values(one), msgspec.to_builtins(file), flight, named)


def networks(creatives: Iterable[Any]) -> tuple[str, ...]:
    """The networks for which files are made, by their ids."""
    return tuple(sorted({_of(file, "network") for one in creatives for file in _of(one, "files") or ()} - {""}))


def rows_of(network: str, creatives: Iterable[Any], flight: tuple[date, date], named: bool) -> Iterator[dict[str, Any]]:
    """A row of OF_NETWORK for each file that may run on one network; a backup image stands in the row of its file."""
    for one in map(_creative, creatives):
        backups = [file for file in one.files if file.deliverable == "backup" and file.network in (network, "")
                   and not file.state and may_run(one, file, network)]  # fmt: skip
        for file in one.files:
            if file.network == network and file.deliverable != "backup" and may_run(one, file):
                beside = sorted(backups, key=lambda backup: (backup.network == "", backup.scale != file.scale))
                row = _row(_values(one), msgspec.to_builtins(file), flight, named)
                row["backup"] = beside[0].path if beside and file.deliverable != "amphtml" else ""
                yield {name: row[name] for name in OF_NETWORK}


def of_network(network: str, creatives: Iterable[Any]) -> Iterator[Any]:
    """The creatives that have a file for a network, or none at all."""
    return (one for one in creatives if not _of(one, "files") or network in networks([one]))


def _row(one: Row, file: Row, flight: tuple[date, date], named: bool) -> dict[str, Any]:
    return {
        "name": file["path"].rpartition("/")[2].rpartition(".")[0] if named else one["key"] + _telling(file),
        "file": file["path"],
        "size": f"{file['width']}x{file['height']}",
        "scale": f"{file['scale']:g}x",
        "weight_kb": round(file["bytes"] / 1000, 1),
        "click_url": one["click_url"],
        "flight_start": flight[0],
        "flight_end": flight[1],
        "item": "+".join(one["items"]),
        "language": one["locale"],
        "status": file["status"] if one["status"] == "fail" else one["status"],
        **{name: one[name] for name in ("placement", "format", "segment", "message", "arm", "key")},
    }


def _telling(file: Row) -> str:
    """What tells two files of one key apart: `@2x` of one for screens of twice the density, the network, the backup,
    AMPHTML, another state."""
    density = "" if file["scale"] == 1 else f"@{file['scale']:g}x"
    network = f".{file['network']}" if file["network"] else ""
    state = file.get("state") or ""
    kind = f"-{file['deliverable']}" if file["deliverable"] in ("backup", "amphtml") else ""
    return density + network + (f"-{state}" if state else kind)


def _of(value: Any, name: str) -> Any:
    """A field of a struct or of its JSON form."""
    return value.get(name) if isinstance(value, Mapping) else getattr(value, name)


def left_out(creatives: Iterable[Any], network: str = "") -> Iterator[dict[str, Any]]:
    """A row of LEFT_OUT for each creative that is not to be trafficked, or was not made; for each file of it where
    others may run. `network`: of that network's files alone."""
    for one in map(_creative, creatives):
        if one.status not in ("fail", "error"):
            continue
        gone = [file for file in one.files if not may_run(one, file)]
        if len(gone) == len(one.files):
            yield _omitted(one, None)
        else:
            yield from (_omitted(one, file) for file in gone if network in ("", file.network))


def _omitted(one: Creative, file: File | None) -> dict[str, Any]:
    """What is left out and why: a creative, or one file of it."""
    about = [each for each in one.findings if each.status == "fail"
             and (file is None or concerns(each, file, one.files))]  # fmt: skip
    return {
        "item": "+".join(one.items),
        "language": one.locale,
        "network": file.network if file is not None else "",
        "file": file.path if file is not None else "",
        "reason": one.error or "; ".join(f"{each.check}: {each.message}" for each in about),
        **{name: getattr(one, name) for name in ("key", "format", "segment", "status")},
    }


def _creative(value: Any) -> Creative:
    """A creative, or what JSON has of it."""
    return value if isinstance(value, Creative) else msgspec.convert(value, Creative)


def _values(creative: Creative) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.to_builtins(creative)
    return found


def as_csv(found: Iterable[Row], columns: Iterable[str] = tuple(COLUMNS)) -> bytes:
    """The sheet as CSV. A text that a spreadsheet would take for a formula has an apostrophe before it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    names = tuple(columns)
    writer.writerow(names)
    for row in found:
        writer.writerow([_harmless(plain(row[name])) for name in names])
    return out.getvalue().encode("utf-8-sig")


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def as_xlsx(found: Sequence[Row], omitted: Sequence[Row], columns: Mapping[str, int] = COLUMNS) -> bytes:
    """The sheet as a workbook of one or two pages. Texts are stored as texts, which no spreadsheet computes."""
    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": datetime(1980, 1, 1)})  # noqa: DTZ001 (no clock: the same bytes every day)
    for page, start in enumerate(range(0, max(1, len(found)), MAX_ROWS), 1):
        _page(book, "Trafficking" if page == 1 else f"Trafficking {page}", columns, found[start : start + MAX_ROWS])
    if omitted:
        _page(book, "Not to be trafficked", LEFT_OUT, omitted[:MAX_ROWS])
    book.close()
    with zipfile.ZipFile(buffer) as written:
        return archive((name, written.read(name)) for name in written.namelist())


def _page(book: Workbook, title: str, columns: Mapping[str, int], found: Sequence[Row]) -> None:
    page = book.add_worksheet(title)
    bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, len(found), len(columns) - 1)
    for at, (name, width) in enumerate(columns.items()):
        page.set_column(at, at, width)
        page.write_string(0, at, name, bold)
    for line, row in enumerate(found, 1):
        for at, name in enumerate(columns):
            value = row[name]
            if isinstance(value, date):
                page.write_datetime(line, at, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
            elif isinstance(value, float):
                page.write_number(line, at, value)
            elif value and len(text := plain(value)) <= MAX_CELL:  # a longer address would be cut; the CSV has it whole
                page.write_string(line, at, text)
