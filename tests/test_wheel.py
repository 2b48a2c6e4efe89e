"""The wheel carries all that the command reads, and works without the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MAIN = "import renderer; from renderer.cli import main"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built without isolation and so without network."""
    if find_spec("hatchling") is None:
        pytest.skip("THE WHEEL WAS NOT BUILT: hatchling is missing (make test installs it)")
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(build, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (file,) = folder.glob("*.whl")
    return file


def below(folder: str, to: str) -> set[str]:
    """The files of a folder of the checkout, as the wheel names them."""
    return {f"{to}/{path.relative_to(ROOT / folder).as_posix()}" for path in (ROOT / folder).rglob("*")
            if path.is_file() and "__pycache__" not in path.parts}  # fmt: skip


def test_the_wheel_carries_everything_that_is_read(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = below("renderer", "renderer") | below("formats", "renderer/shipped/formats")
    wanted |= below("brand/starter", "renderer/shipped/brand/starter")
    assert not wanted - names
    for part in ("formats/iab-fixed.yaml", "formats/sources.yaml", "formats/profiles/iab.yaml",
                 "brand/starter/brand.yaml", "brand/starter/fonts/arabic/LICENSE",
                 "brand/starter/fonts/japanese/StarterJP-Bold.otf"):  # fmt: skip
        assert f"renderer/shipped/{part}" in names
    assert {f"renderer/reports/gallery/page.{kind}" for kind in ("html", "css", "js")} <= names
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in names)


def test_the_wheel_carries_nothing_else(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {name.split("/")[0].removesuffix(".dist-info").split("-")[0] for name in names} == {"renderer", "omnirender"}
    assert not [name for name in names if name.endswith(".pyc") or "/tests/" in name]


def test_every_font_that_is_shipped_has_its_licence(wheel: Path) -> None:
    names = [Path(name) for name in zipfile.ZipFile(wheel).namelist()]
    folders = {name.parent for name in names if name.suffix in (".ttf", ".otf")}
    assert folders
    assert not [folder for folder in folders if folder / "LICENSE" not in names]


@pytest.mark.parametrize("words", [["formats", "iab/billboard"], ["checks"], ["plan"]])
def test_the_command_works_from_the_wheel_alone(wheel: Path, tmp_path: Path, words: list[str]) -> None:
    zipfile.ZipFile(wheel).extractall(tmp_path / "site")
    (tmp_path / "campaign.yaml").write_text(
        "flight: {start: 2026-09-01, end: 2026-09-30}\nlocales: [en-GB]\nmessages: {en-GB: {headline: Hello}}\n"
        "placements: [{formats: iab/billboard}]\n"
    )
    env = {**os.environ, "PYTHONPATH": str(tmp_path / "site")}
    run = [sys.executable, "-c", f"{MAIN}; assert renderer.__file__.startswith({str(tmp_path)!r}); main()", *words]
    done = subprocess.run(run, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "billboard" in done.stdout or words == ["checks"]
