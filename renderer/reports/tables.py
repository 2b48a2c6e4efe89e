"""Tables for `render plan`, `formats`, `checks` and `feed`: plain values in, a table as wide as the terminal out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING, Any, TextIO

from renderer.reports.terminal import console
from renderer.reports.totals import by_reason
from renderer.visible import plain

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

Row = Mapping[str, Any]
NARROW = 84  # columns: below, a table leaves out what explains and keeps what identifies
WHOLE = 72  # columns: from here on, what is copied (ids) stands on one line
WIDE = 110  # columns: from here on, the names of formats have columns of their own
SHOWN = 10  # rejected rows that are printed


def plan_page(stream: TextIO, table: Row, width: int | None = None) -> None:
    """What would be made (the value of `plan --json`): how much, how much of it is new, and the matrix."""
    counts: dict[tuple[str, str], int] = {}
    for cell in table["coverage"]:
        place = f"{cell['format']} {cell['size']}", f"{cell['segment']} {cell['locale']}"
        counts[place] = counts.get(place, 0) + cell["creatives"]
    found = table["counts"]
    sides = [(found[name], name) for name in ("formats", "items", "segments", "locales")]
    parts = [f"{number:,} {name[:-1] if number == 1 else name}" for number, name in sides]
    total, new = found["creatives"], found["new"]
    whole = "none" if not new else "all" if new == total else f"{new:,}"
    lines = [f"{plain(table['campaign'])} on {table['date']}: {total:,} creative{'s' * (total != 1)}",
             f"{' · '.join(parts)} · {whole} new to {table['folder']}", ""]  # fmt: skip
    _say(console(stream, width), lines)
    rows = list(dict.fromkeys(row for row, _ in counts))
    columns = list(dict.fromkeys(column for _, column in counts))
    plan_table(stream, rows, columns, counts, [(one["format"], one["reason"]) for one in table["skipped"]], width)


def plan_table(
    stream: TextIO,
    rows: Sequence[str],
    columns: Sequence[str],
    counts: Mapping[tuple[str, str], int],
    skipped: Iterable[tuple[str, str]] = (),
    width: int | None = None,
) -> None:
    """A matrix of counts, e.g. formats by `segment locale`, with its sums; then what is skipped, and why.

    Where it is too wide for the terminal, its sums are listed instead, by format and by whom they are for.
    """
    out = console(stream, width)
    wide = 34 + sum(max(6, len(column)) + 2 for column in columns) + 8
    if wide <= out.width or len(columns) < 2:
        _matrix(out, rows, columns, counts)
    else:
        _sums(out, rows, columns, counts)
    reasons = by_reason([{"format": format_, "reason": reason} for format_, reason in skipped])
    if reasons:
        out.print()
    for reason, ids in reasons.items():
        _say(out, [*_folded(out, f"{len(ids):,} skipped: {plain(reason)}"), *_folded(out, ", ".join(ids), "  ")])


def _matrix(out: Console, rows: Sequence[str], columns: Sequence[str], counts: Mapping[tuple[str, str], int]) -> None:
    several = len(columns) > 1
    table = _table(out, ("format", *columns, *(("total",) if several else ())), numbers=range(1, len(columns) + 2))
    for row in rows:
        values = [counts.get((row, column), 0) for column in columns]
        table.add_row(_text(row), *map(_count, values), *((_count(sum(values)),) if several else ()))
    table.add_section()
    sums = [sum(counts.get((row, column), 0) for row in rows) for column in columns]
    table.add_row("total", *map(_count, sums), *((_count(sum(sums)),) if several else ()), style="bold")
    out.print(table)


def _sums(out: Console, rows: Sequence[str], columns: Sequence[str], counts: Mapping[tuple[str, str], int]) -> None:
    """The matrix's sides: a line a row, then a line a column."""
    by_row = [(row, sum(counts.get((row, column), 0) for column in columns)) for row in rows]
    by_column = [(column, sum(counts.get((row, column), 0) for row in rows)) for column in columns]
    for name, sums in (("format", by_row), ("for", by_column)):
        table = _table(out, (name, "creatives"), numbers=(1,))
        for label, number in sums:
            table.add_row(_text(label), _count(number))
        table.add_section()
        table.add_row("total", _count(sum(number for _, number in sums)), style="bold")
        out.print(table)
        if sums is by_row:
            out.print()


def formats_table(stream: TextIO, rows: Iterable[Row], width: int | None = None) -> None:
    """Formats: id, size, name_en, name_fr, limit_kb (or that no still is made), verified. Where the terminal is narrow,
    both names stand on a line below."""
    out = console(stream, width)
    if out.width < WIDE:
        _formats_list(out, list(rows))
        return
    table = _table(out, ("id", "size", "name", "nom", "kB", "verified"), numbers=(4,), whole=(0, 1))
    for row in rows:
        verified = "yes" if row.get("verified") else "no"
        shown = (row["id"], _size(row), row.get("name_en"), row.get("name_fr"), _limit(row), verified)
        table.add_row(*map(_text, shown))
    out.print(table)


