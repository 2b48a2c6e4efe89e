"""What the project says of itself is true: examples validate, pages are current, every module is explained."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest

from renderer.checks import ALL
from renderer.cli import cli
from renderer.copywriting import texts
from renderer.loading.catalogue import load_catalogue
from renderer.model import document
from renderer.model.brand import Brand
from renderer.model.campaign import Campaign
from renderer.model.format import FormatFile
from renderer.model.layout import LayoutFile
from renderer.model.profile import Profile
from renderer.model.validation import validated

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("file", sorted(ROOT.glob("campaigns/*/campaign.yaml")), ids=lambda file: file.parent.name)
def test_example_campaigns_validate_and_name_their_schema(file: Path) -> None:
    assert validated(Campaign, document.read(file))
    assert_schema_header(file)


@pytest.mark.parametrize("file", sorted(ROOT.glob("brand/*/brand.yaml")), ids=lambda file: file.parent.name)
def test_example_brands_validate_and_name_their_schema(file: Path) -> None:
    assert validated(Brand, document.read(file))
    assert_schema_header(file)


@pytest.mark.parametrize("file", sorted(ROOT.glob("brand/*/layouts/*.yaml")), ids=lambda file: file.stem)
def test_layouts_validate_and_name_their_schema(file: Path) -> None:
    assert validated(LayoutFile, document.read(file))
    assert_schema_header(file)


@pytest.mark.parametrize("file", sorted(ROOT.glob("formats/**/*.yaml")), ids=lambda file: file.stem)
def test_formats_and_profiles_validate_and_name_their_schema(file: Path) -> None:
    if file.name == "sources.yaml":
        return
    assert validated(Profile if file.parent.name == "profiles" else FormatFile, document.read(file))
    assert_schema_header(file)


def assert_schema_header(file: Path) -> None:
    first = file.read_text(encoding="utf-8").splitlines()[0]
    match = re.fullmatch(r"# yaml-language-server: \$schema=(\S+)", first)
    assert match, f"{file} begins without the editor header"
    assert (file.parent / match[1]).is_file(), f"{file} names a schema that is not there"


def test_the_readme_campaign_is_valid() -> None:
    example = re.search(r"```yaml\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.S)
    assert example
    written = document.parse(example[1].encode(), ROOT / "README.md")
    assert validated(Campaign, written).placements


def test_the_readme_fits_one_screen() -> None:
    lines = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 60
    assert max(map(len, lines)) <= 130


def test_generated_pages_are_current() -> None:
    spec = importlib.util.spec_from_file_location("docs_tool", ROOT / "tools" / "docs.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    stale = [
        name for name, content in tool.pages().items() if (ROOT / "docs" / name).read_text(encoding="utf-8") != content
    ]
    assert not stale, "run `make docs`"


def test_architecture_names_every_module_of_the_package() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    assert len(page.splitlines()) <= 70
    missing = []
    for file in sorted((ROOT / "renderer").rglob("*.py")):
        name = file.parent.name if file.name == "__init__.py" else file.stem
        if file.parent.name == "checks" and any(check.id.replace("/", "_").replace("-", "_") == name for check in ALL):
            continue  # one file a check: docs/checks.md lists them
        if name != "renderer" and not re.search(rf"\b{name}\b", page):
            missing.append(file.relative_to(ROOT).as_posix())
    assert not missing


def test_every_option_of_the_command_is_documented() -> None:
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    for command in cli.commands.values():
        for parameter in command.params:
            for option in parameter.opts:
                if option.startswith("--"):
                    assert option in page


def test_formats_cite_sources_that_are_listed() -> None:
    catalogue = load_catalogue()
    for one in catalogue.formats.values():
        assert one.source, one.id
        assert not set(one.source) - set(catalogue.sources), one.id


def test_help_is_quick_because_nothing_heavy_is_imported() -> None:
    heavy = ("numpy", "skia", "PIL", "pydantic", "jinja2", "rich")
    code = f"import sys, renderer.cli; print([name for name in {heavy} if name in sys.modules])"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert shown.stdout.strip() == "[]"


def test_imports_run_downwards() -> None:
    ran = subprocess.run([Path(sys.executable).parent / "lint-imports"], capture_output=True, text=True, cwd=ROOT)
    assert ran.returncode == 0, ran.stdout[-2000:]


def test_the_page_on_texts_names_every_field_and_filter() -> None:
    page = (ROOT / "docs" / "campaign.md").read_text(encoding="utf-8")
    names = {name for fields in texts.SCOPE.values() for name in fields} - {"attributes"} | set(texts._shared().filters)
    assert [name for name in sorted(names) if f"`{name}`" not in page] == []
