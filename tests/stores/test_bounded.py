"""What takes without end is stopped; what fails is told; what is well comes back as it is."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace

import psutil
import pytest
from PIL import Image

from renderer.errors import AssetError
from renderer.scene import Box
from renderer.stores import artwork
from renderer.stores.bounded import Bounded, Exceeded, Failed, Unfinished
from renderer.stores.inputs import Asset, Inputs

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="system libraries do not survive a fork elsewhere")

CIRCLE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><circle r="40"/></svg>"""


def text(length: int) -> bytes:
    return b"x" * length


def broken() -> bytes:
    raise ValueError("no number\nand more")


def endless() -> bytes:
    while True:
        pass


def killed(number: int) -> bytes:
    os.kill(os.getpid(), number)
    return b""


def slept() -> bytes:
    time.sleep(30)
    return b""


def process() -> bytes:
    return str(os.getpid()).encode()


def is_open(number: int) -> bytes:
    try:
        os.fstat(number)
    except OSError:
        return b"no"
    return b"yes"


def busy(seconds: float) -> bytes:
    until = time.process_time() + seconds
    while time.process_time() < until:
        pass
    return b"done"


def memory_taken(length: int) -> bytes:
    return text(length)[:1]


@pytest.fixture
def bounded() -> Bounded:
    return Bounded()


def test_an_answer_of_any_length_comes_back_whole(bounded: Bounded) -> None:
    assert bounded(text, 3_000_000) == b"x" * 3_000_000
    assert bounded(text, 0) == b""


def test_an_error_comes_back_as_its_first_line(bounded: Bounded) -> None:
    with pytest.raises(Failed, match=r"^no number$"):
        bounded(broken)


def test_one_process_makes_it_all_until_it_is_lost(bounded: Bounded) -> None:
    first = bounded(process)
    with pytest.raises(Failed):
        bounded(broken)
    assert bounded(process) == first != process()
    with pytest.raises(Unfinished):
        bounded(killed, signal.SIGTERM)
    assert bounded(process) != first


def test_the_process_ends_with_what_it_was_made_for() -> None:
    bounded = Bounded()
    number = int(bounded(process))
    assert psutil.pid_exists(number)
    del bounded
    assert not psutil.pid_exists(number)


def test_the_process_ends_with_its_parent_though_it_be_busy() -> None:
    read, write = os.pipe()
    parent = os.fork()
    if parent == 0:
        bounded = Bounded()
        os.write(write, bounded(process))
        bounded(slept)
        os._exit(0)
    number = int(os.read(read, 20))
    os.kill(parent, signal.SIGKILL)
    os.waitpid(parent, 0)
    child = psutil.Process(number)
    assert child in psutil.wait_procs([child], timeout=10)[0]
    os.close(read)
    os.close(write)


INTERRUPTED_AT_BIRTH = """
import os, signal, sys
from renderer.stores.bounded import Bounded

def word():
    return b"made"

def interrupt(*_):
    raise KeyboardInterrupt

signal.signal(signal.SIGINT, interrupt)
os.register_at_fork(after_in_child=lambda: os.kill(os.getpid(), signal.SIGINT))
print(Bounded()(word).decode(), flush=True)
"""


def test_ctrl_c_at_its_birth_is_its_parents() -> None:
    """A terminal sends it to both. Raised in the child, it was told with a traceback or led it on as its parent."""
    script = [sys.executable, "-c", INTERRUPTED_AT_BIRTH]
    done = subprocess.run(script, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "made\n", "")


def test_what_computes_without_end_is_stopped() -> None:
    with pytest.raises(Exceeded, match="longer than 1 s"):
        Bounded(cpu=1)(endless)


def test_each_thing_has_its_own_time() -> None:
    bounded = Bounded(cpu=1)
    assert [bounded(busy, 0.7) for _ in range(3)] == [b"done"] * 3


def test_what_takes_memory_without_end_is_stopped() -> None:
    with pytest.raises(Exceeded, match=r"more than 0\.2 GB"):
        Bounded(memory=200_000_000)(text, 1_000_000_000)


def test_a_process_that_breaks_down_is_no_end_of_the_run(bounded: Bounded) -> None:
    with pytest.raises(Exceeded, match="broke down: SIGSEGV"):
        bounded(killed, signal.SIGSEGV)


