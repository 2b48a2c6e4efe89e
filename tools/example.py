"""Composes docs/example.jpg, the README's picture, from the rendered demo campaign: `make demo`, then this."""

from __future__ import annotations

import json
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = ROOT / "output" / "rentree-2026"
SIZE = (1480, 960)
GROUND = (226, 225, 222)
# What stands where: format, locale, item, left, top, scale.
PLACES = (
    ("iab/billboard", "fr-FR", "VLT-1001", 30, 30, 1.0),
    ("iab/leaderboard", "fr-FR", "VLT-1005", 30, 305, 1.0),
    ("iab/medium-rectangle", "en-GB", "VLT-1002", 30, 420, 1.0),
    ("iab/medium-rectangle", "fr-FR", "VLT-1006", 350, 420, 1.0),
    ("iab/smartphone-wide-banner", "fr-FR", "VLT-1004", 680, 420, 1.0),
    ("iab/smartphone-wide-banner", "en-GB", "VLT-1001", 680, 490, 1.0),
    ("social/meta-square", "fr-FR", "VLT-1003", 680, 590, 0.325),
    ("iab/leaderboard", "en-GB", "VLT-1008", 30, 695, 0.86),
    ("iab/leaderboard", "fr-FR", "VLT-1010", 30, 795, 0.86),
    ("iab/half-page", "fr-FR", "VLT-1005", 1020, 30, 0.9),
    ("iab/skyscraper", "en-GB", "VLT-1002", 1310, 30, 0.9),
    ("social/meta-story", "fr-FR", "VLT-1001", 1070, 595, 0.18),
    ("social/meta-story", "en-GB", "VLT-1009", 1277, 595, 0.18),
)


def main() -> None:
    """Pastes the creatives side by side at the same relative scale."""
    creatives = json.loads((OUTPUT / "manifest.json").read_bytes())["creatives"]
    paths = {
        (one["format"], one["locale"], one["items"][0]): one["files"][0]["path"]
        for one in reversed(creatives)
        if one["segment"] == "everyone" and one["files"]
    }
    sheet = Image.new("RGB", SIZE, GROUND)
    for format_, locale, item, left, top, scale in PLACES:
        image = Image.open(OUTPUT / paths[format_, locale, item]).convert("RGB")
        size = (round(image.width * scale), round(image.height * scale))
        sheet.paste(image.resize(size, Image.Resampling.LANCZOS) if scale != 1 else image, (left, top))
    sheet.save(ROOT / "docs" / "example.jpg", quality=88, optimize=True)


if __name__ == "__main__":
    main()
