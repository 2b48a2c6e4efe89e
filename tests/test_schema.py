from pathlib import Path
from typing import Any

import jsonschema
import pytest

from renderer.model.brand import Brand
from renderer.model.campaign import Campaign
from renderer.model.document import parse
from renderer.model.format import FormatFile
from renderer.model.profile import Profile
from renderer.model.schema import DESCRIPTIONS, schemas
from renderer.model.validation import validated
from renderer.resources import formats_folder

CAMPAIGN = """
name: rentree-2026
brand: voltige
flight: {start: 2026-09-01, end: 2026-09-30, timezone: Europe/Paris}
locales: [fr-FR, en-GB]
feed:
  source: feed.xml
  images: images/
  map: {title: product_name}
items: {where: "price >= 20 and availability == 'in stock'", sort: -discount, limit: 12}
messages:
  fr-FR: {headline: "{{ item.title }}", subline: "Jusqu'au {{ flight.end | date }}", cta: "J'en profite"}
  en-GB: {headline: "{{ item.title }}", subline: "Until {{ flight.end | date }}", cta: "Shop now"}
placements:
  - formats: [iab/medium-rectangle, iab/leaderboard]
    as: [still, html5]
    networks: [iab, google-ads]
    click_url: "https://shop.example/{{ locale }}/p/{{ item.id }}"
segments:
  - id: young-families
    audience: {demographics: {household: family, age: [25, 39]}}
    items: {where: "category starts with 'Kitchen'"}
    messages: {fr-FR: {headline: "Le petit-déjeuner des grands jours"}}
"""
SHORT = """
flight: {start: 2026-09-01, end: 2026-09-30}
locales: fr_fr
messages:
  fr-FR:
    - {id: a, headline: {text: Tout, short: T, alternatives: [Un]}, cta: Voir}
    - {id: b, headline: Rien}
placements:
  - {formats: social, as: still, networks: meta}
arms: [{id: a, weight: 2}]
"""
BRAND = """
name: Voltige
palette: {ground: "#F7F3EA", on_ground: "#0D0745", primary: "#2312D8", on_primary: "#FFF", price: "#FFE600",
  on_price: "#0D0745", saving: "#E8132AFF", on_saving: "#FFFFFF"}
typefaces:
  display: {family: Manrope, source: "package:font_manrope", weights: {bold: 800}}
  text:    {family: Source Sans Pro, source: "package:font_source_sans_pro", weights: {regular: 400, bold: 700}}
  fallback: [starter-arabic, starter-hebrew, starter-japanese, starter-emoji]
logos: [{file: logo.svg, ground: light, clear_space: 0.25, min_width_px: 48}]
legibility: {min_text_px: 10, min_legal_px: 8, contrast: 4.5}
cta: {shape: skewed, fill: primary, weight: bold}
price: {style: stacked, plate: skewed, badge: percent}
image: {treatment: extend-backdrop}
motion: {entrance: rise, pace: brisk}
priorities: [logo, headline, price, cta, product, subline, badge, mention]
voice: {address: {fr: vous, de: Sie}, exclamation_max: 1, banned: [pas cher], preferred: {gratuit: offert}}
"""
ONE_LOGO = """
name: Uno
typefaces: {display: {family: Manrope}, text: {family: Manrope}}
logos: {file: logo.svg}
"""
FORMATS = """
family: iab-fixed
channel: display
source: [https://www.iab.com/]
as_of: 2026-11-22
formats:
  - {id: iab/medium-rectangle, name: {en: Medium Rectangle}, size: 300x250, verified: true}
  - {id: iab/leaderboard, name: {en: Leaderboard}, size: [728, 90], verified: true, limits: {initial_kb: 150}}
  - {id: iab/flex, name: {en: Flex}, range: [300x250, [600, 500]], verified: false}
"""
PROFILE = """
id: some-network
name: Some network
checks: [size/wrong, weight/too-heavy]
limits: {still_kb: 150, gif_kb: 150.5}
sizes: [300x250, [728, 90]]
source: https://network.example/specs
as_of: 2026-11-22
verified: false
"""
VALID = [
    ("campaign", Campaign, CAMPAIGN),
    ("campaign", Campaign, SHORT),
    ("brand", Brand, BRAND),
    ("brand", Brand, ONE_LOGO),
    ("format", FormatFile, FORMATS),
    ("profile", Profile, PROFILE),
]


def loaded(text: str) -> Any:
    return parse(text.encode(), Path("example.yaml")).data


@pytest.mark.parametrize(("kind", "model", "text"), VALID)
def test_what_the_model_takes_an_editor_does_not_flag(kind: str, model: type, text: str) -> None:
    validated(model, parse(text.encode(), Path("example.yaml")))
    jsonschema.Draft202012Validator(schemas()[kind]).validate(loaded(text))


def test_the_format_catalogue_is_not_flagged() -> None:
    validator = jsonschema.Draft202012Validator(schemas()["format"])
    for file in sorted(formats_folder().glob("*.yaml")):
        data = parse(file.read_bytes(), file).data
        if isinstance(data, dict) and "formats" in data:
            validator.validate(data)


@pytest.mark.parametrize(
    ("kind", "text", "place"),
    [
        ("campaign", CAMPAIGN.replace("flight:", "flights:"), []),
        ("campaign", CAMPAIGN.replace("as: [still", "as: [stil"), ["placements", 0, "as"]),
        ("campaign", CAMPAIGN.replace('cta: "Shop', 'call: "Shop'), ["messages", "en-GB"]),
        ("campaign", CAMPAIGN.replace("    as:", "    as_:"), ["placements", 0]),
        ("campaign", CAMPAIGN.replace("2026-09-30", "30/09/2026"), ["flight", "end"]),
        ("brand", BRAND.replace('"#2312D8"', "blue"), ["palette", "primary"]),
        ("brand", BRAND.replace("pace: brisk", "pace: fast"), ["motion", "pace"]),
        ("profile", PROFILE.replace("still_kb", "stil_kb"), ["limits"]),
        ("profile", PROFILE.replace("[728, 90]", "728"), ["sizes", 1]),
        ("format", FORMATS.replace("300x250, v", "300 by 250, v"), ["formats", 0, "size"]),
    ],
)
def test_mistakes_are_flagged_where_they_are(kind: str, text: str, place: list[str | int]) -> None:
    errors = list(jsonschema.Draft202012Validator(schemas()[kind]).iter_errors(loaded(text)))
    assert place in [list(error.absolute_path) for error in errors]


def test_schemas_are_schemas_and_always_the_same() -> None:
    made = schemas()
    assert set(made) == {"brand", "campaign", "format", "layout", "profile"}
    assert made == schemas()
    for schema in made.values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_every_key_of_brand_campaign_and_profile_is_described() -> None:
    bare = [
        f"{name}.{key}"
        for kind in ("brand", "campaign", "profile")
        for name, model in {**schemas()[kind]["$defs"], kind: schemas()[kind]}.items()
        for key, entry in model.get("properties", {}).items()
        if "description" not in entry
    ]
    assert not bare, "give these a docstring in their model"


def test_no_description_is_of_a_key_that_is_gone() -> None:
    made = schemas()
    tops = {"Brand": made["brand"], "Campaign": made["campaign"], "FormatFile": made["format"],
            "Profile": made["profile"]}  # fmt: skip
    models = tops | {name: model for schema in made.values() for name, model in schema["$defs"].items()}
    gone = [
        told for told in DESCRIPTIONS if told.split(".")[1].rstrip("_") not in models[told.split(".")[0]]["properties"]
    ]
    assert not gone
