"""`render sheet` after a run."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from line_shop import Shop
from PIL import Image

from renderer.cli import cli


def sheet(shop: Shop, *arguments: str) -> tuple[int, list[str], str]:
    """Exit code, lines of stdout, stderr."""
    ran = CliRunner().invoke(cli, ["sheet", str(shop.folder), "-o", str(shop.output), *arguments])
    return ran.exit_code, ran.stdout.splitlines(), ran.stderr


def names(lines: list[str]) -> list[str]:
    return [Path(line).name for line in lines]


def test_one_sheet_an_item_and_one_a_format(shop: Shop) -> None:
    shop.run()
    code, lines, told = sheet(shop)
    assert (code, told) == (0, "")
    assert names(lines) == [
        "item-item0.png", "item-item1.png", "item-item2.png",
        "format-iab-smartphone-wide-banner.png", "format-iab-medium-rectangle.png",
    ]  # fmt: skip
    folder = shop.output / "demo" / "sheets"
    assert {path.name for path in folder.iterdir()} == set(names(lines))
    with Image.open(folder / "item-item0.png") as one:
        assert one.width >= 600  # two languages of a 300x250 beside one another
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert sheet(shop)[0] == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_choice_replaces_the_sheets_of_another(shop: Shop) -> None:
    shop.run()
    sheet(shop)
    _, lines, _ = sheet(shop, "--items", "item2, item0", "--locale", "fr-FR", "--format", "*rectangle")
    assert names(lines) == ["item-item0.png", "item-item2.png", "format-iab-medium-rectangle.png"]
    assert {path.name for path in (shop.output / "demo" / "sheets").iterdir()} == set(names(lines))
    assert names(sheet(shop, "--format", "320x*", "--items", "item1")[1])[1:] == [
        "format-iab-smartphone-wide-banner.png"
    ]


def test_a_run_knows_nothing_of_sheets(shop: Shop) -> None:
    shop.run()
    sheet(shop)
    assert shop.made() == set()
    assert (shop.output / "demo" / "sheets" / "item-item0.png").exists()


def test_without_a_run_there_is_nothing_to_show(shop: Shop) -> None:
    code, lines, told = sheet(shop)
    assert (code, lines) == (2, [])
    assert told.count("\n") == 1
    assert "render it first" in told


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--items", "itme1"), "--items itme1: the run has none (did you mean 'item1'?)"),
        (("--locale", "fr_FR"), "--locale fr_FR: the run has none (did you mean 'fr-FR'?)"),
        (("--segment", "nobody"), "--segment nobody: the run has none (choose from everyone)"),
        (("--format", "iab/medium-rectangel"),
         "--format iab/medium-rectangel: the run has none (did you mean 'iab/medium-rectangle'?)"),
    ],
)  # fmt: skip
def test_what_the_run_does_not_have(shop: Shop, arguments: tuple[str, ...], said: str) -> None:
    shop.run()
    code, lines, told = sheet(shop, *arguments)
    assert (code, lines, told) == (2, [], said + "\n")


def test_files_that_are_gone_are_told(shop: Shop) -> None:
    shop.run()
    path = next(iter(shop.files()))
    (shop.output / "demo" / path).unlink()
    code, lines, told = sheet(shop)
    assert code == 0
    assert len(lines) == 5
    assert f"1 file is gone, {path}: render it again" in told


def test_creatives_that_were_not_made_are_told(shop: Shop) -> None:
    shop.run()
    file = shop.manifest_file()
    listing = json.loads(file.read_bytes())
    for creative in listing["creatives"][:2]:
        creative["files"] = []
    file.write_text(json.dumps(listing), encoding="utf-8")
    code, _, told = sheet(shop)
    assert code == 0
    assert f"2 creatives have no picture and are on no sheet, {listing['creatives'][0]['key']} for one" in told


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"creatives": 3}', b"\xff"])
def test_a_damaged_manifest_is_one_line(shop: Shop, content: bytes) -> None:
    shop.run()
    shop.manifest_file().write_bytes(content)
    code, _, told = sheet(shop)
    assert code == 2
    assert told.endswith("manifest.json: is no manifest of ours, or damaged: render it again\n")
