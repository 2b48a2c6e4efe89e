"""brand.yaml and campaign.yaml as a person would write them: ordered, commented, quoted where needed."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from renderer.model.brand import Palette
from renderer.starting.marks import Mark
from renderer.starting.phrases import Phrases

FORMATS = (
    "iab/medium-rectangle",
    "iab/leaderboard",
    "iab/smartphone-wide-banner",
    "iab/skyscraper",
    "iab/half-page",
    "iab/billboard",
    "social/meta-square",
    "social/meta-story",
)

LEAST_WIDTH = 48  # px at 1x: a wordmark of eight letters then has 6 px a letter
LOWEST = 7  # px at 1x: what a long wordmark keeps in height, about the capitals of 10 px type
LEAST_HEIGHT = 18  # px at 1x: an emblem shows its drawing from about the size of an icon in a browser's tab (16)

_PLAIN = re.compile(r"[A-Za-zÀ-ɏ_./][\w ./+’-]*")
_WORDS = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}  # the last six: for readers of YAML 1.1


def scalar(value: Any) -> str:
    """A YAML scalar, in double quotes where it could be read as something else."""
    if value is None or isinstance(value, (bool, int, float)):
        return json.dumps(value)
    text = str(value)
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS and text == text.strip() and not text.startswith("..."):
        return text
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\x7F").replace("\x85", "\\N")


def flow(value: Any) -> str:
    """A value on one line: `{a: 1, b: [x, y]}`."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{scalar(key)}: {flow(entry)}" for key, entry in value.items()) + "}"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(flow(entry) for entry in value) + "]"
    return scalar(value)


def _block(settings: Mapping[str, Any], indent: str, comments: Mapping[str, str]) -> list[str]:
    """Keys one a line, mappings that would get long spread over lines, with a comment where there is one."""
    lines = []
    for key, value in settings.items():
        comment = f"  # {comments[key]}" if key in comments else ""
        if isinstance(value, Mapping) and len(flow(value)) > 60:
            lines.append(f"{indent}{scalar(key)}:{comment}")
            lines += _block(value, indent + "  ", {})
        else:
            lines.append(f"{indent}{scalar(key)}: {flow(value)}{comment}")
    return lines


_ROLES = {
    "ground": "what creatives stand on, and the text there",
    "primary": "buttons and panels",
    "secondary": "a second fill",
    "accent": "small touches",
    "price": "the plate behind a price",
    "saving": "the badge of a saving",
}


def _palette_lines(palette: Palette) -> list[str]:
    lines = []
    for role, comment in _ROLES.items():
        fill, text = getattr(palette, role), getattr(palette, f"on_{role}", None)
        if fill:
            lines.append(f'  {role}: "{fill}"  # {comment}')
        if fill and text:
            lines.append(f'  on_{role}: "{text}"')
    return lines


def _logo_lines(marks: Sequence[Mark]) -> list[str]:
    if not marks:
        return ["logos: []  # e.g. {file: logo.svg, ground: light, clear_space: 0.25, min_width_px: 48}"]
    lines = ["logos:  # ground: light, dark or any; clear_space: share of the logo's height kept free around it"]
    for mark in marks:
        room = f"clear_space: {_clear_space(mark.ratio)}, min_width_px: {_least_width(mark.ratio)}"
        lines.append(f"  - {{file: {mark.name}, ground: {mark.ground}, {room}}}")
    return lines


def _clear_space(ratio: float) -> float:
    """A quarter of the logo's shorter side, as a share of its height: a tall emblem needs no more than a square one."""
    return round(max(0.25 * min(ratio, 1.0), 0.05), 2)


def _least_width(ratio: float) -> int:
    """The width at which a logo is still `LEAST_HEIGHT` high; a wordmark may be lower, at `LEAST_WIDTH`, never lower
    than `LOWEST`."""
    return max(min(round(LEAST_HEIGHT * ratio), LEAST_WIDTH), round(LOWEST * ratio), 4)


