"""The pool: what a job may do to its worker, and what that does to the others."""

from __future__ import annotations

import faulthandler
import multiprocessing
import os
import signal
import time
from collections.abc import Iterator, Sequence
from multiprocessing.process import BaseProcess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import psutil
import pytest
from line_shop import Shop

from renderer import line
from renderer.checks import check
from renderer.commands.rendering import exit_code
from renderer.errors import RenderError
from renderer.executors import pool
from renderer.executors.pool import Pool, default_size
from renderer.executors.serial import serial
from renderer.line import Line
from renderer.work import Done

FATAL = "web/iab-medium-rectangle/everyone.en-GB/item1"


def act(part: Any) -> Any:
    match part:
        case "raise":
            raise ValueError("no\ngood")
        case "refuse":
            raise RenderError("refused")
        case "exit":
            os._exit(7)
        case "crash":
            faulthandler.disable()
            os.kill(os.getpid(), signal.SIGSEGV)
        case "hang":
            time.sleep(60)
        case "stop":
            os.kill(os.getpid(), signal.SIGSTOP)
        case "grow":
            held = bytearray(300_000_000)
            held[::4096] = b"x" * len(held[::4096])
            time.sleep(60)
        case "large":
            return b"x" * 3_000_000
        case bytes():
            return len(part)
    return part


def work(task: Sequence[Any]) -> Iterator[Any]:
    for part in task:
        yield act(part)


def nap(task: Sequence[str]) -> Iterator[str]:
    """Long enough for the parent to look at it."""
    for part in task:
        time.sleep(0.2)
        yield part


def outcome(tasks: list[list[Any]], executor: Pool) -> dict[Any, Any]:
    done = list(executor(work, tasks))
    assert len(done) == sum(map(len, tasks))
    assert not multiprocessing.active_children()
    return {one.part: one.cause or one.result for one in done}


def test_everything_is_done_once() -> None:
    tasks = [[f"{n}.{m}" for m in range(n % 4 + 1)] for n in range(40)]
    found = outcome(tasks, Pool(3))
    assert found == {part: part for task in tasks for part in task}


def test_an_idle_worker_takes_over_what_a_busy_one_has_before_it() -> None:
    def who(task: Sequence[int]) -> Iterator[int]:
        for _ in task:
            time.sleep(0.05)
            yield os.getpid()

    done = list(Pool(2)(who, [list(range(8))]))
    assert sorted(one.part for one in done) == list(range(8))
    shares = sorted([one.result for one in done].count(worker) for worker in {one.result for one in done})
    assert len(shares) == 2
    assert shares[0] >= 3


def test_what_is_lost_with_a_worker_is_shared_out_too() -> None:
    found = outcome([["a", "b", "exit", "c", "d", "e", "f"]], Pool(2))
    assert {name: name for name in "abcdef"}.items() <= found.items()


@pytest.mark.parametrize(("part", "cause"), [
    ("raise", "internal error: ValueError: no good; please report it"),
    ("refuse", "refused"),
    ("exit", "the worker process ended with code 7"),
    ("crash", "the worker process was ended by signal 11 (SIGSEGV)"),
    ("hang", "took longer than 0.5 s"),
    ("stop", "took longer than 0.5 s"),
    ("grow", "needed more than 200 MB of memory"),
])  # fmt: skip
@pytest.mark.parametrize("size", [1, 2])
def test_only_the_part_at_fault_is_lost(part: str, cause: str, size: int) -> None:
    executor = Pool(size, part_seconds=0.5 if part != "grow" else 60, memory_mb=200)
    found = outcome([["a", "b"], ["c", part, "d", "e"], ["f"]], executor)
    assert {name: value for name, value in found.items() if name != part} == {name: name for name in "abcdef"}
    assert found[part] == cause


def test_what_a_worker_inherits_is_not_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """A large feed in the parent is in every worker's memory from the start."""
    held = bytearray(300_000_000)
    held[::4096] = b"x" * len(held[::4096])
    monkeypatch.setattr(pool, "POLL_S", 0.02)
    done = list(Pool(1, memory_mb=200)(nap, [["a"]]))
    assert [(one.result, one.cause) for one in done] == [("a", "")]
    assert len(held) == 300_000_000


def test_a_chance_death_costs_nothing(tmp_path: Path) -> None:
    def unlucky(task: Sequence[str]) -> Iterator[str]:
        for part in task:
            mark = tmp_path / part
            if not mark.exists():
                mark.touch()
                os._exit(1)
            yield part

    tasks = [[f"{n}.{m}" for m in range(3)] for n in range(4)]
    found = {done.part: done.cause for done in Pool(2)(unlucky, tasks)}
    assert found == {part: "" for task in tasks for part in task}


def test_large_tasks_and_results_block_nobody() -> None:
    task = [bytes(n) for n in (2_000_000, 3_000_000)]
    done = list(Pool(2)(work, [["large", "large"], task, ["large"], task]))
    assert sum(one.result for one in done if isinstance(one.part, bytes)) == 10_000_000
    assert [len(one.result) for one in done if one.part == "large"] == [3_000_000] * 3


def test_tasks_are_drawn_only_as_they_can_be_started() -> None:
    drawn = 0

    def tasks() -> Iterator[list[int]]:
        nonlocal drawn
        for number in range(1000):
            drawn += 1
            yield [number]

    running = Pool(2)(work, tasks())
    for _ in range(10):
        next(running)
    assert drawn <= 14
    running.close()
    assert not multiprocessing.active_children()


