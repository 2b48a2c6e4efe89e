"""The output folder: merging, removing, healing, and one run at a time."""

from __future__ import annotations

import errno
import fcntl
import io
import itertools
import os
import shutil
from collections.abc import Generator, Iterable
from pathlib import Path

import pytest
from line_shop import Shop
from PIL import Image

from renderer.build import build
from renderer.commands.rendering import Options, exit_code, planned, render
from renderer.errors import InputError, OutputError
from renderer.executors.serial import serial
from renderer.reports.console import Console
from renderer.stages.plan import Selection
from renderer.stores.outputs import Outputs
from renderer.work import Done, Task, Work


def keys(shop: Shop) -> list[str]:
    return [creative["key"] for creative in shop.manifest()["creatives"]]


def test_a_filtered_run_drops_nothing(shop: Shop) -> None:
    shop.run()
    before, files, order = shop.manifest(), shop.files(), keys(shop)
    shop.rows[0]["price"] = shop.rows[1]["price"] = "7.00 EUR"
    shop.write()
    assert len(shop.made(selection=Selection(items=("item0",)))) == 4
    assert keys(shop) == order
    assert shop.touched(files) == {path for path in files if "/item0/" in path}
    assert [one for one in shop.manifest()["creatives"] if "item0" not in one["items"]] == [
        one for one in before["creatives"] if "item0" not in one["items"]
    ]


def test_a_file_that_an_ended_worker_left_half_written_goes(shop: Shop) -> None:
    def ended(work: Work, tasks: Iterable[Task]) -> Generator[Done, None, None]:
        shop.hidden("tmp/4711-1").write_bytes(b"half")
        yield from serial(work, itertools.islice(tasks, 1))
        raise KeyboardInterrupt

    result, _ = shop.run(ended)
    assert result.interrupted
    assert result.made
    assert not list(shop.hidden("tmp").glob("*"))


def test_a_filtered_run_keeps_what_left_the_campaign(shop: Shop) -> None:
    shop.run()
    files = shop.files()
    shop.rows = shop.rows[:2]
    shop.write()
    result, _ = shop.run(selection=Selection(items=("item0",)))
    assert not result.removed
    assert shop.files() == files
    assert len(keys(shop)) == 12


def test_what_left_the_campaign_is_removed(shop: Shop) -> None:
    shop.run()
    root = shop.output / "demo" / "web"
    added = root / "iab-medium-rectangle" / "everyone.fr-FR" / "item2" / "notes.txt"
    added.write_text("mine")
    changed = root / "iab-smartphone-wide-banner" / "everyone.fr-FR" / "item2" / "iab-smartphone-wide-banner.jpg"
    changed.write_bytes(changed.read_bytes() + b"retouched")
    shop.rows = shop.rows[:2]
    shop.write()
    result, _ = shop.run()
    assert result.removed == 4
    assert len(keys(shop)) == 8
    assert added.read_text() == "mine"
    assert changed.exists()
    assert not (root / "iab-medium-rectangle" / "everyone.en-GB" / "item2").exists()
    assert not (added.parent / "iab-medium-rectangle.jpg").exists()
    assert not any(not any(folder.iterdir()) for folder in root.rglob("*") if folder.is_dir())


