"""formats: the catalogue, searched by id, family, channel, size or name."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Any

from renderer.errors import InputError, Problem, did_you_mean
from renderer.loading.catalogue import load_catalogue
from renderer.model.format import Format


def found_formats(word: str) -> list[dict[str, Any]]:
    """Formats as plain values: the one of an id, else all that match. Raises InputError where nothing is found."""
    formats = load_catalogue(Path.cwd()).formats
    if word in formats:
        return [row(formats[word])]
    found = {id_: _texts(one) for id_, one in formats.items()}
    sought = _plain(word)
    ids = [id_ for id_, texts in found.items() if any(sought in text for text in texts)]
    if not ids:  # its words, wherever they stand
        ids = [id_ for id_, texts in found.items() if all(any(one in text for text in texts) for one in sought.split())]
    rows = [row(formats[id_]) for id_ in ids]
    if not rows:
        known = [*formats, *(name for one in formats.values() for name in (*one.aliases, *one.name.values()))]
        near = did_you_mean(word, known) or "; search by family, channel, size or name; `render formats` lists all"
        raise InputError(Problem(f"no format '{word}'{near}"))
    return rows


def row(one: Format) -> dict[str, Any]:
    """A format's facts."""
    width, height = one.canvas() if one.measure() else (None, None)
    return {
        "id": one.id,
        "size": one.measure(),
        "width": width,
        "height": height,
        "unit": one.unit,
        "channel": one.channel,
        "family": one.family,
        "name_en": one.name.get("en", ""),
        "name_fr": one.name.get("fr", ""),
        "range": ["x".join(map(str, size)) for size in one.range or ()],
        "sizes": {name: "x".join(map(str, size)) for name, size in one.sizes.items()},
        "of": one.of,
        "skipped": one.no_still(),
        "scale": one.scale,
        "densities": list(one.densities),
        "status": one.status,
        "states": [
            {"name": state.name, "size": "x".join(map(str, state.size or ())), "note": state.note}
            for state in one.states
        ],
        "opens": one.opens.model_dump() if one.opens else None,
        "turns": one.turns,
        "file_types": list(one.file_types),
        "limit_kb": one.limits.still_kb(),
        "limits": one.limits.model_dump(exclude_none=True, mode="json"),
        "safe_zone": one.safe_zone.model_dump(),
        "ratios": one.ratios.model_dump() if one.ratios else None,
        "content": one.content.model_dump() if one.content else None,
        "text_limits": dict(one.text_limits),
        "details": dict(one.details),
        "aliases": list(one.aliases),
        "note": one.note,
        "source": list(one.source),
        "as_of": one.as_of.isoformat(),
        "verified": one.verified,
    }


def facts(found: dict[str, Any]) -> list[tuple[str, str]]:
    """All that is known of a format, as a person reads it; sources with their titles."""
    sources = load_catalogue(Path.cwd()).sources
    cited = [" ".join((name, *(sources.get(name, {}).get(key, "") for key in ("title", "url")))).strip()
             for name in found["source"]]  # fmt: skip
    covered = [f"{side} {round(share * 100, 2):g} %" for side, share in found["safe_zone"].items() if share]
    page, ratios, unit = found["content"], found["ratios"] or {}, "" if found["unit"] == "mm" else " px"
    further = [f"{found['id']}-{name} {size}" for name, size in found["sizes"].items()]
    told = {
        "name": found["name_en"], "nom": found["name_fr"], "channel": found["channel"], "family": found["family"],
        "size": f"{found['size']}{unit}" if found["size"] else "", "from, to": " to ".join(found["range"]),
        "sizes": "\n".join(further), "of": found["of"], "no still": found["skipped"], "status": found["status"] or "",
        "scale": f"{found['scale']:g} px for each CSS px" if found["scale"] != 1 else "",
        "densities": ", ".join(f"{density:g}x" for density in found["densities"]) if found["densities"] != [1] else "",
        "file types": ", ".join(found["file_types"]),
        "states": "\n".join(" ".join(filter(None, one.values())) for one in found["states"]),
        "html5": _OPENS[found["opens"]["how"]].format(**found["opens"]) if found["opens"] else
        "a reader turns from one product to the next" if found["turns"] else "",
        "still": _still(found),
        "limits": ", ".join(_limit(name, value) for name, value in found["limits"].items() if value),
        "safe zone": ", ".join(covered) or ("" if found["skipped"] else "nothing is covered"),
        "ratios": ", ".join(f"{name} {ratio}" for name, ratio in ratios.items()),
        "page": _page(page) if page else "",
        "texts": ", ".join(f"{name.replace('_', ' ')} {most}" for name, most in found["text_limits"].items()),
        "details": "\n".join(f"{name.replace('_', ' ')}: {value}" for name, value in found["details"].items()),
        "aliases": ", ".join(found["aliases"]), "note": found["note"], "source": "\n".join(cited),
        "as of": found["as_of"], "verified": "yes, in a primary or official source" if found["verified"] else "no",
    }  # fmt: skip
    return [(name, value) for name, value in told.items() if value]


_OPENS: dict[str, str] = {
    "push": "opens to '{to}' and pushes the page down", "expand": "opens to '{to}' over the page",
    "module": "a part of it opens to '{to}' over the page", "slide": "a bar, over which '{to}' slides in",
    "fold": "starts open, and is closed to '{to}'", "dismiss": "goes when it is closed",
    "scroll": "a film of {segments} segments at most, which a reader scrolls through",
}  # fmt: skip
"""How a reader opens or closes it."""


def _still(found: dict[str, Any]) -> str:
    if found["skipped"]:
        return ""
    return f"at most {found['limit_kb']:g} kB" if found["limit_kb"] is not None else "no limit of weight known"


def _page(page: dict[str, Any]) -> str:
    told = f"covers {page['width']} px in the middle, from {page['top']} px down"
    return f"{told}; {page['gutter']} px beside it are whole" if page["gutter"] else told


def _limit(name: str, value: Any) -> str:
    """`initial_kb: 150` as `initial 150 kB`."""
    subject, _, unit = name.rpartition("_")
    number = " or ".join(f"{one:g}" for one in value) if isinstance(value, (list, tuple)) else f"{value:g}"
    return f"{subject.replace('_', ' ')} {number} {unit.replace('kb', 'kB')}" if subject else f"{name} {number}"


def _texts(one: Format) -> list[str]:
    """What a format is found by."""
    said = (one.id, one.family, one.channel, one.measure(), one.status or "", *one.aliases, *one.name.values())
    return [_plain(text) for text in said]


def _plain(text: str) -> str:
    """Without capitals, accents and hyphens, so that `pave` finds `Pavé` and `half page` `iab/half-page`; sizes in one
    way of writing."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(sign for sign in decomposed if not unicodedata.combining(sign))
    return re.sub(r"(\d)\s*[x×]\s*(?=\d)", r"\1x", re.sub(r"[-_\s]+", " ", bare)).strip()
