"""Where a click leads: what may be in an address, and what is one."""

from __future__ import annotations

import re
from urllib.parse import quote

_ILLEGAL = re.compile(r'[\x00-\x20"<>\\^`|]')
_ADDRESS = re.compile(r"https?://[^\s/?#]|(?!https?:)[a-z][a-z0-9+-]+:\S", re.IGNORECASE)
_MACRO = ("%", "$", "[", "{")
"""How ad servers' macros begin, which they replace by an address or its beginning."""


def escaped(text: str) -> str:
    """An address without the characters that none may have (RFC 3986, section 2); ad servers' macros stay."""
    return _ILLEGAL.sub(lambda found: quote(found[0], safe=""), text)


def is_address(text: str) -> bool:
    """Whether it says where to go by itself: with a scheme and, on the web, a host, or as an ad server's macro."""
    return text.startswith(_MACRO) or _ADDRESS.match(text) is not None


def begins_wrong(pattern: str) -> bool:
    """Whether a pattern begins with what no address can begin with, whatever its expressions become."""
    begun = pattern.strip().partition("{")[0]
    return bool(begun) and ":" not in begun and not begun.startswith(_MACRO)
