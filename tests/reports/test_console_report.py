from __future__ import annotations

import io
import json
import threading
from pathlib import Path
from typing import Any

import pytest

from renderer.outcome import Creative, Finding, Skipped
from renderer.reports import json as json_report
from renderer.reports.console import Console, size, span, summary
from renderer.reports.tables import checks_table, feed_table, formats_table, plan_table
from renderer.reports.terminal import fit
from renderer.reports.totals import totals
from renderer.visible import plain

STEER = "\x1b[2J\x1b]0;owned\x07[red]bold[/red]\u202egnp.exe"


def creative(number: int, status: Any = "ok", cached: bool = False, **other: Any) -> Creative:
    values: dict[str, Any] = {"findings": (), "error": None} | other
    key = f"web/iab-leaderboard/all.fr-FR/SKU-{number}"
    return Creative(
        key,
        "web",
        "iab/leaderboard",
        "display",
        "iab-fixed",
        "all",
        "fr-FR",
        "",
        "",
        (f"SKU-{number}",),
        status,
        cached,
        (),
        "",
        **values,
    )


def manifest(creatives: list[Creative], **other: Any) -> dict[str, Any]:
    return {"campaign": "rentree", "creatives": creatives, "rejected_rows": [], "skipped": [], "seconds": 2.0} | other


class Clock:
    def __init__(self) -> None:
        self.time = 100.0

    def __call__(self) -> float:
        return self.time


class Ascii(io.TextIOWrapper):
    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="ascii", errors="strict")

    def text(self) -> str:
        self.flush()
        return self.buffer.getvalue().decode("ascii")  # type: ignore[attr-defined, no-any-return]


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def drive(stream: Any, live: bool, count: int, step: float) -> list[int]:
    clock = Clock()
    console = Console(stream, live, clock, width=100)
    console.start(count)
    threads = []
    for number in range(count):
        clock.time += step
        console.done(creative(number, cached=number % 2 == 0))
        threads.append(threading.active_count())
    console.finish()
    return threads


def test_plain_lines_come_once_a_tenth() -> None:
    stream = io.StringIO()
    drive(stream, False, 1000, 0.01)
    lines = stream.getvalue().splitlines()
    assert len(lines) == 10
    assert lines[0] == "100/1,000 · 100/s · 9.0 s left · 50 cached"
    assert lines[-1] == "1,000/1,000 · 500 cached"


def test_plain_lines_come_after_a_silence_and_not_in_a_flood() -> None:
    slow, fast = io.StringIO(), io.StringIO()
    drive(slow, False, 3, 7.0)
    drive(fast, False, 10_000, 0.000_001)
    assert len(slow.getvalue().splitlines()) == 3
    assert len(fast.getvalue().splitlines()) == 1


def test_the_bar_needs_no_thread_and_is_redrawn_ten_times_a_second_at_most() -> None:
    before = threading.active_count()
    stream = Terminal()
    assert set(drive(stream, True, 1000, 0.001)) == {before}
    assert 9 <= stream.getvalue().count("/1,000") <= 13
    assert "left" in stream.getvalue()
    assert stream.getvalue().endswith("\x1b[?25h") or "\x1b[?25h" in stream.getvalue()


@pytest.mark.parametrize("live", [True, False])
def test_errors_are_told_at_once_and_not_without_end(live: bool) -> None:
    stream = Terminal()
    console = Console(stream, live, Clock(), width=200)
    console.start(None)
    for number in range(20):
        console.done(creative(number, "error", error=f"disk full {STEER}\nTraceback"))
    console.finish()
    assert stream.getvalue().count("error: web/") == 5
    assert "20 errors" in stream.getvalue()
    assert "\x1b[2J" not in stream.getvalue()
    assert "\x1b]0" not in stream.getvalue()
    assert "Traceback" not in stream.getvalue()


