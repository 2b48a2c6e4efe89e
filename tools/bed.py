"""Lays out the campaigns by which the creatives are judged (docs/quality.md) in a folder of its own.

    python tools/bed.py SHARED OUT     # then: render OUT/campaigns/spree-voltige --output OUT/output, and so on

SHARED holds data/spree and data/eshop, feeds nobody here made: they are read where they lie. Four brands (the two demo
brands, `nocturne` with a serif face on a dark ground, `brique` built by `render init` from a logo alone), two feeds,
both demo campaigns; the look book's 18 shapes and 22 further ones.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[1]
HERE = Path(__file__).with_suffix("")
LOOK_BOOK = """1080x1080 1080x1350 1080x1920 1200x628 120x600 160x600 1920x1080 300x1050 300x250 300x600 320x100 320x480
320x50 336x280 468x60 728x90 970x250 970x90"""
FURTHER = """88x31 120x60 125x125 200x200 234x60 240x400 250x250 300x900 480x70 580x400 640x320 640x1136 800x100 930x180
970x415 1000x100 1000x300 1000x1500 1080x1440 1200x1200 1600x400 2560x1200"""
SAFE_ZONES = {(1080, 1920): {"top": 0.14, "bottom": 0.35}}
"""A story's foot as the look book keeps it clear (RULES.md 2)."""
PHONE = {(1000, 1500), (1080, 1080), (1080, 1350), (1080, 1440), (1080, 1920), (1200, 628), (1200, 1200)}
"""Seen on a phone, at 2.75 px to its own: as the catalogue has the social formats of these sizes."""
SPREE: dict[str, Any] = {
    "source": "products.csv",
    "images": "images",
    "group": "slug",
    "currency": "USD",
    "translations": {"de-DE": {"source": "product_translations_de.csv", "key": "slug"}},
}
ESHOP: dict[str, Any] = {"source": "catalog.json", "currency": "USD", "map": {"image": "Pics/{Id}.webp"}}
WORDS: dict[str, dict[str, str | dict[str, str]]] = {
    "spree-voltige.en-US": {"headline": "Big kitchen days", "cta": "Shop now"},
    "spree-voltige.de-DE": {"headline": "Große Küchentage", "cta": {"text": "Jetzt kaufen", "short": "Kaufen"}},
    "spree-ondee.en-US": {"headline": "Quietly made.", "cta": "Discover"},
    "spree-ondee.de-DE": {"headline": "Leise gemacht.", "cta": "Entdecken"},
    "spree-nocturne.en-US": {"headline": "The evening kitchen", "cta": "Order now"},
    "spree-nocturne.de-DE": {
        "headline": "Die Küche am Abend",
        "cta": {"text": "Jetzt bestellen", "short": "Bestellen"},
    },
    "spree-brique.en-US": {"headline": "{{ item.title }}", "cta": {"text": "Shop now", "short": "Shop"}},
    "spree-brique.de-DE": {"headline": "{{ item.title }}", "cta": {"text": "Jetzt ansehen", "short": "Ansehen"}},
    "eshop-voltige.en-US": {"headline": "Outdoor days", "cta": "Shop now"},
    "eshop-ondee.en-US": {"headline": "Further, quietly.", "cta": "Discover"},
    "eshop-nocturne.en-US": {"headline": "Out before dawn", "cta": "See more"},
    "eshop-brique.en-US": {"headline": "{{ item.title }}", "cta": {"text": "Shop now", "short": "Shop"}},
}
MENTION = {
    "en-US": {"text": "Until {{ flight.end | date }}, while stocks last.", "short": "While stocks last."},
    "de-DE": {"text": "Bis {{ flight.end | date }}, solange der Vorrat reicht.", "short": "Solange Vorrat reicht."},
}


def formats() -> dict[str, Any]:
    """A family of formats for the look book's shapes (lb/...) and one of the further ones (ex/...)."""
    found = []
    for family, sizes in (("lb", LOOK_BOOK), ("ex", FURTHER)):
        for each in sizes.split():
            width, height = (int(one) for one in each.split("x"))
            one: dict[str, Any] = {"id": f"{family}/{each}", "name": {"en": each}, "size": [width, height]}
            if (width, height) in SAFE_ZONES:
                one["safe_zone"] = SAFE_ZONES[width, height]
            if (width, height) in PHONE:
                one["scale"] = 2.75
            found.append({**one, "source": ["BED"], "verified": False})
    return {"family": "bed", "channel": "display", "as_of": "2026-11-26", "formats": found}


def campaign(name: str, feed: dict[str, Any], folder: Path) -> dict[str, Any]:
    """One campaign: `feed` by one brand in every shape."""
    words = {key.split(".")[1]: value for key, value in WORDS.items() if key.startswith(f"{name}.")}
    where = {key: str(folder / value) for key, value in feed.items() if key in ("source", "images")}
    other = {
        locale: {**one, "source": str(folder / one["source"])} for locale, one in feed.get("translations", {}).items()
    }
    return {
        "name": name,
        "brand": name.split("-")[1],
        "flight": {"start": "2026-11-20", "end": "2026-12-24", "timezone": "Europe/Paris"},
        "locales": list(words),
        "feed": {**feed, **where, **({"translations": other} if other else {})},
        "items": {"where": "price > 0"},
        "messages": {locale: {**one, "mention": MENTION[locale]} for locale, one in words.items()},
        "placements": [{"id": "all", "formats": ["lb/*", "ex/*"], "click_url": "https://shop.example/{{ item.id }}"}],
    }


