"""From a row's cells to an item: pick the raw values by field, then build the FeedItem or say why it cannot be one."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from renderer.feeds import clean
from renderer.feeds.columns import Cell, Cells, Columns, cell, joined
from renderer.feeds.money import CURRENCIES, THREE_DECIMALS, blank, parse_money, parse_number, unclear
from renderer.model.feed import FeedItem, Money, Offer, RejectedRow
from renderer.visible import MOST_MARKS, unstacked

MAX_TITLE = 5_000  # characters; longer is a description in the wrong column
_PRICES = "price sale_price sale_dates sale_starts sale_ends prior_price currency unit_price unit_measure unit_base"
OFFER_FIELDS = frozenset(_PRICES.split())
"""What belongs together when a gap is filled: one row's price with another's currency would be a third price."""


@dataclass(slots=True)
class Draft:
    """A row's values by field, as written; absent where empty. `kept_back` names what says it is not published."""

    row: int
    fields: dict[str, str] = field(default_factory=dict)
    images: list[str] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)
    group: str = ""

    def priced(self) -> bool:
        """Whether it has a price that is not 0."""
        return any(letter in "123456789" for letter in self.fields.get("price", ""))


class _Bad(Exception):
    """A value that keeps the row from being an item."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(reason)
        self.name, self.reason = name, reason


# Bounded, so that a cell of a million spaces costs no more than its length.
_IMAGE_SPLIT = re.compile(r"[,;|\s]{1,5}(?=(?:https?:)?//)|\|")


def pick(columns: Columns, row: int, cells: Cells) -> Draft:
    """The row's values by field. Extends the mapping where the row brings new columns."""
    if not cells.keys() <= columns.known:
        columns.extend(cells)
    draft = Draft(row)
    fields, used, attributes = draft.fields, columns.used, draft.attributes
    for name, column in columns.simple.items():
        value = cells.get(column) or cell(cells, column)
        if value:
            if name == "image":
                draft.images += _images(value)
            else:
                fields[name] = value if isinstance(value, str) else value[0]
    if not draft.images and columns.spare_images:
        draft.images += next((found for name in columns.spare_images if (found := _images(cell(cells, name)))), [])
    for column in columns.images:
        draft.images += _images(cell(cells, column))
    for name, pattern in columns.patterns.items():
        value = pattern.fill(cells)
        if value and name in ("image", "images"):
            draft.images.append(value)
        elif value:
            fields[name] = value
    for column, value in cells.items():
        if value and column not in used:
            attributes[column] = value if isinstance(value, str) else joined(value)
    for name in columns.written:
        if name.startswith("attribute.") and name in fields:
            attributes[name.removeprefix("attribute.")] = fields.pop(name)
    return draft


def _images(value: Cell) -> list[str]:
    if isinstance(value, list):
        return value
    if "," in value or "|" in value or ";" in value or " " in value:
        return [part for part in _IMAGE_SPLIT.split(value) if part]
    return [value] if value else []


def build(draft: Draft, currency: str = "", decimal_sign: str = "", *, told: bool = False) -> FeedItem | RejectedRow:
    """The item, cleaned; or the rejection of its row with field and reason. Never raises.

    `told`: the decimal sign was not guessed from the feed's prices."""
    fields = draft.fields
    identity = clean.text(fields.get("id", ""))
    try:
        if "kept_back" in fields:
            raise _Bad(fields["kept_back"], "not published")
        if not identity:
            raise _Bad("id", "id is missing")
        return FeedItem(
            id=identity,
            title=_title(fields.get("title", "")),
            row=draft.row,
            description=clean.text(fields.get("description", "")),
            link=_link(fields.get("link", "")),
            images=_unique(draft.images),
            brand=clean.text(fields.get("brand", "")),
            category=clean.text(fields.get("category", "")),
            offer=_offer(fields, currency, decimal_sign, told),
            rating=_rating(fields["rating"]) if "rating" in fields else None,
            reviews=_reviews(fields["reviews"]) if "reviews" in fields else None,
            attributes={name: text for name, value in draft.attributes.items() if (text := clean.text(value))},
        )
    except _Bad as bad:
        return RejectedRow(row=draft.row, id=identity, field=bad.name, reason=bad.reason)


