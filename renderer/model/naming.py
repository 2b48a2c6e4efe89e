"""The naming pattern of a campaign: what its files are called when they leave the house.

`{campaign}_{format}_{locale}_{item}_{width}x{height}`: words and fields in braces; the file's type is added to it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from renderer.errors import choices
from renderer.model.base import quoted, wrong

FIELDS = ("campaign", "format", "item", "width", "height", "locale", "language", "segment", "placement", "message",
          "arm", "start", "end", "brand", "channel", "family")  # fmt: skip
MAX_WORDS = 100
"""Characters of a pattern beside its fields."""
MAX_NAME = 150
"""Characters of a name: with folders of a usual depth it stays within the 260 of a path that Windows takes."""
DEVICES = frozenset(
    ("con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10)))
)
"""Names that Windows gives to devices."""
_SIGNS = "-_.+=,@()~! "
_TYPES = re.compile(r"\.(jpe?g|png|gif|webp|avif|svg|mp4|webm|html?|zip)$", re.IGNORECASE)
_FIELD = re.compile(r"\{([^{}]*)\}")
_ENDS = "-_. "
"""What stands between the parts of a name: it goes with a field that is empty."""


def checked(pattern: str) -> str:
    """The pattern itself. Raises a validation error for one that cannot name files everywhere."""
    if "{{" in pattern or "}}" in pattern:
        raise wrong("a field stands in one pair of braces: {item}, not {{ item }}")
    words = _FIELD.sub(lambda field: "\0" * len(field[0]), pattern)
    for sign, what in (("{", "is never closed"), ("}", "closes nothing")):
        if sign in words:
            raise wrong(f"{quoted(pattern)}: the brace at character {words.index(sign) + 1} {what}")
    for name in _FIELD.findall(pattern):
        if name not in FIELDS:
            raise wrong(f"{quoted('{' + name + '}')} is no field of a name{choices(name, FIELDS)}")
    _check_words(pattern, words)
    return pattern


def _check_words(pattern: str, words: str) -> None:
    """What stands beside the fields (each a NUL in `words`): only what disks, ad servers and addresses all take."""
    for place, (sign, word) in enumerate(zip(pattern, words, strict=True), 1):
        if word == "\0" != sign:
            continue  # within a field
        if sign in "/\\":
            raise wrong(f"{quoted(pattern)}: '{sign}' at character {place}: this names files; their folder is the key")
        if not (sign.isascii() and sign.isalnum()) and sign not in _SIGNS:
            signs = " ".join(_SIGNS.strip())
            raise wrong(f"{quoted(pattern)}: '{sign}' at character {place} is refused by some disk or ad server: "
                        f"use letters A to Z, digits, blanks and {signs}")  # fmt: skip
    plain = words.replace("\0", "")
    if len(plain) > MAX_WORDS:
        raise wrong(f"has {len(plain)} characters beside its fields; it may have {MAX_WORDS}")
    if not pattern or not (words[0] in "\0_(" or words[0].isalnum()):
        raise wrong(f"{quoted(pattern)}: a name begins with a letter, a digit, '_', '(' or a field")
    if found := _TYPES.search(pattern):
        raise wrong(f"{quoted(pattern)}: leave '{found[0]}' out: the file's type is added to the name")
    if words.partition(".")[0].lower() in DEVICES:
        raise wrong(f"{quoted(pattern)}: Windows keeps names that begin with '{words.partition('.')[0]}' for devices")


@lru_cache(maxsize=16)
def parts(pattern: str) -> tuple[tuple[str, str], ...]:
    """The pattern as words, each with the field behind them ('' at the end)."""
    pieces = _FIELD.split(pattern)
    return tuple(zip(pieces[::2], [*pieces[1::2], ""], strict=True))


@lru_cache(maxsize=16)
def fields(pattern: str) -> frozenset[str]:
    """The fields that it names."""
    return frozenset(field for _, field in parts(pattern)) - {""}


def filled(pattern: str, values: Mapping[str, str]) -> str:
    """The name that a checked pattern gives. A field that is empty takes the sign before it along."""
    name = ""
    for words, field in parts(pattern):
        value = values[field] if field else ""
        name += words if value or not field else words.rstrip(_ENDS)
        name += value
    return name.strip(_ENDS)
