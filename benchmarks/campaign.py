"""Campaigns to measure with, made from the demo: its brand and drawings, photographed, and a feed of any length."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import numpy as np
from PIL import Image

ROOT = Path(__file__).parent.parent
DRAWINGS = ROOT / "campaigns" / "rentree" / "images"
SIDE = 1600  # px of a product photo, what shops commonly ask of their suppliers
START = 4999  # the first item's price, cents

FORMATS = ("iab/medium-rectangle", "iab/leaderboard", "iab/smartphone-wide-banner", "iab/skyscraper", "iab/half-page",
           "iab/billboard", "social/meta-square", "social/meta-story")  # fmt: skip

_TITLES = ("Bouilloire inox 1,7 L", "Grille-pain rétro 2 fentes", "Friteuse sans huile 6 L, 10 programmes, noir mat",
           "Machine expresso", "Blender verre 1,5 L", "Lampe de bureau à LED", "Aspirateur balai sans fil 25,2 V",
           "Enceinte nomade")  # fmt: skip

_CAMPAIGN = """name: bench
brand: {brand}
flight: {{start: 2026-09-01, end: 2026-09-30, timezone: Europe/Paris}}
locales: [fr-FR]
feed: {{source: feed.csv, images: images/}}
messages:
  fr-FR:
    headline: Rentrée chrono
    subline: "Jusqu’au {{{{ flight.end | date }}}}"
    cta: {{text: J’en profite, short: Voir}}
    mention:
      text: >-
        Offre valable du {{{{ flight.start | date }}}} au {{{{ flight.end | date }}}},
        dans la limite des stocks disponibles.
      short: "Jusqu’au {{{{ flight.end | date }}}}, selon stocks."
placements:
  - id: all
    formats: [{formats}]
    networks: [iab]
    click_url: "https://shop.example/p/{{{{ item.id }}}}"
"""


def write(folder: Path, items: int, pictures: int = 8) -> Path:
    """A campaign of `items` products over `pictures` photos in the demo's eight formats; gives its file."""
    images = folder / "images"
    images.mkdir(parents=True, exist_ok=True)
    drawings = sorted(DRAWINGS.glob("*.svg"))[:pictures]
    for number, drawing in enumerate(drawings):
        if not (images / f"{number}.jpg").exists():
            (images / f"{number}.jpg").write_bytes(photo(drawing, number))
    write_feed(folder, items, len(drawings))
    file = folder / "campaign.yaml"
    file.write_text(_CAMPAIGN.format(brand=ROOT / "brand" / "voltige", formats=", ".join(FORMATS)))
    return file


def write_feed(folder: Path, items: int, pictures: int, changed: int | None = None) -> None:
    """The feed; the item `changed` costs a euro less."""
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(("id", "title", "price", "sale_price", "availability", "image_link", "link", "product_type"))
    for number in range(items):
        cents = START + 137 * number % 90_000
        sale = cents * (70 + number % 15) // 100 - (100 if number == changed else 0)
        title = f"{_TITLES[number % len(_TITLES)]}" + (f" no {number}" if number >= len(_TITLES) else "")
        rows.writerow((f"B{number:05}", title, f"{cents / 100:.2f} EUR", f"{sale / 100:.2f} EUR", "in stock",
                       f"{number % pictures}.jpg", f"https://shop.example/p/B{number:05}", "Kitchen"))  # fmt: skip
    (folder / "feed.csv").write_text(text.getvalue(), encoding="utf-8")


def photo(drawing: Path, seed: int) -> bytes:
    """A drawing as a supplier's photo: JPEG, with the grain of a camera."""
    import cairosvg

    png = cairosvg.svg2png(url=str(drawing), output_width=SIDE, output_height=SIDE)
    picture = Image.open(io.BytesIO(png)).convert("RGBA")
    ground = Image.new("RGBA", picture.size, (238, 236, 233, 255))
    ground.alpha_composite(picture)
    pixels = np.asarray(ground.convert("RGB")).astype(np.int16)
    grain = np.random.default_rng(seed).integers(-2, 3, pixels.shape[:2], dtype=np.int16)
    buffer = io.BytesIO()
    grainy = np.clip(pixels + grain[..., None], 0, 255).astype(np.uint8)
    Image.fromarray(grainy).save(buffer, "JPEG", quality=92, subsampling=0)
    return buffer.getvalue()