def _title(written: str) -> str:
    title = clean.text(written)
    if not title:
        raise _Bad("title", "title is empty")
    if len(title) > MAX_TITLE:
        raise _Bad("title", f"title has {len(title)} characters; it may have {MAX_TITLE}")
    if unstacked(title) != title:
        raise _Bad("title", f"title has more than {MOST_MARKS} accents or unseen signs on one letter")
    return title


def _link(written: str) -> str:
    link = clean.address(written)
    if clean.refused_scheme(link):
        raise _Bad("link", f"link '{link[:60]}' is not the address of a page")
    return link


def _unique(images: list[str]) -> tuple[str, ...]:
    if len(images) == 1:
        cleaned = clean.address(images[0])
        return (cleaned,) if cleaned else ()
    return tuple(dict.fromkeys(address for image in images if (address := clean.address(image))))


@dataclass(frozen=True, slots=True)
class _Prices:
    """Reads the prices of one row."""

    fields: dict[str, str]
    currency: str
    decimal_sign: str
    told: bool
    """Whether the campaign says which sign is the decimal one."""

    def money(self, name: str) -> Money | None:
        """A field as money, None where it is blank."""
        written = self.fields.get(name, "")
        if not written or blank(written):
            return None
        try:
            money = parse_money(written, self.currency, self.decimal_sign)
        except ValueError as error:
            raise _Bad(name, str(error)) from None
        if money.amount < 0:
            raise _Bad(name, f"{name} is negative: '{written[:40]}'")
        if not self.told and (doubt := unclear(written, money)):
            raise _Bad(name, doubt)
        return money

    def sale(self, price: Money | None) -> Money | None:
        """The reduced price; 0 or the regular price itself mean that there is none, as exports write it."""
        sale = self.money("sale_price")
        if sale is None or not sale.amount or sale == price:
            return None
        if price is not None and (sale.currency != price.currency or sale.amount > price.amount):
            raise _Bad("sale_price", f"sale_price {_shown(sale)} is not below price {_shown(price)}")
        return None if price is not None and sale.amount == price.amount else sale

    def prior(self, now: Money | None) -> Money | None:
        """The price before; one that is not above the current price announces no reduction and is left out."""
        prior = self.money("prior_price")
        if prior is None or now is None or prior.currency != now.currency or prior.amount <= now.amount:
            return None
        return prior

    def period(self) -> tuple[datetime | None, datetime | None]:
        """From when to when the sale holds."""
        dates = self.fields.get("sale_dates", "")
        try:
            if not blank(dates):
                return clean.period(dates)
            return clean.period_of(self.fields.get("sale_starts", ""), self.fields.get("sale_ends", ""))
        except ValueError as error:
            raise _Bad("sale_dates" if not blank(dates) else "sale_ends", str(error)) from None


def _shown(money: Money) -> str:
    return f"{money.amount} {money.currency}"


def _offer(fields: dict[str, str], currency: str, decimal_sign: str, told: bool) -> Offer:
    named = clean.text(fields["currency"]).upper() if "currency" in fields else ""
    prices = _Prices(fields, named if named in CURRENCIES else currency, decimal_sign, told)
    price = prices.money("price")
    if price is not None and not round(price.amount, 3 if price.currency in THREE_DECIMALS else 2):
        raise _Bad("price", "price is 0")
    sale = prices.sale(price)
    starts, ends = prices.period() if sale is not None else (None, None)
    if price is None and starts is None and ends is None:
        price, sale = sale, None
    unit_price, measure = None, ""
    if "unit_price" in fields or "unit_measure" in fields:
        # No one unit price is right on every day of a dated sale: better none than a wrong one.
        current = (sale or price) if starts is None and ends is None else None
        unit_price, measure = _unit_price(prices, current)
    return Offer(
        price=price,
        sale=sale,
        prior=prices.prior(sale or price) if "prior_price" in fields else None,
        starts=starts,
        ends=ends,
        unit_price=unit_price,
        unit_measure=measure,
        availability=clean.availability(fields["availability"]) if "availability" in fields else "unknown",
    )


