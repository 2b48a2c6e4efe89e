"""JSON Schemas (draft 2020-12) of the files a person writes, so that an editor completes and checks them.

A schema accepts what the models accept: also the short ways of writing that validators turn into the long one
(one thing for a list, a plain text for `{text, short}`, `300x250` for a size). It need not find every mistake.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from renderer.model.brand import Brand
from renderer.model.campaign import Campaign
from renderer.model.format import SHARED_BY_FILE, FormatFile
from renderer.model.layout import LayoutFile
from renderer.model.packaging import PATTERNS, PROVENANCE, Fact
from renderer.model.profile import Profile

DIALECT = "https://json-schema.org/draft/2020-12/schema"

TEXT: JsonSchemaValue = {"type": "string"}
_DAY: JsonSchemaValue = {"type": "string", "pattern": r"^\s*\d{4}-?\d{2}-?\d{2}\s*$"}
_SHORT_FORMS: dict[str, Callable[[JsonSchemaValue], JsonSchemaValue]] = {
    "one_or_many": lambda inner: _either(inner.get("items", {}), inner),
    "_copy": lambda inner: _either(TEXT, inner),
    "sides": lambda inner: _either({"type": "string", "pattern": r"^\s*\d+\s*[xX]\s*\d+\s*$"}, inner),
    "_text_date": lambda inner: {**inner, **_DAY},
    "_state": lambda inner: _either(TEXT, inner),
}
"""What each validator that runs before the type lets a person write, by the validator's name."""

_PATTERNS = {
    "_colour": r"^\s*#([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})\s*$",
    "_locale": r"^\s*[A-Za-z]{2,3}([-_][A-Za-z]{4})?([-_]([A-Za-z]{2}|[0-9]{3}))?\s*$",
    "_name": r"^\s*[A-Za-z0-9][A-Za-z0-9_-]{0,79}\s*$",
    **{name: rf"^\s*{pattern[1:-1]}\s*$" for name, pattern in PATTERNS.items()},
}
"""What a validator that runs after the type demands of a text, by the validator's name."""

