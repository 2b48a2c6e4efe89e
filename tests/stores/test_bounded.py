"""What takes without end is stopped; what fails is told; what is well comes back as it is."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

import pytest

from renderer.errors import AssetError
from renderer.stores import artwork
from renderer.stores.bounded import Exceeded, Failed, bounded
from renderer.stores.inputs import Inputs

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="processes cannot be forked")

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


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds memory")
def test_what_takes_memory_without_end_is_stopped() -> None:
    with pytest.raises(Exceeded, match=r"more than 0\.2 GB"):
        bounded(lambda: b"x" * 1_000_000_000, memory=200_000_000)


def test_a_process_that_breaks_down_is_no_end_of_the_run() -> None:
    def broken() -> bytes:
        os.kill(os.getpid(), signal.SIGSEGV)
        return b""

    with pytest.raises(Exceeded, match="broke down"):
        bounded(broken)


def test_one_that_the_system_kills_is_a_shortage_of_memory() -> None:
    def killed() -> bytes:
        os.kill(os.getpid(), signal.SIGKILL)
        return b""

    with pytest.raises(MemoryError):
        bounded(killed)


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


def test_a_circle_of_10_to_the_40_px_ends(tmp_path: Path) -> None:
    """In Cairo it does not; 11 s at most."""
    drawing = artwork.parse(ENDLESS.encode(), "endless.svg")
    with pytest.raises(AssetError, match="cannot be drawn"):
        artwork.rasterise(drawing, 64, "endless.svg")