_MEASURE = re.compile(r"\s*(\d{1,9}(?:[.,]\d{1,6})?)?\s*([^\W\d_]+)\s*")
# Units of Google's unit_pricing_measure, in the first unit of their kind.
_UNITS: dict[str, tuple[str, Decimal]] = {
    unit: (kind, Decimal(factor))
    for kind, units in {
        "weight": {"g": "1", "mg": "0.001", "kg": "1000", "oz": "28.349523125", "lb": "453.59237"},
        "volume": {"ml": "1", "cl": "10", "dl": "100", "l": "1000", "cbm": "1000000", "floz": "29.5735295625"},
        "length": {"cm": "1", "mm": "0.1", "m": "100", "in": "2.54", "ft": "30.48", "yd": "91.44"},
        "area": {"sqm": "1", "sqft": "0.09290304"},
        "count": {"ct": "1"},
    }.items()
    for unit, factor in units.items()
}


def _unit_price(prices: _Prices, current: Money | None) -> tuple[Money | None, str]:
    """(price, measure): as the feed states it (`3,20 €/kg`), or worked out from what the pack holds (Google)."""
    stated, base = prices.fields.get("unit_price", ""), clean.text(prices.fields.get("unit_base", ""))
    if stated:
        amount, _, measure = stated.partition("/")
        # What a litre or a kilowatt-hour costs may well have three decimals.
        each = _Prices({"unit_price": amount}, prices.currency, prices.decimal_sign, True).money("unit_price")
        return each, clean.text(measure) or base
    pack = _measure(prices.fields["unit_measure"])
    unit = _measure(base) if base else pack and (Decimal(1), pack[1])
    if current is None or pack is None or unit is None or not pack[0]:
        return None, base
    (kind, factor), (base_kind, base_factor) = _UNITS[pack[1]], _UNITS[unit[1]]
    if kind != base_kind:
        return None, base
    amount_each = current.amount * (unit[0] * base_factor) / (pack[0] * factor)
    return Money(round(amount_each, 2), current.currency), base or f"1 {unit[1]}"


def _measure(written: str) -> tuple[Decimal, str] | None:
    match = _MEASURE.fullmatch(written[:60].replace("fl oz", "floz"))
    if match is None or match[2].lower() not in _UNITS:
        return None
    return Decimal((match[1] or "1").replace(",", ".")), match[2].lower()


def _rating(written: str) -> Decimal | None:
    """Stars as written; `9/10` is brought to five."""
    if blank(written):
        return None
    stars, _, most = written.partition("/")
    try:
        rating = parse_number(stars.strip(), ".")
        scale = parse_number(most.strip(), ".") if most else Decimal(5)
    except ValueError:
        raise _Bad("rating", f"rating '{written[:40]}' is not a number") from None
    if rating < 0 or scale <= 0 or (most and rating > scale):
        raise _Bad("rating", f"rating '{written[:40]}' is out of range")
    return rating if scale == 5 else round(rating * 5 / scale, 2)


def _reviews(written: str) -> int | None:
    if blank(written):
        return None
    try:
        count = parse_number(written.strip())
    except ValueError:
        raise _Bad("reviews", f"reviews '{written[:40]}' is not a number") from None
    if count < 0 or count != int(count):
        raise _Bad("reviews", f"reviews '{written[:40]}' is not a count")
    return int(count)
