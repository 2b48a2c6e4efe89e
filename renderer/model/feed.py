"""Feed items and their offers. Structs, not pydantic models: a feed may hold a million rows."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Literal

import msgspec

Availability = Literal["in stock", "out of stock", "preorder", "backorder", "unknown"]


class Money(msgspec.Struct, frozen=True, array_like=True):
    """An amount in a currency (ISO 4217)."""

    amount: Decimal
    currency: str


class Mechanic(msgspec.Struct, frozen=True):
    """What makes an offer one: `kind` with the numbers it needs."""

    kind: Literal["percent", "amount", "multi_buy", "second_item", "gift", "code", "shipping", "bundle"]
    percent: Decimal | None = None
    amount: Money | None = None
    buy: int | None = None
    pay: int | None = None
    gift: str = ""
    code: str = ""
    threshold: Money | None = None


class Offer(msgspec.Struct, frozen=True):
    """What an item costs, and what it cost."""

    price: Money | None = None
    """The regular price."""
    sale: Money | None = None
    """The reduced price, valid from `starts` to `ends`."""
    prior: Money | None = None
    """The price before the reduction, as the law wants it announced (lowest of 30 days: EU 98/6 art. 6a)."""
    starts: datetime | None = None
    ends: datetime | None = None
    mechanic: Mechanic | None = None
    unit_price: Money | None = None
    unit_measure: str = ""
    """What the unit price is for, e.g. `100 ml`."""
    availability: Availability = "unknown"

    def running(self, day: datetime | None) -> bool:
        """Whether the sale holds at a moment (None: always)."""
        if day is None:
            return True
        return not ((self.starts and day < self.starts) or (self.ends and day > self.ends))

    def current(self, day: datetime | None = None) -> Money | None:
        """What the customer pays at a moment."""
        return self.sale if self.sale is not None and self.running(day) else self.price

    def ends_before(self, until: datetime, day: datetime) -> datetime | None:
        """When the reduced price that holds at a moment ends, where that is before another moment."""
        ends = self.ends if self.sale is not None and self.running(day) else None
        return ends if ends is not None and day <= until and ends < until else None

    def before(self, day: datetime | None = None) -> Money | None:
        """The higher price that may be shown struck beside the current one, if there is one."""
        now = self.current(day)
        candidate = self.prior or (self.price if now is not self.price else None)
        if now is None or candidate is None or candidate.currency != now.currency or candidate.amount <= now.amount:
            return None
        return candidate

    def discount_percent(self, day: datetime | None = None) -> int:
        """The saving in whole percent, rounded down so that it never promises too much; 0 without one."""
        now, before = self.current(day), self.before(day)
        if now is None or before is None:
            return 0
        return int((before.amount - now.amount) * 100 / before.amount)


class FeedItem(msgspec.Struct, frozen=True):
    """One thing to show, as its feed row gave it, cleaned."""

    id: str
    title: str
    row: int
    """Where it stands in the feed, from 1, headers not counted."""
    description: str = ""
    link: str = ""
    images: tuple[str, ...] = ()
    """The main picture first; paths as the feed wrote them."""
    brand: str = ""
    category: str = ""
    offer: Offer = Offer()
    rating: Decimal | None = None
    reviews: int | None = None
    attributes: dict[str, str] = {}
    """Every other column, by its own name."""
    translations: dict[str, dict[str, str]] = {}
    """Texts (title, description, ...) by locale."""

    def text(self, field: str, locale: str) -> str:
        """A text field in a locale, or as the feed has it. `fr-FR` falls back to `fr`."""
        for wanted in (locale, locale.split("-")[0]):
            translated = self.translations.get(wanted, {}).get(field)
            if translated:
                return translated
        return str(getattr(self, field))


class RejectedRow(msgspec.Struct, frozen=True):
    """A row that cannot be an item, and why."""

    row: int
    id: str
    field: str
    reason: str
