"""Which palette role a design token means, read from its name: the token format itself does not say."""

from __future__ import annotations

import re
from typing import NamedTuple

_BRANDISH = {
    "primary": "primary", "brand": "primary", "main": "primary",
    "secondary": "secondary",
    "accent": "accent", "highlight": "accent", "tertiary": "accent",
    "price": "price",
    "sale": "saving", "saving": "saving", "discount": "saving", "promo": "saving",
    "danger": "saving", "error": "saving", "destructive": "saving",
}  # fmt: skip
_EXACT_SAVING = {"sale", "saving", "discount", "promo"}
_GROUND = {"background", "bg", "surface", "ground", "canvas", "paper", "page"}
_TEXT = {"text", "foreground", "fg", "ink", "content", "contrast"}
_ELSEWHERE = {
    "border", "icon", "link", "shadow", "outline", "divider", "overlay", "focus", "hover", "disabled", "active",
    "pressed", "visited", "chart", "gradient", "input", "scrim", "stroke", "ring", "inverse", "inverted", "dark",
    "placeholder", "selected", "skeleton",
}  # fmt: skip
_BASE_WORDS = {"default", "base", "500", "600", "root", "$root"}
_PLAIN_WORDS = {"color", "colour", "colors", "colours", "palette", "brand", "sys", "semantic", "theme", "global"}


class Named(NamedTuple):
    """A role and how far the name is from its plainest form (0 is plainest)."""

    role: str
    rank: int


def words(name: str) -> list[str]:
    """`color.brandPrimary-500` as `color brand primary 500`."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return [word for word in re.split(r"[^a-z0-9$]+", spaced.lower()) if word]


def role_of(name: str) -> Named | None:
    """The palette role of a token's name, or None where it means something else."""
    parts = words(name)
    if _ELSEWHERE & set(parts):
        return None
    role = _role(parts)
    return Named(role, _rank(parts, role)) if role else None


def _last(parts: list[str], known: set[str]) -> int:
    return max((index for index, word in enumerate(parts) if word in known), default=-1)


def _role(parts: list[str]) -> str | None:
    text, ground = _last(parts, _TEXT), _last(parts, _GROUND)
    brand = _last(parts, set(_BRANDISH) - {"brand", "main"})
    if brand < 0:
        brand = _last(parts, {"brand", "main"})
    on = parts.index("on") if "on" in parts else -1
    if brand < 0:
        if text >= 0:
            return "on_ground"
        return ("on_ground" if on >= 0 else "ground") if ground >= 0 else None
    meaning = _BRANDISH[parts[brand]]
    if 0 <= on < brand:
        return _partner(meaning)
    if ground > on >= 0:
        return "on_ground"
    if text >= 0:
        return _partner(meaning) if text > brand else ("on_ground" if meaning == "primary" else None)
    if 0 <= ground < brand:  # `background.primary` is the page, `background.brand` a brand panel
        return {"primary": "ground", "brand": "primary", "accent": "accent"}.get(parts[brand])
    return meaning


def _partner(meaning: str) -> str | None:
    return None if meaning == "accent" else f"on_{meaning}"


def _rank(parts: list[str], role: str) -> int:
    """Fewer words that say neither the role nor nothing: the plainer name wins."""
    known = set(_BRANDISH) | _GROUND | _TEXT | _PLAIN_WORDS | _BASE_WORDS | {"on"}
    strange = sum(word not in known for word in parts)
    rank = strange * 4 + len(parts)
    if role == "saving" and not _EXACT_SAVING & set(parts):
        rank += 20  # `danger` is only a stand-in for a sale colour
    if role == "primary" and "primary" not in parts:
        rank += 2
    return rank - 1 if parts[-1] in _BASE_WORDS else rank
