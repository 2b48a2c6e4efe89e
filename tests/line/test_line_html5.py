"""`as: [html5]`: a zip for each network, a backup image, a page to look at; made again only where something changed."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from typing import Any

import pytest
from line_shop import Shop

from renderer.stages.plan import Selection

FOLDER = "web/iab-medium-rectangle/everyone.fr-FR/item0"


@pytest.fixture
def moving(shop: Shop) -> Shop:
    shop.campaign["placements"][0] |= {
        "formats": ["iab/medium-rectangle"],
        "as": ["still", "html5"],
        "networks": ["iab", "google-ads"],
    }
    shop.campaign["locales"] = ["fr-FR"]
    shop.campaign["messages"].pop("en-GB", None)
    shop.write()
    return shop


def files(shop: Shop, item: int = 0) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = shop.manifest()["creatives"][item]["files"]
    return found


def names(shop: Shop, path: str) -> list[str]:
    with zipfile.ZipFile(shop.output / "demo" / path) as zipped:
        return zipped.namelist()


def test_its_files(moving: Shop) -> None:
    result, _ = moving.run()
    assert result.made == 3
    assert [(one["path"], one["deliverable"], one["network"]) for one in files(moving)] == [
        (f"{FOLDER}/iab-medium-rectangle.jpg", "still", ""),
        (f"{FOLDER}/iab-medium-rectangle-backup.jpg", "backup", ""),
        (f"{FOLDER}/iab-medium-rectangle.html", "preview", ""),
        (f"{FOLDER}/iab/iab-medium-rectangle.zip", "html5", "iab"),
        (f"{FOLDER}/google-ads/iab-medium-rectangle.zip", "html5", "google-ads"),
    ]
    assert [one["status"] for one in moving.manifest()["creatives"]] == ["ok"] * 3
    still, backup, preview, *zips = files(moving)
    assert still["sha256"] == backup["sha256"]
    assert all(one["duration_s"] and one["duration_s"] <= 15 for one in (preview, *zips))
    assert all((one["width"], one["height"]) == (300, 250) for one in files(moving))


def test_each_network_gets_what_it_takes(moving: Shop) -> None:
    moving.run()
    iab, google = (names(moving, f"{FOLDER}/{network}/iab-medium-rectangle.zip") for network in ("iab", "google-ads"))
    assert "index.html" in iab
    assert any(name.endswith(".woff2") for name in iab)
    assert not any(name.endswith(".woff2") for name in google), "fonts are no files that it takes"
    assert len(google) < len(iab)


def test_nothing_changed_nothing_done(moving: Shop) -> None:
    moving.run()
    before = moving.files()
    result, _ = moving.run()
    assert (result.made, moving.files()) == (0, before)


def test_the_same_bytes_again(moving: Shop) -> None:
    moving.run()
    before = {path: content for path, (content, _) in moving.files().items()}
    for path in before:
        (moving.output / "demo" / path).unlink()
    moving.run()
    assert {path: content for path, (content, _) in moving.files().items()} == before


def test_another_address_makes_other_packages_and_keeps_the_picture(moving: Shop) -> None:
    moving.run()
    before = {one["path"]: one["sha256"] for one in files(moving)}
    moving.campaign["placements"][0]["click_url"] = "https://toucan.example/other/{{ item.id }}"
    moving.write()
    result, _ = moving.run()
    after = {one["path"]: one["sha256"] for one in files(moving)}
    changed = {path for path in before if before[path] != after[path]}
    assert result.made == 3
    # Google lays its own link over the creative: no address of ours stands in its page
    assert changed == {f"{FOLDER}/iab-medium-rectangle.html", f"{FOLDER}/iab/iab-medium-rectangle.zip"}


def test_another_name_is_written_into_packages(moving: Shop) -> None:
    moving.run()
    moving.campaign["naming"] = "{campaign}_{item}_{width}x{height}"
    moving.write()
    result, _ = moving.run()
    assert result.made == 3
    assert {one["path"].rpartition("/")[2] for one in files(moving)} == {
        "demo_item0_300x250.jpg", "demo_item0_300x250-backup.jpg", "demo_item0_300x250.html", "demo_item0_300x250.zip",
    }  # fmt: skip
    there = [path for path in (moving.output / "demo/web").rglob("*") if path.is_file()]
    assert len(there) == 15, "and none of the former names"


def test_what_takes_no_html5_is_skipped_with_the_reason(moving: Shop) -> None:
    moving.campaign["placements"][0] |= {"formats": ["iab/medium-rectangle", "social/meta-square"], "as": ["html5"]}
    moving.write()
    moving.run()
    manifest = moving.manifest()
    assert {one["format"] for one in manifest["creatives"]} == {"iab/medium-rectangle"}
    assert manifest["skipped"] == [{"format": "social/meta-square", "reason": "takes no HTML5"}]


def test_a_run_limited_to_a_kind_makes_whole_creatives(moving: Shop) -> None:
    moving.campaign["placements"].append(
        {"id": "more", "formats": ["iab/leaderboard"], "click_url": "https://x.example"}
    )
    moving.write()
    result, _ = moving.run(selection=Selection(outputs=("html5",)))
    assert result.made == 3
    assert {one["placement"] for one in moving.manifest()["creatives"]} == {"web"}
    assert {one["deliverable"] for one in files(moving)} == {"still", "backup", "preview", "html5"}


def test_a_sheet_for_each_network(moving: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    from renderer.cli import main

    command = ["render", "run", str(moving.folder / "campaign.yaml"), "--output", str(moving.output), "-j", "1"]
    monkeypatch.setattr("sys.argv", command)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 0
    for network in ("iab", "google-ads"):
        text = (moving.output / "demo" / f"trafficking-{network}.csv").read_text(encoding="utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
        assert [row["file"] for row in rows] == [
            f"web/iab-medium-rectangle/everyone.fr-FR/item{n}/{network}/iab-medium-rectangle.zip" for n in range(3)
        ]
        assert all(row["backup"].endswith("-backup.jpg") for row in rows)


def test_weights_are_kept_by_lighter_pictures(moving: Shop) -> None:
    """A format of its own with a narrow initial load: the page's pictures give way, not the creative."""
    import yaml

    own = {"id": "own/light", "name": {"en": "Light"}, "channel": "display", "size": [300, 250], "source": ["OWN"],
           "as_of": "2026-09-01", "verified": False, "file_types": ["jpg", "html5"]}  # fmt: skip
    (moving.folder / "formats").mkdir()
    sizes, pictures = [], []
    for limit in (200, 9, 8.8):
        told = {"family": "own", "formats": [own | {"limits": {"initial_kb": limit, "static_kb": 100}}]}
        (moving.folder / "formats/own.yaml").write_text(yaml.safe_dump(told))
        moving.campaign["placements"][0] |= {"formats": ["own/light"], "as": ["html5"], "networks": ["iab"]}
        moving.write()
        moving.run()
        (made,) = (one for one in files(moving) if one["deliverable"] == "html5")
        sizes.append(made["bytes"])
        pictures.append([one for one in names(moving, made["path"]) if one.endswith(("jpg", "png"))])
        assert json.dumps(moving.manifest()["creatives"][0]["findings"]).count("too-heavy") == 0
    assert sizes[2] < sizes[1] < sizes[0]
    assert any("2x" in one for one in pictures[1])
    assert not any("2x" in one for one in pictures[2]), "the narrowest has none for denser screens"
    assert pictures[2]


