"""Digests, disk caches and their failures."""

from __future__ import annotations

import os
import random
from pathlib import Path
from types import SimpleNamespace

import pytest
from PIL import Image, ImageDraw

from renderer import digest
from renderer.errors import AssetError
from renderer.scene import Box
from renderer.stores import hashes, inputs
from renderer.stores import shelf as shelves
from renderer.stores.inputs import Asset, Inputs
from renderer.stores.shelf import Recent, Shelf

WHOLE = Box(0, 0, 1, 1)


def picture(path: Path) -> Path:
    image = Image.new("RGB", (200, 200), (230, 225, 215))
    ImageDraw.Draw(image).ellipse((60, 40, 140, 170), fill=(30, 60, 90))
    image.save(path)
    return path


def aged(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let entries look noted ten seconds after the file was written (its ctime cannot be set)."""
    later = path.stat().st_ctime_ns + 10_000_000_000
    monkeypatch.setattr(hashes.time, "time_ns", lambda: later)


def test_an_asset_names_content(tmp_path: Path) -> None:
    path = picture(tmp_path / "a.png")
    store = Inputs(tmp_path / "cache")
    asset = store.add(path)
    assert asset == Asset(digest.of_file(path), str(path), "picture", path.stat().st_size)
    assert store.asset(asset.digest) == asset
    assert not (tmp_path / "cache").exists()
    with pytest.raises(AssetError, match="no input with digest"):
        store.asset("00")


def test_unchanged_files_are_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = picture(tmp_path / "a.png")
    aged(path, monkeypatch)
    first = Inputs(tmp_path / "cache")
    asset = first.add(path)
    first.flush()
    monkeypatch.setattr(inputs.digest, "of_file", lambda _: pytest.fail("read again"))
    assert Inputs(tmp_path / "cache").add(path) == asset


def test_files_just_written_are_hashed_again(tmp_path: Path) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"one")
    first = Inputs(tmp_path / "cache")
    before = first.add(path)
    first.flush()
    stat = path.stat()
    path.write_bytes(b"two")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert Inputs(tmp_path / "cache").add(path).digest != before.digest


def test_changed_files_are_hashed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.bin"
    path.write_bytes(b"one")
    aged(path, monkeypatch)
    store = Inputs(tmp_path / "cache")
    before = store.add(path)
    path.write_bytes(b"other")
    assert store.add(path).digest != before.digest


def test_two_processes_keep_each_others_digests(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one, two = picture(tmp_path / "a.png"), tmp_path / "b.bin"
    two.write_bytes(b"two")
    aged(two, monkeypatch)
    first, second = Inputs(tmp_path / "cache"), Inputs(tmp_path / "cache")
    first.add(one)
    second.add(two)
    first.flush()
    second.flush()
    monkeypatch.setattr(inputs.digest, "of_file", lambda _: pytest.fail("read again"))
    third = Inputs(tmp_path / "cache")
    third.add(one)
    third.add(two)


def test_ten_thousand_unchanged_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One list knows them all, and none of them is opened."""
    paths = [tmp_path / f"{number}.bin" for number in range(10_000)]
    for path in paths:
        path.write_bytes(path.name.encode())
    aged(paths[-1], monkeypatch)
    store = Inputs(tmp_path / "cache")
    before = [store.add(path) for path in paths]
    store.flush()
    assert sum(entry.is_file() for entry in (tmp_path / "cache").rglob("*")) < 10
    monkeypatch.setattr(inputs.digest, "of_file", lambda _: pytest.fail("read again"))
    again = Inputs(tmp_path / "cache")
    assert [again.add(path) for path in paths] == before


def test_corrupt_caches_are_rebuilt(tmp_path: Path) -> None:
    path = picture(tmp_path / "a.png")
    store = Inputs(tmp_path / "cache")
    seen = store.analyse(store.add(path))
    store.flush()
    entries = [entry for entry in (tmp_path / "cache").rglob("*") if entry.is_file()]
    assert len(entries) == 2
    for damage in (b"", b"rubbish", bytes(100)):
        for entry in entries:
            entry.write_bytes(damage)
        again = Inputs(tmp_path / "cache")
        assert again.analyse(again.add(path)) == seen
    assert not list((tmp_path / "cache").rglob("*.tmp"))
    body = b"\x93\x01"  # sound checksum, wrong content
    entries[0].write_bytes(digest.of_bytes(body).encode() + body)
    entries[1].write_bytes(digest.of_bytes(body).encode() + body)
    again = Inputs(tmp_path / "cache")
    assert again.analyse(again.add(path)) == seen


def test_analyses_come_from_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = picture(tmp_path / "a.png")
    store = Inputs(tmp_path / "cache")
    asset = store.add(path)
    seen = store.analyse(asset)
    monkeypatch.setattr(inputs, "analyse", lambda *_: pytest.fail("analysed again"))
    assert store.analyse(asset) == seen
    assert Inputs(tmp_path / "cache").analyse(asset) == seen


def test_a_cache_that_cannot_be_written_breaks_nothing(tmp_path: Path) -> None:
    path = picture(tmp_path / "a.png")
    (tmp_path / "cache").write_text("a file where the folder should be")
    store = Inputs(tmp_path / "cache")
    asset = store.add(path)
    assert store.analyse(asset).plain
    assert store.pixels(asset, WHOLE, 10, 10).shape == (10, 10, 4)
    store.flush()
    (tmp_path / "logo.svg").write_text(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h5v5z"/></svg>'
    )
    assert store.pixels(store.add(tmp_path / "logo.svg"), WHOLE, 9, 9).any()


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, content: bytes) -> int:
        self.touch()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    shelf = Shelf(tmp_path)
    shelf.put("a/b", b"body")
    assert shelf.get("a/b") is None
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    """Six entries of 1,032 bytes and more, of two versions, of which the third was used last."""
    shelf = Shelf(tmp_path)
    for number in range(6):
        version = "0123456789ab" if number < 4 else "ba9876543210"
        shelf.put(f"{version}/kind/{number}", random.Random(number).randbytes(1000))
        os.utime(tmp_path / version / "kind" / str(number), ns=(number, number))
    shelf.put("table", bytes(100_000))
    (tmp_path / "notes").mkdir()
    (tmp_path / "notes" / "mine.txt").write_bytes(bytes(100_000))
    assert shelf.get("0123456789ab/kind/2") is not None
    shelf.limit = 4000
    return shelf


