"""Where a click leads: what may be in an address, and what is one."""

from __future__ import annotations

import re
from urllib.parse import quote

_ILLEGAL = re.compile(r'[\x00-\x20\x7f"<>\\^`|]|[^\x00-\x7f]+')
_HOST = re.compile(r"(?<=://)[^/?#]+")
_LINK_FIRST = re.compile(r"\s*(\{\{-?\s*item\.link\s*-?\}\})\s*[?&](.*)", re.DOTALL)
_ADDRESS = re.compile(r"https?://[^\s/?#]|(?!https?:)[a-z][a-z0-9+-]+:\S", re.IGNORECASE)
_HOST_NAME = r"(?![0-9.]*(?<![0-9])0[0-9])[a-z0-9][a-z0-9._-]*|\[[0-9a-f:.]+\]"  # no part of a number begins with 0
_WEB = re.compile(rf"https?://(?:{_HOST_NAME})(?::([0-9]{{1,5}}))?(?:[/?#]|$)", re.IGNORECASE)
_BEHIND_NAME = re.compile(r"[^/?#]*//[^/?#]*@")
_MACRO = ("%", "$", "[", "{")
"""How ad servers' macros begin, which they replace by an address or its beginning."""
_ENCODED = re.compile(r"%(?:[0-9A-F]{2}|[0-9][0-9a-f])")
"""An encoded sign, which begins no address: macros after one percent are words in small letters (`%eaid!`, `%u`)."""


def escaped(text: str) -> str:
    """An address in the characters that one may have (RFC 3986, section 2): a host's letters by IDNA (RFC 3490), others
    as percents of their UTF-8. Ad servers' macros and what is encoded already stay."""
    if not text.isascii():
        text = _HOST.sub(_ascii_host, text, count=1)
    return _ILLEGAL.sub(lambda found: quote(found[0], safe=""), text)


def _ascii_host(found: re.Match[str]) -> str:
    try:
        return found[0].encode("idna").decode()
    except UnicodeError:  # no name of a host: left to be escaped
        return found[0]


def link_and_parameters(pattern: str) -> tuple[str, str] | None:
    """A pattern that is the item's link with parameters behind it, in these two parts; None for any other."""
    found = _LINK_FIRST.fullmatch(pattern)
    return (found[1], found[2]) if found else None


def with_parameters(link: str, parameters: str) -> str:
    """A link with further parameters: after those it has, before its fragment (RFC 3986, section 3)."""
    if not link or not parameters:
        return link
    page, hash_, fragment = link.partition("#")
    between = "" if page.endswith(("?", "&")) else "&" if "?" in page else "?"
    return f"{page}{between}{parameters}{hash_}{fragment}"


def is_address(text: str) -> bool:
    """Whether it says where to go by itself: with a scheme and, on the web, a host, or as an ad server's macro."""
    return (text.startswith(_MACRO) and not _ENCODED.match(text)) or _ADDRESS.match(text) is not None


def on_web(text: str) -> bool:
    """Whether an address (escaped) leads to a page on the web that it names plainly: http: or https:, a host without
    credentials before it, which make one host look like another, and a port that there is."""
    found = _WEB.match(text)
    return found is not None and int(found[1] or 0) < 65536


def hides_host(text: str) -> bool:
    """Whether an address (escaped) has credentials before its host, also behind an ad server's macro: what stands there
    is read as the host (RFC 3986, section 7.6)."""
    return _BEHIND_NAME.match(text) is not None


def begins_wrong(pattern: str) -> bool:
    """Whether a pattern begins with what no address can begin with, whatever its expressions become."""
    begun = pattern.strip().partition("{")[0]
    return bool(begun) and ":" not in begun and not begun.startswith(_MACRO)
