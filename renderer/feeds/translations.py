"""Texts in other languages, from second tables joined on the item's (or its group's) id."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from renderer.errors import InputError, Problem
from renderer.feeds import clean
from renderer.feeds.columns import Cells, Columns, cell, joined, plain_name, unknown_fields
from renderer.feeds.detect import detect, open_rows
from renderer.feeds.items import pick
from renderer.feeds.rows import Row, unreadable
from renderer.model.campaign import Translation
from renderer.model.feed import RejectedRow

FIELDS = ("title", "description", "link", "brand", "category")
_LOCALE_COLUMNS = frozenset(["locale", "lang", "language", "langue", "sprache"])


class Texts:
    """The texts of one locale by id, and the rows that could not be read."""

    def __init__(self, locale: str, translation: Translation, folder: Path) -> None:
        """Reads the table. Raises InputError where it is missing, unreadable, empty or maps unknown columns."""
        self.locale = locale
        self.path = folder / translation.source
        self.rejected: list[RejectedRow] = []
        self.by_id: dict[str, dict[str, str]] = {}
        found = detect(self.path)
        self.columns = Columns(translation.map)
        self.columns.extend(found.columns)
        self.key = self._key(translation)
        self.locale_column = next((name for name in found.columns if plain_name(name) in _LOCALE_COLUMNS), "")
        self._check(translation)
        self._read(open_rows(self.path, found))

    def _key(self, translation: Translation) -> str:
        """The key's column; where the campaign names none and there is no `id`, the column that looks like one."""
        if translation.key in self.columns.known or "key" in translation.model_fields_set:
            return translation.key
        return self.columns.simple.get("id", translation.key)

    def _check(self, translation: Translation) -> None:
        where = f"feed.translations.{self.locale}"
        problems = unknown_fields(translation.map, FIELDS, str(self.path), f"{where}.map")
        problems += self.columns.problems(str(self.path), where)
        if self.key not in self.columns.known:
            what = f"the table has no column '{self.key}'{self.columns.like(self.key)}"
            problems.append(Problem(what, self.path, None, f"{where}.key"))
        if problems:
            raise InputError(problems)

    def _read(self, rows: Iterator[Row | RejectedRow]) -> None:
        others: set[str] = set()
        for row in rows:
            if isinstance(row, RejectedRow):
                self.rejected.append(self._rejected(row))
                continue
            told = joined(cell(row.cells, self.locale_column)).strip() if self.locale_column else ""
            if told and not self._speaks(told):
                others.add(told)
                continue
            self._take(row.number, row.cells)
        if not self.by_id:
            held = f" (it has {', '.join(sorted(others))})" if others else ""
            raise unreadable(self.path, f"has no texts for {self.locale}{held}")

    def _speaks(self, told: str) -> bool:
        """A row's language serves the locale: `de` and `de_DE` serve de-DE, `de-AT` does not."""
        name = told.replace("_", "-").lower()
        return name in (self.locale.lower(), self.locale.split("-")[0].lower())

    def _take(self, number: int, cells: Cells) -> None:
        key = clean.text(joined(cell(cells, self.key)))
        draft = pick(self.columns, number, cells)
        texts = {name: text for name in FIELDS if (text := clean.text(draft.fields.get(name, "")))}
        if clean.refused_scheme(texts.get("link", "")):
            del texts["link"]
        if key and texts:
            self.by_id.setdefault(key, texts)

    def _rejected(self, row: RejectedRow) -> RejectedRow:
        reason = f"{self.path.name}: {row.reason}"
        return RejectedRow(row=row.row, id="", field=f"translations.{self.locale}", reason=reason)
