"""What a person sees of a run: a live bar or plain lines while it works (stderr), a summary when it is done (stdout).

No threads: worker processes are forked while the bar is up, so it is redrawn from `done` and `tick` only.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from renderer.outcome import Creative
from renderer.reports.terminal import Stream, console, few, fit, is_terminal
from renderer.reports.totals import by_reason, totals
from renderer.visible import plain

if TYPE_CHECKING:
    from rich.progress import Progress

REDRAW = 0.1  # s between two looks of the bar
QUIET = 5.0  # s between two plain lines, unless a tenth of the work is done
CAUSES = 5  # errors told at once; the summary has them all
KINDS = {"findings": 4, "errors": 2}  # listed in the summary
LINES = 25  # of the summary, at most; why formats are skipped takes what the rest leaves
REASONS = 2  # lines that it takes in any case
COLOURS = {"ok": "green", "warn": "yellow", "fail": "red", "error": "magenta"}


class Console:
    """Tells how a build goes. `live`: a bar that is redrawn (None: if the stream is a terminal), else plain lines."""

    def __init__(
        self,
        stream: TextIO,
        live: bool | None = None,
        now: Callable[[], float] = time.monotonic,
        width: int | None = None,
    ) -> None:
        self._stream = stream
        self._live = is_terminal(stream) if live is None else live
        self._now = now
        self._width = width
        self._total: int | None = None
        self._done = self._cached = self._failed = self._errors = 0
        self._begun = self._shown = now()
        self._told = 0
        self._bar: Progress | None = None

    def start(self, total: int | None) -> None:
        """The build begins; `total` jobs, or None where that is not known yet."""
        self._total = total
        self._begun = self._shown = self._now()
        if self._live:
            self._bar = self._make_bar()
            self._bar.start()

    def done(self, creative: Creative) -> None:
        """A job is done."""
        self._done += 1
        self._cached += creative.cached
        self._failed += creative.status == "fail"
        if creative.status == "error":
            self._error(creative)
        self.tick()

    def tick(self) -> None:
        """Show how far things are, if it is time to."""
        if self._bar is not None:
            if self._now() - self._shown >= REDRAW:
                self._redraw(self._bar)
        elif self._due():
            self._line()

    def finish(self) -> None:
        """The build is over, or was interrupted: leave the terminal as it was."""
        if self._bar is not None:
            self._redraw(self._bar)
            self._bar.stop()
            self._bar = None
        elif self._done and self._told != self._done:
            self._line()

    # ---- what it says ----

    def _words(self) -> str:
        seconds = self._now() - self._begun
        rate = self._done / seconds if seconds > 0 else 0.0
        parts = [f"{self._done:,}/{self._total:,}" if self._total is not None else f"{self._done:,}"]
        if rate and self._done < (self._total or 0):
            parts += [f"{rate:,.0f}/s" if rate >= 10 else f"{rate:.1f}/s"]
            parts += [f"{span(((self._total or 0) - self._done) / rate)} left"]
        parts += [f"{number:,} {word}" for number, word in self._bad() if number]
        return " · ".join(parts)

    def _bad(self) -> tuple[tuple[int, str], ...]:
        return (self._cached, "cached"), (self._failed, "failed"), (self._errors, "error" + "s" * (self._errors != 1))

    def _error(self, creative: Creative) -> None:
        self._errors += 1
        if self._errors > CAUSES:
            return
        text = f"error: {plain(creative.key)}: {plain((creative.error or 'unknown').splitlines()[0])}"
        if self._bar is not None:
            from rich.text import Text

            self._bar.console.print(Text(text, style=COLOURS["error"]), soft_wrap=True)
        else:
            self._write(text)

    def _due(self) -> bool:
        """Plain lines: every tenth of the work, or after a silence, or at its end."""
        if self._done == self._told:
            return False
        tenth = self._total is not None and self._done * 10 // max(1, self._total) > self._told * 10 // max(
            1, self._total
        )
        soon = self._now() - self._shown < REDRAW and self._done != self._total
        return (tenth and not soon) or self._now() - self._shown >= QUIET

    def _line(self) -> None:
        self._told = self._done
        self._shown = self._now()
        self._write(self._words())

    def _write(self, text: str) -> None:
        stream = Stream(self._stream)
        stream.write(text + "\n")
        stream.flush()

    # ---- the bar ----

    def _make_bar(self) -> Progress:
        from rich.progress import BarColumn, Progress, TextColumn

        bar = Progress(
            BarColumn(bar_width=24, complete_style="cyan", finished_style="green"),
            TextColumn("{task.description}", markup=False),
            console=console(self._stream, self._width, live=True),
            auto_refresh=False,
            transient=True,
            redirect_stdout=False,
            redirect_stderr=False,
            get_time=self._now,
        )
        bar.add_task(self._words(), total=self._total)
        return bar

    def _redraw(self, bar: Progress) -> None:
        self._shown = self._now()
        bar.update(bar.task_ids[0], completed=self._done, description=self._words())
        bar.refresh()


def span(seconds: float) -> str:
    """A time as a person says it: `0.8 s`, `42 s`, `3 min 05 s`, `2 h 10 min`."""
    if seconds < 10:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    if not minutes:
        return f"{rest} s"
    return f"{minutes} min {rest:02} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02} min"


def size(number: int) -> str:
    """Bytes as a person says it; a kB is 1000 bytes, as ad servers count."""
    for unit, factor in (("GB", 1e9), ("MB", 1e6)):
        if number >= factor:
            return f"{number / factor:.1f} {unit}"
    return f"{number / 1e3:.0f} kB"


def summary(
    manifest: Mapping[str, Any], folder: Path | str | None, stream: TextIO, width: int | None = None
) -> dict[str, Any]:
    """Print what a run came to, in some 25 lines at most; returns the same as values (what `--json` prints)."""
    from rich.text import Text

    found = totals(manifest, folder)
    out = console(stream, width)
    for text, style in _lines(found, out.width):
        out.print(Text(text, style=style), soft_wrap=True)
    return found


def _lines(found: dict[str, Any], width: int) -> list[tuple[str, str]]:
    counts = found["counts"]
    lines = [(_headline(found), "bold")]
    lines += [(f"  {counts[name]:>6,}  {word}", COLOURS[name]) for name, word in _WORDS if counts[name]]
    lines += _refused(found["refused_by"], width)
    lines += _listed(found["errors"], KINDS["errors"], "error", width)
    lines += _listed(found["findings"], KINDS["findings"], "check", width)
    if found["notes"]:
        notes = sum(entry["count"] for entry in found["notes"])
        kinds = ", ".join(entry["check"] for entry in found["notes"])
        lines.append((fit(f"{notes:,} note{'s' * (notes != 1)} for your eye: {kinds}", width), "dim"))
    if found["rejected_rows"]:
        rows = found["rejected_rows"]
        where = ": see rejected_rows in the manifest" if found["manifest"] else ""
        lines.append((f"{rows:,} feed row{'s' * (rows != 1)} rejected{where}", "yellow"))
    places = _places(found)
    return lines + _skipped(found["skipped"], width, LINES - len(lines) - len(places)) + places


def _refused(networks: Mapping[str, int], width: int) -> list[tuple[str, str]]:
    """Which networks' files are not to be trafficked although others of the same creatives may be."""
    told = ", ".join(f"{number:,} on {network}" for network, number in networks.items())
    return [(f"{'':8}" + fit(f"{told} alone; their other files may run", width - 8), COLOURS["fail"])] if told else []


