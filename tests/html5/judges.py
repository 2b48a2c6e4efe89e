"""What judges banners from outside: the W3C's Nu checker, html-validate, AMP's validator, axe-core. Each takes many
files at once."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import Any, TypeAlias
from urllib.parse import unquote

from browsers import axe_core, missing

MODULES = Path(__file__).parent / "node_modules"
VNU = MODULES / "vnu-jar/build/dist/vnu.jar"
HTML_VALIDATE = MODULES / "html-validate/bin/html-validate.mjs"
AMP = MODULES / "next/dist/compiled/amphtml-validator"
PAGES = (".html", ".htm")
SECONDS = 300
_KINDS = (((*PAGES, ".svg"), ["--also-check-svg"]), ((".css",), ["--css"]))
_FAST = ["-Xss8m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"]  # its parser needs the deep stack
_PLAIN = ["--errors-only", "--format", "json", "--stdout", "--exit-zero-always"]
_Told: TypeAlias = tuple[Path | None, int, str]  # file, line, the line to print

OFF: Mapping[str, str] = {
    "no-inline-style": "every node of a banner has a place of its own: a class for each would weigh more",
    "doctype-style": "either case is HTML; which one is no fault",
    "no-trailing-whitespace": "the look of the source, which a machine writes and nobody edits",
    "long-title": "a title is the product's name, as long as the shop made it; nobody searches for banners",
    "tel-non-breaking": "product names hold digits that look like telephone numbers; line breaks are placed already",
    "require-sri": "ad servers' libraries (exit API) change at an address that stays: no digest of theirs holds",
}
"""Rules of html-validate that do not suit ads, each with the reason. All others of its sets stay."""
FLUID: Mapping[str, str] = {
    "CSS: “container-type”: Property “container-type” doesn't exist.": "CSS Containment 3, in browsers since 2023",
    "CSS: Unrecognized at-rule “@container”": "the same",
    "CSS: “scale”: Parse Error.": "a width over a length: `tan(atan2(100cqw,1600px))`, CSS Values 4, since 2023",
}
"""What the Nu checker does not know yet and pages that fit any width need, each with the reason."""
CONFIG = {
    "root": True,
    "extends": ["html-validate:recommended", "html-validate:document"],
    "rules": {**dict.fromkeys(OFF, "off"), "prefer-native-element": ["error", {"exclude": ["link"]}]},
}
"""A link whose address the ad server writes has no href: a button that says it is a link (`clicking.layer`)."""


def nu(files: Sequence[Path], excused: Container[str] = ()) -> list[str]:
    """The Nu checker's errors over HTML, CSS and SVG files, `file:line: message` in the order of the files, but for
    excused messages. Raises ValueError for a file of another kind."""
    if strange := [file.name for file in files if not any(file.suffix in suffixes for suffixes, _ in _KINDS)]:
        raise ValueError(f"neither HTML nor CSS nor SVG: {strange}")
    java = shutil.which("java")
    if java is None or not VNU.exists():
        missing("the Nu checker" if java else "Java")
    lines: list[_Told] = []
    for suffixes, how in _KINDS:  # a second JVM for style sheets: beside them it counts other files' lines wrongly
        with _numbered([file for file in files if file.suffix in suffixes]) as (folder, names):
            said = _ran([java, *_FAST, "-jar", str(VNU), *_PLAIN, *how, *names], folder, "messages") if names else []
        for one in said:
            if one["message"] in excused:
                continue
            name = unquote(one.get("url", "")).rpartition("/")[2]
            line = one.get("lastLine", 0)
            lines.append((names.get(name), line, f"{names.get(name, name)}:{line}: {one['message']}"))
    return _in_order(lines, files)


def html_validate(files: Sequence[Path]) -> list[str]:
    """html-validate's errors over HTML files, `file:line: rule: message` in the order of the files."""
    if not HTML_VALIDATE.exists():
        missing("html-validate")
    with _numbered([file for file in files if file.suffix in PAGES]) as (folder, names):
        if not names:
            return []
        (folder / "config.json").write_text(json.dumps(CONFIG))
        how = ["--config", "config.json", "--formatter", "json"]
        said = _ran([_node(), str(HTML_VALIDATE), *how, *names], folder, None)
        lines: list[_Told] = []
        for one in said:
            file = names[Path(one["filePath"]).name]
            lines += [(file, told["line"], f"{file}:{told['line']}: {told['ruleId']}: {told['message']}")
                      for told in one["messages"] if told["severity"] == 2]  # fmt: skip
    return _in_order(lines, files)


