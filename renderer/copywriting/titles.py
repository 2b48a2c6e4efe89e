"""Names of products out of feed titles: people put whole specifications into them."""

from __future__ import annotations

import re

from renderer.text.typography import set_typographically

LONG = 44  # characters from which a title has a short form (two lines of a rectangle; our own choice)
LEAST = 8  # that a short form has
_PAUSE = re.compile(r",\s|\s[-\u2013\u2014|/:]\s|\s\(|;\s|\s\|")


def names(title: str, locale: str) -> tuple[str, ...]:
    """A title as a name, and where it is long what stands before its first pause: `Air fryer 6 L, 10 programmes, ...`
    is `Air fryer 6 L` where there is no room for more."""
    short = shortened(title)
    return tuple(set_typographically(one, locale) for one in ((title, short) if short else (title,)))


def shortened(title: str) -> str:
    """What stands before a long title's first pause; nothing where it has none that leaves a name."""
    if len(title) <= LONG:
        return ""
    cuts = (found.start() for found in _PAUSE.finditer(title))
    return next((title[:cut].rstrip() for cut in cuts if LEAST <= cut <= LONG), "")
