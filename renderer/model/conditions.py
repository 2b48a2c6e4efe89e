"""What a parsed item rule is made of: fields, conditions and orders, as frozen values (see renderer.model.rules)."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, TypeAlias

from renderer.model.feed import FeedItem, Money

Kind = Literal["text", "number", "date", "truth"]
Value: TypeAlias = "str | Decimal | date | bool"
Day: TypeAlias = "datetime | None"


def _amount(money: Money | None) -> Decimal | None:
    return None if money is None else money.amount


def _discount(item: FeedItem, day: Day) -> Decimal | None:
    """Missing only where there is no price: an item that is not reduced has a discount of 0."""
    return None if item.offer.current(day) is None else Decimal(item.offer.discount_percent(day))


NUMBERS: dict[str, Callable[[FeedItem, Day], Decimal | None]] = {
    "price": lambda item, day: _amount(item.offer.current(day)),
    "regular_price": lambda item, day: _amount(item.offer.price),
    "prior_price": lambda item, day: _amount(item.offer.prior),
    "discount": _discount,
    "rating": lambda item, day: item.rating,
    "reviews": lambda item, day: None if item.reviews is None else Decimal(item.reviews),
}
TEXTS: dict[str, Callable[[FeedItem], str]] = {
    "id": operator.attrgetter("id"),
    "title": operator.attrgetter("title"),
    "description": operator.attrgetter("description"),
    "brand": operator.attrgetter("brand"),
    "category": operator.attrgetter("category"),
    "availability": lambda item: "" if item.offer.availability == "unknown" else item.offer.availability,
    "link": operator.attrgetter("link"),
}
_TRUTHS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
_NUMBER = re.compile(r"-?\d{1,30}(?:[.,]\d{1,30})?")


def _read(text: str, kind: Kind) -> Value | None:
    """An attribute as a kind, or None where it is missing or is no such thing."""
    text = text.strip()
    if kind == "text":
        return text.casefold()
    if kind == "truth":
        return _TRUTHS.get(text.casefold())
    if kind == "number":
        return Decimal(text.replace(",", ".")) if _NUMBER.fullmatch(text) else None
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Field:
    """A field of an item: one of ours, or an attribute of the feed (`kind` is None)."""

    name: str
    kind: Kind | None
    attribute: str = ""

    def value(self, item: FeedItem, day: Day, kind: Kind) -> Value | None:
        """The item's value as a kind, None where it is missing; texts are case-folded."""
        if self.kind == "number":
            return NUMBERS[self.name](item, day)
        if self.kind == "text":
            return TEXTS[self.name](item).casefold()
        return _read(item.attributes.get(self.attribute, ""), kind)

    def missing(self, item: FeedItem, day: Day) -> bool:
        """Whether the item does not have it."""
        return self.value(item, day, self.kind or "text") in (None, "")


_TESTS: dict[str, Callable[..., bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "in": lambda value, choices: value in choices,
    "not in": lambda value, choices: value not in choices,
    "contains": lambda value, part: part in value,
    "starts with": str.startswith,
    "ends with": str.endswith,
}


@dataclass(frozen=True, slots=True)
class Comparison:
    """A field against a literal, several literals or another field."""

    field: Field
    sign: str
    kind: Kind
    other: Value | tuple[Value, ...] | Field

    def matches(self, item: FeedItem, day: Day) -> bool:
        """Whether the item meets it; never where a number, date or truth is missing."""
        left = self.field.value(item, day, self.kind)
        right = self.other.value(item, day, self.kind) if isinstance(self.other, Field) else self.other
        return left is not None and right is not None and _TESTS[self.sign](left, right)


@dataclass(frozen=True, slots=True)
class Missing:
    """`is missing`, or `is not missing` where not `wanted`."""

    field: Field
    wanted: bool

    def matches(self, item: FeedItem, day: Day) -> bool:
        """Whether the item lacks (or has) the field."""
        return self.field.missing(item, day) is self.wanted


@dataclass(frozen=True, slots=True)
class Not:
    """The opposite of a condition."""

    condition: Condition

    def matches(self, item: FeedItem, day: Day) -> bool:
        """Whether the condition does not hold."""
        return not self.condition.matches(item, day)


@dataclass(frozen=True, slots=True)
class Every:
    """Conditions joined by `and`."""

    conditions: tuple[Condition, ...]

    def matches(self, item: FeedItem, day: Day) -> bool:
        """Whether all hold."""
        return all(condition.matches(item, day) for condition in self.conditions)


@dataclass(frozen=True, slots=True)
class Either:
    """Conditions joined by `or`."""

    conditions: tuple[Condition, ...]

    def matches(self, item: FeedItem, day: Day) -> bool:
        """Whether at least one holds."""
        return any(condition.matches(item, day) for condition in self.conditions)


Condition: TypeAlias = "Comparison | Missing | Not | Every | Either"


@dataclass(frozen=True, slots=True)
class Rule:
    """A parsed `where`."""

    condition: Condition
    fields: frozenset[str]
    """The fields it reads; attributes as `attribute.name`."""

    def matches(self, item: FeedItem, day: Day = None) -> bool:
        """Whether the item takes part at a moment (aware; None: as if every sale were running). Never raises."""
        return self.condition.matches(item, day)


@dataclass(frozen=True, slots=True)
class Order:
    """A parsed `sort`: fields, each ascending or descending."""

    keys: tuple[tuple[Field, bool], ...]
    fields: frozenset[str]

    def apply(self, items: Sequence[FeedItem], day: Day = None) -> list[FeedItem]:
        """The items in order; those without a value come last either way, ties keep the feed's order.

        An attribute is ordered as a number where every item that has it has a number there, else as text.
        """
        ordered = list(items)
        for field, descending in reversed(self.keys):
            kind = field.kind or _kind_of(field, ordered, day)
            valued = [(field.value(item, day, kind), item) for item in ordered]
            present = [pair for pair in valued if pair[0] not in (None, "")]
            present.sort(key=operator.itemgetter(0), reverse=descending)
            ordered = [item for _, item in present] + [item for value, item in valued if value in (None, "")]
        return ordered


def _kind_of(attribute: Field, items: Sequence[FeedItem], day: Day) -> Kind:
    present = (item for item in items if not attribute.missing(item, day))
    return "number" if all(attribute.value(item, day, "number") is not None for item in present) else "text"
