"""An output folder that goes away while creatives are made: the run ends with one line, or says what is lost."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Generator, Iterable

import pytest
from line_shop import Shop

from renderer.errors import OutputError
from renderer.executors.pool import Pool
from renderer.executors.serial import serial
from renderer.work import Done, Executor, Task, Work


def spoilt(shop: Shop, spoil: Callable[[Shop], object], executor: Executor = serial) -> Executor:
    """An executor during which something happens to the folder once the first creative is done."""

    def run(work: Work, tasks: Iterable[Task]) -> Generator[Done, None, None]:
        for number, done in enumerate(executor(work, tasks)):
            yield done
            if not number:
                spoil(shop)

    return run


def removed(shop: Shop) -> None:
    shutil.rmtree(shop.output / "demo")


def moved(shop: Shop) -> None:
    (shop.output / "demo").rename(shop.output / "elsewhere")


def replaced(shop: Shop) -> None:
    moved(shop)
    (shop.output / "demo").mkdir()


def file_instead(shop: Shop) -> None:
    removed(shop)
    (shop.output / "demo").write_text("mine")


def parent_gone(shop: Shop) -> None:
    shutil.rmtree(shop.output)


@pytest.mark.parametrize("executor", [serial, Pool(1)], ids=["serial", "pool"])
@pytest.mark.parametrize("spoil", [removed, moved, replaced, file_instead, parent_gone])
def test_a_folder_that_is_gone_ends_the_run(shop: Shop, spoil: Callable[[Shop], object], executor: Executor) -> None:
    with pytest.raises(OutputError) as error:
        shop.run(spoilt(shop, spoil, executor))
    assert str(error.value).endswith("/demo: was moved or removed while rendering; run it again")
    assert not (shop.output / "demo/manifest.json").exists()
    if spoil is not replaced:
        assert not (shop.output / "demo").is_dir()
    if spoil is file_instead:
        (shop.output / "demo").unlink()
    assert shop.run()[0].made == 12
    assert len(shop.files()) == 12


def test_a_folder_that_was_locked_ends_the_run_and_keeps_what_is_done(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(_: Shop) -> None:
        monkeypatch.setattr(os, "access", lambda *_: False)  # root may write anywhere, so no real lock would show

    with pytest.raises(OutputError, match="/demo: cannot be written any more; what is done is kept"):
        shop.run(spoilt(shop, locked))
    monkeypatch.undo()
    assert shop.run()[0].cached == 1


def test_files_that_are_gone_by_the_end_are_not_listed_and_made_the_next_time(shop: Shop) -> None:
    result, _ = shop.run(spoilt(shop, lambda _: shutil.rmtree(shop.output / "demo/web")))
    lost = [one for one in shop.manifest()["creatives"] if one["status"] == "error"]
    assert [one["error"] for one in lost] == ["its file was removed or changed while rendering"]
    assert (lost[0]["files"], result.made) == ([], 12)
    assert len(shop.files()) == 11
    assert shop.run()[0].made == 1
    assert len(shop.files()) == 12
