"""A feed full of hostile strings: the run ends in order, and neither its files, its sheet nor its gallery do harm."""

from __future__ import annotations

import csv
import fcntl
import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from browsing import Watched, watch
from hostile import NAMES, TEXTS, URLS
from hostile_shop import hostile_feed, hostile_rows

ACTING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")
"""What steers a terminal, turns the direction of writing or is no text at all."""
SAFE = {"https:", "http:", "mailto:", "ftp:", "url:"}
"""Schemes of the list that lead to a page or an app. An address without one takes the place's own, and is warned of."""


class Run(NamedTuple):
    """What came of the feed."""

    code: int
    said: str
    folder: Path
    output: Path
    manifest: dict[str, Any]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """Made once, also where several processes share these tests."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "hostile"
    told = folder.with_suffix(".json")
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.exists():
            told.write_text(json.dumps(_made(folder)))
    code, said = json.loads(told.read_text())
    output = folder / "output/hostile"
    return Run(code, said, folder, output, json.loads((output / "manifest.json").read_bytes()))


def _made(folder: Path) -> tuple[int, str]:
    file = hostile_feed(folder)
    done = subprocess.run([sys.executable, "-m", "renderer.cli", file.name, "-j", "2"], cwd=folder, timeout=300,
                          capture_output=True, check=False, env={**os.environ, "HOME": str(folder)})  # fmt: skip
    return done.returncode, done.stdout.decode() + done.stderr.decode()


def test_the_lists_are_long_and_every_string_has_a_name_of_its_own() -> None:
    assert len(TEXTS) >= 120
    assert len(URLS) >= 100
    for ones in (TEXTS, URLS, NAMES):
        assert len({(one.group, one.name) for one in ones}) == len(ones)
        assert len({one.text for one in ones}) == len(ones)
    assert any(sign in one.text for one in TEXTS for sign in "\ud83d\x00\u202e\u2066\u2028")


def test_the_run_ends_in_order_and_says_nothing_that_steers_a_terminal(run: Run) -> None:
    assert run.code in (0, 1), run.said
    assert "Traceback" not in run.said
    assert "internal error" not in run.said
    assert ACTING.findall(run.said) == []


def test_every_row_is_made_or_rejected_with_a_reason(run: Run) -> None:
    creatives = run.manifest["creatives"]
    assert [one["key"] for one in creatives if one["status"] == "error"] == []
    rejected = {one["row"] for one in run.manifest["rejected_rows"]}
    assert all(one["reason"] for one in run.manifest["rejected_rows"])
    assert len(creatives) == len(hostile_rows()) - len(rejected)
    assert {item for one in creatives for item in one["items"]} >= {"name-0", "url-60"}


def test_nothing_is_half_written_or_written_elsewhere(run: Run) -> None:
    named = {file["path"]: file["bytes"] for one in run.manifest["creatives"] for file in one["files"]}
    found = {path.relative_to(run.output).as_posix(): path.stat().st_size
             for path in run.output.rglob("*") if path.is_file() and ".render" not in path.parts}  # fmt: skip
    for extra in ("manifest.json", "report.html", "report.json", "trafficking.csv", "trafficking.xlsx"):
        found.pop(extra, None)
    assert found == named
    assert not list((run.output / ".render/tmp").glob("*"))
    assert {path.name for path in run.folder.iterdir()} == {"brand", "images", "feed.jsonl", "campaign.yaml", "output"}
    assert not Path("/tmp/owned").exists()


def test_names_of_files_are_plain(run: Run) -> None:
    names = [file["path"] for one in run.manifest["creatives"] for file in one["files"]]
    parts = {part for name in (*names, *(one["key"] for one in run.manifest["creatives"])) for part in name.split("/")}
    assert [part for part in parts if not re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._+-]{0,149}", part)] == []
    assert len({name.lower() for name in names}) == len(names), "on every disk"


@pytest.mark.browser
def test_no_click_runs_anything(run: Run, chromium: Any) -> None:
    clicks = [one["click_url"] for one in run.manifest["creatives"]]
    assert len(clicks) > 100
    assert [one for one in clicks if not (one.isascii() and one.isprintable())] == []
    page = chromium.new_page()
    schemes = page.evaluate("urls => urls.map(url => { try { return new URL(url, 'https://page.example').protocol } "
                            "catch { return 'https:' } })", clicks)  # fmt: skip
    page.close()
    assert {scheme: url for scheme, url in zip(schemes, clicks, strict=True) if scheme not in SAFE} == {}
    told = {one["click_url"] for one in run.manifest["creatives"]
            if any(found["check"].startswith("click/") for found in one["findings"])}  # fmt: skip
    assert [url for url in clicks if not re.match("[a-z]+:/?/?[^:/]", url) and url not in told] == []


def test_the_sheet_holds_no_formula_and_nothing_that_turns_writing(run: Run) -> None:
    text = (run.output / "trafficking.csv").read_text(encoding="utf-8-sig")
    assert ACTING.findall(text.replace("\r\n", "\n")) == []
    rows = list(csv.reader(text.splitlines()))
    assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert {len(row) for row in rows} == {len(rows[0])}


@pytest.mark.browser
def test_the_gallery_runs_nothing_and_asks_for_nothing(run: Run, chromium: Any) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, service_workers="block")
    seen = watch(context.new_page(), run.output.as_uri() + "/")
    seen.page.goto((run.output / "report.html").as_uri())
    assert seen.wrong() == []
    _review(seen)
    assert seen.wrong() == []
    context.close()


def _review(seen: Watched) -> None:
    """What a reviewer does: reads on to the end, searches, opens creatives and their facts."""
    page = seen.page
    page.keyboard.press("End")
    for words in ("javascript", "<script>", '"', "kettle"):
        page.fill("#search", words)
        seen.settle(250)
    page.fill("#search", "")
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    for fragment in ("#group=format", "#group=variant", "#status=warn", "#status=fail", "#group=item"):
        page.evaluate("where => location.hash = where", fragment)
        seen.settle(150)
    page.locator(".shot").first.click()
    for _ in range(60):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Escape")
