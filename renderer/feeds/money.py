"""Prices and numbers as feeds write them: `1 299,00 €`, `1,299.00 USD`, `€12.50`, `12€50`, `1.299,-`.

Which sign is the decimal one? Where both `.` and `,` stand, the last. Where one stands several times, none. Where one
stands once it is the decimal sign, unless exactly three digits follow and one to three digits (not a lone 0) precede:
`1.299` may be either. Then it is the decimal sign if the feed's other prices use it so (`decimal_sign`), or if the
currency has three decimals (ISO 4217: KWD, TND ...); otherwise, as in a currency without decimals, it groups thousands.
Three decimals in a currency that has two stay doubtful (`unclear`): better a row less than an ad for a thousandth.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from renderer.model.feed import Money

MAX_DIGITS = 15  # before the decimal sign: no price has more, and exports that do are broken

_ISO_4217 = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF
CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL
HRK HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD
MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN
PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY
TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWL
"""
CURRENCIES = frozenset(_ISO_4217.split())  # ISO 4217, the currencies in circulation
THREE_DECIMALS = frozenset(["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"])
_NO_DECIMALS = frozenset(
    ["BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF", "XOF", "XPF"]
)
_DOLLARS = "ARS AUD BBD BMD BND BSD BZD CAD CLP COP FJD HKD JMD MXN NAD NZD SGD TTD TWD UYU XCD"
# A sign that several currencies share means the feed's currency where that is one of them, else the first here; where
# the first is empty it cannot be told.
_SIGNS: dict[str, tuple[str, ...]] = {
    "€": ("EUR",),
    "$": ("USD", *_DOLLARS.split()),
    "£": ("GBP", "EGP", "FKP", "GIP", "LBP", "SHP", "SYP"),
    "¥": ("JPY", "CNY"),
    "￥": ("JPY", "CNY"),
    "円": ("JPY",),
    "元": ("CNY",),
    "kr": ("", "DKK", "ISK", "NOK", "SEK"),
    "kr.": ("", "DKK", "ISK", "NOK", "SEK"),
    "us$": ("USD",),
    "ca$": ("CAD",),
    "c$": ("CAD",),
    "a$": ("AUD",),
    "au$": ("AUD",),
    "nz$": ("NZD",),
    "hk$": ("HKD",),
    "s$": ("SGD",),
    "r$": ("BRL",),
    "fr.": ("CHF",),
    "sfr.": ("CHF",),
    "zł": ("PLN",),
    "kč": ("CZK",),
    "ft": ("HUF",),
    "lei": ("RON",),
    "лв": ("BGN",),
    "лв.": ("BGN",),
    "₹": ("INR",),
    "₺": ("TRY",),
    "tl": ("TRY",),
    "₽": ("RUB",),
    "₴": ("UAH",),
    "₪": ("ILS",),
    "₩": ("KRW",),
    "원": ("KRW",),
    "฿": ("THB",),
    "₫": ("VND",),
    "₱": ("PHP",),
    "₦": ("NGN",),
    "د.إ": ("AED",),
    "ر.س": ("SAR",),
    "dh": ("", "AED", "MAD"),
    "euro": ("EUR",),
    "euros": ("EUR",),
}
_TAX = re.compile(r"(?i)(?:\s*\*+|\s+(?:ttc|tvac|brutto|(?:inkl|incl)\.?\s*(?:mwst|ust|vat|tax|btw|tva)\.?))$")
"""What follows a price that a customer pays in full."""
_PLAIN = re.compile(r"(\d{1,15}(?:\.(?:\d{1,2}|\d{4}))?)(?: ([A-Z]{3}))?", re.ASCII)
_PRICE = re.compile(
    r"(?P<minus>[-−])?\s*(?P<before>[^\d\s,.'’-][^\d]*?)?\s*(?P<minus2>[-−])?(?P<number>[.,]?\d[\d.,'’ ]*)"
    r"(?P<whole>[-–—]{1,2})?\s*(?P<after>[^\d\s-][^\d]*)?"
)
_MIDDLE = re.compile(r"(\d[\d '’]*)\s*([€£$])\s*(\d{2})")  # 12€50
_SPACED = re.compile(r"[ '’]")
_BY_THREE = re.compile(r"\d{1,3}(?:[ '’]\d{3})+(?:[.,]\d*)?$")
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\t": " ", "٫": ".", "٬": "'"})
_NOTHING = frozenset(["", "-", "–", "—", "n/a", "na", "none", "null", "nil", "nan", "k.a.", "n.c."])