def test_no_task_no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise AssertionError("a worker was started")

    monkeypatch.setattr(pool._Crew, "_hire", refused)
    assert list(Pool(4)(work, [])) == []


def test_where_no_process_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> None:
        raise BlockingIOError(11, "Resource temporarily unavailable")

    monkeypatch.setattr("multiprocessing.process.BaseProcess.start", refused)
    with pytest.raises(RenderError, match="no worker process can be started"):
        list(Pool(2)(work, [["a"]]))


def test_fewer_processes_do(monkeypatch: pytest.MonkeyPatch) -> None:
    original = BaseProcess.start
    started: list[int] = []

    def scarce(process: BaseProcess) -> None:
        if started:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        started.append(1)
        original(process)

    monkeypatch.setattr(BaseProcess, "start", scarce)
    found = outcome([["a"], ["b"], ["c", "d"]], Pool(4))
    assert set(found) == set("abcd")


def test_a_stopped_run_does_not_blame_its_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-Z, a suspended laptop: time that nobody had does not count."""
    tasks: list[list[Any]] = [["a"]]

    def slow() -> Iterator[list[Any]]:
        yield from tasks
        time.sleep(1.5)  # the parent is away
        yield ["b"]

    def late(task: Sequence[Any]) -> Iterator[Any]:
        for part in task:
            time.sleep(0.1)
            yield part

    done = list(Pool(2, part_seconds=0.5)(late, slow()))
    assert [one.cause for one in done] == ["", ""]


def test_default_size(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By cores and free memory, and by what a container is allowed of them."""
    assert 1 <= default_size() <= (os.cpu_count() or 1)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: range(64))
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=128_000_000_000))

    def size(cpu: str, memory: str = "max") -> int:
        for name, text in (("cpu.max", cpu), ("memory.max", memory)):
            (tmp_path / name).write_text(text + "\n")
        return default_size(tmp_path)

    assert default_size(tmp_path / "none") == 64
    assert size("max 100000") == 64
    assert size("250000 100000") == 2
    assert size("50000 100000") == 1
    assert size("max 100000", "1300000000") == 3
    assert size("max 100000", "100000000") == 1
    assert size("nonsense") == 64


def fatal(shop: Shop, monkeypatch: pytest.MonkeyPatch, how: str, executor: Any) -> tuple[Any, dict[str, Any]]:
    original = check

    def deadly(evidence: Any, profiles: Any) -> Any:
        if shop_now["key"] == FATAL:
            act(how)
        return original(evidence, profiles)

    shop_now = {"key": ""}
    made = Line._made

    def noted(self: Line, order: Any, started: float) -> Any:
        shop_now["key"] = order.job.key
        return made(self, order, started)

    monkeypatch.setattr(Line, "_made", noted)
    monkeypatch.setattr(line, "check", deadly)
    result, _ = shop.run(executor)
    monkeypatch.undo()
    return result, {creative["key"]: creative for creative in shop.manifest()["creatives"]}


@pytest.mark.parametrize(("how", "cause"), [
    ("raise", "ValueError: no good"), ("refuse", "refused"), ("exit", "ended with code 7"), ("crash", "SIGSEGV"),
    ("hang", "took longer than 2 s"),
])  # fmt: skip
@pytest.mark.parametrize("again", [False, True], ids=["new", "made before"])
def test_a_fatal_job(shop: Shop, monkeypatch: pytest.MonkeyPatch, how: str, cause: str, again: bool) -> None:
    """Status error with its cause, exit 3, no file kept, and everything else is done; the next run tries again."""
    if again:
        shop.run()
        shop.campaign["messages"]["en-GB"]["headline"] = "New"
        shop.write()
    result, creatives = fatal(shop, monkeypatch, how, Pool(2, part_seconds=2))
    assert exit_code(result, False) == 3
    assert len(creatives) == 12
    assert {key for key, one in creatives.items() if one["status"] == "error"} == {FATAL}
    assert cause in creatives[FATAL]["error"]
    assert creatives[FATAL]["files"] == []
    assert len(shop.files()) == 11
    assert not (shop.output / "demo" / FATAL).exists()
    assert not list(shop.hidden("tmp").iterdir())
    assert shop.made() == {FATAL}
    assert len(shop.files()) == 12


@pytest.mark.parametrize("how", ["raise", "refuse"])
def test_a_raising_job_without_workers(shop: Shop, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    result, creatives = fatal(shop, monkeypatch, how, serial)
    assert exit_code(result, False) == 3
    assert creatives[FATAL]["status"] == "error"
    assert len(shop.files()) == 11


def test_each_picture_is_decoded_once(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    from renderer.stores import pictures

    seen: list[str] = []
    original = pictures.decode
    monkeypatch.setattr(pictures, "decode", lambda content, name: seen.append(name) or original(content, name))  # type: ignore[func-returns-value]
    shop.run()
    assert len(seen) == 3


def test_the_line_and_its_orders_can_be_sent(shop: Shop) -> None:
    """As spawned workers need it (macOS)."""
    import pickle

    sent: list[int] = []

    def spy(work: Any, tasks: Any) -> Iterator[Done]:
        copy = pickle.loads(pickle.dumps(work))
        for task in tasks:
            content = pickle.dumps(task)
            sent.append(len(content))
            for part, result in zip(task, copy(pickle.loads(content)), strict=True):
                yield Done(part, result)

    shop.run(spy)  # type: ignore[arg-type]
    assert len(shop.files()) == 12
    assert max(sent) < 20_000
