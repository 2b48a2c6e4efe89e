"""What a change makes anew, and what it leaves alone."""

from __future__ import annotations

import json
import os
import re
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from line_shop import SALE, Shop

from renderer import line, versions
from renderer.commands.explaining import explained
from renderer.commands.rendering import exit_code
from renderer.job import Job
from renderer.outcome import Encoded
from renderer.painters import codecs, encode
from renderer.resources import package_folder
from renderer.stages import compose
from renderer.stages.plan import Selection


def keys(shop: Shop, part: str = "") -> set[str]:
    return {creative["key"] for creative in shop.manifest()["creatives"] if part in creative["key"]}


def differs(shop: Shop, key: str, day: date | None = None) -> list[str]:
    found: list[str] = explained(key, shop.folder, shop.output, day)["differs"]
    return found


def test_a_second_run_does_nothing(shop: Shop, paints: list[int]) -> None:
    assert len(shop.made()) == 12
    before, manifest, stat = shop.files(), shop.manifest_file().read_bytes(), shop.manifest_file().stat()
    ledger = shop.hidden("ledger.jsonl").stat().st_mtime_ns
    paints.clear()
    result, told = shop.run()
    assert (result.made, result.cached, result.removed, result.changed) == (0, 12, 0, False)
    assert [creative.cached for creative in told] == [True] * 12
    assert not paints
    assert not shop.touched(before)
    assert shop.manifest_file().read_bytes() == manifest
    assert shop.manifest_file().stat().st_mtime_ns == stat.st_mtime_ns
    assert shop.hidden("ledger.jsonl").stat().st_mtime_ns == ledger


def test_a_price_redoes_its_item_only(shop: Shop) -> None:
    shop.campaign["segments"] = [{"id": "everyone"}, {"id": "families", "messages": {"fr-FR": {"headline": "Allez"}}}]
    shop.write()
    shop.run()
    before = shop.files()
    shop.rows[1]["price"] = "12.34 EUR"
    shop.write()
    key = "web/iab-medium-rectangle/everyone.fr-FR/item1"
    assert differs(shop, key) == ["item.offer"]
    assert not differs(shop, key.replace("item1", "item2"))
    assert shop.made() == keys(shop, "item1")
    assert len(keys(shop, "item1")) == 8
    assert shop.touched(before) == {path for path in before if "/item1/" in path}
    assert not shop.made()


def test_a_text_redoes_its_locale_only(shop: Shop) -> None:
    shop.run()
    before = shop.files()
    shop.campaign["messages"]["en-GB"]["headline"] = "Autumn rush"
    shop.write()
    assert differs(shop, "web/iab-medium-rectangle/everyone.en-GB/item0") == ["copy"]
    assert shop.made() == keys(shop, "en-GB")
    assert shop.touched(before) == {path for path in before if "en-GB" in path}


def test_a_picture_redoes_its_item_only(shop: Shop) -> None:
    shop.run()
    before = shop.files()
    shop.picture(2, "#000000")
    assert differs(shop, "web/iab-medium-rectangle/everyone.en-GB/item2") == ["item.picture"]
    assert shop.made() == keys(shop, "item2")
    assert shop.touched(before) == {path for path in before if "/item2/" in path}


def test_a_missing_picture_that_comes(shop: Shop) -> None:
    shop.rows[0]["image_link"] = "later.png"
    shop.write()
    shop.run()
    (shop.folder / "item0.png").rename(shop.folder / "later.png")
    assert shop.made() == keys(shop, "item0")


def test_a_picture_merely_touched_is_the_same(shop: Shop) -> None:
    shop.run()
    os.utime(shop.folder / "item0.png", (1, 1))
    assert not shop.made()


def test_a_brand_colour_redoes_all(shop: Shop) -> None:
    shop.run()
    before = shop.files()
    shop.brand["palette"]["primary"] = "#5D0B3B"
    shop.write()
    assert differs(shop, "web/iab-medium-rectangle/everyone.en-GB/item2") == ["brand"]
    assert len(shop.made()) == 12
    assert shop.touched(before) == set(before)