def demo(name: str) -> dict[str, Any]:
    """A demo campaign in every shape: its own brand, feed and words."""
    folder = ROOT / "campaigns" / name
    written: dict[str, Any] = yaml.safe_load((folder / "campaign.yaml").read_text(encoding="utf-8"))
    feed = written["feed"]
    for one in (feed, *feed.get("translations", {}).values()):
        one["source"] = str(folder / one["source"])
    feed["images"] = str(folder / "images")
    click = written["placements"][0]["click_url"]
    placements = [{"id": "all", "formats": ["lb/*", "ex/*"], "click_url": click}]
    return {**written, "name": name, "placements": placements, "segments": [{"id": "everyone"}]}


LOOK_BOOK_FEED = {
    "voltige": """id,title,price,regular,image,line
espresso,Machine à expresso 15 bars,384.99,549.99,semi-automatic-espresso-machine-stainless-steel.webp,72H chrono
fryer,Air fryer 8 L double bac,199.99,249.99,dual-basket-air-fryer-stainless-steel.webp,72H chrono
vacuum,Aspirateur balai 25 V,314.99,449.99,cordless-stick-vacuum-25v-blue.webp,72H chrono
""",
    "ondee": """id,title,price,regular,image,line
kettle,"Bouilloire 1,7 L, noir mat",149,,temperature-control-kettle-matte-black.webp,"Le temps de l’eau."
espresso,"Machine à expresso, noir mat",1299,,semi-automatic-espresso-machine-matte-black.webp,"Le matin, lentement."
purifier,"Purificateur d’air, grès clair",649,,air-purifier-tower-grey.webp,"L’air, simplement."
""",
}
"""What the look book's creatives say, with the photographs they were made from: one campaign for each of its brands."""


def look_book(brand: str, spree: Path, folder: Path) -> dict[str, Any]:
    """The look book's own copy and products, to be set beside its creatives; the feed is written into `folder`."""
    (folder / "feed.csv").write_text(LOOK_BOOK_FEED[brand], encoding="utf-8")
    cta = "J’en profite" if brand == "voltige" else "Découvrir"
    words: dict[str, Any] = {"headline": "{{ item.attributes['line'] }}", "cta": {"text": cta, "short": "Voir"}}
    if brand == "voltige":
        words["mention"] = "Du 24 au 26/11/2026. Éco-part. 0,60 € incluse."
    return {
        "name": folder.name,
        "brand": brand,
        "flight": {"start": "2026-11-24", "end": "2026-11-26", "timezone": "Europe/Paris"},
        "locales": ["fr-FR"],
        "feed": {
            "source": "feed.csv",
            "images": str(spree / "images"),
            "currency": "EUR",
            "map": {"prior_price": "regular", "image": "image"},
        },
        "messages": {"fr-FR": words},
        "placements": [{"id": "all", "formats": ["lb/*"], "click_url": "https://shop.example/{{ item.id }}"}],
    }


def brands(out: Path, spree: Path) -> None:
    """The four brands below `out`; `brique` is made by the command from its logo."""
    for name in ("voltige", "ondee", "starter"):
        shutil.copytree(ROOT / "brand" / name, out / "brand" / name, dirs_exist_ok=True)
    shutil.copytree(HERE / "nocturne", out / "brand" / "nocturne", dirs_exist_ok=True)
    shutil.copytree(ROOT / "brand/ondee/fonts", out / "brand/nocturne/fonts", dirs_exist_ok=True)
    if not (out / "brand/brique").exists():
        command = [str(Path(sys.executable).with_name("render")), "init", "brique"]
        asked = ["--feed", str(spree / "products.csv"), "--logo", str(HERE / "brique/logo.svg"), "--date", "2026-11-26"]
        subprocess.run([*command, *asked], cwd=out, check=True, stdout=subprocess.DEVNULL)
        shutil.rmtree(out / "campaigns/brique")


def main() -> None:
    """Writes the bed and prints its campaigns."""
    shared, out = (Path(one).resolve() for one in sys.argv[1:])
    (out / "formats").mkdir(parents=True, exist_ok=True)
    brands(out, shared / "data/spree")
    (out / "formats/bed.yaml").write_text(yaml.safe_dump(formats(), sort_keys=False), encoding="utf-8")
    source = {"BED": {"title": "Shapes of the quality bed (docs/quality.md)", "kind": "own"}}
    (out / "formats/sources.yaml").write_text(yaml.safe_dump(source), encoding="utf-8")
    made = {name: campaign(name, *chosen) for name, chosen in chosen_feeds(shared / "data").items()}
    made |= {name: demo(name) for name in ("rentree", "saison")}
    for brand in LOOK_BOOK_FEED:
        folder = out / "campaigns" / f"look-book-{brand}"
        folder.mkdir(parents=True, exist_ok=True)
        made[folder.name] = look_book(brand, shared / "data/spree", folder)
    for name, written in made.items():
        folder = out / "campaigns" / name
        folder.mkdir(parents=True, exist_ok=True)
        text = yaml.safe_dump(written, sort_keys=False, allow_unicode=True)
        (folder / "campaign.yaml").write_text(text, encoding="utf-8")
        print(folder)


def chosen_feeds(data: Path) -> dict[str, tuple[dict[str, Any], Path]]:
    """Campaign names and the feed each one takes, with its folder."""
    found = {}
    for name in dict.fromkeys(key.split(".")[0] for key in WORDS):
        feed = "spree" if name.startswith("spree") else "eshop"
        found[name] = (SPREE if feed == "spree" else ESHOP, data / feed)
    return found


if __name__ == "__main__":
    main()
