"""An output folder that cannot be written: one line, exit 2, and nothing half-written."""

from __future__ import annotations

import os
import resource
import subprocess
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from bad_shop import Shop


def _skipped(why: str) -> None:
    """A test that cannot be done here says so."""
    with warnings.catch_warnings():
        warnings.simplefilter("default")
        warnings.warn(f"NOT TESTED: {why}", stacklevel=2)
    pytest.skip(why)


@contextmanager
def _mounted(folder: Path, options: str) -> Iterator[None]:
    """A small file system of its own, where we may mount one."""
    folder.mkdir()
    if os.geteuid() != 0:
        _skipped("only root may mount a small file system")
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)], capture_output=True, check=False
    )
    if done.returncode:
        _skipped(f"no tmpfs can be mounted here: {done.stderr.decode().strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.parametrize("output", ["feed.csv", "feed.csv/below", "/proc/none"])
def test_a_folder_that_cannot_be_made(shop: Shop, output: str) -> None:
    lines = shop.render("-o", output).refused(f"{output}", "cannot be written")
    assert len(lines) == 1
    assert shop.feed.is_file()


def test_a_campaign_folder_that_is_a_file(shop: Shop) -> None:
    (shop.folder / "output").mkdir()
    (shop.folder / "output/demo").write_text("mine")
    shop.render().refused("output/demo", "cannot be written")
    assert (shop.folder / "output/demo").read_text() == "mine"


def test_a_file_where_a_folder_belongs(shop: Shop) -> None:
    (shop.folder / "output/demo").mkdir(parents=True)
    (shop.folder / "output/demo/.render").write_text("mine")
    told = "output/demo/.render: cannot be written (it is no folder: something else has its name)"
    assert shop.render().refused() == [told]
    assert (shop.folder / "output/demo/.render").read_text() == "mine"


@pytest.mark.place
def test_a_read_only_disk(shop: Shop) -> None:
    with _mounted(shop.folder / "frozen", "size=60k,ro"):
        shop.process("campaign.yaml", "-j", "0", "-o", "frozen").refused(
            "frozen/demo: cannot be written (read-only file system)"
        )


@pytest.mark.place
@pytest.mark.parametrize("jobs", ["0", "2"])
def test_a_full_disk(shop: Shop, jobs: str) -> None:
    shop.rows(*(f"i{number},Item {number},{number + 1} EUR,kettle.png,https://t" for number in range(12)))
    folder = shop.folder / "small"
    with _mounted(folder, "size=100k"):
        ran = shop.process("campaign.yaml", "-j", jobs, "-o", "small")
        assert "Traceback" not in ran.err, ran
        assert ran.code == 2, ran
        assert "the disk is full" in ran.err or "no space left" in ran.err, ran
        pictures = [
            path for path in folder.rglob("*") if path.suffix in (".jpg", ".png") and ".cache" not in path.parts
        ]
        assert pictures
        for picture in pictures:  # whole or not at all
            assert picture.read_bytes()[-2:] == b"\xff\xd9"
        assert not (folder / "demo/manifest.json").exists() or (folder / "demo/manifest.json").read_text().endswith("}")


def test_files_that_may_not_grow(shop: Shop) -> None:
    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (9000, 9000))

    ran = shop.process("campaign.yaml", "-j", "1", before=limited)
    assert "Traceback" not in ran.err, ran
    assert "cannot be written (file too large)" in ran.err
    assert ran.code in (2, 3), ran
    assert not list((shop.folder / "output/demo").rglob("*.jpg"))


def test_an_output_that_another_run_is_writing(shop: Shop) -> None:
    import fcntl

    assert shop.render().code == 0
    with (shop.folder / "output/demo/.render/lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        shop.process("campaign.yaml", "-j", "0").refused("output/demo: another run is writing here")


def test_what_others_put_into_the_folder_is_left_alone(shop: Shop) -> None:
    assert shop.render().code == 0
    (shop.folder / "output/demo/notes.txt").write_text("mine")
    shop.rows("lamp,Desk lamp,39.00 EUR,lamp.png,https://toucan.example/lamp")
    assert shop.render().code == 0
    assert (shop.folder / "output/demo/notes.txt").read_text() == "mine"
    assert [one["items"] for one in shop.manifest()["creatives"]] == [["lamp"]]


def test_a_manifest_and_ledger_that_were_spoilt_are_made_anew(shop: Shop) -> None:
    assert shop.render().code == 0
    for name in ("manifest.json", ".render/ledger.jsonl"):
        (shop.folder / "output/demo" / name).write_bytes(b"{\0junk")
    ran = shop.render()
    assert ran.code == 0, ran
    assert shop.manifest()["counts"]["ok"] == 2
    shop.whole()