class Number(str):
    """Text that was a number in its file (JSON), whose decimal sign is `.` without doubt."""

    __slots__ = ()


def blank(text: str) -> bool:
    """Whether a cell says that there is no value: empty, `-`, `n/a`, `null` ..."""
    return not text or text.strip().lower() in _NOTHING


def parse_number(text: str, decimal_sign: str = "", currency: str = "") -> Decimal:
    """A plain number with any decimal sign and thousands grouping. Raises ValueError with a reason."""
    digits = text.translate(_SPACES).strip()
    negative = digits[:1] in ("-", "−")
    digits = digits.lstrip("-−").strip()
    if _SPACED.search(digits):
        if not _BY_THREE.match(digits):
            raise ValueError(f"'{_short(text)}' is not a number")
        digits = _SPACED.sub("", digits)
    if isinstance(text, Number):
        return _decimal(digits, negative, text)
    comma, point = digits.rfind(","), digits.rfind(".")
    if comma >= 0 and point >= 0:
        digits = _split(digits, max(comma, point), text)
    elif comma >= 0 or point >= 0:
        sign, at = (",", comma) if comma >= 0 else (".", point)
        if digits.count(sign) > 1 or _groups(digits, at, sign, decimal_sign, currency):
            digits = _grouped(digits, sign, text)
        else:
            digits = digits.replace(",", ".")
    return _decimal(digits, negative, text)


def _split(digits: str, at: int, text: str) -> str:
    """Digits with both signs: the last is the decimal one, the other groups, unless the last too stands twice."""
    other = "." if digits[at] == "," else ","
    if digits.count(digits[at]) > 1:
        raise ValueError(f"'{_short(text)}' is not a number")
    return _grouped(digits[:at], other, text) + "." + digits[at + 1 :]


def _grouped(digits: str, sign: str, text: str) -> str:
    first, *groups = digits.split(sign)
    indian = [len(group) for group in groups[:-1]] == [2] * (len(groups) - 1)  # 1,23,456.00
    if not 1 <= len(first) <= 3 or not groups or len(groups[-1]) != 3:
        raise ValueError(f"'{_short(text)}' is not a number")
    if not indian and any(len(group) != 3 for group in groups):
        raise ValueError(f"'{_short(text)}' is not a number")
    return first + "".join(groups)


def _ambiguous(digits: str, at: int) -> bool:
    return len(digits) - at - 1 == 3 and 1 <= at <= 3 and digits[:at].strip("0") != ""


def _groups(digits: str, at: int, sign: str, decimal_sign: str, currency: str) -> bool:
    if not _ambiguous(digits, at) or currency in THREE_DECIMALS:
        return False
    return sign != decimal_sign or currency in _NO_DECIMALS


def _decimal(digits: str, negative: bool, text: str) -> Decimal:
    whole, _, rest = digits.partition(".")
    if not (whole + rest).isdecimal() or len(whole.lstrip("0")) > MAX_DIGITS:
        raise ValueError(f"'{_short(text)}' is not a number")
    rest = rest if len(rest) <= 4 else _fourth(whole, rest)
    value = Decimal(f"{whole or 0}.{rest}") if rest else Decimal(whole)
    return -value if negative else value


def _fourth(whole: str, rest: str) -> str:
    """Decimals past the fourth are what binary fractions leave behind (19.990000000000002)."""
    rounded = round(Decimal(f"0.{rest[:30]}"), 4)
    return f"{rounded:f}".partition(".")[2].rstrip("0") if rounded < 1 else rest[:4]