def test_what_was_used_longest_ago_goes_first(shelf: Shelf) -> None:
    shelf.tidy()
    assert {path.name for path in shelf.folder.glob("*/kind/*")} == {"2", "4", "5"}
    assert (shelf.folder / "notes" / "mine.txt").exists()
    assert shelf.get("table") == bytes(100_000)
    shelf.limit = 0
    shelf.tidy()
    assert sorted(path.name for path in shelf.folder.iterdir()) == ["notes", "table"]


def test_a_run_that_adds_without_end_stays_within_bounds(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, limit=8000)
    for number in range(40):
        shelf.put(f"0123456789ab/kind/{number}", random.Random(number).randbytes(500))
    assert sum(path.stat().st_size for path in tmp_path.rglob("*") if path.is_file()) < 10_000


def test_drawings_are_kept_small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawing = tmp_path / "logo.svg"
    drawing.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h5v5z"/></svg>')
    first = Inputs(tmp_path / "cache")
    pixels = first.pixels(first.add(drawing), WHOLE, 400, 400)
    assert sum(path.stat().st_size for path in (tmp_path / "cache").rglob("*") if path.is_file()) < 30_000
    monkeypatch.setattr(inputs.artwork, "rasterise", lambda *_: pytest.fail("drawn again"))
    again = Inputs(tmp_path / "cache")
    assert (again.pixels(again.add(drawing), WHOLE, 400, 400) == pixels).all()


def test_the_disk_is_not_filled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the run is about is written to the same disk."""
    monkeypatch.setattr(shelves.shutil, "disk_usage", lambda _: SimpleNamespace(free=shelves.RESERVE))
    shelf = Shelf(tmp_path)
    shelf.put("a/b", b"body")
    assert shelf.get("a/b") is None
    monkeypatch.setattr(shelves.shutil, "disk_usage", lambda _: SimpleNamespace(free=shelves.RESERVE + 1000))
    shelf.put("a/b", b"body")
    assert shelf.get("a/b") == b"body"


def test_files_long_gone_are_forgotten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashes, "_MOST", 10)
    for run in range(3):
        store = Inputs(tmp_path / "cache")
        for number in range(6):
            file = tmp_path / f"{run}.{number}"
            file.write_bytes(file.name.encode())
            store.add(file)
        store.flush()
        table = Inputs(tmp_path / "cache")._hashes._read()
        assert {path for path in table if f"/{run}." in path} == {str(tmp_path / f"{run}.{n}") for n in range(6)}
        assert len(table) <= 10


def test_memory_is_bounded() -> None:
    recent: Recent[bytes] = Recent(100, len)
    for number in range(10):
        recent.put((str(number),), bytes(30))
        recent.get(("0",))
    assert len(recent) == 3
    assert recent.get(("0",)) is not None
    assert recent.get(("5",)) is None
    recent.put(("large",), bytes(1000))
    assert len(recent) == 1


def test_fonts_and_videos_are_known_by_content(tmp_path: Path) -> None:
    store = Inputs(tmp_path / "cache")
    heads = {
        "font": b"OTTO rest",
        "video": b"\0\0\0\x18ftypisom",
        "audio": b"ID3\4",
        "artwork": b"<?xml version='1.0'?><svg/>",
    }
    for kind, content in heads.items():
        (tmp_path / kind).write_bytes(content)
        assert store.add(tmp_path / kind).kind == kind
