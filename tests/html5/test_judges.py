"""The judges let a good banner pass and find what is wrong with each bad one, many files in a moment."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import judges
import pytest
from banners import GOOD, LOOK, spoilt, written
from browsing import show
from judges import axe, html_validate, nu

HERE = Path(__file__).parent
HEADLINE = ">Steel kettle</h1>"
NU = {
    "a tag that is none": ("<p class", "<pp class", 'Element "pp" not allowed'),
    "an attribute unescaped": ('kettle?a=1&amp;b=2"', 'kettle?a=1&amp;b=2 3"', "Bad value"),
    "no text for a picture": (' alt="A kettle of steel"', "", "alt"),
    "a property that is none": ("opacity: 0; transform", "opacty: 0; transform", "opacty"),
    "a value that is none": ("translateY(40px)", "translateY(40pix)", "transform"),
    "a value in an attribute": ("left:150px", "left:150qx", "left"),
    "no title": ("<title>Steel kettle &amp; lamp</title>", "<title></title>", "title"),
    "never closed": ("</h1>", "", "h1"),
    "a link within the link": (HEADLINE, '><a href="https://x.example/">Steel</a></h1>', "Start tag"),
}
RULES = {
    "no text for a picture": (' alt="A kettle of steel"', "", "wcag/h37"),
    "unquoted": ('target="_blank"', "target=_blank", "attr-quotes"),
    "never closed": ("</h1>", "", "close-order"),
    "raw": (HEADLINE, ">Steel & kettle</h1>", "no-raw-characters"),
    "twice the id": ('class="turn"', 'class="turn" id="click"', "no-dup-id"),
    "no language": (' lang="en-GB"', "", "element-required-attributes"),
    "no doctype": ("<!DOCTYPE html>\n", "", "missing-doctype"),
    "a rule's own mark": ('class="turn"', 'class="turn turn"', "no-dup-class"),
}


def plain(lines: list[str]) -> str:
    return "\n".join(lines).translate({0x201C: '"', 0x201D: '"'})


@pytest.fixture(scope="module")
def faulty(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A good banner and all bad ones, in files of names that judges might stumble over."""
    folder = tmp_path_factory.mktemp("banners")
    pages = {"good": GOOD} | {name: spoilt(old, new) for name, (old, new, _) in {**NU, **RULES}.items()}
    files = {}
    for number, (name, page) in enumerate(pages.items()):
        files[name] = folder / f"*[{number}] {name} é#%41.html"
        files[name].write_text(page, encoding="utf-8")
    return files


@pytest.fixture(scope="module")
def by_judge(faulty: dict[str, Path]) -> dict[str, list[str]]:
    return {"nu": nu(list(faulty.values())), "html-validate": html_validate(list(faulty.values()))}


@pytest.mark.parametrize("judge", ["nu", "html-validate"])
def test_a_good_banner_passes_and_every_bad_one_is_found(
    judge: str, faulty: dict[str, Path], by_judge: dict[str, list[str]]
) -> None:
    lines = by_judge[judge]
    assert not [line for line in lines if line.startswith(str(faulty["good"]))]
    for name, (_, _, told) in (NU if judge == "nu" else RULES).items():
        mine = [line for line in lines if line.startswith(f"{faulty[name]}:")]
        assert told in plain(mine), (name, mine)
    assert all(any(line.startswith(str(file)) for file in faulty.values()) for line in lines), "every line has its file"


def test_lines_are_told_where_they_are(tmp_path: Path) -> None:
    """Style sheets, drawings and pages in one go, in the order asked for."""
    css, svg, page = tmp_path / "a.css", tmp_path / "b.svg", tmp_path / "c.html"
    css.write_text(f"{LOOK}.x {{ colour: red }}\n")
    svg.write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1">\n<bad/>\n</svg>\n')
    page.write_text(spoilt("<p class", "<pp class"))
    told = [line.split(": ")[0] for line in nu([css, svg, page])]
    assert told[0] == f"{css}:5"
    assert told[1] == f"{svg}:2"
    assert f"{page}:{GOOD[: GOOD.index('<p class')].count(chr(10)) + 1}" in told
    with pytest.raises(ValueError, match="neither"):
        nu([tmp_path / "run.js"])


def test_hundreds_of_files_take_seconds(tmp_path: Path) -> None:
    files = []
    for number in range(300):
        files.append(tmp_path / f"{number}.html")
        files[-1].write_text(spoilt(HEADLINE, f">Kettle {number}</h1>"))
    began = time.monotonic()
    assert nu(files) == []
    assert html_validate(files) == []
    assert time.monotonic() - began < 60


def test_nothing_is_nothing() -> None:
    assert nu([]) == html_validate([]) == []


def test_a_judge_that_does_not_judge_is_no_praise(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = tmp_path / "a.html"
    page.write_text(GOOD)
    nonsense = tmp_path / "nonsense"
    nonsense.write_text("throw new Error('broken')")
    for name, judge in (("VNU", nu), ("HTML_VALIDATE", html_validate)):
        monkeypatch.setattr(judges, name, nonsense)
        with pytest.raises(RuntimeError, match="did not judge"):
            judge([page])


@pytest.mark.parametrize("judge", [nu, html_validate])
def test_a_judge_that_is_not_there_skips_loudly_and_fails_in_ci(
    judge: Callable[[list[Path]], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("VNU", "HTML_VALIDATE"):
        monkeypatch.setattr(judges, name, Path("/nowhere"))
    for name in ("CI", "OMNIRENDER_NO_SKIPS"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(pytest.skip.Exception, match="NOT LOOKED AT"):
        judge([])
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="NOT LOOKED AT"):
        judge([])


def test_only_rules_that_there_are_are_switched_off(tmp_path: Path) -> None:
    """Each one would otherwise hold: what is switched off for nothing is taken out of the list."""
    modules = "".join(file.read_text() for file in (judges.MODULES / "html-validate/dist").rglob("*.js")
                      if file.stat().st_size < 1_000_000)  # fmt: skip
    assert [rule for rule in judges.OFF if f'"{rule}"' not in modules] == []
    assert all(len(reason) > 20 for reason in judges.OFF.values())


def test_the_lock_file_names_every_file_and_no_host() -> None:
    lock = json.loads((HERE / "package-lock.json").read_text())
    wanted = json.loads((HERE / "package.json").read_text())["devDependencies"]
    packages = {name: one for name, one in lock["packages"].items() if name}
    assert all(one["integrity"].startswith("sha512-") and "resolved" not in one for one in packages.values())
    for name, version in wanted.items():
        assert packages[f"node_modules/{name}"]["version"] == version, "pinned"


@pytest.mark.browser
def test_axe_lets_a_good_banner_pass_and_finds_a_bad_one(banner: Any, tmp_path: Path) -> None:
    good = banner(written(tmp_path / "good")).page
    show(good, 60_000)  # at rest: what is still on its way has too little contrast
    assert axe(good) == []
    bad = GOOD.replace(' alt="A kettle of steel"', "").replace(' lang="en-GB"', "")
    pale = spoilt("color: #14231b", "color: #ccc", LOOK)
    spoilt_page = banner(written(tmp_path / "bad", bad, pale)).page
    show(spoilt_page, 60_000)
    found = axe(spoilt_page)
    assert {line.split(": ")[0] for line in found} == {"html-has-lang", "image-alt", "color-contrast"}
