"""Texts as a person may safely be shown them: nothing in a printed line steers the terminal or forges another line."""

from __future__ import annotations

import re
import unicodedata

# Control signs (ECMA-48: they move the cursor, colour, rename the window), line and paragraph separators, the marks
# that turn the direction of writing (UAX #9, table 4), and lone halves of surrogate pairs, which no encoding has.
_ACTING = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
MOST_MARKS = 30
"""Marks and unseen signs in a row that are text: more than any language or notation needs (UAX #15, section 13)."""
_NAMED = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}


def visible(text: str) -> str:
    """A text on one line, its acting signs written as escapes: `\\n`, `\\x1b`, `\\u202e`."""
    return text if text.isprintable() and text.isascii() else _ACTING.sub(_escape, text)


def plain(value: object) -> str:
    """A value as a text on one line, for a cell or a list: white space is one space, what else acts an escape."""
    return "" if value is None else visible(" ".join(str(value).split()))


def unstacked(text: str) -> str:
    """A text without what comes after thirty marks in a row: thousands on one letter keep whoever sets it busy."""
    if len(text) <= MOST_MARKS or text.isascii():
        return text
    kept, marks = [], 0
    for sign in text:
        marks = marks + 1 if unicodedata.category(sign) in ("Mn", "Mc", "Me", "Cf") else 0
        if marks <= MOST_MARKS:
            kept.append(sign)
    return "".join(kept)


def _escape(found: re.Match[str]) -> str:
    code = ord(found[0])
    return _NAMED.get(found[0]) or (f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}")