DESCRIPTIONS = {
    "Brand.name": "The brand's name as people read it.",
    "Brand.palette": "Colours by role; every fill has a partner for the text on it.",
    "Brand.typefaces": "The faces by use: display, text, and fallbacks for other scripts.",
    "Brand.logos": "The logo's drawings, each with the ground it is made for.",
    "Brand.legibility": "The floors below which text is not set.",
    "Brand.headline": "How headlines are set.",
    "Brand.cta": "The form of the call to action.",
    "Brand.badge": "How a badge looks.",
    "Brand.price": "How prices are set.",
    "Brand.image": "What becomes of product pictures.",
    "Brand.shapes": "The geometry of panels and plates.",
    "Brand.motion": "How things enter, stress and leave in animated creatives.",
    "Brand.voice": "The manner of speech. Read, not yet checked by this version.",
    "Palette.ground": "The colour creatives stand on.",
    "Palette.on_ground": "Text on the ground.",
    "Palette.primary": "The brand's main colour: buttons, panels.",
    "Palette.on_primary": "Text on the primary colour.",
    "Palette.secondary": "The brand's second fill.",
    "Palette.on_secondary": "Text on the secondary colour.",
    "Palette.accent": "A colour for small touches.",
    "Palette.price": "The plate behind a price.",
    "Palette.on_price": "The price on its plate.",
    "Palette.saving": "The badge of a saving.",
    "Palette.on_saving": "Text on the saving's badge.",
    "Typeface.family": "The family's name.",
    "Typeface.figures": "Digits of even width (tabular) or as drawn (proportional).",
    "Typefaces.display": "For headlines and prices.",
    "Typefaces.text": "For everything else.",
    "Logo.file": "SVG or PNG, relative to the brand file.",
    "Logo.ground": "The ground on which this drawing is readable.",
    "Logo.min_width_px": "The least width, CSS px.",
    "Legibility.min_text_px": "The smallest text, px.",
    "Legibility.min_legal_px": "The smallest legal line, px.",
    "Legibility.contrast": "The least contrast of text, WCAG ratio.",
    "Cta.shape": "The button's outline.",
    "Cta.fill": "The palette role it is filled with.",
    "Cta.weight": "The weight of its text, by name.",
    "Price.plate": "The shape behind a price.",
    "Price.badge": "What the badge of a saving says.",
    "ImageStyle.treatment": "extend-backdrop: continue a plain backdrop; cut-out: free the product; framed: box it.",
    "Motion.entrance": "How things come in.",
    "Motion.emphasis": "How the offer draws attention once it stands.",
    "Motion.exit": "How things leave.",
    "Motion.easing": "The curve of movements.",
    "Motion.pace": "How fast it all goes.",
    "Voice.address": "How people are addressed, by language, e.g. `fr: vous`.",
    "Voice.exclamation_max": "The most exclamation marks in one creative.",
    "Voice.banned": "Words that must not be used.",
    "Voice.preferred": "Words and what to say instead.",
    "Campaign.brand": "A path, a name in the nearest `brand/` folder upwards, or a shipped brand.",
    "Campaign.flight": "The days on which the campaign runs.",
    "Campaign.feed": "Where the items come from.",
    "Campaign.items": "Which items take part.",
    "Campaign.messages": "What is said, by locale.",
    "Campaign.placements": "Where creatives run, and as what.",
    "Campaign.segments": "Parts of the audience and what differs for them.",
    "Campaign.arms": "The sides of a test.",
    "Campaign.profile": "The profile of checks to apply.",
    "Flight.start": "The first day, YYYY-MM-DD.",
    "Flight.end": "The last day, YYYY-MM-DD, included.",
    "Flight.timezone": "Such as Europe/Paris.",
    "Feed.source": "The feed's path, relative to this file.",
    "Feed.variants": "first: one item a group; each: one item a variant.",
    "Feed.translations": "Tables with the items' texts in other languages, by locale.",
    "Translation.source": "The table's path, relative to this file.",
    "Translation.map": "Our field -> the table's column.",
    "Items.where": "A rule over item fields: `price >= 20 and availability == 'in stock'`.",
    "Items.sort": "A field, `-` before it for descending: `-discount`.",
    "Items.limit": "The most items.",
    "Copy.text": "The text in full.",
    "Copy.short": "A short form for when space is scarce.",
    "Copy.alternatives": "Further forms to choose from.",
    "Message.id": "Tells several messages of one locale apart.",
    "Message.headline": "The main line.",
    "Message.subline": "The line below it.",
    "Message.cta": "The call to action.",
    "Message.badge": "A badge in words of your own.",
    "Message.mention": "A legal line.",
    "Message.subject": "An e-mail's subject.",
    "Message.preheader": "The line mail programs show after the subject.",
    "Placement.networks": "Profiles of rules to check against.",
    "Placement.as_": "still, html5, gif, video, email.",
    "Placement.click_url": "Where a click leads; Jinja2 like the messages.",
    "Placement.id": "Its name in keys and reports; default: made from its formats.",
    "Segment.id": "Its name in keys and reports.",
    "Audience.demographics": "Age, household and the like.",
    "Audience.geography": "Places.",
    "Audience.behaviour": "What people did.",
    "Audience.interests": "What people care about.",
    "Audience.context": "Where and when the creative is seen.",
    "Segment.audience": "Whom it means, for people and ad servers: creatives do not depend on it.",
    "Arm.id": "Its name in keys and reports.",
    "Arm.messages": "Texts that replace the campaign's, key by key.",
    "Arm.weight": "Its share of the test, for the ad server.",
    "FormatFile.family": "The family, for every format below.",
    "FormatFile.channel": "Where they run, for every format below.",
    "FormatFile.source": "Where the facts were read, for every format below.",
    "FormatFile.as_of": "When they were read, for every format below.",
    "FormatFile.densities": "Device px for each px of its size at which a still is made, for every format below.",
    "FormatFile.scale": "Device px per CSS px, for every format below.",
    "FormatFile.limits": "What a file may weigh and do, for every format below that says nothing of it.",
    "FormatFile.file_types": "What is taken, for every format below.",
    "FormatFile.needs": "What it takes instead of a still, for every format below.",
    "FormatFile.note": "What a person should know, for every format below.",
    "Format.id": "`family/name`, as placements name it.",
    "Format.unit": "What its size is measured in.",
    "Format.channel": "Where it runs.",
    "Format.limits": "What a file may weigh and do; 1 kB is 1000 bytes.",
    "Format.safe_zone": "What the place covers with its own controls, as shares of the sides.",
    "Format.source": "Where the facts were read.",
    "Format.as_of": "When they were read.",
    "Format.verified": "Whether the facts were read in a primary source.",
    "NetworkLimits.still_kb": "A still or backup image.",
    "NetworkLimits.gif_kb": "An animated GIF.",
    "NetworkLimits.html5_kb": "An HTML5 zip.",
    "NetworkLimits.video_kb": "A video.",
    "Reserved.corner": "The corner of the finished creative, whichever way it is read.",
    "Reserved.width": "Px at 1x.",
    "Reserved.height": "Px at 1x.",
    "Reserved.source": "Where the facts were read.",
    "Reserved.verified": "Whether the facts were read in a primary source.",
    "Border.on": "The sides that get one: those that are white or nearly so.",
    "Border.width": "Px at 1x.",
    "Border.source": "Where the facts were read.",
    "Border.verified": "Whether the facts were read in a primary source.",
    "Profile.id": "Its name, as placements' `networks` name it.",
    "Profile.name": "The network as people call it.",
    "Profile.limits": "What it lets a file weigh; 1 kB is 1000 bytes.",
    "Profile.reserved": "The corners that it covers with icons of its own, such as AdChoices.",
    "Profile.border": "The line that it wants around creatives that would melt into its page.",
    "Profile.note": "What a person should know of it.",
    "Profile.source": "Where the facts were read.",
    "Profile.as_of": "When they were read.",
    "Profile.verified": "Whether the facts were read in a primary source.",
}
"""Help for keys whose models do not describe them where they are declared; `Model.attribute`."""


