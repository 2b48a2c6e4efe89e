"""A campaign of many creatives, for measuring: `python tests/line/many.py FOLDER [ITEMS]`, then `render FOLDER`.

Four formats in two locales an item; a few pictures are shared by all. 1,250 items make 10,000 creatives.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

DEMO = Path(__file__).parents[2] / "campaigns" / "rentree" / "images"
CAMPAIGN = """\
name: many
brand: starter
flight: {start: 2026-09-01, end: 2026-09-30, timezone: Europe/Paris}
locales: [fr-FR, en-GB]
feed: {source: feed.csv, images: images/}
messages:
  fr-FR: {headline: Rentrée chrono, subline: "Jusqu’au {{ flight.end | date }}", cta: J’en profite}
  en-GB: {headline: Back-to-school rush, subline: "Until {{ flight.end | date }}", cta: Shop now}
placements:
  - id: web
    formats: [iab/medium-rectangle, iab/leaderboard, iab/skyscraper, iab/smartphone-wide-banner]
    click_url: "https://shop.example/p/{{ item.id }}?c={{ creative.key }}"
"""


def write(folder: Path, items: int) -> None:
    images = folder / "images"
    images.mkdir(parents=True, exist_ok=True)
    pictures = sorted(DEMO.glob("*.svg"))[:6]
    for picture in pictures:
        shutil.copy(picture, images)
    rows = ["id,title,price,sale_price,image_link,availability"]
    rows += [f"P{n:05},Produit numéro {n},{50 + n % 40}.99 EUR,{30 + n % 20}.49 EUR,{pictures[n % 6].name},in stock"
             for n in range(items)]  # fmt: skip
    (folder / "feed.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    (folder / "campaign.yaml").write_text(CAMPAIGN, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1250)
