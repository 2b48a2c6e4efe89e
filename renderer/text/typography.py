"""Local typography: the spaces, quotes and signs each language wants.

Sources: Imprimerie nationale, Lexique des règles typographiques (2002), "Ponctuation" and "Nombres" for French;
CLDR for number spacing; look book, sections 3 and 4. Applied to copy and feed texts before they are shaped.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from renderer.visible import unstacked

NBSP, NNBSP, MINUS, APOSTROPHE, LTR_MARK = "\u00a0", "\u202f", "\u2212", "\u2019", "\u200e"

_UNITS = (
    r"(?:kg|g|mg|l|L|ml|mL|cl|cm|mm|m|km|W|kW|V|Hz|GHz|Go|To|GB|TB|min|h|s"
    r"|bars?|ans?|mois|jours?|years?|Jahre?|tasses?)"
)
_NUMBER_UNIT = re.compile(rf"(\d) ({_UNITS})\b|(\d)(kg|mg|ml|mL|cl|cm|mm|km|L|W|kW|V|Hz|GHz|Go|To|GB|TB)\b")
_POINT = re.compile(rf"(?<![\d.,])(\d{{1,4}})\.(\d{{1,2}})(?=[ \u00a0]?{_UNITS}\b)")
_COMMA_DECIMALS = frozenset((
    "be", "bg", "ca", "cs", "da", "de", "el", "es", "et", "eu", "fi", "fr", "gl", "hr", "hu", "is", "it", "lt", "lv",
    "mk", "nb", "nl", "nn", "no", "pl", "pt", "ro", "ru", "sk", "sl", "sr", "sv", "tr", "uk",
))  # fmt: skip
"""Languages that write decimals after a comma, with regions that do not (CLDR 46)."""
_POINT_DECIMALS = frozenset(("de-CH", "de-LI", "es-MX", "es-US", "fr-CH", "it-CH"))
_SPACED_DASH = re.compile(r"(?<=[^\s\d]) +[-–] +(?=\S)|(?<=\d) +[-–] +(?=[^\s\d])|(?<=\S) +—(?= +\S)")
_YEARS = re.compile(r"(?<!\w)['‘](?=\d\ds\b|n['’])|(?<=\bn)'(?=\s)")
_SPACES = re.compile("[ \u00a0\u202f]")
_THOUSANDS = re.compile(r"(?<![\d.,])\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?![\d])")
_NEGATIVE = re.compile(r"(?<![^\s(\[«„“\u200e])-(?=\d)")  # a sign at a word's start, not a hyphen, a range or a path
_INNER_APOSTROPHE = re.compile(r"(?<=[^\W\d])'(?=\w)|(?<=\d)'(?=[^\W\d])")  # 5'10 is a measure
_AFTER = r"(?=[\s)\]»”\"’]|$)"
_FR_HIGH_SPACED = re.compile(rf"(?<=[^\s;!?])[ \u00a0\u202f]+([;!?]+){_AFTER}")
_FR_HIGH = re.compile(rf"(?<=[^\s;!?])[ \u00a0\u202f]*([;!?]+){_AFTER}")
_FR_COLON = re.compile(r"(?<=\S)[ \u00a0\u202f]+:(?=\s|$)|(?<=[\w)\]»%]):(?=\s|$)")
_FR_OPEN = re.compile(r"«[ \u00a0\u202f]*")
_FR_CLOSE = re.compile(r"[ \u00a0\u202f]*»")
_FR_EURO = re.compile(r"(?<=\d)[ \u202f]?€(?!\d)")
_PERCENT = re.compile(r"(?<=\d)[ \u00a0\u202f]?%(?!\w)")  # not the %20 of an address
_CURRENCY_AFTER = re.compile(r"(?<=\d) (?=(?:[€$£¥]|CHF\b|EUR\b)(?! ?\d))")
_SIGN_RTL = re.compile(r"(?<!\S)\u2212(?=\d)")
_SPACED_PERCENT = frozenset(
    ("be", "ca", "cs", "da", "de", "es", "fi", "gl", "hr", "lt", "mk", "nb", "nn", "no", "ro", "ru", "sk", "sl", "sv")
)
"""Languages that write `30 %`, and regions of theirs that do not (CLDR; a test compares them with Babel's data)."""
_TIGHT_PERCENT = frozenset(("de-CH", "de-LI", "es-MX", "es-US"))
_QUOTES = {
    "cs": "„“", "da": "“”", "de": "„“", "en": "“”", "es": "«»", "fi": "””", "fr": "«»", "hu": "„”", "it": "«»",
    "nb": "«»", "nl": "“”", "pl": "„”", "pt": "“”", "ro": "„”", "ru": "«»", "sk": "„“", "sv": "””", "uk": "«»",
}  # fmt: skip
"""Opening and closing quotation marks (CLDR 46, delimiters)."""
_STRAIGHT = re.compile(r'(?<![^\s(\[])"(?=\S)([^"]*[^"\s])"(?![\w"])')
"""A pair around words; the sign in 24" is a measure."""
_RTL = frozenset(("ar", "fa", "he", "ur"))
_LONE_WORDS = {
    "fr": "à au aux ce ces d’ de des du en et l’ la le les ma mon ou par pour sa se ses son sur ta ton un une vos votre"
    " y avec chez dans dès jusqu’au jusqu’aux jusqu’à sans sous vers",
    "en": "a an and at by for from in my of on or our the to until up with your",
    "de": "ab am an auf aus bei bis das dem den der des die ein eine einen für im"
    " in ins mit nur ob oder ohne so um und vom von zu zum zur",
    "es": "a al con de del el en la las los o para por su un una y",
    "it": "a al alla con da dal del della di e gli i il in la le lo o per su un una",
    "nl": "aan de een en het in met of op te tot uit van voor",
    "pt": "a ao as com da das de do dos e em na no o os ou para por seu sua um uma",
    "pl": "a i o u w we z ze do na od po za dla lub oraz nie",
    "cs": "a i k ke o s se u v ve z ze do na od po pro za nebo",
    "sk": "a i k ku o s so u v vo z zo do na od po pre za alebo",
    "ru": "а в во и из за к ко на не о об от по с со у для или до под при",
    "uk": "а в у і й з із зі за на не о об від до по та для або під при",
    "el": "η ο οι τα την τη της το τον του των και με για σε από στη στην στο στον",
    "ro": "a al ai cu de din în la o pe pentru și sau un",
    "hu": "a az és egy is vagy",
    "sv": "av en ett för i med och på till",
    "da": "af at en et for i med og på til",
    "nb": "av en et for i med og på til",
}
_COUNT = re.compile(r"[+~\u2212-]?(?:\d{1,3}(?:[.,\u00a0\u202f]\d{3})*(?:[.,]\d{1,2})?|(?!19|20)\d{4,6})")
"""A number that counts what follows it, thousands and decimals in any language's form; no year."""
_WEAK = {language: frozenset(words.split()) for language, words in _LONE_WORDS.items()}


@lru_cache(maxsize=4_096)
def set_typographically(text: str, locale: str) -> str:
    """The text with the locale's own spaces, quotes, apostrophes and minus signs; meaning and words unchanged.

    It is bounded for whoever shapes it: the time that finding its letters takes grows with the square of the marks
    that stand in a row."""
    text = unstacked(text)
    language = locale.split("-")[0]
    if '"' in text and language in _QUOTES:
        marks = _QUOTES[language]
        text = _STRAIGHT.sub(rf"{marks[0]}\1{marks[1]}", text)
    text = _INNER_APOSTROPHE.sub(APOSTROPHE, _YEARS.sub(APOSTROPHE, text))
    text = _SPACED_DASH.sub(lambda found: f"{NBSP}—" if "—" in found[0] else f"{NBSP}– ", text)
    text = _NEGATIVE.sub(MINUS, text)
    if language in _COMMA_DECIMALS and locale not in _POINT_DECIMALS:
        text = _POINT.sub(r"\1,\2", text)  # a measure: no date, no version, no price
    text = _NUMBER_UNIT.sub(lambda found: NBSP.join(part for part in found.groups() if part), text)
    if language == "fr":
        text = _french(text, locale.endswith("-CA"))
    elif language in _SPACED_PERCENT and locale not in _TIGHT_PERCENT:
        text = _PERCENT.sub(f"{NBSP}%", text)
    elif language in _RTL:
        text = _SIGN_RTL.sub(f"{LTR_MARK}{MINUS}", text)  # the sign stays before its number
    return _CURRENCY_AFTER.sub(NBSP, text)


def _french(text: str, canada: bool) -> str:
    """Canada spaces numbers and quotation marks by a full no-break space, and `; ! ?` only where it was written so
    (Office québécois de la langue française, "Espacement avant et après les signes de ponctuation")."""
    space = NBSP if canada else NNBSP
    text = _FR_CLOSE.sub(f"{space}»", _FR_OPEN.sub(f"«{space}", text))
    text = (_FR_HIGH_SPACED if canada else _FR_HIGH).sub(rf"{NNBSP}\1", text)
    text = _FR_COLON.sub(f"{NBSP}:", text)
    text = _THOUSANDS.sub(lambda found: _SPACES.sub(space, found[0]), text)
    text = _FR_EURO.sub(f"{NBSP}€", text)
    return _PERCENT.sub(f"{space}%", text)


def capitals(text: str, locale: str) -> str:
    """The text in capitals: Turkish keeps its dots, Greek drops its accents, signs without capitals stay."""
    language = locale.split("-")[0]
    if language in ("tr", "az"):
        text = text.replace("i", "\u0130")
    if language == "el":
        plain = (one for one in unicodedata.normalize("NFD", text) if one != "\u0301")
        text = unicodedata.normalize("NFC", "".join(plain))
    return text.upper()


def binds_forward(word: str, language: str) -> bool:
    """Whether a word should not end a line: an article, a preposition, a lone number before what it counts."""
    bare = word.rstrip().casefold()
    return bare in ("&", "+") or bare in _WEAK.get(language, frozenset()) or bool(_COUNT.fullmatch(bare))
