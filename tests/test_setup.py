"""tools/setup.sh fails loudly, and a run in CI skips nothing in silence."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
Setup = Callable[..., subprocess.CompletedProcess[str]]


def program(file: Path, script: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"#!/bin/bash\n{script}\n")
    file.chmod(0o755)


@pytest.fixture
def setup(tmp_path: Path) -> Setup:
    """tools/setup.sh in a project whose Python and system are made up: `python` is what its Python does."""
    (tmp_path / "tools").mkdir()
    shutil.copy(ROOT / "tools/setup.sh", tmp_path / "tools")
    (tmp_path / "pyproject.toml").touch()
    (tmp_path / "tests/html5").mkdir(parents=True)
    shutil.copy(ROOT / "tests/html5/package-lock.json", tmp_path / "tests/html5")

    def run(python: str, *words: str, apt: str = "exit 1", npm: str = "exit 0") -> subprocess.CompletedProcess[str]:
        program(tmp_path / ".venv/bin/python", python)
        for name, script in {"ldconfig": "echo libGL.so.1 libEGL.so.1 libcairo.so.2", "apt-get": apt, "id": "echo 0",
                             "chromium": "exit 0", "java": "exit 0", "npm": npm}.items():  # fmt: skip
            program(tmp_path / "bin" / name, script)
        path = f"{tmp_path / 'bin'}:{Path(sys.executable).parent}:{os.environ['PATH']}"
        return subprocess.run(
            [tmp_path / "tools/setup.sh", *words], env={**os.environ, "PATH": path}, capture_output=True, text=True,
            check=False,
        )  # fmt: skip

    return run


def stamps(folder: Path) -> list[str]:
    return [file.name for file in (folder / ".venv").glob(".installed*")]


def test_setup_notes_what_it_did(setup: Setup, tmp_path: Path) -> None:
    assert setup("exit 0", "--test").returncode == 0
    assert stamps(tmp_path) == [".installed--test"]


@pytest.mark.parametrize("words", [(), ("--test",)])
def test_a_failed_installation_fails_the_setup(setup: Setup, tmp_path: Path, words: tuple[str, ...]) -> None:
    done = setup('[[ "$*" != *"-e ."* ]]', *words)
    assert done.returncode == 1
    assert "the installation did not succeed" in done.stderr
    assert not stamps(tmp_path)


@pytest.mark.parametrize("tool", ["pytest", "mypy", "ruff", "importlinter"])
def test_a_tool_of_the_tests_that_is_not_there_fails_the_setup(setup: Setup, tmp_path: Path, tool: str) -> None:
    python = f'[[ "$*" != "-c import {tool}" ]]'
    assert setup(python, "--test").returncode == 1
    assert not stamps(tmp_path)
    assert setup(python).returncode == 0


NPM = f"""\
echo "$@" >>calls; {shutil.which("mkdir")} -p tests/html5/node_modules"""


def test_judges_are_installed_once_and_again_when_their_lock_file_changes(setup: Setup, tmp_path: Path) -> None:
    calls = tmp_path / "calls"
    assert setup("exit 0", npm=NPM).returncode == 0
    assert not calls.exists(), "for tests alone"
    for _ in range(2):
        assert setup("exit 0", "--test", npm=NPM).returncode == 0
    asked = "ci --prefix tests/html5 --ignore-scripts --omit=optional --no-audit --no-fund --loglevel error\n"
    assert calls.read_text() == asked
    (tmp_path / "tests/html5/package-lock.json").write_text("{}")
    setup("exit 0", "--test", npm=NPM)
    assert len(calls.read_text().splitlines()) == 2


def test_without_judges_setup_goes_on_and_says_what_it_means(setup: Setup, tmp_path: Path) -> None:
    done = setup("exit 0", "--test", npm="exit 1")
    assert done.returncode == 0
    assert "in CI they fail" in done.stderr
    assert not (tmp_path / "tests/html5/node_modules/.installed").exists(), "tried again the next time"


TESTS = """
import pytest

def test_done(): pass

def test_skipped(): pytest.skip("no browser here")

@pytest.mark.place
def test_impossible(): pytest.skip("no mount here")

@pytest.mark.shared
def test_data(shared): shared("data/nowhere")
"""


@pytest.mark.parametrize(
    ("chosen", "strict", "code"),
    [("skipped", "", 0), ("skipped", "1", 1), ("impossible", "1", 0), ("data", "1", 0), ("done", "1", 0)],
)
def test_where_nothing_may_be_skipped_a_skip_fails_the_run(tmp_path: Path, chosen: str, strict: str, code: int) -> None:
    shutil.copy(ROOT / "tests/conftest.py", tmp_path)
    (tmp_path / "test_some.py").write_text(TESTS)
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers =\n  place: x\n  shared: x\n")
    env = {**os.environ, "OMNIRENDER_NO_SKIPS": strict, "OMNIRENDER_SHARED": str(tmp_path / "none")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-rs", "-k", chosen, str(tmp_path)], env=env, cwd=tmp_path, text=True,
        capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == code, done.stdout
    assert ("OMNIRENDER_NO_SKIPS: 1 skipped, which fails this run" in done.stdout) == bool(code)


def test_ci_skips_nothing_where_it_says_that_it_is_ci(tmp_path: Path) -> None:
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci/run", tmp_path / ".ci")
    (tmp_path / "Makefile").write_text('test:\n\t@echo "no skips: $$OMNIRENDER_NO_SKIPS"\n')
    told = []
    for ci in ("", "true"):
        env = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
        env |= {"CI": ci, "OMNIRENDER_NO_SKIPS": ""}
        told.append(subprocess.run([tmp_path / ".ci/run"], env=env, capture_output=True, text=True, check=True))
    assert [one.stdout for one in told] == ["no skips: \n", "no skips: 1\n"]