@pytest.mark.parametrize("how", ["left the campaign", "another type", "another type, killed"])
def test_what_cannot_be_removed_is_told_and_tried_again(shop: Shop, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    shop.run()
    old = {path for path in shop.files() if "/item2/" in path or "type" in how}
    unlink = Path.unlink

    def refused(self: Path, missing_ok: bool = False) -> None:
        if self.suffix == ".jpg":
            raise PermissionError(errno.EACCES, "Permission denied", str(self))
        unlink(self, missing_ok)

    monkeypatch.setattr(Path, "unlink", refused)
    if "type" in how:
        shop.campaign["placements"][0]["encoding"] = "png"
    else:
        shop.rows = shop.rows[:2]
    shop.write()
    if "killed" in how:
        with monkeypatch.context() as patch:
            patch.setattr(Outputs, "finish", lambda *_: pytest.exit("killed"))
            with pytest.raises(pytest.exit.Exception):
                shop.run()
    for again in (False, True):
        lines: list[str] = []
        result, folder = render(shop.folder, Options(shop.output, 0), Console(io.StringIO()), lines.append)
        assert {stuck.file.path for stuck in result.stuck} == old <= set(shop.files())
        assert (result.removed, result.changed) == (0, not again)
        told = [line for line in lines if "cannot be removed" in line]
        assert told == [f"{folder}: {len(old)} files of earlier creatives cannot be removed (permission denied), "
                        f"{result.stuck[0].file.path} for one; the next run tries again"]  # fmt: skip
    monkeypatch.undo()
    result, _ = shop.run()
    assert not result.stuck
    assert not old & set(shop.files())
    assert not any(not any(folder.iterdir()) for folder in (folder / "web").rglob("*") if folder.is_dir())
    assert not shop.run()[0].changed


def test_a_file_that_could_not_be_removed_and_is_wanted_again(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.run()
    files, rows = shop.bytes(), shop.rows
    shop.rows = shop.rows[:2]
    shop.write()
    with monkeypatch.context() as patch:
        patch.setattr(Outputs, "remove", lambda *_: "no permission")
        assert len(shop.run()[0].stuck) == 4
    shop.rows = rows
    shop.write()
    assert not shop.run()[0].stuck
    assert shop.bytes() == files
    assert not shop.run()[0].changed


def test_empty_folders_go_even_if_the_file_is_gone_already(shop: Shop) -> None:
    shop.run()
    for path in shop.files():
        if "item2" in path:
            (shop.output / "demo" / path).unlink()
    shop.rows = shop.rows[:2]
    shop.write()
    shop.run()
    assert not list((shop.output / "demo").rglob("item2"))


def test_a_whole_placement_that_left(shop: Shop) -> None:
    shop.run()
    shop.campaign["placements"][0]["id"] = "site"
    shop.write()
    shop.run()
    assert sorted(one.name for one in (shop.output / "demo").iterdir()) == [".render", "manifest.json", "site"]


def test_another_type_of_file_replaces_the_first(shop: Shop) -> None:
    shop.run()
    shop.campaign["placements"][0]["encoding"] = "png"
    shop.write()
    shop.run()
    assert {Path(path).suffix for path in shop.files()} == {".png"}


@pytest.mark.parametrize("spoil", ["delete", "alter", "truncate", "same size"])
def test_a_spoilt_file_is_made_again(shop: Shop, spoil: str) -> None:
    shop.run()
    good = shop.bytes()
    path, content = next(iter(good.items()))
    file = shop.output / "demo" / path
    match spoil:
        case "delete":
            file.unlink()
        case "alter":
            file.write_bytes(b"altered")
        case "truncate":
            file.write_bytes(content[:100])
        case "same size":
            file.write_bytes(content[::-1])
    assert len(shop.made()) == 1
    assert shop.bytes() == good
    assert not shop.made()


def test_a_copied_folder_stays_valid(shop: Shop, paints: list[int], tmp_path: Path) -> None:
    shop.run()
    other = tmp_path / "elsewhere"
    shutil.copytree(shop.output, other, copy_function=shutil.copy)
    for path in shop.files(other):
        os.utime(other / "demo" / path, (1, 1))
    before, manifest = shop.files(other), shop.manifest_file(other).stat().st_mtime_ns
    paints.clear()
    result, _ = shop.run(output=other)
    assert (result.made, result.cached, result.changed) == (0, 12, False)
    assert not paints
    assert shop.files(other) == before
    assert shop.manifest_file(other).stat().st_mtime_ns == manifest


@pytest.mark.parametrize("name", ["manifest.json", ".render/ledger.jsonl", ".render/journal.jsonl"])
@pytest.mark.parametrize("how", ["deleted", "emptied", "truncated", "garbage", "garbage within"])
def test_damaged_records_heal(shop: Shop, name: str, how: str) -> None:
    shop.run()
    files, manifest = shop.bytes(), shop.manifest()
    file = shop.output / "demo" / name
    content = file.read_bytes() if file.exists() else shop.hidden("ledger.jsonl").read_bytes()
    match how:
        case "deleted":
            file.unlink(missing_ok=True)
        case "emptied":
            file.write_bytes(b"")
        case "truncated":
            file.write_bytes(content[: len(content) // 2])
        case "garbage":
            file.write_bytes(bytes(range(256)) * 20)
        case "garbage within":
            middle = len(content) // 2
            file.write_bytes(content[:middle] + b"\xff\xfe\n\0{}[" + content[middle + 7 :])
    shop.run()
    assert shop.bytes() == files
    assert shop.manifest() == manifest
    result, _ = shop.run()
    assert (result.made, result.changed) == (0, False)


@pytest.mark.parametrize("name", ["ledger.jsonl", "journal.jsonl"])
def test_a_flipped_bit_is_not_believed(shop: Shop, name: str) -> None:
    """JSON that still reads well, but says something else."""
    shop.run()
    manifest, key = shop.manifest(), keys(shop)[0]
    content = shop.hidden("ledger.jsonl").read_bytes()
    shop.hidden(name).write_bytes(content.replace(b"https://toucan", b"hxtps://toucan", 1))
    shop.manifest_file().unlink()
    assert shop.made() == {key} if name == "ledger.jsonl" else not shop.made()
    assert shop.manifest() == manifest


def test_a_ledger_without_checksums_is_as_if_absent(shop: Shop) -> None:
    """Written by an earlier version."""
    shop.run()
    files, ledger = shop.bytes(), shop.hidden("ledger.jsonl")
    ledger.write_bytes(b"\n".join(line[12:-1] for line in ledger.read_bytes().splitlines()))
    shop.rows = shop.rows[:2]
    shop.write()
    assert len(shop.made()) == 8
    assert shop.bytes() == {path: content for path, content in files.items() if "/item2/" not in path}


def test_a_lost_ledger_still_knows_what_to_keep_and_remove(shop: Shop) -> None:
    shop.run()
    shop.hidden("ledger.jsonl").unlink()
    shop.run(selection=Selection(items=("item0",)))
    assert len(keys(shop)) == 12
    shop.hidden("ledger.jsonl").write_bytes(b"\xff")
    shop.rows = shop.rows[:2]
    shop.write()
    shop.run()
    assert len(keys(shop)) == len(shop.files()) == 8


def test_a_second_run_at_once_is_refused(shop: Shop) -> None:
    shop.run()
    before = shop.files()
    hidden = shop.hidden("tmp")
    with Outputs(shop.output / "demo").opened():
        (hidden / "another-run-writes-this").write_bytes(b"")
        with pytest.raises(OutputError, match="another run is writing here"):
            shop.run()
        code, out, err = shop.render()
        assert (code, out) == (2, "")
        assert err.splitlines()[-1] == "output/demo: another run is writing here"
        assert "Traceback" not in err
        assert (hidden / "another-run-writes-this").exists(), "the first run's temporary files were touched"
    assert shop.touched(before) == set()
    assert not shop.run()[0].changed


def test_the_folder_waits_for_the_last_worker_of_a_killed_run(shop: Shop) -> None:
    """The lock is inherited: while anyone who may still write lives, the folder is taken."""
    with Outputs(shop.output / "demo").opened():
        child = os.fork()
        if child == 0:
            os.read(0, 0)
            import time

            time.sleep(0.6)
            os._exit(0)
        lock = shop.hidden("lock").open("a")
        with pytest.raises(BlockingIOError):
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        lock.close()
    os.waitpid(child, 0)
    shop.run()


def test_leftovers_of_a_killed_run_are_cleaned(shop: Shop) -> None:
    shop.run()
    (shop.hidden("tmp") / "123-4").write_bytes(b"half a file")
    shop.run()
    assert not list(shop.hidden("tmp").iterdir())


def test_a_folder_that_cannot_be_written(shop: Shop) -> None:
    shop.output.write_text("a file where the folder should be")
    code, out, err = shop.render()
    assert (code, out) == (2, "")
    assert "Traceback" not in err
    assert len(err.strip().splitlines()) == 1


def test_a_folder_removed_while_running(shop: Shop) -> None:
    """Someone tidies up under our hands: a part is made again, but not all of it: what was there would be missing."""
    outputs = Outputs(shop.output / "demo")
    outputs.folder.mkdir(parents=True)
    outputs.write("a/b/c.txt", b"1")
    shutil.rmtree(outputs.folder / "a")
    shutil.rmtree(outputs.hidden)
    outputs.write("a/b/c.txt", b"2")
    assert outputs.read("a/b/c.txt") == b"2"
    shutil.rmtree(shop.output)
    with pytest.raises(OutputError):
        outputs.write("a/b/c.txt", b"3")
    assert not shop.output.exists()


def test_two_campaigns_of_one_name_do_not_share_a_folder(shop: Shop) -> None:
    shop.run()
    before = shop.files()
    (shop.folder / "summer.yaml").write_bytes((shop.folder / "campaign.yaml").read_bytes())
    made, inputs = planned(shop.folder / "summer.yaml", shop.output, Selection(), None)
    with pytest.raises(InputError, match=r"'demo' is the name of .*campaign\.yaml too; give one of them another"):
        build(made, shop.output / "demo", inputs, shop.output / ".cache", serial)
    assert not shop.touched(before)
    (shop.folder / "campaign.yaml").unlink()  # renamed, not doubled
    result = build(made, shop.output / "demo", inputs, shop.output / ".cache", serial)
    assert (result.made, result.cached) == (0, 12)


def test_a_run_answers_for_what_it_was_about(shop: Shop) -> None:
    """The exit code of a filtered run is not another creative's."""
    picture = shop.folder / "item1.png"
    with Image.open(picture) as small:  # large enough for every layout: no warning
        large = small.resize((384, 384), Image.Resampling.NEAREST)
    large.save(picture)
    shop.rows[0]["image_link"] = "gone.png"
    shop.write()
    result, _ = shop.run()
    assert exit_code(result, strict=True) == 1
    result, _ = shop.run(selection=Selection(only="*item1"))
    assert len(result.records) == 12
    assert len(result.selected) == 4
    assert exit_code(result, strict=True) == 0


def test_a_report_speaks_of_the_manifest_as_it_is(shop: Shop) -> None:
    page = shop.output / "demo" / "report.html"

    def rendered(*reports: str) -> None:
        render(shop.folder, Options(shop.output, 0, reports=reports), Console(io.StringIO()))

    rendered("html")
    shop.campaign["messages"]["en-GB"]["headline"] = "Autumn"
    shop.rows[0]["id"] = "renamed"
    shop.write()
    rendered("json")
    assert "renamed" not in page.read_text()
    rendered("html")
    assert "renamed" in page.read_text()
    before = page.stat().st_mtime_ns
    rendered("html")
    assert page.stat().st_mtime_ns == before


OWN = """
family: own
channel: display
source: [IAB-FIXED-2019]
as_of: 2026-01-01
formats:
  - {id: own/card, name: {en: Card, fr: Carte}, size: [300, 200], verified: true}
"""


def test_a_report_names_formats_as_they_are_called(shop: Shop) -> None:
    """A name is in no creative and in no manifest, but in the gallery."""
    own, page = shop.folder / "formats" / "own.yaml", shop.output / "demo" / "report.html"
    own.parent.mkdir()
    own.write_text(OWN)
    shop.campaign["placements"][0]["formats"] = ["own/card"]
    shop.write()
    render(shop.folder, Options(shop.output, 0), Console(io.StringIO()))
    own.write_text(OWN.replace("Card", "Postcard"))
    result, _ = render(shop.folder, Options(shop.output, 0), Console(io.StringIO()))
    assert not result.changed
    assert "Postcard" in page.read_text()


@pytest.mark.parametrize("how", ["removed", "truncated", "one byte"])
def test_what_is_written_beside_the_creatives_is_renewed(shop: Shop, how: str) -> None:
    """Their bytes count, not their size and time."""
    options = Options(shop.output, 0, reports=("html", "json"))
    render(shop.folder, options, Console(io.StringIO()))
    beside = [shop.output / "demo" / name for name in ("report.html", "report.json", "manifest.json")]
    pages = [file.read_bytes() for file in beside[:2]]
    manifest = shop.manifest()
    for file in beside:
        stat, content = file.stat(), file.read_bytes()
        match how:
            case "removed":
                file.unlink()
            case "truncated":
                file.write_bytes(content[:1000])
            case "one byte":
                file.write_bytes(content.replace(b"toucan.example", b"toucan.ezample", 1))
                os.utime(file, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    result, _ = render(shop.folder, options, Console(io.StringIO()))
    assert result.cached == 12
    assert [file.read_bytes() for file in beside[:2]] == pages
    assert shop.manifest() == manifest
    times = [file.stat().st_mtime_ns for file in beside]
    render(shop.folder, options, Console(io.StringIO()))
    assert [file.stat().st_mtime_ns for file in beside] == times
