"""Typefaces for a new brand: the families asked for where an installed font package has them, else the starters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from renderer.errors import AssetError
from renderer.resources import package_folder
from renderer.starting.roles import words

_RENAMED = {"source sans 3": "Source Sans Pro", "source sans": "Source Sans Pro"}
_GENERIC = {"serif", "sans-serif", "monospace", "system-ui", "ui-sans-serif", "ui-serif", "cursive", "fantasy"}
_DISPLAY = {"display", "heading", "headings", "headline", "title", "h1", "hero"}
_TEXT = {"text", "body", "base", "paragraph", "copy", "sans", "default", "primary", "ui"}
_OTHER = {"mono", "code", "monospace", "icon", "icons", "numeric"}


def starter_faces() -> dict[str, dict[str, Any]]:
    """The faces of a brand that says nothing about type, as brand.yaml writes them."""
    return {
        "display": _face("Manrope", "font_manrope"),
        "text": _face("Source Sans Pro", "font_source_sans_pro"),
    }


def _face(family: str, package: str) -> dict[str, Any]:
    weights = {"bold": 800} if family == "Manrope" else {"regular": 400, "bold": 700}
    return {"family": family, "source": f"package:{package}", "weights": weights}


def faces_from(families: Mapping[str, list[str]], notes: list[str]) -> dict[str, dict[str, Any]]:
    """Faces by use for the font families of design tokens, by token name. Adds to the notes what is missing."""
    faces: dict[str, dict[str, Any]] = {}
    for use, wanted in _by_use(families).items():
        face = next((face for family in wanted if (face := installed(family))), None)
        if face is not None:
            faces[use] = face
        else:
            instead = starter_faces()[use]["family"]
            notes.append(f"no installed font package holds {wanted[0]}: {instead} is used for {use}")
    return faces


def installed(family: str) -> dict[str, Any] | None:
    """The face of a family whose font package (`font-NAME`) is installed, or None."""
    family = " ".join(family.split()).strip("'\"")
    family = _RENAMED.get(family.lower(), family)
    package = "font_" + re.sub(r"[^a-z0-9]+", "_", family.lower()).strip("_")
    try:
        package_folder(package)
    except AssetError:
        return None
    return _face(family, package)


def _by_use(families: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """Sorts families into display and text by the tokens' names; a single family serves both."""
    named: dict[str, list[str]] = {}
    for name, listed in families.items():
        real = [family for family in listed if family.lower() not in _GENERIC]
        parts = set(words(name))
        if not real or parts & _OTHER:
            continue
        use = "display" if parts & _DISPLAY else "text" if parts & _TEXT else "either"
        named.setdefault(use, real)
    either = named.pop("either", None) or next(iter(named.values()), None)
    return {use: named.get(use, either) for use in ("display", "text")} if either else {}