def parse_money(text: str, currency: str = "", decimal_sign: str = "") -> Money:
    """A price and its currency; `currency` is used where the text names none. Negative amounts are returned as such.

    Raises ValueError with a reason fit for a person: no number, an unknown currency, none at all.
    """
    plain = _PLAIN.fullmatch(text)
    if plain is not None and not (plain[2] is None and not currency):
        return Money(Decimal(plain[1]), _code(plain[2], currency, text) if plain[2] else currency)
    spaced = _TAX.sub("", text.translate(_SPACES).strip())
    if len(spaced) > 60:
        raise ValueError(f"'{_short(text)}' is not a price")
    middle = _MIDDLE.fullmatch(spaced)
    if middle is not None:
        spaced = f"{middle[1]}.{middle[3]} {middle[2]}"
        decimal_sign = "."
    match = _PRICE.fullmatch(spaced)
    if match is None or (match["before"] and match["after"] and not _agree(match["before"], match["after"])):
        raise ValueError(f"'{_short(text)}' is not a price")
    named = match["after"] or match["before"]
    found = _code(named.strip(), currency, text) if named else currency
    if not found:
        raise ValueError(f"the price '{_short(text)}' names no currency; set feed.currency")
    number = match["number"].strip().rstrip(".,")
    digits = Number(number) if isinstance(text, Number) else number
    amount = parse_number(digits, decimal_sign, found)
    return Money(-amount if match["minus"] or match["minus2"] else amount, found)


def _agree(sign: str, code: str) -> bool:
    """`$` and `CAD`, as in `$12.00 CAD`."""
    return code.strip().upper() in _SIGNS.get(sign.strip().lower(), ())


def _code(name: str, currency: str, text: str) -> str:
    """The ISO code that a code or a sign means."""
    if name.upper() in CURRENCIES:
        return name.upper()
    codes = _SIGNS.get(name.lower())
    if codes is None:
        raise ValueError(f"'{_short(text)}' is not a price: '{_short(name)}' is not a currency")
    if currency and currency in codes:
        return currency
    if not codes[0]:
        raise ValueError(f"'{name}' in '{_short(text)}' may be {' or '.join(codes[1:])}; set feed.currency")
    return codes[0]


def decimal_sign(texts: Iterable[str]) -> str:
    """The decimal sign that most of the unambiguous prices use, or nothing where none tells or as many tell another."""
    votes: Counter[str] = Counter()
    for text in texts:
        found = re.search(r"\d[\d.,'’\s]*", text)
        digits = re.sub(r"[\s'’]", "", found[0]).rstrip(".,") if found else ""
        at = max(digits.rfind(","), digits.rfind("."))
        if at < 0 or digits.count(digits[at]) > 1:
            continue
        both = "," in digits and "." in digits
        if both or not _ambiguous(digits, at):
            votes[digits[at]] += 1
    return "" if votes["."] == votes[","] else max(votes, key=lambda sign: votes[sign])


def doubtful(text: str) -> bool:
    """Whether a price may as well be a thousand times as much: `12.990`, where no other price tells."""
    match = _PRICE.fullmatch(text.translate(_SPACES).strip())
    digits = match["number"].strip().rstrip(".,") if match else ""
    at = max(digits.rfind(","), digits.rfind("."))
    return at > 0 and digits.count(digits[at]) == 1 and digits[:at].isdecimal() and _ambiguous(digits, at)


def unclear(text: str, money: Money) -> str:
    """Why a price that was read with three decimals may be another: '' where it may not.

    For feeds whose decimal sign was only seen in their other prices: `1,299 €` among `12,50 €`."""
    thousandths = money.amount.as_tuple().exponent == -3 and money.currency not in THREE_DECIMALS | _NO_DECIMALS
    if not thousandths or isinstance(text, Number) or not doubtful(text):
        return ""
    cents = money.amount.quantize(Decimal("0.01"), ROUND_HALF_UP)
    return (
        f"'{_short(text)}' may mean {money.amount * 1000:.0f} or {cents}: "
        "write it with two decimals, or set feed.decimal"
    )


def currency_named(text: str) -> str:
    """The currency that a column's header names in parentheses or behind its words: `Prix (€)`, `price_eur`."""
    found = re.search(r"\(([^()]+)\)\s*$", text) or re.search(r"[\s_-]([A-Za-z]{3})\s*$", text)
    if found is None:
        return ""
    try:
        return _code(found[1].strip(), "", text)
    except ValueError:
        return ""


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:37] + "..."
