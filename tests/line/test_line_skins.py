"""Page skins, `as: [html5]`: which are made, their files, and those that turn."""

from __future__ import annotations

import zipfile
from typing import Any

import pytest
from line_shop import Shop

ARCH, TURNS, WALLPAPER = "skin/arch", "skin/interactive", "skin/wallpaper"


@pytest.fixture
def skins(shop: Shop) -> Shop:
    shop.campaign["placements"][0] |= {"formats": [ARCH, TURNS, WALLPAPER], "as": ["html5"], "limit": 1}
    shop.campaign["locales"] = ["fr-FR"]
    shop.campaign["messages"].pop("en-GB", None)
    shop.write()
    return shop


def several(shop: Shop) -> Shop:
    shop.campaign["placements"][0] |= {"products": 3, "limit": 3}
    shop.write()
    return shop


def creatives(shop: Shop) -> dict[str, dict[str, Any]]:
    return {one["format"]: one for one in shop.manifest()["creatives"]}


def page(shop: Shop, creative: dict[str, Any]) -> str:
    (path,) = (one["path"] for one in creative["files"] if one["deliverable"] == "html5")
    with zipfile.ZipFile(shop.output / "demo" / path) as package:
        return package.read("index.html").decode()


def test_what_is_not_made_is_told_with_its_reason(skins: Shop) -> None:
    skins.run()
    assert set(creatives(skins)) == {ARCH}
    reasons = {one["format"]: one["reason"] for one in skins.manifest()["skipped"]}
    assert reasons[WALLPAPER] == "takes no HTML5"
    assert "'products: 2'" in reasons[TURNS]


def test_a_skin_is_a_page_around_its_content(skins: Shop) -> None:
    skins.run()
    creative = creatives(skins)[ARCH]
    assert [one["deliverable"] for one in creative["files"]] == ["backup", "preview", "html5"]
    assert all((one["width"], one["height"]) == (1920, 1080) for one in creative["files"])
    told = page(skins, creative)
    assert '<meta name="ad.size" content="width=1920,height=1080">' in told
    assert ".ad,#click{clip-path:polygon(" in told
    assert "calc(50% - 500px) 200px" in told
    assert creative["status"] == "ok"
    assert next(one for one in creative["files"] if one["deliverable"] == "html5")["duration_s"] > 0


def test_another_geometry_is_another_page(skins: Shop) -> None:
    skins.run()
    folder = skins.folder / "formats"
    folder.mkdir()
    (folder / "ours.yaml").write_text("""\
family: skin
channel: display
as_of: 2026-11-26
formats:
  - id: skin/ours
    name: {en: Ours}
    size: [1800, 1000]
    content: {width: 1100, top: 170, gutter: 160}
    file_types: [jpg, html5]
    source: [MEMORY]
    verified: false
""")
    skins.campaign["placements"][0]["formats"] = ["skin/ours"]
    skins.write()
    skins.run()
    assert "calc(50% - 550px) 170px" in page(skins, creatives(skins)["skin/ours"])


def test_products_turn_and_the_backup_shows_them_all(skins: Shop) -> None:
    several(skins).run()
    creative = creatives(skins)[TURNS]
    assert creative["items"] == ["item0", "item1", "item2"]
    assert creative["layout"].endswith("/skin-range"), "an arrow in a picture does nothing"
    assert [one["deliverable"] for one in creative["files"]] == ["backup", "preview", "html5"]
    told = page(skins, creative)
    assert all(f'id="product-{place}"' in told for place in (1, 2, 3))
    assert 'aria-label="Produit suivant"' in told
    assert next(one for one in creative["files"] if one["deliverable"] == "html5")["duration_s"] > 0
    assert creative["status"] in ("ok", "warn")


def test_nothing_changed_nothing_done(skins: Shop) -> None:
    several(skins).run()
    result, _ = skins.run()
    assert result.made == 0
