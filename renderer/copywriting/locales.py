"""Prices, numbers and dates as each locale writes them (CLDR through Babel), and their parts for a price lockup."""

from __future__ import annotations

import re
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.dates import format_skeleton
from babel.numbers import (
    format_decimal,
    get_currency_precision,
    get_currency_symbol,
    get_decimal_symbol,
)
from babel.units import format_unit

from renderer.content import PriceParts
from renderer.model.feed import Money
from renderer.text.typography import MINUS, NBSP

LTR_MARK = "\u200e"
_MARKS = re.compile("[\u200e\u200f\u061c]")
_UNSHARED = {"EUR": "€"}  # signs that mean one currency in every locale, also where CLDR writes the code (de-CH)
_OWN_FORM = {("ja", "JPY"): "{}円", ("zh-CN", "CNY"): "¥{}"}
_MEASURE = re.compile(r"(?:([\d.,\u00a0\u202f]+)\s*)?(\D.*)")
_UNITS = {  # of Google's unit_pricing_measure, with what shops write for them, by their names in CLDR
    "mg": "mass-milligram", "g": "mass-gram", "gr": "mass-gram", "kg": "mass-kilogram", "kilo": "mass-kilogram",
    "oz": "mass-ounce", "lb": "mass-pound", "ml": "volume-milliliter", "cl": "volume-centiliter",
    "dl": "volume-deciliter", "l": "volume-liter", "litre": "volume-liter", "cbm": "volume-cubic-meter",
    "m3": "volume-cubic-meter", "floz": "volume-fluid-ounce", "mm": "length-millimeter", "cm": "length-centimeter",
    "m": "length-meter", "in": "length-inch", "ft": "length-foot", "yd": "length-yard",
    "sqm": "area-square-meter", "m2": "area-square-meter", "sqft": "area-square-foot",
}  # fmt: skip
_UNSPACED = frozenset(("ja", "zh"))  # languages that set a unit close to its number
LONGEST_SIGN = 4  # letters, spaces not counted: Arabic has `ملتر`, English `fl oz`; `Gramm` is a word
FINEST = 3  # decimals of a unit price: what a litre or a kilowatt-hour costs
JOINER = "\u2060"  # no line ends here


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
    precision = get_currency_precision(money.currency)
    amount = _rounded(money.amount, precision)
    return _parts(money, locale, 0 if amount == amount.to_integral_value() else precision)


def _rounded(amount: Decimal, digits: int) -> Decimal:
    """Without its sign, as shops round."""
    return abs(amount).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def _parts(money: Money, locale: str, digits: int) -> PriceParts:
    """A price with so many decimals."""
    known = babel_locale(locale)
    amount = _rounded(money.amount, digits)
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
    sign = _UNSHARED.get(currency) or _MARKS.sub("", get_currency_symbol(currency, locale=locale))
    return sign.rstrip(".") if locale.text_direction == "rtl" else sign  # beside a number its last dot is a speck


def _written(number: str, symbol: str, first: bool, spaced: bool) -> str:
    gap = NBSP if spaced or (len(symbol) > 1 and symbol.isalpha()) else ""
    return f"{symbol}{gap}{number}" if first else f"{number}{gap}{symbol}"


@lru_cache(maxsize=4_096)
def unit_price_text(money: Money, measure: str, locale: str) -> str:
    """What a measure of it costs, `16,00 €/kg`, `£2.49/100ml`: decimals stay, also zero ones; it never breaks.

    Units come in the locale's own form (CLDR); one that CLDR lacks stays as the feed wrote it."""
    finest = -int(money.amount.normalize().as_tuple().exponent)
    digits = max(get_currency_precision(money.currency), min(FINEST, finest))
    per = _measure_text(measure, babel_locale(locale))
    price = _parts(money, locale, digits).text
    return f"{price}{JOINER}/{JOINER}{per}" if per else price


def _measure_text(measure: str, locale: Locale) -> str:
    """`100 ml`, and `kg` for one of them."""
    match = _MEASURE.fullmatch(measure.strip())
    if match is None:
        return measure.strip()
    count, unit = match[1] or "1", match[2].strip()
    name = _UNITS.get(re.sub(r"[\s.]", "", unit.lower()).replace("²", "2").replace("³", "3"))
    sign = re.sub(r"\s+", NBSP, _unit_sign(name, locale) or unit if name else unit)
    gap = "" if locale.language in _UNSPACED else NBSP
    return sign if count == "1" else f"{count}{gap}{sign}"


def _unit_sign(name: str, locale: Locale) -> str:
    """A unit's sign in a locale; none where CLDR has only a word (German `Gramm`)."""
    lengths: tuple[Literal["narrow", "short"], ...] = ("narrow", "short")
    told = [format_unit(100, name, length=length, locale=locale) for length in lengths]
    signs = [_MARKS.sub("", one).replace("100", "").strip() for one in told if name not in one]
    return min((sign for sign in signs if len(sign.replace(" ", "")) <= LONGEST_SIGN), key=len, default="")


@lru_cache(maxsize=4_096)
def rating_text(stars: Decimal, reviews: int | None, locale: str) -> str:
    """A rating with the number of its reviews, `4,6 (1 234)`."""
    known = babel_locale(locale)
    told = str(format_decimal(stars.quantize(Decimal("0.1"), ROUND_HALF_UP), format="0.0", locale=known))
    return told if reviews is None else f"{told}{NBSP}({format_decimal(reviews, locale=known)})"


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
    text = re.sub(r"(\d\.?|1er) ", rf"\1{NBSP}", text)
    return re.sub(r"([^\W\d]{3}\.?) (?=\d{1,2}\b)", rf"\1{NBSP}", text)


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
