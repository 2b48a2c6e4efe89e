"""A campaign whose feed holds every hostile string."""

from __future__ import annotations

import json
from pathlib import Path

import yaml
from hostile import NAMES, SHOP, TEXTS, URLS
from PIL import Image, ImageDraw

BRAND = """\
name: Toucan
palette: {ground: "#FFFFFF", on_ground: "#14231B", primary: "#063D26", on_primary: "#FFFFFF"}
typefaces:
  display: {family: Manrope, source: "package:font_manrope"}
  text: {family: Source Sans Pro, source: "package:font_source_sans_pro"}
logos: {file: logo.svg, min_width_px: 20}
"""
LOGO = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30" width="90" height="30">
<path d="M0 0H90V30H0Z M10 8V22H30V8Z" fill="#D9622B" fill-rule="evenodd"/></svg>
"""
CAMPAIGN = {
    "name": "hostile",
    "brand": "toucan",
    "flight": {"start": "2026-09-01", "end": "2026-09-30", "timezone": "Europe/Paris"},
    "locales": ["en-GB"],
    "feed": {"source": "feed.jsonl", "images": "images"},
    "messages": {"en-GB": {"headline": "{{ item.title }}", "cta": "Shop now"}},
    "placements": [{"formats": ["iab/smartphone-wide-banner"]}],
}


def hostile_rows() -> list[dict[str, str]]:
    """A row for each string: `text-N` has TEXTS[N] as its title, `url-N` has URLS[N] as its link, and each of NAMES is
    the id of one and the picture's name of another, `name-N`."""
    fine = {"title": "Steel kettle", "price": "24.90 EUR", "image_link": "kettle.png", "link": f"{SHOP}/kettle"}
    rows = [{**fine, "id": f"text-{n}", "title": one.text, "description": one.text, "brand": one.text}
            for n, one in enumerate(TEXTS)]  # fmt: skip
    rows += [{**fine, "id": f"url-{n}", "link": one.text} for n, one in enumerate(URLS)]
    rows += [{**fine, "id": one.text} for one in NAMES]
    rows += [{**fine, "id": f"name-{n}", "image_link": one.text} for n, one in enumerate(NAMES)]
    return rows


def hostile_feed(folder: Path, **campaign: object) -> Path:
    """A campaign whose feed holds every string; gives its campaign.yaml. The feed is JSON lines, the one kind of feed
    that can hold NULs and halves of surrogate pairs. Keys of the campaign may be given anew."""
    brand = folder / "brand/toucan"
    brand.mkdir(parents=True)
    (brand / "brand.yaml").write_text(BRAND)
    (brand / "logo.svg").write_text(LOGO)
    (folder / "images").mkdir()
    picture = Image.new("RGB", (320, 320), "white")
    ImageDraw.Draw(picture).ellipse((50, 60, 270, 260), fill="#9A3B26")
    picture.save(folder / "images/kettle.png")
    (folder / "feed.jsonl").write_text("".join(json.dumps(row) + "\n" for row in hostile_rows()), encoding="ascii")
    file = folder / "campaign.yaml"
    file.write_text(yaml.safe_dump({**CAMPAIGN, **campaign}), encoding="utf-8")
    return file