def test_a_terminal_that_cannot_show_a_sign_gets_a_stand_in() -> None:
    for live in (True, False):
        stream = Ascii()
        drive(stream, live, 20, 1.0)
        assert "20/20 - 10 cached" in stream.text()
    stream = Ascii()
    summary(manifest([creative(1, "error", error="café 日本")]), "out", stream)
    formats_table(stream, [{"id": "iab/a", "width": 1, "height": 2, "name_en": "Pavé"}])
    plan_table(stream, ["a"], ["b", "c"], {("a", "b"): 1})
    assert "caf? ??" in stream.text()


def test_no_colour_where_it_is_not_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    coloured, plain_ = Terminal(), Terminal()
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    summary(manifest([creative(1)]), "out", coloured)
    monkeypatch.setenv("NO_COLOR", "1")
    summary(manifest([creative(1)]), "out", plain_)
    assert "\x1b[32m" in coloured.getvalue()
    assert "\x1b[3" not in plain_.getvalue()


def crowded() -> dict[str, Any]:
    findings = [
        Finding(f"subject/problem-{n}", "fail" if n % 2 else "warn", "It is too much. " * 20) for n in range(30)
    ]
    creatives = [creative(n, "fail", findings=(findings[n % 30], findings[n % 30])) for n in range(300)]
    creatives += [creative(n, "error", error=f"cause {n % 9}") for n in range(20)]
    creatives += [creative(n, "warn") for n in range(5)] + [creative(n, cached=True) for n in range(5)]
    skipped = [Skipped(f"iab/f{n}", "no painter " * 30) for n in range(40)]
    return manifest(creatives, skipped=skipped, rejected_rows=[{"row": 1, "id": "", "field": "id", "reason": "empty"}])


@pytest.mark.parametrize("width", [40, 80, 200])
def test_a_crowded_summary_stays_short(width: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "output/rentree").mkdir(parents=True)
    (tmp_path / "output/rentree/report.html").touch()
    stream = io.StringIO()
    summary(crowded(), "output/rentree", stream, width)
    lines = stream.getvalue().splitlines()
    assert len(lines) <= 25
    assert lines[0].startswith("rentree: 330 creatives")
    assert lines[-2:] == ["files        output/rentree", "gallery      output/rentree/report.html"]
    told = [line for line in lines if "e.g." not in line and "more" not in line and "rejected" not in line]
    assert all(len(line) <= max(width, 64) for line in told)


def test_a_gallery_that_was_not_written_is_not_named() -> None:
    stream = io.StringIO()
    found = summary(manifest([creative(1)]), "nowhere", stream, 80)
    assert found["report"] is None
    assert "report.html" not in stream.getvalue()


def test_totals_count_creatives_not_findings() -> None:
    found = totals(crowded(), "out/")
    assert found["counts"] == {"ok": 5, "warn": 5, "fail": 300, "error": 20}
    assert found["findings"][0]["count"] == 10
    assert found["findings"][0]["status"] == "fail"
    assert sum(cause["count"] for cause in found["errors"]) == 20
    assert found["per_second"] == 165.0
    assert found["manifest"] == "out/manifest.json"
    assert json.loads(json.dumps(found)) == found


def test_an_unchanged_run_says_so() -> None:
    stream = io.StringIO()
    summary(manifest([creative(n, cached=True) for n in range(3)], seconds=0.04), "out", stream)
    assert "3 creatives · all unchanged · 0.0 s" in stream.getvalue().splitlines()[0]


def test_a_run_says_what_it_made_how_fast_and_where(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "out").mkdir()
    (tmp_path / "out/trafficking.xlsx").touch()
    stream = io.StringIO()
    made = manifest([creative(n, cached=n < 3) for n in range(13)], renamed=3, removed=2)
    summary(made, "out", stream, 80)
    lines = stream.getvalue().splitlines()
    assert lines[0] == "rentree: 13 creatives · 10 made, 3 unchanged · 2 removed · 3 renamed · 2.0 s · 5/s"
    assert lines[-2:] == ["files        out", "trafficking  out/trafficking.xlsx"]


def test_formats_skipped_for_one_reason_share_a_line() -> None:
    stream = io.StringIO()
    plan_table(
        stream, ["a"], ["b"], {("a", "b"): 1}, [("x/1", "no painter"), ("x/2", "too big"), ("x/3", "no painter")]
    )
    told = ["2 skipped: no painter", "  x/1, x/3", "1 skipped: too big", "  x/2"]
    assert stream.getvalue().splitlines()[-4:] == told


