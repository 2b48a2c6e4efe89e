"""Executors look for cycles seldom while they work, and leave the process as they found it."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from renderer.executors.pool import Pool
from renderer.executors.serial import serial
from renderer.garbage import NEW, seldom_collected
from renderer.work import Executor


def threshold(task: Sequence[Any]) -> Iterator[Any]:
    for _ in task:
        yield gc.get_threshold()[0], gc.get_freeze_count() > 0


@pytest.mark.parametrize("executor", [serial, Pool(1)], ids=["serial", "pool"])
def test_whoever_works_looks_for_cycles_seldom(executor: Executor) -> None:
    before = gc.get_threshold()
    assert [done.result for done in executor(threshold, [["a"]])] == [(NEW, True)]
    assert gc.get_threshold() == before
    assert gc.get_freeze_count() == 0


def test_cycles_are_found_all_the_same() -> None:
    found = []
    with seldom_collected():
        gc.callbacks.append(lambda phase, about: found.append(about["collected"]) if phase == "stop" else None)
        try:
            for _ in range(2 * NEW):
                one: list[Any] = []
                one.append(one)
        finally:
            gc.callbacks.pop()
    assert sum(found) >= NEW
