"""A campaign's feed as items, streamed: rows that cannot be items come out as rejections, in their place."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path

import msgspec

from renderer.errors import InputError, Problem
from renderer.feeds import clean
from renderer.feeds.columns import FIELDS, Columns, Use, cell, joined, unknown_fields
from renderer.feeds.detect import SURVEYED, detect_dialect, open_rows
from renderer.feeds.groups import grouped
from renderer.feeds.items import Draft, build, pick
from renderer.feeds.money import Number, currency_named, decimal_sign, doubtful
from renderer.feeds.publishing import columns_of, kept_back
from renderer.feeds.rows import Detected, Row, Rows, unreadable
from renderer.feeds.translations import Texts
from renderer.model.campaign import Feed
from renderer.model.feed import FeedItem, RejectedRow


@dataclass(frozen=True, slots=True)
class _Opened:
    """A feed whose beginning was looked at: what it is, its mapping, its decimal sign, its rows from the first."""

    path: Path
    detected: Detected
    columns: Columns
    decimal_sign: str
    publishing: dict[str, str]
    """The columns that tell which products are public."""
    rows: Rows

    def draft(self, row: Row) -> Draft:
        """A row's values by field."""
        draft = pick(self.columns, row.number, row.cells)
        if self.publishing and (told := kept_back(row.cells, self.publishing)):
            draft.fields["kept_back"] = told
        return draft


def read(feed: Feed, folder: Path) -> Iterator[FeedItem | RejectedRow]:
    """The feed's items and rejected rows in order; paths are relative to the campaign's folder.

    Raises InputError, before the first item: the feed or a translation is missing, unreadable as a whole or empty, or a
    setting names a column that does not exist. XML that declares entities may raise it later.
    """
    opened = _open(feed, folder)
    texts = [Texts(locale, translation, folder) for locale, translation in feed.translations.items()]
    return _read(feed, opened, texts)


def mapping(feed: Feed, folder: Path) -> tuple[Use, ...]:
    """Which column fills which field and why (map, dialect, guess, group, unused), from the first thousand rows.

    Raises InputError as `read` does.
    """
    return _open(feed, folder).columns.uses()


def _open(feed: Feed, folder: Path) -> _Opened:
    if feed.source.startswith(("http://", "https://")):
        raise InputError(Problem(f"'{feed.source}' is an address; save the feed as a file", None, None, "feed.source"))
    path = folder / feed.source
    detected = detect_dialect(path, feed.dialect)
    rows = open_rows(path, detected)
    sample = list(islice(rows, SURVEYED))
    seen = [row for row in sample if isinstance(row, Row)]
    if not seen:
        first = next((row for row in sample if isinstance(row, RejectedRow)), None)
        raise unreadable(path, f"has no usable row: row {first.row} {first.reason}" if first else "has no rows")
    columns = Columns(feed.map, feed.group, detected.dialect in ("google-rss", "google-atom"))
    columns.extend(detected.columns or dict.fromkeys(column for row in seen for column in row.cells))
    _check(feed, path, columns, detected)
    sign = feed.decimal or _decimal_sign(columns, seen)
    publishing = columns_of(seen, columns.written.values())
    return _Opened(path, detected, columns, sign, publishing, chain(sample, rows))


def _check(feed: Feed, path: Path, columns: Columns, detected: Detected) -> None:
    problems = unknown_fields(feed.map, FIELDS, str(path), "feed.map")
    if columns.missing() and not detected.columns:
        # Where every row has its own columns, one that is absent from the first rows may come later.
        later = dict.fromkeys(
            column for row in open_rows(path, detected) if isinstance(row, Row) for column in row.cells
        )
        columns.extend(later)
    problems += columns.problems(str(path))
    if problems:
        raise InputError(problems)


def doubt(feed: Feed, folder: Path) -> str:
    """A price of the feed that may as well be a thousand times as much, where no other price tells; else nothing.

    Raises InputError as `read` does."""
    opened = _open(feed, folder)
    if opened.decimal_sign:
        return ""
    rows = (row for row in islice(opened.rows, SURVEYED) if isinstance(row, Row))
    return next((text for text in _prices(opened.columns, rows) if doubtful(text)), "")


def _decimal_sign(columns: Columns, rows: list[Row]) -> str:
    return decimal_sign(_prices(columns, rows))


def _prices(columns: Columns, rows: Iterable[Row]) -> Iterator[str]:
    """The prices of some rows as they are written, numbers without doubt left out."""
    priced = [columns.simple[field] for field in ("price", "sale_price", "prior_price") if field in columns.simple]
    cells = (cell(row.cells, column) for row in rows for column in priced)
    return (joined(found) for found in cells if not isinstance(found, Number))


def _read(feed: Feed, opened: _Opened, texts: list[Texts]) -> Iterator[FeedItem | RejectedRow]:
    for table in texts:
        yield from table.rejected
    seen: dict[str, int] = {}
    currency = feed.currency or currency_named(opened.columns.simple.get("price", ""))
    sign = opened.decimal_sign
    drafts = _grouped(feed, opened) if feed.group else _single(opened)
    for draft in drafts:
        found = draft if isinstance(draft, RejectedRow) else build(draft, currency, sign, told=feed.decimal is not None)
        if isinstance(found, FeedItem):
            first = seen.setdefault(found.id, found.row)
            if first != found.row:
                reason = f"id '{found.id}' already stands in row {first}"
                found = RejectedRow(row=found.row, id=found.id, field="id", reason=reason)
            elif texts:
                found = _translated(found, draft, texts)
        yield found


def _single(opened: _Opened) -> Iterator[Draft | RejectedRow]:
    for row in opened.rows:
        yield row if isinstance(row, RejectedRow) else opened.draft(row)


def _grouped(feed: Feed, opened: _Opened) -> Iterator[Draft | RejectedRow]:
    return grouped(_members(feed.group or "", opened), feed.variants == "each", "id" in feed.map)


def _members(group: str, opened: _Opened) -> Iterator[tuple[str, Draft] | RejectedRow]:
    for row in opened.rows:
        if isinstance(row, RejectedRow):
            yield row
            continue
        draft = opened.draft(row)
        draft.group = clean.text(joined(cell(row.cells, group)))
        yield draft.group, draft


def _translated(item: FeedItem, draft: Draft | RejectedRow, texts: list[Texts]) -> FeedItem:
    group = draft.group if isinstance(draft, Draft) else ""
    found = {table.locale: table.by_id.get(item.id) or table.by_id.get(group, {}) for table in texts}
    found = {locale: told for locale, told in found.items() if told}
    return msgspec.structs.replace(item, translations=found) if found else item
