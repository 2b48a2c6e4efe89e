"""Formats that open and close, `as: [html5]`: their files, one picture a state, findings of every state."""

from __future__ import annotations

import json
import zipfile
from typing import Any

import pytest
from line_shop import Shop

PUSH, STRIP, BILLBOARD = "high-impact/push-down", "rising-star/mobile-adhesion", "rising-star/billboard"


@pytest.fixture
def opening(shop: Shop) -> Shop:
    shop.campaign["placements"][0] |= {"formats": [PUSH, STRIP, BILLBOARD], "as": ["still", "html5"],
                                       "networks": ["iab", "mraid"], "limit": 1}  # fmt: skip
    shop.campaign["locales"] = ["fr-FR"]
    shop.campaign["messages"].pop("en-GB", None)
    shop.write()
    return shop


def creatives(shop: Shop) -> dict[str, dict[str, Any]]:
    return {one["format"]: one for one in shop.manifest()["creatives"]}


def told(creative: dict[str, Any]) -> list[tuple[str, str, str, str, tuple[int, int]]]:
    return [(one["path"].rpartition("/")[2], one["deliverable"], one["state"], one["network"],
             (one["width"], one["height"])) for one in creative["files"]]  # fmt: skip


def test_its_files(opening: Shop) -> None:
    result, _ = opening.run()
    assert result.made == 3
    found = creatives(opening)
    assert told(found[PUSH]) == [
        ("high-impact-push-down-backup.jpg", "backup", "", "", (970, 90)),
        ("high-impact-push-down.html", "preview", "", "", (970, 90)),
        ("high-impact-push-down.zip", "html5", "", "iab", (970, 90)),
        ("high-impact-push-down.zip", "html5", "", "mraid", (970, 90)),
        ("high-impact-push-down-expanded.jpg", "backup", "expanded", "", (970, 415)),
    ]
    assert told(found[BILLBOARD])[-1] == ("rising-star-billboard-collapsed.jpg", "backup", "collapsed", "", (970, 48))
    strip = found[STRIP]["files"]
    assert [one["deliverable"] for one in strip] == ["still", "backup", "preview", "html5", "html5"]
    assert strip[0]["sha256"] == strip[1]["sha256"], "neither a still nor a backup image closes anything"
    assert all(one["status"] != "error" for one in found.values())
    for creative in found.values():
        assert all(one["duration_s"] for one in creative["files"] if one["deliverable"] == "html5"), "what moves lasts"


def test_nothing_changed_nothing_done_and_the_same_bytes(opening: Shop) -> None:
    opening.run()
    before = {path: content for path, (content, _) in opening.files().items()}
    result, _ = opening.run()
    assert result.made == 0
    for path in before:
        if not path.startswith("."):
            (opening.output / "demo" / path).unlink(missing_ok=True)
    opening.run()
    after = {path: content for path, (content, _) in opening.files().items()}
    assert [path for path in before if path.endswith((".zip", ".jpg", ".html")) and before[path] != after[path]] == []


def test_another_name_is_every_states_name(opening: Shop) -> None:
    opening.run()
    opening.campaign["naming"] = "{campaign}_{item}_{width}x{height}"
    opening.write()
    opening.run()
    names = {path.rpartition("/")[2] for path in opening.files()}
    assert {"demo_item0_970x90-expanded.jpg", "demo_item0_970x90-backup.jpg"} <= names
    assert not [name for name in names if name.startswith("high-impact")]


def test_packages_hold_both_states(opening: Shop) -> None:
    opening.run()
    file = next(one for one in creatives(opening)[PUSH]["files"] if one["network"] == "mraid")
    with zipfile.ZipFile(opening.output / "demo" / file["path"]) as zipped:
        page = zipped.read("index.html").decode()
        assert "mraid.js" not in zipped.namelist()
    assert '<script src="mraid.js"></script>' in page
    assert 'id="collapsed"' in page
    assert '<div class="s" id="expanded" inert>\n<template>' in page
    assert "eval" not in page
    assert " onclick" not in page


def test_every_state_is_checked(opening: Shop) -> None:
    opening.brand["legibility"] = {"min_text_px": 40}
    opening.write()
    opening.run()
    findings = creatives(opening)[PUSH]["findings"]
    assert any(one["message"].startswith("expanded: ") for one in findings), json.dumps(findings, indent=1)
    assert any(not one["message"].startswith("expanded: ") for one in findings)


FILM = "rising-star/filmstrip"


def test_a_films_files(shop: Shop) -> None:
    shop.campaign["placements"][0] |= {"formats": [FILM], "as": ["html5"], "networks": ["iab"], "products": 3}
    shop.write()
    shop.run()
    found = [one for one in shop.manifest()["creatives"] if one["format"] == FILM]
    assert found
    for creative in found:
        segments = len(creative["items"]) + 2
        files = [(name.removeprefix("rising-star-filmstrip"), *rest[:2]) for name, *rest in told(creative)]
        assert files == [
            ("-backup.jpg", "backup", ""), (".html", "preview", ""), (".zip", "html5", ""),
            *((f"-shown-{number}.jpg", "backup", f"shown-{number}") for number in range(2, segments + 1)),
        ]  # fmt: skip
        assert {one["height"] for one in creative["files"]} == {600}
        assert not [one for one in creative["findings"] if one["check"] == "rich/close-control"]