def test_a_fluid_format_is_one_package_for_its_range(moving: Shop) -> None:
    moving.campaign["placements"][0] |= {
        "formats": ["iab/flex-2x1-small", "iab/flex-2x1-small-min"],
        "networks": ["iab"],
        "limit": 1,
    }
    moving.write()
    moving.run()
    made = {one["format"]: one for one in moving.manifest()["creatives"]}
    folder = "web/iab-flex-2x1-small/everyone.fr-FR/item0"
    assert [one["path"] for one in made["iab/flex-2x1-small"]["files"]] == [
        f"{folder}/iab-flex-2x1-small.jpg",
        f"{folder}/iab-flex-2x1-small-backup.jpg",
        f"{folder}/iab-flex-2x1-small.html",
        f"{folder}/iab/iab-flex-2x1-small.zip",
    ]
    assert {(one["width"], one["height"]) for one in made["iab/flex-2x1-small"]["files"]} == {(450, 225)}
    assert [one["deliverable"] for one in made["iab/flex-2x1-small-min"]["files"]] == ["still"]
    assert made["iab/flex-2x1-small"]["status"] == "ok", made["iab/flex-2x1-small"]["findings"]
    with zipfile.ZipFile(moving.output / "demo" / folder / "iab/iab-flex-2x1-small.zip") as zipped:
        page = zipped.read("index.html").decode()
    assert '<meta name="ad.size" content="width=450,height=225">' in page
    assert all(f'<div class="s" id="{name}">' in page for name in ("small", "middle", "large"))
    before = moving.files()
    result, _ = moving.run()
    assert (result.made, moving.files()) == (0, before)


LIGHT = """\
id: light
name: Light Net
checks: all
html5: {click: {by: variable}, zip_kb: 1}
source: [OWN]
as_of: 2026-09-01
verified: false
"""
"""A network that takes no zip of this size."""


