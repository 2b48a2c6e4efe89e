"""feed, init: what a feed file is, and the settings that read it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from renderer import feeds
from renderer.errors import InputError, Problem, did_you_mean, shown
from renderer.feeds.columns import plain_name
from renderer.feeds.language import language_of
from renderer.feeds.money import CURRENCIES
from renderer.model import document
from renderer.model.campaign import Campaign, Feed
from renderer.model.feed import FeedItem, Offer, RejectedRow
from renderer.model.validation import validated

_GROUP_COLUMNS = frozenset(("handle", "itemgroupid", "parent", "parentsku", "parentid", "slug", "productid", "groupid"))
"""As Shopify, Google, WooCommerce, Spree and others name them."""
FIRST = 3  # items shown


def view(file: Path, mapped: Mapping[str, str], currency: str | None, group: str | None) -> dict[str, Any]:
    """What `render feed` shows. A campaign file means the feed it names, read as it says."""
    file = file / "campaign.yaml" if file.is_dir() and (file / "campaign.yaml").exists() else file
    if file.suffix in (".yaml", ".yml"):
        if mapped or currency or group:
            raise InputError(
                Problem("--map, --currency and --group go with a feed file; a campaign file has its own", file)
            )
        campaign = validated(Campaign, document.read(file))
        if campaign.feed is None:
            raise InputError(document.read(file).problem((), "has no feed"))
        return seen(campaign.feed, file.parent)
    settings = {"source": file.name, "map": dict(mapped), "currency": currency, "group": group}
    return seen(_feed(settings), file.parent)


def _feed(settings: dict[str, Any]) -> Feed:
    """A feed's settings from options. Raises InputError naming the option."""
    try:
        return Feed.model_validate(settings)
    except ValidationError as error:
        raise InputError(
            Problem(f"--{one['loc'][0]}: {one.get('ctx', {}).get('error', one['msg'])}") for one in error.errors()
        ) from None


def seen(feed: Feed, folder: Path) -> dict[str, Any]:
    """A feed's dialect, columns, first items and bad rows, as plain values."""
    detected = feeds.detect(folder / feed.source)
    uses = feeds.mapping(feed, folder)
    items: list[FeedItem] = []
    rejected: list[RejectedRow] = []
    count = 0
    for one in feeds.read(feed, folder):
        if isinstance(one, FeedItem):
            count += 1
            if len(items) < FIRST:
                items.append(one)
        else:
            rejected.append(one)
    return {
        "file": feed.source,
        "dialect": feed.dialect or detected.dialect,
        "encoding": detected.encoding,
        "delimiter": detected.delimiter,
        "how": [*detected.how, *_lacking(uses)],
        "columns": [{"column": use.column, "field": use.field, "how": use.how} for use in uses],
        "items": count,
        "first": [_item(item) for item in items],
        "rejected": [_rejected(row) for row in rejected],
    }


def _lacking(uses: Sequence[feeds.Use]) -> list[str]:
    """What to do where no column is known to be what every item needs."""
    known = {field for use in uses for field in use.field.replace("group", "id").split(", ")}
    return [f"no column is known as the {field}: name it, --map {field}=COLUMN" for field in ("id", "title")
            if field not in known]  # fmt: skip


def _item(item: FeedItem) -> dict[str, Any]:
    offer = item.offer
    day = datetime.max.replace(tzinfo=UTC) if offer.ends else None  # a sale that ends is told beside the price
    now, before = offer.current(day), offer.before(day)
    return {
        "row": item.row, "id": item.id, "title": item.title,
        "price": f"{now.amount} {now.currency}" if now else "",
        "prior_price": f"{before.amount} {before.currency}" if before else "",
        "sale_price": _sale(offer),
        "image": item.images[0] if item.images else "", "category": item.category,
        "availability": offer.availability,
    }  # fmt: skip


def _sale(offer: Offer) -> str:
    """A sale that ends, and from when to when it holds; nothing where there is none."""
    if offer.sale is None or offer.ends is None:
        return ""
    since = f"{offer.starts:%Y-%m-%d} " if offer.starts else ""
    return f"{offer.sale.amount} {offer.sale.currency}, {since}to {offer.ends:%Y-%m-%d}"


def _rejected(row: RejectedRow) -> dict[str, Any]:
    return {"row": row.row, "id": row.id, "field": row.field, "reason": row.reason}


class Guess(NamedTuple):
    """What `render init` puts into a campaign file for a feed."""

    settings: dict[str, Any]
    currency: str | None
    languages: tuple[str, ...]
    notes: tuple[str, ...] = ()
    """What was assumed, for a person to look at."""


def guess(file: Path, currency: str | None) -> Guess:
    """Settings that read a feed: dialect, currency, grouping where ids come again, languages by its words.

    Raises InputError: an unreadable feed, a currency that does not exist."""
    _check_currency(currency)
    detected = feeds.detect(file)
    notes: tuple[str, ...] = ()
    settings: dict[str, Any] = {"dialect": detected.dialect}
    if currency:
        settings["currency"] = currency
    items, rejected = _trial(settings, file)
    if currency is None and any("names no currency" in row.reason for row in rejected):
        named = "some prices name no currency" if items else "no price names its currency"
        settings["currency"] = currency = "EUR"
        items, rejected = _trial(settings, file)
        notes += (f"{shown(file)}: {named}: EUR is assumed, see feed.currency",)
    for column in _groupings(settings, file) if rejected else ():
        tried, left_out = _trial({**settings, "group": column}, file)
        if tried and len(left_out) < len(rejected):
            settings["group"], items, rejected = column, tried, left_out
    if rejected and not items:
        first = rejected[0]
        notes += (f"{shown(file)}: no row is usable yet: row {first.row}: {first.reason}; see feed.map",)
    currencies = Counter(price.currency for item in items if (price := item.offer.current()) is not None)
    found = currency or (currencies.most_common(1)[0][0] if currencies else None)
    language = language_of(detected.columns, (f"{item.title} {item.description}" for item in items))
    return Guess(settings, found, (language,) if language else (), notes)


def _check_currency(currency: str | None) -> None:
    if currency is not None and currency not in CURRENCIES:
        near = did_you_mean(currency, sorted(CURRENCIES))
        raise InputError(
            Problem(f"--currency: '{currency[:40]}' is not a currency: write its ISO code, like EUR{near}")
        )


def _groupings(settings: dict[str, Any], file: Path) -> list[str]:
    """The columns that may tie a product's rows together."""
    uses = feeds.mapping(_feed({**settings, "source": file.name}), file.parent)
    return [use.column for use in uses if plain_name(use.column) in _GROUP_COLUMNS]


def _trial(settings: dict[str, Any], file: Path) -> tuple[list[FeedItem], list[RejectedRow]]:
    items: list[FeedItem] = []
    rejected: list[RejectedRow] = []
    for one in feeds.read(_feed({**settings, "source": file.name}), file.parent):
        if isinstance(one, FeedItem):
            items.append(one)
        else:
            rejected.append(one)
        if len(items) + len(rejected) >= 500:
            break
    return items, rejected