def test_one_that_the_system_kills_is_a_shortage_of_memory(bounded: Bounded) -> None:
    with pytest.raises(MemoryError):
        bounded(killed, signal.SIGKILL)


def test_one_that_is_ended_from_outside_did_nothing_wrong(bounded: Bounded) -> None:
    with pytest.raises(Unfinished, match="ended from outside"):
        bounded(killed, signal.SIGTERM)


def test_one_that_gets_no_turn_did_nothing_wrong() -> None:
    bounded = Bounded(wait=1)
    with pytest.raises(Unfinished, match=r"no answer within 1 s"):
        bounded(slept)
    assert bounded(text, 1) == b"x", "the next answer is not the one that came too late"


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
def test_a_limit_of_who_started_us_is_kept_and_is_nobodys_fault(bounded: Bounded) -> None:
    assert bounded(text, 1) == b"x"
    with pytest.raises(MemoryError):
        bounded(memory_taken, 600_000_000)


@pytest.mark.parametrize(("make", "argument"), [(text, 1_000_000_000), (killed, signal.SIGSEGV)])
def test_a_machine_that_has_less_than_a_drawing_may_take_is_short(
    make: Callable[[int], bytes], argument: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(available=100_000_000))
    with pytest.raises(MemoryError):
        Bounded(memory=200_000_000)(make, argument)


def test_it_holds_none_of_its_parents_files(tmp_path: Path, bounded: Bounded) -> None:
    with (tmp_path / "lock").open("w") as file:
        assert bounded(is_open, file.fileno()) == b"no"


def _outcome(inputs: Inputs, asset: Asset, longest: int) -> str:
    """What comes of a drawing at a size in px: a word, or the error."""
    try:
        inputs.pixels(asset, Box(0, 0, 1, 1), longest, longest)
    except AssetError as error:
        return str(error).partition("endless.svg: ")[2]
    return "drawn"


def test_a_drawing_that_takes_too_much_is_tried_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, attempts = tmp_path / "endless.svg", []
    file.write_text(CIRCLE)

    def stopped(*_: object) -> bytes:
        attempts.append(1)
        raise Exceeded("it takes longer than 10 s")

    monkeypatch.setattr(Bounded, "__call__", stopped)
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
    file.write_text(CIRCLE)

    def costly(drawing: artwork.Drawing, longest: int, name: str, _: Bounded) -> Image.Image:
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
    assert attempts == [1024, 2048]  # up to 512 px they are drawn at twice their size


def test_a_drawing_that_takes_too_much_at_twice_its_size_is_drawn_at_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, attempts = tmp_path / "endless.svg", []
    file.write_text(CIRCLE)

    def costly(drawing: artwork.Drawing, longest: int, name: str, _: Bounded) -> Image.Image:
        attempts.append(longest)
        if longest >= 1024:
            raise artwork.TooCostly(f"{name}: too much")
        return Image.new("RGBa", artwork.raster_size(drawing, longest))

    monkeypatch.setattr(artwork, "rasterise", costly)
    inputs = Inputs(tmp_path / "cache")
    asset = inputs.add(file)
    assert [_outcome(inputs, asset, size) for size in (512, 400, 1024)] == ["drawn", "drawn", "too much"]
    assert attempts == [1024, 512]


@pytest.mark.parametrize("stop", [Unfinished("ended"), MemoryError()])
def test_a_drawing_that_the_machine_stopped_is_tried_again(
    stop: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "fine.svg"
    file.write_text(CIRCLE)
    inputs = Inputs(tmp_path / "cache")

    def stopped(*_: object) -> bytes:
        raise stop

    with monkeypatch.context() as patched:
        patched.setattr(Bounded, "__call__", stopped)
        with pytest.raises(type(stop)):
            inputs.analyse(inputs.add(file))
    assert not inputs.analyse(inputs.add(file)).flat


def test_a_circle_of_10_to_the_34_px_ends() -> None:
    drawing = artwork.Drawing(CIRCLE.replace("40", "1e34").encode(), 100, 100)
    with pytest.raises(artwork.TooCostly, match=r"cannot be drawn \(it takes longer than 1 s\)"):
        artwork.rasterise(drawing, 64, "endless.svg", Bounded(cpu=1))