FILM = "is a film, which the picture painter does not make"
LATER = "'as: html5' is not painted by this version"


@pytest.mark.parametrize("width", [64, 80, 120])
def test_what_is_skipped_is_told_by_its_reason(width: int) -> None:
    skipped = [Skipped("email/text", "is text alone, without a picture"), Skipped("iab/skin", LATER)]
    skipped += [Skipped(f"video/linear-{n}", FILM) for n in range(30)]
    stream = io.StringIO()
    summary(manifest([creative(1)], skipped=skipped), None, stream, width)
    lines = stream.getvalue().splitlines()[2:]
    assert lines[0] == "32 formats skipped"
    assert lines[1].startswith("      30 × is a film: video/linear-0, video/linear-1, ")
    assert lines[1].endswith(", …")
    assert lines[1].count("video/") == {64: 2, 80: 3, 120: 6}[width]
    assert lines[2:] == ["       1 × is text alone: email/text", f"       1 × {LATER}: iab/skin"]
    assert all(len(line) <= width for line in lines)


def test_one_format_that_is_skipped_is_told_with_all_of_its_reason() -> None:
    stream = io.StringIO()
    summary(manifest([creative(1)], skipped=[Skipped("iab/skin", FILM)]), None, stream, 100)
    assert stream.getvalue().splitlines()[-1] == f"skipped: iab/skin: {FILM}"


def test_many_reasons_leave_room_for_the_rest() -> None:
    skipped = [Skipped(f"iab/f{n}", f"reason {n}") for n in range(40)]
    stream = io.StringIO()
    summary(manifest([creative(1)], skipped=skipped), None, stream, 80)
    lines = stream.getvalue().splitlines()
    assert len(lines) == 25
    assert lines[-1] == "      19 × for 19 other reasons, in the gallery"
    stream = io.StringIO()
    summary(crowded() | {"skipped": skipped}, None, stream, 80)
    assert len(stream.getvalue().splitlines()) <= 25


def test_values_cannot_steer_the_terminal() -> None:
    stream = Terminal()
    bad = creative(1, "fail", findings=(Finding(STEER, "fail", STEER),))
    summary(manifest([bad], campaign=STEER), "out", stream, 120)
    feed_table(stream, {"dialect": STEER}, [(STEER, STEER, STEER)], [{"title": STEER}], [{"row": 1, "reason": STEER}])
    for sign in ("\x1b[2J", "\x1b]", "\x07", "\u202e"):
        assert sign not in stream.getvalue()
    assert "[red]bold[/red]" in stream.getvalue()


def test_formats_fold_to_the_terminal() -> None:
    row = {
        "id": "iab/medium-rectangle",
        "width": 300,
        "height": 250,
        "name_en": "Medium rectangle",
        "name_fr": "Pavé",
        "limit_kb": 150,
        "verified": True,
    }
    for width in (50, 80, 160):
        stream = io.StringIO()
        formats_table(stream, [row] * 3, width)
        assert all(len(line) <= width for line in stream.getvalue().splitlines())
        assert "iab/medium-rectangle" in stream.getvalue()
        assert ("  Medium rectangle / Pavé\n" in stream.getvalue()) == (width < 160)
        assert "Pavé" in stream.getvalue()


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_ids_and_names_of_formats_are_never_cut(width: int) -> None:
    long = {"id": "rising-star/mobile-filmstrip-full-screen", "width": 320, "height": 50, "skipped": "is a film",
            "name_en": "Mobile filmstrip full screen", "name_fr": "Filmstrip plein écran"}  # fmt: skip
    stream = io.StringIO()
    formats_table(stream, [long, {"id": "iab/a", "size": "88x31", "name_en": "Pavé", "limit_kb": 50}], width)
    lines = [line.rstrip() for line in stream.getvalue().splitlines()]
    assert all(len(line) <= max(width, 40) for line in lines)
    assert sum(long["id"] in line for line in lines) == 1
    text = " ".join(" ".join(lines).split())
    for words in ("320x50", "skipped", "88x31", "50", "Pavé"):
        assert words in text
    if width < 120:
        assert "Mobile filmstrip full screen / Filmstrip plein écran" in text
    assert all("…" not in line for line in lines)


