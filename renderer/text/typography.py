"""Local typography: the spaces, quotes and signs each language wants.

Sources: Imprimerie nationale, Lexique des règles typographiques (2002), "Ponctuation" and "Nombres" for French;
CLDR for number spacing; look book, sections 3 and 4. Applied to copy and feed texts before they are shaped.
"""

from __future__ import annotations

import re
from functools import lru_cache

NBSP, NNBSP, MINUS, APOSTROPHE = "\u00a0", "\u202f", "\u2212", "\u2019"

_UNITS = r"(?:kg|g|mg|l|L|ml|mL|cl|cm|mm|m|km|W|kW|V|Hz|GHz|Go|To|GB|TB|min|h|s|bars?|ans?|mois|jours?|years?|Jahre?|tasses?)"
_NUMBER_UNIT = re.compile(rf"(\d) ({_UNITS})\b")
_THOUSANDS = re.compile(r"(?<=\d) (?=\d{3}(?!\d))")
_NEGATIVE = re.compile(r"(?<![\w-])-(?=\d)")
_INNER_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_FR_HIGH = re.compile(r"(?<=[^\s;!?])[ \u00a0\u202f]*([;!?]+)(?=\s|$|»)")
_FR_COLON = re.compile(r"(?<=\w)[ \u00a0\u202f]+:(?=\s|$)|(?<=[^\W\d]):(?= |$)")
_FR_OPEN = re.compile(r"«[ \u00a0\u202f]*")
_FR_CLOSE = re.compile(r"[ \u00a0\u202f]*»")
_PERCENT = re.compile(r"(?<=\d)[ \u00a0]?%")
_CURRENCY_AFTER = re.compile(r"(?<=\d) (?=[€$£¥]|CHF\b|EUR\b)")
_LONE_WORDS = {
    "fr": "à au aux ce ces d’ de des du en et l’ la le les ma mon ou par pour sa se ses son sur ta ton un une vos votre y",
    "en": "a an and at by for from in my of on or our the to up with your",
    "de": "am an auf aus das dem den der des die ein eine einen für im in ins mit ob oder so um und vom von zu zum zur",
    "es": "a al con de del el en la las los o para por su un una y",
    "it": "a al alla con da dal del della di e gli i il in la le lo o per su un una",
    "nl": "aan de een en het in met of op te tot uit van voor",
}
_WEAK = {language: frozenset(words.split()) for language, words in _LONE_WORDS.items()}


@lru_cache(maxsize=20_000)
def set_typographically(text: str, locale: str) -> str:
    """The text with the locale's own spaces, apostrophes and minus signs; meaning and words unchanged."""
    language = locale.split("-")[0]
    text = _INNER_APOSTROPHE.sub(APOSTROPHE, text)
    text = _NEGATIVE.sub(MINUS, text)
    text = _NUMBER_UNIT.sub(rf"\1{NBSP}\2", text)
    if language == "fr":
        text = _french(text, NBSP if locale.endswith("-CA") else NNBSP)
    elif language in ("de", "es", "sv", "nb", "da", "fi", "cs", "ru"):
        text = _PERCENT.sub(f"{NBSP}%", text)
    return _CURRENCY_AFTER.sub(NBSP, text)


def _french(text: str, narrow: str) -> str:
    text = _FR_HIGH.sub(rf"{narrow}\1", text)
    text = _FR_COLON.sub(f"{NBSP}:", text)
    text = _FR_CLOSE.sub(f"{narrow}»", _FR_OPEN.sub(f"«{narrow}", text))
    text = _THOUSANDS.sub(NNBSP, text)
    return _PERCENT.sub(f"{NNBSP}%", text)


def binds_forward(word: str, language: str) -> bool:
    """Whether a word should not end a line: an article, a preposition, a lone number before what it counts."""
    bare = word.rstrip().casefold()
    return bare in _WEAK.get(language, frozenset()) or (bare.isdigit() and len(bare) < 4)