def _formats_list(out: Console, rows: Sequence[Row]) -> None:
    """An id, what is copied, is never cut; where it leaves no room beside it, size and limit go below too."""
    from rich.text import Text

    limits = [_limit(row) for row in rows]
    most = max(map(len, limits), default=0)
    longest = min(max((len(row["id"]) for row in rows), default=0), max(0, out.width - most - 12))
    out.print(Text(f"{'id':<{longest}}  {'size':<10}{'kB':>{most}}", style="bold"))
    line = "─" if out.encoding.startswith("utf") else "-"
    out.print(Text(line * min(out.width, longest + 12 + most), style="dim"))
    for row, limit in zip(rows, limits, strict=True):
        id_, rest = plain(row["id"]), f"{_size(row):<10}{limit:>{most}}"
        names = " / ".join(dict.fromkeys(str(row[name]) for name in ("name_en", "name_fr") if row.get(name)))
        if len(id_) <= longest:
            out.print(Text(f"{id_:<{longest}}  {rest}".rstrip()))
        else:
            out.print(Text(id_), soft_wrap=True)
            out.print(Text(f"{'':<{longest}}  {rest}".rstrip()))
        for line in _folded(out, plain(names), "  "):
            out.print(Text(line, style="dim"))


def _limit(row: Row) -> str:
    return "skipped" if row.get("skipped") else "" if row.get("limit_kb") is None else f"{row['limit_kb']:g}"


def checks_table(stream: TextIO, rows: Iterable[Row], width: int | None = None) -> None:
    """Checks: id, status (note, warn or fail), reason, source."""
    out = console(stream, width)
    source = ("source",) if out.width >= NARROW else ()
    table = _table(out, ("id", "status", "reason", *source), whole=(0, 1))
    for row in rows:
        shown = [row["id"], row.get("status"), row.get("reason")] + ([row.get("source")] if source else [])
        table.add_row(*map(_text, shown))
    out.print(table)


def facts_page(stream: TextIO, title: str, facts: Iterable[tuple[str, str]], width: int | None = None) -> None:
    """One thing's facts by name; those of several lines, and long ones, continue below. Addresses stay whole."""
    out = console(stream, width)
    _say(out, [plain(title)])
    for name, value in facts:
        head = f"  {plain(name):<10} "
        for line in value.splitlines():
            _say(out, _folded(out, plain(line), head))
            head = " " * 13


def feed_table(
    stream: TextIO,
    about: Row,
    columns: Iterable[tuple[str, str, str]],
    items: Sequence[Row],
    rejected: Sequence[Row],
    width: int | None = None,
) -> None:
    """How a feed was understood.

    `about`: what was detected, by name (dialect, encoding, delimiter ...). `columns`: column, field it fills, why.
    `items`: the first few, each of the same keys. `rejected`: row, id, field, reason.
    """
    out = console(stream, width)
    _say(out, [f"{plain(name):<10} {_visible(value)}" for name, value in about.items() if value not in (None, "")])
    table = _table(out, ("column", "field", "why"))
    for column, field, why in columns:
        table.add_row(_text(column), _text(field or "(attribute)"), _text(why))
    out.print(table)
    for item in items[:3]:
        _say(
            out, ["", *(f"{plain(name):<14} {plain(value)}" for name, value in item.items() if value not in (None, ""))]
        )
    _rejected(out, rejected)


def _rejected(out: Console, rejected: Sequence[Row]) -> None:
    if not rejected:
        return
    _say(out, ["", f"{len(rejected):,} rejected row{'s' * (len(rejected) != 1)}"])
    table = _table(out, ("row", "id", "field", "reason"), numbers=(0,))
    for row in rejected[:SHOWN]:
        table.add_row(*(_text(row.get(name)) for name in ("row", "id", "field", "reason")))
    out.print(table)
    if len(rejected) > SHOWN:
        _say(out, [f"and {len(rejected) - SHOWN:,} more"])


def _table(out: Console, names: Sequence[str], numbers: Iterable[int] = (), whole: Iterable[int] = ()) -> Table:
    """An airy table; `numbers` stand right, `whole` columns are never folded while there is room."""
    from rich import box
    from rich.table import Table

    utf8 = out.encoding.startswith("utf")
    table = Table(box=box.SIMPLE_HEAD if utf8 else box.ASCII2, pad_edge=False, show_edge=False, header_style="bold")
    right, kept = set(numbers), set(whole)
    for place, name in enumerate(names):
        justify: Any = "right" if place in right else "left"
        table.add_column(_text(name), justify=justify, overflow="fold", no_wrap=place in kept and out.width >= WHOLE)
    return table


def _folded(out: Console, text: str, head: str = "") -> list[str]:
    """A text in lines of the terminal's width, the first behind its head, the others as far in. Words stay whole."""
    return wrap(head + text, max(40, out.width - 1), subsequent_indent=" " * len(head), break_long_words=False,
                break_on_hyphens=False)  # fmt: skip


def _text(value: object) -> Any:
    """A cell whose value is never read as markup."""
    from rich.text import Text

    return Text(plain(value))


def _say(out: Console, lines: Iterable[str]) -> None:
    for line in lines:
        out.print(_text_line(line))


def _text_line(line: str) -> Any:
    from rich.text import Text

    return Text(line, overflow="fold")


def _count(number: int) -> str:
    return f"{number:,}" if number else "·"


def _size(row: Row) -> str:
    return str(row["size"]) if "size" in row else f"{row.get('width', '?')}x{row.get('height', '?')}"


def _visible(value: object) -> str:
    """A delimiter one can see."""
    return {"\t": "tab", ",": "comma", ";": "semicolon", "|": "pipe"}.get(str(value), plain(value))
