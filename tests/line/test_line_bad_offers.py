"""Offers as bad as feeds hold them: each becomes a creative, sound or with a finding that says what to change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from line_shop import Shop
from PIL import Image, ImageDraw

from renderer.outcome import Creative

FORMATS = ("iab/medium-rectangle", "iab/leaderboard", "iab/skyscraper")
LONG = (
    "Grille-pain à deux fentes extra-larges en acier brossé avec cuisson réglée au degré près et tiroir à miettes qui "
    "se vide d’un geste pour le petit-déjeuner des grands jours que l’on partage en famille le dimanche matin sans "
    "jamais se presser ni compter les tartines puis que l’on range sans effort au fond du placard de la cuisine"
)
COMPOUND = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk"
LOGO = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {w} {h}" width="{w}" height="{h}">{path}</svg>'


def drawn(shop: Shop, size: tuple[int, int], ground: str, subject: str) -> None:
    """The first item's picture: a rounded box on a plain ground."""
    width, height = size
    image = Image.new("RGB", size, ground)
    box = (width * 0.15, height * 0.15, width * 0.85, height * 0.85)
    ImageDraw.Draw(image).rounded_rectangle(box, radius=min(size) // 8, fill=subject)
    image.save(shop.folder / "item0.png")


def logo(shop: Shop, width: int, height: int, fill: str = "#D9622B") -> None:
    path = f'<path d="M0 0H{width}V{height}H0Z" fill="{fill}"/>'
    file = shop.folder / "brand" / "toucan" / "logo.svg"
    file.write_text(LOGO.format(w=width, h=height, path=path), encoding="utf-8")


def titled(text: str) -> Callable[[Shop], None]:
    return lambda shop: shop.rows[0].update(title=text)


def priced(text: str) -> Callable[[Shop], None]:
    return lambda shop: shop.rows[0].update(price=text)


def pictured(size: tuple[int, int], ground: str, subject: str) -> Callable[[Shop], None]:
    return lambda shop: drawn(shop, size, ground, subject)


def unpictured(shop: Shop) -> None:
    shop.rows[0]["image_link"] = ""


def pale(shop: Shop) -> None:
    shop.brand["palette"] = {
        "ground": "#FFFFFF", "on_ground": "#B8B8B8", "primary": "#F0F0F0", "on_primary": "#C8C8C8"
    }  # fmt: skip


def one_weight(shop: Shop) -> None:
    for use in ("display", "text"):
        shop.brand["typefaces"][use]["weights"] = {"regular": 400}


BAD: dict[str, Callable[[Shop], None]] = {
    "title of 1": titled("X"),
    "title of 40": titled(LONG[:40].strip()),
    "title of 120": titled(LONG[:120].strip()),
    "title of 300": titled(LONG[:300].strip()),
    "capitals": titled(LONG[:40].strip().upper()),
    "compound": titled(COMPOUND),
    "no price": priced(""),
    "price of 9 digits": priced("123456789.00 EUR"),
    "no picture": unpictured,
    "picture 10:1": pictured((600, 60), "#F2F2F2", "#2471A3"),
    "picture 1:10": pictured((60, 600), "#F2F2F2", "#2471A3"),
    "white on white": pictured((480, 480), "#FFFFFF", "#F4F4F4"),
    "black on black": pictured((480, 480), "#000000", "#141414"),
    "nothing but white": pictured((480, 480), "#FFFFFF", "#FDFDFD"),
    "logo 12:1": lambda shop: logo(shop, 360, 30),
    "logo 1:3": lambda shop: logo(shop, 30, 90),
    "logo in its panel's colour": lambda shop: logo(shop, 90, 30, shop.brand["palette"]["primary"]),
    "pale palette": pale,
    "one weight": one_weight,
}


TOLD: dict[str, dict[str, str]] = {
    "title of 300": {"text/ellipsis": "give it a short alternative"},
    "compound": {"text/dropped": "give it a short alternative"},
    "no picture": {"picture/missing": "the feed names no picture"},
    "nothing but white": {"picture/unusable": "'item0.png': shows nothing"},
    "white on white": {"picture/faint": "'item0.png': the product can hardly be told from its backdrop"},
    "black on black": {"picture/faint": "give a picture with more contrast"},
    "logo in its panel's colour": {"logo/unseen": "give the brand's logos one for such grounds"},
    "pale palette": {"contrast/too-low": "4.5:1 is needed"},
}
"""What warns or fails in at least one of the formats, and what its message says of it; of the others nothing does."""


def made(folder: Path, bad: str) -> list[Creative]:
    """The three creatives of one item with something bad about it."""
    shop = Shop(folder / "shop", items=1)
    shop.campaign |= {"locales": ["fr-FR"], "placements": [{"id": "web", "formats": list(FORMATS)}]}
    shop.campaign["placements"][0]["click_url"] = "https://toucan.example/{{ item.id }}"
    shop.campaign["messages"] = {"fr-FR": {"headline": "{{ item.title }}", "cta": "Voir"}}
    drawn(shop, (480, 480), "#F2F2F2", "#C0392B")
    BAD[bad](shop)
    shop.write()
    creatives = shop.run()[1]
    for creative in creatives:
        for file in creative.files:
            with Image.open(shop.output / "demo" / file.path) as picture:
                assert picture.size == (file.width, file.height)
    return creatives


@pytest.mark.parametrize("bad", BAD)
def test_a_bad_offer_is_made_and_told(tmp_path: Path, bad: str) -> None:
    creatives = made(tmp_path, bad)
    assert {creative.format for creative in creatives} == set(FORMATS)
    assert all(creative.files and not creative.error for creative in creatives)
    serious = [one for creative in creatives for one in creative.findings if one.status in ("warn", "fail")]
    assert {one.check for one in serious} == set(TOLD.get(bad, ()))
    for check, words in TOLD.get(bad, {}).items():
        assert any(words in one.message for one in serious if one.check == check)


@pytest.mark.parametrize("bad", ["title of 1", "price of 9 digits", "picture 10:1", "logo 12:1", "one weight"])
def test_what_everybody_must_see_stays(tmp_path: Path, bad: str) -> None:
    """Look book, section 9: logo, product, price and click cue are kept in all."""
    for creative in made(tmp_path, bad):
        assert not {"logo", "product", "price", "cta", "headline"} & set(creative.dropped)


def test_the_palest_text_fails(tmp_path: Path) -> None:
    assert {creative.status for creative in made(tmp_path, "pale palette")} == {"fail"}