def test_another_date_repaints_only_what_looks_different(shop: Shop, paints: list[int]) -> None:
    shop.rows[0].update(sale_price="9.90 EUR", sale_price_effective_date=SALE)
    shop.write()
    shop.run()
    before = shop.files()
    day = date(2026, 9, 11)
    key = "web/iab-medium-rectangle/everyone.en-GB/item"
    assert differs(shop, f"{key}0", day) == ["date", "item.offer"]
    assert differs(shop, f"{key}1", day) == ["date"]
    paints.clear()  # an explanation paints too
    assert len(shop.made(day=day)) == 12
    assert len(paints) == 4
    assert shop.touched(before) == {path for path in before if "/item0/" in path}
    shop.run()
    assert shop.bytes() == {path: content for path, (content, _) in before.items()}


def test_the_end_of_a_sale_is_checked_anew_without_painting(shop: Shop, paints: list[int]) -> None:
    shop.rows[0].update(sale_price="9.90 EUR", sale_price_effective_date="2026-08-01T00:00Z/2026-10-10T00:00Z")
    shop.write()
    shop.run()
    shop.rows[0]["sale_price_effective_date"] = "2026-08-01T00:00Z/2026-10-11T00:00Z"
    shop.write()
    assert not shop.made()
    paints.clear()
    shop.rows[0]["sale_price_effective_date"] = "2026-08-01T00:00Z/2026-09-12T00:00Z"
    shop.write()
    assert shop.made() == keys(shop, "item0")
    assert not paints
    assert {one["check"] for one in shop.manifest()["creatives"][0]["findings"]} == {"price/ends-early"}


def test_what_nobody_sees_changes_nothing(shop: Shop, paints: list[int]) -> None:
    shop.run()
    before, manifest = shop.files(), shop.manifest_file().stat().st_mtime_ns
    shop.rows[1]["description"] = "Quite another lamp."
    shop.write()
    paints.clear()
    assert not shop.made()
    assert not paints
    assert not shop.touched(before)
    assert shop.manifest_file().stat().st_mtime_ns == manifest


def test_where_it_leads_is_listed_without_painting(shop: Shop, paints: list[int]) -> None:
    shop.run()
    before = shop.files()
    paints.clear()
    shop.campaign["placements"][0]["click_url"] = "https://toucan.example/new/{{ item.id }}"
    shop.write()
    assert len(shop.made()) == 12
    assert not paints
    assert not shop.touched(before)
    assert shop.manifest()["creatives"][0]["click_url"] == "https://toucan.example/new/item0"


@pytest.mark.parametrize("field", ["link", "title", "availability"])
def test_every_field_that_is_read_counts(shop: Shop, field: str) -> None:
    """The item's own link where there is no click_url, its title as a picture's name, what a text names."""
    del shop.campaign["placements"][0]["click_url"]
    shop.campaign["messages"]["en-GB"].update(name="Lamp", subline="{{ item.availability }}")
    shop.write()
    shop.run()
    shop.rows[0][field] = {"link": "https://toucan.example/x", "title": "New", "availability": "preorder"}[field]
    shop.write()
    only = "en-GB" if field == "availability" else ""
    assert shop.made() == {key for key in keys(shop, "item0") if only in key}


def test_identical_creatives_share_one_paint(shop: Shop, paints: list[int]) -> None:
    shop.campaign["segments"] = [{"id": "everyone"}, {"id": "families"}]
    shop.campaign["placements"].append({"id": "again", "formats": ["iab/medium-rectangle"], "encoding": "jpeg"})
    shop.write()
    shop.run()
    assert len(shop.files()) == 36
    assert len(paints) == 12
    listed = {(one["items"][0], one["locale"], one["format"], one["files"][0]["sha256"])
              for one in shop.manifest()["creatives"]}  # fmt: skip
    assert len(listed) == 12


def test_a_new_segment_that_looks_the_same_is_copied(shop: Shop, paints: list[int]) -> None:
    shop.run()
    paints.clear()
    shop.campaign["segments"].append({"id": "families"})
    shop.write()
    assert len(shop.made()) == 12
    assert not paints