def _places(found: dict[str, Any]) -> list[tuple[str, str]]:
    """Where things lie: what was not written is not named."""
    places = (
        ("files", str(found["manifest"] or "").removesuffix("/manifest.json")),
        ("trafficking", found["trafficking"]),
        ("gallery", found["report"]),
    )
    return [(f"{name:<12} {plain(path)}", "cyan") for name, path in places if path]


def _skipped(skipped: list[dict[str, Any]], width: int, room: int) -> list[tuple[str, str]]:
    """What no creative is made of: a line a reason, the commonest first, in so many lines."""
    reasons = by_reason(skipped)
    if not reasons:
        return []
    number = len({one["format"] for one in skipped})
    if number == 1:
        return [(fit(f"skipped: {skipped[0]['format']}: {reason}", width), "yellow") for reason in reasons]
    lines = [(f"{number:,} formats skipped", "yellow")]
    told = list(reasons.items())
    shown = told if len(told) < room else told[: max(REASONS, room) - 2]
    lines += [(f"  {len(ids):>6,} × " + few(f"{_gist(reason)}:", ids, width - 11), "yellow") for reason, ids in shown]
    if rest := told[len(shown) :]:
        number = sum(len(ids) for _, ids in rest)
        for_what = "another reason" if len(rest) == 1 else f"{len(rest)} other reasons"
        lines.append((f"  {number:>6,} × for {for_what}, in the gallery", "yellow"))
    return lines


def _gist(reason: str) -> str:
    """A reason up to its first pause; what stands in quotation marks is whole."""
    found = _PAUSED.match(reason)
    return found[0] if found else reason


_PAUSED = re.compile(r"(?:(?<!\w)'[^']*'|[^,:])+")
_WORDS = (
    ("ok", "fine"),
    ("warn", "with a warning"),
    ("fail", "against a rule: not to be trafficked"),
    ("error", "not made"),
)


def _headline(found: dict[str, Any]) -> str:
    number, cached = found["creatives"], found["cached"]
    parts = [f"{number:,} creative{'s' * (number != 1)}"]
    made = number - cached
    if cached:
        parts.append(f"{made:,} made, {cached:,} unchanged" if made else "all unchanged")
    if found.get("removed"):
        parts.append(f"{found['removed']:,} removed")
    if found.get("renamed"):
        parts.append(f"{found['renamed']:,} renamed")
    if found["bytes"]:
        parts.append(size(found["bytes"]))
    if found["seconds"]:
        parts.append(span(found["seconds"]))
    if made and found["seconds"] >= 0.1:
        parts.append(f"{made / found['seconds']:,.0f}/s")
    return f"{plain(found['campaign'])}: {' · '.join(parts)}"


def _listed(entries: list[dict[str, Any]], most: int, name: str, width: int) -> list[tuple[str, str]]:
    """Kinds of findings or errors: how often, which, what it says, and where for instance."""
    lines = []
    for entry in entries[:most]:
        what = ": ".join(entry[part] for part in (name, "message") if part in entry)
        lines.append((f"  {entry['count']:>6,} × " + fit(what, width - 11), COLOURS[entry.get("status", "error")]))
        lines.append((f"{'':11}e.g. {plain(entry['example'])}", "dim"))
    if len(entries) > most:
        lines.append((f"{'':11}and {len(entries) - most:,} more kinds, in the gallery", "dim"))
    return lines