class _Schema(GenerateJsonSchema):
    """pydantic's schema, widened by what validators before a type accept."""

    ignored_warning_kinds = {"skipped-choice", "non-serializable-default"}

    def function_before_schema(self, schema: core_schema.BeforeValidatorFunctionSchema) -> JsonSchemaValue:
        inner = super().function_before_schema(schema)
        widen = _SHORT_FORMS.get(_validator(schema))
        return widen(inner) if widen else inner

    def function_after_schema(self, schema: core_schema.AfterValidatorFunctionSchema) -> JsonSchemaValue:
        inner = super().function_after_schema(schema)
        pattern = _PATTERNS.get(_validator(schema))
        return {**inner, "pattern": pattern} if pattern else inner

    def field_title_should_be_set(self, schema: Any) -> bool:
        """`Min width px` above `min_width_px` tells nobody anything."""
        return False

    def model_schema(self, schema: core_schema.ModelSchema) -> JsonSchemaValue:
        made = super().model_schema(schema)
        made.pop("title", None)
        _describe(schema["cls"], made)
        return _of_fact(schema["cls"], made) if issubclass(schema["cls"], Fact) else made


def _validator(schema: Any) -> str:
    return str(getattr(schema["function"]["function"], "__name__", ""))


def _of_fact(model: type[Fact], made: JsonSchemaValue) -> JsonSchemaValue:
    """Without what a fact may take over from its section, and with its short form."""
    made["required"] = [key for key in made.get("required", ()) if key not in PROVENANCE]
    if not made["required"]:
        del made["required"]
    return _either(made["properties"][model.short], made) if model.short else made


def _either(short: JsonSchemaValue, full: JsonSchemaValue) -> JsonSchemaValue:
    return {"anyOf": [short, full]}


def _describe(model: type[BaseModel], made: JsonSchemaValue) -> None:
    properties = made.get("properties", {})
    for name, field in model.model_fields.items():
        told = DESCRIPTIONS.get(f"{model.__name__}.{name}")
        entry = properties.get(field.alias or name)
        if told and entry is not None and "description" not in entry:
            entry["description"] = told


def schema(model: type[BaseModel], title: str) -> dict[str, Any]:
    """The JSON Schema of one model."""
    made = model.model_json_schema(by_alias=True, schema_generator=_Schema, mode="validation")
    return {"$schema": DIALECT, "title": title, **made}


def schemas() -> dict[str, dict[str, Any]]:
    """The JSON Schema of every kind of file, by kind: `brand`, `campaign`, `format`, `layout`, `profile`."""
    return {
        "brand": schema(Brand, "Brand (brand.yaml)"),
        "campaign": schema(Campaign, "Campaign (campaign.yaml)"),
        "format": _format_file(),
        "layout": schema(LayoutFile, "Layout"),
        "profile": schema(Profile, "A network's profile (formats/profiles/)"),
    }


def _format_file() -> dict[str, Any]:
    """A format file; what it says once, its formats need not repeat."""
    made = schema(FormatFile, "Formats of one family")
    entry = made["$defs"]["Format"]
    entry["required"] = [key for key in entry["required"] if key not in SHARED_BY_FILE]
    return made
