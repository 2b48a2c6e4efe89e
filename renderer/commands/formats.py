"""formats: the catalogue, searched by id, family, channel, size or name."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Any

from renderer.errors import InputError, Problem, did_you_mean
from renderer.loading.catalogue import load_catalogue
from renderer.model.format import Format


def found_formats(word: str) -> list[dict[str, Any]]:
    """Formats as plain values; every one for an empty word. Raises InputError where nothing is found."""
    formats = load_catalogue(Path.cwd()).formats
    rows = [row(one) for one in formats.values() if _matches(one, _plain(word))]
    if not rows:
        known = [*formats, *(name for one in formats.values() for name in (*one.aliases, *one.name.values()))]
        raise InputError(Problem(f"no format '{word}'{did_you_mean(word, known)}"))
    return rows


def row(one: Format) -> dict[str, Any]:
    """A format's facts."""
    width, height = one.canvas()
    return {
        "id": one.id,
        "size": f"{width}x{height}",
        "width": width,
        "height": height,
        "channel": one.channel,
        "family": one.family,
        "name_en": one.name.get("en", ""),
        "name_fr": one.name.get("fr", ""),
        "limit_kb": one.limits.still_kb(),
        "limits": one.limits.model_dump(exclude_none=True, mode="json"),
        "safe_zone": one.safe_zone.model_dump(),
        "aliases": list(one.aliases),
        "note": one.note,
        "source": list(one.source),
        "as_of": one.as_of.isoformat(),
        "verified": one.verified,
    }


def _matches(one: Format, word: str) -> bool:
    size = "x".join(str(side) for side in one.canvas())
    texts = (one.id, one.family, one.channel, size, *one.aliases, *one.name.values())
    return any(word in _plain(text) for text in texts)


def _plain(text: str) -> str:
    """Without capitals and accents, so that `pave` finds `Pavé`."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
