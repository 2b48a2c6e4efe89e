"""The same inputs give the same files and the same manifest, however, wherever and in whatever order they are made."""

from __future__ import annotations

import os
import random
import shutil
from datetime import date
from pathlib import Path

import pytest
from line_shop import SALE, Shop

from renderer import digest, versions
from renderer.executors.pool import Pool
from renderer.executors.serial import serial
from renderer.stages.plan import Selection
from renderer.work import Executor

GOLDEN = Path(__file__).parent / "same_bytes.txt"


@pytest.fixture
def whole(shop: Shop) -> Shop:
    """A shop with a sale and two segments, rendered whole and serially."""
    shop.campaign["segments"] = [{"id": "everyone"}, {"id": "families", "items": {"sort": "-price"}}]
    shop.rows[0].update(sale_price="9.90 EUR", sale_price_effective_date=SALE)
    shop.rows[1]["image_link"] = "nowhere.png"
    shop.write()
    shop.run()
    return shop


def same(shop: Shop, output: Path) -> None:
    assert shop.bytes(output) == shop.bytes()
    assert shop.manifest(output) == shop.manifest()


@pytest.mark.parametrize("executor", [serial, Pool(1), Pool(2), Pool(4), Pool(2, method="spawn")],
                         ids=["serial", "1", "2", "4", "spawned"])  # fmt: skip
def test_executors(whole: Shop, tmp_path: Path, executor: Executor) -> None:
    whole.run(executor, output=tmp_path / "out")
    same(whole, tmp_path / "out")


def test_warm_cache(whole: Shop, tmp_path: Path) -> None:
    shutil.copytree(whole.output / ".cache", tmp_path / "out" / ".cache")
    whole.run(output=tmp_path / "out")
    same(whole, tmp_path / "out")


def test_pieces_make_the_whole(whole: Shop, tmp_path: Path) -> None:
    out = tmp_path / "out"
    order = [creative["key"] for creative in whole.manifest()["creatives"]]
    pieces = ["*families*", "*/iab-medium-rectangle/*item2", "*item1", "*en-GB*", "*"]
    random.Random(3).shuffle(pieces)
    for piece in pieces:
        whole.run(Pool(2), Selection(only=piece), output=out)
        listed = [creative["key"] for creative in whole.manifest(out)["creatives"]]
        assert listed == [key for key in order if key in set(listed)]
    same(whole, out)


def test_a_detour_leads_to_the_same_place(whole: Shop) -> None:
    files, manifest = whole.bytes(), whole.manifest()
    whole.rows[2]["title"] = "Something else"
    whole.write()
    whole.run(day=date(2026, 9, 11))
    whole.rows[2]["title"] = "Lamp number 2"
    whole.write()
    whole.run()
    assert (whole.bytes(), whole.manifest()) == (files, manifest)


@pytest.mark.parametrize(("seed", "env"), [
    ("0", {"LANG": "C", "LC_ALL": "C", "TZ": "UTC"}),
    ("12345", {"LANG": "tr_TR.UTF-8", "LC_ALL": "tr_TR.UTF-8", "TZ": "Pacific/Kiritimati"}),
])  # fmt: skip
def test_surroundings(whole: Shop, tmp_path: Path, seed: str, env: dict[str, str]) -> None:
    """Another folder, working directory, language, time zone, hash seed."""
    other = whole.copy(tmp_path / "other place")
    cwd = tmp_path if seed == "0" else Path("/")
    code, _, err = other.render("-j", "2", env={"PYTHONHASHSEED": seed, **env}, cwd=cwd)
    assert code == 0, err
    assert other.bytes() == whole.bytes()
    assert other.manifest() == whole.manifest()


@pytest.mark.place
def test_the_same_bytes_as_on_the_machine_they_were_noted_on(whole: Shop) -> None:
    """Digests of every file, with the libraries that made them: another machine must come to the same.

    UPDATE_GOLDENS=1 notes them anew, after a change that is meant to change pixels."""
    libraries = [f"{name} {number}" for name, number in versions.libraries()]
    made = [f"{digest.sha256(content)} {path}" for path, content in sorted(whole.bytes().items())]
    if os.environ.get("UPDATE_GOLDENS"):
        GOLDEN.write_text("\n".join([*libraries, "", *made]) + "\n", encoding="utf-8")
    noted, _, files = GOLDEN.read_text(encoding="utf-8").partition("\n\n")
    if noted.splitlines() != libraries:
        pytest.skip(
            f"OTHER LIBRARIES than noted: {sorted(set(libraries) - set(noted.splitlines()))} (UPDATE_GOLDENS=1)"
        )
    assert made == files.splitlines()
