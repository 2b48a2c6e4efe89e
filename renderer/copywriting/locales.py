"""Prices, numbers and dates as each locale writes them (CLDR through Babel), and their parts for a price lockup."""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from babel.dates import format_skeleton
from babel.numbers import (
    format_decimal,
    get_currency_precision,
    get_currency_symbol,
    get_decimal_symbol,
)

from renderer.content import PriceParts
from renderer.model.feed import Money
from renderer.text.typography import MINUS, NBSP

LTR_MARK = "\u200e"
_MARKS = re.compile("[\u200e\u200f\u061c]")
_UNSHARED = {"EUR": "€"}  # signs that mean one currency in every locale, also where CLDR writes the code (de-CH)
_OWN_FORM = {("ja", "JPY"): "{}円", ("zh-CN", "CNY"): "¥{}"}


@lru_cache(maxsize=256)
def babel_locale(locale: str) -> Locale:
    """Babel's data for a locale, of its language where the region is unknown, English where that is unknown too."""
    for name in (locale, locale.split("-")[0]):
        try:
            return Locale.parse(name, sep="-")
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse("en")


def unknown(locale: str) -> str:
    """What is wrong with a locale that nobody speaks, with the one that was meant; nothing for a known one."""
    language, _, rest = locale.partition("-")
    region = rest.rpartition("-")[2]
    try:
        Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return f"unknown language '{language}' in '{locale}'"
    if (len(region) == 2 or region.isdigit()) and region not in Locale.parse("en").territories:
        return f"unknown country '{region}' in '{locale}'"
    return ""


def is_rtl(locale: str) -> bool:
    """Whether a locale is written from right to left."""
    return babel_locale(locale).text_direction == "rtl"


@lru_cache(maxsize=4_096)
def price_parts(money: Money, locale: str) -> PriceParts:
    """A price as the locale writes it, with its parts. Zero decimals are left out, as the trade does."""
    known = babel_locale(locale)
    precision = get_currency_precision(money.currency)
    amount = abs(money.amount).quantize(Decimal(1).scaleb(-precision), ROUND_HALF_UP)  # as shops round
    digits = 0 if amount == amount.to_integral_value() else precision
    language = known.language
    grouping = known.decimal_formats[None].pattern.split(";")[0].split(".")[0]  # `#,##,##0` in India
    number = format_decimal(amount, format=f"{grouping}.{'0' * digits}" if digits else grouping, locale=known,
                            decimal_quantization=False)  # fmt: skip
    separator = get_decimal_symbol(known)
    integer, _, decimals = number.partition(separator) if digits else (number, "", "")
    minus = MINUS if money.amount < 0 and amount else ""
    own = next((form for name in (language, locale) if (form := _OWN_FORM.get((name, money.currency)))), None)
    if own is not None:
        symbol = own.replace("{}", "")
        first = own.endswith("{}")
        return PriceParts(minus + own.format(number), minus + integer, decimals, symbol, first, separator)
    symbol = _symbol(money.currency, known)
    pattern = known.currency_formats["standard"]
    first = "¤" in pattern.prefix[0]
    spaced = any(space in part for part in (pattern.prefix[0], pattern.suffix[0]) for space in (NBSP, "\u202f"))
    text = minus + _written(number, symbol, first, spaced)
    return PriceParts(text, minus + integer, decimals, symbol, first, separator)


def _symbol(currency: str, locale: Locale) -> str:
    """The currency's sign as CLDR has it for the locale: several share `$`, `£`, `¥` and `kr`, and the bare sign means
    the one of the locale's own country (`CA$` in en-US, `$US` in fr-FR)."""
    return _UNSHARED.get(currency) or _MARKS.sub("", get_currency_symbol(currency, locale=locale))


def _written(number: str, symbol: str, first: bool, spaced: bool) -> str:
    gap = NBSP if spaced or (len(symbol) > 1 and symbol.isalpha()) else ""
    return f"{symbol}{gap}{number}" if first else f"{number}{gap}{symbol}"


@lru_cache(maxsize=4_096)
def percent_saving(percent: int, locale: str) -> str:
    """A saving as the trade writes it in a language: `−30 %`, `-30%`, `30%OFF`."""
    language = locale.split("-")[0]
    if language == "ja":
        return f"{percent}%OFF"
    mark = LTR_MARK if is_rtl(locale) else ""  # the sign stays before the number in a right-to-left line
    if language == "tr":
        return f"{MINUS}%{percent}"  # CLDR: the sign leads
    return f"{mark}{MINUS}{percent}%{mark}"


def date_text(value: date, locale: str, skeleton: str = "MMMMd") -> str:
    """A day in words, `30 septembre`; another CLDR skeleton may be named (`yMd`, `EEEEMMMMd`).

    Raises TypeError and ValueError with a reason for people, as do the others here."""
    if not isinstance(value, date):
        raise TypeError(f"date needs a day, like flight.end, not {told(value)}")
    return _date(value, skeleton, locale)


@lru_cache(maxsize=4096)
def _date(value: date, skeleton: str, locale: str) -> str:
    known = babel_locale(locale)
    if skeleton not in known.datetime_skeletons:
        raise ValueError(f"'{skeleton}' is not a date pattern; write it like 'yMd' or 'EEEEMMMMd'")
    text = format_skeleton(skeleton, value, locale=known)
    if known.language == "fr" and value.day == 1:
        text = re.sub(r"^1 ", "1er ", text)
    return re.sub(r"(\d\.?|1er) ", rf"\1{NBSP}", text)


def money_text(value: Money, locale: str) -> str:
    """An amount as the locale writes it."""
    if not isinstance(value, Money):
        raise TypeError(f"money needs a price, like item.price, not {told(value)}")
    return price_parts(value, locale).text


def number_text(value: Decimal | float, locale: str) -> str:
    """A number as the locale writes it."""
    try:
        return str(format_decimal(value, locale=babel_locale(locale)))
    except (TypeError, ValueError, ArithmeticError):
        raise TypeError(f"number needs a number, not {told(value)}") from None


def percent_text(value: int, locale: str) -> str:
    """A saving in percent."""
    try:
        return percent_saving(int(value), locale)
    except (TypeError, ValueError, ArithmeticError):
        raise TypeError(f"percent needs a number, like item.discount, not {told(value)}") from None


def told(value: object) -> str:
    """A value as messages name it."""
    if isinstance(value, Money):
        return f"the price {value.amount} {value.currency}"
    return "an empty value" if value is None else f"'{str(value)[:40]}'"
