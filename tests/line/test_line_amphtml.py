"""`as: [html5, amphtml]`: a zip of each kind for networks that take it; the rest is told."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any

import numpy as np
import pytest
from line_shop import Shop
from PIL import Image

from renderer.stages.plan import Selection

FOLDER = "web/iab-medium-rectangle/everyone.fr-FR/item0"
HOSTILE = "Lampe </span><script>owned(1)</script>\"'& <amp-img src=x>"


@pytest.fixture
def amp(shop: Shop) -> Shop:
    shop.campaign["placements"][0] |= {
        "formats": ["iab/medium-rectangle"],
        "as": ["html5", "amphtml"],
        "networks": ["iab", "google-ads"],
        "limit": 1,
    }
    shop.campaign["locales"] = ["fr-FR"]
    shop.campaign["messages"].pop("en-GB", None)
    shop.write()
    return shop


def files(shop: Shop) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = shop.manifest()["creatives"][0]["files"]
    return found


def test_its_files(amp: Shop) -> None:
    amp.run()
    assert [(one["path"], one["deliverable"], one["network"]) for one in files(amp)] == [
        (f"{FOLDER}/iab-medium-rectangle-backup.jpg", "backup", ""),
        (f"{FOLDER}/iab-medium-rectangle.html", "preview", ""),
        (f"{FOLDER}/iab/iab-medium-rectangle.zip", "html5", "iab"),
        (f"{FOLDER}/google-ads/iab-medium-rectangle.zip", "html5", "google-ads"),
        (f"{FOLDER}/google-ads/iab-medium-rectangle-amphtml.zip", "amphtml", "google-ads"),
    ]
    (creative,) = amp.manifest()["creatives"]
    assert creative["status"] == "ok", creative["findings"]
    before = amp.files()
    result, _ = amp.run()
    assert (result.made, amp.files()) == (0, before)


def test_alone_it_comes_with_the_backup_image(amp: Shop) -> None:
    amp.campaign["placements"][0]["as"] = ["amphtml"]
    amp.write()
    amp.run(selection=Selection(outputs=("amphtml",)))
    assert [one["deliverable"] for one in files(amp)] == ["backup", "amphtml"]


def test_sheets_tell_both_apart(amp: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    from renderer.cli import main

    command = ["render", "run", str(amp.folder / "campaign.yaml"), "--output", str(amp.output), "-j", "1"]
    monkeypatch.setattr("sys.argv", command)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    text = (amp.output / "demo/trafficking-google-ads.csv").read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["name"] for row in rows] == [f"{FOLDER}.google-ads", f"{FOLDER}.google-ads-amphtml"]
    assert [bool(row["backup"]) for row in rows] == [True, False], "AMPHTML has none"


def test_what_is_not_made_as_amphtml_is_told(amp: Shop) -> None:
    amp.campaign["placements"][0] |= {
        "formats": ["iab/medium-rectangle", "high-impact/push-down", "iab/flex-2x1-small", "social/meta-square"]
    }
    amp.write()
    amp.run()
    told = {(one["format"], one["reason"]) for one in amp.manifest()["skipped"]}
    assert ("high-impact/push-down", "opens or closes, which is not made as AMPHTML") in told
    assert ("iab/flex-2x1-small", "takes any size of a range, which is not made as AMPHTML") in told
    assert ("social/meta-square", "takes no AMPHTML") in told
    made = {one["format"]: {file["deliverable"] for file in one["files"]} for one in amp.manifest()["creatives"]}
    assert "amphtml" in made["iab/medium-rectangle"]
    assert "html5" in made["high-impact/push-down"]
    assert "amphtml" not in made["high-impact/push-down"]


def test_networks_that_take_none_are_named(amp: Shop) -> None:
    amp.campaign["placements"][0]["networks"] = ["iab", "xandr"]
    amp.write()
    amp.run()
    told = "none of its networks (iab, xandr) takes AMPHTML"
    assert amp.manifest()["skipped"] == [{"format": "iab/medium-rectangle", "reason": told}]
    assert {one["deliverable"] for one in files(amp)} == {"backup", "preview", "html5"}


def test_a_feeds_words_are_words(amp: Shop) -> None:
    amp.rows[0]["title"] = HOSTILE.replace(",", "").replace('"', "")
    amp.campaign["messages"]["fr-FR"]["headline"] = HOSTILE
    amp.write()
    amp.run()
    (creative,) = amp.manifest()["creatives"]
    assert [one for one in creative["findings"] if one["check"].startswith("package/")] == []
    with zipfile.ZipFile(amp.output / "demo" / files(amp)[-1]["path"]) as zipped:
        page = zipped.read("index.html").decode()
    assert page.count("<script") == 1
    assert "&lt;script&gt;" in page


def test_signs_with_colours_of_their_own_are_pictures(amp: Shop) -> None:
    amp.campaign["messages"]["fr-FR"]["headline"] = "Rentrée 🎒 chrono"
    amp.write()
    amp.run()
    with zipfile.ZipFile(amp.output / "demo" / files(amp)[-1]["path"]) as zipped:
        page, names = zipped.read("index.html").decode(), zipped.namelist()
        signs = np.asarray(Image.open(io.BytesIO(zipped.read("signs.png"))).convert("RGBA"))
    assert "signs.png" in names
    assert (signs[..., 3] == 0).mean() > 0.5, "they stand on nothing"
    assert (signs[..., 3] == 255).any()
    assert 'src="signs.png"' in page
    assert '<span class="v">' in page
    (creative,) = amp.manifest()["creatives"]
    assert [one for one in creative["findings"] if one["check"].startswith("package/")] == []
