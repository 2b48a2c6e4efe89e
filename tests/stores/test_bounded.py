"""What takes without end is stopped; what fails is told; what is well comes back as it is."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
from PIL import Image

from renderer.errors import AssetError
from renderer.scene import Box
from renderer.stores import artwork
from renderer.stores.bounded import Exceeded, Failed, Unfinished, bounded
from renderer.stores.inputs import Asset, Inputs

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="system libraries do not survive a fork elsewhere")

ENDLESS = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><circle r="1e40"/></svg>"""


def test_an_answer_of_any_length_comes_back_whole() -> None:
    assert bounded(lambda: b"x" * 3_000_000) == b"x" * 3_000_000
    assert bounded(lambda: b"") == b""


def test_an_error_comes_back_as_its_first_line() -> None:
    def broken() -> bytes:
        raise ValueError("no number\nand more")

    with pytest.raises(Failed, match=r"^no number$"):
        bounded(broken)


def test_what_computes_without_end_is_stopped() -> None:
    def endless() -> bytes:
        while True:
            pass

    with pytest.raises(Exceeded, match="longer than 1 s"):
        bounded(endless, cpu=1)


def test_what_takes_memory_without_end_is_stopped() -> None:
    with pytest.raises(Exceeded, match=r"more than 0\.2 GB"):
        bounded(lambda: b"x" * 1_000_000_000, memory=200_000_000)


def test_a_process_that_breaks_down_is_no_end_of_the_run() -> None:
    def broken() -> bytes:
        os.kill(os.getpid(), signal.SIGSEGV)
        return b""

    with pytest.raises(Exceeded, match="broke down"):
        bounded(broken)


def _killing(number: int) -> Callable[[], bytes]:
    def killed() -> bytes:
        os.kill(os.getpid(), number)
        return b""

    return killed


def test_one_that_the_system_kills_is_a_shortage_of_memory() -> None:
    with pytest.raises(MemoryError):
        bounded(_killing(signal.SIGKILL))


def test_one_that_is_ended_from_outside_did_nothing_wrong() -> None:
    with pytest.raises(Unfinished, match="ended from outside"):
        bounded(_killing(signal.SIGTERM))


def test_one_that_gets_no_turn_did_nothing_wrong() -> None:
    def waiting() -> bytes:
        time.sleep(30)
        return b""

    with pytest.raises(Unfinished, match=r"no answer within 1 s"):
        bounded(waiting, wait=1)


@pytest.fixture
def narrow() -> Iterator[None]:
    """A limit such as `ulimit -v` sets it: 300 MB more than there is."""
    import resource  # not on Windows

    before = resource.getrlimit(resource.RLIMIT_AS)
    taken = psutil.Process().memory_info().vms
    resource.setrlimit(resource.RLIMIT_AS, (taken + 300_000_000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_AS, before)


@pytest.mark.usefixtures("narrow")
def test_a_limit_of_who_started_us_is_kept_and_is_nobodys_fault() -> None:
    assert bounded(lambda: b"small") == b"small"
    with pytest.raises(MemoryError):
        bounded(lambda: (b"x" * 600_000_000)[:1])


@pytest.mark.parametrize("broken", [lambda: b"x" * 1_000_000_000, _killing(signal.SIGSEGV)])
def test_a_machine_that_has_less_than_a_drawing_may_take_is_short(
    broken: Callable[[], bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=100_000_000))
    with pytest.raises(MemoryError):
        bounded(broken, memory=200_000_000)


def test_it_holds_none_of_its_parents_files(tmp_path: Path) -> None:
    with (tmp_path / "lock").open("w") as file:
        number = file.fileno()

        def listed() -> bytes:
            try:
                os.fstat(number)
            except OSError:
                return b"closed"
            return b"open"

        assert number == 3 or bounded(listed) == b"closed"


def _outcome(inputs: Inputs, asset: Asset, longest: int) -> str:
    """What comes of a drawing at a size in px: a word, or the error."""
    try:
        inputs.pixels(asset, Box(0, 0, 1, 1), longest, longest)
    except AssetError as error:
        return str(error).partition("endless.svg: ")[2]
    return "drawn"


def test_a_drawing_that_takes_too_much_is_tried_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, attempts = tmp_path / "endless.svg", []
    file.write_text(ENDLESS)

    def stopped(*_: object) -> bytes:
        attempts.append(1)
        raise Exceeded("it takes longer than 10 s")

    monkeypatch.setattr(artwork, "bounded", stopped)
    for _ in range(2):  # the next run
        inputs = Inputs(tmp_path / "cache")
        for _ in range(3):  # its other formats
            with pytest.raises(
                AssetError, match=r"endless\.svg: the SVG cannot be drawn \(it takes longer than 10 s\)"
            ):
                inputs.analyse(inputs.add(file))
    assert len(attempts) == 1


def test_a_drawing_that_takes_too_much_at_a_size_is_drawn_below_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, attempts = tmp_path / "endless.svg", []
    file.write_text(ENDLESS)

    def costly(drawing: artwork.Drawing, longest: int, name: str) -> Image.Image:
        attempts.append(longest)
        if longest >= 2048:
            raise artwork.TooCostly(f"{name}: too much")
        return Image.new("RGBa", artwork.raster_size(drawing, longest))

    monkeypatch.setattr(artwork, "rasterise", costly)
    for _ in range(2):  # the next run
        inputs = Inputs(tmp_path / "cache")
        asset = inputs.add(file)
        sizes = (512, 2048, 512, 4096, 1024, 2048)
        drawn = [_outcome(inputs, asset, size) for size in sizes]
        assert drawn == ["drawn", "too much", "drawn", "too much", "drawn", "too much"]
    assert attempts == [512, 2048, 1024]


@pytest.mark.parametrize("stop", [Unfinished("ended"), MemoryError()])
def test_a_drawing_that_the_machine_stopped_is_tried_again(
    stop: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "fine.svg"
    file.write_text(ENDLESS.replace("1e40", "40"))
    inputs = Inputs(tmp_path / "cache")

    def stopped(*_: object) -> bytes:
        raise stop

    with monkeypatch.context() as patched:
        patched.setattr(artwork, "bounded", stopped)
        with pytest.raises(type(stop)):
            inputs.analyse(inputs.add(file))
    assert not inputs.analyse(inputs.add(file)).flat


def test_a_circle_of_10_to_the_30_px_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(artwork, "bounded", partial(bounded, cpu=1))
    drawing = artwork.Drawing(ENDLESS.replace("1e40", "1e30").encode(), 100, 100)
    with pytest.raises(artwork.TooCostly, match=r"cannot be drawn \(it takes longer than 1 s\)"):
        artwork.rasterise(drawing, 64, "endless.svg")