def brand_text(title: str, palette: Palette, faces: Mapping[str, Any], marks: Sequence[Mark], origin: str) -> str:
    """The text of brand.yaml. `origin` says where the colours come from."""
    return "\n".join([
        "# yaml-language-server: $schema=../../schemas/brand.schema.json",
        f"name: {scalar(title)}",
        "",
        f"palette:  # {origin}; a fill and its on_ partner contrast by at least 4.5 : 1",
        *_palette_lines(palette),
        "",
        'typefaces:  # source: "package:NAME" (an installed font package) or a folder beside this file',
        f"  display: {flow(faces['display'])}",
        f"  text: {flow(faces['text'])}",
        "",
        *_logo_lines(marks),
        "",
        "legibility: {min_text_px: 10, min_legal_px: 8, contrast: 4.5}  # the floors below which text is not set",
        "cta: {shape: rounded, fill: primary, weight: bold}  # box, rounded, pill, skewed, outline, text",
        "price: {style: stacked, plate: rounded, badge: percent}  # stacked: raised decimals under the currency",
        "image: {treatment: auto}  # auto, extend-backdrop, cut-out, framed",
        "motion: {entrance: rise, pace: even}  # for html5, gif and video",
        "",
        "# What stays longest when space runs out, most important first.",
        "priorities: [logo, product, price, headline, cta, name, badge, subline, mention]",
        "",
        "# Forms of address by language, words not to use, words to use instead: read, not yet checked.",
        "voice: {address: {}, banned: [], preferred: {}}",
        "",
    ])  # fmt: skip


_FEED_COMMENTS = {
    "source": "relative to this file",
    "dialect": "how it is written",
    "images": "where pictures lie that are named by a relative path",
    "map": "our field: the feed's column",
    "currency": "where a price does not say",
    "group": "the column that ties a product's variants together",
    "variants": "first: one item a group; each: one item a variant",
    "translations": "the items' texts in other languages",
}


def campaign_text(
    name: str,
    feed: Mapping[str, Any],
    texts: Sequence[Phrases],
    start: date,
    end: date,
    *,
    until: bool = True,
    links: bool = True,
) -> str:
    """The text of campaign.yaml for a feed block and the phrases of each locale, the first being the fallback.

    `until`: whether every offer holds until the flight's end; `links`: whether the items have addresses to lead to."""
    return "\n".join([
        "# yaml-language-server: $schema=../../schemas/campaign.schema.json",
        f"name: {scalar(name)}",
        f"brand: {scalar(name)}  # brand/{name}/brand.yaml",
        f"flight: {{start: {start}, end: {end}, timezone: {texts[0].timezone}}}  # both days included",
        f"locales: {flow([text.locale for text in texts])}  # the first is the fallback",
        "",
        "feed:  # `render feed` shows what is read",
        *_block(feed, "  ", _FEED_COMMENTS),
        "",
        "items: {limit: 12}  # also where: \"price >= 20 and availability == 'in stock'\", sort: -discount",
        "",
        "messages:  # Jinja2 over item, campaign, flight, locale; short: for small formats",
        *[line for text in texts for line in _message_lines(text, until)],
        "",
        "placements:",
        "  - id: all  # the first part of every creative's key",
        "    formats:  # ids, families (iab-fixed), channels (social), globs (mobile/*); `render formats` lists them",
        *[f"      - {format_id}" for format_id in FORMATS],
        "    as: [still]  # also html5, gif, video, email",
        "    networks: [iab]  # whose rules are checked",
        '    click_url: "{{ item.link }}"' if links else "    # click_url: the feed names no links to lead to",
        "",
    ])  # fmt: skip


def _message_lines(text: Phrases, until: bool) -> list[str]:
    return [
        f"  {text.locale}:",
        '    headline: "{{ item.title }}"',
        *([f"    subline: {scalar(text.until)}"] if until else []),
        f"    cta: {flow({'text': text.cta, 'short': text.cta_short})}",
    ]
