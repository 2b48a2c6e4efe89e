"""Killed and interrupted runs: nothing half-written at any moment, nobody left behind, and the next run completes."""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest
from line_shop import Shop
from PIL import Image


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Shop:
    """Forty creatives, rendered in peace."""
    shop = Shop(tmp_path_factory.mktemp("peace") / "shop", items=5)
    shop.campaign["placements"][0]["formats"] += ["iab/leaderboard", "iab/half-page"]
    shop.write()
    shop.run()
    return shop


class Watcher:
    """Opens every file that appears under a final name and notes those that are not whole."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.broken: list[str] = []
        self.seen: set[tuple[str, int, int]] = set()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch)

    def __enter__(self) -> Watcher:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()
        self._look()

    def _watch(self) -> None:
        while not self._over.is_set():
            self._look()
            time.sleep(0.002)

    def _look(self) -> None:
        for path in [*self.folder.glob("web/*/*/*/*"), self.folder / "manifest.json"]:
            with contextlib.suppress(FileNotFoundError):
                stat = path.stat()
                mark = (str(path), stat.st_ino, stat.st_mtime_ns)
                if mark not in self.seen:
                    self.seen.add(mark)
                    self._open(path)

    def _open(self, path: Path) -> None:
        content = path.read_bytes()
        try:
            if path.suffix == ".json":
                json.loads(content)
            else:
                assert path.suffix in (".jpg", ".png")
                Image.open(io.BytesIO(content)).load()
        except (OSError, ValueError, AssertionError) as error:
            self.broken.append(f"{path}: {error}")


def journal(shop: Shop) -> int:
    try:
        return shop.hidden("journal.jsonl").read_bytes().count(b"\n")
    except FileNotFoundError:
        return 0


def wait_for(shop: Shop, process: subprocess.Popen[str], creatives: int) -> None:
    """Until so many are noted, or the run is over."""
    while journal(shop) < creatives and process.poll() is None:
        time.sleep(0.003)


@contextlib.contextmanager
def running(shop: Shop, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    process = shop.start(*arguments)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def gone(processes: list[psutil.Process]) -> bool:
    return not psutil.wait_procs(processes, timeout=10)[1]


def completes(shop: Shop, undisturbed: Shop) -> int:
    """Runs again and compares; gives how many were already there."""
    code, out, err = shop.render("-j", "2", "--json")
    assert code == 0, err
    assert shop.bytes() == undisturbed.bytes()
    assert shop.manifest() == undisturbed.manifest()
    assert not shop.hidden("journal.jsonl").exists()
    assert not list(shop.hidden("tmp").iterdir())
    found: dict[str, Any] = json.loads(out)
    assert found["made"] + found["unchanged"] == 40
    return int(found["unchanged"])


@pytest.mark.parametrize("seed", range(4))
def test_parent_killed(undisturbed: Shop, tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    shop = undisturbed.copy(tmp_path / "shop")
    with Watcher(shop.output / "demo") as watcher:
        done = 0
        for _ in range(2):  # the second run is killed as well
            with running(shop, "-j", "2") as process:
                wait_for(shop, process, done + chance.randint(1, 14))
                time.sleep(chance.random() * 0.03)
                workers = psutil.Process(process.pid).children(recursive=True) if process.poll() is None else []
                os.kill(process.pid, signal.SIGKILL)
                process.wait()
                assert gone(workers), "a worker outlived its parent"
            done = journal(shop)
        assert completes(shop, undisturbed) >= done - 4  # torn and empty lines
    assert not watcher.broken
    assert len(watcher.seen) > 40


@pytest.mark.parametrize("seed", range(3))
def test_a_worker_killed(undisturbed: Shop, tmp_path: Path, seed: int) -> None:
    """A worker that dies by chance costs nothing: the run itself completes."""
    chance = random.Random(seed)
    shop = undisturbed.copy(tmp_path / "shop")
    with Watcher(shop.output / "demo") as watcher, running(shop, "-j", "2") as process:
        wait_for(shop, process, chance.randint(1, 25))
        time.sleep(chance.random() * 0.03)
        chance.choice(psutil.Process(process.pid).children()).kill()
        _, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
    assert "Traceback" not in err
    assert not watcher.broken
    assert shop.bytes() == undisturbed.bytes()
    assert shop.manifest() == undisturbed.manifest()
    assert completes(shop, undisturbed) == 40


@pytest.mark.parametrize("jobs", ["0", "2"])
def test_interrupted(undisturbed: Shop, tmp_path: Path, jobs: str) -> None:
    """Ctrl-C reaches the whole group; the run ends at once, in order, and keeps what is done."""
    shop = undisturbed.copy(tmp_path / "shop")
    with Watcher(shop.output / "demo") as watcher:
        with running_group(shop, "-j", jobs) as process:
            wait_for(shop, process, 6)
            workers = psutil.Process(process.pid).children(recursive=True)
            os.killpg(process.pid, signal.SIGINT)
            _, err = process.communicate(timeout=20)
            assert process.returncode == 130, err
            assert gone(workers)
        assert "Traceback" not in err
        listed = shop.manifest()["creatives"]
        assert 6 <= len(listed) < 40
        assert all((shop.output / "demo" / one["files"][0]["path"]).is_file() for one in listed)
        assert not shop.hidden("journal.jsonl").exists()
        assert completes(shop, undisturbed) >= len(listed)
    assert not watcher.broken


@contextlib.contextmanager
def running_group(shop: Shop, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        shop.command(*arguments), text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
        cwd=shop.folder,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def test_interrupted_while_changing(undisturbed: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The manifest of a broken-off run lists no file that is not as it says."""
    from hashlib import sha256

    from renderer import line
    from renderer.executors.pool import Pool

    shop = undisturbed.copy(tmp_path / "shop")
    shop.run()
    shop.brand["palette"]["primary"] = "#5D0B3B"
    shop.write()
    original = line.Line._made

    def stays(self: line.Line, order: Any, started: float) -> Any:
        record = original(self, order, started)
        if "item1" in order.job.key:
            (tmp_path / "written").touch()
            time.sleep(30)
        return record

    def interrupting(work: Any, tasks: Any) -> Iterator[Any]:
        with contextlib.closing(Pool(2)(work, tasks)) as results:
            for done in results:
                yield done
                if (tmp_path / "written").exists():
                    raise KeyboardInterrupt

    monkeypatch.setattr(line.Line, "_made", stays)
    result, _ = shop.run(interrupting)  # type: ignore[arg-type]
    assert result.interrupted
    monkeypatch.undo()
    files = shop.bytes()
    for creative in shop.manifest()["creatives"]:
        for file in creative["files"]:
            assert sha256(files[file["path"]]).hexdigest() == file["sha256"]
    shop.run()
    assert len(shop.files()) == len(shop.manifest()["creatives"]) == 40


@pytest.mark.parametrize("noted", [0, 3, 6])
def test_a_group_that_is_terminated_shows_no_traceback(noted: int, undisturbed: Shop, tmp_path: Path) -> None:
    """As `timeout` does it: every worker gets the signal, too."""
    shop = undisturbed.copy(tmp_path / "shop")
    with running_group(shop, "-j", "2") as process:
        wait_for(shop, process, noted)
        os.killpg(process.pid, signal.SIGTERM)
        _, err = process.communicate(timeout=20)
    assert "Traceback" not in err