def test_what_is_too_heavy_for_one_network_runs_on_the_others(
    moving: Shop, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from renderer.cli import main

    (moving.folder / "formats/profiles").mkdir(parents=True)
    (moving.folder / "formats/profiles/light.yaml").write_text(LIGHT)
    moving.campaign["placements"][0] |= {"networks": ["iab", "light", "google-ads"], "limit": 1}
    moving.write()
    moving.run()
    made = {one["path"]: one for one in files(moving)}
    folder = f"{FOLDER}/%s/iab-medium-rectangle.zip"
    (creative,) = moving.manifest()["creatives"]
    assert creative["status"] == "fail"
    assert {one["network"]: one["status"] for one in made.values()} == {"": "ok", "iab": "ok", "google-ads": "ok",
                                                                        "light": "fail"}  # fmt: skip
    (finding,) = [one for one in creative["findings"] if one["status"] == "fail"]
    assert (finding["check"], finding["network"], finding["file"]) == ("package/too-heavy", "light", folder % "light")
    assert "light/iab-medium-rectangle.zip" in finding["message"]
    assert "Light Net allows 1 kB" in finding["message"]

    monkeypatch.setattr(
        "sys.argv", ["render", "run", str(moving.folder / "campaign.yaml"), "--output", str(moving.output)]
    )
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1, "a check finds FAIL (design: what the command promises)"
    assert "        1 on light alone; their other files may run" in capsys.readouterr().out
    booked = {}
    for name in ("trafficking", "trafficking-iab", "trafficking-google-ads", "trafficking-light"):
        text = (moving.output / f"demo/{name}.csv").read_text(encoding="utf-8-sig")
        booked[name] = [row["file"] for row in csv.DictReader(io.StringIO(text))]
    assert booked.pop("trafficking") == [path for path in made if "/light/" not in path]
    assert booked == {"trafficking-iab": [folder % "iab"], "trafficking-google-ads": [folder % "google-ads"],
                      "trafficking-light": []}  # fmt: skip
    page = (moving.output / "demo/report.html").read_text()
    assert '"refused_by":["light"]' in page
    before = {path: content for path, (content, _) in moving.files().items()}
    for path in before:
        (moving.output / "demo" / path).unlink()
    moving.run()
    assert {one["path"]: one["status"] for one in files(moving)} == {path: one["status"] for path, one in made.items()}


def test_one_networks_narrow_limit_leaves_the_others_their_pictures(moving: Shop) -> None:
    moving.campaign["placements"][0] |= {"networks": ["iab", "google-ads"], "limit": 1}
    moving.write()
    moving.run()
    before = {one["path"]: one["sha256"] for one in files(moving)}
    (moving.folder / "formats/profiles").mkdir(parents=True)
    (moving.folder / "formats/profiles/light.yaml").write_text(LIGHT)
    moving.campaign["placements"][0]["networks"] = ["light", "iab", "google-ads"]
    moving.write()
    moving.run()
    after = {one["path"]: one["sha256"] for one in files(moving)}
    assert {path: after[path] for path in before} == before


@pytest.mark.parametrize(
    ("link", "check", "status"),
    [
        ("https://shop.example@evil.example/", "click/hidden-host", "fail"),
        ("//evil.example/", "click/no-address", "warn"),
        ("", "click/no-address", "warn"),
    ],
)
def test_a_feeds_bad_link_is_told_and_stands_in_no_page(moving: Shop, link: str, check: str, status: str) -> None:
    moving.campaign["placements"][0]["limit"] = 1
    del moving.campaign["placements"][0]["click_url"]
    moving.rows[0]["link"] = link
    moving.write()
    moving.run()
    (creative,) = moving.manifest()["creatives"]
    assert [(one["check"], one["status"]) for one in creative["findings"]] == [(check, status)]
    assert creative["status"] == status
    preview = (moving.output / "demo" / FOLDER / "iab-medium-rectangle.html").read_text()
    pages = [preview]
    for network in ("iab", "google-ads"):
        with zipfile.ZipFile(moving.output / "demo" / FOLDER / network / "iab-medium-rectangle.zip") as zipped:
            pages.append(zipped.read("index.html").decode())
    for page in pages:
        assert "evil.example" not in page
        assert "href=" not in page


def test_a_backup_image_is_of_a_type_that_ad_servers_take(moving: Shop) -> None:
    """Also where the format's stills are WebP."""
    import yaml

    own = {"id": "own/webp", "name": {"en": "WebP"}, "channel": "display", "size": [300, 250], "source": ["OWN"],
           "as_of": "2026-09-01", "verified": False, "file_types": ["webp", "html5"]}  # fmt: skip
    (moving.folder / "formats").mkdir()
    (moving.folder / "formats/own.yaml").write_text(yaml.safe_dump({"family": "own", "formats": [own]}))
    moving.campaign["placements"][0] |= {"formats": ["own/webp"], "networks": ["iab"]}
    moving.write()
    moving.run()
    kinds = {one["deliverable"]: one["media_type"] for one in files(moving)}
    assert kinds["still"] == "image/webp"
    assert kinds["backup"] in ("image/jpeg", "image/png")