def amp(files: Sequence[Path], excused: Container[str] = ()) -> list[str]:
    """What AMP's validator says of pages as AMPHTML ads, errors and warnings, `file:line: message`, but for excused
    messages."""
    if not AMP.exists():
        missing("AMP's validator")
    lines: list[_Told] = []
    with _numbered(files) as (folder, names):
        said = _ran([_node(), "-e", _AMP, str(AMP), *names], folder, None)
        for name, status, told in said:
            found = [(names[name], line, f"{names[name]}:{line}: {message}") for line, message in told
                     if message not in excused]  # fmt: skip
            lines += found or [(names[name], 0, f"{names[name]}: {status}")] * (status != "PASS")
    return _in_order(lines, files)


_AMP = """
const [home, ...files] = process.argv.slice(1);
const fs = require("fs");
require(home).getInstance(home + "/validator_wasm.js").then(validator => console.log(JSON.stringify(files.map(file => {
  const {status, errors} = validator.validateString(fs.readFileSync(file, "utf8"), "AMP4ADS");
  return [file, status, errors.map(one => [one.line, one.message])];
}))));
"""
AMP_UNKNOWN = ("CSS syntax error in tag 'style amp-custom' - disallowed media feature 'prefers-reduced-motion'.",)
"""A warning, which leaves a page valid: who wants no motion is given none."""


def axe(page: Any) -> list[str]:
    """What keeps people out of a page that is open in the browser, serious and critical: `rule: element: what`."""
    found = axe_core().run(page).response
    assert found["passes"], "axe looked at nothing"
    return [f"{one['id']}: {node['html']}: {one['help']}" for one in found["violations"]
            if one["impact"] in ("serious", "critical") for node in one["nodes"]]  # fmt: skip


def _node() -> str:
    """The Node that playwright brings: newer than many a system's, and there wherever the tests are."""
    try:
        from playwright._impl._driver import compute_driver_executable
    except ImportError:
        missing("playwright")
    return str(compute_driver_executable()[0])


@contextmanager
def _numbered(files: Sequence[Path]) -> Iterator[tuple[Path, dict[str, Path]]]:
    """A folder with the files under plain names, and what each name stands for: no judge stumbles over signs in paths,
    and a thousand of them fit in one command."""
    with TemporaryDirectory(prefix="judged-") as place:
        folder, names = Path(place), dict[str, Path]()
        for number, file in enumerate(files):
            name = f"{number}{file.suffix}"
            shutil.copyfile(file, folder / name)
            names[name] = file
        yield folder, names


def _ran(command: list[str], folder: Path, key: str | None) -> Any:
    """What a judge printed, into a file: Node ends before a pipe has taken what is long. Raises RuntimeError where it
    did not judge: silence is no praise."""
    with TemporaryFile() as printed:
        done = subprocess.run(command, cwd=folder, stdout=printed, stderr=subprocess.PIPE, timeout=SECONDS,
                              check=False, env={**os.environ, "LC_ALL": "C.UTF-8"})  # fmt: skip
        printed.seek(0)
        text = printed.read().decode("utf-8", "replace")
    try:
        said = json.loads(text)
        return said[key] if key else said
    except (ValueError, KeyError, TypeError):
        raise RuntimeError(f"{command[0]} did not judge: {text[-500:]}{done.stderr.decode()[-1500:]}") from None


def _in_order(lines: list[_Told], files: Sequence[Path]) -> list[str]:
    places = {file: place for place, file in enumerate(files)}
    return [told for *_, told in sorted(lines, key=lambda one: (places.get(one[0], -1) if one[0] else -1, one[1]))]
