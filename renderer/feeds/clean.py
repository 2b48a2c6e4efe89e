"""Texts, addresses, dates and availabilities as feeds write them, cleaned. Nothing here raises but where it says so."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, time, timedelta

from renderer.model.feed import Availability

# Control characters, overrides of the text's direction (they can make a price or an address read as another one,
# Unicode TR 36, 3.4), byte order marks, half surrogates (they cannot be written as UTF-8) and noncharacters.
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\ufffe\uffff]"
)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_AMPERSAND = re.compile(r"&(?:(?:amp|#0{0,3}38|#x0{0,3}26);)+", re.IGNORECASE)
_HIDDEN = re.compile(r"<(script|style)\b(?:[^>]*>.*?</\1\s*>|.*\Z)|<!--.*?(?:-->|\Z)", re.DOTALL | re.IGNORECASE)
_BLOCK = re.compile(
    r"</?(?:address|article|blockquote|br|dd|div|dl|dt|h[1-6]|hr|li|ol|p|pre|section|table|td|th|tr|ul)\b[^<>]*>", re.I
)
_TAG = re.compile(r"</?[A-Za-z!?][^<>]*>")
_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")
_REFUSED_SCHEMES = frozenset(
    ["javascript", "vbscript", "livescript", "mocha", "data", "file", "blob", "about", "filesystem", "view-source",
     "feed", "jar", "mhtml", "res", "chrome", "search", "search-ms", "ms-msdt"]
)  # fmt: skip
"""Those that run code, open what lies on the viewer's machine, or wrap another address that does."""


def text(value: str) -> str:
    """A text without tags, entities (escaped once or more), control and direction-override characters.

    White space is folded to single spaces, no-break ones included: the typography of each locale sets its own again.
    """
    if "<" not in value and "&" not in value and "  " not in value and value.isprintable():
        return value.strip()
    for _ in range(3):
        if "&" not in value:
            break
        unescaped = _ENTITY.sub(lambda match: html.unescape(match[0]), value)
        if unescaped == value:
            break
        value = unescaped
    if "<" in value:
        value = _TAG.sub("", _BLOCK.sub(" ", _HIDDEN.sub(" ", value)))
    return " ".join(_UNWANTED.sub("", value).split())


def address(value: str) -> str:
    """A web address or path: trimmed, `&amp;` resolved however often it was escaped, unwanted characters removed."""
    value = value.strip()
    if "&" in value:
        value = _AMPERSAND.sub("&", value)
    if value.isascii() and value.isprintable():
        return value
    return re.sub(r"[\r\n\t]", "", _UNWANTED.sub("", value))


def refused_scheme(link: str) -> bool:
    """Whether an address would run code or open something of the viewer's machine instead of a page."""
    match = _SCHEME.match(link)
    return match is not None and match[1].lower() in _REFUSED_SCHEMES


_QUANTITY = re.compile(r"\d{1,12}(?:[.,]\d{1,6})?", re.ASCII)
_AVAILABILITIES: dict[str, Availability] = {
    **dict.fromkeys(
        ["in stock", "instock", "available", "available for order", "yes", "true", "y", "en stock", "disponible", "oui",
         "auf lager", "lieferbar", "sofort lieferbar", "verfügbar", "ja", "limited availability", "limitedavailability",
         "online only", "onlineonly", "in store only", "instoreonly", "disponibile", "op voorraad"], "in stock"),
    **dict.fromkeys(
        ["out of stock", "outofstock", "sold out", "soldout", "unavailable", "not available", "no", "false", "n",
         "discontinued", "rupture", "en rupture", "rupture de stock", "en rupture de stock", "épuisé", "indisponible",
         "non", "ausverkauft", "nicht auf lager", "nicht lieferbar", "nicht verfügbar", "nein"], "out of stock"),
    **dict.fromkeys(["preorder", "pre order", "presale", "précommande", "vorbestellung", "vorbestellbar"], "preorder"),
    **dict.fromkeys(["backorder", "back order", "sur commande", "nachbestellt"], "backorder"),
}  # fmt: skip


def availability(value: str) -> Availability:
    """An availability in the words of Google's product data specification, schema.org or a shop; or a quantity."""
    word = " ".join(value.rpartition("/")[2].replace("_", " ").replace("-", " ").lower().split())
    known = _AVAILABILITIES.get(word)
    if known is not None:
        return known
    if not _QUANTITY.fullmatch(word):
        return "unknown"
    return "in stock" if any(digit in "123456789" for digit in word) else "out of stock"


_DAY_FIRST = re.compile(r"(\d{1,2})[./](\d{1,2})[./](\d{4})(.*)", re.DOTALL)
_HOUR_ONLY_ZONE = re.compile(r"([+-]\d{2})$")


def moment(value: str, last: bool = False) -> datetime:
    """A date with or without a time: ISO 8601, or day first (`01.09.2026`). Aware: UTC where no zone is written.

    A day without a time means its first second, or its last microsecond where `last`. Raises ValueError with a reason.
    """
    written = value.strip()
    day_first = _DAY_FIRST.fullmatch(written)
    if day_first is not None:
        day, month, year, rest = day_first.groups()
        written = f"{year}-{int(month):02}-{int(day):02}{rest}"
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        raise ValueError(f"'{value[:40]}' is not a date; write it like 2026-09-01T00:00+02:00") from None
    if last and len(written) <= 10:
        found = datetime.combine(found.date(), time.max, found.tzinfo)
    if found.tzinfo is None:
        return found.replace(tzinfo=UTC)
    if abs(found.utcoffset() or timedelta()) > timedelta(hours=15):
        raise ValueError(f"'{value[:40]}' has no such time zone")
    return found


def period(value: str) -> tuple[datetime | None, datetime | None]:
    """`start/end` as Google's sale_price_effective_date writes it (ISO 8601 interval). Raises ValueError."""
    start, slash, end = value.partition("/")
    if not slash:
        start, _, end = value.partition(",")
    return period_of(start, end)


def period_of(start: str, end: str) -> tuple[datetime | None, datetime | None]:
    """A period from its two ends, either of which may be blank. Raises ValueError with a reason."""
    begins = moment(start) if start.strip() else None
    ends = moment(end, last=True) if end.strip() else None
    if begins is not None and ends is not None and ends < begins:
        raise ValueError(f"the sale ends ('{end.strip()[:40]}') before it begins ('{start.strip()[:40]}')")
    return begins, ends