def test_checks_show_their_reason() -> None:
    stream = io.StringIO()
    checks_table(
        stream, [{"id": "weight/too-heavy", "status": "fail", "reason": "The place refuses it.", "source": "IAB"}]
    )
    assert "weight/too-heavy" in stream.getvalue()
    assert "The place refuses it." in stream.getvalue()


def test_a_plan_is_a_matrix_or_where_too_wide_a_list() -> None:
    columns = [f"segment-{n} fr-FR" for n in range(8)]
    counts = {("iab/leaderboard", column): 12 for column in columns}
    wide, narrow = io.StringIO(), io.StringIO()
    plan_table(wide, ["iab/leaderboard", "iab/none"], columns, counts, [("iab/skin", "no painter")], 250)
    plan_table(narrow, ["iab/leaderboard", "iab/none"], columns, counts, (), 60)
    assert "1 skipped: no painter\n  iab/skin" in wide.getvalue()
    assert next(line for line in wide.getvalue().splitlines() if line.startswith("iab/leaderboard")).count("12") == 8
    assert sum("segment-" in line for line in narrow.getvalue().splitlines()) == 8
    assert all(len(line.rstrip()) <= 60 for line in narrow.getvalue().splitlines())
    assert all("96" in stream.getvalue() for stream in (wide, narrow))


def test_a_feed_is_shown_as_it_was_understood() -> None:
    stream = io.StringIO()
    rejected = [{"row": n, "id": f"A{n}", "field": "price", "reason": "is no amount"} for n in range(12)]
    feed_table(
        stream,
        {"dialect": "csv", "delimiter": "\t", "encoding": "cp1252"},
        [("Nom", "title", "guess"), ("Poids", "", "unused")],
        [{"id": "A1", "title": "Théière"}],
        rejected,
    )
    shown = stream.getvalue()
    for words in ("tab", "cp1252", "Nom", "(attribute)", "Théière", "12 rejected rows", "and 2 more"):
        assert words in shown


def test_small_words() -> None:
    assert [span(s) for s in (0.84, 9.96, 42, 185, 7_800)] == ["0.8 s", "10.0 s", "42 s", "3 min 05 s", "2 h 10 min"]
    assert [size(n) for n in (300, 42_000, 1_500_000, 2_000_000_000)] == ["0 kB", "42 kB", "1.5 MB", "2.0 GB"]
    assert plain("a\n b\x00\u2067") == "a b\\x00\\u2067"
    assert fit("日本語テキスト", 7) == "日本語…"


def test_json_is_the_same_for_runs_of_the_same_result() -> None:
    cold = manifest([creative(2), creative(1, "warn", findings=(Finding("text/too-small", "warn", "é"),))])
    warm = manifest(
        [creative(1, "warn", True, findings=(Finding("text/too-small", "warn", "é"),)), creative(2, cached=True)]
    )
    assert json_report.report(cold) == json_report.report(warm | {"seconds": 0.1})
    found = json.loads(json_report.report(cold))
    assert found["summary"]["counts"]["warn"] == 1
    assert [one["key"][-1] for one in found["creatives"]] == ["1", "2"]


def test_notes_are_counted_apart() -> None:
    note = Finding("space/empty", "note", "A third is empty")
    made = manifest([creative(1, findings=(note,)), creative(2, findings=(note,)), creative(3)])
    found = totals(made, "out")
    assert found["findings"] == []
    assert [(one["check"], one["count"]) for one in found["notes"]] == [("space/empty", 2)]
    assert found["counts"]["ok"] == 3
    stream = io.StringIO()
    summary(made, None, stream, width=100)
    assert "2 notes for your eye: space/empty" in stream.getvalue()
    assert "3  fine" in stream.getvalue()