def test_a_changed_twin_is_not_copied(shop: Shop, paints: list[int]) -> None:
    shop.run()
    for path in shop.files():
        (shop.output / "demo" / path).write_bytes(b"scribbled")
    paints.clear()
    shop.campaign["segments"] = [{"id": "families"}]
    shop.write()
    shop.run()
    assert len(paints) == 12
    assert b"scribbled" not in [content for path, content in shop.bytes().items() if "families" in path]


def test_the_date_is_the_only_clock(shop: Shop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.run()
    ahead = 40_000_000.0  # s: more than a year
    original, original_ns = time.time, time.time_ns
    monkeypatch.setattr(time, "time", lambda: original() + ahead)
    monkeypatch.setattr(time, "time_ns", lambda: original_ns() + int(ahead * 1e9))
    other = tmp_path / "later"
    shop.run(output=other)
    assert shop.bytes(other) == shop.bytes()
    assert shop.manifest(other) == shop.manifest()


def test_explain_tells_what_state_a_creative_is_in(shop: Shop) -> None:
    key = "web/iab-medium-rectangle/everyone.en-GB/item2"

    def state() -> str:
        found: str = explained(key, shop.folder, shop.output, None)["state"]
        return found

    assert state().startswith("new")
    shop.run()
    assert state().startswith("current")
    (shop.output / "demo" / key / "iab-medium-rectangle.jpg").unlink()
    assert state().startswith("stale: its file")
    shop.campaign["messages"]["en-GB"]["cta"] = "Go"
    shop.write()
    assert state() == "stale: copy changed since it was made"


def test_explain_on_the_command_line(shop: Shop) -> None:
    import subprocess
    import sys

    shop.run()
    shop.rows[0]["price"] = "1.00 EUR"
    shop.write()
    asked = [sys.executable, "-m", "renderer.cli", "explain", "web/iab-medium-rectangle/everyone.en-GB/item0",
             str(shop.folder), "-o", str(shop.output), "--json"]  # fmt: skip
    found: dict[str, Any] = json.loads(subprocess.run(asked, check=True, capture_output=True).stdout)
    assert "item.offer" in found["differs"]


def test_another_library_redoes_and_repaints_all(
    shop: Shop, paints: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was painted by another version is not what this one paints, however equal the scene."""
    shop.run()
    paints.clear()
    monkeypatch.setattr(versions, "libraries", lambda: (("pillow", "99.0"),))
    versions.code.cache_clear()
    try:
        assert len(shop.made()) == 12
        assert len(paints) == 12
        shelves = [path for path in (shop.output / ".cache").iterdir() if (path / "artwork").is_dir()]
        assert len(shelves) == 2, "what is kept of inputs is not shared between versions either"
    finally:
        versions.code.cache_clear()


@pytest.fixture
def source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Makes it look as if one of our own sources had been changed by an upgrade."""
    package = tmp_path / "package"
    shutil.copytree(versions.PACKAGE, package, ignore=lambda _, names: [name for name in names if name == "shipped"])
    monkeypatch.setattr(versions, "PACKAGE", package)

    def changed(name: str) -> None:
        with (package / name).open("a", encoding="utf-8") as file:
            file.write("# changed\n")
        versions.code.cache_clear()

    versions.code.cache_clear()
    yield changed
    versions.code.cache_clear()


@pytest.mark.parametrize(
    "name",
    [
        "painters/encode.py",
        "stages/pack.py",
        "line.py",
        "stores/treatments.py",
        "colours.py",
        "outcome.py",
        "text/woff2.py",
    ],
)
def test_an_upgrade_of_what_makes_files_paints_anew(
    shop: Shop, paints: list[int], source: Callable[[str], None], name: str
) -> None:
    shop.run()
    paints.clear()
    source(name)
    assert len(shop.made()) == 12
    assert len(paints) == 12


@pytest.mark.parametrize("name", ["copywriting/texts.py", "placing/score.py", "text/fit.py", "feeds/clean.py"])
def test_an_upgrade_before_the_scene_paints_what_looks_different(
    shop: Shop, paints: list[int], source: Callable[[str], None], name: str
) -> None:
    shop.run()
    paints.clear()
    source(name)
    assert len(shop.made()) == 12
    assert not paints


def test_cold_or_warm_the_same_files_after_an_upgrade(
    shop: Shop, tmp_path: Path, source: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The version that chose JPEG is followed by one that chooses PNG."""
    shop.run()
    monkeypatch.setattr(encode, "encode", lambda pixels, *_: Encoded(codecs.png(pixels), "image/png", None))
    source("painters/encode.py")
    shop.run()
    shop.run(output=tmp_path / "cold")
    assert {path.rpartition(".")[2] for path in shop.bytes()} == {"png"}
    assert shop.bytes() == shop.bytes(tmp_path / "cold")


def test_cairo_and_pixman_are_among_the_libraries() -> None:
    found = dict(versions.libraries())
    assert found["cairo"].split(".")[0].isdigit()
    assert found["pixman"].split(".")[0].isdigit()


def test_comments_change_nothing(shop: Shop) -> None:
    profiles = shop.folder / "formats" / "profiles"
    profiles.mkdir(parents=True)
    layouts = shop.folder / "brand" / "toucan" / "layouts"
    layouts.mkdir()
    shop.run()
    with (shop.folder / "brand/toucan/brand.yaml").open("a") as file:
        file.write("# a comment\n")
    (profiles / "nobody.yaml").write_text(
        "id: nobody\nname: Unused\nsource: house rule\nas_of: 2026-01-01\nverified: true\n"
    )
    (layouts / "none.yaml").write_text("# nothing yet\nlayouts: []\n")
    assert not shop.made()


def test_fonts_that_change_places_count(shop: Shop) -> None:
    typefaces = shop.brand["typefaces"]
    shop.run()
    typefaces["display"], typefaces["text"] = typefaces["text"], typefaces["display"]
    shop.write()
    assert set(differs(shop, "web/iab-medium-rectangle/everyone.en-GB/item0")) == {"brand", "fonts"}


def test_only_the_columns_that_a_text_reads_count(shop: Shop) -> None:
    for row in shop.rows:
        row.update(colour="red", stock="12")
    shop.campaign["messages"]["en-GB"]["subline"] = "In {{ item.attributes.colour }}"
    shop.write()
    shop.run()
    shop.rows[0]["stock"] = "11"
    shop.write()
    assert not shop.made()
    shop.rows[0]["colour"] = "blue"
    shop.write()
    assert shop.made() == {key for key in keys(shop, "item0") if "en-GB" in key}


def test_arms_with_several_messages_show_them(shop: Shop) -> None:
    """An A/B test of two arms, each of which says it in two ways; what they do not say comes from the campaign."""
    shop.campaign["arms"] = [
        {"id": "a", "messages": {"en-GB": [{"id": "x", "headline": "One"}, {"id": "y", "headline": "Two"}]}},
        {"id": "b", "messages": {"en-GB": [{"id": "x", "headline": "Three"}, {"id": "y", "headline": "Four"}]}},
    ]
    shop.write()
    shop.run()
    english = [one for one in shop.manifest()["creatives"] if one["locale"] == "en-GB" and one["items"] == ["item0"]]
    assert {(one["arm"], one["message"]) for one in english} == {("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")}
    assert len({one["files"][0]["sha256"] for one in english}) == len(english) == 8
    french = [one for one in shop.manifest()["creatives"] if one["locale"] == "fr-FR" and one["items"] == ["item0"]]
    assert {one["message"] for one in french} == {""}


def test_translated_links_lead_there(shop: Shop) -> None:
    del shop.campaign["placements"][0]["click_url"]
    shop.campaign["feed"]["translations"] = {"en-GB": {"source": "en.csv", "key": "id"}}
    (shop.folder / "en.csv").write_text("id,title,link\nitem0,Lamp,https://toucan.example/en/0\n")
    shop.write()
    shop.run()
    led = {(one["locale"], one["click_url"]) for one in shop.manifest()["creatives"] if one["items"] == ["item0"]}
    assert led == {("en-GB", "https://toucan.example/en/0"), ("fr-FR", "https://toucan.example/0")}
    (shop.folder / "en.csv").write_text("id,title,link\nitem0,Lamp,https://toucan.example/en/zero\n")
    assert shop.made() == {key for key in keys(shop, "item0") if "en-GB" in key}


def test_a_picture_swapped_during_the_run_is_not_noted_down(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Painted with one picture, noted as another: it would stay wrong for good."""
    original = compose.compose
    first = (shop.folder / "item0.png").read_bytes()

    def swapping(job: Job, *rest: Any) -> Any:
        if job.item is not None and job.item.id == "item0":
            shop.picture(0, "#00FF00")
        return original(job, *rest)

    monkeypatch.setattr(line, "compose", swapping)
    result, _ = shop.run()
    errors = {record.creative.key: record.creative.error for record in result.records if record.creative.error}
    assert set(errors) == keys(shop, "item0")
    assert set(errors.values()) == {"the picture of 'item0' changed while rendering"}
    monkeypatch.undo()
    (shop.folder / "item0.png").write_bytes(first)
    assert shop.made() == keys(shop, "item0")
    assert all(one["error"] is None for one in shop.manifest()["creatives"])


@pytest.mark.parametrize("how", ["replaced", "removed"])
def test_a_font_swapped_during_the_run_is_not_noted_down(shop: Shop, monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    """A worker reads a font long after its digest was taken: what it makes of another one is not what is noted."""
    fonts, spare = shop.folder / "brand" / "toucan" / "fonts", shop.folder / "spare"
    shutil.copytree(package_folder("font_manrope"), fonts, ignore=shutil.ignore_patterns("*.py*"))
    shop.brand["typefaces"]["display"]["source"] = "fonts"
    shop.write()
    original = compose.compose

    def swapping(*arguments: Any) -> Any:
        if how == "removed" and fonts.exists():
            fonts.rename(spare)
        elif how == "replaced" and not spare.exists():
            shutil.copytree(fonts, spare)
            other = next(fonts.rglob("Manrope-Light.ttf")).read_bytes()
            for file in fonts.rglob("*Bold.ttf"):
                file.write_bytes(other)
        return original(*arguments)

    monkeypatch.setattr(line, "compose", swapping)
    result, _ = shop.run(selection=Selection(items=("item0",)))
    monkeypatch.undo()
    assert not shop.files()
    assert exit_code(result, strict=False) == 3
    for record in result.records:
        assert re.search(
            r"^the font '.*' (changed while rendering|cannot be read any more)", record.creative.error or ""
        )
    shutil.rmtree(fonts, ignore_errors=True)
    spare.rename(fonts)
    assert len(shop.made()) == len(shop.files()) == 12


def test_what_is_said_of_an_unusable_picture_names_it_as_the_feed_does(shop: Shop, paints: list[int]) -> None:
    """Its content is the same, and of what is painted nothing changes."""
    for name in ("one.png", "two.png"):
        (shop.folder / name).write_bytes(b"\x89PNG\r\n\x1a\njunk")
    for name in ("one.png", "two.png"):
        shop.rows[0]["image_link"] = name
        shop.write()
        if name == "two.png":
            key = next(iter(keys(shop, "item0")))
            assert explained(key, shop.folder, shop.output, None)["state"].startswith(
                "stale: the feed names its picture"
            )
            paints.clear()  # an explanation paints too
        shop.run()
        said = {one["findings"][0]["message"] for one in shop.manifest()["creatives"] if one["items"] == ["item0"]}
        assert len(said) == 1
        assert said.pop().startswith(f"'{name}': broken")
    assert not paints
    assert not shop.made()


def test_what_is_said_of_a_missing_picture_counts(shop: Shop) -> None:
    shop.rows[0]["image_link"] = "gone.png"
    shop.write()
    shop.run()
    (shop.folder / "pictures").mkdir()
    shop.campaign["feed"]["images"] = "pictures"
    for number in (1, 2):
        (shop.folder / f"item{number}.png").rename(shop.folder / "pictures" / f"item{number}.png")
    shop.write()
    assert shop.made() == keys(shop, "item0")
    (message,) = {one["findings"][0]["message"] for one in shop.manifest()["creatives"] if one["items"] == ["item0"]}
    assert "lies in pictures" in message
